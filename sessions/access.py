"""Who somebody is to a session: predicates about identity. What the phase allows is the machine's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import BigAutoField, OuterRef, QuerySet, Subquery, UUIDField

from codev.compiled import reads
from codev.instants import epoch_ms
from groups import actors
from groups.actors import Actor
from groups.models import GroupFacilitator, Part, User

from .models import Pairing, Session
from .models.doors import screen_hash
from .rulebook.state.state import State


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody is to a session, in plain values: what is kept of a visit for as long as a page is open.

    Rows, and the documents in them, would be kept once for each page. `key` is the actor's. `is_admitted` is False for
    a guest whom nobody let in yet: not even the name of somebody present gives that device a right. `opens_from`: since
    when what is private opens here (epoch milliseconds); None on a device that is not proven.
    `opened_by` is the account that a room screen hangs on which did not come by the link. Of an account `signed_in` is
    how its browser signed in, and `browser` what that one's row stands under; "" of others.
    """

    session_id: UUID
    group_id: UUID
    key: str
    part: str = ""
    user_id: int | None = None
    pairing: UUID | None = None
    participant_id: str | None = None
    seat_id: UUID | None = None
    is_member: bool = False
    is_admitted: bool = True
    opens_from: int | None = None
    came_at: int = 0
    screen_hash: str = ""
    opened_by: int | None = None
    signed_in: str = ""
    browser: str = ""

    @property
    def account(self) -> int | None:
        """Whose part in the group this hangs on."""
        return self.user_id or self.opened_by

    def drives(self, state: State) -> bool:
        """Whether this one may drive in this state."""
        # Most are participants, who drive nothing.
        return bool(self.part) and may_drive(self.part, self.user_id, state.driver)

    def audience(self, state: State) -> str:
        """Whose screen this is now: facilitator, client, peer, observer, scribe, waiting or screen."""
        # Before the role: the state knows people, not devices, and would give this guest the role of that name.
        if not self.is_admitted:
            return "waiting"
        if self.part:
            return "facilitator"
        if self.participant_id is None:
            return "screen"
        return state.role_of(self.participant_id) or "waiting"


def may_drive(part: str, user_id: int | None, driver: int | None) -> bool:
    """Facilitators always drive; a deputy while facilitation was handed over or taken over (`driver`)."""
    return part == Part.FACILITATOR or (bool(part) and user_id is not None and user_id == driver)


@dataclass(frozen=True)
class Visit:
    """An actor before a session: `part` is a facilitator's part in its group (`Part`), else empty.

    `driver` is the account that facilitation was handed to, or that took over; None while it is with the facilitators.
    `pairing` is set for an account that did not sign in here, but paired this device. `opener` is the account that a
    room screen hangs on which did not come by its link.
    """

    session: Session
    actor: Actor
    part: str = ""
    driver: int | None = None
    pairing: UUID | None = None
    opener: User | None = None

    @property
    def account(self) -> User | None:
        """Whose part in the group this hangs on."""
        return self.actor.user or self.opener

    @property
    def may_drive(self) -> bool:
        """Whether this one facilitates now, by the driver that is known."""
        return may_drive(self.part, self.user_id, self.driver)

    @property
    def leads(self) -> bool:
        """A facilitator of the group, not a deputy."""
        return self.part == Part.FACILITATOR

    def in_(self, state: State) -> Visit:
        """The same with the driver of this state: asked under the lock, since `driver` may have changed meanwhile."""
        return replace(self, driver=state.driver)

    @property
    def may_facilitate(self) -> bool:
        """Sees the dashboard, driving or not."""
        return bool(self.part)

    @property
    def participant_id(self) -> str | None:
        return str(self.actor.participant.pk) if self.actor.participant else None

    @property
    def user_id(self) -> int | None:
        return self.actor.user.pk if self.actor.user else None

    @property
    def is_admitted(self) -> bool:
        """False for a guest whom nobody let in yet."""
        return self.actor.seat is None or self.actor.seat.is_admitted

    @property
    def standing(self) -> Standing:
        """The same without rows."""
        seat, screen = self.actor.seat, self.actor.screen
        return Standing(
            session_id=self.session.pk,
            group_id=self.session.cycle.group_id,
            key=self.actor.key,
            part=self.part,
            user_id=self.user_id,
            pairing=self.pairing,
            participant_id=self.participant_id,
            seat_id=seat.pk if seat else None,
            is_member=seat is not None and seat.is_member,
            is_admitted=self.is_admitted,
            opens_from=seat.opens_from_ms if seat else None,
            came_at=epoch_ms(seat.created_at) if seat else 0,
            screen_hash=self.session.screen_secret_hash if screen else "",
            opened_by=self.opener.pk if self.opener else None,
        )


def is_doubtful(participant: str, devices: int, state: State, *, is_alike: bool) -> bool:
    """Whether a name at the door wants a second look: in the circle already, asked for twice, or like a member's."""
    return participant in state.present or devices > 1 or is_alike


def is_known(user: User | AnonymousUser, browser: SessionBase) -> bool:
    """Whether this browser is somebody at all: strangers are sent to sign in, others told nothing exists."""
    # Before any session is looked for: a stranger's answer is the same whether or not there is one.
    held = (actors.SEATS, actors.SCREENS, actors.PAIRED)
    return user.is_authenticated or any(browser.get(kind) for kind in held)


def visit(session_id: UUID, *, user: User | AnonymousUser, browser: SessionBase, wanted: str = "") -> Visit | None:
    """This browser's actor before a session, None for outsiders: `wanted` names a participant (`?as=`)."""
    session, part = _session_and_part(session_id, user)
    if session is None:
        return None
    group = session.cycle.group
    user, part, pairing = _facilitator(user, browser, session, part)
    seat = actors.seat_in(filter(lambda held: held.is_for(session_id), actors.seats_of(browser)), group.pk, wanted)
    # An account's dashboard comes first; a page that names a participant (`?as=`) is that seat's.
    # The driver is read without lock, good enough to show; commands ask again (`in_`).
    if part and not (wanted and seat):
        return Visit(session, Actor(user=user), part, session.state.get("driver"), pairing)  # type: ignore[arg-type]
    return Visit(session, Actor(seat=seat)) if seat else None


def screen_visit(session_id: UUID, *, user: User | AnonymousUser, browser: SessionBase) -> Visit | None:
    """The room screen before a session: a browser that came by its link, or a facilitator's."""
    session, part = _session_and_part(session_id, user)
    if session is None:
        return None
    # The secret, not the session: once the row has another, every screen that came by the old link is refused.
    if session.screen_secret_hash in map(screen_hash, browser.get(actors.SCREENS, [])):
        return Visit(session, Actor(screen=session.pk))
    user, part, pairing = _facilitator(user, browser, session, part)
    if part:
        return Visit(session, Actor(screen=session.pk), pairing=pairing, opener=user)  # type: ignore[arg-type]
    return None


def _session_and_part(session_id: UUID, user: User | AnonymousUser) -> tuple[Session | None, str]:
    """The session with its cycle and group, and the part of a signed-in account there, "" without; one query."""
    if not user.is_authenticated:
        return with_group.first(session=session_id), ""
    session = with_part.first(session=session_id, user=user.pk)
    return session, getattr(session, "part", None) or ""


def _facilitator(
    user: User | AnonymousUser, browser: SessionBase, session: Session, part: str
) -> tuple[User | AnonymousUser, str, UUID | None]:
    """The account that facilitates here, signed in (then with this `part`) or by a paired device, and the pairing."""
    if part:
        return user, part, None
    group_id = session.cycle.group_id
    held = browser.get(actors.PAIRED, [])
    # For this session alone: a paired phone opens no other, though its account facilitates there.
    mine = Pairing.objects.live().filter(pk__in=held, session=session).select_related("user") if held else ()
    for pairing in mine:
        # Read anew each time: with the account's part the phone loses the dashboard.
        if (part := _part(pairing.user, group_id)) and actors.is_paired_under(browser, pairing.pk, pairing.user):
            return pairing.user, part, pairing.pk
    return user, "", None


def _part(user: User, group_id: UUID) -> str:
    return part_of.first(user=user.pk, group=group_id) or ""


@reads(session=UUIDField())
def with_group(session: Any) -> QuerySet[Session]:
    """A session with its cycle and group."""
    return Session.objects.select_related("cycle__group").filter(pk=session)


@reads(session=UUIDField(), user=BigAutoField())
def with_part(session: Any, user: Any) -> QuerySet[Session]:
    """The same, with the account's part in the group as `part`; None without, or once the account is closed."""
    mine = GroupFacilitator.objects.filter(user=user, group=OuterRef("cycle__group"), user__is_active=True)
    rows = Session.objects.select_related("cycle__group").filter(pk=session)
    return rows.annotate(part=Subquery(mine.values("role")))


@reads(user=BigAutoField(), group=UUIDField())
def part_of(user: Any, group: Any) -> QuerySet[GroupFacilitator, str]:
    parts = GroupFacilitator.objects.filter(user=user, group=group, user__is_active=True)
    return parts.values_list("role", flat=True)
