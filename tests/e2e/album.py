"""Where pictures go: every screen that the tale passes, in each language, in light and in dark."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from .people import LAPTOP, PHONE, WALL, Person

ROOT = Path(__file__).resolve().parents[2]
SHOTS, PICTURES = ROOT / "shots", ROOT / "docs/pictures"
SIZES = {"laptop": LAPTOP["viewport"], "phone": PHONE["viewport"], "wall": WALL["viewport"]}


class Album:
    """Where pictures go, in one language: each in light and in dark."""

    def __init__(self, language: str) -> None:
        self.folder = SHOTS / language
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, person: Person, name: str, *sizes: str) -> None:
        own = person.page.viewport_size
        for size in sizes or [""]:
            if size:
                person.page.set_viewport_size(SIZES[size])
            for scheme in ("light", "dark"):
                person.page.emulate_media(color_scheme=scheme)
                self._shoot(person.page, f"{name}-{size or 'own'}-{scheme}")
        person.page.emulate_media(color_scheme="light")
        if own:
            person.page.set_viewport_size(own)

    def _shoot(self, page: Page, name: str) -> None:
        page.wait_for_timeout(150)
        page.screenshot(path=self.folder / f"{name}.png", animations="disabled")


def picture(person: Person, name: str) -> None:
    """One of the README's."""
    person.page.wait_for_timeout(150)
    person.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
