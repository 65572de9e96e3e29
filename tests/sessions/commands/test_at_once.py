"""Two who change a group at the same instant, on both databases: one of them is first, and the other learns it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from groups import commands as groups_commands
from groups.errors import CodevError
from groups.models import Group, Seat
from sessions import commands
from sessions.attendance import reading
from sessions.models import Correction, Session, Signature
from tests.sessions.cast.evening import Evening, gather, plan
from tests.sessions.cast.past import held

Act = Callable[[], object]


def both(database: Any, *acts: Act) -> list[str]:
    """What came of each: the code of a refusal, "" where it was done."""
    ready = Barrier(len(acts))

    def run(act: Act) -> str:
        connections["default"] = database.copy()
        try:
            ready.wait(30)
            act()
        except CodevError as refusal:
            return refusal.code
        finally:
            connections["default"].close()
        return ""

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


@pytest.fixture
def evening(database: Any) -> Evening:
    evening = gather(organisation=f"Vite{uuid4().hex[:8]}")
    # Planned, passed, and never opened: it keeps nothing from being put away, and may still be opened.
    Session.objects.filter(pk=evening.session_id).update(scheduled_at=timezone.now() - timedelta(days=1))
    return evening


def test_of_two_groups_of_one_name_the_second_is_asked_about(database: Any, evening: Evening) -> None:
    about = {"organisation": evening.group.organisation, "name": "Les jeudis"}
    makers = [evening.users[who] for who in ("claire", "colin")]
    came = both(database, *(lambda by=by: groups_commands.create_group(**about, by=by) for by in makers))
    assert sorted(came) == ["", "group_name_there"]
    assert Group.objects.filter(**about).count() == 1


def test_of_two_who_take_each_other_off_one_stays(database: Any, evening: Evening) -> None:
    claire, colin = evening.users["claire"], evening.users["colin"]
    came = both(
        database,
        lambda: commands.remove_facilitator(group=evening.group, user_id=colin.pk, by=claire),
        lambda: commands.remove_facilitator(group=evening.group, user_id=claire.pk, by=colin),
    )
    assert sorted(came) == ["", "may_not_name_facilitators"]
    assert evening.group.facilitators.filter(role="facilitator").count() == 1


def test_of_planning_and_putting_away_one_is_done(database: Any, evening: Evening) -> None:
    by, cycle = evening.users["claire"], evening.group.cycle
    came = both(
        database,
        lambda: plan(cycle),
        lambda: commands.archive_group(group=evening.group, by=by),
    )
    assert came in (["group_archived", ""], ["", "sessions_to_come"])


def test_of_opening_and_putting_away_one_is_done(database: Any, evening: Evening) -> None:
    by, visit = evening.users["claire"], evening.visit("claire", evening.session)
    came = both(
        database,
        lambda: commands.run("open", visit=visit, key=uuid4()),
        lambda: commands.archive_group(group=evening.group, by=by),
    )
    assert came in (["group_archived", ""], ["", "session_under_way"])


def test_of_two_presses_one_signs_and_of_two_corrections_the_second_knows_the_first(
    database: Any, evening: Evening
) -> None:
    amina, began = evening.people["amina"], timezone.now() - timedelta(hours=2)
    session = held(evening.group.cycle, began, minutes=60, came={amina: 0})
    (half, *_) = (half for half, _minutes in reading.sheet_of(session).halves)  # type: ignore[union-attr]
    seat = Seat.objects.select_related("participant").get(participant=amina)
    assert both(database, *[lambda: commands.sign(session=session, seat=seat, half=half)] * 2) == ["", ""]
    assert Signature.objects.filter(session=session).count() == 1

    def correct(minutes: int) -> object:
        stays = [(began, began + timedelta(minutes=minutes))]
        who = {"participant": amina, "by": evening.users["claire"]}
        return commands.correct(session=session, stays=stays, reason="Partie plus tôt.", **who)

    assert both(database, lambda: correct(20), lambda: correct(40)) == ["", ""]
    first, second = Correction.objects.filter(session=session).order_by("pk")
    assert second.old == first.new
    commands.countersign(session=session, by=evening.users["claire"])
    assert not Signature.objects.filter(session=session).exclude(countersigned_at=None)  # it was for the old value
