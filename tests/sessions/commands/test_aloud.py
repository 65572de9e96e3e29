"""On behalf of somebody: charter and contract accepted aloud, words noted by facilitator or scribe."""

from __future__ import annotations

from uuid import uuid4

import pytest

from groups.models import CharterAcceptance
from sessions.models import Contribution, JournalEntry
from tests.sessions.cast.asking import note, send
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import QUESTION, clarification, contracted, lobby


def test_charter_accepted_aloud_is_recorded_as_oral(evening: Evening) -> None:
    lobby(evening)
    CharterAcceptance.objects.filter(participant=evening.people["gina"]).delete()
    assert send(evening, "claire", "admit", participant=evening.id("gina")) == (409, "charter_missing")

    assert send(evening, "claire", "seat", participant=evening.id("gina")) == (204, "")

    accepted = CharterAcceptance.objects.get(participant=evening.people["gina"])
    assert (accepted.is_oral, accepted.heard_by) == (True, evening.users["claire"])
    assert evening.id("gina") in evening.session.load().present
    assert not CharterAcceptance.objects.filter(is_oral=True).exclude(pk=accepted.pk).exists()


def test_charter_accepted_on_a_device_stays_so(evening: Evening) -> None:
    lobby(evening)
    assert send(evening, "claire", "seat", participant=evening.id("gina")) == (204, "")
    accepted = CharterAcceptance.objects.get(participant=evening.people["gina"])
    assert (accepted.is_oral, accepted.heard_by) == (False, None)


def test_nothing_is_heard_of_somebody_who_is_not_let_in(evening: Evening) -> None:
    CharterAcceptance.objects.filter(participant=evening.people["gina"]).delete()
    assert send(evening, "claire", "seat", participant=evening.id("gina")) == (409, "not_open")
    assert not CharterAcceptance.objects.filter(participant=evening.people["gina"]).exists()


def test_seating_somebody_twice_changes_nobody(evening: Evening) -> None:
    lobby(evening)
    before = evening.session.state["seats"]
    assert send(evening, "claire", "seat", participant=evening.id("amina")) == (204, "")
    assert evening.session.state["seats"] == before


@pytest.mark.parametrize("by", ["claire", "farid"])
def test_facilitator_and_scribe_hear_the_charter(evening: Evening, by: str) -> None:
    lobby(evening)
    gina = evening.people["gina"]
    CharterAcceptance.objects.filter(participant=gina).delete()

    assert [send(evening, by, "hear_charter", participant=evening.id("gina")) for _ in range(2)] == [(204, "")] * 2

    heard = CharterAcceptance.objects.get(participant=gina)
    assert (heard.is_oral, heard.heard_by, heard.heard_by_participant, heard.witness) == (
        (True, evening.users["claire"], None, "Claire")
        if by == "claire"
        else (True, None, evening.people["farid"], "Farid F.")
    )
    assert evening.id("gina") not in evening.session.load().present


def test_the_charter_is_heard_by_nobody_else(evening: Evening) -> None:
    lobby(evening)
    CharterAcceptance.objects.filter(participant=evening.people["driss"]).delete()
    for name in ("bruno", "elsa", "driss", "david"):
        assert send(evening, name, "hear_charter", participant=evening.id("driss")) == (403, "not_yours_to_do")
    assert not evening.people["driss"].acceptances.exists()


def test_the_charter_is_heard_of_members_alone_and_while_people_are_here(evening: Evening) -> None:
    assert send(evening, "claire", "hear_charter", participant=evening.id("gina")) == (409, "not_open")
    lobby(evening)
    assert send(evening, "farid", "hear_charter", participant=uuid4()) == (404, "no_participant")
    evening.do("claire", "cancel")
    assert send(evening, "farid", "hear_charter", participant=evening.id("gina")) == (409, "over")


def test_a_charter_accepted_on_a_device_is_not_heard_again(evening: Evening) -> None:
    lobby(evening)
    assert send(evening, "farid", "hear_charter", participant=evening.id("gina")) == (204, "")
    accepted = CharterAcceptance.objects.get(participant=evening.people["gina"])
    assert (accepted.is_oral, accepted.witness) == (False, "")


def test_the_scribe_alone_of_the_participants_sees_who_has_not_accepted_the_charter(evening: Evening) -> None:
    lobby(evening)
    CharterAcceptance.objects.filter(participant=evening.people["gina"]).delete()
    button = f'id="charter-{evening.id("gina")}" data-command="hear_charter"'
    seen = {name: button in evening.browser(name).get(evening.path()).content.decode() for name in ("farid", "bruno")}
    assert seen == {"farid": True, "bruno": False}


# Accepted aloud


@pytest.mark.parametrize("by", ["claire", "farid"])
def test_facilitator_and_scribe_put_down_who_accepts_the_contract(evening: Evening, by: str) -> None:
    contracted(evening)
    assert send(evening, by, "accept_contract", behalf=evening.id("chloe")) == (204, "")
    accepted = evening.session.contracts.get().acceptances.get()
    assert accepted.participant == evening.people["chloe"]
    event = JournalEntry.objects.latest("revision").events[0]
    assert (event["event"], event["participant"]) == ("ContractAccepted", evening.id("chloe"))


@pytest.mark.parametrize("by", ["bruno", "amina", "elsa", "david"])
def test_nobody_else_accepts_for_another(evening: Evening, by: str) -> None:
    contracted(evening)
    assert send(evening, by, "accept_contract", behalf=evening.id("chloe")) == (403, "not_yours_to_do")


def test_who_facilitates_accepts_nothing_in_their_own_name(evening: Evening) -> None:
    contracted(evening)
    assert send(evening, "claire", "accept_contract") == (403, "not_yours_to_do")


def test_a_contract_is_accepted_by_who_is_present_and_may(evening: Evening) -> None:
    contracted(evening)
    evening.do("claire", "mark_left", participant=evening.people["bruno"].pk)
    assert send(evening, "claire", "accept_contract", behalf=evening.id("bruno")) == (409, "not_present")
    assert send(evening, "claire", "accept_contract", behalf=evening.id("amina")) == (409, "may_not_accept")
    assert send(evening, "claire", "accept_contract", behalf="nobody") == (422, "invalid")


def test_who_has_yet_to_accept_is_shown_to_who_may_put_it_down(evening: Evening) -> None:
    contracted(evening)
    evening.do("bruno", "accept_contract")
    seen = {}
    for name in ("claire", "farid", "david", "bruno", "amina"):
        page = evening.browser(name).get(evening.path()).content.decode()
        seen[name] = [one for one in evening.people if f'id="accepts-{evening.id(one)}"' in page]
    assert seen == {"claire": ["chloe", "driss"], "farid": ["chloe", "driss"], "david": [], "bruno": [], "amina": []}


# Going and coming back


@pytest.mark.parametrize("by", ["claire", "farid"])
def test_facilitator_and_scribe_write_for_somebody(evening: Evening, by: str) -> None:
    clarification(evening)
    assert note(evening, by, "bruno") == (204, "")
    written = Contribution.objects.get()
    held_by = (written.user, written.noted_by)
    assert written.author == evening.people["bruno"]
    assert held_by == ((evening.users["claire"], None) if by == "claire" else (None, evening.people["farid"]))


@pytest.mark.parametrize("by", ["chloe", "elsa", "amina"])
def test_nobody_else_writes_for_another(evening: Evening, by: str) -> None:
    clarification(evening)
    assert note(evening, by, "bruno") == (403, "not_yours_to_do")
    assert note(evening, "david", "bruno") == (403, "not_yours_to_do")
    assert not Contribution.objects.exists()


def test_what_is_noted_is_what_its_author_may_write(evening: Evening) -> None:
    """Neither pen nor seat gives a right that the author does not have."""
    clarification(evening)
    assert note(evening, "claire", "bruno", kind="option") == (409, "may_not_write")
    assert note(evening, "farid", "amina") == (409, "may_not_write")
    assert note(evening, "claire", "gina") == (409, "not_present")
    evening.do("claire", "mark_left", participant=evening.people["bruno"].pk)
    assert note(evening, "farid", "bruno") == (409, "not_present")


@pytest.mark.parametrize("by", ["claire", "farid", "bruno"])
def test_what_was_noted_is_reworded_and_taken_back_by_author_and_pen(evening: Evening, by: str) -> None:
    clarification(evening)
    pen = "claire" if by == "claire" else "farid"
    assert note(evening, pen, "bruno") == (204, "")
    assert send(evening, by, "edit", id=str(QUESTION), text="Pourquoi ?") == (204, "")
    assert Contribution.objects.get().text == "Pourquoi ?"
    assert send(evening, by, "withdraw", id=str(QUESTION)) == (204, "")


def test_what_was_noted_is_nobody_elses(evening: Evening) -> None:
    clarification(evening)
    note(evening, "farid", "bruno")
    for by in ("chloe", "claire", "amina"):
        assert send(evening, by, "edit", id=str(QUESTION), text="Autre") == (404, "no_contribution")
        assert send(evening, by, "withdraw", id=str(QUESTION)) == (404, "no_contribution")


def test_what_was_noted_and_sent_again_is_there_once(evening: Evening) -> None:
    clarification(evening)
    assert [note(evening, "farid", "bruno") for _ in range(2)] == [(204, "")] * 2
    assert Contribution.objects.count() == 1
