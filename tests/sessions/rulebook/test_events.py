"""Events: each can be kept as JSON and read back, and the machine knows what to do with each."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from sessions.rulebook import machine
from sessions.rulebook.events import Event
from sessions.rulebook.moves import unchanged
from sessions.rulebook.moves.clients import ClientsChosen
from sessions.rulebook.moves.clock import BreakEnded, BreakTaken, ClockPaused, ClockResumed, TimeAdded
from sessions.rulebook.moves.delivery import DeliveryChosen, Revealed, SilenceBegan
from sessions.rulebook.moves.floor import FloorGiven, FloorModeSet, FloorYielded, HandLowered, HandRaised, TurnPassed
from sessions.rulebook.moves.guiding import MomentEnded, MomentShown, PromptHidden, PromptShown
from sessions.rulebook.moves.handover import HandedOver, TakenBack, TakenOver
from sessions.rulebook.moves.life import Cancelled, Closed, EndCorrected, Opened, Started, TakenUp
from sessions.rulebook.moves.people import (
    Admitted,
    KnocksAllowed,
    PersonLeft,
    PersonReturned,
    RoleAssigned,
    TurnedAway,
    WhereSaid,
)
from sessions.rulebook.moves.projecting import AccordAsked, DemandProjected, DemandWithdrawn
from sessions.rulebook.moves.sharing import TimeGivenUp, TimeShared
from sessions.rulebook.moves.steps import RoundInterrupted, RoundResumed, StepEntered
from sessions.rulebook.moves.subjects import (
    CommitmentReported,
    HeadlineWorded,
    SubjectChanged,
    SubjectProposed,
    VoteCast,
    VoteEnded,
)
from sessions.rulebook.moves.turns import AirtimeForgotten, FloorOrderSet, HandMoved, TurnLimitSet
from sessions.rulebook.moves.undo import TransitionBegan, Undone
from sessions.rulebook.moves.writing import ContractAccepted, WritingAllowed, WritingChanged, Written
from tests.sessions.cast.states import AMINA, BRUNO, SIX_PM, amina_presents

AT = SIX_PM
EXAMPLES: tuple[Event, ...] = (
    Opened(AT),
    Admitted(AT, AMINA, 0),
    RoleAssigned(AT, AMINA, "scribe"),
    ClientsChosen(AT, (AMINA, BRUNO)),
    Started(AT),
    StepEntered(AT, 3),
    ClockPaused(AT),
    ClockResumed(AT),
    TimeAdded(AT, -60_000),
    TransitionBegan(AT, 7),
    Undone(AT),
    HandRaised(AT, AMINA),
    HandLowered(AT, AMINA),
    FloorGiven(AT, AMINA),
    FloorYielded(AT),
    FloorModeSet(AT, "queue"),
    TurnPassed(AT, AMINA),
    Written(AT, "question", None),
    ContractAccepted(AT, AMINA),
    WritingChanged(AT, "withdrawn"),
    PersonLeft(AT, BRUNO),
    PersonReturned(AT, BRUNO),
    TurnedAway(AT, (BRUNO,)),
    KnocksAllowed(AT),
    WhereSaid(AT, BRUNO, is_remote=True),
    RoundInterrupted(AT, 0, 6),
    RoundResumed(AT, 0, is_held=True),
    TimeShared(AT),
    TimeGivenUp(AT, 600_000),
    BreakTaken(AT, AT + 600_000),
    BreakEnded(AT),
    FloorGiven(AT, BRUNO, is_exception=True),
    WritingAllowed(AT, BRUNO, "option"),
    MomentShown(AT, "summarise", AT + 60_000),
    MomentEnded(AT),
    PromptShown(AT, 2),
    PromptHidden(AT),
    HandedOver(AT, 4),
    TakenOver(AT, 4),
    TakenBack(AT),
    CommitmentReported(AT, AMINA),
    SubjectProposed(AT, AMINA),
    SubjectChanged(AT, "weighed"),
    VoteCast(AT),
    VoteEnded(AT),
    HeadlineWorded(AT),
    FloorOrderSet(AT, "least_heard"),
    TurnLimitSet(AT, 60_000),
    TurnLimitSet(AT, None),
    AirtimeForgotten(AT),
    SilenceBegan(AT),
    Revealed(AT),
    DeliveryChosen(AT, as_they_come=True),
    HandMoved(AT, BRUNO, is_later=True),
    AccordAsked(AT),
    DemandProjected(AT, is_noted=True),
    DemandWithdrawn(AT),
    Closed(AT),
    Closed(AT, AT - 60_000),
    EndCorrected(AT, AT - 30_000),
    TakenUp(AT, AT - 60_000),
    Cancelled(AT),
)
OF_ROWS_ALONE = {
    ContractAccepted,
    WritingChanged,
    CommitmentReported,
    SubjectProposed,
    SubjectChanged,
    HeadlineWorded,
}


def _declared() -> set[type[Event]]:
    declared = (each for topic in machine.TOPICS for each in vars(topic).values() if isinstance(each, type))
    return {each for each in declared if issubclass(each, Event) and each is not Event}


def test_every_event_is_known_by_its_name_and_has_an_example() -> None:
    assert set(machine.EVENTS.values()) == _declared() == {type(event) for event in EXAMPLES}


def test_every_event_changes_the_state_or_only_the_rows() -> None:
    assert {kind for kind, fold in machine.FOLDS.items() if fold is not unchanged} == _declared() - OF_ROWS_ALONE


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: type(event).__name__)
def test_an_event_survives_the_journal(event: Event) -> None:
    assert machine.from_json(json.loads(json.dumps(machine.to_json([event])))) == (event,)
    assert machine.to_json([event]) == [{"event": event.stored_name(), **asdict(event)}]


def test_an_event_that_was_renamed_is_journaled_as_ever() -> None:
    rows = machine.to_json([HandedOver(AT, 4), TakenOver(AT, 4), TakenBack(AT)])

    assert [row["event"] for row in rows] == ["WheelHandedOver", "WheelTakenOver", "WheelTakenBack"]


def test_a_turn_journaled_before_there_were_exceptions_is_none() -> None:
    row = {"event": "FloorGiven", "at": AT, "participant": BRUNO}

    assert machine.from_json([row]) == (FloorGiven(AT, BRUNO, is_exception=False),)


def test_the_journal_says_what_happened_in_words_of_the_method() -> None:
    assert machine.to_json([ClientsChosen(AT, (AMINA, BRUNO)), StepEntered(AT, 3, is_held=True)]) == [
        {"event": "ClientsChosen", "at": AT, "clients": (AMINA, BRUNO)},
        {"event": "StepEntered", "at": AT, "index": 3, "is_held": True},
    ]


@pytest.mark.parametrize("event", [event for event in EXAMPLES if type(event) in OF_ROWS_ALONE], ids=str)
def test_what_only_the_rows_keep_moves_nothing_but_the_last_instant(event: Event) -> None:
    assert machine.fold(amina_presents(), event) == amina_presents()


def test_an_event_before_the_last_does_not_turn_time_back() -> None:
    earlier = HandLowered(AT - 1, BRUNO)

    assert machine.fold(amina_presents(), earlier).last_at == amina_presents().last_at
