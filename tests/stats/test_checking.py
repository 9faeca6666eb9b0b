"""What users give is checked alike by all functions, and taken as it is meant."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.checking import (
    check_collection,
    check_confidence,
    check_count,
    check_no_clash,
    draw_order,
    has_letter,
    term_numbers,
)
from analysis.text import tokenize


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, float("nan")])
def test_a_confidence_that_is_no_share_is_an_error(confidence):
    with pytest.raises(ValueError, match=r"it must lie between 0 and 1, as 0\.95"):
        check_confidence(confidence)
    check_confidence(0.95)


@pytest.mark.parametrize("value", [-1, np.int64(-3)])
def test_a_count_below_the_least_is_an_error_that_names_it(value):
    with pytest.raises(ValueError, match=f"minimum is {value}: it must be 0 or more"):
        check_count("minimum", value)
    with pytest.raises(ValueError, match="window is 0: it must be 1 or more"):
        check_count("window", 0, least=1)


@pytest.mark.parametrize("value", [2.5, float("nan"), "3", None])
def test_a_count_that_is_no_whole_number_is_an_error(value):
    with pytest.raises(ValueError, match="it must be a whole number, 0 or more"):
        check_count("resamples", value)


def test_counts_of_numpy_are_counts():
    check_count("resamples", np.int32(0))
    check_count("window", np.uint8(1), least=1)


def test_a_text_is_no_collection_and_every_collection_is_one():
    with pytest.raises(ValueError, match="exclude is the text 'the'"):
        check_collection("exclude", "the")
    for terms in ([], {"the"}, ("the",), pd.Series(["the"])):
        check_collection("exclude", terms)


def test_groups_may_have_any_column_but_those_of_the_result():
    check_no_clash(pd.DataFrame({"party": ["left"], 3: [1]}), ["term"])
    with pytest.raises(ValueError, match="by has a column 'count'"):
        check_no_clash(pd.DataFrame({"term": ["x"], "count": [1]}), ["term", "count"])


def test_letters_are_those_of_any_script():
    terms = ["հայ", "1990s", "2023", "120,000", "€", "", "東"]
    assert has_letter(np.array(terms, dtype=object)).tolist() == [True, True, False, False, False, False, True]
    assert has_letter(np.array([], dtype=object)).dtype == bool


def test_terms_are_found_however_they_are_written():
    tokens = tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["The Straße, the UN’s straße"]}))
    found = tokens.vocabulary[term_numbers(tokens, ["THE", "the", "STRASSE", "un’s", "absent"])]
    assert found.tolist() == ["strasse", "the", "un's"]
    assert term_numbers(tokens, []).tolist() == []


@given(st.lists(st.text(max_size=3), unique=True, max_size=8), st.randoms())
def test_documents_are_drawn_in_one_order_however_they_are_given(names, random):
    shuffled = random.sample(names, len(names))
    one, other = (np.array(some, dtype=object) for some in (names, shuffled))
    assert one[draw_order(one)].tolist() == other[draw_order(other)].tolist() == sorted(names)


def test_names_that_are_numbers_have_an_order_too():
    assert draw_order(np.array([10, "9", 2], dtype=object)).tolist() == [0, 2, 1]
