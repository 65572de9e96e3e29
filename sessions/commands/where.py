"""Where a session meets, said or changed later."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from codev import doorbell
from groups.errors import NotAllowed

from ..access import Visit
from ..mails import calendar
from ..models import Session
from ..models.doors import WHERE


def change_where(*, visit: Visit, place: str, call_url: str) -> None:
    """Say where one meets; open pages show it at once, and calendars that were told of the session are told.

    Raises NotAllowed for who does not facilitate now.
    """
    if not visit.may_drive:
        raise NotAllowed("not_yours_to_do")
    session = visit.session
    with transaction.atomic():
        row = Session.objects.select_for_update(of=("self",)).select_related("cycle__group").get(pk=session.pk)
        if (row.place, row.call_url) == (place, call_url):
            return
        row.place, row.call_url = place, call_url
        row.save(update_fields=WHERE)
        if row.status in (Session.Status.PLANNED, Session.Status.OPEN):
            calendar.tell(row, "moved")
        # No revision tells of it: rooms read the session anew (decision 022).
        transaction.on_commit(partial(doorbell.ring, "session", session.pk, 0))
