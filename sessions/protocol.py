"""What a protocol is: steps, floor rules, writing rules and role cards, in French and English.

`parse` makes one from a document that protocol_reading.py has found sound, `load` from a file of protocols/."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROLES = ("facilitator", "client", "peer", "observer", "scribe")
KINDS = (
    "question",
    "reformulation",
    "analysis",
    "option",
    "experience",
    "hypothesis",
    "reflective_question",
    "resource",
    "feedback",
    "metaphor",
    "impression",
    "learning",
    "note",
)
WRITABLE = (*KINDS, "contract", "synthesis", "commitment")
FLOORS = ("client_only", "queue", "go_round", "free", "silence")
NEEDS = ("clients", "question", "contract", "contract_accepted", "contribution", "synthesis", "commitment", "learning")
PARTS = ("opening", "round", "closing")
SETTINGS: Mapping[str, tuple[str, ...]] = {
    "client_in_consultation": ("silent", "silent_unless_drift", "interaction"),
    "subject_choice": ("facilitator", "votes", "stakes"),
    "contract_written": ("yes", "no"),
    "observer": ("yes", "no"),
    "client_turned_away": ("yes", "no"),
}

Points = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Text:
    """A sentence in each language of the product."""

    fr: str
    en: str

    def given(self, language: str) -> str:
        """The sentence in `language` ("fr", "fr-ca", …), in English where there is no other."""
        return self.fr if language.split("-")[0] == "fr" else self.en


@dataclass(frozen=True)
class Card:
    """What a step asks of one role, and what to refrain from."""

    expect: Text
    refrain: Text


@dataclass(frozen=True)
class Step:
    """One step; opening and closing have no client, so no client's card."""

    key: str
    part: str
    title: Text
    purpose: Text
    weight: int
    floor: str
    speaks: frozenset[str]
    writes: Mapping[str, frozenset[str]]
    accepts: frozenset[str]
    needs: tuple[str, ...]
    cards: Mapping[str, Card]


@dataclass(frozen=True)
class Protocol:
    """A method of holding a session. `opening` and `closing` are points (session's minutes, minutes of the part)."""

    key: str
    title: Text
    summary: Text
    source: str
    smallest: int
    largest: int
    minutes: int
    rounds: int
    opening: Points
    closing: Points
    steps: tuple[Step, ...]
    settings: Mapping[str, str]

    def part(self, name: str) -> tuple[Step, ...]:
        """The steps of the opening, of a round or of the closing, in order."""
        return tuple(step for step in self.steps if step.part == name)

    def step(self, key: str) -> Step:
        """The step of that key; KeyError where there is none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)


def load_document(path: Path) -> dict[str, object]:
    """The file as TOML gives it, unchecked."""
    with path.open("rb") as file:
        return tomllib.load(file)
