"""Second factors as rows: sealed again, and taken away from whoever lost them."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from codev.sealing import SealBroken

from ..second_factor import seal, unseal

SECRETS = ("secret", "seed")  # allauth's names in a row's data: an app's key, the seed of recovery codes


def reseal_factors() -> tuple[int, list[int]]:
    """Seal all under the newest of CODEV_CONTENT_KEYS: how many there were, and the rows that none of them opens."""
    count, lost = 0, []
    for pk in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        try:
            count += _reseal(pk)
        except SealBroken:
            lost.append(pk)
    return count, lost


@transaction.atomic
def _reseal(pk: int) -> int:
    # Locked: a recovery code that is used meanwhile is noted in the same column.
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    sealed = [name for name in SECRETS if row and name in row.data]
    if row is None or not sealed:
        return 0
    row.data |= {name: seal(unseal(row.data[name])) for name in sealed}
    row.save(update_fields=["data"])
    return 1
