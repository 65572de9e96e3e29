"""Public holidays by name, where the group works."""

from __future__ import annotations

from datetime import date

import pytest

from sessions.dates.days_off import is_weekend, name_of, region_of


@pytest.mark.parametrize(
    ("chosen", "zone", "region"),
    [
        ("", "Europe/Paris", "FR"),
        ("", "America/Martinique", "MQ"),
        ("", "Indian/Reunion", "RE"),
        ("", "Pacific/Noumea", "NC"),
        ("", "America/Cayenne", "GF"),
        ("", "Europe/Zurich", "CH"),
        ("", "UTC", ""),
        ("FR-57", "Europe/Paris", "FR-57"),
        ("BE", "Europe/Paris", "BE"),
    ],
)
def test_the_region_is_the_one_that_was_chosen_else_the_zone_s(chosen: str, zone: str, region: str) -> None:
    assert region_of(chosen, zone) == region


@pytest.mark.parametrize(
    ("day", "region", "name"),
    [
        ("2027-05-06", "FR", "Ascension"),
        ("2027-05-06", "FR-57", "Ascension"),
        ("2027-05-06", "MQ", "Ascension"),
        ("2027-03-26", "FR", ""),
        ("2027-03-26", "FR-57", "Vendredi saint"),
        ("2027-12-26", "FR-6AE", "Saint-Étienne"),
        ("2027-12-26", "FR", ""),
        ("2027-05-22", "MQ", "Abolition de l’esclavage"),
        ("2027-05-22", "FR", ""),
        ("2027-12-20", "RE", "Abolition de l’esclavage"),
        ("2027-12-20", "MQ", ""),
        ("2099-07-14", "FR", "Fête nationale"),
        ("2027-07-14", "", ""),
        ("2027-07-14", "XX", ""),
        ("2027-07-14", "FR-99", ""),
    ],
)
def test_a_holiday_has_its_name_where_it_is_one(day: str, region: str, name: str) -> None:
    assert name_of(date.fromisoformat(day), region, "fr") == name


def test_names_are_in_the_reader_s_language() -> None:
    assert name_of(date(2027, 7, 14), "FR", "en") == "National Day"
    assert name_of(date(2027, 8, 1), "CH", "fr") == "Fête nationale"


def test_weekends() -> None:
    assert [is_weekend(date(2027, 1, day)) for day in (8, 9, 10, 11)] == [False, True, True, False]
