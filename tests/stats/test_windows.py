"""Which token positions stand near a node, whatever the memory at hand."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats import windows
from analysis.stats.windows import Borders, positions_near, tally_near, tally_pairs, window_borders, window_sides
from analysis.text import split_sentences, tokenize

from .given import tokens_of

ONE_RUN = Borders(np.array([0]), np.array([9]), np.array([0]))
SEGMENTS = st.lists(st.tuples(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), st.booleans()), max_size=4)
TEXTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=12).map(" ".join), max_size=5)
WINDOWS = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any)


def near(nodes: list[int], window: tuple[int, int], **options) -> list[tuple[int, int, int]]:
    places = np.array(nodes, dtype=np.int64)
    found = positions_near(places, np.zeros_like(places), ONE_RUN, window, **options)
    return sorted(zip(found.places.tolist(), found.nodes.tolist(), found.sides.tolist(), strict=True))


def pairs_in(words: list[str], window: tuple[int, int]) -> list[tuple[str, str]]:
    """Name each word with every other that is near: a node before it, or after it."""
    left, right = window
    return [
        (node, word)
        for place, word in enumerate(words)
        for node in {*words[max(place - right, 0) : place], *words[place + 1 : place + 1 + left]} - {word}
    ]


def test_a_window_may_have_different_sides():
    assert [window_sides(window) for window in (2, (0, 1), [3, 0], np.int64(1))] == [(2, 2), (0, 1), (3, 0), (1, 1)]


@pytest.mark.parametrize("window", [0, (0, 0), -1, (-1, 5), (5, -1)])
def test_a_window_without_a_token_is_refused(window):
    with pytest.raises(ValueError, match="must be at least 1 on one side, and not negative"):
        window_sides(window)


@pytest.mark.parametrize("window", [1.5, "5", (1, 2, 3), (1,), None, True, (1, "2"), [[1, 2]]])
def test_a_window_that_is_no_number_of_tokens_is_refused(window):
    with pytest.raises(ValueError, match="give a whole number, as 5, or two"):
        window_sides(window)


@pytest.mark.parametrize("width", [10, 2**31, 10**30])
def test_a_window_wider_than_any_document_is_the_document(width):
    tokens = tokens_of("a b c", "b a")
    borders, window, narrow = window_borders(tokens), window_sides(width), (3, 3)
    node = np.array([0])
    assert [part.tolist() for part in tally_near(tokens, node, borders, window)[0]] == [
        part.tolist() for part in tally_near(tokens, node, borders, narrow)[0]
    ]
    wanted = np.ones(3, dtype=bool)
    assert _joined(list(tally_pairs(tokens, wanted, borders, window))) == _joined(
        list(tally_pairs(tokens, wanted, borders, narrow))
    )
    assert sorted(near([2], window)) == sorted(near([2], (9, 9)))


def test_a_place_between_two_nodes_is_there_once_on_each_side():
    right, left, left_too = windows.RIGHT, windows.LEFT, windows.LEFT_TOO
    assert near([2, 4], (2, 1)) == [(0, 0, left), (1, 0, left), (3, 0, right), (3, 1, left_too), (5, 1, right)]
    # Of three nodes in reach, it is the nearest one's.
    assert near([0, 1, 3], (3, 3)) == [
        (2, 1, right),
        (2, 2, left_too),
        (4, 2, right),
        (5, 2, right),
        (6, 2, right),
    ]


def test_windows_end_with_their_run():
    borders = Borders(np.array([0, 2]), np.array([2, 4]), np.array([0, 1]))
    found = positions_near(np.array([1, 2]), np.array([0, 1]), borders, (2, 2))
    assert sorted(found.places.tolist()) == [0, 3]


def test_nodes_of_different_terms_have_windows_of_their_own():
    assert [place for place, *_ in near([1, 2], (1, 1), terms=np.array([0, 1]))] == [0, 1, 2, 3]
    assert [place for place, *_ in near([1, 2], (1, 1))] == [0, 3]


def test_nodes_count_near_each_other_only_when_they_are_to():
    assert near([1, 2], (0, 1), own=True) == [(2, 0, windows.RIGHT), (3, 1, windows.RIGHT)]
    assert near([1, 2], (1, 0), own=True) == [(0, 0, windows.LEFT), (1, 1, windows.LEFT)]
    assert near([1, 2], (0, 1)) == [(3, 1, windows.RIGHT)]


def test_borders_are_those_of_documents_or_of_sentences():
    documents = pd.DataFrame({"doc_id": ["a", "b", "c"], "text": ["He left. She stayed on.", "", "Why?"]})
    tokens, sentences = tokenize(documents), split_sentences(documents)
    borders = window_borders(tokens)
    assert [part.tolist() for part in borders] == [[0, 5, 5], [5, 5, 6], [0, 1, 2]]
    borders = window_borders(tokens, "sentence", sentences)
    assert [part.tolist() for part in borders] == [[0, 2, 5], [2, 5, 6], [0, 0, 2]]
    borders = window_borders(tokens, "sentence", sentences.iloc[1:2])
    assert [part.tolist() for part in borders] == [[2], [5], [0]]
    assert [len(part) for part in window_borders(tokens, "sentence", sentences.iloc[:0])] == [0, 0, 0]
    with pytest.raises(ValueError, match="did you mean sentence"):
        window_borders(tokens, "sentense")
    with pytest.raises(ValueError, match="give the sentences too"):
        window_borders(tokens, "sentence")


@settings(deadline=None, max_examples=100)
@given(st.lists(SEGMENTS, max_size=3), WINDOWS)
def test_what_stands_outside_of_every_sentence_is_near_nothing(documents, window):
    tokens = tokens_of(*[" ".join(word for words, _ in segments for word in words) for segments in documents])
    rows, expected = [], Counter()
    for number, segments in enumerate(documents):
        ends = np.cumsum([0] + [2 * len(words) for words, _ in segments])
        rows += [(f"d{number}", ends[i], ends[i + 1]) for i, (_, inside) in enumerate(segments) if inside]
        for words, inside in segments:
            expected += Counter(pair for pair in pairs_in(words, window) if inside)
    sentences = pd.DataFrame(rows, columns=["doc_id", "start", "end"])
    borders, terms = window_borders(tokens, "sentence", sentences), tokens.vocabulary
    parts = list(tally_pairs(tokens, np.ones(len(terms), dtype=bool), borders, window))
    pairs = {(terms[row[0]], terms[row[1]]): row[2] for row in _joined(parts)}
    assert pairs == dict(expected)
    for number, term in enumerate(terms):
        found, _ = tally_near(tokens, np.array([number]), borders, window)
        alone = {(term, terms[other]): count for other, count in zip(found.collocates, found.count, strict=True)}
        assert alone == {pair: count for pair, count in expected.items() if pair[0] == term}


@settings(deadline=None, max_examples=60)
@given(TEXTS, WINDOWS, st.integers(1, 20))
def test_counting_a_part_at_a_time_gives_the_same(texts, window, at_once):
    tokens = tokens_of(*texts)
    borders, wanted = window_borders(tokens), np.ones(len(tokens.vocabulary), dtype=bool)
    node = np.arange(min(2, len(tokens.vocabulary)))
    whole, positions = tally_near(tokens, node, borders, window)
    all_pairs = list(tally_pairs(tokens, wanted, borders, window))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "POSITIONS_AT_ONCE", at_once)
        parts, positions_of_parts = tally_near(tokens, node, borders, window)
        pairs_of_parts = list(tally_pairs(tokens, wanted, borders, window))
    assert positions == positions_of_parts
    assert [values.tolist() for values in whole] == [values.tolist() for values in parts]
    assert len(pairs_of_parts) >= len(all_pairs)
    assert _joined(all_pairs) == _joined(pairs_of_parts)
    assert sum(sizes.sum() for _, sizes in all_pairs) == sum(sizes.sum() for _, sizes in pairs_of_parts)


def test_a_small_memory_does_take_several_parts(monkeypatch):
    tokens = tokens_of("a b", "a b c")
    monkeypatch.setattr(windows, "POSITIONS_AT_ONCE", 2)
    parts = list(tally_pairs(tokens, np.ones(3, dtype=bool), window_borders(tokens), (1, 1)))
    assert [part.nodes.tolist() for part, _ in parts] == [[0], [1, 1], [2]]
    assert [sizes.tolist() for _, sizes in parts] == [[2, 0, 0], [0, 3, 0], [0, 0, 1]]


def _joined(parts: list) -> list[tuple]:
    return [row for part, _ in parts for row in zip(*(values.tolist() for values in part), strict=True)]
