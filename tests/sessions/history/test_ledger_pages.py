"""Each look of HR is a line, written first; who reads and takes them along."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from groups.commands import remove_participant
from tests.names import unnamed
from tests.sessions.cast.past import Past, found

from .comers import PAGES, RIGHTS, address, comer, looks, outcome


def test_each_look_is_written_down_once(past: Past) -> None:
    http = past.browser("hakim")
    for page in PAGES:
        http.get(address(past, page))
    assert looks(past.group) == [("Hakim", "overview"), ("Hakim", "group"), ("Hakim", "csv")]


def test_who_asks_for_headers_alone_sees_nothing_and_leaves_no_line(past: Past) -> None:
    http = past.browser("hakim")
    for page in PAGES:
        assert (http.head(address(past, page)).status_code, http.options(address(past, page)).status_code) == (200, 405)
    assert http.head("/history/?year=1999").status_code == 404
    assert looks(past.group) == []


def test_the_year_that_was_looked_at_is_named(past: Past) -> None:
    past.browser("hakim").get("/history/?year=2026")
    assert [look.year for look in past.group.looks.all()] == [2026]
    page = past.browser("ana").get(address(past, "ledger"), headers={"accept-language": "fr"}).content.decode()
    assert "la vue d’ensemble de 2026" in page


def test_a_former_member_reads_the_lines_of_that_time_and_no_figures(past: Past) -> None:
    hakim, ana = past.browser("hakim"), past.browser("ana")
    hakim.get(address(past, "history"))
    past.people["ana"].joined_at = timezone.now()
    past.people["ana"].save()
    hakim.get(address(past, "group_history"))
    assert ana.get(address(past, "ledger")).context["looks"].paginator.count == 2  # who belongs reads all
    remove_participant(participant=past.people["ana"], by=past.users["claire"])
    hakim.get(address(past, "attendance_csv"))
    # Who facilitates and works for HR by now is named to the group alone.
    past.organisation.roles.create(user=past.users["claire"], role="hr")
    assert "Claire" in past.browser("zoé").get(address(past, "ledger")).content.decode()
    page = ana.get(address(past, "ledger"), headers={"accept-language": "fr"})
    assert "Claire" not in page.content.decode()
    assert [look.what for look in page.context["looks"]] == ["group"]
    assert 'id="figures"' not in page.content.decode()
    assert "Vous avez fait partie de ce groupe du" in page.content.decode()
    assert address(past, "ledger") in ana.get("/").content.decode()


@pytest.mark.parametrize("who", ["ana", "claire"])
def test_lines_are_taken_along_with_their_proof(past: Past, who: str) -> None:
    past.browser("hakim").get(address(past, "group_history"))
    http = past.browser(who)
    read = http.get(address(past, "ledger_json")).json()
    assert [(line["name"], line["what"]) for line in read["lines"]] == [("Hakim", "group")]
    assert read["head"]["number"] == len(read["digests"]) == 1
    rows = list(
        csv.DictReader(io.StringIO(http.get(address(past, "ledger_csv")).content.decode("utf-8-sig")), delimiter=";")
    )
    assert [row["hash"] for row in rows] == [read["head"]["hash"]]
    assert f"1:{read['head']['hash'][:16]}" in http.get(address(past, "ledger")).content.decode()


@pytest.mark.parametrize("page", ["ledger_json", "ledger_csv"])
@pytest.mark.parametrize("who", RIGHTS)
def test_who_may_take_lines_along(past: Past, who: str, page: str) -> None:
    assert outcome(comer(past, who).get(address(past, page))) == RIGHTS[who][3]


def test_a_group_reads_who_holds_the_key(past: Past, settings: Settings) -> None:
    in_french: dict[str, Any] = {"accept-language": "fr"}
    settings.CODEV_OPERATOR = ""
    assert "demandez qui c’est" in past.browser("ana").get(address(past, "ledger"), headers=in_french).content.decode()
    settings.CODEV_OPERATOR = "Marie <Dupont>"
    assert (
        "Marie &lt;Dupont&gt;" in past.browser("ana").get(address(past, "ledger"), headers=in_french).content.decode()
    )


def test_an_overview_is_a_look_at_each_group_in_it(past: Past) -> None:
    other = found(past.organisation, "Les jeudis", past.users["claire"])
    past.browser("hakim").get("/history/")
    assert looks(past.group) == looks(other) == [("Hakim", "overview")]


@pytest.mark.parametrize("page", PAGES)
def test_a_look_that_cannot_be_written_down_shows_nothing(past: Past, page: str) -> None:
    """The ledger's table refuses every line from now on, as a full disk would."""
    http = past.browser("hakim")
    http.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON codev_groups_accessledger BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    answer = http.get(address(past, page))
    assert answer.status_code == 500
    assert "Zoé" not in answer.content.decode()


@pytest.mark.parametrize("who", ["ana", "claire", "david"])
def test_the_group_reads_who_looked_when_and_at_what(past: Past, who: str) -> None:
    past.browser("hakim").get(address(past, "group_history"))
    page = past.browser(who).get(address(past, "ledger"), headers={"accept-language": "fr"}).content.decode()
    told = re.search(r'<ul class="list looks">(.*?)</ul>', page, re.S)
    assert told is not None
    assert "<strong>Hakim</strong> · la page du groupe" in unnamed(told[1])
    assert past.group.looks.get().looked_at.astimezone(past.group.zone).isoformat(timespec="seconds") in told[1]


def test_reading_the_ledger_is_no_look(past: Past) -> None:
    for who in ("ana", "claire"):
        past.browser(who).get(address(past, "ledger"))
    looked = past.group.looks.filter(what__in=("overview", "group", "csv"))
    assert looked.count() == 0


def test_a_long_ledger_has_pages(past: Past) -> None:
    http = past.browser("hakim")
    for _ in range(21):
        http.get(address(past, "group_history"))
    ana, who = past.browser("ana"), past.people["ana"].pk
    page = ana.get(address(past, "ledger"), {"as": who})
    assert f"?as={who}&amp;page=2#" in page.content.decode()
    assert len(ana.get(address(past, "ledger"), {"page": "2", "as": who}).context["looks"]) == 1
