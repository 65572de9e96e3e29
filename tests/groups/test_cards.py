"""Cards with a link each, for people without an address too; printed again they are the same. What lists ask for."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups import commands
from groups.models import Invitation, Mail, Participant, PersonalLink, Seat
from groups.pasting import PastedPerson
from tests.groups.conftest import Arrive, Atelier, Neighbour, make_link, url
from tests.names import unnamed

pytestmark = pytest.mark.usefixtures("in_english")


def links_in(page: str) -> list[str]:
    return re.findall(rf"{settings.CODEV_BASE_URL}(/join/[\w-]{{22}}/)", page)


def test_cards_open_for_people_without_an_address_and_links_of_before_go_on(atelier: Atelier, arrive: Arrive) -> None:
    before = make_link(atelier.lea)
    http, path = arrive(atelier.amina), url("cards", atelier.group.pk)
    asked = http.get(path)
    assert "Links of before go on opening." in asked.content.decode()
    assert PersonalLink.objects.count() == 1
    form = asked.context["form"]
    assert form.initial["people"] == [str(atelier.karim.pk), str(atelier.lea.pk)]
    printed = http.post(path, {"key": form.initial["key"], "people": form.initial["people"]})
    page = printed.content.decode()
    assert "no-store" in printed["Cache-Control"]
    assert [re.findall(f"{name}</bdi></p>", page) != [] for name in ("Karim", "Léa")] == [True, True]
    karims, leas = links_in(page)
    assert page.count('class="qr"') == 2
    for link, name in ((karims, "Karim"), (leas, "Léa"), (url("join", before), "Léa")):
        assert f"Hello {name}" in unnamed(Client().get(link).content.decode())


def test_a_page_of_cards_that_is_loaded_again_shows_the_same(atelier: Atelier, arrive: Arrive) -> None:
    http, path = arrive(atelier.amina), url("cards", atelier.group.pk)
    sent = {"key": str(uuid4()), "people": [str(atelier.karim.pk), str(atelier.lea.pk)]}
    first, again = (links_in(http.post(path, sent).content.decode()) for _time in range(2))
    assert first == again
    assert PersonalLink.objects.count() == 2
    # Another facilitator's page, another key: other links.
    assert not set(first) & set(links_in(http.post(path, sent | {"key": str(uuid4())}).content.decode()))
    # What was closed meanwhile opens no more, and is not shown as if it did.
    commands.revoke_links(participant=atelier.karim, by=atelier.amina)
    assert links_in(http.post(path, sent).content.decode()) == first[1:]


def test_cards_are_for_members_of_the_group_alone(atelier: Atelier, neighbour: Neighbour, arrive: Arrive) -> None:
    http, path = arrive(atelier.amina), url("cards", atelier.group.pk)
    for people in ([], [str(neighbour.zoe.pk)], ["x"]):
        answer = http.post(path, {"key": str(uuid4()), "people": people})
        assert (answer.status_code, links_in(answer.content.decode())) == (422, [])
    assert http.post(path, {"key": "x", "people": [str(atelier.lea.pk)]}).status_code == 422
    assert not PersonalLink.objects.exists()


def test_lists_and_presses_ask_the_same_for_one_as_for_thirty(atelier: Atelier, arrive: Arrive) -> None:
    commands.remove_participant(participant=atelier.lea, by=atelier.amina)
    http = arrive(atelier.amina)
    asked = [costs(http, atelier)]
    people = [PastedPerson(f"P{number}", f"p{number}@exemple.fr") for number in range(29)]
    made = commands.add_participants(group=atelier.group, people=people, by=atelier.amina)
    Invitation.objects.create(participant=made[0], refused_at=timezone.now(), reason="unknown")
    Seat.objects.create(participant=made[1], link=PersonalLink.objects.create(participant=made[1], token_hash="x"))
    gone = [Participant(group=atelier.group, name=f"G{n}", position=40, removed_at=timezone.now()) for n in range(600)]
    Participant.objects.bulk_create(gone)
    Mail.objects.all().delete()
    Invitation.objects.filter(participant=atelier.karim).delete()
    asked.append(costs(http, atelier))
    assert asked[0] == asked[1]
    assert Mail.objects.count() == 29  # thirty without the one who came
    page = http.get(url("invitations", atelier.group.pk)).content.decode()
    assert page.count("/return/") == 500


def costs(http: Client, atelier: Atelier) -> list[int]:
    """Queries of the page, of inviting everybody, of asking for cards, of making them."""
    found = []
    people = [str(one.pk) for one in atelier.group.participants.current()]
    cards = url("cards", atelier.group.pk)
    for ask in (
        lambda: http.get(url("invitations", atelier.group.pk)),
        lambda: http.post(url("invite_all", atelier.group.pk)),
        lambda: http.get(cards),
        lambda: http.post(cards, {"key": str(uuid4()), "people": people}),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert ask().status_code in (200, 302)
        found.append(len(asked))
    return found
