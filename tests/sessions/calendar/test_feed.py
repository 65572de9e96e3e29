"""The address that somebody's calendar follows: made at one press, shown once, read by who has it, and ended."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from codev.logs import SECRET_PATHS
from groups.commands import remove_participant, revoke_link
from groups.models import CalendarFeed
from sessions.models import Session
from sessions.views import calendar
from tests.sessions.cast.evening import Evening, gather, plan

PAGE = "/calendar/"
ADDRESS = re.compile(r'value="(http://testserver(/calendar/[\w-]+\.ics))"')


@pytest.fixture
def evening(db: None) -> Evening:
    calendar._paces.__init__()  # type: ignore[misc]
    return gather()


def made(evening: Evening, who: str) -> str:
    """The path of an address that somebody just made."""
    answer = evening.browser(who).post(f"{PAGE}make/", {"as": evening.id(who) if who in evening.seats else ""})
    assert answer.status_code == 200
    found = ADDRESS.search(answer.content.decode())
    assert found
    return found[2]


def hours(answer: HttpResponse) -> list[str]:
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return [str(event["UID"]).removesuffix("@codev") for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_a_member_and_who_facilitates_have_one_each_and_read_what_comes(evening: Evening) -> None:
    theirs = gather(("amina",), organisation="Voisins")
    another = plan(evening.group.cycle)
    Session.objects.filter(pk=another.pk).update(status="cancelled")
    for who in ("amina", "claire", "david"):
        path = made(evening, who)
        token = path.split("/")[-1].removesuffix(".ics")
        assert not CalendarFeed.objects.filter(token_hash=token).exists()
        answer = Client().get(path)
        assert hours(answer) == [str(evening.session_id)]
        for word in ("Amina", "Claire", "Les mardis", "Atelier", "mailto"):
            assert word not in answer.content.decode()
        assert token not in evening.browser(who).get(PAGE).content.decode()
    assert theirs.session_id != evening.session_id


def test_reading_writes_nothing_and_what_is_known_is_not_sent_again(evening: Evening) -> None:
    path = made(evening, "amina")
    with CaptureQueriesContext(connection) as asked:
        first = Client().get(path)
    assert {one["sql"].split()[0] for one in asked} == {"SELECT"}
    again = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Session.objects.update(scheduled_at=timezone.now() + timedelta(days=3))
    assert Client().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405


def test_another_takes_the_place_of_the_one_before_and_it_ends_at_a_press(evening: Evening) -> None:
    first, second = made(evening, "amina"), made(evening, "amina")
    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]
    made(evening, "bruno")
    assert Client().get(second).status_code == 200
    assert evening.browser("amina").post(f"{PAGE}end/", {"as": evening.id("amina")}).status_code == 302
    assert Client().get(second).status_code == 404


def test_it_ends_with_the_membership(evening: Evening) -> None:
    path = made(evening, "bruno")
    remove_participant(participant=evening.people["bruno"], by=evening.users["claire"])
    assert Client().get(path).status_code == 404


def test_it_ends_with_the_link_by_which_its_device_came(evening: Evening) -> None:
    path = made(evening, "bruno")
    link = evening.seats["bruno"].link
    assert link
    revoke_link(link=link, by=evening.users["claire"])
    assert Client().get(path).status_code == 404


def test_it_ends_with_the_last_group_and_with_the_account(evening: Evening) -> None:
    path, other = made(evening, "david"), made(evening, "claire")
    evening.group.facilitators.filter(user=evening.users["david"]).delete()
    evening.users["claire"].is_active = False
    evening.users["claire"].save()
    assert [Client().get(one).status_code for one in (path, other)] == [404, 404]


def test_nobody_makes_one_for_another_nor_by_a_room_code(evening: Evening) -> None:
    forbidden = [("amina", evening.id("bruno")), ("gina", evening.id("gina")), ("hakim", "")]
    forbidden += [("claire", evening.id("amina"))]
    answers = [evening.browser(who).post(f"{PAGE}make/", {"as": whom}).status_code for who, whom in forbidden]
    assert (answers, CalendarFeed.objects.count()) == ([404] * 4, 0)


def test_its_token_is_in_no_log_and_whoever_asks_too_often_waits(evening: Evening) -> None:
    path = made(evening, "amina")
    assert SECRET_PATHS.sub(r"/\1/…", f"Not Found: {path}") == "Not Found: /calendar/…"
    answers = [Client().get(path).status_code for _ in range(calendar.A_MINUTE)]
    assert (answers[0], answers[-1]) == (200, 429)
    assert Client().get(made(evening, "bruno")).status_code == 200


def test_it_costs_the_same_for_one_session_and_for_thirty(evening: Evening) -> None:
    paths, costs = [made(evening, "amina"), made(evening, "claire")], []
    for more in (0, 29):
        for _session in range(more):
            plan(evening.group.cycle)
        for path in paths:
            with CaptureQueriesContext(connection) as asked:
                answer = Client().get(path)
            costs.append(len(asked))
    assert len(hours(answer)) == 30
    assert costs[:2] == costs[2:]
