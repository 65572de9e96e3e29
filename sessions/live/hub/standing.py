"""Whether those who look are still who they were when they came: asked for many at once, in case a bell was lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from codev.browsers import there
from groups.models import GroupFacilitator, Seat

from ...access import Standing
from ...models import Pairing, Session


def fallen(people: Sequence[Standing]) -> list[Standing]:
    """Of those who were found earlier, who is no longer what they were: seat and welcome, part and pairing, how the
    account signs in, the browser's row, or the screen's link.

    Costs five queries at most, however many they are; what the browsers' rows hold is not read again.
    """
    kept = _kept(people)
    return [one for one in people if not _claims(one) <= kept]


Claim = tuple[Any, ...]


def _claims(one: Standing) -> set[Claim]:
    """What has to be in the database for somebody to be what they were."""
    return set(
        filter(
            all,
            (
                ("browser", one.browser),
                ("seat", one.seat_id, one.is_admitted or "knocks"),
                ("part", one.user_id, one.group_id, one.part),
                ("guides", one.opened_by, one.group_id),
                ("signed in", one.account, one.signed_in),
                ("pairing", one.pairing),
                ("screen", one.screen_hash, one.session_id),
            ),
        )
    )


def _kept(people: Sequence[Standing]) -> set[Claim]:
    """What of all that they claim is there, and more of the same kinds."""
    users, groups = {one.account for one in people if one.account}, {one.group_id for one in people if one.account}
    seats = Seat.objects.live().filter(pk__in=[one.seat_id for one in people if one.seat_id])
    parts = GroupFacilitator.objects.filter(user__in=users, group__in=groups, user__is_active=True)
    pairings = Pairing.objects.live().filter(pk__in=[one.pairing for one in people if one.pairing])
    screens = Session.objects.filter(pk__in=[one.session_id for one in people if one.screen_hash])
    guides = list(parts.select_related("user"))
    return {
        *(("browser", one) for one in there([one.browser for one in people if one.browser])),
        *(("seat", one.pk, one.is_admitted or "knocks") for one in seats),
        *(("part", one.user_id, one.group_id, one.role) for one in guides),
        *(("guides", one.user_id, one.group_id) for one in guides),
        *(("signed in", one.user_id, one.user.get_session_auth_hash()) for one in guides),
        *(("pairing", pk) for pk in pairings.values_list("pk", flat=True)),
        *(("screen", *one) for one in screens.values_list("screen_secret_hash", "pk")),
    }
