"""Attendance as a file: what spreadsheets read, and nothing that they would carry out."""

from __future__ import annotations

import csv
import io
from datetime import date
from uuid import uuid4

import pytest
from django.utils import translation

from sessions.history import exports
from sessions.history.half_days import HalfDay
from sessions.history.shapes import Column, CycleFigures, Line, Register, Span, Tally

NOTHING = Tally(held=0, planned=0, cancelled=0, span=Span(0), consultations=0)
DAY = date(2026, 3, 2)


def cycle(*names: str) -> CycleFigures:
    """A session over noon that nobody closed; everybody came in the morning alone."""
    columns = (Column(3, HalfDay(DAY, False), len(names), True), Column(3, HalfDay(DAY, True), 0, True))
    return CycleFigures(2, (), NOTHING, Register(columns, tuple(line(name) for name in names)))


def line(name: str) -> Line:
    return Line(name, (True, False), (105, 0), uuid4())


def read(file: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_in_french_cells_are_parted_by_semicolons_after_a_byte_order_mark() -> None:
    with translation.override("fr"):
        file = exports.attendance([cycle("Élise")], "csv")
    assert file.startswith(b"\xef\xbb\xbf")
    assert read(file, ";") == [
        ["Cycle", "Séance", "Date", "Demi-journée", "Nom", "Présence", "Fin", "Heures"],
        ["2", "3", "2026-03-02", "matin", "Élise", "1", "heure de fin estimée", "1,75"],
        ["2", "3", "2026-03-02", "après-midi", "Élise", "0", "heure de fin estimée", "0,00"],
    ]


def test_in_english_cells_are_parted_by_commas() -> None:
    with translation.override("en"):
        file = exports.attendance([cycle("Ana")], "csv")
    assert read(file, ",")[1] == ["2", "3", "2026-03-02", "morning", "Ana", "1", "estimated end time", "1.75"]


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+33 6",
        "-Ana",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =cmd",
        "＝1+1",
        "＋1",
        "－1",
        "＠A1",
        '=HYPERLINK("x";"y")',
    ],
)
def test_a_cell_is_never_a_formula(name: str) -> None:
    assert read(exports.attendance([cycle(name)], "csv"), ";")[1][4] == f"'{name}"


@pytest.mark.parametrize("name", ["Ana", "Jean-Luc", "O’Neil = Ana", "Ana; Élise", 'Ana "la grande"', "1+1"])
def test_an_ordinary_name_stays_as_it_is(name: str) -> None:
    assert read(exports.attendance([cycle(name)], "csv"), ";")[1][4] == name
