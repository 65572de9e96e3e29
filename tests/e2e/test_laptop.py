"""The one thing to do is in sight: eleven questions on a laptop, a window beside a video call, the room's screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from playwright.sync_api import Locator, expect

from groups.actors import Actor
from groups.models import Seat
from sessions import commands
from sessions.access import Visit
from sessions.models import Session

from .gathering import Gathering, begin
from .people import LAPTOP, Evening, Person

LEA, OMAR, JEANNE = range(3)
LAPTOPS = ((1366, 768), (1024, 600))
BESIDE_A_CALL = ((640, 768), (480, 768))
LONG_NAME = "Groupe de codéveloppement des directrices et directeurs d’établissement du Sud-Ouest"
ADVICE = "Et si vous appeliez le client ensemble ?"
# Not only within the window: in no panel scrolled away, under nothing else.
SEEN = """(selector) => [...document.querySelectorAll(selector)].filter((one) => {
    if (!one.checkVisibility()) return false;
    const { top, left, bottom, right } = one.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const places = [[x, y], [left + 2, y], [right - 2, y], [x, top + 2], [x, bottom - 2]];
    return places.every(([x, y]) => one.contains(document.elementFromPoint(x, y)));
}).length"""
UNDER = """(selector) => [...document.querySelectorAll("button, a, summary")].filter((one) => {
    if (!one.checkVisibility() || one.closest(selector)) return false;
    const { top, left, bottom, right } = one.getBoundingClientRect();
    return [...document.querySelectorAll(selector)].some((above) => {
        const over = above.getBoundingClientRect();
        const meets = over.width && left < over.right && over.left < right && top < over.bottom && over.top < bottom;
        return meets && above.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
    });
}).map((one) => one.textContent.trim())"""
ROWS = """() => {
    const parts = [...document.querySelectorAll(".dashboard > .head :is(h1, .chip, .soft, button, a.button)")];
    const boxes = parts.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect());
    return Math.max(...boxes.map(({ top }) => top)) < Math.min(...boxes.map(({ bottom }) => bottom)) ? 1 : 2;
}"""
OVERFLOW = "[document.scrollingElement.scrollWidth - innerWidth, document.scrollingElement.scrollHeight - innerHeight]"
RENAME = "(name) => { document.querySelector('.group-name').textContent = name; }"
SAY = "(words) => { document.getElementById('notice').textContent = words; }"
SILENT = "Toujours pas de réponse. Regardez votre connexion, puis appuyez de nouveau : rien n’est fait deux fois."


def test_what_is_to_be_done_is_in_sight(evening: Evening) -> None:
    room = begin(evening, LEA, OMAR, JEANNE)
    room.chooses(LEA, OMAR)
    room.does(room.claire, "start")
    wall = evening.screen()
    eleven_questions(room)
    on_a_laptop(room)
    people_take_nothing_away(room)
    what_unfolds_is_seen_and_escape_closes_it(room)
    beside_a_video_call(room)
    advice_goes_back_and_it_is_said(room)
    minutes_have_keys(room)
    the_wall_shows_its_settings_to_who_is_at_it(wall)


def eleven_questions(room: Gathering) -> None:
    """From one phone within a moment; pages hear of them at their next heartbeat."""
    room.goes_to("Clarification")
    covers_nothing(room.claire, ".undo p", *LAPTOPS)
    evening = room.evening

    def work() -> int:
        seat = Seat.objects.filter(participant_id=UUID(evening.id_of(OMAR))).latest("pk")
        for number in range(1, 12):
            visit = Visit(Session.objects.get(pk=UUID(evening.id)), Actor(seat=seat))
            text = ADVICE if number == 11 else f"Depuis quand en parlez-vous ainsi ? ({number})"
            commands.run("contribute", visit=visit, key=uuid4(), id=uuid4(), kind="question", text=text)
        return int(Session.objects.get(pk=UUID(evening.id)).revision)

    evening.agree(evening.server.backstage(work))
    room.does(room.people["Jeanne Petit"], "raise_hand")


def covers_nothing(person: Person, what: str, *sizes: tuple[int, int]) -> None:
    for size in sizes:
        with seen_at(person, size):
            assert person.page.evaluate(SEEN, what) == 1, (what, size)
            assert person.page.evaluate(UNDER, what) == [], (what, size)


@contextmanager
def seen_at(person: Person, size: tuple[int, int]) -> Iterator[None]:
    own = person.page.viewport_size or LAPTOP["viewport"]
    person.page.set_viewport_size({"width": size[0], "height": size[1]})
    yield
    person.page.set_viewport_size(own)


def seen(person: Person, selector: str) -> int:
    return int(person.page.evaluate(SEEN, selector))


def on_a_laptop(room: Gathering) -> None:
    claire = room.claire
    name = claire.page.inner_text(".group-name")
    claire.page.evaluate(RENAME, LONG_NAME)
    for size in LAPTOPS:
        with seen_at(claire, size):
            assert claire.page.evaluate(OVERFLOW) == [0, 0], size
            assert claire.page.evaluate(ROWS) == 1, size
            assert seen(claire, "#notes-question > .note") >= 5, size
            assert seen(claire, "#notes-question > .note:first-child [data-command=hand_back]") == 1, size
            assert seen(claire, ".floor-how > .modes button") == 5, size
            assert seen(claire, "[data-end-words]") == 1, size
    claire.page.evaluate(RENAME, name)
    expect(claire.page.locator("#notes-question > .note").first).to_contain_text(ADVICE)
    claire.page.evaluate(SAY, SILENT)
    covers_nothing(claire, ".notice:has(#notice)", *LAPTOPS, *BESIDE_A_CALL)
    claire.page.keyboard.press("Escape")
    expect(claire.page.locator("#notice")).to_be_empty()


def people_take_nothing_away(room: Gathering) -> None:
    claire = room.claire
    summary = claire.page.locator(".people-panel > summary")
    for size in LAPTOPS:
        with seen_at(claire, size):
            summary.click()
            assert seen(claire, "#notes-question > .note") >= 1, size
            assert seen(claire, ".floor-how > .modes button") == 5, size
            assert seen(claire, ".people-panel .person") >= 1, size
            claire.page.keyboard.press("Escape")
            expect(summary).to_be_focused()
            expect(claire.page.locator(".people-panel[open]")).to_have_count(0)


def what_unfolds_is_seen_and_escape_closes_it(room: Gathering) -> None:
    claire = room.claire
    folds = (
        "#notes-question > .note:last-child .note-more",
        "#floor-settings",
        "details[data-when=allow_writing]",
        ".door-box",
    )
    for fold in folds:
        unfolds(claire, claire.page.locator(fold))
    claire.page.locator(".people-panel > summary").click()
    unfolds(claire, claire.page.locator(".duty").last)
    claire.page.locator(".people-panel > summary").click()
    omar = room.people["Omar Benali"]
    unfolds(omar, omar.page.locator(".warn-box"))
    box = omar.unfold("contribute")
    box.locator("textarea").fill("À moitié")
    omar.page.keyboard.press("Escape")
    expect(box.locator("> summary")).to_be_focused()
    assert box.locator("textarea").input_value() == "À moitié"


def unfolds(person: Person, fold: Locator) -> None:
    summary = fold.locator("> summary")
    summary.click()
    expect(fold).to_have_attribute("open", "")
    expect(fold.locator("> :not(summary)").last).to_be_in_viewport(ratio=0.9)
    person.page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    assert not fold.evaluate("(fold) => fold.open")


def beside_a_video_call(room: Gathering) -> None:
    claire, jeanne = room.claire, room.people["Jeanne Petit"]
    for size in BESIDE_A_CALL:
        with seen_at(claire, size):
            assert claire.page.evaluate(OVERFLOW)[0] == 0, size
            for frequent in (".controls .main:not([hidden])", ".circle", "#hands button"):
                assert seen(claire, frequent) == 1, (frequent, size)
            assert seen(claire, ".floor-how > .modes button") == 5, size
            assert seen(claire, "#notes-question > .note") >= 1, size
            a_menu_has_what_is_seldom_pressed(claire)
        with seen_at(jeanne, size):
            assert jeanne.page.evaluate(OVERFLOW)[0] == 0, size
            for frequent in (".hand.up", "details[data-when~=contribute] > summary", "#region-role", ".role-card"):
                assert seen(jeanne, frequent) == 1, (frequent, size)


def a_menu_has_what_is_seldom_pressed(claire: Person) -> None:
    more, dialog = claire.page.locator(".head-more"), claire.page.locator("#ask-interrupt")
    more.click()
    expect(claire.page.get_by_role("link", name="Écran de salle")).to_be_visible()
    claire.page.locator('.menu [popovertarget="ask-interrupt"]').click()
    expect(dialog).to_be_visible()
    claire.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(claire.page.locator(".menu")).to_be_hidden()
    expect(more).to_be_focused()


def advice_goes_back_and_it_is_said(room: Gathering) -> None:
    claire, omar = room.claire, room.people["Omar Benali"]
    note = claire.page.locator("#notes-question > .note", has_text=ADVICE)
    room.evening.after(note.locator("[data-command=hand_back]").click)
    expect(claire.page.locator("#notice")).to_contain_text("Rendu à \u2068Omar Benali\u2069")
    expect(note).to_have_count(0)
    expect(omar.page.locator("#region-kept")).to_contain_text(ADVICE)
    answered = claire.page.locator("#notes-question > .note").first
    words = answered.locator("p").inner_text()
    room.evening.after(answered.locator("[data-command=mark_answered]").click)
    expect(claire.page.locator("#notes-question > .note").last).to_contain_text(words)


def minutes_have_keys(room: Gathering) -> None:
    """And letters are those of the French words."""
    claire, keys = room.claire, room.claire.page.keyboard
    allotted = int(claire.state["allotted"])
    for key, minutes in (("+", 1), ("2", 3), ("-", 2)):
        assert int(room.evening.after(lambda key=key: keys.press(key))["allotted"]) == allotted + minutes * 60_000
    room.evening.after(lambda: keys.press("c"))
    expect(claire.page.locator("#region-moment")).to_be_visible()
    keys.press("p")
    expect(claire.page.locator("#ask-break")).to_be_visible()
    keys.press("Escape")
    expect(claire.page.locator("#ask-break")).to_be_hidden()


def the_wall_shows_its_settings_to_who_is_at_it(wall: Person) -> None:
    settings = wall.page.locator(".comforts")
    expect(settings).to_have_css("opacity", "0")
    wall.page.mouse.move(300, 300)
    expect(settings).to_have_css("opacity", "1")
    wall.page.evaluate("delete document.body.dataset.attended")
    expect(settings).to_have_css("opacity", "0")
    wall.page.locator("[data-comfort]").first.focus()
    wall.page.evaluate("delete document.body.dataset.attended")
    expect(settings).to_have_css("opacity", "1")
