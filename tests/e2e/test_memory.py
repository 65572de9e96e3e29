"""On the phone somebody keeps for the group what was just learned; afterwards the group reads it, without names."""

from __future__ import annotations

from playwright.sync_api import expect

from sessions.models import Session

from .axe import Ledger
from .gathering import begin
from .people import Evening

LEA, OMAR = 0, 1
LEARNED = "Nommer ce que l’on ignore rassure."


def test_what_was_learned_is_kept_for_the_group_at_a_press(evening: Evening, axe: Ledger) -> None:
    room = begin(evening, LEA, OMAR)
    room.chooses(LEA)
    room.does(room.claire, "start")
    omar = room.people["Omar Benali"]
    fold = omar.page.locator(".learned")
    expect(fold).to_be_hidden()  # a calm phone: until the step that asks for it
    room.goes_to("Apprentissages")
    room.writes(omar, "contribute", LEARNED, kind="learning")
    omar.folds_what_is_open()
    fold.locator("summary").click()
    expect(fold).to_contain_text(LEARNED)
    fold.get_by_role("button", name="Garder dans la mémoire du groupe").click()
    expect(fold).to_contain_text("Dans la mémoire du groupe, sans votre nom")
    axe.look(omar, "what one learned, kept for the group")
    room.claire.page.locator('[popovertarget="ask-close"]:visible').first.click()
    room.does(room.claire, "close")
    group = evening.server.backstage(lambda: str(Session.objects.get(pk=evening.id).cycle.group_id))
    axe.visit(room.claire, f"/groups/{group}/memory/", "the memory, for who facilitates")
    expect(room.claire.page.locator("main")).to_contain_text(LEARNED)
    axe.visit(room.claire, f"/groups/{group}/next/", "what the next session may begin with")
    omar.page.goto(f"{evening.server.url}/groups/{group}/memory/?as={evening.id_of(OMAR)}")
    own = omar.page.locator("li", has=omar.page.get_by_role("button")).filter(has_text=LEARNED)
    axe.visit(omar, f"/groups/{group}/memory/?as={evening.id_of(OMAR)}", "the memory, for who took part")
    own.get_by_role("button", name="Reprendre").click()
    expect(omar.page.get_by_text(LEARNED)).to_have_count(1)
