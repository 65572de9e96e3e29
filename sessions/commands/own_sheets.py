"""Sheets that a participant writes: kept, moved from one to another, and of the devices that open them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from groups.models import Seat

from ..models import Session
from ..models.own_sheets import OwnSheet
from . import sheets

Own = TypeVar("Own", bound=OwnSheet)


def keep(kind: type[Own], session: Session, seat: Seat, words: Mapping[str, str], version: int) -> Own | None:
    """Keep these words in place of `version` of what this device opens; raises as `sheets` does."""
    kept = _kept(kind, session, seat)
    return _write(seat, kept or _new(kind, session, seat), words) if sheets.is_news(kept, words, version) else kept


def take_over(kind: type[Own], session: Session, seat: Seat, other: Own | None) -> None:
    """Move what stands in the `other` to here, where nothing is written yet; else nothing is done."""
    kept, words = _kept(kind, session, seat), other.words if other else None
    if other is None or words is None or not (kept is None or kept.is_blank):
        return
    _write(seat, kept or _new(kind, session, seat), words)
    other.delete()


def _kept(kind: type[Own], session: Session, seat: Seat) -> Own | None:
    """What this device opens."""
    return kind.objects.on(seat, session)  # type: ignore[attr-defined, no-any-return]


def _new(kind: type[Own], session: Session, seat: Seat) -> Own:
    return kind(session=session, participant=seat.participant)


def _write(seat: Seat, sheet: Own, words: Mapping[str, str]) -> Own:
    """Keep these words as the next version: once it is written on a proven device, no other opens it."""
    sheets.write(sheet, words)
    sheet.seat_id = None if _is_shared(sheet, seat) else seat.pk
    sheet.save()
    return sheet


def _is_shared(sheet: OwnSheet, seat: Seat) -> bool:
    """Whether it is the sheet of all devices that are proven: unless such a one stands that this one does not open."""
    if not seat.is_proven:
        return False
    shared = {"session": sheet.session_id, "participant": seat.participant_id, "seat_id": None}
    return not type(sheet)._default_manager.filter(**shared).exclude(pk=sheet.pk).exists()
