"""A cycle from an empty installation to two sessions on one day: in browsers, by mail, with the clock moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import Browser, expect

from tests.smtp import Post

from .axe import Ledger
from .cycle import INSIDE, JOAO, MEMBERS, NADIA, OUTSIDE, QUESTION, TITLE, WORD, ZOE, Cycle
from .people import Company
from .post import HEADERS, dates_in, letters_to, readable
from .serving import Server
from .setting_up import (
    SHAPE,
    Hands,
    she_invites_everybody,
    she_is_invited,
    she_makes_a_group,
    she_plans_six,
    she_signs_in,
)

# From an invitation to Codev, on an installation where nothing is, to a group that is invited and has six dates:
# address and code, group's name and the one for calendars, list of people, one of their addresses that was wrong, date.
FIELDS, PRESSES = 7, 11


@pytest.fixture
def cycle(server: Server, chromium: Browser, post: Post) -> Iterator[Cycle]:
    with server.anew(EMAIL_URL=post.url), Company(server, chromium) as company:
        yield Cycle(company, post)


def test_a_cycle_from_nothing_to_two_sessions_on_a_day(cycle: Cycle, axe: Ledger) -> None:
    she_is_invited(cycle)
    hands = Hands(cycle.nadia.page)
    she_signs_in(cycle, hands, 1)
    she_makes_a_group(cycle, hands)
    she_plans_six(cycle, hands, axe)
    she_invites_everybody(cycle, hands)
    assert (hands.fields, hands.presses) == (FIELDS, PRESSES)
    one_accepts_and_one_declines(cycle)
    she_moves_all_that_follow(cycle, axe)
    they_answer(cycle, axe)
    she_calls_one_off(cycle, axe)
    zoe_prepares(cycle)
    reminders_leave_once(cycle)
    two_are_held_on_one_day(cycle)
    her_pages_say_it(cycle)
    mails_gave_nothing_away(cycle)


def one_accepts_and_one_declines(cycle: Cycle) -> None:
    for address in (ZOE, JOAO):
        # A scanner opens whatever a mail holds, before anybody reads it.
        for method in ("HEAD", "GET", "GET"):
            assert urlopen(Request(cycle.way_of(address), method=method)).status == 200
    zoe, joao, nadia = cycle.enters(cycle.zoe, ZOE), cycle.enters(cycle.joao, JOAO), cycle.nadia.page
    for page in (zoe, joao):
        page.get_by_role("link", name="Notre charte").first.click()
    zoe.get_by_role("button", name="J’accepte cette charte").click()
    joao.get_by_role("button", name="Je décline").click()
    expect(joao.get_by_role("status")).to_contain_text("Vous avez décliné")
    nadia.reload()
    for name, words in (("Zoé Petit", "charte acceptée"), ("João D’Almeida", "a décliné la charte")):
        expect(nadia.locator(".invited > li", has_text=name)).to_contain_text(words)
    for path in ("/", f"{urlsplit(cycle.group).path}charter/"):
        zoe.goto(cycle.server.url + path)
        assert "décliné" not in zoe.content()


def she_moves_all_that_follow(cycle: Cycle, axe: Ledger) -> None:
    """The second session and those after it, a week later: calendars take it for the same, and newer."""
    page = cycle.opens("Séance 2")
    axe.take(cycle.nadia, "a planned session", "laptop", "tiny")
    page.get_by_role("link", name="Déplacer").click()
    page.get_by_label("Celle-ci et toutes les suivantes").check()
    page.get_by_label("Nouvelle date et heure").fill(f"{cycle.first + timedelta(weeks=4):{SHAPE}}")
    expect(page.locator("#consequence li")).to_have_count(5)
    axe.look(cycle.nadia, "moving")
    page.get_by_role("button", name="Déplacer", exact=True).click()
    expect(page.get_by_text("5 séances ont été déplacées.")).to_be_visible()
    before, after = (list(dates_in(letters_to(cycle.post, ZOE, about)[0])) for about in ("6 dates", "5 dates"))
    assert len({uid for _method, uid, _sequence in before}) == 6
    assert before == [("REQUEST", uid, 0) for _method, uid, _sequence in before]
    assert after == [("REQUEST", uid, 1) for _method, uid, _sequence in before[1:]]


def they_answer(cycle: Cycle, axe: Ledger) -> None:
    page, zoe, joao = cycle.opens("Séance 1"), cycle.zoe.page, cycle.joao.page
    # Whoever declined the charter finds it before the session, and may accept it yet.
    joao.goto(page.url)
    joao.get_by_role("button", name="J’accepte cette charte").click()
    zoe.goto(page.url)
    for one, answer in ((zoe, "Je serai là"), (joao, "Je ne pourrai pas")):
        one.get_by_role("button", name=answer).click()
        expect(one.get_by_role("button", name=answer)).to_have_attribute("aria-pressed", "true")
    axe.look(cycle.zoe, "a planned session on a phone", dark=True)
    page.goto(cycle.server.url)
    expect(page.locator("section.next")).to_contain_text("Présents : 1 · empêchés : 1 · sans réponse : 3")


def she_calls_one_off(cycle: Cycle, axe: Ledger) -> None:
    page = cycle.opens("Séance 3")
    page.get_by_role("link", name="Annuler…").click()
    page.get_by_label("Un mot au groupe").fill(WORD)
    page.get_by_role("button", name="Annuler la séance").click()
    axe.look(cycle.nadia, "a session that is called off")
    cycle.zoe.page.goto(page.url)
    for reader in (page, cycle.zoe.page):
        expect(reader.get_by_text(WORD)).to_be_visible()
    ((method, _uid, sequence),) = dates_in(letters_to(cycle.post, ZOE, "annulée")[0])
    assert (method, sequence) == ("CANCEL", 2)


def zoe_prepares(cycle: Cycle) -> None:
    page = cycle.zoe.page
    page.goto(cycle.server.url)
    page.get_by_role("link", name="Préparer un sujet").first.click()
    page.locator("[data-sheet] [name=title]").fill(TITLE)
    page.locator("[data-sheet] [name=question]").fill(QUESTION)
    expect(page.locator("[data-sheet-status]")).to_contain_text("Enregistré.")


def reminders_leave_once(cycle: Cycle) -> None:
    """The day before, not before eight o'clock, one each; whoever asks again sends nobody another."""
    eve = cycle.first - timedelta(days=1)
    assert [asked_for(cycle, eve + timedelta(hours=hours)) for hours in (-2, 0, 1)] == [0, 6, 0]
    (digest,) = letters_to(cycle.post, ZOE, "Ce qui vous attend")
    assert re.search(rf"Demain, vous vous retrouvez\s: Codéveloppement · {OUTSIDE}", readable(digest))


def asked_for(cycle: Cycle, at: datetime) -> int:
    """How many reminders are, where it is that late."""

    def remind() -> str:
        with time_machine.travel(at):
            call_command("send_reminders", stdout=said)
        return said.getvalue()

    said = StringIO()
    return int(cycle.server.backstage(remind).split()[0])


def two_are_held_on_one_day(cycle: Cycle) -> None:
    """Three weeks later an account is asked again who it is; phones are known still. A second one is put between."""
    cycle.server.later(cycle.first.astimezone(UTC) - timedelta(minutes=40) - datetime.now(UTC))
    page = cycle.nadia.page
    she_signs_in(cycle, Hands(page), 2)
    page.goto(cycle.group)
    page.get_by_role("link", name="Planifier une séance").click()
    page.get_by_label("Date et heure").fill(f"{cycle.first + timedelta(hours=5):{SHAPE}}")
    page.get_by_role("button", name="Planifier cette séance").click()
    expect(page.locator("h1")).to_have_text("Séance 2")
    page.goto(cycle.server.url)
    page.get_by_role("link", name="Ouvrir la salle").click()
    page.get_by_role("button", name="Ouvrir la salle").click()
    cycle.holds("Zoé")
    # Its hour is the afternoon's: asked first.
    page = cycle.opens("Séance 2")
    page.locator("summary", has_text="Ouvrir la salle dès maintenant…").click()
    page.get_by_role("button", name="Ouvrir quand même").click()
    cycle.holds("João")


def her_pages_say_it(cycle: Cycle) -> None:
    page = cycle.nadia.page
    page.goto(cycle.group)
    said = "Cycle 1, 7 séances : 2 tenues, 1 annulée, 4 à venir. Prochaine : mardi"
    expect(page.locator("figure.line figcaption")).to_contain_text(said)
    page.locator("summary", has_text="Toutes les séances").click()
    page.get_by_role("link", name="Qui a été client, et quand").first.click()
    # The one of the afternoon stands between the two that were planned, and what was called off takes no number.
    expect(page.locator("thead th")).to_contain_text(["Personne", *(f"Séance {place}" for place in range(1, 7))])
    expect(page.locator("thead th", has_text="tenue")).to_have_count(2)
    for name, *turns in (("Zoé", "client", "there"), ("João", "there", "client"), ("Léo", "absent", "absent")):
        cells = page.locator("tbody tr", has_text=name).locator(".turn")
        for place, turn in enumerate(turns):
            expect(cells.nth(place)).to_have_class(f"turn {turn}")
    expect(page.locator("main")).not_to_contain_text(TITLE)


def mails_gave_nothing_away(cycle: Cycle) -> None:
    for one in (NADIA, *MEMBERS):
        assert letters_to(cycle.post, one, r"14\sh\s30")
    for letter in cycle.post.letters:
        assert {*letter.keys()} <= HEADERS
        text = readable(letter)
        assert [words for words in INSIDE if words in text] == []
    assert cycle.recipients == {NADIA, *MEMBERS}
