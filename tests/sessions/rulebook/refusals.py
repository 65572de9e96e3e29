"""Every refusal of the rulebook: a moment, a move, and the code that answers."""

from __future__ import annotations

from collections.abc import Callable

from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.clock import EndBreak, Extend, Pause, Resume, TakeBreak
from sessions.rulebook.moves.delivery import ChooseDelivery, Hide, Mark, Reveal, WriteInSilence
from sessions.rulebook.moves.floor import (
    GiveFloor,
    LowerHand,
    NextSpeaker,
    PassTurn,
    RaiseHand,
    SetFloorMode,
    YieldFloor,
)
from sessions.rulebook.moves.guiding import EndMoment, HidePrompt, ShowMoment, ShowPrompt
from sessions.rulebook.moves.handover import HandOver, TakeBack, TakeOver
from sessions.rulebook.moves.life import Cancel, Close, CorrectEnd, Open, Start, TakeUp
from sessions.rulebook.moves.people import Admit, AssignRole, LetKnockAgain, MarkBack, MarkLeft, SayWhere, TurnAway
from sessions.rulebook.moves.projecting import AskAccord, ProjectDemand, WithdrawDemand
from sessions.rulebook.moves.sharing import FinishEarly, ShareTime
from sessions.rulebook.moves.steps import Back, InterruptRound, Jump, Next, ResumeRound
from sessions.rulebook.moves.subjects import (
    CastVote,
    ChangeSubject,
    EndVote,
    ProposeSubject,
    Report,
    WeighSubject,
    WordHeadline,
)
from sessions.rulebook.moves.turns import ForgetAirtime, MoveHand, SetFloorOrder, SetTurnLimit
from sessions.rulebook.moves.undo import Undo
from sessions.rulebook.moves.writing import AcceptContract, AllowWriting, ChangeWriting, KeepIdea, Write
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, ELSA, GINA, MINUTE, SECOND, STRANGER, after

HOUR = 60 * MINUTE
Moment = Callable[[], State]


def overtime() -> State:
    """Amina's presentation is just over."""
    return after(states.amina_presents(), Extend(-HOUR), later=MINUTE)


def opening_without_clients() -> State:
    return after(states.lobby(), Start(), Jump(2))


def bruno_asks() -> State:
    return after(states.amina_is_questioned(), GiveFloor(BRUNO))


def second_client_left() -> State:
    """Amina's round is in its last step, Bruno has gone."""
    return after(states.all_learn(), MarkLeft(BRUNO))


def last_troika() -> State:
    """The last round of a protocol without a closing."""
    return states.at_step("consultation", 1, of=states.troika())


def troika_gathers() -> State:
    return states.lobby(states.troika())


def broken_off_and_gone() -> State:
    """Amina's round was interrupted, and she left; the session closes."""
    closing = after(states.amina_broke_off(), Jump(15))
    return after(closing, MarkLeft(AMINA))


def follow_up() -> State:
    return states.at_step("follow_up")


def by_stakes() -> State:
    return states.at_step("subject_choice")


def by_votes() -> State:
    return states.at_step("subject_choice", of=states.protocol("intervision-incident"))


def vote_over() -> State:
    return after(by_votes(), CastVote(BRUNO), EndVote())


def moved_on() -> State:
    """Amina's questions have just given way to her contract, in revision 0."""
    return after(states.amina_is_questioned(), Next())


def moved_on_long_ago() -> State:
    return after(moved_on(), RaiseHand(BRUNO), later=11 * SECOND)


def moved_on_to_bruno_and_amina_left() -> State:
    """Bruno presents, Amina went meanwhile, whose round would be taken up."""
    return after(states.all_learn(), Next(), MarkLeft(AMINA))


def writing_in_silence() -> State:
    return after(states.amina_listens(), WriteInSilence())


# Nothing of a step goes on while everybody rests.
AT_REST: tuple[object, ...] = (
    Next(),
    Back(),
    Jump(0),
    Pause(),
    Resume(),
    Extend(MINUTE),
    InterruptRound(),
    ResumeRound(0),
    AllowWriting(BRUNO, "option"),
    RaiseHand(BRUNO),
    LowerHand(BRUNO),
    GiveFloor(BRUNO, is_exception=True),
    YieldFloor(),
    NextSpeaker(),
    SetFloorMode("queue"),
    PassTurn(),
    Write(AMINA, "note"),
    Write(None, "note"),
    AcceptContract(BRUNO),
    ChangeWriting("withdrawn"),
    Report(AMINA),
    ProposeSubject(AMINA),
    ChangeSubject("reworded"),
    WeighSubject(),
    CastVote(AMINA),
    EndVote(),
    WordHeadline(AMINA),
    KeepIdea(BRUNO, "option"),
    WriteInSilence(),
    Reveal(),
)

REFUSALS: tuple[tuple[Moment, object, str], ...] = (
    (states.david_guides, HandOver(states.DAVID), "drives_already"),
    (states.closed, HandOver(states.DAVID), "over"),
    (states.david_stands_in, TakeOver(states.DAVID), "drives_already"),
    (states.closed, TakeOver(states.DAVID), "over"),
    (states.amina_presents, TakeBack(), "nobody_stands_in"),
    (states.cancelled, TakeBack(), "over"),
    (states.planned_evening, SetFloorOrder("arrival"), "not_open"),
    (states.closed, SetFloorOrder("arrival"), "over"),
    (states.amina_is_questioned, SetFloorOrder("loudest"), "unknown_order"),
    (states.amina_is_questioned, ForgetAirtime(), "already_running"),
    (states.lobby, ForgetAirtime(), "not_running"),
    (states.planned_evening, SetTurnLimit(MINUTE), "not_open"),
    (states.amina_is_questioned, SetTurnLimit(0), "limit_out_of_range"),
    (states.amina_is_questioned, SetTurnLimit(HOUR), "limit_out_of_range"),
    (states.lobby, Open(), "not_planned"),
    (states.closed, Open(), "over"),
    (states.planned_evening, Admit(GINA, 6), "not_open"),
    (states.cancelled, Admit(GINA, 6), "over"),
    (states.closed, TurnAway((GINA,)), "over"),
    (states.planned_evening, LetKnockAgain(), "not_open"),
    (states.planned_evening, AssignRole(ELSA, "observer"), "not_open"),
    (states.closed, AssignRole(ELSA, "observer"), "over"),
    (states.lobby, AssignRole(STRANGER, "observer"), "not_present"),
    (states.lobby, AssignRole(ELSA, "client"), "unknown_role"),
    (states.lobby, AssignRole(ELSA, "facilitator"), "unknown_role"),
    (states.planned_evening, ChooseClients((AMINA,)), "not_open"),
    (states.closed, ChooseClients((AMINA, BRUNO)), "over"),
    (states.lobby, ChooseClients(()), "clients_required"),
    (states.lobby, ChooseClients((AMINA, AMINA)), "clients_twice"),
    (states.lobby, ChooseClients((AMINA, STRANGER)), "not_present"),
    (states.last_step_of_all, ChooseClients((AMINA,)), "round_begun"),
    (states.amina_presents, ChooseClients((BRUNO, AMINA)), "round_begun"),
    (states.last_step_of_all, ChooseClients((AMINA, CHLOE)), "round_begun"),
    (states.planned_evening, Start(), "not_open"),
    (states.amina_presents, Start(), "already_running"),
    (states.cancelled, Start(), "over"),
    (states.lobby, Next(), "not_running"),
    (states.closed, Next(), "over"),
    (states.amina_presents, Next(from_step=2), "stale"),
    (states.last_step, Next(), "last_step"),
    (opening_without_clients, Next(), "clients_missing"),
    (states.lobby, Back(), "not_running"),
    (states.amina_presents, Back(from_step=4), "stale"),
    (states.opening_begins, Back(), "first_step"),
    (states.lobby, Jump(3), "not_running"),
    (states.amina_presents, Jump(5, from_step=2), "stale"),
    (states.amina_presents, Jump(16), "no_such_step"),
    (states.amina_presents, Jump(-1), "no_such_step"),
    (states.amina_presents, Jump(3), "same_step"),
    (opening_without_clients, Jump(9), "clients_missing"),
    (states.lobby, Pause(), "not_running"),
    (states.pause, Pause(), "clock_paused"),
    (states.lobby, Resume(), "not_running"),
    (states.amina_presents, Resume(), "clock_running"),
    (states.lobby, Extend(MINUTE), "not_running"),
    (states.amina_presents, Extend(0), "span_out_of_range"),
    (states.amina_presents, Extend(HOUR + 1), "span_out_of_range"),
    (states.amina_presents, Extend(-HOUR - 1), "span_out_of_range"),
    (overtime, Extend(-MINUTE), "nothing_left"),
    (states.lobby, ShareTime(), "not_running"),
    (states.last_step_of_all, ShareTime(), "nothing_to_share"),
    (states.lobby, FinishEarly(), "not_running"),
    (states.lobby, RaiseHand(BRUNO), "not_running"),
    (states.amina_is_questioned, RaiseHand(STRANGER), "not_present"),
    (states.amina_is_questioned, RaiseHand(ELSA), "may_not_speak"),
    (states.amina_listens, RaiseHand(AMINA), "may_not_speak"),
    (states.amina_presents, RaiseHand(AMINA), "floor_closed"),
    (bruno_asks, RaiseHand(BRUNO), "already_speaking"),
    (states.lobby, LowerHand(BRUNO), "not_running"),
    (states.lobby, MoveHand(BRUNO, is_later=False), "not_running"),
    (states.lobby, AskAccord(), "not_running"),
    (states.closed, AskAccord(), "over"),
    (states.opening_begins, AskAccord(), "no_round"),
    (states.lobby, ProjectDemand(AMINA), "not_running"),
    (states.amina_presents, ProjectDemand(BRUNO), "not_client"),
    (states.lobby, WithdrawDemand(AMINA), "not_running"),
    (states.amina_presents, WithdrawDemand(BRUNO), "not_client"),
    (states.lobby, GiveFloor(BRUNO), "not_running"),
    (states.amina_is_questioned, GiveFloor(STRANGER), "not_present"),
    (states.amina_is_questioned, GiveFloor(CHLOE, believed=BRUNO), "stale"),
    (bruno_asks, GiveFloor(CHLOE, believed=""), "stale"),
    (states.amina_presents, GiveFloor(BRUNO), "may_not_speak"),
    (states.amina_listens, GiveFloor(AMINA), "may_not_speak"),
    (states.silent_questions, GiveFloor(BRUNO), "floor_closed"),
    (states.lobby, YieldFloor(), "not_running"),
    (states.amina_is_questioned, YieldFloor(), "nobody_speaking"),
    (bruno_asks, YieldFloor(CHLOE), "not_speaking"),
    (states.lobby, NextSpeaker(), "not_running"),
    (states.amina_is_questioned, NextSpeaker(), "nobody_waiting"),
    (states.amina_presents, NextSpeaker(), "floor_closed"),
    (bruno_asks, NextSpeaker(believed=CHLOE), "stale"),
    (states.lobby, SetFloorMode("queue"), "not_running"),
    (states.amina_is_questioned, SetFloorMode("shouting"), "unknown_mode"),
    (states.opening_begins, SetFloorMode("client_only"), "mode_not_here"),
    (states.amina_listens, SetFloorMode("client_only"), "mode_not_here"),
    (states.lobby, PassTurn(BRUNO), "not_running"),
    (states.amina_is_questioned, PassTurn(BRUNO), "no_go_round"),
    (states.amina_listens, PassTurn(AMINA), "turn_over"),
    (states.everybody_learned, PassTurn(), "turn_over"),
    (states.lobby, Write(BRUNO, "question"), "not_running"),
    (states.closed, Write(BRUNO, "learning"), "over"),
    (states.amina_is_questioned, Write(STRANGER, "question"), "not_present"),
    (states.amina_is_questioned, Write(BRUNO, "option"), "may_not_write"),
    (states.lobby, AcceptContract(BRUNO), "not_running"),
    (states.amina_presents, AcceptContract(STRANGER), "not_present"),
    (states.amina_presents, AcceptContract(BRUNO), "may_not_accept"),
    (states.lobby, ChangeWriting("withdrawn"), "not_running"),
    (states.closed, ChangeWriting("withdrawn"), "over"),
    (states.lobby, Close(), "not_running"),
    (states.planned_evening, Close(), "not_running"),
    (states.closed, Close(), "over"),
    (states.opening_begins, CorrectEnd(states.SIX_PM), "already_running"),
    (states.lobby, TakeUp(states.SIX_PM), "not_running"),
    (states.closed, TakeUp(states.SIX_PM), "over"),
    (states.opening_begins, Cancel(), "already_running"),
    (states.closed, Cancel(), "over"),
    (states.cancelled, Cancel(), "over"),
    (states.bruno_left, AssignRole(BRUNO, "observer"), "not_present"),
    (states.bruno_left, ChooseClients((AMINA, BRUNO)), "not_present"),
    (states.bruno_left, GiveFloor(BRUNO, is_exception=True), "not_present"),
    (states.bruno_left, RaiseHand(BRUNO), "not_present"),
    (states.bruno_left, Write(BRUNO, "question"), "not_present"),
    (states.bruno_left, Jump(9), "client_absent"),
    (second_client_left, Jump(9), "client_absent"),
    (states.at_distance_and_in_the_room, SayWhere(STRANGER, True), "not_present"),
    (states.planned_evening, SayWhere(BRUNO, True), "not_open"),
    (states.lobby, SayWhere(BRUNO, True), "not_hybrid"),
    (states.closed, SayWhere(BRUNO, True), "over"),
    (troika_gathers, AssignRole(ELSA, "observer"), "no_observer"),
    (states.planned_evening, MarkLeft(BRUNO), "not_open"),
    (states.closed, MarkLeft(BRUNO), "over"),
    (states.lobby, MarkLeft(STRANGER), "not_present"),
    (states.amina_listens, MarkLeft(AMINA), "client_under_way"),
    (states.bruno_left, MarkLeft(BRUNO), "not_present"),
    (states.planned_evening, MarkBack(BRUNO), "not_open"),
    (states.bruno_left, MarkBack(CHLOE), "present_already"),
    (states.cancelled, MarkBack(BRUNO), "over"),
    (states.lobby, MarkBack(STRANGER), "not_present"),
    (states.lobby, InterruptRound(), "not_running"),
    (states.amina_presents, InterruptRound(from_step=2), "stale"),
    (states.opening_begins, InterruptRound(), "no_round"),
    (states.last_step, InterruptRound(), "no_round"),
    (last_troika, InterruptRound(), "nothing_after"),
    (states.lobby, ResumeRound(0), "not_running"),
    (states.last_step, ResumeRound(0), "not_interrupted"),
    (states.amina_broke_off, ResumeRound(1), "not_interrupted"),
    (states.amina_broke_off, ResumeRound(0), "round_under_way"),
    (broken_off_and_gone, ResumeRound(0), "client_absent"),
    (states.lobby, TakeBreak(10), "not_running"),
    (states.on_break, TakeBreak(10), "on_break"),
    (states.amina_presents, TakeBreak(0), "break_out_of_range"),
    (states.amina_presents, TakeBreak(61), "break_out_of_range"),
    (states.lobby, EndBreak(), "not_running"),
    (states.amina_presents, EndBreak(), "no_break"),
    (states.lobby, AllowWriting(BRUNO, "option"), "not_running"),
    (states.amina_listens, AllowWriting(STRANGER, "option"), "not_present"),
    (states.amina_listens, AllowWriting(BRUNO, "contract"), "unknown_kind"),
    (states.lobby, ShowMoment("reframe"), "not_running"),
    (states.opening_begins, ShowMoment("reframe_client"), "no_round"),
    (states.lobby, EndMoment(), "not_running"),
    (states.lobby, ShowPrompt(0), "not_running"),
    (states.amina_listens, ShowPrompt(40), "no_such_prompt"),
    (states.amina_presents, ShowPrompt(0, from_step=2), "stale"),
    (states.lobby, HidePrompt(), "not_running"),
    (states.lobby, Report(AMINA), "not_running"),
    (follow_up, Report(STRANGER), "not_present"),
    (by_stakes, Report(AMINA), "not_followed_up"),
    (follow_up, ProposeSubject(AMINA), "not_choosing"),
    (by_stakes, ProposeSubject(STRANGER), "not_present"),
    (states.amina_presents, ChangeSubject("withdrawn"), "not_choosing"),
    (by_votes, WeighSubject(), "no_stakes"),
    (by_stakes, CastVote(AMINA), "no_votes"),
    (by_stakes, EndVote(), "no_votes"),
    (by_votes, CastVote(STRANGER), "not_present"),
    (vote_over, CastVote(AMINA), "vote_over"),
    (vote_over, EndVote(), "vote_over"),
    (states.amina_presents, WordHeadline(BRUNO), "may_not_write"),
    (states.amina_is_questioned, WordHeadline(AMINA), "may_not_write"),
    (states.lobby, WriteInSilence(), "not_running"),
    (writing_in_silence, WriteInSilence(), "in_silence"),
    (states.lobby, Reveal(), "not_running"),
    (states.amina_listens, Reveal(), "not_in_silence"),
    (states.lobby, ChooseDelivery(AMINA, True), "not_running"),
    (states.amina_listens, ChooseDelivery(BRUNO, True), "not_client"),
    (states.lobby, Mark(AMINA), "not_running"),
    (states.amina_listens, Mark(BRUNO), "not_client"),
    (states.lobby, Hide(), "not_running"),
    (states.closed, Hide(), "over"),
    (states.lobby, KeepIdea(BRUNO, "option"), "not_running"),
    (states.amina_presents, KeepIdea(STRANGER, "option"), "not_present"),
    (states.amina_presents, KeepIdea(BRUNO, "synthesis"), "may_not_keep"),
    (states.amina_listens, KeepIdea(BRUNO, "question"), "may_not_keep"),
    (states.opening_begins, KeepIdea(BRUNO, "option"), "may_not_keep"),
    *((states.on_break, move, "on_break") for move in AT_REST),
    (states.lobby, Undo(0), "nothing_to_undo"),
    (states.cancelled, Undo(0), "nothing_to_undo"),
    (moved_on, Undo(1), "stale"),
    (moved_on_long_ago, Undo(0), "too_late"),
    (moved_on_to_bruno_and_amina_left, Undo(0), "client_absent"),
)
