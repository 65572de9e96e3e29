"""The whole session by keyboard alone: Tab, Enter, space, arrows and shortcuts; no mouse, no finger."""

from __future__ import annotations

from playwright.sync_api import expect

from .people import Evening, Person

JEANNE, OMAR = 2, 1
NEXT, NEXT_SPEAKER = "Control+ArrowRight", "Control+ArrowUp"
MANY = 90


def reach(person: Person, target: str, key: str = "Tab") -> None:
    """Tab until the focus is there, or say that it cannot be reached."""
    for _ in range(MANY):
        if person.page.evaluate("(target) => document.activeElement.matches(target)", target):
            return
        person.page.keyboard.press(key)
    raise AssertionError(f"{target} cannot be reached by {key}")


def press(person: Person, target: str, key: str = "Enter") -> None:
    reach(person, target)
    person.settled()
    person.page.keyboard.press(key)


def button(command: str, more: str = "") -> str:
    return f'button[data-command="{command}"]{more}'


def strike(person: Person, key: str) -> None:
    """A shortcut, once buttons are alive again."""
    person.settled()
    person.page.keyboard.press(key)


def is_somewhere(person: Person) -> None:
    assert person.page.evaluate("document.activeElement !== document.body && document.activeElement.checkVisibility()")


def write(person: Person, command: str, text: str) -> None:
    press(person, f'details[data-when~="{command}"]:not([open]) > summary')
    reach(person, f'details[data-when~="{command}"] textarea')
    person.page.keyboard.type(text)


def test_a_whole_session_without_a_mouse(evening: Evening) -> None:
    claire, omar = evening.facilitator(), evening.participant(OMAR)
    evening.after(lambda: press(claire, button("open")))
    is_somewhere(claire)
    omar.until("() => document.body.dataset.shell === 'participant'")
    omar.connected()
    jeanne, him = evening.id_of(JEANNE), evening.id_of(OMAR)
    evening.after(lambda: press(claire, f"#admit-{jeanne}", " "))
    is_somewhere(claire)
    for client in (jeanne, him):
        evening.after(lambda client=client: press(claire, f"#client-{client}"))
        is_somewhere(claire)
    evening.after(lambda: press(claire, button("start")))
    is_somewhere(claire)
    everyone_checks_in(evening, claire, omar)
    omar_helps(evening, claire, omar)
    nothing_happens_while_typing(evening, claire)
    omar_is_client(evening, claire, omar)
    the_session_closes(evening, claire, omar)


def goes_to(evening: Evening, claire: Person, phase: str) -> None:
    assert evening.after(lambda: strike(claire, NEXT))["phase"] == phase
    is_somewhere(claire)


def everyone_checks_in(evening: Evening, claire: Person, omar: Person) -> None:
    him = evening.id_of(OMAR)
    assert evening.after(lambda: strike(claire, NEXT_SPEAKER))["speaker"] == him
    assert evening.after(lambda: press(omar, button("pass_turn")))["speaker"] != him
    is_somewhere(omar)
    assert evening.after(lambda: press(claire, button("pause"), " "))["clock"] == "paused"
    is_somewhere(claire)
    claire.page.evaluate("document.activeElement.blur()")
    assert evening.after(lambda: strike(claire, " "))["clock"] == "running"
    reach(claire, button("next"))
    for phase in ("follow_up", "subject_choice", "presentation", "clarification"):
        goes_to(evening, claire, phase)


def omar_helps(evening: Evening, claire: Person, omar: Person) -> None:
    """The hand up and down, the floor, and a kind chosen with the arrows."""
    press(omar, ".folded-hand > summary")
    evening.after(lambda: press(omar, '.folded-hand button[data-command="raise_hand"]'))
    assert omar.page.evaluate("document.activeElement.dataset.command") == "lower_hand"
    assert evening.after(lambda: strike(claire, NEXT_SPEAKER))["speaker"] == evening.id_of(OMAR)
    expect(omar.page.locator(button("yield_floor"))).to_be_focused()
    assert evening.after(lambda: strike(omar, "Enter"))["speaker"] == ""
    is_somewhere(omar)
    for phase in ("contract", "consultation"):
        goes_to(evening, claire, phase)
    press(omar, 'details[data-when~="contribute"]:not([open]) > summary')
    reach(omar, 'input[name="kind"]')
    omar.page.keyboard.press("ArrowRight")
    kind = omar.page.evaluate("document.activeElement.value")
    reach(omar, "#contribute-text")
    omar.page.keyboard.type("Commencer par un appel.")
    evening.after(lambda: press(omar, 'form button[data-command="contribute"]'))
    expect(omar.page.locator("#contribute-text")).to_have_value("")
    assert kind == "option"
    expect(claire.page.locator("#region-board")).to_contain_text("Pistes d’action")
    is_somewhere(omar)


def nothing_happens_while_typing(evening: Evening, claire: Person) -> None:
    """Space is a letter in a text, and Ctrl with an arrow moves in it; Ctrl+Enter sends it."""
    before = claire.state
    write(claire, "contribute", "un mot ")
    for key in (NEXT, NEXT_SPEAKER):
        strike(claire, key)
    assert claire.state["revision"] == before["revision"]
    evening.after(lambda: strike(claire, "Control+Enter"))
    expect(claire.page.locator("#region-board")).to_contain_text("un mot")
    assert claire.state["step"] == before["step"]
    reach(claire, button("next"), "Shift+Tab")


def omar_is_client(evening: Evening, claire: Person, omar: Person) -> None:
    for phase in ("action_plan", "learning", "presentation", "clarification", "contract"):
        goes_to(evening, claire, phase)
    write(omar, "write_contract", "Je souhaite repartir avec une phrase.")
    evening.after(lambda: press(omar, button("write_contract")))
    is_somewhere(omar)
    for phase in ("consultation", "action_plan"):
        goes_to(evening, claire, phase)
    write(omar, "add_commitment", "Appeler.")
    omar.page.keyboard.press("Tab")
    omar.page.keyboard.type("11112031")
    evening.after(lambda: press(omar, button("add_commitment")))
    expect(omar.page.locator("#region-board")).to_contain_text("11 novembre 2031")
    is_somewhere(omar)
    for phase in ("learning", "closing"):
        goes_to(evening, claire, phase)


def the_session_closes(evening: Evening, claire: Person, omar: Person) -> None:
    """The dialog takes the focus, Escape gives it back where it was."""
    opener = '.controls [popovertarget="ask-close"]'
    press(claire, opener)
    expect(claire.page.locator("#ask-close")).to_be_visible()
    assert claire.page.evaluate("document.activeElement.closest('#ask-close') !== null")
    strike(claire, NEXT)
    claire.page.keyboard.press("Escape")
    expect(claire.page.locator("#ask-close")).to_be_hidden()
    expect(claire.page.locator(opener).first).to_be_focused()

    press(claire, opener)
    assert evening.after(lambda: press(claire, button("close")))["status"] == "closed"
    for one in (claire, omar):
        is_somewhere(one)
