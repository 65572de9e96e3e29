"""Where the session meets: its place in words, and the way into the call."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from .inputs import reads


@reads("where")
def meeting(snapshot: Snapshot, viewer: Viewer) -> Context:
    """For who is admitted and who facilitates, never on a screen that a room looks at."""
    url = snapshot.where.call_url
    return {"place": snapshot.where.place, "url": url, "host": urlsplit(url).hostname or ""}
