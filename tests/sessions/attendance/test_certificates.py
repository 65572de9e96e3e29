"""The « Certificat de réalisation » as a strict reader opens it: what it says, and when there is none."""

from __future__ import annotations

import pytest

from groups.models import Cycle, Organisation
from sessions import commands
from sessions.models import Session
from tests.sessions.cast.past import Past, paris

from . import papers
from .downloads import TITLE, certificate, get, of_cycle, sign


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
