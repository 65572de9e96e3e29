"""An organisation with a past: rows of sessions held, planned and cancelled, and who looks at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import Client

from groups.actors import hold_seat
from groups.models import Cycle, Group, Organisation, Part, Participant, PersonalLink, Role, Seat, User
from groups.models.links import hash_of
from sessions.commands.projections.runs import sum_up
from sessions.models import Attendance, PhaseRun, Session

PARIS = ZoneInfo("Europe/Paris")


def paris(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


@dataclass
class Past:
    """Hakim works for HR; Claire facilitates a group of Ana, Élise and Zoé; Agnès administers."""

    organisation: Organisation
    users: dict[str, User]
    group: Group
    people: dict[str, Participant]
    seats: dict[str, Seat] = field(default_factory=dict)

    def browser(self, name: str = "") -> Client:
        http = Client()
        if name in self.users:
            http.force_login(self.users[name])
        elif name:
            seat = self.seats.get(name) or self._sit(name)
            session = http.session
            hold_seat(session, seat)
            session.save()
            http.cookies["sessionid"] = str(session.session_key)
        return http

    def _sit(self, name: str) -> Seat:
        link = PersonalLink.objects.create(participant=self.people[name], token_hash=hash_of(name))
        self.seats[name] = Seat.objects.create(participant=self.people[name], link=link)
        return self.seats[name]


def settle(name: str = "Atelier", group: str = "Les mardis") -> Past:
    organisation = Organisation.objects.create(name=name)
    parts = {"hakim": Role.HR, "agnes": Role.ADMIN, "claire": Role.FACILITATOR, "david": Role.FACILITATOR}
    users = {who: User.objects.create_user(f"{who}@{name.lower()}.fr", name=who.title()) for who in parts}
    for who, role in parts.items():
        organisation.roles.create(user=users[who], role=role)
    circle = found(organisation, group, users["claire"])
    circle.facilitators.create(user=users["david"], role=Part.DEPUTY)
    return Past(organisation, users, circle, {one.name.lower(): one for one in circle.participants.all()})


def found(organisation: Organisation, name: str, by: User) -> Group:
    group = Group.objects.create(organisation=organisation, name=name)
    group.charters.create(number=1, text="Confidentialité.")
    group.cycles.create(number=1)
    group.facilitators.create(user=by, role=Part.FACILITATOR)
    for place, who in enumerate(("Zoé", "Élise", "Ana")):
        Participant.objects.create(group=group, name=who, position=place)
    return group


def planned(cycle: Cycle, at: datetime, status: str = "planned", zone: str = "Europe/Paris") -> Session:
    number = cycle.sessions.count() + 1
    return Session.objects.create(
        cycle=cycle,
        number=number,
        scheduled_at=at,
        time_zone=zone,
        minutes=120,
        planned_rounds=2,
        protocol_key="codev-classique",
        state={},
        status=status,
    )


def held(
    cycle: Cycle,
    at: datetime,
    *,
    minutes: int = 120,
    rounds: int = 2,
    came: Mapping[Participant, int] | None = None,
    left: Mapping[Participant, int] | None = None,
    zone: str = "Europe/Paris",
) -> Session:
    """A session that began when it should and ran so long; `came` and `left` say after how many minutes each did."""
    session = planned(cycle, at, "closed", zone)
    parts = rounds + 2
    for index in range(parts):
        begin, end = (at + timedelta(minutes=minutes * place / parts) for place in (index, index + 1))
        PhaseRun.objects.create(
            session=session,
            index=index,
            step="presentation",
            round_number=index - 1 if 0 < index <= rounds else None,
            planned_ms=0,
            entered_at=begin,
            left_at=end,
        )
    for person, after in (came or {}).items():
        gone = at + timedelta(minutes=left[person]) if left and person in left else None
        arrived = at + timedelta(minutes=after)
        Attendance.objects.create(session=session, participant=person, arrived_at=arrived, left_at=gone)
    sum_up(session, is_closed=True)
    return session
