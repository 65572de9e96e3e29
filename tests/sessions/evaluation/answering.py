"""People who answer, as their browsers do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse

from sessions.evaluation.questions import FORMS
from sessions.models import Session
from tests.sessions.cast.evening import Evening

HOURS = timedelta(hours=1)
FOUR = ("amina", "bruno", "chloe", "driss")


def form(kind: str, *points: int | None) -> dict[str, str]:
    """What a browser sends: points in the order of the sentences, the last ones again for those that follow."""
    names = FORMS[kind].sentences
    all_points = [*points, *[points[-1]] * (len(names) - len(points))]
    return {name: "" if one is None else str(one) for name, one in zip(names, all_points, strict=True)}


def answer(
    evening: Evening, who: str, *points: int | None, kind: str = "session", of: Session | None = None
) -> HttpResponse:
    path = f"/sessions/{of.pk if of else evening.session_id}/{'evaluation' if kind == 'session' else kind}/"
    return evening.browser(who).post(path, form(kind, *points))


def page(evening: Evening, who: str, path: str = "evaluation/", language: str = "fr") -> str:
    answered = evening.browser(who, language=language).get(evening.path(path))
    assert answered.status_code == 200, answered.status_code
    return str(answered.content.decode())


def closed_at(evening: Evening) -> datetime:
    at = evening.session.load().closed_at
    assert at
    return datetime.fromtimestamp(at / 1000, UTC)
