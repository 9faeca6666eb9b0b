"""How much keyness would vary with other documents: the bootstrap and the permutations of documents."""

import warnings
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.keywords import keyness
from analysis.text import Tokens, tokenize

ALL = {"alpha": None, "both_sides": True}


def tokens_with(counts: list[int], totals: list[int], names: list[str] | None = None) -> Tokens:
    """Make documents in which the term x stands so often of so many."""
    texts = ["x " * count + "y " * (total - count) for count, total in zip(counts, totals, strict=True)]
    names = names or [f"d{i}" for i in range(len(texts))]
    return tokenize(pd.DataFrame({"doc_id": names, "text": texts}, dtype=str))


def row_of(tokens: Tokens, target: list[bool], term: str = "x", **options) -> pd.Series:
    return keyness(tokens, target, **{**ALL, **options}).set_index("term").loc[term]


def log_ratio(count: int, total: int, count_reference: int, total_reference: int) -> float:
    return np.log2((count or 0.5) / total) - np.log2((count_reference or 0.5) / total_reference)


def g2(count: int, total: int, count_reference: int, total_reference: int) -> float:
    observed = np.array([[count, total - count], [count_reference, total_reference - count_reference]], dtype=float)
    likely = observed.sum(axis=1, keepdims=True) * observed.sum(axis=0, keepdims=True) / observed.sum()
    held = observed > 0
    return float(2 * (observed[held] * np.log(observed[held] / likely[held])).sum())


# The interval


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95])
@pytest.mark.parametrize(
    ("counts", "totals"), [([1, 4, 9, 2, 3], [10, 12, 20, 30, 11]), ([0, 3, 1, 0, 2], [9, 9, 4, 15, 30])]
)
def test_the_interval_lies_where_the_distribution_of_all_resamples_of_both_sides_puts_it(counts, totals, confidence):
    counts, totals = np.array(counts), np.array(totals)
    sides = [product(range(3), repeat=3), product((3, 4), repeat=2)]
    exact = [
        log_ratio(counts[list(one)].sum(), totals[list(one)].sum(), counts[list(two)].sum(), totals[list(two)].sum())
        for one, two in product(*map(list, sides))
        if counts[list(one)].sum() + counts[list(two)].sum()
    ]
    resamples, tail = 20_000, (1 - confidence) / 2
    row = row_of(tokens_with(counts, totals), [True] * 3 + [False] * 2, resamples=resamples, confidence=confidence)
    # The share of draws below a bound is within five standard errors of its expectation.
    slack = 5 * np.sqrt(tail * (1 - tail) / resamples)
    around = np.quantile(exact, [tail - slack, tail + slack, 1 - tail - slack, 1 - tail + slack], method="inverted_cdf")
    assert around[0] - 1e-12 <= row["log_ratio_low"] <= around[1] + 1e-12
    assert around[2] - 1e-12 <= row["log_ratio_high"] <= around[3] + 1e-12


def test_documents_alike_have_an_interval_without_width_at_the_log_ratio():
    row = row_of(tokens_with([4, 4, 1, 1, 1], [10] * 5), [True, True, False, False, False], resamples=50)
    assert row["log_ratio_low"] == row["log_ratio"] == row["log_ratio_high"] == 2


def test_a_term_that_one_document_is_full_of_has_a_wide_interval_and_one_that_all_use_a_narrow_one():
    target = [True] * 6 + [False] * 6
    spread = row_of(tokens_with([5] * 6 + [1] * 6, [100] * 12), target)
    bursty = row_of(tokens_with([30, 0, 0, 0, 0, 0] + [1] * 6, [100] * 12), target)
    assert spread["g2"] == pytest.approx(bursty["g2"])
    assert spread["log_ratio_low"] > 2
    assert bursty["log_ratio_low"] < 0 < bursty["log_ratio_high"]


@pytest.mark.parametrize("target", [[True, False, False], [True, True, False]])
def test_a_side_of_one_document_has_no_interval(target):
    row = row_of(tokens_with([3, 1, 2], [9, 9, 9]), target)
    assert np.isnan([row["log_ratio_low"], row["log_ratio_high"]]).all()


def test_no_resamples_leave_the_interval_empty():
    row = row_of(tokens_with([3, 1, 2, 1], [9] * 4), [True, True, False, False], resamples=0)
    assert np.isnan([row["log_ratio_low"], row["log_ratio_high"]]).all()


def test_documents_without_tokens_are_drawn_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        row = row_of(tokens_with([3, 0, 1, 0], [9, 0, 9, 0]), [True, True, False, False], permutations=99)
    assert row["log_ratio_low"] == row["log_ratio_high"] == pytest.approx(np.log2(3))


def test_two_sides_of_as_many_documents_are_drawn_independently():
    # Drawn alike, the two would vary together and their ratio not at all.
    row = row_of(tokens_with([1, 9, 1, 9], [10] * 4), [True, True, False, False])
    assert row["log_ratio_low"] < -1 < 1 < row["log_ratio_high"]


@given(st.permutations(range(6)))
def test_the_order_of_the_documents_does_not_matter(order):
    counts, totals, target = [3, 1, 0, 5, 2, 2], [9, 8, 7, 9, 11, 4], np.array([True, True, False, False, True, False])
    names = [f"d{i}" for i in range(6)]
    options = {**ALL, "resamples": 40, "permutations": 40}
    one = keyness(tokens_with(counts, totals, names), target, **options)
    shuffled = [[column[i] for i in order] for column in (counts, totals, names)]
    pd.testing.assert_frame_equal(keyness(tokens_with(*shuffled), target[order], **options), one)


def test_the_same_seed_gives_the_same_result_and_another_seed_another_one():
    tokens, target = tokens_with([3, 1, 0, 5, 2, 2], [9, 8, 7, 9, 11, 4]), [True, True, False, False, True, False]
    options = {"resamples": 25, "permutations": 25}
    pd.testing.assert_series_equal(row_of(tokens, target, **options), row_of(tokens, target, **options))
    one, other = (row_of(tokens, target, seed=seed, **options) for seed in (1, 2))
    assert one["log_ratio_low"] != other["log_ratio_low"]
    assert one["log_ratio"] == other["log_ratio"]


def test_terms_have_the_same_interval_alone_as_among_others():
    tokens, target = tokens_with([3, 1, 0, 5, 2, 2], [9, 8, 7, 9, 11, 4]), [True, True, False, False, True, False]
    alone = row_of(tokens, target, exclude=["y"], permutations=99, adjust="none")
    pd.testing.assert_series_equal(row_of(tokens, target, permutations=99, adjust="none"), alone)


# Permutations


@pytest.mark.parametrize(
    ("counts", "totals"),
    [
        ([5, 6, 4, 1, 0, 2, 1], [20, 22, 18, 20, 21, 20, 19]),
        ([9, 0, 0, 0, 1, 0, 0], [30, 10, 12, 9, 14, 25, 8]),
        ([1, 1, 1, 1, 1, 1, 1], [5, 5, 5, 5, 5, 5, 5]),
    ],
)
def test_p_of_permutations_nears_the_share_of_all_ways_to_deal_the_documents_out(counts, totals):
    counts, totals = np.array(counts), np.array(totals)
    statistics = []
    for chosen in combinations(range(7), 3):
        target = np.isin(np.arange(7), chosen)
        statistics.append(g2(counts[target].sum(), totals[target].sum(), counts[~target].sum(), totals[~target].sum()))
    exact = np.mean(np.array(statistics) >= statistics[0] - 1e-9)  # the first way is the one observed
    permutations = 9_999
    row = row_of(tokens_with(counts, totals), [True] * 3 + [False] * 4, resamples=0, permutations=permutations)
    slack = 5 * np.sqrt(exact * (1 - exact) / permutations) + 2 / permutations
    assert row["p_permutation"] == pytest.approx(exact, abs=slack)


def test_a_term_that_one_document_is_full_of_is_no_evidence_when_documents_are_dealt_out():
    target = [True] * 5 + [False] * 5
    bursty = row_of(tokens_with([40] + [0] * 9, [100] * 10), target, resamples=0, permutations=999)
    spread = row_of(tokens_with([8] * 5 + [0] * 5, [100] * 10), target, resamples=0, permutations=999)
    assert bursty["p"] == pytest.approx(spread["p"])
    assert bursty["p"] < 1e-9
    assert bursty["p_permutation"] == 1
    assert spread["p_permutation"] < 0.03  # 2 of the 252 ways are as extreme


def test_p_of_permutations_is_never_zero_and_there_only_when_asked_for():
    tokens, target = tokens_with([9] * 8 + [0] * 8, [10] * 16), [True] * 8 + [False] * 8
    assert row_of(tokens, target, permutations=9)["p_permutation"] == 1 / 10
    assert "p_permutation" not in row_of(tokens, target)


# Dispersion within the target


def test_dispersion_is_that_within_the_target_only():
    # Shares of the tokens 1/2, 1/4, 1/4, of x 0, 1/2, 1/2: DP is (1/2 + 1/4 + 1/4) / 2, by 1 - 1/4.
    tokens = tokens_with([0, 3, 3, 5, 0], [20, 10, 10, 10, 10])
    row = row_of(tokens, [True, True, True, False, False], resamples=0)
    assert row["dp_norm"] == pytest.approx(0.5 / 0.75)
    assert row_of(tokens, [False, False, False, True, False], resamples=0).isna()["dp_norm"]
