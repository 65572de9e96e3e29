"""What waits for who facilitates a group, or administers an organisation."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codev.marked import isolated
from groups.models import (
    Group,
    Invitation,
    Organisation,
    OrganisationRole,
    Part,
    Role,
    SamePerson,
)

from ..models import Session
from ..models.session import LATE
from .viewer import A_FEW, RECENTLY, Viewer, Waiting, day, driven


def never_opened(viewer: Viewer) -> Iterator[Waiting]:
    """Sessions whose day is over and that nobody opened: held on paper, moved or cancelled, one has to say."""
    then = timezone.now() - LATE
    # What nobody opened kept no group from being archived: there it is settled.
    late = driven(viewer).filter(status=Session.Status.PLANNED, scheduled_at__lt=then, cycle__group__archived_at=None)
    for one in late.order_by("-scheduled_at")[:A_FEW]:
        words = _("The session of %(day)s was not opened. Was it held?") % {"day": day(one)}
        yield Waiting(words, one.page, isolated(one.cycle.group.name))


def ends_to_say(viewer: Viewer) -> Iterator[Waiting]:
    """Sessions that nobody closed, whose end is an estimate."""
    estimated = {"is_end_estimated": True, "scheduled_at__gte": timezone.now() - RECENTLY}
    for one in driven(viewer).filter(**estimated).order_by("-scheduled_at")[:A_FEW]:
        words = _("The session of %(day)s was not closed: when did it end?") % {"day": day(one)}
        yield Waiting(words, reverse("sessions:end", args=[one.pk]), isolated(one.cycle.group.name))


def groups_to_keep(viewer: Viewer) -> Iterator[Waiting]:
    """Groups of one session that is over: to be kept or forgotten."""
    if not viewer.user:
        return
    over = Session.objects.filter(cycle__group=OuterRef("pk"), status=Session.Status.CLOSED)
    mine = {"facilitators__user": viewer.user, "facilitators__role": Part.FACILITATOR}
    passing = Group.objects.filter(**mine, is_passing=True, is_rehearsal=False)
    for group in passing.filter(Exists(over)).order_by("-created_at")[:A_FEW]:
        yield Waiting(_("Keep this group?"), reverse("sessions:keep", args=[group.pk]), isolated(group.name))


def unsent_invitations(viewer: Viewer) -> Iterator[Waiting]:
    """Members to whose address mails do not come, a line for each group."""
    if not viewer.user:
        return
    refused = Invitation.objects.refused().filter(
        participant__group__facilitators__user=viewer.user, participant__group__archived_at=None
    )
    if viewer.group:
        refused = refused.filter(participant__group=viewer.group)
    by_group = refused.order_by("participant__group__name").values_list(
        "participant__group", "participant__group__name"
    )
    for group, name, count in by_group.annotate(count=Count("pk"))[:A_FEW]:
        words = ngettext("An invitation did not arrive.", "%(count)d invitations did not arrive.", count)
        yield Waiting(words % {"count": count}, reverse("groups:invitations", args=[group]), isolated(name))


def doubts(viewer: Viewer) -> Iterator[Waiting]:
    """What administrators are to say of who is who: never of themselves, nor in a group of their own."""
    if not viewer.user:
        return
    hr = OrganisationRole.objects.filter(
        organisation=OuterRef("group__organisation"), user=OuterRef("user"), role=Role.HR
    )
    own = Group.objects.own_of(viewer.user).filter(pk=OuterRef("group"))
    asked = SamePerson.objects.closing().filter(Exists(hr), ~Exists(own), answer="open").exclude(user=viewer.user)
    administered = Organisation.objects.filter(roles__user=viewer.user, roles__role=Role.ADMIN)
    of = Q(pk__in=asked.values("group__organisation"))
    for organisation in administered.filter(of)[:A_FEW]:
        address = reverse("groups:organisation", args=[organisation.pk])
        words = _("Somebody of HR may be a member of a group: you can say so.")
        yield Waiting(words, f"{address}#who-title", isolated(organisation.name))
