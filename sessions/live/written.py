"""What was written in the present round, read for a snapshot: what was shared, and what is one person's alone."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db.models import Q

from ..models import Commitment, Contract, Contribution, Round, Session
from ..sealing import SealBroken

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Note:
    """A contribution. `text` is None when its sealed words cannot be read; no author is the facilitator."""

    id: str
    author: str | None
    kind: str
    step: str
    text: str | None
    is_answered: bool
    is_edited: bool
    is_noted: bool
    is_handed_back: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """The contract in force, its version, and who accepted it."""

    number: int
    text: str | None
    accepted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Written:
    """What was shared; and what its authors keep for later, which no region but the author's own may hold."""

    notes: tuple[Note, ...]
    kept: tuple[Note, ...]


def read_notes(session: Session, here: Round | None) -> Written:
    """Of the present round, or of opening or closing, where one finds again what one kept in all rounds."""
    mine = Q(round=here) if here else Q(round=None) | Q(kept_at__isnull=False)
    rows = list(Contribution.objects.filter(mine, session=session, withdrawn_at=None))
    return Written(
        notes=tuple(_note(row) for row in rows if row.kept_at is None),
        kept=tuple(_note(row) for row in rows if row.kept_at is not None),
    )


def _note(row: Contribution) -> Note:
    return Note(
        id=str(row.pk),
        author=str(row.author_id) if row.author_id else None,
        kind=row.kind,
        step=row.step,
        text=words_of(row),
        is_answered=row.answered_at is not None,
        is_edited=row.edited_at is not None,
        is_noted=row.author_id is not None and (row.user_id is not None or row.noted_by_id is not None),
        is_handed_back=row.handed_back_at is not None,
    )


def read_contract(here: Round | None) -> Agreement | None:
    """The newest version, and who accepted it."""
    contract = Contract.objects.filter(round=here).prefetch_related("acceptances").last() if here else None
    if contract is None:
        return None
    accepted = frozenset(str(one.participant_id) for one in contract.acceptances.all())
    return Agreement(contract.number, words_of(contract), accepted)


def words_of(row: Contribution | Contract | Commitment | Round, field: str = "text") -> str | None:
    """The words of a row; None, said calmly on the page, where they cannot be opened."""
    try:
        return str(getattr(row, field))
    except SealBroken as broken:
        logger.error("%s", broken)
        return None
