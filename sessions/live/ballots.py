"""Votes as they are shown: how far the vote is to all, what each gave to that one alone, what is said aloud."""

from __future__ import annotations

from typing import Any

from ..rulebook.rules import rights
from . import words
from .opening_rows import Proposal
from .snapshot import Snapshot

Context = dict[str, Any]


def how_far(snapshot: Snapshot) -> Context | None:
    """How far the vote is; nothing of anybody's votes."""
    state, opening = snapshot.state, snapshot.opening
    if not rights.has_votes(state):
        return None
    voters = [one for one in state.present if opening.has_voted(one)]
    return {"is_over": state.vote_ended_at is not None, "voters": len(voters), "present": len(state.present)}


def given(snapshot: Snapshot, who: str) -> Context:
    """The votes of one person, subject by subject."""
    opening, own = snapshot.opening, snapshot.opening.ballot(who)
    left = opening.votes_each - own.spent
    return {
        "is_skipped": own.is_skipped,
        "each": opening.votes_each,
        "left": left,
        "lines": [_line(snapshot, one, own.given.get(one.id, 0), left) for one in opening.subjects],
    }


def aloud(snapshot: Snapshot) -> list[Context]:
    """Whoever has no device here says votes aloud; what anybody cast alone is nobody else's to see."""
    opening = snapshot.opening
    silent = [one for one in snapshot.state.present if one not in opening.with_device]
    voters = [one for one in silent if opening.subjects and opening.ballot(one).is_noted]
    return [{"id": one, "name": snapshot.name(one), **given(snapshot, one)} for one in voters]


def _line(snapshot: Snapshot, one: Proposal, count: int, left: int) -> Context:
    return {
        "id": one.id,
        "name": words.subject_of(snapshot.given(one.who)),
        "count": count,
        "more": count + 1 if left > 0 else None,
        "fewer": count - 1 if count else None,
    }
