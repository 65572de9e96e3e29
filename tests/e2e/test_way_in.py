"""The way in through a personal link and the charter."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from uuid import UUID

from playwright.sync_api import expect

from groups.models import CharterAcceptance, Participant
from sessions.models import Session

from .people import PHONE, Evening


def test_whoever_has_not_accepted_the_charter_reads_it_on_the_way_in(evening: Evening) -> None:
    """The facilitator makes a personal link on the group's page; it leads to the charter, declined first, and in."""
    ana = evening.id_of(4)
    evening.server.backstage(lambda: CharterAcceptance.objects.filter(participant=ana).delete())
    # Home shows the next few sessions of a group: others that stories have left under way would stand before this one.
    others = Session.objects.exclude(pk=UUID(evening.id)).exclude(status="closed")
    evening.server.backstage(lambda: others.update(status="cancelled"))
    claire = evening.facilitator()
    evening.after(lambda: claire.press("open"))
    assert claire.page.locator(f"#admit-{ana}").count() == 0
    claire.page.locator("h1 a").click()
    group = urlsplit(claire.page.url).path
    claire.page.locator(".members").get_by_role("link", name="Ana Ribeiro").click()
    claire.page.get_by_role("button", name="Créer un lien personnel").click()
    link = claire.page.input_value("#personal-link")

    phone = evening.someone(link, PHONE)
    phone.page.goto(link)
    expect(phone.page.locator("h1")).to_have_text("Bonjour Ana")
    phone.page.locator("main form button").click()
    phone.page.get_by_role("link", name="Rejoindre la séance").click()
    expect(phone.page.locator("h1")).to_contain_text("charte")
    phone.page.get_by_role("button", name="Je décline").click()
    expect(phone.page.get_by_role("status")).to_contain_text("Vous avez décliné")
    claire.page.goto(f"{evening.server.url}{group}charter/")
    expect(claire.page.locator("li", has_text="Ana Ribeiro")).to_contain_text("a décliné la charte")
    phone.page.get_by_role("button", name=re.compile("accepte")).click()

    phone.until("() => document.body.dataset.shell === 'participant'")
    phone.connected()
    expect(phone.page.locator(f'[data-seat="{ana}"]')).to_have_count(1)
    accepted = evening.server.backstage(lambda: Participant.objects.get(pk=ana).acceptances.count())
    assert accepted == 1


def test_another_password_leaves_this_browser_in_touch_and_no_other(evening: Evening) -> None:
    """Set in a second tab: the dashboard beside it comes back by itself, without being loaded again."""
    here, elsewhere = evening.facilitator(), evening.facilitator()
    for one in (here, elsewhere):
        one.connected()
    here.page.evaluate("window.isTheSame = true")
    tab = here.tab()
    tab.goto(evening.server.url + "/accounts/password/set/")
    for name in ("password1", "password2"):
        tab.fill(f"[name={name}]", "trois petits chats verts")
    with here.page.expect_websocket():
        tab.locator("main form button[type=submit]").click()
    expect(tab.locator(".messages")).to_contain_text("Vos autres appareils et navigateurs sont maintenant déconnectés.")
    expect(elsewhere.page).to_have_url(re.compile("/accounts/login/"))
    here.connected()
    assert here.page.evaluate("window.isTheSame")
    here.press("open")
    here.shows(1)
