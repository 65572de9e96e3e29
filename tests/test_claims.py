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
