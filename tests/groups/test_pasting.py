"""Pasted lists of people, as they come out of mails, spreadsheets and heads."""

from __future__ import annotations

import pytest

from groups.pasting import Fault, Person, first_fault, parse_people, parse_person


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Léa Martin", Person("Léa Martin")),
        ("  Léa   Martin  ", Person("Léa Martin")),
        ("Léa Martin <Lea@Example.org>", Person("Léa Martin", "lea@example.org")),
        ("Léa Martin <lea@example.org>,", Person("Léa Martin", "lea@example.org")),
        ('"Martin, Léa" <lea@example.org>;', Person("Martin, Léa", "lea@example.org")),
        ("Léa Martin; lea@example.org", Person("Léa Martin", "lea@example.org")),
        ("Léa Martin\tlea@example.org", Person("Léa Martin", "lea@example.org")),
        ("Léa;", Person("Léa")),
        ("Le\u0301a", Person("Léa")),
        ("Lé\u200ba", Person("Léa")),
        ("<lea@example.org>", Person("", "lea@example.org")),
    ],
)
def test_a_line_is_understood(line: str, person: Person) -> None:
    assert parse_person(line) == person


def test_blank_lines_are_nobody() -> None:
    assert parse_people("Karim\n\n  \r\nLéa\n") == [Person("Karim"), Person("Léa")]


@pytest.mark.parametrize(
    ("people", "fault"),
    [
        ([Person("Karim"), Person("Léa", "lea@example.org")], None),
        ([Person("")], Fault("name_missing")),
        ([Person("K" * 80)], None),
        ([Person("K" * 81)], Fault("name_too_long", "K" * 81)),
        ([Person("Karim", "karim")], Fault("email_unreadable", "Karim")),
        ([Person("Karim"), Person("karim")], Fault("name_taken", "karim")),
        ([Person("ÉMILE")], Fault("name_taken", "ÉMILE")),
        ([Person("Karim", "a@b.fr"), Person("Léa", "A@b.fr")], Fault("email_taken", "Léa")),
        ([Person("Léa", "emile@example.org")], Fault("email_taken", "Léa")),
        ([Person("Karim"), Person("Léa")], None),
    ],
)
def test_the_first_fault_is_found(people: list[Person], fault: Fault | None) -> None:
    assert first_fault(people, ["Émile", "Omar"], ["emile@example.org", ""]) == fault
