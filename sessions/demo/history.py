"""The demonstration's past: a cycle of three sessions held and one cancelled, and the beginning of the present one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from groups.actors import Actor
from groups.models import Cycle, Group, Part, Participant, User

from ..access import Visit
from ..commands import plan_session
from ..commands.on_paper import Record
from ..models import Commitment, Session
from ..rulebook.moves.clients import ChooseClients
from ..rulebook.moves.floor import NextSpeaker, RaiseHand, YieldFloor
from ..rulebook.moves.guiding import EndMoment, ShowMoment
from ..rulebook.moves.life import Cancel, Close, Open, Start
from ..rulebook.moves.people import Admit
from ..rulebook.moves.steps import Next
from ..rulebook.state.state import State

# What clients took on, by place in the group, and what has become of it.
COMMITMENTS = {
    0: ("Proposer à mon équipe un point de dix minutes, chaque lundi.", "reported"),
    3: ("Demander un entretien à la direction des achats.", "dropped"),
    1: ("Dire au comité ce que nous ne ferons pas cette année.", "trying"),
    4: ("Confier la réunion de service à deux collègues.", "trying"),
    2: ("Rencontrer le responsable du site, sans ordre du jour.", "taken"),
    6: ("Écrire en une page ce que j’attends de mon adjoint.", "taken"),
}
MINUTES, ROUNDS, PROTOCOL = 120, 2, "codev-classique"
SECOND = 1000
MINUTE = 60 * SECOND


@dataclass(frozen=True)
class Past:
    """A session some weeks ago; without clients it was cancelled. People are given by their places in the group.

    `late` has the minutes after the planned beginning at which somebody came; `overrun` is in minutes. Of the three
    hands that go up while questions are asked, `called` are called; where `recalls`, the rule is recalled to all.
    """

    weeks: int
    hour: int
    minute: int
    clients: tuple[int, ...] = ()
    absent: frozenset[int] = frozenset()
    late: Mapping[int, int] = field(default_factory=dict)
    overrun: int = 0
    called: int = 3
    recalls: bool = False

    @property
    def scheduled_at(self) -> datetime:
        # Weeks before today, not dates: the demonstration has a recent past whenever it is made.
        day = timezone.localtime() - timedelta(weeks=self.weeks)
        return day.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0)


CYCLE = (
    Past(17, 9, 30, clients=(0, 3), absent=frozenset({6}), overrun=4, called=1, recalls=True),
    Past(15, 9, 30),
    Past(12, 12, 0, clients=(1, 4), absent=frozenset({2}), late={5: 75}, overrun=7, called=2, recalls=True),
    Past(7, 14, 0, clients=(2, 6), absent=frozenset({0, 7}), late={3: 12}, called=2),
)
# The present cycle's first session: its clients' commitments are none, as one talks of those of the cycle before.
BEGUN = Past(3, 14, 0, clients=(5, 7), absent=frozenset({4}))


def write(group: Group, by: User) -> None:
    """Fill the group's first cycle with what happened in it."""
    people = list(group.participants.current().order_by("position"))
    cycle = group.cycle
    for past in CYCLE:
        _write_session(cycle, past, people, by)
    cycle.starts_on, cycle.ends_on = CYCLE[0].scheduled_at.date(), CYCLE[-1].scheduled_at.date()
    cycle.save(update_fields=["starts_on", "ends_on"])


def begin(group: Group, by: User) -> None:
    """The present cycle has begun."""
    people = list(group.participants.current().order_by("position"))
    _write_session(group.cycle, BEGUN, people, by)


def _write_session(cycle: Cycle, past: Past, people: list[Participant], by: User) -> None:
    session = plan_session(
        cycle=cycle, scheduled_at=past.scheduled_at, minutes=MINUTES, rounds=ROUNDS, protocol_key=PROTOCOL
    )
    visit = Visit(session, Actor(user=by), Part.FACILITATOR)
    record = Record(visit, int(session.scheduled_at.timestamp() * 1000))
    if past.clients:
        _hold(record, past, people)
        _commit(session, past, people)
    else:
        record.put_down("cancel", -26 * 60 * MINUTE, Cancel())


def _commit(session: Session, past: Past, people: list[Participant]) -> None:
    """Each client's commitment, so that there is something to report in the next session."""
    rounds = {one.client_id: one for one in session.rounds.all()}
    for place in {*past.clients} & {*COMMITMENTS}:
        text, state = COMMITMENTS[place]
        round_ = rounds[people[place].pk]
        taken = Commitment(session=session, round=round_, participant=people[place], state=state)
        taken.taken_at, taken.text = past.scheduled_at, text
        taken.save(force_insert=True)


def _hold(record: Record, past: Past, people: list[Participant]) -> None:
    punctual = [one for place, one in enumerate(people) if place not in past.absent and place not in past.late]
    record.put_down("open", -9 * MINUTE, Open(), *(Admit(str(one.pk), one.position) for one in punctual))
    clients = [str(people[place].pk) for place in past.clients]
    record.put_down("choose_clients", -MINUTE, ChooseClients(tuple(clients)), participants=clients)
    begun = record.put_down("start", 2 * MINUTE, Start())
    for turn in range(len(punctual) + 1):  # the last press ends the last turn
        record.put_down("next_speaker", 2 * MINUTE + turn * 40 * SECOND, NextSpeaker())
    _walk_through(record, begun, past, people)


def _walk_through(record: Record, begun: State, past: Past, people: list[Participant]) -> None:
    """Step by step as planned, but for those who come late and for the minutes that the last step overruns."""
    at = 2 * MINUTE
    late = sorted(past.late.items(), key=lambda one: one[1])
    for item in begun.agenda[:-1]:
        if item.key == "clarification":
            _ask(record, at, past, people)
        at += item.planned_ms
        while late and late[0][1] * MINUTE <= at:
            place, minutes = late.pop(0)
            one = people[place]
            record.put_down("admit", minutes * MINUTE, Admit(str(one.pk), one.position), participant=str(one.pk))
        record.put_down("next", at, Next())
    record.put_down("close", at + begun.agenda[-1].planned_ms + past.overrun * MINUTE, Close())


def _ask(record: Record, at: int, past: Past, people: list[Participant]) -> None:
    """Three ask to speak while questions are asked, and not all of them are called: a mirror has something to show."""
    away = {*past.absent, *past.late, *past.clients}
    asking = [str(one.pk) for place, one in enumerate(people) if place not in away][:3]
    for turn, one in enumerate(asking):
        record.put_down("raise_hand", at + MINUTE + turn * 10 * SECOND, RaiseHand(one), participant=one)
    for turn in range(past.called):
        record.put_down("next_speaker", at + (turn + 2) * MINUTE, NextSpeaker())
    record.put_down("yield_floor", at + (past.called + 2) * MINUTE, YieldFloor(None))
    if past.recalls:
        record.put_down("show_moment", at + 6 * MINUTE, ShowMoment("reframe"), moment="reframe")
        record.put_down("end_moment", at + 7 * MINUTE, EndMoment())
