"""« Je ne suis pas d’accord »: who says it of which correction, where it stands, and that it changes no hour."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from groups.models import Seat
from sessions import commands
from sessions.attendance import reading
from sessions.models import Correction, Session
from sessions.rulebook import machine
from sessions.rulebook.state import state
from tests.sessions.cast.past import Past, held, paris, settle

from . import papers

DAY, WORDS = paris(2026, 1, 12, 11), "J’étais là dès 11 h, Zoé m’a vue."


@pytest.fixture
def past(db: None) -> Iterator[Past]:
    """The day after a session at which Ana and Élise were; Élise's hours were put right, to noon."""
    past = settle()
    session = held(past.group.cycle, DAY, minutes=90, came={past.people["ana"]: 0, past.people["élise"]: 0})
    Session.objects.update(state=machine.dump(state.planned(session.protocol, minutes=120, rounds=2)))
    with time_machine.travel(DAY + timedelta(days=1), tick=False):
        past.browser("ana"), past.browser("élise")
        put_right(past, 60)
        yield past


def put_right(past: Past, minutes: int) -> Correction:
    made = commands.correct(
        session=Session.objects.get(),
        participant=past.people["élise"],
        stays=[(DAY, DAY + timedelta(minutes=minutes))],
        reason="Partie avant la fin.",
        by=past.users["claire"],
    )
    assert made
    return made


def contest(past: Past, who: str = "élise", **fields: Any) -> HttpResponse:
    given = {"correction": Correction.objects.latest("pk").pk, "words": WORDS} | fields
    return past.browser(who).post(address("contest"), given)


def address(route: str, *more: Any) -> str:
    return reverse(f"sessions:{route}", args=[Session.objects.get().pk, *more])


def test_it_stands_where_it_is_countersigned_and_changes_no_hour(past: Past) -> None:
    claire, mine = past.browser("claire"), reverse("sessions:my_attendance")
    assert address("contest") in past.browser("élise").get(mine).content.decode()
    assert address("contest") not in past.browser("ana").get(mine).content.decode()
    assert "n’est pas d’accord" not in claire.get("/").content.decode()
    assert "Émargez" in past.browser("élise").get("/").content.decode()
    assert contest(past).status_code == 302
    assert "Émargez" not in past.browser("élise").get("/").content.decode()
    row = Correction.objects.get()
    assert (row.contested_words, row.contested_way, row.contested_at) == (WORDS, "device", timezone.now())
    page, own = claire.get(address("attendance")).content.decode(), past.browser("élise").get(mine).content.decode()
    assert WORDS in page
    assert "Contesté" in own
    assert address("contest") not in own
    assert "n’est pas d’accord avec une correction du 12\u00a0janvier" in claire.get("/").content.decode()
    sheet = reading.sheet_of(Session.objects.get())
    assert sheet
    assert {one.name: (one.minutes, one.is_contested) for one in sheet.people} == {
        "Ana": (90, False),
        "Élise": (60, True),
    }


def test_it_is_printed_and_hr_reads_none_of_it(past: Past) -> None:
    contest(past)
    text = papers.words(papers.in_pdf(past.browser("claire").get(address("session_sheet", "pdf"))))
    assert f"Contesté le 13/01/2026 à 11 h : {WORDS}" in text
    assert "contestées" in text
    for kind in ("csv", "xlsx"):
        answer = past.browser("claire").get(address("session_sheet", kind))
        rows = papers.in_csv(answer) if kind == "csv" else papers.lines(papers.in_workbook(answer))
        assert [row["Nom"] for row in rows if WORDS in str(row["Corrections"])] == ["Élise"]
    theirs = past.browser("hakim").get(reverse("sessions:attendance_csv", args=[past.group.pk])).content.decode()
    assert WORDS not in theirs
    past.browser("élise")
    Seat.objects.update(proven_at=timezone.now())
    page = past.browser("élise").get(reverse("sessions:my_data")).content.decode()
    assert WORDS in page


def test_it_is_said_once_and_a_new_correction_is_contested_anew(past: Past) -> None:
    contest(past)
    assert contest(past, words="Autre chose.").status_code == 302
    assert Correction.objects.get().contested_words == WORDS
    put_right(past, 75)
    sheet = reading.sheet_of(Session.objects.get())
    assert sheet
    assert [one.is_contested for one in sheet.people] == [False, False]
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        assert contest(past, words="Autre chose.").status_code == 302
    assert [one.contested_words for one in Correction.objects.order_by("pk")] == [WORDS, "Autre chose."]


def test_what_was_put_right_meanwhile_is_looked_at_anew_and_what_was_typed_is_kept(past: Past) -> None:
    old = Correction.objects.get().pk
    new = put_right(past, 75).pk
    answer = contest(past, correction=old)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert WORDS in page
    assert f'value="{new}"' in page
    assert not Correction.objects.exclude(contested_at=None).exists()


def test_nobody_contests_for_somebody_else(past: Past) -> None:
    elise = past.people["élise"].pk
    assert contest(past, "ana").status_code == 404
    assert contest(past, "ana", **{"as": elise}).status_code == 404
    assert contest(past, "claire", **{"as": elise}).status_code == 404
    own = past.browser("élise")
    Seat.objects.filter(participant=elise).update(link=None, session_id=UUID(int=1), admitted_at=DAY)
    assert own.post(address("contest"), {"correction": Correction.objects.get().pk, "words": WORDS}).status_code == 404
    for who in ("hakim", "agnes", "élise"):
        assert past.browser(who).post(address("contest_before", elise), {"words": WORDS}).status_code in (403, 404)
    assert settle("Voisins", "Les jeudis").browser("claire").get(address("contest_before", elise)).status_code == 404
    assert not Correction.objects.exclude(contested_at=None).exists()


def test_without_a_device_it_is_said_on_the_facilitator_s_screen_and_marked_so(past: Past) -> None:
    claire, elise = past.browser("claire"), past.people["élise"].pk
    assert address("contest_before", elise) in claire.get(address("attendance")).content.decode()
    given = {"correction": Correction.objects.get().pk, "words": WORDS}
    assert claire.post(address("contest_before", elise), given).status_code == 302
    assert Correction.objects.get().contested_way == "screen"
    text = papers.words(papers.in_pdf(claire.get(address("session_sheet", "pdf"))))
    assert f"sur l’écran de l’animation : {WORDS}" in text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("words", text) for text in ("", "   ", "\u200f\u202e", "a" * 201, "x\0y")),
        *(("correction", text) for text in ("", "x", "0", "-1", str(2**63), "9" * 5000, "\0")),
    ],
)
def test_what_cannot_be_is_refused_and_kept_to_be_mended(past: Past, field: str, text: str) -> None:
    given = {"correction": str(Correction.objects.get().pk), "words": WORDS} | {field: text}
    answer = past.browser("élise").post(address("contest"), given)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    if field != "words":
        assert WORDS in answer.content.decode()
    assert not Correction.objects.exclude(contested_at=None).exists()


def test_it_is_kept_with_the_evidence(past: Past) -> None:
    contest(past)
    past.browser("élise")
    Seat.objects.update(proven_at=timezone.now())
    (told,) = json.loads(past.browser("élise").get(reverse("sessions:my_data_json")).content)["sessions"]
    assert told["corrections"][0]["contested"]["words"] == WORDS
    commands.erase_participant(participant=past.people["élise"])
    assert Correction.objects.get().contested_words == WORDS
