"""Figures the plain way, as they were counted before the database added them up: every session and step is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from groups.models import Group
from sessions.history.shapes import GroupYear, Month, Outcomes, Span, Tally, Year
from sessions.models import PhaseRun, Session


def minutes(session: Session) -> int:
    """From the beginning of the first step to the end of the last; a session that was not held lasted for no time."""
    runs = list(PhaseRun.objects.filter(session=session)) if session.status == "closed" else []
    ended = [run.left_at for run in runs if run.left_at]
    lasted = max(ended) - min(run.entered_at for run in runs) if ended else timedelta()
    return round(lasted / timedelta(minutes=1))


def consultations(session: Session) -> int:
    """Rounds that were begun, each once."""
    runs = PhaseRun.objects.filter(session=session) if session.status == "closed" else []
    return len({run.round_number for run in runs if run.round_number is not None})


def outcomes(sessions: Sequence[Session]) -> Outcomes:
    """What became of these sessions."""
    statuses = [one.status for one in sessions]
    held, cancelled = statuses.count("closed"), statuses.count("cancelled")
    return Outcomes(held, len(sessions) - held - cancelled, cancelled)


def tally(sessions: Sequence[Session]) -> Tally:
    """What they add up to."""
    lasted, rounds = sum(map(minutes, sessions)), sum(map(consultations, sessions))
    estimated = sum(one.is_end_estimated for one in sessions)
    return Tally(**vars(outcomes(sessions)), span=Span(lasted), consultations=rounds, estimated=estimated)


def years(groups: Iterable[UUID]) -> list[int]:
    """The years in which these groups have sessions, and this one."""
    return sorted({timezone.localdate().year, *(_day(one).year for one in _sessions(groups))})


def of_the_year(groups: Iterable[UUID], year: int) -> tuple[Year, ...]:
    """These groups' year, organisation by organisation."""
    sessions = [one for one in _sessions(groups) if _day(one).year == year]
    found = Group.objects.filter(pk__in=groups).select_related("organisation")
    organisations = {group.organisation for group in found}
    return tuple(
        _year(organisation.name, year, [one for one in found if one.organisation_id == organisation.pk], sessions)
        for organisation in sorted(organisations, key=lambda one: (one.name, one.pk))
    )


def _year(organisation: str, year: int, groups: list[Group], sessions: list[Session]) -> Year:
    ours = {group.pk for group in groups}
    sessions = [one for one in sessions if one.cycle.group_id in ours]
    return Year(
        organisation=organisation,
        number=year,
        months=tuple(
            Month(date(year, month, 1), outcomes([one for one in sessions if _day(one).month == month]))
            for month in range(1, 13)
        ),
        groups=tuple(
            GroupYear(group.pk, group.name, tally([one for one in sessions if one.cycle.group_id == group.pk]))
            for group in sorted(groups, key=lambda group: (group.name, group.pk))
        ),
        tally=tally(sessions),
    )


def cycles(group: UUID) -> dict[int, Tally]:
    """What a group's cycles add up to; a cycle without any session is not one yet."""
    sessions = _sessions([group])
    numbers = sorted({one.cycle.number for one in sessions}, reverse=True)
    return {number: tally([one for one in sessions if one.cycle.number == number]) for number in numbers}


def _sessions(groups: Iterable[UUID]) -> list[Session]:
    return list(Session.objects.filter(cycle__group__in=groups).select_related("cycle"))


def _day(session: Session) -> date:
    return session.scheduled_at.astimezone(session.zone).date()
