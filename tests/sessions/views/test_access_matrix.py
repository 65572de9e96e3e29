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
from tests.sessions.cast.evening import SCREEN, Evening, gather, plan
from tests.sessions.cast.moments import clarification
from tests.sessions.cast.sockets import in_thread, sockets

SIGN_IN, IN = "sign in", "in"
EVERYBODY = (
    *("nobody", "outsider", "hr", "admin", "deputy", "facilitator"),
    *("waiting", "client", "peer", "neighbour", "screen", "removed"),
)


def row(*outcomes: int | str) -> dict[str, int | str]:
    return dict(zip(EVERYBODY, outcomes, strict=True))


# fmt: off
#                     nobody   outsid hr   admin dep. facil wait client peer neighb screen removed
OWN = {
    "home":             row(SIGN_IN, 200, 200, 200, 200, 200, 200, 200, 200, 200, SIGN_IN, SIGN_IN),
    "session":          row(SIGN_IN, 404, 404, 404, 200, 200, 200, 200, 200, 404, 404, 404),
    "screen":           row(SIGN_IN, 404, 404, 404, 200, 200, 404, 404, 404, 404, 200, 404),
    "poll":             row(403, 404, 404, 404, 200, 200, 200, 200, 200, 404, 404, 404),
    "poll screen":      row(403, 404, 404, 404, 200, 200, 404, 404, 404, 404, 200, 404),
    "keepsake":         row(SIGN_IN, 404, 404, 404, 404, 404, 403, 200, 404, 404, 404, 404),
    "notes":            row(SIGN_IN, 404, 404, 404, 200, 200, 404, 404, 404, 404, 404, 404),
    "reword_note":      row(*[405] * 12),
    "erase_note":       row(*[405] * 12),
    "pair":             row(403, 404, 404, 404, 200, 200, 404, 404, 404, 404, 404, 404),
    "unpair":           row(*[405] * 12),
    "come_paired":      row(*[404] * 12),
    "group":            row(SIGN_IN, 404, 404, 404, 200, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "plan":             row(SIGN_IN, 404, 404, 404, 200, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "keep":             row(SIGN_IN, 404, 404, 404, 404, 404, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "forget":           row(*[405] * 12),
    "take_part":        row(*[405] * 12),
    "sheet":            row(SIGN_IN, 404, 404, 404, 404, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "afterwards":       row(SIGN_IN, 404, 404, 404, 404, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "now":              row(SIGN_IN, 200, 404, 404, 200, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "rehearse":         row(SIGN_IN, 200, 404, 404, 200, 200, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "leave_rehearsal":  row(*[405] * 12),
    "behave":           row(*[405] * 12),
    "door":             row(*[200] * 12),
    "name":             row(*[404] * 12),
    "history":          row(SIGN_IN, 404, 200, 404, 404, 404, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "group_history":    row(SIGN_IN, 404, 200, 404, 404, 404, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "attendance_csv":   row(SIGN_IN, 404, 200, 404, 404, 404, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "ledger":           row(SIGN_IN, 404, 404, 404, 200, 200, 404, 200, 200, 404, 404, 404),
    "admin":            row(SIGN_IN, 403, 403, 403, 403, 403, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "metrics":          row(404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "health":           row(200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "demo":             row(404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "POST pause":       row(403, 404, 404, 404, 403, 204, 403, 403, 403, 404, 404, 404),
    "POST raise_hand":  row(403, 404, 404, 404, 403, 403, 403, 204, 204, 404, 404, 404),
    "POST admit_all":   row(403, 404, 404, 404, 403, 204, 403, 403, 403, 404, 404, 404),
    "POST knock":       row(403, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "airtime":          row(*[405] * 12),
    "POST airtime":     row(403, 404, 404, 404, 403, 302, 403, 403, 403, 403, 403, 403),
    "POST forget":      row(403, 404, 404, 404, 404, 404, 403, 403, 403, 403, 403, 403),
    "POST afterwards":  row(403, 404, 404, 404, 404, 422, 403, 403, 403, 403, 403, 403),
    "POST take_part":   row(403, 404, 404, 404, 404, 302, 403, 403, 403, 403, 403, 403),
    "POST behave":      row(403, 404, 404, 404, 404, 404, 403, 403, 403, 403, 403, 403),
    "POST leave_rehearsal": row(403, 404, 404, 404, 404, 404, 403, 403, 403, 403, 403, 403),
    "POST name":        row(*[404] * 12),
    "POST end_break":   row(403, 404, 404, 404, 403, 409, 403, 403, 403, 404, 404, 404),
    "POST arrive":      row(403, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "POST hand_over":   row(403, 404, 404, 404, 422, 422, 422, 422, 422, 404, 404, 404),
    "POST take_over":   row(403, 404, 404, 404, 409, 403, 403, 403, 403, 404, 404, 404),
    "POST take_back":   row(403, 404, 404, 404, 403, 409, 403, 403, 403, 404, 404, 404),
    "POST reword_note": row(403, 404, 404, 404, 422, 422, 404, 404, 404, 404, 404, 404),
    "POST erase_note":  row(403, 404, 404, 404, 422, 422, 404, 404, 404, 404, 404, 404),
    "POST pair":        row(403, 404, 404, 404, 200, 200, 404, 404, 404, 404, 404, 404),
    "POST unpair":      row(403, *[404] * 11),
    "POST come_paired": row(*[404] * 12),
    "POST plan":        row(403, 404, 404, 404, 302, 302, 403, 403, 403, 403, 403, 403),
    "socket":           row(4401, 4404, 4404, 4404, IN, IN, IN, IN, IN, 4404, 4404, 4404),
    "socket screen":    row(4401, 4404, 4404, 4404, IN, IN, 4404, 4404, 4404, 4404, IN, 4404),
    # Last, since from then on each of these browsers is a room screen too.
    "enter_screen":     row(302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302, 302),
}
# Another session of the same group: all but the room screen and the guest, who are of one session alone.
SISTER = {
    "session":          row(SIGN_IN, 404, 404, 404, 200, 200, 404, 200, 200, 404, 404, 404),
    "screen":           row(SIGN_IN, 404, 404, 404, 200, 200, 404, 404, 404, 404, 404, 404),
    "poll":             row(403, 404, 404, 404, 200, 200, 404, 200, 200, 404, 404, 404),
    "keepsake":         row(SIGN_IN, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "POST open":        row(403, 404, 404, 404, 403, 204, 404, 403, 403, 404, 404, 404),
    "socket":           row(4401, 4404, 4404, 4404, IN, IN, 4404, IN, IN, 4404, 4404, 4404),
    "socket screen":    row(4401, 4404, 4404, 4404, IN, IN, 4404, 4404, 4404, 4404, 4404, 4404),
}
# A session of another organisation, the outsider's and the neighbour's own; and one that does not exist at all.
FOREIGN = {
    "session":          row(SIGN_IN, 200, 404, 404, 404, 404, 404, 404, 404, 200, 404, 404),
    "screen":           row(SIGN_IN, 200, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404),
    "poll":             row(403, 200, 404, 404, 404, 404, 404, 404, 404, 200, 404, 404),
    "POST open":        row(403, 204, 404, 404, 404, 404, 404, 404, 404, 403, 404, 404),
    "socket":           row(4401, IN, 4404, 4404, 4404, 4404, 4404, 4404, 4404, IN, 4404, 4404),
    "socket screen":    row(4401, IN, 4404, 4404, 4404, 4404, 4404, 4404, 4404, 4404, 4404, 4404),
}
NOWHERE = {
    "session":          row(SIGN_IN, *[404] * 11),
    "screen":           row(SIGN_IN, *[404] * 11),
    "poll":             row(403, *[404] * 11),
    "keepsake":         row(SIGN_IN, *[404] * 11),
    "POST open":        row(403, *[404] * 11),
    "socket":           row(4401, *[4404] * 11),
    "socket screen":    row(4401, *[4404] * 11),
}
# fmt: on
TABLES = {"own": OWN, "sister": SISTER, "foreign": FOREIGN, "nowhere": NOWHERE}
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
    clarification(evening)
    theirs = gather(("amina",), organisation="Voisins")
    sister = plan(evening.group.cycle)
    evening.people["farid"].removed_at = timezone.now()
    evening.people["farid"].save()
    return Door(evening, theirs, sister)


def outcome(answer: HttpResponse) -> int | str:
    if answer.status_code == 302 and answer["Location"].startswith(reverse("account_login")):
        return SIGN_IN
    return int(answer.status_code)


OF_THE_GROUP = ("group", "plan", "keep", "forget", "group_history", "attendance_csv", "ledger", "leave_rehearsal")
OF_THE_GROUP = ("group", "plan", "keep", "forget", "group_history", "attendance_csv", "ledger", "airtime")


def ask(door: Door, which: str, what: str, http: Client) -> HttpResponse:
    session = door.session(which)
    pages: dict[str, Any] = {"home": [], "admin": [], "metrics": [], "health": [], "demo": ["forged"]}
    pages |= {"history": [], "now": [], "rehearse": [], "door": [], "enter_screen": [session.screen_secret]}
    pages |= {"come_paired": ["forged"], "unpair": [session.pk, uuid4()]}
    pages |= {page: [door.ours.group.pk] for page in OF_THE_GROUP}
    method, _, command = what.rpartition(" ")
    if what == "POST plan":
        return http.post(reverse("sessions:plan", args=[door.ours.group.pk]), PLAN)
    elsewhere = ("forget", "name", "take_part", "afterwards", "pair", "unpair", "come_paired", "behave")
    elsewhere += ("reword_note", "erase_note")
    if method == "POST" and command in (*elsewhere, "leave_rehearsal", "airtime"):
        return http.post(reverse(f"sessions:{command}", args=pages.get(command, [session.pk])))
    if method == "POST":
        return http.post(reverse("sessions:do", args=[session.pk, command]), {"key": str(uuid4())})
    if what in ("admin", "metrics", "health"):
        return http.get({"admin": "/admin/login/", "metrics": "/metrics", "health": "/health/"}[what])
    name = what.removesuffix(" screen") if what == "poll screen" else what
    return http.get(
        reverse(f"sessions:{name}", args=pages.get(name, [session.pk])),
        {"screen": ""} if what == "poll screen" else {},
    )


PLAN = {"scheduled_at": "2099-01-31T10:00", "protocol_key": "codev-classique", "minutes": "120", "rounds": "2"}


@pytest.mark.parametrize("which", TABLES)
def test_every_address(door: Door, which: str) -> None:
    table = {what: cells for what, cells in TABLES[which].items() if not what.startswith("socket")}
    browsers = {who: door.browser(who) for who in EVERYBODY}
    assert {
        what: {who: outcome(ask(door, which, what, http)) for who, http in browsers.items()} for what in table
    } == table


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
            message = await page.socket.receive_output(timeout=10)
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
    asked = {what.removesuffix(" screen") for what in OWN if not what.startswith(("POST", "socket"))} - {"admin"}
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
