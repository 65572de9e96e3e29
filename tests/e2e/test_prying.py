"""Nothing is fetched from elsewhere, nothing runs inline, and the first visit of a phone is light."""

from __future__ import annotations

from typing import Any

from .people import PHONE, Evening, Person

BYTES, REQUESTS = 60 * 1024, 36
INLINE = """() => [...document.querySelectorAll("*")].flatMap((one) => [
    ...(one.matches("script:not([src]), style") ? [one.outerHTML.slice(0, 80)] : []),
    ...[...one.attributes].filter(({ name }) => name.startsWith("on")).map(({ name }) => `${one.tagName} ${name}`),
])"""


def test_the_first_visit_of_a_phone_is_light(evening: Evening) -> None:
    """The page, its styles, its modules and htmx, as `make run` serves them; measured by the browser itself."""
    claire = evening.facilitator()
    evening.after(lambda: claire.press("open"))
    phone = evening.someone(evening.links["participants"][0]["url"], PHONE)
    sent = weigh(phone)
    phone.arrive()
    phone.until("() => document.body.dataset.shell === 'participant'")

    print(f"\n{len(sent)} requests, {sum(sent.values())} bytes", *sorted(sent.items()), sep="\n  ")
    assert len(sent) <= REQUESTS
    assert sum(sent.values()) <= BYTES


def weigh(person: Person) -> dict[str, int]:
    """Bytes on the wire by request, headers included, filled while the page loads."""
    sent: dict[str, int] = {}
    names: dict[str, str] = {}
    wire = person.context.new_cdp_session(person.page)
    wire.send("Network.enable")

    def name(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["request"]["url"]

    def add(event: dict[str, Any]) -> None:
        url = f"{names[event['requestId']]} {event['requestId']}"
        sent[url] = int(event["encodedDataLength"])

    wire.on("Network.requestWillBeSent", name)
    wire.on("Network.loadingFinished", add)
    return sent


def test_no_page_runs_anything_inline_or_calls_elsewhere(evening: Evening) -> None:
    """Whoever looks at whatever: the witnesses of each page (tests/e2e/people.py) would report a call or a breach."""
    claire, lea, stranger = evening.facilitator(), evening.participant(0), evening.someone(evening.server.url, PHONE)
    claire.page.locator("h1 a").click()
    group = claire.page.url.removeprefix(evening.server.url)
    session = f"/sessions/{evening.id}/"
    of_claire = ("/", group, *(f"{group}{name}/" for name in ("plan", "members", "facilitators", "charter")), session)
    of_claire = (*of_claire, f"{group}members/{evening.id_of(0)}/", f"{session}screen/")
    seen = {
        "claire": visit(claire, *of_claire),
        "lea": visit(lea, "/", session, f"{group}charter/?as={evening.id_of(0)}"),
        "stranger": visit(stranger, "/accounts/login/", "/accounts/login/code/", "/nothing/", "/join/nothing/"),
    }

    assert {name: bad for name, bad in seen.items() if bad} == {}


def visit(person: Person, *paths: str) -> list[str]:
    """Every inline piece of these pages, and every page without a strict policy."""
    found = []
    base = "/".join(person.url.split("/")[:3])
    for path in paths:
        answer = person.page.goto(base + path)
        policy = answer.all_headers().get("content-security-policy", "") if answer else ""
        is_strict = "default-src 'none'" in policy and "unsafe" not in policy
        found += [f"{path}: {piece}" for piece in [*person.page.evaluate(INLINE), *([] if is_strict else ["policy"])]]
    return found
