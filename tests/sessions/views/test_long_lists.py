"""Pages whose lists grow: the same queries and bytes however many sessions there are; and where links lead."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.commands import record_look
from groups.models import Group, Shown
from sessions.models import Attendance, PhaseRun, Session
from tests.sessions.cast.past import Past, found, held, paris, planned, settle

FILE = "file"
PAGES = {
    "home": ("claire", "/"),
    "a member’s home": ("ana", "/"),
    "group": ("claire", "/groups/{}/"),
    "ledger": ("claire", "/groups/{}/ledger/"),
    "a member’s ledger": ("ana", "/groups/{}/ledger/"),
    "year": ("hakim", "/history/"),
    "another year": ("hakim", "/history/?year=2025"),
    "HR’s group": ("hakim", "/history/groups/{}/"),
    FILE: ("hakim", "/history/groups/{}/attendance.csv"),
}
OWN = ("SAVEPOINT", "RELEASE", "BEGIN")


@pytest.fixture
def past(db: None) -> Past:
    past = settle()
    came = dict.fromkeys(past.people.values(), 0)
    held(past.group.cycle, paris(2025, 3, 3), came=came)
    held(past.group.cycle, timezone.now() - timedelta(days=1), came=came)
    planned(past.group.cycle, timezone.now() + timedelta(days=1))
    return past


def grow(past: Past, sessions: int) -> None:
    """So many sessions, by copies of the three that are there, and as many looks of HR."""
    sources = list(past.group.cycle.sessions.order_by("number")[:3])
    have = past.group.cycle.sessions.count()
    copies = []
    for number in range(have, sessions):
        copy = Session.objects.get(pk=sources[number % 3].pk)
        copy.pk, copy.number, copy.room_code, copy.screen_secret = uuid4(), number + 1, f"{number:06}", uuid4()
        copies.append(copy)
    Session.objects.bulk_create(copies)
    for model in (PhaseRun, Attendance):
        _copy(model, sources, copies)
    hakim = past.users["hakim"]
    record_look(groups=[past.group] * sessions, by=hakim, what=Shown.GROUP)


def _copy(model: Any, sources: list[Session], copies: list[Session]) -> None:
    rows = {source.number: list(model.objects.filter(session=source).values()) for source in sources}
    model.objects.bulk_create(
        model(**{**row, "id": None, "session_id": copy.pk})
        for copy in copies
        for row in rows[sources[(copy.number - 1) % 3].number]
    )


def price(http: Client, address: str) -> tuple[int, int]:
    """Queries and compressed bytes of a page."""
    with CaptureQueriesContext(connection) as captured:
        answer = http.get(address)
    assert answer.status_code == 200
    sent = [query["sql"] for query in captured if not query["sql"].startswith(OWN)]
    return len(sent), len(gzip.compress(answer.content))


def test_pages_cost_the_same_at_3_30_and_500_sessions(past: Past) -> None:
    browsers = {who: past.browser(who) for who in ("claire", "ana", "hakim")}
    queries: dict[str, list[int]] = {page: [] for page in PAGES}
    weights: dict[str, list[int]] = {page: [] for page in PAGES}
    for sessions in (3, 30, 500):
        grow(past, sessions)
        for page, (who, address) in PAGES.items():
            count, weight = price(browsers[who], address.format(past.group.pk))
            queries[page].append(count)
            weights[page].append(weight)
    assert {page: counts for page, counts in queries.items() if len(set(counts)) > 1} == {}
    # The file is as long as the history that is asked for.
    heavier = {page: of for page, of in weights.items() if of[2] > 1.1 * of[1] and page != FILE}
    assert heavier == {}


# From page to page


@pytest.fixture
def long(past: Past) -> Past:
    """One cycle of 60 sessions, and two of three."""
    grow(past, 60)
    for number in (2, 3):
        cycle = past.group.cycles.create(number=number)
        for month in range(3):
            held(cycle, paris(2026, 3 * number, 1 + month), came={past.people["zoé"]: 0})
    return past


def links(answer: HttpResponse) -> dict[str, str]:
    """Where the links to older and newer sessions lead, as a browser reads them."""
    found = re.findall(
        r'href="(\?[^"]*cycle=[^"#]*)#(?:figures|sessions-title)"[^>]*>(Newer|Older)<', answer.content.decode()
    )
    return {name: address.replace("&amp;", "&") for address, name in found}


def place(answer: HttpResponse) -> str:
    told = re.search(r'<span class="soft">\s*(Cycle[^<]*)</span>', answer.content.decode())
    return " ".join(told[1].split()) if told else ""


@pytest.mark.parametrize(
    ("who", "address"),
    [("claire", "/groups/{}/"), ("hakim", "/history/groups/{}/"), ("ana", "/groups/{}/ledger/?as={as}&page=1")],
)
def test_links_lead_from_the_newest_sessions_to_the_oldest_and_back(long: Past, who: str, address: str) -> None:
    http = long.browser(who)
    address = address.format(long.group.pk, **{"as": long.people["ana"].pk})
    page, seen = "?" + address.partition("?")[2], []
    while page:
        answer = http.get(address.partition("?")[0] + page, headers={"accept-language": "en"})
        seen.append(place(answer))
        newer, page = links(answer).get("Newer", ""), links(answer).get("Older", "")
        assert bool(newer) == (len(seen) > 1)
    assert seen == [
        "Cycles 2 to 3",
        "Cycle 1 · Sessions 41 to 60 of 60",
        "Cycle 1 · Sessions 21 to 40 of 60",
        "Cycle 1 · Sessions 1 to 20 of 60",
    ]
    assert place(http.get(address.partition("?")[0] + newer, headers={"accept-language": "en"})) == seen[2]


ODD = ["cycle=0", "cycle=99", "cycle=x", "cycle=", "cycle=-1", "cycle=1&part=99", "cycle=1&part=x", "part=2"]


@pytest.mark.parametrize("asked", [*ODD, "cycle=" + "9" * 5000, "cycle=%00", "page=x", "page=99", "page=-1"])
@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("claire", "/groups/{}/"),
        ("hakim", "/history/groups/{}/"),
        ("claire", "/groups/{}/ledger/"),
        ("hakim", "/history/"),
    ],
)
def test_an_address_that_nobody_gave_leads_to_a_page_all_the_same(
    past: Past, who: str, address: str, asked: str
) -> None:
    assert past.browser(who).get(f"{address.format(past.group.pk)}?{asked}").status_code == 200


def test_a_page_of_a_register_speaks_of_its_own_sessions_alone(long: Past) -> None:
    page = long.browser("hakim").get(
        f"/history/groups/{long.group.pk}/?cycle=1&part=3", headers={"accept-language": "en"}
    )
    (cycle,) = page.context["cycles"]
    assert [one.number for one in cycle.meetings] == sorted(one.number for one in cycle.meetings)
    assert len(cycle.meetings) == 20
    assert cycle.tally.sessions == 60
    assert b"Half-days are those of the sessions shown here" in page.content


def test_groups_of_a_year_have_pages_whose_total_is_everybody_s(past: Past) -> None:
    groups = Group.objects.bulk_create(Group(organisation=past.organisation, name=f"Z{n:02}") for n in range(60))
    held(groups[-1].cycles.create(number=1), timezone.now() - timedelta(days=2))
    hakim = past.browser("hakim")
    first, second, beyond = (hakim.get(f"/history/?year={timezone.now().year}&page={page}") for page in (1, 2, 9))
    assert [len(page.context["organisations"][0]["groups"]) for page in (first, second, beyond)] == [50, 11, 11]
    assert {page.context["organisations"][0]["figures"].tally.held for page in (first, second, beyond)} == {2}
    assert f'href="?year={timezone.now().year}&amp;page=1#' in second.content.decode()


# Home


def test_home_shows_what_comes_next_of_a_long_plan(past: Past) -> None:
    """Under way, then to come by date; what nobody opened in time where there is room; of the rest the number."""
    cycle, now = past.group.cycle, timezone.now()
    under_way = planned(cycle, now - timedelta(days=3), "running")
    late = [planned(cycle, now - timedelta(days=days)) for days in (40, 9, 5)]
    later = [planned(cycle, now + timedelta(days=days)) for days in (2, 3, 4)]
    first = cycle.sessions.get(number=3)
    (mine,) = past.browser("claire").get("/").context["groups"]
    assert [one.pk for one in mine.coming.sessions] == [one.pk for one in (*late, under_way, first, *later)]
    assert mine.coming.more == 0
    more = [planned(cycle, now + timedelta(days=days)) for days in (5, 6, 7, 8)]
    page = past.browser("claire").get("/", headers={"accept-language": "en"})
    (mine,) = page.context["groups"]
    shown = [one.pk for one in (under_way, first, *later, *more)][:8]
    assert [one.pk for one in mine.coming.sessions] == shown
    assert mine.coming.more == 4
    assert b"and 11 other sessions" in page.content


def test_each_group_has_its_own_sessions(past: Past) -> None:
    others = found(past.organisation, "Les jeudis", past.users["claire"])
    theirs = planned(others.cycle, timezone.now() + timedelta(days=1))
    shown = {
        one.group.name: [s.pk for s in one.coming.sessions] for one in past.browser("claire").get("/").context["groups"]
    }
    assert shown == {"Les jeudis": [theirs.pk], "Les mardis": [past.group.cycle.sessions.get(number=3).pk]}
