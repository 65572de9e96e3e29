"""What a command costs: as many statements for three participants as for thirty."""

from __future__ import annotations

from uuid import uuid4

import pytest

from groups.models import CharterAcceptance, Participant, Seat
from sessions import commands
from sessions.forms.commands import COMMANDS
from sessions.models import Attendance
from tests.sessions.cast.evening import FEW, Evening, gather
from tests.sessions.cast.moments import SUBJECT, lobby, proposed
from tests.sessions.cast.short_script import short_script

# Statements of a whole request: who it is, the lock, the journal, the rows that follow.
STATEMENTS = {
    "open": 11,
    "admit": 13,
    "hear_charter": 11,
    "admit_all": 10,
    "turn_away": 10,
    "assign_role": 8,
    "choose_clients": 12,
    "start": 10,
    "next_speaker": 9,
    "pass_turn": 10,
    "postpone_turn": 8,
    "extend": 8,
    "pause": 8,
    "resume": 8,
    "next": 11,
    "back": 10,
    "jump": 10,
    "raise_hand": 8,
    "lower_hand": 8,
    "give_floor": 9,
    "yield_floor": 9,
    "set_floor_mode": 8,
    "contribute": 12,
    "edit": 12,
    "mark_answered": 10,
    "withdraw": 10,
    "write_contract": 12,
    "accept_contract": 14,
    "write_synthesis": 11,
    "add_commitment": 11,
    "seat": 11,
    "mark_left": 9,
    "mark_back": 9,
    "say_where": 8,
    "seat_newcomer": 26,
    "interrupt_round": 11,
    "resume_round": 10,
    "take_break": 8,
    "end_break": 8,
    "undo": 13,
    "allow_writing": 8,
    "reframe": 8,
    "reformulate": 8,
    "summarise": 8,
    "end_moment": 8,
    "show_prompt": 9,
    "write_prompt": 11,
    "hide_prompt": 9,
    "write_private_note": 10,
    "hand_over": 9,
    "take_over": 10,
    "take_back": 8,
    "report_commitment": 14,
    "propose_subject": 15,
    "withdraw_subject": 14,
    "weigh_subject": 10,
    "vote": 14,
    "skip_vote": 11,
    "end_vote": 12,
    "word_headline": 11,
    "set_floor_order": 8,
    "set_turn_limit": 8,
    "keep_idea": 12,
    "share_kept": 12,
    "drop_kept": 11,
    "write_in_silence": 8,
    "reveal": 10,
    "deliver_as_they_come": 8,
    "mark": 11,
    "adopt_wording": 13,
    "hide": 10,
    "hand_back": 10,
    "close": 13,
    "cancel": 8,
}


def test_statements_of_every_command(group: Evening, statements: list[str]) -> None:
    lobby(gather(organisation="Échauffement"))  # what a process reads once
    cancelled = gather(organisation="Annulée")
    cancelled.do("claire", "open")
    browsers = {name: group.browser(name) for name in ("claire", "david", "amina", "bruno")}
    weighed = gather(FEW, organisation="Enjeux")
    proposed(weighed)
    weights = {"id": str(SUBJECT), "stakes": "3", "intensity": "2", "urgency": "1"}
    more = [(cancelled, "claire", "cancel", {}), (weighed, "bruno", "weigh_subject", weights)]
    acts = [(group, *act) for act in short_script(group)]
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
