"""Events: each can be kept as JSON and read back, and the machine knows what to do with each."""

from __future__ import annotations

import json

import pytest

from sessions import events, machine
from sessions.events import Event

from .people import AMINA, BRUNO, SIX_PM, amina_presents

AT = SIX_PM
EXAMPLES: tuple[Event, ...] = (
    events.Opened(AT),
    events.Admitted(AT, AMINA, 0),
    events.RoleAssigned(AT, AMINA, "scribe"),
    events.ClientsChosen(AT, (AMINA, BRUNO)),
    events.Started(AT),
    events.StepEntered(AT, 3),
    events.ClockPaused(AT),
    events.ClockResumed(AT),
    events.TimeAdded(AT, -60_000),
    events.TransitionBegan(AT, 7),
    events.Undone(AT),
    events.HandRaised(AT, AMINA),
    events.HandLowered(AT, AMINA),
    events.FloorGiven(AT, AMINA),
    events.FloorYielded(AT),
    events.FloorModeSet(AT, "queue"),
    events.TurnPassed(AT, AMINA),
    events.Written(AT, "question", None),
    events.ContractAccepted(AT, AMINA),
    events.WritingChanged(AT, "withdrawn"),
    events.PersonLeft(AT, BRUNO),
    events.PersonReturned(AT, BRUNO),
    events.WhereSaid(AT, BRUNO, is_remote=True),
    events.RoundInterrupted(AT, 0, 6),
    events.RoundResumed(AT, 0),
    events.BreakTaken(AT, AT + 600_000),
    events.BreakEnded(AT),
    events.FloorGiven(AT, BRUNO, is_exception=True),
    events.WritingAllowed(AT, BRUNO, "option"),
    events.MomentShown(AT, "summarise", AT + 60_000),
    events.MomentEnded(AT),
    events.PromptShown(AT, 2),
    events.PromptHidden(AT),
    events.WheelHandedOver(AT, 4),
    events.WheelTakenOver(AT, 4),
    events.WheelTakenBack(AT),
    events.CommitmentReported(AT, AMINA),
    events.SubjectProposed(AT, AMINA),
    events.SubjectChanged(AT, "weighed"),
    events.VoteCast(AT),
    events.VoteEnded(AT),
    events.HeadlineWorded(AT),
    events.FloorOrderSet(AT, "least_heard"),
    events.TurnLimitSet(AT, 60_000),
    events.TurnLimitSet(AT, None),
    events.AirtimeForgotten(AT),
    events.SilenceBegan(AT),
    events.Revealed(AT),
    events.DeliveryChosen(AT, as_they_come=True),
    events.Closed(AT),
    events.Cancelled(AT),
)
OF_ROWS_ALONE = {
    *(events.ContractAccepted, events.WritingChanged),
    *(events.CommitmentReported, events.SubjectProposed, events.SubjectChanged, events.HeadlineWorded),
}


def _declared() -> set[type[Event]]:
    declared = (each for each in vars(events).values() if isinstance(each, type) and issubclass(each, Event))
    return {each for each in declared if each is not Event}


def test_every_event_is_known_by_its_name_and_has_an_example() -> None:
    assert set(events.EVENTS.values()) == _declared() == {type(event) for event in EXAMPLES}


def test_every_event_changes_the_state_or_only_the_rows() -> None:
    assert set(machine._FOLDS) == _declared() - OF_ROWS_ALONE


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: type(event).__name__)
def test_an_event_survives_the_journal(event: Event) -> None:
    assert events.from_json(json.loads(json.dumps(events.to_json([event])))) == (event,)


def test_a_turn_journaled_before_there_were_exceptions_is_none() -> None:
    row = {"event": "FloorGiven", "at": AT, "participant": BRUNO}

    assert events.from_json([row]) == (events.FloorGiven(AT, BRUNO, is_exception=False),)


def test_the_journal_says_what_happened_in_words_of_the_method() -> None:
    assert events.to_json([events.ClientsChosen(AT, (AMINA, BRUNO)), events.StepEntered(AT, 3)]) == [
        {"event": "ClientsChosen", "at": AT, "clients": (AMINA, BRUNO)},
        {"event": "StepEntered", "at": AT, "index": 3},
    ]


@pytest.mark.parametrize("event", [event for event in EXAMPLES if type(event) in OF_ROWS_ALONE], ids=str)
def test_what_only_the_rows_keep_moves_nothing_but_the_last_instant(event: Event) -> None:
    assert machine.fold(amina_presents(), event) == amina_presents()


def test_an_event_before_the_last_does_not_turn_time_back() -> None:
    earlier = events.HandLowered(AT - 1, BRUNO)

    assert machine.fold(amina_presents(), earlier).last_at == amina_presents().last_at
