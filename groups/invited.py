"""Who of a group was invited, who has come by a link, whom no mail reaches, and who was removed."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from .models import Charter, Group, Participant, Seat
from .queries import LISTED_MAX, members


def not_come(group: Group) -> QuerySet[Participant]:
    """Members who are on no device by a personal link: they never came, or what they came by was closed."""
    return group.participants.current().filter(~_has_come())


def invited(group: Group, charter: Charter) -> QuerySet[Any]:
    """Members, as `members` finds them, with whether each `has_come`, and the `invitation` that was sent, if any."""
    return members(group, charter).annotate(has_come=_has_come()).select_related("invitation")


def _has_come() -> Exists:
    return Exists(Seat.objects.filter(participant=OuterRef("pk"), link__isnull=False, revoked_at=None))


def gone(group: Group) -> QuerySet[Participant]:
    """Who was removed and may come back, the last one first."""
    return group.participants.gone().order_by("-removed_at", "name")[:LISTED_MAX]
