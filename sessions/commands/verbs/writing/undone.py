"""What was written in a step that was undone: it goes on in the step before, or stays with its author alone."""

from __future__ import annotations

from datetime import UTC, datetime

from ....models import Contribution, OwnPrompt
from ....rulebook.rules import rights
from ....rulebook.state.agenda import Item
from ....rulebook.state.state import State
from ...projections.given_back import hand_back, noted
from ...transaction import Transaction


def give_back(transaction: Transaction, before: State) -> None:
    """Keep what people wrote between a transition and its undoing, where undoing it has left the step."""
    past, left, here = before.past, before.item, transaction.state.item
    # After a break or a close the step is the same again: what was written stays in it.
    if past is None or left is None or (here and (here.key, here.round) == (left.key, left.round)):
        return
    _keep_with_authors(transaction, left, datetime.fromtimestamp(past.at / 1000, UTC))
    if before.prompt is not None and before.prompt.index is None and transaction.state.prompt is None:
        _note_prompt(transaction)


def _keep_with_authors(transaction: Transaction, left: Item, since: datetime) -> None:
    """Move to the restored step what its author may write there; hand the rest back to its author alone."""
    written = Contribution.objects.standing().filter(session=transaction.session, step=left.key)
    # Not what was written in an earlier stay in the same step, which nobody takes back.
    written = written.filter(written_at__gte=since).select_related("round")
    found = [one for one in written if _is_of(one, left)]
    stays = [one.pk for one in found if _may_stay(transaction, one, left)]
    if len(stays) < len(found):
        hand_back((one for one in found if one.pk not in stays), transaction.at)
    if stays and transaction.state.item:
        Contribution.objects.filter(pk__in=stays).update(step=transaction.state.item.key)


def _note_prompt(transaction: Transaction) -> None:
    """A prompt in own words that was shown in the step left is among the notes of whoever undoes it."""
    prompt = OwnPrompt.objects.filter(session=transaction.session).first()
    if prompt is None or transaction.visit.actor.user is None:
        return
    noted(transaction.session.pk, transaction.visit.actor.user.pk, prompt.text, transaction.at).save(force_insert=True)
    prompt.delete()


def _is_of(contribution: Contribution, left: Item) -> bool:
    number = contribution.round.number if contribution.round else None
    return number == left.round


def _may_stay(transaction: Transaction, contribution: Contribution, left: Item) -> bool:
    """In the same round, or outside rounds: what was written for one client is never another's."""
    item, author = transaction.state.item, str(contribution.author_id) if contribution.author_id else None
    is_here = item is not None and item.round == left.round
    if contribution.in_silence and not transaction.state.in_silence:
        # Nobody else has seen it: in a step that is not silent, staying would show it.
        return False
    return is_here and rights.may_write(transaction.state, author, contribution.kind)
