"""Groups that meet over cycles: who facilitates them, and the charter they give themselves."""

from __future__ import annotations

import uuid
from datetime import datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .people import RETENTION_DAYS, Organisation, OrganisationRole, Role, User
from .same_person import Answer, SamePerson, TypedAddress


class GroupQuerySet(models.QuerySet["Group"]):
    """Groups, as this or that person may see them."""

    def driven_by(self, user: User) -> GroupQuerySet:
        """Those that this person facilitates, as facilitator or deputy."""
        return self.filter(facilitators__user=user)

    def known_to(self, user: User) -> GroupQuerySet:
        """Those that this person may know to exist: facilitators, and the organisation's administrators.

        A rehearsal is nobody's but its facilitator's.
        """
        administered = models.Q(
            organisation__roles__user=user, organisation__roles__role=Role.ADMIN, is_rehearsal=False
        )
        # Two joins: a group would come once for each role and part that fits.
        return self.filter(models.Q(facilitators__user=user) | administered).distinct()

    def reviewed_by(self, user: User) -> GroupQuerySet:
        """Those whose figures this person sees for HR: never one's own, nor while that is in doubt.

        A group for one session is not there for HR until it is kept; a rehearsal never is.
        """
        works = OrganisationRole.objects.filter(
            organisation=models.OuterRef("organisation"), user=user, user__is_active=True, role=Role.HR
        )
        return self.filter(models.Exists(works), ~_is_own(user), is_passing=False, is_rehearsal=False)

    def own_of(self, user: User) -> GroupQuerySet:
        """Those that this person facilitates or belongs to, did so, or may (decision 045)."""
        # Rows about who may be a member are HR's alone: of others a member's address tells it.
        proven = user.proven_addresses.values("fingerprint")
        named = TypedAddress.objects.filter(participant__group=models.OuterRef("pk"), fingerprint__in=proven)
        return self.filter(_is_own(user) | models.Q(models.Exists(named)))

    def in_doubt_for(self, user: User) -> GroupQuerySet:
        """Those that this person would review, had an administrator said that they are not the person's own."""
        here = models.OuterRef("pk")
        facilitates = GroupFacilitator.objects.filter(group=here, user=user)
        closing = SamePerson.objects.closing().filter(group=here, user=user)
        known = closing.filter(answer=Answer.SAME)
        works = self.filter(organisation__roles__user=user, organisation__roles__role=Role.HR)
        return works.filter(
            models.Exists(closing),
            ~models.Exists(known),
            ~models.Exists(facilitates),
            is_passing=False,
            is_rehearsal=False,
        )

    def rehearsals_of(self, user: User) -> GroupQuerySet:
        """The groups of simulated people that this person rehearses with."""
        return self.driven_by(user).filter(is_rehearsal=True)


def _is_own(user: User) -> models.Q:
    facilitates = GroupFacilitator.objects.filter(group=models.OuterRef("pk"), user=user)
    closing = SamePerson.objects.closing().filter(group=models.OuterRef("pk"), user=user)
    return models.Q(models.Exists(facilitates)) | models.Q(models.Exists(closing))


class Group(models.Model):
    """A small, stable, voluntary group of people who help each other.

    `time_zone` is that of its sessions ("": the organisation's); `calendar_name` what mails and calendars say of it,
    which leave the house: `name` stays inside. Nothing is planned in a group that was archived.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="codev_groups")
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True, default="")
    calendar_name = models.CharField(_("name in calendars and mails"), max_length=60, blank=True, default="")
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    names_in_memory = models.BooleanField(_("the group’s memory names who wrote"), default=False)
    shows_airtime = models.BooleanField(_("who has been little heard is shown"), default=True)
    is_passing = models.BooleanField(_("for one session only"), default=False)
    is_rehearsal = models.BooleanField(_("with simulated participants"), default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        # By path, not by name: the page shows sessions too, so it lives where groups must not look.
        return f"/groups/{self.pk}/"

    @property
    def zone(self) -> ZoneInfo:
        """By whose clocks its sessions are planned."""
        return ZoneInfo(self.time_zone) if self.time_zone else self.organisation.zone

    @property
    def charter(self) -> Charter:
        """The version in force: the newest."""
        return self.charters.latest("number")

    def retention_since(self, began: datetime) -> int:
        """How many days after a cycle that began then its content is destroyed.

        The least that the organisation and the charters say that were in force since: nobody's words are kept longer
        than was promised when they were written.
        """
        # Of those that were read beforehand, where there are many groups.
        charters = sorted(self.charters.all(), key=attrgetter("number"))
        first = max((one.number for one in charters if one.created_at <= began), default=charters[0].number)
        promised = min(one.retention_days for one in charters if one.number >= first)
        return min(self.organisation.retention_days, promised)

    @property
    def cycle(self) -> Cycle:
        """The cycle that the group is in: the newest."""
        return self.cycles.latest("number")


def default_charter() -> str:
    """The charter that a new group starts with, in the language of who makes it."""
    # Not lazy: the text is written into a row, and is the group's own from then on.
    return "\n\n".join(
        (
            gettext("Kindness. No judgement. Confidentiality."),
            gettext(
                "What is said in the group stays in the group. One limit, said openly: "
                "when somebody is in serious danger, we get help, and tell the person so."
            ),
            gettext("I may decline, pass my turn or leave."),
        )
    )


class Charter(models.Model):
    """One version of a group's charter; the newest is in force.

    `retention_days` is what it promises: what is written in a cycle is kept no longer after the cycle's end.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="charters")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("text"))
    retention_days = models.PositiveSmallIntegerField(_("days"), default=RETENTION_DAYS)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("group_id", "-number")
        constraints = (models.UniqueConstraint(fields=("group", "number"), name="charters_are_numbered"),)

    def __str__(self) -> str:
        return f"{self.group_id} {self.number}"

    @property
    def kept_days(self) -> int:
        """How many days after a cycle that begins today its content is destroyed, by charter and organisation."""
        return min(self.retention_days, self.group.organisation.retention_days)


class Part(models.TextChoices):
    """A facilitator's part in one group."""

    FACILITATOR = "facilitator", _("facilitator")
    DEPUTY = "deputy", _("deputy")


class GroupFacilitator(models.Model):
    """That an account facilitates a group, or stands in for who does."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="facilitators")
    user = models.ForeignKey(User, models.CASCADE, related_name="facilitations")
    role = models.CharField(_("role"), max_length=16, choices=Part.choices)

    class Meta:
        ordering = ("-role", "user__name", "user_id")  # backwards: « facilitator » before « deputy »
        constraints = (
            models.UniqueConstraint(fields=("group", "user"), name="one_part_a_person"),
            models.CheckConstraint(condition=models.Q(role__in=Part.values), name="part_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Cycle(models.Model):
    """A planned series of a group's sessions.

    As an action of training it has a `title`, a `nature` by the labour code (article L6313-1) and `objectives`: the
    cycle's, never a session's, since whoever pays for it reads them.
    """

    class Nature(models.TextChoices):
        TRAINING = "training", _("Training")
        SKILLS = "skills", _("Skills assessment")
        EXPERIENCE = "experience", _("Accreditation of prior experience")
        APPRENTICESHIP = "apprenticeship", _("Training by apprenticeship")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    title = models.CharField(_("title of the action"), max_length=120, blank=True, default="")
    nature = models.CharField(_("nature of the action"), max_length=16, choices=Nature.choices, default=Nature.TRAINING)
    objectives = models.TextField(_("objectives"), blank=True, default="")

    class Meta:
        ordering = ("group_id", "number")
        constraints = (models.UniqueConstraint(fields=("group", "number"), name="cycles_are_numbered"),)

    def __str__(self) -> str:
        return f"{self.group_id} {self.number}"
