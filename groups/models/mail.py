"""Mails that were asked for: to whom and about what, in ids. Neither an address nor a word stands here, nor a way in.

A code or link follows from the mail's id and CODEV_CONTENT_KEYS. So whoever sends it makes it, and makes the same again
where he has to try twice: of two copies of a mail neither is dead. What is compared with it is its hash.
"""

from __future__ import annotations

import base64
import hmac
import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codev import sealing

from .participant import Participant
from .people import Organisation, User
from .retention import RetentionWarning

FORGOTTEN = timedelta(days=1)  # how long what is sent or was given up is kept
TOKEN_BYTES = 16
# As allauth's codes: no vowel makes a word of them, and no digit is taken for a letter. Eight are 34 bits.
CODE_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
CODE_LENGTH = 8
DIGITS = 6
ELSEWHERE = "mailed address"


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails."""

    def waiting(self) -> MailQuerySet:
        """Those that are yet to leave."""
        return self.filter(sent_at=None, failed_at=None)

    def failed(self) -> MailQuerySet:
        """Those that were given up."""
        return self.exclude(failed_at=None)

    def forget_old(self) -> None:
        """Delete what left or was given up a day ago."""
        then = timezone.now() - FORGOTTEN
        self.filter(models.Q(sent_at__lt=then) | models.Q(failed_at__lt=then)).delete()


class Mail(models.Model):
    """One mail. It goes to `address`, else to the account `user`, else to `participant`; to nobody where none is named.

    `kind` says which, `detail` more of it, by a name; `warning` and `day` are of retention's; `organisation` is which
    it is about, `by` who asked for it, `session_id` about which session it is (groups know none). `fault` is the name
    of the last error. `elsewhere` is an address that stands in no row, not yet or no more: sealed, until the mail left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    detail = models.CharField(max_length=40, blank=True, default="")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    address = models.ForeignKey("account.EmailAddress", models.CASCADE, null=True, related_name="+")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="mails")
    warning = models.ForeignKey(RetentionWarning, models.CASCADE, null=True, related_name="mails")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    session_id = models.UUIDField(null=True, db_index=True)
    elsewhere = models.BinaryField(default=b"")
    day = models.DateField(null=True)
    language = models.CharField(max_length=8)
    code_hash = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    expires_at = models.DateTimeField(_("not sent after"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    failed_at = models.DateTimeField(_("given up"), null=True)
    fault = models.CharField(_("last fault"), max_length=80, blank=True, default="")

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def to(self) -> str:
        """Where it goes to, as of now; "" for nowhere."""
        if self.elsewhere:
            return sealing.open_secret(sealing.NO_ROW, bytes(self.elsewhere), ELSEWHERE)
        found = self.address or self.user or self.participant
        return found.email if found else ""

    def token(self) -> str:
        """That of the link in it: 128 bits."""
        return base64.urlsafe_b64encode(self._secret()[:TOKEN_BYTES]).decode().rstrip("=")

    def code(self) -> str:
        """The code in it, as people read it."""
        rest, letters = int.from_bytes(self._secret(), "big"), ""
        for _place in range(CODE_LENGTH):
            rest, which = divmod(rest, len(CODE_ALPHABET))
            letters += CODE_ALPHABET[which]
        return f"{letters[:4]}-{letters[4:]}"

    def digits(self) -> str:
        """The code in it that is typed with a telephone's digits: six."""
        return f"{int.from_bytes(self._secret(), 'big') % 10**DIGITS:0{DIGITS}}"

    def _secret(self) -> bytes:
        return hmac.digest(sealing.masters()[0], b"codev mail:" + self.id.bytes, "sha256")


def sealed(address: str) -> bytes:
    """An address, to be kept for the little while until its mail leaves."""
    return sealing.seal_secret(sealing.NO_ROW, address, ELSEWHERE)


def hashes_of(code: str) -> list[str]:
    """Under which hashes a mailed code may stand, the newest key's first. Keyed: all codes there are could be tried."""
    plain = "".join(filter(str.isalnum, code)).upper().encode()
    return [hmac.digest(key, b"codev mailed code:" + plain, "sha256").hex() for key in sealing.masters()]


def fits(mail: Any, code: str) -> bool:
    """Whether this code was in a mail, and is still good."""
    found = any(hmac.compare_digest(mail.code_hash, one) for one in hashes_of(code))
    return found and bool(mail.expires_at > timezone.now())
