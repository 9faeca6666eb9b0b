"""How much keyness would vary with other documents: the bootstrap and the permutations of documents."""

import warnings
from collections import Counter
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from analysis.stats.contingency import contingency, log_ratio_interval
from analysis.stats.keywords import keyness
from analysis.stats.resampled_keyness import log_ratio_bounds
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


def bounds(row: pd.Series) -> tuple[float, float]:
    return float(row["log_ratio_low"]), float(row["log_ratio_high"])


def of_tokens(count: int, total: int, count_reference: int, total_reference: int, confidence: float = 0.95) -> tuple:
    """Return the interval of a log ratio of independent tokens."""
    return tuple(
        map(float, log_ratio_interval(contingency(count, total, count_reference, total_reference), confidence))
    )


def all_resamples(counts: np.ndarray, totals: np.ndarray) -> Counter:
    """Count how many of all equally likely resamples have so many hits of so many tokens."""
    drawn = product(range(len(counts)), repeat=len(counts))
    return Counter((int(counts[list(each)].sum()), int(totals[list(each)].sum())) for each in drawn)


def adjusted(p: pd.Series, method: str) -> list[float]:
    """Adjust as Holm (1979) and Benjamini and Hochberg (1995) say, step by step."""
    order, m, result = sorted(range(len(p)), key=lambda i: p[i]), len(p), [0.0] * len(p)
    for rank, i in enumerate(order):
        if method == "holm":
            result[i] = max(min((m - before) * p[j], 1) for before, j in enumerate(order[: rank + 1]))
        elif method == "bh":
            result[i] = min(p[j] * m / (after + 1) for after, j in enumerate(order) if after >= rank)
        else:
            result[i] = p[i]
    return result


# The interval


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95])
@pytest.mark.parametrize(
    ("counts", "totals"),
    [
        ([1, 4, 9, 2, 3, 1, 1, 2, 5, 1], [10, 12, 20, 30, 11, 9, 9, 4, 15, 30]),
        ([3, 1, 0, 2, 1, 7, 6, 1, 1, 2, 9], [9, 4, 15, 30, 11, 8, 20, 20, 5, 5, 12]),
    ],
    ids=["5 and 5 documents", "6 and 5 documents, one without the term"],
)
def test_the_interval_lies_where_the_distribution_of_all_resamples_of_both_sides_puts_it(counts, totals, confidence):
    counts, totals = np.array(counts), np.array(totals)
    first = len(counts) - 5
    target, reference = all_resamples(counts[:first], totals[:first]), all_resamples(counts[first:], totals[first:])
    weights = np.outer(list(target.values()), list(reference.values())).ravel()
    exact = [log_ratio(*one, *other) for one, other in product(target, reference)]
    resamples, tail = 20_000, (1 - confidence) / 2
    names = [f"d{i:02}" for i in range(len(counts))]
    tokens, mask = tokens_with(counts, totals, names), np.arange(len(counts)) < first
    row = row_of(tokens, mask, resamples=resamples, confidence=confidence, exclude=["y"])
    # The share of draws below a bound is within five standard errors of its expectation.
    slack = 5 * np.sqrt(tail * (1 - tail) / resamples)
    shares = [tail - slack, tail + slack, 1 - tail - slack, 1 - tail + slack]
    around = np.quantile(exact, shares, method="inverted_cdf", weights=weights)
    assert around[0] - 1e-12 <= row["log_ratio_low"] <= around[1] + 1e-12
    assert around[2] - 1e-12 <= row["log_ratio_high"] <= around[3] + 1e-12


def test_many_documents_alike_have_an_interval_without_width_and_few_that_of_independent_tokens():
    many = row_of(tokens_with([4] * 5 + [1] * 5, [10] * 10), [True] * 5 + [False] * 5, resamples=50)
    assert bounds(many) == (2, 2)
    few = row_of(tokens_with([4] * 5 + [1] * 4, [10] * 9), [True] * 5 + [False] * 4, resamples=50)
    # The variance of ln((20 / 50) / (4 / 40)) is 1/20 - 1/50 + 1/4 - 1/40 (Katz et al. 1978).
    half = 1.959964 * np.sqrt(1 / 20 - 1 / 50 + 1 / 4 - 1 / 40) / np.log(2)
    assert bounds(few) == pytest.approx((2 - half, 2 + half), abs=1e-6)


@pytest.mark.parametrize("confidence", [0.5, 0.95])
def test_a_term_that_the_reference_does_not_have_is_at_least_as_unsure_as_independent_tokens_make_it(confidence):
    # Of 100 documents without the term, each resample has none: by the bootstrap alone the 0 would be sure.
    texts = ["josep " + "x " * 99] * 3 + ["x " * 100] * 100
    tokens = tokenize(pd.DataFrame({"doc_id": [f"d{i:03}" for i in range(103)], "text": texts}, dtype=str))
    row = row_of(tokens, np.arange(103) < 3, term="josep", confidence=confidence)
    low, high = of_tokens(3, 300, 0, 10_000, confidence)
    assert row["log_ratio_low"] <= low < row["log_ratio"] < high <= row["log_ratio_high"]
    # As seen from the other side, it is the same interval turned around.
    other = row_of(tokens, np.arange(103) >= 3, term="josep", confidence=confidence)
    assert bounds(other) == pytest.approx((-row["log_ratio_high"], -row["log_ratio_low"]))


def test_few_documents_have_the_outer_one_of_both_intervals():
    # 3 documents with 30, 1 and 1 hits vary more than independent tokens do, the 4 others, which are alike, less.
    row = row_of(tokens_with([30, 1, 1] + [2] * 4, [100] * 7), [True] * 3 + [False] * 4)
    low, high = of_tokens(32, 300, 8, 400)
    # Of the 27 resamples of the 3, eight have three hits, and one 90: more than 2.5 % either.
    assert row["log_ratio_low"] == pytest.approx(np.log2((3 / 300) / (8 / 400))) and row["log_ratio_low"] < low
    assert row["log_ratio_high"] == pytest.approx(np.log2((90 / 300) / (8 / 400))) and row["log_ratio_high"] > high


@pytest.mark.parametrize("clustering", [None, 2, 0.5], ids=["independent tokens", "clustered", "much clustered"])
@pytest.mark.parametrize("hits", [0.5, 1, 2, 5, 20])
def test_the_interval_holds_the_true_log_ratio_however_rare_the_term_is_in_the_reference(clustering, hits):
    random, terms = np.random.default_rng(1), 1000

    def counts(documents: int, rate: float) -> sparse.csr_array:
        shape = (documents, terms)
        rates = np.full(shape, rate) if clustering is None else random.gamma(clustering, rate / clustering, shape)
        return sparse.csr_array(random.binomial(100, rates))

    target, reference = counts(30, 0.02), counts(60, hits / 6000)
    low, high = log_ratio_bounds(target, reference, (np.full(30, 100), np.full(60, 100)), resamples=300).T
    true = np.log2(0.02 / (hits / 6000))
    assert ((low <= true) & (true <= high)).mean() > 0.9


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
        counts = [3] * 5 + [0] + [1] * 5 + [0]
        tokens = tokens_with(counts, [9 * (count > 0) for count in counts])
        row = row_of(tokens, [True] * 6 + [False] * 6, permutations=99)
    assert bounds(row) == pytest.approx((np.log2(3), np.log2(3)))


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
    tokens, target = tokens_with([3, 1, 4, 5, 2] * 2, [9, 8, 7, 9, 11] * 2), [True] * 5 + [False] * 5
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
    assert not {"p_permutation", "p_permutation_adjusted"} & set(row_of(tokens, target).index)


@pytest.mark.parametrize("adjust", ["holm", "bh", "none"])
def test_p_of_permutations_is_adjusted_for_all_terms_tested_be_they_shown_or_not(adjust):
    texts = ["tax tax cut the road", "tax the road road", "tax the a", "the peace a", "peace the peace", "the a peace"]
    tokens = tokenize(pd.DataFrame({"doc_id": list("abcdef"), "text": texts}))
    options = {"resamples": 0, "permutations": 199, "adjust": adjust}
    every = keyness(tokens, [True] * 3 + [False] * 3, **ALL, **options)
    assert len(every) == 6
    assert every["p_permutation_adjusted"].tolist() == pytest.approx(adjusted(every["p_permutation"], adjust))
    shown = keyness(tokens, [True] * 3 + [False] * 3, alpha=0.5, **options)
    assert 0 < len(shown) < 6
    both = every.set_index("term").loc[shown["term"]].reset_index()
    pd.testing.assert_frame_equal(shown, both.astype(shown.dtypes))


def test_p_of_permutations_can_be_the_evidence():
    # x is in one document of the target alone, very often; z in each of them, three times.
    texts = ["x " * 40 + "y " * 60 + "z " * 3] + ["y " * 100 + "z " * 3] * 5 + ["y " * 103] * 6
    tokens = tokenize(pd.DataFrame({"doc_id": [f"d{i:02}" for i in range(12)], "text": texts}))
    target = np.arange(12) < 6
    assert set(keyness(tokens, target)["term"]) == {"x", "z"}
    frame = keyness(tokens, target, evidence="permutation", permutations=999)
    assert frame["term"].tolist() == ["z"]
    assert frame["p"].tolist() == frame["p_permutation"].tolist()
    assert frame["p_adjusted"].tolist() == frame["p_permutation_adjusted"].tolist()


def test_evidence_of_permutations_needs_some():
    with pytest.raises(ValueError, match="permutations is 0: say how many"):
        keyness(tokens_with([1, 2], [3, 3]), [True, False], evidence="permutation")


# Dispersion within the target


def test_dispersion_is_that_within_the_target_only():
    # Shares of the tokens 1/2, 1/4, 1/4, of x 0, 1/2, 1/2: DP is (1/2 + 1/4 + 1/4) / 2, by 1 - 1/4.
    tokens = tokens_with([0, 3, 3, 5, 0], [20, 10, 10, 10, 10])
    row = row_of(tokens, [True, True, True, False, False], resamples=0)
    assert row["dp_norm"] == pytest.approx(0.5 / 0.75)
    assert row_of(tokens, [False, False, False, True, False], resamples=0).isna()["dp_norm"]
