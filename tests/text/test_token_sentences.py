"""Which sentence each token begins in."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import split_sentences, tokenize
from analysis.text.sentences import token_sentences

TEXTS = st.lists(st.text(alphabet="ab .?\n", max_size=20), max_size=4)


def documents_of(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": texts}, dtype=str)


def numbered_slowly(documents: pd.DataFrame, sentences: pd.DataFrame) -> list[int]:
    rows = list(sentences.itertuples(index=False))
    return [
        next((i for i, row in enumerate(rows) if row.doc_id == token.doc_id and row.start <= token.start < row.end), -1)
        for token in tokenize(documents).frame().itertuples()
    ]


def test_tokens_have_the_row_of_their_sentence():
    documents = documents_of("He left. She stayed.", "", "Why? Because.")
    sentences = split_sentences(documents)
    numbers = token_sentences(tokenize(documents), sentences)
    assert numbers.dtype == np.int64
    assert sentences["text"].iloc[numbers].tolist() == [
        "He left.",
        "He left.",
        "She stayed.",
        "She stayed.",
        "Why?",
        "Because.",
    ]


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.randoms())
def test_numbers_are_those_of_looking_at_every_sentence_in_whatever_order_they_are(texts, random):
    documents = documents_of(*texts)
    sentences = split_sentences(documents)
    order = random.sample(range(len(sentences)), len(sentences))
    # Without the last of them, so that some tokens stand outside.
    for some in (sentences, sentences.iloc[order], sentences.iloc[order[:-1]]):
        assert token_sentences(tokenize(documents), some).tolist() == numbered_slowly(documents, some)


def test_sentences_of_other_documents_are_passed_over():
    documents = documents_of("He left.", "Why?")
    sentences = split_sentences(documents)
    tokens = tokenize(documents)
    assert token_sentences(tokens.select([False, True]), sentences).tolist() == [1]
    assert token_sentences(tokens, sentences.iloc[1:]).tolist() == [-1, -1, 0]


@pytest.mark.parametrize("texts", [[], [""], ["", " "], ["a"]], ids=str)
def test_without_tokens_or_sentences_no_token_has_a_number(texts):
    documents = documents_of(*texts)
    numbers = token_sentences(tokenize(documents), split_sentences(documents).iloc[:0])
    assert numbers.tolist() == [-1] * sum(text == "a" for text in texts)
    assert numbers.dtype == np.int64


def test_a_token_belongs_to_the_sentence_that_it_begins_in():
    sentences = pd.DataFrame({"doc_id": ["d0", "d0"], "start": [0, 3], "end": [3, 9]})
    assert token_sentences(tokenize(documents_of("a bcd e")), sentences).tolist() == [0, 0, 1]
