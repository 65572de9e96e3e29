"""Moving through the agenda, and the step's clock."""

from __future__ import annotations

from ..rulebook.moves.clock import EndBreak, Extend, Pause, Resume, TakeBreak
from ..rulebook.moves.steps import Back, InterruptRound, Jump, Next, ResumeRound
from ..rulebook.moves.undo import Undo
from .parking import give_back
from .turn import Turn, by_driver, verb


@verb(by_driver)
def next_(turn: Turn, *, from_step: int | None = None) -> None:
    """Enter the next step. Never refused for what is not written yet."""
    turn.move(Next(from_step))


@verb(by_driver)
def back(turn: Turn, *, from_step: int | None = None) -> None:
    """Enter the step before."""
    turn.move(Back(from_step))


@verb(by_driver)
def jump(turn: Turn, *, to_step: int, from_step: int | None = None) -> None:
    """Enter any step, by its index."""
    turn.move(Jump(to_step, from_step))


@verb(by_driver)
def interrupt_round(turn: Turn, *, from_step: int | None = None) -> None:
    """Break the round off, no reason asked, and go on with what comes next; the rest gets its time."""
    turn.move(InterruptRound(from_step))


@verb(by_driver)
def resume_round(turn: Turn, *, round: int) -> None:
    """Take a broken round up again where it stopped."""
    turn.move(ResumeRound(round))


@verb(by_driver)
def take_break(turn: Turn, *, minutes: int) -> None:
    """Rest for some minutes, outside step time."""
    turn.move(TakeBreak(minutes))


@verb(by_driver)
def end_break(turn: Turn) -> None:
    """Go on where the step stopped."""
    turn.move(EndBreak())


@verb(by_driver)
def undo(turn: Turn, *, of_revision: int) -> None:
    """Take the last transition back, within seconds; what was written since stays where the step lets it be."""
    before = turn.state
    turn.move(Undo(of_revision))
    give_back(turn, before)
    if turn.session.was_forgotten:
        turn.session.was_forgotten = False
        turn.session.save(update_fields=["was_forgotten"])


@verb(by_driver)
def pause(turn: Turn) -> None:
    """Stop the step's clock."""
    turn.move(Pause())


@verb(by_driver)
def resume(turn: Turn) -> None:
    """Let the step's clock run again."""
    turn.move(Resume())


@verb(by_driver)
def extend(turn: Turn, *, seconds: int) -> None:
    """Give the step more time, or less when negative."""
    turn.move(Extend(seconds * 1000))
