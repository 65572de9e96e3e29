"""Time zones: their names as a coach reads them, and local hours read as instants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st
from pytest_django import Settings

from groups import zones

PARIS = ZoneInfo("Europe/Paris")
NAMES = (
    # zone, its city, what an hour there is called
    ("Europe/Paris", "Paris", "heure de Paris"),
    ("America/Martinique", "Martinique", "heure de la Martinique"),
    ("Indian/Reunion", "La Réunion", "heure de La Réunion"),
    ("Pacific/Noumea", "Nouméa (Nouvelle-Calédonie)", "heure de Nouméa"),
    ("America/Cayenne", "Cayenne (Guyane)", "heure de Cayenne"),
    ("America/Toronto", "Montréal", "heure de Montréal"),
    ("Europe/Athens", "Athènes", "heure d’Athènes"),
    ("Indian/Mayotte", "Mayotte", "heure de Mayotte"),
    ("Africa/Cairo", "Le Caire", "heure du Caire"),
    ("America/Argentina/Buenos_Aires", "Buenos Aires", "heure de Buenos Aires"),
    ("UTC", "Temps universel (UTC)", "temps universel (UTC)"),
)


@pytest.mark.parametrize(("name", "city", "said"), NAMES)
def test_a_zone_has_a_coach_s_words(name: str, city: str, said: str) -> None:
    with translation.override("fr"):
        assert (zones.city(ZoneInfo(name)), zones.time_of(ZoneInfo(name))) == (city, said)


def test_every_zone_is_offered_once_the_french_ones_first() -> None:
    with translation.override("fr"):
        (first, french), *others = zones.choices()

    names = [name for _title, group in [("", french), *others] for name, _city in group]
    assert (first, french[0]) == ("France", ("Europe/Paris", "Paris"))
    assert sorted(names) == list(zones.offered())


def test_the_installation_s_own_zone_is_offered_whatever_it_is(settings: Settings) -> None:
    settings.TIME_ZONE = "Etc/GMT+5"

    assert zones.choices()[-1][1] == [("Etc/GMT+5", "GMT+5")]
    assert zones.zone_named("Etc/GMT+5") == ZoneInfo("Etc/GMT+5")


@pytest.mark.parametrize("name", ["", "Paris", "../../etc/passwd", "europe/paris", "Mars/Phobos", "Etc/GMT+5"])
def test_nothing_else_is_a_zone(name: str) -> None:
    with pytest.raises(ValueError, match="no such time zone"):
        zones.zone_named(name)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)), st.sampled_from(zones.offered()), st.booleans())
def test_a_local_hour_read_as_an_instant_shows_itself(local: datetime, name: str, is_second: bool) -> None:
    """But for hours that clocks go over."""
    zone = zones.zone_named(name)
    try:
        instant = zones.instant_of(local, zone, is_second=is_second)
    except zones.NoSuchHourError as fault:
        instant, local = zones.instant_of(fault.before, zone), fault.before

    assert instant.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == local


@given(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)), st.sampled_from(zones.offered()))
def test_an_instant_s_local_hour_leads_back_to_it(instant: datetime, name: str) -> None:
    there = instant.replace(tzinfo=UTC).astimezone(zones.zone_named(name))
    local = there.replace(tzinfo=None, fold=0)

    read = zones.instant_of(local, zones.zone_named(name), is_second=bool(there.fold))
    assert read == instant.replace(tzinfo=UTC)
    if not zones.is_twice(local, zones.zone_named(name)):
        assume(not there.fold)
        assert zones.instant_of(local, zones.zone_named(name)) == read


def test_an_hour_that_comes_twice_is_asked_about() -> None:
    local = datetime(2027, 10, 31, 2, 30)

    with pytest.raises(zones.HourTwiceError):
        zones.instant_of(local, PARIS)
    first, second = (zones.instant_of(local, PARIS, is_second=one) for one in (False, True))
    assert second - first == timedelta(hours=1)


def test_an_hour_that_clocks_go_over_has_hours_beside_it() -> None:
    with pytest.raises(zones.NoSuchHourError) as fault:
        zones.instant_of(datetime(2027, 3, 28, 2, 30), PARIS)

    assert (fault.value.before, fault.value.after) == (datetime(2027, 3, 28, 1, 30), datetime(2027, 3, 28, 3, 30))
