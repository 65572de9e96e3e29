"""The drawing of a year: bars stand on the ground, fit, and are as high as their numbers."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sessions.history import charts
from sessions.history.shapes import Month, Span, Tally, Year


def tally(held: int = 0, planned: int = 0, cancelled: int = 0) -> Tally:
    return Tally(held=held, planned=planned, cancelled=cancelled, span=Span(0), consultations=0)


def year(*months: Tally) -> Year:
    whole = [*months, *[tally()] * (12 - len(months))]
    named = tuple(Month(date(2026, place, 1), one) for place, one in enumerate(whole, 1))
    return Year("Atelier", 2026, named, (), tally())


def test_a_month_is_stacked_from_the_ground_held_first() -> None:
    january = charts.chart(year(tally(2, 1, 1))).bars[0]
    assert [block.outcome for block in january.blocks] == ["held", "planned", "cancelled"]
    assert [charts.FLOOR - block.y for block in january.blocks] == [79, 118, 158]
    assert [block.height for block in january.blocks] == [79, 39, 40]
    assert january.total == 4


def test_an_empty_year_is_twelve_names_and_no_bar() -> None:
    drawing = charts.chart(year())
    assert [bar.blocks for bar in drawing.bars] == [()] * 12
    assert [line.count for line in drawing.lines] == [0, 2, 4]


@given(st.lists(st.builds(tally, *[st.integers(0, 60)] * 3), min_size=12, max_size=12))
def test_bars_stand_on_each_other_and_within_the_drawing(months: list[Tally]) -> None:
    drawing = charts.chart(year(*months))
    for bar in drawing.bars:
        ground = charts.FLOOR
        for block in bar.blocks:
            assert block.y + block.height == ground
            ground = block.y
        assert charts.TOP <= ground <= charts.FLOOR
        assert bar.x + charts.BAR <= charts.WIDTH
