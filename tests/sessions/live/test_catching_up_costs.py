"""What it costs a room to catch up: by the command, and as much for three participants as for thirty."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.utils import timezone

from sessions.forms.commands import COMMANDS
from sessions.live.snapshot.catching_up import catch_up
from sessions.models import Contribution, Round
from tests.sessions.cast.acting import act
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import questioned
from tests.sessions.cast.script import Act
from tests.sessions.cast.short_script import ELSEWHERE, short_script
from tests.sessions.cast.snapshots import whole

# The session's row with the journal; what the command touches; and, where rows were read, the revision once more.
# A step is entered for the first time with what it alone shows; what touches everything reads the whole.
STATEMENTS = {
    "open": 3,
    "admit": 6,
    "hear_charter": 5,
    "admit_all": 5,
    "turn_away": 5,
    "turn_all_away": 5,
    "let_knock_again": 1,
    "renew_doors": 5,
    "assign_role": 1,
    "choose_clients": 10,
    "start": 1,
    "next_speaker": 1,
    "postpone_turn": 1,
    "pass_turn": 1,
    "extend": 1,
    "pause": 1,
    "resume": 1,
    "next": 4,
    "back": 2,
    "report_commitment": 4,
    "jump": 6,
    "propose_subject": 3,
    "vote": 3,
    "skip_vote": 3,
    "end_vote": 4,
    "withdraw_subject": 4,
    "word_headline": 3,
    "raise_hand": 1,
    "lower_hand": 1,
    "give_floor": 1,
    "yield_floor": 1,
    "set_floor_mode": 1,
    "contribute": 3,
    "edit": 3,
    "mark_answered": 3,
    "withdraw": 3,
    "allow_writing": 1,
    "reframe": 1,
    "reformulate": 1,
    "summarise": 1,
    "end_moment": 1,
    "show_prompt": 1,
    "write_prompt": 3,
    "hide_prompt": 2,
    "write_private_note": 1,
    "hand_over": 1,
    "take_back": 1,
    "take_over": 1,
    "set_floor_order": 1,
    "set_turn_limit": 1,
    "move_hand": 1,
    "ask_accord": 1,
    "project_demand": 1,
    "withdraw_demand": 1,
    "undo": 13,
    "keep_idea": 3,
    "share_kept": 3,
    "drop_kept": 4,
    "hand_back": 3,
    "mark": 3,
    "hide": 3,
    "deliver_as_they_come": 1,
    "write_in_silence": 1,
    "reveal": 3,
    "take_break": 1,
    "end_break": 1,
    "share_time": 1,
    "finish_early": 1,
    "mark_left": 3,
    "mark_back": 3,
    "say_where": 1,
    "seat_newcomer": 5,
    "seat": 5,
    "interrupt_round": 6,
    "resume_round": 6,
    "write_contract": 4,
    "adopt_wording": 4,
    "accept_contract": 4,
    "write_synthesis": 3,
    "add_commitment": 3,
    "close": 3,
}
MORE = UUID(int=9)
AFTER_MANY_NOTES: list[tuple[int, Act]] = [
    (1, ("bruno", "raise_hand", {})),
    (3, ("chloe", "contribute", {"id": str(MORE), "kind": "question", "text": "Avec qui ?"})),
    (3, ("chloe", "edit", {"id": str(MORE), "text": "Avec qui au juste ?"})),
    (3, ("chloe", "withdraw", {"id": str(MORE)})),
    (1, ("claire", "next", {})),
]


def test_statements_of_catching_up_after_every_command(group: Evening, statements: list[str]) -> None:
    acts, known = short_script(group), whole(group)
    spent: dict[str, int] = {}
    for one in acts:
        act(group, *one)
        statements.clear()
        snapshot = catch_up(known)
        assert snapshot
        spent.setdefault(one[1], len(statements))
        known = snapshot
    assert spent == STATEMENTS
    assert {*spent} == {*COMMANDS} - ELSEWHERE


@pytest.mark.parametrize("count", [10, 500])
def test_statements_do_not_grow_with_what_was_written(evening: Evening, statements: list[str], count: int) -> None:
    questioned(evening)
    written(evening, count)
    known = whole(evening)
    assert len(known.notes) == count + 1
    spent = []
    for _, one in AFTER_MANY_NOTES:
        act(evening, *one)
        statements.clear()
        snapshot = catch_up(known)
        assert snapshot
        spent.append(len(statements))
        known = snapshot
    assert spent == [statements for statements, _ in AFTER_MANY_NOTES]


def written(evening: Evening, count: int) -> None:
    rows = [
        Contribution(
            id=UUID(int=100 + number),
            session_id=evening.session_id,
            round=Round.objects.get(session=evening.session_id, number=0),
            author=evening.people["chloe"],
            kind="question",
            step="clarification",
            written_at=timezone.now(),
            text=f"Question {number}",
        )
        for number in range(count)
    ]
    Contribution.objects.bulk_create(rows)
