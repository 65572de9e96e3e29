"""axe on a screen in a state, in its language: WCAG 2.2 AA and what axe calls best practice, nothing excepted."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

from .album import at_sizes
from .people import Person

SCROLLING = ["scrollable-region-focusable", "color-contrast"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
LAYOUT = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["target-size", *SCROLLING]}}
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
WIDER = "() => document.documentElement.scrollWidth > innerWidth"
# There, the bar of controls that sticks to the bottom covers nothing.
TO_THE_END = "scrollTo(0, document.documentElement.scrollHeight)"


class Ledger:
    """What axe found, by screen and state; all of it is reported at once."""

    def __init__(self, language: str = "fr") -> None:
        self.language = language
        self.found: dict[str, list[str]] = {}

    def take(self, person: Person, name: str, *sizes: str) -> None:
        """Everything at the first of these sizes, in the dark too; what hangs on the layout at all of them."""
        for size in at_sizes(person, sizes):
            person.page.evaluate(TO_THE_END)
            if size == sizes[0]:
                self.look(person, f"{name}, {size}", dark=True)
            else:
                self._run(person, f"{name}, {size}", LAYOUT)
            if person.page.evaluate(WIDER):
                self.found[f"{name}, {size}"].append("wider than the screen")

    def show(self, person: Person, name: str, **how: str) -> None:
        """The README's pictures are not for axe."""

    def look(self, person: Person, state: str, *, dark: bool = False) -> None:
        assert person.page.get_attribute("html", "lang") == self.language
        self._run(person, state, ALL)
        if dark:
            person.page.emulate_media(color_scheme="dark")
            self._run(person, f"{state}, dark", COLOURS)
            person.page.emulate_media(color_scheme="light")

    def visit(self, person: Person, path: str, state: str) -> None:
        person.page.goto("/".join(person.url.split("/")[:3]) + path)
        self.look(person, state)

    @property
    def complaints(self) -> list[str]:
        return [f"{state}: {one}" for state, found in self.found.items() for one in found]

    def _run(self, person: Person, state: str, options: dict[str, object]) -> None:
        violations = Axe().run(person.page, options=options).response["violations"]
        self.found[state] = [
            f"{one['id']}: {node['target']} {' '.join((node.get('failureSummary') or '').split())[:200]}"
            for one in violations
            for node in one["nodes"]
        ]
