"""What simulated people wish in an opening: to propose a subject, weigh it, vote, or not to vote. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ..rulebook.rules import rights
from .acts import Act, Look, Wish

PROPOSING = 0.7
SKIPPING, THRIFTY = 0.15, 0.3


def wishes(look: Look, here: list[str]) -> Iterator[Wish]:
    """Subjects first; votes once all subjects are there."""
    if not rights.is_choosing(look.state):
        return
    proposers = _proposers(look, here)
    for one in here:
        if one in proposers and one not in look.scene.subjects and rights.may_propose(look.state, one):
            yield 6, Act(one, "propose_subject", {"id": look.new_id(), **look.headline(one)})
        yield from _weighing(look, one)
        if proposers <= look.scene.subjects.keys():
            yield from _voting(look, one)


def _proposers(look: Look, here: list[str]) -> set[str]:
    """Most of those here, and at least one more than there are rounds, so that there is something to choose."""
    order = sorted(here, key=lambda one: look.chance(one, "proposes"))
    count = max(look.state.rounds + 1, round(PROPOSING * len(here)))
    return {*order[:count], *(one for one in here if one in look.state.clients)}


def _weighing(look: Look, one: str) -> Iterator[Wish]:
    """Half of them weigh their own subject; the others are left to the facilitator, who weighs with the group."""
    subject = look.scene.subjects.get(one)
    if subject is None or one in look.scene.weighed or not rights.may_weigh(look.state):
        return
    if look.chance(one, "weighs") < 0.5:
        weights = {name: 1 + int(3 * look.chance(one, name)) for name in ("stakes", "intensity", "urgency")}
        yield 5, Act(one, "weigh_subject", {"id": subject, **weights})


def _voting(look: Look, one: str) -> Iterator[Wish]:
    """Some do not vote, some do not spend all of their votes: then it is for the facilitator to end it."""
    if not rights.may_vote(look.state, one) or (one, None) in look.scene.votes:
        return
    mood = look.chance(one, "votes")
    if mood < SKIPPING:
        yield 5, Act(one, "skip_vote")
        return
    # The thrifty keep one vote: the vote does not end by itself then, and the facilitator learns to end it.
    rest = look.scene.votes_each - (SKIPPING <= mood < THRIFTY) - _spent(look, one)
    choice = [id for whose, id in look.scene.subjects.items() if whose != one and (one, id) not in look.scene.votes]
    if rest > 0 and choice:
        count = min(rest, look.dice.choice((1, 1, 2)))
        yield 5, Act(one, "vote", {"subject": look.dice.choice(choice), "count": count})


def _spent(look: Look, one: str) -> int:
    return sum(count for (whose, _), count in look.scene.votes.items() if whose == one)
