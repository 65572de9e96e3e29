"""A person is not a device: goings and comings, broken rounds, exceptions."""

from __future__ import annotations

from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from groups.models import Seat
from sessions.models import Attendance, Contribution, JournalEntry, SpeakingTurn
from tests.sessions.cast.asking import note, send
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import QUESTION, broken_off, bruno_gone, clarification, consultation, lobby
from tests.sessions.cast.sockets import in_thread, sockets, state_in


def test_attendance_says_when_somebody_left(evening: Evening) -> None:
    bruno_gone(evening)
    row = Attendance.objects.get(session=evening.session_id, participant=evening.people["bruno"])
    assert row.left_at is not None
    assert row.left_at >= row.arrived_at
    assert Attendance.objects.filter(session=evening.session_id, left_at=None).count() == 5

    evening.do("claire", "mark_back", participant=evening.people["bruno"].pk)
    row.refresh_from_db()
    assert row.left_at is None


@pytest.mark.parametrize("command", ["raise_hand", "contribute", "accept_contract", "yield_floor"])
def test_who_left_may_do_nothing(evening: Evening, command: str) -> None:
    bruno_gone(evening)
    fields = {"id": str(QUESTION), "kind": "question", "text": "?"} if command == "contribute" else {}
    assert send(evening, "bruno", command, **fields) == (403, "waiting")


def test_who_left_sees_what_those_who_wait_see(evening: Evening) -> None:
    clarification(evening)
    evening.do("chloe", "contribute", id=uuid4(), kind="question", text="zqquestion")
    evening.do("claire", "mark_left", participant=evening.people["bruno"].pk)
    for more in ("", "stage/"):
        page = evening.browser("bruno").get(evening.path(more)).content.decode()
        assert (state_in(page)["audience"], "zqquestion" in page) == ("waiting", False)


def test_opening_the_page_again_brings_nobody_back(evening: Evening) -> None:
    """That somebody is back is for the facilitator to say; a page that is opened says nothing, and costs nothing."""
    bruno_gone(evening)
    before = evening.session.revision
    for _ in range(3):
        assert evening.browser("bruno").get(evening.path()).status_code == 200
    assert (evening.session.revision, evening.session.load().left) == (before, (evening.id("bruno"),))


async def test_a_socket_that_stays_open_brings_nobody_back(evening: Evening) -> None:
    await in_thread(clarification, evening)
    async with sockets(evening) as browsers:
        page = await browsers.open("bruno")
        revision = await in_thread(evening.do, "claire", "mark_left", participant=evening.people["bruno"].pk)
        await page.until(revision)
        assert page.state["audience"] == "waiting"
        other = await browsers.open("bruno")
        revision = await in_thread(evening.do, "claire", "mark_left", participant=evening.people["driss"].pk)
        await page.until(revision)
        await other.until(revision)
        assert (await in_thread(lambda: evening.session)).revision == revision


def test_arriving_is_not_coming_back(evening: Evening) -> None:
    bruno_gone(evening)
    before = JournalEntry.objects.count()
    with pytest.raises(Exception, match="not_present"):
        evening.do("bruno", "arrive")
    assert JournalEntry.objects.count() == before


def test_who_left_makes_room_for_somebody_else(evening: Evening, settings: Settings) -> None:
    """Six may be present: Gina comes in once Bruno has gone, who then finds no room until somebody else goes."""
    clarification(evening)
    settings.CODEV_PARTICIPANTS_MAX = 6
    gina, bruno = evening.id("gina"), evening.id("bruno")
    for command in ("admit", "seat"):
        assert send(evening, "claire", command, participant=gina) == (409, "session_full")
    evening.do("claire", "mark_left", participant=evening.people["bruno"].pk)
    assert send(evening, "claire", "admit", participant=gina) == (204, "")
    for command in ("admit", "seat", "mark_back"):
        assert send(evening, "claire", command, participant=bruno) == (409, "session_full")
    assert evening.session.load().left == (bruno,)

    evening.do("claire", "mark_left", participant=evening.people["driss"].pk)
    assert send(evening, "claire", "mark_back", participant=bruno) == (204, "")


def test_seating_somebody_who_left_brings_them_back(evening: Evening) -> None:
    bruno_gone(evening)
    assert send(evening, "claire", "seat", participant=evening.id("bruno")) == (204, "")
    assert evening.id("bruno") in evening.session.load().present


def test_a_full_room_says_so_to_who_is_welcomed_together(evening: Evening, settings: Settings) -> None:
    lobby(evening)
    settings.CODEV_PARTICIPANTS_MAX = 6
    assert send(evening, "claire", "admit_all") == (409, "session_full")
    assert not Seat.objects.get(pk=evening.seats["gina"].pk).is_admitted


def test_the_client_is_not_marked_gone_before_the_round_is_broken_off(evening: Evening) -> None:
    consultation(evening)
    assert send(evening, "claire", "mark_left", participant=evening.id("amina")) == (409, "client_under_way")
    evening.do("claire", "interrupt_round")
    assert send(evening, "claire", "mark_left", participant=evening.id("amina")) == (204, "")
    evening.do("claire", "jump", to_step=evening.index("closing"))
    assert send(evening, "claire", "resume_round", round=0) == (409, "client_absent")


def test_what_was_written_in_a_broken_round_is_there_when_it_resumes(evening: Evening) -> None:
    consultation(evening)
    evening.do("bruno", "contribute", id=QUESTION, kind="option", text="Appeler Paul.")
    evening.do("claire", "interrupt_round")
    assert "Appeler Paul." not in evening.browser("amina").get(evening.path()).content.decode()
    evening.do("claire", "jump", to_step=evening.index("closing"))
    evening.do("claire", "resume_round", round=0)
    assert "Appeler Paul." in evening.browser("bruno").get(evening.path()).content.decode()
    evening.do("claire", "next")
    assert "Appeler Paul." in evening.browser("amina").get(evening.path()).content.decode()


def test_a_broken_round_is_kept_for_its_client(evening: Evening) -> None:
    consultation(evening)
    evening.do("bruno", "contribute", id=QUESTION, kind="option", text="Appeler Paul.")
    evening.do("claire", "interrupt_round")
    evening.do("claire", "mark_left", participant=evening.people["amina"].pk)
    evening.do("claire", "close")
    evening.prove("amina")
    assert "Appeler Paul." in evening.browser("amina").get(evening.path("keepsake/")).content.decode()


# Noted for somebody


def test_one_exceptional_turn(evening: Evening) -> None:
    consultation(evening)
    elsa = evening.id("elsa")
    assert send(evening, "claire", "give_floor", participant=elsa) == (409, "may_not_speak")
    assert send(evening, "claire", "give_floor", participant=elsa, exceptional="false") == (409, "may_not_speak")
    assert send(evening, "claire", "give_floor", participant=elsa, exceptional="on") == (204, "")
    assert SpeakingTurn.objects.get(session=evening.session_id, ended_at=None).participant == evening.people["elsa"]
    assert send(evening, "elsa", "yield_floor") == (204, "")
    assert send(evening, "elsa", "raise_hand") == (409, "may_not_speak")


def test_one_exceptional_writing(evening: Evening) -> None:
    clarification(evening)
    fields = {"kind": "option", "text": "Et si vous appeliez Paul ?"}
    assert send(evening, "bruno", "contribute", id=str(uuid4()), **fields) == (409, "may_not_write")
    evening.do("claire", "allow_writing", participant=evening.people["bruno"].pk, kind="option")
    assert send(evening, "chloe", "contribute", id=str(uuid4()), **fields) == (409, "may_not_write")
    assert send(evening, "bruno", "contribute", id=str(uuid4()), **fields) == (204, "")
    assert send(evening, "bruno", "contribute", id=str(uuid4()), **fields) == (409, "may_not_write")


def test_what_was_written_by_exception_is_reworded_while_the_step_lasts(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "allow_writing", participant=evening.people["bruno"].pk, kind="option")
    evening.do("bruno", "contribute", id=QUESTION, kind="option", text="Et si vous appeliez Paul ?")
    assert 'data-edit="' in evening.browser("bruno").get(evening.path()).content.decode()
    assert send(evening, "bruno", "edit", id=str(QUESTION), text="Et si vous lui parliez ?") == (204, "")
    assert Contribution.objects.get().text == "Et si vous lui parliez ?"
    assert evening.session.load().grants == ()

    evening.do("claire", "next")
    assert send(evening, "bruno", "edit", id=str(QUESTION), text="Trop tard") == (409, "may_not_write")
    assert Contribution.objects.get().text == "Et si vous lui parliez ?"


def test_rewording_uses_up_no_exception(evening: Evening) -> None:
    clarification(evening)
    bruno = evening.people["bruno"].pk
    evening.do("claire", "allow_writing", participant=bruno, kind="option")
    evening.do("bruno", "contribute", id=QUESTION, kind="option", text="Et si vous appeliez Paul ?")
    evening.do("claire", "allow_writing", participant=bruno, kind="option")
    evening.do("bruno", "edit", id=QUESTION, text="Et si vous lui parliez ?")
    assert send(evening, "bruno", "contribute", id=str(uuid4()), kind="option", text="Ou à Léa ?") == (204, "")


def test_the_scribe_rewords_what_was_noted_for_somebody_who_left(evening: Evening) -> None:
    clarification(evening)
    note(evening, "farid", "bruno")
    evening.do("claire", "mark_left", participant=evening.people["bruno"].pk)
    assert send(evening, "farid", "edit", id=str(QUESTION), text="Pourquoi ?") == (204, "")
    assert send(evening, "bruno", "edit", id=str(QUESTION), text="Autre") == (403, "waiting")


def test_nothing_is_reworded_on_a_break(evening: Evening) -> None:
    clarification(evening)
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text="Depuis quand ?")
    evening.do("claire", "take_break", minutes=5)
    assert send(evening, "bruno", "edit", id=str(QUESTION), text="Pourquoi ?") == (409, "on_break")
    assert 'data-edit="' not in evening.browser("bruno").get(evening.path()).content.decode()


@pytest.mark.parametrize("command", ["give_floor", "allow_writing", "seat", "mark_left", "take_break", "resume_round"])
@pytest.mark.parametrize("by", ["bruno", "farid", "david"])
def test_exceptions_are_the_facilitators(evening: Evening, by: str, command: str) -> None:
    broken_off(evening)
    fields = {"participant": evening.id("bruno"), "kind": "option", "minutes": 5, "round": 0, "exceptional": "on"}
    assert send(evening, by, command, **fields) == (403, "not_yours_to_do")
