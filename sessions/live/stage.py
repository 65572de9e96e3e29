"""Regions of the live pages: which audience has which, rendered once for all who share them, framed for the wire."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.template.loader import get_template
from django.utils import translation
from django.utils.html import format_html

from ..rulebook.rules.navigation import to_come
from .regions import (
    agenda,
    board,
    circle,
    commitments,
    controls,
    floor,
    guiding,
    handover,
    people,
    personal,
    planning,
    step,
    subjects,
)
from .regions.circle import presence
from .snapshot.snapshot import Snapshot
from .snapshot.viewer import Context, Viewer

PARTICIPANTS = frozenset({"client", "peer", "observer", "scribe"})
FACILITATOR = frozenset({"facilitator"})
SCREEN = frozenset({"screen"})


@dataclass(frozen=True)
class Region:
    """A part of the page that is pushed whole, rendered for an audience or, if personal, for one person.

    `context` takes snapshot and viewer alone: what it returns is compared to know whether anything has changed.
    """

    name: str
    context: Callable[[Snapshot, Viewer], Context]
    audiences: frozenset[str]
    is_personal: bool = False

    @property
    def template(self) -> str:
        """In the folder of its panel, named as the module that makes its context."""
        panel = self.context.__module__.rpartition(".")[2]
        return f"sessions/live/{panel}/_{self.name}.jinja"


REGIONS = (
    Region("stage", step.stage, PARTICIPANTS | FACILITATOR | SCREEN),
    Region("circle", circle.circle, PARTICIPANTS | FACILITATOR | SCREEN),
    Region("said", circle.said, PARTICIPANTS | FACILITATOR | SCREEN),
    Region("presence", presence, PARTICIPANTS | FACILITATOR | SCREEN),
    Region("driving", handover.driving, PARTICIPANTS | FACILITATOR | SCREEN),
    Region("devices", handover.devices, FACILITATOR),
    Region("summary", circle.summary, FACILITATOR),
    Region("floor", floor.floor, FACILITATOR),
    Region("card", step.card, PARTICIPANTS | FACILITATOR),
    Region("roles", step.roles, PARTICIPANTS | FACILITATOR),
    Region("behalf", people.behalf, PARTICIPANTS | FACILITATOR),
    Region("charter", people.charter, PARTICIPANTS),
    Region("board", board.board, PARTICIPANTS | FACILITATOR),
    Region("marked", board.marked, PARTICIPANTS),
    Region("keepsake", board.keepsake, PARTICIPANTS),
    Region("agenda", agenda.agenda, FACILITATOR),
    Region("people", people.people, FACILITATOR),
    Region("may", controls.may, FACILITATOR),
    Region("someone", people.someone, FACILITATOR),
    Region("missing", controls.missing, FACILITATOR),
    Region("prompt", guiding.prompt, PARTICIPANTS | FACILITATOR | SCREEN),
    Region("prompts", guiding.prompts, FACILITATOR),
    Region("moment", guiding.moment, PARTICIPANTS | FACILITATOR | SCREEN),
    Region("wheel", handover.wheel, FACILITATOR, is_personal=True),
    Region("headline", subjects.headline, PARTICIPANTS | FACILITATOR),
    Region("reports", commitments.reports, PARTICIPANTS | FACILITATOR),
    Region("subjects", subjects.subjects, PARTICIPANTS | FACILITATOR),
    Region("proposer", subjects.proposer, PARTICIPANTS | FACILITATOR),
    Region("promises", commitments.promises, PARTICIPANTS, is_personal=True),
    Region("ballot", subjects.ballot, PARTICIPANTS, is_personal=True),
    Region("planning", planning.planning, FACILITATOR),
    Region("clients", planning.clients, FACILITATOR),
    Region("undo", agenda.undo, FACILITATOR),
    Region("role", personal.role, PARTICIPANTS, is_personal=True),
    Region("place", personal.place, PARTICIPANTS, is_personal=True),
    Region("me", personal.me, PARTICIPANTS, is_personal=True),
    Region("mine", personal.mine, PARTICIPANTS, is_personal=True),
    Region("kept", personal.kept, PARTICIPANTS, is_personal=True),
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A region as it is sent, what it was made from, and a digest to know it by."""

    context: Context
    html: str
    digest: bytes


Key = tuple[str, Viewer]


@dataclass
class Stage:
    """One snapshot's regions, rendered for those who look. What has not changed is taken over from the stage `before`.

    `renders` counts the regions that had to be rendered.
    """

    snapshot: Snapshot
    before: Mapping[Key, Rendered] = field(default_factory=dict)
    rendered: dict[Key, Rendered] = field(default_factory=dict)
    renders: int = 0

    def prepare(self, viewers: Iterable[Viewer]) -> None:
        """Render whatever these viewers need and nobody had rendered for them. Blocking: not for the event loop."""
        # Two threads may do this at once. At worst both render a region, to the same HTML.
        for viewer in viewers:
            with translation.override(viewer.language):
                for region in _regions(viewer):
                    self._region(region, viewer)

    def covers(self, viewer: Viewer) -> bool:
        """Whether everything that this viewer sees is rendered."""
        return all(_key(region, viewer) in self.rendered for region in _regions(viewer))

    def regions(self, viewer: Viewer) -> list[tuple[str, Rendered]]:
        """What this viewer sees, prepared beforehand."""
        return [(region.name, self.rendered[_key(region, viewer)]) for region in _regions(viewer)]

    def _region(self, region: Region, viewer: Viewer) -> None:
        key = _key(region, viewer)
        if key in self.rendered:
            return
        # Of the key, not of the viewer: a shared region must not see who looks, or one would read what is another's.
        context = region.context(self.snapshot, key[1])
        # Lazy labels in a context are compared as words: both are of this language, which the key holds too.
        known = self.before.get(key)
        self.rendered[key] = known if known and known.context == context else self._render(region, context)

    def _render(self, region: Region, context: Context) -> Rendered:
        self.renders += 1
        here = {"region": f"region-{region.name}", "do": f"/sessions/{self.snapshot.session_id}/do/"}
        html = get_template(region.template, using="live").render({**here, **context}).strip()
        return Rendered(context, html, hashlib.blake2b(html.encode(), digest_size=12).digest())


def _regions(viewer: Viewer) -> list[Region]:
    return [region for region in REGIONS if viewer.audience in region.audiences]


def _key(region: Region, viewer: Viewer) -> Key:
    return region.name, viewer if region.is_personal else viewer.shared


def frame(stage: Stage, viewer: Viewer, shown: dict[str, bytes], now: int) -> tuple[str, dict[str, bytes]]:
    """The live state and the regions whose digests are not shown yet; and the digests, by region, shown after it.

    `now` is epoch milliseconds. Raises KeyError where the viewer's regions were not prepared.
    """
    regions = stage.regions(viewer)
    changed = [region.html for name, region in regions if shown.get(name) != region.digest]
    return "\n".join([live_state(stage.snapshot, viewer, now), *changed]), {name: one.digest for name, one in regions}


def live_state(snapshot: Snapshot, viewer: Viewer, now: int) -> str:
    """The element that tells a page or a program where the session is (docs/live.md); `now` is epoch milliseconds.

    It alone is stamped with a time: regions are not, so that they stay equal while nothing changes.
    """
    state = snapshot.state
    clock, item = state.clock, state.item
    running = state.is_running and clock is not None
    values = {
        "revision": snapshot.revision,
        "status": state.status,
        "step": state.index if running else None,
        "steps": len(state.agenda),
        "phase": item.key if item and running else None,
        "round": item.round if item and running else None,
        "client": state.client if running else None,
        "clock": "idle" if not running else "paused" if state.since is None else "running",
        "deadline": clock.deadline if clock and running else None,
        "remaining": clock.remaining_ms(now) if clock and running and state.since is None else None,
        "now": now,
        "speaker": state.floor.speaker,
        "speaker-since": state.floor.since,
        "allotted": clock.allotted_ms if clock and running else None,
        "later": sum(one.allotted_ms for one in to_come(state)),
        "started": state.started_at,
        "ends": state.ends_at,
        "break": state.break_until,
        "break-since": state.break_since,
        "audience": viewer.audience,
        "shell": viewer.shell,
    }
    # Empty rather than absent: programs that follow a session count on every attribute.
    attributes = "".join(format_html(' data-{}="{}"', name, "" if v is None else v) for name, v in values.items())
    return f'<div id="live-state" hidden{attributes}></div>'
