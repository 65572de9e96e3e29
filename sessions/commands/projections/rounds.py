"""Rounds follow their clients: whoever brings a subject earlier or later takes along what was written in the round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ...models import Round, Session
from ...rulebook.state.state import State
from .given_back import empty

ASIDE = 1000  # more rounds than any session has


def update(session: Session, after: State, at: datetime) -> None:
    """One round a client, in their order; what an undone round held goes back to its authors if the round goes."""
    known = {str(one.client_id): one for one in Round.objects.filter(session=session)}
    gone = [one for client, one in known.items() if client not in after.clients]
    if gone:
        empty(gone, at)
        Round.objects.filter(pk__in=[one.pk for one in gone]).delete()
    stand = [(number, known[client]) for number, client in enumerate(after.clients) if client in known]
    _renumber((number, one) for number, one in stand if one.number != number)
    Round.objects.bulk_create(
        Round(session=session, number=number, client_id=client)
        for number, client in enumerate(after.clients)
        if client not in known
    )


def _renumber(moved: Iterable[tuple[int, Round]]) -> None:
    """In two steps, by way of numbers that no round has: the table's constraint lets no two rounds share one, even if
    they swap within one transaction.
    """
    rounds = []
    for number, one in moved:
        one.number = number + ASIDE
        rounds.append(one)
    if not rounds:
        return
    Round.objects.bulk_update(rounds, ["number"])
    for one in rounds:
        one.number -= ASIDE
    Round.objects.bulk_update(rounds, ["number"])
