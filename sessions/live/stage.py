"""Regions of the live pages: which audience has which, rendered once for all who share them, framed for the wire."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.template.loader import get_template
from django.utils import translation

from .elements import NO_LISTS, Element, Piece, draw
from .live_state import LiveState
from .regions.catalogue import REGIONS, Region
from .shown import Changes, Shown
from .snapshot.snapshot import Snapshot
from .snapshot.viewer import Context, Viewer


@dataclass(frozen=True, slots=True)
class Made:
    """A region as it was made, and what from."""

    parts: Any
    element: Element


Key = tuple[str, Viewer, Hashable]  # the region, and what those have in common who are shown the same
_language = attrgetter("language")
Regions = tuple[tuple[Region, Viewer], ...]


@dataclass
class Stage:
    """One snapshot's regions, for those who look. What has not changed is taken over from the stage `before`.

    `contexts` counts the regions that had to be asked for their context, `renders` the elements that had to be drawn.
    """

    snapshot: Snapshot
    before: Stage | None = None
    made: dict[Key, Made] = field(default_factory=dict)
    contexts: int = 0
    renders: int = 0
    _shown: dict[Viewer, Shown] = field(default_factory=dict)
    _alike: dict[tuple[int, ...], Shown] = field(default_factory=dict)  # by what it is made of
    _shared: dict[Viewer, dict[str, Element]] = field(default_factory=dict)
    _parts: dict[str, Any] = field(default_factory=dict)
    _changes: Changes = field(default_factory=Changes)

    def prepare(self, viewers: Iterable[Viewer]) -> None:
        """Make whatever these viewers see and nobody had made for them. Blocking: not for the event loop."""
        for language, some in groupby(sorted(viewers, key=_language), key=_language):
            with translation.override(language):
                for viewer in some:
                    self._prepare(viewer)

    def _prepare(self, viewer: Viewer) -> None:
        # Two threads may do this at once. At worst both make a region, to the same HTML.
        stranger, own = _own_of(_nameless(viewer))
        shared = self._shared_by(stranger)
        # Read once: the room lets go of the stage before while another thread may still be here.
        before = self.before
        known = before._shown.get(viewer) if before else None
        mine = {
            region.name: known.own[region.name]
            if known and region.name in self._as_before
            else self._element(region, seen, viewer)
            for region, seen in own
        }
        self._take_in(viewer, shared, mine)

    def _take_in(self, viewer: Viewer, shared: dict[str, Element], mine: dict[str, Element]) -> None:
        # Who was shown the very same before, or is shown it beside this one, is sent the very same next.
        made_of, before = (id(shared), *map(id, mine.values())), self.before
        alike = self._alike.get(made_of) or (before and before._alike.get(made_of)) or Shown(shared, mine)
        self._shown[viewer] = self._alike[made_of] = alike

    def _shared_by(self, stranger: Viewer) -> dict[str, Element]:
        shared = self._shared.get(stranger)
        if shared is None:
            shared = {region.name: self._element(region, seen, None) for region, seen in _shared_of(stranger)}
            before = self.before
            known = before._shared.get(stranger) if before else None
            self._shared[stranger] = shared = known if known == shared else shared
        return shared

    @cached_property
    def _as_before(self) -> frozenset[str]:
        """The personal regions that nobody may see otherwise than before; found once, not once a person."""
        before = self.before
        if before is None:
            return frozenset()
        same = [one for one in REGIONS if one.is_personal and one.panel.parts_equal(before.snapshot, self.snapshot)]
        # For whoever comes later, and for the next stage, which may find them changed.
        names = frozenset(one.name for one in same)
        self.made |= {key: made for key, made in tuple(before.made.items()) if key[0] in names}
        return names

    def covers(self, viewer: Viewer) -> bool:
        """Whether everything that this viewer sees is made, for others as a rule. Renders nothing."""
        return viewer in self._shown or self._recognises(viewer)

    def _recognises(self, viewer: Viewer) -> bool:
        stranger, own = _own_of(_nameless(viewer))
        shared = self._shared.get(stranger)
        mine = {region.name: self.made.get(self._key(region, seen, viewer)) for region, seen in own}
        found = {name: made.element for name, made in mine.items() if made}
        if shared is None or len(found) < len(mine):
            return False
        self._take_in(viewer, shared, found)
        return True

    def _key(self, region: Region, seen: Viewer, me: Viewer | None) -> Key:
        return (region.name, *region.panel.key_for(self.snapshot, seen, me))

    def shown_to(self, viewer: Viewer) -> Shown:
        """What this viewer sees. Raises KeyError where that was not prepared."""
        return self._shown[viewer]

    def changes(self, old: Shown, new: Shown) -> str:
        """What a page is sent that shows `old`, to show `new`."""
        return self._changes.between(old, new)

    def live_state(self, viewer: Viewer, now: int) -> str:
        """The element that says where the session is; `now` is epoch milliseconds."""
        return self._live_state.stamped(viewer, now)

    @cached_property
    def _live_state(self) -> LiveState:
        return LiveState.of(self.snapshot)

    def _element(self, region: Region, seen: Viewer, me: Viewer | None) -> Element:
        key = self._key(region, seen, me)
        if key not in self.made:
            before = self.before
            known = before.made.get(key) if before else None
            self.made[key] = self._make(region, region.panel.named(seen, me), known)
        return self.made[key].element

    def _make(self, region: Region, viewer: Viewer, known: Made | None) -> Made:
        if region.name not in self._parts:
            self._parts[region.name] = region.panel.parts_of(self.snapshot)
        parts = self._parts[region.name]
        if known and known.parts == parts:
            return Made(parts, known.element)
        self.contexts += 1
        context = region.panel(self.snapshot, viewer)
        # Lazy labels in a context are compared as words: both are of this language, which the key holds too.
        piece = Piece(region.id, region.template, context, context.pop("lists", NO_LISTS))
        return Made(parts, draw(piece, known.element if known else None, self._render))

    def _render(self, template: str, context: Context) -> str:
        self.renders += 1
        do = f"/sessions/{self.snapshot.session_id}/do/"
        return get_template(template, using="live").render({"do": do, **context})


def _nameless(viewer: Viewer) -> Viewer:
    return Viewer(viewer.audience, viewer.language, viewer.drives, None, viewer.user, viewer.older)


# Both are asked for at every push: of everybody who looks what little is personal, of each audience the rest. They know
# nobody's name: what was kept of each participant who ever looked would be more than what is kept of their sockets.
@lru_cache(maxsize=1024)
def _own_of(nameless: Viewer) -> tuple[Viewer, Regions]:
    """The viewer as a stranger of the same audience, and the personal regions, with what they may see of the viewer."""
    return replace(nameless, user=None), _of(nameless, is_personal=True)


@lru_cache(maxsize=256)
def _shared_of(stranger: Viewer) -> Regions:
    # Of a stranger: a shared region that saw who looks could show one what is another's.
    return _of(stranger, is_personal=False)


def _of(viewer: Viewer, *, is_personal: bool) -> Regions:
    regions = (one for one in REGIONS if viewer.audience in one.audiences and one.is_personal == is_personal)
    return tuple((region, region.panel.seen_by(viewer)) for region in regions)


def frame(stage: Stage, viewer: Viewer, shown: Shown, now: int) -> tuple[str, Shown]:
    """The live state and what differs from what is shown; and what is shown after it.

    `now` is epoch milliseconds. Raises KeyError where the viewer's regions were not prepared.
    """
    seen, state = stage.shown_to(viewer), stage.live_state(viewer, now)
    changed = stage.changes(shown, seen)
    return (f"{state}\n{changed}" if changed else state), seen
