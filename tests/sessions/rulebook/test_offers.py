"""What screens offer is what the machine carries out: over every protocol, step, role, floor mode and moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.errors import CodevError
from sessions.rulebook.machine import apply
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.clock import EndBreak, Extend, Pause, Resume, TakeBreak
from sessions.rulebook.moves.delivery import ChooseDelivery, Reveal, WriteInSilence
from sessions.rulebook.moves.floor import (
    GiveFloor,
    LowerHand,
    NextSpeaker,
    PassTurn,
    RaiseHand,
    SetFloorMode,
    YieldFloor,
)
from sessions.rulebook.moves.guiding import ShowMoment, ShowPrompt
from sessions.rulebook.moves.life import Cancel, Close, Open, Start
from sessions.rulebook.moves.people import Admit, AssignRole, MarkLeft, SayWhere
from sessions.rulebook.moves.sharing import FinishEarly, ShareTime
from sessions.rulebook.moves.steps import Back, InterruptRound, Jump, Next, ResumeRound
from sessions.rulebook.moves.subjects import CastVote, EndVote, ProposeSubject, WordHeadline
from sessions.rulebook.moves.turns import SetFloorOrder, SetTurnLimit
from sessions.rulebook.moves.writing import AcceptContract, AllowWriting, KeepIdea, Write
from sessions.rulebook.protocol.protocol import Protocol, catalogue
from sessions.rulebook.protocol.vocabulary import FLOORS, KINDS
from sessions.rulebook.rules import airtime, offers, rights, showing
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, DRISS, STRANGER, tried
from tests.sessions.cast.tries import tries

Moves = Iterable[object]


def happens(state: State, moves: Moves) -> bool:
    """Whether the machine carries out any of these moves, and it changes something."""
    return any(_events(state, move) for move in moves)


def _events(state: State, move: object) -> tuple[object, ...]:
    try:
        return apply(state, move, state.last_at)
    except CodevError:
        return ()


def _refusal(state: State, move: object) -> str:
    try:
        apply(state, move, state.last_at)
    except CodevError as refusal:
        return refusal.code
    return ""


def _clients(state: State) -> Iterator[ChooseClients]:
    begun = state.clients[: state.rounds_begun]
    others = [one for one in state.present if one not in begun]
    yield from (ChooseClients((*begun, one)) for one in others)
    if state.present and begun:
        yield ChooseClients(begun)


FACILITATOR: dict[str, Callable[[State], Moves]] = {
    "open": lambda state: [Open()],
    "cancel": lambda state: [Cancel()],
    "start": lambda state: [Start()],
    "next": lambda state: [Next()],
    "back": lambda state: [Back()],
    "jump": lambda state: (Jump(index) for index in range(len(state.agenda))),
    "interrupt_round": lambda state: [InterruptRound()],
    "resume_round": lambda state: (ResumeRound(number) for number in range(state.rounds)),
    "take_break": lambda state: [TakeBreak(10)],
    "end_break": lambda state: [EndBreak()],
    "close": lambda state: [Close()],
    "pause": lambda state: [Pause()],
    "resume": lambda state: [Resume()],
    "extend": lambda state: [Extend(120_000)],
    "share_time": lambda state: [ShareTime()],
    "finish_early": lambda state: [FinishEarly()],
    "admit": lambda state: [Admit(STRANGER, 20)],
    "seat_newcomer": lambda state: [Admit(STRANGER, 20)],
    "assign_role": lambda state: (AssignRole(one, "scribe") for one in state.present),
    "choose_clients": _clients,
    "set_floor_mode": lambda state: map(SetFloorMode, FLOORS),
    "set_floor_order": lambda state: map(SetFloorOrder, airtime.ORDERS),
    "set_turn_limit": lambda state: map(SetTurnLimit, (60_000, 120_000)),
    "give_floor": lambda state: (GiveFloor(one, is_exception=True) for one in state.present),
    "next_speaker": lambda state: [NextSpeaker()],
    "yield_floor": lambda state: [YieldFloor()],
    "pass_turn": lambda state: [PassTurn()],
    "allow_writing": lambda state: (AllowWriting(one, kind) for one in state.present for kind in KINDS),
    "contribute": lambda state: (Write(one, kind) for one in (None, *state.present) for kind in KINDS),
    "write_in_silence": lambda state: [WriteInSilence()],
    "reveal": lambda state: [Reveal()],
    "show_prompt": lambda state: [ShowPrompt(None)],
    "reframe": lambda state: [ShowMoment("reframe")],
    "reframe_client": lambda state: [ShowMoment("reframe_client")],
    "reformulate": lambda state: [ShowMoment("reformulate")],
    "summarise": lambda state: [ShowMoment("summarise")],
    "propose_subject": lambda state: map(ProposeSubject, state.present),
    "end_vote": lambda state: [EndVote()],
    "word_headline": lambda state: [WordHeadline(None)],
}
PARTICIPANT: dict[str, Callable[[State, str], Moves]] = {
    "raise_hand": lambda state, who: [RaiseHand(who)],
    "ask_to_speak": lambda state, who: [RaiseHand(who)],
    "lower_hand": lambda state, who: [LowerHand(who)],
    "yield_floor": lambda state, who: [YieldFloor(who)],
    "pass_turn": lambda state, who: [PassTurn(who)],
    "postpone_turn": lambda state, who: [PassTurn(who, is_for_later=True)],
    "say_remote": lambda state, who: [SayWhere(who, is_remote=True)],
    "say_in_room": lambda state, who: [SayWhere(who, is_remote=False)],
    "contribute": lambda state, who: (Write(who, kind) for kind in KINDS),
    "keep_idea": lambda state, who: (KeepIdea(who, kind) for kind in KINDS),
    "deliver_now": lambda state, who: [ChooseDelivery(who, as_they_come=True)],
    "deliver_later": lambda state, who: [ChooseDelivery(who, as_they_come=False)],
    "accept_contract": lambda state, who: [AcceptContract(who)],
    "write_contract": lambda state, who: [Write(who, "contract")],
    "write_synthesis": lambda state, who: [Write(who, "synthesis")],
    "add_commitment": lambda state, who: [Write(who, "commitment")],
    "propose_subject": lambda state, who: [ProposeSubject(who)],
    "skip_vote": lambda state, who: [CastVote(who)],
    "word_headline": lambda state, who: [WordHeadline(who)],
}
# Carried out at other times too, where it would be another command's, or of no use: offered only where it helps.
HELPS_THE_FACILITATOR: dict[str, Callable[[State], bool]] = {
    # With nobody waiting it would only end the turn, which « yield_floor » says.
    "next_speaker": lambda state: airtime.next_up(state) is not None,
    # Nobody may write, or nobody has voted: there is nothing to hide, or to count.
    "write_in_silence": lambda state: happens(state, FACILITATOR["contribute"](state)),
    "end_vote": lambda state: state.vote_began_at is not None,
}
HELPS_A_PARTICIPANT: dict[str, Callable[[State, str], bool]] = {
    "raise_hand": lambda state, who: rights.hands_are_out(state),
    "ask_to_speak": lambda state, who: not rights.hands_are_out(state),
    # After nobody else, or out of turn, it would come back at once.
    "postpone_turn": lambda state, who: (
        any(one != who for one in state.floor.pending) and not (state.floor.is_exception and state.floor.speaker == who)
    ),
    # Elsewhere nothing waits for the client, and nothing else was chosen.
    "deliver_now": lambda state, who: showing.is_listening(state),
    "deliver_later": lambda state, who: showing.listens_here(state) and state.as_they_come,
}


def check(state: State) -> None:
    """Offered is decided, for whoever drives and for everybody here; nothing is offered to a stranger."""
    offered = offers.to_facilitator(state)
    assert offered.pop("finish") == (_refusal(state, Next()) == "last_step")
    assert offered == {
        command: happens(state, moves(state)) and HELPS_THE_FACILITATOR.get(command, lambda state: True)(state)
        for command, moves in FACILITATOR.items()
    }
    for who in {_standing(state, who): who for who in state.present}.values():
        assert (who, offers.to_participant(state, who)) == (who, _decided(state, who))
    assert not any(offers.to_participant(state, STRANGER).values())


def _standing(state: State, who: str) -> tuple[object, ...]:
    """What tells people apart: of those who stand alike, one is enough."""
    floor = state.floor
    places = (floor.speaker == who, who in floor.waiting, who in floor.pending, who in state.remote)
    return (state.role_of(who), *places, tuple(grant.kind for grant in state.grants if grant.participant == who))


def _decided(state: State, who: str) -> dict[str, bool]:
    return {
        command: happens(state, moves(state, who))
        and HELPS_A_PARTICIPANT.get(command, lambda state, who: True)(state, who)
        for command, moves in PARTICIPANT.items()
    }


# Moments


def _moments(state: State) -> Iterator[State]:
    """A step, in every floor mode, and with what may be going on in it."""
    yield state
    for mode in FLOORS:
        yield tried(state, SetFloorMode(mode))
        yield tried(state, SetFloorMode(mode), RaiseHand(BRUNO), GiveFloor(CHLOE), PassTurn(CHLOE))
        yield tried(state, SetFloorMode(mode), GiveFloor(DRISS, is_exception=True), AllowWriting(DRISS, "learning"))
    yield tried(state, Pause())
    yield tried(state, RaiseHand(BRUNO), NextSpeaker(), RaiseHand(CHLOE), TakeBreak(10))
    yield tried(state, WriteInSilence())
    yield tried(state, ChooseDelivery(AMINA, as_they_come=True))
    yield tried(state, CastVote(BRUNO))
    yield tried(state, MarkLeft(BRUNO))
    yield tried(state, InterruptRound())
    yield tried(state, InterruptRound(), Next())


def _elsewhere(state: State) -> Iterator[State]:
    """The same where people meet from a distance, or both ways: hands are out, and some say where they are."""
    for modality in ("remote", "hybrid"):
        there = replace(state, modality=modality)
        yield from (there, tried(there, SayWhere(CHLOE, is_remote=True), SetFloorMode("queue"), RaiseHand(BRUNO)))


def _evening(of: Protocol) -> Iterator[State]:
    """From the plan to the end, in every step."""
    yield states.planned_evening(of)
    lobby = states.lobby(of)
    yield from (lobby, *_elsewhere(lobby))
    gathered = tried(lobby, ChooseClients((AMINA, BRUNO)))
    yield from (gathered, tried(gathered, MarkLeft(AMINA)), tried(gathered, Cancel()))
    begun = tried(gathered, Start())
    for index in range(len(begun.agenda)):
        here = tried(begun, Jump(index))
        yield from (*_moments(here), *_elsewhere(here))
    yield tried(begun, Close())


@pytest.mark.parametrize("key", catalogue())
def test_what_is_offered_is_what_the_machine_carries_out(key: str) -> None:
    for state in _evening(states.protocol(key)):
        check(state)


@pytest.mark.parametrize("choice", ["facilitator", "votes", "stakes"])
def test_it_is_so_in_every_way_of_choosing_subjects(choice: str) -> None:
    of = states.classique()
    choosing = states.opening_begins(replace(of, settings={**of.settings, "subject_choice": choice}))
    for index, item in enumerate(choosing.agenda):
        if item.part == "opening":
            for state in _moments(tried(choosing, Jump(index))):
                check(state)


@given(st.lists(tries(6), max_size=12))
def test_it_is_so_whatever_came_before(moves: list[tuple[object, ...]]) -> None:
    state = states.opening_begins()
    for some in moves:
        state = tried(state, *some)
        check(state)
