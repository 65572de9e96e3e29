"""What the opening's regions show, read with the snapshot: subjects, votes, headlines, who was client before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ...models import Presence, Round, Session, Subject, Vote
from ...models.unsealed import unsealed
from ...rulebook.rules import rights
from ...rulebook.state.state import State
from .commitments import Commitment
from .round import Headline


@dataclass(frozen=True, slots=True)
class Proposal:
    """A subject that somebody would bring, `who` by id. Words are None if unreadable.

    `weights` are stakes, intensity and urgency, from 1 to 3; `votes` the total, None until the vote is over.
    """

    id: str
    who: str
    title: str | None
    question: str | None
    is_noted: bool
    weights: tuple[int, int, int] | None
    votes: int | None
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's votes by subject, or that this person does not vote.

    `is_noted`: all of it was said aloud, so that the facilitator who noted it may see it; so is an empty ballot.
    """

    given: Mapping[str, int] = field(default_factory=dict)
    is_skipped: bool = False
    is_noted: bool = True

    @property
    def spent(self) -> int:
        return sum(self.given.values())


@dataclass(frozen=True, slots=True)
class Opening:
    """What the opening shows. `was_client`: the numbers of the cycle's earlier sessions in which somebody was client.

    `with_device`: while people vote, of whom a device was ever heard here; the others say their votes aloud.
    """

    commitments: tuple[Commitment, ...] = ()
    subjects: tuple[Proposal, ...] = ()
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    votes_each: int = 0
    was_client: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    headline: Headline | None = None
    with_device: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.commitments or self.subjects or self.headline)

    def ballot(self, who: str | None) -> Ballot:
        return self.ballots.get(who or "", Ballot())

    def has_voted(self, who: str) -> bool:
        """Nothing is left to give, or nothing will be given."""
        return self.ballot(who).is_skipped or self.ballot(who).spent >= self.votes_each


def chooses(state: State) -> bool:
    """Whether subjects are shown: in a step that wants the clients."""
    return state.step is not None and "clients" in state.step.needs


def collects_votes(state: State) -> bool:
    """Whether single votes are shown to who gave them."""
    return chooses(state) and rights.has_votes(state)


def read_subjects(session: Session, only: Collection[UUID] | None = None) -> tuple[Proposal, ...]:
    """Those that stand, or of them `only` these."""
    rows = Subject.objects.standing().filter(session=session)
    found = rows if only is None else rows.filter(pk__in=only)
    return tuple(
        Proposal(
            id=str(one.pk),
            who=str(one.participant_id),
            title=unsealed(one, "title"),
            question=unsealed(one, "question"),
            is_noted=one.is_noted,
            weights=_weights(one),
            votes=one.votes,
            proposed_at=one.proposed_at,
        )
        for one in found
    )


def with_these_subjects(
    known: Iterable[Proposal], only: Collection[UUID], again: Iterable[Proposal]
) -> tuple[Proposal, ...]:
    """What was known, but for those that were read again, of which some may be gone; in the order of the rows."""
    gone = {str(one) for one in only}
    stand = (*(one for one in known if one.id not in gone), *again)
    return tuple(sorted(stand, key=lambda one: (one.proposed_at, one.id)))


def _weights(one: Subject) -> tuple[int, int, int] | None:
    if one.stakes is None or one.intensity is None or one.urgency is None:
        return None
    return one.stakes, one.intensity, one.urgency


def read_ballots(session: Session) -> dict[str, Ballot]:
    """Single votes, by who gave them."""
    ballots: dict[str, Ballot] = {}
    for vote in Vote.objects.filter(session=session):
        who = str(vote.participant_id)
        # One vote cast on a device makes the whole ballot secret. A row without a subject: this person does not vote.
        known = ballots.get(who, Ballot())
        given = {**known.given, str(vote.subject_id): vote.count} if vote.subject_id else known.given
        ballots[who] = Ballot(given, known.is_skipped or vote.subject_id is None, known.is_noted and vote.is_noted)
    return ballots


def read_devices(session: Session) -> frozenset[str]:
    """Of whom a device was ever heard here."""
    seen = Presence.objects.filter(session=session, participant__isnull=False)
    return frozenset(str(one) for one in seen.values_list("participant", flat=True))


def read_earlier_clients(session: Session) -> dict[str, tuple[int, ...]]:
    """Sessions' numbers by client, over the cycle at hand."""
    rounds = Round.objects.filter(session__cycle=session.cycle_id, session__status="closed").exclude(session=session)
    found: dict[str, tuple[int, ...]] = {}
    for client, number in rounds.order_by("session__number").values_list("client", "session__number"):
        found[str(client)] = (*found.get(str(client), ()), number)
    return found
