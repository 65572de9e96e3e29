"""What happened in a session: facts in the past tense, of ids, enumerations, instants and numbers only.

Each topic of moves/ has its own; here is what they have in common. They are kept in the journal for years: a field that
is added later needs a default, and a change in meaning needs a new event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at an instant (epoch milliseconds)."""

    # Set where the class was renamed: journals written before hold the old name, and must be readable for years.
    stored_as: ClassVar[str] = ""

    at: int

    @property
    def went_on_until(self) -> int:
        """Up to which instant what was under way went on: before `at` where people had left hours ago."""
        return self.at

    @classmethod
    def stored_name(cls) -> str:
        """The name under which the journal keeps it."""
        return cls.stored_as or cls.__name__


Events = tuple[Event, ...]
