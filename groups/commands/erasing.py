"""Erasing who somebody is: name, address, doors. What was written, sessions erase before that (decision 042)."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from ..errors import Refused
from ..models import AccessLedger, Group, Invitation, OrganisationRole, Participant, Role, User
from .bells import ring_group, ring_person


@transaction.atomic
def erase_person(*, participant: Participant) -> None:
    """Take a participant's name and address out, close every door for good, and leave the row that counts stand on."""
    group = Group.objects.select_for_update().get(pk=participant.group_id)
    # A name is a text in a row: the neutral one is in the installation's language for everybody.
    with translation.override(settings.LANGUAGE_CODE):
        nobody = gettext("Somebody")
    person = group.participants.get(pk=participant.pk)
    person.name, person.called, person.email = nobody, "", ""
    person.erased_at = timezone.now()
    person.removed_at = person.removed_at or person.erased_at
    person.save(update_fields=["name", "called", "email", "removed_at", "erased_at"])
    Invitation.objects.filter(participant=person).delete()
    person.declines.all().delete()
    person.device_codes.all().delete()
    person.seats.all().delete()
    person.feeds.all().delete()
    person.links.all().delete()
    person.typed_addresses.all().delete()
    # Whose the group is stays so; which row of it that was is nobody's to know any more.
    person.same_people.closing().update(participant=None, fingerprint="")
    person.same_people.all().delete()
    ring_person(person.pk)
    ring_group(group.pk)


@transaction.atomic
def erase_account(*, user: User) -> None:
    """Delete an account; its name goes out of the ledger's lines, which stay. Refused for an only administrator."""
    administered = OrganisationRole.objects.filter(role=Role.ADMIN, user__is_active=True)
    for organisation in administered.filter(user=user).values_list("organisation", flat=True):
        if not administered.filter(organisation=organisation).exclude(user=user).exists():
            raise Refused("last_administrator")
    groups = list(user.facilitations.values_list("group_id", flat=True))
    ring_person(user.pk)
    AccessLedger.objects.all().forget_name(user)
    user.delete()
    for group in groups:
        ring_group(group)
