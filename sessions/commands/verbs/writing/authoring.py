"""Whose words they are, and where in the session they are written: what every command of writing asks."""

from __future__ import annotations

from uuid import UUID

from groups.errors import NotAllowed, NotFound, Refused

from ....models import Contribution, Round
from ...transaction import Transaction, check_may_speak_for


def author_of(transaction: Transaction, behalf: UUID | None) -> str | None:
    """The participant whose words they are, by `behalf` or oneself; None for the facilitator's own words.

    Raises NotAllowed where somebody who is neither facilitator nor scribe writes for another.
    """
    if behalf is None:
        return transaction.participant_id
    check_may_speak_for(transaction)
    return str(behalf)


def check_drives(transaction: Transaction) -> None:
    """Raises NotAllowed for anybody but who drives: the scribe notes neither votes nor reports for others."""
    if not transaction.visit.may_drive:
        raise NotAllowed("not_yours_to_do")


def step_of(transaction: Transaction) -> str:
    return transaction.state.item.key if transaction.state.item else ""


def seat_of(transaction: Transaction) -> UUID | None:
    """The device that writes; None for an account."""
    seat = transaction.visit.actor.seat
    return seat.pk if seat else None


def _number(transaction: Transaction) -> int | None:
    return transaction.state.item.round if transaction.state.item else None


def round_of(transaction: Transaction) -> Round | None:
    number = _number(transaction)
    # The row is there: rounds follow their clients in the same transaction, and no round begins without its client.
    return None if number is None else Round.objects.get(session=transaction.session, number=number)


def this_round(transaction: Transaction) -> Round:
    """The round under way. Raises Refused outside rounds, where no contract, synthesis or commitment is written."""
    here = round_of(transaction)
    if here is None:
        raise Refused("may_not_write")
    return here


def own(transaction: Transaction, id: UUID) -> Contribution:
    """A shared contribution that one wrote, or noted for somebody. Raises NotFound for any other."""
    contribution = Contribution.objects.standing().filter(pk=id).first()
    if contribution is None:
        raise NotFound("no_contribution")
    check_author(transaction, contribution)
    return contribution


def check_author(transaction: Transaction, contribution: Contribution) -> None:
    """Raises NotFound for another's contribution, or one of another session: for this author it does not exist."""
    # Author and scribe by their seats; what the facilitator wrote, or noted for somebody, by that very account.
    mine = (
        transaction.participant_id in (str(contribution.author_id), str(contribution.noted_by_id))
        if transaction.participant_id
        else contribution.user_id is not None and contribution.user == transaction.visit.actor.user
    )
    if not mine or contribution.session_id != transaction.session.pk:
        raise NotFound("no_contribution")
