"""Every page and form of groups × everybody who may come to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from groups import commands
from groups.actors import hold_seat
from groups.models import PersonalLink, Seat
from tests.second_step import in_one_step

from .conftest import Arrive, Atelier, Neighbour, link_of, make_link

SIGN_IN = "sign in"
EVERYBODY = ("nobody", "outsider", "stranger", "member", "facilitator", "deputy", "admin", "hr", "guest")


@dataclass
class Scene:
    """The house with a link and a device of Karim's, and who comes to the door."""

    atelier: Atelier
    neighbour: Neighbour
    token: str
    seat: Seat

    def comer(self, who: str) -> Any:
        people = {
            "outsider": self.neighbour.bruno,
            "stranger": self.neighbour.zoe,
            "member": self.atelier.lea,
            "facilitator": self.atelier.amina,
            "deputy": self.atelier.david,
            "admin": self.atelier.agnes,
            "hr": self.atelier.hakim,
        }
        return people.get(who)

    def address(self, name: str) -> str:
        organisation = {"organisation_id": self.atelier.organisation.pk}
        group = {"group_id": self.atelier.group.pk}
        member = group | {"participant_id": self.atelier.karim.pk}
        known: dict[str, dict[str, Any]] = dict.fromkeys(
            ("organisation", "invite", "write_support", "limit_retention", "make_group"), organisation
        )
        known |= dict.fromkeys(("members", "facilitators", "charter", "revise_charter", "start_cycle", "called"), group)
        known |= dict.fromkeys(("member", "rename", "remove", "make_link", "mail_link"), member)
        known["revoke_link"] = member | {"link_id": link_of(self.token).pk}
        known["revoke_device"] = member | {"seat_id": self.seat.pk}
        known["join"] = {"token": self.token}
        known["leave"] = known["notice"] = {}
        known |= {name: {} for name in ("account", "devices", "end_sign_ins", "second_step", "second_step_done")}
        known["end_sign_in"] = {"sign_in_id": uuid.uuid4()}
        known["reset_second_step"] = organisation | {"user_id": self.atelier.hakim.pk}
        return reverse(f"groups:{name}", kwargs=known[name])


@pytest.fixture
def scene(atelier: Atelier, neighbour: Neighbour) -> Scene:
    token = make_link(atelier.karim)
    seat = commands.take_seat(link=link_of(token), label="iPhone · Safari")
    return Scene(atelier, neighbour, token, seat)


def guest(scene: Scene) -> Client:
    """A browser that gave a session's code and took Léa's name, and was admitted."""
    http = Client()
    group, lea = scene.atelier.group, scene.atelier.lea
    seat = commands.take_guest_seat(group=group, session_id=uuid.uuid4(), participant=lea.pk, label="")
    commands.admit_guests(participants=[lea], session_id=seat.session_id)
    browser = http.session
    hold_seat(browser, seat)
    browser.save()
    http.cookies[settings.SESSION_COOKIE_NAME] = str(browser.session_key)
    return http


def outcome(response: HttpResponse) -> int | str:
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return SIGN_IN
    return response.status_code


def row(*outcomes: int | str) -> dict[str, int | str]:
    return dict(zip(EVERYBODY, outcomes, strict=True))


#                             nobody   outsider stranger member facil. deputy admin  hr
READING = {
    "organisation": row(SIGN_IN, 404, SIGN_IN, SIGN_IN, 200, 200, 200, 404, SIGN_IN),
    "members": row(SIGN_IN, 404, SIGN_IN, SIGN_IN, 200, 200, 404, 404, SIGN_IN),
    "member": row(SIGN_IN, 404, SIGN_IN, SIGN_IN, 200, 200, 404, 404, SIGN_IN),
    "facilitators": row(SIGN_IN, 404, SIGN_IN, SIGN_IN, 200, 200, 200, 404, SIGN_IN),
    "charter": row(SIGN_IN, 404, 404, 200, 200, 200, 404, 404, 200),
    "account": row(SIGN_IN, 200, SIGN_IN, SIGN_IN, 200, 200, 200, 200, SIGN_IN),
    "devices": row(SIGN_IN, 200, SIGN_IN, SIGN_IN, 200, 200, 200, 200, SIGN_IN),
    "reset_second_step": row(SIGN_IN, 404, SIGN_IN, SIGN_IN, 404, 404, 200, 404, SIGN_IN),
    "second_step": row(SIGN_IN, 302, SIGN_IN, SIGN_IN, 302, 302, 302, 302, SIGN_IN),
    "second_step_done": row(SIGN_IN, 302, SIGN_IN, SIGN_IN, 302, 302, 302, 302, SIGN_IN),
    "join": row(200, 200, 200, 200, 200, 200, 200, 200, 200),
    "called": row(SIGN_IN, 404, 404, 200, 404, 404, 404, 404, 200),
    "notice": row(200, 200, 200, 200, 200, 200, 200, 200, 200),
}
#                             nobody outsider stranger member facil. deputy admin hr
WRITING = {
    "end_sign_in": row(403, 302, 403, 403, 302, 302, 302, 302, 403),
    "end_sign_ins": row(403, 302, 403, 403, 302, 302, 302, 302, 403),
    "reset_second_step": row(403, 404, 403, 403, 404, 404, 302, 404, 403),
    "invite": row(403, 404, 403, 403, 403, 403, 302, 404, 403),
    "write_support": row(403, 404, 403, 403, 403, 403, 302, 404, 403),
    "limit_retention": row(403, 404, 403, 403, 403, 403, 302, 404, 403),
    "make_group": row(403, 404, 403, 403, 302, 302, 302, 404, 403),
    "members": row(403, 404, 403, 403, 302, 302, 404, 404, 403),
    "rename": row(403, 404, 403, 403, 302, 302, 404, 404, 403),
    "remove": row(403, 404, 403, 403, 302, 302, 404, 404, 403),
    "make_link": row(403, 404, 403, 403, 200, 200, 404, 404, 403),
    "mail_link": row(403, 404, 403, 403, 302, 302, 404, 404, 403),
    "revoke_link": row(403, 404, 403, 403, 302, 302, 404, 404, 403),
    "revoke_device": row(403, 404, 403, 403, 302, 302, 404, 404, 403),
    "facilitators": row(403, 404, 403, 403, 302, 403, 403, 404, 403),
    "start_cycle": row(403, 404, 403, 403, 302, 302, 404, 404, 403),
    "charter": row(403, 404, 404, 302, 404, 404, 404, 404, 302),
    "revise_charter": row(403, 404, 403, 403, 302, 302, 404, 404, 403),
    "join": row(302, 302, 302, 302, 302, 302, 302, 302, 302),
    "leave": row(302, 302, 302, 302, 302, 302, 302, 302, 302),
    "called": row(403, 404, 404, 302, 404, 404, 404, 404, 302),
}
SENT: dict[str, dict[str, str]] = {
    "invite": {"name": "Nadia", "email": "nadia@atelier.fr", "role": "facilitator"},
    "make_group": {"name": "Les lundis"},
    "write_support": {"text": "Médecine du travail"},
    "limit_retention": {"days": "60"},
    "members": {"people": "Omar\nAna; ana@exemple.fr"},
    "called": {"called": "Lili"},
    "rename": {"name": "Karim B."},
    "facilitators": {"email": "hakim@atelier.fr", "role": "deputy"},
    "charter": {"charter": "1"},
    "revise_charter": {"text": "Bienveillance."},
}


def outcomes(scene: Scene, arrive: Arrive, ask: Callable[[Client], HttpResponse]) -> dict[str, int | str]:
    """What each comer gets, every one finding the scene as it was."""
    found: dict[str, int | str] = {}
    for who in EVERYBODY:
        with transaction.atomic():
            found[who] = outcome(ask(guest(scene) if who == "guest" else arrive(scene.comer(who))))
            transaction.set_rollback(True)
    return found


def test_every_address_stands_in_the_tables() -> None:
    names = {name for name in get_resolver("groups.urls").reverse_dict if isinstance(name, str)}
    assert names == {*READING, *WRITING}


@pytest.mark.parametrize("name", READING)
def test_reading(scene: Scene, arrive: Arrive, name: str) -> None:
    assert outcomes(scene, arrive, lambda http: http.get(scene.address(name))) == READING[name]


@pytest.mark.parametrize("name", WRITING)
def test_writing(scene: Scene, arrive: Arrive, name: str) -> None:
    sent = SENT.get(name, {}) | ({"token": scene.token} if name == "mail_link" else {})
    assert outcomes(scene, arrive, lambda http: http.post(scene.address(name), sent)) == WRITING[name]


@pytest.mark.parametrize("name", READING)
def test_no_page_is_kept_by_caches(scene: Scene, arrive: Arrive, name: str) -> None:
    reader = next(who for who, answer in READING[name].items() if answer in (200, 302))
    assert "no-store" in arrive(scene.comer(reader)).get(scene.address(name))["Cache-Control"]


EVERYBODY_S = {
    *("join", "leave", "notice"),
    *("account", "devices", "end_sign_in", "end_sign_ins", "second_step_done"),
}  # as open to a role in one step as in two


@pytest.mark.parametrize("who", ["admin", "hr"])
def test_what_is_a_role_s_opens_in_two_steps_alone(scene: Scene, arrive: Arrive, who: str) -> None:
    """Every page and form of this table that these roles open: a new one is either everybody's, or is asked here."""
    http = in_one_step(arrive(scene.comer(who)))
    read = {name for name, cells in READING.items() if cells[who] in (200, 302)} - EVERYBODY_S - {"second_step"}
    written = {name for name, cells in WRITING.items() if cells[who] in (200, 302)} - EVERYBODY_S
    for name in read:
        assert http.get(scene.address(name)).url.startswith(reverse("groups:second_step"))
    assert {name: http.post(scene.address(name), SENT.get(name, {})).status_code for name in written} == dict.fromkeys(
        written, 403
    )
    assert (len(read), len(written)) == {"admin": (3, 5), "hr": (0, 0)}[who]


@pytest.mark.parametrize("name", sorted({*WRITING} - {*READING}))
def test_what_only_writes_is_not_read(scene: Scene, arrive: Arrive, name: str) -> None:
    assert arrive(scene.atelier.amina).get(scene.address(name)).status_code == 405


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
    assert http.post(page, SENT["charter"]).status_code == 403


def test_a_disabled_account_opens_nothing(scene: Scene, arrive: Arrive) -> None:
    http = arrive(scene.atelier.amina)
    scene.atelier.amina.is_active = False
    scene.atelier.amina.save()
    assert outcome(http.get(scene.address("members"))) == SIGN_IN
