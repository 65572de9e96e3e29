"""Attendance that waits to be signed, and signatures that wait for who facilitates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from codev.marked import isolated

from ..attendance import waiting
from ..history.hours import last_day
from ..models import Correction, Session, Signature
from .viewer import A_FEW, Viewer, Waiting, as_seat, day, driven, whose

A_WEEK = timedelta(days=7)


def to_sign(viewer: Viewer) -> Iterator[Waiting]:
    """Half-days of sessions that were held lately, which somebody was there for and has not signed."""
    seats = {one.participant_id: one for one in viewer.seats}
    for person, session in waiting.to_sign(viewer.seats)[:A_FEW]:
        words = _("Sign for your attendance of %(day)s.") % {"day": day(session)}
        address = as_seat(seats[person], reverse("sessions:my_attendance"))
        yield Waiting(words, f"{address}#session-{session.pk}", whose(seats[person], viewer))


def to_countersign(viewer: Viewer) -> Iterator[Waiting]:
    """Sessions held lately of which signatures wait for those of who facilitates, or hours in force are contested."""
    if not viewer.user:
        return
    now = timezone.now()
    signed = Signature.objects.standing().filter(session=OuterRef("pk"), countersigned_at=None)
    waits = Exists(signed) & Q(scheduled_at__gte=now - waiting.LATELY)
    lately = driven(viewer).filter(status="closed").annotate(is_contested=Exists(_contested(now)), waits=waits)
    found = lately.filter(Q(waits=True) | Q(is_contested=True)).select_related("cycle__group__organisation")
    told = ((one, _words(one, now)) for one in found.order_by("scheduled_at"))
    # Those whose days are over take no place of others.
    for one, words in islice(((one, words) for one, words in told if words), A_FEW):
        yield Waiting(words, reverse("sessions:attendance", args=[one.pk]), isolated(one.cycle.group.name))


def _contested(now: datetime) -> QuerySet[Correction]:
    """What somebody said a week ago at most not to agree with, and nobody put right since."""
    here = Correction.objects.filter(session=OuterRef("pk"), contested_at__gte=now - A_WEEK)
    since = Correction.objects.filter(
        session=OuterRef("session"), participant=OuterRef("participant"), made_at__gt=OuterRef("contested_at")
    )
    return here.exclude(Exists(since))


def _words(one: Session, now: datetime) -> str:
    """What waits there; "" once its last day is over, by the clocks of the place."""
    if one.is_contested:  # type: ignore[attr-defined]
        return _("Somebody does not agree with a correction of %(day)s.") % {"day": day(one)}
    # Of a session over midnight, or of a correction, the last day is the sheet's to know.
    days = one.cycle.group.organisation.signing_days
    is_open = now.astimezone(one.zone).date() <= last_day(one.scheduled_at, one.zone, days)
    return _("Signatures of %(day)s wait for yours.") % {"day": day(one)} if is_open else ""
