"""Lists organisations with figures, for whoever runs the server: no name of a group or person, nothing written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count

from groups.models import Group, Organisation, OrganisationRole, Participant, Role
from sessions.models import Session

COLUMNS = ("administrators", "facilitators", "hr", "groups", "archived", "members", "planned", "held")


class Command(BaseCommand):
    help = "List organisations with how many people, groups and sessions each has."

    def handle(self, *args: Any, **options: Any) -> None:
        figures = _figures()
        for one in Organisation.objects.order_by("name", "created_at"):
            counts = figures.get(one.pk, {})
            self.stdout.write(
                f"{one.name}{' (demonstration)' if one.is_demo else ''}  {one.pk}  {one.created_at:%Y-%m-%d}"
            )
            self.stdout.write("  " + ", ".join(f"{counts.get(name, 0)} {name}" for name in COLUMNS))


def _figures() -> dict[Any, dict[str, int]]:
    """By organisation; the same number of queries however many there are. Rehearsals count for nothing."""
    roles = OrganisationRole.objects.values("organisation", "role").annotate(count=Count("pk")).order_by()
    named: dict[str, str] = {Role.ADMIN: "administrators", Role.FACILITATOR: "facilitators", Role.HR: "hr"}
    groups = Group.objects.filter(is_rehearsal=False)
    members = Participant.objects.current().filter(group__is_rehearsal=False)
    sessions = Session.objects.filter(cycle__group__is_rehearsal=False)
    held, planned = sessions.filter(status=Session.Status.CLOSED), sessions.filter(status=Session.Status.PLANNED)
    rows = [(row["organisation"], named[row["role"]], row["count"]) for row in roles]
    rows += _counted("groups", groups.filter(archived_at=None), "organisation")
    rows += _counted("archived", groups.exclude(archived_at=None), "organisation")
    rows += _counted("members", members, "group__organisation")
    rows += _counted("planned", planned, "cycle__group__organisation")
    rows += _counted("held", held, "cycle__group__organisation")
    found: dict[Any, dict[str, int]] = {}
    for organisation, name, count in rows:
        found.setdefault(organisation, {})[name] = count
    return found


def _counted(name: str, rows: Any, by: str) -> Iterable[tuple[Any, str, int]]:
    return [(of, name, count) for of, count in rows.values_list(by).annotate(count=Count("pk")).order_by()]
