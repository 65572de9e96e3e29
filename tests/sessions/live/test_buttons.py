"""Buttons of pushed regions: what is shown is carried out, during a break too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from uuid import uuid4

import pytest

from sessions.models import Contract
from tests.names import unnamed
from tests.sessions.cast.asking import JSON
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import QUESTION, clarification, contract, on_break
from tests.sessions.cast.sockets import Browsers, in_thread

BUTTON = re.compile(r"<button[^>]*data-command=\"(\w+)\"[^>]*hx-post=[^>]*>")
VALUES = re.compile(r"hx-vals='([^']*)'")
ENDING = ("end_break", "close", "cancel")
EVERYBODY = ("claire", "amina", "bruno", "elsa", "farid")


def resting(evening: Evening) -> None:
    """A break in clarification: a question waits for its answer, hands are up, a rule is shown."""
    clarification(evening)
    evening.do("chloe", "contribute", id=QUESTION, kind="question", text="Depuis quand ?")
    evening.do("driss", "raise_hand")
    evening.do("claire", "next_speaker")
    evening.do("claire", "reframe", whom="peer")
    evening.do("claire", "take_break", minutes=10)


def broken_off(evening: Evening) -> None:
    """The same once the first round was broken off, between rounds."""
    clarification(evening)
    evening.do("claire", "interrupt_round")
    evening.do("claire", "jump", to_step=len(evening.session.load().agenda) - 1)
    evening.do("claire", "take_break", minutes=10)


def buttons(html: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The command and values of each, but for those that a page shows to their author alone."""
    for found in BUTTON.finditer(re.sub(r"<div[^>]*hidden>.*?</div>", "", html, flags=re.DOTALL)):
        values = VALUES.search(found[0])
        yield found[1], json.loads(unescape(values[1])) if values else {}


@pytest.mark.parametrize("moment", [on_break, resting, broken_off])
async def test_nothing_that_is_shown_during_a_break_is_refused_for_it(
    evening: Evening, browsers: Browsers, moment: Callable[[Evening], None]
) -> None:
    await in_thread(moment, evening)
    pages = {name: await browsers.open(name) for name in EVERYBODY}
    shown = {name: [one for html in page.regions.values() for one in buttons(html)] for name, page in pages.items()}

    pressed = [
        (name, command, await in_thread(press, evening, name, command, values))
        for name, some in shown.items()
        for command, values in some
        if command not in ENDING
    ]

    assert [one for one in pressed if one[2] == "on_break"] == []
    assert pressed


def press(evening: Evening, name: str, command: str, values: dict[str, object]) -> str:
    """The code of the refusal, if it is one."""
    answer = evening.post(evening.browser(name), command, headers=JSON, **values)
    return "" if answer.status_code == 204 else str(answer.json()["code"])


def test_a_wording_that_is_in_force_is_not_adopted_again(evening: Evening) -> None:
    contract(evening)
    proposal = uuid4()
    evening.do("bruno", "contribute", id=proposal, kind="reformulation", text="Repartir avec deux pistes.")
    evening.do("amina", "adopt_wording", id=proposal)
    evening.do("chloe", "accept_contract")

    evening.do("amina", "adopt_wording", id=proposal)

    assert [one.acceptances.count() for one in Contract.objects.all()] == [1]
    http = evening.browser("amina", language="fr")
    assert f"adopt-{proposal}" not in http.get(evening.path()).content.decode()


def test_wall_dashboard_and_main_button_name_the_same_next_thing(evening: Evening) -> None:
    """The break that the agenda reserves is what comes next, not the step behind it."""
    clarification(evening)
    evening.do("claire", "jump", to_step=evening.index("learning"))
    wall = evening.browser(SCREEN, language="fr").get(evening.path("screen/")).content.decode()
    dashboard = evening.browser("claire", language="fr").get(evening.path()).content.decode()

    assert re.search(r"Ensuite\s: Pause, 10 min", wall)
    may = re.search(r'data-may="([^"]*)"', dashboard)
    assert may
    assert {"rest", "skip_rest"} <= set(may[1].split())
    assert "next" not in may[1].split()


def test_a_round_that_is_over_took_a_minute_at_least(evening: Evening) -> None:
    clarification(evening)
    for step in ("learning", "check_in"):
        evening.do("claire", "jump", to_step=evening.index(step))
    html = unnamed(evening.browser("claire", language="fr").get(evening.path()).content.decode())
    agenda = re.sub(r"<[^>]+>|\s+", " ", html[html.index('id="region-agenda"') :].split("</nav>")[0])
    assert re.search(r"Sujet d’Amina +1 min", agenda)
