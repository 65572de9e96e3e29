"""Hands and the floor."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotAllowed, Refused

from ...rulebook.moves.floor import GiveFloor, LowerHand, NextSpeaker, PassTurn, RaiseHand, SetFloorMode, YieldFloor
from ...rulebook.moves.turns import MoveHand, SetFloorOrder, SetTurnLimit
from ..registry import by_driver, by_either, by_participant, command
from ..touches import NOTHING
from ..transaction import Transaction


@command(by_participant, touches=NOTHING)
def raise_hand(transaction: Transaction) -> None:
    """Ask to speak."""
    transaction.move(RaiseHand(str(transaction.participant_id)))


@command(by_either, touches=NOTHING)
def lower_hand(transaction: Transaction, *, participant: UUID | None = None) -> None:
    """Ask no more; or, for who drives, take down the hand of somebody who forgot it."""
    whose = _whose(transaction, participant)
    if whose is None:
        raise NotAllowed("not_yours_to_do")
    transaction.move(LowerHand(whose))


@command(by_driver, touches=NOTHING)
def move_hand(transaction: Transaction, *, participant: UUID, later: bool = False) -> None:
    """Have somebody's hand called one place earlier, or later."""
    transaction.move(MoveHand(str(participant), later))


@command(by_driver, touches=NOTHING)
def give_floor(
    transaction: Transaction, *, participant: UUID, believed_speaker: str | None = None, exceptional: bool = False
) -> None:
    """Give somebody the floor; by exception, also whom the step does not let speak."""
    transaction.move(GiveFloor(str(participant), believed_speaker, exceptional))


@command(by_either, touches=NOTHING)
def yield_floor(transaction: Transaction) -> None:
    """End one's own turn, or take the floor back."""
    # None, for an account that facilitates, takes the floor from whoever has it.
    transaction.move(YieldFloor(transaction.participant_id))


@command(by_driver, touches=NOTHING)
def next_speaker(transaction: Transaction, *, believed_speaker: str | None = None) -> None:
    """Give the floor to whoever comes next."""
    transaction.move(NextSpeaker(believed_speaker))


@command(by_driver, touches=NOTHING)
def set_floor_mode(transaction: Transaction, *, mode: str) -> None:
    """Have the floor work another way for this step."""
    transaction.move(SetFloorMode(mode))


@command(by_either, touches=NOTHING)
def pass_turn(transaction: Transaction, *, participant: UUID | None = None) -> None:
    """Let one's turn in a go-round go, or pass over whoever has it; who drives may name anybody whose turn comes."""
    transaction.move(PassTurn(_whose(transaction, participant)))


@command(by_either, touches=NOTHING)
def postpone_turn(transaction: Transaction, *, participant: UUID | None = None) -> None:
    """Put one's turn in a go-round off until the others have spoken."""
    transaction.move(PassTurn(_whose(transaction, participant), is_for_later=True))


def _whose(transaction: Transaction, participant: UUID | None) -> str | None:
    whose = str(participant) if participant else transaction.participant_id
    # A participant speaks for nobody else; an account, which has no turn, may name anybody or whose turn it is (None).
    if transaction.participant_id not in (None, whose):
        raise NotAllowed("not_yours_to_do")
    return whose


@command(by_driver, touches=NOTHING)
def set_floor_order(transaction: Transaction, *, order: str) -> None:
    """Call hands by arrival, or whoever was least heard first, until the session ends."""
    # Asked here: the group's choice is no part of the state, so the machine cannot know it.
    if order == "least_heard" and not transaction.visit.session.cycle.group.shows_airtime:
        raise Refused("airtime_off")
    transaction.move(SetFloorOrder(order))


@command(by_driver, touches=NOTHING)
def set_turn_limit(transaction: Transaction, *, seconds: int | None = None) -> None:
    """Give each turn so many seconds until the session ends, or as long as it takes."""
    transaction.move(SetTurnLimit(None if seconds is None else seconds * 1000))
