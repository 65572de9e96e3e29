"""Files about attendance, as a strict reader opens them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

HOSTILE = ('=HYPERLINK("http://x.example";"y")', "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "＝1+1", "＠SUM(1)")
LEADS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def in_pdf(answer: HttpResponse) -> PdfReader:
    """A PDF that says its language and title, is tagged, and holds nothing else of metadata."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    reader = PdfReader(io.BytesIO(answer.content), strict=True)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert {*(reader.metadata or {})} == {"/Title", "/Producer"}
    assert not any(key in root for key in ("/Names", "/AcroForm", "/OpenAction", "/AA"))
    return reader


def language_and_title(reader: PdfReader) -> tuple[str, str]:
    assert reader.metadata
    root: Any = reader.trailer["/Root"]
    return str(root["/Lang"]), str(reader.metadata.title)


def words(reader: PdfReader) -> str:
    """All its text, in one line."""
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def in_csv(answer: HttpResponse, delimiter: str = ";") -> list[dict[str, str]]:
    """One heading, and lines of as many cells."""
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(
        csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True)
    )
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len({*rows[0]}) == len(rows[0])
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def in_workbook(answer: HttpResponse) -> Worksheet:
    """The one sheet, without a formula, a link or a name behind which one hides."""
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    (sheet,) = book.worksheets
    assert [cell.coordinate for cell in cells(sheet) if cell.data_type == "f" or cell.hyperlink] == []
    assert {*book.defined_names} == set()
    assert not book.properties.creator
    return sheet


def cells(sheet: Worksheet) -> Iterator[Any]:
    return (cell for row in sheet.iter_rows() for cell in row)


def lines(sheet: Worksheet) -> list[dict[str, Any]]:
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def carried_out(texts: Iterator[Any]) -> list[str]:
    """The texts that a spreadsheet would take for a formula."""
    return [text for text in texts if isinstance(text, str) and text.lstrip().startswith(LEADS)]
