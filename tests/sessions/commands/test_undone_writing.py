"""What people wrote in a step that is undone: none of it is lost, and nobody reads what they may not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from groups.models import PersonalLink, Seat
from sessions.models import Contribution, OwnPrompt, PrivateNote, Round
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import (
    PROPOSAL,
    QUESTION,
    action_plan,
    check_in,
    clarification,
    consultation,
    contract,
    learning,
    on_break,
    proposed,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)

WORD = "zqword"


def move(evening: Evening, command: str = "next", **fields: Any) -> int:
    """A transition, by the revision that undoes it."""
    evening.do("claire", command, **fields)
    return evening.session.revision


def undo(evening: Evening, revision: int) -> None:
    evening.do("claire", "undo", of_revision=revision)


def name_clients(evening: Evening, *names: str) -> None:
    evening.do("claire", "choose_clients", participants=[evening.people[name].pk for name in names])


def page(evening: Evening, name: str) -> str:
    """Everything that somebody may read now: the page, and who facilitates the private notes as well."""
    http = evening.browser(name, language="fr")
    paths = [evening.path("screen/" if name == "screen" else "")]
    paths += [evening.path("notes/")] if name in ("claire", "colin", "david") else []
    return "".join(http.get(path).content.decode() for path in paths)


def readers(evening: Evening, word: str = WORD) -> set[str]:
    """On whose page the word stands."""
    names = ("claire", "colin", "david", "amina", "bruno", "chloe", "elsa", "farid", "screen")
    return {name for name in names if word in page(evening, name)}


def written_after(evening: Evening, move: str, *, kind: str, **fields: Any) -> Contribution:
    """Bruno writes something in a step that is then undone."""
    evening.do("claire", move, **fields)
    revision, id = evening.session.revision, uuid4()
    evening.do("bruno", "contribute", id=id, kind=kind, text="Depuis-quand-exactement")
    evening.do("claire", "undo", of_revision=revision)
    return Contribution.objects.get(pk=id)


def to_clarification(evening: Evening) -> dict[str, UUID | int]:
    return {"to_step": evening.index("clarification")}


def test_what_the_step_before_forbids_stays_with_its_author(evening: Evening) -> None:
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("presentation"))

    question = written_after(evening, "jump", kind="question", **to_clarification(evening))

    assert question.kept_at is not None
    assert (question.step, question.text) == ("clarification", "Depuis-quand-exactement")
    assert list(Contribution.objects.kept()) == [question]
    for name in ("claire", "amina", "chloe", "farid", "screen"):
        path = evening.path("screen/") if name == "screen" else evening.path()
        assert "Depuis-quand-exactement" not in evening.browser(name).get(path).content.decode()


def test_what_the_step_before_lets_be_written_goes_on_there(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "allow_writing", participant=evening.people["bruno"].pk, kind="option")

    option = written_after(evening, "jump", kind="option", to_step=evening.index("consultation"))

    assert (option.kept_at, option.step) == (None, "clarification")
    assert "Depuis-quand-exactement" in evening.browser("claire").get(evening.path()).content.decode()


# In the first step of the next client's round


def in_brunos_round(evening: Evening) -> int:
    """From the last step of Amina's round into the first of Bruno's: presentation."""
    learning(evening)
    return move(evening)


def test_a_new_rounds_writing_stays_with_its_authors_and_waits_for_the_round(evening: Evening) -> None:
    revision = in_brunos_round(evening)
    evening.do("bruno", "contribute", id=QUESTION, kind="note", text=WORD)
    undo(evening, revision)
    assert readers(evening) == {"bruno"}
    assert f"share-{QUESTION}" not in page(evening, "bruno")

    move(evening)
    assert f"share-{QUESTION}" in page(evening, "bruno")
    evening.do("bruno", "share_kept", id=QUESTION)
    assert "claire" in readers(evening)


def test_what_was_written_for_one_client_never_goes_on_in_anothers_round(evening: Evening) -> None:
    revision = in_brunos_round(evening)
    evening.do("claire", "allow_writing", participant=evening.people["chloe"].pk, kind="learning")
    evening.do("chloe", "contribute", id=QUESTION, kind="learning", text=WORD)
    undo(evening, revision)
    assert readers(evening) == {"chloe"}
    assert Contribution.objects.get(pk=QUESTION).round == Round.objects.get(session=evening.session_id, number=1)


def test_a_round_keeps_its_words_where_its_client_comes_later(evening: Evening) -> None:
    revision = in_brunos_round(evening)
    evening.do("bruno", "contribute", id=QUESTION, kind="note", text=WORD)
    evening.do("bruno", "word_headline", title="Un retard", question="Comment le dire ?")
    undo(evening, revision)
    name_clients(evening, "amina", "chloe", "bruno")

    rounds = {one.number: one for one in Round.objects.filter(session=evening.session_id)}
    assert [rounds[number].client_id for number in range(3)] == [
        evening.people[name].pk for name in ("amina", "chloe", "bruno")
    ]
    assert (rounds[1].headline, rounds[2].headline) == ("", "Un retard")
    assert Contribution.objects.get(pk=QUESTION).round == rounds[2]
    assert readers(evening) == {"bruno"}


IN_BRUNOS_ROUND: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "presentation": [
        ("contribute", {"id": QUESTION, "kind": "note", "text": "zqnote"}),
        ("word_headline", {"title": "zqtitle", "question": "zqquestion"}),
    ],
    "contract": [("write_contract", {"text": "zqcontract"})],
    "action_plan": [
        ("write_synthesis", {"text": "zqsynthesis"}),
        ("add_commitment", {"text": "zqaction", "due": date(2099, 1, 31)}),
    ],
}


def test_a_round_that_goes_gives_everything_back(evening: Evening) -> None:
    learning(evening)
    for step, writings in IN_BRUNOS_ROUND.items():
        revision = move(evening, "jump", to_step=evening.index(step, 1))
        for command, fields in writings:
            evening.do("bruno", command, **fields)
        undo(evening, revision)
    name_clients(evening, "amina", "chloe")

    for word in ("zqnote", "zqtitle", "zqquestion", "zqcontract", "zqsynthesis", "zqaction (31\u00a0janvier 2099)"):
        assert readers(evening, word) == {"bruno"}
    # By a link in his name, too, nobody reads what nobody but him was shown.
    link = PersonalLink.objects.create(participant=evening.people["bruno"], token_hash="0")
    evening.seats["bruno again"] = Seat.objects.create(participant=evening.people["bruno"], link=link)
    assert not {"zqnote", "zqsynthesis", "zqaction"} & {*re.findall("zq[a-z]+", page(evening, "bruno again"))}
    evening.do("bruno", "drop_kept", id=QUESTION)
    assert readers(evening, "zqnote") == set()


def test_a_proposal_that_stands_is_not_given_back_twice(evening: Evening) -> None:
    proposed(evening)
    name_clients(evening, "amina", "bruno", "chloe")
    name_clients(evening, "amina", "chloe")
    assert not Contribution.objects.exists()
    name_clients(evening, "amina", "bruno")
    assert Round.objects.get(session=evening.session_id, number=1).headline == PROPOSAL["title"]


# What is the client's own


def test_contract_synthesis_and_commitment_stay_in_their_round(evening: Evening) -> None:
    consultation(evening)
    revision = move(evening)
    evening.do("amina", "write_synthesis", text="zqsynthesis")
    evening.do("amina", "add_commitment", text="zqaction")
    undo(evening, revision)

    here = Round.objects.get(session=evening.session_id, number=0)
    assert (here.synthesis, here.commitments.get().text) == ("zqsynthesis", "zqaction")
    move(evening)
    assert "zqaction" in page(evening, "amina")
    assert "zqsynthesis" in page(evening, "amina")


def test_a_contract_and_who_accepted_it_stay(evening: Evening) -> None:
    clarification(evening)
    revision = move(evening)
    evening.do("amina", "write_contract", text=WORD)
    evening.do("bruno", "accept_contract")
    undo(evening, revision)

    version = Round.objects.get(session=evening.session_id, number=0).contracts.get()
    assert (version.text, version.acceptances.count()) == (WORD, 1)
    assert "amina" in readers(evening)


# Outside rounds


def test_what_was_written_in_the_closing_is_shared_there_later(evening: Evening) -> None:
    learning(evening)
    revision = move(evening, "jump", to_step=evening.index("closing"))
    evening.do("bruno", "contribute", id=QUESTION, kind="learning", text=WORD)
    undo(evening, revision)
    assert readers(evening) == {"bruno"}

    move(evening, "jump", to_step=evening.index("closing"))
    evening.do("bruno", "share_kept", id=QUESTION)
    assert "claire" in readers(evening)


def test_what_was_written_after_a_break_stands_where_the_break_goes_on(evening: Evening) -> None:
    on_break(evening)
    revision = move(evening, "end_break")
    evening.do("claire", "extend", seconds=60)
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text=WORD)
    undo(evening, revision)
    assert Contribution.objects.standing().get().step == "clarification"


# Of those who hold the pen


def test_what_a_facilitator_wrote_is_among_private_notes(evening: Evening) -> None:
    clarification(evening)
    revision = move(evening)
    evening.do("claire", "contribute", id=QUESTION, kind="reformulation", text=WORD)
    undo(evening, revision)

    assert readers(evening) == {"claire"}
    assert PrivateNote.objects.get().user == evening.users["claire"]
    assert not Contribution.objects.filter(pk=QUESTION).exists()


def test_what_a_facilitator_noted_for_somebody_is_both_ones(evening: Evening) -> None:
    check_in(evening)
    move(evening, "jump", to_step=evening.index("presentation"))
    revision = move(evening)
    evening.do("claire", "contribute", id=QUESTION, kind="question", text=WORD, behalf=evening.people["bruno"].pk)
    undo(evening, revision)
    assert readers(evening) == {"claire", "bruno"}


def test_what_a_scribe_noted_for_somebody_is_both_ones_to_share(evening: Evening) -> None:
    check_in(evening)
    move(evening, "jump", to_step=evening.index("presentation"))
    revision = move(evening)
    evening.do("farid", "contribute", id=QUESTION, kind="question", text=WORD, behalf=evening.people["bruno"].pk)
    undo(evening, revision)
    assert readers(evening) == {"farid", "bruno"}

    move(evening)
    evening.do("farid", "share_kept", id=QUESTION)
    shared = Contribution.objects.standing().get(pk=QUESTION)
    assert shared.author == evening.people["bruno"]


def test_a_prompt_in_own_words_is_among_private_notes(evening: Evening) -> None:
    action_plan(evening)
    revision = move(evening)
    evening.do("claire", "write_prompt", text=WORD)
    undo(evening, revision)
    assert readers(evening) == {"claire"}
    assert not OwnPrompt.objects.exists()


def test_a_prompt_shown_before_is_shown_again(evening: Evening) -> None:
    contract(evening)
    evening.do("claire", "write_prompt", text=WORD)
    undo(evening, move(evening))
    assert {"amina", "bruno", "screen"} <= readers(evening)
    assert not PrivateNote.objects.exists()


def test_what_was_written_in_silence_is_seen_by_nobody_else_once_its_step_is_undone(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "back")
    revision = move(evening)
    evening.do("claire", "write_in_silence")
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text=WORD)
    undo(evening, revision)
    assert readers(evening) == {"bruno"}
    assert Contribution.objects.get().kept_at is not None


def test_what_was_written_in_silence_stays_unseen_when_only_a_break_is_undone(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "take_break", minutes=5)
    revision = move(evening, "end_break")
    evening.do("claire", "write_in_silence")
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text=WORD)
    undo(evening, revision)
    assert readers(evening) == {"bruno"}
    evening.do("claire", "end_break")
    evening.do("claire", "reveal")
    assert readers(evening) > {"bruno", "claire", "chloe"}


def test_a_note_written_in_silence_is_not_shown_by_undoing_its_step(evening: Evening) -> None:
    """Both steps are of the opening: what was written would stay, if others had seen it."""
    check_in(evening)
    revision = move(evening)
    evening.do("claire", "write_in_silence")
    evening.do("bruno", "contribute", id=QUESTION, kind="note", text=WORD)
    undo(evening, revision)
    assert readers(evening) == {"bruno"}
