"""What a command costs: as many statements for three participants as for thirty."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from groups.models import CharterAcceptance, Participant, Seat
from sessions import commands
from sessions.forms.commands import COMMANDS
from sessions.models import Attendance
from tests.sessions.cast.evening import FEW, Evening, gather
from tests.sessions.cast.moments import SUBJECT, lobby, proposed
from tests.sessions.cast.short_script import short_script

# Statements of a whole request, COMMIT aside: who it is, BEGIN, the lock, whether the key was sent before, the state,
# the journal; and the rows that follow.
STATEMENTS = {
    "open": 9,
    "admit": 11,
    "hear_charter": 9,
    "admit_all": 8,
    "turn_away": 9,
    "turn_all_away": 8,
    "let_knock_again": 6,
    "renew_doors": 9,
    "assign_role": 6,
    "choose_clients": 10,
    "start": 8,
    "next_speaker": 7,
    "pass_turn": 8,
    "postpone_turn": 6,
    "extend": 6,
    "pause": 6,
    "resume": 6,
    "next": 9,
    "back": 8,
    "jump": 8,
    "raise_hand": 6,
    "lower_hand": 6,
    "give_floor": 7,
    "yield_floor": 7,
    "set_floor_mode": 6,
    "contribute": 10,
    "edit": 10,
    "mark_answered": 8,
    "withdraw": 8,
    "write_contract": 10,
    "accept_contract": 12,
    "write_synthesis": 9,
    "add_commitment": 9,
    "seat": 9,
    "mark_left": 7,
    "mark_back": 7,
    "say_where": 6,
    "seat_newcomer": 24,
    "interrupt_round": 9,
    "resume_round": 8,
    "take_break": 6,
    "end_break": 6,
    "share_time": 6,
    "finish_early": 6,
    "undo": 11,
    "allow_writing": 6,
    "reframe": 6,
    "reformulate": 6,
    "summarise": 6,
    "end_moment": 6,
    "show_prompt": 7,
    "write_prompt": 9,
    "hide_prompt": 7,
    "write_private_note": 8,
    "hand_over": 7,
    "take_over": 8,
    "take_back": 6,
    "report_commitment": 12,
    "propose_subject": 13,
    "withdraw_subject": 12,
    "weigh_subject": 8,
    "vote": 12,
    "skip_vote": 9,
    "end_vote": 10,
    "word_headline": 9,
    "set_floor_order": 6,
    "set_turn_limit": 6,
    "move_hand": 6,
    "ask_accord": 9,
    "project_demand": 9,
    "withdraw_demand": 6,
    "keep_idea": 10,
    "share_kept": 10,
    "drop_kept": 9,
    "write_in_silence": 6,
    "reveal": 8,
    "deliver_as_they_come": 6,
    "mark": 9,
    "adopt_wording": 11,
    "hide": 8,
    "hand_back": 8,
    "close": 13,
    "cancel": 21,
}


def test_statements_of_every_command(group: Evening, statements: list[str]) -> None:
    lobby(gather(organisation="Échauffement"))  # what a process reads once
    cancelled = gather(organisation="Annulée")
    cancelled.do("claire", "open")
    browsers = {name: seen(group.browser(name)) for name in ("claire", "david", "amina", "bruno")}
    weighed = gather(FEW, organisation="Enjeux")
    proposed(weighed)
    weights = {"id": str(SUBJECT), "stakes": "3", "intensity": "2", "urgency": "1"}
    more = [(cancelled, "claire", "cancel", {}), (weighed, "bruno", "weigh_subject", weights)]
    acts = [(group, *act) for act in short_script(group)]
    spent: dict[str, int] = {}
    for evening, name, command, fields in [*acts, *more]:
        http = browsers[name] if evening is group else seen(evening.browser(name))
        if command == "undo":
            fields = {"of_revision": str(evening.session.revision)}
        statements.clear()
        assert evening.post(http, command, **fields).status_code == 204, command
        spent.setdefault(command, len(statements))
    assert {*spent} == {*COMMANDS}
    assert spent == STATEMENTS


def seen(http: Client) -> Client:
    """A browser that its process has met, as whoever opened the page."""
    assert http.session.items()
    return http


def test_statements_of_a_refused_command(evening: Evening, statements: list[str]) -> None:
    """Who it is, BEGIN, the lock, whether the key was sent before; one whom the process has not met costs two more:
    the browser's row, then whose it is, then the session.
    """
    evening.do("claire", "open")
    for name in ("claire", "amina"):
        http = evening.browser(name)
        for spent in (6, 4):
            statements.clear()
            assert evening.post(http, "resume").status_code in (403, 409)
            assert len(statements) == spent


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
