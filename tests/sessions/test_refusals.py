"""Every refusal of the rulebook: a moment, a move, and the code that answers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from groups.errors import CodevError, Invalid, Refused, Stale
from sessions import checks, decisions, moves
from sessions.machine import apply
from sessions.state import State

from . import people
from .people import AMINA, BRUNO, CHLOE, ELSA, GINA, MINUTE, SECOND, STRANGER, after

HOUR = 60 * MINUTE
MODULES = (Path(str(checks.__file__)), *Path(str(checks.__file__)).parent.glob("*decisions.py"))

Moment = Callable[[], State]


def overtime() -> State:
    """Amina's presentation is just over."""
    return after(people.amina_presents(), moves.Extend(-HOUR), later=MINUTE)


def opening_without_clients() -> State:
    return after(people.lobby(), moves.Start(), moves.Jump(2))


def bruno_asks() -> State:
    return after(people.amina_is_questioned(), moves.GiveFloor(BRUNO))


def second_client_left() -> State:
    """Amina's round is in its last step, Bruno has gone."""
    return after(people.all_learn(), moves.MarkLeft(BRUNO))


def last_troika() -> State:
    """The last round of a protocol without a closing."""
    return people.at_step("consultation", 1, of=people.troika())


def troika_gathers() -> State:
    return people.lobby(people.troika())


def broken_off_and_gone() -> State:
    """Amina's round was interrupted, and she left; the session closes."""
    closing = after(people.amina_broke_off(), moves.Jump(15))
    return after(closing, moves.MarkLeft(AMINA))


def follow_up() -> State:
    return people.at_step("follow_up")


def by_stakes() -> State:
    return people.at_step("subject_choice")


def by_votes() -> State:
    return people.at_step("subject_choice", of=people.protocol("intervision-incident"))


def vote_over() -> State:
    return after(by_votes(), moves.CastVote(BRUNO), moves.EndVote())


def moved_on() -> State:
    """Amina's questions have just given way to her contract, in revision 0."""
    return after(people.amina_is_questioned(), moves.Next())


def moved_on_long_ago() -> State:
    return after(moved_on(), moves.RaiseHand(BRUNO), later=11 * SECOND)


def moved_on_to_bruno_and_amina_left() -> State:
    """Bruno presents, Amina went meanwhile, whose round would be taken up."""
    return after(people.all_learn(), moves.Next(), moves.MarkLeft(AMINA))


def writing_in_silence() -> State:
    return after(people.amina_listens(), moves.WriteInSilence())


# Nothing of a step goes on while everybody rests.
AT_REST: tuple[object, ...] = (
    *(moves.Next(), moves.Back(), moves.Jump(0), moves.Pause(), moves.Resume(), moves.Extend(MINUTE)),
    *(moves.InterruptRound(), moves.ResumeRound(0), moves.AllowWriting(BRUNO, "option")),
    *(moves.RaiseHand(BRUNO), moves.LowerHand(BRUNO), moves.GiveFloor(BRUNO, is_exception=True), moves.YieldFloor()),
    *(moves.NextSpeaker(), moves.SetFloorMode("queue"), moves.PassTurn()),
    *(moves.Write(AMINA, "note"), moves.Write(None, "note"), moves.AcceptContract(BRUNO)),
    moves.ChangeWriting("withdrawn"),
    *(moves.Report(AMINA), moves.ProposeSubject(AMINA), moves.ChangeSubject("reworded"), moves.WeighSubject()),
    *(moves.CastVote(AMINA), moves.EndVote(), moves.WordHeadline(AMINA)),
    *(moves.ChangeWriting("withdrawn"), moves.KeepIdea(BRUNO, "option")),
    *(moves.WriteInSilence(), moves.Reveal()),
)

REFUSALS: tuple[tuple[Moment, object, str], ...] = (
    (people.david_guides, moves.HandOver(people.DAVID), "drives_already"),
    (people.closed, moves.HandOver(people.DAVID), "over"),
    (people.david_stands_in, moves.TakeOver(people.DAVID), "drives_already"),
    (people.closed, moves.TakeOver(people.DAVID), "over"),
    (people.amina_presents, moves.TakeBack(), "nobody_stands_in"),
    (people.cancelled, moves.TakeBack(), "over"),
    (people.planned_evening, moves.SetFloorOrder("arrival"), "not_open"),
    (people.closed, moves.SetFloorOrder("arrival"), "over"),
    (people.amina_is_questioned, moves.SetFloorOrder("loudest"), "unknown_order"),
    (people.amina_is_questioned, moves.ForgetAirtime(), "already_running"),
    (people.lobby, moves.ForgetAirtime(), "not_running"),
    (people.planned_evening, moves.SetTurnLimit(MINUTE), "not_open"),
    (people.amina_is_questioned, moves.SetTurnLimit(0), "limit_out_of_range"),
    (people.amina_is_questioned, moves.SetTurnLimit(HOUR), "limit_out_of_range"),
    (people.lobby, moves.Open(), "not_planned"),
    (people.closed, moves.Open(), "over"),
    (people.planned_evening, moves.Admit(GINA, 6), "not_open"),
    (people.cancelled, moves.Admit(GINA, 6), "over"),
    (people.planned_evening, moves.AssignRole(ELSA, "observer"), "not_open"),
    (people.closed, moves.AssignRole(ELSA, "observer"), "over"),
    (people.lobby, moves.AssignRole(STRANGER, "observer"), "not_present"),
    (people.lobby, moves.AssignRole(ELSA, "client"), "unknown_role"),
    (people.lobby, moves.AssignRole(ELSA, "facilitator"), "unknown_role"),
    (people.planned_evening, moves.ChooseClients((AMINA,)), "not_open"),
    (people.closed, moves.ChooseClients((AMINA, BRUNO)), "over"),
    (people.lobby, moves.ChooseClients(()), "clients_required"),
    (people.lobby, moves.ChooseClients((AMINA, AMINA)), "clients_twice"),
    (people.lobby, moves.ChooseClients((AMINA, STRANGER)), "not_present"),
    (people.last_step_of_all, moves.ChooseClients((AMINA,)), "round_begun"),
    (people.amina_presents, moves.ChooseClients((BRUNO, AMINA)), "round_begun"),
    (people.last_step_of_all, moves.ChooseClients((AMINA, CHLOE)), "round_begun"),
    (people.planned_evening, moves.Start(), "not_open"),
    (people.amina_presents, moves.Start(), "already_running"),
    (people.cancelled, moves.Start(), "over"),
    (people.lobby, moves.Next(), "not_running"),
    (people.closed, moves.Next(), "over"),
    (people.amina_presents, moves.Next(from_step=2), "stale"),
    (people.last_step, moves.Next(), "last_step"),
    (opening_without_clients, moves.Next(), "clients_missing"),
    (people.lobby, moves.Back(), "not_running"),
    (people.amina_presents, moves.Back(from_step=4), "stale"),
    (people.opening_begins, moves.Back(), "first_step"),
    (people.lobby, moves.Jump(3), "not_running"),
    (people.amina_presents, moves.Jump(5, from_step=2), "stale"),
    (people.amina_presents, moves.Jump(16), "no_such_step"),
    (people.amina_presents, moves.Jump(-1), "no_such_step"),
    (people.amina_presents, moves.Jump(3), "same_step"),
    (opening_without_clients, moves.Jump(9), "clients_missing"),
    (people.lobby, moves.Pause(), "not_running"),
    (people.pause, moves.Pause(), "clock_paused"),
    (people.lobby, moves.Resume(), "not_running"),
    (people.amina_presents, moves.Resume(), "clock_running"),
    (people.lobby, moves.Extend(MINUTE), "not_running"),
    (people.amina_presents, moves.Extend(0), "span_out_of_range"),
    (people.amina_presents, moves.Extend(HOUR + 1), "span_out_of_range"),
    (people.amina_presents, moves.Extend(-HOUR - 1), "span_out_of_range"),
    (overtime, moves.Extend(-MINUTE), "nothing_left"),
    (people.lobby, moves.RaiseHand(BRUNO), "not_running"),
    (people.amina_is_questioned, moves.RaiseHand(STRANGER), "not_present"),
    (people.amina_is_questioned, moves.RaiseHand(ELSA), "may_not_speak"),
    (people.amina_listens, moves.RaiseHand(AMINA), "may_not_speak"),
    (people.amina_presents, moves.RaiseHand(AMINA), "floor_closed"),
    (bruno_asks, moves.RaiseHand(BRUNO), "already_speaking"),
    (people.lobby, moves.LowerHand(BRUNO), "not_running"),
    (people.lobby, moves.GiveFloor(BRUNO), "not_running"),
    (people.amina_is_questioned, moves.GiveFloor(STRANGER), "not_present"),
    (people.amina_is_questioned, moves.GiveFloor(CHLOE, believed=BRUNO), "stale"),
    (bruno_asks, moves.GiveFloor(CHLOE, believed=""), "stale"),
    (people.amina_presents, moves.GiveFloor(BRUNO), "may_not_speak"),
    (people.amina_listens, moves.GiveFloor(AMINA), "may_not_speak"),
    (people.silent_questions, moves.GiveFloor(BRUNO), "floor_closed"),
    (people.lobby, moves.YieldFloor(), "not_running"),
    (people.amina_is_questioned, moves.YieldFloor(), "nobody_speaking"),
    (bruno_asks, moves.YieldFloor(CHLOE), "not_speaking"),
    (people.lobby, moves.NextSpeaker(), "not_running"),
    (people.amina_is_questioned, moves.NextSpeaker(), "nobody_waiting"),
    (people.amina_presents, moves.NextSpeaker(), "floor_closed"),
    (bruno_asks, moves.NextSpeaker(believed=CHLOE), "stale"),
    (people.lobby, moves.SetFloorMode("queue"), "not_running"),
    (people.amina_is_questioned, moves.SetFloorMode("shouting"), "unknown_mode"),
    (people.opening_begins, moves.SetFloorMode("client_only"), "mode_not_here"),
    (people.amina_listens, moves.SetFloorMode("client_only"), "mode_not_here"),
    (people.lobby, moves.PassTurn(BRUNO), "not_running"),
    (people.amina_is_questioned, moves.PassTurn(BRUNO), "no_go_round"),
    (people.amina_listens, moves.PassTurn(AMINA), "turn_over"),
    (people.everybody_learned, moves.PassTurn(), "turn_over"),
    (people.lobby, moves.Write(BRUNO, "question"), "not_running"),
    (people.closed, moves.Write(BRUNO, "learning"), "over"),
    (people.amina_is_questioned, moves.Write(STRANGER, "question"), "not_present"),
    (people.amina_is_questioned, moves.Write(BRUNO, "option"), "may_not_write"),
    (people.lobby, moves.AcceptContract(BRUNO), "not_running"),
    (people.amina_presents, moves.AcceptContract(STRANGER), "not_present"),
    (people.amina_presents, moves.AcceptContract(BRUNO), "may_not_accept"),
    (people.lobby, moves.ChangeWriting("withdrawn"), "not_running"),
    (people.closed, moves.ChangeWriting("withdrawn"), "over"),
    (people.lobby, moves.Close(), "not_running"),
    (people.planned_evening, moves.Close(), "not_running"),
    (people.closed, moves.Close(), "over"),
    (people.opening_begins, moves.Cancel(), "already_running"),
    (people.closed, moves.Cancel(), "over"),
    (people.cancelled, moves.Cancel(), "over"),
    (people.bruno_left, moves.AssignRole(BRUNO, "observer"), "not_present"),
    (people.bruno_left, moves.ChooseClients((AMINA, BRUNO)), "not_present"),
    (people.bruno_left, moves.GiveFloor(BRUNO, is_exception=True), "not_present"),
    (people.bruno_left, moves.RaiseHand(BRUNO), "not_present"),
    (people.bruno_left, moves.Write(BRUNO, "question"), "not_present"),
    (people.bruno_left, moves.Jump(9), "client_absent"),
    (second_client_left, moves.Jump(9), "client_absent"),
    (people.at_distance_and_in_the_room, moves.SayWhere(STRANGER, True), "not_present"),
    (people.planned_evening, moves.SayWhere(BRUNO, True), "not_open"),
    (people.lobby, moves.SayWhere(BRUNO, True), "not_hybrid"),
    (people.closed, moves.SayWhere(BRUNO, True), "over"),
    (troika_gathers, moves.AssignRole(ELSA, "observer"), "no_observer"),
    (people.planned_evening, moves.MarkLeft(BRUNO), "not_open"),
    (people.closed, moves.MarkLeft(BRUNO), "over"),
    (people.lobby, moves.MarkLeft(STRANGER), "not_present"),
    (people.amina_listens, moves.MarkLeft(AMINA), "client_under_way"),
    (people.planned_evening, moves.MarkBack(BRUNO), "not_open"),
    (people.cancelled, moves.MarkBack(BRUNO), "over"),
    (people.lobby, moves.MarkBack(STRANGER), "not_present"),
    (people.lobby, moves.InterruptRound(), "not_running"),
    (people.amina_presents, moves.InterruptRound(from_step=2), "stale"),
    (people.opening_begins, moves.InterruptRound(), "no_round"),
    (people.last_step, moves.InterruptRound(), "no_round"),
    (last_troika, moves.InterruptRound(), "nothing_after"),
    (people.lobby, moves.ResumeRound(0), "not_running"),
    (people.last_step, moves.ResumeRound(0), "not_interrupted"),
    (people.amina_broke_off, moves.ResumeRound(1), "not_interrupted"),
    (people.amina_broke_off, moves.ResumeRound(0), "round_under_way"),
    (broken_off_and_gone, moves.ResumeRound(0), "client_absent"),
    (people.lobby, moves.TakeBreak(10), "not_running"),
    (people.on_break, moves.TakeBreak(10), "on_break"),
    (people.amina_presents, moves.TakeBreak(0), "break_out_of_range"),
    (people.amina_presents, moves.TakeBreak(61), "break_out_of_range"),
    (people.lobby, moves.EndBreak(), "not_running"),
    (people.amina_presents, moves.EndBreak(), "no_break"),
    (people.lobby, moves.AllowWriting(BRUNO, "option"), "not_running"),
    (people.amina_listens, moves.AllowWriting(STRANGER, "option"), "not_present"),
    (people.amina_listens, moves.AllowWriting(BRUNO, "contract"), "unknown_kind"),
    (people.lobby, moves.ShowMoment("reframe"), "not_running"),
    (people.opening_begins, moves.ShowMoment("reframe_client"), "no_round"),
    (people.lobby, moves.EndMoment(), "not_running"),
    (people.lobby, moves.ShowPrompt(0), "not_running"),
    (people.amina_listens, moves.ShowPrompt(40), "no_such_prompt"),
    (people.amina_presents, moves.ShowPrompt(0, from_step=2), "stale"),
    (people.lobby, moves.HidePrompt(), "not_running"),
    (people.lobby, moves.Report(AMINA), "not_running"),
    (follow_up, moves.Report(STRANGER), "not_present"),
    (by_stakes, moves.Report(AMINA), "not_followed_up"),
    (follow_up, moves.ProposeSubject(AMINA), "not_choosing"),
    (by_stakes, moves.ProposeSubject(STRANGER), "not_present"),
    (people.amina_presents, moves.ChangeSubject("withdrawn"), "not_choosing"),
    (by_votes, moves.WeighSubject(), "no_stakes"),
    (by_stakes, moves.CastVote(AMINA), "no_votes"),
    (by_stakes, moves.EndVote(), "no_votes"),
    (by_votes, moves.CastVote(STRANGER), "not_present"),
    (vote_over, moves.CastVote(AMINA), "vote_over"),
    (vote_over, moves.EndVote(), "vote_over"),
    (people.amina_presents, moves.WordHeadline(BRUNO), "may_not_write"),
    (people.amina_is_questioned, moves.WordHeadline(AMINA), "may_not_write"),
    (people.lobby, moves.WriteInSilence(), "not_running"),
    (writing_in_silence, moves.WriteInSilence(), "in_silence"),
    (people.lobby, moves.Reveal(), "not_running"),
    (people.amina_listens, moves.Reveal(), "not_in_silence"),
    (people.lobby, moves.ChooseDelivery(AMINA, True), "not_running"),
    (people.amina_listens, moves.ChooseDelivery(BRUNO, True), "not_client"),
    (people.lobby, moves.Mark(AMINA), "not_running"),
    (people.amina_listens, moves.Mark(BRUNO), "not_client"),
    (people.lobby, moves.Hide(), "not_running"),
    (people.closed, moves.Hide(), "over"),
    (people.lobby, moves.KeepIdea(BRUNO, "option"), "not_running"),
    (people.amina_presents, moves.KeepIdea(STRANGER, "option"), "not_present"),
    (people.amina_presents, moves.KeepIdea(BRUNO, "synthesis"), "may_not_keep"),
    (people.amina_listens, moves.KeepIdea(BRUNO, "question"), "may_not_keep"),
    (people.opening_begins, moves.KeepIdea(BRUNO, "option"), "may_not_keep"),
    *((people.on_break, move, "on_break") for move in AT_REST),
    (people.lobby, moves.Undo(0), "nothing_to_undo"),
    (people.cancelled, moves.Undo(0), "nothing_to_undo"),
    (moved_on, moves.Undo(1), "stale"),
    (moved_on_long_ago, moves.Undo(0), "too_late"),
    (moved_on_to_bruno_and_amina_left, moves.Undo(0), "client_absent"),
)


def _name(case: object) -> str:
    return getattr(case, "__name__", str(case))


@pytest.mark.parametrize(("moment", "move", "code"), REFUSALS, ids=_name)
def test_a_move_out_of_place_is_refused_by_its_code(moment: Moment, move: object, code: str) -> None:
    state = moment()

    with pytest.raises(CodevError) as refusal:
        apply(state, move, state.last_at)

    assert refusal.value.code == code
    assert state == moment()


@pytest.mark.parametrize(
    ("move", "field"),
    [
        (moves.AssignRole(ELSA, "client"), "role"),
        (moves.ChooseClients(()), "participants"),
        (moves.Jump(16), "to_step"),
        (moves.Extend(0), "seconds"),
        (moves.SetFloorMode("shouting"), "mode"),
        (moves.TakeBreak(0), "minutes"),
        (moves.AllowWriting(BRUNO, "contract"), "kind"),
        (moves.ShowPrompt(40), "index"),
    ],
    ids=str,
)
def test_what_cannot_be_understood_names_its_field(move: object, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        apply(people.amina_presents(), move, 0)

    assert refusal.value.field == field


def test_every_code_of_the_rulebook_is_refused_above() -> None:
    written = {code for source in MODULES for code in _codes(source)}

    assert {code for _, _, code in REFUSALS} == written


def test_every_move_is_decided_and_refused_above_unless_it_is_always_welcome() -> None:
    declared = {each for each in vars(moves).values() if isinstance(each, type)}

    assert set(decisions._DECISIONS) == declared
    assert {type(move) for _, move, _ in REFUSALS} == declared


def _codes(source: Path) -> Iterator[str]:
    """The code of each error that a module raises; an error of our own that is raised bare has its own code."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if not isinstance(node, ast.Raise):
            continue
        if isinstance(node.exc, ast.Name) and node.exc.id == Stale.__name__:
            yield Stale().code
            continue
        assert isinstance(node.exc, ast.Call)
        assert isinstance(node.exc.func, ast.Name)
        assert node.exc.func.id in (Refused.__name__, Invalid.__name__)
        values = (each.value for each in ast.walk(node.exc.args[0]) if isinstance(each, ast.Constant))
        yield from (value for value in values if isinstance(value, str))
