"""What happened in a session: facts in the past tense, of ids, enumerations, instants and numbers only.

Each topic of moves/ has its own; here is what they have in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at an instant (epoch milliseconds)."""

    # The journal's name of a class that has got a better one since: what is stored is never renamed.
    stored_as: ClassVar[str] = ""

    at: int

    @classmethod
    def stored_name(cls) -> str:
        """What the journal calls it."""
        return cls.stored_as or cls.__name__


Events = tuple[Event, ...]
