"""A warning reaches dashboards alone, is answered to whoever warned alone, and is kept nowhere."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from channels.layers import get_channel_layer
from django.apps import apps
from django.test import AsyncClient
from prometheus_client import generate_latest
from pytest_django import Settings

from sessions.live.hub import warnings as hub_warnings
from sessions.live.hub.hub import hub
from sessions.live.hub.warnings import FacilitatorWarning, Pace, pass_on
from sessions.sockets import warnings as sockets_warnings
from sessions.views import warnings
from tests.sessions.cast.evening import SCREEN, Evening
from tests.sessions.cast.moments import clarification
from tests.sessions.cast.sockets import PATIENCE, Browsers, Page, eventually, in_thread, sockets

OTHERS = ("amina", "chloe", "elsa", "farid", "gina", SCREEN)


@pytest_asyncio.fixture
async def browsers(evening: Evening) -> AsyncIterator[Browsers]:
    await in_thread(clarification, evening)
    async with sockets(evening) as opened:
        yield opened


@pytest.fixture(autouse=True)
def in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who answers does so in time, however long it takes."""
    monkeypatch.setattr(sockets_warnings, "WAIT_SECONDS", PATIENCE)
    monkeypatch.setattr(warnings, "HEARD_SECONDS", PATIENCE)
    monkeypatch.setattr(warnings, "SEEN_SECONDS", PATIENCE)


@pytest.fixture
def at_once(in_time: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for an answer."""
    monkeypatch.setattr(sockets_warnings, "WAIT_SECONDS", 0.0)
    monkeypatch.setattr(warnings, "HEARD_SECONDS", 0.0)
    monkeypatch.setattr(warnings, "SEEN_SECONDS", 0.0)


async def say(page: Page, **words: Any) -> None:
    await page.socket.send_to(text_data=json.dumps(words))


async def told(page: Page) -> dict[str, Any]:
    """The next thing said to this page beside its frames."""
    while not (text := await page.take()).startswith("{"):
        continue
    return dict(json.loads(text))


async def heard_nothing(page: Page) -> bool:
    """Whether nothing but frames came before the answer to a heartbeat."""
    return "t0" in await page.beat(page.revision)


async def test_a_warning_is_seen_by_dashboards_and_answered_to_its_sender(evening: Evening, browsers: Browsers) -> None:
    bruno, twin = await browsers.open("bruno"), await browsers.open("bruno")
    claire, david = await browsers.open("claire"), await browsers.open("david")
    others = [await browsers.open(name) for name in OTHERS]

    await say(bruno, warn="pause")

    name = evening.people["bruno"].name
    warning = {"warning": {"participant": evening.id("bruno"), "name": name, "code": "pause"}}
    assert [await told(page) for page in (claire, david)] == [warning, warning]
    await say(claire, heard=evening.id("bruno"))
    assert [await told(page) for page in (bruno, twin)] == [{"warned": "heard", "by": "Claire"}] * 2
    await say(claire, seen=evening.id("bruno"))
    assert [await told(page) for page in (bruno, twin)] == [{"warned": "seen", "by": "Claire"}] * 2
    assert [await told(page) for page in (claire, david)] == [{"seen": evening.id("bruno")}] * 2
    assert all([await heard_nothing(page) for page in others])


async def test_with_no_dashboard_open_nobody_is_connected(browsers: Browsers, at_once: None) -> None:
    bruno = await browsers.open("bruno")
    others = [await browsers.open(name) for name in OTHERS]
    await say(bruno, warn="talk")
    assert await told(bruno) == {"warned": "nobody"}
    assert all([await heard_nothing(page) for page in others])


async def test_two_warnings_at_once_are_both_heard(evening: Evening, browsers: Browsers) -> None:
    """The answer to the second must not leave the first waiting, to be told afterwards that nobody is there."""
    bruno, claire = await browsers.open("bruno"), await browsers.open("claire")
    await say(bruno, warn="pause")
    await say(bruno, warn="talk")
    assert [(await told(claire))["warning"]["code"] for _ in range(2)] == ["pause", "talk"]
    await say(claire, heard=evening.id("bruno"))
    assert await told(bruno) == {"warned": "heard", "by": "Claire"}
    await eventually(lambda: not [task for task in asyncio.all_tasks() if "hear_page" in repr(task.get_coro())])


async def test_a_dashboard_that_sleeps_counts_as_nobody_until_it_answers(
    evening: Evening, browsers: Browsers, at_once: None
) -> None:
    bruno, claire = await browsers.open("bruno"), await browsers.open("claire")
    await say(bruno, warn="talk")
    assert await told(bruno) == {"warned": "nobody"}
    await say(claire, heard=evening.id("bruno"))
    assert await told(bruno) == {"warned": "heard", "by": "Claire"}


async def test_only_who_is_present_warns_and_only_a_dashboard_answers(
    evening: Evening, browsers: Browsers, at_once: None
) -> None:
    pages = {name: await browsers.open(name) for name in ("claire", "bruno", "chloe", "gina", SCREEN)}
    for name in ("claire", "gina", SCREEN):
        await say(pages[name], warn="pause")
    await say(pages["bruno"], warn="zqanything")
    for name in ("chloe", "gina", SCREEN):
        await say(pages[name], seen=evening.id("bruno"))
        await say(pages[name], heard=evening.id("bruno"))
    await say(pages["claire"], seen="nobody-here")
    assert all([await heard_nothing(page) for page in pages.values()])


async def test_a_layer_that_fails_is_nobody(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch, logged: list[str]
) -> None:
    bruno = await browsers.open("bruno")

    async def broken(*args: Any) -> None:
        raise OSError("the layer is gone")

    logged.clear()
    monkeypatch.setattr(type(get_channel_layer()), "group_send", broken)
    await say(bruno, warn="pause")
    assert await told(bruno) == {"warned": "nobody"}
    assert not [line for line in logged if "layer is gone" in line]


async def test_warnings_are_limited_for_a_person_whatever_the_device(
    browsers: Browsers, settings: Settings, at_once: None
) -> None:
    settings.CODEV_WARNINGS_PER_MINUTE = 2
    bruno, twin, chloe = await browsers.open("bruno"), await browsers.open("bruno"), await browsers.open("chloe")
    for page, answer in ((bruno, "nobody"), (twin, "nobody"), (bruno, "slow"), (twin, "slow"), (chloe, "nobody")):
        await say(page, warn="pause")
        assert await told(page) == {"warned": answer}


async def test_warnings_of_more_than_a_minute_ago_are_forgotten(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.CODEV_WARNINGS_PER_MINUTE = 1
    pace, now = Pace(), [0.0]
    monkeypatch.setattr(hub_warnings, "time", SimpleNamespace(monotonic=lambda: now[0]))
    assert [pace.allows(name) for name in ("bruno", "bruno", "chloe")] == [True, False, True]
    now[0] = 61.0
    assert pace.allows("bruno")
    assert {*pace._lately} == {"bruno"}


async def test_a_warning_comes_from_another_process_too(evening: Evening, browsers: Browsers) -> None:
    """What this process hears of the layer is all that it knows."""
    claire = await browsers.open("claire")
    await pass_on(FacilitatorWarning(str(evening.session_id), evening.id("chloe"), "talk"))
    assert (await told(claire))["warning"]["code"] == "talk"


def everything() -> dict[str, list[Any]]:
    """Every row there is, but for who was seen when."""
    models = [model for model in apps.get_models() if model.__name__ not in ("Presence", "Session", "ContentKey")]
    rows = {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}
    return rows | {"revision": list(apps.get_model("codev_sessions", "Session").objects.values("revision", "state"))}


async def test_a_warning_is_kept_nowhere(
    evening: Evening, browsers: Browsers, logged: list[str], rung: list[Any]
) -> None:
    bruno, claire = await browsers.open("bruno"), await browsers.open("claire")
    await bruno.beat(bruno.revision)
    before = await in_thread(everything)
    logged.clear()
    rung.clear()
    await say(bruno, warn="pause")
    await told(claire)
    for word in ("heard", "seen"):
        await say(claire, **{word: evening.id("bruno")})
        await told(bruno)
    assert await in_thread(everything) == before
    assert not [line for line in logged if "warn" in line.casefold() or "pause" in line or evening.id("bruno") in line]
    assert "warn" not in (await in_thread(generate_latest)).decode().replace("codev_", "")
    fields = {"type", "bell", "session", "participant", "code", "by"}
    assert [({*message}, message["code"]) for _, message in rung] == [
        (fields, "pause"),
        (fields, "heard"),
        (fields, "seen"),
    ]
    assert {message["participant"] for _, message in rung} == {evening.id("bruno")}
    assert not any("warning" in frame for frame in bruno.frames)


def test_the_support_contacts_stand_under_the_button_of_participants(evening: Evening) -> None:
    clarification(evening)
    organisation = evening.group.organisation
    organisation.support = "Service social <zqsupport>"
    organisation.save()
    for name in ("bruno", "claire", "gina", SCREEN):
        path = evening.path("screen/" if name == SCREEN else "")
        shown = evening.browser(name).get(path).content.decode()
        assert ("Service social &lt;zqsupport&gt;" in shown) == (name == "bruno"), name


# Where sockets are blocked: a poll that whispers


async def poll(evening: Evening, name: str, said: str) -> Any:
    http = AsyncClient()
    http.cookies = (await in_thread(evening.browser, name)).cookies
    path = evening.path("stage/?screen" if name == SCREEN else "stage/")
    return await http.get(path, headers={"Codev-Whisper": said})


async def asked(evening: Evening, said: str, name: str = "bruno") -> dict[str, str]:
    return dict(json.loads(await whole(await poll(evening, name, said))))


async def whole(answer: Any) -> bytes:
    return b"".join([part async for part in answer.streaming_content])


async def test_a_page_that_polls_warns_and_is_answered(evening: Evening, browsers: Browsers) -> None:
    claire, chloe = await browsers.open("claire"), await browsers.open("chloe")

    warned = asyncio.create_task(asked(evening, "pause"))
    assert (await told(claire))["warning"]["participant"] == evening.id("bruno")
    await say(claire, heard=evening.id("driss"))
    await say(claire, heard=evening.id("bruno"))
    assert await warned == {"warned": "heard", "by": "Claire"}

    waiting = asyncio.create_task(asked(evening, "wait"))
    await eventually(lambda: bool(hub().listeners))
    await say(claire, seen=evening.id("bruno"))
    assert await waiting == {"warned": "seen", "by": "Claire"}
    assert await heard_nothing(chloe)
    assert not hub().listeners


async def test_one_poll_of_a_person_waits_at_a_time(evening: Evening, browsers: Browsers) -> None:
    claire = await browsers.open("claire")
    wait = {"session": evening.session_id, "participant": evening.id("bruno"), "said": "wait"}
    waiting = asyncio.create_task(warnings.warn(**wait))
    await eventually(lambda: bool(hub().listeners))
    assert await warnings.warn(**wait) == {}
    await say(claire, seen=evening.id("bruno"))
    assert await waiting == {"warned": "seen", "by": "Claire"}
    assert not hub().waiting


async def test_a_poll_that_nobody_answers_says_so(
    evening: Evening, browsers: Browsers, settings: Settings, at_once: None
) -> None:
    settings.CODEV_WARNINGS_PER_MINUTE = 1
    assert [await asked(evening, said) for said in ("talk", "talk", "wait")] == [
        {"warned": "nobody"},
        {"warned": "slow"},
        {},
    ]


@pytest.mark.parametrize(("name", "said"), [("claire", "pause"), ("gina", "pause"), (SCREEN, "pause"), ("bruno", "zq")])
async def test_only_who_is_present_whispers_by_poll(evening: Evening, browsers: Browsers, name: str, said: str) -> None:
    assert (await poll(evening, name, said)).status_code == 404


async def test_a_warning_by_poll_is_kept_nowhere(evening: Evening, browsers: Browsers, logged: list[str]) -> None:
    claire = await browsers.open("claire")
    http = AsyncClient()
    http.cookies = (await in_thread(evening.browser, "bruno")).cookies
    before = await in_thread(everything)
    logged.clear()
    answer = await http.get(evening.path("stage/?shown=3"), headers={"Codev-Whisper": "pause"})
    warned = asyncio.create_task(whole(answer))
    await told(claire)
    await say(claire, heard=evening.id("bruno"))
    await warned
    assert await in_thread(everything) == before
    assert not [line for line in logged if "warn" in line.casefold() or "pause" in line or evening.id("bruno") in line]
