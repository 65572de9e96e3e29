"""Time zones as coaches know them, by city or island, and what the clocks of a place show (decision 054). No rows.

Those are offered that a country has for its own; the names of their cities are CLDR's, in the reader's language.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django import forms
from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[str, list[tuple[str, str]]]]

# What people there call it, where the city that names the zone is another, or says too little.
NAMES = {
    "America/Cayenne": _("Cayenne, French Guiana"),
    "America/Marigot": _("Saint-Martin"),
    "America/Miquelon": _("Saint-Pierre and Miquelon"),
    "America/Toronto": _("Montréal"),
    "Europe/Paris": _("Paris"),
    "Pacific/Noumea": _("Nouméa, New Caledonia"),
    "Pacific/Wallis": _("Wallis and Futuna"),
    "UTC": _("Universal time (UTC)"),
}
# In French not all of them are said with a bare « de ».
TIMES = {
    "America/Cayenne": _("Cayenne time"),
    "America/Guadeloupe": _("Guadeloupe time"),
    "America/Martinique": _("Martinique time"),
    "Pacific/Gambier": _("Gambier time"),
    "Pacific/Marquesas": _("Marquesas time"),
    "Pacific/Noumea": _("Nouméa time"),
    "UTC": _("universal time (UTC)"),
}
FRANCE = (
    *("Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "Indian/Reunion"),
    *("Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier", "Pacific/Wallis"),
    *("America/Miquelon", "America/St_Barthelemy", "America/Marigot"),
)
REGIONS = {
    "Europe": _("Europe"),
    "America": _("America"),
    "Africa": _("Africa"),
    "Asia": _("Asia"),
    "Indian": _("Indian Ocean"),
    "Atlantic": _("Atlantic"),
    "Pacific": _("Pacific"),
    "Australia": _("Australia"),
}


class NoSuchHourError(ValueError):
    """The clocks of the place go forward over this hour: none shows it. `before` and `after` are shown, next to it."""

    def __init__(self, before: datetime, after: datetime) -> None:
        super().__init__("no such hour")
        self.before, self.after = before, after


class HourTwiceError(ValueError):
    """The clocks of the place go back over this hour, and show it twice."""


@cache
def offered() -> tuple[str, ...]:
    """The zones that can be chosen, by the names that computers know them by."""
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines()
    names = (line.split("\t")[2] for line in lines if not line.startswith("#"))
    return tuple(sorted(name for name in names if name.split("/")[0] in REGIONS))


def zone_named(name: str) -> ZoneInfo:
    """The zone of that name. Raises ValueError for one that is not offered; nothing typed is looked for on disk."""
    if name not in (*offered(), settings.TIME_ZONE):
        raise ValueError("no such time zone")
    return ZoneInfo(name)


def city(zone: ZoneInfo) -> str:
    """What a coach calls a zone: « Paris », « La Réunion »."""
    return str(NAMES[zone.key]) if zone.key in NAMES else _city(zone.key, get_language() or "en")


def time_of(zone: ZoneInfo) -> str:
    """What an hour there is called: « heure de Paris », « heure d’Athènes », « heure du Caire »."""
    if zone.key in TIMES:
        return str(TIMES[zone.key])
    name = city(zone)
    if name.startswith("Le "):
        return pgettext("after « Le », which is left out", "%(city)s time") % {"city": name.removeprefix("Le ")}
    # French elides before a vowel, whatever its accent.
    if unicodedata.normalize("NFD", name)[0].lower() in "aeiou":
        return pgettext("before a vowel", "%(city)s time") % {"city": name}
    return pgettext("before a consonant", "%(city)s time") % {"city": name}


def choices() -> Choices:
    """All zones for a list to choose from: the French ones first, then by region; the installation's, were it none."""
    groups = [(str(_("France")), [(name, city(ZoneInfo(name))) for name in FRANCE])]
    for region, title in REGIONS.items():
        names = (name for name in offered() if name.startswith(f"{region}/") and name not in FRANCE)
        groups.append((str(title), sorted(((name, city(ZoneInfo(name))) for name in names), key=_by_city)))
    if settings.TIME_ZONE not in offered():
        groups.append((str(_("Others")), [(settings.TIME_ZONE, city(ZoneInfo(settings.TIME_ZONE)))]))
    return groups


class ZoneField(forms.ChoiceField):
    """A time zone, by its city. `empty` is what leaving it open means, where it may be left open."""

    def __init__(self, *, empty: Any = "", **options: Any) -> None:
        first = [("", empty)] if empty else []
        # Asked for each form: cities are said in the language of who reads.
        super().__init__(choices=lambda: [*first, *choices()], **{"label": _("Time zone"), **options})


def instant_of(local: datetime, zone: ZoneInfo, *, is_second: bool | None = None) -> datetime:
    """When the clocks of a place show this day and hour, given without a zone. The instant, in UTC.

    Raises NoSuchHourError for one that clocks go over in spring; HourTwiceError for one that comes twice in autumn,
    unless `is_second` says which of the two; OverflowError at either end of all years.
    """
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    gap = _offset(second) - _offset(first)
    if gap > timedelta():
        raise NoSuchHourError(local - gap, local + gap)
    if gap and is_second is None:
        raise HourTwiceError("this hour comes twice")
    # In UTC: Python subtracts and compares two hours of one zone by what its clocks show.
    return (second if is_second else first).astimezone(UTC)


def is_twice(local: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks of the place show this hour twice."""
    first, second = (_offset(local.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    return first > second


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta()


def _by_city(choice: tuple[str, str]) -> str:
    plain = unicodedata.normalize("NFKD", choice[1])
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


@cache
def _city(name: str, language: str) -> str:
    # « Argentina/Buenos Aires »: the country goes without saying.
    return get_timezone_location(name, locale=language.replace("-", "_"), return_city=True).rsplit("/", 1)[-1]
