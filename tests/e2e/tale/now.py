"""A session that nobody planned: started now, kept or forgotten."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from ..people import Person
from ..test_joining import code_of, is_let_in, name_oneself, wait_at_the_door
from .cast import Tale, phone_at


def tell(tale: Tale) -> None:
    claire = tale.follows_nothing(tale.claire)
    claire.page.goto(f"{tale.url}/now/")
    tale.take(claire, "now", "laptop", "phone", "tiny")
    claire.page.locator("main form button.main").first.click()
    claire.page.wait_for_url(re.compile("/sessions/"))
    claire.connected()
    tale.take(claire, "dashboard-now", "laptop", "phone", "small")
    guests = [comes(tale, code_of(claire), name) for name in ("Nora", "Oscar", "Paula")]
    expect(claire.page.locator("[data-knock]")).to_have_count(3)
    tale.take(claire, "dashboard-three-knock", "laptop", "phone", "small")
    claire.press("admit_all")
    for guest in guests:
        is_let_in(guest)
    tale.take(guests[0], "lobby-now", "phone", "tiny")
    it_is_over(tale, guests[0])


def comes(tale: Tale, code: str, name: str) -> Person:
    guest = phone_at(tale, f"{tale.url}/join/?code={code}")
    guest.page.locator("main form button.main").click()
    name_oneself(guest, name)
    guest.page.locator("main form button.main").click()
    wait_at_the_door(guest)
    return guest


def it_is_over(tale: Tale, guest: Person) -> None:
    claire, page = tale.claire, tale.claire.page
    claire.settled()
    claire.button("choose_clients").first.click()
    claire.press("start")
    claire.until("() => document.documentElement.dataset.status === 'running'")
    tale.take(claire, "dashboard-running-now", "laptop")
    tale.asks("close")
    claire.press("close")
    page.locator('a.button[href$="/keep/"]').wait_for()
    tale.take(claire, "dashboard-closed-now", "laptop", "phone")
    page.locator('a.button[href$="/keep/"]').click()
    tale.take(claire, "keep", "laptop", "phone", "tiny")
    page.locator('form[action$="/forget/"] button').click()
    page.wait_for_url(re.compile("/$"))
    tale.take(claire, "forgotten", "laptop", "phone")
    guest.page.reload()
    tale.take(guest, "forgotten-guest", "phone")
