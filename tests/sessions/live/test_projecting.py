"""The client's demand on the room screen: not a word before the accord, nor once it ended, however that came."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from groups.errors import CodevError
from tests.names import MARKED
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import agreed
from tests.sessions.cast.sockets import in_thread, sockets

QUESTION, CONTRACT = "zqquestion", "zqcontract"
ENDS: dict[str, Callable[[Evening], Any]] = {
    "withdrawn": lambda evening: evening.do("amina", "withdraw_demand"),
    "withdrawn aloud": lambda evening: evening.do("claire", "withdraw_demand"),
    "interrupted": lambda evening: evening.do("claire", "interrupt_round"),
    "left": lambda evening: evening.do("claire", "jump", to_step=evening.index("presentation", 1)),
    "closed": lambda evening: evening.do("claire", "close"),
    "reworded": lambda evening: evening.do("amina", "write_contract", text=f"{CONTRACT} encore"),
    "a break": lambda evening: evening.do("claire", "take_break", minutes=5),
}


def found(text: str) -> set[str]:
    return {word for word in (QUESTION, CONTRACT) if word in text}


def wall(evening: Evening) -> set[str]:
    """What the room screen's page, and its poll, hold of the demand."""
    http = evening.browser(SCREEN)
    page = http.get(evening.path("screen/")).content.decode()
    polled = http.get(evening.path("stage/?screen")).content.decode()
    assert found(page) == found(polled)
    return found(page)


def wording(evening: Evening, name: str = "amina") -> str:
    """What the button on somebody's page believes."""
    page = evening.browser(name).get(evening.path()).content.decode()
    return re.findall(r'"wording": "(\w+)"', page)[0]


def project(evening: Evening, by: str = "amina") -> int:
    return evening.do(by, "project_demand", wording=wording(evening, by))


def refusal(evening: Evening, name: str, command: str, **fields: Any) -> str:
    with pytest.raises(CodevError) as refused:
        evening.do(name, command, **fields)
    return refused.value.code


@pytest.mark.parametrize("by", ["amina", "claire"])
def test_the_words_are_there_by_the_clients_accord_alone(evening: Evening, by: str) -> None:
    agreed(evening, QUESTION, CONTRACT)
    assert wall(evening) == set()
    evening.do("claire", "ask_accord")
    assert wall(evening) == set()
    project(evening, by)
    assert wall(evening) == {QUESTION, CONTRACT}
    evening.do("claire", "next")
    evening.do("claire", "undo", of_revision=evening.session.revision)
    assert wall(evening) == {QUESTION, CONTRACT}


def test_who_guides_reads_the_clients_name_marked(evening: Evening) -> None:
    agreed(evening, QUESTION, CONTRACT)
    for asks in (lambda: None, lambda: evening.do("claire", "ask_accord")):
        asks()
        page = evening.browser("claire", language="fr").get(evening.path()).content.decode()
        words = page[page.index('id="region-accord"') :].split('id="region-')[1]
        assert words.count(f"{MARKED}Amina</bdi>") == words.count("Amina") == 2


@pytest.mark.parametrize("ends", ENDS)
async def test_they_are_gone_from_every_screen_at_the_end(evening: Evening, ends: str) -> None:
    """From the open one, by its next frame; from one that opens, reloads or polls; and undoing brings nothing back."""
    await in_thread(agreed, evening, QUESTION, CONTRACT)
    async with sockets(evening) as browsers:
        before = await browsers.open(SCREEN)
        assert found("".join(before.frames)) == set()
        await before.until(await in_thread(project, evening))
        assert found(before.regions["region-projected"]) == {QUESTION, CONTRACT}
        await before.until(await in_thread(lambda: (ENDS[ends](evening), evening.session.revision)[1]))
        after = await browsers.open(SCREEN)
        assert [found("".join(page.regions.values())) for page in (before, after)] == [set()] * 2
    assert await in_thread(wall, evening) == set()


@pytest.mark.parametrize("ends", ["interrupted", "closed", "left"])
def test_undoing_the_end_of_a_round_asks_for_a_new_accord(evening: Evening, ends: str) -> None:
    agreed(evening, QUESTION, CONTRACT)
    project(evening)
    ENDS[ends](evening)
    evening.do("claire", "undo", of_revision=evening.session.revision)
    assert wall(evening) == set()


def test_what_was_taken_back_in_the_meantime_stays_off(evening: Evening) -> None:
    agreed(evening, QUESTION, CONTRACT)
    project(evening)
    moved_on = evening.do("claire", "next")
    evening.do("amina", "withdraw_demand")
    evening.do("claire", "undo", of_revision=moved_on)
    assert wall(evening) == set()


def test_nobody_else_decides_and_nobody_agrees_to_words_unseen(evening: Evening) -> None:
    agreed(evening, QUESTION, CONTRACT)
    seen = wording(evening)
    assert refusal(evening, "bruno", "project_demand", wording=seen) == "not_client"
    assert refusal(evening, "farid", "project_demand", wording=seen) == "not_client"
    assert refusal(evening, "bruno", "ask_accord") == "not_yours_to_do"
    assert refusal(evening, "david", "ask_accord") == "not_yours_to_do"
    evening.do("amina", "write_contract", text="D’autres mots.")
    # Not accepted yet: nothing is offered, nor done.
    assert refusal(evening, "amina", "project_demand", wording=seen) == "nothing_to_project"
    for peer in ("bruno", "chloe", "driss"):
        evening.do(peer, "accept_contract")
    assert refusal(evening, "amina", "project_demand", wording=seen) == "stale"
    assert wall(evening) == set()
    project(evening)
    assert refusal(evening, "bruno", "withdraw_demand") == "not_client"


async def test_who_decides_sees_how_many_screens_there_are(evening: Evening) -> None:
    await in_thread(agreed, evening, QUESTION, CONTRACT)
    async with sockets(evening) as browsers:
        amina, claire = await browsers.open("amina"), await browsers.open("claire")
        bruno = await browsers.open("bruno")
        assert "Aucun écran de salle" in amina.regions["region-accord"]
        # Two pages of one browser are one; a screen that polls is one too.
        http = await in_thread(evening.browser, SCREEN)
        screen, _ = await browsers.open(SCREEN, http=http), await browsers.open(SCREEN, http=http)
        other = await in_thread(evening.browser, SCREEN)
        await in_thread(other.get, evening.path("stage/?screen"))
        for page in (amina, claire):
            while "2 écrans de salle" not in page.regions["region-accord"]:
                await page.beat(page.revision)
                await screen.beat(screen.revision)
        assert "écran" not in bruno.regions["region-accord"]


def test_the_journal_holds_no_name_of_the_words(evening: Evening) -> None:
    agreed(evening, QUESTION, CONTRACT)
    project(evening)
    last = evening.session.journal.get(revision=evening.session.revision)
    assert (last.command, last.arguments) == ("project_demand", {})
    assert last.events == [{"event": "DemandProjected", "at": last.at, "is_noted": False}]
