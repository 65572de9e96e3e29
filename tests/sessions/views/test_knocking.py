"""Who only knocks counts for nothing; who is turned away stays so in that browser."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from groups import queries
from groups.commands import add_participants
from groups.models import Group, Participant, Seat
from groups.pasting import PastedPerson
from sessions.live.snapshot.reading import load
from sessions.models import JournalEntry, Presence
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.guests import Guest, answer_to, dashboard, impostor, newcomer, person
from tests.sessions.cast.moments import lobby

ADDRESS = "192.0.2.7"
NOT_OPENED = "La personne qui anime n’a pas ouvert."


@pytest.fixture(autouse=True)
def lobby_with_an_empty_door(evening: Evening) -> None:
    """The lobby is open, and nobody stands at the door: Gina has gone."""
    cache.clear()
    Seat.objects.filter(pk=evening.seats["gina"].pk).delete()
    lobby(evening)


def behind_one_address(evening: Evening) -> Guest:
    return Guest(evening, Client(REMOTE_ADDR=ADDRESS))


def flood(evening: Evening, count: int) -> list[Seat]:
    """So many new names at the door, made as their browsers make them but for the pages; the charter accepted."""
    charter = evening.group.charter
    people = Participant.objects.bulk_create(
        Participant(group=evening.group, name=f"Foule {number:02}", position=0, is_knocking=True)
        for number in range(count)
    )
    rows = [Seat(participant=one, session_id=evening.session_id, accepted=charter) for one in people]
    return Seat.objects.bulk_create(rows)


def test_thirty_knocks_are_in_no_list_and_take_no_room(evening: Evening, settings: Settings) -> None:
    settings.CODEV_PARTICIPANTS_MAX = len(evening.people) + 1
    before = load(evening.session_id)
    newcomer(evening, "Nora")
    flood(evening, 29)

    assert before
    snapshot = load(evening.session_id)
    assert snapshot
    assert snapshot.members == before.members
    assert not queries.members(evening.group, evening.group.charter).filter(name__in=["Nora", "Foule 01"])
    page = evening.browser("claire").get(reverse("groups:members", args=[evening.group.pk])).content.decode()
    assert "Nora" not in page
    assert "Foule" not in page
    for reader in ("amina", "farid"):
        assert not {"Nora", "Foule"} & set(re.findall(r"\w+", dashboard(evening, reader)))
    # Members are added, under a name at the door too, and come in as if nobody knocked.
    add_participants(group=evening.group, people=[PastedPerson("Foule 01")], by=evening.users["claire"])
    assert answer_to(evening, "seat", participant=evening.id("gina")) == (204, "")
    assert answer_to(evening, "seat_newcomer", name="Encore une") == (409, "session_full")


def test_twenty_nine_knocks_fill_no_session(evening: Evening, settings: Settings) -> None:
    """Six are present; among all who knock the one member is let in, and one new name, until the room is full."""
    settings.CODEV_PARTICIPANTS_MAX = 8
    flood(evening, 29)
    guest = impostor(evening, "gina")
    assert answer_to(evening, "admit", participant=evening.id("gina")) == (204, "")
    assert guest.seat.is_admitted
    assert answer_to(evening, "admit", participant=str(person("Foule 07").pk)) == (204, "")
    assert evening.group.participants.current().count() == 8
    assert answer_to(evening, "admit", participant=str(person("Foule 08").pk)) == (409, "group_full")
    assert person("Foule 08").is_knocking


def test_who_is_let_in_is_a_member_with_a_place_of_their_own(evening: Evening) -> None:
    newcomer(evening, "Nora")
    newcomer(evening, "Oscar")
    evening.do("claire", "admit_all")
    nora, oscar = person("Nora"), person("Oscar")
    assert (nora.is_knocking, oscar.is_knocking) == (False, False)
    assert {nora.position, oscar.position} == {8, 9}
    assert {str(nora.pk), str(oscar.pk)} <= set(evening.session.load().present)


def test_a_new_name_that_is_a_members_by_now_is_not_let_in_beside_it(evening: Evening) -> None:
    newcomer(evening, "Nora")
    knocking = person("Nora")
    assert answer_to(evening, "seat_newcomer", name="Nora") == (204, "")
    assert answer_to(evening, "admit", participant=str(knocking.pk)) == (409, "name_of_member")


def test_a_knock_adds_no_device_to_the_member_whose_name_was_taken(evening: Evening) -> None:
    def devices() -> int:
        return queries.members(evening.group, evening.group.charter).get(name="Bruno B.").devices  # type: ignore[attr-defined, no-any-return]

    before = devices()
    impostor(evening)
    assert devices() == before


@pytest.mark.parametrize("signs_in", ["before", "later"])
def test_who_works_for_hr_does_not_review_the_group_that_let_her_in(evening: Evening, signs_in: str) -> None:
    """Under whatever name she knocks in a browser in which she is signed in; nothing is left where nobody opens."""
    hr, guest = evening.users["hakim"], Guest(evening)
    if signs_in == "before":
        guest.http.force_login(hr)
    assert guest.take(name="Nora").status_code == 302
    guest.accept()
    if signs_in == "later":
        guest.http.force_login(hr)
    reviewed = Group.objects.reviewed_by(hr)
    assert not reviewed.exists()
    evening.do("claire", "turn_away", participant=guest.seat.participant_id)
    assert reviewed.exists()
    again = Guest(evening)
    again.http.force_login(hr)
    again.take(name="Nora")
    again.accept()
    evening.do("claire", "admit", participant=again.seat.participant_id)
    assert not reviewed.exists()


@pytest.mark.parametrize("end", ["close", "cancel"])
def test_nothing_of_a_knock_outlives_the_session(evening: Evening, end: str) -> None:
    guest = newcomer(evening)
    impostor(evening)
    if end == "close":
        evening.do("claire", "start")
    assert Presence.objects.filter(actor=f"seat:{guest.seat.pk}").exists()
    seat = guest.seat.pk
    evening.do("claire", end)

    assert not Participant.objects.filter(name="Nora").exists()
    assert not Seat.objects.knocking(evening.session_id).exists()
    assert not Presence.objects.filter(actor=f"seat:{seat}").exists()


def test_a_full_door_answers_so_and_empties_at_one_press(evening: Evening, settings: Settings) -> None:
    settings.CODEV_KNOCKS_MAX = 11
    flood(evening, 10)
    reading = Guest(evening)
    reading.take(name="Zoé")
    late = Guest(evening)
    for name in ({"name": "Nora"}, {"participant": evening.id("gina")}):
        answer = late.take(**name)
        assert answer.status_code == 429
        assert "Beaucoup de personnes attendent déjà" in answer.content.decode()

    page = dashboard(evening)
    in_sight, folded = page.split('id="more-knocks"')
    assert (in_sight.count("data-knock="), folded.count("data-knock=")) == (8, 2)
    assert "et 2 autres" in page
    assert "1 personne lit la charte à la porte" in page
    assert answer_to(evening, "turn_all_away") == (204, "")
    assert not evening.group.participants.filter(is_knocking=True).exists()
    assert "11 appareils refusés" in dashboard(evening)
    assert late.take(name="Nora").status_code == 302
    assert reading.take(name="Zoé").status_code == 403


def test_one_browser_knocks_under_so_many_names_and_no_more(evening: Evening, settings: Settings) -> None:
    settings.CODEV_KNOCKS_PER_BROWSER = 3
    guest = Guest(evening)
    assert [guest.take(name=f"Nom {n}").status_code for n in range(4)] == [302, 302, 302, 429]
    assert Participant.objects.filter(is_knocking=True).count() == 1
    assert newcomer(evening).seat


# Turned away
def test_who_is_turned_away_may_not_knock_again_in_that_browser(evening: Evening) -> None:
    guest = behind_one_address(evening)
    guest.take(name="Nora")
    evening.do("claire", "turn_away", participant=person("Nora").pk)

    guest.http.post(reverse("groups:leave"))
    for name in ({"name": "Oscar"}, {"participant": evening.id("gina")}):
        answer = guest.take(**name)
        assert answer.status_code == 403
        assert NOT_OPENED in answer.content.decode()
    assert not Participant.objects.filter(is_knocking=True).exists()
    # Another browser is another, at the same address and without cookies.
    assert behind_one_address(evening).take(name="Oscar").status_code == 302
    guest.http.cookies.clear()
    assert guest.take(name="Nora").status_code == 302


def test_who_took_a_members_name_is_turned_away_alone(evening: Evening) -> None:
    guest = impostor(evening)
    evening.do("claire", "turn_away", participant=evening.people["bruno"].pk)
    assert guest.take(name="Oscar").status_code == 403
    assert evening.id("bruno") in evening.session.load().present
    assert evening.browser("bruno").get(evening.path()).status_code == 200


def test_who_was_turned_away_may_knock_again_when_the_facilitator_says_so(evening: Evening) -> None:
    guest = newcomer(evening)
    evening.do("claire", "turn_away", participant=person("Nora").pk)
    assert "1 appareil refusé" in dashboard(evening)
    assert answer_to(evening, "let_knock_again", "amina") == (403, "not_yours_to_do")
    assert answer_to(evening, "let_knock_again") == (204, "")
    assert guest.take(name="Nora").status_code == 302
    assert "refusé" not in dashboard(evening)


def test_the_journal_keeps_no_name_of_who_was_turned_away(evening: Evening) -> None:
    seat = newcomer(evening).seat
    evening.do("claire", "turn_away", participant=seat.participant_id)
    entry = JournalEntry.objects.latest("id")
    (event,) = entry.events
    assert (event["event"], event["seats"]) == ("TurnedAway", [str(seat.pk)])
    assert "Nora" not in str(entry.events) + str(entry.arguments) + str(evening.session.state)


def test_a_state_remembers_the_last_hundred_who_were_turned_away(evening: Evening, settings: Settings) -> None:
    settings.CODEV_KNOCKS_MAX = 200
    first = flood(evening, 2)
    evening.do("claire", "turn_all_away")
    Participant.objects.filter(is_knocking=True).delete()
    rows = [Seat(participant=evening.people["gina"], session_id=evening.session_id) for _ in range(99)]
    last = Seat.objects.bulk_create(rows)
    evening.do("claire", "turn_all_away")
    kept = evening.session.load().turned_away
    assert len(kept) == 100
    assert {str(one.pk) for one in last} < set(kept)
    assert len({str(one.pk) for one in first} & set(kept)) == 1
