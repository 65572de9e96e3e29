"""Who of those who work for HR is one of a group: found by what people proved, answered by administrators.

Whatever finds it reads what the others wrote, under one lock: the organisation's row, as the ledger's lines (decision
045). Who works for HR somewhere is read and given under the account's own row, which is locked before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from ..access import may_say_who
from ..errors import NotAllowed
from ..models import (
    Answer,
    Ground,
    Group,
    GroupFacilitator,
    OrganisationRole,
    Participant,
    ProvenAddress,
    Role,
    SamePerson,
    Seat,
    Shown,
    TypedAddress,
    User,
)
from ..models.fingerprints import fingerprint_of
from .ledger import lock_organisations, record_joined, record_look


@transaction.atomic
def prove_address(*, user: User, address: str) -> None:
    """Keep that this account proved this address, for good, and look for it among the members' addresses."""
    lock_accounts([user])
    if ProvenAddress.objects.record(user, address):
        organisations = user.roles.filter(role=Role.HR).values_list("organisation", flat=True)
        _find_doubts(set(organisations), TypedAddress.objects.all(), [user])


def lock_accounts(users: Iterable[User]) -> None:
    """Nothing is proved by these accounts, and nobody looks for them, until the end of the transaction."""
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=[user.pk for user in users])
    list(rows.order_by("pk").values_list("pk"))


@transaction.atomic
def type_addresses(*, group: Group, members: Iterable[Participant], by: User | None) -> None:
    """Keep which addresses these members were given and by whom, and look for them among those that accounts proved."""
    addresses = {member: fingerprint_of(member.email) for member in members if member.email}
    if not addresses:
        return
    lock_organisations([group.organisation_id])
    typed = [TypedAddress(participant=one, fingerprint=kept, typed_by=by) for one, kept in addresses.items()]
    TypedAddress.objects.bulk_create(typed, ignore_conflicts=True)  # typed once more: the first is kept
    known = User.objects.filter(proven_addresses__fingerprint__in=addresses.values()).distinct()
    for_hr = OrganisationRole.objects.filter(organisation=group.organisation_id, role=Role.HR)
    record_joined(group=group, users=known.exclude(pk__in=for_hr.values("user")), what=Shown.BELONGS)
    _find_doubts({group.organisation_id}, TypedAddress.objects.filter(participant__in=addresses), None)


@transaction.atomic
def begin_for_hr(*, users: list[User], organisation: UUID) -> None:
    """Look for those who work for HR from now on among the members, and say in which groups they are known to be."""
    lock_accounts(users)
    _find_doubts({organisation}, TypedAddress.objects.all(), users)
    for user in users:
        known = SamePerson.objects.filter(group__organisation=organisation, user=user, answer=Answer.SAME)
        record_look(groups=Group.objects.filter(pk__in=known.values("group")), by=user, what=Shown.SAME)


@transaction.atomic
def recognise(*, seats: Iterable[Seat], user: User, is_sure: bool) -> None:
    """That an account's browser acts for members: `is_sure` where it took their place while signed in.

    Without that, somebody may have sat there before: a doubt. Who facilitates a group opens links to try them.
    """
    for seat in seats:
        group = seat.participant.group
        # In a demonstration one browser is everybody.
        is_nobody = group.organisation.is_demo or group.is_rehearsal
        if not is_nobody and not group.facilitators.filter(user=user).exists():
            _recognise(seat.participant, user, is_sure=is_sure and seat.is_member)


def _recognise(member: Participant, user: User, *, is_sure: bool) -> None:
    works = user.roles.filter(organisation=member.group.organisation_id, role=Role.HR).exists()
    if not works and not is_sure:
        return
    lock_organisations([member.group.organisation_id])
    known = SamePerson.objects.filter(participant=member, user=user)
    if known.filter(answer=Answer.SAME).exists() or (not is_sure and known.filter(ground=Ground.DEVICE).exists()):
        return
    answer = Answer.SAME if is_sure else Answer.OPEN
    SamePerson.objects.update_or_create(
        participant=member, user=user, ground=Ground.DEVICE, defaults={"group": member.group, "answer": answer}
    )
    if is_sure:
        known.update(answer=Answer.SAME)
    if works:
        record_look(groups=[member.group], by=user, what=Shown.SAME if is_sure else Shown.DOUBTED)


@transaction.atomic
def take_place(*, member: Participant, user: User) -> None:
    """Who facilitates is this member too."""
    lock_organisations([member.group.organisation_id])
    of_device = {"participant": member, "user": user, "ground": Ground.DEVICE}
    values = {"group": member.group, "answer": Answer.SAME}
    _, is_new = SamePerson.objects.get_or_create(**of_device, defaults=values)
    if is_new:
        record_joined(group=member.group, users=[user], what=Shown.BELONGS)


@transaction.atomic
def remember_facilitated(*, group: Group, users: Iterable[User]) -> None:
    """These facilitate the group no more: it stays their own."""
    lock_organisations([group.organisation_id])
    for user in users:
        of_role = {"group": group, "participant": None, "user": user, "ground": Ground.ROLE}
        SamePerson.objects.get_or_create(**of_role, defaults={"answer": Answer.SAME})


@transaction.atomic
def say_who(*, doubt: SamePerson, is_same: bool, by: User) -> None:
    """An administrator says whether an account is a member; may be said otherwise later. Two lines of the ledger.

    `doubt` is not saved where it is but a like name. Raises NotAllowed for who is no administrator, for whom it is
    about, and for whose own the group is.
    """
    lock_organisations([doubt.group.organisation_id])
    if not may_say_who(by, doubt):
        raise NotAllowed("not_yours_to_do")
    answer = Answer.SAME if is_same else Answer.OTHER
    rows = SamePerson.objects.filter(pk=doubt.pk)
    if doubt.participant_id:
        rows = SamePerson.objects.filter(participant=doubt.participant_id, user=doubt.user_id)
        if not rows.exists():
            doubt.save()
    # Another administrator may have said so meanwhile.
    if rows.exclude(answer=answer).update(answer=answer, answered_by=by, answered_at=timezone.now()):
        record_look(groups=[doubt.group], by=by, what=Shown.ANSWERED)
        record_look(groups=[doubt.group], by=doubt.user, what=Shown.SAME if is_same else Shown.OTHER)


def _find_doubts(organisations: set[UUID], among: models.QuerySet[TypedAddress], users: list[User] | None) -> None:
    """Raise a doubt for each address of a member that somebody of HR proved, unless that one facilitates the group."""
    if not organisations:
        return
    lock_organisations(organisations)
    works = OrganisationRole.objects.filter(organisation__in=organisations, role=Role.HR)
    if users is not None:
        works = works.filter(user__in=users)
    roles = set(works.values_list("organisation", "user"))
    owners: dict[str, list[User]] = defaultdict(list)
    for one in ProvenAddress.objects.filter(user__in={user for _, user in roles}).select_related("user"):
        owners[one.fingerprint].append(one.user)
    typed = among.filter(fingerprint__in=owners, participant__group__organisation__in=organisations)
    for address in typed.select_related("participant__group", "typed_by"):
        group = address.participant.group
        for user in owners[address.fingerprint]:
            if (group.organisation_id, user.pk) in roles:
                _doubt(address, group, user)


def _doubt(address: TypedAddress, group: Group, user: User) -> None:
    if GroupFacilitator.objects.filter(group=group, user=user).exists():
        return
    here = {"participant": address.participant, "user": user}
    is_known = SamePerson.objects.filter(**here, answer=Answer.SAME).exists()
    _, is_new = SamePerson.objects.get_or_create(
        **here,
        ground=Ground.ADDRESS,
        fingerprint=address.fingerprint,
        defaults={"group": group, "answer": Answer.SAME if is_known else Answer.OPEN},
    )
    if is_new and not is_known:
        if address.typed_by:
            record_look(groups=[group], by=address.typed_by, what=Shown.TYPED)
        record_look(groups=[group], by=user, what=Shown.DOUBTED)
