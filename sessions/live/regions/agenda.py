"""The agenda, planned and actual, and what may still be undone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ...rulebook.moves.undo import WINDOW_MS
from ...rulebook.rules import rights
from ...rulebook.state.agenda import BREAK_MINUTES, Item
from ...rulebook.state.state import State
from .. import labels
from ..snapshot.snapshot import Snapshot
from ..snapshot.viewer import Context, Viewer
from . import step
from .inputs import AT_WORK, reads

NO_STEP = {"planned": 0, "extra": 0}


@reads(state="break_until broken index left past status step", viewer="drives")
def undo(snapshot: Snapshot, viewer: Viewer) -> Context:
    """The last transition in words, the revision that it made, and until when it may be undone (epoch milliseconds)."""
    state, past = snapshot.state, snapshot.state.past
    # Nor where its client has left meanwhile: the machine refuses to bring back such a round.
    if past is None or past.state is None or not viewer.drives or past.state.client in state.left:
        return {"what": ""}
    what = _what(state, past.state, viewer.language)
    return {"what": what, "of_revision": past.revision, "until": past.at + WINDOW_MS}


def _what(state: State, before: State, language: str) -> str:
    if state.status == "closed":
        return _("The session was closed just now")
    if state.is_on_break or before.is_on_break:
        return _("The break began just now") if state.is_on_break else _("The break ended just now")
    title = "" if state.step is None else state.step.title.given(language)
    number = before.item.round if before.item else None
    # Before the comparison of steps: a round that is interrupted moves to another step too.
    if state.broken_off(number) and not before.broken_off(number):
        return _("The round was interrupted; now: %(title)s") % {"title": title}
    if (state.index or 0) < (before.index or 0):
        return _("You just went back to: %(title)s") % {"title": title}
    return _("You just went on to: %(title)s") % {"title": title}


@reads(
    "people",
    state=f"{AT_WORK} agenda break_before break_since broken clients index present protocol rests",
    viewer="drives",
)
def agenda(snapshot: Snapshot, viewer: Viewer) -> Context:
    """Every step of the session, planned and actual; whether that is late is for the end to say."""
    state = snapshot.state
    lines = [_line(snapshot, viewer, i, item) for i, item in enumerate(state.agenda)]
    return {
        "parts": _parts(snapshot, lines),
        "may_jump": viewer.drives,
        "may_rest": rights.is_at_work(state),
    }


def _line(snapshot: Snapshot, viewer: Viewer, index: int, item: Item) -> Context:
    state = snapshot.state
    return {
        "index": index,
        "part": item.part,
        "round": item.round,
        "title": state.protocol.step(item.key).title.given(viewer.language),
        "planned": step.minutes(item.planned_ms),
        "extra": step.minutes(item.extra_ms),
        "was_taken": bool(item.spent_ms) or state.status != "closed",
        "spent": _clock(item.spent_ms) if item.spent_ms and index != state.index else "",
        "is_over": index != state.index and item.spent_ms > item.allotted_ms,
        "is_now": index == state.index,
        "is_done": state.index is not None and (index < state.index or _is_over(state, item.round)),
        "may_enter": rights.may_jump(state, index),
    }


def _is_over(state: State, number: int | None) -> bool:
    """Whether another round is over. Its place does not tell: a round that is taken up again may stand before it."""
    here = state.item.round if state.item else None
    return number is not None and number != here and state.is_done(number)


def _clock(span_ms: int) -> str:
    return f"{span_ms // 60_000}:{span_ms // 1000 % 60:02}"


def _parts(snapshot: Snapshot, lines: list[Context]) -> list[Context]:
    """The lines under their headings: opening, each round with its client, closing."""
    parts: list[Context] = []
    for line in lines:
        if parts and line["index"] == snapshot.state.break_before and snapshot.state.status != "closed":
            # Before the next heading: a break between two rounds belongs to no client. It is outside step time.
            parts[-1]["lines"].append({"rest": BREAK_MINUTES, **NO_STEP})
        if not parts or (parts[-1]["part"], parts[-1]["round"]) != (line["part"], line["round"]):
            parts.append(_part(snapshot, line["part"], line["round"]))
        parts[-1]["lines"].append(line)
        parts[-1]["lines"] += _rests(snapshot.state, line)
    for part in parts:
        part["minutes"] = _minutes(snapshot.state, part)
    return parts


def _rests(state: State, line: Context) -> list[Context]:
    """The breaks that were taken in a step, as long as they were; the one under way, as long as it was announced."""
    item = state.agenda[line["index"]]
    announced = (state.break_until or 0) - (state.break_since or 0)
    spans = [rest.span_ms for rest in state.rests if (rest.key, rest.round) == (item.key, item.round)]
    return [{"rested": max(1, step.minutes(announced if span is None else span)), **NO_STEP} for span in spans]


def _minutes(state: State, part: Context) -> int:
    """Minutes that a part will take; those that it took, for a round that is over; 0 for one that never was."""
    if state.status == "closed" and not any(line.get("was_taken") for line in part["lines"]):
        return 0
    if _is_over(state, part["round"]):
        return max(1, step.minutes(sum(item.spent_ms for item in state.agenda if item.round == part["round"])))
    return sum(line["planned"] + line["extra"] for line in part["lines"])


def _part(snapshot: Snapshot, name: str, number: int | None) -> Context:
    state = snapshot.state
    subject = labels.subject_of(snapshot.given(state.client_of(number)))
    count = None if number is None else number + 1
    broken = any(one.round == number for one in state.broken)
    return {
        "part": name,
        "round": number,
        "number": count,
        "subject": subject,
        "is_broken": broken,
        # Interrupted before its first minute: its client was not there.
        "is_put_off": broken and not any(item.spent_ms for item in state.agenda if item.round == number),
        "may_resume": number is not None and rights.may_take_up_again(state, number),
        "lines": [],
    }
