"""Asking for mails. Each waits in the database, in ids, and leaves beside the request: groups/delivery.py sends it.

What asks for a mail to an account takes the same, and asks the database the same, whether or not there is one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Count, Min, Q
from django.utils import timezone, translation
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from codev import worker

from .delivery import deliver, deliver_each
from .models import CODE_FOR, DeviceCode, Invitation, Mail, Organisation, Participant, RetentionWarning, User
from .models.mail import sealed

CODE_LIFE = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
# Less than a day, so that what is asked for daily finds what was given up.
LIFE = timedelta(hours=20)


def mail_personal_links(people: Iterable[Participant], *, organisation: Organisation, by: User) -> None:
    """Have each of these sent a new way in, made when it is sent, in the own language or that of who invites.

    As many statements for one as for all.
    """
    about = {"kind": "personal_link", "expires_at": timezone.now() + LIFE, "organisation": organisation, "by": by}
    asked = [Mail(participant=one, language=one.language or _language(), **about) for one in people]
    with transaction.atomic():
        Mail.objects.bulk_create(asked)
        Invitation.objects.note_asked({mail.participant_id: mail.pk for mail in asked if mail.participant_id})
        deliver_each.enqueue([str(mail.pk) for mail in asked])
        transaction.on_commit(worker.wake)


def mail_device_code(code: DeviceCode | None) -> None:
    """Have a participant sent the code that proves a device; None, where there may be none, writes as much."""
    if code:
        ask("device_code", id=code.pk, participant=code.participant, life=CODE_FOR)
    else:
        ask("nobody")


def mail_address_changed(email: str) -> None:
    """Have somebody told, at the address of before, that another stands for them now."""
    ask("address_changed", elsewhere=sealed(email))


def mail_invitation(user: User, *, organisation: Organisation | None = None, by: User | None = None) -> None:
    """Have somebody told that an account waits for them: for which organisation, and who invites, where one does."""
    ask("invitation", user=user, organisation=organisation, by=by)


def mail_retention(warning: RetentionWarning, *, on: date, **whom: Any) -> None:
    """Have a `participant` or `user` told when what was written is erased; `warning` hears of the first that leaves."""
    ask("retention", warning=warning, day=on, language=settings.LANGUAGE_CODE, **whom)


def mail_second_step(user: User) -> None:
    """Have somebody told that the second step is to be set up anew."""
    ask("second_step", user=user)


def mail_account(
    kind: str, email: str, *, id: uuid.UUID | None = None, owner: User | None = None, detail: str = ""
) -> None:
    """Have one of allauth's mails sent, to the account that has this address; `owner` adds it to an account, or had it.

    Where there is no such account as much is written, and whoever sends mails throws it away.
    """
    user, address = account_of(email)
    elsewhere = b""
    if owner and user != owner:
        user, address, elsewhere = owner, None, sealed(email)
    life = CODE_LIFE if id else LIFE
    ask(kind, id=id or uuid.uuid4(), user=user, address=address, elsewhere=elsewhere, detail=detail, life=life)


def mail_nobody(email: str) -> None:
    """Ask and write as much as where a mail is asked for."""
    account_of(email)
    ask("nobody")


def account_of(email: str) -> tuple[User | None, EmailAddress | None]:
    """The active account that signs in with this address, and the row that says whether it is confirmed, if any.

    Two statements, whatever they find.
    """
    email = email.lower()
    rows = EmailAddress.objects.filter(email=email).select_related("user").order_by("-verified", "pk")
    address, user = rows.first(), User.objects.filter(email=email).first()
    if address and (address.verified or not user):
        user = address.user
    if user is None or not user.is_active:
        return None, None
    return user, address if address and address.user_id == user.pk else None


@transaction.atomic
def ask(kind: str, *, life: timedelta = LIFE, language: str = "", **about: Any) -> None:
    """Have a mail of a kind sent, as somebody `writes` it (writers.py); `about` are columns of its row.

    In the language of whoever asks, unless `language` says another. After `life` it is not sent any more.
    """
    mail = Mail.objects.create(kind=kind, language=language or _language(), expires_at=timezone.now() + life, **about)
    deliver.enqueue(str(mail.pk))
    transaction.on_commit(worker.wake)


def _language() -> str:
    """Of who asks."""
    return translation.get_language() or settings.LANGUAGE_CODE


class Counted(Collector):
    """What /metrics says of mails, the same in every process."""

    def describe(self) -> list[GaugeMetricFamily]:
        # Else registering it would ask the database.
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            counts = count()
        except DatabaseError:
            return
        told = "Mails that wait, and of a day: that left, were given up"
        mails = GaugeMetricFamily("codev_mails", told, labels=["state"])
        for state in ("waiting", "sent", "failed"):
            mails.add_metric([state], counts[state])
        yield mails
        oldest = counts["oldest"]
        age = (timezone.now() - oldest).total_seconds() if oldest else 0
        yield GaugeMetricFamily("codev_mail_oldest_seconds", "For how long the oldest mail waits", value=age)


def count() -> dict[str, Any]:
    """How many mails are `waiting`, how many of a day are `sent` or `failed`, and since when the `oldest` waits."""
    waits = Q(sent_at=None, failed_at=None)
    return Mail.objects.aggregate(
        waiting=Count("pk", filter=waits),
        sent=Count("pk", filter=~Q(sent_at=None)),
        failed=Count("pk", filter=~Q(failed_at=None)),
        oldest=Min("created_at", filter=waits),
    )
