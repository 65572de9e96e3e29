"""Every address, socket and page of the admin × everybody who may come: what the tables here say, asserted."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group as Permissions
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from groups.mails import mail_invitation
from sessions.live.regions.catalogue import FACILITATOR, PARTICIPANTS, REGIONS, SCREEN
from tests.second_step import in_one_step
from tests.sessions.cast.evening import Evening, gather
from tests.sessions.cast.sockets import PATIENCE, in_thread, sockets

from .accounts import ACCOUNT, ADMIN, PRODUCT
from .addresses import APART, routes
from .roles import EVERYBODY, IN, SIGN_IN, Outcome, Row
from .routes import ELSEWHERE, ROUTES
from .scene import Scene, build, outcome

OWN = (*(row for rows in ROUTES.values() for row in rows), *ACCOUNT, *PRODUCT)
TABLES = {"own": OWN, **dict(ELSEWHERE.values())}
SOCKETS = {"socket": "", "socket screen": "screen/"}
PAGES = {"list": "changelist", "one": "change", "add": "add", "delete": "delete"}
BUTTONS = {"one": ("change", b'name="_save"'), "delete": ("delete", b'value="yes"')}  # where that may be


@pytest.fixture
def scene(db: None) -> Scene:
    return build(gather())


def found(scene: Scene, rows: Iterable[str], which: str, who: str) -> dict[str, Outcome]:
    """What somebody gets at each address, every time finding the scene as it was."""
    came = scene.browser(who)
    answers = {}
    for name in rows:
        cache.clear()  # attempts are counted there
        with transaction.atomic():
            http = Client()
            http.cookies.update(came.cookies)
            answers[name] = outcome(scene.ask(name, which, http))
            transaction.set_rollback(True)
    return answers


def wrong(rows: Iterable[Row], who: str, answers: dict[str, Outcome]) -> str:
    """What differs from the table, a line each."""
    differing = (row for row in rows if row.cells[who] != answers[row.name])
    return "\n".join(f"{row.name}: {row.cells[who]} is {answers[row.name]}" for row in differing)


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_address(scene: Scene, who: str) -> None:
    for which, table in TABLES.items():
        rows = [row for row in table if row.name not in SOCKETS]
        assert wrong(rows, who, found(scene, (row.name for row in rows), which, who)) == "", which


# What these roles open as everybody does who is signed in; the rest of what they open is their role's.
IN_ONE_STEP = {"home", "door", "join", "leave", "notice", "enter_screen", "my_data", "my_data_json", "erase_my_data"}


@pytest.mark.parametrize(("who", "pages"), [("hr", 4), ("admin", 11)])
def test_what_is_a_role_s_opens_in_two_steps_alone(scene: Scene, who: str, pages: int) -> None:
    """A new address that these roles open is either everybody's, or asks for the second step."""
    http = in_one_step(scene.browser(who))
    rows = [row for rows in ROUTES.values() for row in rows if row.name not in SOCKETS]
    theirs = [row for row in rows if row.cells[who] in (200, 302) and row.route not in IN_ONE_STEP]
    theirs = [row for row in theirs if row.cells[who] != row.cells["outsider"]]
    open_to_one = []
    for row in theirs:
        answer = scene.ask(row.name, "own", http)
        is_led = answer.status_code == 302 and answer["Location"].startswith(reverse("groups:second_step"))
        open_to_one += [] if is_led or answer.status_code == 403 else [row.name]
    assert open_to_one == []
    assert len(theirs) == pages


def test_every_route_has_its_rows() -> None:
    rows = {row.route for row in OWN} - {*APART}
    of_the_admin = {name for name in routes() if name.startswith("admin:")} - {"admin:login"}
    assert rows == {*routes()} - of_the_admin - {"do"}  # commands have a table of their own


def test_what_has_no_row_is_not_asked_in_that_way(scene: Scene) -> None:
    """What only reads is not written, and what only writes is not read, by whoever may do the other."""
    names = {row.name for row in OWN}
    reads, writes = ({row.route for row in OWN if row.is_form is form} for form in (False, True))
    asked = [*(f"POST {route}" for route in reads if route in routes()), *writes]
    for who in ("facilitator", "client"):
        answers = found(scene, (name for name in asked if name not in names), "own", who)
        assert {name: answer for name, answer in answers.items() if answer != 405} == {}


@pytest.mark.parametrize("who", ["facilitator", "client", "hr", "screen"])
def test_no_page_is_kept_by_caches(scene: Scene, who: str) -> None:
    http = scene.browser(who)
    read = [row.name for rows in ROUTES.values() for row in rows if not row.is_form and row.cells[who] == 200]
    kept = [name for name in read if "no-store" not in scene.ask(name, "own", http)["Cache-Control"]]
    assert kept == []


def test_each_page_has_the_regions_of_its_audience(scene: Scene) -> None:
    """In a page as it is fetched; what is pushed, other tests hold equal to it."""
    audiences = {"facilitator": FACILITATOR, "client": PARTICIPANTS, "peer": PARTICIPANTS, "screen": SCREEN}
    for who in ("facilitator", "client", "peer", "screen", "waiting"):
        page = scene.ask("screen" if who == "screen" else "session", "own", scene.browser(who)).content.decode()
        hers = {one.name for one in REGIONS if one.audiences & audiences.get(who, frozenset())}
        assert {*re.findall(r'id="region-(\w+)"', page)} == hers


@pytest.fixture
def socket_scene(transactional_db: None) -> Scene:
    return build(gather())


@pytest.mark.parametrize("which", TABLES)
async def test_every_socket(socket_scene: Scene, which: str) -> None:
    scene = socket_scene
    browsers = {who: await in_thread(scene.browser, who) for who in EVERYBODY}
    path = f"/ws/sessions/{scene.sessions[which]}/"
    for row in TABLES[which]:
        if row.name in SOCKETS:
            assert await knock_with_each(scene.ours, browsers, path + SOCKETS[row.name]) == row.cells


async def knock_with_each(evening: Evening, browsers: dict[str, Client], path: str) -> dict[str, Outcome]:
    answers: dict[str, Outcome] = {}
    async with sockets(evening) as opened:
        for who, http in browsers.items():
            page = await opened.knock(http=http, path=path)
            message = await page.socket.receive_output(timeout=PATIENCE)
            code = message.get("code")
            answers[who] = IN if message["type"] == "websocket.send" else {4401: SIGN_IN, 4404: 404}.get(code, code)
    return answers


def test_the_operator_finds_in_the_admin_what_the_table_says(scene: Scene) -> None:
    """And a page of one row each; that of the ledger has one as soon as a group was looked at."""
    http = scene.browser("operator")
    Permissions.objects.create(name="Support")
    scene.operator.emailaddress_set.create(email=scene.operator.email)
    mail_invitation(scene.operator)
    assert http.get(reverse("admin:codev_groups_group_changelist")).status_code == 200
    there = {}
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        assert row is not None, name
        found = [_may(http, name, page, [] if page in ("list", "add") else [row.pk]) for page in PAGES]
        there[name] = " ".join(filter(None, found))
    assert there == ADMIN


def _may(http: Client, name: str, page: str, which: list[object]) -> str:
    """What may be done there: to see one is not to change it, and the question before deleting has no button then."""
    answer = http.get(reverse(f"admin:{name}_{PAGES[page]}", args=which))
    if answer.status_code != 200:
        return ""
    what, button = BUTTONS.get(page, (page, b""))
    if button in answer.content:
        return page if what == page else f"{page} {what}"
    return page if what != page else ""


def test_nobody_else_gets_past_the_operator_s_door(scene: Scene) -> None:
    """Everybody is asked at one page, and an administrator at each."""
    # Leaving asks nobody who he is.
    named = [name for name in routes() if name.startswith("admin:") and name not in ("admin:login", "admin:logout")]
    pages = [
        *(scene.address(name, scene.sister.pk) for name in named),
        "/admin/codev_groups/user/1/",
        "/admin/nothing/",
    ]
    for who in set(EVERYBODY) - {"operator"}:
        http = scene.browser(who)
        asked = pages if who == "admin" else pages[:1]
        assert [page for page in asked if outcome(http.get(page)) != SIGN_IN] == [], who
