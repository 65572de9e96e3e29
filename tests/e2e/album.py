"""Where pictures go: every screen that the tale passes, in each language, in light and in dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from .people import LAPTOP, PHONE, WALL, Person

ROOT = Path(__file__).resolve().parents[2]
SHOTS, PICTURES = ROOT / "shots", ROOT / "docs/pictures"
SIZES = {
    "laptop": LAPTOP["viewport"],
    "small": {"width": 1024, "height": 600},
    "phone": PHONE["viewport"],
    "tiny": {"width": 320, "height": 568},
    "wide": {"width": 1440, "height": 900},
    "wall": WALL["viewport"],
    "laptop at 200 %": LAPTOP["viewport"],
    "phone at 200 %": PHONE["viewport"],
}
AROUND = ("laptop", "phone", "tiny", "wide", "laptop at 200 %", "phone at 200 %")  # where no hour is under way
LETTERS = "(size) => document.documentElement.style.fontSize = size"


def at_sizes(person: Person, sizes: tuple[str, ...]) -> Iterator[str]:
    """The person's page at each of these sizes in turn, then at its own again."""
    own = person.page.viewport_size
    for size in sizes:
        person.page.set_viewport_size(SIZES[size])
        person.page.evaluate(LETTERS, "200%" if size.endswith("200 %") else "")
        yield size
    person.page.evaluate(LETTERS, "")
    if own:
        person.page.set_viewport_size(own)


class Album:
    """Where pictures go, in one language: each in light and in dark; French ones are also the README's."""

    def __init__(self, language: str) -> None:
        self.folder, self.is_shown = SHOTS / language, language == "fr"
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, person: Person, name: str, *sizes: str) -> None:
        for size in at_sizes(person, sizes):
            for scheme in ("light", "dark"):
                person.page.emulate_media(color_scheme=scheme)
                _shoot(person, self.folder / f"{name}-{size}-{scheme}.png")
            person.page.emulate_media(color_scheme="light")

    def show(self, person: Person, name: str, *, size: str = "", scheme: Literal["light", "dark"] = "light") -> None:
        if self.is_shown:
            for _size in at_sizes(person, (size,)) if size else ("",):
                person.page.emulate_media(color_scheme=scheme)
                _shoot(person, PICTURES / f"{name}.png")
            person.page.emulate_media(color_scheme="light")


def _shoot(person: Person, path: Path) -> None:
    person.page.wait_for_timeout(80)
    person.page.screenshot(path=path, animations="disabled")
