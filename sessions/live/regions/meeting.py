"""Where the session meets: its place in words, and the way into the call."""

from __future__ import annotations

from urllib.parse import urlsplit

from ...rulebook.state.state import OVER
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from .inputs import reads


@reads("where", state="status")
def meeting(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Until the session is over; for who is admitted and who facilitates, never on a screen that a room looks at."""
    if snapshot.state.status in OVER:
        return {"place": "", "url": "", "host": ""}
    url = snapshot.where.call_url
    return {"place": snapshot.where.place, "url": url, "host": urlsplit(url).hostname or ""}
