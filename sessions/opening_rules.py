"""What the opening lets whom do: report on commitments, propose subjects, weigh them, vote; and who words a round's
headline. Pure."""

from __future__ import annotations

from .rules import is_at_work
from .state import State

FOLLOW_UP = "follow_up"


def follows_up(state: State) -> bool:
    """In the step in which former clients say what became of their commitments."""
    return is_at_work(state) and state.item is not None and state.item.key == FOLLOW_UP


def may_report(state: State, participant: str) -> bool:
    return follows_up(state) and participant in state.present


def is_choosing(state: State) -> bool:
    """In a step that wants the clients."""
    return is_at_work(state) and state.step is not None and "clients" in state.step.needs


def may_propose(state: State, participant: str) -> bool:
    """Whoever is present may be client."""
    return is_choosing(state) and participant in state.present


def may_weigh(state: State) -> bool:
    return is_choosing(state) and state.protocol.settings["subject_choice"] == "stakes"


def has_votes(state: State) -> bool:
    return state.protocol.settings["subject_choice"] == "votes"


def is_voting(state: State) -> bool:
    return is_choosing(state) and has_votes(state) and state.vote_ended_at is None


def may_vote(state: State, participant: str) -> bool:
    return is_voting(state) and participant in state.present


def may_word_headline(state: State, author: str | None) -> bool:
    """In a round's first step: its client, the scribe, or the facilitator (None) who hears it aloud."""
    if not is_at_work(state) or state.item is None or state.item.part != "round":
        return False
    is_first = state.item.key == state.protocol.part("round")[0].key
    return is_first and (author is None or state.role_of(author) in ("client", "scribe"))
