"""How alike documents and groups of documents are."""

import math
import warnings
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.spatial import distance

from analysis.stats import bootstrap, likeness
from analysis.stats.likeness import FORMULAS, similarity, similarity_of_rows
from analysis.text import Tokens, tokenize

from .given import inaugural_addresses, reference, tokens_of

COUNTS = st.lists(st.lists(st.integers(0, 4), min_size=5, max_size=5), max_size=7)

often = settings(deadline=None, max_examples=80)


def rows_of(counts: list[list[int]]) -> np.ndarray:
    return np.array(counts, dtype=np.int64).reshape(len(counts), 5)


def numbers(n: int) -> pd.Series:
    return pd.Series(range(n), name="row")


@pytest.fixture(scope="module")
def addresses() -> Tokens:
    return tokenize(inaugural_addresses())


# Equal to other programs


@pytest.mark.parametrize("measure", ["euclidean", *reference("similarity_quanteda")["results"]])
def test_measures_are_those_of_quanteda(addresses, measure):
    theirs = reference("similarity_quanteda")
    table = theirs["euclidean"] if measure == "euclidean" else theirs["results"][measure]
    ours = similarity(addresses, measure=measure.replace(" ", "_")).set_index(["doc_id", "other"]).squeeze()
    expected = {(theirs["docs"][i], theirs["docs"][j]): table[i][j] for i, j in combinations(range(4), 2)}
    assert ours.to_dict() == pytest.approx(expected, rel=1e-6)


def test_the_cosine_is_that_of_scikit_learn(addresses):
    theirs = reference("similarity_sklearn")
    ours = similarity(addresses)["cosine"].tolist()
    assert ours == pytest.approx([theirs["cosine"][i][j] for i, j in combinations(range(4), 2)], rel=1e-9)


@often
@given(COUNTS, st.sampled_from(list(FORMULAS)))
def test_measures_are_those_of_slow_loops(counts, measure):
    rows = rows_of(counts)
    used = rows[:, rows.any(axis=0)]

    def slow(x: np.ndarray, y: np.ndarray) -> float:
        there, both = (x > 0) | (y > 0), (x > 0) & (y > 0)
        agree, dot = ((x > 0) == (y > 0)).mean(), float(x @ y)
        squares = float(x @ x + y @ y)
        constant = min(np.ptp(x), np.ptp(y)) == 0
        return {
            "cosine": lambda: 1 - distance.cosine(x, y) if x.any() and y.any() else math.nan,
            "correlation": lambda: math.nan if constant else np.corrcoef(x, y)[0, 1],
            "jaccard": lambda: both.sum() / there.sum() if there.any() else math.nan,
            "dice": lambda: 2 * both.sum() / ((x > 0).sum() + (y > 0).sum()) if there.any() else math.nan,
            "ejaccard": lambda: dot / (squares - dot) if squares else math.nan,
            "edice": lambda: 2 * dot / squares if squares else math.nan,
            "simple_matching": lambda: agree,
            "hamann": lambda: 2 * agree - 1,
            "euclidean": lambda: math.dist(x, y),
        }[measure]()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = similarity_of_rows(rows, numbers(len(rows)), measure=measure)
    pairs = list(combinations(range(len(rows)), 2))
    assert list(zip(frame["row"], frame["other"], strict=True)) == pairs
    if used.shape[1]:
        assert frame[measure].tolist() == pytest.approx(
            [slow(used[i], used[j]) for i, j in pairs], nan_ok=True, abs=1e-9
        )


# What holds whatever the counts are


@often
@given(COUNTS.filter(lambda counts: len(counts) > 1), st.randoms(), st.sampled_from(list(FORMULAS)))
def test_neither_the_order_of_terms_nor_empty_ones_matter(counts, random, measure):
    rows = rows_of(counts)
    order = list(range(5))
    random.shuffle(order)
    shuffled = sparse.hstack([sparse.csr_array(rows[:, order]), sparse.csr_array((len(rows), 3), dtype=int)])
    first = similarity_of_rows(rows, numbers(len(rows)), measure=measure)
    pd.testing.assert_frame_equal(first, similarity_of_rows(shuffled, numbers(len(rows)), measure=measure))


@often
@given(st.lists(st.integers(1, 4), min_size=2, max_size=6).filter(lambda row: len(set(row)) > 1))
def test_equal_documents_are_as_alike_as_can_be(row):
    for measure in FORMULAS:
        value = similarity_of_rows(np.array([row, row]), numbers(2), measure=measure)[measure][0]
        assert value == pytest.approx(0 if measure == "euclidean" else 1)
    doubled = np.array([row, [2 * count for count in row]])
    assert similarity_of_rows(doubled, numbers(2))["cosine"][0] == pytest.approx(1)


# Groups, and fewer pairs


def test_groups_are_compared_by_their_words_together():
    by = pd.Series(["un", "eu", None, "un"], name="actor")
    frame = similarity(tokens_of("peace", "peace talks", "war", "talks now"), by, measure="jaccard")
    assert frame.columns.tolist() == ["actor", "other", "jaccard"]
    assert frame.values.tolist() == [["eu", "un", 2 / 3]]
    every = similarity(tokens_of("peace", "peace talks", "war", "talks now"), by, measure="jaccard", dropna=False)
    assert every["jaccard"].tolist() == [2 / 3, 0, 0]
    assert every["other"].isna().tolist() == [False, True, True]


def test_pairs_that_are_too_unlike_get_no_row():
    frame = similarity(tokens_of("a b", "a c", "d", "—"), measure="jaccard", minimum=0.1)
    assert frame.values.tolist() == [["d0", "d1", 1 / 3]]


def test_the_most_alike_of_each_document_are_listed_under_it():
    frame = similarity(tokens_of("a b c", "a b", "a x"), measure="jaccard", top=1)
    assert frame[["doc_id", "other"]].values.tolist() == [["d0", "d1"], ["d1", "d0"], ["d2", "d1"]]
    nearest = similarity(tokens_of("a a a", "a a", "a"), measure="euclidean", top=1)
    assert nearest[["doc_id", "other", "euclidean"]].values.tolist() == [
        ["d0", "d1", 1],
        ["d1", "d0", 1],
        ["d2", "d1", 1],
    ]
    both = similarity(tokens_of("a b c", "a b", "a x"), measure="jaccard", top=9, minimum=0.5)
    assert both[["doc_id", "other"]].values.tolist() == [["d0", "d1"], ["d1", "d0"]]


def test_work_in_blocks_gives_the_same(monkeypatch):
    tokens = tokens_of("a b", "a c", "b c d", "d", "a")
    whole, nearest = similarity(tokens), similarity(tokens, top=2)
    monkeypatch.setattr(bootstrap, "CELLS_AT_ONCE", 10)
    pd.testing.assert_frame_equal(similarity(tokens), whole)
    pd.testing.assert_frame_equal(similarity(tokens, top=2), nearest)


def test_too_many_pairs_are_not_listed(monkeypatch):
    monkeypatch.setattr(likeness, "MOST_PAIRS", 2)
    tokens = tokens_of("a", "a", "a")
    with pytest.raises(ValueError, match="3 pairs are too many to list: give top"):
        similarity(tokens)
    assert len(similarity(tokens, minimum=0.5)) == 3
    assert len(similarity(tokens, top=1)) == 3


# Ordinary edges


def test_documents_without_a_token_have_no_likeness():
    frame = similarity(tokens_of("peace", "—"))
    assert frame["other"].tolist() == ["d1"] and math.isnan(frame.loc[0, "cosine"])
    assert similarity(tokens_of("a b", "a", "—"), top=2)["doc_id"].tolist() == ["d0", "d1"]
    assert similarity(tokens_of("—", "—"), measure="jaccard")["jaccard"].isna().tolist() == [True]


@pytest.mark.parametrize("texts", [(), ("peace",)])
@pytest.mark.parametrize("options", [{}, {"top": 3}, {"minimum": 0.5}])
def test_fewer_than_two_documents_make_no_pair(texts, options):
    empty = similarity(tokens_of(*texts), **options)
    assert len(empty) == 0 and empty.dtypes.equals(similarity(tokens_of("a", "b")).dtypes)


def test_errors_say_what_to_do():
    tokens = tokens_of("a", "b")
    with pytest.raises(ValueError, match="did you mean cosine"):
        similarity(tokens, measure="cosin")
    with pytest.raises(ValueError, match="euclidean is a distance: give top"):
        similarity(tokens, measure="euclidean", minimum=1)
    with pytest.raises(ValueError, match="top is 0"):
        similarity(tokens, top=0)
    with pytest.raises(ValueError, match="3 values for 2 documents"):
        similarity(tokens, [1, 2, 3])
    with pytest.raises(ValueError, match="by has the columns a, b: give one"):
        similarity(tokens, pd.DataFrame({"a": [1, 2], "b": [1, 2]}))
    with pytest.raises(ValueError, match="'other', as a column"):
        similarity(tokens, pd.Series([1, 2], name="other"))
    with pytest.raises(ValueError, match="1 names for 2 rows"):
        similarity_of_rows(np.eye(2), pd.Series(["a"]))
