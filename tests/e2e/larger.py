"""A demonstration session of a larger group: more people for as long as a test lasts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.utils import timezone

from groups.commands import accept_charter
from groups.models import Participant
from sessions.commands import plan_session
from sessions.demo import history, people
from sessions.models import Session

from .people import Evening


@contextmanager
def larger(evening: Evening, names: Sequence[str], *, untold: Collection[str] = ()) -> Iterator[Evening]:
    """An evening of 150 minutes for three clients with these people too; the `untold` accepted no charter."""
    server, planned = evening.server, UUID(evening.id)
    evening.links = server.links_of(lambda: _session(planned, names, untold))
    evening.id = evening.links["session"]
    yield evening
    server.backstage(_eight_again)


def _session(planned: UUID, names: Sequence[str], untold: Collection[str]) -> Session:
    _eight_again()
    cycle = Session.objects.get(pk=planned).cycle
    for position, name in enumerate(names, len(people.MEMBERS)):
        person = Participant.objects.create(group=cycle.group, name=name, position=position)
        if name not in untold:
            accept_charter(participant=person, charter=cycle.group.charter)
    return plan_session(cycle=cycle, scheduled_at=timezone.now(), minutes=150, rounds=3, protocol_key=history.PROTOCOL)


def _eight_again() -> None:
    others = Participant.objects.current().filter(group__name=people.GROUP).exclude(name__in=people.MEMBERS)
    others.update(removed_at=timezone.now())
