"""Which runs of words stand together more often than their parts let expect."""

import warnings
from collections import Counter
from math import log, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats.word_sequences import expressions
from analysis.text import split_sentences, tokenize

from .given import documents_of, reference, tokens_of

COLUMNS = ["expression", "count", "documents", "lambda", "z"]
TEXTS = st.lists(st.lists(st.sampled_from("abc"), max_size=10).map(" ".join), max_size=4)


def runs_of(text: str, size: int) -> list[tuple[str, ...]]:
    words = text.split()
    return [tuple(words[place : place + size]) for place in range(len(words) - size + 1)]


def measured_slowly(texts: list[str], size: int, minimum: int, smoothing: float) -> dict[str, tuple]:
    """Compare every expression with every run of words, word by word."""
    runs = [(run, number) for number, text in enumerate(texts) for run in runs_of(text, size)]
    counts = Counter(run for run, _ in runs)
    rows = {}
    for expression, count in counts.items():
        if count < minimum:
            continue
        cells = Counter(tuple(map(str.__eq__, expression, run)) for run, _ in runs)
        signs = [tuple(bool(number >> place & 1) for place in range(size)) for number in range(2**size)]
        strength = sum((-1) ** (size - sum(sign)) * log(cells[sign] + smoothing) for sign in signs)
        error = sqrt(sum(1 / (cells[sign] + smoothing) for sign in signs))
        documents = len({number for run, number in runs if run == expression})
        rows[" ".join(expression)] = (count, documents, strength, strength / error)
    return rows


def test_lambda_of_two_words_is_the_log_odds_ratio_worked_out_by_hand():
    # Six bigrams: "the road" twice; "the" begins no other, "road" ends no other; four have neither.
    frame = expressions(tokens_of("the road is open", "is the road closed"))
    assert frame.columns.tolist() == COLUMNS
    strength = log(2.5 * 4.5 / (0.5 * 0.5))
    error = sqrt(1 / 2.5 + 1 / 0.5 + 1 / 0.5 + 1 / 4.5)
    assert frame["expression"].tolist() == ["the road"]
    assert frame.iloc[0, 1:].tolist() == pytest.approx([2, 2, strength, strength / error])


@pytest.mark.parametrize(("size", "name", "rows"), [(2, "bigrams", 855), (3, "trigrams", 241)])
def test_expressions_are_those_of_quanteda(size, name, rows):
    expected = reference("collocations_quanteda")[name]
    frame = expressions(tokens_of(*reference("inaugural_tokens")["tokens"].values()), size)
    assert len(frame) == len(expected["collocation"]) == rows
    frame = frame.set_index("expression").loc[expected["collocation"]]
    assert frame["count"].tolist() == expected["count"]
    np.testing.assert_allclose(frame["lambda"], expected["lambda"], rtol=1e-6)
    np.testing.assert_allclose(frame["z"], expected["z"], rtol=1e-6)


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.sampled_from([2, 3]), st.integers(1, 2), st.sampled_from([0.5, 1.0]))
def test_figures_are_those_of_comparing_all_runs(texts, size, minimum, smoothing):
    frame = expressions(tokens_of(*texts), size, minimum=minimum, smoothing=smoothing)
    expected = measured_slowly(texts, size, minimum, smoothing)
    found = {row[0]: row[1:] for row in frame.itertuples(index=False, name=None)}
    assert found.keys() == expected.keys()
    for expression, row in expected.items():
        assert found[expression] == pytest.approx(row)


@settings(deadline=None, max_examples=30)
@given(TEXTS, st.sampled_from([2, 3]), st.randoms())
def test_the_order_of_documents_does_not_matter(texts, size, random):
    shuffled = random.sample(texts, len(texts))
    frames = [expressions(tokens_of(*some), size, minimum=1) for some in (texts, shuffled)]
    pd.testing.assert_frame_equal(*frames)


def test_expressions_do_not_leave_their_sentence():
    documents = documents_of("The road is open. The road is closed.")
    tokens, sentences = tokenize(documents), split_sentences(documents)
    across = expressions(tokens, minimum=1)["expression"].tolist()
    assert "open the" in across
    within = expressions(tokens, minimum=1, within="sentence", sentences=sentences)["expression"].tolist()
    assert set(across) - set(within) == {"open the"}


def test_rows_are_sorted_by_z_and_then_by_the_alphabet():
    frame = expressions(tokens_of("d e", "b c", "a b", "x y x y"), minimum=1)
    keys = list(zip(-frame["z"], frame["expression"], strict=True))
    assert keys == sorted(keys)
    assert frame["z"].duplicated().any()


@pytest.mark.parametrize("texts", [[], [""], ["a"], ["a", "b"], ["a b"]], ids=str)
@pytest.mark.parametrize("size", [2, 3])
def test_without_an_expression_the_frame_is_empty_and_of_the_same_columns(texts, size):
    full = expressions(tokens_of("a b c", "a b c"), size)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = expressions(tokens_of(*texts), size)
    assert len(frame) == 0 < len(full)
    assert frame.dtypes.to_dict() == full.dtypes.to_dict()
    assert [str(dtype) for dtype in frame.dtypes] == ["str", "int64", "int64", "float64", "float64"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 4}, "size is 4: choose from 2, 3"),
        ({"smoothing": 0}, "smoothing is 0: it must be greater than 0"),
        ({"smoothing": float("nan")}, "smoothing is nan"),
        ({"minimum": -1}, "minimum is -1"),
        ({"within": "documents"}, "did you mean document?"),
        ({"within": "sentence"}, "give the sentences too"),
    ],
    ids=str,
)
def test_a_wrong_choice_says_which_there_are(options, message):
    with pytest.raises(ValueError, match=message):
        expressions(tokens_of("a b"), **options)
