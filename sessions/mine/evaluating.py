"""The forms of evaluation among what may be done of past sessions, and what was published of the group's cycle."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Seat

from ..evaluation import answers
from ..evaluation.questions import BENEFITS, SESSION
from ..keepsakes import Past
from ..models import PublishedEvaluation
from .link import Link


def evaluating(seat: Seat, held: Collection[Seat], sessions: Sequence[Past]) -> Mapping[UUID, Sequence[Link]]:
    """By session, the forms that are open, and the way to the curve once a mean of this session is in it."""
    asked = {SESSION.kind: _("How this session was for you"), BENEFITS.kind: _("What the group gives you")}
    shown = {one.id for one in sessions}
    found: dict[UUID, list[Link]] = {one: [] for one in shown}
    for one in answers.waiting([seat], held):
        if one.session.pk in shown:
            found[one.session.pk].append(Link(asked[one.questions.kind], one.url, is_due=not one.is_answered))
    if seat.is_member:
        curve = f"{reverse('sessions:curve', args=[seat.participant.group_id])}?as={seat.participant_id}"
        rows = PublishedEvaluation.objects.filter(session__in=shown, kind=BENEFITS.kind)
        for session, cycle in rows.values_list("session", "session__cycle__number"):
            found[session].append(Link(_("The curve of the group"), f"{curve}&cycle={cycle}", is_aside=True))
    return found
