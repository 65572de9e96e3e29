"""Private notes: their author reads them, and nobody else: no other facilitator, no frame, no operator."""

from __future__ import annotations

import json

from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from groups.models import User
from sessions.models import ContentKey, JournalEntry, PrivateNote
from tests.sessions.cast.evening import SCREEN, Evening, plan
from tests.sessions.cast.moments import clarification, lobby
from tests.sessions.cast.sockets import in_thread, sockets

NOTE, OTHERS = "zqprivate", "zqcolins"
EVERYBODY = ("claire", "colin", "david", "amina", "bruno", "elsa", "farid", "gina", SCREEN, "hakim", "agnes", "")


def notes_of(evening: Evening, name: str) -> str:
    answer = evening.browser(name).get(evening.path("notes/"))
    return str(answer.content.decode()) if answer.status_code == 200 else ""


def ask(evening: Evening, name: str, what: str, **fields: object) -> HttpResponse:
    return evening.browser(name, language="fr").post(evening.path(f"notes/{what}/"), fields)


def both_write(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "write_private_note", text=NOTE)
    evening.do("colin", "write_private_note", text=OTHERS)


def test_each_reads_their_own_and_nobody_anothers(evening: Evening) -> None:
    both_write(evening)
    assert {name for name in EVERYBODY if NOTE in notes_of(evening, name)} == {"claire"}
    assert {name for name in EVERYBODY if OTHERS in notes_of(evening, name)} == {"colin"}


def test_a_deputy_notes_too_and_a_participant_does_not(evening: Evening) -> None:
    lobby(evening)
    assert evening.post(evening.browser("david"), "write_private_note", text=NOTE).status_code == 204
    assert NOTE in notes_of(evening, "david")
    assert evening.post(evening.browser("bruno"), "write_private_note", text=NOTE).status_code == 403


def test_a_facilitators_own_place_in_the_circle_shows_none(evening: Evening) -> None:
    both_write(evening)
    http = evening.browser("claire")
    browser = http.session
    browser["seats"] = [str(evening.seats["bruno"].pk)]
    browser.save()
    assert http.get(evening.path("notes/"), {"as": evening.id("bruno")}).status_code == 404


def test_its_author_rewords_and_erases_it(evening: Evening) -> None:
    both_write(evening)
    revision = evening.session.revision
    id = PrivateNote.objects.by(evening.users["claire"]).get().pk

    answer = ask(evening, "claire", "reword", id=id, text="zqreworded")
    assert "zqreworded" in answer.content.decode()
    assert NOTE not in notes_of(evening, "claire")
    assert {name for name in EVERYBODY if "zqreworded" in notes_of(evening, name)} == {"claire"}

    assert "Aucune note" in ask(evening, "claire", "erase", id=id).content.decode()
    assert OTHERS in notes_of(evening, "colin")
    assert evening.session.revision == revision


def test_nobody_else_rewords_or_erases_it(evening: Evening) -> None:
    both_write(evening)
    id = PrivateNote.objects.by(evening.users["claire"]).get().pk
    for name in set(EVERYBODY) - {"claire"}:
        for what in ("reword", "erase"):
            assert ask(evening, name, what, id=id, text="zqforged").status_code in (403, 404)
    assert NOTE in notes_of(evening, "claire")


def test_a_note_of_another_session_is_not_reached_from_here(evening: Evening) -> None:
    both_write(evening)
    id = PrivateNote.objects.by(evening.users["claire"]).get().pk
    other = plan(evening.group.cycle)
    answer = evening.browser("claire").post(f"/sessions/{other.pk}/notes/erase/", {"id": id})
    assert answer.status_code == 404
    assert NOTE in notes_of(evening, "claire")


def test_a_note_says_something_and_not_too_much(evening: Evening) -> None:
    both_write(evening)
    id = PrivateNote.objects.by(evening.users["claire"]).get().pk
    for text in (" ", "x" * (settings.CODEV_TEXT_MAX + 1)):
        assert ask(evening, "claire", "reword", id=id, text=text).status_code == 422
    assert NOTE in notes_of(evening, "claire")


def test_a_note_is_erased_when_all_is_over_and_after_its_key(evening: Evening) -> None:
    both_write(evening)
    evening.do("claire", "close")
    id = PrivateNote.objects.by(evening.users["claire"]).get().pk
    assert ask(evening, "claire", "reword", id=id, text="zqlater").status_code == 200
    ContentKey.objects.destroy(evening.session_id)
    assert ask(evening, "claire", "reword", id=id, text="zqlater").status_code == 409
    assert ask(evening, "claire", "erase", id=id).status_code == 200
    assert not PrivateNote.objects.filter(pk=id).exists()


async def test_no_frame_holds_a_note(evening: Evening) -> None:
    await in_thread(clarification, evening)
    async with sockets(evening) as browsers:
        pages = [await browsers.open(name) for name in EVERYBODY[:9]]
        revision = await in_thread(lambda: evening.do("claire", "write_private_note", text=NOTE))
        for page in pages:
            await page.until(revision)
            assert NOTE not in "".join(page.frames)


def test_no_page_state_or_journal_holds_a_note(evening: Evening) -> None:
    both_write(evening)
    for name in EVERYBODY:
        path = evening.path("screen/" if name == SCREEN else "")
        shown = evening.browser(name).get(path, follow=True).content.decode()
        assert NOTE not in shown
        assert OTHERS not in shown
    entries = list(JournalEntry.objects.values("arguments", "events"))
    assert NOTE not in json.dumps([entries, evening.session.state])
    assert all(NOTE.encode() not in bytes(row.sealed_text) for row in PrivateNote.objects.all())


def test_the_operator_sees_none(evening: Evening) -> None:
    both_write(evening)
    http = Client()
    http.force_login(User.objects.create_superuser("operator@example.org", name="Operator"))
    assert PrivateNote not in admin.site._registry
    change = reverse("admin:codev_sessions_session_change", args=[evening.session_id])
    assert NOTE not in http.get(change, follow=True).content.decode()


def test_a_note_that_cannot_be_opened_is_said_calmly(evening: Evening) -> None:
    both_write(evening)
    PrivateNote.objects.update(sealed_text=b"\x01")
    assert "Ce texte ne peut plus être lu." in notes_of(evening, "claire")
