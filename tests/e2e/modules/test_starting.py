"""A module that does not start takes nothing else with it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.loopback import Room
from tests.e2e.modules.pages import link, visit

BROKEN = "export function start() { throw new Error('broken'); }"
NEITHER_NEEDED_BY_OTHERS = ("awake", "circle", "older", "returning", "turn")


def test_what_does_not_start_is_reported_once_and_the_rest_of_the_page_works(room: Room, page: Page) -> None:
    reports: list[str] = []
    page.on("console", lambda line: reports.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: reports.append(str(error)))
    for name in NEITHER_NEEDED_BY_OTHERS:
        page.route(f"**/js/live/{name}.js", lambda route: route.fulfill(body=BROKEN, content_type="text/javascript"))
    visit(room, page)

    link(page, "live")
    page.click("#next")
    expect(page.locator("#next")).not_to_have_attribute("aria-disabled", "true")
    assert [sent["from_step"] for sent in room.sent] == ["4"]
    assert sorted(line.split()[0] for line in reports) == sorted(NEITHER_NEEDED_BY_OTHERS)
