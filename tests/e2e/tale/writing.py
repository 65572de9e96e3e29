"""What is written: the contract and its wording, help in silence and as it comes, ideas kept, texts handed back."""

from __future__ import annotations

from playwright.sync_api import expect

from ..people import Person
from .cast import ANA, JEANNE, KARIM, LEA, OMAR, Tale

TO_THE_TOP = "for (const one of document.querySelectorAll('.stage-main, .stage-words')) one.scrollTo(0, 0)"


def tell(tale: Tale) -> None:
    lea, omar, jeanne, karim, ana = tale.opens(LEA, OMAR, JEANNE, KARIM, ANA)
    wall = tale.screen()
    tale.starts(LEA, JEANNE, at=4)
    an_idea_is_kept(tale, jeanne)
    two_questions_are_none(tale, omar, karim)
    the_contract(tale, lea, omar, jeanne)
    tale.jump(6)
    tale.take(jeanne, "peer-kept-idea-offered", "phone", "laptop", "tiny")
    help_in_silence(tale, lea, omar, jeanne)
    help_in_turn(tale, lea, [karim, ana, omar], wall)
    nothing_leaves_without_a_network(tale, omar)


def an_idea_is_kept(tale: Tale, jeanne: Person) -> None:
    box = jeanne.unfold("keep_idea")
    box.locator("textarea").fill(tale.say["options"][1])
    box.locator("#later").select_option("option")
    jeanne.settled()
    tale.evening.after(box.locator('[data-command="keep_idea"]').click)
    tale.folded(jeanne)
    tale.take(jeanne, "peer-idea-kept", "phone", "laptop")


def two_questions_are_none(tale: Tale, omar: Person, karim: Person) -> None:
    """One is handed back as advice, the other withdrawn."""
    claire = tale.claire
    for who, text in ((omar, tale.say["advice"]), (karim, tale.say["questions"][1])):
        tale.writes(who, "contribute", text, kind="question")
        tale.folded(who)
    claire.page.locator("#region-board .note-more summary").first.click()
    tale.take(claire, "dashboard-note-unfolded", "laptop", "phone", "small")
    tale.does(claire, "hide")
    tale.does(claire, "hand_back")
    tale.take(omar, "peer-handed-back", "phone", "laptop", "tiny")
    tale.take(karim, "peer-withdrawn", "phone", "laptop")
    tale.take(omar, "peer-sees-withdrawn", "phone")


def the_contract(tale: Tale, lea: Person, omar: Person, jeanne: Person) -> None:
    tale.jump(5)
    tale.take(tale.claire, "dashboard-no-contract", "laptop", "small")
    lea.unfold("write_contract")
    tale.take(lea, "client-writes-contract", "phone", "laptop", "tiny")
    tale.writes(lea, "write_contract", tale.say["contract"])
    tale.writes(omar, "contribute", tale.say["wording"], kind="reformulation")
    tale.folded(omar)
    tale.take(lea, "client-adopts", "phone", "laptop", "tiny")
    tale.does(lea, "adopt_wording")
    tale.take(jeanne, "peer-accepts", "phone", "laptop", "tiny")
    for who in (omar, jeanne):
        tale.does(who, "accept_contract")
    tale.take(tale.claire, "dashboard-contract", "laptop", "phone", "small")
    tale.take(lea, "client-contract", "phone", "laptop")
    tale.take(omar, "peer-contract", "phone", "laptop")


def help_in_silence(tale: Tale, lea: Person, omar: Person, jeanne: Person) -> None:
    claire = tale.claire
    tale.does(claire, "write_in_silence")
    tale.take(jeanne, "peer-writes-in-silence", "phone", "tiny")
    tale.writes(omar, "contribute", tale.say["options"][0], kind="option")
    tale.folded(omar)
    tale.take(omar, "peer-wrote-in-silence", "phone", "laptop")
    tale.take(claire, "dashboard-writing-in-silence", "laptop", "small")
    tale.take(lea, "client-listens", "phone", "laptop", "tiny")
    tale.does(claire, "reveal")
    tale.does(jeanne, "share_kept")


def help_in_turn(tale: Tale, lea: Person, writers: list[Person], wall: Person) -> None:
    claire, (karim, ana, omar) = tale.claire, writers
    tale.does(claire, "next_speaker")
    tale.writes(karim, "contribute", tale.say["experience"], kind="experience")
    tale.writes(ana, "contribute", tale.say["reflective"], kind="reflective_question")
    tale.folded(karim, ana)
    tale.does(lea, "deliver_as_they_come")
    lea.settled()
    tale.evening.after(lea.page.locator("[id^=mark-trying]").first.click)
    lea.page.evaluate(TO_THE_TOP)
    tale.show(wall, "screen")
    tale.show(lea, "client")
    tale.take(claire, "dashboard-consultation", "laptop", "phone", "small")
    tale.take(lea, "client-consultation", "phone", "laptop", "tiny")
    lea.page.locator("[id^=mark-trying]").first.scroll_into_view_if_needed()
    tale.take(lea, "client-marks", "phone")
    tale.take(omar, "peer-consultation", "phone", "laptop", "tiny")
    tale.take(wall, "screen-consultation", "wall")
    karim.unfold("contribute")
    tale.take(karim, "peer-writes-consultation", "phone", "laptop", "tiny")
    tale.folded(karim)
    claire.unfold("contribute")
    tale.take(claire, "dashboard-writes", "laptop", "small")
    tale.folded(claire)
    ana.page.locator("[data-edit]:visible").first.click()
    tale.take(ana, "reword-dialog", "phone", "laptop")
    tale.escapes(ana)


def nothing_leaves_without_a_network(tale: Tale, omar: Person) -> None:
    omar.page.route("**/do/**", lambda route: route.abort("connectionreset"))
    omar.write("contribute", tale.say["options"][1], kind="option")
    expect(omar.page.locator("[data-outbox-tray]")).to_be_visible()
    tale.folded(omar)
    tale.take(omar, "peer-unsent", "phone", "laptop", "tiny")
    tale.jump(4)
    omar.page.unroute("**/do/**")
    expect(omar.page.locator("[data-unsent-keep]")).to_be_visible()
    tale.take(omar, "peer-refused-text", "phone", "laptop", "tiny")
