"""Where pictures go: every screen that the tale passes, in each language, in light and in dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .people import LAPTOP, PHONE, WALL, Person

ROOT = Path(__file__).resolve().parents[2]
SHOTS, PICTURES = ROOT / "shots", ROOT / "docs/pictures"
SIZES = {
    "laptop": LAPTOP["viewport"],
    "small": {"width": 1024, "height": 600},
    "phone": PHONE["viewport"],
    "tiny": {"width": 320, "height": 568},
    "wall": WALL["viewport"],
}


def at_sizes(person: Person, sizes: tuple[str, ...]) -> Iterator[str]:
    """The person's page at each of these sizes in turn, then at its own again."""
    own = person.page.viewport_size
    for size in sizes:
        person.page.set_viewport_size(SIZES[size])
        yield size
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

    def show(self, person: Person, name: str) -> None:
        if self.is_shown:
            _shoot(person, PICTURES / f"{name}.png")


def _shoot(person: Person, path: Path) -> None:
    person.page.wait_for_timeout(80)
    person.page.screenshot(path=path, animations="disabled")
