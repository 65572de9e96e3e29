"""Which regions there are, and which audience has which."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from . import (
    agenda,
    board,
    circle,
    commitments,
    controls,
    demand,
    floor,
    guiding,
    handover,
    meeting,
    people,
    personal,
    planning,
    step,
    subjects,
)
from .circle import presence
from .inputs import Panel

PARTICIPANTS = frozenset({"client", "peer", "observer", "scribe"})
FACILITATOR = frozenset({"facilitator"})
SCREEN = frozenset({"screen"})


@dataclass(frozen=True)
class Region:
    """A part of the page with an id of its own, for some audiences."""

    name: str
    panel: Panel
    audiences: frozenset[str]

    @cached_property
    def id(self) -> str:
        return f"region-{self.name}"

    @cached_property
    def is_personal(self) -> bool:
        """One person's own, and not made once for all of an audience."""
        return self.panel.own is not None or "user" in self.panel.facets

    @cached_property
    def template(self) -> str:
        """In the folder of its panel, named as the module that makes its context."""
        panel = self.panel.context.__module__.rpartition(".")[2]
        return f"sessions/live/{panel}/_{self.name}.jinja"


REGIONS = (
    Region("stage", step.stage, PARTICIPANTS | FACILITATOR | SCREEN),
    Region("projected", demand.projected, SCREEN),
    Region("accord", demand.accord, PARTICIPANTS | FACILITATOR),
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
    Region("meeting", meeting.meeting, PARTICIPANTS | FACILITATOR),
    Region("charter", people.charter, PARTICIPANTS),
    Region("board", board.board, PARTICIPANTS | FACILITATOR),
    Region("marked", board.marked, PARTICIPANTS),
    Region("keepsake", board.keepsake, PARTICIPANTS),
    Region("agenda", agenda.agenda, FACILITATOR),
    Region("people", people.people, FACILITATOR),
    Region("code", people.code, FACILITATOR | SCREEN),
    Region("wall", people.wall, FACILITATOR),
    Region("may", controls.may, FACILITATOR),
    Region("someone", people.someone, FACILITATOR),
    Region("missing", controls.missing, FACILITATOR),
    Region("writers", controls.writers, FACILITATOR),
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
    Region("finished", personal.finished, PARTICIPANTS),
)
