"""A page that its browser translates, with text at twice its size, shows all that is pushed, once."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .gathering import begin
from .people import Evening, Person
from .translator import TRANSLATOR

OMAR, JEANNE = 1, 2
# Regions as anybody reads them: the words alone, whatever the letters.
WORDS = """() => {
    const regions = [...document.querySelectorAll("[id^=region-]")].filter((one) => !one.closest("svg"));
    const words = ({ textContent }) => textContent.toUpperCase().split(/\\s+/).join(" ");
    return Object.fromEntries(regions.map((one) => [one.id, words(one)]));
}"""
TWICE = "() => { document.documentElement.style.fontSize = '200%'; }"
WIDER = "() => document.documentElement.scrollWidth - innerWidth"


def reads(who: Person) -> dict[str, str]:
    """What each region says, but for how long somebody speaks: that goes on between two looks."""
    found: dict[str, str] = who.page.evaluate(WORDS)
    return {name: re.sub(r"\d+:\d\d", "0:00", words) for name, words in found.items()}


def test_a_translated_page_at_twice_the_size_follows_the_session(evening: Evening) -> None:
    room = begin(evening, OMAR, JEANNE)
    jeanne = room.people["Jeanne Petit"]
    twins = [(room.claire, evening.facilitator()), (jeanne, evening.participant(JEANNE))]
    for _, translated in twins:
        translated.page.evaluate(TWICE)
        translated.page.evaluate(TRANSLATOR)
    room.chooses(OMAR)
    room.does(room.claire, "start")
    room.goes_to("Clarification")
    for text in ("Depuis quand ?", "Qui d’autre est concerné ?"):
        room.writes(jeanne, "contribute", text, kind="question")
    jeanne.folds_what_is_open()
    room.does(jeanne, "raise_hand")
    room.does(room.claire, "next_speaker")
    evening.after(room.claire.button("mark_answered").first.click)
    room.does(room.claire, "pause")
    for plain, translated in twins:
        expect(translated.page.locator("#region-board .note")).to_have_count(2)
        assert reads(translated) == reads(plain)
        assert translated.page.locator("#region-board font font").count() > 0
        assert translated.page.evaluate(WIDER) <= 0
    own = twins[1][1]
    own.page.locator('[data-fill="reword"]').first.click()
    expect(own.page.locator("#reword-text")).to_have_value("Depuis quand ?")
