"""A form that is sent while there is no network."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.loopback import Room

FORM = """<!doctype html><meta charset="utf-8"><body>
<form method="get" action="/there"><input name="word"><button>Send</button></form>
<p id="offline" role="alert" hidden>No network.</p>
<script type="module" src="/js/pages/offline.js"></script>"""


def test_what_was_typed_stays_until_the_network_is_back(room: Room, page: Page) -> None:
    room.page = FORM
    page.goto(room.url)
    page.fill("input", "Bonjour")
    page.context.set_offline(True)
    page.click("button")
    expect(page.get_by_role("alert")).to_have_text("No network.")
    expect(page.locator("input")).to_have_value("Bonjour")
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
    page.click("button")
    page.wait_for_url("**/there?word=Bonjour")
