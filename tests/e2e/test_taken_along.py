"""After a session: its client takes the keepsake along, and who facilitated writes a debrief that two tabs agree on."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from sessions.models import Debrief

from .axe import WIDER, Ledger
from .gathering import Gathering, begin
from .people import Evening, Person
from .test_joining import shot

LEA = 0
FILE = re.compile(r"codev-\d{4}-\d\d-\d\d\.pdf")


def test_each_takes_along_what_is_theirs(evening: Evening, axe: Ledger) -> None:
    room = begin(evening, LEA, 1)
    lea, _peer = room.people.values()
    is_client(room, lea)
    debriefs(evening, room.claire, axe)
    lea.page.goto(f"{evening.server.url}/sessions/{evening.id}/keepsake/")
    for words in ("Version 2", "en vigueur", "Versions précédentes", "Qui était là avec vous"):
        expect(lea.page.locator("main")).to_contain_text(words)
    looked_at(lea, "keepsake", axe)
    taken(lea.page)


def is_client(room: Gathering, lea: Person) -> None:
    room.chooses(LEA)
    room.does(room.claire, "start")
    room.goes_to("Contrat")
    # The first has a word that no line holds: no page is wider for it, nor does paper cut it off.
    for text in ("Repartir avec une phrase" + "x" * 300, "Repartir avec une phrase, et de quoi tenir"):
        room.writes(lea, "write_contract", text)
    room.claire.page.locator("[popovertarget='ask-close']:visible").first.click()
    room.does(room.claire, "close")


def debriefs(evening: Evening, claire: Person, axe: Ledger) -> None:
    """From the closed session; what another tab kept is shown, and stays until somebody chooses."""
    page = claire.page
    page.locator("#debrief").click()
    field(page, "well").fill("Le cadre a tenu")
    says(page, "Enregistré.")
    second = claire.tab()
    second.goto(page.url)
    field(page, "later").fill("De la première page")
    says(page, "Enregistré.")
    field(second, "later").fill("De la seconde page")
    note = second.locator('[data-draft-note="changed"]')
    expect(note).to_contain_text("De la première page")
    note.locator("[data-sheet-mine]").click()
    says(second, "Enregistré.")
    second.close()
    kept = evening.server.backstage(lambda: Debrief.objects.get(session=evening.id).words)
    assert kept == Debrief.blank() | {"well": "Le cadre a tenu", "later": "De la seconde page"}
    page.reload()
    looked_at(claire, "debrief", axe)
    taken(page)


def field(page: Page, name: str) -> Locator:
    return page.locator(f'form[data-sheet] [name="{name}"]')


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-sheet-status]")).to_contain_text(words)


def looked_at(person: Person, name: str, axe: Ledger) -> None:
    axe.look(person, name, dark=True)
    assert not person.page.evaluate(WIDER)
    shot(person, name)


def taken(page: Page) -> None:
    with page.expect_download() as download:
        page.get_by_text("Emporter en PDF").click()
    assert FILE.fullmatch(download.value.suggested_filename)
    assert download.value.path().read_bytes()[:5] == b"%PDF-"
