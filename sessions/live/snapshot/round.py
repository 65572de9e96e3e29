"""The present round: what it is about, and the client's synthesis of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import PositiveSmallIntegerField, QuerySet, UUIDField

from codev.compiled import reads

from ...models import Round, Session
from ...models.unsealed import unsealed
from ...rulebook.state.state import State


@dataclass(frozen=True, slots=True)
class Headline:
    """What a round is about: title of the subject and the client's question; None if unreadable."""

    title: str | None
    question: str | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """`synthesis` is "" where there is none, None if unreadable."""

    id: UUID
    number: int
    synthesis: str | None
    headline: Headline | None


def number_of(state: State) -> int | None:
    """Which round it is, counted from 0; None outside rounds."""
    return state.item.round if state.item else None


def read_round(session: Session, state: State) -> RoundRow | None:
    """None outside rounds, without a query."""
    number = number_of(state)
    if number is None:
        return None
    row = of_session.first(session=session.pk, number=number)
    return None if row is None else RoundRow(row.pk, row.number, _synthesis(row), _headline(row))


def _synthesis(row: Round) -> str | None:
    return unsealed(row, "synthesis") if row.sealed_synthesis else ""


def _headline(row: Round) -> Headline | None:
    if not row.sealed_headline:
        return None
    return Headline(unsealed(row, "headline"), unsealed(row, "question"))


@reads(session=UUIDField(), number=PositiveSmallIntegerField())
def of_session(session: Any, number: Any) -> QuerySet[Round]:
    return Round.objects.filter(session=session, number=number)
