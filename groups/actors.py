"""Who acts: an account, a participant's seat in this browser, or a room screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import F, QuerySet, UUIDField
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from codev.compiled import reads

from .models import Participant, Seat, User

# Keys of Django's session of a browser. Each holds a list of ids, oldest first; what an id still opens is asked of the
# database each time, so that revoking needs no browser.
SEATS = "seats"
SCREENS = "screens"
DOORS = "doors"
PAIRED = "paired"
PAIRED_UNDER = "paired_under"  # what the account's sign-in was like then, by pairing
KNOCKED = "knocked"
# From its last change: what comes after a session comes weeks later. Browsers keep no cookie for longer.
SEATED_SECONDS = 400 * 24 * 60 * 60


@dataclass(frozen=True)
class Actor:
    """One of the three, or none for what time alone brings about; whatever reads or writes for somebody takes one."""

    user: User | None = None
    seat: Seat | None = None
    screen: UUID | None = None

    @cached_property
    def key(self) -> str:
        """A stable name for journals and limits, without anybody's name; "house" is the installation by its clock."""
        if self.user:
            return f"user:{self.user.pk}"
        if self.seat:
            return f"seat:{self.seat.pk}"
        return f"screen:{self.screen}" if self.screen else "house"

    @property
    def participant(self) -> Participant | None:
        return self.seat.participant if self.seat else None


def seats_of(browser: SessionBase) -> list[Seat]:
    """The live seats that this browser holds, oldest first, with their participant and group."""
    held = browser.get(SEATS, [])
    # Most requests hold none: they cost no query.
    if not held:
        return []
    return live_seats.all(held=held)


def former_seats_of(browser: SessionBase) -> list[Seat]:
    """The member seats that this browser held when their participants left the group; closed before, they are lost."""
    held = browser.get(SEATS, [])
    if not held:
        return []
    by_leaving = Seat.objects.filter(id__in=held, link__isnull=False, revoked_at=F("participant__removed_at"))
    return list(by_leaving.select_related("participant__group"))


@reads(held=[UUIDField()])
def live_seats(held: Any) -> QuerySet[Seat]:
    """Those of these seats that may still act, oldest first, with their participant and group."""
    return Seat.objects.live().filter(id__in=held).select_related("participant__group")


def as_wanted(request: HttpRequest) -> str:
    """The participant that a browser with several seats acts as, "" where it does not say.

    What is sent now says more than the address of a page, which may have been opened as somebody else.
    """
    return request.POST.get("as") or request.GET.get("as") or ""


def seat_in(seats: Iterable[Seat], group_id: UUID, wanted: str = "") -> Seat | None:
    """The seat to act as in a group: of the participant that `?as=` names and nobody else, or of the newest taken.

    Of several of that one's, as where another link was opened, the newest that is proven, else the newest.
    """
    # No falling back from who is wanted to another: on a shared device one would write in the other's name.
    here = [seat for seat in seats if seat.participant.group_id == group_id]
    meant = [seat for seat in here if not wanted or str(seat.participant_id) == wanted]
    if not meant:
        return None
    mine = [seat for seat in meant if seat.participant_id == meant[-1].participant_id]
    return max(reversed(mine), key=lambda seat: seat.is_proven)


def ever_held(browser: SessionBase) -> list[Seat]:
    """This browser's seats, and those that closed as their participants left the group."""
    return [*former_seats_of(browser), *seats_of(browser)]


def seat_meant(held: Iterable[Seat], wanted: str) -> Seat | None:
    """Where somebody's own pages are opened: the seat of the participant that `?as=` names, of any without it.

    A member's before a guest's, and one that is proven before others.
    """
    meant = [seat for seat in held if not wanted or str(seat.participant_id) == wanted]
    return max(meant, key=lambda seat: (seat.is_member, seat.is_proven), default=None)


def drop_seat(browser: SessionBase, seat: Seat) -> None:
    """Leave one of the seats that this browser holds. The seat itself is closed by commands.leave_seat."""
    browser[SEATS] = [held for held in browser.get(SEATS, []) if held != str(seat.pk)]


def hold_seat(browser: SessionBase, seat: Seat) -> None:
    """Let this browser act as the seat.

    Its own session key changes: somebody who prepared the browser, and knows the old one, must not share the seat.
    """
    browser.cycle_key()
    _hold(browser, SEATS, str(seat.pk))
    if seat.is_member and SESSION_KEY not in browser:
        browser.set_expiry(SEATED_SECONDS)


def last_as_usual(browser: SessionBase) -> None:
    """Let this browser be forgotten when those are in which somebody signed in."""
    browser.set_expiry(None)


def hold_screen(browser: SessionBase, secret: UUID) -> None:
    """Let this browser show the room screen of the session whose `screen_secret` this is."""
    # The key stays: a screen does nothing in anybody's name. The secret, not the session's id: a new one ends it.
    _hold(browser, SCREENS, str(secret))


def hold_pairing(browser: SessionBase, pairing_id: UUID, user: User) -> None:
    """Let this browser facilitate a session for the account that paired it, until that changes how it signs in.

    Its key changes, as in hold_seat.
    """
    browser.cycle_key()
    _hold(browser, PAIRED, str(pairing_id))
    browser[PAIRED_UNDER] = browser.get(PAIRED_UNDER, {}) | {str(pairing_id): user.get_session_auth_hash()}


def is_paired_under(browser: SessionBase, pairing_id: UUID, user: User) -> bool:
    """Whether the account still signs in as it did then; True for devices that were paired before that was kept."""
    now = user.get_session_auth_hash()
    return constant_time_compare(browser.get(PAIRED_UNDER, {}).get(str(pairing_id), now), now)


def find_door(browser: SessionBase, session_id: UUID, code: str) -> None:
    """Let this browser choose a name at the door of a session: it gave the room code, kept as its hash."""
    _hold(browser, DOORS, f"{session_id}:{code}")


def knows_door(browser: SessionBase, session_id: UUID, code: str = "") -> bool:
    """Whether a code of this session was given here; where `code` is its present one's hash, whether it was that."""
    found = [one.partition(":")[2] for one in browser.get(DOORS, []) if one.startswith(str(session_id))]
    return code in found if code else bool(found)


def note_knock(browser: SessionBase, seat: Seat) -> None:
    """Remember that this browser knocked, which leaving a seat does not undo: who is turned away stays so."""
    _hold(browser, KNOCKED, f"{seat.session_id}:{seat.pk}")


def knocks_of(browser: SessionBase, session_id: UUID) -> list[str]:
    """The ids of all seats that this browser ever took at the door of a session."""
    return [one.partition(":")[2] for one in browser.get(KNOCKED, []) if one.startswith(str(session_id))]


def drop_seats(browser: SessionBase) -> None:
    """Leave every seat that this browser holds."""
    browser.pop(SEATS, None)


def _hold(browser: SessionBase, kind: str, held: str) -> None:
    # A new list, as Django does not notice a change inside one that the session holds already.
    browser[kind] = [other for other in browser.get(kind, []) if other != held] + [held]
