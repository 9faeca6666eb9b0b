"""The interval of a share, against scipy and published values."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, norm

from analysis.stats.intervals import wilson_interval


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95, 0.999])
def test_the_interval_is_that_of_scipy(confidence):
    trials = [1, 2, 3, 5, 10, 29, 100, 12345]
    grid = [(k, n) for n in trials for k in sorted({0, 1, n // 3, n // 2, n - 1, n})]
    low, high = wilson_interval(*np.array(grid).T, confidence)
    expected = [binomtest(k, n).proportion_ci(confidence, method="wilson") for k, n in grid]
    np.testing.assert_allclose(low, [interval.low for interval in expected], rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(high, [interval.high for interval in expected], rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_the_published_one(successes, trials, low, high):
    # Newcombe 1998, Statistics in Medicine 17: 857-872, table I, method 3.
    found = wilson_interval(np.array([successes]), np.array([trials]))
    assert [round(float(bound[0]), 4) for bound in found] == [low, high]


def test_no_success_and_no_failure_reach_exactly_to_the_ends():
    n = np.arange(1, 2000)
    square = norm.ppf(0.975) ** 2
    low, high = wilson_interval(np.zeros_like(n), n)
    assert (low == 0).all()
    np.testing.assert_allclose(high, square / (n + square), rtol=1e-12)
    low, high = wilson_interval(n, n)
    assert (high == 1).all()
    np.testing.assert_allclose(low, n / (n + square), rtol=1e-12)


def test_the_interval_holds_the_share_and_lies_between_none_and_all():
    grid = np.array([(k, n) for n in range(1, 60) for k in range(n + 1)])
    share = grid[:, 0] / grid[:, 1]
    low, high = wilson_interval(*grid.T)
    assert ((low >= 0) & (low <= share) & (share <= high) & (high <= 1)).all()


def test_successes_and_failures_have_mirrored_intervals():
    k = np.arange(41)
    low, high = wilson_interval(k, np.full(41, 40))
    np.testing.assert_allclose(low, 1 - high[::-1], atol=1e-15)


def test_no_trials_have_no_interval():
    low, high = wilson_interval(np.array([0, 1]), np.array([0, 2]))
    assert np.isnan(low).tolist() == [True, False]
    assert np.isnan(high).tolist() == [True, False]


@pytest.mark.parametrize("kind", [list, np.array, pd.Series])
def test_columns_of_every_kind_give_one_bound_for_each_row(kind):
    low, high = wilson_interval(kind([1, 5]), kind([10, 10]))
    assert np.shape(low) == np.shape(high) == (2,)
    # 5 of 10 by hand: 1/2 -+ z / (2 sqrt(10 + z^2))
    half = norm.ppf(0.975) / (2 * np.sqrt(10 + norm.ppf(0.975) ** 2))
    assert np.array([low, high])[:, 1] == pytest.approx([0.5 - half, 0.5 + half])


def test_no_rows_give_no_bounds():
    low, high = wilson_interval(np.array([], dtype=int), np.array([], dtype=int))
    assert low.shape == high.shape == (0,)
