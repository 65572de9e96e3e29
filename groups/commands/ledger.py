"""The access ledger: every look at a group's figures, written down before anything is shown."""

from __future__ import annotations

from collections.abc import Iterable

from ..models import AccessLedger, Group, Shown, User


def record_look(*, groups: Iterable[Group], by: User, what: Shown) -> None:
    """One line a group that is about to be shown. A line that cannot be written raises, so that nothing is shown."""
    AccessLedger.objects.bulk_create(
        # The name as it is today: the line outlives the account.
        AccessLedger(organisation_id=group.organisation_id, group=group, user=by, name=str(by), what=what)
        for group in groups
    )
