"""The debrief sheet: kept as it is typed, read by the account that facilitated, and by nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from groups.models import Group, GroupFacilitator
from sessions import commands
from sessions.models import ContentKey, Debrief, Session
from sessions.views import sheets
from tests.pdf import read
from tests.sessions.cast.evening import CIRCLE, SCREEN, Evening
from tests.sessions.cast.moments import check_in

WORDS = {name: f"zq{name}" for name in Debrief.FIELDS}
BLANK = Debrief.blank()
SCRIPT = {"Accept": "application/json"}
FORM = "application/x-www-form-urlencoded"
HOSTILE = ("<script>zq</script>", "\N{RIGHT-TO-LEFT OVERRIDE}zq", "file:///etc/passwd", "9999-12-31", "0")


def path(evening: Evening) -> str:
    return evening.path("debrief/")


def keep(http: Client, where: str, version: int = 0, **words: Any) -> HttpResponse:
    return http.post(where, {**BLANK, **words, "version": version}, headers=SCRIPT)


def words_in(answer: HttpResponse) -> set[str]:
    page = answer.content.decode(errors="replace")
    return {name for name, word in WORDS.items() if word in page}


@pytest.fixture
def over(evening: Evening) -> Evening:
    """The session is closed, and Claire has written her sheet."""
    check_in(evening)
    evening.do("claire", "close")
    assert keep(evening.browser("claire"), path(evening), **WORDS).json() == {"version": 1, "words": WORDS}
    return evening


def test_it_is_kept_sealed_one_for_each_account(over: Evening) -> None:
    row = Debrief.objects.get()
    assert (row.user, row.words) == (over.users["claire"], WORDS)
    assert not any(word.encode() in bytes(row.sealed_text) for word in WORDS.values())
    # Colin, who facilitates as well, and David, who stood by, have one each.
    for name in ("colin", "david"):
        http = over.browser(name)
        assert http.get(path(over)).status_code == 200
        assert keep(http, path(over), well=f"zq{name}").json()["version"] == 1
    assert Debrief.objects.get(pk=row.pk).words == WORDS


def test_nobody_else_reads_a_word_of_it(over: Evening) -> None:
    file = f"{path(over)}debrief.pdf"
    for name in ("colin", "david", *CIRCLE[:2], "hakim", "agnes", "gina", SCREEN, ""):
        http = over.browser(name)
        for where in (path(over), file, over.path(), over.path("notes/"), "/my-data/"):
            assert words_in(http.get(where)) == set(), (name, where)
        if name not in ("colin", "david"):
            assert {http.get(where).status_code for where in (path(over), file)} <= {302, 404}, name
            assert keep(http, path(over), 1, well="zqforged").status_code in (403, 404), name
    assert Debrief.objects.get(user=over.users["claire"]).words == WORDS


def test_there_is_none_before_the_end_and_for_who_was_taken_off(evening: Evening) -> None:
    http = evening.browser("claire")
    check_in(evening)
    assert http.get(path(evening)).status_code == 404
    assert keep(http, path(evening), **WORDS).status_code == 404
    evening.do("claire", "close")
    assert keep(http, path(evening), **WORDS).status_code == 200
    # Closing is undone while the page stands open: what is typed stays on it.
    evening.do("claire", "undo", of_revision=evening.session.revision)
    assert keep(http, path(evening), 1, well="late").status_code == 404
    evening.do("claire", "close")
    GroupFacilitator.objects.filter(user=evening.users["claire"]).delete()
    assert keep(http, path(evening), 1, well="late").status_code == 404
    # Still the own one, in what is kept of the account.
    assert words_in(http.get("/my-data/")) == set(WORDS)


def test_two_tabs_never_write_over_each_other_and_a_page_without_script_keeps_what_was_typed(over: Evening) -> None:
    http = over.browser("claire", language="fr")
    late = keep(http, path(over), 0, **WORDS | {"well": "late"})
    assert (late.status_code, late.json()["code"], late.json()["words"]) == (409, "stale", WORDS)
    assert keep(http, path(over), 0, **WORDS).json()["version"] == 1  # the same once more
    page = http.post(path(over), {**WORDS, "well": "Autrement dit", "version": 0})
    assert page.status_code == 409
    assert {"Autrement dit", "zqwell"} <= {
        word for word in ("Autrement dit", "zqwell") if word in page.content.decode()
    }
    saved = http.post(path(over), {**WORDS, "well": "Autrement dit", "version": 1})
    assert "Enregistré." in http.get(saved["Location"]).content.decode()


def test_no_field_takes_what_it_should_not_or_fails_by_it(over: Evening) -> None:
    http = over.browser("claire")
    sent, version = {**BLANK, "version": "1"}, 1
    for field in Debrief.FIELDS:
        for wrong in ("zq\0zq", "x" * 4001):
            answer = http.post(path(over), {**sent, field: wrong}, headers=SCRIPT)
            assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
            page = http.post(path(over), {**sent, field: wrong})
            assert (page.status_code, wrong[-9:] in page.content.decode()) == (422, True)
        for odd in HOSTILE:
            kept = keep(http, path(over), version, **WORDS | {field: odd}).json()
            version += 1
            assert (kept["version"], kept["words"][field]) == (version, odd)
        # Half of a pair of surrogates, as bytes.
        answer = http.post(path(over), f"version={version}&{field}=%ED%A0%80", FORM, headers=SCRIPT)
        assert answer.json()["words"][field] == "\ufffd" * 3
        version += 1
    assert "<script>zq" not in http.get(path(over)).content.decode()
    for wrong in ("", "-1", "9999-12-31", 2**40):
        assert http.post(path(over), {**BLANK, "version": wrong}).status_code == 422


def test_it_goes_along_as_a_file_and_in_ones_data_and_goes_with_key_and_account(over: Evening) -> None:
    http = over.browser("claire", language="fr")
    file = read(http.get(f"{path(over)}debrief.pdf"))
    assert (file.title, file.language) == ("Votre bilan de séance", "fr")
    assert [word for word in WORDS.values() if word not in file.text] == []
    assert words_in(http.get("/my-data/")) == set(WORDS)
    exported = json.loads(http.get("/my-data/my-data.json").content)
    assert [one["words"] for one in exported["debriefs"]] == [WORDS]
    ContentKey.objects.destroy(over.session_id)
    page, gone = http.get(path(over)), http.get(f"{path(over)}debrief.pdf")
    assert (page.status_code, gone.status_code, gone["Content-Type"]) == (200, 410, "text/html; charset=utf-8")
    assert "<textarea" not in page.content.decode()
    assert "effacé, comme promis" in gone.content.decode()
    assert keep(http, path(over), 1, well="late").json()["code"] == "unreadable"
    commands.erase_account(user=over.users["claire"])
    assert not Debrief.objects.exists()


def test_who_wrote_nothing_finds_an_empty_sheet_and_the_key_gone_too(over: Evening) -> None:
    http = over.browser("colin", language="fr")
    assert "Rien n’est écrit ici." in read(http.get(f"{path(over)}debrief.pdf")).text
    ContentKey.objects.destroy(over.session_id)
    assert "<textarea" not in http.get(path(over)).content.decode()
    assert keep(http, path(over), 0, well="late").json()["code"] == "unreadable"
    assert not Debrief.objects.filter(user=over.users["colin"]).exists()


def test_the_group_the_closed_session_and_the_notes_lead_there(over: Evening) -> None:
    led = f"/sessions/{over.session_id}/"
    claire = over.browser("claire")
    group = claire.get(f"/groups/{over.group.pk}/").content.decode()
    assert f'href="{led}debrief/"' in group
    assert f'href="{led}do/../debrief/"' in claire.get(over.path()).content.decode()
    assert f'href="{led}debrief/"' in claire.get(over.path("notes/")).content.decode()
    assert "debrief/" not in over.browser("amina").get(over.path()).content.decode()
    Session.objects.filter(pk=over.session_id).update(status="planned")
    assert "debrief/" not in claire.get(f"/groups/{over.group.pk}/").content.decode()


def test_a_rehearsal_which_is_deleted_has_none(over: Evening) -> None:
    Group.objects.filter(pk=over.group.pk).update(is_rehearsal=True)
    claire = over.browser("claire")
    assert claire.get(path(over)).status_code == 404
    assert "debrief/" not in claire.get(over.path()).content.decode()


def test_somebody_who_saves_without_end_is_slowed_down(over: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SAVES_A_MINUTE", 2)
    http = over.browser("claire")
    assert [keep(http, path(over), 1, **WORDS).status_code for _ in range(3)][-1] == 409
