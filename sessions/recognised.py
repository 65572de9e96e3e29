"""Who a browser is to a session, in one statement: its row, the account or seat, the session, and the part in it.

Which account or seats a browser holds stands in its row, sealed: to ask for all at once, one has to know it
already. A process remembers it from the last time, and asks for the row again beside what it remembers: where it is
still the same, so is the answer, read from the database at one instant. Else, and where more is to be asked (a paired
phone, somebody who is not of the group), it is None, and `access.visit` asks one thing after the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import BigAutoField, CharField, DateTimeField, F, Model, QuerySet, Subquery, UUIDField
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from codev.browsers import Remembered, hashed, kept_under, memory
from codev.compiled import reads
from groups import actors
from groups.actors import Actor
from groups.models import Cycle, GroupFacilitator, Seat, User

from .access import Visit
from .models import Session

Row = TypeVar("Row", GroupFacilitator, Seat)
Kept = TypeVar("Kept", bound=Model)


def visit(key: str | None, session_id: UUID, *, wanted: str = "") -> Visit | None:
    """The visit of the browser with this session key, where one statement tells; None does not say that there is none.

    `wanted` names a participant (`?as=`).
    """
    remembered = memory.of(key)
    if remembered is None or remembered.held.get(actors.PAIRED):
        return None
    asked = {"hash": hashed(remembered.key), "session": session_id, "now": timezone.now()}
    if SESSION_KEY in remembered.held:
        # An account's own seat, where it has one, comes after its dashboard.
        return None if wanted else _as_account(remembered, asked)
    return _as_seat(remembered, asked, wanted)


def _as_account(remembered: Remembered, asked: dict[str, Any]) -> Visit | None:
    found = facilitators.first(user=int(remembered.held[SESSION_KEY]), **asked)
    if found is None or found.browser != remembered.data or not _is_signed_in(found.user, remembered.held):
        return None
    session = _session_of(found, found.group)
    return Visit(session, Actor(user=found.user), found.role, session.state.get("driver"))


def _is_signed_in(user: User, held: Any) -> bool:
    """As Django asks: by a way in that is still open, and under the password of today."""
    return held.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS and constant_time_compare(
        held.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    )


def _as_seat(remembered: Remembered, asked: dict[str, Any], wanted: str) -> Visit | None:
    held = remembered.held.get(actors.SEATS)
    rows = seats.all(held=held, **asked) if held else []
    if not rows or rows[0].browser != remembered.data:
        return None
    session = _session_of(rows[0], rows[0].participant.group)
    seat = actors.seat_in((one for one in rows if one.is_for(session.pk)), session.cycle.group_id, wanted)
    return Visit(session, Actor(seat=seat)) if seat else None


@reads(user=BigAutoField(), session=UUIDField(), hash=CharField(), now=DateTimeField())
def facilitators(user: Any, session: Any, hash: Any, now: Any) -> QuerySet[Any]:
    """The account's part in the session's group."""
    mine = GroupFacilitator.objects.filter(user=user, user__is_active=True).order_by()
    return _beside(mine.select_related("user", "group"), "group__cycles__sessions", session, hash, now)


@reads(held=[UUIDField()], session=UUIDField(), hash=CharField(), now=DateTimeField())
def seats(held: Any, session: Any, hash: Any, now: Any) -> QuerySet[Any]:
    """Those of these seats that may still act in the session's group, oldest first."""
    mine = Seat.objects.live().filter(id__in=held).select_related("participant__group")
    return _beside(mine, "participant__group__cycles__sessions", session, hash, now)


def _beside(rows: QuerySet[Row], path: str, session: Any, hash: Any, now: Any) -> QuerySet[Row]:
    """With the columns of the session that this path leads to and of its cycle, and what the browser's row holds."""
    return rows.filter(**{path: session}).annotate(
        browser=Subquery(kept_under(hash, now).values("session_data")),
        **{f"of_session_{name}": F(f"{path}__{name}") for name in _columns(Session)},
        **{f"of_cycle_{name}": F(f"{path}__cycle__{name}") for name in _columns(Cycle)},
    )


def _session_of(row: Any, group: Any) -> Session:
    session = _made(Session, row, "of_session_")
    session.cycle = _made(Cycle, row, "of_cycle_")
    session.cycle.group = group
    return session


def _made(model: type[Kept], row: Any, prefix: str) -> Kept:
    names = tuple(_columns(model))
    return model.from_db(row._state.db, names, [getattr(row, prefix + name) for name in names])


def _columns(model: type[Model]) -> Iterable[str]:
    return (field.attname for field in model._meta.concrete_fields)
