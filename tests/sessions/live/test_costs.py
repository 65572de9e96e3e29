"""What a command and a push cost: as much for three participants as for thirty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from groups.models import CharterAcceptance, Participant, Seat
from sessions import commands
from sessions.forms.commands import COMMANDS
from sessions.live.hub import hub
from sessions.live.snapshot import reading, snapshot
from sessions.live.snapshot.viewer import Viewer
from sessions.live.stage import REGIONS, Rendered, Stage
from sessions.models import Attendance
from tests.sessions.cast.evening import SCREEN, Evening, gather
from tests.sessions.cast.moments import (
    IDEA,
    PROMISE,
    SUBJECT,
    by_votes,
    check_in,
    clarification,
    contract,
    contracted,
    lobby,
    planned,
    promise,
    promised,
    proposed,
    questioned,
    voting,
)
from tests.sessions.cast.sockets import Browsers, eventually, in_thread, settled, sockets

DROPPED, HIDDEN, WORDING = uuid4(), uuid4(), uuid4()
FEW = ("amina", "bruno", "chloe")
MANY = (*FEW, *(f"p{number}" for number in range(4, 30)))
PERSONAL = {region.name for region in REGIONS if region.is_personal}

# Statements of a whole request: who it is, the lock, the journal, the rows that follow.
STATEMENTS = {
    "open": 12,
    "admit": 14,
    "hear_charter": 12,
    "admit_all": 11,
    "turn_away": 11,
    "assign_role": 9,
    "choose_clients": 13,
    "start": 11,
    "next_speaker": 10,
    "pass_turn": 10,
    "postpone_turn": 8,
    "extend": 9,
    "pause": 9,
    "resume": 9,
    "next": 12,
    "back": 11,
    "jump": 11,
    "raise_hand": 8,
    "lower_hand": 8,
    "give_floor": 10,
    "yield_floor": 9,
    "set_floor_mode": 9,
    "contribute": 12,
    "edit": 12,
    "mark_answered": 11,
    "withdraw": 10,
    "write_contract": 12,
    "accept_contract": 14,
    "write_synthesis": 11,
    "add_commitment": 11,
    "seat": 12,
    "mark_left": 10,
    "mark_back": 10,
    "say_where": 8,
    "seat_newcomer": 27,
    "interrupt_round": 12,
    "resume_round": 11,
    "take_break": 9,
    "end_break": 9,
    "undo": 14,
    "allow_writing": 9,
    "reframe": 9,
    "reformulate": 9,
    "summarise": 9,
    "end_moment": 9,
    "show_prompt": 10,
    "write_prompt": 12,
    "hide_prompt": 10,
    "write_private_note": 11,
    "hand_over": 10,
    "take_over": 11,
    "take_back": 9,
    "report_commitment": 13,
    "propose_subject": 15,
    "withdraw_subject": 14,
    "weigh_subject": 10,
    "vote": 14,
    "skip_vote": 11,
    "end_vote": 13,
    "word_headline": 11,
    "set_floor_order": 9,
    "set_turn_limit": 9,
    "keep_idea": 12,
    "share_kept": 12,
    "drop_kept": 11,
    "write_in_silence": 9,
    "reveal": 11,
    "deliver_as_they_come": 8,
    "mark": 11,
    "adopt_wording": 13,
    "hide": 11,
    "hand_back": 11,
    "close": 11,
    "cancel": 9,
}
Moment = Callable[[Evening], None]
SNAPSHOT: dict[Moment, int] = {
    planned: 7,
    lobby: 9,
    check_in: 9,
    contracted: 13,
    questioned: 12,
    promised: 11,
    proposed: 12,
    voting: 14,
}
# Shared regions: for peers, clients, facilitators (in two languages), a deputy, the room screen, where each has them.
SHARED_RENDERS = {
    "raise_hand": {"circle": 7, "floor": 3, "may": 3},
    "write_contract": {"board": 6, "missing": 2},
    "pause": {"stage": 7, "may": 2},
    "admit": {
        "circle": 7,
        "said": 7,
        "summary": 3,
        "behalf": 2,
        "board": 2,
        "people": 3,
        "someone": 3,
        "missing": 2,
        "clients": 2,
    },
}


@pytest.fixture(params=[FEW, MANY], ids=["3", "30"])
def group(request: pytest.FixtureRequest, transactional_db: None, settings: Settings) -> Evening:
    """A small evening and a large one, with room for one more."""
    settings.CODEV_PARTICIPANTS_MAX = 31
    return gather(request.param)


def script(evening: Evening) -> list[tuple[str, str, dict[str, Any]]]:
    """Every command at least once, in an order that any size of group can follow."""
    mine, other, subject = str(uuid4()), str(uuid4()), str(uuid4())
    promise(evening)
    by_votes(evening)
    everybody = [("claire", "admit", {"participant": str(one.pk)}) for one in evening.people.values()]
    return [
        ("claire", "open", {}),
        *everybody,
        ("claire", "hear_charter", {"participant": evening.id("gina")}),
        ("claire", "admit_all", {}),
        ("claire", "turn_away", {"participant": evening.id("gina")}),
        ("claire", "assign_role", {"participant": evening.id("chloe"), "role": "scribe"}),
        ("claire", "choose_clients", {"participants": [evening.id("amina"), evening.id("bruno")]}),
        ("claire", "start", {}),
        ("claire", "next_speaker", {}),
        ("bruno", "postpone_turn", {}),
        ("amina", "pass_turn", {}),
        ("claire", "extend", {"seconds": "60"}),
        ("claire", "pause", {}),
        ("claire", "resume", {}),
        ("claire", "next", {}),
        ("claire", "back", {}),
        ("claire", "next", {}),
        ("amina", "report_commitment", {"id": str(PROMISE), "state": "reported", "text": "Fait.", "is_shared": "on"}),
        ("claire", "jump", {"to_step": str(evening.index("subject_choice"))}),
        ("bruno", "propose_subject", {"id": subject, "title": "Un retard", "question": "Comment le dire ?"}),
        ("amina", "vote", {"subject": subject, "count": "2"}),
        ("bruno", "skip_vote", {}),
        ("claire", "end_vote", {}),
        ("bruno", "withdraw_subject", {"id": subject}),
        ("claire", "jump", {"to_step": str(evening.index("presentation"))}),
        ("amina", "word_headline", {"title": "Un retard", "question": "Comment le dire ?"}),
        ("claire", "jump", {"to_step": str(evening.index("clarification"))}),
        ("bruno", "raise_hand", {}),
        ("bruno", "lower_hand", {}),
        ("claire", "give_floor", {"participant": evening.id("bruno")}),
        ("bruno", "yield_floor", {}),
        ("claire", "set_floor_mode", {"mode": "free"}),
        ("bruno", "contribute", {"id": mine, "kind": "question", "text": "Depuis quand ?"}),
        ("bruno", "contribute", {"id": other, "kind": "question", "text": "Pourquoi ?"}),
        ("bruno", "edit", {"id": mine, "text": "Depuis combien de temps ?"}),
        ("claire", "mark_answered", {"id": mine}),
        ("bruno", "withdraw", {"id": other}),
        ("claire", "allow_writing", {"participant": evening.id("bruno"), "kind": "option"}),
        ("claire", "reframe", {"whom": "client"}),
        ("claire", "reformulate", {}),
        ("claire", "summarise", {}),
        ("claire", "end_moment", {}),
        ("claire", "show_prompt", {"index": "1"}),
        ("claire", "write_prompt", {"text": "Que <b>n’avons</b>-nous pas demandé ?"}),
        ("claire", "hide_prompt", {}),
        ("claire", "write_private_note", {"text": "Chloé hésite à parler."}),
        ("claire", "hand_over", {"to": str(evening.users["david"].pk)}),
        ("claire", "take_back", {}),
        ("david", "take_over", {}),
        ("claire", "set_floor_order", {"order": "least_heard"}),
        ("claire", "set_turn_limit", {"seconds": "60"}),
        ("claire", "next", {}),
        ("claire", "undo", {}),
        ("bruno", "keep_idea", {"id": str(IDEA), "kind": "option", "text": "Et si Paul venait ?"}),
        ("bruno", "share_kept", {"id": str(IDEA)}),
        ("bruno", "keep_idea", {"id": str(DROPPED), "kind": "option", "text": "Et si Paul venait ?"}),
        ("bruno", "drop_kept", {"id": str(DROPPED)}),
        ("claire", "hand_back", {"id": mine}),
        ("bruno", "contribute", {"id": str(HIDDEN), "kind": "question", "text": "Pourquoi ?"}),
        ("amina", "mark", {"id": str(HIDDEN), "mark": "thinking"}),
        ("claire", "hide", {"id": str(HIDDEN)}),
        ("amina", "deliver_as_they_come", {"wanted": "on"}),
        ("claire", "write_in_silence", {}),
        ("claire", "reveal", {}),
        ("claire", "take_break", {"minutes": "5"}),
        ("claire", "end_break", {}),
        ("claire", "mark_left", {"participant": evening.id("bruno")}),
        ("claire", "mark_back", {"participant": evening.id("bruno")}),
        ("bruno", "say_where", {"where": "remote"}),
        ("claire", "seat_newcomer", {"name": "Henri Blanc"}),
        ("claire", "seat", {"participant": evening.id("bruno")}),
        ("claire", "interrupt_round", {}),
        ("claire", "jump", {"to_step": str(evening.index("closing"))}),
        ("claire", "resume_round", {"round": "0"}),
        ("claire", "next", {}),
        ("amina", "write_contract", {"text": "Trois idées."}),
        ("bruno", "contribute", {"id": str(WORDING), "kind": "reformulation", "text": "Deux idées."}),
        ("amina", "adopt_wording", {"id": str(WORDING)}),
        ("bruno", "accept_contract", {}),
        ("claire", "jump", {"to_step": str(evening.index("action_plan"))}),
        ("amina", "write_synthesis", {"text": "Deux pistes."}),
        ("amina", "add_commitment", {"text": "Appeler Paul.", "due": "2099-01-31"}),
        ("claire", "close", {}),
    ]


def test_statements_of_every_command(group: Evening, statements: list[str]) -> None:
    lobby(gather(organisation="Échauffement"))  # what a process reads once
    cancelled = gather(organisation="Annulée")
    cancelled.do("claire", "open")
    browsers = {name: group.browser(name) for name in ("claire", "david", "amina", "bruno")}
    weighed = gather(FEW, organisation="Enjeux")
    proposed(weighed)
    weights = {"id": str(SUBJECT), "stakes": "3", "intensity": "2", "urgency": "1"}
    more = [(cancelled, "claire", "cancel", {}), (weighed, "bruno", "weigh_subject", weights)]
    acts = [(group, *act) for act in script(group)]
    spent: dict[str, int] = {}
    for evening, name, command, fields in [*acts, *more]:
        http = browsers[name] if evening is group else evening.browser(name)
        if command == "undo":
            fields = {"of_revision": str(evening.session.revision)}
        statements.clear()
        assert evening.post(http, command, **fields).status_code == 204, command
        spent.setdefault(command, len(statements))
    assert {*spent} == {*COMMANDS}
    assert spent == STATEMENTS


@pytest.mark.parametrize("guests", [3, 25])
def test_statements_of_a_welcome_do_not_grow_with_the_crowd(
    transactional_db: None, statements: list[str], guests: int
) -> None:
    """Whatever each guest has behind: a charter accepted at the door or before, a seat that was left."""
    evening = gather(FEW)
    lobby(evening)
    crowd(evening, guests)
    visit = evening.visit("claire")
    statements.clear()
    commands.run("admit_all", visit=visit, key=uuid4())
    spent = len(statements)
    assert len(evening.session.load().present) == len(FEW) + guests
    assert Attendance.objects.filter(session=evening.session_id, left_at=None).count() == len(FEW) + guests
    assert spent == 12


def crowd(evening: Evening, guests: int) -> None:
    """So many knock; every third had accepted before, every third was here and has left."""
    charter = evening.group.charter
    people = [
        Participant(group=evening.group, name=f"Guest {place}", position=place) for place in range(10, guests + 10)
    ]
    Participant.objects.bulk_create(people)
    CharterAcceptance.objects.bulk_create(CharterAcceptance(charter=charter, participant=one) for one in people[::3])
    for one in people[::3]:
        evening.do("claire", "admit", participant=one.pk)
        evening.do("claire", "mark_left", participant=one.pk)
    at_the_door = {"session_id": evening.session_id, "accepted": charter}
    Seat.objects.bulk_create(Seat(participant=one, **at_the_door) for one in people)
    Seat.objects.filter(participant=evening.people["gina"]).delete()


@pytest.mark.parametrize(("moment", "count"), SNAPSHOT.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_statements_of_a_snapshot(group: Evening, statements: list[str], moment: Moment, count: int) -> None:
    moment(group)
    statements.clear()
    reading.load(group.session_id)
    assert len(statements) == count


class Loads:
    """How often this process reads a session whole."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, load = 0, reading.load

        def counted(session_id: UUID) -> snapshot.Snapshot | None:
            self.count += 1
            return load(session_id)

        monkeypatch.setattr(hub, "load", counted)


@pytest.mark.usefixtures("nobody_is_out_of_reach")
async def test_one_snapshot_a_ring(group: Evening, monkeypatch: pytest.MonkeyPatch, statements: list[str]) -> None:
    """However many look; and the sockets themselves ask the database nothing."""
    monkeypatch.setattr(hub, "PULSE_SECONDS", 3600.0)
    await in_thread(clarification, group)
    async with sockets(group) as browsers:
        pages = [await browsers.open(name) for name in (*group.people, "claire", "david", SCREEN)]
        loads = Loads(monkeypatch)
        await settled(group)
        for _ in range(3):
            visit = await in_thread(group.visit, "bruno")
            before, statements[:] = loads.count, []
            revision = await in_thread(raise_or_lower, group, visit)
            for page in pages:
                await page.until(revision)
            assert loads.count == before + 1
            assert len([sql for sql in statements if '"codev_groups_participant"' in sql]) <= 2


def raise_or_lower(evening: Evening, visit: Any) -> int:
    raised = visit.participant_id in evening.session.load().floor.waiting
    return commands.run("lower_hand" if raised else "raise_hand", visit=visit, key=uuid4())


def stage_of(evening: Evening) -> Stage:
    stage = hub.hub().rooms[evening.session_id].stage
    assert stage
    return stage


Key = tuple[str, Viewer]


def fresh(before: Stage, after: Stage) -> dict[Key, Rendered]:
    """What was rendered anew from one stage to the next."""
    return {key: one for key, one in after.rendered.items() if before.rendered.get(key) is not one}


async def push(evening: Evening, browsers: Browsers, name: str, command: str, **fields: Any) -> tuple[Stage, Stage]:
    before = stage_of(evening)
    revision = await in_thread(evening.do, name, command, **fields)
    for page in browsers.opened:
        await page.until(revision)
    await settled(evening)
    return before, stage_of(evening)


@pytest.mark.usefixtures("nobody_is_out_of_reach")
async def test_renders_do_not_grow_with_the_group(group: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "PULSE_SECONDS", 3600.0)
    await in_thread(contract, group)
    async with sockets(group) as browsers:
        for name in (*group.people, "claire", "colin", "david", SCREEN):
            await browsers.open(name)
        for name in ("claire", "amina"):
            await browsers.open(name, query="lang=en")
        await settled(group)
        stages = {
            "raise_hand": await push(group, browsers, "bruno", "raise_hand"),
            "write_contract": await push(group, browsers, "amina", "write_contract", text="Trois idées."),
            "pause": await push(group, browsers, "claire", "pause"),
            "admit": await push(group, browsers, "claire", "admit", participant=group.people["gina"].pk),
        }
    assert {command: work(*both)[0] for command, both in stages.items()} == SHARED_RENDERS
    personal = {command: work(*both)[1] for command, both in stages.items()}
    accepting = {group.id(name) for name in group.people} - {group.id("amina"), group.id("gina")}
    gina = {group.id("gina")}
    assert personal == {
        "raise_hand": {"place": {group.id("bruno")}, "me": {group.id("bruno")}},
        "write_contract": {"me": accepting},
        "pause": {},
        "admit": dict.fromkeys(("promises", "ballot", "role", "place", "me", "mine", "kept"), gina),
    }


async def test_nothing_is_rendered_for_a_heartbeat(group: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "PULSE_SECONDS", 0.0)
    await in_thread(clarification, group)
    async with sockets(group) as browsers:
        page = await browsers.open("amina")
        # The first pulse finds that nobody who guides was ever seen here.
        await eventually(lambda: stage_of(group).snapshot.reach.is_unled)
        await settled(group)
        before = stage_of(group)
        renders = before.renders
        for _ in range(3):
            await page.beat(page.revision)
        assert stage_of(group) is before
        assert before.renders == renders


def work(before: Stage, after: Stage) -> tuple[dict[str, int], dict[str, set[str | None]]]:
    """For how many audiences and languages each shared region was rendered, and for whom the personal ones."""
    anew = fresh(before, after)
    assert after.renders == len(anew)
    shared: dict[str, int] = {}
    own: dict[str, set[str | None]] = {}
    for name, viewer in anew:
        if name in PERSONAL:
            own.setdefault(name, set()).add(viewer.participant)
        else:
            assert viewer.participant is None
            shared[name] = shared.get(name, 0) + 1
    return shared, own
