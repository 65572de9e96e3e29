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
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from groups import mails
from groups.clocks import day_of, hour_of
from groups.letters import Written, letter
from groups.models import Mail, Participant, User
from groups.writers import Attachments, encloses, page_address, writes

from ..calendar.events import invitation, method_of
from ..models import Session, Told
from .words import Hours

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
    with transaction.atomic(savepoint=False):
        if what != "planned":
            _count(sessions)
        heard = _everybody(sessions) if what == "planned" else _told_before(sessions)
        for reader, theirs in heard.items():
            _ask(reader, theirs, what)
        return len(heard)


@encloses("personal_link")
def _with_the_way_in(mail: Mail) -> Attachments:
    """What comes and was told to anybody: whoever joins later, or comes back, finds it in the mail that lets him in.

    Whoever was told already, too: it may have been at another address, or before it moved. A calendar knows it again.
    """
    assert mail.participant  # noqa: S101 (who asked for it named one)
    coming = Session.objects.filter(cycle__group=mail.participant.group_id, status__in=TO_COME, told__isnull=False)
    found = coming.filter(scheduled_at__gt=timezone.now()).distinct().order_by("scheduled_at")
    sessions = list(found.select_related("cycle__group__organisation").defer("state"))
    _note(sessions, mail.pk, participant=mail.participant)
    return tuple(_enclosed(one, mail.to) for one in sessions)


def _count(sessions: Sequence[Session]) -> None:
    """By what calendars tell the newer of two messages. In the rows: whoever holds one writes other columns of it."""
    rows = Session.objects.filter(pk__in=[one.pk for one in sessions])
    rows.update(calendar_sequence=F("calendar_sequence") + 1, calendar_changed_at=timezone.now())


def _everybody(sessions: Sequence[Session]) -> dict[Reader, Sequence[Session]]:
    group = sessions[0].cycle.group
    members = group.participants.current().exclude(email="")
    guides = User.objects.filter(facilitations__group=group, is_active=True).exclude(email="")
    return dict.fromkeys([*members, *guides], sessions)


def _told_before(sessions: Sequence[Session]) -> dict[Reader, Sequence[Session]]:
    told: dict[Reader, list[Session]] = defaultdict(list)
    by_id = {one.pk: one for one in sessions}
    # Whoever left the group, or guides it no more, hears nothing of it any more.
    guides = Q(user__facilitations__group=F("session__cycle__group"))
    here = Q(participant__isnull=False, participant__removed_at=None) | guides
    for row in Told.objects.filter(here, session__in=by_id).select_related("participant", "user"):
        reader = row.participant or row.user
        if reader and reader.email:
            told[reader].append(by_id[row.session_id])
    return dict(told)


def _ask(reader: Reader, sessions: Iterable[Session], what: What) -> None:
    whom: dict[str, Any] = {"participant": reader} if isinstance(reader, Participant) else {"user": reader}
    mail_id = uuid.uuid4()
    # An account's language is known of the request alone, and it is mostly who plans that facilitates.
    language = reader.language if isinstance(reader, Participant) else translation.get_language()
    _note(sessions, mail_id, **whom)
    mails.ask("calendar", id=mail_id, detail=what, language=language or settings.LANGUAGE_CODE, **whom)


def _note(sessions: Iterable[Session], mail_id: uuid.UUID, **whom: Any) -> None:
    (column,) = whom
    Told.objects.bulk_create(
        [Told(session=one, mail_id=mail_id, **whom) for one in sessions],
        update_conflicts=True,
        unique_fields=["session", column],
        update_fields=["mail_id"],
    )


@writes("calendar")
def _written(mail: Mail) -> Written | None:
    """None where a newer mail tells of all that this one was to tell of, or all is over."""
    about = Session.objects.filter(told__mail_id=mail.pk, scheduled_at__gt=timezone.now()).order_by("scheduled_at")
    if mail.user:
        about = about.filter(cycle__group__facilitators__user=mail.user)
    sessions = list(about.select_related("cycle__group__organisation").defer("state"))
    if not sessions:
        return None
    hours = [Hours.of(one) for one in sessions]
    written = letter(
        "sessions/mails/calendar",
        gettext("%(name)s: %(what)s") % {"name": hours[0].name, "what": _subject(mail.detail, hours)},
        what=mail.detail,
        hours=hours,
        follow=page_address("sessions:calendar"),
    )
    # What calendars take in by themselves is another way to read the mail; of several Outlook would lose all but one.
    if len(sessions) == 1:
        _name, text, kind = _enclosed(sessions[0], mail.to)
        return written._replace(alternatives=((text, kind),))
    return written._replace(attachments=tuple(_enclosed(one, mail.to) for one in sessions))


def _enclosed(session: Session, to: str) -> tuple[str, str, str]:
    """Name, contents and MIME type of a message for a calendar."""
    begins = session.scheduled_at.astimezone(session.zone)
    return (
        f"codev-{begins:%Y-%m-%d-%H%M}.ics",
        invitation(session, to=to),
        f"text/calendar; method={method_of(session)}",
    )


def _subject(what: str, hours: Sequence[Hours]) -> str:
    count = {"count": len(hours)}
    if len(hours) == 1:
        when = {"day": day_of(hours[0].start), "hour": hour_of(hours[0].start)}
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
