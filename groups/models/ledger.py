"""Who looked at a group from outside it, and when: written once, read by the group, never changed."""

from __future__ import annotations

import uuid
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import chain
from .group import Group
from .people import Organisation, User


class AppendOnlyError(RuntimeError):
    """Somebody tried to rewrite what was recorded."""


class Shown(models.TextChoices):
    """What was looked at. From `FACILITATES` on it is no look: somebody who could look became one of the group, may be
    one of it, or an administrator said who it is; or data were given out at a person's request.
    """

    OVERVIEW = "overview", _("the overview of a year")
    GROUP = "group", _("the group’s page")
    CSV = "csv", _("the attendance, as a file")
    SHEET = "sheet", _("an attendance sheet, as a file")
    CERTIFICATE = "certificate", _("a person’s certificate of completion")
    OPERATOR = "operator", _("the group, on the server’s administration pages")
    FACILITATES = "facilitates", _("facilitates the group from now on")
    BELONGS = "belongs", _("belongs to the group from now on")
    REQUEST = "request", _("the data of one person, at that person’s request")
    RESET = "reset", _("the second step of signing in of somebody who works here, to have it set up anew")
    # Lines name one person each: of these, the first and the third are followed by another's.
    TYPED = "typed", _("gave a member an address of somebody who works for HR")
    DOUBTED = "doubted", _("may belong to the group: does not see it for HR until an administrator has said")
    ANSWERED = "answered", _("said whether somebody of HR is a member")
    SAME = "same", _("is one of the group: does not see it for HR")
    OTHER = "other", _("is not the member who was meant")


class LedgerQuerySet(models.QuerySet["AccessLedger"]):
    """Looks: they are added, never changed or taken away."""

    # Against our own code and shells; against whoever runs the database there is the chain.

    def update(self, **fields: Any) -> int:
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError

    def forget_name(self, user: User) -> int:
        """Take somebody's name out of the lines, which stay, and stay bound to it. How many there were."""
        return models.QuerySet.update(self.filter(user=user), name="", salt="", user=None)


def reader_of(organisation: uuid.UUID, user: User | None) -> str:
    """A pseudonym: the same for all that an account looked at in one organisation; "" for none."""
    return salted_hmac("codev ledger", f"{organisation}:{user.pk}").hexdigest()[:16] if user else ""


class AccessLedger(models.Model):
    """One line: one look at one group, as `chain` binds it to the line before it.

    `name` is kept as it was, so that it outlives the account, until its owner has it erased; `named` binds the line to
    it by `salt`, which goes with it. A line outlives its group, whose id then stands for nothing. `year`: the one that
    an overview was of.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="looks")
    number = models.PositiveIntegerField(editable=False)  # from 1, in each organisation
    # The id stays when the group is erased: no constraint, and nothing is done. None: a line for all groups.
    group = models.ForeignKey(Group, models.DO_NOTHING, null=True, db_constraint=False, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="looks")
    reader = models.CharField(max_length=16, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=254, blank=True)
    salt = models.CharField(max_length=32, blank=True, editable=False)
    named = models.CharField(max_length=64, editable=False)
    looked_at = models.DateTimeField()
    what = models.CharField(max_length=16, choices=Shown.choices)
    year = models.PositiveSmallIntegerField(null=True)
    previous = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ("-looked_at", "id")
        indexes = (models.Index(fields=("group", "-looked_at", "id"), name="looks_by_group_and_date"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(what__in=Shown.values), name="look_is_known"),
            # Should the lock ever fail: no two lines follow the same one.
            models.UniqueConstraint(fields=("organisation", "number"), name="lines_are_numbered"),
        )

    def __str__(self) -> str:
        return f"{self.group_id} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError

    @property
    def said(self) -> str:
        """What was looked at, in words."""
        return gettext("the overview of %(year)s") % {"year": self.year} if self.year else self.get_what_display()

    @property
    def fields(self) -> dict[str, str | int | None]:
        """What the line says for good, as `chain.digest_of` takes it."""
        return {
            "organisation": str(self.organisation_id),
            "number": self.number,
            "group": str(self.group_id) if self.group_id else None,
            "reader": self.reader,
            "named": self.named,
            "looked_at": self.looked_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "what": self.what,
            "year": self.year,
        }

    @property
    def digest(self) -> str:
        return chain.digest_of(self.fields)
