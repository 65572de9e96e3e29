"""« Je serai là », « Je ne pourrai pas »: said before a session by a member, or noted for one by who facilitates."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.db.transaction import atomic
from django.utils import timezone

from groups.errors import NotAllowed, Refused
from groups.models import Participant

from ..access import Visit
from ..models import Answer, Session
from ..rulebook.state.state import OVER


@atomic
def answer(*, visit: Visit, participant: Participant | None = None, comes: bool) -> Answer:
    """Note whether somebody comes; `participant` is another's name, for who facilitates. The last word counts.

    Raises NotAllowed for a guest, a former member and in another's name, Refused once the session was opened.
    """
    whom = participant if visit.may_facilitate else _myself(visit, participant)
    if whom is None or whom.group_id != visit.session.cycle.group_id or whom.removed_at:
        raise NotAllowed("not_yours_to_do")
    # Locked: who opens the room meanwhile has seen all that is answered.
    session = Session.objects.select_for_update(no_key=True).get(pk=visit.session.pk)
    if session.status != Session.Status.PLANNED:
        raise Refused("not_planned")
    return Answer.objects.update_or_create(session=session, participant=whom, defaults={"comes": comes})[0]


def _myself(visit: Visit, participant: Participant | None) -> Participant | None:
    """The member whose device this is: a room code proves nobody's name."""
    seat = visit.actor.seat
    if seat is None or not seat.is_member or participant not in (None, seat.participant):
        return None
    return seat.participant


def forget_answers() -> int:
    """Of sessions that are over, or whose day has passed, nobody asks who meant to come; how many were forgotten."""
    day_ago = timezone.now() - timedelta(days=1)
    is_over = Q(session__status__in=OVER) | Q(session__scheduled_at__lt=day_ago)
    return Answer.objects.filter(is_over).delete()[0]
