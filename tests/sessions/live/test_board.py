"""The board's order: what the step is for is on top."""

from __future__ import annotations

from uuid import uuid4

from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import QUESTION, contracted, questioned

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


def test_what_waits_for_an_answer_comes_first_and_of_that_the_newest(evening: Evening) -> None:
    questioned(evening)
    asked = {name: uuid4() for name in ("zqone", "zqtwo", "zqthree")}
    for name, id_ in asked.items():
        evening.do("bruno", "contribute", id=id_, kind="question", text=name)
    evening.do("claire", "mark_answered", id=asked["zqthree"])
    for name in ("claire", "amina", "chloe"):
        html = evening.browser(name).get(evening.path()).content.decode().partition('id="notes-question"')[2]
        places = [html.index(f'id="note-{asked[word]}"') for word in ("zqtwo", "zqone", "zqthree")]
        assert places == sorted(places), name
        assert html.index(f'id="note-{QUESTION}"') < places[2]
