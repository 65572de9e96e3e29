"""The floor as the facilitator sees it: who speaks, who asked to, whose turn is to come, and how it is shared."""

from __future__ import annotations

from django.utils.translation import gettext

from ...rulebook.protocol.protocol import FLOORS
from ...rulebook.rules import airtime, rights
from .. import labels
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from .inputs import AT_WORK, reads

LIMITS_MS = (60_000, 120_000, 180_000, 300_000)


@reads(
    "people shows_airtime",
    state=f"{AT_WORK} client floor floor_order hands_out heard modality present_roles turn_limit_ms",
    viewer="drives",
)
def floor(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Who speaks, who asked to, whose turn is to come. Instants are epoch milliseconds."""
    state, floor = snapshot.state, snapshot.state.floor
    return {
        "is_running": state.is_running,
        "mode": labels.MODES[rights.shown_mode(state)],
        "modes": _modes(snapshot),
        "orders": _orders(snapshot),
        "order": labels.ORDERS[state.floor_order] if state.floor_order != "arrival" else "",
        "limits": _limits(snapshot),
        "limit": _limit(state.turn_limit_ms) if state.turn_limit_ms else "",
        "mark_at": _mark_at(snapshot),
        "speaker": snapshot.name(floor.speaker),
        "speaking_since": floor.since or "",
        "hands": [_hand(snapshot, hand.participant, hand.raised_at) for hand in airtime.hands(state)],
        "pending": [_turn(snapshot, one) for one in floor.pending],
        "passed": [_turn(snapshot, one) for one in floor.passed],
        "may_begin_again": floor.mode == "go_round" and not floor.pending,
        "may_drive": viewer.drives and rights.is_at_work(state),
    }


def _modes(snapshot: Snapshot) -> list[Context]:
    state = snapshot.state
    return [
        {"key": mode, "label": labels.MODES[mode], "is_now": mode == rights.shown_mode(state)}
        for mode in FLOORS
        # « Client alone » only where the step lets the client speak: elsewhere the machine refuses it.
        if mode != "client_only" or state.client in state.speakers
    ]


def _orders(snapshot: Snapshot) -> list[Context]:
    """None to choose from where the group has switched airtime off: « least heard first » goes by it."""
    chosen = snapshot.state.floor_order
    orders = airtime.ORDERS if snapshot.shows_airtime else ()
    return [{"key": order, "label": labels.ORDERS[order], "is_now": order == chosen} for order in orders]


def _limits(snapshot: Snapshot) -> list[Context]:
    """Limits of a turn, by seconds, none first. One that is not ours, set by another program, stands among them."""
    chosen = snapshot.state.turn_limit_ms
    spans = sorted({*LIMITS_MS, *([chosen] if chosen else [])})
    choices = [{"key": "", "label": labels.NO_LIMIT, "is_now": chosen is None}]
    return [*choices, *({"key": one // 1000, "label": _limit(one), "is_now": one == chosen} for one in spans)]


def _limit(span_ms: int) -> str:
    whole, seconds = divmod(span_ms // 1000, 60)
    if not seconds:
        return gettext("%(minutes)s min") % {"minutes": whole}
    return gettext("%(minutes)s min %(seconds)s s") % {"minutes": whole, "seconds": seconds}


def _mark_at(snapshot: Snapshot) -> int | str:
    """From when a turn that goes on is marked, in epoch milliseconds: some seconds after the speaker was told."""
    ends_at = airtime.turn_ends_at(snapshot.state)
    return "" if ends_at is None else ends_at + airtime.GRACE_MS


def _turn(snapshot: Snapshot, one: str) -> Context:
    return {"id": one, "name": snapshot.name(one), "airtime": airtime_of(snapshot, one)}


def _hand(snapshot: Snapshot, one: str, raised_at: int) -> Context:
    return {"id": one, "name": snapshot.name(one), "raised_at": raised_at, "airtime": airtime_of(snapshot, one)}


def airtime_of(snapshot: Snapshot, one: str) -> str:
    """Whether somebody has been little heard: in words, never a span, and for facilitators alone."""
    word = airtime.word_of(snapshot.state, one) if snapshot.shows_airtime else ""
    return str(labels.AIRTIME[word]) if word else ""
