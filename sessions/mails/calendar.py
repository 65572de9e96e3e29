"""Dates by mail, as calendars take them in: one mail a person, however many sessions it tells of (decision 056).

A mail holds no more than ids until it leaves: it then tells of sessions as they are by then. Whoever was told of one is
told again when it moves or is called off, by a newer mail, and the older one, should it still wait, leaves that out.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from groups import mails
from groups.delivery import Written, writes
from groups.models import Mail, Participant, User

from ..calendar.events import invitation, method_of
from ..models import Session, Told
from .words import Hours, address, day, hour, letter

What = Literal["planned", "moved", "cancelled"]
TO_COME = (Session.Status.PLANNED, Session.Status.OPEN, Session.Status.RUNNING)
Reader = Participant | User


def tell(about: Session | Iterable[Session], what: What) -> int:
    """Have calendars told of sessions of one group: how many mails were asked for.

    `planned` tells all members with an address and who facilitates, in one mail each. `moved` (another hour, duration
    or place) and `cancelled` are counted, and told to whoever was told of that session before, to nobody else.
    """
    sessions = [about] if isinstance(about, Session) else list(about)
    if not sessions:
        return 0
    with transaction.atomic():
        if what != "planned":
            _count(sessions)
        heard = _everybody(sessions) if what == "planned" else _told_before(sessions)
        for reader, theirs in heard.items():
            _ask(reader, theirs, what)
        return len(heard)


def tell_newcomer(participant: Participant) -> int:
    """Have a member told of what comes and was told to others; 0 where there is no address, or nothing new."""
    if not participant.email or participant.removed_at:
        return 0
    coming = Session.objects.filter(cycle__group=participant.group_id, status__in=TO_COME, told__isnull=False)
    new = coming.exclude(told__participant=participant).filter(scheduled_at__gte=timezone.now())
    if sessions := list(new.defer("state").distinct()):
        _ask(participant, sessions, "planned")
    return bool(sessions)


def _count(sessions: Sequence[Session]) -> None:
    """By what calendars tell the newer of two messages."""
    now = timezone.now()
    rows = Session.objects.filter(pk__in=[one.pk for one in sessions])
    rows.update(calendar_sequence=F("calendar_sequence") + 1, calendar_changed_at=now)
    for session in sessions:
        session.calendar_sequence += 1
        session.calendar_changed_at = now


def _everybody(sessions: Sequence[Session]) -> dict[Reader, Sequence[Session]]:
    group = sessions[0].cycle.group
    members = group.participants.current().exclude(email="")
    guides = User.objects.filter(facilitations__group=group, is_active=True).exclude(email="")
    return dict.fromkeys([*members, *guides], sessions)


def _told_before(sessions: Sequence[Session]) -> dict[Reader, Sequence[Session]]:
    told: dict[Reader, list[Session]] = defaultdict(list)
    by_id = {one.pk: one for one in sessions}
    rows = Told.objects.filter(session__in=by_id, participant__removed_at=None).select_related("participant", "user")
    for row in rows:
        reader = row.participant or row.user
        if reader and reader.email:
            told[reader].append(by_id[row.session_id])
    return dict(told)


def _ask(reader: Reader, sessions: Iterable[Session], what: What) -> None:
    whom: dict[str, Any] = {"participant": reader} if isinstance(reader, Participant) else {"user": reader}
    mail_id, (column,) = uuid.uuid4(), whom
    # An account's language is known of the request alone, and it is mostly who plans that facilitates.
    language = reader.language if isinstance(reader, Participant) else translation.get_language()
    Told.objects.bulk_create(
        [Told(session=one, mail_id=mail_id, **whom) for one in sessions],
        update_conflicts=True,
        unique_fields=["session", column],
        update_fields=["mail_id"],
    )
    mails.ask("calendar", id=mail_id, detail=what, language=language or settings.LANGUAGE_CODE, **whom)


@writes("calendar")
def _written(mail: Mail) -> Written | None:
    """None where a newer mail tells of all that this one was to tell of, or all is over."""
    about = Session.objects.filter(told__mail_id=mail.pk, scheduled_at__gt=timezone.now()).order_by("scheduled_at")
    sessions = list(about.select_related("cycle__group__organisation").defer("state"))
    if not sessions:
        return None
    hours = [Hours.of(one) for one in sessions]
    written = letter(
        "sessions/mails/calendar",
        gettext("%(name)s: %(what)s") % {"name": hours[0].name, "what": _subject(mail.detail, hours)},
        what=mail.detail,
        hours=hours,
        follow=address("sessions:calendar"),
    )
    parts = [(invitation(one, to=mail.to), f"text/calendar; method={method_of(one)}") for one in sessions]
    # What calendars take in by themselves is another way to read the mail; of several Outlook would lose all but one.
    if len(parts) == 1:
        return written._replace(alternatives=tuple(parts))
    named = [f"codev-{one.start:%Y-%m-%d-%H%M}.ics" for one in hours]
    return written._replace(
        attachments=tuple((name, text, kind) for name, (text, kind) in zip(named, parts, strict=True))
    )


def _subject(what: str, hours: Sequence[Hours]) -> str:
    count = {"count": len(hours)}
    if len(hours) == 1:
        when = {"day": day(hours[0].start), "hour": hour(hours[0].start)}
        if what == "cancelled":
            return gettext("%(day)s, cancelled") % when
        if what == "moved":
            return gettext("now %(day)s, %(hour)s") % when
        return gettext("%(day)s, %(hour)s") % when
    if what == "cancelled":
        return ngettext("%(count)d date cancelled", "%(count)d dates cancelled", len(hours)) % count
    if what == "moved":
        return ngettext("%(count)d date has changed", "%(count)d dates have changed", len(hours)) % count
    return ngettext("%(count)d date", "%(count)d dates", len(hours)) % count
