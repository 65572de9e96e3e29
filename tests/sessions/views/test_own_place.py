"""Somebody who facilitates and is a peer too: one browser, two pages, one person in the circle."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from groups.models import Participant
from sessions.live.snapshot.reading import load
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import lobby

pytestmark = pytest.mark.django_db


def take_part(evening: Evening) -> tuple[Client, str]:
    """Claire takes a place and accepts the charter: her browser, and the address of her own page."""
    http = evening.browser("claire")
    answer = http.post(evening.path("take-part/"))
    assert answer.status_code == 302
    page = answer["Location"]
    charter = http.get(page)["Location"]
    accepted = http.post(charter.split("?")[0], {"charter": evening.group.charter.number, "as": page.split("as=")[1]})
    assert accepted.status_code == 302
    return http, page


def claire_of(evening: Evening) -> Participant:
    return evening.group.participants.get(email=evening.users["claire"].email)


def test_a_facilitator_takes_a_place_and_keeps_the_dashboard(evening: Evening) -> None:
    lobby(evening)
    http, page = take_part(evening)

    shells = [
        re.search('data-shell="([a-z]+)" data-zone', http.get(at).content.decode()) for at in (page, evening.path())
    ]

    assert [shell and shell[1] for shell in shells] == ["participant", "facilitator"]
    assert page in http.get(evening.path()).content.decode()
    assert str(claire_of(evening).pk) in evening.session.load().present


def test_she_has_one_seat_in_the_circle(evening: Evening) -> None:
    lobby(evening)
    http, page = take_part(evening)
    http.get(page)

    seats = re.findall(r'data-seat="([^"]+)"', http.get(evening.path()).content.decode())

    assert seats.count(str(claire_of(evening).pk)) == 1
    assert f"guide-{evening.users['claire'].pk}" not in seats
    assert f"guide-{evening.users['colin'].pk}" in seats


def test_taking_part_twice_makes_no_second_place(evening: Evening) -> None:
    lobby(evening)
    http, page = take_part(evening)

    assert http.post(evening.path("take-part/"))["Location"] == page
    assert evening.group.participants.filter(email=evening.users["claire"].email).count() == 1


def test_a_member_under_the_same_address_is_the_same_person(evening: Evening) -> None:
    lobby(evening)
    Participant.objects.filter(pk=evening.people["chloe"].pk).update(email=evening.users["claire"].email.upper())

    page = evening.browser("claire").post(evening.path("take-part/"))["Location"]

    assert page.endswith(evening.id("chloe"))
    snapshot = load(evening.session_id)
    assert snapshot
    assert snapshot.guides[evening.users["claire"].pk].participant == evening.id("chloe")


def test_her_own_page_guides_nothing(evening: Evening) -> None:
    lobby(evening)
    http, page = take_part(evening)
    http.get(page)

    refused = evening.post(http, "start", **{"as": page.split("as=")[1]})

    assert refused.status_code == 403
