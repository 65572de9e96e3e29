"""Proving a device to be somebody's own, and what one does with one's devices (decision 046).

No `by` with an account here: whoever facilitates has no part in it.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from ..errors import NotAllowed, NotFound
from ..mails import mail_device_code
from ..models import CODE_FOR, DeviceCode, Participant, Seat
from ..models.mail import DIGITS
from ..queries import devices_of
from .bells import ring_person
from .links import leave_seat

if TYPE_CHECKING:
    from uuid import UUID

# What is asked for and missed is counted for an hour. A device cannot use up what others may ask for.
HOUR = timedelta(hours=1)
CODES_A_DEVICE, CODES_A_PERSON, WRONG_A_PERSON = 3, 12, 20


@transaction.atomic
def mail_code(*, seat: Seat) -> None:
    """Have its participant mailed a new code that proves this very device; one made before for it works no more.

    None is mailed without an address, to a guest's device, or after too many: the same is asked and written then.
    """
    person = _locked(seat.participant_id)
    lately = person.device_codes.filter(seat__isnull=False)
    mine = lately.filter(seat=seat, made_at__gt=timezone.now() - CODE_FOR)
    asked, asked_here, is_its_own = lately.count(), mine.count(), _may_be_proven(seat)
    may = bool(person.email) and is_its_own and asked < CODES_A_PERSON and asked_here < CODES_A_DEVICE
    with transaction.atomic():
        # The hash is that of what its mail says, once it leaves.
        code = _keep_code(person, seat, person.email_since, "")
        transaction.set_rollback(not may)
    mail_device_code(code if may else None)


@transaction.atomic
def show_code(*, by: Seat) -> str:
    """A new code that a proven device shows, for any other of its participant's. NotAllowed for one that is not."""
    person = _locked(by.participant_id)
    _require_proven(by)
    code = "".join(str(secrets.randbelow(10)) for _ in range(DIGITS))
    _keep_code(person, None, by.reaches_from, DeviceCode.hash_of(person.pk, code))
    return code


@transaction.atomic
def prove_seat(*, seat: Seat, code: str) -> bool:
    """Whether this code, as typed on this device, proves it; it works once. What is wrong is counted."""
    person = _locked(seat.participant_id)
    now = timezone.now()
    live = person.device_codes.live()
    for_here = live.filter(seat=seat) | live.filter(seat=None)
    missed = person.device_codes.aggregate(all=Sum("wrong"))["all"] or 0
    if not _may_be_proven(seat) or missed >= WRONG_A_PERSON:
        return False
    typed = DeviceCode.hash_of(person.pk, "".join(filter(str.isdigit, code)))
    found = [one for one in for_here if constant_time_compare(one.code_hash, typed)]
    if not found:
        for_here.update(wrong=F("wrong") + 1)
        return False
    DeviceCode.objects.filter(pk=found[0].pk).update(ended_at=now)
    _prove(seat, found[0].reaches_from)
    return True


@transaction.atomic
def trust_seat(*, seat: Seat) -> None:
    """Prove a device without a code: of people of a demonstration alone. Raises NotAllowed for anybody else's."""
    if not seat.participant.group.organisation.is_demo:
        raise NotAllowed("not_yours_to_do")
    _prove(seat, None)


@transaction.atomic
def end_device(*, seat_id: UUID, by: Seat) -> None:
    """Close one of one's own devices, from a proven one. NotFound for one that opens more than that."""
    _require_proven(by)
    seat = next((one for one in devices_of(by) if one.pk == seat_id), None)
    if seat is None or seat.reaches_further_than(by):
        raise NotFound("no_device")
    leave_seat(seat=seat)


@transaction.atomic
def confirm_address(*, address: str, by: Seat) -> None:
    """Say on a proven device that this address is one's own: it then proves as much as this device opens.

    Nothing where it is not the one that is noted: another may have been since it was read.
    """
    person = _locked(by.participant_id)
    _require_proven(by)
    if by.is_address_new and person.email == address:
        person.email_since = by.reaches_from
        person.save(update_fields=["email_since"])
        person.device_codes.all().end()


def _locked(participant_id: UUID) -> Participant:
    # Two that try at once must not each have the last try, nor both use one code.
    person = Participant.objects.select_for_update().get(pk=participant_id)
    person.device_codes.filter(made_at__lt=timezone.now() - HOUR).delete()
    return person


def _may_be_proven(seat: Seat) -> bool:
    """Not a guest's: by a room code one takes any name. Also one that closed as its participant left the group."""
    by_leaving = Q(revoked_at=F("participant__removed_at"))
    is_open = Q(revoked_at=None, participant__removed_at=None)
    return Seat.objects.filter(by_leaving | is_open, pk=seat.pk).exists() and seat.is_member


def _require_proven(seat: Seat) -> None:
    if not Seat.objects.live().filter(pk=seat.pk, proven_at__isnull=False).exists():
        raise NotAllowed("not_yours_to_do")


def _keep_code(person: Participant, seat: Seat | None, reaches_from: datetime | None, code_hash: str) -> DeviceCode:
    person.device_codes.filter(seat=seat).end()
    return person.device_codes.create(seat=seat, code_hash=code_hash, reaches_from=reaches_from)


def _prove(seat: Seat, reaches_from: datetime | None) -> None:
    """From now on; a device that was proven before opens no less than it did."""
    seat.refresh_from_db(fields=["proven_at", "reaches_from"])
    known = [reaches_from, seat.reaches_from] if seat.is_proven else [reaches_from]
    seat.reaches_from = None if None in known else min(one for one in known if one)
    seat.proven_at = seat.proven_at or timezone.now()
    seat.save(update_fields=["proven_at", "reaches_from"])
    ring_person(seat.participant_id)
