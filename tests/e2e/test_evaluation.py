"""The five sentences on a phone, in the closing step: answered by keyboard, and back into the session as before."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from sessions.evaluation.questions import BENEFITS, SESSION
from sessions.models import Evaluation, PublishedEvaluation, Session

from .axe import Ledger
from .gathering import begin
from .people import Evening, Person


def test_the_session_is_evaluated_on_the_phone_and_goes_on(evening: Evening, axe: Ledger) -> None:
    room = begin(evening, 0, 1)
    phone = next(iter(room.people.values()))
    room.does(room.claire, "start")
    way = phone.page.locator('[data-when="evaluate"] a.main')
    expect(way).to_be_hidden()
    room.goes_to("Clôture")
    expect(way).to_be_visible()
    answers(evening, phone, axe)
    phone.page.get_by_role("link", name="Retour à la séance").click()
    phone.connected()
    evening.everybody.append(phone)
    # Whoever was away for that is there as before.
    room.does(phone, "raise_hand")
    means(evening, room.claire, axe)


def answers(evening: Evening, phone: Person, axe: Ledger) -> None:
    evening.everybody.remove(phone)  # its page follows no session for now
    phone.page.locator('[data-when="evaluate"] a.main').click()
    page = phone.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("Comment avez-vous vécu cette séance")
    axe.look(phone, "five sentences", dark=True)
    for place in range(len(SESSION.sentences)):
        group = page.get_by_role("group").nth(place)
        # Passed over, until one of the five is chosen: one stop of the keyboard a sentence.
        group.get_by_role("radio", checked=True).focus()
        page.keyboard.press("ArrowRight")
        expect(group.get_by_role("radio", name=re.compile("^1"))).to_be_checked()
        page.keyboard.press("ArrowRight")
    box = page.locator(".point").first.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    page.get_by_role("button", name="Donner ma réponse").click()
    expect(page.get_by_role("status")).to_contain_text("votre réponse est gardée")
    kept = evening.server.backstage(lambda: Evaluation.objects.get(session=evening.id).answers)
    assert kept == dict.fromkeys(SESSION.sentences, 2)


def means(evening: Evening, claire: Person, axe: Ledger) -> None:
    """What is published later, as whoever facilitates sees it."""

    def publish() -> str:
        session = Session.objects.get(pk=evening.id)
        for kind in (SESSION, BENEFITS):
            whole = dict.fromkeys(kind.sentences, 4.5)
            for one in session.cycle.sessions.filter(status="closed"):
                PublishedEvaluation.objects.get_or_create(session=one, kind=kind.kind, defaults={"means": whole})
        return str(session.cycle.group_id)

    group = evening.server.backstage(publish)
    axe.visit(claire, f"/groups/{group}/evaluations/", "how the sessions were")
    axe.visit(claire, f"/groups/{group}/curve/", "what the group gives")
