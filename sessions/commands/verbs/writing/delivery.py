"""Who sees what was written, and when: silence and reveal, delivery to the client, marks, and what is hidden."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotFound

from ....models import Contribution
from ....rulebook.moves.delivery import ChooseDelivery, Hide, Mark, Reveal, WriteInSilence
from ...registry import by_driver, by_participant, command
from ...touches import NOTHING, Part, parts
from ...transaction import Transaction
from .authoring import round_of, step_of


@command(by_driver, touches=NOTHING)
def write_in_silence(transaction: Transaction) -> None:
    """From now on what is written in this step is its author's alone, until all is revealed."""
    transaction.move(WriteInSilence())


@command(by_driver, touches=parts(Part.NOTES))
def reveal(transaction: Transaction) -> None:
    """Show at once all that was written in silence, without waiting for anybody."""
    transaction.move(Reveal())
    written = Contribution.objects.filter(
        session=transaction.session, round=round_of(transaction), step=step_of(transaction)
    )
    # In the rows too: if this step falls silent again, what was shown once stays shown.
    written.update(in_silence=False)


@command(by_participant, touches=NOTHING)
def deliver_as_they_come(transaction: Transaction, *, wanted: bool = False) -> None:
    """The client asks for contributions as they come, or again for all of them at the step's end."""
    transaction.move(ChooseDelivery(str(transaction.participant_id), as_they_come=wanted))


@command(by_participant, touches=parts(Part.NOTE))
def mark(transaction: Transaction, *, id: UUID, mark: str = "") -> None:
    """The client marks what was received, or takes the mark off; nobody else sees it."""
    transaction.move(Mark(str(transaction.participant_id)))
    here = round_of(transaction)
    received = Contribution.objects.shown().filter(session=transaction.session, round=here, pk=id).first()
    if received is None or str(received.author_id) == transaction.participant_id:
        raise NotFound("no_contribution")
    # What is still on its way to the client does not exist for the client: not even a refusal tells of it.
    if received.is_withheld(transaction.state, here.number if here else None):
        raise NotFound("no_contribution")
    received.mark = mark
    received.save(update_fields=["mark"])


@command(by_driver, touches=parts(Part.NOTE))
def hide(transaction: Transaction, *, id: UUID) -> None:
    """Take a harmful contribution off every screen but its author's, openly; the journal keeps who did and when."""
    harmful = Contribution.objects.shown().filter(session=transaction.session, pk=id).first()
    if harmful is None:
        raise NotFound("no_contribution")
    transaction.move(Hide())
    harmful.hidden_at = transaction.at
    harmful.save(update_fields=["hidden_at"])
