"""The words of the shipped protocols: typography, length, no guess at anybody's gender."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sessions.rulebook.protocol.protocol import Protocol, Step, Text, catalogue, load

NO_BREAK = "\u00a0"


def words(protocol: Protocol) -> Iterator[tuple[str, Text]]:
    """Every text of a protocol with its place."""
    yield "title", protocol.title
    yield "summary", protocol.summary
    for step in protocol.steps:
        yield f"{step.key}.title", step.title
        yield f"{step.key}.purpose", step.purpose
        for role, card in step.cards.items():
            yield f"{step.key}.{role}.expect", card.expect
            yield f"{step.key}.{role}.refrain", card.refrain
        for number, prompt in enumerate(step.prompts):
            yield f"{step.key}.{number}.prompt", prompt


WORDS = [(protocol.key, place, text) for protocol in map(load, catalogue().values()) for place, text in words(protocol)]


def test_straight_quotes_stand_nowhere() -> None:
    assert [(key, place) for key, place, text in WORDS if set("'\"") & set(text.fr + text.en)] == []


def test_french_has_no_break_spaces_where_they_belong() -> None:
    faults = re.compile(rf"[^{NO_BREAK}][:;!?»]|«[^{NO_BREAK}]|\.\.\.|  |[“”]")

    assert [(key, place, text.fr) for key, place, text in WORDS if faults.search(text.fr)] == []


def test_english_has_no_french_typography() -> None:
    assert [
        (key, place, text.en) for key, place, text in WORDS if re.search(rf"[«»{NO_BREAK}]|\.\.\.|  ", text.en)
    ] == []


def test_no_word_is_elided_before_a_name() -> None:
    """« de {client} » would read « de Omar »."""
    elided = re.compile(r"\b(de|du|le|la|que|se|si|puisque|lorsque|jusque) \{client\}", re.IGNORECASE)

    assert [(key, place, text.fr) for key, place, text in WORDS if elided.search(text.fr)] == []


def test_gender_is_never_guessed() -> None:
    adjectives = "prêt|sûr|surpris|touché|concerné|content|satisfait|certain|invité|chacun"
    gendered_french = re.compile(
        rf"·|\(e\)|\{{client\}} (est|s’est|sera|a été)\b|\b(êtes|vous|sommes|nous) ({adjectives})s?\b", re.IGNORECASE
    )
    gendered_english = re.compile(r"\b(he|she|his|her|him|hers)\b", re.IGNORECASE)

    assert [(key, place, text.fr) for key, place, text in WORDS if gendered_french.search(text.fr)] == []
    assert [(key, place, text.en) for key, place, text in WORDS if gendered_english.search(text.en)] == []


def test_sentences_are_short_enough_for_a_phone_and_a_wall() -> None:
    limits = {"title": 40, "purpose": 80, "expect": 160, "refrain": 110, "summary": 160, "prompt": 140}

    long = [
        (key, place, len(sentence))
        for key, place, text in WORDS
        for sentence in (text.fr, text.en)
        if len(sentence) > limits[place.rsplit(".")[-1]]
    ]

    assert long == []


def test_cards_and_prompts_are_sentences_and_purposes_are_not() -> None:
    cards = [text for _, place, text in WORDS if place.endswith(("expect", "refrain", "prompt"))]
    purposes = [text for _, place, text in WORDS if place.endswith("purpose")]

    assert [text for text in cards if not all(sentence[-1] in ".?»”" for sentence in (text.fr, text.en))] == []
    assert [text for text in purposes if text.fr.endswith(".") or text.en.endswith(".")] == []


def test_the_names_of_people_stand_in_both_languages_of_a_purpose() -> None:
    purposes = [text for _, place, text in WORDS if place.endswith("purpose")]

    assert [text for text in purposes if ("{client}" in text.fr) != ("{client}" in text.en)] == []


def test_method_says_these_words() -> None:
    consultation = load(catalogue()["codev-classique"]).step("consultation")
    learning = load(catalogue()["codev-classique"]).step("learning")

    assert expected(consultation, "client") == "Écoutez. Tout est gardé pour vous."
    assert expected(consultation, "peer") == "Cherchez avec {client} ce qui peut faire avancer la situation."
    assert expected(learning, "peer").endswith(f"«{NO_BREAK}J’observe… Cela me fait… Je propose…{NO_BREAK}»")


def expected(step: Step, role: str) -> str:
    return step.cards[role].expect.given("fr")
