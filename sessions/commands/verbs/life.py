"""A session's life: opened, started, closed or cancelled."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.db.transaction import on_commit

from groups.errors import Refused
from groups.models import Charter, Participant

from ...mails import calendar
from ...models import Presence
from ...rulebook.moves.life import Cancel, Close, Open, Start
from ...rulebook.moves.people import Admit
from .. import numbers
from ..ends import estimated_end
from ..registry import by_driver, command
from ..touches import NOTHING
from ..transaction import Transaction

# How long ago a waiting page may last have been heard of: a phone that sleeps in a pocket sends no heartbeats.
AT_THE_DOOR = timedelta(minutes=15)


@command(by_driver, touches=NOTHING)
def open(transaction: Transaction) -> None:
    """Open the lobby: members whose pages were waiting, and who have accepted the charter, come in."""
    # Read under the session's lock, for which whoever archives the group waits.
    charter = transaction.visit.session.cycle.group.charters.select_related("group").latest("number")
    if charter.group.archived_at:
        raise Refused("group_archived")
    transaction.move(Open())
    if transaction.session.protocol_copy_id is None:  # planned before planning froze the protocol
        transaction.session.freeze_protocol()
    for one in _at_the_door(transaction, charter):
        transaction.move(Admit(str(one.pk), one.position))


def _at_the_door(transaction: Transaction, charter: Charter) -> list[Participant]:
    seen = Presence.objects.filter(session=transaction.session, last_seen_at__gt=transaction.at - AT_THE_DOOR)
    ready = Participant.objects.current().filter(group=charter.group_id, acceptances__charter=charter)
    # Presence names no participant for a guest who still knocks: nobody comes in under a borrowed name.
    return list(ready.filter(pk__in=seen.values("participant")))


@command(by_driver, touches=NOTHING)
def start(transaction: Transaction) -> None:
    """Enter the first step."""
    transaction.move(Start())


@command(by_driver, touches=NOTHING)
def close(transaction: Transaction) -> None:
    """End the session, from whatever step; where it was left open, at the time when it ended by estimate."""
    transaction.move(Close(estimated_end(transaction.session, transaction.state, transaction.now)))


@command(by_driver, touches=NOTHING)
def cancel(transaction: Transaction) -> None:
    """Call off a session that has not started; calendars that were told of it are told, and the numbers of those after
    it follow.
    """
    transaction.move(Cancel())
    calendar.tell(transaction.session, "cancelled")
    # Afterwards: who plans holds the cycle before its sessions, and here the session is held already.
    on_commit(partial(numbers.settle, transaction.visit.session.cycle), robust=True)
