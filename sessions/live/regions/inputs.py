"""What a region is made from: named beside the function that makes its context, and compared before that is asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Any

from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Proof, Viewer

Own = Callable[[Snapshot, str], Hashable] | Callable[[Snapshot, str, Proof], Hashable]

# Named by many: whether somebody works in a step now, and in which.
AT_WORK = "status break_until step"


@dataclass(frozen=True)
class Panel:
    """A region's context, and all that it depends on beside the language: equal inputs make an equal context.

    `parts` are dotted names in the snapshot, `facets` names of the viewer's. `own` is what matters of one person, found
    in `own_parts`: the region is made once for all of whom it is equal, so it has to hold everything that is theirs
    alone. Tests see to it. `is_private`: it matters too on which device, and `own` is given its proof.
    """

    context: Callable[[Snapshot, Viewer], Context]
    parts: tuple[str, ...]
    facets: frozenset[str]
    own: Own | None = None
    own_parts: tuple[str, ...] = ()
    is_private: bool = False

    @cached_property
    def parts_of(self) -> Callable[[Snapshot], Any]:
        """Reads those parts, compared by identity first: what has not changed is the same object."""
        return _reader(self.parts)

    @cached_property
    def _all_parts_of(self) -> Callable[[Snapshot], Any]:
        return _reader(self.parts + self.own_parts)

    def parts_equal(self, one: Snapshot, other: Snapshot) -> bool:
        """Whether nobody's region can differ, whoever looks."""
        return bool(self._all_parts_of(one) == self._all_parts_of(other))

    def __call__(self, snapshot: Snapshot, viewer: Viewer) -> Context:
        """What the template is given."""
        return self.context(snapshot, viewer)

    def seen_by(self, viewer: Viewer) -> Viewer:
        """What of a viewer the region may see, but for who it is: a shared one is made once for all."""
        facets = self.facets
        return Viewer(
            viewer.audience if "audience" in facets else "",
            viewer.language,
            viewer.drives and "drives" in facets,
            None,
            viewer.user if "user" in facets else None,
            viewer.older and "older" in facets,
        )

    def named(self, seen: Viewer, me: Viewer | None) -> Viewer:
        """The same with the participant, for whom what is one person's own is made."""
        if self.own is None or me is None:
            return seen
        return replace(seen, participant=me.participant, proof=me.proof if self.is_private else seen.proof)

    def key_for(self, snapshot: Snapshot, seen: Viewer, me: Viewer | None) -> tuple[Viewer, Hashable]:
        """Those who have this in common are shown the same: facets, and instead of the person what matters of them."""
        return seen, self.own_of(snapshot, me) if self.own and me else None

    def own_of(self, snapshot: Snapshot, me: Viewer) -> Hashable:
        """What matters of this person."""
        own: Callable[..., Hashable] = self.own  # type: ignore[assignment]
        more = (me.proof,) if self.is_private else ()
        return own(snapshot, me.participant or "", *more)


def _reader(names: tuple[str, ...]) -> Callable[[Snapshot], Any]:
    return attrgetter(*names) if names else lambda snapshot: ()


def reads(
    parts: str = "",
    *,
    state: str = "",
    viewer: str = "",
    own: Own | None = None,
    own_parts: str = "",
    private: bool = False,
) -> Callable[[Callable[[Snapshot, Viewer], Context]], Panel]:
    """Say what a region's context reads, names with spaces between: of the snapshot, of its state, of the viewer.

    What `own` reads for one person stands in `own_parts`, where « .floor » is the state's.
    """
    names = (*parts.split(), *(f"state.{name}" for name in state.split()))
    theirs = tuple(f"state{name}" if name.startswith(".") else name for name in own_parts.split())

    def panel(context: Callable[[Snapshot, Viewer], Context]) -> Panel:
        return Panel(context, names, frozenset(viewer.split()), own, theirs, private)

    return panel
