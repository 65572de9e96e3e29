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
    "report_commitment": 14,
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
    "close": 12,
    "cancel": 9,
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
