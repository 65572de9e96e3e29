"""Laying out keeps what a reader sees, and leaves lines that can be read and compared."""

from __future__ import annotations

import re
from pathlib import Path

from tests.codev.seen import seen
from tests.formatting import ROOT, djlint, laid_out, stylesheets, templates

WAYS = range(20)


def test_templates_keep_what_is_seen_however_they_were_written(tmp_path: Path) -> None:
    written = {tmp_path / path.relative_to(ROOT): path.read_text() for path in templates()}
    for path, template in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(in_one_line(template))
    djlint("--reformat", "--quiet", files=written)
    for path, template in written.items():
        for way in WAYS:
            assert seen(path.read_text(), way) == seen(template, way), path.name


def in_one_line(template: str) -> str:
    return re.sub(r"\s*\n\s*", " ", template).strip() + "\n"


def test_a_space_that_shows_is_told_from_one_that_does_not() -> None:
    seen_of = {html: seen(html, 0) for html in ("<p>\n  a <b>b</b>\n</p>", "<p>a <b>b</b></p>", "<p>a<b>b</b></p>")}
    indented, dense, changed = seen_of.values()
    assert indented == dense != changed


def test_stylesheet_is_laid_out_once_and_for_all() -> None:
    css = "a>b,:is(.c, .d):has(> .e){color:red;margin:0;}@media (width>=40rem){.f,.g{color:red;}}"
    once = laid_out(css)
    assert laid_out(once) == once
    assert once.splitlines() == [
        "a > b,",
        ":is(.c, .d):has(> .e) {",
        "  color: red;",
        "  margin: 0;",
        "}",
        "",
        "@media (width >= 40rem) {",
        "  .f,",
        "  .g {",
        "    color: red;",
        "  }",
        "}",
    ]


def test_lines_are_short() -> None:
    limits = dict.fromkeys(stylesheets(), 120) | dict.fromkeys(templates(), 140)
    long = [f"{path.name}: {line}" for path, limit in limits.items() for line in _longer(path, limit)]
    assert long == []


def _longer(path: Path, limit: int) -> list[str]:
    return [line for line in path.read_text().splitlines() if len(line) > limit]
