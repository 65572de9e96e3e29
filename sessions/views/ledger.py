"""The ledger for the group itself: who looked at it, what HR sees, and files that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from codev.spreadsheets import answer, as_csv
from groups.actors import Actor, as_wanted, former_seats_of, seat_in, seats_of
from groups.ledger import as_read, head_of, lines_for, proof
from groups.models import Group
from groups.models.ledger import LedgerQuerySet
from groups.queries import hr_among
from groups.views.guards import account

from .guards import known_required
from .history import figures_of

LOOKS_A_PAGE = 20


@dataclass(frozen=True)
class Reader:
    """Who reads a group's ledger; `is_former`: a member who left it, and reads the lines of that time alone."""

    group: Group
    actor: Actor
    is_former: bool = False

    @property
    def lines(self) -> LedgerQuerySet:
        return lines_for(self.group, self.actor.participant)


@require_safe
@known_required
def ledger(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Who looked at the group, and what HR sees, by HR's own figures. Reading this is no look."""
    reader = _reader(request, group_id)
    context = {
        "group": reader.group,
        "actor": reader.actor,
        "is_former": reader.is_former,
        "looks": Paginator(reader.lines, LOOKS_A_PAGE).get_page(request.GET.get("page")),
        "head": head_of(reader.group.organisation_id),
        "operator": settings.CODEV_OPERATOR,
    }
    # What came after somebody left is no longer that one's to read: figures, and who is in the group by now.
    if not reader.is_former:
        context |= {"hr_among": hr_among(reader.group), **figures_of(request, reader.group)}
    return render(request, "sessions/history/ledger.html", context)


@require_safe
@known_required
def ledger_json(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The lines that one may read, and what proves them (groups.ledger.proof)."""
    reader = _reader(request, group_id)
    headers = {"Content-Disposition": 'attachment; filename="ledger.json"'}
    return JsonResponse(proof(reader.group, reader.lines), headers=headers, json_dumps_params={"indent": 1})


@require_safe
@known_required
def ledger_csv(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The same lines for a spreadsheet (decision 011)."""
    lines = [as_read(line) for line in _reader(request, group_id).lines.order_by("number")]
    cells = [["" if cell is None else cell for cell in line.values()] for line in lines]
    content = as_csv([*lines[0]] if lines else (), cells)
    return answer(content, "ledger", "csv")


def _reader(request: HttpRequest, group_id: UUID) -> Reader:
    """Who facilitates the group (unless `as` names a participant), belongs to it in this browser, or did; else 404."""
    wanted = as_wanted(request)
    if request.user.is_authenticated and not wanted:
        user = account(request)
        if group := Group.objects.driven_by(user).filter(pk=group_id).first():
            return Reader(group, Actor(user=user))
    # A guest came for one session: the group's pages are not a guest's.
    held: list[tuple[Any, bool]] = [(seats_of(request.session), False), (former_seats_of(request.session), True)]
    for seats, is_former in held:
        if seat := seat_in((one for one in seats if one.is_member), group_id, wanted):
            return Reader(seat.participant.group, Actor(seat=seat), is_former)
    raise Http404
