"""A database of an older version, stopped with a session running, opens after the upgrade, and its session goes on.

The two dumps were made by version 0.1.0 as of bc71f87: the demonstration's people held, called off and began a session
through their pages, by a clock that was set. They are whole but for permissions, content types and most browsers.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connections, models
from pytest_django import DjangoDbBlocker, Settings
from websockets.sync.client import connect
from websockets.typing import Origin

from groups.ledger import faults
from groups.models import AccessLedger, Group, Participant, Seat, User
from groups.models.fingerprints import fingerprint_of
from sessions.commands.projections.runs import rebuild
from sessions.models import Attendance, Commitment, JournalEntry, PhaseRun, Presence, Session, SpeakingTurn
from sessions.models.keys import SealedText
from sessions.rulebook.machine import from_json, replay
from sessions.rulebook.state.state import State, planned
from tests.faults.live import Watch, serving
from tests.installation import CONTENT_KEY, environment_of, migrate
from tests.services import PATIENCE, Daphne
from tests.sessions.history import plain
from tests.upgrade.as_it_was import (
    ACTION_PLAN,
    CONSULTATION,
    FOR_ALL,
    KARIM,
    KARIMS_IDEA,
    LEA,
    MAY_BE_READ,
    NOTE,
    OMAR,
    RUNNING,
    SEALED,
    SENT,
    SHOWN,
)

HERE = Path(__file__).parent
FILES = {
    "default": ("codev.sqlite3", "before_the_house.sql"),
    "keys": ("keys.sqlite3", "before_the_house.keys.sql"),
}
TOKEN = "t" * 32
# Nobody of HR had looked yet: three looks of before, the second by an account that is gone.
LOOK = (
    "INSERT INTO codev_groups_accessledger (id, name, looked_at, what, group_id, organisation_id, user_id) "
    "VALUES (?, 'Sophie Renard', ?, 'group', '74b993e3a4f84463957158851f79144e', 'f6790868e16c4ebba94970db5eba23fe', ?)"
)
LOOKS = [(f"{place:032x}", f"2026-01-1{5 - place} 09:00:00", None if place == 2 else 3) for place in (1, 2, 3)]
PAUL_IS_REACHED = "UPDATE codev_groups_participant SET email"
# Who had knocked under a new name, and nobody had let in: at the session under way, and at one that is closed.
KNOCKED = (("Nora Roy", 90, RUNNING), ("Odile Roy", 91, "66167276-6408-4f1d-a179-9d1b437249d3"))
KNOCKER = (
    "INSERT INTO codev_groups_participant (id, name, email, position, group_id) "
    "VALUES (?, ?, '', ?, '74b993e3a4f84463957158851f79144e')"
)
KNOCK = (
    "INSERT INTO codev_groups_seat (id, label, created_at, participant_id, session_id, is_newcomer) "
    "VALUES (?, '', '2026-01-13 17:05:00', ?, ?, 1)"
)
pytestmark = pytest.mark.xdist_group("upgraded")


class Browser:
    """One that was signed in before the upgrade, and has kept its cookies."""

    def __init__(self, daphne: Daphne, name: str) -> None:
        self.daphne, self.path = daphne, f"/sessions/{RUNNING}/"
        self.headers = {"Cookie": f"sessionid=browser-of-{name}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}

    def read(self, more: str = "") -> str:
        url = f"{self.daphne.url}{self.path}{more}"
        with urlopen(Request(url, headers=self.headers), timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def shown(self) -> dict[str, str]:
        """What the page's live state says of what is compared here."""
        tag = re.findall(r'<div id="live-state"[^>]*>', self.read())[0]
        return {name: value for name, value in re.findall(r' data-([\w-]+)="([^"]*)"', tag) if name in SHOWN}

    def do(self, command: str, **fields: str) -> int:
        sent = urlencode({"key": str(uuid4()), **fields}).encode()
        request = Request(f"{self.daphne.url}{self.path}do/{command}/", sent, self.headers)
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                return int(answer.status)
        except HTTPError as refused:
            return refused.code

    def watch(self) -> Watch:
        url = f"ws://127.0.0.1:{self.daphne.port}/ws{self.path}"
        cookie = {"Cookie": self.headers["Cookie"]}
        return Watch(connect(url, origin=Origin(self.daphne.url), additional_headers=cookie, max_queue=None))


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the older version's installation, after the upgrade."""
    var = tmp_path_factory.mktemp("upgraded")
    for file, dump in FILES.values():
        with closing(sqlite3.connect(var / file)) as database:
            database.executescript((HERE / dump).read_text())
            if file == FILES["default"][0]:
                database.executemany(LOOK, LOOKS)
                # To the older version Sophie, who works for HR, was Paul by this alone.
                database.execute(f"{PAUL_IS_REACHED} = 'Sophie@Demo.Invalid' WHERE name = 'Paul Nguyen'")
                for name, place, session in KNOCKED:
                    database.execute(KNOCKER, (f"{place:032x}", name, place))
                    database.execute(KNOCK, (f"{place:032x}", f"{place:032x}", session.replace("-", "")))
                database.commit()
    migrate(environment_of(var))
    return var


@pytest.fixture
def own(upgraded: Path, tmp_path: Path) -> Path:
    """A copy in which things may happen."""
    return Path(shutil.copytree(upgraded, tmp_path / "own"))


@pytest.fixture(scope="module")
def serves(upgraded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daphne]:
    """A server to look at: nothing is done on it."""
    with served(Path(shutil.copytree(upgraded, tmp_path_factory.mktemp("serves") / "var"))) as daphne:
        yield daphne


@contextmanager
def served(var: Path) -> Iterator[Daphne]:
    with serving(environment_of(var, DEBUG="1")) as daphne:  # static files as they lie
        yield daphne


@pytest.fixture
def here(own: Path, settings: Settings, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Models read and write the upgraded databases, in this very process."""
    settings.CODEV_CONTENT_KEYS = [CONTENT_KEY]
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        for alias, (file, _dump) in FILES.items():
            stack.enter_context(instead(alias, own / file))
        yield


@contextmanager
def instead(alias: str, file: Path) -> Iterator[None]:
    """Another file behind one of Django's connections."""
    usual, other = connections[alias], connections.create_connection(alias)
    other.settings_dict = {**other.settings_dict, "NAME": str(file)}
    connections[alias] = other
    try:
        yield
    finally:
        other.close()
        connections[alias] = usual


def test_page_shows_the_session_where_it_was_stopped(serves: Daphne) -> None:
    assert Browser(serves, "claire").shown() == SHOWN


@pytest.mark.parametrize(
    ("name", "theirs"), [("claire", FOR_ALL), ("lea-fontaine", FOR_ALL), ("karim-haddad", (*FOR_ALL, KARIMS_IDEA))]
)
def test_page_lets_each_read_what_is_theirs(serves: Daphne, name: str, theirs: tuple[str, ...]) -> None:
    page = Browser(serves, name).read()

    assert tuple(text for text in MAY_BE_READ if text in page) == theirs


def test_private_note_is_read_by_its_author(serves: Daphne) -> None:
    notes = Browser(serves, "claire").read("notes/")

    assert [text for text in MAY_BE_READ if text in notes] == [NOTE]


def test_session_goes_on(own: Path) -> None:
    with served(own) as daphne:
        claire, live = Browser(daphne, "claire"), Browser(daphne, "lea-fontaine").watch()
        with live.opened:
            assert claire.do("next", from_step=CONSULTATION) == 204
            assert where(claire) == ("97", ACTION_PLAN, LEA)
            assert claire.do("undo", of_revision="97") == 204
            assert where(claire) == ("98", CONSULTATION, KARIM)
            assert claire.do("give_floor", participant=OMAR, believed_speaker=KARIM) == 204
            assert where(claire) == ("99", CONSULTATION, OMAR)
            live.until(99)


def where(browser: Browser) -> tuple[str, str, str]:
    shown = browser.shown()
    return shown["revision"], shown["step"], shown["speaker"]


def test_what_was_sent_before_is_not_done_twice(own: Path) -> None:
    with served(own) as daphne:
        karim = Browser(daphne, "karim-haddad")

        assert karim.do("contribute", **SENT) == 204
        assert karim.do("contribute", **{**SENT, "text": "Autre chose."}) == 422
        assert karim.shown() == SHOWN


@pytest.mark.usefixtures("here")
def test_journals_hold_every_kind_of_event_there_was() -> None:
    kinds = {event["event"] for entry in JournalEntry.objects.all() for event in entry.events}

    assert len(kinds) == 49


def _as_it_stands(state: State) -> State:
    """Without what might be undone: silence of a step that is undone was once kept there too, for ten seconds."""
    return replace(state, past=None)


@pytest.mark.usefixtures("here")
def test_journal_leads_to_the_state_that_is_stored() -> None:
    for session in Session.objects.all():
        minutes, rounds = session.minutes, session.planned_rounds
        state = planned(session.protocol, minutes=minutes, rounds=rounds, modality=session.modality)
        for entry in session.journal.all():
            state = replay(state, from_json(entry.events))
        assert _as_it_stands(state) == _as_it_stands(session.load())


@pytest.mark.usefixtures("here")
def test_journal_leads_to_the_rows_that_are_stored() -> None:
    for session in Session.objects.all():
        before = rows(session)

        assert _as_it_stands(rebuild(session)) == _as_it_stands(session.load())
        assert rows(session) == before


def rows(session: Session) -> dict[str, list[dict[str, Any]]]:
    """All that follows from the journal, whatever ids it has."""
    return {
        model.__name__: sorted(map(_without_id, model.objects.filter(session=session).values()), key=str)
        for model in (Attendance, PhaseRun, SpeakingTurn)
    }


def _without_id(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


@pytest.mark.usefixtures("here")
def test_what_was_held_is_summed_up() -> None:
    closed, others = Session.objects.filter(status="closed"), Session.objects.exclude(status="closed")

    assert [(one.held_minutes, one.consultations) for one in closed] == [(10, 1)]
    assert [(plain.minutes(one), plain.consultations(one)) for one in closed] == [(10, 1)]
    assert {(one.held_minutes, one.consultations) for one in others} == {(None, None)}


@pytest.mark.usefixtures("here")
def test_looks_of_before_make_a_chain() -> None:
    lines = list(AccessLedger.objects.order_by("number"))

    assert [(line.number, line.pk.int, bool(line.reader)) for line in lines[:3]] == [
        (1, 3, True),
        (2, 2, False),
        (3, 1, True),
    ]
    assert list(faults(lines[0].organisation_id)) == []


@pytest.mark.usefixtures("here")
def test_hr_who_had_a_members_address_is_in_doubt_and_in_the_ledger() -> None:
    sophie = User.objects.get(name="Sophie Renard")

    assert not Group.objects.reviewed_by(sophie).exists()
    assert [(one.participant.name, one.answer) for one in sophie.same_people.all()] == [("Paul Nguyen", "open")]
    assert [(one.user, one.what) for one in AccessLedger.objects.order_by("number")[3:]] == [(sophie, "doubted")]
    assert sophie.proven_addresses.get().fingerprint == fingerprint_of("sophie@demo.invalid")


@pytest.mark.usefixtures("here")
def test_who_only_knocked_is_no_member_and_is_gone_where_the_session_is_over() -> None:
    people = Participant.objects.filter(group__name="Érable")
    assert people.current().count() == 8
    assert [one.name for one in people.filter(is_knocking=True)] == ["Nora Roy"]
    assert [one.participant.name for one in Seat.objects.knocking(UUID(RUNNING))] == ["Nora Roy"]
    assert not people.filter(name="Odile Roy").exists()


@pytest.mark.usefixtures("here")
def test_everything_that_was_sealed_opens() -> None:
    found = {f"{model.__name__}.{name}": opened(model, name) for model, name in sealing()}

    # What can be written since then is empty.
    assert {name: texts for name, texts in found.items() if texts} == {
        name: sorted(texts) for name, texts in SEALED.items()
    }


def sealing() -> list[tuple[type[models.Model], str]]:
    """Every model's every sealed text."""
    return [
        (model, name)
        for model in apps.get_models()
        for kind in model.__mro__
        for name, field in vars(kind).items()
        if isinstance(field, SealedText)
    ]


def opened(model: type[models.Model], name: str) -> list[str]:
    texts = [getattr(row, name) for row in model._default_manager.all()]
    return sorted(text for text in texts if text)


@pytest.mark.usefixtures("here")
def test_devices_that_were_there_go_on_opening_what_they_opened() -> None:
    came = set(Attendance.objects.filter(session__status="closed").values_list("session", "participant"))
    kept = Presence.objects.filter(opens_all=True)

    assert set(kept.filter(session__status="closed").values_list("session", "participant")) == came
    assert {one.actor[:5] for one in kept} == {"seat:"}
    # In the session under way, the others were last heard of more than a minute before their people had come.
    late = kept.exclude(session__status="closed")
    assert [one.actor for one in late] == ["seat:98be17b9-9c4c-4b1e-b33a-85a2c3f9245a"]
    written = Commitment.objects.values_list("session", "participant", "seat_id")
    assert {(*one[:2], f"seat:{one[2]}") for one in written} <= set(kept.values_list("session", "participant", "actor"))
    assert not Seat.objects.exclude(proven_at=None).exists()
