"""A flood from one seat is slowed for that seat alone; a clumsy thumb is not."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils.html import strip_tags
from pytest_django import Settings

from sessions.views import do, poll
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import clarification
from tests.sessions.cast.sockets import Browsers, Page, command, in_thread


@pytest.fixture
def slow(settings: Settings) -> None:
    """Limits that a test reaches soon."""
    settings.CODEV_COMMANDS_PER_MINUTE = settings.CODEV_POLLS_PER_MINUTE = settings.CODEV_MESSAGES_PER_MINUTE = 20


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    for views in (do, poll):
        monkeypatch.setattr(views, "_paces", type(views._paces)())


def hands(evening: Evening, name: str, count: int) -> list[int]:
    http = evening.browser(name)
    return [evening.post(http, ("raise_hand", "lower_hand")[number % 2]).status_code for number in range(count)]


@pytest.mark.usefixtures("slow")
def test_hands_of_one_seat_are_slowed_and_another_s_are_not(evening: Evening) -> None:
    clarification(evening)
    before = evening.session.revision
    answers = hands(evening, "bruno", 40)
    assert answers[:10] == [204] * 10
    # Some may have been made good meanwhile: the server has its own clock.
    assert answers.count(409) >= 20
    assert evening.session.revision == before + answers.count(204)
    assert hands(evening, "driss", 10) == [204] * 10
    # Neither is the same person in another session, nor who runs this one.
    claire = evening.browser("claire")
    assert {evening.post(claire, "reframe").status_code for _ in range(45)} == {204}


@pytest.mark.usefixtures("slow")
def test_a_refusal_for_haste_has_a_code_and_words(evening: Evening) -> None:
    clarification(evening)
    hands(evening, "bruno", 30)
    http = evening.browser("bruno", language="fr")
    answer = evening.post(http, "raise_hand", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_commands")
    assert strip_tags(answer.json()["message"]).startswith("Cela fait beaucoup à la fois.")


def test_a_clumsy_thumb_is_never_told_to_wait(evening: Evening) -> None:
    clarification(evening)
    assert {*hands(evening, "bruno", 60)} == {204}


@pytest.mark.usefixtures("slow")
def test_polls_of_one_seat_are_slowed_and_another_s_are_not(evening: Evening) -> None:
    clarification(evening)
    shown = {"shown": evening.session.revision}
    bruno, driss = evening.browser("bruno"), evening.browser("driss")
    answers = [bruno.get(evening.path("stage/"), shown) for _ in range(30)]
    assert [one.status_code for one in answers[:10]] == [204] * 10
    assert (answers[-1].status_code, answers[-1].headers["Retry-After"]) == (429, "3")
    whispered = bruno.get(evening.path("stage/"), shown, headers={"Codev-Whisper": "pause"})
    assert whispered.status_code == 429
    assert driss.get(evening.path("stage/"), shown).status_code == 204


async def flood(page: Page, count: int) -> None:
    for _ in range(count):
        await page.socket.send_to(text_data=json.dumps({"shown": page.revision, "t0": 1.5}))


@pytest.mark.usefixtures("slow")
async def test_heartbeats_of_one_socket_are_slowed_and_another_s_are_answered(
    evening: Evening, browsers: Browsers
) -> None:
    await in_thread(clarification, evening)
    page, other = await browsers.open("bruno"), await browsers.open("driss")
    await flood(page, 25)
    assert (await other.beat(other.revision))["t0"] == 1.5
    revision = await command(evening, "claire", "reframe")
    # Still served, and what was answered is a fraction of what was sent.
    answered = 0
    while page.revision < revision:
        answered += (await page.take()).startswith("{")
    assert 10 <= answered <= 15
    await other.until(revision)


@pytest.mark.usefixtures("slow")
async def test_who_waits_for_each_answer_is_answered_late(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.sockets.consumer.LATE_SECONDS", 60.0)
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    page = await browsers.open("bruno")
    monkeypatch.setattr("sessions.sockets.consumer.asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": sleep}))
    for _ in range(14):
        assert (await page.beat(page.revision))["t0"] == 1.5
    assert len(slept) == 4
    assert all(0 < seconds <= 12 for seconds in slept)


@pytest.mark.usefixtures("slow")
async def test_a_socket_that_never_stops_is_sent_away(evening: Evening, browsers: Browsers) -> None:
    await in_thread(clarification, evening)
    page, other = await browsers.open("bruno"), await browsers.open("driss")
    await flood(page, 100)
    assert await page.closed() == 4429
    assert (await other.beat(other.revision))["t0"] == 1.5
    assert (await browsers.open("bruno")).revision == other.revision


async def test_a_page_that_wakes_again_and_again_is_answered(evening: Evening, browsers: Browsers) -> None:
    """Five round trips each time, as static/js/live/socket.js measures its clock."""
    page = await browsers.open("bruno")
    for _ in range(settings.CODEV_MESSAGES_PER_MINUTE // 2):
        assert (await page.beat(page.revision))["t0"] == 1.5


@pytest.mark.usefixtures("slow")
def test_a_flood_of_one_screen_does_not_slow_another(evening: Evening) -> None:
    flooding, other = evening.browser(SCREEN), evening.browser(SCREEN)
    path = evening.path("stage/?screen&shown=0")
    assert 429 in [flooding.get(path).status_code for _ in range(40)]
    assert other.get(path).status_code != 429
