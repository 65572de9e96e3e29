"""The access ledger: every look at a group, written down before anything is shown."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from ..models import AccessLedger, Group, Organisation, Role, Shown, User, chain
from ..models.ledger import reader_of

SALT_BYTES = 16


@transaction.atomic
def record_look(*, groups: Iterable[Group], by: User | None, what: Shown, year: int | None = None) -> None:
    """One line a group that is about to be shown; without `by` it is whoever has the server's shell.

    A line that cannot be written raises, so that nothing is shown. One statement writes them all.
    """
    _record([(group.organisation_id, group) for group in groups], by, what, year)


@transaction.atomic
def record_reset(*, organisations: Iterable[Organisation], by: User | None) -> None:
    """That a second step of signing in was reset: of no group, so that all of the organisation's groups read it."""
    _record([(organisation.pk, None) for organisation in organisations], by, Shown.RESET, None)


def _record(of: Iterable[tuple[UUID, Group | None]], by: User | None, what: Shown, year: int | None) -> None:
    of = sorted(of, key=lambda one: str(one[0]))
    heads = _locked({organisation for organisation, _ in of})
    # After the lock: a line's instant is never before that of the line that it follows.
    now = timezone.now()
    lines = []
    for organisation, group in of:
        number, previous = heads[organisation]
        line = _line(organisation, group, by, what, year, now, number + 1, previous)
        heads[organisation] = (line.number, line.hash)
        lines.append(line)
    AccessLedger.objects.bulk_create(lines)


def record_joined(*, group: Group, users: Iterable[User], what: Shown) -> None:
    """A line for each of these accounts who could look at the group from outside: operators, administrators, HR."""
    outside = group.organisation.roles.filter(role__in=(Role.ADMIN, Role.HR))
    watching = set(outside.values_list("user_id", flat=True))
    for user in users:
        if user.is_staff or user.pk in watching:
            record_look(groups=[group], by=user, what=what)


def lock_organisations(organisations: Collection[UUID]) -> None:
    """Nobody else adds to their ledgers until the end of the transaction, nor says who is who in their groups."""
    # In one order, so that two never wait for each other; without holding up whoever only refers to an organisation.
    rows = Organisation.objects.select_for_update(no_key=True).filter(pk__in=organisations)
    list(rows.order_by("pk").values_list("pk"))


def _locked(organisations: Collection[UUID]) -> dict[UUID, tuple[int, str]]:
    """The last line's number and hash in each, once nobody else is adding to one: two at once make one chain."""
    lock_organisations(organisations)
    return {one: _last(one) for one in organisations}


def _last(organisation: UUID) -> tuple[int, str]:
    lines = AccessLedger.objects.filter(organisation=organisation).order_by("-number")
    return lines.values_list("number", "hash").first() or (0, chain.BEGINNING)


def _line(
    organisation: UUID,
    group: Group | None,
    by: User | None,
    what: Shown,
    year: int | None,
    at: datetime,
    number: int,
    previous: str,
) -> AccessLedger:
    # The name as it is today: the line outlives the account.
    name, salt = str(by) if by else settings.CODEV_OPERATOR or gettext("The operator"), secrets.token_hex(SALT_BYTES)
    line = AccessLedger(
        organisation_id=organisation,
        number=number,
        group=group,
        user=by,
        reader=reader_of(organisation, by),
        name=name,
        salt=salt,
        named=chain.bound(salt, name),
        looked_at=at,
        what=what,
        year=year,
        previous=previous,
    )
    line.hash = chain.hash_after(previous, line.digest)
    return line
