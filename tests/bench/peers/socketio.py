"""Socket.IO with rooms, on the same server: whoever says "push" has a ready frame emitted to the room."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import Any

import socketio

BYTES = int(os.environ.get("PEER_BYTES", "2048"))
server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
revisions: dict[str, int] = defaultdict(int)


@server.event
async def connect(sid: str, environ: dict[str, Any]) -> None:
    await server.enter_room(sid, "room")
    await server.emit("frame", frame(), to=sid)


@server.event
async def push(sid: str) -> None:
    revisions["room"] += 1
    await server.emit("frame", frame(), room="room")


def frame() -> str:
    return f"<div id='live-state' data-revision={revisions['room']}></div>".ljust(BYTES, ".")


application = socketio.ASGIApp(server)
