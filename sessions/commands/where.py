"""Where a session meets, said or changed later."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from codev import doorbell
from groups.errors import NotAllowed

from ..access import Visit
from ..models import Session
from ..models.doors import WHERE


def change_where(*, visit: Visit, place: str, call_url: str) -> None:
    """Say where one meets; open pages show it at once. Raises NotAllowed for who does not facilitate now."""
    if not visit.may_drive:
        raise NotAllowed("not_yours_to_do")
    session = visit.session
    if (session.place, session.call_url) == (place, call_url):
        return
    with transaction.atomic():
        # A command under way would write the row as it read it.
        row = Session.objects.select_for_update().get(pk=session.pk)
        row.place, row.call_url = place, call_url
        row.save(update_fields=WHERE)
        # No revision tells of it: rooms read the session anew (decision 022).
        transaction.on_commit(partial(doorbell.ring, "session", session.pk, 0))
