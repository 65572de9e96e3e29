"""Who facilitates now: handed over, taken over and taken back. Who may is access.py's to say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from groups.errors import Refused

from ..events import Event, Events
from ..rules import guards
from ..state.state import State
from . import Decisions, Folds


@dataclass(frozen=True, slots=True)
class HandOver:
    """Facilitation is handed to another account that facilitates the group: that it does, the command checked."""

    to: int


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A deputy, by account, stands in for facilitators who are out of reach.

    That they are, the command checked: the database knows when devices were last seen, the state does not.
    """

    by: int


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A facilitator facilitates again, and the deputy does no longer."""


@dataclass(frozen=True, slots=True)
class HandedOver(Event):
    """Another account facilitates from now on."""

    stored_as: ClassVar[str] = "WheelHandedOver"

    to: int


@dataclass(frozen=True, slots=True)
class TakenOver(Event):
    """A deputy stands in while the facilitators are out of reach."""

    stored_as: ClassVar[str] = "WheelTakenOver"

    by: int


@dataclass(frozen=True, slots=True)
class TakenBack(Event):
    stored_as: ClassVar[str] = "WheelTakenBack"


def _hand_over(state: State, move: HandOver, now: int) -> Events:
    guards.not_over(state)
    if state.driver == move.to:
        raise Refused("drives_already")
    return (HandedOver(now, move.to),)


def _take_over(state: State, move: TakeOver, now: int) -> Events:
    guards.not_over(state)
    if state.driver == move.by:
        raise Refused("drives_already")
    return (TakenOver(now, move.by),)


def _take_back(state: State, move: TakeBack, now: int) -> Events:
    guards.not_over(state)
    if state.driver is None:
        raise Refused("nobody_stands_in")
    return (TakenBack(now),)


def _handed_over(state: State, event: HandedOver) -> State:
    return replace(state, driver=event.to, is_stood_in=False)


def _taken_over(state: State, event: TakenOver) -> State:
    # What was taken over ends with the first command of a facilitator; what was handed over, only by taking it back.
    return replace(state, driver=event.by, is_stood_in=True)


def _taken_back(state: State, event: TakenBack) -> State:
    return replace(state, driver=None, is_stood_in=False)


DECISIONS: Decisions = {
    HandOver: _hand_over,
    TakeOver: _take_over,
    TakeBack: _take_back,
}
FOLDS: Folds = {
    HandedOver: _handed_over,
    TakenOver: _taken_over,
    TakenBack: _taken_back,
}
