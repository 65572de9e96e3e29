"""Pages are served whatever the channel layer does."""

from __future__ import annotations

from typing import Any

import pytest
from channels.layers import get_channel_layer

from codev import doorbell
from sessions.live.hub import bells, hub
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.sockets import Browsers, command, eventually


async def test_a_layer_that_stumbles_is_listened_to_again(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer, failed = type(get_channel_layer()), []
    receive = layer.receive

    async def stumble(self: Any, channel: str) -> Any:
        if failed:
            return await receive(self, channel)
        failed.append(channel)
        raise OSError("the layer is gone")

    monkeypatch.setattr(layer, "receive", stumble)
    page = await browsers.open("claire")
    await page.until(await command(evening, "claire", "open"))
    assert failed == [hub.hub().bells._channel]


async def test_who_comes_or_goes_while_the_layer_is_away_is_served(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By heartbeats, and by bells as soon as it is back; nothing is raised, which would be a traceback in the log."""
    monkeypatch.setattr(bells, "RETRY_SECONDS", 0.01)
    layer, bell = get_channel_layer(), doorbell.channel_group("session", evening.session_id)

    async def stumble(*_: Any) -> None:
        raise OSError("the layer is gone")

    with monkeypatch.context() as away:
        away.setattr(layer, "group_add", stumble)
        away.setattr(layer, "group_discard", stumble)
        await (await browsers.open("david")).leave()
        page = await browsers.open("claire")
    await eventually(lambda: hub.hub().bells._channel in layer.groups.get(bell, {}))
    await page.until(await command(evening, "claire", "open"))


async def test_a_membership_that_expired_is_renewed(
    evening: Evening, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bells, "REJOIN_SECONDS", 0.01)
    layer, bell = get_channel_layer(), doorbell.channel_group("session", evening.session_id)
    page = await browsers.open("claire")
    del layer.groups[bell]
    await eventually(lambda: hub.hub().bells._channel in layer.groups.get(bell, {}))
    await page.until(await command(evening, "claire", "open"))
