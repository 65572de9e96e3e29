"""Attendance sheets and certificates as files: what stands in them, in whose hands, and that none is carried out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from codev import pdf
from codev.spreadsheets import as_xlsx
from groups.models import Cycle, Organisation, Participant, Role, Seat
from sessions import commands
from sessions.models import Attendance, Correction, PhaseRun, Session, Signature
from tests.sessions.cast.past import Past, found, held, paris, planned, settle

from . import papers

TITLE, OBJECTIVES = "Codéveloppement des cadres", "Prendre du recul\nS’entraider"


@pytest.fixture
def past(db: None) -> Past:
    """Two sessions: Ana at both, once to the end of the morning alone; Zoé at the first, late; a third to come."""
    past = settle()
    issuer = {"training_name": "Institut des pratiques", "training_number": "11 75 12345 67"}
    Organisation.objects.update(**issuer, training_address="12 rue des Lilas\n75011 Paris")
    Cycle.objects.update(title=TITLE, objectives=OBJECTIVES)
    ana, zoe = past.people["ana"], past.people["zoé"]
    held(past.group.cycle, paris(2026, 1, 12, 11), minutes=200, came={ana: 0, zoe: 17}, left={ana: 100})
    held(past.group.cycle, paris(2026, 2, 9, 9), minutes=110, came={ana: 0})
    Session.objects.filter(number=2).update(is_end_estimated=True)
    planned(past.group.cycle, paris(2099, 3, 2))
    return past


def get(past: Past, who: str, route: str, *args: Any, language: str = "fr") -> HttpResponse:
    wanted = {"as": str(past.people[who].pk)} if who in past.people else {}
    address = reverse(f"sessions:{route}", args=args)
    return past.browser(who).get(address, wanted, headers={"accept-language": language})


def of_cycle(past: Past, who: str, kind: str, language: str = "fr") -> HttpResponse:
    return get(past, who, "cycle_sheet", past.group.pk, 1, kind, language=language)


def certificate(past: Past, who: str, of: str, language: str = "fr") -> HttpResponse:
    return get(past, who, "certificate", past.group.pk, 1, past.people[of].pk, language=language)


def prove(past: Past, who: str) -> None:
    past.browser(who)
    Seat.objects.filter(participant=past.people[who]).update(proven_at=timezone.now())


def session(number: int) -> Session:
    return Session.objects.get(number=number)


def sign(past: Past, who: str, **more: Any) -> None:
    at = paris(2026, 1, 12, 16, 2)
    stays = [[int(paris(2026, 1, 12, 11).timestamp() * 1000), int(paris(2026, 1, 12, 12, 40).timestamp() * 1000)]]
    about = {"day": "2026-01-12", "is_afternoon": False, "name": past.people[who].name, "minutes": 100, "stays": stays}
    Signature.objects.create(session=session(1), participant=past.people[who], signed_at=at, **about, **more)


# The sheet


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        (
            "fr",
            "Feuille de présence",
            ("Séance 1, lundi 12 janvier 2026", "De 11 h à 14 h 20", "heure de fin estimée", "11 h 17 – 13 h"),
        ),
        (
            "en",
            "Attendance sheet",
            ("Session 1, Monday, January 12, 2026", "From 11:00 to 14:20", "estimated", "11:17 – 13:00"),
        ),
    ],
)
def test_a_sheet_says_all_that_a_funder_asks(past: Past, language: str, title: str, said: tuple[str, ...]) -> None:
    reader = papers.in_pdf(of_cycle(past, "claire", "pdf", language))
    text = papers.words(reader)
    assert papers.language_and_title(reader) == (language, title)
    issuer = ("Institut des pratiques", "12 rue des Lilas", "11 75 12345 67")
    about = (TITLE, *issuer, "Atelier", "Claire", "Ana", "Zoé")
    assert [one for one in (*about, *said) if one not in text] == []
    assert "Les mardis" not in text


def test_what_was_signed_is_said_and_what_was_not_has_a_box(past: Past) -> None:
    told = {"countersigned_at": paris(2026, 1, 12, 16, 10), "countersigned_name": "Claire"}
    sign(past, "ana", way="device", device="phone", **told)
    text = papers.words(papers.in_pdf(get(past, "claire", "session_sheet", session(1).pk, "pdf")))
    assert "Signé le 12/01/2026 à 16 h 02, téléphone" in text
    assert "Contresigné par Claire le 12/01/2026 à 16 h 10" in text
    Signature.objects.update(way="paper", device="", countersigned_at=None)
    text = papers.words(papers.in_pdf(get(past, "claire", "session_sheet", session(1).pk, "pdf")))
    assert "à 16 h 02, sur papier" in text
    assert "Date et signature de qui anime" in text


def test_only_what_was_countersigned_says_so_and_the_rest_has_a_box(past: Past) -> None:
    told = {"countersigned_at": paris(2026, 1, 12, 16, 10), "countersigned_name": "Claire"}
    sign(past, "ana", way="device", device="phone", **told)
    sign(past, "zoé", way="paper")
    text = papers.words(papers.in_pdf(get(past, "claire", "session_sheet", session(1).pk, "pdf")))
    assert text.count(", contresigné") == 1
    assert ("Contresigné par Claire" in text, "Date et signature de qui anime" in text) == (True, True)
    rows = papers.in_csv(of_cycle(past, "claire", "csv"))
    assert [(row["Nom"], row["Demi-journée"]) for row in rows if row["Contresigné par"]] == [("Ana", "matin")]


def test_who_is_called_otherwise_since_is_told_by_the_name_signed_with_too(past: Past) -> None:
    sign(past, "ana", way="device", device="phone")
    Participant.objects.filter(pk=past.people["ana"].pk).update(name="Anaïs")
    text = papers.words(papers.in_pdf(get(past, "claire", "session_sheet", session(1).pk, "pdf")))
    assert "téléphone (sous le nom de Ana)" in text
    assert of(past, "Anaïs", "matin")["Signature"] == "téléphone (sous le nom de Ana)"
    page = get(past, "claire", "attendance", session(1).pk).content.decode()
    assert re.search(r"sous le nom de <bdi[^>]*>Ana</bdi>", page)


def test_a_session_of_two_days_says_on_which_one_it_ended_and_what_was_put_right_of_it(past: Past) -> None:
    ana = past.people["ana"]
    night = held(past.group.cycle, paris(2026, 4, 6, 22), minutes=240, came={ana: 0})
    commands.correct(
        session=night,
        participant=ana,
        stays=[(paris(2026, 4, 6, 22), paris(2026, 4, 7, 1))],
        reason="Partie à 1 h.",
        by=past.users["claire"],
    )
    text = papers.words(papers.in_pdf(get(past, "claire", "session_sheet", night.pk, "pdf")))
    assert "De 22 h à 2 h le 07/04/2026, heure de Paris" in text
    assert "du 6 avril, 22 h au 7 avril, 1 h" in text
    assert "le 7\u00a0avril 2026." in get(past, "claire", "attendance", night.pk).content.decode()


@pytest.mark.parametrize(("counts", "said"), [(True, "Les pauses sont"), (False, "Les pauses ne sont pas")])
def test_a_sheet_says_how_its_hours_are_counted(past: Past, counts: bool, said: str) -> None:
    Organisation.objects.update(counts_breaks=counts)
    text = papers.words(papers.in_pdf(get(past, "claire", "session_sheet", session(1).pk, "pdf")))
    assert f"chaque demi-journée au quart d’heure. {said} comptées." in text


def test_what_was_corrected_keeps_its_old_value_its_reason_and_who_did_it(past: Past) -> None:
    correct(past, "zoé", (11, 0), (13, 0))
    text = papers.words(papers.in_pdf(get(past, "claire", "session_sheet", session(1).pk, "pdf")))
    for said in ("de 11 h 17 à 14 h 20", "de 11 h à 13 h", "Son train avait du retard", "Claire, 13/01/2026"):
        assert said in text
    assert of(past, "Zoé", "matin")["Heures de présence"] == "2,00"


def test_a_signature_from_before_a_correction_is_marked_so(past: Past) -> None:
    sign(past, "zoé", way="paper")
    correct(past, "zoé", (11, 0), (13, 0))
    assert of(past, "Zoé", "matin")["Signature"] == "sur papier (avant une correction)"


def correct(past: Past, who: str, *hours: tuple[int, int]) -> None:
    old = [[ms(11, 17), ms(14, 20)]]
    by = {"by": past.users["claire"], "by_name": "Claire", "made_at": paris(2026, 1, 13)}
    about = {"name": past.people[who].name, "reason": "Son train avait du retard", "old": old}
    new = [[ms(*hours[0]), ms(*hours[1])]]
    Correction.objects.create(session=session(1), participant=past.people[who], new=new, **about, **by)


def ms(hour: int, minute: int) -> int:
    return int(paris(2026, 1, 12, hour, minute).timestamp() * 1000)


def of(past: Past, name: str, part: str) -> dict[str, str]:
    rows = papers.in_csv(of_cycle(past, "claire", "csv"))
    return next(row for row in rows if (row["Nom"], row["Demi-journée"], row["Séance"]) == (name, part, "1"))


def test_before_a_session_there_is_a_sheet_to_sign_on_paper(past: Past) -> None:
    text = papers.words(papers.in_pdf(get(past, "claire", "session_sheet", session(3).pk, "pdf")))
    assert all(name in text for name in ("Ana", "Élise", "Zoé", "Séance 3", "Signature"))
    assert [one for one in ("absence", "sur 0 h") if one in text] == []


def test_the_heading_stands_on_each_page_and_long_names_break(past: Past) -> None:
    """Thirty people with very long names, at eleven half-days beside each other."""
    many = [
        Participant.objects.create(group=past.group, name=f"Marie-{'Antoinette-' * 8}{place:02}", position=9 + place)
        for place in range(27)
    ]
    for month in range(3, 7):
        held(past.group.cycle, paris(2026, month, 12, 11), minutes=240, came=dict.fromkeys(many, 0))
    reader = papers.in_pdf(get(past, "hakim", "reviewed_sheet", past.group.pk, 1))
    assert len(reader.pages) > 1
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert all("Nom" in page and "12/06/2026" in page for page in pages)
    assert all(float(page.mediabox.width) > float(page.mediabox.height) for page in reader.pages)
    assert all(f"{place:02}" in "".join(pages) for place in range(27))


# For spreadsheets


def test_columns_are_in_the_reader_s_language(past: Past) -> None:
    french, english = (of_cycle(past, "claire", "csv", language) for language in ("fr", "en"))
    assert french["Content-Disposition"] == 'attachment; filename="feuille-de-presence-cycle-1.csv"'
    assert english["Content-Disposition"] == 'attachment; filename="attendance-sheet-cycle-1.csv"'
    heading = [*papers.in_csv(french)[0]]
    assert heading[:10] == [
        "Organisation",
        "Organisme de formation",
        "Numéro de déclaration",
        "Intitulé de l’action",
        "Nature de l’action",
        "Cycle",
        "Séance",
        "Date",
        "Demi-journée",
        "Heures de la demi-journée",
    ]
    assert papers.in_csv(english, ",")[0]["Hours present"] == "1.75"


def test_a_workbook_holds_numbers_and_dates_as_such(past: Past) -> None:
    sheet = papers.in_workbook(of_cycle(past, "claire", "xlsx"))
    first = papers.lines(sheet)[0]
    assert (first["Nom"], first["Heures de présence"], first["Minutes de présence"]) == ("Ana", 1.75, 100)
    assert first["Date"] == datetime(2026, 1, 12)
    assert first["Départ"] == datetime(2026, 1, 12, 12, 40)
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["D"].width > sheet.column_dimensions["F"].width


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_carried_out(past: Past, kind: str) -> None:
    """Names, the title and the reason of a correction are what somebody typed."""
    people = [
        Participant.objects.create(group=past.group, name=name, position=20 + place)
        for place, name in enumerate(papers.HOSTILE)
    ]
    Cycle.objects.update(title="=1+1")
    held(past.group.cycle, paris(2026, 5, 4), came=dict.fromkeys(people, 0))
    correct(past, "zoé", (11, 0), (13, 0))
    Correction.objects.update(reason="=cmd", by_name="\t=1")
    answers = [of_cycle(past, "claire", kind), get(past, "hakim", f"attendance_{kind}", past.group.pk)]
    for answer in answers:
        if kind == "csv":
            texts = [cell for row in papers.in_csv(answer) for cell in row.values()]
        else:
            texts = [cell.value for cell in papers.cells(papers.in_workbook(answer))]
        assert papers.carried_out(iter(texts)) == []
        assert {f"'{name}" for name in papers.HOSTILE} <= {*texts}


def test_a_text_too_long_for_a_workbook_is_cut_and_says_so() -> None:
    """The library would leave the cell empty."""
    answer = HttpResponse(as_xlsx("", ["Nom"], [["é" * 40_000]]))
    (line,) = papers.lines(papers.in_workbook(answer))
    assert (len(line["Nom"]), line["Nom"][-2:]) == (32_767, "é…")


# Certificates


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("fr", "Certificat de réalisation", ("du 12 janvier 2026 au 9 février 2026", "3 h 30", "L. 6313-1", "Fait à")),
        ("en", "Certificate of completion", ("from Jan. 12, 2026 to Feb. 9, 2026", "3 h 30", "L. 6313-1", "Issued in")),
    ],
)
def test_a_certificate_says_what_the_law_asks(past: Past, language: str, title: str, said: tuple[str, ...]) -> None:
    reader = papers.in_pdf(certificate(past, "claire", "ana", language))
    text = papers.words(reader)
    assert papers.language_and_title(reader) == (language, title)
    about = ("Institut des pratiques", "12 rue des Lilas", "11 75 12345 67", TITLE, "Prendre du recul", "Ana", "Claire")
    assert [one for one in (*about, *said) if one not in text] == []
    assert "Zoé" not in text
    assert len(reader.pages) == 1


@pytest.mark.parametrize(("issuer", "said"), [("Institut des pratiques", "Atelier"), ("Atelier", "…………")])
def test_a_certificate_says_whose_people_take_part_where_that_is_known(past: Past, issuer: str, said: str) -> None:
    Organisation.objects.update(training_name=issuer)
    text = papers.words(papers.in_pdf(certificate(past, "claire", "ana")))
    assert f"Entreprise ou organisation {said}" in text


def test_a_certificate_says_that_an_end_is_estimated_and_the_cycle_not_over(past: Past) -> None:
    ana, zoe = (papers.words(papers.in_pdf(certificate(past, "claire", who))) for who in ("ana", "zoé"))
    assert "heure de fin estimée" in ana
    assert "heure de fin estimée" not in zoe
    assert "Le cycle n’est pas terminé" in ana
    Session.objects.filter(number=3).update(status="cancelled")
    assert "Le cycle n’est pas terminé" not in papers.words(papers.in_pdf(certificate(past, "claire", "ana")))


@pytest.mark.parametrize("status", ["planned", "open"])
def test_what_never_began_does_not_keep_a_certificate_from_being_the_last(past: Past, status: str) -> None:
    Session.objects.filter(number=3).update(scheduled_at=paris(2026, 3, 2), status=status)
    assert "Le cycle n’est pas terminé" not in papers.words(papers.in_pdf(certificate(past, "claire", "ana")))


def test_without_who_issues_it_there_is_no_certificate(past: Past) -> None:
    Organisation.objects.update(training_name="")
    for who in ("claire", "hakim"):
        route = "certificate" if who == "claire" else "reviewed_certificate"
        answer = get(past, who, route, past.group.pk, 1, past.people["ana"].pk)
        assert answer.status_code == 409
        assert "Organisme de formation et présences" in answer.content.decode()
    page = get(past, "claire", "cycle_attendance", past.group.pk, 1).content.decode()
    assert "ce nom manque encore" in page
    assert "certificates/" not in page


def test_who_attended_nothing_has_no_certificate(past: Past) -> None:
    assert certificate(past, "claire", "élise").status_code == 404
    assert get(past, "hakim", "reviewed_certificate", past.group.pk, 1, past.people["élise"].pk).status_code == 404


def test_a_cycle_without_a_title_does_not_tell_the_group_s_own_name(past: Past) -> None:
    Cycle.objects.update(title="")
    text = papers.words(papers.in_pdf(certificate(past, "claire", "ana")))
    assert "Codéveloppement" in text
    assert "Les mardis" not in text


def test_who_was_erased_has_a_certificate_in_the_name_signed_with_from_who_facilitates_alone(past: Past) -> None:
    sign(past, "ana", way="device", device="phone")
    for who in ("ana", "zoé"):
        commands.erase_participant(participant=past.people[who])
    assert "Ana" in papers.words(papers.in_pdf(certificate(past, "claire", "ana")))
    # At a glance, and on the sheet that was signed; « Quelqu’un » on the other one, and Zoé on both of hers.
    text = papers.words(papers.in_pdf(of_cycle(past, "claire", "pdf")))
    assert (text.count("Ana"), text.count("Quelqu’un")) == (2, 3)
    page = get(past, "claire", "cycle_attendance", past.group.pk, 1).content.decode()
    theirs = get(past, "hakim", "group_history", past.group.pk).content.decode()
    for who, text, is_there in (("ana", page, True), ("zoé", page, False), ("ana", theirs, False)):
        assert (f"certificates/{past.people[who].pk}" in text) is is_there
    assert certificate(past, "claire", "zoé").status_code == 404
    assert get(past, "hakim", "reviewed_certificate", past.group.pk, 1, past.people["ana"].pk).status_code == 404
    assert "Ana" not in theirs


# Hours, counted another way: minute by minute, from rows.


def quarters(past: Past, who: str) -> int:
    """Minutes of a person, each half-day to the nearest quarter: each minute is asked whether it counts."""
    total = 0
    for one in Session.objects.filter(status="closed"):
        came = Attendance.objects.filter(session=one, participant=past.people[who]).first()
        runs = PhaseRun.objects.filter(session=one).order_by("entered_at")
        if came is None:
            continue
        minute, end = runs.first().entered_at, runs.last().left_at  # type: ignore[union-attr]
        halves = {False: 0, True: 0}
        while minute < end:  # type: ignore[operator]
            if came.arrived_at <= minute and (came.left_at is None or minute < came.left_at):
                halves[minute.astimezone(one.zone).hour >= 13] += 1
            minute += timedelta(minutes=1)
        total += sum(round(minutes / 15) * 15 for minutes in halves.values())
    return total


@pytest.mark.parametrize("who", ["ana", "zoé"])
def test_hours_are_those_of_the_rows_and_the_same_everywhere(past: Past, who: str) -> None:
    hours = Decimal(quarters(past, who)) / 60
    name = past.people[who].name
    mine = [row for row in papers.lines(papers.in_workbook(of_cycle(past, "claire", "xlsx"))) if row["Nom"] == name]
    theirs = [
        row
        for row in papers.lines(papers.in_workbook(get(past, "hakim", "attendance_xlsx", past.group.pk)))
        if row["Nom"] == name
    ]
    assert sum(row["Heures de présence"] for row in mine) == hours
    assert sum(row["Heures"] for row in theirs) == hours
    said = f"{int(hours)} h" + (f" {int(hours % 1 * 60):02}" if hours % 1 else "")
    for paper in (
        certificate(past, "claire", who),
        get(past, "hakim", "reviewed_certificate", past.group.pk, 1, past.people[who].pk),
        get(past, "hakim", "reviewed_sheet", past.group.pk, 1),
    ):
        assert said in papers.words(papers.in_pdf(paper))


# Who


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
