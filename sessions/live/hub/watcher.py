"""A connection, as its room knows it."""

from __future__ import annotations

from typing import Protocol

from ...access import Standing
from ..snapshot.reach import Device
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Viewer
from ..stage import Stage
from .warnings import FacilitatorWarning


class Watcher(Protocol):
    """A connection. The room is on the event loop: none of these may block."""

    who: Standing | None

    def viewer(self, snapshot: Snapshot) -> Viewer | None:
        """Who looks at this snapshot, and in which language; None for who may no longer look at all."""

    def show(self, stage: Stage) -> None:
        """Send this stage, or a newer one, as soon as it can."""

    def end(self) -> None:
        """The session is gone: nothing of it is to be kept, and the page is told."""

    def is_doubtful(self) -> bool:
        """Whether it is time to ask whether its seat, part or link still stands: once a minute, whatever it says."""

    def look_again(self) -> None:
        """Its browser is no longer who it was, by the database: who it is has to be found anew."""

    def sighting(self) -> Device | None:
        """When its device was last heard of, and what it shows; None once it is nobody's any more."""

    def hear_warning(self, warning: FacilitatorWarning) -> None:
        """A warning, or the answer to one, went through the session; most connections have no part in it."""
