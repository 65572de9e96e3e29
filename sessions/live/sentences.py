"""Sentences that say a number in words: where a hand stands, and why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from ..rulebook.rules.airtime import Place

FIRST = _("Your hand is up: you are next.")
ORDINALS = {
    2: _("You are second: %(why)s."),
    3: _("You are third: %(why)s."),
    4: _("You are fourth: %(why)s."),
    5: _("You are fifth: %(why)s."),
    6: _("You are sixth: %(why)s."),
    7: _("You are seventh: %(why)s."),
    8: _("You are eighth: %(why)s."),
    9: _("You are ninth: %(why)s."),
    10: _("You are tenth: %(why)s."),
}
FURTHER = _("You are number %(number)s: %(why)s.")
COUNTS = {
    1: pgettext_lazy("count", "one"),
    2: pgettext_lazy("count", "two"),
    3: pgettext_lazy("count", "three"),
    4: pgettext_lazy("count", "four"),
    5: pgettext_lazy("count", "five"),
    6: pgettext_lazy("count", "six"),
    7: pgettext_lazy("count", "seven"),
    8: pgettext_lazy("count", "eight"),
    9: pgettext_lazy("count", "nine"),
}


def place(stands: Place) -> str:
    """Where a hand stands among the others, and why, as the one who raised it reads it."""
    if stands.number == 1:
        return str(FIRST)
    reasons = [_less_heard(stands.less_heard), _earlier(stands.earlier)]
    why = ", ".join(reason for reason in reasons if reason)
    return str(ORDINALS.get(stands.number, FURTHER)) % {"number": stands.number, "why": why}


def _less_heard(count: int) -> str:
    if not count:
        return ""
    many = {"count": COUNTS.get(count, count)}
    return ngettext("%(count)s person has been heard less", "%(count)s people have been heard less", count) % many


def _earlier(count: int) -> str:
    if not count:
        return ""
    many = {"count": COUNTS.get(count, count)}
    return ngettext("%(count)s hand was up before yours", "%(count)s hands were up before yours", count) % many
