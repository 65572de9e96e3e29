"""The mirror in a browser: found from the group's page, in words, drawn, as a table; over the cycle, and on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from groups.models import Group, Part, User
from sessions.models import Session
from tests.sessions.mirror import evenings
from tests.sessions.mirror.journaled import keep

from .axe import Ledger
from .people import LAPTOP, Evening

SIZES = ("laptop", "phone", "tiny", "phone at 200 %")
NAME = "Tilleul"
# The names of steps that end beyond their drawing.
CUT = """() => [...document.querySelectorAll(".course text")]
  .filter((one) => one.getBBox().x + one.getBBox().width > one.ownerSVGElement.viewBox.baseVal.width)
  .map((one) => one.textContent)"""


@pytest.fixture
def long_evening(evening: Evening) -> Iterator[Evening]:
    """Camille facilitates another group too, whose long evening has just ended; it goes with the test."""
    evening.server.backstage(lambda: _hold(evening.id))
    yield evening
    evening.server.backstage(_forget)


def test_who_facilitated_looks_back_at_a_session_and_at_the_cycle(long_evening: Evening) -> None:
    axe = Ledger()
    camille = long_evening.someone(long_evening.links["facilitator"]["url"], LAPTOP)
    page = camille.page
    page.goto(camille.url)
    page.goto(long_evening.server.url)
    page.get_by_role("link", name=NAME).first.click()
    page.locator("summary", has_text="Séances").click()
    page.get_by_role("link", name="Le miroir", exact=True).click()
    expect(page.locator("h1")).to_have_text("Le miroir de l’animation")
    expect(page.locator(".course rect.silence").first).to_be_visible()
    assert page.evaluate(CUT) == []
    axe.take(camille, "session", *SIZES)
    # On paper what is folded away on a screen is read.
    page.emulate_media(media="print")
    expect(page.locator(".course-table tbody tr").first).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Sur le cycle").click()
    expect(page.locator("h1")).to_have_text("Le miroir du cycle")
    expect(page.locator("tbody tr")).to_have_count(1)
    axe.take(camille, "cycle", *SIZES)
    assert axe.complaints == []


def _hold(of: str) -> None:
    demonstration = Session.objects.select_related("cycle__group").get(pk=of).cycle.group
    by = User.objects.filter(facilitations__group=demonstration).order_by("pk")[0]
    group = Group.objects.create(organisation=demonstration.organisation, name=NAME)
    group.charters.create(number=1, text="Confidentialité.")
    group.facilitators.create(user=by, role=Part.FACILITATOR)
    keep(evenings.over_by_now(0), group.cycles.create(number=1), by)


def _forget() -> None:
    Session.objects.filter(cycle__group__name=NAME).delete()
    Group.objects.filter(name=NAME).delete()
