"""Who sends too much is slowed, and nobody else; who pauses may go on."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from codev import pace
from codev.pace import Pace, Paces


class Clock:
    now = time.monotonic()

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(pace, "time", SimpleNamespace(monotonic=clock.monotonic))
    return clock


def accepted(one: Pace, count: int, a_minute: int = 60) -> int:
    return sum(one.wait(a_minute) is not None for _ in range(count))


def test_half_a_minute_s_may_come_at_once_and_a_minute_s_in_a_minute(clock: Clock) -> None:
    one = Pace()
    assert accepted(one, 100) == 30
    counts = []
    for _second in range(60):
        clock.now += 1
        counts.append(accepted(one, 100))
    assert counts == [1] * 60


def test_who_keeps_to_the_pace_is_never_refused(clock: Clock) -> None:
    one = Pace()
    for _ in range(500):
        clock.now += 1
        assert one.wait(60) == 0.0


def test_what_comes_too_fast_may_wait_its_turn(clock: Clock) -> None:
    one = Pace()
    accepted(one, 30)
    assert [one.wait(60, at_most=3.0) for _ in range(5)] == [1.0, 2.0, 3.0, None, None]
    clock.now += 1
    assert one.wait(60, at_most=3.0) == 3.0


def test_senders_do_not_share_a_pace(clock: Clock) -> None:
    paces = Paces()
    assert [sum(not paces.exceeds(who, 60) for _ in range(40)) for who in ("amina", "bruno")] == [30, 30]


def test_those_who_paused_are_forgotten_and_floods_are_not(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "ROOM", 10)
    paces = Paces()
    for number in range(9):
        paces.exceeds(number, 60)
    clock.now += 10
    while not paces.exceeds("flood", 60):
        continue
    for number in range(100, 110):
        paces.exceeds(number, 60)
    assert {*range(9)}.isdisjoint(paces._paces)
    assert paces.exceeds("flood", 60)
