"""Protocols that are wrong: each is refused with its place, its key and the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sessions.rulebook.protocol.protocol import catalogue, load, load_document, parse
from sessions.rulebook.protocol.reading import ProtocolError

Document = dict[str, Any]
Spoil = Callable[[Document], None]

CLASSIQUE = catalogue()["codev-classique"]


@pytest.fixture
def classique() -> Document:
    return load_document(CLASSIQUE)


def put(path: str, value: object) -> Spoil:
    """Set the value at "round[2].floor"."""

    def spoil(document: Document) -> None:
        holder, last = _holder(document, path)
        holder[last] = value

    return spoil


def drop(path: str) -> Spoil:
    """Remove the value at "round[2].floor"."""

    def spoil(document: Document) -> None:
        holder, last = _holder(document, path)
        del holder[last]

    return spoil


def _holder(document: Document, path: str) -> tuple[Any, str | int]:
    names = [int(name) if name.isdigit() else name for name in re.findall(r"[^.\[\]]+", path)]
    holder: Any = document
    for name in names[:-1]:
        holder = holder[name]
    return holder, names[-1]


REFUSED: list[tuple[Spoil, str]] = [
    # keys
    (put("colour", "plum"), "colour: unknown key"),
    (put("round[0].colour", "plum"), "round[0].colour: unknown key"),
    (put("round[0].cards.peer.advise", {"fr": "Non", "en": "No"}), "round[0].cards.peer.advise: unknown key"),
    (put("opening[0].listening", True), "opening[0].listening: unknown key"),
    (put("closing[0].accepts", ["peer"]), "closing[0].accepts: unknown key"),
    (put("settings.music", "yes"), "settings.music: unknown key"),
    (put("title.de", "Kollegiale Beratung"), "title.de: unknown key"),
    (drop("source"), "source: is missing"),
    (drop("round"), "round: is missing"),
    (drop("round[3].weight"), "round[3].weight: is missing"),
    (drop("settings.observer"), "settings.observer: is missing"),
    (drop("settings.contract_until"), "settings.contract_until: is missing"),
    # languages and cards
    (drop("title.fr"), "title.fr: is missing"),
    (drop("opening[1].purpose.en"), "opening[1].purpose.en: is missing"),
    (drop("round[3].cards.client.refrain.en"), "round[3].cards.client.refrain.en: is missing"),
    (drop("round[3].cards.client.refrain"), "round[3].cards.client.refrain: is missing"),
    (drop("round[3].cards.scribe"), "round[3].cards.scribe: is missing"),
    (drop("round[3].cards"), "round[3].cards: is missing"),
    (drop("opening[0].cards.facilitator"), "opening[0].cards.facilitator: is missing"),
    # types
    (put("title", "Codéveloppement"), "title: must be a table"),
    (put("title.fr", 3), "title.fr: must be text"),
    (put("title.fr", "  "), "title.fr: is empty"),
    (put("source", ""), "source: is empty"),
    (put("key", "Codev Classique"), "key: 'Codev Classique' must be lower-case letters joined by '_' or '-'"),
    (put("round[1].key", "étape 2"), "round[1].key: 'étape 2' must be lower-case letters joined by '_' or '-'"),
    (put("settings", []), "settings: must be a table"),
    (put("round", {}), "round: must be a list of tables"),
    (put("round[1]", "clarification"), "round[1]: must be a table"),
    (put("round[1].speaks", "peer"), "round[1].speaks: must be a list of texts"),
    (put("round[1].needs", [1]), "round[1].needs: must be a list of texts"),
    (put("round[1].writes", ["question"]), "round[1].writes: must be a table"),
    (put("round[1].writes.peer", "question"), "round[1].writes.peer: must be a list of texts"),
    (put("round[1].cards.peer", "Écoutez."), "round[1].cards.peer: must be a table"),
    (put("round[3].listening", "yes"), "round[3].listening: must be true or false"),
    (put("settings.observer", True), "settings.observer: must be text"),
    # numbers
    (put("round[0].weight", 0), "round[0].weight: must be a positive whole number"),
    (put("round[0].weight", -10), "round[0].weight: must be a positive whole number"),
    (put("round[0].weight", 1.5), "round[0].weight: must be a positive whole number"),
    (put("round[0].weight", True), "round[0].weight: must be a positive whole number"),
    (put("opening[0].weight", "8"), "opening[0].weight: must be a positive whole number"),
    (put("rounds", 0), "rounds: must be a positive whole number"),
    (put("minutes", "120"), "minutes: must be a positive whole number"),
    (put("largest", 2), "largest: must not be less than the smallest group"),
    (put("opening_minutes", 20), "opening_minutes: must be a list of [session's minutes, part's minutes]"),
    (put("opening_minutes", []), "opening_minutes: must be a list of [session's minutes, part's minutes]"),
    (put("opening_minutes", [[60]]), "opening_minutes: must be a list of [session's minutes, part's minutes]"),
    (put("opening_minutes", [[60, -5]]), "opening_minutes: must be a list of [session's minutes, part's minutes]"),
    (put("opening_minutes", [[60, 5], [60, 9]]), "opening_minutes: points must increase: [60, 9]"),
    (put("closing_minutes", [[60, 5], [120, 3]]), "closing_minutes: points must increase: [120, 3]"),
    (put("opening_minutes", [[60, 0], [120, 9]]), "opening_minutes: must not be 0: the opening has steps"),
    (drop("closing"), "closing_minutes: must be 0: the closing has no step"),
    # words
    (put("round[2].floor", "x"), "round[2].floor: unknown floor 'x'"),
    (put("round[2].speaks", ["client", "boss"]), "round[2].speaks: unknown role 'boss'"),
    (put("opening[0].speaks", ["client"]), "opening[0].speaks: unknown role outside a round 'client'"),
    (put("round[2].accepts", ["boss"]), "round[2].accepts: unknown role 'boss'"),
    (put("round[2].writes.boss", ["note"]), "round[2].writes.boss: unknown key"),
    (put("opening[0].writes.client", ["note"]), "opening[0].writes.client: unknown key"),
    (put("round[2].cards.boss", {}), "round[2].cards.boss: unknown key"),
    (put("opening[0].cards.client", {}), "opening[0].cards.client: unknown key"),
    (put("round[1].writes.peer", ["question", "advice"]), "round[1].writes.peer: unknown kind 'advice'"),
    (put("round[1].needs", ["coffee"]), "round[1].needs: unknown need 'coffee'"),
    (put("settings.observer", "maybe"), "settings.observer: unknown value 'maybe'"),
    (put("settings.client_in_consultation", "loud"), "settings.client_in_consultation: unknown value 'loud'"),
    (put("settings.contract_until", "coffee"), "settings.contract_until: unknown step of a round 'coffee'"),
    (put("settings.contract_until", "closing"), "settings.contract_until: unknown step of a round 'closing'"),
    # placeholders
    (put("round[0].purpose.fr", "{cliente} parle"), "round[0].purpose.fr: unknown placeholder '{cliente}'"),
    (put("round[0].purpose.en", "{client speaks"), "round[0].purpose.en: unknown placeholder '{'"),
    (put("round[0].cards.peer.expect.en", "{}"), "round[0].cards.peer.expect.en: unknown placeholder '{}'"),
    (put("round[0].title.fr", "Exposé {client}"), "round[0].title.fr: unknown placeholder '{client}'"),
    (put("opening[0].purpose.fr", "{client} arrive"), "opening[0].purpose.fr: unknown placeholder '{client}'"),
    (
        put("closing[0].cards.peer.refrain.fr", "{client}"),
        "closing[0].cards.peer.refrain.fr: unknown placeholder '{client}'",
    ),
    (put("closing[0].prompts[0].fr", "{client} ?"), "closing[0].prompts[0].fr: unknown placeholder '{client}'"),
    # prompts
    (put("round[0].prompts", "Allez"), "round[0].prompts: must be a list of tables"),
    (put("round[0].prompts[1]", {"fr": "Et alors ?"}), "round[0].prompts[1].en: is missing"),
    (put("round[0].prompts[1].en", " "), "round[0].prompts[1].en: is empty"),
    # steps that disagree
    (put("round[1].key", "check_in"), "round[1].key: duplicate step 'check_in'"),
    (put("closing[0].key", "contract"), "closing[0].key: duplicate step 'contract'"),
    (put("round", []), "round: has no step"),
    (drop("round[5]"), "round[4].key: the last step of a round must be 'learning'"),
    (put("round[0].speaks", ["client", "peer"]), "round[0].speaks: must be the client alone under 'client_only'"),
    (put("opening[0].floor", "client_only"), "opening[0].speaks: must be the client alone under 'client_only'"),
    (put("round[3].floor", "silence"), "round[3].speaks: must be nobody under 'silence'"),
    (put("round[3].speaks", []), "round[3].speaks: must not be empty under 'go_round'"),
    (put("settings.contract_written", "no"), "settings.contract_written: the step 'contract' writes a contract"),
    (drop("round[2].writes"), "settings.contract_written: no step writes a contract"),
    (
        put("settings.contract_until", "clarification"),
        "settings.contract_until: 'clarification' comes before 'contract'",
    ),
]


@pytest.mark.parametrize(("spoil", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_bad_document_is_refused_with_its_place_key_and_reason(classique: Document, spoil: Spoil, reason: str) -> None:
    spoil(classique)

    with pytest.raises(ProtocolError) as refusal:
        parse(classique, "school.toml")

    assert str(refusal.value) == f"school.toml: {reason}"
    assert (refusal.value.where, f"{refusal.value.key_path}: {refusal.value.reason}") == ("school.toml", reason)


def test_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("key = ", encoding="utf-8")

    with pytest.raises(ProtocolError) as refusal:
        load(path)

    assert str(refusal.value) == f"{path}: is not TOML: Invalid value (at end of document)"


def test_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(b"key = '\xff'")

    with pytest.raises(ProtocolError) as refusal:
        load(path)

    assert refusal.value.where == str(path)


def _prompts_of_the_first_step(text: str, lines: list[str]) -> str:
    before, _, rest = text.partition("prompts = [\n")
    return before + "prompts = [\n" + "".join(lines) + rest[rest.index("]\n") :]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (['{ fr = "Encore ?", en = "More?" },\n'] * 4, "opening[0].prompts: must be at least 5"),
        (
            ['{ fr = "Encore ?", en = "More?" },\n'] * 5 + [f'{{ fr = "Encore ?", en = "{"m" * 141}" }},\n'],
            "opening[0].prompts[5].en: must not be longer than 140 characters",
        ),
    ],
)
def test_file_with_too_few_or_too_long_prompts_is_refused(tmp_path: Path, lines: list[str], reason: str) -> None:
    path = tmp_path / "codev-classique.toml"
    path.write_text(_prompts_of_the_first_step(CLASSIQUE.read_text("utf-8"), lines), encoding="utf-8")

    with pytest.raises(ProtocolError) as refusal:
        load(path)

    assert str(refusal.value) == f"{path}: {reason}"


def test_file_under_another_name_than_its_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(CLASSIQUE.read_bytes())

    with pytest.raises(ProtocolError) as refusal:
        load(path)

    assert str(refusal.value) == f"{path}: key: must be the file's name 'mine'"
