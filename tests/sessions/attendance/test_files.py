"""Attendance sheets as files: what stands in them, that none is carried out, and that hours are the same everywhere."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.http import HttpResponse

from codev.spreadsheets import as_xlsx
from groups.models import Cycle, Organisation, Participant
from sessions import commands
from sessions.models import Attendance, Correction, PhaseRun, Session, Signature
from tests.sessions.cast.past import Past, held, paris

from . import papers
from .downloads import TITLE, certificate, correct, get, of_cycle, session, sign

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
