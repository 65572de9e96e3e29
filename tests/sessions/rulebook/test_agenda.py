"""The agenda: how a session's minutes are shared among opening, rounds and closing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.rulebook.protocol.protocol import Protocol, catalogue
from sessions.rulebook.state.agenda import Item, minutes_at, plan, replan, whole_shares
from tests.sessions.cast.states import MINUTE, classique, protocol, troika

protocols = st.sampled_from(sorted(catalogue())).map(protocol)
session_minutes = st.integers(20, 400)
numbers_of_rounds = st.integers(1, 12)


def _minutes(items: tuple[Item, ...], part: str, number: int | None = None) -> list[float]:
    return [item.planned_ms / MINUTE for item in items if (item.part, item.round) == (part, number)]


def test_two_hours_for_two_clients() -> None:
    items = plan(classique(), minutes=120, rounds=2)

    assert sum(_minutes(items, "opening")) == 20
    assert _minutes(items, "round", 0) == [5, 10, 5, 15, 5, 7]
    assert _minutes(items, "round", 1) == [5, 10, 5, 15, 5, 7]
    assert _minutes(items, "closing") == [6]


def test_one_hour_for_one_client() -> None:
    items = plan(classique(), minutes=60, rounds=1)

    assert sum(_minutes(items, "opening")) == 5
    assert _minutes(items, "round", 0) == [6, 11, 6, 16, 5, 8]
    assert _minutes(items, "closing") == [3]


def test_a_troika() -> None:
    items = plan(troika(), minutes=31, rounds=3)

    assert _minutes(items, "opening") == [1]
    assert [_minutes(items, "round", number) for number in range(3)] == [[2, 2, 5, 1]] * 3
    assert _minutes(items, "closing") == []


def test_steps_stand_in_the_order_of_the_protocol() -> None:
    items = plan(classique(), minutes=120, rounds=2)

    opening = [(step.key, None) for step in classique().part("opening")]
    rounds = [(step.key, number) for number in (0, 1) for step in classique().part("round")]
    assert [(item.key, item.round) for item in items] == [*opening, *rounds, ("closing", None)]


@pytest.mark.parametrize(
    ("total", "minutes"),
    [(0, 5), (20, 5), (60, 5), (62, 6), (61, 5), (90, 13), (120, 20), (150, 25), (180, 30), (400, 30)],
)
def test_a_curve_is_linear_between_its_points_and_flat_outside(total: int, minutes: int) -> None:
    assert minutes_at(((60, 5), (120, 20), (180, 30)), total) == minutes


def test_shares_go_to_the_largest_remainder_and_to_the_earlier_on_ties() -> None:
    assert whole_shares(52, (10, 20, 10, 30, 10, 15)) == (6, 11, 6, 16, 5, 8)
    assert whole_shares(2, (1, 1, 1)) == (1, 1, 0)
    assert whole_shares(0, (1, 2)) == (0, 0)
    assert whole_shares(5, ()) == ()


@given(total=st.integers(0, 400), weights=st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_shares_add_up_and_are_fair_to_a_minute(total: int, weights: list[int]) -> None:
    shares = whole_shares(total, weights)

    assert sum(shares) == total
    assert all(abs(share - total * each / sum(weights)) < 1 for share, each in zip(shares, weights, strict=True))


@given(of=protocols, minutes=session_minutes, rounds=numbers_of_rounds)
def test_minutes_add_up(of: Protocol, minutes: int, rounds: int) -> None:
    items = plan(of, minutes=minutes, rounds=rounds)

    assert sum(item.planned_ms for item in items) == minutes * MINUTE
    assert min(item.planned_ms for item in items) >= 0
    assert [item.key for item in items if item.part == "round"] == [step.key for step in of.part("round")] * rounds


@given(of=protocols, minutes=session_minutes, rounds=numbers_of_rounds)
def test_rounds_last_as_long_to_a_minute(of: Protocol, minutes: int, rounds: int) -> None:
    items = plan(of, minutes=minutes, rounds=rounds)

    lengths = [sum(_minutes(items, "round", number)) for number in range(rounds)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] - lengths[-1] <= 1


@given(of=protocols, minutes=session_minutes, rounds=numbers_of_rounds, others=numbers_of_rounds)
def test_another_number_of_rounds_keeps_what_was_spent_outside_them(
    of: Protocol, minutes: int, rounds: int, others: int
) -> None:
    before = tuple(
        replace(item, spent_ms=7 * number, extra_ms=-number) if item.round is None else item
        for number, item in enumerate(plan(of, minutes=minutes, rounds=rounds), start=1)
    )

    after = replan(before, of, minutes=minutes, rounds=others)

    assert _used(after) == _used(before)
    assert [replace(item, spent_ms=0, extra_ms=0) for item in after] == list(plan(of, minutes=minutes, rounds=others))


def _used(items: tuple[Item, ...]) -> list[tuple[str, int, int]]:
    return [(item.key, item.spent_ms, item.extra_ms) for item in items if item.round is None]
