"""After any command, what was pushed to a page is what that page would be if it were fetched now."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import AsyncClient

from sessions.forms.commands import COMMANDS
from sessions.live.regions.catalogue import REGIONS
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import SUBJECT, proposed
from tests.sessions.cast.script import ELSEWHERE, Act, script
from tests.sessions.cast.sockets import NAME, Browsers, Page, in_thread, settled, sockets, state_in, taken_pulse

LANGUAGES = ("fr", "en")
# Amina is client in the first round, Bruno in the second; Elsa observes and Farid writes, until they change places;
# Gina waits for a while.
LOOKERS = ("claire", "david", "amina", "bruno", "elsa", "farid", "gina", SCREEN)
EVERYBODY = [(name, language) for name in LOOKERS for language in LANGUAGES]
# Each in one language: over the evening every audience is seen in both. David facilitates, and only watches.
ONCE = [
    ("claire", "fr"),
    ("colin", "en"),
    ("amina", "fr"),
    ("bruno", "en"),
    ("elsa", "fr"),
    ("farid", "en"),
    ("gina", "fr"),
    ("david", "en"),
    (SCREEN, "fr"),
    (SCREEN, "en"),
]
# Who is seen in which language while Amina is client, and in each chapter of the script.
USUAL = {
    ("facilitator", "fr"),
    ("facilitator", "en"),
    ("client", "fr"),
    ("peer", "fr"),
    ("peer", "en"),
    ("observer", "fr"),
    ("scribe", "en"),
    ("screen", "fr"),
    ("screen", "en"),
}
SEEN = {
    "gathering": USUAL - {("client", "fr")} | {("waiting", "fr"), ("waiting", "en")},
    "subject": USUAL,
    "questions": USUAL,
    "guiding": USUAL,
    "ideas": USUAL | {("waiting", "en")},
    "contract": USUAL | {("client", "en")},
    "advice": USUAL | {("client", "en"), ("observer", "en"), ("scribe", "fr")},
}
Looks = list[tuple[str, str]]
Fields = dict[str, Any]
Chapters = dict[str, list[Act]]
pytestmark = pytest.mark.usefixtures("nobody_is_out_of_reach")
STAMPS = {"now", "remaining"}


class Looker:
    """Somebody's page, pushed and fetched, in one language."""

    def __init__(self, name: str, language: str, page: Page, http: AsyncClient, path: str) -> None:
        self.name, self.language, self.page, self.http, self.path = name, language, page, http, path

    async def fetched(self) -> str:
        answer = await self.http.get(self.path)
        assert answer.status_code == 200
        return str(answer.content.decode())


async def look(evening: Evening, browsers: Browsers, name: str, language: str) -> Looker:
    browser = await in_thread(evening.browser, name, language=language)
    http = AsyncClient()
    http.cookies = browser.cookies
    path = evening.path("screen/" if name == SCREEN else "")
    return Looker(name, language, await browsers.open(name, query=f"lang={language}", http=browser), http, path)


def steady(state: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in state.items() if name not in STAMPS}


async def check(looker: Looker, after: str) -> tuple[str, str]:
    """Compare, and say whose page it was in which language."""
    html, where = await looker.fetched(), f"{after}, {looker.name} in {looker.language}"
    # A welcome reaches a guest by the bell of the person, a moment after the revision.
    while looker.page.state["audience"] != state_in(html)["audience"]:
        await looker.page.take()
    assert f'<html lang="{looker.language}"' in html
    assert steady(looker.page.state) == steady(state_in(html)), where
    assert sorted(NAME.findall(html)) == sorted(looker.page.regions), where
    for region, pushed in looker.page.regions.items():
        assert pushed in html, f"{region} after {where}"
    return looker.page.state["audience"], looker.language


async def watch(evening: Evening, looks: Looks, chapter: str, *, turns: int = 1) -> set[tuple[str, str]]:
    """Live through a chapter of the evening and say who was seen in which language.

    Pages are fetched and compared after each command the first time that it is given: all of them, or, when they take
    turns, those whose turn it is. What a push left out shows at the next comparison too.
    """
    chapters = await in_thread(script, evening)
    await in_thread(play_until, evening, chapters, chapter)
    first = first_times(chapters)
    async with sockets(evening) as browsers:
        looking = [await look(evening, browsers, *one) for one in looks]
        await settle(evening, looking)
        seen = {await check(looker, "nothing") for looker in looking}
        for place, (name, command, fields) in enumerate(chapters[chapter]):
            await act(evening, looking, name, command, fields)
            if first[command] == (chapter, place):
                turn = [*first].index(command) % turns
                seen |= {await check(looker, command) for looker in looking[turn::turns]}
        for looker in looking:
            await check(looker, "everything")
    return seen


def first_times(chapters: Chapters) -> dict[str, tuple[str, int]]:
    """In which chapter, and where in it, each command is given first."""
    first: dict[str, tuple[str, int]] = {}
    for chapter, acts in chapters.items():
        for place, (_, command, _) in enumerate(acts):
            first.setdefault(command, (chapter, place))
    return first


def play_until(evening: Evening, chapters: Chapters, chapter: str) -> None:
    """The chapters before, which nobody watches; but Gina comes to the door as soon as it is open."""
    for name, acts in chapters.items():
        if name == chapter:
            return
        for who, command, fields in acts:
            do(evening, who, command, fields)
            if command == "open":
                evening.browser("gina").get(evening.path())


def do(evening: Evening, name: str, command: str, fields: Fields) -> None:
    more = {"of_revision": evening.session.revision} if command == "undo" else {}
    answer = evening.post(evening.browser(name), command, **fields, **more)
    assert answer.status_code == 204, (command, answer.content)


async def act(evening: Evening, looking: list[Looker], name: str, command: str, fields: Fields) -> None:
    """Until everybody shows what it changed."""
    await in_thread(do, evening, name, command, fields)
    await settle(evening, looking)
    # Opening the page is how a guest knocks, once: a revision of its own.
    if waiting := [looker for looker in looking if looker.page.state["audience"] == "waiting"]:
        for looker in waiting:
            await looker.fetched()
        await settle(evening, looking)


async def settle(evening: Evening, looking: list[Looker]) -> None:
    """Until whoever has a personal link came in by it, and every page shows the newest revision."""
    # Of whom a device is here is written by a pulse, and read by the next; a fetched page reads it at once.
    for _ in range(2):
        await taken_pulse()
    revision = await settled(evening)
    for looker in looking:
        await looker.page.until(revision)
        await looker.page.all_that_was_sent()


@pytest.mark.parametrize("chapter", SEEN)
async def test_pushed_is_fetched_after_every_command(evening: Evening, chapter: str) -> None:
    assert await watch(evening, ONCE, chapter, turns=len(LANGUAGES)) == SEEN[chapter]


def test_every_audience_is_seen_in_both_languages() -> None:
    audiences = {"waiting"}.union(*(region.audiences for region in REGIONS))
    assert set().union(*SEEN.values()) == {(audience, language) for audience in audiences for language in LANGUAGES}


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_every_command_is_in_the_script(evening: Evening) -> None:
    acts = [act for acts in script(evening).values() for act in acts]
    assert {command for _, command, _ in acts} == {*COMMANDS} - ELSEWHERE


@pytest.mark.long
@pytest.mark.parametrize("looks", [EVERYBODY[:8], EVERYBODY[8:]], ids=["first", "second"])
@pytest.mark.parametrize("chapter", SEEN)
async def test_pushed_is_fetched_in_both_languages(evening: Evening, looks: Looks, chapter: str) -> None:
    await watch(evening, looks, chapter)


async def test_pushed_is_fetched_after_weighing(evening: Evening) -> None:
    await in_thread(proposed, evening)
    async with sockets(evening) as browsers:
        looking = [await look(evening, browsers, *one) for one in ONCE[:6]]
        weights = {"id": SUBJECT, "stakes": 3, "intensity": 2, "urgency": 1}
        revision = await in_thread(lambda: evening.do("bruno", "weigh_subject", **weights))
        for looker in looking:
            await looker.page.until(revision)
            await check(looker, "weighing")


async def test_pushed_is_fetched_after_cancelling(evening: Evening) -> None:
    async with sockets(evening) as browsers:
        # Of Gina, who only knocks, nothing stays then: she has no page to compare.
        looking = [await look(evening, browsers, *one) for one in ONCE if one[0] != "gina"]
        await in_thread(evening.do, "claire", "cancel")
        for looker in looking:
            await looker.page.until(1)
            await check(looker, "cancel")
