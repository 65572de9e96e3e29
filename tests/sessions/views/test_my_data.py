"""My data: the page and the file hold what is one's own, and nothing of anybody else's; erasing is asked for twice."""

from __future__ import annotations

import pytest
from django.test import Client

from groups import commands as people
from groups.models import Participant, ProvenAddress, SamePerson, TypedAddress, User
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import clarification
from tests.sessions.commands.test_erasing import (
    ASKED,
    BY_CLAIRE,
    CONTRACT,
    KEPT,
    OF_CHLOE,
    OPTION,
    PROMISE,
    SYNTHESIS,
    TITLE,
)
from tests.sessions.commands.test_erasing import over as held
from tests.sessions.views.test_mine import another_device

__all__ = ["held"]
ALL = {ASKED, KEPT, OPTION, OF_CHLOE, CONTRACT, SYNTHESIS, TITLE, PROMISE, BY_CLAIRE}
THEIRS = {
    "amina": ALL - {KEPT},
    "bruno": {ASKED, KEPT, OPTION},
    "chloe": {OF_CHLOE},
    "claire": {BY_CLAIRE},
    "colin": set(),
    "hakim": set(),
    "agnes": set(),
}


@pytest.fixture
def over(held: Evening) -> Evening:
    """On devices that are proven."""
    held.prove("amina", "bruno", "chloe")
    return held


def found(http: Client, address: str) -> set[str]:
    page = http.get(address).content.decode()
    return {text for text in ALL if text in page}


def test_each_finds_what_is_theirs_on_the_page_and_in_the_file(over: Evening) -> None:
    for name, theirs in THEIRS.items():
        http = over.browser(name, language="fr")
        assert (name, found(http, "/my-data/")) == (name, theirs)
        assert (name, found(http, "/my-data/my-data.json")) == (name, theirs)


def test_a_client_is_not_told_before_the_step_ends(evening: Evening) -> None:
    clarification(evening)
    evening.prove("amina", "bruno")
    evening.do("claire", "jump", to_step=evening.index("consultation"))
    evening.do("bruno", "contribute", id=evening.people["bruno"].pk, kind="option", text=OPTION)
    assert found(evening.browser("bruno"), "/my-data/") == {OPTION}
    assert found(evening.browser("amina"), "/my-data/") == set()


def test_a_link_made_afterwards_opens_no_word_and_erases_nothing(over: Evening) -> None:
    for name in ("amina", "bruno"):
        http = another_device(over, name)
        assert (found(http, "/my-data/"), found(http, "/my-data/my-data.json")) == (set(), set())
        assert "appareil que vous avez confirmé" in http.get("/my-data/").content.decode()
        assert http.get("/my-data/my-data.json").status_code == 403
        assert http.get("/my-data/erase/").status_code == 403
        assert http.post("/my-data/erase/", {"understood": "on"}).status_code == 403
    assert Participant.objects.get(pk=over.id("bruno")).name == "Bruno B."


def test_a_device_with_several_people_shows_the_one_that_is_asked_for(over: Evening) -> None:
    http, chloe = over.browser("bruno"), over.id("chloe")
    assert http.get("/my-data/", {"as": chloe}).status_code == 404
    assert found(http, f"/my-data/?as={over.id('bruno')}") == THEIRS["bruno"]


def test_whoever_left_the_group_still_comes_to_what_is_theirs(over: Evening) -> None:
    http = over.browser("bruno", language="fr")
    people.remove_participant(participant=over.people["bruno"], by=over.users["claire"])
    assert found(http, "/my-data/") == THEIRS["bruno"]
    assert "/my-data/" in http.get("/").content.decode()
    assert http.post("/my-data/erase/", {"understood": "on"}).status_code == 200


def test_erasing_is_asked_for_twice_and_ends_on_a_page_that_says_so(over: Evening) -> None:
    Participant.objects.filter(pk=over.id("bruno")).update(called="Bubu")
    http, address = over.browser("bruno", language="fr"), f"/my-data/erase/?as={over.id('bruno')}"
    assert http.get("/my-data/my-data.json").json()["called"] == "Bubu"
    page = http.get(address).content.decode()
    assert "2 textes que vous avez écrits pour d’autres" in page
    assert "J’ai compris" in page
    assert http.post(address, {"as": over.id("bruno")}).status_code == 422
    assert Participant.objects.get(pk=over.id("bruno")).name == "Bruno B."
    done = http.post(address, {"as": over.id("bruno"), "understood": "on"})
    assert "Vos données sont effacées" in done.content.decode()
    erased = Participant.objects.get(pk=over.id("bruno"))
    assert (erased.name, erased.known_as) == ("Quelqu’un", "Quelqu’un")
    assert http.get("/my-data/").status_code in (302, 404)
    assert http.get(over.path()).status_code in (302, 404)


def test_addresses_are_counted_and_go_with_account_and_place(over: Evening) -> None:
    hakim, bruno = over.users["hakim"], over.people["bruno"]
    for address in (hakim.email, "h@ailleurs.fr"):
        people.prove_address(user=hakim, address=address)
    people.rename_participant(participant=bruno, name=bruno.name, email="h@ailleurs.fr", by=over.users["claire"])
    http = over.browser("hakim", language="fr")
    told = http.get("/my-data/my-data.json").json()
    assert told["addresses_proven"] == 2
    assert [(one["ground"], one["answer"]) for one in told["who_is_who"]] == [("address", "open")]
    assert "2 adresses e-mail, anciennes comprises" in http.get("/my-data/").content.decode()
    assert over.browser("bruno").get("/my-data/my-data.json").json()["addresses_typed"] == 1
    http.post("/my-data/erase/", {"understood": "on"})
    over.browser("bruno").post("/my-data/erase/", {"understood": "on"})
    left = (ProvenAddress.objects.filter(user=hakim), SamePerson.objects.all(), TypedAddress.objects.all())
    assert [rows.exists() for rows in left] == [False] * 3


def test_an_account_is_erased_and_signed_out(over: Evening) -> None:
    http = over.browser("claire", language="fr")
    done = http.post("/my-data/erase/", {"understood": "on"})
    assert "Votre compte n’existe plus" in done.content.decode()
    assert not User.objects.filter(name="Claire").exists()
    assert http.get("/").status_code == 302


def test_too_early_is_said_and_nothing_is_erased(evening: Evening) -> None:
    clarification(evening)
    evening.prove("bruno")
    for name in ("bruno", "claire"):
        answer = evening.browser(name, language="fr").post("/my-data/erase/", {"understood": "on"})
        assert answer.status_code == 409
        assert "n’est pas terminée" in answer.content.decode()
    assert evening.browser("agnes", language="fr").post("/my-data/erase/", {"understood": "on"}).status_code == 409
    assert User.objects.filter(name__in=("Claire", "Agnes")).count() == 2
