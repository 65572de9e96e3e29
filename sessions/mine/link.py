"""What a link of « Mes séances » is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A few words and where they lead; `is_due`: it waits for this person, and may not for long."""

    words: str
    url: str
    is_due: bool = False
