"""A session that is called off, and one that is only tried out."""

from __future__ import annotations

from .cast import LEA, Tale


def tell(tale: Tale) -> None:
    lea, wall = tale.phone(LEA), tale.screen()
    tale.asks("cancel")
    tale.take(tale.claire, "dashboard-cancel-dialog", "laptop")
    tale.does(tale.claire, "cancel")
    tale.take(tale.claire, "dashboard-cancelled", "laptop", "phone")
    tale.take(lea, "cancelled", "phone", "laptop")
    tale.take(wall, "screen-cancelled", "wall")
    tale.follows_nothing(tale.claire)
    it_is_tried_out(tale)


def it_is_tried_out(tale: Tale) -> None:
    claire, page = tale.claire, tale.claire.page
    page.goto(f"{tale.url}/rehearse/")
    tale.take(claire, "rehearse", "laptop", "phone", "tiny")
    page.locator("#rehearsal button.main").click()
    claire.connected()
    tale.take(claire, "rehearsal-lobby", "laptop", "phone", "small")
    claire.button("choose_clients").first.click()
    claire.press("start")
    claire.until("() => document.documentElement.dataset.status === 'running'")
    page.locator(".simulated-panel summary").click()
    tale.take(claire, "rehearsal-behaviour", "laptop", "phone", "small")
    page.locator('.simulated-panel [popovertarget="ask-leave-rehearsal"]').click()
    tale.take(claire, "rehearsal-leaving", "laptop", "phone")
    page.locator('#ask-leave-rehearsal form button[type="submit"]').click()
    page.locator(".messages").wait_for()
    tale.take(claire, "rehearsal-left", "laptop", "phone")
