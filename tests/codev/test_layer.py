"""The layer of one process: what a message costs does not hang on how many listen to something else."""

from __future__ import annotations

import time
from typing import Any

import pytest
from channels.layers import get_channel_layer

from codev import layer
from codev.layer import MemoryLayer


class Groups(dict[str, dict[str, float]]):
    """Counts how often all of them are looked through."""

    looks = 0

    def values(self) -> Any:
        self.looks += 1
        return super().values()


def test_the_product_has_it_without_redis() -> None:
    assert type(get_channel_layer()) is MemoryLayer


async def test_groups_are_not_looked_through_for_each_message() -> None:
    found, groups = MemoryLayer(), Groups()
    found.groups = groups
    for number in range(20):
        await found.group_add(f"group.{number}", "hub")
    for number in range(20):
        await found.group_send("group.1", {"type": "ring", "number": number})
        assert (await found.receive("hub"))["number"] == number
    assert groups.looks == 1


async def test_what_ran_out_goes_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer, "CLEAN_EVERY_SECONDS", 0.0)
    found = MemoryLayer(group_expiry=60)
    for channel in ("old", "new"):
        await found.group_add("group", channel)
    found.groups["group"]["old"] = time.time() - 3600
    await found.group_send("group", {"type": "ring"})
    assert [*found.groups["group"]] == ["new"]
