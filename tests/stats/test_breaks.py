"""Where the level of a trend changes."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats.breaks import best_cuts, change_points

COLUMNS = ["term", "period", "before", "after", "difference", "periods_before", "periods_after", "p"]
SERIES = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=9)


def trend_of(values, weights=None, term: str = "road") -> pd.DataFrame:
    months = pd.date_range("2020-01-01", periods=len(values), freq="MS")
    columns = {"term": term, "period": months, "per_million": np.asarray(values, dtype=float)}
    return pd.DataFrame(columns | {"period_tokens": 1000 if weights is None else weights})


def months_of(frame: pd.DataFrame) -> list[int]:
    """Return the change points as numbers of months since January 2020."""
    return [(period.year - 2020) * 12 + period.month - 1 for period in frame["period"]]


def counts_with(random: np.random.Generator, rates: np.ndarray) -> pd.DataFrame:
    tokens = random.integers(20_000, 60_000, size=len(rates))
    return trend_of(random.poisson(tokens * rates / 1e6) / tokens * 1e6, tokens)


def test_a_planted_change_is_found_within_one_period():
    random = np.random.default_rng(1)
    for _ in range(20):
        place = int(random.integers(8, 28))
        found = change_points(counts_with(random, np.repeat([200.0, 700.0], [place, 36 - place])), permutations=199)
        assert any(abs(month - place) <= 1 for month in months_of(found))
        assert found["p"].min() <= 0.01


def test_two_planted_changes_are_found_and_told_apart():
    found = change_points(counts_with(np.random.default_rng(2), np.repeat([300.0, 1200.0, 500.0], 12)))
    assert len(found) == 2
    assert np.abs(np.array(months_of(found)) - [12, 24]).max() <= 1
    assert (np.sign(found["difference"]) == [1, -1]).all()


def test_noise_without_a_change_gets_a_change_point_in_few_of_many_series():
    random = np.random.default_rng(3)
    trends = pd.concat(counts_with(random, np.full(24, 400.0)).assign(term=f"t{i:03}") for i in range(400))
    alarms = change_points(trends, permutations=0)["term"].nunique()
    assert alarms / 400 < 0.08


def test_p_is_uniform_when_periods_have_no_order():
    # With a penalty near zero every series is cut, and p must not be small more often than it says.
    random = np.random.default_rng(4)
    trends = [trend_of(random.normal(size=6)).assign(term=f"t{i:03}") for i in range(300)]
    p = change_points(pd.concat(trends), minimum_length=3, penalty=1e-9, permutations=199)["p"]
    # Six periods in two stretches of three have one cut only, so that nothing was chosen.
    assert len(p) == 300
    assert (p <= 0.2).mean() < 0.28
    assert p.mean() > 0.4


def test_levels_are_means_weighted_by_tokens():
    found = change_points(trend_of([10, 10, 13, 50, 50, 50], [1, 1, 1, 1, 2, 3]), minimum_length=2)
    assert found.columns.tolist() == COLUMNS
    assert found[["before", "after", "difference"]].values.tolist() == [[11, 50, 39]]
    assert found[["periods_before", "periods_after"]].values.tolist() == [[3, 3]]


def test_a_period_of_few_tokens_counts_for_little():
    values = [10, 10, 10, 90, 90, 10, 10, 10, 11, 10]
    assert change_points(trend_of(values), minimum_length=2).shape[0] == 2
    few = trend_of(values, [1000, 1000, 1000, 1, 1, 1000, 1000, 1000, 1000, 1000])
    assert few.pipe(change_points, minimum_length=2, penalty=20).empty


def test_gaps_are_passed_over():
    values = [10, 11, np.nan, 10, np.nan, np.nan, 50, 51, 50]
    found = change_points(trend_of(values))
    assert months_of(found) == [6]
    assert found[["periods_before", "periods_after"]].values.tolist() == [[3, 3]]


def test_the_order_of_rows_does_not_matter():
    trend = counts_with(np.random.default_rng(5), np.repeat([300.0, 900.0], 10))
    pd.testing.assert_frame_equal(change_points(trend), change_points(trend.iloc[::-1]))


@pytest.mark.parametrize("values", [[], [5.0], [1, 2, 9, 9, 8], [np.nan] * 12, [0.0] * 12, [7.0] * 12])
@pytest.mark.filterwarnings("error")
def test_a_trend_too_short_or_without_any_difference_has_no_change_point(values):
    found = change_points(trend_of(values))
    assert found.empty
    assert found.columns.tolist() == COLUMNS
    assert str(found["period"].dtype) == "datetime64[us]"


def test_each_series_is_looked_at_apart():
    step = [1, 2, 1, 2, 30, 31, 30, 31]
    first = trend_of(step).assign(term="b")
    trend = pd.concat([first, trend_of(step[::-1]).assign(term="a"), trend_of([3] * 8).assign(term="c")])
    found = change_points(trend)
    assert found["term"].tolist() == ["b", "a"]
    grouped = pd.concat([first.assign(actor=actor)[["actor", *first.columns]] for actor in ("X", "Y")])
    assert change_points(grouped)[["actor", "term"]].values.tolist() == [["X", "b"], ["Y", "b"]]
    assert change_points(first.drop(columns="term")).columns.tolist() == COLUMNS[1:]


def every_way(values: np.ndarray, weights: np.ndarray, shortest: int, penalty: float) -> list[tuple[float, list[int]]]:
    ways = []
    for size in range(len(values)):
        for cuts in combinations(range(1, len(values)), size):
            parts = np.split(np.arange(len(values)), cuts)
            if min(map(len, parts)) >= shortest:
                means = [np.average(values[part], weights=weights[part]) for part in parts]
                misfit = sum(
                    (weights[part] * (values[part] - m) ** 2).sum() for part, m in zip(parts, means, strict=True)
                )
                ways.append((misfit + penalty * size, list(cuts)))
    return ways


@settings(deadline=None, max_examples=60)
@given(SERIES, st.integers(1, 3), st.floats(0.5, 200))
def test_no_other_cuts_cost_less(series, shortest, penalty):
    values, weights = (np.array(column, dtype=float) for column in (zip(*series, strict=True) if series else ((), ())))
    found = best_cuts(values, weights, shortest, penalty)
    costs = every_way(values, weights, shortest, penalty)
    if len(values) < 2 * shortest:
        assert found == []
    else:
        assert {tuple(cuts): cost for cost, cuts in costs}[tuple(found)] == pytest.approx(min(costs)[0], abs=1e-6)


def test_the_cuts_are_those_that_ruptures_finds_for_as_many_stretches():
    ruptures = pytest.importorskip("ruptures")
    random = np.random.default_rng(6)
    for _ in range(10):
        values = np.repeat(random.normal(scale=3, size=4), 8) + random.normal(size=32)
        found = best_cuts(values, np.ones(32), 3, penalty=7.0)
        peer = ruptures.Dynp(model="l2", min_size=3, jump=1).fit(values).predict(n_bkps=len(found)) if found else [32]
        assert found == peer[:-1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"column": "per_milion"}, "did you mean per_million"),
        ({"weights": "tokens"}, "There are: term, period"),
        ({"minimum_length": 0}, "minimum_length is 0: it must be 1 or more"),
        ({"penalty": 0}, "above 0"),
        ({"permutations": -1}, "permutations is -1: it must be 0 or more"),
        ({"permutations": 9.5}, "permutations is 9.5: it must be a whole number"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_a_wrong_option_is_refused_with_what_to_do(options, message):
    with pytest.raises(ValueError, match=message):
        change_points(trend_of([1, 2, 3]), **options)


def test_infinite_values_and_negative_weights_are_refused():
    for trend in (trend_of([1, np.inf, 2]), trend_of([1, 2, 3], [1, -1, 1])):
        with pytest.raises(ValueError, match="infinite number or a negative weight"):
            change_points(trend)
