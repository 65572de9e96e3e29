"""What the facilitator has at hand: undo, the rule, prompts, notes, a warning, what two minutes cost, interrupting."""

from __future__ import annotations

from playwright.sync_api import expect

from sessions.models import Session
from sessions.rulebook.state.agenda import MINUTE_MS
from tests.e2e.people import Person
from tests.e2e.tale.cast import JEANNE, KARIM, LEA, OMAR, Tale


def tell(tale: Tale) -> None:
    _, omar, jeanne = tale.opens(LEA, OMAR, JEANNE)
    wall = tale.screen()
    tale.starts(LEA, JEANNE, KARIM)
    one_step_too_far(tale)
    tale.jump(4)
    the_rule_is_recalled(tale, omar, wall)
    a_prompt_is_shown(tale, omar, wall)
    notes_and_keys(tale)
    omar_warns(tale, omar)
    two_minutes_more(tale)
    an_exception(tale)
    the_round_breaks_off(tale, jeanne)


def one_step_too_far(tale: Tale) -> None:
    for name, sizes in (("dashboard-undo", ("laptop", "phone")), ("dashboard-undo-again", ("small",))):
        tale.does(tale.claire, "next")
        tale.claire.page.locator("#undo").wait_for()
        tale.take(tale.claire, name, *sizes)


def the_rule_is_recalled(tale: Tale, omar: Person, wall: Person) -> None:
    claire = tale.claire
    tale.does(claire, "reframe", ":not([hx-vals])")
    expect(omar.page.locator("#region-moment")).to_be_visible()
    tale.take(omar, "peer-rule", "phone", "laptop", "tiny")
    tale.take(wall, "screen-rule", "wall", "phone")
    tale.does(claire, "reframe", ":not([hx-vals])")
    tale.take(claire, "dashboard-rule", "laptop", "phone", "small")
    tale.does(claire, "end_moment")
    tale.does(claire, "summarise")
    tale.take(omar, "peer-summed-up", "phone")
    tale.take(wall, "screen-summed-up", "wall")
    tale.does(claire, "end_moment")


def a_prompt_is_shown(tale: Tale, omar: Person, wall: Person) -> None:
    claire = tale.claire
    claire.page.locator('[popovertarget="prompts"]:visible').click()
    tale.take(claire, "dashboard-prompts", "laptop", "phone", "small")
    claire.page.locator("#prompt-text").fill(tale.say["prompt"])
    tale.does(claire, "write_prompt")
    tale.take(omar, "peer-prompt", "phone", "laptop", "tiny")
    tale.take(wall, "screen-prompt", "wall", "phone")
    tale.take(claire, "dashboard-prompt", "laptop", "phone", "small")
    tale.does(claire, "hide_prompt")


def notes_and_keys(tale: Tale) -> None:
    claire = tale.claire
    claire.page.locator("#notes-panel > summary").click()
    claire.page.locator("#private-note").fill(tale.say["note"])
    claire.press("write_private_note")
    expect(claire.page.locator("#private-notes")).to_contain_text(tale.say["note"])
    tale.take(claire, "dashboard-notes", "laptop", "phone", "small")
    claire.page.locator("#notes-panel > summary").click()
    claire.page.locator(".keys-button").click()
    tale.take(claire, "dashboard-keys", "laptop", "small")
    tale.escapes(claire)


def omar_warns(tale: Tale, omar: Person) -> None:
    claire = tale.claire
    omar.page.locator(".warn-box > summary").click()
    tale.take(omar, "peer-warns", "phone", "laptop", "tiny")
    omar.page.locator('[data-warn="pause"]').click()
    expect(claire.page.locator(".warning")).to_be_visible()
    tale.take(omar, "peer-warned", "phone", "tiny")
    tale.take(claire, "dashboard-warning", "laptop", "phone", "small")
    claire.page.locator("[data-seen]").click()
    expect(claire.page.locator(".warning")).to_have_count(0)
    tale.take(omar, "peer-warning-seen", "phone")


def two_minutes_more(tale: Tale) -> None:
    """Who pays is said before; then the last client's round is in danger."""
    claire = tale.claire
    for _ in range(3):
        tale.does(claire, "extend", "[hx-vals*='\"120\"']")
    tale.take(claire, "dashboard-two-minutes-more", "laptop", "phone", "small")
    tale.backstage(nearly_over)
    tale.does(claire, "pause")
    tale.does(claire, "resume")
    tale.take(claire, "dashboard-alarm", "laptop", "phone", "small")


def nearly_over(session: Session) -> None:
    session.state["started_at"] -= (session.minutes - 28) * MINUTE_MS


def an_exception(tale: Tale) -> None:
    box = tale.claire.unfold("allow_writing")
    box.scroll_into_view_if_needed()
    tale.take(tale.claire, "dashboard-exception", "laptop", "small")
    tale.folded(tale.claire)


def the_round_breaks_off(tale: Tale, jeanne: Person) -> None:
    tale.asks("interrupt")
    tale.take(tale.claire, "dashboard-interrupts", "laptop", "phone")
    tale.does(tale.claire, "interrupt_round")
    tale.take(tale.claire, "dashboard-interrupted", "laptop", "phone", "small")
    tale.take(jeanne, "second-client", "phone", "laptop")
