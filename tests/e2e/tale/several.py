"""Being several, and out of reach: a phone paired, the facilitation handed over and taken over, the network cut."""

from __future__ import annotations

from playwright.sync_api import expect

from ..people import LAPTOP, PHONE, Person
from ..test_several import AGES, a_minute_passes, leaves, scanned
from .cast import LEA, OMAR, Tale


def tell(tale: Tale) -> None:
    lea, omar = tale.opens(LEA, OMAR)
    wall = tale.screen()
    tale.starts(LEA, at=4)
    somebody_comes_back(tale, omar)
    hugo = tale.evening.someone(tale.evening.links["deputy"]["url"], {**LAPTOP, **tale.more}).arrive()
    tale.take(hugo, "deputy", "laptop", "phone", "small")
    phone = a_phone_is_linked(tale)
    it_is_handed_over(tale, hugo, lea)
    nobody_guides(tale, hugo, lea, phone, wall)
    claire = tale.evening.facilitator(**tale.more)
    the_network_is_cut({"dashboard": claire, "peer": omar, "client": lea, "screen": wall}, tale)


def somebody_comes_back(tale: Tale, omar: Person) -> None:
    omar.page.goto(f"{tale.url}/health/")
    omar.page.evaluate(AGES)
    tale.evening.everybody.remove(omar)
    tale.jump(5)
    tale.evening.everybody.append(omar)
    omar.page.goto(f"{tale.url}/sessions/{tale.evening.id}/")
    omar.connected()
    expect(omar.page.locator("[data-return]")).to_be_visible()
    tale.take(omar, "peer-comes-back", "phone", "laptop", "tiny")


def a_phone_is_linked(tale: Tale) -> Person:
    claire = tale.claire
    tale.asks("several")
    tale.take(claire, "dashboard-together", "laptop", "phone")
    claire.page.locator("#paired [hx-post]").first.click()
    expect(claire.page.locator("#paired .qr")).to_be_visible()
    tale.take(claire, "dashboard-pairing", "laptop")
    address = f"{tale.url}/pair/{scanned(tale.evening)}/"
    phone = tale.evening.someone(address, {**PHONE, **tale.more})
    phone.page.goto(address)
    tale.take(phone, "pair", "phone", "tiny")
    phone.page.locator("main form button").click()
    phone.connected()
    claire.page.reload()
    claire.connected()
    tale.asks("several")
    expect(claire.page.locator("#paired .people")).to_be_visible()
    tale.take(claire, "dashboard-paired", "laptop")
    tale.escapes(claire)
    late = tale.stranger(PHONE)
    late.page.goto(address)
    tale.take(late, "pair-closed", "phone")
    tale.take(phone, "dashboard-on-a-phone", "phone", "tiny")
    return phone


def it_is_handed_over(tale: Tale, hugo: Person, lea: Person) -> None:
    tale.asks("several")
    tale.does(tale.claire, "hand_over")
    tale.take(tale.claire, "dashboard-handed-over", "laptop", "phone")
    tale.take(hugo, "deputy-guides", "laptop", "small")
    tale.take(lea, "client-deputy-guides", "phone")
    tale.does(tale.claire, "take_back")


def nobody_guides(tale: Tale, hugo: Person, lea: Person, phone: Person, wall: Person) -> None:
    for gone in (phone, tale.claire):
        leaves(tale.evening, gone)
    a_minute_passes(tale.evening)
    for person in (lea, hugo):
        expect(person.page.locator("#region-driving .message")).to_be_visible()
    tale.take(hugo, "deputy-alone", "laptop", "phone", "small")
    tale.take(lea, "client-nobody-guides", "phone", "laptop")
    tale.take(wall, "screen-nobody-guides", "wall")
    tale.does(hugo, "take_over")
    tale.take(hugo, "deputy-stands-in", "laptop")


def the_network_is_cut(screens: dict[str, Person], tale: Tale) -> None:
    waiting = tale.evening.participant(6, **tale.more)
    tale.evening.server.stop()
    for person in (*screens.values(), waiting):
        person.until("() => document.documentElement.dataset.link === 'lost'", patience=20)
    for name, person in screens.items():
        sizes = {"dashboard": ("laptop", "phone", "small"), "screen": ("wall",)}.get(name, ("phone", "laptop", "tiny"))
        tale.take(person, f"{name}-disconnected", *sizes)
    tale.take(waiting, "waiting-disconnected", "phone")
    tale.evening.server.start()
