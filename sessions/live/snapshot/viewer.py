"""Whose screen it is: what decides which regions somebody sees, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...access import Visit
from ...rulebook.state.state import State

Context = dict[str, Any]

SHELLS = {"facilitator": "facilitator", "waiting": "waiting", "screen": "screen"}


@dataclass(frozen=True, slots=True)
class Viewer:
    """An audience, in a language; `drives` tells a facilitator at the wheel from a deputy."""

    audience: str
    language: str
    drives: bool = False
    participant: str | None = None
    user: int | None = None

    @property
    def shell(self) -> str:
        """The page that this audience has: moving to another shell needs another page."""
        return SHELLS.get(self.audience, "participant")

    @property
    def speaks_for_others(self) -> bool:
        """Whether what others say aloud is this one's to put down."""
        return self.drives or self.audience == "scribe"

    @property
    def shared(self) -> Viewer:
        """The same, without the person: all who share it see the same shared regions."""
        return Viewer(self.audience, self.language, self.drives)


def viewer_of(visit: Visit, state: State, language: str) -> Viewer:
    """How somebody looks at a session in this state."""
    return Viewer(visit.audience(state), language, visit.in_(state).may_drive, visit.participant_id, visit.user_id)
