"""What a page shows, and what it is sent to show something else: put together once for all pages that show the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from .elements import Element, changes


# Compared by identity: those who are shown the same have the very same one.
@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Shown:
    """What a viewer sees, by region: what is `shared` with all of an audience, and what is one's `own`."""

    shared: Mapping[str, Element]
    own: Mapping[str, Element]

    @property
    def regions(self) -> dict[str, Element]:
        return {**self.shared, **self.own}


NOTHING = Shown({}, {})


@dataclass(frozen=True)
class Changes:
    """What differs between what pages show and a stage."""

    # By what was shown before, which must not be kept alive by it: its words may have been destroyed since.
    of_elements: WeakKeyDictionary[Element, tuple[Element, list[str]]] = field(default_factory=WeakKeyDictionary)
    of_pages: WeakKeyDictionary[Shown, dict[Shown, str]] = field(default_factory=WeakKeyDictionary)

    def between(self, old: Shown, new: Shown) -> str:
        """What a page is sent that shows `old`, to show `new`: elements, one a line, empty where nothing differs."""
        if old is new:
            return ""
        if old is NOTHING:
            # Not kept: it is the whole of what the stage holds, once more for each audience.
            return "\n".join([one.html for one in new.regions.values()])
        known = self.of_pages.setdefault(old, {})
        if new not in known:
            known[new] = self._made(old, new)
        return known[new]

    def _made(self, old: Shown, new: Shown) -> str:
        known = old.regions
        differing = ((known.get(name), one) for name, one in new.regions.items())
        return "\n".join([text for before, one in differing if before is not one for text in self._of(before, one)])

    def _of(self, old: Element | None, new: Element) -> list[str]:
        """The same of one region, which is there among other ones too."""
        if old is None:
            return [new.html]
        known = self.of_elements.get(old)
        if known is None or known[0] is not new:
            known = self.of_elements[old] = (new, changes(old, new))
        return known[1]
