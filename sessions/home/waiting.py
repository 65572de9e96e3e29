"""What waits for whoever looks at home: one list of sentences with where they lead, from small sources.

A source is a function that asks one thing, in a number of queries that grows with nothing: whoever has another one
adds a line to SOURCES. Sentences hold no content: neither what was said nor what was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codev.marked import isolated
from groups.clocks import date_of
from groups.models import (
    Charter,
    CharterAcceptance,
    CharterDecline,
    Group,
    Invitation,
    Organisation,
    OrganisationRole,
    Part,
    Participant,
    RetentionWarning,
    Role,
    SamePerson,
)
from groups.queries import opens_decline

from ..evaluation import answers as evaluating
from ..evaluation.sentences import WAITS
from ..following.own import Holder
from ..following.served import told_to
from ..models import Answer, Commitment, ContentKey, Served, Session
from ..models.session import LATE
from .signing import to_countersign, to_sign
from .viewer import A_FEW, RECENTLY, Source, Viewer, Waiting
from .viewer import as_seat as _as
from .viewer import day as _day
from .viewer import driven as _driven
from .viewer import whose as _whose

SOON = timedelta(days=7)


def what_waits(viewer: Viewer) -> list[Waiting]:
    """All that waits, in the order of SOURCES."""
    return list(chain.from_iterable(source(viewer) for source in SOURCES))


def new_addresses(viewer: Viewer) -> Iterator[Waiting]:
    """An address was typed since this device was proven to be its participant's: that one alone is told."""
    for seat in viewer.seats:
        if seat.is_address_new:
            words = _("Another e-mail address was noted for you: is it yours?")
            yield Waiting(words, _as(seat, reverse("groups:devices")), _whose(seat, viewer))


def charters(viewer: Viewer) -> Iterator[Waiting]:
    """Members who did not answer the charter in force; that one was declined, a device that may not tell it forgets."""
    here = (seat for seat in viewer.seats if seat.is_member and not seat.participant.group.archived_at)
    members = {seat.participant_id: seat for seat in here}
    if not members:
        return
    newest = Charter.objects.filter(group=OuterRef("group")).order_by("-number").values("pk")[:1]
    accepted = CharterAcceptance.objects.filter(participant=OuterRef("pk"), charter=OuterRef("newest"))
    declines = CharterDecline.objects.standing().filter(participant__in=members)
    declined = {(one.participant_id, one.charter_id): one for one in declines}
    asked = Participant.objects.filter(pk__in=members).annotate(newest=Subquery(newest)).filter(~Exists(accepted))
    for person, group, charter in asked.order_by("group__name", "position").values_list("pk", "group_id", "newest"):
        seat, said = members[person], declined.get((person, charter))
        if said is None or not opens_decline(said, seat):
            words = _("The charter of your group waits for your answer.")
            yield Waiting(words, _as(seat, reverse("groups:charter", args=[group])), _whose(seat, viewer))


def answers(viewer: Viewer) -> Iterator[Waiting]:
    """Members who have not said whether they come to the next session."""
    members = {seat.participant_id: seat for seat in viewer.seats if seat.is_member}
    if not members:
        return
    planned = Session.objects.filter(
        cycle__group=OuterRef("group"), status=Session.Status.PLANNED, scheduled_at__gt=timezone.now()
    )
    answered = Answer.objects.filter(participant=OuterRef("pk"), session=OuterRef("next"))
    asked = Participant.objects.filter(pk__in=members).annotate(
        next=Subquery(planned.order_by("scheduled_at").values("pk")[:1])
    )
    silent = dict(asked.filter(~Exists(answered), next__isnull=False).values_list("pk", "next"))
    sessions = Session.objects.defer("state").in_bulk(silent.values())
    for participant, session in silent.items():
        seat, one = members[participant], sessions[session]
        words = _("Will you be there on %(day)s?") % {"day": _day(one)}
        yield Waiting(words, _as(seat, one.page), _whose(seat, viewer))


def evaluations(viewer: Viewer) -> Iterator[Waiting]:
    """Forms that may be answered, and were not, as far as these devices are told."""
    open_ones = [one for one in evaluating.waiting(viewer.seats, viewer.held) if not one.is_answered]
    for one in open_ones[:A_FEW]:
        yield Waiting(WAITS[one.questions.kind] % {"day": _day(one.session)}, one.url, _whose(one.seat, viewer))


def commitments_due(viewer: Viewer) -> Iterator[Waiting]:
    """Commitments due within a week, on a device where they can be read: another is not told who was client."""
    by_participant = {seat.participant_id: seat for seat in viewer.seats}
    if not by_participant:
        return
    due = Commitment.objects.filter(
        participant__in=by_participant,
        state__in=(Commitment.State.TAKEN, Commitment.State.TRYING),
        due_on__lte=timezone.localdate() + SOON,
        session__status=Session.Status.CLOSED,
    )
    found = list(due.order_by("due_on").defer("sealed_text", "sealed_word")[:A_FEW])
    # Of what nobody can read any more nothing is asked.
    readable = ContentKey.objects.readable({one.session_id for one in found}) if found else ()
    for one in found:
        seat = by_participant[one.participant_id]
        if one.session_id in readable and Holder.of(seat, viewer.held).opens(one):
            yield Waiting(_due(one), _as(seat, reverse("sessions:commitments")), _whose(seat, viewer))


def _due(one: Commitment) -> str:
    due_on = one.due_on or timezone.localdate()
    day = {"day": date_of(due_on, "j F")}
    if due_on < timezone.localdate():
        return _("A commitment of yours was for %(day)s: where are you with it?") % day
    return _("A commitment of yours is for %(day)s.") % day


def soon_erased(viewer: Viewer) -> Iterator[Waiting]:
    """Cycles whose words end soon, as their people were told by mail: all that is one's own can be taken along."""
    members = {seat.participant.group_id: seat for seat in viewer.seats if seat.is_member}
    if not members:
        return
    warnings = RetentionWarning.objects.filter(cycle__group__in=members).order_by("pk")
    # By cycle the newest alone: the day may have moved since.
    told = {cycle: (group, day) for cycle, group, day in warnings.values_list("cycle", "cycle__group", "erased_on")}
    for group, day in [one for one in told.values() if one[1] > timezone.localdate()][:A_FEW]:
        words = _("What was written in this cycle is erased on %(day)s: take with you what is yours.")
        address = _as(members[group], reverse("sessions:my_data"))
        yield Waiting(words % {"day": date_of(day, "j F")}, address, _whose(members[group], viewer))


def ideas_that_served(viewer: Viewer) -> Iterator[Waiting]:
    """That ideas served whose author has not read so yet, on a device that opens them: neither which nor for whom."""
    by_participant = {seat.participant_id: seat for seat in viewer.seats}
    if not by_participant:
        return
    unread = Served.objects.filter(contribution__author__in=by_participant, is_read=False).told()
    for author in set(unread.values_list("contribution__author", flat=True)):
        seat = by_participant[author]
        if count := told_to(seat.participant, viewer.held).filter(served__is_read=False).count():
            words = ngettext("One of your ideas served.", "%(count)d of your ideas served.", count)
            yield Waiting(words % {"count": count}, _as(seat, reverse("sessions:given")), _whose(seat, viewer))


def never_opened(viewer: Viewer) -> Iterator[Waiting]:
    """Sessions whose day is over and that nobody opened: held on paper, moved or cancelled, one has to say."""
    then = timezone.now() - LATE
    # What nobody opened kept no group from being archived: there it is settled.
    late = _driven(viewer).filter(status=Session.Status.PLANNED, scheduled_at__lt=then, cycle__group__archived_at=None)
    for one in late.order_by("-scheduled_at")[:A_FEW]:
        words = _("The session of %(day)s was not opened. Was it held?") % {"day": _day(one)}
        yield Waiting(words, one.page, isolated(one.cycle.group.name))


def ends_to_say(viewer: Viewer) -> Iterator[Waiting]:
    """Sessions that nobody closed, whose end is an estimate."""
    estimated = {"is_end_estimated": True, "scheduled_at__gte": timezone.now() - RECENTLY}
    for one in _driven(viewer).filter(**estimated).order_by("-scheduled_at")[:A_FEW]:
        words = _("The session of %(day)s was not closed: when did it end?") % {"day": _day(one)}
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


SOURCES: tuple[Source, ...] = (
    new_addresses,
    charters,
    answers,
    evaluations,
    commitments_due,
    to_sign,
    to_countersign,
    soon_erased,
    ideas_that_served,
    never_opened,
    ends_to_say,
    unsent_invitations,
    groups_to_keep,
    doubts,
)
