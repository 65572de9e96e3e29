"""What somebody writes, in browsers: kept for later, held on the device without a network, in silence until shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sessions.models import Contribution

from .gathering import Gathering, begin
from .people import Evening, Person

LEA, OMAR = 0, 1
IDEA = "Et si vous appeliez le client ensemble ?"
LATE = "Qui a décidé de la date ?"


def running(evening: Evening, step: str) -> tuple[Gathering, Person, Person]:
    room = begin(evening, LEA, OMAR)
    room.chooses(LEA)
    room.does(room.claire, "start")
    room.goes_to(step)
    return room, room.people["Léa Fontaine"], room.people["Omar Benali"]


def test_an_idea_is_kept_for_its_step_and_offered_there(evening: Evening) -> None:
    room, lea, omar = running(evening, "Clarification")
    box = omar.unfold("keep_idea")
    box.locator("textarea").fill(IDEA)
    box.locator("#later").select_option("option")
    omar.settled()
    evening.after(box.locator('[data-command="keep_idea"]').click)
    kept = omar.page.locator("#region-kept")
    expect(kept).to_contain_text(IDEA)
    expect(kept.locator('[data-command="share_kept"]')).to_have_count(0)
    omar.page.reload()
    omar.connected()
    room.goes_to("Consultation")
    expect(kept).to_contain_text("Vous aviez gardé")
    assert [IDEA in one.page.content() for one in (room.claire, lea, omar)] == [False, False, True]
    room.does(omar, "share_kept")
    expect(kept).not_to_contain_text(IDEA)
    expect(room.claire.page.locator("#region-board")).to_contain_text(IDEA)


@pytest.mark.long
def test_what_came_too_late_for_its_step_waits_on_the_device(evening: Evening) -> None:
    """Written offline, the page loaded again from the dead; meanwhile the step has changed."""
    room, _, omar = running(evening, "Clarification")
    omar.page.route("**/do/**", lambda route: route.abort("connectionreset"))
    omar.write("contribute", LATE)
    tray = omar.page.locator("[data-outbox-tray]")
    expect(tray).to_contain_text(LATE)
    omar.page.reload()
    omar.connected()
    expect(tray).to_contain_text(LATE)
    expect(omar.page.locator("#contribute-text")).to_have_value("")
    room.goes_to("Consultation")
    omar.page.unroute("**/do/**")
    expect(tray).to_contain_text("Cette étape ne le demande pas")
    expect(tray.get_by_role("button", name="Copier")).to_be_visible()
    expect(tray.get_by_role("button", name="Garder pour plus tard")).to_be_hidden()
    tray.get_by_role("button", name="Jeter").click()
    expect(tray).to_be_hidden()
    assert evening.server.backstage(Contribution.objects.filter(session=evening.id).count) == 0


@pytest.mark.long
def test_a_refused_text_is_kept_for_the_step_that_asks_for_it(evening: Evening) -> None:
    room, _, omar = running(evening, "Consultation")
    omar.page.route("**/do/**", lambda route: route.abort("connectionreset"))
    omar.write("contribute", IDEA, kind="option")
    tray = omar.page.locator("[data-outbox-tray]")
    expect(tray).to_contain_text(IDEA)
    room.goes_to("Clarification")
    omar.page.unroute("**/do/**")
    keep = tray.get_by_role("button", name="Garder pour plus tard")
    expect(keep).to_be_visible()
    keep.click()
    expect(tray).to_be_hidden()
    expect(omar.page.locator("#region-kept")).to_contain_text(IDEA)


@pytest.mark.long
def test_whoever_comes_next_on_a_device_sees_no_draft_of_the_one_before(evening: Evening) -> None:
    _, _, omar = running(evening, "Clarification")
    omar.unfold("contribute").locator("textarea").fill(LATE)
    assert omar.page.evaluate("JSON.stringify(localStorage)").count(LATE) == 1
    omar.page.evaluate("document.querySelector('.stage-words').scrollTo(0, 9999)")
    omar.page.get_by_role("button", name="Changer de personne").click()
    expect(omar.page.locator("body.stage")).to_have_count(0)
    assert LATE not in omar.page.content()


@pytest.mark.long
def test_peers_write_in_silence_and_all_is_shown_at_once(evening: Evening) -> None:
    room, lea, omar = running(evening, "Consultation")
    expect(lea.page.locator("#region-board")).to_contain_text("vous parviendra à la fin de l’étape")
    room.does(room.claire, "write_in_silence")
    room.writes(omar, "contribute", IDEA, kind="option")
    expect(room.claire.page.locator("#region-board")).to_contain_text("1 personne a écrit quelque chose")
    expect(omar.page.locator("#region-mine")).to_contain_text(IDEA)
    assert [IDEA in one.page.content() for one in (room.claire, lea)] == [False, False]
    room.does(room.claire, "reveal")
    expect(room.claire.page.locator("#region-board")).to_contain_text(IDEA)
    expect(lea.page.locator("#region-board")).not_to_contain_text(IDEA)
    room.does(lea, "deliver_as_they_come")
    expect(lea.page.locator("#region-board")).to_contain_text(IDEA)
    room.does(lea, "mark", "[id^=mark-trying]")
    room.goes_to("Synthèse")
    lea.unfold("write_synthesis")
    lea.page.get_by_role("button", name="Insérer").click()
    expect(lea.page.locator("#synthesis-text")).to_have_value(IDEA)


@pytest.mark.long
def test_a_wording_is_adopted_a_question_handed_back_and_a_text_hidden(evening: Evening) -> None:
    room, lea, omar = running(evening, "Contrat")
    room.writes(omar, "contribute", "Repartir avec un premier pas.", kind="reformulation")
    room.does(lea, "adopt_wording")
    expect(room.claire.page.locator("#region-board .said").first).to_have_text("Repartir avec un premier pas.")
    room.goes_to("Clarification")
    for text, command in ((IDEA, "hand_back"), (LATE, "hide")):
        room.writes(omar, "contribute", text, kind="question")
        expect(omar.button("withdraw")).to_be_visible()
        expect(lea.button("withdraw")).to_have_count(0)
        room.claire.page.locator("#region-board .note", has_text=text).locator(".note-more summary").click()
        room.does(room.claire, command)
        expect(lea.page.locator("#region-board")).not_to_contain_text(text)
    expect(omar.page.locator("#region-kept")).to_contain_text(IDEA)
    expect(lea.page.locator("#region-board")).to_contain_text("retiré par l’animation")
    expect(omar.page.locator("#region-mine")).to_contain_text(LATE)
