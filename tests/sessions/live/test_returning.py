"""How many contributions a board holds, by which who comes back is told how many are new."""

from __future__ import annotations

import re
from uuid import uuid4

from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import QUESTION, consultation, contract, questioned

AUDIENCES = ("claire", "amina", "bruno", "farid")


def written(evening: Evening, name: str = "bruno") -> int:
    """What the page counts by: on the board, whatever else stands there."""
    page = evening.browser(name).get(evening.path()).content.decode()
    found = re.findall(r'<span id="board-written" data-written="(\d+)" hidden>', page)
    assert len(found) == 1
    return int(found[0])


def another(evening: Evening, name: str, kind: str) -> None:
    evening.do(name, "contribute", id=uuid4(), kind=kind, text="zqtext")


def test_each_contribution_counts_for_everybody_who_sees_it(evening: Evening) -> None:
    questioned(evening)
    another(evening, "chloe", "question")
    assert {written(evening, name) for name in AUDIENCES} == {2}


def test_what_is_taken_back_or_kept_counts_no_more_and_what_is_hidden_does(evening: Evening) -> None:
    questioned(evening)
    another(evening, "chloe", "question")
    evening.do("chloe", "keep_idea", id=uuid4(), kind="option", text="zqtext")
    evening.do("claire", "hide", id=QUESTION)
    assert written(evening) == 2
    evening.do("bruno", "withdraw", id=QUESTION)
    assert written(evening) == 1


def test_versions_of_the_contract_and_commitments_are_no_contributions(evening: Evening) -> None:
    contract(evening)
    for text in ("Une", "Deux", "Trois"):
        evening.do("amina", "write_contract", text=text)
    assert written(evening) == 0
    evening.do("claire", "jump", to_step=evening.index("action_plan"))
    evening.do("amina", "add_commitment", text="Appeler Paul.")
    assert written(evening) == 0


def test_what_is_on_its_way_to_the_client_counts_once_it_is_there(evening: Evening) -> None:
    consultation(evening)
    another(evening, "bruno", "option")
    assert (written(evening), written(evening, "amina")) == (1, 0)
    evening.do("claire", "next")
    assert written(evening, "amina") == 1


def test_each_round_is_counted_by_itself(evening: Evening) -> None:
    questioned(evening)
    evening.do("claire", "jump", to_step=evening.index("presentation", 1))
    assert written(evening) == 0
    evening.do("claire", "jump", to_step=evening.index("action_plan"))
    assert written(evening) == 1
