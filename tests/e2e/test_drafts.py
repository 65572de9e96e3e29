"""Half a thought survives, in every writing box: a reload, a tap outside, another step, an offline spell, two tabs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from .boxes import BOXES, CLAIRE, JEANNE, OMAR, Box
from .gathering import begin
from .people import Evening

OMAR_PLACE, JEANNE_PLACE = 1, 2
INDEX = {"follow_up": 1, "subject_choice": 2, "presentation": 3, "clarification": 4, "contract": 5, "action_plan": 7}
POST = """([path, fields]) => fetch(path, {
    method: "POST", body: new URLSearchParams(fields), headers: JSON.parse(document.body.getAttribute("hx-headers")),
}).then(({ status }) => status)"""


class Desk:
    """Claire, Omar and Jeanne, who write in every box there is."""

    def __init__(self, evening: Evening) -> None:
        self.evening = evening
        self.room = begin(evening, OMAR_PLACE, JEANNE_PLACE)
        omar, jeanne = self.room.people.values()
        self.people = {CLAIRE: self.room.claire, OMAR: omar, JEANNE: jeanne}
        self.room.chooses(OMAR_PLACE)
        self.room.does(self.room.claire, "start")

    def sends(self, who: str, command: str, **fields: str) -> None:
        """A command that is not what the test is about."""
        path = f"/sessions/{self.evening.id}/do/{command}/"
        sent = {"key": str(uuid4()), **fields}
        assert self.people[who].page.evaluate(POST, [path, sent]) == 204
        self.evening.agree(self.evening.revision + 1)

    def goes_to(self, phase: str) -> None:
        if self.people[CLAIRE].state["phase"] != phase:
            self.room.does(self.people[CLAIRE], "jump", f"#jump-{INDEX[phase]}")

    def prepares(self, phase: str) -> None:
        """What somebody has written before and now changes."""
        if phase == "follow_up":
            self.sends(CLAIRE, "write_private_note", text="Jeanne hésite.")
        if phase == "subject_choice":
            self.sends(OMAR, "propose_subject", id=str(uuid4()), title="Un retard", question="Comment le dire ?")
        if phase == "presentation":
            self.sends(OMAR, "word_headline", title="Un retard", question="Comment le dire ?")
        if phase == "clarification":
            self.sends(JEANNE, "contribute", id=str(uuid4()), kind="question", text="Depuis quand ?")

    def stops(self) -> Iterator[tuple[str, list[Box]]]:
        for phase, boxes in groupby(BOXES, lambda box: box.phase):
            self.goes_to(phase)
            yield phase, list(boxes)


def opened(page: Page, box: Box) -> Locator:
    """The field of a box, which is unfolded or popped over the page if need be."""
    form = page.locator(box.form)
    if not form.is_visible():
        unfold_around(page, box)
        page.locator(box.button or f"details.writing:has({box.form}) > summary").first.click()
    return form.locator(box.text)


def unfold_around(page: Page, box: Box) -> None:
    """On the dashboard the people stand where else the board does; notes to oneself are under their own heading."""
    people = page.locator(".people-panel")
    if people.count() and people.evaluate("(panel) => panel.open") != (box.name == "newcomer"):
        people.locator("> summary").click()
    if box.name == "own-note" and not page.locator("#notes-panel[open]").count():
        page.locator("#notes-panel > summary").click()


def taps_outside(page: Page, box: Box) -> None:
    """Beside a dialog, on what it stands before; what is unfolded is folded."""
    if box.button:
        page.mouse.click(3, 3)
    else:
        page.locator(f"details.writing:has({box.form}) > summary").click()
    expect(page.locator(box.form)).to_be_hidden()


def begins_to_write(page: Page, box: Box) -> None:
    field = opened(page, box)
    if box.kind and page.locator(f'{box.form} input[value="{box.kind}"]').is_visible():
        page.locator(f'{box.form} .choice:has(input[value="{box.kind}"])').click()
    field.fill(box.words)
    taps_outside(page, box)


def test_a_draft_in_every_box_survives(evening: Evening) -> None:
    desk = Desk(evening)
    for phase, boxes in desk.stops():
        desk.prepares(phase)
        for box in boxes:
            begins_to_write(desk.people[box.whose].page, box)
        set_offline(desk, boxes, True)
        for box in boxes:
            page = desk.people[box.whose].page
            expect(opened(page, box)).to_have_value(box.words)
            opened(page, box).fill(f"{box.words}!")
            taps_outside(page, box)
        set_offline(desk, boxes, False)
    second = {}
    for name, person in desk.people.items():
        person.page.reload()
        person.connected()
        second[name] = person.tab()
        second[name].goto(person.page.url)
    for _, boxes in desk.stops():
        for box in boxes:
            survived(desk.people[box.whose].page, box)
            is_offered(second[box.whose], box, desk)


def set_offline(desk: Desk, boxes: list[Box], is_offline: bool) -> None:
    for whose in {box.whose for box in boxes}:
        desk.people[whose].context.set_offline(is_offline)


def survived(page: Page, box: Box) -> None:
    field = opened(page, box)
    expect(field).to_have_value(f"{box.words}!")
    if box.kind:
        expect(page.locator(f"{box.form} input[name=kind]:checked")).to_have_value(box.kind)
    expect(page.locator(f'{box.form} [data-draft-note="restored"]')).to_have_count(int(box.is_changed))
    taps_outside(page, box)


def is_offered(page: Page, box: Box, desk: Desk) -> None:
    """The other tab has its own draft, that is none, and may take this one's."""
    field = opened(page, box)
    expect(field).not_to_have_value(f"{box.words}!")
    offer = page.locator(f'{box.form} [data-draft-note="other"]')
    expect(offer).to_contain_text(f"{box.words}!")
    offer.locator("[data-draft-take]").click()
    expect(field).to_have_value(f"{box.words}!")
    expect(offer).to_have_count(0)
    taps_outside(page, box)
