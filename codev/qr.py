"""QR codes: an address as one SVG path, drawn by templates/_qr.html, or as plain characters on a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from itertools import groupby

import segno

MARGIN = 4  # units of quiet zone: the standard's, without which scanners miss the code


@dataclass(frozen=True)
class Drawing:
    """A square of `size` units with its quiet margin, and the path of its dark parts: lines one unit thick."""

    size: int
    path: str


def drawing(text: str) -> Drawing:
    """The QR code of a text."""
    matrix = _code(text).matrix
    runs = "".join(_runs(y, bytes(row)) for y, row in enumerate(matrix, MARGIN))
    return Drawing(len(matrix) + 2 * MARGIN, runs)


def _runs(y: int, row: bytes) -> str:
    path, x, end = "", MARGIN, 0
    for is_dark, units in groupby(row):
        length = len(list(units))
        if is_dark:
            # From the last one on, which makes of the rows what compresses well: a first visit loads this picture.
            path += f"m{x - end} 0h{length}" if end else f"M{x} {y}h{length}"
            end = x + length
        x += length
    return path


def terminal(text: str) -> str:
    """The QR code of a text in half blocks, for light or dark terminals alike."""
    out = StringIO()
    _code(text).terminal(out, border=MARGIN // 2, compact=True)
    return out.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m")
