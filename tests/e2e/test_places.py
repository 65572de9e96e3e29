"""One session under different clocks: a phone in Nouméa, laptops in Paris and Montréal; and the way into the call."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .gathering import begin
from .people import Evening

OMAR = 1
HOUR = r"\d{1,2}\sh(?:\s\d\d)?"
ELSEWHERE = re.compile(rf"{HOUR}\s\({HOUR}, heure de Paris\)")


def minutes(hour: str) -> int:
    return sum(int(number) * unit for number, unit in zip(re.findall(r"\d+", hour), (60, 1), strict=False))


def test_each_reads_the_own_hour_and_the_session_s_where_they_differ(evening: Evening) -> None:
    claire = evening.facilitator(timezone_id="Europe/Paris")
    room = begin(evening, facilitator=claire)
    omar = evening.participant(OMAR, timezone_id="Pacific/Noumea")
    colin = evening.someone(evening.links["facilitator"]["url"], {}, timezone_id="America/Toronto").arrive()
    room.chooses(OMAR)
    room.does(claire, "start")
    # Who sits where the session is reads one hour, who sits elsewhere the own one first.
    expect(claire.page.locator("[data-end-hour]")).to_have_text(re.compile(rf"^{HOUR}$"))
    expect(colin.page.locator("[data-end-hour]")).to_have_text(ELSEWHERE)
    claire.page.locator("button[data-when=take_break]").click()
    room.does(claire, "take_break", '[hx-vals*="15"]')
    back = omar.page.locator(".back-at time")
    expect(back).to_have_text(ELSEWHERE)
    own, there = re.findall(HOUR, back.inner_text().replace("\N{NO-BREAK SPACE}", " "))
    assert (minutes(own) - minutes(there)) % (24 * 60) in (9 * 60, 10 * 60)
    # Hours that the server wrote: in people's list, which is pushed, and on pages that are not live.
    since = colin.page.locator("#list-people time").first
    expect(since).to_have_text(ELSEWHERE)
    omar.page.goto(f"{evening.server.url}/")
    hour = omar.page.locator("time[data-shape=day]").first
    expect(hour).to_have_text(re.compile(rf"{HOUR} \((\w+\s\d+\s\w+\s\d{{4}}, )?{HOUR}, heure de Paris\)"))


def test_the_call_opens_beside_the_page_as_soon_as_its_link_is_said(evening: Evening) -> None:
    room = begin(evening, OMAR)
    claire, omar = room.claire, room.people["Omar Benali"]
    join = omar.page.get_by_role("link", name="Rejoindre l’appel")
    expect(join).to_have_count(0)
    claire.page.get_by_role("link", name="Où l’on se retrouve…").click()
    claire.page.get_by_label("Lieu").fill("Salle Jade")
    claire.page.get_by_label("Lien de l’appel vidéo").fill("javascript:alert(1)")
    claire.page.get_by_role("button", name="Enregistrer").click()
    expect(claire.page.locator("#id_call_url_error")).to_be_visible()
    expect(claire.page.get_by_label("Lieu")).to_have_value("Salle Jade")
    claire.page.get_by_label("Lien de l’appel vidéo").fill(f"{evening.server.url}/health/")
    claire.page.get_by_role("button", name="Enregistrer").click()
    claire.connected()
    # Nobody loaded the phone's page anew.
    expect(join).to_be_visible()
    expect(omar.page.locator("#region-meeting")).to_contain_text("Salle Jade")
    for who in (omar, claire):
        with who.page.expect_popup() as opened:
            who.page.get_by_role("link", name="Rejoindre l’appel").click()
        assert opened.value.evaluate("[document.referrer, opener]") == ["", None]
        opened.value.close()
        assert evening.id in who.page.url
