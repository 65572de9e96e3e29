"""Files that hold people: a workbook's sheet, or a text in whatever code, as the text that would have been pasted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from ..errors import Invalid

_MOST_INFLATED = 8 * 1024 * 1024  # bytes of a workbook, unpacked: a list of people has a hundredth of it
_MOST_ROWS, _MOST_COLUMNS, _MOST_SHEETS = 2000, 30, 12
_OLD = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls, and of a workbook under a password
_TO_SPACES = str.maketrans("\t\r\n\x0b\x0c\x85\u2028\u2029", " " * 8)


@dataclass(frozen=True, slots=True)
class Source:
    """What stood in a file: `sheet` is the one that was read, `others` those that hold something too."""

    text: str
    sheet: str = ""
    others: tuple[str, ...] = ()


def read_file(content: bytes) -> Source:
    """What a file holds, by its content and not by its name. Raises Invalid where nothing can be read of it."""
    if content.startswith(_OLD):
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise Invalid("file_locked" if is_locked else "file_old", "file")
    if content.startswith(b"PK"):
        return _workbook(content)
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise Invalid("file_unknown", "file")
    text = _text(content)
    if not text.strip():
        raise Invalid("file_empty", "file")
    return Source(text)


def _text(content: bytes) -> str:
    """By its mark, else as UTF-8, else as Windows or an old Macintosh wrote it."""
    for mark, code in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(code, "replace")
    if b"\x00" in content:
        return _wide(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("mac_roman" if _is_of_macintosh(content) else "cp1252", "replace")


def _wide(content: bytes) -> str:
    """Two bytes a letter without a mark; zeros anywhere else are of no text."""
    head = content[:1000]
    little, big = head[1::2].count(0), head[::2].count(0)
    if 4 * max(little, big) < len(head):
        raise Invalid("file_unknown", "file")
    return content.decode("utf-16-le" if little > big else "utf-16-be", "replace")


def _is_of_macintosh(content: bytes) -> bool:
    """There é, è, ç lie where Windows has signs that stand in no name."""
    return sum(content.count(sign) for sign in b"\x88\x89\x8d\x8e\x8f\x90\x94\x95\x9d") > sum(
        one >= 0xC0 for one in content
    )


def _workbook(content: bytes) -> Source:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _check(parts)
        return _fullest(content)
    except Invalid:
        raise
    except Exception as broken:  # whatever a broken or malicious file makes of its reader
        raise Invalid("file_broken", "file") from broken


def _check(parts: zipfile.ZipFile) -> None:
    names = parts.namelist()
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Invalid("file_unknown", "file")
    # What is unpacked is never more than what is announced: zipfile stops there.
    if len(names) > 500 or sum(part.file_size for part in parts.infolist()) > _MOST_INFLATED:
        raise Invalid("file_too_big", "file")


def _fullest(content: bytes) -> Source:
    """The sheet with most addresses, the first of several; its empty rows stay, so that lines have their numbers."""
    values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(content), read_only=True)
    try:
        texts = {
            sheet.title: "\n".join(_lines(sheet, formulas[sheet.title])) for sheet in values.worksheets[:_MOST_SHEETS]
        }
    finally:
        values.close()
        formulas.close()
    texts = {title: text for title, text in texts.items() if text.strip()}
    if not texts:
        raise Invalid("file_empty", "file")
    title = max(texts, key=lambda one: texts[one].count("@"))
    return Source(texts[title], title, tuple(one for one in texts if one != title))


def _lines(values: Any, formulas: Any) -> Iterator[str]:
    for known, typed in zip(_rows(values), _rows(formulas), strict=False):
        # A formula that was never calculated has no value: it is shown, and doubted.
        cells = [_cell(other if value is None else value) for value, other in zip(known, typed, strict=False)]
        yield "\t".join(cells).rstrip()


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # a file may say anything of its own size
    return islice(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True), _MOST_ROWS)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).translate(_TO_SPACES).strip()
    return '"' + text.replace('"', '""') + '"' if '"' in text else text
