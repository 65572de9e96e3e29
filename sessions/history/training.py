"""What a group's cycles are as actions of training, and who issues their certificates: of history's allow-list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from groups.models import Cycle, Group, Part

from ..models.session import LATE, Session
from .actions import Action, Issuer
from .shapes import About

OTHERWISE = "Codéveloppement"  # as calendars say of a group that has no name outside
NOT_BEGUN = (Session.Status.PLANNED, Session.Status.OPEN)


@dataclass(frozen=True)
class Actions:
    """A group's cycles by number, and whether breaks count as hours present in its organisation."""

    cycles: Mapping[int, About]
    counts_breaks: bool


def about(group: UUID) -> Actions:
    """One query, whatever their number."""
    rows = (
        Group.objects.filter(pk=group)
        .order_by()
        .values_list(
            "organisation__counts_breaks", "cycles__number", "cycles__title", "cycles__nature", "cycles__objectives"
        )
    )
    told = list(rows)
    cycles = {number: About(title, _said(nature), objectives) for _, number, title, nature, objectives in told}
    return Actions(cycles, any(counts for counts, *_ in told))


def action(group: UUID, number: int) -> Action | None:
    """One cycle for those who pay for it; None where there is none of that number."""
    of_group = Group.objects.filter(pk=group).order_by()
    row = of_group.filter(cycles__number=number).values_list(
        "organisation__name",
        "organisation__training_name",
        "organisation__training_number",
        "organisation__training_address",
        "organisation__attendance_years",
        "organisation__counts_breaks",
        "calendar_name",
        "cycles__title",
        "cycles__nature",
        "cycles__objectives",
    )
    if (found := row.first()) is None:
        return None
    organisation, name, declared, address, years, breaks, outside, title, nature, objectives = found
    leads = of_group.filter(facilitators__role=Part.FACILITATOR).order_by("facilitators__user__name")
    # What never began, and whose day is over, is not to come.
    ahead = Q(status__in=NOT_BEGUN, scheduled_at__gt=timezone.now() - LATE)
    to_come = Session.objects.filter(Q(status=Session.Status.RUNNING) | ahead, cycle__group=group, cycle__number=number)
    return Action(
        organisation=organisation,
        issuer=Issuer(name, declared, address),
        group=group,
        cycle=number,
        title=title or outside or OTHERWISE,
        nature=_said(nature),
        objectives=objectives,
        facilitators=tuple(leads.values_list("facilitators__user__name", flat=True)),
        is_over=not to_come.exists(),
        years=years,
        counts_breaks=breaks,
    )


def _said(nature: str) -> str:
    return str(Cycle.Nature(nature).label)
