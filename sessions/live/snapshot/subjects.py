"""What the opening's regions show, read with the snapshot: commitments and reports, subjects, votes, headlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Prefetch

from ...models import Commitment, CommitmentReport, Presence, Round, Session, Subject, Vote
from ...models.unsealed import words
from ...rulebook.rules import rights
from ...rulebook.state.state import State


@dataclass(frozen=True, slots=True)
class Said:
    """What the owner of a commitment says of it now; no state for « not today »."""

    state: str
    text: str | None
    is_shared: bool
    is_noted: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment of an earlier session. Its words are its owner's alone, unless shared with what is said."""

    id: str
    owner: str
    text: str | None
    due_on: date | None
    state: str
    said: Said | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A subject that somebody would bring; `weights` are stakes, intensity and urgency."""

    id: str
    who: str
    title: str | None
    question: str | None
    is_noted: bool
    weights: tuple[int, int, int] | None
    votes: int | None


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's votes by subject, or that this person does not vote; all of it said aloud and noted, or not."""

    given: Mapping[str, int] = field(default_factory=dict)
    is_skipped: bool = False
    is_noted: bool = True

    @property
    def spent(self) -> int:
        return sum(self.given.values())


@dataclass(frozen=True, slots=True)
class Headline:
    """What a round is about; empty where nobody proposed it."""

    title: str | None
    question: str | None


@dataclass(frozen=True, slots=True)
class Opening:
    """All of it; `was_client` says in which earlier sessions of the cycle somebody was client, `with_device`, while
    people vote, of whom a device was ever heard here."""

    promises: tuple[Promise, ...] = ()
    subjects: tuple[Proposal, ...] = ()
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    votes_each: int = 0
    was_client: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    headline: Headline | None = None
    with_device: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.promises or self.subjects or self.headline)

    def ballot(self, who: str | None) -> Ballot:
        return self.ballots.get(who or "", Ballot())

    def has_voted(self, who: str) -> bool:
        """Nothing is left to give, or nothing will be given."""
        return self.ballot(who).is_skipped or self.ballot(who).spent >= self.votes_each


def read(session: Session, state: State, here: Round | None) -> Opening:
    """What the present step shows of it; other steps cost no query."""
    chooses = state.step is not None and "clients" in state.step.needs
    return Opening(
        promises=_promises(session) if _is_followed_up(state) else (),
        subjects=_subjects(session) if chooses else (),
        ballots=_ballots(session) if chooses and rights.has_votes(state) else {},
        votes_each=settings.CODEV_VOTES_EACH,
        was_client=_was_client(session) if chooses else {},
        headline=_headline(here),
        with_device=_with_device(session) if rights.is_voting(state) else frozenset(),
    )


def _is_followed_up(state: State) -> bool:
    """From the follow-up to the end of the opening."""
    if state.index is None or state.agenda[state.index].part != "opening":
        return False
    return rights.FOLLOW_UP in [item.key for item in state.agenda[: state.index + 1]]


def _promises(session: Session) -> tuple[Promise, ...]:
    of_now = Prefetch("reports", CommitmentReport.objects.filter(session=session), to_attr="of_now")
    found = Commitment.objects.of_before(session.cycle.group_id, session.pk).prefetch_related(of_now)
    return tuple(
        Promise(str(one.pk), str(one.participant_id), words(one), one.due_on, one.state, _said(one.of_now))
        for one in found
    )


def _said(reports: list[CommitmentReport]) -> Said | None:
    if not reports:
        return None
    said = reports[0]
    return Said(said.state, words(said), said.is_shared, said.is_noted)


def _subjects(session: Session) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(
            id=str(one.pk),
            who=str(one.participant_id),
            title=words(one, "title"),
            question=words(one, "question"),
            is_noted=one.is_noted,
            weights=_weights(one),
            votes=one.votes,
        )
        for one in Subject.objects.standing().filter(session=session)
    )


def _weights(one: Subject) -> tuple[int, int, int] | None:
    if one.stakes is None or one.intensity is None or one.urgency is None:
        return None
    return one.stakes, one.intensity, one.urgency


def _ballots(session: Session) -> dict[str, Ballot]:
    ballots: dict[str, Ballot] = {}
    for vote in Vote.objects.filter(session=session):
        who = str(vote.participant_id)
        known = ballots.get(who, Ballot())
        given = {**known.given, str(vote.subject_id): vote.count} if vote.subject_id else known.given
        ballots[who] = Ballot(given, known.is_skipped or vote.subject_id is None, known.is_noted and vote.is_noted)
    return ballots


def _with_device(session: Session) -> frozenset[str]:
    seen = Presence.objects.filter(session=session, participant__isnull=False)
    return frozenset(str(one) for one in seen.values_list("participant", flat=True))


def _was_client(session: Session) -> dict[str, tuple[int, ...]]:
    """Sessions' numbers by client, over the cycle at hand."""
    rounds = Round.objects.filter(session__cycle=session.cycle_id, session__status="closed").exclude(session=session)
    found: dict[str, tuple[int, ...]] = {}
    for client, number in rounds.order_by("session__number").values_list("client", "session__number"):
        found[str(client)] = (*found.get(str(client), ()), number)
    return found


def _headline(here: Round | None) -> Headline | None:
    if here is None or not here.sealed_headline:
        return None
    return Headline(words(here, "headline"), words(here, "question"))
