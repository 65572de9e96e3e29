"""A first visit of the live pages, in a browser that was never here: few files, and small ones."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from tests.bench.w8 import MOST_KB, MOST_REQUESTS, Visit, listen

from .people import Evening, Person

HTMX = "htmx-2.min.js"
ICON = "icon.svg"  # which browsers without windows do not show


def first_visit(evening: Evening, known: Person) -> Visit:
    """Somebody whose link was opened already comes with another browser, which has kept nothing."""
    fresh = evening.someone(known.page.url, {}, storage_state=known.context.storage_state())
    visit = Visit()
    listen(fresh.page, visit)
    fresh.arrive()
    fresh.page.wait_for_load_state("networkidle")
    return visit


def files(visit: Visit) -> set[str]:
    """What was asked for beside the page and its icon, by names as they are in the sources."""
    asked = (PurePosixPath(urlsplit(url).path).name for url in visit.asked[1:])
    return {re.sub(r"\.[0-9a-f]{12}\.", ".", name) for name in asked} - {ICON}


def test_a_first_visit_asks_for_little(evening: Evening) -> None:
    phone, dashboard, wall = (
        first_visit(evening, one) for one in (evening.participant(0), evening.facilitator(), evening.screen())
    )

    assert files(phone) == {HTMX, "phone.css", "live.js"}
    # The QR code is a picture of its own, as it names the host under which the page was reached.
    assert files(dashboard) == files(wall) == {HTMX, "screens.css", "dashboard.js", "qr.svg"}
    for visit in (phone, dashboard, wall):
        assert len(visit.asked) <= MOST_REQUESTS
        assert visit.bytes / 1024 <= MOST_KB
