"""The rotation proposes the right people for the right reason, whatever the cycle was like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sessions.rulebook.rules.rotation import Choice, Meeting, Rotation, Why, rotation

PEOPLE = ("amina", "bruno", "chloe", "driss", "sana")


def test_whoever_had_no_turn_is_proposed_first_and_told_why() -> None:
    held = (Meeting(1, 2, ("amina", "bruno"), is_settled=True), Meeting(2, 2, ("chloe", "driss"), is_settled=True))
    found = rotation(PEOPLE, (*held, Meeting(3, 2), Meeting(4, 2)))
    assert found.turns == {"amina": (1,), "bruno": (1,), "chloe": (2,), "driss": (2,), "sana": ()}
    assert (found.never, found.places, found.missing) == (("sana",), 4, 0)
    assert found.proposals == {
        3: (Choice("sana", Why.NEVER, 0, 2), Choice("amina", Why.LONGEST_AGO, 1, 2)),
        4: (Choice("bruno", Why.FEWEST, 1, 1), Choice("chloe", Why.FEWEST, 1, 1)),
    }


def test_whoever_cannot_come_later_goes_first_and_is_not_proposed_where_absent() -> None:
    coming = (Meeting(1, 1), Meeting(2, 1, absent=frozenset({"sana"})))
    found = rotation(("amina", "sana"), coming)
    assert [[one.who for one in some] for some in found.proposals.values()] == [["sana"], ["amina"]]


def test_too_few_places_are_counted() -> None:
    assert rotation(PEOPLE, (Meeting(1, 2),)).missing == 3
    # Everybody once, and nobody twice in one session.
    assert rotation(PEOPLE, (Meeting(1, 9),)).places == 5
    assert rotation((), (Meeting(1, 2),)) == Rotation((), {}, {1: ()}, 0)


@st.composite
def cycles(draw: st.DrawFn, absences: bool = True) -> tuple[tuple[str, ...], tuple[Meeting, ...]]:
    people = PEOPLE[: draw(st.integers(1, 5))]
    some = st.lists(st.sampled_from(people), unique=True, max_size=5)
    absent = some.map(frozenset) if absences else st.just(frozenset[str]())
    held = [
        Meeting(number, 2, tuple(draw(some)), draw(absent), is_settled=True)
        for number in range(draw(st.integers(0, 4)))
    ]
    coming = [
        Meeting(len(held) + number, draw(st.integers(1, 6)), absent=draw(absent))
        for number in range(draw(st.integers(0, 4)))
    ]
    return people, (*held, *coming)


@given(cycles())
def test_nobody_is_proposed_twice_in_a_session_nor_where_absent(
    cycle: tuple[tuple[str, ...], tuple[Meeting, ...]],
) -> None:
    people, meetings = cycle
    found = rotation(people, meetings)
    for meeting in meetings:
        chosen = [one.who for one in found.proposals.get(meeting.number, ())]
        assert meeting.is_settled == (meeting.number not in found.proposals)
        assert len(chosen) == len(set(chosen))
        if not meeting.is_settled:
            assert set(chosen) <= set(people) - meeting.absent
            assert len(chosen) == min(meeting.places, len(set(people) - meeting.absent))


@given(cycles(absences=False))
def test_turns_are_shared_out_evenly_and_everybody_has_one_where_there_are_places(
    cycle: tuple[tuple[str, ...], tuple[Meeting, ...]],
) -> None:
    people, meetings = cycle
    found = rotation(people, meetings)
    before = [len(found.turns[one]) for one in people]
    proposed = [choice.who for some in found.proposals.values() for choice in some]
    after = [count + proposed.count(one) for one, count in zip(people, before, strict=True)]
    assert max(after) - min(after) <= max(1, max(before) - min(before))
    if not found.missing:
        assert set(found.never) <= set(proposed)


@given(cycles())
def test_reasons_hold(cycle: tuple[tuple[str, ...], tuple[Meeting, ...]]) -> None:
    people, meetings = cycle
    found = rotation(people, meetings)
    had = {one: len(found.turns[one]) for one in people}
    for choices in found.proposals.values():
        for choice in choices:
            assert choice.turns == had[choice.who]
            assert (choice.why == Why.NEVER) == (choice.turns == 0)
            if choice.why == Why.FEWEST:
                assert choice.turns < max(had.values())
            assert choice.chances >= 1
        for choice in choices:
            had[choice.who] += 1
