"""Hands and the floor."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotAllowed, Refused

from ..rulebook.moves.floor import (
    GiveFloor,
    LowerHand,
    NextSpeaker,
    PassTurn,
    RaiseHand,
    SetFloorMode,
    SetFloorOrder,
    SetTurnLimit,
    YieldFloor,
)
from .turn import Turn, by_driver, by_either, by_participant, verb


@verb(by_participant)
def raise_hand(turn: Turn) -> None:
    """Ask to speak."""
    turn.move(RaiseHand(str(turn.participant_id)))


@verb(by_participant)
def lower_hand(turn: Turn) -> None:
    """Ask no more."""
    turn.move(LowerHand(str(turn.participant_id)))


@verb(by_driver)
def give_floor(
    turn: Turn, *, participant: UUID, believed_speaker: str | None = None, exceptional: bool = False
) -> None:
    """Give somebody the floor; by exception, also whom the step does not let speak."""
    turn.move(GiveFloor(str(participant), believed_speaker, exceptional))


@verb(by_either)
def yield_floor(turn: Turn) -> None:
    """End one's own turn, or take the floor back."""
    turn.move(YieldFloor(turn.participant_id))


@verb(by_driver)
def next_speaker(turn: Turn, *, believed_speaker: str | None = None) -> None:
    """Give the floor to whoever comes next."""
    turn.move(NextSpeaker(believed_speaker))


@verb(by_driver)
def set_floor_mode(turn: Turn, *, mode: str) -> None:
    """Have the floor work another way for this step."""
    turn.move(SetFloorMode(mode))


@verb(by_either)
def pass_turn(turn: Turn, *, participant: UUID | None = None) -> None:
    """Let one's turn in a go-round go, or pass over whoever has it; who drives may name anybody whose turn comes."""
    turn.move(PassTurn(_whose(turn, participant)))


@verb(by_either)
def postpone_turn(turn: Turn, *, participant: UUID | None = None) -> None:
    """Let it go until the others have spoken."""
    turn.move(PassTurn(_whose(turn, participant), is_for_later=True))


def _whose(turn: Turn, participant: UUID | None) -> str | None:
    whose = str(participant) if participant else turn.participant_id
    if turn.participant_id not in (None, whose):
        raise NotAllowed("not_yours_to_do")
    return whose


@verb(by_driver)
def set_floor_order(turn: Turn, *, order: str) -> None:
    """Call hands by arrival, or whoever was least heard first, until the session ends."""
    if order == "least_heard" and not turn.visit.session.cycle.group.shows_airtime:
        raise Refused("airtime_off")
    turn.move(SetFloorOrder(order))


@verb(by_driver)
def set_turn_limit(turn: Turn, *, seconds: int | None = None) -> None:
    """Give each turn so many seconds until the session ends, or as long as it takes."""
    turn.move(SetTurnLimit(None if seconds is None else seconds * 1000))
