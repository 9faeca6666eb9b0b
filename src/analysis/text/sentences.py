"""Documents -> sentences."""

import numpy as np
import nupunkt
import pandas as pd

from analysis.corpus.schemas import SENTENCES, empty, typed
from analysis.methods import named_in_methods
from analysis.text.tokenizing import texts_of
from analysis.text.tokens import Tokens, cumulated


@named_in_methods
def split_sentences(documents: pd.DataFrame) -> pd.DataFrame:
    """Split every document into sentences.

    The borders are those of nupunkt's English model (Punkt, Kiss and Strunk 2006, trained anew); an empty
    line ends a sentence too, unless the line before it lacks an end mark and the text goes on in lower case,
    as over a page break.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str); a missing text has no sentence.

    Returns
    -------
    DataFrame
        One row a sentence: doc_id, sentence (from 0), start, end (code points), text.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Mr. Lee left. He said nothing."]})
    >>> split_sentences(documents)["text"].tolist()
    ['Mr. Lee left.', 'He said nothing.']
    """
    rows = [
        (doc_id, number, start, end, text[start:end])
        for doc_id, text in zip(documents["doc_id"], texts_of(documents), strict=True)
        for number, (start, end) in enumerate(nupunkt.sentence_spans(text))
    ]
    if not rows:
        return empty(SENTENCES)
    return typed(pd.DataFrame(rows, columns=list(SENTENCES.columns)), SENTENCES)


def in_sentences(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the sentence that each hit begins in.

    Parameters
    ----------
    hits : DataFrame
        With doc_id, start and end: mentions, tokens, or any rows of the kind.
    sentences : DataFrame
        As `split_sentences` gives it, for all documents of the hits.

    Returns
    -------
    DataFrame
        The hits, with sentence, sentence_start, sentence_end and sentence_text added; hits outside of every
        sentence have none and are left out.

    Raises
    ------
    ValueError
        The sentences lack a column.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["He left. She stayed."]})
    >>> hits = pd.DataFrame({"doc_id": ["a"], "start": [13], "end": [19]})
    >>> in_sentences(hits, split_sentences(documents))["sentence_text"].tolist()
    ['She stayed.']
    """
    _check_columns(sentences)
    document, names = pd.factorize(sentences["doc_id"].to_numpy(dtype=object))
    number = pd.Index(names, dtype=object).get_indexer(hits["doc_id"].to_numpy(dtype=object))
    known, number = hits[number >= 0], number[number >= 0]
    width = max(sentences["end"].max(), known["end"].max(), 0) + 1 if len(sentences) and len(known) else 1
    begins = document * width + sentences["start"].to_numpy(dtype=np.int64)
    order = np.argsort(begins, kind="stable")
    wanted = number * width + known["start"].to_numpy(dtype=np.int64)
    place = np.searchsorted(begins[order], wanted, side="right") - 1
    known, place = known[place >= 0], order[place[place >= 0]]
    found = sentences.iloc[place].reset_index(drop=True)
    inside = (found["doc_id"].to_numpy() == known["doc_id"].to_numpy()) & (
        known["start"].to_numpy() < found["end"].to_numpy()
    )
    columns = {
        "sentence": found["sentence"],
        "sentence_start": found["start"],
        "sentence_end": found["end"],
        "sentence_text": found["text"],
    }
    return known.reset_index(drop=True).assign(**columns)[inside].reset_index(drop=True)


def token_sentences(tokens: Tokens, sentences: pd.DataFrame) -> np.ndarray:
    """Find the sentence that each token begins in.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    sentences : DataFrame
        As `split_sentences` gives it (doc_id, start, end), in any order; those of other documents are passed over.

    Returns
    -------
    int64 array, shape (tokens,)
        The row of the sentence in `sentences`, from 0, so that no two documents share a number; -1 outside of
        every sentence.

    Raises
    ------
    ValueError
        The sentences lack a column.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["He left. She stayed.", "Why?"]})
    >>> token_sentences(tokenize(documents), split_sentences(documents)).tolist()
    [0, 0, 1, 1, 2]
    """
    _check_columns(sentences)
    numbers = np.full(len(tokens), -1, dtype=np.int64)
    document = pd.Index(tokens.doc_ids).get_indexer(sentences["doc_id"])
    rows = np.flatnonzero(document >= 0)
    if len(rows) == 0 or len(tokens) == 0:
        return numbers
    begins, ends = (sentences[column].to_numpy(dtype=np.int64)[rows] for column in ("start", "end"))
    width = max(int(ends.max()), int(tokens.ends.max())) + 1
    places = tokens.documents * width + tokens.starts
    first = np.searchsorted(places, document[rows] * width + begins)
    lengths = np.maximum(np.searchsorted(places, document[rows] * width + ends) - first, 0)
    offsets = cumulated(lengths)
    numbers[np.arange(offsets[-1]) + np.repeat(first - offsets[:-1], lengths)] = np.repeat(rows, lengths)
    return numbers


def _check_columns(sentences: pd.DataFrame) -> None:
    for name in ("doc_id", "start", "end"):
        if name not in sentences:
            raise ValueError(f"the sentences have no column {name}: give them as text.split_sentences gives them")
