"""What stays shut on pages and forms of groups, whoever knocks; who may come to which, tests/access/ says."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from groups import commands
from groups.models import PersonalLink, Seat

from .conftest import Arrive, Atelier, Neighbour, link_of, make_link

SIGN_IN = "sign in"
CHARTER = {"charter": "1"}


@dataclass
class Scene:
    """The house, its neighbour, and who comes to the door."""

    atelier: Atelier
    neighbour: Neighbour

    def comer(self, who: str) -> Any:
        people = {
            "outsider": self.neighbour.bruno,
            "stranger": self.neighbour.zoe,
            "facilitator": self.atelier.amina,
        }
        return people.get(who)

    def address(self, name: str) -> str:
        group = {"group_id": self.atelier.group.pk}
        member = group | {"participant_id": self.atelier.karim.pk}
        return reverse(f"groups:{name}", kwargs=member if name == "mail_link" else group)


@pytest.fixture
def scene(atelier: Atelier, neighbour: Neighbour) -> Scene:
    return Scene(atelier, neighbour)


def outcome(response: HttpResponse) -> int | str:
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return SIGN_IN
    return response.status_code


@pytest.mark.parametrize("who", ["nobody", "outsider", "stranger", "facilitator"])
def test_what_does_not_exist_answers_like_what_is_not_yours(scene: Scene, arrive: Arrive, who: str) -> None:
    address = reverse("groups:members", args=[uuid.uuid4()])
    expected = {"nobody": SIGN_IN, "stranger": SIGN_IN}.get(who, 404)
    assert outcome(arrive(scene.comer(who)).get(address)) == expected


@pytest.mark.parametrize("name", ["member", "rename", "remove", "make_link"])
def test_a_member_of_another_group_is_not_reached_through_ones_own(scene: Scene, arrive: Arrive, name: str) -> None:
    address = reverse(f"groups:{name}", args=[scene.atelier.group.pk, scene.neighbour.zoe.pk])
    http = arrive(scene.atelier.amina)
    assert (http.get if name == "member" else http.post)(address).status_code == 404


@pytest.mark.parametrize("name", ["revoke_link", "revoke_device"])
def test_a_link_or_device_of_another_is_not_reached_through_ones_own(scene: Scene, arrive: Arrive, name: str) -> None:
    link = link_of(make_link(scene.neighbour.zoe))
    seat = commands.take_seat(link=link, label="")
    wanted = link.pk if name == "revoke_link" else seat.pk
    address = reverse(f"groups:{name}", args=[scene.atelier.group.pk, scene.atelier.karim.pk, wanted])
    assert arrive(scene.atelier.amina).post(address).status_code == 404
    assert PersonalLink.objects.live().filter(pk=link.pk).exists()
    assert Seat.objects.live().filter(pk=seat.pk).exists()


def test_a_link_of_another_is_not_mailed(scene: Scene, arrive: Arrive, mailoutbox: list[Any]) -> None:
    sent = {"token": make_link(scene.atelier.lea)}
    assert arrive(scene.atelier.amina).post(scene.address("mail_link"), sent).status_code == 404
    assert mailoutbox == []


def test_who_leaves_a_device_is_nobody_there(scene: Scene, arrive: Arrive) -> None:
    arrive(scene.atelier.karim)  # another device, which stays
    http = arrive(scene.atelier.karim)
    http.post(reverse("groups:leave"))
    assert outcome(http.get(scene.address("charter"))) == SIGN_IN
    assert Seat.objects.live().filter(participant=scene.atelier.karim).exists()


@pytest.mark.parametrize("close", ["revoke_link", "remove", "revoke_device"])
def test_a_closed_seat_opens_nothing(scene: Scene, arrive: Arrive, close: str) -> None:
    http = arrive(scene.atelier.karim)
    page = scene.address("charter")
    assert http.get(page).status_code == 200
    seat = Seat.objects.latest("created_at")
    closing: dict[str, Callable[[], object]] = {
        "revoke_link": lambda: commands.revoke_link(link=seat.link, by=scene.atelier.amina),
        "remove": lambda: commands.remove_participant(participant=scene.atelier.karim, by=scene.atelier.amina),
        "revoke_device": lambda: commands.revoke_seat(seat=seat, by=scene.atelier.amina),
    }
    closing[close]()
    assert outcome(http.get(page)) == SIGN_IN
    assert http.post(page, CHARTER).status_code == 403


def test_a_disabled_account_opens_nothing(scene: Scene, arrive: Arrive) -> None:
    http = arrive(scene.atelier.amina)
    scene.atelier.amina.is_active = False
    scene.atelier.amina.save()
    assert outcome(http.get(scene.address("members"))) == SIGN_IN
