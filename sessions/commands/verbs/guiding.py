"""What the facilitator shows all: the step's rule, what is being done, a prompt; and notes that nobody else reads."""

from __future__ import annotations

from ...models import OwnPrompt, PrivateNote
from ...rulebook.moves.guiding import EndMoment, HidePrompt, ShowMoment, ShowPrompt
from ...rulebook.rules import guards
from ..registry import by_driver, by_facilitator, command
from ..touches import NOTHING, Part, parts
from ..transaction import Transaction


@command(by_driver, touches=NOTHING)
def reframe(transaction: Transaction, *, whom: str = "peer") -> None:
    """Recall the step's rule to all for a moment, the peers' or the client's, naming nobody."""
    transaction.move(ShowMoment("reframe_client" if whom == "client" else "reframe"))


@command(by_driver, touches=NOTHING)
def reformulate(transaction: Transaction) -> None:
    """Tell all that the facilitator says in other words what was said."""
    transaction.move(ShowMoment("reformulate"))


@command(by_driver, touches=NOTHING)
def summarise(transaction: Transaction) -> None:
    """Tell all that the facilitator sums up."""
    transaction.move(ShowMoment("summarise"))


@command(by_driver, touches=NOTHING)
def end_moment(transaction: Transaction) -> None:
    """Take the rule, or what the facilitator does, off the screens before its time is over."""
    transaction.move(EndMoment())


@command(by_driver, touches=NOTHING)
def show_prompt(transaction: Transaction, *, index: int, from_step: int | None = None) -> None:
    """Show all one of the step's prompts, until it is hidden or the step ends."""
    # A prompt in own words is kept only while it is shown: this one takes its place.
    transaction.move(ShowPrompt(index, from_step))
    OwnPrompt.objects.filter(session=transaction.session).delete()


@command(by_driver, touches=parts(Part.OWN_PROMPT), writes=True)
def write_prompt(transaction: Transaction, *, text: str, from_step: int | None = None) -> None:
    """Show all a prompt in one's own words, which are kept sealed, and only while they are shown."""
    transaction.move(ShowPrompt(None, from_step))
    OwnPrompt.objects.filter(session=transaction.session).delete()
    prompt = OwnPrompt(session=transaction.session)
    prompt.text = text
    prompt.save(force_insert=True)


@command(by_driver, touches=NOTHING)
def hide_prompt(transaction: Transaction) -> None:
    """Show the prompt no more."""
    transaction.move(HidePrompt())
    OwnPrompt.objects.filter(session=transaction.session).delete()


@command(by_facilitator, touches=NOTHING, writes=True)
def write_private_note(transaction: Transaction, *, text: str) -> None:
    """Note something for oneself alone: no other facilitator reads it, and the journal knows no more than that."""
    # There is no move, hence no event: so it is asked here that the session is open and not over.
    guards.gathered(transaction.state)
    note = PrivateNote(session=transaction.session, user=transaction.visit.actor.user, written_at=transaction.at)
    note.text = text
    note.save(force_insert=True)
