"""Pasted lists of people, as they come out of mails, spreadsheets and heads."""

from __future__ import annotations

import pytest

from groups.pasting import Fault, PastedPerson, first_fault, parse_people, parse_person


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Léa Martin", PastedPerson("Léa Martin")),
        ("  Léa   Martin  ", PastedPerson("Léa Martin")),
        ("Léa Martin <Lea@Example.org>", PastedPerson("Léa Martin", "lea@example.org")),
        ("Léa Martin <lea@example.org>,", PastedPerson("Léa Martin", "lea@example.org")),
        ('"Martin, Léa" <lea@example.org>;', PastedPerson("Martin, Léa", "lea@example.org")),
        ("Léa Martin; lea@example.org", PastedPerson("Léa Martin", "lea@example.org")),
        ("Léa Martin\tlea@example.org", PastedPerson("Léa Martin", "lea@example.org")),
        ("Léa;", PastedPerson("Léa")),
        ("Le\u0301a", PastedPerson("Léa")),
        ("Lé\u200ba", PastedPerson("Léa")),
        ("L\u034fé\u3164a\ufe0f", PastedPerson("Léa")),
        ("\u3164 \u115f\u2800", PastedPerson("")),
        ("<lea@example.org>", PastedPerson("", "lea@example.org")),
    ],
)
def test_a_line_is_understood(line: str, person: PastedPerson) -> None:
    assert parse_person(line) == person


def test_blank_lines_are_nobody() -> None:
    assert parse_people("Karim\n\n  \r\nLéa\n") == [PastedPerson("Karim"), PastedPerson("Léa")]


@pytest.mark.parametrize(
    ("people", "fault"),
    [
        ([PastedPerson("Karim"), PastedPerson("Léa", "lea@example.org")], None),
        ([PastedPerson("")], Fault("name_missing")),
        ([PastedPerson("K" * 80)], None),
        ([PastedPerson("K" * 81)], Fault("name_too_long", "K" * 81)),
        ([PastedPerson("Karim", "karim")], Fault("email_unreadable", "Karim")),
        ([PastedPerson("Karim"), PastedPerson("karim")], Fault("name_taken", "karim")),
        ([PastedPerson("ÉMILE")], Fault("name_taken", "ÉMILE")),
        ([PastedPerson("Karim", "a@b.fr"), PastedPerson("Léa", "A@b.fr")], Fault("email_taken", "Léa")),
        ([PastedPerson("Léa", "emile@example.org")], Fault("email_taken", "Léa")),
        ([PastedPerson("Karim"), PastedPerson("Léa")], None),
    ],
)
def test_the_first_fault_is_found(people: list[PastedPerson], fault: Fault | None) -> None:
    assert first_fault(people, ["Émile", "Omar"], ["emile@example.org", ""]) == fault
