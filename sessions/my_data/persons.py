"""All that is kept of one participant of one group, and of one account."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils import timezone

from groups.models import Participant, Seat, User
from groups.queries import opens_decline

from ..models import Contribution, Pairing, PrivateNote
from ..models.unsealed import unsealed
from .kept import Values
from .sessions import session_of, sessions_of, words_of


def of_participant(person: Participant, opened: Collection[UUID] | None = None, seat: Seat | None = None) -> Values:
    """All of one participant of one group; on a device, `seat`, words of the `opened` sessions alone."""
    return {
        "exported_at": timezone.now(),
        "name": person.name,
        "called": person.known_as,
        "email": person.email,
        "addresses_typed": person.typed_addresses.count(),
        "group": person.group.name,
        "organisation": person.group.organisation.name,
        "joined_at": person.joined_at,
        "left_at": person.removed_at,
        **_charters(person, seat),
        "links": list(person.links.values("created_at", "revoked_at")),
        "calendars": list(person.feeds.values("created_at", "revoked_at")),
        "devices": list(person.seats.values("label", "created_at", "proven_at", "revoked_at")),
        # Before a session, until its day is over.
        "answers": [
            {"session": _day(one), "comes": one.comes, "at": one.answered_at}
            for one in person.answers.select_related("session").order_by("session__scheduled_at")
        ],
        "sessions": [
            session_of(person, one, is_elsewhere=opened is not None and one.pk not in opened)
            for one in sessions_of(person, opened)
        ],
    }


def _charters(person: Participant, seat: Seat | None) -> Values:
    return {
        "charter": [
            {"version": one.charter.number, "at": one.accepted_at, "aloud": one.is_oral, "heard_by": one.witness}
            for one in person.acceptances.select_related("charter", "heard_by", "heard_by_participant")
        ],
        "declined": [
            {"version": one.charter.number, "at": one.declined_at}
            for one in person.declines.select_related("charter")
            if seat is None or opens_decline(one, seat)
        ],
    }


def of_account(user: User) -> Values:
    """All of one account."""
    own = Contribution.objects.filter(user=user, author=None).select_related("session")
    notes = PrivateNote.objects.by(user).select_related("session")
    return {
        "exported_at": timezone.now(),
        "name": user.name,
        "email": user.email,
        "joined_at": user.date_joined,
        "last_login": user.last_login,
        # As fingerprints, which nobody reads back.
        "addresses_proven": user.proven_addresses.count(),
        **_parts(user),
        "second_steps": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "calendars": list(user.feeds.values("created_at", "revoked_at")),
        "devices": list(user.sign_ins.values("label", "created_at")),
        "phones": list(Pairing.objects.filter(user=user).values("label", "created_at", "used_at", "revoked_at")),
        "notes": [{"session": _day(one), "text": unsealed(one), "at": one.written_at} for one in notes],
        "debriefs": [
            {"session": _day(one), "words": one.words, "at": one.written_at}
            for one in user.debriefs.select_related("session").order_by("session__scheduled_at", "session__number")
        ],
        "written": [{"session": _day(one), **words_of(one)} for one in own],
    }


def _parts(user: User) -> Values:
    """What the account is to groups and organisations, and what the ledger says of it."""
    return {
        "who_is_who": [
            {"group": str(one.group_id), "ground": one.ground, "answer": one.answer, "at": one.raised_at}
            for one in user.same_people.all()
        ],
        "roles": [
            {"organisation": one.organisation.name, "role": one.role, "said": one.get_role_display()}
            for one in user.roles.select_related("organisation")
        ],
        "facilitates": [
            {"group": one.group.name, "part": one.role, "said": one.get_role_display()}
            for one in user.facilitations.select_related("group")
        ],
        "looks": [
            {"group": one.fields["group"], "what": one.what, "said": one.said, "at": one.looked_at}
            for one in user.looks.order_by("looked_at")
        ],
    }


def _day(row: Any) -> Any:
    return row.session.scheduled_at


def people_with(email: str) -> tuple[User | None, list[Participant]]:
    """The account and the participants, former ones too, who have an address."""
    people = Participant.objects.filter(email__iexact=email).exclude(email="").select_related("group__organisation")
    return User.objects.filter(email__iexact=email).first(), list(people)


def person_with(id: UUID) -> Participant | None:
    return Participant.objects.filter(pk=id).select_related("group__organisation").first()
