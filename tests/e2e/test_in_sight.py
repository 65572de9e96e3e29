"""What a step waits for is in sight on a phone: on the first screen, at any size of text, whatever box is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from .people import Evening, Person
from .tale.cast import JEANNE, LEA, OMAR, Tale

SIZES = [(390, 844, 100), (390, 844, 150), (390, 844, 200), (320, 568, 100), (320, 568, 200)]
# In the window, not under another's layer, and its letters not one a line.
IN_SIGHT = """(one) => {
    const { top, left, right, bottom, width } = one.getBoundingClientRect();
    const y = Math.min(bottom, top + 20);
    const found = document.elementFromPoint((left + right) / 2, (top + y) / 2);
    const letters = parseFloat(getComputedStyle(one).fontSize);
    const isWide = Boolean(one.ownerSVGElement) || width > 2 * letters;
    const isBare = (one.closest(".circle-room") ?? one).contains(found) || Boolean(found?.contains(one));
    return top >= 0 && y <= innerHeight && left >= 0 && right <= innerWidth + 1 && isWide && isBare;
}"""
TO_THE_TOP = "() => document.querySelectorAll('.stage-main, .stage-words, .act').forEach((one) => one.scrollTo(0, 0))"
WIDER = "() => document.documentElement.scrollWidth - innerWidth"


class Nobody:
    """Walks along and takes nothing."""

    def take(self, person: Person, name: str, *sizes: str) -> None: ...

    def show(self, person: Person, name: str) -> None: ...


@pytest.fixture
def tale(evening: Evening) -> Tale:
    return Tale.of(evening, "fr", Nobody())


def all_in_sight(who: Person, *selectors: str, sizes: list[tuple[int, int, int]] = SIZES) -> None:
    page = who.page
    for width, height, text in sizes:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(f"() => {{ document.documentElement.style.fontSize = '{text}%'; }}")
        page.evaluate(TO_THE_TOP)
        hidden = [one for one in selectors if not page.locator(f"{one}:visible").first.evaluate(IN_SIGHT)]
        assert hidden == [], (width, height, text)
        assert page.evaluate(WIDER) <= 0, (width, height, text)
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("() => { document.documentElement.style.fontSize = ''; }")


HEAD = (".stage > .head h1", ".stage .role-card .expect")
CLOCK = "[data-clock-face]"


def opened(who: Person, command: str) -> Locator:
    box = who.unfold(command)
    expect(box.locator("textarea").first).to_be_visible()
    return box


def test_whatever_a_step_waits_for_is_in_sight(tale: Tale) -> None:
    tale.chooses_by_votes()
    lea, omar, jeanne = tale.opens(LEA, OMAR, JEANNE)
    tale.starts()
    the_go_round(tale, lea, jeanne)
    tale.jump(1)
    all_in_sight(omar, ".awaited .note", CLOCK)
    all_in_sight(omar, "[id^=tell-]", sizes=[(390, 844, 100), (320, 568, 100)])
    the_ballot(tale, lea, omar, jeanne)
    client, peers = omar, (lea, jeanne)
    the_clarification(tale, peers[0])
    the_contract(tale, client, *peers)
    the_consultation(tale, *peers)
    the_synthesis(tale, client)


def the_go_round(tale: Tale, lea: Person, jeanne: Person) -> None:
    """An empty box hides nothing: whose turn comes may pass, whoever has the floor gives it back."""
    opened(jeanne, "contribute")
    tale.does(tale.claire, "next_speaker")
    all_in_sight(jeanne, *HEAD, CLOCK, '[data-command="pass_turn"]', '[data-command="postpone_turn"]')
    all_in_sight(lea, *HEAD, CLOCK, '[data-command="yield_floor"]')


def the_ballot(tale: Tale, lea: Person, omar: Person, jeanne: Person) -> None:
    tale.jump(2)
    expect(jeanne.page.locator(".writing[open]")).to_have_count(0)  # an empty one closes with its step
    for who, (title, question) in zip((omar, jeanne), tale.say["subjects"], strict=True):
        box = who.unfold("propose_subject")
        box.locator("#subject-title").fill(title)
        box.locator("#subject-question").fill(question)
        who.settled()
        tale.evening.after(box.locator('[data-command="propose_subject"]').click)
    all_in_sight(jeanne, "h1", CLOCK, "[id^=more-]", "[id^=fewer-]", '[data-command="skip_vote"]')
    for who in (lea, omar):
        tale.does(who, "skip_vote")
    jeanne.settled()
    tale.evening.after(jeanne.page.locator("[id^=more-]").first.click)
    tale.does(tale.claire, "end_vote")
    tale.does(tale.claire, "choose_clients", f"#choose-{tale.id_of(OMAR)}")


def the_clarification(tale: Tale, peer: Person) -> None:
    tale.jump(4)
    tale.writes(peer, "contribute", tale.say["questions"][0], kind="question")
    expect(peer.page.locator(".writing[open]")).to_have_count(0)
    peer.takes_the_hand_out()
    all_in_sight(peer, *HEAD, CLOCK)


def the_contract(tale: Tale, client: Person, *peers: Person) -> None:
    """With a box open, empty or not, whoever is asked to accept has the button, and the words before it."""
    tale.jump(5)
    empty, drafting = peers
    opened(empty, "contribute")
    opened(drafting, "contribute").locator("textarea").fill("Repartir avec une phrase")
    tale.writes(client, "write_contract", tale.say["contract"])
    for who in peers:
        all_in_sight(who, "h1", '[data-command="accept_contract"]')
        all_in_sight(who, CLOCK, '[data-words-of="contract"]', sizes=SIZES[:1])
        tale.does(who, "accept_contract")
    drafting.folds_what_is_open()
    expect(drafting.page.locator(".writing .draft-kept:visible")).to_have_text("Brouillon gardé")
    drafting.page.reload()
    drafting.connected()
    expect(drafting.page.locator(".writing .draft-kept:visible")).to_have_text("Brouillon gardé")
    drafting.unfold("contribute").locator("textarea").fill("")
    drafting.folds_what_is_open()
    expect(drafting.page.locator(".writing .draft-kept")).to_have_count(0)


def the_consultation(tale: Tale, peer: Person, other: Person) -> None:
    tale.jump(6)
    box = opened(peer, "contribute")
    kinds = box.locator(".choice:visible")
    expect(kinds).to_have_count(4)
    all_in_sight(peer, ".circle-room", ".act textarea", sizes=[(390, 844, 100)])
    top = peer.page.locator(".act").bounding_box()
    assert top
    assert top["y"] >= 844 / 2 - 1
    box.locator("[data-more-kinds]").press("Enter")
    assert kinds.count() > 4
    expect(kinds.nth(4).locator("input")).to_be_focused()
    box.locator("[data-more-kinds]").wait_for(state="hidden")
    tale.writes(peer, "contribute", tale.say["options"][0], kind="resource")
    tale.writes(other, "contribute", tale.say["options"][1], kind="option")


def the_synthesis(tale: Tale, client: Person) -> None:
    """What helps comes first, and may be marked; a question that was answered is folded, and asks for no mark."""
    tale.evening.after(tale.claire.button("mark_answered").first.click)
    tale.jump(7)
    board = client.page.locator("#region-board")
    expect(board.locator(".note").first).to_contain_text(tale.say["options"][1])
    all_in_sight(client, *HEAD, "#region-board .note", sizes=[(390, 844, 100), (320, 568, 100)])
    all_in_sight(client, *HEAD, CLOCK, '[data-command="yield_floor"]')
    folded = board.locator("details.folded-kind")
    expect(folded.locator(".note")).not_to_be_visible()
    folded.locator("summary").click()
    expect(folded.locator(".note")).to_contain_text(tale.say["questions"][0])
    expect(folded.locator(".mark")).to_have_count(0)
    assert board.locator(".mark").count() == 4
