"""Whose screen it is: what decides which regions somebody sees, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...access import Standing
from ...rulebook.state.state import State

Context = dict[str, Any]

SHELLS = {"facilitator": "facilitator", "waiting": "waiting", "screen": "screen"}


@dataclass(frozen=True, slots=True)
class Viewer:
    """An audience, in a language. Equal viewers are shown the same, so it holds no more than what regions ask of it.

    `drives`: may facilitate now, as facilitators always may, and a deputy only while it is handed over or taken.
    `older`: asked for the older contributions too, which a long board leaves out.
    """

    audience: str
    language: str
    drives: bool = False
    participant: str | None = None
    user: int | None = None
    older: bool = False

    @property
    def shell(self) -> str:
        """The page that this audience has: moving to another shell needs another page."""
        return SHELLS.get(self.audience, "participant")

    @property
    def speaks_for_others(self) -> bool:
        """Whether it is this one's to put down what others say aloud: the facilitator's and the scribe's."""
        return self.drives or self.audience == "scribe"


def viewer_of(standing: Standing, state: State, language: str, *, older: bool = False) -> Viewer:
    """How somebody looks at a session in this state."""
    who = standing.participant_id, standing.user_id
    return Viewer(standing.audience(state), language, standing.drives(state), *who, older)
