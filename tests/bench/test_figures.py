"""What would spoil every figure quietly: medians of pairs, percentiles, slopes."""

from __future__ import annotations

from tests.bench.figures import Spread, percentile, ratio, slope


def test_a_ratio_is_the_median_of_the_pairs_ratios() -> None:
    # The machine was slow during the second pair and slower still during the third: their ratios tell nothing of it.
    assert ratio([10, 40, 200], [20, 80, 100]) == Spread(0.5, 0.5, 2.0, 3)


def test_a_percentile_is_a_value_that_was_measured() -> None:
    hundred = list(range(1, 101))

    assert [percentile(hundred, share) for share in (0, 0.5, 0.99, 1)] == [1, 50, 99, 100]
    assert percentile([7.0], 0.99) == 7.0


def test_a_slope_leaves_out_what_is_paid_once() -> None:
    assert round(slope([(3, 11.5), (9, 14.5), (29, 24.5)]), 9) == 0.5
