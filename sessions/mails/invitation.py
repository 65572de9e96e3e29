"""The mail with a personal link: who invites, for which organisation, to what, and when one meets next."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext

from groups.letters import Written, letter, one_line
from groups.models import Group, Mail
from groups.writers import join_address, writes

from ..calendar.events import title
from ..models import Session
from .words import Hours

TO_COME = (Session.Status.PLANNED, Session.Status.OPEN, Session.Status.RUNNING)


@writes("personal_link")
def invitation(mail: Mail) -> Written:
    """To a group under the name that it has outside; its link is made now."""
    assert mail.participant  # noqa: S101 (who asked for it named one)
    group = Group.objects.select_related("organisation").get(pk=mail.participant.group_id)
    # Who asked may have no account any more.
    who = {"by": one_line(mail.by or ""), "organisation": one_line(group.organisation)}
    if mail.by:
        invites = gettext("%(by)s, of %(organisation)s, invites you to a codevelopment group.") % who
        sent = gettext("%(by)s had this message sent to you by Codev.") % who
    else:
        invites = gettext("You are invited to a codevelopment group of %(organisation)s.") % who
        sent = gettext("Codev sent you this message for %(organisation)s.") % who
    what = title(group)
    subject = gettext("Your invitation: %(group)s") % {"group": what}
    about = {"who": invites, "what": what, "sent": sent, "next": _next(group), "url": join_address(mail)}
    return letter("sessions/mails/invitation", subject, **about)


def _next(group: Group) -> str:
    """The day and hour of the next session by its own clocks; "" where none is planned."""
    to_come = Session.objects.filter(cycle__group=group, status__in=TO_COME, scheduled_at__gte=timezone.now())
    session = to_come.select_related("cycle__group").defer("state").order_by("scheduled_at").first()
    return Hours.of(session).said if session else ""
