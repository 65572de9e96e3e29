"""Attendance in words: half-days, hours, who signed and how."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, pgettext

from groups.clocks import date_of, hour_of

from .shapes import Countersigned, Half, Signed, Way


def stays_in_words(half: Half, zone: ZoneInfo) -> str:
    """« 09:02–10:45, 10:55–12:00 »."""
    return ", ".join(f"{start.astimezone(zone):%H:%M}–{end.astimezone(zone):%H:%M}" for start, end in half.stays)


def way_in_words(signed: Signed) -> str:
    """On what somebody signed: « téléphone », « sur l’écran de l’animation », « sur papier »."""
    if signed.way == Way.DEVICE:
        return signed.device.lower() or gettext("own device")
    return gettext("on the facilitator’s screen") if signed.way == Way.SCREEN else gettext("on paper")


def signature_in_words(signed: Signed, zone: ZoneInfo) -> str:
    """« Signé le 29/11/2026 à 16 h 02, téléphone »."""
    day, hour = _instant(signed.at, zone)
    words = gettext("Signed on %(day)s at %(hour)s, %(way)s") % {"day": day, "hour": hour, "way": way_in_words(signed)}
    return f"{words} ({gettext('before a correction')})" if signed.is_outdated else words


def countersigned_in_words(signed: Countersigned, zone: ZoneInfo) -> str:
    """« Contresigné par Claire le 29/11/2026 à 16 h 10 »."""
    day, hour = _instant(signed.at, zone)
    told = {"name": signed.name, "day": day, "hour": hour}
    return pgettext("attendance", "Countersigned by %(name)s on %(day)s at %(hour)s") % told


def _instant(at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    local = at.astimezone(zone)
    return date_of(local.date(), "SHORT_DATE_FORMAT"), hour_of(local)
