"""Who was with whom: who facilitated a session, and who was there in each of its rounds. Reads alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from groups.models import Participant, User

from .models import Attendance, JournalEntry, KeptMirror, Session


def guides(session: Session) -> list[str]:
    """The names of the accounts that did anything in a session, as they began: whoever facilitated it."""
    return guides_of([session.pk])[session.pk]


def guides_of(sessions: Collection[UUID]) -> dict[UUID, list[str]]:
    """The same by session: three queries, whatever their number."""
    did = JournalEntry.objects.filter(session__in=sessions, actor__startswith="user:").order_by()
    first = did.values_list("session_id", "actor").annotate(at=Min("revision")).order_by("at")
    # Who gave the floor and did nothing else is in the journal for a day alone (decision 014).
    kept = KeptMirror.objects.filter(session__in=sessions, guides__isnull=False).order_by("guides")
    rows = [(session, int(actor.removeprefix("user:"))) for session, actor, _ in first]
    rows += kept.values_list("session_id", "guides")
    names = dict(User.objects.filter(pk__in={pk for _, pk in rows}).values_list("pk", "name"))
    found: dict[UUID, list[str]] = {session: [] for session in sessions}
    for session, pk in dict.fromkeys(rows):
        found[session] += [names[pk]] if pk in names else []
    return found


def by_round(session: Session) -> dict[int, list[Participant]]:
    """By round: those who were there while it went on, in the group's order; its client among them.

    Of a session on paper, which has no steps, of all who came. One who went out and came back was there.
    """
    came = list(session.attendances.select_related("participant").order_by("participant__position", "pk"))
    spans = _spans(session)
    found = {}
    for number in session.rounds.values_list("number", flat=True):
        began, ended = spans.get(number, (None, None))
        found[number] = [one.participant for one in came if _was_there(one, began, ended)]
    return found


def _spans(session: Session) -> dict[int | None, tuple[datetime, datetime | None]]:
    """By round: from when to when it went on; None for no end yet."""
    found: dict[int | None, tuple[datetime, datetime | None]] = {}
    for run in session.phase_runs.order_by("entered_at", "pk"):
        began, _ = found.get(run.round_number, (run.entered_at, None))
        found[run.round_number] = (began, run.left_at)
    return found


def _was_there(one: Attendance, began: datetime | None, ended: datetime | None) -> bool:
    is_late = ended is not None and one.arrived_at >= ended
    is_gone = began is not None and one.left_at is not None and one.left_at <= began
    return not (is_late or is_gone)
