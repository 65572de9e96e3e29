"""A session's regions for one request: the first page, an answer's frame, a poll's."""

from __future__ import annotations

import time
from dataclasses import replace

from django.http import Http404, HttpRequest

from ..access import Visit
from ..live.hub import presence
from ..live.hub.hub import finished_in
from ..live.shown import NOTHING
from ..live.snapshot.reading import load
from ..live.snapshot.viewer import Viewer, viewer_of
from ..live.stage import Stage, frame


def whole_frame(request: HttpRequest, visit: Visit) -> str:
    """Live state and every region, as the visit's own socket is sent them first. Raises as `stage_of`."""
    stage, viewer = stage_of(visit, request)
    return frame(stage, viewer, NOTHING, now())[0]


def stage_of(visit: Visit, request: HttpRequest) -> tuple[Stage, Viewer]:
    """The visit's session as it stands, rendered for it alone. Raises Http404 where it has just been deleted."""
    snapshot = load(visit.session.pk)
    if snapshot is None:
        raise Http404
    # Never settled: one request cannot know since when the revision stands, so it calls nobody's page behind.
    reach = presence.reach(snapshot, presence.read(visit.session.pk), has_settled=False)
    stage = Stage(replace(snapshot, reach=replace(reach, finished=finished_in(snapshot))))
    older = "older" in request.GET or "older" in request.POST
    viewer = viewer_of(visit.standing, snapshot.state, request.LANGUAGE_CODE, older=older)
    stage.prepare([viewer])
    return stage, viewer


def now() -> int:
    """The server's clock in epoch milliseconds, for the stamps of `#live-state`."""
    return time.time_ns() // 1_000_000
