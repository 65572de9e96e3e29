"""How a snapshot is read: with a fixed number of queries, whatever the number of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from codev.compiled import reads
from groups.models import Charter, CharterAcceptance, Group, Participant, Seat

from ...models import Attendance, Round, Session
from ...models.unsealed import unsealed
from ...rulebook.state.state import State
from .commitments import commitments_of_round
from .contributions import read_contract, read_notes
from .names import given_names
from .own_prompt import own_prompt
from .snapshot import Attended, Guide, Knock, Person, Snapshot
from .subjects import read


def load(session_id: UUID) -> Snapshot | None:
    """The session as it stands, None where there is none. Blocking."""
    while True:
        snapshot = _read(session_id)
        # A command between two of its queries would mix two revisions: notes of a new step with the rights of the old.
        if snapshot is None or snapshot.revision == revision_of(session_id):
            return snapshot


def revision_of(session_id: UUID) -> int | None:
    """The revision in the database, None where there is no such session. One query."""
    return revision.first(session=session_id)


@reads(session=UUIDField())
def revision(session: Any) -> QuerySet[Session, int]:
    return Session.objects.filter(pk=session).values_list("revision", flat=True)


def _read(session_id: UUID) -> Snapshot | None:
    session = Session.objects.select_related("cycle__group").filter(pk=session_id).first()
    if session is None:
        return None
    state, group = session.load(), session.cycle.group
    charter = group.charter
    here = _round(session, state)
    people = _people(session, state, charter)
    written = read_notes(session, here, state)
    return Snapshot(
        session_id=session.pk,
        revision=session.revision,
        state=state,
        number=session.number,
        group_id=group.pk,
        group_name=group.name,
        scheduled_at=session.scheduled_at,
        people=people,
        knocks=_knocks(session, charter),
        attendance=_attendance(session, state),
        guides=_guides(group, people),
        notes=written.notes,
        kept=written.kept,
        unseen=written.unseen,
        hidden=written.hidden,
        contract=read_contract(here),
        synthesis=unsealed(here, "synthesis") if here and here.sealed_synthesis else "",
        commitments=commitments_of_round(here),
        modality=session.modality,
        shows_airtime=group.shows_airtime,
        settings=session.settings,
        own_prompt=own_prompt(session, state),
        opening=read(session, state, here),
        is_everyone_client=session.is_everyone_client,
    )


def _guides(group: Group, people: Mapping[str, Person]) -> dict[int, Guide]:
    """Who facilitates, by account; a member with the same e-mail is the same person, and sits in the circle once."""
    members = {person.email.casefold(): id_ for id_, person in people.items() if person.email and not person.is_removed}
    rows = group.facilitators.values_list("user_id", "user__name", "role", "user__email")
    return {pk: Guide(name, part, members.get(email.casefold())) for pk, name, part, email in rows}


def _round(session: Session, state: State) -> Round | None:
    number = state.item.round if state.item else None
    return None if number is None else Round.objects.filter(session=session, number=number).first()


def _knocks(session: Session, charter: Charter) -> tuple[Knock, ...]:
    """Who stands at the door, in the order in which they came."""
    if not session.is_enterable:
        return ()
    knocking = Seat.objects.ready(session.pk, charter).values_list("participant_id", flat=True)
    return tuple(Knock(str(one), devices) for one, devices in Counter(knocking).items())


def _attendance(session: Session, state: State) -> dict[str, Attended]:
    # Nobody has a row before somebody was admitted: `none()` spares the query.
    rows = Attendance.objects.filter(session=session) if state.admitted else Attendance.objects.none()
    return {str(row.participant_id): Attended(row.arrived_at, row.left_at) for row in rows}


def _called(everybody: list[Participant], state: State) -> dict[UUID, str]:
    """Given names that tell apart those who came: a second Bruno at the door renames nobody (docs/decisions/012)."""
    inside = [one for one in everybody if str(one.pk) in state.admitted]
    found: dict[UUID, str] = {}
    # The second pass overrides the first: those who came are told apart among themselves alone.
    for some in (everybody, inside):
        found |= dict(zip([one.pk for one in some], given_names([one.name for one in some]), strict=True))
    return found


def _people(session: Session, state: State, charter: Charter) -> dict[str, Person]:
    group = session.cycle.group
    accepted = set(CharterAcceptance.objects.filter(charter=charter).values_list("participant_id", flat=True))
    everybody = list(Participant.objects.filter(group=group))
    called = _called(everybody, state)
    return {
        str(one.pk): Person(
            str(one.pk),
            one.name,
            called[one.pk],
            one.position,
            one.pk in accepted,
            one.removed_at is not None,
            one.email,
        )
        for one in everybody
    }
