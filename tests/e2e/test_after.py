"""What comes after the hour, over two sessions: evaluated, signed, marked, followed, told, reported, downloaded."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from groups.models import Cycle, Group, Organisation
from sessions.demo import people
from sessions.evaluation.questions import SESSION
from sessions.models import Evaluation

from .axe import Ledger
from .gathering import Gathering, begin
from .people import LAPTOP, Evening, Person
from .serving import Server

LEA, OMAR, JEANNE, KARIM = PHONES = range(4)
ANSWERS = {LEA: 5, OMAR: 4, JEANNE: 4, KARIM: 2}
WISH, OPTION, IGNORED, ACTION, WORD = INSIDE = (
    "Je souhaite repartir avec trois phrases.",
    "Commencer par un appel.",
    "Attendre une semaine.",
    "Appeler la cheffe avant vendredi.",
    "Je l’ai appelée : une demi-heure, sans détour.",
)
TOLD = "J’ai appelé dès le lendemain."
REASON = "Arrivée notée trop tôt."
ISSUER, TITLE = "Atelier de l’Ouest", "Mieux conduire une équipe"
RISKY = ("=", "+", "-", "@")


@dataclass
class Story:
    """The first of two sessions: who is before a screen, and how late it is on the server."""

    server: Server
    room: Gathering
    group: str = ""
    ahead: timedelta = timedelta()
    first: str = ""  # the first session's id
    cycle: int = 0

    @property
    def claire(self) -> Person:
        return self.room.claire

    def phone(self, place: int) -> Person:
        return self.room.people[self.room.evening.links["participants"][place]["name"]]

    def goes(self, person: Person, path: str) -> Page:
        """To a page that follows no session."""
        evening = self.room.evening
        if person in evening.everybody:
            evening.everybody.remove(person)
            evening.others.append(person)
        person.page.goto(self.server.url + path)
        return person.page

    def own(self, place: int, path: str) -> Page:
        return self.goes(self.phone(place), f"{path}?as={self.room.evening.id_of(place)}")

    def session(self, path: str) -> str:
        return f"/sessions/{self.room.evening.id}/{path}"

    def later(self, ahead: timedelta) -> None:
        self.ahead = ahead
        self.server.later(ahead)

    def then(self, work: Callable[[], Any]) -> Any:
        """What this work finds or does, when it is as late as on the server."""
        with time_machine.travel(timezone.now() + self.ahead):
            return work()

    def by_then(self, work: Callable[[], Any]) -> Any:
        return self.server.backstage(lambda: self.then(work))

    def follows(self, person: Person) -> None:
        """The page is a session's again."""
        self.room.evening.others.remove(person)
        self.room.evening.everybody.append(person.connected())

    @property
    def links(self) -> dict[str, Any]:
        return self.room.evening.links

    def fills_in(self) -> None:
        """Who issues certificates, and what the cycle is as an action."""
        cycle = Group.objects.get(pk=self.group).cycle
        self.cycle = cycle.number
        Cycle.objects.filter(pk=cycle.pk).update(title=TITLE)
        Organisation.objects.filter(codev_groups=self.group).update(training_name=ISSUER)

    def of_hr(self) -> Page:
        self.hr = self.room.evening.someone(self.links["hr"]["url"], LAPTOP)
        self.hr.page.goto(self.hr.url)
        return self.goes(self.hr, f"/history/groups/{self.group}/")


def test_what_each_takes_away_over_two_sessions(server: Server, chromium: Browser, axe: Ledger) -> None:
    with server.anew(), Evening(server, chromium) as evening:
        story = Story(server, begin(evening, *PHONES))
        story.group = server.backstage(lambda: str(Group.objects.get(cycles__sessions=evening.id).pk))
        lea_is_client(story)
        they_close_evaluate_and_sign(story)
        claire_countersigns_and_corrects(story)
        lea_keeps_marks_and_follows(story)
        means_are_published_once(story)
        they_meet_again(story)
        papers_are_downloaded(story, axe)
        nothing_went_to_others(story)


def lea_is_client(story: Story) -> None:
    room, lea, omar = story.room, story.phone(LEA), story.phone(OMAR)
    room.chooses(LEA)
    room.does(room.claire, "start")
    room.goes_to("Contrat")
    room.writes(lea, "write_contract", WISH)
    room.goes_to("Consultation")
    room.writes(omar, "contribute", OPTION, kind="option")
    room.writes(story.phone(JEANNE), "contribute", IGNORED, kind="option")
    room.goes_to("Synthèse et plan d’action")
    marked = lea.page.locator("#region-board .note", has_text=OPTION)
    expect(marked).to_be_visible()
    lea.settled()
    room.evening.after(marked.locator('[data-command="mark"]', has_text="je vais essayer").click)
    room.writes(lea, "add_commitment", ACTION, due=(timezone.localdate() + timedelta(days=10)).isoformat())
    room.goes_to("Clôture")


def they_close_evaluate_and_sign(story: Story) -> None:
    room = story.room
    close(room)
    for place, points in ANSWERS.items():
        page = story.own(place, story.session("evaluation/"))
        for sentence in range(len(SESSION.sentences)):
            page.get_by_role("group").nth(sentence).locator(f"input[value='{points}']").check(force=True)
        page.get_by_role("button", name="Donner ma réponse").click()
        expect(page.get_by_role("status")).to_contain_text("votre réponse est gardée")
    for place in (LEA, OMAR):
        page = story.own(place, "/attendance/")
        page.get_by_role("button", name="J’émarge").first.click()
        expect(page.get_by_text("signé le").first).to_be_visible()


def claire_countersigns_and_corrects(story: Story) -> None:
    page = story.goes(story.claire, story.session("attendance/"))
    page.get_by_role("button", name="Contresigner").click()
    expect(page.get_by_text("2 signatures contresignées.")).to_be_visible()
    karim = story.room.evening.links["participants"][KARIM]["name"]
    page.locator(".attendance > li", has_text=karim).get_by_role("link", name="Corriger").click()
    page.get_by_label("Non, pas du tout").check()
    page.get_by_label("Pourquoi cette correction").fill(REASON)
    page.get_by_role("button", name="Garder cette correction").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    # Whom it concerns reads it, and why.
    assert REASON in story.own(KARIM, "/attendance/").inner_text("main")


def lea_keeps_marks_and_follows(story: Story) -> None:
    page = story.own(LEA, story.session("keepsake/"))
    idea = page.locator("li", has_text=OPTION).last
    idea.get_by_role("button", name="Le dire à son auteur").click()
    expect(page.locator("main")).to_contain_text("à la prochaine séance du groupe, pas avant")
    assert OPTION not in story.own(OMAR, "/given/").inner_text("main")
    page = story.own(LEA, "/commitments/")
    one = page.locator(".commitment", has_text=ACTION)
    one.locator("summary").click()
    one.locator(".choice:has-text('en cours')").click()
    one.locator("textarea").fill(WORD)
    one.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".commitment", has_text=ACTION)).to_contain_text("Enregistré.")


def means_are_published_once(story: Story) -> None:
    """Nothing before the 72 hours, not even how many answered; then means, and no row of anybody."""
    path = f"/groups/{story.group}/evaluations/"
    heads = story.goes(story.claire, path).locator("table.means thead th[id]")
    before = heads.count()
    story.later(timedelta(hours=73))
    story.by_then(lambda: call_command("publish_evaluations", stdout=io.StringIO()))
    page = story.goes(story.claire, path)
    expect(heads).to_have_count(before + 1)
    expect(heads.last).to_contain_text("4 réponses ou plus")
    halves = (2 * sum(ANSWERS.values()) + len(ANSWERS) // 2) // len(ANSWERS) / 2  # a quarter goes up
    expect(page.locator("table.means tbody tr td:last-child")).to_have_text([f"{halves:g}".replace(".", ",")] * 5)
    assert story.by_then(lambda: Evaluation.objects.filter(session=story.room.evening.id).count()) == 0
    page = story.own(LEA, story.session("evaluation/"))
    expect(page.get_by_role("button", name="Donner ma réponse")).to_have_count(0)


def they_meet_again(story: Story) -> None:
    """Three weeks later: phones are known still; Omar learns that his idea served as the room opens, not before."""
    story.later(timedelta(days=21))
    assert OPTION not in story.own(OMAR, "/given/").inner_text("main")
    evening, room, claire = story.room.evening, story.room, story.claire
    story.first = evening.id
    evening.links = story.server.links_of(lambda: story.then(lambda: people.ensure(fresh=True)))
    evening.id, evening.revision = evening.links["session"], 0
    # An account is asked again who it is after two weeks.
    claire.page.goto(evening.links["facilitator"]["url"])
    story.follows(claire)
    room.does(claire, "open")
    page = story.own(OMAR, "/given/")
    expect(page.get_by_role("heading", name="Votre idée a servi")).to_be_visible()
    assert OPTION in page.inner_text("main")
    assert ACTION not in page.inner_text("main")
    lea = story.phone(LEA)
    lea.page.goto(f"{story.server.url}/sessions/{evening.id}/")
    story.follows(lea)
    room.does(claire, "start")
    room.goes_to("Suivi des engagements")
    expect(lea.page.locator("#region-promises")).to_contain_text("en cours")
    assert WORD not in lea.words()
    lea.page.get_by_role("button", name="Dire ce que cela a donné").first.click()
    dialog = lea.page.locator("#report")
    dialog.get_by_label("Ce que j’ai essayé, ce que cela a donné").fill(TOLD)
    lea.settled()
    evening.after(dialog.get_by_role("button", name="Partager avec le groupe").click)
    assert TOLD in claire.words()
    close(room)
    expect(story.own(LEA, "/commitments/").locator(".commitment", has_text=ACTION)).to_contain_text("en cours")


def papers_are_downloaded(story: Story, axe: Ledger) -> None:
    """By whoever facilitates, by HR, and by the person: files of French names, of which none holds what was said."""
    story.server.backstage(story.fills_in)
    claire = story.goes(story.claire, f"/groups/{story.group}/cycles/{story.cycle}/attendance/")
    axe.look(story.claire, "attendance of a cycle")
    sheet = pdf_of(taken(claire, lambda: claire.get_by_role("link", name="PDF", exact=True).first.click()))
    assert (sheet.trailer["/Root"]["/Lang"], TITLE in text_of(sheet)) == ("fr", True)
    book = openpyxl.load_workbook(
        io.BytesIO(taken(claire, claire.get_by_role("link", name="Excel").first.click).read_bytes())
    )
    rows = [row for one in book.worksheets for row in one.iter_rows(values_only=True)]
    table = taken(claire, claire.get_by_role("link", name="CSV").first.click).read_text("utf-8-sig")
    lines = list(csv.reader(io.StringIO(table), delimiter=";", strict=True))
    assert len({len(line) for line in lines}) == 1
    for cell in (*(cell for row in rows for cell in row), *(cell for line in lines for cell in line)):
        assert not str(cell or "").startswith(RISKY)
    name = story.links["participants"][LEA]["name"]
    for page in (story.of_hr(), story.own(LEA, f"/groups/{story.group}/cycles/{story.cycle}/attendance/")):
        certificate = pdf_of(
            taken(page, lambda page=page: certificate_of(page, story.links["participants"][LEA]["id"]).click())
        )
        words = text_of(certificate)
        assert [said for said in (ISSUER, TITLE, name, "Certificat de réalisation") if said not in words] == []
        assert certificate.metadata is not None
        assert name not in str({**certificate.metadata})
    kept = story.own(LEA, f"/sessions/{story.first}/keepsake/")
    words = text_of(pdf_of(taken(kept, kept.get_by_role("link", name="Emporter en PDF").click)))
    assert [said for said in (WISH, OPTION, ACTION) if said not in words] == []


def nothing_went_to_others(story: Story) -> None:
    """What one keeps for oneself is on no page of another's, nor of whoever facilitates or works for HR."""
    hr = story.hr
    for path in ("/history/", f"/history/groups/{story.group}/"):
        hr.page.goto(story.server.url + path)
        assert [said for said in INSIDE if said in hr.words()] == []
    for path in (f"/groups/{story.group}/", f"/groups/{story.group}/next/", f"/sessions/{story.first}/mirror/"):
        story.goes(story.claire, path)
        assert [said for said in (WORD, OPTION, ACTION) if said in story.claire.words()] == []
    for path in ("/commitments/", "/given/", "/mine/"):
        story.own(JEANNE, path)
        assert [said for said in INSIDE if said in story.phone(JEANNE).words()] == []


def close(room: Gathering) -> None:
    room.claire.page.locator('[popovertarget="ask-close"]:visible').first.click()
    room.does(room.claire, "close")


def taken(page: Page, press: Callable[[], None]) -> Path:
    with page.expect_download() as download:
        press()
    assert not re.search(r"Fontaine|Benali", download.value.suggested_filename)
    return Path(download.value.path())


def pdf_of(path: Path) -> PdfReader:
    reader = PdfReader(path)
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    return reader


def text_of(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def certificate_of(page: Page, participant: str) -> Locator:
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    return page.locator(f"a[href*='/certificates/{participant}']").first
