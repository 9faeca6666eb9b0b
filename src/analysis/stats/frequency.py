"""How often each term stands, by any grouping of the documents, with bootstrap intervals."""

from collections.abc import Callable, Collection
from functools import partial

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.stats.bootstrap import bootstrap_bounds, draw_documents
from analysis.stats.spread import dp, dp_weighted
from analysis.text.groups import group_documents
from analysis.text.tokens import Tokens

MILLION = 1_000_000
COLUMNS = [
    "term",
    "count",
    "per_million",
    "per_million_low",
    "per_million_high",
    "documents",
    "dp",
    "dp_weighted",
    "group_tokens",
    "group_documents",
]

Interval = Callable[[sparse.csr_array, np.ndarray], np.ndarray]


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
    2016, Digital Scholarship in the Humanities 31(2)). A group of one document has no interval.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    by : Series or array of shape (n,), or DataFrame of n rows, optional
        The group of each document, in the order of the documents; all documents are one group when left out.
    exclude : collection of str
        Terms that get no row, such as `text.stop_words()`. They still count in the rate's denominator.
    numbers : bool
        Whether terms without a letter, as 2023 or 120,000, get a row. They count in the denominator anyway.
    minimum : int
        Terms that stand less often than this in a group get no row there.
    resamples : int
        How many bootstrap samples are drawn; 0 leaves the interval empty.
    confidence : float
        Between 0 and 1.
    seed : int
        Seed of the random draws; the same seed gives the same interval.
    dropna : bool
        Whether documents without a group are left out; else they are a group of their own.

    Returns
    -------
    DataFrame
        The group's columns, then term, count (tokens), per_million (tokens per million of the group),
        per_million_low and per_million_high (bounds of its interval), documents (of the group that have the term),
        dp (deviation of proportions over the group's documents, Gries 2008: 0 is even), dp_weighted (the count times
        1 - dp, so that clustered terms keep less), and group_tokens, group_documents (the denominators). Sorted by
        group, then count, then term.

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
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}: it must lie between 0 and 1, as 0.95")
    if resamples < 0:
        raise ValueError(f"resamples is {resamples}: it must be 0 or more")
    if isinstance(exclude, str):
        raise ValueError(f"exclude is the text {exclude!r}: give a collection of terms, as [{exclude!r}]")
    counts = tokens.counts()
    excluded = np.isin(tokens.vocabulary, list(exclude))
    if not numbers:
        excluded |= np.array([not any(map(str.isalpha, term)) for term in tokens.vocabulary], dtype=bool)
    group_of, groups = group_documents(by, len(tokens.doc_ids), dropna=dropna)
    if clash := set(groups.columns) & set(COLUMNS):
        raise ValueError(f"by has a column {min(clash)!r}, which the result has too: rename it")
    interval = partial(_bootstrap_rates, resamples=resamples, confidence=confidence, seed=seed)
    members = np.split(*_by_group(group_of, len(groups)))[1:]
    parts = [_count_group(counts[rows], tokens.vocabulary, excluded, minimum, interval) for rows in members]
    nothing = _count_group(counts[:0], tokens.vocabulary, excluded, minimum, interval)
    repeated = groups.iloc[np.repeat(np.arange(len(groups)), [len(part) for part in parts])].reset_index(drop=True)
    return pd.concat([repeated, pd.concat([nothing, *parts], ignore_index=True)], axis=1)


def _by_group(group_of: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the documents in the order of their groups, and where each group begins; those of none come first."""
    order = np.argsort(group_of, kind="stable")
    return order, np.searchsorted(group_of[order], np.arange(groups))


def _count_group(
    rows: sparse.csr_array, vocabulary: np.ndarray, excluded: np.ndarray, minimum: int, interval: Interval
) -> pd.DataFrame:
    count = np.asarray(rows.sum(axis=0)).ravel()
    documents = np.bincount(rows.indices, minlength=rows.shape[1])
    total = int(rows.sum())
    chosen = np.flatnonzero((count >= max(minimum, 1)) & ~excluded)
    chosen = chosen[np.argsort(-count[chosen], kind="stable")]
    low, high = interval(rows, chosen).T
    deviation = dp(rows[:, chosen], np.asarray(rows.sum(axis=1)).ravel())
    columns = {
        "term": pd.array(vocabulary[chosen], dtype="str"),
        "count": count[chosen].astype(np.int64),
        "per_million": count[chosen] * MILLION / max(total, 1),
        "per_million_low": low,
        "per_million_high": high,
        "documents": documents[chosen].astype(np.int64),
        "dp": deviation,
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
