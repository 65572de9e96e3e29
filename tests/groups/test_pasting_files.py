"""People in files: workbooks as they come, texts in whatever code, and what no list can be read from."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from groups.errors import Invalid
from groups.pasting import read, read_file

ROWS = [["Nom", "Prénom", "Courriel"], ["LE GOFF", "Élise", "e@exemple.invalid"]]
CSV = "Nom;Prénom;Courriel\r\nLE GOFF;Élise;e@exemple.invalid\r\n"
ELISE = [("Élise Le Goff", "e@exemple.invalid")]


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def packed(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, content in parts.items():
            parcel.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def people(content: bytes) -> list[tuple[str, str]]:
    return [(line.name, line.email) for line in read(read_file(content).text).lines]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "mac_roman"])
def test_a_text_in_any_code_is_read(code: str) -> None:
    assert people(CSV.encode(code)) == ELISE


def test_a_workbook_is_read_by_its_own_rows() -> None:
    content = workbook(
        Feuille=[["Participants"], [], *ROWS, [], ["Almeida", "João", "j@exemple.invalid", 612345678, 3.0]]
    )
    lines = read(read_file(content).text).lines
    assert [(line.number, line.name, line.email) for line in lines] == [
        (4, *ELISE[0]),
        (6, "João Almeida", "j@exemple.invalid"),
    ]


def test_merged_cells_numbers_and_formulas_name_nobody() -> None:
    book = Workbook()
    for row in [["Liste", None, None], *ROWS, [12, 7, "zed@exemple.invalid"], ["=A1", None, "leo@exemple.invalid"]]:
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    kept = io.BytesIO()
    book.save(kept)
    lines = read(read_file(kept.getvalue()).text).lines
    assert [(line.name, line.doubts) for line in lines] == [
        ("Élise Le Goff", ()),
        ("Zed", ("name_from_address",)),
        ("", ("formula",)),
    ]


def test_of_several_sheets_the_one_with_addresses_is_read_and_the_others_are_named() -> None:
    source = read_file(workbook(Notes=[["à faire"]], Gens=ROWS, Vide=[]))
    assert (source.sheet, source.others) == ("Gens", ("Notes",))


def test_cells_hold_tabs_quotes_and_ends_of_lines() -> None:
    rows = [["Nom", "E-mail"], ['Élise "Lili"\nLe Goff', "e@exemple.invalid"]]
    assert people(workbook(Gens=rows)) == [('Élise "Lili" Le Goff', "e@exemple.invalid")]


OLD = bytes.fromhex("d0cf11e0a1b11ae1")
TYPES = {"[Content_Types].xml": b"<Types/>"}
REFUSED = {
    "an old workbook": (OLD + bytes(600), "file_old"),
    "a workbook under a password": (OLD + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "file_locked"),
    "an open document": (packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "file_unknown"),
    "a parcel of anything": (packed(readme=b"x"), "file_unknown"),
    "a broken workbook": (workbook(Gens=ROWS)[:900], "file_broken"),
    "a workbook of nothing": (packed(**TYPES, xl__workbook=b"<workbook/>"), "file_broken"),
    "a bomb": (packed(**TYPES, xl__workbook=bytes(9 * 1024 * 1024)), "file_too_big"),
    "an empty workbook": (workbook(Gens=[]), "file_empty"),
    "an empty file": (b"", "file_empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "file_unknown"),
    "a document": (b"%PDF-1.7", "file_unknown"),
    "zeros": (bytes(300) + b"\x01\x02\x03" * 300, "file_unknown"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_answered_clearly(what: str) -> None:
    content, code = REFUSED[what]
    with pytest.raises(Invalid) as refused:
        read_file(content)
    assert (refused.value.code, refused.value.field) == (code, "file")


def test_a_workbook_that_says_it_has_a_million_rows_is_read_to_its_bound() -> None:
    content = workbook(Gens=[*ROWS, *[["Petit", "Zoé", f"z{n}@exemple.invalid"] for n in range(3000)]])
    assert read_file(content).text.count("@") == 1999
