"""What the documents promise names the tests that show it: these exist, and nothing that can be shown goes without."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.services import ROOT

DOCS = ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if "::test_" in page.read_text())
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
UNSHOWN = "(nothing can show it)"


@cache
def _tests_in(path: Path) -> set[str]:
    """By reading it: importing would need browsers and servers."""
    tree = ast.parse(path.read_text()) if path.is_file() else ast.Module([], [])
    functions = (one for one in ast.walk(tree) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return {one.name for one in functions if one.name.startswith("test_")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tests_that_a_page_names_exist(page: Path) -> None:
    named = NAMED.findall(page.read_text())
    assert len(named) == page.read_text().count("::test_")  # each is written so that it is found
    assert [f"{path}::{name}" for path, name in named if name not in _tests_in(ROOT / path)] == []


def _section(page: Path, heading: str) -> str:
    return page.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]


def _unshown(lines: list[str]) -> list[str]:
    return [line for line in lines if not NAMED.search(line) and UNSHOWN not in line]


def test_each_claim_of_the_threat_model_names_its_tests() -> None:
    page = DOCS / "threat-model.md"
    done = _section(page, "What we do").splitlines()
    rows = [line for line in done if line.startswith("| ")][1:]
    paragraphs = [line for line in done if line and not line.startswith("|")]
    sealed = [line for line in _section(page, "What is sealed, what is not").splitlines() if line[:1] not in ("", "|")]
    bounds = [line for line in _section(page, "What we do not claim").splitlines() if line.startswith("- ")]
    assert len(rows) == len({line.split("|")[1] for line in rows}) > 20  # none stands there twice
    assert _unshown([*rows, *paragraphs, *sealed, *bounds]) == []


# How many requirements of levels 1 and 2 each section of OWASP ASVS 5.0.0 has, the first ones of each.
ASVS = """1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3
8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1
12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3
16.5:3 17.1:1 17.2:4 17.3:2"""
REQUIREMENTS = [
    f"{section}.{number}"
    for section, _, count in (one.partition(":") for one in ASVS.split())
    for number in range(1, int(count) + 1)
]
ROW = re.compile(r"^\| ([\d.–, ]+) \|([^|]+)\|([^|]+)\|([^|]*)\|$", re.MULTILINE)


def test_every_requirement_of_the_standard_has_its_line_with_a_test_or_a_reason() -> None:
    rows = [[cell.strip() for cell in row] for row in ROW.findall((DOCS / "security.md").read_text())]
    said = [one for numbers, *_ in rows for span in numbers.split(", ") for one in _spanned(span)]
    assert sorted(said) == sorted(REQUIREMENTS)
    assert {stands for _, _, stands, _ in rows} <= {"held", "not held", "not here", "operator"}
    assert [numbers for numbers, _, stands, why in rows if stands != "not here" and not why] == []


def _spanned(span: str) -> list[str]:
    """Those that a line like 1.4.1–1.4.3 is for."""
    first, _, last = span.partition("–")
    begin = REQUIREMENTS.index(first)
    return REQUIREMENTS[begin : REQUIREMENTS.index(last or first) + 1]
