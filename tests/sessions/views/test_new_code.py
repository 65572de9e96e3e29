"""A new room code and a new screen link: the old ones open nothing from then on, for whoever is not in already."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from groups.models import Participant
from sessions.models import JournalEntry
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.guests import Guest, answer_to, dashboard, newcomer, person
from tests.sessions.cast.moments import lobby


@pytest.fixture(autouse=True)
def in_the_lobby(evening: Evening) -> None:
    cache.clear()
    lobby(evening)


def test_a_new_code_shuts_out_whoever_has_the_old_one(evening: Evening) -> None:
    waiting, choosing, inside = newcomer(evening), Guest(evening), newcomer(evening, "Oscar")
    evening.do("claire", "admit", participant=person("Oscar").pk)
    choosing.give_code()
    screen, old = evening.browser("screen"), evening.session
    assert answer_to(evening, "renew_doors", "amina") == (403, "not_yours_to_do")
    assert answer_to(evening, "renew_doors", "david") == (403, "not_yours_to_do")
    assert answer_to(evening, "renew_doors") == (204, "")

    new = evening.session
    assert new.room_code != old.room_code
    assert new.screen_secret != old.screen_secret
    assert not Participant.objects.filter(name="Nora").exists()
    assert Guest(evening).give_code(old.room_code).status_code == 404
    for guest in (waiting, choosing):
        answer = guest.http.get(guest.evening.path(), follow=True)
        assert answer.status_code == 410
        assert "Le code a changé." in answer.content.decode()
        assert guest.take(name="Nora" if guest is waiting else "Zoé").status_code == 302
    assert inside.http.get(inside.page).status_code == 200
    answer = screen.get(evening.path("screen/"))
    assert answer.status_code == 404
    assert "le rouvre avec" in answer.content.decode()
    assert screen.get(f"/sessions/screen/{old.screen_secret}/").status_code == 404
    assert screen.get(f"/sessions/screen/{new.screen_secret}/", follow=True).status_code == 200
    for facilitator in ("claire", "colin", "david"):
        page = dashboard(evening, facilitator)
        assert f'<strong class="code">{new.room_code}</strong>' in page
        assert f"/sessions/screen/{new.screen_secret}/" in page


def test_a_new_code_is_one_revision_and_says_who_and_when_alone(evening: Evening) -> None:
    before = evening.session
    evening.do("claire", "renew_doors")
    entry = JournalEntry.objects.latest("id")
    assert (entry.command, entry.actor, entry.events, entry.arguments) == (
        "renew_doors",
        evening.visit_key("claire"),
        [],
        {},
    )
    assert (evening.session.revision, evening.session.state) == (before.revision + 1, before.state)


def test_the_qr_code_is_the_present_code_s(evening: Evening) -> None:
    claire, pictures = evening.browser("claire"), []
    for _ in range(2):
        answer = claire.get(evening.path("qr.svg"))
        assert answer["Content-Type"] == "image/svg+xml"
        pictures.append(re.findall(r' d="([^"]+)"', answer.content.decode()))
        evening.do("claire", "renew_doors")
    assert pictures[0] != pictures[1]
