"""Regions of the live pages: which audience has which, rendered once for all who share them, framed for the wire."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.template.loader import get_template
from django.utils import translation
from django.utils.html import format_html

from ..rulebook.rules.navigation import to_come
from .elements import Element, Piece, changes, draw
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
from .regions.inputs import Panel
from .snapshot.snapshot import Snapshot
from .snapshot.viewer import Context, Viewer

PARTICIPANTS = frozenset({"client", "peer", "observer", "scribe"})
FACILITATOR = frozenset({"facilitator"})
SCREEN = frozenset({"screen"})


@dataclass(frozen=True)
class Region:
    """A part of the page with an id of its own, for some audiences."""

    name: str
    panel: Panel
    audiences: frozenset[str]

    @property
    def is_personal(self) -> bool:
        """One person's own, and not made once for all of an audience."""
        return self.panel.own is not None or "user" in self.panel.facets

    @property
    def template(self) -> str:
        """In the folder of its panel, named as the module that makes its context."""
        panel = self.panel.context.__module__.rpartition(".")[2]
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
    Region("wheel", handover.wheel, FACILITATOR),
    Region("headline", subjects.headline, PARTICIPANTS | FACILITATOR),
    Region("reports", commitments.reports, PARTICIPANTS | FACILITATOR),
    Region("subjects", subjects.subjects, PARTICIPANTS | FACILITATOR),
    Region("proposer", subjects.proposer, PARTICIPANTS | FACILITATOR),
    Region("promises", commitments.promises, PARTICIPANTS),
    Region("ballot", subjects.ballot, PARTICIPANTS),
    Region("planning", planning.planning, FACILITATOR),
    Region("clients", planning.clients, FACILITATOR),
    Region("undo", agenda.undo, FACILITATOR),
    Region("role", personal.role, PARTICIPANTS),
    Region("place", personal.place, PARTICIPANTS),
    Region("me", personal.me, PARTICIPANTS),
    Region("mine", personal.mine, PARTICIPANTS),
    Region("kept", personal.kept, PARTICIPANTS),
)


@dataclass(frozen=True, slots=True)
class Made:
    """A region as it was made, and what from."""

    parts: Any
    element: Element


Key = tuple[str, Viewer, Hashable]
Shown = Mapping[str, Element]  # what a viewer sees, by region


@dataclass
class Stage:
    """One snapshot's regions, for those who look. What has not changed is taken over from the stage `before`.

    `contexts` counts the regions that had to be asked for their context, `renders` the elements that had to be drawn.
    """

    snapshot: Snapshot
    before: Mapping[Key, Made] = field(default_factory=dict)
    made: dict[Key, Made] = field(default_factory=dict)
    contexts: int = 0
    renders: int = 0
    _shown: dict[Viewer, Shown] = field(default_factory=dict)
    _changes: dict[tuple[Element | None, Element], list[str]] = field(default_factory=dict)

    def prepare(self, viewers: Iterable[Viewer]) -> None:
        """Make whatever these viewers see and nobody had made for them. Blocking: not for the event loop."""
        # Two threads may do this at once. At worst both make a region, to the same HTML.
        for viewer in viewers:
            with translation.override(viewer.language):
                self._shown[viewer] = {region.name: self._element(region, viewer) for region in _of(viewer.audience)}

    def covers(self, viewer: Viewer) -> bool:
        """Whether everything that this viewer sees is made."""
        return viewer in self._shown

    def shown_to(self, viewer: Viewer) -> Shown:
        """What this viewer sees. Raises KeyError where that was not prepared."""
        return self._shown[viewer]

    def changes(self, old: Element | None, new: Element) -> list[str]:
        """What a page is sent that shows `old`: worked out once, however many pages do."""
        key = old, new
        if key not in self._changes:
            self._changes[key] = changes(*key)
        return self._changes[key]

    def _element(self, region: Region, viewer: Viewer) -> Element:
        # Of what the region may see of the viewer: a shared one that saw who looks could show one what is another's.
        seen = region.panel.seen_by(viewer)
        key = region.name, *region.panel.key_for(self.snapshot, seen)
        made = self.made.get(key)
        if made is None:
            made = self.made[key] = self._make(region, seen, self.before.get(key))
        return made.element

    def _make(self, region: Region, viewer: Viewer, known: Made | None) -> Made:
        parts = region.panel.parts_of(self.snapshot)
        if known and known.parts == parts:
            return Made(parts, known.element)
        self.contexts += 1
        context = region.panel(self.snapshot, viewer)
        # Lazy labels in a context are compared as words: both are of this language, which the key holds too.
        piece = Piece(f"region-{region.name}", region.template, context, context.pop("lists", {}))
        return Made(parts, draw(piece, known.element if known else None, self._render))

    def _render(self, template: str, context: Context) -> str:
        self.renders += 1
        do = f"/sessions/{self.snapshot.session_id}/do/"
        return get_template(template, using="live").render({"do": do, **context})


@cache
def _of(audience: str) -> tuple[Region, ...]:
    return tuple(region for region in REGIONS if audience in region.audiences)


def frame(stage: Stage, viewer: Viewer, shown: Shown, now: int) -> tuple[str, Shown]:
    """The live state and what differs from what is shown; and what is shown after it.

    `now` is epoch milliseconds. Raises KeyError where the viewer's regions were not prepared.
    """
    seen = stage.shown_to(viewer)
    sent = [
        text for name, new in seen.items() if (old := shown.get(name)) is not new for text in stage.changes(old, new)
    ]
    return "\n".join([live_state(stage.snapshot, viewer, now), *sent]), seen


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
