"""What training organisations need is written down by those who may, and what cannot be is told at its field."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from groups.models import Cycle, Organisation
from tests.groups.conftest import Arrive, Atelier, url

pytestmark = pytest.mark.usefixtures("in_english")

NUMBERS = {"signing_days": "7", "attendance_years": "5"}
TURNED = "\u202eReversed"
ORGANISATION = [
    ("training_name", "I" * 121),
    ("training_name", f"In{TURNED}"),
    ("training_name", "In\x00stitute"),
    ("training_name", "\u200b\u200b"),
    ("training_number", "1234"),
    ("training_number", "117512345678"),
    ("training_number", "1175123456a"),
    ("training_number", "１１７５１２３４５６٧"),
    ("training_number", "9" * 1000),
    ("training_address", "Rue" * 101),
    ("training_address", f"12 rue\n{TURNED}"),
    ("signing_days", "-1"),
    ("signing_days", "32"),
    ("signing_days", ""),
    ("signing_days", "seven"),
    ("signing_days", "9" * 5000),
    ("attendance_years", "2"),
    ("attendance_years", "11"),
    ("attendance_years", "5.5"),
]
CYCLE = [
    ("title", "T" * 121),
    ("title", f"Title {TURNED}"),
    ("title", "a\x00b"),
    ("nature", "party"),
    ("nature", ""),
    ("objectives", "To learn. " * 151),
    ("objectives", f"To learn\n{TURNED}"),
]


def write(arrive: Arrive, atelier: Atelier, **fields: Any) -> HttpResponse:
    return arrive(atelier.agnes).post(url("write_training", atelier.organisation.pk), NUMBERS | fields)


def describe(arrive: Arrive, atelier: Atelier, **fields: Any) -> HttpResponse:
    return arrive(atelier.amina).post(url("edit_cycle", atelier.group.pk, 1), {"nature": "training"} | fields)


def kept(atelier: Atelier) -> Organisation:
    return Organisation.objects.get(pk=atelier.organisation.pk)


def test_an_administrator_says_who_issues_certificates(atelier: Atelier, arrive: Arrive) -> None:
    said = {"training_name": " Institut  des pratiques ", "training_number": "11.75-12345 67", "counts_breaks": "on"}
    address = "12 rue des Lilas\r\n\r\n75011 Paris"
    assert write(arrive, atelier, **said, training_address=address, signing_days="0").status_code == 302
    row = kept(atelier)
    assert (row.training_name, row.training_number) == ("Institut des pratiques", "11 75 12345 67")
    assert (row.training_address, row.signing_days) == ("12 rue des Lilas\n75011 Paris", 0)
    assert (row.counts_breaks, row.attendance_years) == (True, 5)
    page = arrive(atelier.agnes).get(url("organisation", row.pk)).content.decode()
    assert 'value="11 75 12345 67"' in page
    assert write(arrive, atelier).status_code == 302
    assert (kept(atelier).training_name, kept(atelier).counts_breaks) == ("", False)


def test_what_an_organisation_cannot_say_is_told_at_the_field(atelier: Atelier, arrive: Arrive) -> None:
    http, address = arrive(atelier.agnes), url("write_training", atelier.organisation.pk)
    for field, value in ORGANISATION:
        answer = http.post(address, NUMBERS | {field: value})
        page = answer.content.decode()
        told = answer.status_code, f'id="training_{field}_error"' in page, page.count('class="errorlist')
        assert told == (422, True, 1), (field, value[:20])
    row = kept(atelier)
    assert (row.training_name, row.training_number, row.training_address, row.signing_days) == ("", "", "", 7)


def test_what_was_typed_is_kept_beside_a_mistake(atelier: Atelier, arrive: Arrive) -> None:
    page = write(arrive, atelier, training_name="Institut", training_number="12").content.decode()
    assert 'value="Institut"' in page
    assert "A declaration number has 11 figures" in page


def test_who_facilitates_says_what_a_cycle_is(atelier: Atelier, arrive: Arrive) -> None:
    said = {"title": "Reflective practice", "nature": "skills", "objectives": "To step back\nTo help each other"}
    answer = describe(arrive, atelier, **said)
    assert (answer.status_code, answer["Location"].endswith("/cycles/1/attendance/")) == (302, True)
    row = Cycle.objects.get(group=atelier.group)
    assert (row.title, row.nature, row.objectives) == tuple(said.values())
    page = arrive(atelier.amina).get(url("edit_cycle", atelier.group.pk, 1)).content.decode()
    assert "never a session’s" in page
    assert 'value="Reflective practice"' in page


def test_what_a_cycle_cannot_say_is_told_at_the_field(atelier: Atelier, arrive: Arrive) -> None:
    http, address = arrive(atelier.amina), url("edit_cycle", atelier.group.pk, 1)
    for field, value in CYCLE:
        answer = http.post(address, {"nature": "training"} | {field: value})
        told = answer.status_code, f'id="id_{field}_error"' in answer.content.decode()
        assert told == (422, True), (field, value[:20])
    row = Cycle.objects.get(group=atelier.group)
    assert (row.title, row.nature, row.objectives) == ("", "training", "")


def test_markup_stays_what_it_is(atelier: Atelier, arrive: Arrive) -> None:
    assert describe(arrive, atelier, title="<script>alert(1)</script>").status_code == 302
    page = arrive(atelier.amina).get(url("edit_cycle", atelier.group.pk, 1)).content.decode()
    assert "<script>alert(1)" not in page


def test_a_cycle_that_is_not_there(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    for number in ("0", "2", "9" * 18):
        assert http.get(url("edit_cycle", atelier.group.pk, number)).status_code == 404
