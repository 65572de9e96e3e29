"""The field that asks for a day and hour: read on the clocks of a place, refused in words that a coach uses."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import translation

from sessions.forms.when import WhenField

YEAR = datetime.now(UTC).year


class Form(forms.Form):
    at = WhenField()

    def __init__(self, zone: str, data: dict[str, str] | None = None, **options: object) -> None:
        super().__init__(data, **options)  # type: ignore[arg-type]
        self.fields["at"].at(ZoneInfo(zone))  # type: ignore[attr-defined]


def drawn(form: Form) -> str:
    """The field's HTML, however its template is laid out."""
    return " ".join(str(form["at"]).split()).replace(" >", ">")


READ = (
    # zone, day and hour there, which of the two, the same in universal time
    ("Europe/Paris", "2027-01-12T09:00", "", "2027-01-12T08:00"),
    ("America/Martinique", "2027-01-12T09:00", "", "2027-01-12T13:00"),
    ("Indian/Reunion", "2027-01-12T14:00", "", "2027-01-12T10:00"),
    ("Pacific/Noumea", "2027-01-12T09:00", "", "2027-01-11T22:00"),
    ("America/Cayenne", "2027-01-12T08:30:00", "", "2027-01-12T11:30"),
    ("Europe/Paris", "2027-10-31T02:30", "1", "2027-10-31T00:30"),
    ("Europe/Paris", "2027-10-31T02:30", "2", "2027-10-31T01:30"),
    ("Pacific/Noumea", "2027-10-31T02:30", "2", "2027-10-30T15:30"),
)


@pytest.mark.parametrize(("zone", "text", "which", "instant"), READ)
def test_a_day_and_hour_are_read_on_the_clocks_of_the_place(zone: str, text: str, which: str, instant: str) -> None:
    form = Form(zone, {"at": text, "at_which": which})

    assert form.is_valid()
    assert form.cleaned_data["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M") == instant


REFUSED = (
    ("2027-03-28T02:30", "On avance les montres ce jour-là : il n’est jamais 2 h 30. Choisissez au plus tard 1 h 30"),
    ("2027-10-31T02:30", "On recule les montres ce jour-là : il est 2 h 30 deux fois. Dites laquelle."),
    ("9999-12-31T23:59", "Vérifiez l’année : elle est trop loin d’aujourd’hui."),
    ("0001-01-01T00:00", "Vérifiez l’année : elle est trop loin d’aujourd’hui."),
    (f"{YEAR + 101}-01-01T00:00", "Vérifiez l’année : elle est trop loin d’aujourd’hui."),
    ("2027-02-30T10:00", "Saisissez une date et une heure valides."),
    ("demain", "Saisissez une date et une heure valides."),
    ("2027-03-28T02:30+01:00", "Saisissez une date et une heure valides."),
    ("\x00", "Saisissez une date et une heure valides."),
    ("", "Ce champ est obligatoire."),
)


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_no_clock_shows_is_refused_in_words(text: str, words: str) -> None:
    with translation.override("fr"):
        form = Form("Europe/Paris", {"at": text})

        assert form.errors["at"][0].replace("\u00a0", " ").startswith(words)


def test_which_of_two_hours_is_asked_only_where_there_are_two_and_what_was_typed_is_kept() -> None:
    asked = drawn(Form("Europe/Paris", {"at": "2027-10-31T02:30", "at_which": "2"}))

    assert 'value="2027-10-31T02:30"' in asked
    assert '<option value="2" selected>' in asked
    assert "at_which" not in str(Form("Europe/Paris", {"at": "2027-10-31T04:30"})["at"])
    assert "at_which" not in str(Form("Pacific/Noumea", {"at": "2027-10-31T02:30"})["at"])


@pytest.mark.parametrize(("hour", "which"), [(0, "1"), (1, "2")])
def test_an_instant_is_shown_as_its_place_shows_it(hour: int, which: str) -> None:
    shown = drawn(Form("Europe/Paris", initial={"at": datetime(2027, 10, 31, hour, 30, tzinfo=UTC)}))

    assert 'value="2027-10-31T02:30"' in shown
    assert f'<option value="{which}" selected>' in shown
    assert 'value="2027-10-31T11:30"' in str(
        Form("Pacific/Noumea", initial={"at": datetime(2027, 10, 31, 0, 30, tzinfo=UTC)})["at"]
    )
