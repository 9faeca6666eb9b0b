"""Queries -> concordances: each match in the middle of its line, with the words before and after it (KWIC)."""

import re
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.checking import check_count
from analysis.stats.concordance_display import LINE, Concordance
from analysis.stats.times import read_dates
from analysis.text.finding import find
from analysis.text.queries import Query, parse_query
from analysis.text.sentences import in_sentences
from analysis.text.tokens import Tokens

UNITS = ("tokens", "sentence")
ABOUT = ("date", "actor")
PLACES = ("L1", "L2", "L3", "R1", "R2", "R3")
MOST_LINES = 1_000_000
LAST = np.iinfo(np.int64).max
SPACE = re.compile(r"\s+")
HALF = re.compile(r"[\ud800-\udfff]")


@named_in_methods
def kwic(
    tokens: Tokens,
    documents: pd.DataFrame,
    query: Query | str,
    *,
    width: int = 5,
    unit: str = "tokens",
    sentences: pd.DataFrame | None = None,
    within: str = "document",
    sort: str | Iterable[str] | None = None,
    limit: int | None = None,
    sample: int | None = None,
    seed: int = 0,
    columns: Collection[str] | None = None,
    regex: bool = False,
) -> Concordance:
    """Show every match of a query in its context (key word in context: Luhn 1960, American Documentation 11(4)).

    Parameters
    ----------
    tokens : Tokens
        Of the documents.
    documents : DataFrame
        With doc_id and text, and whatever the lines are to be sorted by or shown with.
    query : Query or str
        As `text.parse_query` gives or takes it: a word, a phrase, genocid*, "human" []{0,3} "rights".
    width : int
        How many tokens of context stand on either side.
    unit : str
        "tokens"; or "sentence": the context is the rest of the sentence that the match begins in.
    sentences : DataFrame, optional
        As `text.split_sentences` gives it; needed for unit="sentence" and within="sentence".
    within : str
        What a match may not run over the end of: "document" or "sentence".
    sort : str or list of str, optional
        What the lines are sorted by, the first before the others: the terms L1, L2, L3 (the first, second, third
        token to the left), R1, R2, R3 (to the right), node (of the match itself), or a column of the documents.
        The column date, of dates or of ISO 8601 texts of any precision, is compared in UTC; what is missing comes
        last, and lines that are alike stay in the order of the corpus, as all do when it is left out.
    limit : int, optional
        How many lines to return, after sorting.
    sample : int, optional
        Take so many of the matches at random, before sorting.
    seed : int
        Seed of the random draw; the same seed gives the same sample.
    columns : collection of str, optional
        Columns of the documents that the lines have; date and actor, if there are such, when left out.
    regex : bool
        Whether the query consists of regular expressions.

    Returns
    -------
    Concordance
        A DataFrame with one row a line: doc_id, the columns of the documents, left, node and right (str; runs of
        white space are one space in left and right, and node is text[start:end] as it is), start, end (code
        points), position (of the first token in its document, from 0). It shows itself aligned.

    Raises
    ------
    ValueError
        There is no such unit, column or place; a number is out of its range; the query cannot be read; the
        documents lack one that has a match or are not those that were tokenized; what is to be sorted by date is
        none; or there are more than a million lines and no limit.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Open the road, they said."]})
    >>> kwic(tokenize(documents), documents, "road", width=1)[["left", "node", "right"]].values.tolist()
    [['the ', 'road', ', they']]
    """
    keys = [sort] if isinstance(sort, str) else list(sort or [])
    columns = [name for name in ABOUT if name in documents] if columns is None else list(columns)
    _check(documents, keys, columns, unit, sentences)
    for name, count in (("width", width), ("seed", seed), ("limit", limit), ("sample", sample)):
        if count is not None or name in ("width", "seed"):
            check_count(name, count)
    query = query if isinstance(query, Query) else parse_query(query, regex=regex)
    soon = limit if not keys and sample is None else None
    first, last = find(tokens, query, within=within, sentences=sentences, limit=soon)
    if sample is not None and sample < len(first):
        drawn = np.sort(np.random.default_rng(seed).choice(len(first), sample, replace=False))
        first, last = first[drawn], last[drawn]
    if keys:
        order = np.lexsort([_sort_key(key, tokens, documents, first, last) for key in reversed(keys)])[:limit]
        first, last = first[order], last[order]
    first, last = first[:limit], last[:limit]
    if len(first) > MOST_LINES:
        raise ValueError(f"{len(first):,} lines match {query.text}: give a limit, a sample, or a narrower query")
    return _lines(tokens, documents, first, last, columns, sentences if unit == "sentence" else None, width)


def _check(
    documents: pd.DataFrame,
    keys: list[str],
    columns: list[str],
    unit: str,
    sentences: pd.DataFrame | None,
) -> None:
    choose(unit, UNITS, "unit")
    if unit == "sentence" and sentences is None:
        raise ValueError("unit is 'sentence': give the sentences too, as text.split_sentences gives them")
    for name in ("doc_id", "text"):
        if name not in documents:
            raise ValueError(f"the documents have no column {name}: give those that the tokens are of")
    known = [name for name in documents.columns if name not in ("text", *LINE)]
    for key in keys:
        choose(key, [*PLACES, "node", *known], "key to sort by")
    for name in columns:
        choose(name, known, "column of the documents to show")


def _sort_key(key: str, tokens: Tokens, documents: pd.DataFrame, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return numbers in the order of what lines are sorted by."""
    document = tokens.document_of(first)
    if key in PLACES:
        far = int(key[1])
        place = first - far if key[0] == "L" else last + far
        inside = (place >= tokens.offsets[document]) & (place < tokens.offsets[document + 1])
        if not inside.any():
            return np.full(len(place), LAST)
        return np.where(inside, tokens.ids[np.where(inside, place, 0)].astype(np.int64), LAST)
    if key == "node":
        return _ranks_of_nodes(tokens, first, last)
    return _ranks(documents[key])[_rows_of(tokens, documents, document)]


def _ranks_of_nodes(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    longest = int((last - first).max(initial=0)) + 1
    places = first[:, None] + np.arange(longest)
    inside = places <= last[:, None]
    terms = np.where(inside, tokens.ids[np.where(inside, places, first[:, None])], -1)
    return np.unique(terms, axis=0, return_inverse=True)[1].astype(np.int64) if len(terms) else first


def _ranks(column: pd.Series) -> np.ndarray:
    """Return the place of each value among all, missing ones last; dates of several time zones in UTC."""
    if column.name == "date" and not pd.api.types.is_numeric_dtype(column):
        column = read_dates(column)
    try:
        codes, _ = pd.factorize(column, sort=True)
    except TypeError:  # values of several types
        codes, _ = pd.factorize(column.astype(str).where(column.notna()), sort=True)
    return np.where(codes < 0, LAST, codes.astype(np.int64))


def _rows_of(tokens: Tokens, documents: pd.DataFrame, document: np.ndarray) -> np.ndarray:
    """Return the rows that the documents of some tokens have."""
    numbers = np.unique(document)
    doc_ids = documents["doc_id"]
    if len(documents) == len(tokens.doc_ids):
        there = [doc_ids.iat[number] for number in numbers] if len(numbers) < 1000 else doc_ids.to_numpy()[numbers]
        if (np.array(there, dtype=object) == tokens.doc_ids[numbers]).all():
            return document
    if not doc_ids.is_unique:
        raise ValueError(f"several documents have the doc_id {doc_ids[doc_ids.duplicated()].iloc[0]!r}: it must be one")
    rows = pd.Index(doc_ids).get_indexer(tokens.doc_ids[numbers])
    if (rows < 0).any():
        missing = tokens.doc_ids[numbers[rows < 0][0]]
        raise ValueError(f"there is no document {missing!r}, but tokens of it: give the documents of the tokens")
    return rows[np.searchsorted(numbers, document)]


def _lines(
    tokens: Tokens,
    documents: pd.DataFrame,
    first: np.ndarray,
    last: np.ndarray,
    columns: list[str],
    sentences: pd.DataFrame | None,
    width: int,
) -> Concordance:
    document = tokens.document_of(first)
    rows = _rows_of(tokens, documents, document)
    start, end = tokens.starts[first].astype(np.int64), tokens.ends[last].astype(np.int64)
    if sentences is None:
        width = min(width, len(tokens))
        begin = tokens.starts[np.maximum(first - width, tokens.offsets[document])].astype(np.int64)
        stop = tokens.ends[np.minimum(last + width, tokens.offsets[document + 1] - 1)].astype(np.int64)
    else:
        begin, stop = _sentences_around(tokens.doc_ids[document], start, end, sentences)
    cut = _cut(documents, rows, begin, start, end, stop)
    about = {name: documents[name].array.take(rows) for name in columns}
    return Concordance(
        {"doc_id": pd.array(tokens.doc_ids[document], dtype="str")}
        | about
        | {name: _as_text(texts) for name, texts in zip(("left", "node", "right"), cut, strict=True)}
        | {"start": start, "end": end, "position": first - tokens.offsets[document]}
    )


def _sentences_around(
    doc_ids: np.ndarray, start: np.ndarray, end: np.ndarray, sentences: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Return where the sentences that lines begin in begin and end; a line outside of every one has no context."""
    of_these = sentences[sentences["doc_id"].isin(np.unique(doc_ids))]
    hits = pd.DataFrame({"doc_id": doc_ids, "start": start, "end": end, "line": np.arange(len(start))})
    placed = in_sentences(hits, of_these)
    begin, stop = start.copy(), end.copy()
    line = placed["line"].to_numpy()
    begin[line] = placed["sentence_start"]
    stop[line] = placed["sentence_end"]
    return begin, stop


def _as_text(texts: np.ndarray) -> pd.api.extensions.ExtensionArray:
    try:
        return pd.array(texts, dtype="str")
    except UnicodeEncodeError:  # half of a surrogate pair
        return pd.array([HALF.sub("�", text) for text in texts], dtype="str")


def _cut(documents: pd.DataFrame, rows: np.ndarray, *bounds: np.ndarray) -> np.ndarray:
    """Return what stands before, in and after each node: object array of shape (3, lines)."""
    texts, pieces = documents["text"], np.empty((3, len(rows)), dtype=object)
    begin, start, end, stop = (bound.tolist() for bound in bounds)
    # Line by line in the order of the documents, so that only one text at a time is in memory.
    before, text = -1, ""
    for line in np.argsort(rows, kind="stable").tolist():
        if rows[line] != before:
            before, text = rows[line], texts.iat[rows[line]]
        if not isinstance(text, str) or not _is_cut_out(text, start[line], end[line]):
            doc_id = documents["doc_id"].iat[rows[line]]
            raise ValueError(
                f"the text of document {doc_id!r} is not the one that was tokenized: no token stands from "
                f"{start[line]} to {end[line]}; give the documents that the tokens are of, their texts as they were"
            )
        left, right = text[begin[line] : start[line]], text[end[line] : stop[line]]
        pieces[0, line] = SPACE.sub(" ", left)
        pieces[1, line] = text[start[line] : end[line]]
        pieces[2, line] = SPACE.sub(" ", right)
    return pieces


def _is_cut_out(text: str, start: int, end: int) -> bool:
    """Return whether tokens may begin and end at two places: not between two letters or digits, nor beyond the text.

    The terms themselves are not compared, as those of stems and lemmas are not in the text.
    """
    return end <= len(text) and not any(
        0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum() for place in (start, end)
    )
