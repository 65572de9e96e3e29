"""People as they are, in browsers: somebody late, a client who leaves and is back."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sessions.models import Attendance

from .gathering import Gathering, begin, come_by_code, minutes_from, minutes_left, minutes_of, step_line
from .people import PHONE, Evening, Person
from .test_joining import code_of, is_let_in, shot

LEA, OMAR = 0, 1
CLOSING_MINUTES = 6
EACH_MINUTES, REST_MINUTES = 47, 37  # of a round; of one from its consultation on, with the break after it
UNSENT = "Une phrase que Léa n’a pas finie"
CONTRACT = "Je souhaite repartir avec une façon d’annoncer le report."
OPTION = "Commencer par un appel, puis confirmer par écrit."

WATCH = """() => {
    window.placed = new Set();
    new MutationObserver((seen) => {
        for (const { addedNodes } of seen) for (const { id } of addedNodes) if (id) window.placed.add(id);
    }).observe(document.body, { childList: true, subtree: true });
}"""
ATTENTION = """() => [
    document.activeElement.id,
    document.getElementById("contribute-text").value,
    document.querySelector("[data-announce]").textContent,
    document.querySelector("#region-said").textContent.trim(),
    [...document.querySelectorAll(".act button")].filter((one) => one.checkVisibility()).map((one) => one.innerText),
]"""


def test_somebody_comes_late_while_lea_presents(evening: Evening) -> None:
    room = begin(evening, LEA, OMAR)
    lea = room.people["Léa Fontaine"]
    code = code_of(room.claire)
    room.chooses(LEA)
    room.does(room.claire, "start")
    lea_is_in_the_middle_of_a_sentence(room, lea)
    seen = lea.page.evaluate(ATTENTION)
    lea.page.evaluate(WATCH)
    nora = somebody_knocks(room, code)
    assert placed_on(lea) == {"live-state"}
    assert lea.page.evaluate(ATTENTION) == seen
    began, ended = claire_lets_in(room, nora)
    assert placed_on(lea) == {"live-state", "region-circle", "region-roles"}
    assert lea.page.evaluate(ATTENTION) == seen
    id_ = nora.page.get_attribute("body", "data-participant") or ""
    assert began <= arrival_of(room, id_) <= ended
    nora_speaks_last(room, nora)


def lea_is_in_the_middle_of_a_sentence(room: Gathering, lea: Person) -> None:
    now = room.goes_to("Exposé")
    assert now["speaker"] == now["client"] == room.evening.id_of(LEA)
    lea.unfold("contribute").locator("textarea").fill(UNSENT)
    lea.page.focus("#contribute-text")


def somebody_knocks(room: Gathering, code: str) -> Person:
    nora = room.evening.someone(room.evening.server.url, PHONE)
    come_by_code(room.evening, nora, code, "Nora Delattre")
    expect(room.claire.page.locator("[data-knock]")).to_contain_text("demande à entrer")
    room.evening.agree(int(nora.state["revision"]))
    shot(room.claire, "late-knock")
    return nora


def claire_lets_in(room: Gathering, nora: Person) -> tuple[datetime, datetime]:
    """One tap, the list of people still folded; then Nora is in the circle, and everybody's screen knows."""
    assert room.claire.page.locator(".people-panel[open]").count() == 0
    began = timezone.now()
    room.claire.press("admit", "[id^=welcome-]")
    is_let_in(nora)
    ended = timezone.now()
    now = room.evening.agree(int(nora.state["revision"]))
    assert (now["phase"], now["speaker"]) == ("presentation", room.evening.id_of(LEA))
    shot(nora, "late-let-in")
    return began, ended


def placed_on(person: Person) -> set[str]:
    """What was put anew into the page since it is watched."""
    return set(person.page.evaluate("() => [...window.placed]"))


def arrival_of(room: Gathering, participant: str) -> datetime:
    def found() -> datetime:
        return Attendance.objects.get(session_id=UUID(room.evening.id), participant_id=UUID(participant)).arrived_at

    return room.evening.server.backstage(found)


def nora_speaks_last(room: Gathering, nora: Person) -> None:
    now = room.goes_to("Consultation")
    assert now["phase"] == "consultation"
    expect(room.claire.page.locator("#region-floor .turns .person-name")).to_have_text(
        [re.compile("Omar Benali"), re.compile("Nora Delattre")]
    )
    expect(nora.page.locator("#region-place")).to_have_text("Au tour de table, vous êtes en position 2.")
    shot(nora, "late-turn")
    room.does(room.claire, "next_speaker")
    expect(nora.page.locator("#region-place")).to_have_text("Au tour de table, c’est bientôt à vous.")


@pytest.mark.long
def test_the_client_leaves_in_consultation_and_is_back(evening: Evening) -> None:
    room = begin(evening, LEA, OMAR)
    lea = room.people["Léa Fontaine"]
    room.chooses(LEA, OMAR)
    room.does(room.claire, "start")
    lea_is_helped(room, lea)
    the_round_breaks_off(room)
    lea_goes(room, lea)
    omar_has_what_is_left(room)
    lea_is_back(room, lea)
    the_round_is_taken_up(room, lea)


def lea_is_helped(room: Gathering, lea: Person) -> None:
    room.goes_to("Contrat")
    room.writes(lea, "write_contract", CONTRACT)
    assert room.goes_to("Consultation")["step"] == "6"
    room.does(lea, "deliver_as_they_come")
    room.writes(room.people["Omar Benali"], "contribute", OPTION, kind="option")
    expect(lea.page.locator("#region-board")).to_contain_text(OPTION)


def the_round_breaks_off(room: Gathering) -> None:
    """Nobody is asked why; what is left goes to nobody by itself (decision 032)."""
    page = room.claire.page
    page.locator('[popovertarget="ask-interrupt"]:visible').first.click()
    assert page.locator("#ask-interrupt :is(input, textarea, select)").count() == 0
    shot(room.claire, "gone-asked")
    now = room.does(room.claire, "interrupt_round")
    assert (now["phase"], now["client"]) == ("presentation", room.evening.id_of(OMAR))
    expect(page.locator(".agenda .head").filter(has_text="Léa")).to_contain_text("interrompu")
    assert minutes_of(room.claire, "Omar") == EACH_MINUTES < minutes_left(now, closing=CLOSING_MINUTES)
    assert "avant l’heure prévue" in room.claire.words()


def lea_goes(room: Gathering, lea: Person) -> None:
    id_ = room.evening.id_of(LEA)
    room.opens_duties(id_)
    shot(room.claire, "gone-duties")
    room.claire.press("mark_left", f"#left-{id_}")
    lea.until("() => document.body.dataset.shell === 'waiting'")
    lea.connected()
    shot(lea, "gone-waits")
    expect(room.claire.page.locator(f'[data-person="{id_}"]')).to_contain_text("a quitté la séance")
    assert CONTRACT not in lea.words()


def omar_has_what_is_left(room: Gathering) -> None:
    """His round to its last step; Léa's is never entered by the way."""
    now = room.goes_to("Apprentissages", 1)
    assert (now["phase"], now["client"]) == ("learning", room.evening.id_of(OMAR))
    assert room.claire.button("resume_round").count() == 0


def lea_is_back(room: Gathering, lea: Person) -> None:
    room.claire.press("mark_back", f"#back-{room.evening.id_of(LEA)}")
    is_let_in(lea)
    shot(room.claire, "back-agenda")


def the_round_is_taken_up(room: Gathering, lea: Person) -> None:
    now = room.does(room.claire, "resume_round")
    assert (now["phase"], now["step"], now["client"]) == ("consultation", "6", room.evening.id_of(LEA))
    room.does(lea, "deliver_as_they_come")
    for text in (CONTRACT, OPTION):
        expect(lea.page.locator("#region-board")).to_contain_text(text)
    left = minutes_from(room.claire, "Léa", "Consultation")
    assert left == REST_MINUTES < minutes_left(now, closing=CLOSING_MINUTES)
    expect(room.claire.page.locator(".agenda .head").filter(has_text="Léa")).not_to_contain_text("interrompu")
    expect(step_line(room.claire, "Clarification", 1)).to_have_class("done")
    shot(room.claire, "back-resumed")
    shot(lea, "back-resumed-lea")
