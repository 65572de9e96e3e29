"""The opening, in browsers: what became of a commitment, two subjects, a vote that one lets pass, clients in order."""

from __future__ import annotations

import re
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from codev.marked import isolated
from sessions.models import Commitment, Session, Vote

from .gathering import Gathering, begin
from .people import Evening, Person
from .test_joining import shot

OMAR, JEANNE, MARC, PAUL = 1, 2, 5, 7
PROMISE = "Dire au comité ce que nous ne ferons pas cette année."
TOLD = "J’ai commencé par deux dossiers, le comité a suivi."
RETARD = ("Un retard à annoncer", "Comment le dire sans que la confiance y passe ?")
NOTED = "Deux dossiers sont arrêtés, le troisième attend."
MORE, LESS = "Une voix de plus", "Une voix de moins"
EQUIPES = ("Deux équipes qui ne se parlent plus", "Par où commencer ?")
REWORDED = "Annoncer un retard, sans l’excuser"


def test_an_opening_from_the_commitments_to_the_first_round(evening: Evening) -> None:
    chooses_by_votes(evening)
    room = begin(evening, OMAR, JEANNE, PAUL)
    omar, jeanne, paul = room.people.values()
    room.does(room.claire, "admit", f"#admit-{evening.id_of(MARC)}")
    room.does(room.claire, "start")
    room.does(room.claire, "next")
    omar_reports(room, omar, jeanne)
    claire_notes_what_jeanne_says(room, jeanne)
    jeanne_does_not_speak_of_it_today(room, jeanne)
    room.does(room.claire, "next")
    two_subjects_are_proposed(room, omar, jeanne)
    they_vote_and_one_does_not(room, omar, jeanne, paul)
    marc_votes_aloud(room)
    totals_alone_are_shown(room)
    clients_are_chosen_in_order(room)
    the_first_round_shows_its_headline(room, omar, jeanne, paul)


def chooses_by_votes(evening: Evening) -> None:
    """As the school decided when the session was planned."""

    def decide() -> None:
        session = Session.objects.get(pk=UUID(evening.id))
        # What clients of other stories took on is not told here.
        Commitment.objects.filter(session__cycle=session.cycle).update(state=Commitment.State.REPORTED)
        session.settings = {"subject_choice": "votes"}
        session.freeze_protocol()
        session.save()

    evening.server.backstage(decide)


def omar_reports(room: Gathering, omar: Person, jeanne: Person) -> None:
    expect(room.claire.page.get_by_text("Peuvent avoir un retour à faire")).to_contain_text("Omar Benali")
    assert PROMISE in omar.words()
    assert PROMISE not in jeanne.words() + room.claire.words()
    omar.page.get_by_role("button", name="Dire ce que cela a donné").click()
    dialog = omar.page.locator("#report")
    dialog.get_by_label("Ce que j’ai essayé, ce que cela a donné").fill(TOLD)
    shot(omar, "opening-report")
    omar.settled()
    room.evening.after(dialog.get_by_role("button", name="Partager avec le groupe").click)
    for one in (room.claire, *room.people.values()):
        assert TOLD in one.words()
    assert PROMISE not in jeanne.words() + room.claire.words()
    expect(omar.page.locator("#region-promises")).to_contain_text("partagé avec le groupe")


def claire_notes_what_jeanne_says(room: Gathering, jeanne: Person) -> None:
    room.claire.page.get_by_role("button", name="Noter pour Jeanne Petit").click()
    dialog = room.claire.page.locator("#report-aloud")
    expect(dialog).to_contain_text("Jeanne Petit")
    dialog.get_by_label("Ce qui a été essayé").fill(NOTED)
    shot(room.claire, "opening-report-aloud")
    room.claire.settled()
    room.evening.after(dialog.get_by_role("button", name="Partager avec le groupe").click)
    expect(jeanne.page.locator("#region-reports")).to_contain_text(NOTED)
    assert jeanne.page.locator("#region-promises .note p").inner_text() not in room.claire.words()


def jeanne_does_not_speak_of_it_today(room: Gathering, jeanne: Person) -> None:
    waiting = room.claire.page.locator("#region-reports")
    expect(waiting).to_contain_text("Jeanne Petit")
    jeanne.settled()
    room.evening.after(jeanne.page.get_by_role("button", name="Je n’en parle pas aujourd’hui").click)
    expect(waiting).not_to_contain_text("Jeanne Petit")
    shot(room.claire, "opening-reports")


def two_subjects_are_proposed(room: Gathering, omar: Person, jeanne: Person) -> None:
    expect(room.claire.page.get_by_text("Pas encore de sujet")).to_be_visible()
    for who, (title, question) in ((omar, RETARD), (jeanne, EQUIPES)):
        box = who.unfold("propose_subject")
        box.get_by_label("Titre du sujet").fill(title)
        box.get_by_label("Ma question").fill(question)
        who.settled()
        room.evening.after(box.get_by_role("button", name="Proposer ce sujet").click)
        expect(who.page.locator('[data-when="propose_subject"]')).to_be_hidden()
    for one in (room.claire, *room.people.values()):
        words = one.words()
        assert all(text in words for text in (*RETARD, *EQUIPES, "Omar Benali", "Jeanne Petit"))
        assert RETARD[0] not in one.page.title()


def they_vote_and_one_does_not(room: Gathering, omar: Person, jeanne: Person, paul: Person) -> None:
    for _ in range(2):
        votes(room, paul, MORE, "de Jeanne")
    votes(room, paul, MORE, "d’Omar")
    expect(paul.page.get_by_text("Vos voix sont données.")).to_be_visible()
    votes(room, paul, LESS, "d’Omar")
    expect(paul.page.get_by_text("Encore 1 voix à donner sur 3.")).to_be_visible()
    votes(room, jeanne, MORE, "d’Omar")
    room.does(omar, "skip_vote")
    expect(omar.page.get_by_text("Vous ne votez pas.")).to_be_visible()
    expect(room.claire.page.get_by_text("1 personne sur 4 s’est prononcée")).to_be_visible()
    assert paul.page.locator(".ballot-line output").all_inner_texts() == ["0", "2"]
    for one in (room.claire, omar, jeanne):
        assert not re.search(r"· \d voix", one.words())
    shot(paul, "opening-votes")


def marc_votes_aloud(room: Gathering) -> None:
    """He has no phone; what the others cast is not on the dashboard for all that."""
    aloud = room.claire.page.locator("#votes-aloud")
    aloud.locator("summary").click()
    room.claire.settled()
    room.evening.after(pressed(aloud, MORE, "d’Omar").click)
    expect(aloud).to_contain_text("Marc Dubois · Encore 2 voix à donner sur 3.")
    assert aloud.locator("output").all_inner_texts() == ["1", "0"]
    shot(room.claire, "opening-votes-aloud")


def votes(room: Gathering, who: Person, what: str, whose: str) -> None:
    who.settled()
    room.evening.after(pressed(who.page, what, whose).click)


def pressed(where: Page | Locator, what: str, whose: str) -> Locator:
    """A button that is said for itself alone, with the name kept apart by what cannot be seen."""
    of, name = re.split("(?<=[ ’])", whose)
    return where.get_by_role("button", name=f"{what} : Sujet {of}{isolated(name)}")


def totals_alone_are_shown(room: Gathering) -> None:
    room.does(room.claire, "end_vote")
    for one in (room.claire, *room.people.values()):
        subjects = one.page.locator("#region-subjects .subject-card")
        assert [text.rpartition("· ")[2].split("\n")[0] for text in subjects.locator("small").all_inner_texts()] == [
            "2 voix",
            "2 voix",
        ]
    assert room.evening.server.backstage(Vote.objects.count) == 0
    shot(room.claire, "opening-totals")


def clients_are_chosen_in_order(room: Gathering) -> None:
    omar, jeanne = (room.evening.id_of(place) for place in (OMAR, JEANNE))
    expect(room.claire.page.locator("#region-subjects")).to_contain_text("Paul\N{NO-BREAK SPACE}: séance 1")
    room.does(room.claire, "choose_clients", f"#choose-{jeanne}")
    room.does(room.claire, "choose_clients", f"#choose-{omar}")
    room.does(room.claire, "choose_clients", f"#earlier-{omar}")
    expect(room.claire.page.get_by_text("1. Omar · 2. Jeanne")).to_be_visible()


def the_first_round_shows_its_headline(room: Gathering, omar: Person, jeanne: Person, paul: Person) -> None:
    assert room.does(room.claire, "next")["client"] == room.evening.id_of(OMAR)
    for one in (room.claire, omar, jeanne, paul):
        headline = one.page.locator("#region-headline")
        expect(headline).to_contain_text(RETARD[0])
        expect(headline).to_contain_text(RETARD[1])
    omar.page.get_by_role("button", name="Formuler le sujet").click()
    dialog = omar.page.locator("#headline")
    assert dialog.get_by_label("Titre du sujet").input_value() == RETARD[0]
    dialog.get_by_label("Titre du sujet").fill(REWORDED)
    omar.settled()
    room.evening.after(dialog.get_by_role("button", name="Garder cette formulation").click)
    expect(paul.page.locator("#region-headline")).to_contain_text(REWORDED)
    shot(paul, "opening-headline")
