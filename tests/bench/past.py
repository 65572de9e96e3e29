"""`python -m tests.bench.past <sessions>`: a group with so many sessions held in a year; prints who may look."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.contrib.auth import login
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

from codev.browsers import SessionStore
from groups.models import Group, User
from sessions.demo import people
from sessions.models import Attendance, PhaseRun, Round, Session, SpeakingTurn

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@transaction.atomic
def main(count: int) -> None:
    group: Group = people.ensure().cycle.group
    held = Session.objects.filter(cycle__group=group, status="closed").order_by("scheduled_at")
    _repeat(list(held), count - held.count(), group)
    print(
        json.dumps(
            {
                "group": str(group.pk),
                "facilitator": _account("claire@demo.invalid"),
                "hr": _account("sophie@demo.invalid"),
            }
        )
    )


def _repeat(held: list[Session], count: int, group: Group) -> None:
    """The same sessions again and again, spread over the year that ends now."""
    new: list[Session] = []
    first = group.cycle.sessions.count() + 1
    for number in range(count):
        source = held[number % len(held)]
        at = timezone.now() - timedelta(days=364) * (count - number) / count
        copy = Session.objects.get(pk=source.pk)
        copy.pk, copy.number, copy.cycle, copy.scheduled_at = uuid4(), first + number, group.cycle, at
        # Of 5,000 codes drawn by lot, two are alike one time in ten.
        copy.room_code, copy.screen_secret = f"{number:06}", uuid4()
        new.append(copy)
    Session.objects.bulk_create(new, batch_size=500)
    for model in (Round, PhaseRun, SpeakingTurn, Attendance):
        _repeat_rows(model, held, new)


def _repeat_rows(model: type[models.Model], held: list[Session], new: list[Session]) -> None:
    """Rows that follow from a session, moved by as much as the session."""
    rows = {session.pk: list(model._default_manager.filter(session=session).values()) for session in held}
    made = []
    for number, session in enumerate(new):
        source = held[number % len(held)]
        moved = session.scheduled_at - source.scheduled_at
        made += [model(**_moved(row, session, moved)) for row in rows[source.pk]]
    model._default_manager.bulk_create(made, batch_size=500)


def _moved(row: dict[str, Any], session: Session, moved: timedelta) -> dict[str, Any]:
    instants = {name: at + moved for name, at in row.items() if name.endswith("_at") and at}
    own = {"id": uuid4()} if not isinstance(row["id"], int) else {"id": None}
    return row | instants | own | {"session_id": session.pk}


def _account(email: str) -> dict[str, str]:
    request = HttpRequest()
    request.session = SessionStore()
    login(request, User.objects.get(email=email), backend=BACKEND)
    request.session.save()
    return {"sessionid": str(request.session.session_key), "csrftoken": "t" * 32}


main(int(sys.argv[1]))
