"""The plan of the folders is the one that docs/architecture.md draws."""

from __future__ import annotations

import re
from pathlib import Path

from sessions.live.regions.catalogue import REGIONS
from tests.services import ROOT

PACKAGES = ("codev", "groups", "sessions")
MOST_FILES_AT_THE_ROOT = 12


def drawn() -> set[str]:
    """Every folder of the drawing, by its path; folders beside each other may share a line."""
    page = (ROOT / "docs/architecture.md").read_text()
    drawing = page.split("```")[1]
    found: set[str] = set()
    above: list[str] = []
    for line in filter(None, drawing.splitlines()):
        indent, names = re.match(r"( *)((?:[\w/]+/ ?)+)", line).groups()  # type: ignore[union-attr]
        above = above[: len(indent) // 2]
        found |= {"/".join([*above, name.rstrip("/")]) for name in names.split()}
        above.append(names.split()[0].rstrip("/"))
    return found


def standing() -> set[str]:
    """Every folder of the packages that holds something of the product, and the folders beside them."""
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
    folders = {path.parent for path in files if "__pycache__" not in path.parts}
    inside = {str(folder.relative_to(ROOT)) for folder in folders}
    return inside | {"templates", "static", "locale", "tests", "docs"}


def test_the_drawing_has_every_folder_and_no_other() -> None:
    assert drawn() == standing()


def test_few_files_lie_at_the_root_of_sessions() -> None:
    assert len(list((ROOT / "sessions").glob("*.py"))) <= MOST_FILES_AT_THE_ROOT


def test_each_region_s_template_stands_in_the_folder_of_its_panel() -> None:
    panels = {path.stem for path in (ROOT / "sessions/live/regions").glob("*.py")}

    assert {region.name for region in REGIONS if not (ROOT / "templates" / region.template).is_file()} == set()
    assert {Path(region.template).parent.name for region in REGIONS} <= panels


def test_pages_and_regions_include_their_own_kind() -> None:
    """Two engines read these folders, by the ending of the file."""
    included = re.compile(r"""\{% *(?:include|extends|import|from) "([^"]+)""")
    files = [path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".jinja")]
    strange = {
        f"{path.name} includes {name}"
        for path in files
        for name in included.findall(path.read_text())
        if (path.suffix == ".jinja") != name.endswith(".jinja")
    }
    assert strange == set()
