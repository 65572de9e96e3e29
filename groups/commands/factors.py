"""Second factors as rows: sealed again, and taken away from whoever lost them."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from codev.sealing import SealBroken

from ..access import may_administer, may_reset_second_step
from ..errors import NotAllowed
from ..models import Organisation, User
from ..second_factor import seal, unseal
from .ledger import record_reset
from .sign_ins import end_sign_ins

SECRETS = ("secret", "seed")  # allauth's names in a row's data: an app's key, the seed of recovery codes


@transaction.atomic
def reset_second_step(*, organisation: Organisation, user: User, by: User) -> None:
    """Have a colleague set the second step up anew, and sign that person out everywhere: a line in the ledger.

    Raises NotAllowed for who is no administrator, and for an account that is not this organisation's alone to open.
    """
    if not may_administer(by, organisation):
        raise NotAllowed("not_an_administrator")
    if not may_reset_second_step(by, organisation, user):
        raise NotAllowed("not_yours_to_reset")
    record_reset(organisations=[organisation], by=by)
    _forget(user)


@transaction.atomic
def reset_by_operator(*, user: User) -> None:
    """The same, from the server's shell: a line in each organisation where the account has a role."""
    organisations = Organisation.objects.filter(roles__user=user).distinct()
    record_reset(organisations=list(organisations), by=None)
    _forget(user)


def _forget(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
    # Whoever found the lost phone may have come in with it.
    end_sign_ins(user=user)


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
