"""How often terms stand, and how sure that is."""

import warnings
from collections import Counter
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap

from analysis.stats import frequencies
from analysis.text import Tokens, tokenize

from .given import rows, tokens_of

COLUMNS = [
    "term",
    "count",
    "per_million",
    "per_million_low",
    "per_million_high",
    "documents",
    "dp_norm",
    "dp_weighted",
    "group_tokens",
    "group_documents",
]
TEXTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=8).map(" ".join), max_size=6)

often = settings(deadline=None, max_examples=60)


def documents_with(counts: list[int], totals: list[int]) -> Tokens:
    """Make documents in which the term x stands so often of so many."""
    return tokens_of(*["x " * count + "y " * (total - count) for count, total in zip(counts, totals, strict=True)])


def bounds(tokens: Tokens, term: str = "x", **options) -> tuple[float, float]:
    row = frequencies(tokens, **options).set_index("term").loc[term]
    return float(row["per_million_low"]), float(row["per_million_high"])


# Counts and rates


def test_numbers_get_no_row_when_they_are_not_wanted_and_still_count_in_the_rate():
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["In 2023 some 120,000 people, 30th of May, \u0662\u0663"]})
    frame = frequencies(tokenize(documents), numbers=False)
    assert sorted(frame["term"]) == ["30th", "in", "may", "of", "people", "some"]
    assert set(frame["per_million"]) == {1_000_000 / 9}


def test_counts_rates_and_documents_are_those_worked_out_by_hand():
    frame = frequencies(tokens_of("The road is closed", "Open the road! The road.", "—", "peace"))
    assert frame.columns.tolist() == COLUMNS
    assert rows(frame, "term", "count", "documents") == [
        ("road", 3, 2),
        ("the", 3, 2),
        ("closed", 1, 1),
        ("is", 1, 1),
        ("open", 1, 1),
        ("peace", 1, 1),
    ]
    assert frame["per_million"].tolist() == [300_000, 300_000, 100_000, 100_000, 100_000, 100_000]
    assert set(rows(frame, "group_tokens", "group_documents")) == {(10, 4)}


@often
@given(TEXTS)
def test_counts_and_documents_are_those_of_counters(texts):
    frame = frequencies(tokens_of(*texts), resamples=0)
    words = Counter(word for text in texts for word in text.split())
    documents = Counter(word for text in texts for word in set(text.split()))
    expected = sorted(
        ((w, n, documents[w], n * 1e6 / words.total()) for w, n in words.items()), key=lambda r: (-r[1], r)
    )
    assert rows(frame, "term", "count", "documents", "per_million") == expected


def test_an_excluded_term_has_no_row_but_counts_in_the_rate():
    tokens = tokens_of("the road", "the the")
    for exclude in ({"the", "absent"}, ["the"], ["The", "THE"], np.array(["the"]), pd.Series(["the"])):
        assert rows(frequencies(tokens, exclude=exclude), *COLUMNS[:3], "group_tokens") == [("road", 1, 250_000, 4)]
    for exclude in ((), set(), np.array([]), pd.Series([], dtype=str)):
        assert frequencies(tokens, exclude=exclude)["term"].tolist() == ["the", "road"]


def test_a_term_below_the_minimum_of_its_group_has_no_row_there():
    tokens = tokens_of("a a b", "a b b", "c")
    assert rows(frequencies(tokens, ["x", "y", "y"], minimum=2), "group", "term", "count") == [
        ("x", "a", 2),
        ("y", "b", 2),
    ]
    assert frequencies(tokens, minimum=3)["term"].tolist() == ["a", "b"]
    assert frequencies(tokens, ["x", "y", "y"], minimum=0)["term"].tolist() == ["a", "b", "b", "a", "c"]


def test_a_clustered_term_keeps_less_of_its_count():
    # Of documents of 2, 4 and 2 tokens, shares 1/4, 1/2 and 1/4 of all: "even" stands in each as often per token; all
    # of "one" is in the third, so that its DP (Gries 2008) is (1/4 + 1/2 + 3/4) / 2, the most it can be, 1 - 1/4;
    # that of "x", with shares 1/3, 2/3 and 0, is (1/12 + 1/6 + 1/4) / 2, a third of the most.
    frame = frequencies(tokens_of("even x", "even x even x", "even one")).set_index("term")
    assert frame.loc["even", ["dp_norm", "dp_weighted"]].tolist() == [0, 4]
    assert frame.loc["one", ["dp_norm", "dp_weighted"]].tolist() == pytest.approx([1, 0])
    assert frame.loc["x", ["dp_norm", "dp_weighted"]].tolist() == pytest.approx([1 / 3, 2])


@pytest.mark.parametrize("texts", [("a a b",), ("a a b", "")])
def test_a_group_of_one_document_with_tokens_says_nothing_of_dispersion(texts):
    frame = frequencies(tokens_of(*texts))
    assert frame[["dp_norm", "dp_weighted"]].isna().all(axis=None)
    assert frame[["dp_norm", "dp_weighted"]].dtypes.tolist() == ["float64", "float64"]


# Groups


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (np.array(["B", "A", "B"]), ["group"]),
        (pd.Series(["B", "A", "B"], index=[9, 9, 9], name="actor"), ["actor"]),
        (pd.DataFrame({"year": [2023, 2022, 2023]}), ["year"]),
        (pd.DataFrame({"year": [2023, 2022, 2023], "actor": ["B", "A", "B"]}), ["year", "actor"]),
    ],
    ids=["array", "series", "table", "table of two"],
)
def test_rates_are_of_the_groups_own_tokens(by, names):
    frame = frequencies(tokens_of("a b", "a a c c c", "a"), by)
    assert frame.columns.tolist() == [*names, *COLUMNS]
    assert rows(frame, "term", "count", "per_million", "documents", "group_tokens", "group_documents") == [
        ("c", 3, 600_000, 1, 5, 1),
        ("a", 2, 400_000, 1, 5, 1),
        ("a", 2, pytest.approx(2e6 / 3), 2, 3, 2),
        ("b", 1, pytest.approx(1e6 / 3), 1, 3, 2),
    ]
    groups = {"group": ["A", "B"], "actor": ["A", "B"], "year": [2022, 2023]}
    assert rows(frame, *names) == [tuple(groups[name][i] for name in names) for i in (0, 0, 1, 1)]


def test_documents_without_a_group_count_nowhere_unless_they_are_asked_for():
    tokens, by = tokens_of("a", "a b", "b"), pd.Series(["x", None, np.nan], name="actor")
    expected = [("x", "a", 1, 1, 1)]
    columns = ("actor", "term", "count", "group_tokens", "group_documents")
    assert rows(frequencies(tokens, by), *columns) == expected
    frame = frequencies(tokens, by, dropna=False)
    assert rows(frame.fillna({"actor": "none"}), *columns) == [
        *expected,
        ("none", "b", 2, 3, 2),
        ("none", "a", 1, 3, 2),
    ]


@often
@given(TEXTS, st.data())
def test_a_group_has_the_numbers_that_its_documents_have_alone(texts, data):
    by = np.array([data.draw(st.sampled_from("AB")) for _ in texts], dtype=object)
    tokens = tokens_of(*texts)
    together = frequencies(tokens, by, resamples=20)
    for group in "AB":
        alone = frequencies(tokens.select(by == group), resamples=20)
        mine = together[together["group"] == group].drop(columns="group").reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone)


def test_one_group_for_each_document_is_demanded():
    with pytest.raises(ValueError, match="by has 1 values for 2 documents"):
        frequencies(tokens_of("a", "b"), ["x"])


@pytest.mark.parametrize("texts", [[], [""], ["", " …"]])
@pytest.mark.parametrize("grouped", [False, True])
def test_no_tokens_make_an_empty_table_of_the_same_columns_and_types(texts, grouped):
    by = pd.Series(["x"] * len(texts), name="actor", dtype=str) if grouped else None
    full = frequencies(tokens_of("a"), pd.Series(["x"], name="actor", dtype=str) if grouped else None)
    frame = frequencies(tokens_of(*texts), by)
    assert frame.empty
    assert frame.dtypes.to_dict() == full.dtypes.to_dict()
    assert frame.columns.tolist() == (["actor"] if grouped else []) + COLUMNS


def test_documents_that_are_all_without_a_group_make_an_empty_table():
    frame = frequencies(tokens_of("a", "b"), pd.Series([None, None], name="actor", dtype=str))
    assert frame.columns.tolist() == ["actor", *COLUMNS]
    assert frame.nlargest(5, "count").empty


# Intervals


def slow_resamples(counts: list[int], totals: list[int]) -> np.ndarray:
    """List the rates of all equally likely resamples of the documents."""
    draws = list(product(range(len(counts)), repeat=len(counts)))
    return np.sort([1e6 * sum(counts[i] for i in draw) / sum(totals[i] for i in draw) for draw in draws])


@pytest.mark.parametrize("confidence", [0.5, 0.6, 0.8, 0.95])
@pytest.mark.parametrize(
    ("counts", "totals"), [([1, 4, 9], [10, 10, 10]), ([1, 0, 7], [5, 40, 8]), ([2, 1, 0], [2, 9, 30])]
)
def test_the_interval_lies_where_the_distribution_of_all_resamples_puts_it(counts, totals, confidence):
    exact = slow_resamples(counts, totals)
    assert len(exact) == 27
    resamples, tail = 20_000, (1 - confidence) / 2
    # The share of draws below a bound is within five standard errors of its expectation.
    slack = 5 * np.sqrt(tail * (1 - tail) / resamples)
    low, high = bounds(documents_with(counts, totals), confidence=confidence, resamples=resamples)
    around = np.quantile(exact, [tail - slack, tail + slack, 1 - tail - slack, 1 - tail + slack], method="inverted_cdf")
    assert around[0] * (1 - 1e-12) <= low <= around[1] * (1 + 1e-12)
    assert around[2] * (1 - 1e-12) <= high <= around[3] * (1 + 1e-12)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_interval_is_that_of_scipy_within_the_error_of_chance(confidence):
    counts, totals = [0, 1, 0, 2, 14, 1, 0, 3, 1, 9], [40, 12, 90, 55, 60, 20, 35, 80, 15, 33]
    theirs = bootstrap(
        (np.array(counts), np.array(totals)),
        lambda some, all_of_them, axis: 1e6 * some.sum(axis) / all_of_them.sum(axis),
        paired=True,
        vectorized=True,
        method="percentile",
        n_resamples=20_000,
        confidence_level=confidence,
        rng=np.random.default_rng(1),
    )
    # From seed to seed the two differ by at most 0.03 standard errors of the rate (one standard deviation).
    low, high = bounds(documents_with(counts, totals), confidence=confidence, resamples=20_000)
    assert low == pytest.approx(theirs.confidence_interval.low, abs=0.15 * theirs.standard_error)
    assert high == pytest.approx(theirs.confidence_interval.high, abs=0.15 * theirs.standard_error)


def test_documents_alike_have_an_interval_without_width_at_the_rate():
    for total in range(3, 40):
        row = frequencies(documents_with([3] * 4, [total] * 4), resamples=50).set_index("term").loc["x"]
        assert row["per_million_low"] == row["per_million"] == row["per_million_high"] == 3_000_000 / total


documents = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=6)
with_a_term = documents.filter(lambda pairs: any(count for count, _ in pairs))


@often
@given(with_a_term, st.integers(0, 99))
def test_the_interval_lies_between_the_lowest_and_the_highest_document(pairs, seed):
    counts, totals = [c for c, _ in pairs], [c + rest for c, rest in pairs]
    low, high = bounds(documents_with(counts, totals), resamples=200, seed=seed)
    rates = [1e6 * count / total for count, total in zip(counts, totals, strict=True) if total]
    assert min(rates) * (1 - 1e-12) <= low <= high <= max(rates) * (1 + 1e-12)


@often
@given(with_a_term)
def test_more_confidence_never_makes_the_interval_narrower(pairs):
    tokens = documents_with([c for c, _ in pairs], [c + rest for c, rest in pairs])
    wide, narrow = bounds(tokens, confidence=0.95, resamples=200), bounds(tokens, confidence=0.6, resamples=200)
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]


def test_the_same_seed_gives_the_same_interval_and_another_seed_another_one():
    tokens = documents_with([1, 5, 2, 9, 0], [11, 17, 23, 31, 7])
    stated = frequencies(tokens, resamples=1000, confidence=0.95, seed=0)
    pd.testing.assert_frame_equal(frequencies(tokens), stated)
    assert bounds(tokens, seed=1, resamples=20) != bounds(tokens, seed=2, resamples=20)


@often
@given(st.permutations(range(6)))
def test_the_order_of_the_documents_does_not_matter(order):
    tokens = documents_with([3, 1, 0, 5, 2, 2], [9, 8, 7, 9, 11, 4])
    parties = pd.Series(["left", "right", "left", "right", "left", None], dtype=object)
    for by in (None, parties):
        shuffled = None if by is None else by.iloc[order]
        one, other = frequencies(tokens, by, resamples=40), frequencies(tokens.take(order), shuffled, resamples=40)
        pd.testing.assert_frame_equal(one, other)
    assert one["per_million_low"].notna().all()


def test_terms_alike_in_every_document_have_the_same_interval_however_many_they_are():
    tokens = tokens_of(*[" ".join(f"{word}" for word in range(first, 9000)) for first in (0, 0, 1)], "0 and more words")
    frame = frequencies(tokens, exclude=["0"], resamples=500)
    alike = frame[frame["count"] == 3]
    assert len(alike) == 8999
    assert (alike["per_million_low"].nunique(), alike["per_million_high"].nunique()) == (1, 1)
    assert alike["per_million_low"].iloc[0] < alike["per_million"].iloc[0]


def test_a_group_of_one_document_has_no_interval():
    frame = frequencies(tokens_of("a b", "a", "b a"), ["x", "y", "y"])
    assert (
        frame[["per_million_low", "per_million_high"]].isna().all(axis=1).tolist() == (frame["group"] == "x").tolist()
    )


def test_no_resamples_leave_the_interval_empty():
    frame = frequencies(tokens_of("a b", "a"), resamples=0)
    assert frame[["per_million_low", "per_million_high"]].isna().all(axis=None)
    assert frame["count"].tolist() == [2, 1]


def test_resamples_of_documents_without_tokens_are_left_out_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # Of the four resamples, one holds no token; x is half of all tokens in every other.
        assert bounds(tokens_of("x y", "")) == (500_000, 500_000)


@pytest.mark.parametrize("confidence", [0, 1, 1.5, -0.1, 95, np.nan])
def test_a_confidence_that_is_no_probability_is_an_error(confidence):
    with pytest.raises(ValueError, match=r"confidence is .* between 0 and 1"):
        frequencies(tokens_of("a"), confidence=confidence)


@pytest.mark.parametrize("name", ["resamples", "minimum"])
def test_a_negative_number_is_an_error(name):
    with pytest.raises(ValueError, match=f"{name} is -1: it must be 0 or more"):
        frequencies(tokens_of("a"), **{name: -1})
