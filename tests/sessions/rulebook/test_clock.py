"""The clock of a step: what is left, when it ends, how far over it went."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sessions.rulebook.state.clock import Clock
from tests.sessions.cast.states import MINUTE, SIX_PM

instants = st.integers(0, 2**42)
spans = st.integers(0, 2**32)


def test_a_step_that_begins_has_all_its_time() -> None:
    clock = Clock(allotted_ms=5 * MINUTE, since=SIX_PM)

    assert clock.is_running
    assert clock.elapsed_ms(SIX_PM) == 0
    assert clock.remaining_ms(SIX_PM) == 5 * MINUTE
    assert clock.deadline == SIX_PM + 5 * MINUTE


def test_time_runs() -> None:
    clock = Clock(allotted_ms=5 * MINUTE, since=SIX_PM)

    assert clock.elapsed_ms(SIX_PM + 2 * MINUTE) == 2 * MINUTE
    assert clock.remaining_ms(SIX_PM + 2 * MINUTE) == 3 * MINUTE


def test_passing_zero_is_overtime() -> None:
    clock = Clock(allotted_ms=5 * MINUTE, since=SIX_PM)

    assert clock.remaining_ms(SIX_PM + 5 * MINUTE) == 0
    assert clock.remaining_ms(SIX_PM + 6 * MINUTE) == -MINUTE


def test_a_paused_clock_stands_still_and_has_no_deadline() -> None:
    clock = Clock(allotted_ms=5 * MINUTE, spent_ms=2 * MINUTE)

    assert not clock.is_running
    assert clock.deadline is None
    assert clock.elapsed_ms(SIX_PM) == clock.elapsed_ms(SIX_PM + MINUTE) == 2 * MINUTE
    assert clock.remaining_ms(SIX_PM + MINUTE) == 3 * MINUTE


def test_a_resumed_clock_counts_what_was_spent_before() -> None:
    clock = Clock(allotted_ms=5 * MINUTE, spent_ms=2 * MINUTE, since=SIX_PM)

    assert clock.deadline == SIX_PM + 3 * MINUTE
    assert clock.elapsed_ms(SIX_PM + MINUTE) == 3 * MINUTE


@given(allotted=spans, spent=spans, since=instants | st.none(), now=instants)
def test_the_clock_agrees_with_itself(allotted: int, spent: int, since: int | None, now: int) -> None:
    clock = Clock(allotted, spent, since)

    assert clock.elapsed_ms(now) + clock.remaining_ms(now) == allotted
    if clock.deadline is not None:
        assert clock.remaining_ms(clock.deadline) == 0
        assert clock.remaining_ms(now) == clock.deadline - now
