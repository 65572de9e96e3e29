"""`#live-state`, the element that tells a page or a program where the session is (docs/live.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from ..rulebook.rules.navigation import to_come
from .snapshot.snapshot import Snapshot
from .snapshot.viewer import Viewer


@dataclass(frozen=True, slots=True)
class LiveState:
    """All of it but who looks and when: `before` and `after` stand around the server's time.

    It alone is stamped with a time: regions are not, so that they stay equal while nothing changes.
    """

    before: str
    after: str

    def stamped(self, viewer: Viewer, now: int) -> str:
        """The element for somebody; `now` is epoch milliseconds."""
        # Made for each socket at each push, of two words and a number of our own: nothing in them is to be escaped.
        whose = f'data-audience="{viewer.audience}" data-shell="{viewer.shell}"'
        return f'<div id="live-state" hidden{self.before} data-now="{now}"{self.after} {whose}></div>'

    @classmethod
    def of(cls, snapshot: Snapshot) -> LiveState:
        """Where this snapshot stands."""
        state = snapshot.state
        clock, item = state.clock, state.item
        running = state.is_running and clock is not None
        before = {
            "revision": snapshot.revision,
            "status": state.status,
            "step": state.index if running else None,
            "steps": len(state.agenda),
            "phase": item.key if item and running else None,
            "round": item.round if item and running else None,
            "client": state.client if running else None,
            "clock": "idle" if not running else "paused" if state.since is None else "running",
            "deadline": clock.deadline if clock and running else None,
            # Where nothing runs, what remains does not depend on when it is asked.
            "remaining": clock.remaining_ms(state.last_at) if clock and running and state.since is None else None,
        }
        after = {
            "speaker": state.floor.speaker,
            "speaker-since": state.floor.since,
            "allotted": clock.allotted_ms if clock and running else None,
            "later": sum(one.allotted_ms for one in to_come(state)),
            "started": state.started_at,
            "ends": state.ends_at,
            "break": state.break_until,
            "break-since": state.break_since,
        }
        return cls(_attributes(before), _attributes(after))


def _attributes(values: Mapping[str, object]) -> str:
    # Empty rather than absent: programs that follow a session count on every attribute.
    # Joined by hand: Django's `format_html_join` took a twentieth of what a push costs.
    shown = ((name, "" if value is None else escape(str(value))) for name, value in values.items())
    return "".join([f' data-{name}="{value}"' for name, value in shown])
