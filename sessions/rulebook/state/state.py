"""The state of a session: one value of ids, enumerations, instants and numbers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..protocol.protocol import Protocol, Step
from . import agenda
from .agenda import MINUTE_MS, Item
from .clock import Clock
from .floor import Floor
from .parts import Absence, Broken, Grant, Moment, Prompt, Rest, SeatedPerson

OVER = ("closed", "cancelled")  # statuses of which none follows, but by an undo


@dataclass(frozen=True, slots=True)
class Past:
    """The session as it stood before its last transition, at an instant (epoch milliseconds), made at a revision.

    `state` is None once it is too late to undo. The revision stays, so that the answer is then `too_late` rather than
    `nothing_to_undo`.
    """

    at: int
    revision: int
    state: State | None


# No slots: what follows from a state is worked out once, and asked by every region of every screen.
@dataclass(frozen=True)
class State:
    """Where a session stands. Instants are epoch milliseconds, spans milliseconds; the protocol is kept beside it.

    `driver` is the account to which facilitation was handed over, or the deputy's who took over (`is_stood_in`); None
    while the group's facilitators alone facilitate.
    """

    protocol: Protocol
    minutes: int
    agenda: tuple[Item, ...]
    modality: str = "in_room"
    status: str = "planned"
    # Who leaves stays among the seats: place, role and round are as before when the person is back.
    seats: tuple[SeatedPerson, ...] = ()
    left: tuple[str, ...] = ()
    # All of them, in their order: attendance is proved by them afterwards.
    absences: tuple[Absence, ...] = ()
    remote: tuple[str, ...] = ()
    # Seats that knocked and were closed, by id: the browsers that held them may not knock again.
    turned_away: tuple[str, ...] = ()
    # Observers and scribes by id; everybody else is a peer, and the client of the round comes from `clients`.
    roles: Mapping[str, str] = field(default_factory=dict)
    # By number of the round. The first `rounds_begun` of them are kept whatever is chosen later.
    clients: tuple[str, ...] = ()
    rounds_begun: int = 0
    broken: tuple[Broken, ...] = ()
    grants: tuple[Grant, ...] = ()
    moment: Moment | None = None
    prompt: Prompt | None = None
    in_silence: bool = False
    as_they_come: bool = False
    # Of the round's client, to have the demand on the room screen: "asked", "given", None without.
    accord: str | None = None
    # The step under way, in the agenda. While running, either `since` (its clock runs) or `paused_at` is set, never
    # both: one field with two meanings could be read as the wrong one.
    index: int | None = None
    since: int | None = None
    paused_at: int | None = None
    paused_ms: int = 0
    break_since: int | None = None
    break_until: int | None = None
    break_ms: int = 0
    rests: tuple[Rest, ...] = ()
    # Of the time that was saved, what the facilitator lets go: it is not offered again.
    given_up_ms: int = 0
    # Overtime of the step under way that was paid for already, as what is left was shared out.
    overtime_paid_ms: int = 0
    floor: Floor = field(default_factory=Floor)
    driver: int | None = None
    is_stood_in: bool = False
    floor_order: str = "arrival"
    turn_limit_ms: int | None = None
    hands_out: bool = False
    # Milliseconds by id, of turns that are over; emptied a day after closing.
    heard: Mapping[str, int] = field(default_factory=dict)
    is_airtime_forgotten: bool = False
    opened_at: int | None = None
    started_at: int | None = None
    closed_at: int | None = None
    # Of a session that was left open: for how long nobody was there before it was taken up again, in all; and when it
    # ended, which was before it was closed.
    away_ms: int = 0
    ended_at: int | None = None
    is_end_estimated: bool = False
    vote_began_at: int | None = None
    vote_ended_at: int | None = None
    last_at: int = 0
    past: Past | None = None

    @property
    def is_running(self) -> bool:
        return self.status == "running"

    @property
    def is_under_way(self) -> bool:
        """Neither closed nor cancelled."""
        return self.status in ("planned", "open", "running")

    @cached_property
    def item(self) -> Item | None:
        """The step under way, as the agenda has it; None unless running."""
        return None if self.index is None else self.agenda[self.index]

    @cached_property
    def step(self) -> Step | None:
        """The step under way, as the protocol has it; None unless running."""
        return None if self.item is None else self.protocol.step(self.item.key)

    @cached_property
    def here(self) -> tuple[str, int | None, str] | None:
        """Part, round and key of the step under way, which stay the same while its time goes by."""
        return None if self.item is None else (self.item.part, self.item.round, self.item.key)

    @cached_property
    def later_in_round(self) -> tuple[Step, ...]:
        """The steps of the present round that come after this one; none outside rounds."""
        if self.index is None or self.item is None or self.item.round is None:
            return ()
        later = self.agenda[self.index + 1 :]
        return tuple(self.protocol.step(one.key) for one in later if one.round == self.item.round)

    @property
    def clock(self) -> Clock | None:
        return None if self.item is None else Clock(self.item.allotted_ms, self.item.spent_ms, self.since)

    @cached_property
    def admitted(self) -> tuple[str, ...]:
        """Everybody who was let in, gone since or not, in the circle's order."""
        return tuple(seat.participant for seat in self.seats)

    @cached_property
    def present(self) -> tuple[str, ...]:
        """Present participants in the circle's order: admitted, and not marked gone."""
        return tuple(one for one in self.admitted if one not in self.left)

    @property
    def is_on_break(self) -> bool:
        return self.break_until is not None

    @cached_property
    def ends_at(self) -> int | None:
        """When the session is planned to end: its minutes after the start, and what is outside them.

        The breaks, taken and reserved, and for how long it was left open before it was taken up again.
        """
        if self.started_at is None:
            return None
        # A break that goes on counts as long as it was announced; once over, as long as it was (`break_ms`).
        resting = (self.break_until or 0) - (self.break_since or 0)
        outside = self.break_ms + resting + self.reserved_ms + self.away_ms
        return self.started_at + self.minutes * MINUTE_MS + outside

    @cached_property
    def break_before(self) -> int | None:
        """The step before which a break is still planned; none any more once one was taken, or that step begun."""
        # Any break stands for the planned one, whenever it is taken and however long it is.
        if self.break_ms or self.is_on_break:
            return None
        index = agenda.break_before(self.agenda, minutes=self.minutes, modality=self.modality)
        return None if index is None or (self.index or 0) >= index else index

    @property
    def reserved_ms(self) -> int:
        """What is kept for the planned break, in milliseconds."""
        return 0 if self.break_before is None else agenda.BREAK_MINUTES * MINUTE_MS

    @cached_property
    def rounds(self) -> int:
        """How many rounds the agenda has, over and to come."""
        return 1 + max((item.round for item in self.agenda if item.round is not None), default=-1)

    def broken_off(self, number: int | None) -> Broken | None:
        """How a round stands that was interrupted, or put off for want of its client."""
        return next((one for one in self.broken if one.round == number), None)

    def client_of(self, number: int | None) -> str | None:
        """Whose round it is; None outside rounds, and where nobody is chosen yet."""
        return self.clients[number] if number is not None and number < len(self.clients) else None

    @cached_property
    def client(self) -> str | None:
        """Who brings the subject now; None outside rounds."""
        return None if self.item is None else self.client_of(self.item.round)

    @cached_property
    def present_roles(self) -> Mapping[str, str]:
        """The role now of everybody who is present."""
        # First: an observer or scribe is client in the own round, and has the other role again after it.
        return {one: "client" if one == self.client else self.roles.get(one, "peer") for one in self.present}

    def role_of(self, participant: str) -> str | None:
        """The role now; None for somebody who is not present."""
        return self.present_roles.get(participant)

    def is_done(self, number: int) -> bool:
        """Whether a round came to its last step, or was broken off. One that was only glanced at is still to come."""
        last = [item for item in self.agenda if item.round == number][-1]
        return last.spent_ms > 0 or self.broken_off(number) is not None

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """Present participants whom the step lets speak, in the circle's order."""
        step = self.step
        return () if step is None else tuple(one for one in self.present if self.role_of(one) in step.speaks)

    @cached_property
    def turns(self) -> tuple[str, ...]:
        """The same in a go-round's order: who takes part from a distance first."""
        return tuple(sorted(self.speakers, key=lambda one: one not in self.remote))


def planned(protocol: Protocol, *, minutes: int, rounds: int, modality: str = "in_room") -> State:
    """A session of so many minutes and rounds, before anybody came: what replaying a journal begins with."""
    items = agenda.plan(protocol, minutes=minutes, rounds=rounds)
    return State(protocol=protocol, minutes=minutes, agenda=items, modality=modality)
