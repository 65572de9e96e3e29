"""QR codes as paths."""

from __future__ import annotations

import re

import segno

from codev.qr import MARGIN, drawing

ADDRESS = "https://codev.example.org/join/?code=ACDEFH"


def test_the_path_is_the_matrix() -> None:
    matrix = segno.make_qr(ADDRESS, error="m").matrix
    found = drawing(ADDRESS)
    dark = {
        (int(x) + step - MARGIN, int(y) - MARGIN)
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", found.path)
        for step in range(int(length))
    }
    assert found.size == len(matrix) + 2 * MARGIN
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, unit in enumerate(row) if unit}
