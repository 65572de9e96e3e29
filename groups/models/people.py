"""People who sign in with an account, and the organisations they act for."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Iterator
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from codev import doorbell
from codev.compiled import reads

from .fingerprints import ProvenAddress

# What says how an account is signed in to, and whether: who is signed in by it is asked anew when one changes.
SIGNS_IN = frozenset({"email", "is_active", "password", "sign_in_mark"})


def new_mark() -> str:
    return secrets.token_hex(8)


class UserQuerySet(models.QuerySet["User"]):
    """Accounts."""

    def update(self, **columns: Any) -> int:
        """As ever; where it changes how they are signed in to, their open pages ask again who they are."""
        if not SIGNS_IN & columns.keys():
            return super().update(**columns)
        people = list(self.values_list("pk", flat=True))
        if "email" in columns:
            columns.setdefault("sign_in_mark", new_mark())
        count = super().update(**columns)
        _ring(people)
        return count

    update.alters_data = True  # type: ignore[attr-defined]


def _ring(people: Collection[int]) -> None:
    for person in people:
        transaction.on_commit(partial(doorbell.ring, "person", person, 0))


class UserManager(BaseUserManager["User"]):
    """Makes accounts, which are known by their e-mail address."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def get(self, *args: Any, **wanted: Any) -> User:
        """One account. By its id alone, as Django asks at each request who is signed in, by a compiled query."""
        # A manager of some rows only, as that of a relation is, has a class of its own.
        if args or [*wanted] != ["pk"] or type(wanted["pk"]) is not int or type(self) is not UserManager or self._db:
            return super().get(*args, **wanted)
        if found := with_id.first(pk=wanted["pk"]):
            return found
        raise User.DoesNotExist

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account; without a password it opens by a mailed code alone."""
        # Django's own normalizing spares the part before the @: the same person could have two accounts.
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        # Whoever makes accounts vouches for their address, and a code that is sent there opens them.
        ProvenAddress.objects.record(user, user.email)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account: a facilitator, an HR admin, an organisation's admin or the operator.

    `sign_in_mark` changes with the address and the second factor: as with a password, browsers that were signed in
    before are not any more (decision 048).
    """

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("operator"), default=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    sign_in_mark = models.CharField(max_length=16, blank=True, default="", editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()
    _address: str | None = None  # as it stands in the database

    def __str__(self) -> str:
        return self.name or self.email

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> User:
        user: User = super().from_db(*args, **kwargs)
        user._address = user.__dict__.get("email")
        return user

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As ever; where it may change how this account is signed in to, its open pages ask again who they are."""
        saved, is_new = kwargs.get("update_fields"), self._state.adding
        written = SIGNS_IN if saved is None else SIGNS_IN & {*saved}
        if not is_new and "email" in written and self.__dict__.get("email") != self._address:
            self.sign_in_mark = new_mark()
            kwargs["update_fields"] = saved if saved is None else {*saved, "sign_in_mark"}
        super().save(*args, **kwargs)
        self._address = self.__dict__.get("email")
        if written and not is_new:
            _ring([self.pk])

    def get_session_auth_hash(self) -> str:
        """What a browser that signs in keeps, and has to find again."""
        return self._marked(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return map(self._marked, super().get_session_auth_fallback_hash())

    def _marked(self, of_password: str) -> str:
        # Without a mark as Django has it: an upgrade signs nobody out.
        mark = self.sign_in_mark
        return salted_hmac("codev.sign_in_mark", mark + of_password).hexdigest() if mark else of_password


@reads(pk=models.BigAutoField())
def with_id(pk: Any) -> models.QuerySet[User]:
    return User.objects.filter(pk=pk)


RETENTION_DAYS = 120
# No longer than a year after the cycle, and long enough to be warned 30 and 7 days before.
RETENTION_LIMITS = (30, 365)
# Years for which attendance is kept, and days in which it is signed: where they come from, decision 064 says.
ATTENDANCE_YEARS, ATTENDANCE_LIMITS = 6, (3, 10)
SIGNING_DAYS, SIGNING_LIMITS = 7, (0, 31)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations, as this or that person may see them."""

    def open_to(self, user: User) -> OrganisationQuerySet:
        """Those whose page this person may open: administrators and facilitators. HR has its own pages."""
        # One row a role: who is both would see the organisation twice.
        return self.filter(roles__user=user, roles__role__in=(Role.ADMIN, Role.FACILITATOR)).distinct()


class Organisation(models.Model):
    """Who pays for and hosts groups. Organisations never see each other. `support`: whom people may turn to.

    `retention_days`: how long after a cycle what was written in it is kept, at most (decision 044). `time_zone` is that
    of its groups unless they say otherwise ("": the server's); `holidays` whose public holidays are marked when
    planning, by ISO 3166 ("FR", "FR-57"; "": those of the zone's country).

    `training_…` is who issues certificates; attendance may be signed within `signing_days` of a session, and is kept
    `attendance_years` after the cycle, its legal term.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    support = models.TextField(_("support contacts"), blank=True, default="")
    retention_days = models.PositiveSmallIntegerField(_("days"), default=RETENTION_DAYS)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True, default="")
    holidays = models.CharField(_("public holidays"), max_length=12, blank=True, default="")
    training_name = models.CharField(_("training organisation"), max_length=120, blank=True, default="")
    training_number = models.CharField(_("declaration number"), max_length=20, blank=True, default="")
    training_address = models.TextField(_("address"), blank=True, default="")
    signing_days = models.PositiveSmallIntegerField(_("days to sign the attendance"), default=SIGNING_DAYS)
    counts_breaks = models.BooleanField(_("breaks count as hours present"), default=False)
    attendance_years = models.PositiveSmallIntegerField(
        _("years for which attendance is kept"), default=ATTENDANCE_YEARS
    )
    is_demo = models.BooleanField(_("demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """That of its groups which say no other."""
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)


class Role(models.TextChoices):
    """What an account does in an organisation; one person may hold several."""

    FACILITATOR = "facilitator", _("facilitator")
    HR = "hr", _("HR")
    ADMIN = "admin", _("administrator")


class OrganisationRole(models.Model):
    """That a person holds a role in an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("user__name", "user_id", "role")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "user", "role"), name="one_row_a_role"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
