"""Before a session, and how people come in: with a link, with a code, late; and one who is sent away."""

from __future__ import annotations

from playwright.sync_api import expect

from groups.models import CharterAcceptance

from ..people import LAPTOP, Person
from ..test_joining import code_of, is_let_in, name_oneself, open_people, wait_at_the_door
from ..test_older_browsers import OLDER
from .cast import ANA, JEANNE, LEA, OMAR, Tale, phone_at

NEWCOMER = "Nora Silva"


def tell(tale: Tale) -> None:
    lea, wall = tale.phone(LEA), tale.screen()
    tale.take(tale.claire, "dashboard-planned", "laptop", "phone", "small")
    tale.take(lea, "waiting", "phone", "laptop", "tiny")
    tale.take(wall, "screen-planned", "wall")
    ana_has_not_accepted(tale)
    tale.does(tale.claire, "open")
    is_let_in(lea)
    the_lobby(tale, lea, wall)
    somebody_knocks(tale)


def ana_has_not_accepted(tale: Tale) -> None:
    ana = tale.id_of(ANA)
    tale.evening.server.backstage(lambda: CharterAcceptance.objects.filter(participant=ana).delete())


def the_lobby(tale: Tale, lea: Person, wall: Person) -> None:
    tale.take(tale.claire, "dashboard-alone", "laptop")
    tale.phone(OMAR)
    tale.phone(JEANNE)
    tale.chooses(LEA, JEANNE)
    tale.take(tale.claire, "dashboard-lobby", "laptop", "phone", "small")
    tale.take(lea, "lobby", "phone", "laptop", "tiny")
    tale.take(wall, "screen-lobby", "wall", "laptop", "phone")
    older_browsers(tale)
    tale.does(tale.claire, "seat", f"#seat-{tale.id_of(ANA)}")


def older_browsers(tale: Tale) -> None:
    """What a browser without popovers shows of a dialog."""
    claire = tale.evening.someone(tale.evening.links["facilitator"]["url"], {**LAPTOP, **tale.more})
    old = tale.follows_nothing(claire)
    old.page.add_init_script(OLDER)
    old.arrive()
    old.page.locator('[popovertarget="ask-several"]:visible').click()
    tale.take(old, "dashboard-older-browser", "laptop")


def somebody_knocks(tale: Tale) -> None:
    claire = tale.claire
    nora = phone_at(tale, f"{tale.url}/join/")
    tale.take(nora, "code", "phone", "laptop", "tiny")
    nora.page.fill("#id_code", "AAAAAA")
    nora.page.locator("main form button.main").click()
    tale.take(nora, "code-refused", "phone")
    nora.page.goto(f"{tale.url}/join/?code={code_of(claire)}")
    nora.page.locator("main form button.main").click()
    tale.take(nora, "name", "phone", "laptop", "tiny")
    name_oneself(nora, NEWCOMER)
    tale.take(nora, "charter-at-the-door", "phone", "laptop", "tiny")
    nora.page.locator("main form button.main").click()
    wait_at_the_door(nora)
    tale.take(nora, "waiting-at-the-door", "phone", "tiny")
    expect(claire.page.locator("[data-knock]")).to_have_count(1)
    tale.take(claire, "dashboard-knock", "laptop", "phone", "small")
    tale.starts()
    tale.take(claire, "dashboard-knock-running", "laptop", "phone", "small")
    claire.press("admit", "[id^=welcome-]")
    is_let_in(nora)
    tale.evening.agree(int(nora.state["revision"]))
    open_people(claire)
    tale.take(claire, "dashboard-people", "laptop", "phone", "small")
    nora_is_removed(tale, nora)


def nora_is_removed(tale: Tale, nora: Person) -> None:
    """Her page stops, and says so."""
    member = nora.page.get_attribute("body", "data-participant") or ""
    group = tale.claire.page.locator("h1 a").get_attribute("href") or ""
    page = tale.claire.tab()
    page.goto(f"{tale.url}{group}members/{member}/")
    page.locator("main summary").last.click()
    page.locator('form[action$="/remove/"] button').click()
    page.wait_for_load_state()
    page.close()
    nora.until("() => !document.body.dataset.participant || document.documentElement.dataset.link === 'refused'")
    tale.take(nora, "removed", "phone", "laptop")
