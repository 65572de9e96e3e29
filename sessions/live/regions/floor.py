"""The floor as the facilitator sees it: who speaks, who asked to, whose turn is to come, and how it is shared."""

from __future__ import annotations

from django.utils.translation import gettext

from ...rulebook.protocol.vocabulary import FLOORS
from ...rulebook.rules import airtime, rights
from .. import labels
from ..elements import Piece
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
    state = snapshot.state
    if not state.is_running:
        return {"is_running": False}
    may = {"may_drive": viewer.drives and rights.is_at_work(state)}
    return {
        "is_running": True,
        "mode": labels.MODES[rights.shown_mode(state)],
        "modes": _modes(snapshot),
        "orders": _orders(snapshot),
        "order": labels.ORDERS[state.floor_order] if state.floor_order != "arrival" else "",
        "limits": _limits(snapshot),
        "limit": _limit(state.turn_limit_ms) if state.turn_limit_ms else "",
        **may,
        "lists": {
            "list-floor": (*_speaker(snapshot, may), *_go_round(snapshot, may), *_quiet(snapshot)),
            "hands": _hands(snapshot, may),
        },
    }


def _piece(id_: str, template: str, context: Context, **lists: tuple[Piece, ...]) -> Piece:
    return Piece(id_, f"sessions/live/floor/_{template}.jinja", context, lists)


def _speaker(snapshot: Snapshot, may: Context) -> tuple[Piece, ...]:
    """Who speaks, and since when."""
    floor = snapshot.state.floor
    speaker = {"name": snapshot.name(floor.speaker), "since": floor.since or "", "mark_at": _mark_at(snapshot), **may}
    return (_piece("floor-speaker", "speaker", speaker),) if speaker["name"] else ()


def _go_round(snapshot: Snapshot, may: Context) -> tuple[Piece, ...]:
    """Whose turn is to come, and who has passed."""
    floor = snapshot.state.floor
    last = floor.pending[-1:]
    turns = tuple(
        _piece(f"turn-{one}", "turn", {"one": _turn(snapshot, one), "is_last": one in last, **may})
        for one in floor.pending
    )
    passed = tuple(_piece(f"passed-{one}", "passed", {"one": _turn(snapshot, one), **may}) for one in floor.passed)
    lists = {name: pieces for name, pieces in (("turns", turns), ("passed", passed)) if pieces}
    may_begin_again = may["may_drive"] and floor.mode == "go_round" and not floor.pending
    round_ = _piece("floor-round", "go_round", {"may_begin_again": may_begin_again}, **lists)
    return (round_,) if lists or may_begin_again else ()


def _quiet(snapshot: Snapshot) -> tuple[Piece, ...]:
    """That nobody speaks, nor asks to."""
    floor = snapshot.state.floor
    is_quiet = not (floor.speaker or floor.queue or floor.pending or floor.passed)
    return (_piece("floor-quiet", "quiet", {}),) if is_quiet else ()


def _hands(snapshot: Snapshot, may: Context) -> tuple[Piece, ...]:
    """Who asks for the floor, in the order in which they will be called."""
    return tuple(
        _piece(f"hand-{one.participant}", "hand", {"one": _hand(snapshot, one.participant, one.raised_at), **may})
        for one in airtime.hands(snapshot.state)
    )


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
