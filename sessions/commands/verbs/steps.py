"""Moving through the agenda, and the step's clock."""

from __future__ import annotations

from ...rulebook.moves.clock import EndBreak, Extend, Pause, Resume, TakeBreak
from ...rulebook.moves.sharing import FinishEarly, ShareTime
from ...rulebook.moves.steps import Back, InterruptRound, Jump, Next, ResumeRound
from ...rulebook.moves.undo import Undo
from ..registry import by_driver, command
from ..touches import EVERYTHING, NOTHING
from ..transaction import Transaction
from .writing.undone import give_back


@command(by_driver, touches=NOTHING)
def next_(transaction: Transaction, *, from_step: int | None = None) -> None:
    """Enter the next step. Never refused for what is not written yet."""
    transaction.move(Next(from_step))


@command(by_driver, touches=NOTHING)
def back(transaction: Transaction, *, from_step: int | None = None) -> None:
    """Enter the step before."""
    transaction.move(Back(from_step))


@command(by_driver, touches=NOTHING)
def jump(transaction: Transaction, *, to_step: int, from_step: int | None = None) -> None:
    """Enter any step, by its index."""
    transaction.move(Jump(to_step, from_step))


@command(by_driver, touches=NOTHING)
def interrupt_round(transaction: Transaction, *, from_step: int | None = None) -> None:
    """Break the round off, no reason asked, and go on with what comes next; the rounds to come share its time."""
    transaction.move(InterruptRound(from_step))


@command(by_driver, touches=NOTHING)
def resume_round(transaction: Transaction, *, round: int) -> None:
    """Take a broken round up again where it stopped."""
    transaction.move(ResumeRound(round))


@command(by_driver, touches=NOTHING)
def take_break(transaction: Transaction, *, minutes: int) -> None:
    """Rest for some minutes, outside step time."""
    transaction.move(TakeBreak(minutes))


@command(by_driver, touches=NOTHING)
def end_break(transaction: Transaction) -> None:
    """Go on where the step stopped."""
    transaction.move(EndBreak())


@command(by_driver, touches=EVERYTHING)
def undo(transaction: Transaction, *, of_revision: int) -> None:
    """Take the last transition back, within ten seconds; what was written since stays where the step lets it be."""
    before = transaction.state
    transaction.move(Undo(of_revision))
    give_back(transaction, before)


@command(by_driver, touches=NOTHING)
def pause(transaction: Transaction) -> None:
    """Stop the step's clock."""
    transaction.move(Pause())


@command(by_driver, touches=NOTHING)
def resume(transaction: Transaction) -> None:
    """Let the step's clock run again."""
    transaction.move(Resume())


@command(by_driver, touches=NOTHING)
def extend(transaction: Transaction, *, seconds: int) -> None:
    """Give the step more time, or less when negative."""
    transaction.move(Extend(seconds * 1000))


@command(by_driver, touches=NOTHING)
def share_time(transaction: Transaction) -> None:
    """Share what is left until the planned end among the steps to come, below a round's floor too."""
    transaction.move(ShareTime())


@command(by_driver, touches=NOTHING)
def finish_early(transaction: Transaction) -> None:
    """Let the time that was saved go."""
    transaction.move(FinishEarly())
