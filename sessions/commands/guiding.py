"""What the facilitator shows all: the step's rule, and what is being done."""

from __future__ import annotations

from .. import moves
from .turn import Turn, by_driver, verb


@verb(by_driver)
def reframe(turn: Turn, *, whom: str = "peer") -> None:
    """Recall the step's rule to all for a moment, the peers' or the client's, naming nobody."""
    turn.move(moves.ShowMoment("reframe_client" if whom == "client" else "reframe"))


@verb(by_driver)
def reformulate(turn: Turn) -> None:
    """Tell all that the facilitator says in other words what was said."""
    turn.move(moves.ShowMoment("reformulate"))


@verb(by_driver)
def summarise(turn: Turn) -> None:
    """Tell all that the facilitator sums up."""
    turn.move(moves.ShowMoment("summarise"))


@verb(by_driver)
def end_moment(turn: Turn) -> None:
    """Show the rule, or what is being done, no more."""
    turn.move(moves.EndMoment())
