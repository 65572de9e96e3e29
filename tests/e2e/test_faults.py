"""What people see of a fault that lasts: a calm page that comes back by itself, or keeps what was sent."""

from __future__ import annotations

from django.template.loader import get_template
from django.utils import translation
from playwright.sync_api import Page, Route, expect

from .people import Evening
from .test_joining import shot

FAULT = 503


def calm(evening: Evening, path: str, typed: list[tuple[str, str]]) -> str:
    """The page as the server answers it."""

    def render() -> str:
        with translation.override("fr"):
            return get_template("503.html").render({"path": path, "is_sent": bool(typed), "typed": typed})

    return evening.server.backstage(render)


def fails(page: Page, path: str, body: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(status=FAULT, body=body, content_type="text/html; charset=utf-8")

    page.route(f"**{path}", answer)


def test_a_page_that_met_a_fault_comes_back_by_itself(evening: Evening) -> None:
    claire = evening.facilitator()
    claire.page.clock.install()
    fails(claire.page, "/", calm(evening, "/", []))
    claire.page.goto(evening.server.url)
    expect(claire.page.get_by_role("heading")).to_have_text("Codev s’arrête un instant")
    shot(claire, "fault")
    claire.page.unroute("**/")
    claire.page.clock.run_for(5000)
    expect(claire.page.locator(".topbar")).to_be_visible()


def test_a_form_that_met_a_fault_says_when_it_can_be_sent_again(evening: Evening) -> None:
    claire = evening.facilitator(viewport={"width": 390, "height": 844})
    claire.page.clock.install()
    fails(claire.page, "/join/", calm(evening, "/join/", [("code", "XYZ")]))
    claire.page.route("**/health/", lambda route: route.fulfill(status=FAULT))
    claire.page.goto(f"{evening.server.url}/join/")
    claire.page.clock.run_for(5000)
    expect(claire.page.get_by_role("status")).to_be_empty()
    claire.page.unroute("**/health/")
    claire.page.clock.run_for(10_000)
    expect(claire.page.get_by_role("status")).to_have_text(
        "Codev répond de nouveau\N{NO-BREAK SPACE}: vous pouvez envoyer."
    )
    shot(claire, "fault-sent")
    with claire.page.expect_request("**/join/") as sent:
        claire.page.get_by_role("button", name="Envoyer de nouveau").click()
    assert (sent.value.method, sent.value.post_data) == ("POST", "code=XYZ")
