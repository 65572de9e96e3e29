"""The opening: a go-round, what became of commitments, subjects, votes, clients in their order, the headline."""

from __future__ import annotations

from ..people import Person
from .cast import JEANNE, LEA, OMAR, PAUL, Tale


def tell(tale: Tale) -> None:
    tale.chooses_by_votes()
    lea, omar, jeanne, paul = tale.opens(LEA, OMAR, JEANNE, PAUL, without=())
    wall = tale.screen()
    tale.starts()
    they_go_round(tale, lea, omar, wall)
    tale.jump(1)
    omar_reports(tale, omar, jeanne)
    tale.jump(2)
    subjects_are_proposed(tale, omar, jeanne, wall)
    they_vote(tale, omar, jeanne, paul)
    clients_are_chosen(tale, lea)
    the_headline(tale, jeanne, omar)


def they_go_round(tale: Tale, lea: Person, omar: Person, wall: Person) -> None:
    """Léa comes back to it later, Omar passes before his turn."""
    tale.take(tale.claire, "dashboard-go-round-before", "laptop")
    tale.does(tale.claire, "next_speaker")
    tale.take(lea, "go-round-speaks", "phone", "laptop", "tiny")
    tale.take(omar, "go-round-waits", "phone", "laptop", "tiny")
    tale.take(wall, "screen-go-round", "wall")
    tale.does(lea, "postpone_turn")
    tale.does(tale.phone(JEANNE), "pass_turn")
    tale.take(tale.claire, "dashboard-go-round", "laptop", "phone", "small")
    tale.take(lea, "go-round-comes-back", "phone")
    tale.take(tale.phone(JEANNE), "go-round-passed", "phone")


def omar_reports(tale: Tale, omar: Person, jeanne: Person) -> None:
    tale.take(tale.claire, "dashboard-reports-to-come", "laptop", "small")
    tale.take(omar, "promise", "phone", "laptop", "tiny")
    omar.page.locator("[id^=tell-]").click()
    omar.page.locator('#report .choice:has(input[value="trying"])').click()
    omar.page.fill("#report-text", tale.say["told"])
    tale.take(omar, "report-dialog", "phone", "laptop", "tiny")
    omar.settled()
    tale.evening.after(omar.page.locator('#report [data-command="report_commitment"]').click)
    jeanne.settled()
    tale.evening.after(jeanne.page.locator("[id^=not-today-]").click)
    tale.take(omar, "report-told", "phone", "laptop")
    tale.take(jeanne, "report-not-today", "phone")
    tale.take(tale.claire, "dashboard-reports", "laptop", "phone")


def subjects_are_proposed(tale: Tale, omar: Person, jeanne: Person, wall: Person) -> None:
    tale.take(tale.claire, "dashboard-no-subject", "laptop", "small")
    tale.take(omar, "no-subject", "phone", "laptop")
    for who, (title, question) in zip((omar, jeanne), tale.say["subjects"], strict=True):
        box = who.unfold("propose_subject")
        box.locator("#subject-title").fill(title)
        box.locator("#subject-question").fill(question)
        if who is omar:
            tale.take(omar, "proposes", "phone", "laptop", "tiny")
        who.settled()
        tale.evening.after(box.locator('[data-command="propose_subject"]').click)
    omar.page.locator("[id^=my-word-]").click()
    tale.take(omar, "subject-dialog", "phone", "laptop")
    tale.escapes(omar)
    tale.take(wall, "screen-subjects", "wall")


def they_vote(tale: Tale, omar: Person, jeanne: Person, paul: Person) -> None:
    tale.take(paul, "votes", "phone", "laptop", "tiny")
    for _ in range(3):
        paul.settled()
        tale.evening.after(paul.page.locator("[id^=more-]").last.click)
    tale.take(paul, "votes-given", "phone")
    tale.does(omar, "skip_vote")
    tale.take(omar, "votes-skipped", "phone", "laptop")
    jeanne.settled()
    tale.evening.after(jeanne.page.locator("[id^=more-]").first.click)
    tale.take(tale.claire, "dashboard-votes", "laptop", "phone", "small")
    tale.does(tale.claire, "end_vote")
    tale.take(tale.claire, "dashboard-totals", "laptop")
    tale.take(jeanne, "totals", "phone", "laptop")


def clients_are_chosen(tale: Tale, lea: Person) -> None:
    for place in (OMAR, JEANNE):
        tale.does(tale.claire, "choose_clients", f"#choose-{tale.id_of(place)}")
    tale.take(tale.claire, "dashboard-clients-in-order", "laptop", "phone", "small")
    tale.take(lea, "clients-chosen", "phone")
    tale.does(tale.claire, "next")


def the_headline(tale: Tale, jeanne: Person, omar: Person) -> None:
    tale.take(tale.claire, "dashboard-headline", "laptop", "small")
    tale.take(omar, "client-headline", "phone", "laptop", "tiny")
    tale.take(jeanne, "peer-headline", "phone", "laptop")
    omar.page.locator('button[data-fill="headline"]:visible').click()
    tale.take(omar, "headline-dialog", "phone", "laptop", "tiny")
    tale.escapes(omar)
