"""Stylesheets keep to docs/design.md: one scale of letters and distances, colours in one place, nothing unused."""

from __future__ import annotations

import re
from pathlib import Path

from tests.services import ROOT

STYLES = {
    str(path.relative_to(ROOT / "static/css")): re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    for path in (ROOT / "static/css").rglob("*.css")
}
LETTERS = re.compile(r"(?<![-\w])font(?:-size)?: [^;]*?(?<![\w.])[\d.]+rem[^;]*;")
DISTANCES = re.compile(r"(?<![-\w])(?:row-|column-)?gap: [^;]*?(?<![\w.])[\d.]+rem[^;]*;")
COLOURS = re.compile(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(", re.I)
FARTHEST = re.compile(r"clamp\(var\(--t\d\), [\d.]+vw, \drem\)")  # on a wall letters grow, up to there
ON_PAPER = ("cards.css", "pdf.css", "sheet.css", "parts/paper.css", "print")
OF_DJANGO = {"errorlist", "helptext"}
COUNTED = {"room-3", "room-6", "room-8"}  # written with a number in the template


def found(pattern: re.Pattern[str], but: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{name}: {match[0]}"
        for name, text in sorted(STYLES.items())
        if not name.startswith(but)
        for match in pattern.finditer(FARTHEST.sub("", text))
    ]


def test_letters_have_the_sizes_of_the_scale() -> None:
    assert found(LETTERS) == []


def test_distances_are_those_of_the_scale() -> None:
    assert found(DISTANCES) == []


def test_colours_stand_in_one_place() -> None:
    assert found(COLOURS, ("base/tokens.css", *ON_PAPER)) == []


def test_every_value_that_is_named_is_used_and_every_used_one_named() -> None:
    whole = "".join(STYLES.values())
    named, used = set(re.findall(r"(--[\w-]+):", whole)), set(re.findall(r"var\((--[\w-]+)", whole))
    set_by_scripts = {name for name in used - named if name in _scripts()}
    assert (named - used, used - named - set_by_scripts) == (set(), set())


def test_every_class_is_worn() -> None:
    selectors = "".join(re.findall(r"([^{};]+)\{", "".join(STYLES.values())))
    classes = set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))
    assert classes - _worn() - OF_DJANGO - COUNTED == set()


def _scripts() -> str:
    return "".join(path.read_text() for path in (ROOT / "static/js").rglob("*.js"))


def _worn() -> set[str]:
    """Every word of a class in templates, and every word in a text of scripts and modules."""
    pages = "".join(
        path.read_text() for ending in ("html", "jinja") for path in (ROOT / "templates").rglob(f"*.{ending}")
    )
    classes = " ".join(re.findall(r"class=['\"]([^>]*)>", pages) + re.findall(r"_class %\}([^{]*)\{", pages))
    modules = [path.read_text() for name in ("codev", "groups", "sessions") for path in Path(ROOT / name).rglob("*.py")]
    texts = " ".join(re.findall(r"[\"'`]([^\"'`\n]*)[\"'`]", "".join([_scripts(), *modules])))
    drawn = " ".join(re.findall(r"class[^=\n]*= ?['\"]([^'\"]*)['\"]", pages))
    return set(re.findall(r"[\w-]+", f"{classes} {texts} {drawn}"))
