"""Attendance in words: half-days, hours, who signed and how."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, pgettext

from groups.clocks import date_of, hour_of

from .shapes import Contested, Countersigned, Half, Signed, Way


def stays_in_words(half: Half, zone: ZoneInfo) -> str:
    """« 9 h 02 – 10 h 45, 10 h 55 – 12 h »."""
    return ", ".join(" – ".join(hour_of(at.astimezone(zone)) for at in stay) for stay in half.stays)


def way_in_words(signed: Signed) -> str:
    """On what somebody signed: « téléphone », « sur l’écran de l’animation », « sur papier »."""
    if signed.way == Way.DEVICE:
        return signed.device.lower() or gettext("own device")
    return gettext("on the facilitator’s screen") if signed.way == Way.SCREEN else gettext("on paper")


def signature_in_words(signed: Signed, zone: ZoneInfo) -> str:
    """« Signé le 29/11/2026 à 16 h 02, téléphone »."""
    day, hour = _instant(signed.at, zone)
    words = gettext("Signed on %(day)s at %(hour)s, %(way)s") % {"day": day, "hour": hour, "way": way_in_words(signed)}
    return words + marks_in_words(signed)


def marks_in_words(signed: Signed) -> str:
    """« (avant une correction) », « (sous le nom de Léa) »; "" where nothing is to be said of a signature."""
    marks = []
    if signed.is_outdated:
        marks.append(gettext("before a correction"))
    if signed.signed_as:
        marks.append(gettext("under the name of %(name)s") % {"name": signed.signed_as})
    return f" ({', '.join(marks)})" if marks else ""


def contested_in_words(contested: Contested, zone: ZoneInfo) -> str:
    """« Contesté le 30/11/2026 à 9 h, sur l’écran de l’animation : j’étais là à 9 h »."""
    day, hour = _instant(contested.at, zone)
    told = {"day": day, "hour": hour, "words": contested.words}
    if contested.way == Way.SCREEN:
        return gettext("Contested on %(day)s at %(hour)s, on the facilitator’s screen: %(words)s") % told
    return gettext("Contested on %(day)s at %(hour)s: %(words)s") % told


def countersigned_in_words(signed: Countersigned, zone: ZoneInfo) -> str:
    """« Contresigné par Claire le 29/11/2026 à 16 h 10 »."""
    day, hour = _instant(signed.at, zone)
    told = {"name": signed.name, "day": day, "hour": hour}
    return pgettext("attendance", "Countersigned by %(name)s on %(day)s at %(hour)s") % told


def _instant(at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    local = at.astimezone(zone)
    return date_of(local.date(), "SHORT_DATE_FORMAT"), hour_of(local)
