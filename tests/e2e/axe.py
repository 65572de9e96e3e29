"""axe on a screen in a state, in French: WCAG 2.2 AA and what axe calls best practice, nothing excepted."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

from .album import at_sizes
from .people import Person

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
WIDER = "() => document.documentElement.scrollWidth > innerWidth"


class Ledger:
    """What axe found, by screen and state; all of it is reported at once."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def take(self, person: Person, name: str, *sizes: str) -> None:
        """Everything at each of these sizes, colours in the dark at the first; and nothing wider than the screen."""
        for size in at_sizes(person, sizes):
            self.look(person, f"{name}, {size}", dark=size == sizes[0])
            if person.page.evaluate(WIDER):
                self.found[f"{name}, {size}"].append("wider than the screen")

    def show(self, person: Person, name: str) -> None:
        """The README's pictures are not for axe."""

    def look(self, person: Person, state: str, *, dark: bool = False) -> None:
        assert person.page.get_attribute("html", "lang") == "fr"
        self._run(person, state, ALL)
        if dark:
            person.page.emulate_media(color_scheme="dark")
            self._run(person, f"{state}, dark", COLOURS)
            person.page.emulate_media(color_scheme="light")

    def visit(self, person: Person, path: str, state: str) -> None:
        person.page.goto("/".join(person.url.split("/")[:3]) + path)
        self.look(person, state)

    @property
    def complaints(self) -> dict[str, list[str]]:
        assert self.found
        return {state: found for state, found in self.found.items() if found}

    def _run(self, person: Person, state: str, options: dict[str, object]) -> None:
        violations = Axe().run(person.page, options=options).response["violations"]
        self.found[state] = [
            f"{one['id']}: {node['target']} {' '.join((node.get('failureSummary') or '').split())[:200]}"
            for one in violations
            for node in one["nodes"]
        ]
