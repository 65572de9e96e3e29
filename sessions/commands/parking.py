"""What was written in a step that was undone: it goes on in the step before, or stays with its author alone."""

from __future__ import annotations

from datetime import datetime

from .. import rules
from ..agenda import Item
from ..models import Contribution, Round
from .turn import Turn


def keep_with_authors(turn: Turn, left: Item, since: datetime) -> None:
    """What was written since in a step that was left: shared on where it may be written, else kept by its author."""
    written = Contribution.objects.standing().filter(session=turn.session, step=left.key)
    written = written.filter(written_at__gte=since).select_related("round")
    found = [one for one in written if _is_of(one, turn, left)]
    stays = [one.pk for one in found if _may_stay(turn, one)]
    if found:
        Contribution.objects.filter(pk__in=[one.pk for one in found]).exclude(pk__in=stays).update(kept_at=turn.at)
    if stays and turn.state.item:
        Contribution.objects.filter(pk__in=stays).update(step=turn.state.item.key, round=_round(turn))


def _is_of(contribution: Contribution, turn: Turn, left: Item) -> bool:
    number = contribution.round.number if contribution.round else None
    return number == left.round


def _may_stay(turn: Turn, contribution: Contribution) -> bool:
    author = str(contribution.author_id) if contribution.author_id else None
    return rules.may_write(turn.state, author, contribution.kind)


def _round(turn: Turn) -> Round | None:
    number = turn.state.item.round if turn.state.item else None
    return None if number is None else Round.objects.get(session=turn.session, number=number)
