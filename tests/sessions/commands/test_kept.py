"""Ideas kept for later: their author's alone until the step that asks for them, in that round."""

from __future__ import annotations

from uuid import uuid4

import pytest

from groups.errors import NotFound, Refused
from sessions.models import Contribution
from sessions.rulebook.rules import rights
from tests.sessions.cast import states
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import IDEA, clarification, kept
from tests.sessions.cast.sockets import in_thread, sockets
from tests.sessions.cast.states import AMINA, BRUNO

WORD = "zqidea"
OTHERS = ("claire", "colin", "david", "amina", "chloe", "elsa", "farid", "gina", SCREEN)


def keep(evening: Evening, name: str = "bruno", *, kind: str = "option") -> None:
    evening.do(name, "keep_idea", id=IDEA, kind=kind, text=WORD)


def page(evening: Evening, name: str) -> str:
    return evening.browser(name, language="fr").get(evening.path("screen/" if name == SCREEN else "")).content.decode()


def test_what_a_later_step_asks_of_this_role_may_be_kept() -> None:
    state = states.amina_is_questioned()
    assert rights.may_keep(state, BRUNO, "option")
    assert rights.may_keep(state, BRUNO, "reformulation")
    assert not rights.may_keep(state, BRUNO, "question")
    assert not rights.may_keep(state, AMINA, "option")
    assert rights.may_keep(state, AMINA, "learning")


async def test_a_kept_idea_reaches_nobody_else(evening: Evening) -> None:
    await in_thread(clarification, evening)
    async with sockets(evening) as browsers:
        pages = {name: await browsers.open(name) for name in ("bruno", *OTHERS)}
        await in_thread(keep, evening)
        revision = await in_thread(evening.do, "claire", "jump", to_step=await in_thread(evening.index, "consultation"))
        for one in pages.values():
            await one.until(revision)
        held = {name for name, one in pages.items() if WORD in "".join(one.frames) or str(IDEA) in "".join(one.frames)}
    assert held == {"bruno"}


def test_a_kept_idea_is_on_no_other_page_nor_in_the_keepsake(evening: Evening) -> None:
    clarification(evening)
    keep(evening)
    assert {name for name in ("bruno", *OTHERS) if WORD in page(evening, name)} == {"bruno"}
    evening.do("claire", "close")
    assert WORD not in evening.browser("amina").get(evening.path("keepsake/")).content.decode()
    assert {name for name in ("bruno", *OTHERS) if WORD in page(evening, name)} == {"bruno"}


def test_it_is_offered_when_its_step_opens_and_shared_once(evening: Evening) -> None:
    clarification(evening)
    keep(evening)
    assert f"share-{IDEA}" not in page(evening, "bruno")
    evening.do("claire", "jump", to_step=evening.index("consultation"))
    assert f"share-{IDEA}" in page(evening, "bruno")
    evening.do("bruno", "share_kept", id=IDEA)
    shared = Contribution.objects.standing().get(pk=IDEA)
    assert (shared.text, shared.step, shared.kept_at) == (WORD, "consultation", None)
    assert WORD in page(evening, "claire")
    with pytest.raises(NotFound):
        evening.do("bruno", "share_kept", id=IDEA)


def test_it_waits_for_its_step_and_for_its_round(evening: Evening) -> None:
    clarification(evening)
    keep(evening)
    with pytest.raises(Refused, match="may_not_write"):
        evening.do("bruno", "share_kept", id=IDEA)
    evening.do("claire", "choose_clients", participants=[evening.people[name].pk for name in ("amina", "chloe")])
    evening.do("claire", "jump", to_step=evening.index("consultation", 1))
    assert WORD not in page(evening, "bruno")
    with pytest.raises(Refused, match="may_not_write"):
        evening.do("bruno", "share_kept", id=IDEA)


@pytest.mark.parametrize("command", ["share_kept", "drop_kept", "edit", "withdraw"])
def test_another_persons_idea_does_not_exist(evening: Evening, command: str) -> None:
    kept(evening)
    more = {"text": "x"} if command == "edit" else {}
    for name in ("chloe", "claire"):
        answer = evening.post(evening.browser(name), command, id=str(IDEA), **more)
        assert answer.status_code == (403 if name == "claire" and "kept" in command else 404)


def test_what_is_thrown_away_leaves_no_words(evening: Evening) -> None:
    kept(evening)
    evening.do("bruno", "drop_kept", id=IDEA)
    assert not Contribution.objects.filter(pk=IDEA).exists()


def test_the_facilitator_keeps_nothing(evening: Evening) -> None:
    clarification(evening)
    answer = evening.post(evening.browser("claire"), "keep_idea", id=str(uuid4()), kind="option", text=WORD)
    assert answer.status_code == 403


# A question that is advice


def asked(evening: Evening) -> None:
    clarification(evening)
    evening.do("bruno", "contribute", id=IDEA, kind="question", text=WORD)


async def test_a_question_handed_back_is_its_authors_alone_again(evening: Evening) -> None:
    await in_thread(asked, evening)
    revision = await in_thread(evening.do, "claire", "hand_back", id=IDEA)
    async with sockets(evening) as browsers:
        pages = {name: await browsers.open(name) for name in ("bruno", *OTHERS)}
        for one in pages.values():
            await one.until(revision)
        assert {name for name, one in pages.items() if WORD in "".join(one.frames)} == {"bruno"}
        kept = pages["bruno"].regions["region-kept"]
    assert "Votre question portait déjà une idée." in kept
    assert "Claire" not in kept


def test_a_question_handed_back_may_be_shared_as_an_option(evening: Evening) -> None:
    asked(evening)
    evening.do("claire", "hand_back", id=IDEA)
    assert {name for name in ("bruno", *OTHERS) if WORD in page(evening, name)} == {"bruno"}
    evening.do("claire", "jump", to_step=evening.index("consultation"))
    evening.do("bruno", "share_kept", id=IDEA)
    shared = Contribution.objects.standing().get(pk=IDEA)
    assert (shared.kind, str(shared.author_id), shared.handed_back_at is None) == ("option", evening.id("bruno"), False)
    assert WORD in page(evening, "chloe")


def test_where_the_round_asks_for_no_idea_any_more_it_stays_a_question() -> None:
    assert rights.kind_of_advice(states.all_learn(), BRUNO) == "question"
    assert rights.kind_of_advice(states.amina_is_questioned(), BRUNO) == "option"


def test_only_a_participants_question_is_handed_back(evening: Evening) -> None:
    asked(evening)
    evening.do("claire", "jump", to_step=evening.index("consultation"))
    other = uuid4()
    evening.do("bruno", "contribute", id=other, kind="option", text=WORD)
    with pytest.raises(Refused, match="not_a_question"):
        evening.do("claire", "hand_back", id=other)
    assert evening.post(evening.browser("amina"), "hand_back", id=str(IDEA)).status_code == 403
