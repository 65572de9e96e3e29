"""Who is present, in what role, and who will be client."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from groups.errors import NotFound, Refused
from groups.models import Participant

from .. import moves
from ..access import Visit
from .turn import Turn, by_driver, verb


def by_member(visit: Visit) -> bool:
    """Somebody who came by a personal link, which admits by itself."""
    return visit.actor.seat is not None and visit.actor.seat.is_member


@verb(by_driver)
def admit(turn: Turn, *, participant: UUID) -> None:
    """Let a member of the group in."""
    _admit(turn, participant)


@verb(by_member)
def arrive(turn: Turn) -> None:
    """Come in by one's own personal link."""
    _admit(turn, UUID(turn.participant_id))


def _admit(turn: Turn, participant: UUID) -> None:
    group = turn.visit.session.cycle.group
    person = Participant.objects.current().filter(group=group, pk=participant).first()
    if person is None:
        raise NotFound("no_participant")
    if str(participant) in turn.state.present:
        return turn.move(moves.Admit(str(participant), person.position))
    if not person.has_accepted(group.charter):
        raise Refused("charter_missing")
    if len(turn.state.seats) >= settings.CODEV_PARTICIPANTS_MAX:
        raise Refused("session_full")
    return turn.move(moves.Admit(str(participant), person.position))


@verb(by_driver)
def choose_clients(turn: Turn, *, participants: list[UUID]) -> None:
    """Name the clients in order, which sets the number of rounds."""
    turn.move(moves.ChooseClients(tuple(str(one) for one in participants)))


@verb(by_driver)
def assign_role(turn: Turn, *, participant: UUID, role: str) -> None:
    """Make somebody peer, observer or scribe."""
    turn.move(moves.AssignRole(str(participant), role))
