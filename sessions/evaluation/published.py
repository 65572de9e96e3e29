"""What is published of a group's cycle: means over its sessions, for drawings and tables. Reads alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from groups.models import Cycle, Group

from ..models import PublishedEvaluation, Session
from . import windows
from .drawing import Drawing, changes, draw
from .moments import Moment
from .questions import BENEFITS, SESSION, Questions

MOST = 30  # sessions of a cycle, the last ones


@dataclass(frozen=True)
class Column:
    """A session: its means by sentence, when they are to be published if not yet, and where in the cycle it stands.

    Without means or such an hour too few people answered.
    """

    session: Session
    means: dict[str, float]
    due_at: datetime | None = None
    moment: Moment | None = None


@dataclass(frozen=True)
class Line:
    """A sentence over the columns: its means, None for where too few answered it, and their drawing."""

    name: str
    values: tuple[float | None, ...]
    drawing: Drawing


@dataclass(frozen=True)
class Curve:
    """A cycle as its group, or who facilitates it, sees it; `rose` and `fell` are names of sentences.

    `columns` have means; of the `others` there are none yet, or none for good.
    """

    columns: tuple[Column, ...]
    others: tuple[Column, ...]
    lines: tuple[Line, ...]
    rose: tuple[str, ...]
    fell: tuple[str, ...]


def of_sessions(cycle: Cycle) -> Curve:
    """How its sessions were evaluated, each that was held, published or not."""
    sessions, found = _held(cycle), _means(cycle, SESSION)
    return _curve([Column(one, found.get(one.pk, {}), _due_at(one, one.pk in found)) for one in sessions], SESSION)


def of_benefits(cycle: Cycle) -> Curve:
    """The moments of a cycle of which there are means; of any other nothing is told, nor that it was asked."""
    found, course = _means(cycle, BENEFITS), windows.courses([cycle.pk])[cycle.pk]
    sessions = [one for one in _held(cycle) if one.pk in found]
    return _curve([Column(one, found[one.pk], moment=course.moment(one.pk)) for one in sessions], BENEFITS)


def cycle_of(group: Group, number: str) -> Cycle | None:
    """The cycle of that number; without one the newest in which a session was held. None where there is none."""
    cycles = group.cycles.order_by("-number")
    if number:
        # Of more digits no group has cycles, and the database knows no such number.
        return cycles.filter(number=int(number)).first() if number.isdecimal() and len(number) < 5 else None
    held = Session.objects.filter(cycle__group=group, status=Session.Status.CLOSED).values("cycle")
    return cycles.filter(pk__in=held).first() or cycles.first()


def _held(cycle: Cycle) -> list[Session]:
    rows = cycle.sessions.filter(status=Session.Status.CLOSED).order_by("-scheduled_at", "-number")[:MOST]
    return [*reversed(rows)]


def _means(cycle: Cycle, questions: Questions) -> dict[object, dict[str, float]]:
    rows = PublishedEvaluation.objects.filter(session__cycle=cycle, kind=questions.kind)
    return dict(rows.values_list("session", "means"))


def _due_at(session: Session, is_published: bool) -> datetime | None:
    until = None if is_published else windows.closes_at(session, SESSION)
    return until if until and timezone.now() < until + windows.PASSES_BY else None


def _curve(found: list[Column], questions: Questions) -> Curve:
    columns, others = (tuple(one for one in found if bool(one.means) is there) for there in (True, False))
    by_sentence = {name: tuple(one.means.get(name) for one in columns) for name in questions.sentences}
    rose, fell = changes(by_sentence)
    lines = (Line(name, values, draw(values)) for name, values in by_sentence.items())
    return Curve(columns, others, tuple(lines), tuple(rose), tuple(fell))
