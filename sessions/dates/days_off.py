"""Public holidays by name, of the country or part of a country that an organisation works in."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files

import holidays

WEEKEND = (5, 6)


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """The country of each time zone, by tzdata's own table: America/Martinique is in MQ."""
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return {zone: country for country, _place, zone, *_comment in rows}


def region_of(chosen: str, zone: str) -> str:
    """What an organisation chose (« FR », « FR-57 » for Alsace-Moselle), else the zone's country; "" where none is."""
    return chosen or countries().get(zone, "")


@lru_cache(maxsize=64)
def _calendar(region: str, language: str) -> holidays.HolidayBase | None:
    country, _, part = region.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        return None  # a country or part of one that the library does not know
    spoken = next((one for one in found.supported_languages if one.split("_")[0] == language), None)
    # Without it the country's own language: a name that is understood where it is a holiday.
    return holidays.country_holidays(country, subdiv=part or None, language=spoken) if spoken else found


def name_of(day: date, region: str, language: str) -> str:
    """The public holiday that a day is in a region; "" for none."""
    calendar = _calendar(region, language) if region else None
    return "" if calendar is None else calendar.get(day, "").replace("'", "’")


def is_weekend(day: date) -> bool:
    return day.weekday() in WEEKEND
