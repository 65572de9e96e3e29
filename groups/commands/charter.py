"""The charter: new versions, and who accepts or declines them."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from ..access import may_manage_group
from ..actors import Actor
from ..errors import Invalid, NotAllowed, Refused, Stale
from ..models import Charter, CharterAcceptance, CharterDecline, Group, Participant, Seat, User
from .bells import ring_group


@transaction.atomic
def revise_charter(
    *, group: Group, text: str, by: User, retention_days: int | None = None, of: int | None = None
) -> Charter:
    """A new version, to be accepted by everyone again; the same text and retention make none.

    Raises NotAllowed for who is no facilitator or deputy, Invalid for an empty text or one above CODEV_TEXT_MAX, Stale
    where the version that was reworded, `of`, is not in force any more.
    """
    group = Group.objects.select_for_update().get(pk=group.pk)
    if not may_manage_group(by, group):
        raise NotAllowed("not_a_facilitator")
    # Browsers send line ends of their own: without this the same text would be another version, to be accepted again.
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid("text_missing", "text")
    if len(text) > settings.CODEV_TEXT_MAX:
        raise Invalid("text_too_long", "text")
    current = group.charter
    days = retention_days or current.retention_days
    if (text, days) == (current.text, current.retention_days):
        return current
    if of is not None and of != current.number:
        raise Stale
    ring_group(group.pk)
    return group.charters.create(number=current.number + 1, text=text, retention_days=days)


@transaction.atomic
def accept_charter(*, participant: Participant, charter: Charter) -> CharterAcceptance:
    """Accept the version that was read. An older one is refused: it is no longer what the group promises.

    Raises Refused for who was removed, Stale for a version that is not in force. Twice is once, at the first instant.
    """
    _check_asked(participant, charter)
    ring_group(participant.group_id)
    participant.declines.all().delete()
    return charter.acceptances.get_or_create(participant=participant)[0]


@transaction.atomic
def decline_charter(*, seat: Seat, charter: Charter) -> None:
    """Say on this device that its participant does not accept the version that was read. Twice is once.

    Rings no bell: it changes nothing that others' pages show. Raises as accept_charter, NotAllowed for a device that
    nobody let in, Refused for who has accepted.
    """
    if not seat.is_admitted:
        raise NotAllowed("not_yours_to_do")
    _check_asked(seat.participant, charter)
    if seat.participant.has_accepted(charter):
        raise Refused("charter_accepted")
    CharterDecline.objects.get_or_create(participant=seat.participant, charter=charter, defaults={"seat": seat})


def _check_asked(participant: Participant, charter: Charter) -> None:
    # The group's row orders this after a revision or removal that is under way.
    group = Group.objects.select_for_update().get(pk=participant.group_id)
    if not group.participants.current().filter(pk=participant.pk).exists():
        raise Refused("participant_removed")
    if charter.pk != group.charter.pk:
        raise Stale


@transaction.atomic
def accept_charter_aloud(*, participant: Participant, charter: Charter, heard_by: Actor) -> CharterAcceptance:
    """Record that somebody accepted the charter aloud, and before whom; the caller has asked whether that one may."""
    ring_group(participant.group_id)
    spoken = {"is_oral": True, "heard_by": heard_by.user, "heard_by_participant": heard_by.participant}
    # What the person accepted on a device stands, and is not made oral afterwards.
    return CharterAcceptance.objects.get_or_create(participant=participant, charter=charter, defaults=spoken)[0]
