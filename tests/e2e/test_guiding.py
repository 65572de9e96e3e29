"""What the facilitator has at hand, in browsers: the rule recalled, a prompt, a warning between two, the keys."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import expect

from groups.models import Group
from sessions.models import Session

from .gathering import Gathering, begin
from .people import Evening, Person

LEA, OMAR = 0, 1
RULE, ADVICE = "La règle de l’étape", "Gardez vos conseils"
OWN = "Qu’est-ce que personne n’a encore demandé ?"
NOTE = "Omar n’a pas encore parlé."


LONG_NAME = "Codéveloppement des responsables de production et de logistique du Grand Ouest"
HEAD = """() => [...document.querySelectorAll(".dashboard > .head > *")].map((one) => one.getBoundingClientRect())
    .map(({ top, bottom }) => Math.round((top + bottom) / 2))"""
# Offered for as long as it is looked at: a screen is measured in more sizes than ten seconds have room for.
STAYS = """() => { document.querySelector("[data-undo]").dataset.undo = Date.now() + 600_000; }"""
SIZES = ((1366, 768), (1280, 720), (1920, 1080), (1024, 600), (640, 768), (480, 768), (390, 844), (320, 568))
COVERED = """() => [...document.querySelectorAll("button, a, summary")].filter((one) => {
    const { top, bottom, left, right } = one.getBoundingClientRect();
    const strip = document.querySelector("[data-undo]").getBoundingClientRect();
    return one.checkVisibility({ visibilityProperty: true }) && !one.closest("[data-undo]")
        && top < strip.bottom && bottom > strip.top && left < strip.right && right > strip.left;
}).map((one) => one.innerText)"""


def questions(evening: Evening) -> Gathering:
    """Léa is questioned; Omar has his phone in his hand."""
    gathering = begin(evening, LEA, OMAR)
    gathering.chooses(LEA)
    gathering.does(gathering.claire, "start")
    gathering.goes_to("Clarification")
    return gathering


def phone_of(gathering: Gathering, place: int) -> Person:
    return gathering.people[gathering.evening.links["participants"][place]["name"]]


def test_the_head_is_one_row_and_the_strip_covers_no_button(evening: Evening) -> None:
    group = evening.server.backstage(lambda: Session.objects.get(pk=UUID(evening.id)).cycle.group)
    evening.server.backstage(lambda: Group.objects.filter(pk=group.pk).update(name=LONG_NAME))
    claire = questions(evening).claire
    expect(claire.page.locator("[data-end-words]")).to_contain_text("avant l’heure prévue")
    expect(claire.page.locator("#undo")).to_be_visible()
    claire.page.evaluate(STAYS)
    for width, height in SIZES:
        claire.page.set_viewport_size({"width": width, "height": height})
        # Where it stands at the foot of a page that scrolls, over nothing that stays under it.
        claire.page.evaluate("scrollTo(0, document.scrollingElement.scrollHeight)")
        assert claire.page.evaluate(COVERED) == [], width
        expect(claire.page.locator("#undo")).to_be_visible()
        assert width < 1280 or len(set(claire.page.evaluate(HEAD))) == 1, width
    evening.server.backstage(lambda: Group.objects.filter(pk=group.pk).update(name=group.name))


@pytest.mark.long
def test_the_rule_and_a_prompt_reach_phone_and_wall(evening: Evening) -> None:
    gathering = questions(evening)
    claire, omar, wall = gathering.claire, phone_of(gathering, OMAR), evening.screen()
    gathering.does(claire, "reframe", ":not([hx-vals])")
    for one in (omar, wall, claire):
        expect(one.page.locator("#region-moment")).to_be_visible()
        expect(one.page.locator("#region-moment")).to_contain_text(RULE)
        expect(one.page.locator("#region-moment")).to_contain_text(ADVICE)
        expect(one.page.locator("#region-moment")).not_to_contain_text("Léa")
    expect(omar.page.locator("[data-voice]")).to_contain_text(ADVICE)
    gathering.does(claire, "end_moment")
    for one in (omar, wall, claire):
        expect(one.page.locator("#region-moment")).to_be_hidden()

    gathering.does(claire, "summarise")
    expect(wall.page.locator("#region-moment")).to_have_text("L’animation résume")
    a_prompt(gathering, omar, wall)
    a_note(claire)


def a_prompt(gathering: Gathering, omar: Person, wall: Person) -> None:
    claire = gathering.claire
    claire.page.get_by_role("button", name="Relances…").click()
    words = claire.page.locator("#prompt-1").inner_text()
    gathering.does(claire, "show_prompt", "#prompt-1")
    for one in (omar, wall):
        expect(one.page.locator("#region-prompt")).to_contain_text(words)
    expect(claire.page.locator("#prompts")).to_be_hidden()
    claire.page.get_by_role("button", name="Relances…").click()
    claire.page.locator("#prompt-text").fill(OWN)
    gathering.does(claire, "write_prompt")
    for one in (omar, wall):
        expect(one.page.locator("#region-prompt")).to_have_text(OWN)
    gathering.does(claire, "hide_prompt")
    for one in (omar, wall):
        expect(one.page.locator("#region-prompt")).to_be_hidden()


def a_note(claire: Person) -> None:
    """Kept on the device until it is acknowledged, and then in the list."""
    claire.page.locator("#notes-panel > summary").click()
    claire.page.locator("#private-note").fill(NOTE)
    claire.page.reload()
    claire.connected()
    claire.page.locator("#notes-panel > summary").click()
    expect(claire.page.locator("#private-note")).to_have_value(NOTE)
    claire.press("write_private_note")
    expect(claire.page.locator("#private-notes")).to_contain_text(NOTE)
    expect(claire.page.locator("#private-note")).to_have_value("")
    claire.page.locator("#private-notes").get_by_role("button", name="Reformuler").click()
    expect(claire.page.locator("#own-note-text")).to_have_value(NOTE)
    claire.page.locator("#own-note-text").fill(OWN)
    claire.page.get_by_role("button", name="Garder cette formulation").click()
    expect(claire.page.locator("#private-notes")).to_contain_text(OWN)
    expect(claire.page.locator("#own-note")).to_be_hidden()
    claire.page.locator("#private-notes").get_by_role("button", name="Jeter").click()
    expect(claire.page.locator("#private-notes")).not_to_contain_text(OWN)


def test_a_warning_is_between_a_participant_and_the_facilitator(evening: Evening) -> None:
    gathering = questions(evening)
    claire, lea, omar = gathering.claire, phone_of(gathering, LEA), phone_of(gathering, OMAR)
    wall = evening.screen()
    warns(omar, "J’ai besoin d’une pause")
    card = claire.page.locator(".warning")
    expect(card).to_contain_text("Omar")
    expect(card).to_contain_text("J’ai besoin d’une pause")
    expect(omar.page.locator("[data-warned]")).to_have_text("C’est sur l’écran de l’animation.")
    for one in (lea, wall):
        assert "Omar a" not in one.words()
        expect(one.page.locator(".warning")).to_have_count(0)
    card.get_by_role("button", name="Vu").click()
    expect(omar.page.locator("[data-warned]")).to_have_text("Claire a vu.")
    expect(card).to_have_count(0)

    claire.page.close()
    warns(omar, "Je souhaite vous parler")
    expect(omar.page.locator("[data-warned]")).to_contain_text("Personne n’est connecté")
    expect(lea.page.locator("[data-warned]")).to_have_text("")


def warns(who: Person, words: str) -> None:
    who.page.locator(".warn-box > summary").click()
    who.page.get_by_role("button", name=words).click()


@pytest.mark.long
def test_the_keys_are_listed_and_do_nothing_while_typing(evening: Evening) -> None:
    gathering = questions(evening)
    claire, keys = gathering.claire, gathering.claire.page.keyboard
    claire.page.evaluate("document.activeElement.blur()")
    keys.press("?")
    dialog = claire.page.locator("#shortcuts")
    expect(dialog).to_be_visible()
    lines = {
        "Recadrer": "C",
        "Pause": "P",
        "Une minute de plus": "+",
        "Suspendre / Reprendre": "espace",
        "Étape suivante": "→",
    }
    for line, key in lines.items():
        expect(dialog.locator(".keys > div", has_text=line).first.locator("kbd")).to_contain_text(key)
    assert claire.page.evaluate("document.activeElement.closest('#shortcuts') !== null")
    keys.press("Escape")
    expect(dialog).to_be_hidden()

    claire.settled()
    evening.after(lambda: keys.press("c"))
    expect(claire.page.locator("#region-moment")).to_contain_text(RULE)
    claire.unfold("contribute").locator("textarea").focus()
    before = claire.state["revision"]
    keys.type("cfs+2? ")
    assert claire.state["revision"] == before
    expect(dialog).to_be_hidden()
    expect(claire.page.locator("#contribute-text")).to_have_value("cfs+2? ")

    claire.page.locator(".keys-button").click()
    claire.page.locator("[data-single-keys]").uncheck()
    keys.press("Escape")
    claire.page.evaluate("document.activeElement.blur()")
    for key in ("c", "+", "?", " "):
        keys.press(key)
    expect(dialog).to_be_hidden()
    assert (claire.state["revision"], claire.state["clock"]) == (before, "running")
