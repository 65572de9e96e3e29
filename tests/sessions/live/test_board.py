"""The board's order: what the step is for is on top."""

from __future__ import annotations

from uuid import uuid4

from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import contracted

CONTRACT, WORDING, OPTION = "Je souhaite repartir avec trois idées.", "zqwording", "zqoption"


def order(evening: Evening, name: str = "claire") -> list[str]:
    """These words in the order in which somebody's page shows them."""
    html = evening.browser(name).get(evening.path()).content.decode().partition('id="region-board"')[2]
    return sorted((word for word in (CONTRACT, WORDING, OPTION) if word in html), key=html.index)


def test_the_contract_is_above_its_wordings(evening: Evening) -> None:
    contracted(evening)
    evening.do("bruno", "contribute", id=uuid4(), kind="reformulation", text=WORDING)
    assert order(evening) == order(evening, "amina") == [CONTRACT, WORDING]


def test_what_peers_give_is_above_what_was_agreed(evening: Evening) -> None:
    contracted(evening)
    evening.do("bruno", "contribute", id=uuid4(), kind="reformulation", text=WORDING)
    evening.do("claire", "jump", to_step=evening.index("consultation"))
    evening.do("bruno", "contribute", id=uuid4(), kind="option", text=OPTION)
    assert order(evening) == [OPTION, CONTRACT, WORDING]
    evening.do("claire", "next")
    assert order(evening) == [CONTRACT, WORDING, OPTION]
