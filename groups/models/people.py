"""People who sign in with an account, and the organisations they act for."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from codev.compiled import reads

from .fingerprints import ProvenAddress


class UserManager(BaseUserManager["User"]):
    """Makes accounts, which are known by their e-mail address."""

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
    """An account: a facilitator, an HR admin, an organisation's admin or the operator."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("operator"), default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


@reads(pk=models.BigAutoField())
def with_id(pk: Any) -> models.QuerySet[User]:
    return User.objects.filter(pk=pk)


RETENTION_DAYS = 120
# No longer than a year after the cycle, and long enough to be warned 30 and 7 days before.
RETENTION_LIMITS = (30, 365)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations, as this or that person may see them."""

    def open_to(self, user: User) -> OrganisationQuerySet:
        """Those whose page this person may open: administrators and facilitators. HR has its own pages."""
        # One row a role: who is both would see the organisation twice.
        return self.filter(roles__user=user, roles__role__in=(Role.ADMIN, Role.FACILITATOR)).distinct()


class Organisation(models.Model):
    """Who pays for and hosts groups. Organisations never see each other. `support`: whom people may turn to.

    `retention_days`: how long after a cycle what was written in it is kept, at most (decision 044).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    support = models.TextField(_("support contacts"), blank=True, default="")
    retention_days = models.PositiveSmallIntegerField(_("days"), default=RETENTION_DAYS)
    is_demo = models.BooleanField(_("demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


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
