"""Every command through its one door: what it answers, what it keeps, and that doing it again does nothing."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest

from sessions import commands
from sessions.commands.projections.runs import rebuild
from sessions.commands.transaction import FIELDS_WITH_WORDS
from sessions.forms.commands import COMMANDS
from sessions.models import Attendance, Commitment, Contribution, JournalEntry, PhaseRun, Session, SpeakingTurn
from sessions.rulebook.machine import dump, from_json, replay
from sessions.rulebook.state.state import planned
from tests.services import ROOT
from tests.sessions.cast.clicks import CLICKS
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.moments import QUESTION

DOC = ROOT / "docs/live.md"
EVENTS = {
    "open": ["Opened"],
    "admit": ["Admitted"],
    "assign_role": ["RoleAssigned"],
    "choose_clients": ["ClientsChosen"],
    "start": ["Started", "StepEntered"],
    "cancel": ["Cancelled"],
    "next": ["TransitionBegan", "StepEntered"],
    "jump": ["TransitionBegan", "StepEntered"],
    "pause": ["ClockPaused"],
    "resume": ["ClockResumed"],
    "extend": ["TimeAdded"],
    "next_speaker": ["FloorGiven"],
    "set_floor_mode": ["FloorModeSet"],
    "pass_turn": ["TurnPassed"],
    "back": ["TransitionBegan", "StepEntered"],
    "raise_hand": ["HandRaised"],
    "lower_hand": ["HandLowered"],
    "give_floor": ["FloorGiven"],
    "yield_floor": ["FloorYielded"],
    "contribute": ["Written"],
    "edit": ["WritingChanged"],
    "withdraw": ["WritingChanged"],
    "mark_answered": ["WritingChanged"],
    "write_contract": ["Written"],
    "accept_contract": ["ContractAccepted"],
    "write_synthesis": ["Written"],
    "add_commitment": ["Written"],
    "seat": ["Admitted"],
    "hear_charter": [],
    "admit_all": ["Admitted"],
    "turn_away": ["TurnedAway"],
    "turn_all_away": ["TurnedAway"],
    "let_knock_again": ["KnocksAllowed"],
    "renew_doors": [],
    "mark_left": ["PersonLeft"],
    "postpone_turn": ["TurnPassed"],
    "say_where": ["WhereSaid"],
    "seat_newcomer": ["Admitted"],
    "mark_back": ["PersonReturned"],
    "interrupt_round": ["TransitionBegan", "RoundInterrupted", "StepEntered"],
    "resume_round": ["TransitionBegan", "RoundResumed", "StepEntered"],
    "take_break": ["TransitionBegan", "BreakTaken"],
    "end_break": ["TransitionBegan", "BreakEnded"],
    "share_time": ["TimeShared"],
    "finish_early": ["TimeGivenUp"],
    "undo": ["Undone"],
    "allow_writing": ["WritingAllowed"],
    "reframe": ["MomentShown"],
    "reformulate": ["MomentShown"],
    "summarise": ["MomentShown"],
    "end_moment": ["MomentEnded"],
    "show_prompt": ["PromptShown"],
    "write_prompt": ["PromptShown"],
    "hide_prompt": ["PromptHidden"],
    "write_private_note": [],
    "hand_over": ["WheelHandedOver"],
    "take_over": ["WheelTakenOver"],
    "take_back": ["WheelTakenBack"],
    "report_commitment": ["CommitmentReported"],
    "propose_subject": ["SubjectProposed"],
    "withdraw_subject": ["SubjectChanged"],
    "weigh_subject": ["SubjectChanged"],
    "vote": ["VoteCast"],
    "skip_vote": ["VoteCast"],
    "end_vote": ["VoteEnded"],
    "word_headline": ["HeadlineWorded"],
    "ask_accord": ["AccordAsked"],
    "project_demand": ["DemandProjected"],
    "withdraw_demand": ["DemandWithdrawn"],
    "move_hand": ["HandMoved", "MomentShown"],
    "set_floor_order": ["FloorOrderSet"],
    "set_turn_limit": ["TurnLimitSet"],
    "close": ["TransitionBegan", "Closed"],
    "keep_idea": ["WritingChanged"],
    "share_kept": ["Written"],
    "drop_kept": ["WritingChanged"],
    "write_in_silence": ["SilenceBegan"],
    "reveal": ["Revealed"],
    "deliver_as_they_come": ["DeliveryChosen"],
    "mark": ["WritingChanged"],
    "adopt_wording": ["Written"],
    "hide": ["WritingChanged"],
    "hand_back": ["WritingChanged"],
}
# What was written is there, whatever it is sent with; what was withdrawn, shared or thrown away is not.
THERE = {"contribute", "keep_idea"}
GONE = {"withdraw", "share_kept", "drop_kept", "hand_back", "hide"}


def whole(session: Session) -> tuple[int, str, dict[str, Any], int]:
    """All that a refused or repeated command must leave alone."""
    return session.revision, session.status, session.state, session.journal.count()


def plain(fields: dict[str, Any], command: str) -> dict[str, Any]:
    unsaid = FIELDS_WITH_WORDS.union(commands.COMMANDS[command].secret)
    return json.loads(json.dumps({name: value for name, value in fields.items() if name not in unsaid}))


def test_every_command_has_a_form_a_verb_and_a_click() -> None:
    assert {*COMMANDS} == {*CLICKS} == {*EVENTS} == {*commands.COMMANDS} - {"arrive", "knock"}


def test_every_command_stands_in_the_documentation() -> None:
    table = DOC.read_text().split("\n## Commands\n")[1].split("\n## ")[0]
    documented = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert sorted(documented) == sorted(["command", *COMMANDS])  # with the head of the table


@pytest.mark.parametrize("command", CLICKS)
def test_command_is_done_once_kept_and_journaled(evening: Evening, command: str) -> None:
    """By whoever may; not by who merely waits; once, however often it is sent; and never when all is over."""
    click, key = CLICKS[command], uuid4()
    click.moment(evening)
    before, http, fields = evening.session, evening.browser(click.by), click.fields(evening)

    assert evening.post(evening.browser("gina"), command, **fields).status_code in (403, 404)
    assert whole(evening.session) == whole(before)

    answer = evening.post(http, command, key=key, **fields)

    after = evening.session
    entry = JournalEntry.objects.filter(session=after).latest("revision")
    assert (answer.status_code, answer.content) == (204, b"")
    assert after.revision == before.revision + 1
    assert [event["event"] for event in entry.events] == EVENTS[command]
    assert (entry.revision, entry.command, entry.key, entry.actor) == (
        after.revision,
        command,
        key,
        evening.visit_key(click.by),
    )
    assert entry.arguments == plain(fields, command)
    assert replay(before.load(), from_json(entry.events)) == after.load()
    assert after.status == after.load().status

    again = evening.post(http, command, key=key, **fields)
    assert (again.status_code, whole(evening.session)) == (204, whole(after))

    if command not in ("close", "cancel"):
        evening.do("claire", "close" if after.status == "running" else "cancel")
    over = whole(evening.session)
    late = evening.post(http, command, headers={"Accept": "application/json"}, **fields)
    expected = (204, "") if command in THERE else (404, "no_contribution") if command in GONE else (409, "over")
    # Closing was the last transition.
    expected = (409, "stale") if command == "undo" else expected
    assert (late.status_code, late.json()["code"] if late.content else "") == expected
    assert whole(evening.session) == over or command in THERE


@pytest.mark.parametrize(
    ("command", "other"),
    [
        ("extend", {"seconds": "120"}),
        ("contribute", {"id": str(QUESTION), "kind": "question", "text": "Et pourquoi ?"}),
        ("give_floor", {}),
        ("next", {"from_step": "0", "command": "back"}),
    ],
)
def test_key_is_not_used_again_for_something_else(evening: Evening, command: str, other: dict[str, str]) -> None:
    click, key = CLICKS[command], uuid4()
    click.moment(evening)
    http = evening.browser(click.by)
    assert evening.post(http, command, key=key, **click.fields(evening)).status_code == 204
    before = whole(evening.session)

    if command == "give_floor":
        other = {"participant": evening.id("bruno")}
    answer = evening.post(http, other.pop("command", command), key=key, headers={"Accept": "application/json"}, **other)

    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
    assert whole(evening.session) == before


def test_key_of_a_refused_command_may_be_tried_again(evening: Evening) -> None:
    CLICKS["resume"].moment(evening)
    http, key = evening.browser("claire"), uuid4()
    assert evening.post(http, "pause", key=key).status_code == 409
    evening.do("claire", "resume")
    assert evening.post(http, "pause", key=key).status_code == 204


def test_two_people_may_have_chosen_the_same_key(evening: Evening) -> None:
    CLICKS["raise_hand"].moment(evening)
    key = uuid4()
    answers = [evening.post(evening.browser(name), "raise_hand", key=key) for name in ("bruno", "chloe")]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert evening.session.load().floor.waiting == (evening.id("bruno"), evening.id("chloe"))


def walk_through(evening: Evening) -> None:
    """A whole evening: two rounds, with hands, turns, a pause, a step back, a late arrival."""
    CLICKS["next"].moment(evening)
    evening.do("claire", "next_speaker")
    evening.do("amina", "yield_floor")
    evening.do("claire", "pause")
    evening.do("claire", "resume")
    for _ in range(4):
        evening.do("claire", "next")
    evening.do("bruno", "raise_hand")
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text="Depuis quand ?")
    evening.do("claire", "give_floor", participant=evening.people["bruno"].pk)
    evening.do("claire", "admit", participant=evening.people["gina"].pk)
    evening.do("claire", "give_floor", participant=evening.people["elsa"].pk, exceptional=True)
    evening.do("claire", "mark_left", participant=evening.people["elsa"].pk)
    evening.do("claire", "take_break", minutes=5)
    evening.do("claire", "mark_left", participant=evening.people["driss"].pk)
    evening.do("claire", "end_break")
    evening.do("claire", "back")
    evening.do("claire", "extend", seconds=-30)
    evening.do("claire", "interrupt_round")
    evening.do("claire", "mark_back", participant=evening.people["elsa"].pk)
    evening.do("claire", "jump", to_step=evening.index("learning", 1))
    evening.do("claire", "next_speaker")
    evening.do("claire", "resume_round", round=0)
    evening.do("claire", "jump", to_step=evening.index("closing"))
    evening.do("claire", "close")


def test_replaying_the_journal_gives_the_state(evening: Evening) -> None:
    walk_through(evening)
    session = evening.session
    state = planned(session.protocol, minutes=session.minutes, rounds=session.planned_rounds, modality=session.modality)
    for entry in session.journal.all():
        state = replay(state, from_json(entry.events))
    assert json.loads(json.dumps(dump(state))) == session.state
    assert list(session.journal.values_list("revision", flat=True)) == list(range(1, session.revision + 1))


def test_rows_can_be_made_again_from_the_journal(evening: Evening) -> None:
    walk_through(evening)
    before = history(evening)
    assert [len(rows) for rows in before] == [10, 8, 7]

    state = rebuild(evening.session)

    assert history(evening) == before
    assert state == evening.session.load()


def history(evening: Evening) -> list[list[dict[str, Any]]]:
    kept = []
    for model in (PhaseRun, SpeakingTurn, Attendance):
        rows = list(model.objects.filter(session=evening.session_id).values())
        kept.append([{name: value for name, value in row.items() if name != "id"} for row in rows])
    return kept


def test_rows_say_when_steps_were_entered_and_left(evening: Evening) -> None:
    walk_through(evening)
    runs = list(PhaseRun.objects.filter(session=evening.session_id))
    assert [run.left_at for run in runs[:-1]] == [run.entered_at for run in runs[1:]]
    assert runs[-1].left_at is not None
    assert not SpeakingTurn.objects.filter(session=evening.session_id, ended_at=None).exists()


def test_own_contribution_sent_again_is_there_once(evening: Evening) -> None:
    CLICKS["contribute"].moment(evening)
    fields = CLICKS["contribute"].fields(evening)
    http = evening.browser("bruno")
    assert [evening.post(http, "contribute", **fields).status_code for _ in range(2)] == [204, 204]
    assert evening.post(evening.browser("chloe"), "contribute", **fields).status_code == 404
    assert Contribution.objects.get().text == fields["text"]


def test_words_are_opened_again(evening: Evening) -> None:
    CLICKS["add_commitment"].moment(evening)
    http = evening.browser("amina")
    evening.post(http, "write_synthesis", text="Je garde <b>l’écoute</b>.")
    evening.post(http, "add_commitment", text="Appeler Paul", due="2099-01-31")
    commitment = Commitment.objects.get()
    assert evening.session.rounds.get(number=0).synthesis == "Je garde <b>l’écoute</b>."
    assert (commitment.text, str(commitment.due_on)) == ("Appeler Paul", "2099-01-31")
    assert commitment.participant == evening.people["amina"]


def test_participants_at_the_door_come_in_as_it_opens(evening: Evening) -> None:
    for name in ("amina", "chloe"):
        assert evening.browser(name).get(evening.path()).status_code == 200
    evening.do("claire", "open")
    assert evening.session.load().present == (evening.id("amina"), evening.id("chloe"))


def test_personal_link_admits_by_itself_and_another_seat_waits(evening: Evening) -> None:
    evening.do("claire", "open")
    for name in ("bruno", "gina"):
        assert evening.browser(name).get(evening.path()).status_code == 200
    assert evening.session.load().present == (evening.id("bruno"),)


def test_browser_with_two_seats_acts_as_the_one_it_names(evening: Evening) -> None:
    """A shared tablet: Bruno's page sends Bruno's commands, though Chloé sat down later."""
    CLICKS["raise_hand"].moment(evening)
    http = evening.browser("bruno")
    browser = http.session
    browser["seats"] = [str(evening.seats[name].pk) for name in ("bruno", "chloe")]
    browser.save()
    page = http.get(evening.path(), {"as": evening.id("bruno")}).content.decode()
    assert f"""hx-vals='{{"as": "{evening.id("bruno")}"}}'""" in page
    assert evening.post(http, "raise_hand", **{"as": evening.id("bruno")}).status_code == 204
    assert evening.session.load().floor.waiting == (evening.id("bruno"),)
