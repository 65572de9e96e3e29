"""Who wants no reminders: by an address that stands in each of them, which needs no signing in and opens nothing else.

What was asked for by name, codes, links, dates, comes all the same.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from .models import Unreminded

_signer = signing.Signer(sep=".", salt="codev.reminders")


def stop_address(mailbox: str) -> str:
    """Where whoever reads this mailbox ends its reminders, or has them again. It does not tell whose it is."""
    return str(settings.CODEV_BASE_URL + reverse("groups:reminders", args=[_signer.sign(mailbox)]))


def mailbox_of(token: str) -> str | None:
    """The mailbox that stands in such an address; None where we made no such one."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None


def are_wanted(mailbox: str) -> bool:
    return not Unreminded.objects.filter(mailbox=mailbox).exists()


def stop(mailbox: str) -> None:
    Unreminded.objects.get_or_create(mailbox=mailbox)


def have_again(mailbox: str) -> None:
    Unreminded.objects.filter(mailbox=mailbox).delete()
