"""What people write: contributions, contract, synthesis, commitments."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from groups.errors import Invalid, NotAllowed, NotFound, Refused

from ....models import Commitment, Contribution
from ....rulebook.moves.writing import AllowWriting, ChangeWriting, Write
from ...registry import by_driver, by_either, command
from ...touches import NOTHING, Part, parts
from ...transaction import Transaction
from .authoring import author_of, check_author, own, round_of, seat_of, step_of, this_round


@command(by_driver, touches=NOTHING)
def allow_writing(transaction: Transaction, *, participant: UUID, kind: str) -> None:
    """Let somebody write one thing that the step does not ask for. A right to write, never to read."""
    transaction.move(AllowWriting(str(participant), kind))


@command(by_either, touches=parts(Part.NOTE), writes=True)
def contribute(transaction: Transaction, *, id: UUID, kind: str, text: str, behalf: UUID | None = None) -> None:
    """Write something, oneself or for somebody who speaks it. The same id again by its author changes nothing."""
    # The id is the browser's, and stays where its tray sends anew under another key: written once, whatever arrives.
    if known := Contribution.objects.filter(pk=id).first():
        return check_author(transaction, known)
    author = author_of(transaction, behalf)
    transaction.move(Write(author, kind))
    contribution = Contribution(
        id=id, session=transaction.session, kind=kind, step=step_of(transaction), written_at=transaction.at
    )
    contribution.round = round_of(transaction)
    contribution.author_id = UUID(author) if author else None
    contribution.noted_by = transaction.visit.actor.participant if behalf else None
    contribution.seat_id = None if behalf else seat_of(transaction)
    # Kept beside the author: the account that noted it may reword it, and finds it in its notes if it is undone.
    contribution.user = transaction.visit.actor.user
    contribution.in_silence = transaction.state.in_silence and author is not None
    contribution.text = text
    contribution.save(force_insert=True)
    return None


@command(by_either, touches=parts(Part.NOTE), writes=True)
def edit(transaction: Transaction, *, id: UUID, text: str) -> None:
    """Reword while its step lasts what one wrote, or noted for somebody, whatever may be written anew."""
    contribution = own(transaction, id)
    # Not Write: what was written by exception may be reworded, though its one exception is used up.
    transaction.move(ChangeWriting("reworded"))
    here = round_of(transaction)
    if contribution.step != step_of(transaction) or contribution.round_id != (here.pk if here else None):
        raise Refused("may_not_write")
    contribution.text = text
    contribution.edited_at = transaction.at
    if contribution.seat_id:
        # Its author's other words, which the device that wrote the first has not seen.
        contribution.seat_id = seat_of(transaction)
    # What an author chose to keep for the group are the words that stood there then.
    if str(contribution.author_id or "") != (transaction.participant_id or ""):
        contribution.memory = ""
    contribution.save(update_fields=["sealed_text", "edited_at", "seat_id", "memory"])


@command(by_either, touches=parts(Part.NOTE))
def withdraw(transaction: Transaction, *, id: UUID) -> None:
    """Take one's own contribution back."""
    contribution = own(transaction, id)
    transaction.move(ChangeWriting("withdrawn"))
    contribution.withdrawn_at = transaction.at
    contribution.save(update_fields=["withdrawn_at"])


@command(by_either, touches=parts(Part.NOTE))
def mark_answered(transaction: Transaction, *, id: UUID) -> None:
    """Mark a question as answered: the facilitator, the round's client or the scribe. Again, it changes nothing."""
    question = (
        Contribution.objects.standing().filter(session=transaction.session, pk=id).select_related("round").first()
    )
    if question is None:
        raise NotFound("no_contribution")
    if not transaction.visit.may_drive and transaction.state.role_of(str(transaction.participant_id)) not in (
        "client",
        "scribe",
    ):
        raise NotAllowed("not_yours_to_do")
    if question.kind != "question":
        raise Refused("not_a_question")
    transaction.move(ChangeWriting("answered"))
    question.answered_at = question.answered_at or transaction.at
    question.save(update_fields=["answered_at"])


@command(by_either, touches=parts(Part.ROUND), writes=True)
def write_synthesis(transaction: Transaction, *, text: str) -> None:
    """Write, or write again, what the client keeps from the round."""
    transaction.move(Write(transaction.participant_id, "synthesis"))
    here = this_round(transaction)
    here.synthesis = text
    here.save(update_fields=["sealed_synthesis"])


@command(by_either, touches=parts(Part.ACTIONS), writes=True)
def add_commitment(transaction: Transaction, *, text: str, due: date | None = None) -> None:
    """Note an action that the round's client takes on."""
    # Today as the people in the room count days, not the server.
    if due and due < transaction.at.astimezone(transaction.session.zone).date():
        raise Invalid("due_past", "due")
    transaction.move(Write(transaction.participant_id, "commitment"))
    here = this_round(transaction)
    commitment = Commitment(
        session=transaction.session, round=here, participant_id=here.client_id, taken_at=transaction.at
    )
    if transaction.participant_id == str(here.client_id):
        commitment.seat_id = seat_of(transaction)
    commitment.due_on = due
    commitment.text = text
    commitment.save(force_insert=True)
