"""How often each term stands, by any grouping of the documents, with bootstrap intervals."""

from collections.abc import Callable, Collection
from functools import partial

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
    has_letter,
    term_numbers,
)
from analysis.stats.spread import dp_norm, dp_weighted
from analysis.text.groups import group_documents, members_of, under_groups
from analysis.text.tokens import Tokens

COLUMNS = [
    "term",
    "count",
    "per_million",
    "per_million_low",
    "per_million_high",
    "documents",
    "dp_norm",
    "dp_weighted",
    "group_tokens",
    "group_documents",
]

Interval = Callable[[sparse.csr_array, np.ndarray], np.ndarray]


@named_in_methods
def frequencies(
    tokens: Tokens,
    by: pd.Series | pd.DataFrame | np.ndarray | None = None,
    *,
    exclude: Collection[str] = (),
    numbers: bool = True,
    minimum: int = 1,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
    dropna: bool = True,
) -> pd.DataFrame:
    """Count every term, as such and per million tokens, with an interval for the rate.

    The interval is the percentile bootstrap over documents (Efron and Tibshirani 1993, ch. 13): documents,
    not tokens, are drawn with replacement, as words within a document depend on each other (Lijffijt et al.
    2016, Digital Scholarship in the Humanities 31(2)). A group of one document has no interval, one of few documents
    too narrow a one (see `bootstrap.bootstrap_bounds`).

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    by : Series or array of shape (n,), or DataFrame of n rows, optional
        The group of each document, in the order of the documents; all documents are one group when left out.
    exclude : collection of str
        Terms that get no row, such as `text.stop_words()`, in whatever case. They still count in the rate's
        denominator.
    numbers : bool
        Whether terms without a letter, as 2023 or 120,000, get a row. They count in the denominator anyway.
    minimum : int
        Terms that stand less often than this in a group get no row there.
    resamples : int
        How many bootstrap samples are drawn; 0 leaves the interval empty.
    confidence : float
        Between 0 and 1.
    seed : int
        Seed of the random draws; the same seed gives the same interval, in whatever order the documents are.
    dropna : bool
        Whether documents without a group are left out; else they are a group of their own.

    Returns
    -------
    DataFrame
        The group's columns, then term, count (tokens), per_million (tokens per million of the group),
        per_million_low and per_million_high (bounds of its interval), documents (of the group that have the term),
        dp_norm (normalized deviation of proportions over the group's documents, Gries 2008, Lijffijt and Gries 2012:
        0 is even, 1 all in the smallest document; missing for a group of one document), dp_weighted (the count times
        1 - dp_norm, so that clustered terms keep less), and group_tokens, group_documents (the denominators). Sorted
        by group, then count, then term.

    Raises
    ------
    ValueError
        `by` has not one value for each document, or a column that the result has too; or a number is out of
        its range.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["Open the road", "The road is open"]})
    >>> frequencies(tokenize(documents)).head(1)[["term", "count", "documents"]].values.tolist()
    [['open', 2, 2]]
    """
    check_collection("exclude", exclude)
    check_count("minimum", minimum)
    check_count("resamples", resamples)
    check_confidence(confidence)
    counts = tokens.counts()
    excluded = ~has_letter(tokens.vocabulary) if not numbers else np.zeros(len(tokens.vocabulary), dtype=bool)
    excluded[term_numbers(tokens, exclude)] = True
    group_of, groups = group_documents(by, len(tokens.doc_ids), dropna=dropna)
    check_no_clash(groups, COLUMNS)
    interval = partial(_bootstrap_rates, resamples=resamples, confidence=confidence, seed=seed)
    members = members_of(group_of, len(groups), draw_order(tokens.doc_ids))
    parts = [_count_group(counts[rows], tokens.vocabulary, excluded, minimum, interval) for rows in members]
    nothing = _count_group(counts[:0], tokens.vocabulary, excluded, minimum, interval)
    return under_groups(groups, parts, nothing)


def _count_group(
    rows: sparse.csr_array, vocabulary: np.ndarray, excluded: np.ndarray, minimum: int, interval: Interval
) -> pd.DataFrame:
    count = np.asarray(rows.sum(axis=0)).ravel()
    documents = np.bincount(rows.indices, minlength=rows.shape[1])
    total = int(rows.sum())
    chosen = np.flatnonzero((count >= max(minimum, 1)) & ~excluded)
    chosen = chosen[np.argsort(-count[chosen], kind="stable")]
    low, high = interval(rows, chosen).T
    deviation = dp_norm(rows[:, chosen], np.asarray(rows.sum(axis=1)).ravel())
    columns = {
        "term": pd.array(vocabulary[chosen], dtype="str"),
        "count": count[chosen].astype(np.int64),
        "per_million": count[chosen] * MILLION / max(total, 1),
        "per_million_low": low,
        "per_million_high": high,
        "documents": documents[chosen].astype(np.int64),
        "dp_norm": deviation,
        "dp_weighted": dp_weighted(count[chosen], deviation),
        "group_tokens": total,
        "group_documents": rows.shape[0],
    }
    return pd.DataFrame(columns)[COLUMNS]


def _bootstrap_rates(
    rows: sparse.csr_array, columns: np.ndarray, resamples: int, confidence: float, seed: int
) -> np.ndarray:
    """Return the bounds of each column's rate per million, shape (columns, 2)."""
    draws = draw_documents(rows.shape[0], resamples, seed)
    totals = np.asarray(rows.sum(axis=1)).ravel()
    return bootstrap_bounds(rows.tocsc()[:, columns], draws, confidence, totals=totals, per=MILLION)
