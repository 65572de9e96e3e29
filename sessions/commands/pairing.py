"""Codes that bring a facilitator's phone to the dashboard of one session, and the devices that they made."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from groups.commands.bells import ring_person
from groups.models import User
from groups.models.links import hash_of

from ..models import Pairing, Session

TOKEN_BYTES = 16  # 128 bits: a code that nobody guesses in two minutes, and `hash_of` needs no salt


@transaction.atomic
def offer_pairing(*, session: Session, by: User) -> tuple[Pairing, str]:
    """A new code, which ends the one before. Its token is returned this once and kept nowhere."""
    # A code that somebody photographed stops working as soon as a newer one is shown.
    Pairing.objects.filter(session=session, user=by, used_at=None).delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return Pairing.objects.create(session=session, user=by, token_hash=hash_of(token)), token


def use_pairing(*, token: str, label: str) -> Pairing | None:
    """The device that this code makes; None when the code is unknown, too old or used already."""
    pairing = Pairing.objects.open().with_token(token).first()
    if pairing is None:
        return None
    # Compare-and-set: of two phones that send the code at the same moment, one alone finds it unused.
    taken = Pairing.objects.filter(pk=pairing.pk, used_at=None).update(used_at=timezone.now(), label=label[:60])
    return pairing if taken else None


@transaction.atomic
def end_pairing(*, pairing: Pairing) -> None:
    """Close a device: its open pages close at once."""
    Pairing.objects.filter(pk=pairing.pk, revoked_at=None).update(revoked_at=timezone.now())
    ring_person(pairing.user_id)
