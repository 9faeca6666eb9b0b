"""Sequences of words that recur."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats import frequencies
from analysis.stats.bundles import lexical_bundles, ngram_frequencies

from .given import rows, tokens_of

TEXTS = st.lists(st.lists(st.sampled_from("abc"), max_size=10).map(" ".join), max_size=6)

often = settings(deadline=None, max_examples=60)


def ngrams(text: str, size: int) -> list[str]:
    words = text.split()
    return [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]


@often
@given(TEXTS, st.integers(1, 4), st.integers(0, 3))
def test_counts_and_documents_are_those_of_counters(texts, size, minimum):
    found = ngram_frequencies(tokens_of(*texts), size, minimum=minimum, resamples=0)
    count = Counter(ngram for text in texts for ngram in ngrams(text, size))
    documents = Counter(ngram for text in texts for ngram in set(ngrams(text, size)))
    total = sum(len(text.split()) for text in texts)
    expected = [(size, g, n, n * 1e6 / total, documents[g]) for g, n in count.items() if n >= minimum]
    expected.sort(key=lambda row: (-row[2], row[1]))
    assert rows(found, "size", "term", "count", "per_million", "documents") == expected


def test_single_words_have_the_counts_rates_and_intervals_of_frequencies():
    tokens = tokens_of("a b a c", "b b c", "a", "c c a b")
    found = ngram_frequencies(tokens, 1, ["x", "y", "x", "y"], minimum=1).drop(columns="size")
    expected = frequencies(tokens, ["x", "y", "x", "y"]).drop(columns=["dp_norm", "dp_weighted"])
    pd.testing.assert_frame_equal(found, expected)


@often
@given(TEXTS, st.integers(1, 3))
def test_counts_are_those_of_the_tokens_cut_into_ngrams(texts, size):
    tokens = tokens_of(*texts)
    expected = frequencies(tokens.ngrams(size), resamples=0)
    found = ngram_frequencies(tokens, size, minimum=1, resamples=0)
    assert rows(found, "term", "count", "documents") == rows(expected, "term", "count", "documents")


def test_no_ngram_passes_from_one_document_into_the_next():
    assert rows(ngram_frequencies(tokens_of("a b", "c a", "", "b"), minimum=1), "term") == [("a b",), ("c a",)]


def test_several_sizes_are_counted_at_once():
    found = ngram_frequencies(tokens_of("a b c", "a b c"), (3, 2), resamples=0)
    assert rows(found, "size", "term", "count") == [(2, "a b", 2), (2, "b c", 2), (3, "a b c", 2)]
    assert set(found["group_tokens"]) == {6}


def test_ngrams_with_an_excluded_term_have_no_row():
    found = ngram_frequencies(tokens_of("the end of the road", "end of the road"), exclude=["the"], minimum=1)
    assert rows(found, "term", "count") == [("end of", 2)]
    assert set(found["group_tokens"]) == {9}


def test_a_minimum_is_that_of_each_group():
    found = ngram_frequencies(tokens_of("a b a b", "a b", "c d"), by=["x", "y", None], minimum=2)
    assert rows(found, "group", "term", "count", "group_documents") == [("x", "a b", 2, 1)]
    assert found["per_million_low"].isna().all()


@pytest.mark.parametrize("texts", [[], [""], ["a"], ["a", "b"]])
@pytest.mark.filterwarnings("error")
def test_where_there_is_no_ngram_the_tables_are_empty_and_of_the_same_types(texts):
    types = ["int64", "str", "int64", "float64", "float64", "float64", "int64", "int64", "int64"]
    for by in (None, [None] * len(texts)):
        found = ngram_frequencies(tokens_of(*texts), by=by)
        assert found.empty
        assert found.dtypes.astype(str).tolist()[-9:] == types
        assert lexical_bundles(tokens_of(*texts), by=by).empty


# Lexical bundles


def test_a_bundle_is_frequent_and_stands_in_several_documents():
    texts = ["a b c d x", "a b c d y", "a b c d z", "e f g h e f g h e f g h e f g h"]
    found = lexical_bundles(tokens_of(*texts), minimum_documents=3)
    assert rows(found, "term", "count", "documents", "group_tokens") == [("a b c d", 3, 3, 31)]
    assert found["per_million"].tolist() == pytest.approx([3e6 / 31])
    assert lexical_bundles(tokens_of(*texts), minimum_documents=3, per_million=100_000).empty
    assert lexical_bundles(tokens_of(*texts), minimum_documents=3, per_million=3e6 / 31)["term"].tolist() == ["a b c d"]
    assert lexical_bundles(tokens_of(*texts), minimum_documents=4).empty


def test_the_spread_of_a_bundle_is_that_worked_out_by_hand():
    # Two documents of half of the tokens each; three of four occurrences in the first: DP = 0.25, of at most 0.5.
    found = lexical_bundles(tokens_of("a b a b a b", "a b x x x x"), 2, minimum_documents=2)
    assert rows(found, "term", "count", "dp_norm") == [("a b", 4, 0.5)]


def test_bundles_that_stand_only_within_longer_ones_can_be_left_out():
    texts = ["at the end of the day", "at the end of the war", "in the middle of the end of the road"]
    every = lexical_bundles(tokens_of(*texts), (3, 4, 5), minimum_documents=2)
    longest = lexical_bundles(tokens_of(*texts), (3, 4, 5), minimum_documents=2, longest=True)
    assert set(every["term"]) == {
        *("at the end", "the end of", "end of the", "at the end of", "the end of the", "at the end of the"),
    }
    assert rows(longest, "term", "count") == [("the end of the", 3), ("at the end of the", 2)]


@often
@given(TEXTS)
def test_what_is_left_out_stands_nowhere_outside_of_longer_bundles(texts):
    tokens = tokens_of(*texts)
    options = {"size": (2, 3), "per_million": 0, "minimum_documents": 2}
    every, longest = (set(lexical_bundles(tokens, longest=flag, **options)["term"]) for flag in (False, True))
    long = {term for term in every if len(term.split()) == 3}
    for term in every - long:
        places = [(text, i) for text in texts for i, ngram in enumerate(ngrams(text, 2)) if ngram == term]
        alone = [text for text, i in places if not {*ngrams(text, 3)[max(i - 1, 0) : i + 1]} & long]
        assert (term in longest) == bool(alone)
    assert long <= longest


def test_each_group_has_its_own_bundles():
    tokens = tokens_of("a b", "a b", "a b c", "c d", "c d")
    found = lexical_bundles(tokens, 2, by=pd.Series(["X", "X", "Y", "Y", "Y"], name="actor"), minimum_documents=2)
    assert rows(found, "actor", "term", "documents", "group_documents") == [("X", "a b", 2, 2), ("Y", "c d", 2, 3)]


@often
@given(TEXTS, st.randoms())
def test_the_order_of_documents_does_not_matter(texts, random):
    order = random.sample(range(len(texts)), len(texts))
    tokens, by = tokens_of(*texts), pd.Series(["x", "x", "y", "x", "y", None], dtype=object)[: len(texts)]
    for parties in (None, by):
        shuffled = None if parties is None else parties.iloc[order]
        for count, options in (
            (ngram_frequencies, {"size": (1, 2), "resamples": 30}),
            (lexical_bundles, {"size": 2, "minimum_documents": 2}),
        ):
            one, other = count(tokens, by=parties, **options), count(tokens.take(order), by=shuffled, **options)
            pd.testing.assert_frame_equal(one, other)


def test_an_excluded_word_may_be_written_in_any_case():
    tokens = tokens_of("the road the road", "my road my road")
    assert ngram_frequencies(tokens, exclude=["The"])["term"].tolist() == ["my road"]


@pytest.mark.parametrize(
    ("function", "options", "message"),
    [
        (ngram_frequencies, {"size": 0}, "give a number of words"),
        (ngram_frequencies, {"size": ()}, "give a number of words"),
        (ngram_frequencies, {"size": ["x", None]}, "give a number of words"),
        (ngram_frequencies, {"size": "two"}, "give a number of words"),
        (ngram_frequencies, {"size": 2.5}, "give a number of words"),
        (ngram_frequencies, {"exclude": "the"}, "exclude is the text 'the'"),
        (ngram_frequencies, {"confidence": 95}, "between 0 and 1"),
        (ngram_frequencies, {"resamples": -1}, "resamples is -1: it must be 0 or more"),
        (ngram_frequencies, {"minimum": -1}, "minimum is -1: it must be 0 or more"),
        (ngram_frequencies, {"by": ["x"]}, "1 values for 2 documents"),
        (ngram_frequencies, {"by": pd.Series(["x", "y"], name="size")}, "rename it"),
        (lexical_bundles, {"per_million": -1}, "at least 0"),
        (lexical_bundles, {"minimum_documents": 0}, "at least 1"),
    ],
)
def test_a_wrong_option_is_refused_with_what_to_do(function, options, message):
    with pytest.raises(ValueError, match=message):
        function(tokens_of("a b", "a b"), **options)
