"""How one comes in: the session's room code and its room screen's link."""

from __future__ import annotations

from dataclasses import dataclass

from ...models import Session


@dataclass(frozen=True, slots=True)
class Doors:
    """Room code and room screen's secret, "" where they cannot be unsealed, and the hashes by which both are found."""

    code: str = ""
    screen: str = ""
    code_hash: str = ""
    screen_hash: str = ""


def doors_of(session: Session, known: Doors | None) -> Doors:
    """Unsealed anew only where they are others than those that are known."""
    if known and (known.code_hash, known.screen_hash) == (session.room_code_hash, session.screen_secret_hash):
        return known
    return Doors(session.room_code, session.screen_secret, session.room_code_hash, session.screen_secret_hash)
