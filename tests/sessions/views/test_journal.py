"""The own journal: written after a session, searched and erased by its author alone, on the author's devices."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.commands import remove_participant
from groups.models import PersonalLink, Seat
from sessions import commands
from sessions.mine import journal
from sessions.models import Attendance, ContentKey, Reflection, Session
from sessions.models.reflection import FIELDS
from sessions.views import sheets
from tests.sessions.cast.evening import SCREEN, Evening, plan
from tests.sessions.cast.moments import check_in, lobby

BLANK = dict.fromkeys(FIELDS, "")
WORDS = {name: f"zq{name}" for name in FIELDS}
SCRIPT = {"Accept": "application/json"}


def keep(http: Client, where: str, version: int = 0, **words: str) -> HttpResponse:
    return http.post(where, {**BLANK, **words, "version": version}, headers=SCRIPT)


def read(http: Client, where: str) -> tuple[int, set[str]]:
    """The answer's status, and which of the words stand in it."""
    answer = http.get(where)
    page = answer.content.decode()
    return answer.status_code, {name for name, word in WORDS.items() if word in page}


def search(http: Client, q: str, **more: Any) -> str:
    answer = http.post("/journal/", {"q": q, **more})
    assert answer.status_code == 200
    return answer.content.decode()


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
def over(evening: Evening) -> Evening:
    """The session is closed; Amina and Bruno were clients, and Chloé's phone is proven."""
    check_in(evening)
    evening.do("claire", "close")
    evening.prove("chloe")
    return evening


@pytest.fixture
def written(over: Evening) -> Evening:
    """Chloé has answered all four questions."""
    assert keep(over.browser("chloe"), over.path("journal/"), **WORDS).json() == {"version": 1, "words": WORDS}
    return over


def add(evening: Evening, name: str, **words: str) -> Session:
    """Another session behind us that somebody took part in, and wrote of where words are given."""
    session = plan(evening.group.cycle)
    at = timezone.now() - timedelta(days=Session.objects.count())
    Session.objects.filter(pk=session.pk).update(status="closed", scheduled_at=at)
    Attendance.objects.create(session=session, participant=evening.people[name], arrived_at=at)
    if words:
        row = Reflection(session=session, participant=evening.people[name], version=1)
        row.write(BLANK | words)
        row.save()
    return session


def test_it_is_sealed_and_asks_the_four_questions_of_the_method(written: Evening) -> None:
    row = Reflection.objects.get()
    assert (row.words, row.seat_id) == (WORDS, None)
    assert not any(word.encode() in bytes(row.sealed_text) for word in WORDS.values())
    pages = {one: written.browser(one, language="fr").get(written.path("journal/")) for one in ("amina", "elsa")}
    for page in pages.values():
        places = [page.content.decode().index(f'name="{name}"') for name in FIELDS]
        assert places == sorted(places)


@pytest.mark.parametrize(("name", "is_client"), [("amina", True), ("elsa", False)])
def test_the_first_question_fits_whoever_was_client(over: Evening, name: str, is_client: bool) -> None:
    over.prove(name)
    page = over.browser(name, language="fr").get(over.path("journal/")).content.decode()
    assert ("sur mon sujet" in page, "des sujets de cette séance" in page) == (is_client, not is_client)


def test_a_device_that_opens_nothing_is_not_told_who_was_client(over: Evening) -> None:
    assert "sur mon sujet" not in device(over, "amina").get(over.path("journal/")).content.decode()


def test_not_before_the_end_nor_by_who_was_not_there(evening: Evening) -> None:
    lobby(evening)
    assert evening.browser("chloe").get(evening.path("journal/")).status_code == 404
    absent = add(evening, "amina")
    assert evening.browser("amina").get(f"/sessions/{absent.pk}/journal/").status_code == 200
    for http in (evening.browser("chloe"), evening.browser("claire"), evening.browser("hakim")):
        assert http.get(f"/sessions/{absent.pk}/journal/").status_code == 404
        assert keep(http, f"/sessions/{absent.pk}/journal/", subject="zq").status_code == 404


@pytest.mark.parametrize("odd", [{"helped": "zq\x00"}, {"helped": "x" * 4001}, {"version": "zq"}, {"version": "-1"}])
def test_what_cannot_be_kept_is_said_and_stays_on_the_page(over: Evening, odd: dict[str, str]) -> None:
    http, where = over.browser("chloe", language="fr"), over.path("journal/")
    sent = {**BLANK, "trying": "zqtyped", "version": "0", **odd}
    page = http.post(where, sent)
    assert (page.status_code, ">\nzqtyped</textarea>" in page.content.decode()) == (422, True)
    assert http.post(where, sent, headers=SCRIPT).json()["code"] == "invalid"
    assert not Reflection.objects.exists()


def test_what_another_device_kept_is_never_written_over_in_silence(written: Evening) -> None:
    laptop, where = device(written, "chloe", proven=True), written.path("journal/")
    assert keep(laptop, where, 1, **WORDS | {"trying": "laptop"}).json()["version"] == 2
    late = keep(written.browser("chloe"), where, 1, **WORDS | {"trying": "phone"})
    assert (late.status_code, late.json()["code"], late.json()["words"]["trying"]) == (409, "stale", "laptop")
    # Without a script what was typed stays, beside what stands there.
    typed = written.browser("chloe", language="fr").post(where, {**WORDS, "trying": "phone", "version": 1})
    assert (typed.status_code, "laptop" in typed.content.decode()) == (409, True)
    assert ">\nphone</textarea>" in typed.content.decode()


@pytest.mark.parametrize("name", ["amina", "claire", "colin", "david", "hakim", "agnes", "gina", SCREEN, ""])
def test_nobody_else_reads_a_word_of_it_or_that_there_is_one(written: Evening, name: str) -> None:
    http, whose = written.browser(name), f"?as={written.id('chloe')}"
    row = Reflection.objects.get()
    for where in (
        "/journal/",
        "/mine/",
        "/my-data/",
        "/my-data/my-data.json",
        written.path(),
        written.path("journal/"),
    ):
        assert read(http, where)[1] == read(http, where + whose)[1] == set()
    assert http.get(f"/journal/erase/{whose}&id={row.pk}").status_code in (302, 404)
    http.post(f"/journal/erase/{whose}", {"id": row.pk})
    http.post("/journal/erase/", {"id": row.pk})
    assert Reflection.objects.filter(pk=row.pk).exists()


def test_a_link_made_by_others_opens_nothing_and_may_write_its_own(written: Evening) -> None:
    stranger, where = device(written, "chloe"), written.path("journal/")
    for page in (where, "/journal/", "/mine/"):
        assert read(stranger, page)[1] == set()
    assert "Continuer à écrire" not in stranger.get("/journal/").content.decode()
    assert keep(stranger, where, subject="zqforged").json()["version"] == 1
    assert "zqforged" in stranger.get("/journal/").content.decode()
    # The author sees both, and what was written elsewhere may be erased by its author.
    phone = written.browser("chloe", language="fr")
    assert "zqforged" in phone.get("/journal/").content.decode()
    assert "zqforged" in phone.get(where).content.decode()
    commands.take_over_reflection(session=written.session, seat=written.seats["chloe"])
    assert Reflection.objects.count() == 2  # where something is written already nothing is moved


def test_what_was_written_before_a_device_was_proven_moves_at_a_press(over: Evening) -> None:
    phone, laptop, where = over.browser("elsa"), device(over, "elsa", proven=True), over.path("journal/")
    keep(phone, where, **WORDS)
    assert "La reprendre ici" in laptop.get(where).content.decode()
    for _ in range(2):
        assert laptop.post(f"{where}take-over/").status_code == 302
    assert Reflection.objects.get().seat_id is None
    assert (read(laptop, where)[1], read(phone, where)[1]) == (set(WORDS), set())


def test_an_address_of_later_does_not_open_what_was_written_before(written: Evening) -> None:
    newer = device(written, "chloe", proven=True)
    Seat.objects.filter(pk=newer.session["seats"][0]).update(reaches_from=timezone.now())
    assert [read(newer, one)[1] for one in (written.path("journal/"), "/journal/")] == [set(), set()]
    assert read(newer, "/journal/")[1] == set()


def test_whoever_came_by_the_code_has_a_page_on_that_device(evening: Evening) -> None:
    check_in(evening)
    Seat.objects.filter(pk=evening.seats["gina"].pk).update(admitted_at=timezone.now())
    evening.seats["gina"].refresh_from_db()
    evening.do("claire", "admit", participant=evening.people["gina"].pk)
    evening.do("claire", "close")
    gina, where = evening.browser("gina", language="fr"), evening.path("journal/")
    assert keep(gina, where, **WORDS).status_code == 200
    assert [read(gina, one)[1] for one in (where, "/journal/")] == [set(WORDS), set(WORDS)]
    assert "Emporter" not in gina.get("/journal/").content.decode()  # what is exported asks who somebody is


def test_words_are_found_whatever_their_accents_and_marked(written: Evening) -> None:
    add(written, "chloe", helped="J’ai évoqué le CŒUR du métier, <b>sans</b> juger", trying="Écouter")
    add(written, "chloe", helped="Évoquer autre chose")
    http = written.browser("chloe", language="fr")
    page = search(http, "evoque coeur")
    assert "Une page contient ces mots." in page
    assert "<mark>évoqu</mark>" not in page
    assert "J’ai <mark>évoqué</mark> le <mark>CŒUR</mark> du métier, &lt;b&gt;sans&lt;/b&gt; juger" in page
    assert "autre chose" not in page
    assert "2 pages contiennent ces mots." in search(http, "ÉVOQU")
    assert "Aucune page ne contient" in search(http, "evoque zqsubject")
    assert "<mark>&lt;b</mark>&gt;" in search(http, "<b sans")


@pytest.mark.parametrize("odd", ["", "   ", "\u0301", "\x00", "x" * 201, "\u202e\u200f"])
def test_nothing_to_look_for_is_said_at_the_field(written: Evening, odd: str) -> None:
    answer = written.browser("chloe", language="fr").post("/journal/", {"q": odd})
    assert (answer.status_code, 'aria-invalid="true"' in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("odd", ["\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", b"%", b"\\", b"'"])
def test_strange_signs_find_nothing_and_break_nothing(written: Evening, odd: bytes) -> None:
    body = b"q=" + b"".join(b"%%%02x" % one for one in odd)
    form = "application/x-www-form-urlencoded"
    assert written.browser("chloe").post("/journal/", body, content_type=form).status_code == 200
    assert read(written.browser("chloe"), "/journal/")[1] == set(WORDS)


def test_what_was_looked_for_is_in_no_address(written: Evening) -> None:
    for _ in range(21):
        add(written, "chloe", helped="zqneedle")
    http = written.browser("chloe", language="en")
    answer = http.post("/journal/", {"q": "zqneedle"})
    page = answer.content.decode()
    assert (page.count("<mark>zqneedle</mark>"), 'value="zqneedle"' in page) == (20, True)
    assert not [one for one in re.findall(r'(?:href|action|src)="([^"]*)"', page) if "zqneedle" in one]
    assert "zqneedle" not in str(answer.headers)
    older = search(http, "zqneedle", page="2")
    assert (older.count("<mark>zqneedle</mark>"), ">Newer<" in older) == (1, True)
    assert http.get("/journal/?q=zqsubject").content.decode().count("<mark>") == 0


def test_who_left_the_group_reads_searches_and_erases_the_own_pages_and_writes_no_more(written: Evening) -> None:
    http, chloe = written.browser("chloe", language="fr"), written.id("chloe")
    remove_participant(participant=written.people["chloe"], by=written.users["claire"])
    assert f"/journal/?as={chloe}" in http.get("/").content.decode()
    page = http.get(f"/journal/?as={chloe}").content.decode()
    assert all(word in page for word in WORDS.values())
    # Nothing there leads to what is closed.
    ways = {one.replace("&amp;", "&") for one in re.findall(r'href="(/[^"]*)"', page) if "/static/" not in one}
    assert {http.get(one).status_code for one in ways} == {200}
    assert http.get("/mine/", {"as": chloe}).status_code == 404
    assert "<mark>zqhelped</mark>" in search(http, "ZQHELPED")
    assert keep(http, written.path("journal/"), 1, helped="more").status_code == 404
    page_id = str(Reflection.objects.get().pk)
    assert http.post("/journal/erase/", {"id": page_id}).status_code == 302
    assert not Reflection.objects.exists()


def test_it_costs_the_same_however_many_pages_and_is_bounded(written: Evening, monkeypatch: Any) -> None:
    http, counts = written.browser("chloe", language="fr"), []
    for count in (1, 30):
        for _ in range(count):
            add(written, "chloe", helped="zqneedle")
        cost = []
        for ask in (
            lambda: http.get("/journal/"),
            lambda: http.get("/journal/?all=1"),
            lambda: http.post("/journal/", {"q": "zqneedle"}),
            lambda: http.get("/mine/"),
        ):
            with CaptureQueriesContext(connection) as captured, CaptureQueriesContext(connections["keys"]) as keys:
                assert ask().status_code == 200
            cost.append(len(captured) + len(keys))
        counts.append(cost)
    assert counts[0] == counts[1]
    monkeypatch.setattr(journal, "MOST", 5)
    page = search(http, "zqneedle")
    assert "4 pages contiennent" in page
    assert "les 5 pages les plus récentes" in page


def test_pages_whose_key_is_gone_are_said_once(written: Evening) -> None:
    sessions = [add(written, "chloe", helped="zqgone") for _ in range(2)]
    ContentKey.objects.destroy(*(one.pk for one in sessions))
    http = written.browser("chloe", language="fr")
    page = http.get("/journal/").content.decode()
    assert (page.count("2 pages ont été effacées"), page.count("ne peut plus être lu")) == (1, 0)
    assert "Aucune page ne contient" in search(http, "zqgone")
    gone = http.get(f"/sessions/{sessions[0].pk}/journal/").content.decode()
    assert ("a été effacé, comme promis" in gone, "<textarea" in gone) == (True, False)
    assert keep(http, f"/sessions/{sessions[0].pk}/journal/", 1, helped="zqlate").json()["code"] == "unreadable"


def test_one_page_is_erased_after_a_question_and_twice_does_nothing_more(written: Evening) -> None:
    http, row = written.browser("chloe", language="fr"), Reflection.objects.get()
    asked = http.get(f"/journal/erase/?id={row.pk}")
    assert set(WORDS.values()) <= {one for one in WORDS.values() if one in asked.content.decode()}
    for _ in range(2):
        assert http.post("/journal/erase/", {"id": row.pk}).status_code == 302
    assert not Reflection.objects.exists()
    for odd in ("", "zq", "\x00", str(uuid4())):
        assert http.get("/journal/erase/", {"id": odd}).status_code == 404
    # A tab that still shows it is told, and brings nothing back by itself.
    assert keep(http, written.path("journal/"), 1, **WORDS | {"trying": "more"}).json()["code"] == "stale"


def test_it_is_in_ones_data_and_goes_with_them(written: Evening) -> None:
    http, mine = written.browser("chloe"), f"/my-data/?as={written.id('chloe')}"
    assert read(http, mine)[1] == set(WORDS)
    exported = json.loads(http.get(mine.replace("?", "my-data.json?")).content)
    assert [one["journal"][0]["words"] for one in exported["sessions"]] == [WORDS]
    remove_participant(participant=written.people["chloe"], by=written.users["claire"])
    assert keep(http, written.path("journal/"), 1, trying="zqlate").status_code in (403, 404)
    assert read(http, mine)[1] == set(WORDS)
    commands.erase_participant(participant=written.people["chloe"])
    assert not Reflection.objects.exists()


def test_somebody_who_saves_without_end_is_slowed_down(written: Evening, monkeypatch: Any) -> None:
    monkeypatch.setattr(sheets, "SAVES_A_MINUTE", 2)
    said = [keep(written.browser("chloe"), written.path("journal/"), 1, **WORDS).status_code for _ in range(3)]
    assert said[-1] == 409
