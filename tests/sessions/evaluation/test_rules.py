"""Means, thresholds and moments, held to what they say by other ways of reckoning."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.evaluation.drawing import FLOOR, LEFT, NOTED, RIGHT, TOP, changes, draw
from sessions.evaluation.moments import Moment, is_asked, moment_of
from sessions.evaluation.questions import BENEFITS, FORMS, SESSION, Questions, to_a_half
from sessions.evaluation.sentences import SENTENCES, WAITS
from sessions.models import Evaluation

POINTS = st.integers(1, 5)
SESSIONS = st.lists(st.uuids(), min_size=1, max_size=12, unique=True)
MEANS = st.lists(st.one_of(st.none(), st.integers(2, 10).map(lambda halves: halves / 2)), min_size=1, max_size=12)


def answers_to(questions: Questions) -> st.SearchStrategy[list[dict[str, int]]]:
    return st.lists(st.dictionaries(st.sampled_from(questions.sentences), POINTS), max_size=9)


@given(st.lists(POINTS, min_size=1, max_size=30))
def test_a_mean_is_rounded_to_the_nearest_half_and_up_from_between(values: list[int]) -> None:
    mean = Decimal(2 * sum(values)) / len(values)
    assert to_a_half(values) == float(mean.quantize(Decimal(1), ROUND_HALF_UP) / 2)
    assert abs(Fraction(to_a_half(values)) - Fraction(sum(values), len(values))) <= Fraction(1, 4)


@pytest.mark.parametrize(
    ("values", "mean"), [([4, 4, 4, 5], 4.5), ([4, 5, 5, 5], 5), ([1, 1, 1, 2], 1.5), ([3] * 4, 3)]
)
def test_a_quarter_goes_up(values: list[int], mean: float) -> None:
    assert to_a_half(values) == mean


@pytest.mark.parametrize("questions", FORMS.values(), ids=FORMS)
def test_a_sentence_has_a_mean_from_enough_answers_on(questions: Questions) -> None:
    @given(answers_to(questions))
    def holds(rows: list[dict[str, int]]) -> None:
        means = questions.means(iter(rows))
        counts = {name: sum(name in one for one in rows) for name in questions.sentences}
        assert set(means) == {name for name, count in counts.items() if count >= questions.least}
        # Nobody's order matters, and no mean tells how many there are: twice the same answers have the same.
        assert questions.means(reversed(rows)) == means
        assert questions.means(rows * 2).items() >= means.items()
        assert all(1 <= one <= 5 for one in means.values())

    holds()


def test_thresholds_and_hours_are_the_method_s() -> None:
    assert (SESSION.least, SESSION.lasts.total_seconds() / 3600, len(SESSION.sentences)) == (4, 72, 5)
    assert (BENEFITS.least, BENEFITS.lasts.days, len(BENEFITS.sentences)) == (5, 14, 14)
    assert {*SENTENCES} == {*SESSION.sentences, *BENEFITS.sentences}
    assert {*FORMS} == {*WAITS} == {*Evaluation.Kind.values}


@given(SESSIONS, st.integers(0, 8))
def test_a_planned_cycle_is_asked_three_times_at_most(held: list[UUID], left: int) -> None:
    """As it goes by: after each session what is asked, where everybody answers."""
    whole, asked = len(held) + left, []
    for count, session in enumerate(held, 1):
        if is_asked(session, held[:count], whole - count, asked):
            asked.append(session)
    moments = [moment_of(one, held, left) for one in asked]
    assert asked[0] == held[0]
    assert moments.count(Moment.START) == 1
    assert moments.count(Moment.MIDDLE) <= 1
    assert (held[-1] in asked) == (left == 0 or len(held) in {1, max(2, (whole + 1) // 2)})
    if Moment.MIDDLE in moments:
        place = held.index(asked[1]) + 1
        assert 2 * place >= whole > 2 * (place - 1) or place == 2


def test_where_nobody_answered_in_the_middle_the_next_one_asks() -> None:
    held = [uuid4() for _ in range(4)]
    assert not is_asked(held[1], held[:2], 4, ())
    assert is_asked(held[2], held[:3], 3, ())
    assert is_asked(held[3], held, 2, [held[0]])
    assert not is_asked(held[3], held, 2, [held[0], held[2]])
    # Nor while means of the half may be yet; those of a session before it, which was not asked, may not.
    assert not is_asked(held[3], held, 2, [held[0]], [held[2]])
    assert is_asked(held[2], held[:3], 3, [held[0]], [held[1]])


def test_sessions_that_are_called_off_or_added_move_the_middle_and_the_end() -> None:
    held = [uuid4() for _ in range(3)]
    # Six were planned, and the third is the half; of four it is the half all the same, as the second asked nobody.
    assert is_asked(held[2], held, 3, held[:1])
    assert is_asked(held[2], held, 1, held[:1])
    assert moment_of(held[2], held, 0) == Moment.END
    assert moment_of(held[2], [*held, uuid4()], 0) == Moment.MIDDLE


@given(MEANS)
def test_a_drawing_has_a_dot_for_each_mean_in_its_place(values: list[float | None]) -> None:
    drawing = draw(values)
    assert [dot.value for dot in drawing.dots] == [one for one in values if one is not None]
    assert all(LEFT <= dot.x <= RIGHT and TOP <= dot.y <= FLOOR for dot in drawing.dots)
    assert [dot.x for dot in drawing.dots] == [
        x for x, one in zip(drawing.places, values, strict=True) if one is not None
    ]
    higher = sorted(drawing.dots, key=lambda dot: dot.value)
    assert [dot.y for dot in higher] == sorted((dot.y for dot in drawing.dots), reverse=True)
    # Lines join neighbours alone.
    neighbours = sum(one is not None and other is not None for one, other in pairwise(values))
    assert sum(line.count(",") - 1 for line in drawing.lines) == neighbours


@given(st.dictionaries(st.sampled_from(BENEFITS.sentences), MEANS))
def test_what_rose_and_fell_is_told_from_first_to_last(by_sentence: dict[str, list[float | None]]) -> None:
    rose, fell = changes(by_sentence)
    known = {name: [one for one in values if one is not None] for name, values in by_sentence.items()}
    assert all(known[name][-1] > known[name][0] for name in rose)
    assert all(known[name][-1] < known[name][0] for name in fell)
    assert len(rose) <= NOTED
    up = [known[name][-1] - known[name][0] for name in known if known[name] and known[name][-1] > known[name][0]]
    assert [known[name][-1] - known[name][0] for name in rose] == sorted(up, reverse=True)[:NOTED]
