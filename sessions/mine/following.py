"""What somebody took on in past sessions, and ideas that served, among what may be read or done of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Seat

from ..following.own import OPEN, Holder, commitments_of
from ..following.served import told_to
from ..keepsakes import Past
from .link import Link


def following(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> Mapping[UUID, Sequence[Link]]:
    """By session, the way to one's own commitments and to one's ideas that served, where they open here."""
    shown, found = [one.id for one in sessions], defaultdict[UUID, list[Link]](list)
    who, today = f"?as={seat.participant_id}", timezone.now().astimezone(seat.participant.group.zone).date()
    taken: dict[UUID, bool] = {}
    for one in commitments_of(Holder.of(seat, held)).filter(session__in=shown):
        is_due = one.state in OPEN and one.due_on is not None and one.due_on <= today
        taken[one.session_id] = taken.get(one.session_id, False) or is_due
    for session, is_due in taken.items():
        found[session].append(Link(_("Your commitments"), reverse("sessions:commitments") + who, is_due))
    served: dict[UUID, bool] = {}
    for idea in told_to(seat.participant, held).filter(session__in=shown):
        served[idea.session_id] = served.get(idea.session_id, False) or not idea.served.is_read
    for session, is_new in served.items():
        found[session].append(Link(_("Your idea served"), reverse("sessions:given") + who, is_new))
    return found
