"""Every address and socket of the product × everybody who may come to it × one's own session and another's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from sessions.demo import people
from sessions.models import Session
from tests.second_step import in_one_step
from tests.sessions.cast.evening import SCREEN, Evening, gather, plan
from tests.sessions.cast.moments import clarification
from tests.sessions.cast.sockets import PATIENCE, in_thread, sockets
from tests.sessions.views.access import EVERYBODY, IN, OWN, SIGN_IN, TABLES

ELSEWHERE = {"set_language"}  # answers alike to everybody; allauth's own addresses are its own to test


@dataclass
class Door:
    """Two evenings next door to each other, and a browser of everybody who may come."""

    ours: Evening
    theirs: Evening
    sister: Session

    def browser(self, who: str) -> Client:
        ours = {"hr": "hakim", "admin": "agnes", "deputy": "david", "facilitator": "claire", "waiting": "gina"}
        ours |= {"client": "amina", "peer": "chloe", "removed": "farid", "screen": SCREEN, "nobody": ""}
        if who in ours:
            return self.ours.browser(ours[who])
        return self.theirs.browser({"outsider": "claire", "neighbour": "amina"}[who])

    def session(self, which: str) -> Session:
        nowhere = Session(pk=uuid4())
        return {"own": self.ours.session, "sister": self.sister, "foreign": self.theirs.session}.get(which, nowhere)


@pytest.fixture
def door(evening: Evening) -> Door:
    """Claire's dashboard is open: nobody need take over."""
    clarification(evening)
    evening.browser("claire").get(evening.path("stage/?shown=1"))
    theirs = gather(("amina",), organisation="Voisins")
    sister = plan(evening.group.cycle)
    evening.people["farid"].removed_at = timezone.now()
    evening.people["farid"].save()
    return Door(evening, theirs, sister)


def outcome(answer: HttpResponse) -> int | str:
    if answer.status_code == 302 and answer["Location"].startswith(reverse("account_login")):
        return SIGN_IN
    return int(answer.status_code)


OF_THE_GROUP = (
    "group",
    "plan",
    "keep",
    "forget",
    "group_history",
    "attendance_csv",
    "ledger",
    "ledger_json",
    "ledger_csv",
    "leave_rehearsal",
    "airtime",
)
OF_THE_PRODUCT = {"admin": "/admin/login/", "metrics": "/metrics", "health": "/health/"}
# Forms with an address of their own; every other one is a command of the session.
FORMS = (
    "forget",
    "name",
    "take_part",
    "call",
    "afterwards",
    "end",
    "pair",
    "unpair",
    "come_paired",
    "behave",
    "reword_note",
    "erase_note",
    "leave_rehearsal",
    "airtime",
    "erase_my_data",
)


def ask(door: Door, which: str, what: str, http: Client) -> HttpResponse:
    session = door.session(which)
    method, _, form = what.rpartition(" ")
    if what == "POST plan":
        return http.post(reverse("sessions:plan", args=[door.ours.group.pk]), PLAN)
    if method == "POST" and form in FORMS:
        return http.post(reverse(f"sessions:{form}", args=arguments(door, session, form)))
    if method == "POST":
        return http.post(reverse("sessions:do", args=[session.pk, form]), {"key": str(uuid4())})
    if what in OF_THE_PRODUCT:
        return http.get(OF_THE_PRODUCT[what])
    if what == "poll screen":
        return http.get(reverse("sessions:poll", args=[session.pk]), {"screen": ""})
    return http.get(reverse(f"sessions:{what}", args=arguments(door, session, what)))


def arguments(door: Door, session: Session, page: str) -> list[Any]:
    """What stands in the address of a page: the session, if nothing else."""
    if page in ("home", "past", "history", "now", "rehearse", "door", "my_data", "my_data_json", "erase_my_data"):
        return []
    if page in ("demo", "come_paired"):
        return ["forged"]
    if page in OF_THE_GROUP:
        return [door.ours.group.pk]
    if page == "enter_screen":
        return [session.screen_secret]
    return [session.pk, uuid4()] if page == "unpair" else [session.pk]


PLAN = {"scheduled_at": "2099-01-31T10:00", "protocol_key": "codev-classique", "minutes": "120", "rounds": "2"}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("which", TABLES)
def test_every_address(door: Door, which: str, who: str) -> None:
    own = {what: cells[who] for what, cells in TABLES[which].items() if not what.startswith("socket")}
    http = door.browser(who)
    assert {what: outcome(ask(door, which, what, http)) for what in own} == own


# What HR and administrators open as everybody does; the rest of what they open is their role's.
IN_ONE_STEP = {
    "home",
    "door",
    "my_data",
    "my_data_json",
    "erase_my_data",
    "health",
    "enter_screen",
    "POST erase_my_data",
}


@pytest.mark.parametrize(("who", "pages"), [("hr", 3), ("admin", 0)])
def test_what_is_a_role_s_opens_in_two_steps_alone(door: Door, who: str, pages: int) -> None:
    """A new address that these roles open is either everybody's, or leads them to the second step."""
    http = in_one_step(door.browser(who))
    theirs = {what for what, cells in OWN.items() if cells[who] not in (403, 404, 405, 4404)} - IN_ONE_STEP
    asked = {what: ask(door, "own", what, http) for what in theirs}
    assert {what for what, answer in asked.items() if not answer.url.startswith(reverse("groups:second_step"))} == set()
    assert len(asked) == pages


@pytest.mark.parametrize("which", TABLES)
async def test_every_socket(door: Door, which: str) -> None:
    browsers = {who: await in_thread(door.browser, who) for who in EVERYBODY}
    path = f"/ws/sessions/{(await in_thread(door.session, which)).pk}/"
    assert await knock_with_each(door.ours, browsers, path) == TABLES[which]["socket"]
    assert await knock_with_each(door.ours, browsers, path + "screen/") == TABLES[which]["socket screen"]


async def knock_with_each(evening: Evening, browsers: dict[str, Client], path: str) -> dict[str, int | str]:
    found: dict[str, int | str] = {}
    async with sockets(evening) as opened:
        for who, http in browsers.items():
            page = await opened.knock(http=http, path=path)
            message = await page.socket.receive_output(timeout=PATIENCE)
            found[who] = IN if message["type"] == "websocket.send" else int(message["code"])
    return found


def addresses(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        elif pattern.app_name not in ("admin", "groups") and "account" not in str(pattern.pattern):
            yield from addresses(pattern)


def test_every_address_stands_in_the_table() -> None:
    """Those of groups have a table of their own, in tests/groups/test_access.py."""
    asked = {what.removesuffix(" screen") for what in OWN if not what.startswith(("POST", "socket"))} - {
        *OF_THE_PRODUCT
    }
    assert {*addresses(get_resolver())} - ELSEWHERE == asked | {"do"}


@pytest.mark.parametrize("which", ["user", "participant"])
def test_demo_links_open_for_demo_data_alone(evening: Evening, which: str) -> None:
    """A link that is rightly signed, for somebody of a real organisation."""
    person = evening.users["claire"] if which == "user" else evening.people["amina"]
    token = signing.Signer(salt=people.SALT).sign_object({"session": str(evening.session_id), which: str(person.pk)})
    assert Client().get(reverse("sessions:demo", args=[token])).status_code == 404


@pytest.mark.parametrize("address", ["", "screen/"])
def test_live_pages_are_kept_by_no_cache(evening: Evening, address: str) -> None:
    assert "no-store" in evening.browser("claire").get(evening.path(address))["Cache-Control"]
