"""Reminders: what waits for somebody on a day, in one mail, without a word of what was said (decision 056).

It leaves once it is eight o'clock by the clocks of everything that it tells of. Whoever runs this again, or on another
machine at once, sends nothing twice: a mail is asked for with the row of its mailbox and day, which there is once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groups import mails
from groups.letters import Written, letter
from groups.models import Digest, GroupFacilitator, Mail, Participant, Unreminded, User, mailboxes
from groups.reminders import stop_address
from groups.writers import page_address, writes

from ..calendar.events import page_of
from ..following.ends import ended
from ..models import Answer, Commitment, ContentKey, Preparation, Session
from .words import Hours

EARLIEST = time(8)
DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
PREPARING = timedelta(days=3)  # before a session
LIFE = timedelta(hours=10)  # what is told of tomorrow is not to come tomorrow
# So many days after a cycle.
AFTERWARDS = {
    30: _("Your cycle ended a month ago: your sessions can still be read again."),
    90: _("Your cycle ended three months ago: your sessions can still be read again."),
}
NOT_BEGUN = (Session.Status.PLANNED, Session.Status.OPEN)


@dataclass(frozen=True)
class Due:
    """Something that waits for `reader` on a day: what, as a function that says it when the mail leaves, and where."""

    reader: Participant | User
    zone: ZoneInfo
    say: Callable[[], str]
    url: str

    @property
    def email(self) -> str:
        return self.reader.email.strip().lower()


Source = Callable[[date, str], Iterable[Due]]
SOURCES: list[Source] = []


def reminds(source: Source) -> Source:
    """Register what may be due on a day, for one address, or for all where that is "": always as many queries."""
    SOURCES.append(source)
    return source


def send_reminders() -> int:
    """Ask for the mails whose hour has come; how many. Safe to repeat, and at once."""
    now = timezone.now()
    today = now.astimezone(UTC).date()
    # Somewhere it is yesterday still, or tomorrow already.
    return sum(_remind(day, now) for day in (today - DAY, today, today + DAY))


def _remind(day: date, now: datetime) -> int:
    by_address: dict[str, list[Due]] = defaultdict(list)
    for due in _due(day):
        by_address[due.email].append(due)
    ready = {one: dues for one, dues in by_address.items() if _is_time({due.zone for due in dues}, day, now)}
    if not ready:
        return 0
    boxes = mailboxes([*ready])
    known = boxes.values()
    done = {*Digest.objects.filter(day=day, mailbox__in=known).values_list("mailbox", flat=True)}
    done |= {*Unreminded.objects.filter(mailbox__in=known).values_list("mailbox", flat=True)}
    return sum(_ask(dues[0].reader, boxes[one], day) for one, dues in ready.items() if boxes[one] not in done)


def _due(day: date, email: str = "") -> Iterator[Due]:
    for source in SOURCES:
        yield from source(day, email)


def _is_time(zones: Iterable[ZoneInfo], day: date, now: datetime) -> bool:
    """Whether it is late enough everywhere, and somewhere this day still."""
    local = [now.astimezone(zone) for zone in zones]
    is_late_enough = all((one.date(), one.time()) >= (day, EARLIEST) for one in local)
    return is_late_enough and any(one.date() == day for one in local)


def _ask(reader: Participant | User, mailbox: str, day: date) -> bool:
    whom: dict[str, Any] = {"participant": reader} if isinstance(reader, Participant) else {"user": reader}
    language = reader.language if isinstance(reader, Participant) else translation.get_language()
    try:
        with transaction.atomic():
            Digest.objects.create(mailbox=mailbox, day=day)
            mails.ask("digest", day=day, life=LIFE, language=language or settings.LANGUAGE_CODE, **whom)
    except IntegrityError:
        # Another machine was quicker.
        return False
    return True


@writes("digest")
def _written(mail: Mail) -> Written | None:
    """None where nothing waits any more, or whoever reads it wants none since."""
    assert mail.day  # noqa: S101 (who asked for it named one)
    (mailbox,) = mailboxes([mail.to]).values()
    # What two groups remind of at once, or a source told twice, is one line.
    lines = {(due.say(), due.url): None for due in _due(mail.day, mail.to.strip().lower())}
    if not lines or Unreminded.objects.filter(mailbox=mailbox).exists():
        return None
    stop = stop_address(mailbox)
    written = letter("sessions/mails/digest", gettext("What comes next"), lines=[*lines], stop=stop)
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return written._replace(headers=headers)


@reminds
def tomorrow(day: date, email: str) -> Iterator[Due]:
    """Whoever belongs to a group that meets the day after."""
    for session, reader in expected(day + DAY, email):
        yield _about(session, reader, _("Tomorrow you meet: %(name)s, %(when)s"))


@reminds
def unanswered(day: date, email: str) -> Iterator[Due]:
    """Members who have not said yet whether they will be there in a week."""
    found = [one for one in expected(day + A_WEEK, email) if isinstance(one[1], Participant)]
    answers = Answer.objects.filter(session__in={session.pk for session, _ in found})
    answered = {*answers.values_list("session_id", "participant_id")}
    for session, reader in found:
        if (session.pk, reader.pk) not in answered:
            yield _about(session, reader, _("Will you be there? %(name)s, %(when)s"))


@reminds
def preparations(day: date, email: str) -> Iterator[Due]:
    """Members who have begun no sheet, some days before they meet: a mail tells nothing of who is to be client."""
    coming = [(one, who) for one, who in expected(day + PREPARING, email) if isinstance(who, Participant)]
    sessions = {one.pk for one, _who in coming}
    left_alone = {*Preparation.objects.filter(session__in=sessions).values_list("session", "participant")}
    # Nor is whoever will not be there.
    away = Answer.objects.filter(session__in=sessions, comes=False)
    left_alone |= {*away.values_list("session_id", "participant_id")}
    for session, reader in coming:
        if (session.pk, reader.pk) not in left_alone:
            said = _("Would you like to bring a subject? A sheet to prepare it: %(name)s, %(when)s")
            yield _about(session, reader, said, page_address("sessions:preparation", str(session.pk)))


@reminds
def commitments(day: date, email: str) -> Iterator[Due]:
    """Who wrote down for this day what to do, as long as it can be read, in a group that was put away too.

    Not that it is a commitment: whoever makes one was client.
    """
    open_ones = Commitment.objects.filter(due_on=day, state__in=(Commitment.State.TAKEN, Commitment.State.TRYING))
    here = open_ones.filter(participant__removed_at=None)
    found = list(_of(here, "participant__email", email).select_related("participant__group__organisation"))
    readable = ContentKey.objects.readable({one.session_id for one in found})
    for one in (one for one in found if one.session_id in readable):
        yield Due(one.participant, one.participant.group.zone, _has_come, page_address("sessions:home"))


@reminds
def after_a_cycle(day: date, email: str) -> Iterator[Due]:
    """Everybody who was at a session of a cycle that ended so many days ago, while its words can still be read.

    Whoever was there, client or not, has something to look back on: that this comes tells nothing (decision 060).
    """
    for days, words in AFTERWARDS.items():
        cycles = ended(day, days)
        here = Participant.objects.current().filter(
            attendances__session__cycle__in=cycles, attendances__session__status=Session.Status.CLOSED
        )
        readers = _of(here, "email", email).select_related("group__organisation").distinct()
        for reader in readers:
            yield Due(reader, reader.group.zone, partial(str, words), page_address("sessions:home"))


def expected(day: date, email: str) -> Iterator[tuple[Session, Participant | User]]:
    """Who is to be where on a day, by the clocks of each place: members and who facilitates, each with the session."""
    # A day is never further from UTC's than this.
    first = datetime.combine(day, time(), UTC) - DAY
    near = Session.objects.filter(scheduled_at__range=(first, first + 3 * DAY), status__in=NOT_BEGUN)
    kept = near.filter(cycle__group__is_rehearsal=False).select_related("cycle__group__organisation").defer("state")
    sessions = [one for one in kept.order_by("scheduled_at") if one.scheduled_at.astimezone(one.zone).date() == day]
    groups = {one.cycle.group_id for one in sessions}
    readers: dict[Any, list[Participant | User]] = defaultdict(list)
    for member in _of(Participant.objects.current().filter(group__in=groups), "email", email):
        readers[member.group_id].append(member)
    guides = GroupFacilitator.objects.filter(group__in=groups, user__is_active=True).select_related("user")
    for guide in _of(guides, "user__email", email):
        readers[guide.group_id].append(guide.user)
    for session in sessions:
        for reader in readers[session.cycle.group_id]:
            yield session, reader


def _of(rows: QuerySet[Any], column: str, email: str) -> QuerySet[Any]:
    return rows.filter(**{f"{column}__iexact": email}) if email else rows.exclude(**{column: ""})


def _has_come() -> str:
    return gettext("A day that you wrote down for yourself has come.")


def _about(session: Session, reader: Participant | User, said: Promise, url: str = "") -> Due:
    def say() -> str:
        hours = Hours.of(session)
        return str(said) % {"name": hours.name, "when": hours.said}

    return Due(reader, session.zone, say, url or page_of(session))
