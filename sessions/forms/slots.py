"""When a group meets, in words for pages and for what a form refuses."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from groups.clocks import day_of, hour_of
from groups.zones import time_of

from ..commands.slots import AtOnce, Past, Slot
from ..dates.clocks import shown
from .plan import PAST


def day_and_hours(slot: Slot, zone: ZoneInfo) -> str:
    """« mardi 12 janvier 2027, 14 h – 16 h », where it is said beside it whose hours these are."""
    begins, ends = shown(slot.begins, zone), shown(slot.ends, zone)
    return f"{day_of(begins)}, {hour_of(begins)} – {hour_of(ends)}"


def in_words(slot: Slot, zone: ZoneInfo) -> str:
    """« mardi 12 janvier 2027, 14 h – 16 h, heure de Paris »."""
    return f"{day_and_hours(slot, zone)}, {time_of(zone)}"


def refusal(fault: AtOnce | Past, zone: ZoneInfo) -> str:
    """Why a date cannot be."""
    if isinstance(fault, Past):
        return str(PAST)
    when = in_words(fault.slot, zone)
    if not fault.slot.number:
        return _("Two of these sessions would be at once: the other is on %(when)s.") % {"when": when}
    said = _("The group has session %(number)s then: %(when)s.")
    return said % {"number": fault.slot.number, "when": when}
