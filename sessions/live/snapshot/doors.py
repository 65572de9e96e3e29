"""How one comes in: the session's room code, its room screen's link, and where it meets."""

from __future__ import annotations

from dataclasses import dataclass

from ...models import Session
from ...rulebook.state.state import OVER


@dataclass(frozen=True, slots=True)
class Doors:
    """Room code and room screen's secret, "" where they cannot be unsealed, and the hashes by which both are found."""

    code: str = ""
    screen: str = ""
    code_hash: str = ""
    screen_hash: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """Place and link to the call, "" where there is none, and the seals by which it shows that both are the same."""

    place: str = ""
    call_url: str = ""
    seals: tuple[bytes, bytes] = (b"", b"")


def where_of(session: Session, known: Where | None) -> Where:
    """Unsealed anew only where it was said anew; nowhere, once the session is over."""
    if session.status in OVER:
        return Where()
    seals = (bytes(session.sealed_place), bytes(session.sealed_call_url))
    return known if known and known.seals == seals else Where(session.place, session.call_url, seals)


def doors_of(session: Session, known: Doors | None) -> Doors:
    """Unsealed anew only where they are others than those that are known."""
    if known and (known.code_hash, known.screen_hash) == (session.room_code_hash, session.screen_secret_hash):
        return known
    return Doors(session.room_code, session.screen_secret, session.room_code_hash, session.screen_secret_hash)
