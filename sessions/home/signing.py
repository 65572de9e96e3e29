"""Attendance that waits to be signed, and signatures that wait for who facilitates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from codev.marked import isolated

from ..attendance import waiting
from ..models import Signature
from .viewer import A_FEW, RECENTLY, Viewer, Waiting, as_seat, day, driven, whose


def to_sign(viewer: Viewer) -> Iterator[Waiting]:
    """Half-days of sessions that were held lately, which somebody was there for and has not signed."""
    seats = {one.participant_id: one for one in viewer.seats}
    for person, session in waiting.to_sign(viewer.seats)[:A_FEW]:
        words = _("Sign for your attendance of %(day)s.") % {"day": day(session)}
        address = as_seat(seats[person], reverse("sessions:my_attendance"))
        yield Waiting(words, f"{address}#session-{session.pk}", whose(seats[person], viewer))


def to_countersign(viewer: Viewer) -> Iterator[Waiting]:
    """Sessions held lately of which signatures wait for those of who facilitates."""
    if not viewer.user:
        return
    signed = Signature.objects.standing().filter(session=OuterRef("pk"), countersigned_at=None)
    lately = driven(viewer).filter(Exists(signed), status="closed", scheduled_at__gte=timezone.now() - RECENTLY)
    for one in lately.select_related("cycle__group__organisation").order_by("scheduled_at")[:A_FEW]:
        # The last day itself is the sheet's to know.
        if timezone.now() < one.scheduled_at + timedelta(days=one.cycle.group.organisation.signing_days):
            words = _("Signatures of %(day)s wait for yours.") % {"day": day(one)}
            yield Waiting(words, reverse("sessions:attendance", args=[one.pk]), isolated(one.cycle.group.name))
