"""What the facilitator shows all: the step's rule, what is being done, a prompt; and notes that nobody else reads."""

from __future__ import annotations

from ..models import FreePrompt, PrivateNote
from ..rulebook.moves.guiding import EndMoment, HidePrompt, ShowMoment, ShowPrompt
from ..rulebook.rules import guards
from .turn import Turn, by_driver, by_facilitator, verb


@verb(by_driver)
def reframe(turn: Turn, *, whom: str = "peer") -> None:
    """Recall the step's rule to all for a moment, the peers' or the client's, naming nobody."""
    turn.move(ShowMoment("reframe_client" if whom == "client" else "reframe"))


@verb(by_driver)
def reformulate(turn: Turn) -> None:
    """Tell all that the facilitator says in other words what was said."""
    turn.move(ShowMoment("reformulate"))


@verb(by_driver)
def summarise(turn: Turn) -> None:
    """Tell all that the facilitator sums up."""
    turn.move(ShowMoment("summarise"))


@verb(by_driver)
def end_moment(turn: Turn) -> None:
    """Show the rule, or what is being done, no more."""
    turn.move(EndMoment())


@verb(by_driver)
def show_prompt(turn: Turn, *, index: int, from_step: int | None = None) -> None:
    """Show all one of the step's prompts, until it is hidden or the step ends."""
    turn.move(ShowPrompt(index, from_step))
    FreePrompt.objects.filter(session=turn.session).delete()


@verb(by_driver, writes=True)
def write_prompt(turn: Turn, *, text: str, from_step: int | None = None) -> None:
    """Show all a prompt in one's own words, which are kept sealed, and only while they are shown."""
    turn.move(ShowPrompt(None, from_step))
    FreePrompt.objects.filter(session=turn.session).delete()
    prompt = FreePrompt(session=turn.session)
    prompt.text = text
    prompt.save(force_insert=True)


@verb(by_driver)
def hide_prompt(turn: Turn) -> None:
    """Show the prompt no more."""
    turn.move(HidePrompt())
    FreePrompt.objects.filter(session=turn.session).delete()


@verb(by_facilitator, writes=True)
def write_private_note(turn: Turn, *, text: str) -> None:
    """Note something for oneself alone: no other facilitator reads it, and the journal knows no more than that."""
    guards.gathered(turn.state)
    note = PrivateNote(session=turn.session, user=turn.visit.actor.user, written_at=turn.at)
    note.text = text
    note.save(force_insert=True)
