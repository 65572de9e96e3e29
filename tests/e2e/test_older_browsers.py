"""A browser that is as old as we still serve: no popovers, no asking whether something is seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .people import LAPTOP, Evening

OLDER = """
    for (const name of ["showPopover", "hidePopover", "togglePopover", "popover"]) delete HTMLElement.prototype[name];
    for (const name of ["popoverTargetElement", "popoverTargetAction"]) delete HTMLButtonElement.prototype[name];
    delete Element.prototype.checkVisibility;
    // What the browser would do by itself.
    const dumb = (click) => { if (click.target.closest?.("[popovertarget]")) click.preventDefault(); };
    addEventListener("click", dumb, true);
"""


@pytest.mark.long
def test_a_session_is_guided_without_popovers(evening: Evening) -> None:
    claire = evening.someone(evening.links["facilitator"]["url"], LAPTOP)
    claire.page.add_init_script(OLDER)
    claire.arrive()
    evening.participant(0)
    evening.after(lambda: claire.press("open"))
    evening.after(lambda: claire.press("choose_clients", f"#client-{evening.id_of(0)}"))
    evening.after(lambda: claire.press("start"))
    dialog, opener = claire.page.locator("#ask-break"), claire.page.locator('[popovertarget="ask-break"]').first
    claire.settled()

    opener.click()
    expect(dialog).to_be_visible()
    claire.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    opener.click()
    evening.after(lambda: dialog.locator("[data-command=take_break]").first.click())

    expect(dialog).to_be_hidden()
    expect(claire.page.locator(".too-old")).to_be_hidden()
