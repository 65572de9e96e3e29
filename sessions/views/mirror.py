"""The mirror of a session, and of a cycle: for whoever facilitated it, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from groups.clocks import hour_of
from groups.views.guards import account, account_required
from groups.views.members import my_group

from ..mirror import drawing, reading, words
from ..mirror.reading import Mirror
from ..mirror.shapes import Figures, Step, Stretch
from ..models import Session
from ..rulebook.protocol.protocol import Protocol

KINDS = {
    "break": _("Break"),
    "paused": _("Clock stopped"),
    "silence": _("Silence"),
    "nobody": _("Nobody had the floor"),
}
COUNTS = {
    "hands": _("Hands raised"),
    "left": _("Hands left waiting"),
    "held": _("Ideas kept"),
    "handed_back": _("Questions handed back"),
    "reframed": _("“Reframe”"),
}


@require_safe
@account_required
def session_mirror(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A closed session's times and counts. 404 but for whoever did something in it and still facilitates the group."""
    user = account(request)
    mine = reading.guided_by(user).filter(cycle__group__facilitators__user=user)
    session = get_object_or_404(mine.select_related("cycle__group", "protocol_copy"), pk=session_id)
    told = reading.mirror(session)
    language = request.LANGUAGE_CODE
    context = {
        "session": session,
        "group": session.cycle.group,
        "sentences": words.sentences(told.figures, session.protocol, language),
        "share": told.figures.share,
        "lines": _lines(told.figures.steps, session.protocol, language),
        "counts": _counts(told.figures, session.protocol, language),
        "total": _total(told.figures),
        **_course(told, language),
    }
    return render(request, "sessions/mirror/session.html", context)


def _lines(steps: Iterable[Step], protocol: Protocol, language: str) -> list[dict[str, Any]]:
    """The table of times: of a round that never began one line."""
    begun = {step.round for step in steps if step.stays}
    found: list[dict[str, Any]] = []
    for step in steps:
        if step.round in begun or step.round is None:
            found.append({"title": words.title(step, protocol, language), **_times(step)})
        elif not any(line.get("round") == step.round for line in found):
            found.append({"round": step.round, "number": step.round + 1, "stays": 0})
    return found


def _times(step: Step) -> dict[str, Any]:
    return {
        "stays": step.stays,
        "planned": words.minutes(step.planned_ms),
        "spent": words.minutes(step.spent_ms),
        "amiss": words.signed(words.amiss([step])),
    }


def _total(told: Figures) -> dict[str, Any]:
    held = [step for step in told.steps if step.stays]
    return {
        "planned": words.minutes(sum(step.planned_ms for step in told.steps)),
        "spent": words.minutes(sum(step.spent_ms for step in held)),
        "amiss": words.signed(words.amiss(told.steps)),
    }


def _counts(told: Figures, protocol: Protocol, language: str) -> dict[str, Any]:
    """The table of counts: the steps in which there was something to count, and what there was."""
    counted = [what for what in COUNTS if told.total(what)]
    rows = [
        {"title": words.title(step, protocol, language), "counts": [getattr(step, what) for what in counted]}
        for step in told.steps
        if any(getattr(step, what) for what in counted)
    ]
    return {"heads": [COUNTS[what] for what in counted], "rows": rows}


def _course(told: Mirror, language: str) -> dict[str, Any]:
    protocol, zone = told.session.protocol, told.session.zone

    def said(one: Stretch) -> dict[str, Any]:
        step = f"{words.name(one.step, protocol, language)}{words.round_of(one.round)}"
        return {
            "hour": hour_of(datetime.fromtimestamp(one.begin / 1000, zone)),
            "what": step if one.kind == "step" else KINDS[one.kind],
            "kind": one.kind,
            "span": words.wait(one.span_ms),
        }

    drawn = drawing.course(told.stretches)
    labels = [{"label": one, **said(one.stretch)} for one in drawn.labels]
    kinds = dict.fromkeys(one.kind for one in told.stretches if one.kind != "step")
    return {
        "course": drawn.around(f"{one['hour']} {one['what']}" for one in labels),
        "labels": labels,
        "rows": [said(one) for one in told.stretches],
        "kinds": [{"key": kind, "says": KINDS[kind]} for kind in KINDS if kind in kinds],
        "is_whole": told.is_whole,
    }


@require_safe
@account_required
def cycle_mirror(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """How it changes over a cycle (`?cycle=`, by default the newest): the sessions that this account facilitated."""
    group, user = my_group(request, group_id), account(request)
    cycles = reading.cycles_with(user, group)
    if not cycles:
        raise Http404
    asked = request.GET.get("cycle", "")
    number = next((one for one in cycles if str(one) == asked), cycles[0])
    rows = [_row(session, told) for session, told in reading.over_the_cycle(user, group, number)]
    context = {"group": group, "number": number, "cycles": cycles, "rows": rows, "panels": list(_panels(rows))}
    return render(request, "sessions/mirror/cycle.html", context)


def _row(session: Session, told: Figures) -> dict[str, Any]:
    """One session's few figures."""
    learned = [step for step in told.steps if step.step == words.LEARNING]
    return {
        "session": session,
        "amiss": words.signed(words.amiss(told.steps)),
        "learning": words.minutes(sum(step.spent_ms for step in learned)),
        "left": told.total("left") if told.knows_hands else None,
        "held": told.total("held") + told.total("handed_back"),
        "reframed": told.total("reframed"),
        "share": words.SHARED.get(told.share, ""),
    }


PANELS = {
    "learning": _("Minutes for the learnings"),
    "left": _("Hands left waiting"),
    "held": _("Advice held back during the questions"),
    "reframed": _("“Reframe”"),
}


def _panels(rows: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for key, says in PANELS.items():
        drawn = drawing.panel([row[key] for row in rows])
        bars = [{"bar": bar, "number": row["session"].number} for bar, row in zip(drawn.bars, rows, strict=True)]
        yield {"key": key, "says": says, "panel": drawn, "bars": bars}
