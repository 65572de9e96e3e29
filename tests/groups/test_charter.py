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
from tests.names import unnamed

from .conftest import Atelier, Neighbour


def test_accepting_is_personal_and_once(atelier: Atelier) -> None:
    charter = atelier.group.charter
    first = commands.accept_charter(participant=atelier.karim, charter=charter)
    again = commands.accept_charter(participant=atelier.karim, charter=charter)
    assert (first, first.accepted_at) == (again, again.accepted_at)
    assert atelier.karim.has_accepted(charter)
    assert not atelier.lea.has_accepted(charter)


def test_accepting_aloud_is_recorded_as_oral_with_who_heard_it(atelier: Atelier) -> None:
    charter = atelier.group.charter
    spoken = commands.accept_charter_aloud(
        participant=atelier.karim, charter=charter, heard_by=Actor(user=atelier.amina)
    )
    assert (spoken.is_oral, spoken.heard_by, atelier.karim.has_accepted(charter)) == (True, atelier.amina, True)


def test_accepting_aloud_what_was_accepted_already_changes_nothing(atelier: Atelier) -> None:
    charter = atelier.group.charter
    first = commands.accept_charter(participant=atelier.karim, charter=charter)
    again = commands.accept_charter_aloud(
        participant=atelier.karim, charter=charter, heard_by=Actor(user=atelier.amina)
    )
    assert (again, again.is_oral, again.heard_by) == (first, False, None)


@pytest.mark.parametrize("page", ["members", "charter"])
def test_the_group_s_pages_say_who_heard_it(atelier: Atelier, page: str) -> None:
    """Karim accepted before Amina, Léa before Karim who wrote for the group; Nora on her own device."""
    charter, karim = atelier.group.charter, Actor(seat=Seat(participant=atelier.karim))
    nora = atelier.group.participants.create(name="Nora", position=9)
    commands.accept_charter_aloud(participant=atelier.karim, charter=charter, heard_by=Actor(user=atelier.amina))
    commands.accept_charter_aloud(participant=atelier.lea, charter=charter, heard_by=karim)
    commands.accept_charter(participant=nora, charter=charter)
    http = Client()
    http.force_login(atelier.amina)
    answer = http.get(reverse(f"groups:{page}", args=[atelier.group.pk]), headers={"accept-language": "fr"})
    told = unnamed(answer.content.decode())
    assert told.count("charte acceptée") == 3
    assert ("de vive voix, devant Amina" in told, "de vive voix, devant Karim" in told) == (True, True)
    assert told.count("de vive voix") == 2


def test_a_new_version_is_to_be_accepted_again(atelier: Atelier) -> None:
    old = atelier.group.charter
    commands.accept_charter(participant=atelier.karim, charter=old)
    new = commands.revise_charter(group=atelier.group, text="Bienveillance.\r\nEt café. ", by=atelier.david)
    assert (new.number, new.text, atelier.group.charter) == (2, "Bienveillance.\nEt café.", new)
    assert atelier.karim.has_accepted(old)
    assert not atelier.karim.has_accepted(new)


def test_the_same_text_makes_no_version(atelier: Atelier) -> None:
    charter = atelier.group.charter
    assert commands.revise_charter(group=atelier.group, text=f" {charter.text}\n", by=atelier.amina) == charter


def test_a_version_out_of_force_is_not_accepted(atelier: Atelier, neighbour: Neighbour) -> None:
    old = atelier.group.charter
    commands.revise_charter(group=atelier.group, text="Bienveillance.", by=atelier.amina)
    for charter in (old, neighbour.group.charter):
        with pytest.raises(Stale):
            commands.accept_charter(participant=atelier.karim, charter=charter)


def test_who_left_accepts_nothing(atelier: Atelier) -> None:
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    with pytest.raises(Refused, match="participant_removed"):
        commands.accept_charter(participant=atelier.karim, charter=atelier.group.charter)


@pytest.mark.parametrize(("text", "code"), [(" \n ", "text_missing"), ("x" * 501, "text_too_long")])
def test_a_charter_says_something_and_stays_readable(
    atelier: Atelier, settings: Settings, text: str, code: str
) -> None:
    settings.CODEV_TEXT_MAX = 500
    with pytest.raises(Invalid, match=code):
        commands.revise_charter(group=atelier.group, text=text, by=atelier.amina)
