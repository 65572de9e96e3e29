"""The floor as whoever facilitates sees it: who speaks, who asked to, whose turn is to come, and how it is shared."""

from __future__ import annotations

from typing import Any

from .. import airtime, rules
from ..protocol import FLOORS
from . import words
from .snapshot import Snapshot
from .viewer import Viewer

Context = dict[str, Any]


def floor(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Who speaks, who asked to, whose turn is to come."""
    state, ground = snapshot.state, snapshot.state.floor
    return {
        "is_running": state.is_running,
        "mode": words.MODES[ground.mode],
        "modes": _modes(snapshot),
        "orders": _orders(snapshot),
        "order": words.ORDERS[state.floor_order] if state.floor_order != "arrival" else "",
        "speaker": snapshot.name(ground.speaker),
        "speaking_since": ground.since or "",
        "hands": [_hand(snapshot, hand.participant, hand.raised_at) for hand in airtime.hands(state)],
        "pending": [{"id": one, "name": snapshot.name(one)} for one in ground.pending],
        "may_drive": viewer.drives and rules.is_at_work(state),
    }


def _modes(snapshot: Snapshot) -> list[Context]:
    state = snapshot.state
    return [
        {"key": mode, "label": words.MODES[mode], "is_now": mode == state.floor.mode}
        for mode in FLOORS
        if mode != "client_only" or state.client in state.speakers
    ]


def _orders(snapshot: Snapshot) -> list[Context]:
    chosen = snapshot.state.floor_order
    return [{"key": order, "label": words.ORDERS[order], "is_now": order == chosen} for order in airtime.ORDERS]


def _hand(snapshot: Snapshot, one: str, raised_at: int) -> Context:
    return {"id": one, "name": snapshot.name(one), "raised_at": raised_at}
