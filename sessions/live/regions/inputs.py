"""What a region is made from: named beside the function that makes its context, and compared before that is asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any

from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer

Own = Callable[[Snapshot, str], Hashable]

# Named by many: whether somebody works in a step now, and in which.
AT_WORK = "status break_until step"


@dataclass(frozen=True)
class Panel:
    """A region's context, and all that it depends on beside the language: equal inputs make an equal context.

    `parts` are dotted names in the snapshot, `facets` names of the viewer's. `own` is what matters of one person: it is
    made once for all of whom that is equal, so it has to hold everything that is this person's alone. Tests see to it.
    """

    context: Callable[[Snapshot, Viewer], Context]
    parts: tuple[str, ...]
    facets: frozenset[str]
    own: Own | None = None

    @cached_property
    def parts_of(self) -> Callable[[Snapshot], Any]:
        """Reads those parts, compared by identity first: what has not changed is the same object."""
        return attrgetter(*self.parts) if self.parts else lambda snapshot: ()

    def __call__(self, snapshot: Snapshot, viewer: Viewer) -> Context:
        """What the template is given."""
        return self.context(snapshot, viewer)

    def seen_by(self, viewer: Viewer) -> Viewer:
        """What of a viewer the region may see: a shared one does not know who looks, and is made once for all."""
        facets = self.facets
        return Viewer(
            viewer.audience if "audience" in facets else "",
            viewer.language,
            viewer.drives and "drives" in facets,
            viewer.participant if self.own else None,
            viewer.user if "user" in facets else None,
            viewer.older and "older" in facets,
        )

    def key_for(self, snapshot: Snapshot, seen: Viewer) -> tuple[Viewer, Hashable]:
        """Those who have this in common are shown the same: facets, and instead of the person what matters of them."""
        return (_without_name(seen), self.own(snapshot, seen.participant or "")) if self.own else (seen, None)


@lru_cache(maxsize=1024)
def _without_name(seen: Viewer) -> Viewer:
    return replace(seen, participant=None)


def reads(
    parts: str = "", *, state: str = "", viewer: str = "", own: Own | None = None
) -> Callable[[Callable[[Snapshot, Viewer], Context]], Panel]:
    """Say what a region's context reads, names with spaces between: of the snapshot, of its state, of the viewer.

    What is read of one person through `own` is not among them.
    """
    names = (*parts.split(), *(f"state.{name}" for name in state.split()))

    def panel(context: Callable[[Snapshot, Viewer], Context]) -> Panel:
        return Panel(context, names, frozenset(viewer.split()), own)

    return panel
