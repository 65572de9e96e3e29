"""Lays out stylesheets and templates: `make format` writes, `make check` asks."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import cssbeautifier

ROOT = Path(__file__).resolve().parents[1]
# What cssbeautifier leaves too close, as it does not know ranges in media queries, or too far apart.
CORRECTIONS = [(re.compile(r"(?<=\S) ?([<>]=) ?(?=\S)"), r" \1 "), (re.compile(r"(?<=\{\n)\n+"), "")]


def stylesheets() -> list[Path]:
    return sorted(ROOT.glob("static/css/**/*.css"))


def templates() -> list[Path]:
    """Those that are laid out: not the live pages' frames, nor parts of a sentence, which end without a line break."""
    found = sorted(ROOT.glob("templates/**/*.html"))
    pages = [path for path in found if "sessions/live" not in path.as_posix() and path.read_text().endswith("\n")]
    return pages + sorted(ROOT.glob("templates/**/*.jinja"))


def laid_out(css: str) -> str:
    """The same rules, one declaration and one selector a line."""
    options = cssbeautifier.default_options()
    options.indent_size = 2
    options.space_around_combinator = True
    options.end_with_newline = True
    text: str = cssbeautifier.beautify(css, options)
    for found, wanted in CORRECTIONS:
        text = found.sub(wanted, text)
    return text


def djlint(*options: str, files: Iterable[Path]) -> bool:
    """Whether it finds nothing to do in pages nor in regions."""
    command = [sys.executable, "-m", "djlint", "--configuration", ROOT / "pyproject.toml", *options]
    pages, regions = [], []
    for path in files:
        (regions if path.suffix == ".jinja" else pages).append(path)
    answers = [subprocess.run([*command, "--profile", "django", *pages], check=False).returncode]
    answers.append(subprocess.run([*command, "--profile", "jinja", *regions], check=False).returncode)
    return not any(answers)


def check() -> bool:
    loose = [path for path in stylesheets() if path.read_text() != laid_out(path.read_text())]
    for path in loose:
        print(f"To be laid out by `make format`: {path.relative_to(ROOT)}")
    return djlint("--check", "--quiet", files=templates()) and not loose


def write() -> None:
    for path in stylesheets():
        path.write_text(laid_out(path.read_text()))
    djlint("--reformat", "--quiet", files=templates())


if __name__ == "__main__":
    if "--check" not in sys.argv:
        write()
    elif not check():
        sys.exit(1)
