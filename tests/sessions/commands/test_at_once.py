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
from groups.models import Group
from sessions import commands
from sessions.models import Session
from tests.sessions.cast.evening import Evening, gather, plan

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
