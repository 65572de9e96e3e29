"""HR’s pages: who may open which, what stands there, and that a group sees what HR sees."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.commands import keep_group
from groups.models import AccessLedger, Group
from tests.names import unnamed
from tests.sessions.cast.past import Past, found, held, paris

from .comers import EVERYBODY, PAGES, RIGHTS, address, answered, belongs, comer, outcome, works_for_hr


def test_everybody_stands_in_the_table() -> None:
    assert tuple(RIGHTS) == EVERYBODY


@pytest.mark.parametrize("who", RIGHTS)
def test_who_may_open_which_page(past: Past, who: str) -> None:
    http = comer(past, who)
    assert tuple(outcome(http.get(address(past, page))) for page in (*PAGES, "ledger")) == RIGHTS[who]


@pytest.mark.parametrize("who", [who for who in RIGHTS if RIGHTS[who][1] != 200])
def test_who_may_not_review_a_group_reads_nothing_of_it_and_leaves_no_line(past: Past, who: str) -> None:
    http = comer(past, who)
    pages = [http.get(address(past, page)).content.decode() for page in PAGES]
    assert [page for page in pages if "Les mardis" in page or "Zoé" in page] == []
    looked = past.group.looks.filter(what__in=("overview", "group", "csv"))
    assert looked.count() == 0


@pytest.mark.parametrize("page", [*PAGES, "ledger"])
def test_pages_are_read_only_and_kept_by_no_cache(past: Past, page: str) -> None:
    http = past.browser("claire" if page == "ledger" else "hakim")
    assert "no-store" in http.get(address(past, page))["Cache-Control"]
    assert http.post(address(past, page)).status_code == 405


def test_who_facilitates_does_not_review_the_group_for_hr(past: Past) -> None:
    works_for_hr(past, "claire")
    may = {name: Group.objects.reviewed_by(user).contains(past.group) for name, user in past.users.items()}
    assert may == {"hakim": True, "agnes": False, "claire": False, "david": False}


def test_a_group_that_cannot_be_reviewed_is_in_no_figure(past: Past) -> None:
    works_for_hr(past, "claire")
    other = found(past.organisation, "Les jeudis", past.users["david"])
    page = past.browser("claire").get("/history/")
    (organisation,) = page.context["organisations"]
    assert [group.name for group in organisation["figures"].groups] == ["Les jeudis"]
    assert organisation["figures"].tally.sessions == 0
    assert AccessLedger.objects.get().group_id == other.pk


@pytest.fixture
def passing(past: Past) -> Past:
    """The group of this past met once only, and was not kept."""
    past.group.is_passing = True
    past.group.save()
    return past


def test_hr_sees_nothing_of_a_group_that_was_not_kept(passing: Past) -> None:
    hakim = passing.browser("hakim")
    answers = [hakim.get(address(passing, page)) for page in PAGES]
    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert answers[0].context["organisations"] == []
    assert "Les mardis" not in answers[0].content.decode()
    assert passing.group.looks.count() == 0


def test_a_group_that_was_not_kept_reads_that_hr_sees_nothing(passing: Past) -> None:
    page = passing.browser("ana").get(address(passing, "ledger"), headers={"accept-language": "fr"}).content.decode()
    assert "Rien\u00a0: la RH ne voit pas un groupe réuni pour une seule séance" in page
    assert 'id="figures"' not in page


def test_a_kept_group_is_seen_whole(passing: Past) -> None:
    keep_group(group=passing.group, name="Les jeudis", by=passing.users["claire"])
    (organisation,) = passing.browser("hakim").get("/history/", {"year": "2026"}).context["organisations"]
    assert [(group.name, group.tally.held) for group in organisation["figures"].groups] == [("Les jeudis", 1)]


def test_hr_without_any_group_sees_a_calm_page(past: Past) -> None:
    belongs(past, "ana", "hakim@atelier.fr")
    page = past.browser("hakim").get("/history/", headers={"accept-language": "fr"}).content.decode()
    assert "Aucun groupe à consulter pour l’instant." in page
    assert "<svg" not in page


@pytest.mark.parametrize(("year", "status"), [("2026", 200), ("1999", 404), ("abc", 404), ("", 404), ("２０２６", 404)])
def test_years_are_a_fixed_grid(past: Past, year: str, status: int) -> None:
    assert past.browser("hakim").get("/history/", {"year": year}).status_code == status


# The ledger


def region(answer: HttpResponse) -> bytes:
    """The figures, byte by byte: from their element to the end of it."""
    content: bytes = answer.content
    begin = content.index(b'<div id="figures"')
    depth = 0
    for tag in re.finditer(rb"<(/?)div\b", content[begin:]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return content[begin : begin + tag.end()]
    raise AssertionError


@pytest.mark.parametrize("who", ["ana", "claire", "david"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_group_sees_is_what_hr_sees(past: Past, who: str, language: str) -> None:
    headers: dict[str, Any] = {"accept-language": language}
    seen_by_hr = region(past.browser("hakim").get(address(past, "group_history"), headers=headers))
    assert "Zoé".encode() in seen_by_hr
    assert region(past.browser(who).get(address(past, "ledger"), headers=headers)) == seen_by_hr


def test_the_file_says_what_the_page_says(past: Past) -> None:
    answer = past.browser("hakim").get(address(past, "attendance_csv"), headers={"accept-language": "en"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == 'attachment; filename="attendance.csv"'
    assert [(row["Name"], row["Half-day"], row["Attendance"]) for row in rows] == [
        ("Ana", "morning", "1"),
        ("Ana", "afternoon", "1"),
        ("Zoé", "morning", "0"),
        ("Zoé", "afternoon", "1"),
    ]


# What members are told


def test_members_are_told_who_among_them_works_for_hr(past: Past) -> None:
    belongs(past, "ana", "Hakim@Atelier.fr")
    works_for_hr(past, "claire")
    http = past.browser("zoé")

    def told(sentence: str) -> list[bool]:
        pages = (address(past, "ledger"), reverse("groups:charter", args=[past.group.pk]))
        return [
            sentence in unnamed(http.get(page, headers={"accept-language": "fr"}).content.decode()) for page in pages
        ]

    assert told("Hakim, de la RH, fait peut-être partie de ce groupe") == [True, True]
    answered(past, is_same=True)
    assert told("Dans ce groupe, Ana, Claire travaillent aussi pour la RH") == [True, True]
    assert told("peut-être partie de ce groupe") == [False, False]


def test_hr_is_told_that_a_group_is_in_doubt_and_not_which(past: Past) -> None:
    belongs(past, "ana", "Hakim@Atelier.fr")
    page = past.browser("hakim").get("/history/", headers={"accept-language": "fr"}).content.decode()
    assert "1 groupe n’est pas montré" in page
    assert "Les mardis" not in page
    answered(past, is_same=True)
    assert (
        "pas montré" not in past.browser("hakim").get("/history/", headers={"accept-language": "fr"}).content.decode()
    )


def test_links_lead_to_the_ledger(past: Past) -> None:
    to_it = f'href="{address(past, "ledger")}'
    zoe, claire = past.browser("zoé"), past.browser("claire")
    pages = [zoe.get("/"), zoe.get(reverse("groups:charter", args=[past.group.pk]))]
    pages.append(claire.get(reverse("sessions:group", args=[past.group.pk])))
    assert [to_it in page.content.decode() for page in pages] == [True] * 3


def test_home_leads_hr_to_history_and_nobody_else(past: Past) -> None:
    shown = {who: b'href="/history/"' in past.browser(who).get("/").content for who in ("hakim", "agnes", "claire")}
    assert shown == {"hakim": True, "agnes": False, "claire": False}


@pytest.mark.parametrize("groups", [1, 3])
def test_the_overview_costs_the_same_however_many_groups(past: Past, groups: int) -> None:
    for place in range(1, groups):
        held(found(past.organisation, f"Groupe {place}", past.users["claire"]).cycle, paris(2026, 5, 4))
    http = past.browser("hakim")
    with CaptureQueriesContext(connection) as captured:
        http.get("/history/")
    statements = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(statements) == 14
