"""The charter's versions, and who accepted which."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from groups import commands
from groups.actors import Actor
from groups.errors import Invalid, Refused, Stale
from groups.models import Seat

from .conftest import House, Neighbour


def test_accepting_is_personal_and_once(house: House) -> None:
    charter = house.group.charter
    first = commands.accept_charter(participant=house.karim, charter=charter)
    again = commands.accept_charter(participant=house.karim, charter=charter)
    assert (first, first.accepted_at) == (again, again.accepted_at)
    assert house.karim.has_accepted(charter)
    assert not house.lea.has_accepted(charter)


def test_accepting_aloud_is_recorded_as_oral_with_who_heard_it(house: House) -> None:
    charter = house.group.charter
    spoken = commands.accept_charter_aloud(participant=house.karim, charter=charter, heard_by=Actor(user=house.amina))
    assert (spoken.is_oral, spoken.heard_by, house.karim.has_accepted(charter)) == (True, house.amina, True)


def test_accepting_aloud_what_was_accepted_already_changes_nothing(house: House) -> None:
    charter = house.group.charter
    first = commands.accept_charter(participant=house.karim, charter=charter)
    again = commands.accept_charter_aloud(participant=house.karim, charter=charter, heard_by=Actor(user=house.amina))
    assert (again, again.is_oral, again.heard_by) == (first, False, None)


@pytest.mark.parametrize("page", ["members", "charter"])
def test_the_group_s_pages_say_who_heard_it(house: House, page: str) -> None:
    """Karim accepted before Amina, Léa before Karim who wrote for the group; Nora on her own device."""
    charter, karim = house.group.charter, Actor(seat=Seat(participant=house.karim))
    nora = house.group.participants.create(name="Nora", position=9)
    commands.accept_charter_aloud(participant=house.karim, charter=charter, heard_by=Actor(user=house.amina))
    commands.accept_charter_aloud(participant=house.lea, charter=charter, heard_by=karim)
    commands.accept_charter(participant=nora, charter=charter)
    http = Client()
    http.force_login(house.amina)
    told = http.get(
        reverse(f"groups:{page}", args=[house.group.pk]), headers={"accept-language": "fr"}
    ).content.decode()
    assert told.count("charte acceptée") == 3
    assert ("de vive voix, devant Amina" in told, "de vive voix, devant Karim" in told) == (True, True)
    assert told.count("de vive voix") == 2


def test_a_new_version_is_to_be_accepted_again(house: House) -> None:
    old = house.group.charter
    commands.accept_charter(participant=house.karim, charter=old)
    new = commands.revise_charter(group=house.group, text="Bienveillance.\r\nEt café. ", by=house.david)
    assert (new.number, new.text, house.group.charter) == (2, "Bienveillance.\nEt café.", new)
    assert house.karim.has_accepted(old)
    assert not house.karim.has_accepted(new)


def test_the_same_text_makes_no_version(house: House) -> None:
    charter = house.group.charter
    assert commands.revise_charter(group=house.group, text=f" {charter.text}\n", by=house.amina) == charter


def test_a_version_out_of_force_is_not_accepted(house: House, neighbour: Neighbour) -> None:
    old = house.group.charter
    commands.revise_charter(group=house.group, text="Bienveillance.", by=house.amina)
    for charter in (old, neighbour.group.charter):
        with pytest.raises(Stale):
            commands.accept_charter(participant=house.karim, charter=charter)


def test_who_left_accepts_nothing(house: House) -> None:
    commands.remove_participant(participant=house.karim, by=house.amina)
    with pytest.raises(Refused, match="participant_removed"):
        commands.accept_charter(participant=house.karim, charter=house.group.charter)


@pytest.mark.parametrize(("text", "code"), [(" \n ", "text_missing"), ("x" * 501, "text_too_long")])
def test_a_charter_says_something_and_stays_readable(house: House, settings: Settings, text: str, code: str) -> None:
    settings.CODEV_TEXT_MAX = 500
    with pytest.raises(Invalid, match=code):
        commands.revise_charter(group=house.group, text=text, by=house.amina)
