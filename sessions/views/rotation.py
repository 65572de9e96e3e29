"""Who was client over the cycle, and who is proposed next: for who facilitates the group, and nobody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from codev.marked import isolated
from groups.models import Group
from groups.views.guards import account_required
from groups.views.members import my_group

from ..models import Session
from ..rotation import Cell, Proposed, Table, rotation_of
from ..rulebook.rules.rotation import Why

# Each cell by a mark that is drawn, and in words.
CELLS = {
    Cell.CLIENT: pgettext_lazy("rotation", "client"),
    Cell.CHOSEN: pgettext_lazy("rotation", "chosen as client"),
    Cell.PROPOSED: pgettext_lazy("rotation", "proposed"),
    Cell.THERE: pgettext_lazy("rotation", "there, not client"),
    Cell.ABSENT: pgettext_lazy("rotation", "absent"),
    Cell.OPEN: pgettext_lazy("rotation", "not proposed"),
}
STATES: dict[str, Any] = {
    Session.Status.CLOSED: gettext_lazy("held"),
    Session.Status.RUNNING: gettext_lazy("under way"),
    Session.Status.OPEN: gettext_lazy("under way"),
}


@require_safe
@account_required
def rotation(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The table of the present cycle: people by sessions."""
    return render(request, "sessions/rotation/rotation.html", rotation_context(my_group(request, group_id)))


def rotation_context(group: Group) -> dict[str, Any]:
    """What sessions/rotation/_next.html and the table need, wherever whoever facilitates is shown them."""
    table = rotation_of(group)
    return {
        "rotation": {
            "group": group,
            "heads": [{"session": one, "state": STATES.get(one.status, "")} for one in table.sessions],
            "lines": [
                {"name": person.name, "cells": [{"key": cell, "says": CELLS[cell]} for cell in cells]}
                for person, cells in table.lines
            ],
            "legend": [{"key": key, "says": says} for key, says in CELLS.items()],
            "next": table.next,
            "proposals": [_proposed(one) for one in table.proposals],
            "left": _left(table),
        }
    }


def _proposed(one: Proposed) -> str:
    """A sentence: who, and why."""
    return _("%(name)s: %(why)s") % {"name": isolated(one.person.name), "why": _why(one)}


def _why(one: Proposed) -> str:
    """The reason; nobody's gender is guessed."""
    choice = one.choice
    if choice.why == Why.NEVER:
        said = _("no turn as client yet in this cycle")
        left = ngettext("this is the last session for it", "%(count)s sessions are left for it", choice.chances)
        return f"{said}, {left % {'count': choice.chances}}"
    if choice.why == Why.FEWEST:
        return _("fewer turns as client than others in this cycle")
    return _("as many turns as the others, and the longest ago")


def _left(table: Table) -> str:
    """How many places are left, and whether they are enough."""
    found, never = table.found, len(table.found.never)
    if not never:
        return _("Everybody was client in this cycle.")
    people = ngettext("%(count)s person was not client yet", "%(count)s people were not client yet", never)
    places = ngettext("%(count)s place is left", "%(count)s places are left", found.places)
    said = _("%(people)s; %(places)s in the sessions to come.") % {
        "people": people % {"count": never},
        "places": places % {"count": found.places},
    }
    if not found.missing:
        return said
    missing = ngettext(
        "One place is missing for everybody to be client once.",
        "%(count)s places are missing for everybody to be client once.",
        found.missing,
    )
    return f"{said} {missing % {'count': found.missing}}"
