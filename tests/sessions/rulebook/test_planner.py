"""The round planner: equal shares, learning reserved, who pays for two minutes more, when a round is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sessions.commands import plan_session
from sessions.forms.plan import PlanForm
from sessions.rulebook.machine import planned
from sessions.rulebook.moves.clients import ChooseClients
from sessions.rulebook.moves.clock import Extend
from sessions.rulebook.moves.life import Open, Start
from sessions.rulebook.moves.people import Admit
from sessions.rulebook.moves.steps import Back, InterruptRound, Jump, Next
from sessions.rulebook.protocol.protocol import Protocol
from sessions.rulebook.rules import paying
from sessions.rulebook.rules.planner import LEARNING, shared_out
from sessions.rulebook.state.agenda import Item, plan
from sessions.rulebook.state.state import State
from tests.sessions.cast import states
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.past import PARIS
from tests.sessions.cast.states import AMINA, BRUNO, CHLOE, DRISS, MINUTE, after, classique
from tests.sessions.rulebook.test_agenda import numbers_of_rounds, protocols, session_minutes

# What is left is shared


def test_what_is_left_is_shared_by_planned_weights_on_top_of_what_was_used() -> None:
    items = plan(classique(), minutes=120, rounds=2)
    used = tuple(replace(item, spent_ms=4 * MINUTE) if i == 6 else item for i, item in enumerate(items))

    shared = shared_out(used, classique(), {6, 7, 8}, 50 * MINUTE + 59_999)

    assert [item.allotted_ms / MINUTE for item in shared[6:9]] == [4 + 28, 9, 13]
    assert shared[:6] + shared[9:] == used[:6] + used[9:]


def test_nothing_to_share_or_nobody_to_share_with() -> None:
    items = plan(classique(), minutes=120, rounds=2)

    assert shared_out(items, classique(), (), 50 * MINUTE) == items
    assert [item.allotted_ms for item in shared_out(items, classique(), {6, 7}, -MINUTE)[6:8]] == [0, 0]


@given(
    of=protocols,
    minutes=session_minutes,
    rounds=numbers_of_rounds,
    chosen=st.sets(st.integers(0, 20), min_size=1),
    spent=st.integers(0, 40 * MINUTE),
    available=st.integers(-30 * MINUTE, 400 * MINUTE),
)
def test_shared_minutes_add_up(
    of: Protocol, minutes: int, rounds: int, chosen: set[int], spent: int, available: int
) -> None:
    items = tuple(replace(item, spent_ms=spent) for item in plan(of, minutes=minutes, rounds=rounds))
    chosen = {each % len(items) for each in chosen}

    shared = shared_out(items, of, chosen, available)

    left = [shared[each].allotted_ms - spent for each in chosen]
    assert sum(left) == max(0, available) // MINUTE * MINUTE
    assert all(each >= 0 and each % MINUTE == 0 for each in left)
    assert [replace(item, extra_ms=0) for item in shared] == list(items)


@given(of=protocols, minutes=session_minutes, rounds=numbers_of_rounds, available=st.integers(0, 400))
def test_no_client_and_no_step_is_starved_and_learning_is_reserved(
    of: Protocol, minutes: int, rounds: int, available: int
) -> None:
    items = plan(of, minutes=minutes, rounds=rounds)
    chosen = {i for i, item in enumerate(items) if item.round is not None}

    shared = shared_out(items, of, chosen, available * MINUTE)

    by_round = [[item for item in shared if item.round == number] for number in range(rounds)]
    lengths = [sum(item.allotted_ms for item in steps) // MINUTE for steps in by_round]
    assert max(lengths) - min(lengths) <= 1
    for before, steps in zip(_rounds(items, rounds), by_round, strict=True):
        length, learning = sum(item.allotted_ms for item in steps) // MINUTE, _learning(steps)
        assert min(item.allotted_ms for item in steps) >= (MINUTE if length >= len(steps) else 0)
        assert learning >= min(length, 1)
        if length >= len(steps) - 1 + _learning(before):
            assert learning >= _learning(before)


def _rounds(items: tuple[Item, ...], rounds: int) -> list[list[Item]]:
    return [[item for item in items if item.round == number] for number in range(rounds)]


def _learning(steps: list[Item]) -> int:
    return next(item.allotted_ms // MINUTE for item in steps if item.key == LEARNING)


def _lengths(state: State) -> list[int]:
    return [sum(item.allotted_ms for item in steps) // MINUTE for steps in _rounds(state.agenda, state.rounds)]


def _minutes(state: State, number: int) -> list[int]:
    return [item.allotted_ms // MINUTE for item in state.agenda if item.round == number]


# A round begins


def begun_after(minutes: int, *clients: str) -> State:
    """The first round begins so many minutes after the session; the opening is planned for twenty."""
    opened = after(states.lobby(), ChooseClients(clients or (AMINA, BRUNO)), Start())
    return after(opened, Jump(states.index_of(opened, "presentation")), later=minutes * MINUTE)


def test_a_round_that_begins_on_time_goes_by_the_plan() -> None:
    state = begun_after(20)

    assert [_minutes(state, number) for number in (0, 1)] == [[5, 10, 5, 15, 5, 7]] * 2


def test_less_than_a_minute_changes_nothing() -> None:
    opened = states.opening_begins()

    for late in (20 * MINUTE + 59_999, 19 * MINUTE + 1):
        assert _lengths(after(opened, Jump(3), later=late)) == [47, 47]


def test_a_late_opening_costs_every_client_the_same() -> None:
    assert _lengths(begun_after(32)) == [41, 41]
    assert _minutes(begun_after(32), 0) == [5, 9, 4, 12, 4, 7]
    assert _lengths(begun_after(31, AMINA, BRUNO, CHLOE)) == [28, 28, 27]


def test_an_early_round_swells_by_no_minute() -> None:
    assert _lengths(begun_after(8)) == [47, 47]


def test_a_long_first_round_leaves_the_others_equal_shares() -> None:
    state = begun_after(20, AMINA, BRUNO, CHLOE)
    second = after(state, Jump(states.index_of(state, "presentation", 1)), later=40 * MINUTE)

    assert _lengths(second)[1:] == [27, 27]


def test_however_late_a_round_keeps_two_thirds_of_what_it_was_planned() -> None:
    assert _lengths(begun_after(20 + 94 - 12)) == [31, 31]
    assert _lengths(begun_after(20 + 94 - 12, AMINA, BRUNO, CHLOE)) == [21, 20, 20]


@pytest.mark.parametrize(("floor", "lengths"), [("half", [23, 23]), ("none", [6, 6])])
def test_a_school_may_let_rounds_become_shorter_than_that(floor: str, lengths: list[int]) -> None:
    chosen = replace(classique(), settings={**classique().settings, "round_floor": floor})
    opened = after(replace(states.lobby(), protocol=chosen), ChooseClients((AMINA, BRUNO)), Start())

    assert _lengths(after(opened, Jump(3), later=(20 + 94 - 12) * MINUTE)) == lengths


def test_a_step_that_took_longer_is_paid_by_the_same_clients_later_steps() -> None:
    """As much as they can spare; learning and the other client's round pay nothing."""
    state = begun_after(20)

    assert _minutes(after(state, Next(), later=9 * MINUTE + 59_999), 0) == [5, 10, 5, 11, 5, 7]
    late = after(state, Next(), later=60 * MINUTE)
    assert [_minutes(late, number) for number in (0, 1)] == [[5, 1, 1, 1, 1, 7], [5, 10, 5, 15, 5, 7]]


def test_overtime_is_paid_once_though_one_goes_back_and_on_again() -> None:
    state = after(begun_after(20), Next(), later=9 * MINUTE)
    again = after(after(state, Back(), later=0), Next(), later=2 * MINUTE)

    assert (_minutes(state, 0), _minutes(again, 0)) == ([5, 10, 5, 11, 5, 7], [5, 10, 5, 9, 5, 7])


def test_a_round_that_breaks_off_gives_its_time_to_nobody() -> None:
    state = after(begun_after(20), InterruptRound(), later=3 * MINUTE)

    assert _lengths(state)[1] == 47


def test_a_round_that_was_begun_before_is_not_shared_out_again() -> None:
    state = after(begun_after(20), Next(), later=9 * MINUTE)

    assert after(state, Back(), later=MINUTE).agenda[3].allotted_ms == 5 * MINUTE


# Two minutes more


def test_two_minutes_more_are_paid_by_the_longest_step_to_come_of_the_same_round() -> None:
    state = after(begun_after(20), Extend(2 * MINUTE))

    assert _minutes(state, 0) == [7, 10, 5, 13, 5, 7]
    assert _minutes(state, 1) == [5, 10, 5, 15, 5, 7]
    assert paying.payer(state, 2 * MINUTE) == paying.Payer(states.index_of(state, "consultation", 0), 2 * MINUTE)


def learning_on_time() -> State:
    """The first client's last step begins as planned."""
    state = begun_after(20)
    return after(state, Jump(states.index_of(state, "learning")), later=40 * MINUTE)


def test_another_clients_round_pays_only_then_and_down_to_its_floor() -> None:
    state = learning_on_time()
    second = states.index_of(state, "consultation", 1)

    assert paying.payer(state, 2 * MINUTE) == paying.Payer(second, 2 * MINUTE)
    for _ in range(4):
        state = after(state, Extend(10 * MINUTE))
    assert (_lengths(state)[1], paying.payer(state, MINUTE)) == (31, None)


def test_a_step_pays_all_but_its_last_minute() -> None:
    state = states.at_step("contract", 1)

    assert paying.payer(state, 60 * MINUTE) == paying.Payer(
        states.index_of(state, "consultation", 1), state.agenda[12].allotted_ms - MINUTE
    )


def test_learning_and_closing_do_not_pay() -> None:
    state = states.at_step("action_plan", 1)

    assert paying.payer(state, 2 * MINUTE) is None
    assert after(state, Extend(2 * MINUTE)).agenda[-2:] == state.agenda[-2:]


def test_what_was_paid_stays_paid_when_the_next_round_begins_on_time() -> None:
    state = after(learning_on_time(), Extend(2 * MINUTE))

    assert _minutes(after(state, Next(), later=9 * MINUTE), 1) == [5, 10, 5, 13, 5, 7]


# Clients are added, dropped, put in another order


def test_a_client_is_added_and_all_who_come_have_less() -> None:
    state = after(begun_after(20), ChooseClients((AMINA, BRUNO, CHLOE)))

    assert (state.rounds, state.clients, _lengths(state)) == (3, (AMINA, BRUNO, CHLOE), [47, 24, 23])
    assert after(state, Jump(states.index_of(state, "presentation", 2))).client == CHLOE


def test_a_client_is_dropped_and_the_others_have_more() -> None:
    state = begun_after(20, AMINA, BRUNO, CHLOE, DRISS)

    fewer = after(state, ChooseClients((AMINA, DRISS)))

    assert (fewer.rounds, fewer.clients) == (2, (AMINA, DRISS))
    assert _lengths(fewer) == [_lengths(state)[0], sum(_lengths(state)[1:])]


def test_all_who_come_are_dropped_and_one_is_added_again() -> None:
    alone = after(begun_after(20), ChooseClients((AMINA,)))
    again = after(alone, ChooseClients((AMINA, CHLOE)))

    assert _lengths(alone) == [47]
    assert _minutes(again, 1) == [5, 10, 5, 15, 5, 7]


def test_a_client_is_added_in_the_closing() -> None:
    closing = after(states.last_step_of_all(), ChooseClients((AMINA, BRUNO, CHLOE)))

    assert closing.item is not None
    assert closing.item.key == "closing"
    assert _where(after(closing, Jump(states.index_of(closing, "presentation", 2)))) == CHLOE


def _where(state: State) -> str | None:
    return state.client


@given(
    minutes=session_minutes,
    late=st.integers(0, 200),
    numbers=st.lists(st.integers(1, 8), min_size=2, max_size=4),
)
def test_whatever_clients_are_chosen_minutes_are_never_negative(minutes: int, late: int, numbers: list[int]) -> None:
    everybody = tuple(f"person-{number}" for number in range(8))
    state = after(planned(classique(), minutes=minutes, rounds=numbers[0]), Open())
    state = after(state, *[Admit(one, place) for place, one in enumerate(everybody)])
    state = after(state, ChooseClients(everybody[: numbers[0]]), Start())
    state = after(state, Jump(states.index_of(state, "presentation")), later=late * MINUTE)

    for number in numbers[1:]:
        state = after(state, ChooseClients(everybody[:number]), Extend(2 * MINUTE), later=MINUTE)
        lengths = _lengths(state)[1:]
        assert (state.rounds, min(item.allotted_ms for item in state.agenda) >= 0) == (number, True)
        assert max(lengths, default=0) - min(lengths, default=0) <= 3


# Everybody is client today


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
@pytest.mark.parametrize("is_planned", [True, False])
def test_everybody_is_client_at_the_press_of_a_button(evening: Evening, is_planned: bool) -> None:
    """As many rounds as people are here; the plan only says that the button is the one to press."""
    form = PlanForm(
        {
            "scheduled_at": timezone.localtime(timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
            "protocol_key": "codev-express",
            **({"is_everyone_client": "on"} if is_planned else {}),
        },
        zone=PARIS,
    )
    assert form.is_valid(), form.errors
    evening.session_id = plan_session(
        cycle=evening.session.cycle, scheduled_at=form.cleaned_data["scheduled_at"], **vars(form.plan())
    ).pk
    evening.do("claire", "open")
    for name in ("amina", "bruno", "chloe"):
        evening.do("claire", "admit", participant=evening.people[name].pk)

    page = evening.browser("claire").get(evening.path()).content.decode()
    button = next(one for one in page.split("<button") if 'id="everybody-client"' in one)
    assert ("small main" in button) == is_planned
    everybody = [evening.id(name) for name in ("amina", "bruno", "chloe")]
    assert all(one in button for one in everybody)

    assert evening.post(evening.browser("claire"), "choose_clients", participants=everybody).status_code == 204
    assert evening.session.load().rounds == 3
    assert 'id="everybody-client"' not in evening.browser("claire").get(evening.path()).content.decode()
