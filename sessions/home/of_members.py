"""What waits for who takes part: addresses, charters, answers, evaluations, commitments, what ends or served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.clocks import date_of
from groups.models import (
    Charter,
    CharterAcceptance,
    CharterDecline,
    Participant,
    RetentionWarning,
)
from groups.queries import opens_decline

from ..evaluation import answers as evaluating
from ..evaluation.sentences import WAITS
from ..following.own import Holder
from ..following.served import told_to
from ..models import Answer, Commitment, ContentKey, Served, Session
from .viewer import A_FEW, Viewer, Waiting, as_seat, day, whose

SOON = timedelta(days=7)


def new_addresses(viewer: Viewer) -> Iterator[Waiting]:
    """An address was typed since this device was proven to be its participant's: that one alone is told."""
    for seat in viewer.seats:
        if seat.is_address_new:
            words = _("Another e-mail address was noted for you: is it yours?")
            yield Waiting(words, as_seat(seat, reverse("groups:devices")), whose(seat, viewer))


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
            yield Waiting(words, as_seat(seat, reverse("groups:charter", args=[group])), whose(seat, viewer))


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
        words = _("Will you be there on %(day)s?") % {"day": day(one)}
        yield Waiting(words, as_seat(seat, one.page), whose(seat, viewer))


def evaluations(viewer: Viewer) -> Iterator[Waiting]:
    """Forms that may be answered, and were not, as far as these devices are told."""
    open_ones = [one for one in evaluating.waiting(viewer.seats, viewer.held) if not one.is_answered]
    for one in open_ones[:A_FEW]:
        yield Waiting(WAITS[one.questions.kind] % {"day": day(one.session)}, one.url, whose(one.seat, viewer))


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
            yield Waiting(_due(one), as_seat(seat, reverse("sessions:commitments")), whose(seat, viewer))


def _due(one: Commitment) -> str:
    due_on = one.due_on or timezone.localdate()
    when = {"day": date_of(due_on, "j F")}
    if due_on < timezone.localdate():
        return _("A commitment of yours was for %(day)s: where are you with it?") % when
    return _("A commitment of yours is for %(day)s.") % when


def soon_erased(viewer: Viewer) -> Iterator[Waiting]:
    """Cycles whose words end soon, as their people were told by mail: all that is one's own can be taken along."""
    members = {seat.participant.group_id: seat for seat in viewer.seats if seat.is_member}
    if not members:
        return
    warnings = RetentionWarning.objects.filter(cycle__group__in=members).order_by("pk")
    # By cycle the newest alone: the day may have moved since.
    told = {cycle: (group, on) for cycle, group, on in warnings.values_list("cycle", "cycle__group", "erased_on")}
    for group, on in [one for one in told.values() if one[1] > timezone.localdate()][:A_FEW]:
        words = _("What was written in this cycle is erased on %(day)s: take with you what is yours.")
        address = as_seat(members[group], reverse("sessions:my_data"))
        yield Waiting(words % {"day": date_of(on, "j F")}, address, whose(members[group], viewer))


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
            yield Waiting(words % {"count": count}, as_seat(seat, reverse("sessions:given")), whose(seat, viewer))
