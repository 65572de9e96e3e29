"""Who a browser acts as."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from groups import actors, commands
from groups.actors import Actor, drop_seats, hold_screen, hold_seat, seat_in, seats_of
from groups.models import Participant, Seat

from .conftest import Atelier, Neighbour, link_of, make_link


def take(participant: Participant) -> Seat:
    return commands.take_seat(link=link_of(make_link(participant)), label="iPhone")


def holding(*seats: Seat) -> SessionStore:
    browser = SessionStore()
    for seat in seats:
        hold_seat(browser, seat)
    return browser


def test_an_actor_has_a_key_of_its_kind(atelier: Atelier) -> None:
    seat, screen = take(atelier.karim), uuid.uuid4()
    assert Actor(user=atelier.amina).key == f"user:{atelier.amina.pk}"
    assert Actor(seat=seat).key == f"seat:{seat.pk}"
    assert Actor(screen=screen).key == f"screen:{screen}"


def test_only_a_seat_is_a_participant(atelier: Atelier) -> None:
    assert Actor(seat=take(atelier.karim)).participant == atelier.karim
    assert Actor(user=atelier.amina).participant is None
    assert Actor(screen=uuid.uuid4()).participant is None


def test_a_browser_without_seats_costs_no_query(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert seats_of(SessionStore()) == []


def test_seats_come_with_group_in_one_query(
    atelier: Atelier, neighbour: Neighbour, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    seats = [take(atelier.karim), take(atelier.lea), take(neighbour.zoe)]
    browser = holding(*seats)
    with django_assert_num_queries(1):
        assert [seat.participant.group.name for seat in seats_of(browser)] == ["Les mardis", "Les mardis", "Les jeudis"]


def test_a_member_is_known_weeks_later(atelier: Atelier, client: Client) -> None:
    client.post(f"/join/{make_link(atelier.karim)}/")
    assert client.cookies["sessionid"]["max-age"] == actors.SEATED_SECONDS

    with time_machine.travel(timezone.now() + timedelta(days=90), tick=False):
        assert client.get("/").status_code == 200


def test_who_signs_in_there_is_known_no_longer_than_elsewhere(atelier: Atelier, client: Client) -> None:
    client.post(f"/join/{make_link(atelier.karim)}/")
    client.force_login(atelier.amina)
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE

    client.post(f"/join/{make_link(atelier.lea)}/")
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        assert "_auth_user_id" not in client.session


def test_a_revoked_seat_is_no_seat(atelier: Atelier) -> None:
    seat, kept = take(atelier.karim), take(atelier.lea)
    browser = holding(seat, kept)
    commands.revoke_seat(seat=seat, by=atelier.amina)
    assert seats_of(browser) == [kept]


def test_a_removed_participant_has_no_seat(atelier: Atelier) -> None:
    browser = holding(take(atelier.karim))
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    assert seats_of(browser) == []


def test_holding_changes_the_browsers_key_and_never_doubles(atelier: Atelier) -> None:
    seat = take(atelier.karim)
    browser = SessionStore()
    browser.create()
    before = browser.session_key
    hold_seat(browser, seat)
    hold_seat(browser, seat)
    assert browser.session_key != before
    assert browser["seats"] == [str(seat.pk)]


def test_dropping_leaves_every_seat_and_keeps_screens(atelier: Atelier) -> None:
    browser, screen = holding(take(atelier.karim)), uuid.uuid4()
    hold_screen(browser, screen)
    drop_seats(browser)
    drop_seats(browser)
    assert seats_of(browser) == []
    assert browser["screens"] == [str(screen)]


def test_a_browser_acts_as_whom_it_names_or_came_in_last(atelier: Atelier, neighbour: Neighbour) -> None:
    karims, leas, zoes = take(atelier.karim), take(atelier.lea), take(neighbour.zoe)
    seats = seats_of(holding(karims, leas, zoes))
    assert seat_in(seats, atelier.group.pk) == leas
    assert seat_in(seats, atelier.group.pk, str(atelier.karim.pk)) == karims
    assert seat_in(seats, atelier.group.pk, str(neighbour.zoe.pk)) is None
    assert seat_in(seats, uuid.uuid4()) is None


@pytest.mark.parametrize(
    ("address", "sent", "who"),
    [
        ("/", {}, ""),
        ("/?as=amina", {}, "amina"),
        ("/", {"as": "bruno"}, "bruno"),
        ("/?as=amina", {"as": "bruno"}, "bruno"),
        ("/?as=amina", {"as": ""}, "amina"),
    ],
)
def test_what_a_form_says_counts_more_than_its_page_s_address(address: str, sent: dict[str, str], who: str) -> None:
    assert actors.as_wanted(RequestFactory().post(address, sent)) == who
