"""Who sees what was written, and when: silence and reveal, delivery to the client, marks, wordings, what is hidden."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from groups.errors import NotFound, Refused
from sessions.models import Contract, Contribution
from sessions.rulebook.moves.delivery import WriteInSilence
from sessions.rulebook.moves.steps import Back
from sessions.rulebook.rules import showing
from tests.sessions.cast import states
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import QUESTION, clarification, consultation, contract, questioned
from tests.sessions.cast.sockets import in_thread, sockets
from tests.sessions.cast.states import protocol

WORD, OTHER = "zqword", "zqother"
EVERYBODY = ("claire", "david", "amina", "bruno", "chloe", "elsa", "farid", "gina", SCREEN)
BOARDS = {"claire", "david", "amina", "bruno", "chloe", "elsa", "farid"}


def page(evening: Evening, name: str, more: str = "") -> str:
    path = evening.path("screen/" if name == SCREEN else more)
    return evening.browser(name, language="fr").get(path).content.decode()


def readers(evening: Evening, word: str = WORD) -> set[str]:
    return {name for name in EVERYBODY if word in page(evening, name)}


def writes(evening: Evening, name: str = "bruno", word: str = WORD, **more: Any) -> UUID:
    id_ = uuid4()
    evening.do(name, "contribute", id=id_, text=word, **{"kind": "option", **more})
    return id_


# Silence


def in_silence(evening: Evening) -> None:
    consultation(evening)
    evening.do("amina", "deliver_as_they_come", wanted=True)
    evening.do("claire", "write_in_silence")


def test_steps_of_silence_that_ask_for_contributions_begin_unseen() -> None:
    assert states.at_step("silent_notes", of=protocol("codev-flash")).in_silence
    assert states.at_step("stillness", of=protocol("case-clinic")).in_silence
    assert not states.amina_listens().in_silence
    assert not states.after(states.amina_listens(), WriteInSilence(), Back()).in_silence


async def test_what_is_written_in_silence_is_its_authors_alone_until_all_is_shown(evening: Evening) -> None:
    await in_thread(in_silence, evening)
    async with sockets(evening) as browsers:
        pages = {name: await browsers.open(name) for name in EVERYBODY}
        await in_thread(writes, evening)
        revision = (await in_thread(lambda: evening.session)).revision
        for one in pages.values():
            await one.until(revision)
        assert {name for name, one in pages.items() if WORD in "".join(one.frames)} == {"bruno"}
        revision = await in_thread(evening.do, "claire", "reveal")
        for one in pages.values():
            await one.until(revision)
        assert {name for name, one in pages.items() if WORD in one.regions.get("region-board", "")} == BOARDS


def test_the_facilitator_is_told_how_many_have_written_and_not_who(evening: Evening) -> None:
    in_silence(evening)
    before = page(evening, "claire")
    for word in (WORD, OTHER):
        writes(evening, word=word)
    after = page(evening, "claire")
    assert "1 personne a écrit quelque chose" in after
    assert after.count("Bruno B.") == before.count("Bruno B.")
    assert WORD not in page(evening, "amina", "keepsake/")


def test_nobody_is_waited_for_and_leaving_the_step_shows_all(evening: Evening) -> None:
    in_silence(evening)
    writes(evening)
    evening.do("claire", "next")
    assert readers(evening) == BOARDS


def test_what_is_written_unseen_may_be_reworded(evening: Evening) -> None:
    in_silence(evening)
    id_ = writes(evening)
    evening.do("bruno", "edit", id=id_, text=OTHER)
    assert readers(evening, OTHER) == {"bruno"}


# Delivery


def test_the_client_listens_and_receives_at_the_end_of_the_step(evening: Evening) -> None:
    consultation(evening)
    id_ = writes(evening)
    assert readers(evening) == BOARDS - {"amina"}
    notice = "Ce que le groupe écrit vous parviendra à la fin de l’étape."
    assert notice in page(evening, "amina")
    assert notice not in page(evening, "bruno")
    assert page(evening, "amina").count("Écoutez. Tout est gardé pour vous.") == 1
    assert WORD not in page(evening, "amina", "keepsake/")
    with pytest.raises(NotFound):
        evening.do("amina", "mark", id=id_, mark="trying")
    evening.do("claire", "next")
    assert readers(evening) == BOARDS
    # Her phone wrote nothing in that round.
    assert WORD not in page(evening, "amina", "keepsake/")
    evening.prove("amina")
    assert WORD in page(evening, "amina", "keepsake/")


async def test_no_frame_brings_the_client_what_is_on_its_way(evening: Evening) -> None:
    await in_thread(consultation, evening)
    async with sockets(evening) as browsers:
        amina = await browsers.open("amina")
        await in_thread(writes, evening)
        await amina.until((await in_thread(lambda: evening.session)).revision)
        assert WORD not in "".join(amina.frames)


def test_the_client_may_ask_for_them_as_they_come_for_this_round(evening: Evening) -> None:
    consultation(evening)
    writes(evening)
    evening.do("amina", "deliver_as_they_come", wanted=True)
    assert "amina" in readers(evening)
    evening.do("amina", "deliver_as_they_come")
    assert "amina" not in readers(evening)
    evening.do("amina", "deliver_as_they_come", wanted=True)
    evening.do("claire", "jump", to_step=evening.index("consultation", 1))
    assert showing.is_listening(evening.session.load())


def test_where_the_client_takes_part_nothing_waits() -> None:
    state = states.amina_listens()
    assert showing.is_listening(state)
    assert not showing.is_listening(states.amina_is_questioned())


# Marks


def marked(evening: Evening) -> UUID:
    consultation(evening)
    id_ = writes(evening)
    evening.do("claire", "next")
    evening.do("amina", "mark", id=id_, mark="trying")
    return id_


def test_marks_are_the_clients_alone(evening: Evening) -> None:
    id_ = marked(evening)
    assert {name for name in EVERYBODY if f"mark-trying-{id_}" in page(evening, name)} == {"amina"}
    assert {name for name in EVERYBODY if "je vais essayer" in page(evening, name)} == {"amina"}


def test_marks_are_offered_to_the_synthesis_and_shown_in_the_keepsake(evening: Evening) -> None:
    id_ = marked(evening)
    assert f"insert-{id_}" in page(evening, "amina")
    evening.do("claire", "close")
    assert "<strong>je vais essayer</strong>" in page(evening, "amina", "keepsake/")


def test_a_mark_is_taken_off_again(evening: Evening) -> None:
    id_ = marked(evening)
    answer = evening.post(evening.browser("amina"), "mark", id=str(id_), mark="none")
    assert answer.status_code == 204
    assert Contribution.objects.get(pk=id_).mark == ""


def test_the_client_marks_what_others_wrote(evening: Evening) -> None:
    clarification(evening)
    note = writes(evening, "amina", kind="note")
    with pytest.raises(NotFound):
        evening.do("amina", "mark", id=note, mark="trying")
    with pytest.raises(Refused, match="not_client"):
        evening.do("bruno", "mark", id=note, mark="trying")


# Wordings


def test_the_client_adopts_a_wording_and_versions_are_listed(evening: Evening) -> None:
    contract(evening)
    evening.do("amina", "write_contract", text=WORD)
    proposal = writes(evening, kind="reformulation", word=OTHER)
    evening.do("amina", "adopt_wording", id=proposal)
    versions = [(one.number, one.text, one.adopted_id) for one in Contract.objects.order_by("number")]
    assert versions == [(1, WORD, None), (2, OTHER, proposal)]
    shown = page(evening, "chloe")
    assert 'formulation proposée par <bdi translate="no" dir="auto">Bruno B.</bdi>' in shown
    assert "Versions précédentes" in shown
    assert WORD in shown


def test_only_who_writes_the_contract_adopts_only_a_wording(evening: Evening) -> None:
    contract(evening)
    proposal = writes(evening, kind="reformulation")
    with pytest.raises(Refused, match="may_not_write"):
        evening.do("chloe", "adopt_wording", id=proposal)
    with pytest.raises(NotFound):
        evening.do("amina", "adopt_wording", id=uuid4())
    assert "adopt-" not in page(evening, "chloe")
    assert f"adopt-{proposal}" in page(evening, "amina")


def test_a_wording_that_is_on_its_way_to_the_client_is_not_adopted(evening: Evening) -> None:
    """The contract is on every screen: it would show what was written in silence."""
    contract(evening)
    evening.do("claire", "write_in_silence")
    proposal = writes(evening, kind="reformulation")
    with pytest.raises(NotFound):
        evening.do("amina", "adopt_wording", id=proposal)
    evening.do("claire", "reveal")
    evening.do("amina", "adopt_wording", id=proposal)
    assert Contract.objects.get().adopted_id == proposal


# Hiding


def hidden(evening: Evening) -> None:
    clarification(evening)
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text=WORD)
    evening.do("claire", "hide", id=QUESTION)


async def test_what_is_hidden_is_withdrawn_openly_and_its_author_still_reads_it(evening: Evening) -> None:
    await in_thread(hidden, evening)
    async with sockets(evening) as browsers:
        pages = {name: await browsers.open(name) for name in EVERYBODY}
        frames = {name: "".join(one.frames) for name, one in pages.items()}
    assert {name for name, frame in frames.items() if WORD in frame} == {"bruno"}
    boards = {name: one.regions["region-board"] for name, one in pages.items() if name in BOARDS}
    assert {name for name, board in boards.items() if "retiré par l’animation" in board} == BOARDS
    assert {name for name, board in boards.items() if "Bruno" in board} == set()


def test_a_hidden_text_is_on_no_page_nor_in_the_keepsake_and_leaves_a_trace(evening: Evening) -> None:
    hidden(evening)
    assert readers(evening) == {"bruno"}
    evening.do("claire", "close")
    assert WORD not in page(evening, "amina", "keepsake/")
    trace = evening.session.journal.get(command="hide")
    assert (trace.actor, trace.arguments) == (evening.visit_key("claire"), {"id": str(QUESTION)})


def test_a_text_is_hidden_even_while_everybody_rests(evening: Evening) -> None:
    questioned(evening)
    evening.do("claire", "take_break", minutes=5)
    evening.do("claire", "hide", id=QUESTION)
    assert "retiré par l’animation" in page(evening, "amina")


def test_what_is_hidden_is_neither_hidden_again_nor_handed_back_nor_marked(evening: Evening) -> None:
    hidden(evening)
    for name, command, more in (("claire", "hide", {}), ("claire", "hand_back", {}), ("amina", "mark", {"mark": ""})):
        with pytest.raises(NotFound):
            evening.do(name, command, id=QUESTION, **more)


# What is shown once


def test_own_notes_stand_on_the_board_alone(evening: Evening) -> None:
    clarification(evening)
    writes(evening, kind="question")
    shown = page(evening, "bruno")
    assert shown.count(WORD) == 1
    assert f'data-own="{evening.id("bruno")}"' in shown
