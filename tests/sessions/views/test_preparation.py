"""The preparation sheet: kept as it is typed, read by its author alone, on devices that are the author's."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from groups.commands import remove_participant
from groups.models import PersonalLink, Seat
from sessions import commands
from sessions.models import ContentKey, Preparation, Session, Subject
from sessions.models.preparation import BLANK, FIELDS
from sessions.views import sheets
from tests.sessions.cast.evening import SCREEN, Evening, plan
from tests.sessions.cast.moments import PROPOSAL, check_in, choosing

WORDS = {name: f"zq{name}" for name in FIELDS}
SCRIPT = {"Accept": "application/json"}


def path(evening: Evening, more: str = "", session: Session | None = None) -> str:
    return f"/sessions/{session.pk if session else evening.session_id}/preparation/{more}"


def keep(http: Client, where: str, version: int = 0, **words: str) -> HttpResponse:
    return http.post(where, {**BLANK, **words, "version": version}, headers=SCRIPT)


def read(http: Client, where: str) -> tuple[int, set[str]]:
    """The answer's status, and which of the words stand in it."""
    answer = http.get(where)
    page = answer.content.decode()
    return answer.status_code, {name for name, word in WORDS.items() if word in page}


def device(evening: Evening, name: str, *, proven: bool = False) -> Client:
    """Another browser of the same person, by a link made anew."""
    link = PersonalLink.objects.create(participant=evening.people[name], token_hash=str(uuid4()))
    first = evening.seats[name]
    evening.seats[name] = Seat.objects.create(participant=evening.people[name], link=link)
    if proven:
        evening.prove(name)
    http = evening.browser(name, language="fr")
    evening.seats[name] = first
    return http


@pytest.fixture
def prepared(evening: Evening) -> Evening:
    """Chloé has written her whole sheet, on her phone that is proven."""
    evening.prove("chloe")
    assert keep(evening.browser("chloe"), path(evening), **WORDS).json() == {"version": 1, "words": WORDS}
    return evening


def test_it_is_kept_sealed_and_asked_in_the_order_of_the_method(prepared: Evening) -> None:
    page = prepared.browser("chloe", language="fr").get(path(prepared)).content.decode()
    places = [page.index(f'name="{name}"') for name in FIELDS]
    assert places == sorted(places)
    assert "Désignez les absents par leur rôle\N{NO-BREAK SPACE}; pas de santé, syndicat, religion." in page
    row = Preparation.objects.get()
    assert row.words == WORDS
    assert not any(word.encode() in bytes(row.sealed_text) for word in WORDS.values())


def test_what_another_device_kept_is_never_written_over_in_silence(prepared: Evening) -> None:
    laptop = device(prepared, "chloe", proven=True)
    assert keep(laptop, path(prepared), 1, **WORDS | {"tried": "laptop"}).json()["version"] == 2
    late = keep(prepared.browser("chloe"), path(prepared), 1, **WORDS | {"tried": "phone"})
    assert (late.status_code, late.json()["code"], late.json()["version"]) == (409, "stale", 2)
    assert late.json()["words"]["tried"] == "laptop"
    # An answer that was lost: the same words once more are kept already.
    assert keep(laptop, path(prepared), 1, **WORDS | {"tried": "laptop"}).json()["version"] == 2
    assert keep(prepared.browser("chloe"), path(prepared), 2, **WORDS | {"tried": "phone"}).json()["version"] == 3


def test_without_script_a_save_comes_back_and_a_late_one_keeps_what_was_typed(prepared: Evening) -> None:
    http = prepared.browser("chloe", language="fr")
    saved = http.post(path(prepared), {**WORDS, "title": "Un titre", "version": 1})
    assert saved.status_code == 302
    assert "Enregistré." in http.get(saved["Location"]).content.decode()
    late = http.post(path(prepared), {**WORDS, "title": "Un autre", "version": 1})
    page = late.content.decode()
    assert late.status_code == 409
    assert 'value="Un autre"' in page
    assert "Un titre" in page
    assert 'name="version" value="2"' in page
    wrong = http.post(path(prepared), {**WORDS, "title": "x" * 121, "version": 2})
    assert (wrong.status_code, "x" * 121 in wrong.content.decode()) == (422, True)
    assert http.post(path(prepared), {"version": "zq"}).status_code == 422
    assert http.post(path(prepared), {"version": 2**40}, headers=SCRIPT).status_code == 422


def test_home_and_the_planned_session_lead_there(evening: Evening) -> None:
    led = f'href="{path(evening)}?as={evening.id("chloe")}"'
    for where in ("/", evening.path("plan/")):
        assert led in evening.browser("chloe").get(where).content.decode(), where
        assert path(evening) not in evening.browser("claire").get(where).content.decode(), where


@pytest.mark.parametrize("name", ["amina", "claire", "colin", "david", "hakim", "agnes", "gina", SCREEN, ""])
def test_nobody_else_reads_a_word_of_it_or_that_there_is_one(prepared: Evening, name: str) -> None:
    http = prepared.browser(name)
    for where in (path(prepared), path(prepared, "live/"), prepared.path(), "/"):
        for asked in (where, f"{where}?as={prepared.id('chloe')}"):
            assert read(http, asked)[1] == set()
    assert name == "amina" or http.get(path(prepared)).status_code in (302, 404)


def test_a_link_made_by_others_opens_nothing_and_tells_nothing(prepared: Evening) -> None:
    stranger, nobody = device(prepared, "chloe"), device(prepared, "driss")
    assert read(stranger, path(prepared)) == (200, set())
    told = [http.get(path(prepared)).content.decode() for http in (stranger, nobody)]
    # The same page for whoever began none, but for ids, tokens and nonces.
    with_sheet, without = (re.sub(r"[0-9a-f-]{36}|[\w+/=-]{20,}", "", page) for page in told)
    assert with_sheet == without
    assert read(stranger, f"/my-data/?as={prepared.id('chloe')}")[1] == set()
    assert "Séance 1" not in stranger.get(f"/my-data/?as={prepared.id('chloe')}").content.decode()
    # It may write a sheet of its own, which opens there, and not on the proven ones until they take it over.
    assert keep(stranger, path(prepared), title="zqforged").json()["version"] == 1
    assert Preparation.objects.count() == 2
    assert "zqforged" not in prepared.browser("chloe").get(path(prepared)).content.decode()


def test_an_unproven_device_opens_what_it_wrote_until_a_proven_one_takes_it_over(evening: Evening) -> None:
    phone, laptop = evening.browser("chloe"), device(evening, "chloe", proven=True)
    keep(phone, path(evening), **WORDS)
    assert read(phone, path(evening))[1] == set(WORDS)
    # Offered on the laptop, and moved at a press; pressed again, nothing is done.
    assert "La reprendre ici" in laptop.get(path(evening)).content.decode()
    for _ in range(2):
        assert laptop.post(path(evening, "take-over/")).status_code == 302
    assert Preparation.objects.get().seat_id is None
    assert read(laptop, path(evening))[1] == set(WORDS)
    assert read(phone, path(evening))[1] == set()
    evening.prove("chloe")
    assert read(phone, path(evening))[1] == set(WORDS)


def test_an_address_of_later_does_not_open_what_was_written_before(prepared: Evening) -> None:
    newer = device(prepared, "chloe", proven=True)
    seat = Seat.objects.filter(participant=prepared.people["chloe"]).latest("created_at")
    seat.reaches_from = timezone.now()
    seat.save()
    assert read(newer, path(prepared))[1] == set()
    assert keep(newer, path(prepared), title="zqnewer").json()["version"] == 1
    assert "zqnewer" not in prepared.browser("chloe").get(path(prepared)).content.decode()


def test_a_subject_that_was_not_taken_is_carried_over_at_a_press(prepared: Evening) -> None:
    check_in(prepared)
    prepared.do("claire", "close")
    http = prepared.browser("chloe", language="fr")
    assert read(http, path(prepared))[1] == set(WORDS)
    assert keep(http, path(prepared), 1, title="zqlate").json()["code"] == "over"
    later = plan(prepared.group.cycle)
    assert "La reprendre ici" in http.get(path(prepared, session=later)).content.decode()
    for _ in range(2):
        http.post(path(prepared, "take-over/", later))
    row = Preparation.objects.get()
    assert (row.session, row.words) == (later, WORDS)
    # Amina was client: hers is done with.
    prepared.prove("amina")
    Preparation.objects.all().delete()
    amina = prepared.browser("amina", language="fr")
    sheet = Preparation(session=prepared.session, participant=prepared.people["amina"])
    sheet.write(WORDS)
    sheet.save()
    assert read(amina, path(prepared, session=later)) == (200, set())


def test_in_the_session_title_and_question_are_offered_and_the_rest_is_the_clients_own(prepared: Evening) -> None:
    check_in(prepared)
    http = prepared.browser("chloe")
    assert read(http, path(prepared, "live/"))[1] == {"title", "question"}
    assert read(http, path(prepared, "live/?client"))[1] == set(WORDS)
    assert read(http, prepared.path())[1] == set()
    assert prepared.browser("bruno").get(path(prepared, "live/")).content == b""


def test_it_goes_with_its_author_its_key_and_is_in_ones_data(prepared: Evening) -> None:
    http = prepared.browser("chloe")
    mine = f"/my-data/?as={prepared.id('chloe')}"
    assert read(http, mine)[1] == set(WORDS)
    exported = json.loads(http.get(mine.replace("?", "my-data.json?")).content)
    assert [one["preparations"][0]["words"] for one in exported["sessions"]] == [WORDS]
    ContentKey.objects.destroy(prepared.session_id)
    assert read(http, path(prepared)) == (200, set())
    assert read(http, mine) == (200, set())
    assert keep(http, path(prepared), 1, title="zqlate").json()["code"] == "unreadable"
    commands.erase_participant(participant=prepared.people["chloe"])
    assert not Preparation.objects.exists()


def test_who_left_the_group_writes_nothing_more(prepared: Evening) -> None:
    http = prepared.browser("chloe")
    remove_participant(participant=prepared.people["chloe"], by=prepared.users["claire"])
    assert keep(http, path(prepared), 1, title="zqlate").status_code in (403, 404)
    assert read(http, path(prepared))[1] == set()


def test_somebody_who_saves_without_end_is_slowed_down(prepared: Evening, monkeypatch: Any) -> None:
    monkeypatch.setattr(sheets, "SAVES_A_MINUTE", 2)
    http = prepared.browser("chloe")
    said = [keep(http, path(prepared), 1, **WORDS).status_code for _ in range(3)]
    assert said[-1] == 409


def test_a_subject_that_was_proposed_and_not_taken_goes_onto_the_sheet_at_a_press(evening: Evening) -> None:
    choosing(evening)
    name = "chloe"
    evening.do(name, "propose_subject", **PROPOSAL)
    mine = Subject.objects.get()
    evening.do("claire", "close")
    where = path(evening, session=plan(evening.group.cycle))
    stranger, http = device(evening, name), evening.browser(name, language="fr")
    assert "Votre sujet de la dernière fois" not in stranger.get(where).content.decode()
    page = http.get(where).content.decode()
    assert "Votre sujet de la dernière fois" in page
    fields = dict(
        re.findall(r'type="hidden" name="(version|title|question)" value="([^"]*)"', page.partition("subject-title")[2])
    )
    assert http.post(where, fields).status_code == 302
    sheet = Preparation.objects.get()
    assert (sheet.words["title"], sheet.words["question"]) == (mine.title, mine.question)  # type: ignore[index]
    assert "Votre sujet de la dernière fois" not in http.get(where).content.decode()
