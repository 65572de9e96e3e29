"""Commitments, as screens show them: those of the present round, and those of earlier sessions that are followed up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet, UUIDField

from codev.compiled import reads
from codev.instants import epoch_ms

from ... import models
from ...models import CommitmentReport, Session
from ...models.unsealed import unsealed
from ...rulebook.rules import rights
from ...rulebook.state.state import State
from .round import RoundRow


@dataclass(frozen=True, slots=True)
class Report:
    """What the owner of a commitment says of it now: `state` is empty for « not today », `text` None if unreadable."""

    state: str
    text: str | None
    is_shared: bool
    is_noted: bool = False


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a client took on; `text` is None if it cannot be read.

    Once its session is over its words are its owner's alone, on a device that is proven or the one that wrote it
    (`seat`), unless shared with a report: regions see to that. `taken_at` is epoch milliseconds.
    """

    id: str
    owner: str
    text: str | None
    due_on: date | None
    state: str
    taken_at: int
    seat: UUID | None
    report: Report | None = None


def commitments_of_round(here: RoundRow | None) -> tuple[Commitment, ...]:
    """What the client takes on in this round, from `Commitment`; nothing outside rounds."""
    return tuple(map(_commitment, of_round.all(round=here.id))) if here else ()


def commitments_of_before(session: Session, group: UUID, state: State) -> tuple[Commitment, ...]:
    """Those of earlier sessions with what is said of them now, from the follow-up to the end of the opening."""
    if not is_followed_up(state):
        return ()
    of_now = Prefetch("reports", CommitmentReport.objects.filter(session=session))
    rows = models.Commitment.objects.of_before(group, session.pk).prefetch_related(of_now)
    # A session has one report of a commitment at most: a constraint says so.
    return tuple(_commitment(row, *row.reports.all()) for row in rows)


def is_followed_up(state: State) -> bool:
    """Whether they are shown."""
    if state.index is None or state.agenda[state.index].part != "opening":
        return False
    return rights.FOLLOW_UP in [item.key for item in state.agenda[: state.index + 1]]


def _commitment(row: models.Commitment, said: CommitmentReport | None = None) -> Commitment:
    report = None if said is None else Report(said.state, unsealed(said), said.is_shared, said.is_noted)
    taken_at, seat = epoch_ms(row.taken_at), row.seat_id
    return Commitment(
        str(row.pk), str(row.participant_id), unsealed(row), row.due_on, row.state, taken_at, seat, report
    )


@reads(round=UUIDField())
def of_round(round: Any) -> QuerySet[models.Commitment]:
    return models.Commitment.objects.filter(round=round)
