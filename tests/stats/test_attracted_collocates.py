"""Collocates are terms that a node attracts; the others are there when they are asked for."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats.collocates import collocations
from analysis.text import Tokens

from .given import tokens_of

TEXTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=12).map(" ".join), max_size=4)
WINDOWS = st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(any)


def collocates(tokens: Tokens, **options) -> list[tuple]:
    frame = collocations(tokens, "x", window=1, minimum=1, measures=["g2"], **options)
    return list(frame[["collocate", "count", "expected"]].itertuples(index=False, name=None))


def test_a_term_that_stands_near_the_node_less_often_than_by_chance_is_no_collocate():
    # Of the 5 tokens that are not x, 2 lie in its window: of one b by chance 2/5, of four a 8/5, where one is found.
    # Its g2 alone would not tell, as it has no sign.
    tokens = tokens_of("b x a", "a a a")
    b, a = ("b", 1, pytest.approx(2 / 5)), ("a", 1, pytest.approx(8 / 5))
    assert collocates(tokens) == [b]
    assert sorted(collocates(tokens, both_sides=True)) == [a, b]


def test_a_term_that_stands_near_the_node_as_often_as_by_chance_is_no_collocate():
    tokens = tokens_of("x a", "b x", "a b")
    assert collocates(tokens) == []
    assert collocates(tokens, both_sides=True) == [("a", 1, 1), ("b", 1, 1)]


def test_a_pair_of_which_nobody_can_say_whether_it_is_attracted_is_kept():
    frame = collocations(tokens_of("no no"), window=(0, 1), margins="term", minimum=1)
    assert frame[["node", "collocate", "count"]].values.tolist() == [["no", "no", 1]]
    assert np.isnan(frame["expected"].iloc[0])


@settings(deadline=None, max_examples=60)
@given(TEXTS, WINDOWS, st.sampled_from([None, "a"]))
def test_attracted_pairs_are_those_of_both_sides_with_a_count_above_the_expected(texts, window, node):
    tokens, options = tokens_of(*texts), {"window": window, "minimum": 1, "measures": ["g2", "log_dice"]}
    every = collocations(tokens, node, both_sides=True, **options)
    # In whole numbers, without rounding: the share of near tokens among the collocate's is above that among all.
    others = len(tokens) - every["node_count"]
    attracted = every["count"] * others > every["window_tokens"] * every["collocate_count"]
    expected = every[attracted].reset_index(drop=True)
    pd.testing.assert_frame_equal(collocations(tokens, node, **options), expected)
