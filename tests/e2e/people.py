"""The people of a session as browsers know them: each one's page, and what all pages must agree on."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Playwright, expect

from .serving import Server

CHROMIUM, SHELL = Path("/usr/bin/chromium"), Path("/usr/bin/chromium-headless-shell")
LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WALL: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}
PATIENCE = 60.0  # costs nothing when what is waited for comes
expect.set_options(timeout=PATIENCE * 1000)
AGREED = ("revision", "status", "step", "client", "speaker")

# The page says when it is connected and when its buttons are alive again; a breach of the policy becomes an error.
WITNESS = """
    addEventListener("securitypolicyviolation", (broken) => console.error("POLICY", broken.violatedDirective));
    window.settledAt = 0;
    document.addEventListener("codev:state", ({ detail: { before, now } }) => {
      if (before.step !== now.step || before.status !== now.status) window.settledAt = performance.now() + 520;
      window.isConnected = true;
    });
"""
STATE = "Object.fromEntries(Object.entries(document.getElementById('live-state').dataset))"
# A strict policy forbids playwright's own waiting for conditions, which compiles them in the page.
UNTIL = """([argument, end]) => new Promise((done, fail) => {
    const holds = %s;
    const wait = () => Date.now() > end ? fail(new Error("waited in vain")) : setTimeout(look, 15);
    const look = () => { const held = holds(argument); held ? done(held) : wait(); };
    look();
})"""
SHOWN = """(revision) => {
    const now = document.getElementById("live-state")?.dataset;
    return Number(now?.revision) >= revision && Object.fromEntries(Object.entries(now));
}"""
DEADLINE = """() => {
    const face = [...document.querySelectorAll("[data-clock-face]")].find((one) => one.textContent).textContent;
    const [, sign, minutes, seconds] = face.match(/(\\+?)(\\d+):(\\d+)/);
    const left = (Number(minutes) * 60 + Number(seconds)) * (sign ? -1 : 1);
    return [left, (performance.timeOrigin + performance.now()) / 1000];
}"""


def launch(playwright: Playwright, *, whole: bool = False) -> Browser:
    """Debian's chromium where it is installed (its lighter shell unless the whole is asked), else playwright's own."""
    candidates = [CHROMIUM] if whole else [SHELL, CHROMIUM]
    found = next((str(path) for path in candidates if path.exists()), None)
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])


class Person:
    """Somebody before a screen, who only looks, clicks and types."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context, self.url = context, url
        self.complaints: list[str] = []
        self.page = self.tab()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if is_policy(line.text) else None)
        page.on("request", lambda sent: self.complaints.append(sent.url) if is_foreign(sent.url) else None)
        return page

    def arrive(self) -> Person:
        """Open one's link and wait for the first pushed revision."""
        self.page.goto(self.url)
        return self.connected()

    def connected(self) -> Person:
        self.until("() => window.isConnected && document.documentElement.dataset.link === 'live'")
        return self

    def until(self, condition: str, argument: object = None, patience: float = PATIENCE) -> Any:
        """What makes a condition of the page true, in JavaScript; a page that is loaded again is asked again."""
        end = time.time() + patience
        while True:
            try:
                return self.page.evaluate(UNTIL % condition, [argument, end * 1000])
            except Error as error:
                if time.time() > end or "context was destroyed" not in str(error):
                    raise AssertionError(f"{condition} {argument}: {error.message}") from None

    @property
    def state(self) -> dict[str, str]:
        found: dict[str, str] = self.page.evaluate(STATE)
        return found

    def shows(self, revision: int, patience: float = PATIENCE) -> dict[str, str]:
        """The state that the page shows, once it is at least at this revision."""
        found: dict[str, str] = self.until(SHOWN, revision, patience)
        return found

    def settled(self) -> None:
        """Buttons are dead for a moment after a pushed step: whoever clicks knows it."""
        self.until("() => performance.now() >= window.settledAt")

    def button(self, command: str, more: str = "") -> Locator:
        return self.page.locator(f'button[data-command="{command}"]{more}:visible')

    def press(self, command: str, more: str = "") -> None:
        self.settled()
        if command == "raise_hand":
            self.takes_the_hand_out()
        self.button(command, more).click()

    def takes_the_hand_out(self) -> None:
        """In a room it is folded away."""
        fold = self.page.locator(".folded-hand:not([open]) > summary")
        if fold.is_visible():
            fold.click()

    def unfold(self, command: str) -> Locator:
        """The writing box of a command, opened."""
        box = self.page.locator(f'details.writing[data-when~="{command}"]')
        if not box.evaluate("(box) => box.open"):
            self.folds_what_is_open()
            box.locator("summary").click()
        return box

    def folds_what_is_open(self) -> None:
        """On a phone whoever writes sees one box."""
        for summary in self.page.locator(".act > .writing[open] > summary:visible").all():
            summary.click()

    def write(self, command: str, text: str, *, kind: str = "", due: str = "") -> None:
        box = self.unfold(command)
        more = box.locator("[data-more-kinds]")
        if kind and more.is_visible() and not box.locator(f'input[value="{kind}"]').is_visible():
            more.click()
        if kind and box.locator(f'input[value="{kind}"]').is_visible():
            box.locator(f'.choice:has(input[value="{kind}"])').click()
        box.locator("textarea").fill(text)
        if due:
            box.locator("input[type=date]").fill(due)
        self.settled()
        box.locator(f'[data-command="{command}"]').click()

    def deadline(self) -> float:
        """When the shown clock will be at zero, up to a second more."""
        left, read_at = self.page.evaluate(DEADLINE)
        return float(left + read_at)

    def words(self) -> str:
        return re.sub(r"\s+", " ", self.page.inner_text("body"))


def is_policy(line: str) -> bool:
    return "POLICY" in line or "Content Security Policy" in line


def is_foreign(url: str) -> bool:
    return not re.match(r"(http|ws)://(127\.0\.0\.1|localhost):|data:|about:|blob:", url)


class Company:
    """Who follows a session, and who only passes by; nobody may have complained at the end."""

    def __init__(self, server: Server, browser: Browser) -> None:
        self.server, self.browser = server, browser
        self.everybody: list[Person] = []
        self.others: list[Person] = []
        self.revision = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        seen = [*self.everybody, *self.others]
        complaints = [complaint for one in seen for complaint in one.complaints]
        for one in seen:
            one.context.close()
        if error is None:
            assert complaints == []

    def someone(self, url: str, device: dict[str, Any], **more: Any) -> Person:
        context = self.browser.new_context(**{"locale": "fr-FR", **device, **more})
        context.set_default_timeout(PATIENCE * 1000)
        context.add_init_script(WITNESS)
        self.everybody.append(Person(context, url))
        return self.everybody[-1]

    def after(self, act: Callable[[], object]) -> dict[str, str]:
        """Do something that moves the session; then every page shows the same revision, step, client and speaker."""
        before = max(self.revision, int(self.everybody[0].state["revision"]))
        act()
        return self.agree(before + 1)

    def agree(self, revision: int, patience: float = PATIENCE) -> dict[str, str]:
        end = time.monotonic() + patience
        states = [one.shows(revision, max(0.01, end - time.monotonic())) for one in self.everybody]
        self.revision = max(int(state["revision"]) for state in states)
        if any(int(state["revision"]) < self.revision for state in states):
            return self.agree(self.revision, max(0.01, end - time.monotonic()))
        assert len({tuple(state[name] for name in AGREED) for state in states}) == 1
        return states[0]

    def clocks_agree(self) -> None:
        """A face shows whole seconds: what it means is right within one."""
        deadlines = [one.deadline() for one in self.everybody]
        assert max(deadlines) - min(deadlines) < 1.1


class Evening(Company):
    """A demonstration session, and everybody's link to it."""

    def __init__(self, server: Server, browser: Browser) -> None:
        super().__init__(server, browser)
        self.links = server.demonstration()
        self.id: str = self.links["session"]

    def facilitator(self, **more: Any) -> Person:
        return self.someone(self.links["facilitator"]["url"], {**LAPTOP, **more}).arrive()

    def participant(self, place: int, **more: Any) -> Person:
        return self.someone(self.links["participants"][place]["url"], {**PHONE, **more}).arrive()

    def screen(self, **more: Any) -> Person:
        return self.someone(self.links["screen"]["url"], {**WALL, **more}).arrive()

    def id_of(self, place: int) -> str:
        return str(self.links["participants"][place]["id"])
