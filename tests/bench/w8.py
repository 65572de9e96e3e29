"""W8: a first visit of the live page and of the dashboard: what is loaded, and when it is there on slow 4G."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

from tests.bench.contestants import product
from tests.bench.figures import Spread
from tests.bench.results import Line, Result
from tests.bench.servers import Server
from tests.tools import CHROMIUM

REPETITIONS = 5
# Slow 4G as measuring tools have it: milliseconds, and bytes a second.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_MS = 20_000
MOST_KB, MOST_REQUESTS = 60.0, 12.0


@dataclass
class Visit:
    """One first visit: bytes as they came over the network, addresses that were asked for, and seconds."""

    bytes: int = 0
    asked: list[str] = field(default_factory=list)
    first_frame: float = 0.0
    first_paint: float = 0.0
    began: float = field(default=0.0)


def main() -> None:
    with product(1, 7, has_static=True) as ours, sync_playwright() as playwright:
        found = str(CHROMIUM) if CHROMIUM.exists() else None  # else playwright's own
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        room = ours.rooms[0]
        phones, dashboards = (
            [_visit(browser, ours.server, f"/sessions/{room.id}/", one.cookies) for _ in range(REPETITIONS)]
            for one in (room.participants[1], room.facilitator)
        )
        browser.close()
    _result(phones, dashboards).keep()


def _visit(browser: Browser, server: Server, path: str, cookies: dict[str, str]) -> Visit:
    """In a browser that was never here: an empty cache."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=3, is_mobile=True, has_touch=True, locale="fr-FR")
    for name, said in cookies.items():
        context.add_cookies([{"name": name, "value": said, "url": f"http://{server.host}"}])
    page = context.new_page()
    visit = Visit()
    listen(page, visit).send("Network.emulateNetworkConditions", SLOW)
    page.goto(f"http://{server.host}{path}")
    end = time.monotonic() + PATIENCE_MS / 1000
    while not visit.first_frame and time.monotonic() < end:
        page.wait_for_timeout(20)
    page.wait_for_load_state("networkidle")
    visit.first_paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    context.close()
    return visit


def listen(page: Page, visit: Visit) -> CDPSession:
    """Write down what this page asks for from now on, and when its socket shows its first frame."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")

    def asked(event: dict[str, Any]) -> None:
        visit.began = visit.began or event["timestamp"]
        visit.asked.append(event["request"]["url"])

    def loaded(event: dict[str, Any]) -> None:
        visit.bytes += int(event["encodedDataLength"])

    def framed(event: dict[str, Any]) -> None:
        if not visit.first_frame and event["response"]["payloadData"].startswith("<"):
            visit.first_frame = event["timestamp"] - visit.began

    devtools.on("Network.requestWillBeSent", asked)
    devtools.on("Network.loadingFinished", loaded)
    devtools.on("Network.webSocketFrameReceived", framed)
    return devtools


def _result(phones: list[Visit], dashboards: list[Visit]) -> Result:
    result = Result("w8", "the live page, first visit on a phone, slow 4G (150 ms, 1.6 Mbit/s)")
    for what, unit, values, bar in (
        ("in all, compressed", "KB", [one.bytes / 1024 for one in phones], MOST_KB),
        ("requests", "requests", [float(len(one.asked)) for one in phones], MOST_REQUESTS),
        ("first paint", "s", [one.first_paint for one in phones], 0.8),
        ("first frame", "s", [one.first_frame for one in phones], 1.2),
        ("the dashboard, in all, compressed", "KB", [one.bytes / 1024 for one in dashboards], MOST_KB),
        ("the dashboard, requests", "requests", [float(len(one.asked)) for one in dashboards], MOST_REQUESTS),
    ):
        spread = Spread.of(values)
        result.lines.append(Line(what, f"{spread.median:.2f} {unit}", "", spread, unit, bar))
    return result
