"""What whoever drives may still undo: which transition, and until when."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ..rulebook.moves.undo import WINDOW_MS
from ..rulebook.state.state import State
from .snapshot import Snapshot
from .viewer import Viewer

Context = dict[str, Any]


def undo(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The last transition in words, the revision that it made, and the instant after which it stands."""
    state, past = snapshot.state, snapshot.state.past
    if past is None or past.state is None or not viewer.drives or past.state.client in state.left:
        return {"what": ""}
    what = _what(state, past.state, viewer.language)
    return {"what": what, "of_revision": past.revision, "until": past.at + WINDOW_MS}


def _what(state: State, before: State, language: str) -> str:
    if state.status == "closed":
        return _("The session is closed")
    if state.is_on_break or before.is_on_break:
        return _("Break taken") if state.is_on_break else _("Break ended")
    title = "" if state.step is None else state.step.title.given(language)
    number = before.item.round if before.item else None
    if state.broken_off(number) and not before.broken_off(number):
        return _("Round interrupted: %(title)s") % {"title": title}
    if (state.index or 0) < (before.index or 0):
        return _("Back to: %(title)s") % {"title": title}
    return _("Next step: %(title)s") % {"title": title}
