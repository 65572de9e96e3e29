"""A whole session through the screens alone: a facilitator, three phones and the room screen, two clients."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from .people import Evening, Person

LEA, OMAR, JEANNE, PAUL = 0, 1, 2, 7
SITUATION = "Deux équipes se renvoient la reprise du dossier."
QUESTION = "Qui décide aujourd’hui du calendrier ?"
CONTRACT = "Je souhaite repartir avec une façon d’annoncer le report."
REVISED = "Je souhaite repartir avec trois phrases pour annoncer le report."
OPTION = "Commencer par un appel, puis confirmer par écrit."
EXPERIENCE = "J’ai annoncé un report en personne : la confiance est restée."
KEPT = "Je garde l’idée de l’appel, et celle de dire ce que je ne sais pas encore."
ACTION = "Appeler la cheffe de l’autre équipe avant vendredi."
LEARNT = "Dire ce que l’on ignore rassure."
WRITTEN = (SITUATION, QUESTION, CONTRACT, REVISED, OPTION, EXPERIENCE, KEPT, ACTION, LEARNT)


@dataclass
class Cast:
    """Everybody before a screen; `now` is what all screens agreed on last."""

    evening: Evening
    claire: Person
    lea: Person
    omar: Person
    jeanne: Person
    wall: Person

    @property
    def ids(self) -> tuple[str, str, str]:
        return self.evening.id_of(LEA), self.evening.id_of(OMAR), self.evening.id_of(JEANNE)

    def does(self, who: Person, command: str, more: str = "") -> dict[str, str]:
        """One click; everybody sees what it changed."""
        return self.evening.after(lambda: who.press(command, more))

    def writes(self, who: Person, command: str, text: str, **more: str) -> dict[str, str]:
        return self.evening.after(lambda: who.write(command, text, **more))

    def moves_on(self, phase: str) -> dict[str, str]:
        now = self.does(self.claire, "next")
        assert now["phase"] == phase
        return now


def assemble(evening: Evening) -> Cast:
    people = [evening.participant(place) for place in (LEA, OMAR, JEANNE)]
    return Cast(evening, evening.facilitator(), *people, evening.screen())


def test_a_session_with_two_clients_from_lobby_to_closed(evening: Evening) -> None:
    cast = assemble(evening)
    the_group_arrives(cast)
    everyone_checks_in(cast)
    subjects_are_chosen(cast)
    lea_presents(cast)
    lea_is_questioned(cast)
    lea_and_the_group_agree(cast)
    the_group_is_consulted(cast)
    lea_decides(cast)
    everyone_learns(cast)
    omar_is_client_in_turn(cast)
    the_session_closes(cast)
    lea_finds_what_she_keeps(cast)
    home_leads_back_to_it(cast)


def the_group_arrives(cast: Cast) -> None:
    assert cast.claire.state["status"] == "planned"
    cast.does(cast.claire, "open")
    for one in (cast.lea, cast.omar, cast.jeanne):
        one.until("() => document.body.dataset.shell === 'participant'")
        one.connected()
    paul = cast.evening.id_of(PAUL)
    cast.does(cast.claire, "admit", f"#admit-{paul}")
    assert cast.wall.page.locator(f'[data-seat="{paul}"]').count() == 1
    for place, id_ in enumerate(cast.ids[:2], 1):
        cast.does(cast.claire, "choose_clients", f"#client-{id_}")
        expect(cast.claire.page.locator(f'[data-person="{id_}"] small').first).to_have_text(f"client {place}")
    now = cast.does(cast.claire, "start")
    assert (now["status"], now["step"], now["steps"], now["phase"]) == ("running", "0", "16", "check_in")


def everyone_checks_in(cast: Cast) -> None:
    """A go-round in the group's order; Omar passes."""
    lea, omar, jeanne = cast.ids
    assert cast.does(cast.claire, "next_speaker")["speaker"] == lea
    expect(cast.lea.page.locator("#region-place")).to_contain_text("Vous avez la parole")
    expect(cast.wall.page.locator("#region-said")).to_contain_text("Léa")
    cast.does(cast.lea, "yield_floor")
    now = cast.does(cast.omar, "pass_turn", "[data-when=pass_turn]")
    assert now["speaker"] != omar
    if now["speaker"] != jeanne:
        now = cast.does(cast.claire, "next_speaker")
    assert now["speaker"] == jeanne
    assert cast.does(cast.claire, "yield_floor")["speaker"] == ""
    cast.evening.clocks_agree()


def subjects_are_chosen(cast: Cast) -> None:
    """Hands in their order, one of them taken down, the floor given and taken back; then one step too far, and back."""
    lea, _, jeanne = cast.ids
    cast.moves_on("follow_up")
    cast.does(cast.jeanne, "raise_hand")
    cast.does(cast.lea, "raise_hand")
    assert hands(cast.wall) == {jeanne: "1", lea: "2"}
    expect(cast.lea.page.locator("#region-place")).to_contain_text("deuxième")
    cast.does(cast.lea, "lower_hand")
    assert hands(cast.claire) == {jeanne: "1"}
    assert cast.does(cast.claire, "give_floor", f"#give-{jeanne}")["speaker"] == jeanne
    assert cast.does(cast.claire, "yield_floor")["speaker"] == ""
    cast.moves_on("subject_choice")
    assert cast.does(cast.claire, "back")["phase"] == "follow_up"
    assert cast.does(cast.claire, "jump", "#jump-2")["phase"] == "subject_choice"


def lea_presents(cast: Cast) -> None:
    lea, *_ = cast.ids
    now = cast.moves_on("presentation")
    assert (now["client"], now["round"]) == (lea, "0")
    expect(cast.lea.page.locator("#region-role")).to_contain_text("client")
    expect(cast.omar.page.locator("#region-role")).to_contain_text("pair")
    expect(cast.omar.page.locator("details.writing:visible")).to_have_text(re.compile("Garder une idée"))
    cast.writes(cast.lea, "contribute", SITUATION)
    end = cast.claire.deadline()
    cast.does(cast.claire, "extend", "[hx-vals*='\"60\"']")
    assert 58 < cast.claire.deadline() - end < 62
    assert cast.does(cast.claire, "pause")["clock"] == "paused"
    expect(cast.omar.page.locator("[data-clock-word]")).to_have_text("suspendu")
    assert cast.does(cast.claire, "resume")["clock"] == "running"
    cast.evening.clocks_agree()


def lea_is_questioned(cast: Cast) -> None:
    _, omar, jeanne = cast.ids
    cast.moves_on("clarification")
    cast.does(cast.omar, "raise_hand")
    cast.does(cast.jeanne, "raise_hand")
    assert cast.does(cast.claire, "next_speaker")["speaker"] == omar
    cast.writes(cast.omar, "contribute", QUESTION, kind="question")
    assert cast.does(cast.omar, "yield_floor")["speaker"] == ""
    assert cast.does(cast.claire, "next_speaker")["speaker"] == jeanne
    expect(cast.lea.page.locator("#region-board")).to_contain_text(QUESTION)
    cast.does(cast.claire, "mark_answered")
    expect(cast.jeanne.page.locator("#region-board .note.done")).to_contain_text(QUESTION)
    nothing_written_on(cast.wall)


def lea_and_the_group_agree(cast: Cast) -> None:
    cast.moves_on("contract")
    cast.writes(cast.lea, "write_contract", CONTRACT)
    for peer in (cast.omar, cast.jeanne):
        expect(peer.page.locator("#region-board")).to_contain_text(CONTRACT)
        cast.does(peer, "accept_contract")
    expect(cast.lea.page.locator("#region-board")).to_contain_text("Omar Benali, Jeanne Petit")
    cast.writes(cast.lea, "write_contract", REVISED)
    expect(cast.omar.page.locator("#region-board")).to_contain_text("version 2")
    cast.does(cast.omar, "accept_contract")


def the_group_is_consulted(cast: Cast) -> None:
    _, omar, jeanne = cast.ids
    cast.moves_on("consultation")
    assert cast.does(cast.claire, "next_speaker")["speaker"] == omar
    cast.writes(cast.omar, "contribute", OPTION, kind="option")
    assert cast.does(cast.omar, "yield_floor")["speaker"] == ""
    assert cast.does(cast.claire, "next_speaker")["speaker"] == jeanne
    cast.writes(cast.jeanne, "contribute", EXPERIENCE, kind="experience")
    expect(cast.lea.page.locator("#region-board")).to_contain_text("vous parviendra à la fin de l’étape")
    expect(cast.lea.page.locator("#region-board")).not_to_contain_text(OPTION)
    cast.does(cast.lea, "deliver_as_they_come")
    expect(cast.lea.page.locator("#region-board")).to_contain_text(OPTION)
    expect(cast.lea.page.locator("#region-board")).to_contain_text(EXPERIENCE)
    nothing_written_on(cast.wall)
    cast.evening.clocks_agree()


def lea_decides(cast: Cast) -> None:
    cast.moves_on("action_plan")
    cast.writes(cast.lea, "write_synthesis", KEPT)
    cast.writes(cast.lea, "add_commitment", ACTION, due=(timezone.localdate() + timedelta(days=4)).isoformat())
    expect(cast.claire.page.locator("#region-board")).to_contain_text(ACTION)
    assert KEPT not in cast.claire.words()


def everyone_learns(cast: Cast) -> None:
    """In turn, the client too."""
    _, omar, _ = cast.ids
    cast.moves_on("learning")
    assert cast.does(cast.claire, "next_speaker")["speaker"] == omar
    expect(cast.claire.page.locator("#region-floor")).to_contain_text("Léa Fontaine")
    cast.writes(cast.jeanne, "contribute", LEARNT, kind="learning")
    nothing_written_on(cast.wall)


def omar_is_client_in_turn(cast: Cast) -> None:
    """The second round, at a brisk pace: nothing of Léa's shows in it."""
    _, omar, _ = cast.ids
    now = cast.moves_on("presentation")
    assert (now["client"], now["round"]) == (omar, "1")
    expect(cast.omar.page.locator("#region-role")).to_contain_text("client")
    expect(cast.lea.page.locator("#region-role")).to_contain_text("pair")
    assert all(OPTION not in one.page.inner_text("#region-board") for one in (cast.claire, cast.jeanne))
    for phase in ("clarification", "contract", "consultation", "action_plan", "learning", "closing"):
        now = cast.moves_on(phase)
    assert (now["client"], now["step"]) == ("", "15")
    assert cast.claire.button("next").count() == 0


def the_session_closes(cast: Cast) -> None:
    page = cast.claire.page
    page.locator('[popovertarget="ask-close"]:visible').first.click()
    assert cast.does(cast.claire, "close")["status"] == "closed"
    expect(page.locator("#ask-close")).to_be_hidden()
    for one in cast.evening.everybody:
        expect(one.page.locator("[data-stage-heading]")).to_have_text("La séance est close")


def lea_finds_what_she_keeps(cast: Cast) -> None:
    cast.lea.page.get_by_role("link", name="Ce que vous gardez de cette séance").click()
    expect(cast.lea.page.locator("h1")).to_have_text("Ce que vous gardez de cette séance")
    kept = cast.lea.words()
    assert [text for text in (REVISED, KEPT, ACTION, OPTION, EXPERIENCE, QUESTION) if text not in kept] == []
    assert CONTRACT in kept  # what it was before, below what is in force
    assert cast.jeanne.page.get_by_role("link", name="Ce que vous gardez").count() == 0


def home_leads_back_to_it(cast: Cast) -> None:
    """From home on the same phones, on every size and on paper; whoever was no client finds what was one's own."""
    for one, link, own in ((cast.lea, "Ce que vous gardez", ACTION), (cast.jeanne, "Ce que vous avez écrit", LEARNT)):
        page = one.page
        page.goto(f"{cast.evening.server.url}/")
        _fits(page)
        page.get_by_role("link", name="Mes séances").first.click()
        _fits(page)
        page.get_by_role("link", name=link).first.click()
        expect(page.locator("h1")).to_contain_text(link)
        assert own in one.words()
        assert "Animation" in one.words()
        _fits(page)
        page.emulate_media(media="print")
        expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()
        expect(page.get_by_text(own)).to_be_visible()
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") in (1, 2)
        page.emulate_media(media="screen")
    assert ACTION not in cast.jeanne.words()


def _fits(page: Page) -> None:
    own = page.viewport_size
    for width, height in ((320, 568), (390, 844), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size(own)


def hands(person: Person) -> dict[str, str]:
    """Who asks for the floor, and at which place, as the circle shows it."""
    seats = person.page.locator("[data-seat]:has(.hand)")
    shown = [
        (seat.get_attribute("data-seat") or "", seat.locator(".hand text").text_content() or "") for seat in seats.all()
    ]
    return dict(shown)


def nothing_written_on(wall: Person) -> None:
    shown = wall.words()
    assert [text for text in WRITTEN if text in shown] == []
