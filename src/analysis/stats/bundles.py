"""Tokens -> the sequences of words that recur: n-grams and lexical bundles, with their rates and spread."""

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.methods import named_in_methods
from analysis.stats.bootstrap import bootstrap_bounds, draw_documents
from analysis.stats.checking import (
    MILLION,
    check_collection,
    check_confidence,
    check_count,
    check_no_clash,
    draw_order,
    term_numbers,
)
from analysis.stats.spread import dp_norm
from analysis.text.groups import group_documents, members_of, under_groups
from analysis.text.tokens import Tokens

TYPES = {
    "size": "int64",
    "term": "str",
    "count": "int64",
    "per_million": "float64",
    "per_million_low": "float64",
    "per_million_high": "float64",
    "documents": "int64",
    "group_tokens": "int64",
    "group_documents": "int64",
}
BUNDLE_TYPES = {
    "size": "int64",
    "term": "str",
    "count": "int64",
    "per_million": "float64",
    "documents": "int64",
    "dp_norm": "float64",
    "group_tokens": "int64",
    "group_documents": "int64",
}
By = pd.Series | pd.DataFrame | np.ndarray | None


@named_in_methods
def ngram_frequencies(
    tokens: Tokens,
    size: int | Collection[int] = 2,
    by: By = None,
    *,
    exclude: Collection[str] = (),
    minimum: int = 2,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
    dropna: bool = True,
) -> pd.DataFrame:
    """Count every sequence of n words, as such and per million tokens, with an interval for the rate.

    The rate is per million tokens, not n-grams, so that n-grams of all sizes and single words can be compared. The
    interval is that of `frequencies`: the percentile bootstrap over documents (Efron and Tibshirani 1993, ch. 13).
    N-grams pass over punctuation, but never from one document into the next.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    size : int or collection of int
        How many words an n-gram has: 2, or (2, 3) for both.
    by : Series or array of shape (n,), or DataFrame of n rows, optional
        The group of each document, in the order of the documents; all documents are one group when left out.
    exclude : collection of str
        N-grams with one of these terms get no row, such as `text.stop_words()`, in whatever case.
    minimum : int
        N-grams that stand less often than this in a group get no row there. Most n-grams of a corpus stand once.
    resamples : int
        How many bootstrap samples are drawn; 0 leaves the interval empty, which is much faster for many n-grams.
    confidence : float
        Between 0 and 1.
    seed : int
        Seed of the random draws; the same seed gives the same interval, in whatever order the documents are.
    dropna : bool
        Whether documents without a group are left out; else they are a group of their own.

    Returns
    -------
    DataFrame
        The group's columns, then size (words), term (the words, joined by a space), count, per_million (tokens of the
        group), per_million_low and per_million_high (bounds of its interval; missing for a group of one document),
        documents (of the group that have it), group_tokens and group_documents (the denominators). Sorted by group,
        then size, then count, then term.

    Raises
    ------
    ValueError
        A size or another number is out of its range; `by` has not one value for each document, or a column that
        the result has too.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["Open the road", "They open the gate"]})
    >>> ngram_frequencies(tokenize(documents))[["term", "count", "documents"]].values.tolist()
    [['open the', 2, 2]]
    """
    sizes = _checked_sizes(size)
    check_collection("exclude", exclude)
    check_count("minimum", minimum)
    check_count("resamples", resamples)
    check_confidence(confidence)
    excluded = term_numbers(tokens, exclude)

    def count(part: Tokens) -> Iterable[pd.DataFrame]:
        order = draw_order(part.doc_ids)
        draws = draw_documents(len(part.doc_ids), resamples, seed)
        for each in sizes:
            places, numbers = recurring_ngrams(part, each, minimum)
            clean = ~_contain(part.ids, places, each, excluded)
            frame, rows = _count(part, places[clean], numbers[clean], each)
            bounds = bootstrap_bounds(rows[order], draws, confidence, totals=part.lengths[order], per=MILLION)
            frame["per_million_low"], frame["per_million_high"] = bounds.T
            yield _sorted(frame)

    return _by_group(tokens, by, dropna, TYPES, count)


@named_in_methods
def lexical_bundles(
    tokens: Tokens,
    size: int | Collection[int] = 4,
    *,
    per_million: float = 40,
    minimum_documents: int = 5,
    by: By = None,
    longest: bool = False,
    dropna: bool = True,
) -> pd.DataFrame:
    """Find lexical bundles: sequences of words that are frequent, and stand in several documents.

    Biber et al. (1999, Longman Grammar of Spoken and Written English, ch. 13) ask for 10 in a million words and five
    texts, Cortes (2004, English for Specific Purposes 23: 397-423) for 20, Biber, Conrad and Cortes (2004, Applied
    Linguistics 25: 371-405) for 40, the default. In a small corpus a rate is reached by very few tokens: 40 in a
    million are two in 50,000, so that there the number of documents decides.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    size : int or collection of int
        How many words a bundle has: 4, or (3, 4, 5) for all of these.
    per_million : float
        How often, at least, a bundle stands in a million tokens of the group.
    minimum_documents : int
        In how many documents of the group, at least, it stands.
    by : Series or array of shape (n,), or DataFrame of n rows, optional
        The group of each document, in the order of the documents; all documents are one group when left out.
    longest : bool
        Whether to leave out a bundle that stands nowhere but within longer bundles of the result: "the end of the"
        where it is always part of "at the end of the". Bundles that also stand elsewhere keep their full count.
    dropna : bool
        Whether documents without a group are left out; else they are a group of their own.

    Returns
    -------
    DataFrame
        The group's columns, then size (words), term (the words, joined by a space), count, per_million (tokens of the
        group), documents (of the group that have it), dp_norm (the normalized deviation of proportions over the
        group's documents: 0 spread evenly, 1 all in one), group_tokens and group_documents. Sorted by group, then
        size, then count, then term.

    Raises
    ------
    ValueError
        A size or a threshold is out of its range; `by` has not one value for each document, or a column that the
        result has too.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["At the end of the day", "the end of the war"]})
    >>> lexical_bundles(tokenize(documents), minimum_documents=2)[["term", "count", "documents"]].values.tolist()
    [['the end of the', 2, 2]]
    """
    sizes = _checked_sizes(size)
    if per_million < 0 or minimum_documents < 1:
        raise ValueError(
            f"per_million is {per_million} and minimum_documents {minimum_documents}: "
            "they must be at least 0 and at least 1"
        )

    def find(part: Tokens) -> Iterable[pd.DataFrame]:
        enough = max(minimum_documents, int(per_million * len(part) / MILLION))
        found = []
        reach = np.zeros(len(part), dtype=np.int64)
        for each in reversed(sizes):
            places, numbers = recurring_ngrams(part, each, enough)
            frame, rows = _count(part, places, numbers, each)
            frame["dp_norm"] = dp_norm(rows, part.lengths)
            bundle = ((frame["documents"] >= minimum_documents) & (frame["per_million"] >= per_million)).to_numpy()
            alone = reach[places] < places + each
            reach = _reach(reach, places[bundle[numbers]], each)
            if longest:
                bundle = bundle & (np.bincount(numbers[alone], minlength=len(frame)) > 0)
            found.append(_sorted(frame[bundle]))
        return reversed(found)

    return _by_group(tokens, by, dropna, BUNDLE_TYPES, find)


def recurring_ngrams(tokens: Tokens, size: int, minimum: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Number the n-grams that stand often enough.

    An n-gram is no more frequent than the shorter ones within it (Agrawal and Srikant 1994, Proceedings of VLDB:
    487-499), so rare ones are dropped before they grow: memory stays near that of the tokens.

    Parameters
    ----------
    tokens : Tokens
        The tokens.
    size : int
        How many words an n-gram has.
    minimum : int
        How often it stands at least.

    Returns
    -------
    (int64 array, int64 array), both of shape (n-grams,)
        Where each n-gram begins, ascending, counted from the first token of the corpus; and its number: the same,
        from 0, for the same words.

    >>> from analysis.text import tokenize
    >>> recurring_ngrams(tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["to be or not to be"]})), 2, minimum=2)
    (array([0, 4]), array([0, 0]))
    """
    room = np.repeat(tokens.offsets[1:], tokens.lengths)
    places, numbers = _often(np.arange(len(tokens)), tokens.ids.astype(np.int64), minimum)
    for length in range(2, size + 1):
        inside = places + length <= room[places]
        places, numbers = places[inside], numbers[inside]
        # Numbers and terms are below 2**31 each, so that their pair fits into 63 bits.
        pairs = numbers * max(len(tokens.vocabulary), 1) + tokens.ids[places + length - 1]
        places, numbers = _often(places, pairs, minimum)
    return places, numbers


def ngram_terms(tokens: Tokens, places: np.ndarray, size: int) -> np.ndarray:
    """Return the words of the n-grams that begin at these places, joined by spaces: object array of str.

    >>> from analysis.text import tokenize
    >>> ngram_terms(tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["To be or not"]})), np.array([0, 2]), 2).tolist()
    ['to be', 'or not']
    """
    words = [tokens.vocabulary[tokens.ids[places + offset]] for offset in range(size)]
    return np.array([" ".join(each) for each in zip(*words, strict=True)], dtype=object)


def _often(places: np.ndarray, keys: np.ndarray, minimum: int) -> tuple[np.ndarray, np.ndarray]:
    numbers = pd.factorize(keys)[0]
    if minimum < 2:
        return places, numbers
    kept = np.bincount(numbers)[numbers] >= minimum if len(numbers) else np.zeros(0, dtype=bool)
    return places[kept], pd.factorize(numbers[kept])[0]


def _contain(ids: np.ndarray, places: np.ndarray, size: int, terms: np.ndarray) -> np.ndarray:
    """Return which n-grams have one of the terms."""
    found = np.zeros(len(places), dtype=bool)
    if len(terms):
        for offset in range(size):
            found |= np.isin(ids[places + offset], terms)
    return found


def _count(tokens: Tokens, places: np.ndarray, numbers: np.ndarray, size: int) -> tuple[pd.DataFrame, sparse.csr_array]:
    """Return one row a number with its counts, and how often each document has each."""
    _, first, numbers = np.unique(numbers, return_index=True, return_inverse=True)
    documents = tokens.document_of(places)
    ones, shape = np.ones(len(places), dtype=np.int64), (len(tokens.doc_ids), len(first))
    rows = sparse.coo_array((ones, (documents, numbers)), shape=shape).tocsr()
    count = np.bincount(numbers, minlength=len(first))
    columns = {
        "size": size,
        "term": pd.array(ngram_terms(tokens, places[first], size), dtype="str"),
        "count": count,
        "per_million": count * MILLION / max(len(tokens), 1),
        "documents": np.bincount(rows.indices, minlength=len(first)),
        "group_tokens": len(tokens),
        "group_documents": len(tokens.doc_ids),
    }
    return pd.DataFrame(columns), rows


def _reach(reach: np.ndarray, places: np.ndarray, size: int) -> np.ndarray:
    """Return how far, from each token, a bundle goes that begins there or before."""
    ends = np.zeros_like(reach)
    ends[places] = places + size
    return np.maximum(reach, np.maximum.accumulate(ends))


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["count", "term"], ascending=[False, True], ignore_index=True)


def _by_group(tokens: Tokens, by: By, dropna: bool, types: dict[str, str], count) -> pd.DataFrame:
    """Return what is counted in each group, below its columns."""
    group_of, groups = group_documents(by, len(tokens.doc_ids), dropna=dropna)
    check_no_clash(groups, types)
    members = members_of(group_of, len(groups))
    parts = [pd.concat(count(tokens if by is None else tokens.take(rows))) for rows in members]
    parts = [part[list(types)].astype(types) for part in parts]
    return under_groups(groups, parts, pd.DataFrame(columns=list(types)).astype(types))


def _checked_sizes(size: int | Collection[int]) -> list[int]:
    sizes = [size] if np.isscalar(size) else list(size)
    if not sizes or not all(isinstance(each, int | np.integer) and each >= 1 for each in sizes):
        raise ValueError(f"size is {size!r}: give a number of words, as 2, or several, as (2, 3)")
    return sorted({int(each) for each in sizes})
