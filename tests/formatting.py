"""Lays out stylesheets, one declaration and one selector a line: `make format` writes, `make check` asks."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import cssbeautifier

STYLESHEETS = Path(__file__).resolve().parents[1] / "static/css"
# What cssbeautifier leaves too close, as it does not know ranges in media queries, or too far apart.
CORRECTIONS = [(re.compile(r"(?<=\S) ?([<>]=) ?(?=\S)"), r" \1 "), (re.compile(r"(?<=\{\n)\n+"), "")]


def laid_out(css: str) -> str:
    """The same rules in our layout; what is laid out already stays as it is."""
    options = cssbeautifier.default_options()
    options.indent_size = 2
    options.space_around_combinator = True
    options.end_with_newline = True
    text: str = cssbeautifier.beautify(css, options)
    for found, wanted in CORRECTIONS:
        text = found.sub(wanted, text)
    return text


def main(arguments: list[str]) -> int:
    """Lay all stylesheets out; with `--check`, only name those that are not."""
    loose = [path for path in sorted(STYLESHEETS.rglob("*.css")) if path.read_text() != laid_out(path.read_text())]
    if "--check" in arguments:
        for path in loose:
            print(f"Not laid out (make format): static/css/{path.relative_to(STYLESHEETS)}")
        return int(bool(loose))
    for path in loose:
        path.write_text(laid_out(path.read_text()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
