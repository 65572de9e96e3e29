"""Whose files about attendance open for whom, what they cost, and what is told where there are none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from codev import pdf
from groups.models import Organisation, Participant, Role
from sessions.models import Session
from tests.sessions.cast.past import Past, found, held, paris, planned

from . import papers
from .downloads import OBJECTIVES, certificate, correct, get, of_cycle, prove, session, sign


def test_a_person_finds_the_own_lines_on_a_proven_device_alone(past: Past) -> None:
    addresses = ("cycle_sheet", past.group.pk, 1, "csv"), ("certificate", past.group.pk, 1, past.people["ana"].pk)
    page = ("cycle_attendance", past.group.pk, 1)
    assert [get(past, "ana", *one).status_code for one in (*addresses, page)] == [403, 403, 403]
    prove(past, "ana")
    assert [get(past, "ana", *one).status_code for one in (*addresses, page)] == [200, 200, 200]
    rows = papers.in_csv(of_cycle(past, "ana", "csv"))
    assert {row["Nom"] for row in rows} == {"Ana"}
    assert len(rows) == 3
    own = [papers.words(papers.in_pdf(of_cycle(past, "ana", "pdf"))), get(past, "ana", *page).content.decode()]
    assert [text for text in own if "Zoé" in text or "2099" in text] == []


def test_nobody_else_s_certificate_opens(past: Past) -> None:
    prove(past, "ana")
    assert certificate(past, "ana", "zoé").status_code == 404
    assert get(past, "ana", "session_sheet", session(3).pk, "pdf").status_code == 404
    other = found(past.organisation, "Les jeudis", past.users["david"])
    held(other.cycle, paris(2026, 1, 12), came={other.participants.first(): 0})  # type: ignore[dict-item]
    assert get(past, "hakim", "reviewed_certificate", other.pk, 1, past.people["ana"].pk).status_code == 404
    assert get(past, "claire", "cycle_sheet", other.pk, 1, "csv").status_code == 404


def test_hr_reads_no_coming_and_going_no_signature_and_no_reason(past: Past) -> None:
    sign(past, "ana", way="device", device="phone")
    correct(past, "zoé", (11, 0), (13, 0))
    files = [
        papers.words(papers.in_pdf(get(past, "hakim", "reviewed_sheet", past.group.pk, 1))),
        get(past, "hakim", "attendance_csv", past.group.pk).content.decode(),
        str(papers.lines(papers.in_workbook(get(past, "hakim", "attendance_xlsx", past.group.pk)))),
        get(past, "hakim", "group_history", past.group.pk).content.decode(),
    ]
    for text in files:
        assert re.findall(r"\b1[1-4](?::| h )\d\d\b", text) == []
        assert [one for one in ("Sign", "train", "Corrig") if one in text] == []


def test_each_download_of_hr_is_a_line_that_the_group_reads(past: Past) -> None:
    get(past, "hakim", "reviewed_sheet", past.group.pk, 1)
    get(past, "hakim", "reviewed_certificate", past.group.pk, 1, past.people["ana"].pk)
    get(past, "hakim", "attendance_xlsx", past.group.pk)
    assert [*past.group.looks.order_by("number").values_list("what", flat=True)] == ["sheet", "certificate", "csv"]
    page = get(past, "ana", "ledger", past.group.pk).content.decode()
    assert "le certificat de réalisation d’une personne" in page
    assert OBJECTIVES.splitlines()[0] in page


def test_where_no_pdf_can_be_made_it_is_said(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise pdf.UnavailableError

    monkeypatch.setattr(pdf, "_library", missing)
    answer = certificate(past, "claire", "ana")
    assert answer.status_code == 501


@pytest.mark.parametrize(
    "ask",
    [
        lambda past: of_cycle(past, "claire", "csv"),
        lambda past: of_cycle(past, "claire", "pdf"),
        lambda past: get(past, "claire", "cycle_attendance", past.group.pk, 1),
        lambda past: certificate(past, "claire", "ana"),
        lambda past: get(past, "hakim", "attendance_xlsx", past.group.pk),
        lambda past: get(past, "hakim", "reviewed_sheet", past.group.pk, 1),
    ],
    ids=["csv", "pdf", "page", "certificate", "hr’s file", "hr’s sheet"],
)
def test_it_costs_as_many_queries_with_30_people(past: Past, ask: Callable[[Past], HttpResponse]) -> None:
    few = price(past, ask)
    many = [Participant.objects.create(group=past.group, name=f"P{place}", position=9 + place) for place in range(27)]
    for month in range(3, 6):
        held(past.group.cycle, paris(2026, month, 12), came=dict.fromkeys(many, 0))
    assert price(past, ask) == few


def price(past: Past, ask: Callable[[Past], HttpResponse]) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert ask(past).status_code == 200
    return len(captured)


def test_instants_are_of_the_place(past: Past) -> None:
    """A session in Martinique, of an organisation in Paris."""
    there = datetime(2026, 4, 6, 14, tzinfo=UTC)  # 10 h there, 16 h in Paris
    held(past.group.cycle, there, minutes=60, came={past.people["ana"]: 0}, zone="America/Martinique")
    rows = papers.in_csv(of_cycle(past, "claire", "csv"))
    (row,) = (row for row in rows if row["Date"] == "2026-04-06")
    assert (row["Demi-journée"], row["Arrivée"], row["Heures de présence"]) == ("matin", "2026-04-06 10:00", "1,00")


def test_where_a_name_is_missing_the_way_leads_to_its_unfolded_field(past: Past) -> None:
    Organisation.objects.filter(pk=past.group.organisation_id).update(training_name="")
    past.organisation.roles.create(user=past.users["claire"], role=Role.ADMIN)
    page = get(past, "claire", "cycle_attendance", past.group.pk, 1).content.decode()
    way = re.findall(r'href="(/organisations/[^"]+)"', page)[0]
    assert way.endswith("?training#training")
    assert re.search(r'<details id="training" open\s*>', past.browser("claire").get(way).content.decode())


def test_what_was_called_off_has_no_sheet_though_another_took_its_number(past: Past) -> None:
    held_one, off = session(1), planned(past.group.cycle, paris(2026, 1, 20))
    Session.objects.filter(pk=off.pk).update(number=1, status=Session.Status.CANCELLED)
    prove(past, "ana")
    for who in ("claire", "ana"):
        page = get(past, who, "cycle_attendance", past.group.pk, 1).content.decode()
        assert str(held_one.pk) in page
        assert str(off.pk) not in page
