"""A way to something of a past session: apart from the list of sources, as each of them makes some."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A few words and where they lead; `is_due`: it waits for this person, and may not for long.

    `is_aside`: what is rarely looked for, below a fold.
    """

    words: str
    url: str
    is_due: bool = False
    is_aside: bool = False
