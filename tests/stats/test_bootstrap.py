"""The bootstrap over documents, against scipy and against all resamples of a few documents."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from analysis.stats import bootstrap
from analysis.stats.bootstrap import blocks, bootstrap_bounds, draw_documents, percentile_bounds, resampled_sums

TABLES = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=7).map(np.array)


def test_every_resample_has_as_many_documents_as_there_are():
    assert set(draw_documents(7, 500).sum(axis=1)) == {7}


def test_every_document_is_drawn_as_often_as_any_other():
    draws = draw_documents(5, 20_000)
    # Each is drawn once a resample on average, with variance 4/5.
    assert draws.mean(axis=0) == pytest.approx(np.ones(5), abs=5 * np.sqrt(0.8 / 20_000))
    assert draws.var(axis=0) == pytest.approx(np.full(5, 0.8), rel=0.05)


@pytest.mark.parametrize("documents", [0, 1])
def test_one_document_cannot_be_resampled(documents):
    assert draw_documents(documents).shape == (0, documents)


def test_draws_are_the_same_however_many_fit_into_memory(monkeypatch):
    whole = draw_documents(40, 100, seed=3)
    monkeypatch.setattr(bootstrap, "CELLS_AT_ONCE", 90)
    np.testing.assert_array_equal(draw_documents(40, 100, seed=3), whole)
    assert (draw_documents(40, 100, seed=4) != whole).any()


@given(TABLES)
def test_sums_are_those_of_a_plain_product(table):
    draws = draw_documents(len(table), 10)
    assert resampled_sums(sparse.csr_array(table), draws).tolist() == (draws.astype(int) @ table).tolist()


@given(TABLES)
def test_bounds_are_the_same_however_many_fit_into_memory(table):
    draws, rows = draw_documents(len(table), 30), sparse.csr_array(table)
    totals = table.sum(axis=1)
    whole = bootstrap_bounds(rows, draws, totals=totals)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "CELLS_AT_ONCE", 1)
        np.testing.assert_array_equal(bootstrap_bounds(rows, draws, totals=totals), whole)


@pytest.mark.parametrize("confidence", [0.5, 0.8])
def test_bounds_of_sums_lie_where_all_resamples_put_them(confidence):
    counts, resamples = [1, 4, 9], 20_000
    exact = np.sort([sum(draw) for draw in product(counts, repeat=3)])
    tail = (1 - confidence) / 2
    slack = 5 * np.sqrt(tail * (1 - tail) / resamples)
    low, high = bootstrap_bounds(sparse.csr_array(np.array(counts)[:, None]), draw_documents(3, resamples), confidence)[
        0
    ]
    around = np.quantile(exact, [tail - slack, tail + slack, 1 - tail - slack, 1 - tail + slack], method="inverted_cdf")
    assert around[0] <= low <= around[1]
    assert around[2] <= high <= around[3]


@given(TABLES, st.floats(0.01, 0.99))
def test_bounds_are_quantiles_of_the_resamples(table, confidence):
    draws = draw_documents(len(table), 25)
    wanted = np.quantile(draws.astype(int) @ table, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0).T
    np.testing.assert_allclose(bootstrap_bounds(sparse.csr_array(table), draws, confidence), wanted, atol=1e-12)


def test_resamples_without_a_value_are_left_out():
    values = np.array([[1.0, np.nan, 5.0], [3.0, np.nan, np.nan]])
    bounds = percentile_bounds(values, 0.5)
    assert bounds[[0, 2]].tolist() == [[1.5, 2.5], [5.0, 5.0]]
    assert np.isnan(bounds[1]).all()


def test_no_resamples_and_no_columns_have_no_bounds():
    assert np.isnan(percentile_bounds(np.zeros((0, 2)))).all()
    assert bootstrap_bounds(sparse.csr_array((3, 0), dtype=np.int64), draw_documents(3, 5)).shape == (0, 2)
    assert np.isnan(bootstrap_bounds(sparse.csr_array(np.ones((1, 2), dtype=np.int64)), draw_documents(1))).all()


def test_blocks_hold_every_row_once_and_one_row_at_least():
    for length, width in [(0, 5), (1, 0), (10, 10**9), (10_001, 1000)]:
        assert [row for some in blocks(length, width) for row in range(some.start, some.stop)] == list(range(length))


def test_numbers_out_of_their_range_are_refused():
    with pytest.raises(ValueError, match="resamples is -1"):
        draw_documents(3, -1)
    with pytest.raises(ValueError, match="confidence is 95"):
        percentile_bounds(np.zeros((2, 1)), 95)
