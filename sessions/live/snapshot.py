"""Everything that the screens of one session show, read once a ring with a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from groups.models import Charter, CharterAcceptance, Group, Part, Participant, Seat

from ..models import Attendance, Commitment, Round, Session
from ..models.unsealed import words
from ..rulebook.state.state import State
from .asides import free_prompt
from .circle import given_names
from .opening_rows import Opening, read
from .reach import Reach
from .written import Agreement, Note, read_contract, read_notes


@dataclass(frozen=True, slots=True)
class Person:
    """A participant of the group; who was removed keeps a name beside what was shared."""

    id: str
    name: str
    given: str
    position: int
    has_accepted: bool
    is_removed: bool
    email: str = ""


@dataclass(frozen=True, slots=True)
class Knock:
    """Guests who ask to come in under one name, from how many devices; all of them accepted the charter."""

    participant: str
    devices: int


@dataclass(frozen=True, slots=True)
class Guide:
    """Somebody who facilitates the group, in which part, and who of the circle that is, if anybody."""

    name: str
    part: str
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """From when somebody was here, and until when, if that one has left."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Action:
    """A commitment of the round's client."""

    id: str
    text: str | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A session at a revision, or a little after it: what a screen may need, and nothing of who looks."""

    session_id: UUID
    revision: int
    state: State
    number: int
    group_id: UUID
    group_name: str
    scheduled_at: datetime
    people: Mapping[str, Person]
    guides: Mapping[int, Guide]
    notes: tuple[Note, ...]
    contract: Agreement | None
    synthesis: str | None
    actions: tuple[Action, ...]
    knocks: tuple[Knock, ...] = ()
    reach: Reach = field(default_factory=Reach)
    modality: str = "in_room"
    shows_airtime: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)
    free_prompt: str | None = ""
    opening: Opening = field(default_factory=Opening)
    is_everyone_client: bool = False
    kept: tuple[Note, ...] = ()
    unseen: tuple[Note, ...] = ()
    stays: Mapping[str, Stay] = field(default_factory=dict)
    hidden: tuple[Note, ...] = ()

    def name(self, participant: str | None) -> str:
        person = self.people.get(participant or "")
        return person.name if person else ""

    def is_member(self, participant: str | None) -> bool:
        person = self.people.get(participant or "")
        return person is not None and not person.is_removed

    @property
    def drivers(self) -> frozenset[str]:
        """The actors' keys of those who may drive now."""
        leading = {pk for pk, guide in self.guides.items() if guide.part == Part.FACILITATOR}
        return frozenset(f"user:{pk}" for pk in leading | {self.state.driver} if pk is not None)

    @property
    def members(self) -> list[Person]:
        """Current members, in the group's order."""
        return [person for person in self.people.values() if not person.is_removed]

    def given(self, participant: str | None) -> str:
        """What the others call somebody: the given name, where it tells people apart."""
        person = self.people.get(participant or "")
        return person.given if person else ""


def load(session_id: UUID) -> Snapshot | None:
    """The session as it stands, None where there is none: read again while a command passes in between."""
    while True:
        snapshot = _read(session_id)
        if snapshot is None or snapshot.revision == revision_of(session_id):
            return snapshot


def revision_of(session_id: UUID) -> int | None:
    return Session.objects.filter(pk=session_id).values_list("revision", flat=True).first()


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
        stays=_stays(session, state),
        guides=_guides(group, people),
        notes=written.notes,
        kept=written.kept,
        unseen=written.unseen,
        hidden=written.hidden,
        contract=read_contract(here),
        synthesis=words(here, "synthesis") if here and here.sealed_synthesis else "",
        actions=_actions(here),
        modality=session.modality,
        shows_airtime=group.shows_airtime,
        settings=session.settings,
        free_prompt=free_prompt(session, state),
        opening=read(session, state, here),
        is_everyone_client=session.is_everyone_client,
    )


def _guides(group: Group, people: Mapping[str, Person]) -> dict[int, Guide]:
    """Who facilitates; a member under the same address is the same person."""
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


def _stays(session: Session, state: State) -> dict[str, Stay]:
    rows = Attendance.objects.filter(session=session) if state.admitted else Attendance.objects.none()
    return {str(row.participant_id): Stay(row.arrived_at, row.left_at) for row in rows}


def _called(everybody: list[Participant], state: State) -> dict[UUID, str]:
    """Given names that tell apart those who came; who merely knocks changes nobody's."""
    inside = [one for one in everybody if str(one.pk) in state.admitted]
    found: dict[UUID, str] = {}
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


def _actions(here: Round | None) -> tuple[Action, ...]:
    taken = Commitment.objects.filter(round=here) if here else ()
    return tuple(Action(str(one.pk), words(one), one.due_on) for one in taken)
