"""QR codes as paths."""

from __future__ import annotations

import re

import segno

from codev.qr import MARGIN, drawing

ADDRESS = "https://codev.example.org/join/?code=ACDEFH"


def test_the_path_is_the_matrix() -> None:
    matrix = segno.make_qr(ADDRESS, error="m").matrix
    found = drawing(ADDRESS)
    dark, x, y = set(), 0, 0
    for move, across, down, length in re.findall(r"([Mm])(\d+) (\d+)h(\d+)", found.path):
        x, y = (int(across), int(down)) if move == "M" else (x + int(across), y + int(down))
        dark |= {(x + step - MARGIN, y - MARGIN) for step in range(int(length))}
        x += int(length)
    assert found.size == len(matrix) + 2 * MARGIN
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, unit in enumerate(row) if unit}
