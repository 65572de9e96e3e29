"""docs/access.md says what the tables say."""

from __future__ import annotations

from sessions.live.regions.catalogue import REGIONS

from .pages import PAGE, PART, PARTS, written
from .panels import PANELS


def test_the_page_is_fresh() -> None:
    """Else `python -m tests.access` writes it anew."""
    assert PAGE.read_text() == written(PAGE.read_text())
    assert sorted(name for _, name, _ in PART.findall(PAGE.read_text())) == sorted(PARTS)


def test_every_panel_is_said_in_words() -> None:
    assert [*PANELS] == [region.name for region in REGIONS]
