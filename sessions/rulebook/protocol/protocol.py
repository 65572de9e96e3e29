"""What a protocol is: steps, floor rules, writing rules and role cards, in French and English.

`parse` makes one from a document, `load` from a file; reading.py has the sorts of values, consistency.py what must
agree."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from .consistency import PARTS, check, check_prompts
from .reading import ProtocolError, Table
from .vocabulary import FLOORS, NEEDS, ROLES, SETTINGS, USUAL, WRITABLE

PROTOCOL_KEYS = (
    "key",
    "title",
    "summary",
    "source",
    "smallest",
    "largest",
    "minutes",
    "rounds",
    "opening_minutes",
    "closing_minutes",
    "settings",
    "round",
)
STEP_KEYS = ("key", "title", "purpose", "weight", "floor", "speaks", "cards")
STEP_OPTIONS = ("writes", "needs", "prompts")
# Nobody is client in opening and closing.
ROLES_OUTSIDE_ROUNDS = tuple(role for role in ROLES if role != "client")

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
    """One step; opening and closing have no client, so no client's card.

    `weight` is its part of the minutes of its round, opening or closing; `writes` are kinds by role, `accepts` roles
    that accept the contract, `prompts` what a facilitator may say to get the group moving. In a listening step the
    school says whether the client may speak.
    """

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
    prompts: tuple[Text, ...] = ()
    is_listening: bool = False


@dataclass(frozen=True)
class Protocol:
    """A method of holding a session: usually `minutes` long, with `rounds` clients.

    `opening` and `closing` are points (session's minutes, minutes of the part) of the curves that agenda.plan reads.
    """

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


def catalogue() -> dict[str, Path]:
    """The shipped protocols' files by key, those of codéveloppement first."""
    paths = (Path(__file__).parents[2] / "protocols").glob("*.toml")
    return {path.stem: path for path in sorted(paths, key=lambda path: (not path.stem.startswith("codev"), path.stem))}


def load(path: Path) -> Protocol:
    """The protocol in that file, whose name is the protocol's key. Raises ProtocolError, or OSError if unreadable."""
    document = load_document(path)
    protocol = parse(document, str(path))
    check_prompts(Table(document, str(path)))
    if protocol.key != path.stem:
        raise ProtocolError(str(path), "key", f"must be the file's name {path.stem!r}")
    return protocol


def load_document(path: Path) -> dict[str, object]:
    """What stands in that file, unchecked; a session keeps it as JSON (ProtocolCopy). Raises as `load` does."""
    try:
        return deepcopy(_read(path.read_text("utf-8")))
    except ValueError as error:  # no TOML, or no UTF-8
        raise ProtocolError(str(path), "", f"is not TOML: {error}") from error


@lru_cache(maxsize=32)
def _read(text: str) -> dict[str, object]:
    # Ten times as dear as a copy of what was read.
    return tomllib.loads(text)


def parse(document: dict[str, object], where: str) -> Protocol:
    """The protocol that `document` describes, its settings carried out; ProtocolError names `where`."""
    root = Table(document, where).only(PROTOCOL_KEYS, ("opening", "closing"))
    settings = _settings(root.table("settings"))
    steps = [_step(table, part, settings) for part in PARTS for table in root.tables(part)]
    protocol = Protocol(
        key=root.name("key"),
        title=_text(root.table("title")),
        summary=_text(root.table("summary")),
        source=root.string("source"),
        smallest=root.count("smallest"),
        largest=root.count("largest"),
        minutes=root.count("minutes"),
        rounds=root.count("rounds"),
        opening=root.points("opening_minutes"),
        closing=root.points("closing_minutes"),
        steps=tuple(_contract_carried(steps, settings["contract_until"])),
        settings=settings,
    )
    # Last, as it reads every table a second time and takes each value for what it should be.
    check(root)
    return protocol


def _settings(table: Table) -> dict[str, str]:
    table.only((*(SETTINGS.keys() - USUAL), "contract_until"), USUAL)
    said = {name: values for name, values in SETTINGS.items() if name in table.values or name not in USUAL}
    chosen = {name: table.choice(name, values, "value") for name, values in said.items()}
    return {**USUAL, **chosen, "contract_until": table.string("contract_until")}


def _step(table: Table, part: str, settings: Mapping[str, str]) -> Step:
    inside = part == "round"
    table.only(STEP_KEYS, (*STEP_OPTIONS, "accepts", "listening") if inside else STEP_OPTIONS)
    roles, kind_of_role = (ROLES, "role") if inside else (ROLES_OUTSIDE_ROUNDS, "role outside a round")
    placeholders = ("{client}",) if inside else ()
    heard = table.flag("listening") and settings["client_in_consultation"] == "interaction"
    return Step(
        key=table.name("key"),
        part=part,
        title=_text(table.table("title")),
        purpose=_text(table.table("purpose"), placeholders),
        weight=table.count("weight"),
        floor=table.choice("floor", FLOORS, "floor"),
        speaks=frozenset((*table.choices("speaks", roles, kind_of_role), *(["client"] if heard else []))),
        writes=_writes(table.table("writes").only((), roles)),
        accepts=frozenset(table.choices("accepts", roles, "role")),
        needs=table.choices("needs", NEEDS, "need"),
        cards=_cards(table.table("cards").only(roles), placeholders),
        prompts=tuple(_text(prompt, placeholders) for prompt in table.tables("prompts")),
        is_listening=table.flag("listening"),
    )


def _writes(table: Table) -> dict[str, frozenset[str]]:
    return {role: frozenset(table.choices(role, WRITABLE, "kind")) for role in table.values}


def _cards(table: Table, placeholders: tuple[str, ...]) -> dict[str, Card]:
    return {role: _card(table.table(role).only(("expect", "refrain")), placeholders) for role in table.values}


def _card(table: Table, placeholders: tuple[str, ...]) -> Card:
    return Card(_text(table.table("expect"), placeholders), _text(table.table("refrain"), placeholders))


def _text(table: Table, placeholders: tuple[str, ...] = ()) -> Text:
    table.only(("fr", "en"))
    return Text(fr=table.sentence("fr", placeholders), en=table.sentence("en", placeholders))


def _contract_carried(steps: Iterable[Step], until: str) -> Iterator[Step]:
    """The steps, with the contract open to its writers and accepters from its own step up to the step `until`."""
    # Carried out once, here, so that no rule has to ask the setting: a step's own `writes` and `accepts` say it all.
    writers: frozenset[str] = frozenset()
    accepts: frozenset[str] = frozenset()
    for step in steps:
        writers |= {role for role, kinds in step.writes.items() if "contract" in kinds}
        accepts |= step.accepts
        contract = {role: step.writes.get(role, frozenset()) | {"contract"} for role in writers}
        yield replace(step, writes={**step.writes, **contract}, accepts=accepts)
        if step.key == until:
            writers = accepts = frozenset()
