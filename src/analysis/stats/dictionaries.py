"""Dictionaries of categories -> the tokens that fall under each, and how many these are."""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.bootstrap import bootstrap_bounds, draw_documents
from analysis.stats.checking import (
    MILLION,
    check_collection,
    check_confidence,
    check_count,
    check_no_clash,
    draw_order,
)
from analysis.stats.dictionary_files import Dictionary
from analysis.stats.dictionary_files import dictionary as as_dictionary
from analysis.text.finding import apart, as_hits, find
from analysis.text.groups import group_documents, members_of, under_groups
from analysis.text.patterns import matching_terms
from analysis.text.queries import parse_query
from analysis.text.sentences import token_sentences
from analysis.text.tokens import Tokens

OVERLAPS = ("longest", "all")
COLUMNS = [
    "category",
    "count",
    "per_million",
    "per_million_low",
    "per_million_high",
    "documents",
    "negated",
    "group_tokens",
    "group_documents",
]


@named_in_methods
def dictionary_hits(
    tokens: Tokens,
    dictionary: Dictionary | Mapping,
    *,
    overlap: str = "longest",
    negation: Collection[str] | None = None,
    negation_window: int = 3,
    sentences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find what falls under the categories of a dictionary.

    Within a category no token counts twice: the longest match goes first, of equally long ones the leftmost, and
    whatever overlaps with one taken is none; of entries that match the same tokens, the first in the dictionary is
    named. Categories do not see each other, as with the nested_scope "key" of quanteda's tokens_lookup (Benoit et
    al. 2018, Journal of Open Source Software 3(30)).

    Parameters
    ----------
    tokens : Tokens
        Of the corpus.
    dictionary : Dictionary or mapping
        As `dictionary` or `load_dictionary` gives it, or as `dictionary` takes it.
    overlap : str
        "longest", as above; or "all": every match of every entry.
    negation : collection of str, optional
        Words that negate what follows, such as no, not, *n't; nothing is negated when left out.
    negation_window : int
        How many tokens before a match are looked at for such a word, in the same sentence; without `sentences` in
        the same document, so that the not of "It did not. Genocide happened." negates genocide.
    sentences : DataFrame, optional
        As `text.split_sentences` gives it: with it, neither a match nor a negation reaches over a sentence's end, and
        in what stands outside of every sentence no phrase is found and nothing is negated.

    Returns
    -------
    DataFrame
        One row a hit, in the order of the corpus: doc_id, start, end (code points), category, entry (as the
        dictionary writes it), terms (that matched, separated by spaces), negated (bool), position (of the first
        token in its document, from 0).

    Raises
    ------
    ValueError
        `overlap` is none of those allowed, the dictionary has a fault, or the negation is one text or its window no
        whole number or negative.

    >>> from analysis.stats.dictionary_files import dictionary
    >>> from analysis.text import tokenize
    >>> tokens = tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["Not a free state of the United States"]}))
    >>> words = dictionary({"liberty": ["free*"], "state": ["state*", "united states"]})
    >>> dictionary_hits(tokens, words, negation=["not"])[["category", "terms", "negated"]].values.tolist()
    [['liberty', 'free', True], ['state', 'state', True], ['state', 'united states', False]]
    """
    dictionary = _as_dictionary(dictionary)
    sentence_of = None if sentences is None else token_sentences(tokens, sentences)
    entry, first, last = _matches(tokens, dictionary, overlap, sentence_of)
    negated = _negated(tokens, first, negation, negation_window, sentence_of)
    hits = as_hits(tokens, first, last)
    category, written = (dictionary.entries[name].to_numpy(dtype=object)[entry] for name in ("category", "entry"))
    hits["category"], hits["entry"] = pd.array(category, dtype="str"), pd.array(written, dtype="str")
    hits["terms"] = pd.array(_terms(tokens, first, last), dtype="str")
    hits["negated"] = negated
    return hits[["doc_id", "start", "end", "category", "entry", "terms", "negated", "position"]]


@named_in_methods
def dictionary_counts(
    tokens: Tokens,
    dictionary: Dictionary | Mapping,
    by: pd.Series | pd.DataFrame | np.ndarray | None = None,
    *,
    overlap: str = "longest",
    negation: Collection[str] | None = None,
    negation_window: int = 3,
    sentences: pd.DataFrame | None = None,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
    dropna: bool = True,
) -> pd.DataFrame:
    """Count the hits of each category, as such and per million tokens, with an interval for the rate.

    The interval is the percentile bootstrap over documents, as for `frequencies`.

    Parameters
    ----------
    tokens, dictionary, overlap, negation, negation_window, sentences
        As `dictionary_hits` takes them.
    by : Series or array of shape (documents,), or DataFrame of that many rows, optional
        The group of each document, in the order of the documents; all documents are one group when left out.
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
        The group's columns, then category (each one, also without a hit, in the order of the dictionary), count
        (hits, those negated too), per_million (hits per million tokens of the group; NaN if it has none),
        per_million_low and per_million_high (bounds of its interval), documents (of the group with a hit), negated
        (hits), group_tokens and group_documents (the denominators).

    Raises
    ------
    ValueError
        As for `dictionary_hits`; a number is out of its range; or `by` has not one value for each document, or a
        column that the result has too.

    >>> from analysis.stats.dictionary_files import dictionary
    >>> from analysis.text import tokenize
    >>> tokens = tokenize(pd.DataFrame({"doc_id": ["a", "b"], "text": ["Freedom, free speech", "A state"]}))
    >>> dictionary_counts(tokens, dictionary({"liberty": ["free*"], "law": ["law*"]}))["count"].tolist()
    [2, 0]
    """
    check_confidence(confidence)
    check_count("resamples", resamples)
    check_count("seed", seed)
    dictionary = _as_dictionary(dictionary)
    group_of, groups = group_documents(by, len(tokens.doc_ids), dropna=dropna)
    check_no_clash(groups, COLUMNS)
    sentence_of = None if sentences is None else token_sentences(tokens, sentences)
    entry, first, _ = _matches(tokens, dictionary, overlap, sentence_of)
    negated = _negated(tokens, first, negation, negation_window, sentence_of)
    document, category = tokens.document_of(first), _categories(dictionary)[entry]
    shape = (len(tokens.doc_ids), len(dictionary.categories))
    counts, counts_negated = (
        sparse.coo_array((some.astype(np.int64), (document, category)), shape=shape).tocsr()
        for some in (np.ones(len(entry)), negated)
    )
    categories, bootstrap = dictionary.categories, (resamples, confidence, seed)
    members = members_of(group_of, len(groups), draw_order(tokens.doc_ids))
    parts = [
        _count_group(counts[rows], counts_negated[rows], tokens.lengths[rows], categories, *bootstrap)
        for rows in members
    ]
    nothing = _count_group(counts[:0], counts_negated[:0], tokens.lengths[:0], [], *bootstrap)
    return under_groups(groups, parts, nothing)


def _count_group(
    rows: sparse.csr_array,
    negated: sparse.csr_array,
    lengths: np.ndarray,
    categories: list[str],
    resamples: int,
    confidence: float,
    seed: int,
) -> pd.DataFrame:
    rows, negated = rows[:, : len(categories)], negated[:, : len(categories)]
    count, total = np.asarray(rows.sum(axis=0)).ravel(), int(lengths.sum())
    draws = draw_documents(len(lengths), resamples, seed)
    bounds = bootstrap_bounds(rows, draws, confidence, totals=lengths, per=MILLION)
    columns = {
        "category": pd.array(categories, dtype="str"),
        "count": count.astype(np.int64),
        "per_million": count * MILLION / total if total else np.full(len(count), np.nan),
        "per_million_low": bounds[:, 0],
        "per_million_high": bounds[:, 1],
        "documents": np.bincount(rows.indices, minlength=rows.shape[1]).astype(np.int64),
        "negated": np.asarray(negated.sum(axis=0)).ravel().astype(np.int64),
        "group_tokens": total,
        "group_documents": len(lengths),
    }
    return pd.DataFrame(columns)[COLUMNS]


def _categories(dictionary: Dictionary) -> np.ndarray:
    """Return the number of each entry's category."""
    return pd.Index(dictionary.categories).get_indexer(dictionary.entries["category"]).astype(np.int64)


def _as_dictionary(dictionary: Dictionary | Mapping) -> Dictionary:
    return dictionary if isinstance(dictionary, Dictionary) else as_dictionary(dictionary)


def _matches(
    tokens: Tokens, dictionary: Dictionary, overlap: str, sentence_of: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return entry, first and last token of each hit, in the order of the corpus."""
    choose(overlap, OVERLAPS, "overlap")
    nothing = np.zeros(0, dtype=np.int64)
    entries, firsts, lasts = [nothing], [nothing], [nothing]
    within = "document" if sentence_of is None else "sentence"
    for number, entry in enumerate(dictionary.entries["entry"]):
        first, last = find(tokens, parse_query(entry), within=within, sentences=sentence_of, overlapping=True)
        entries.append(np.full(len(first), number, dtype=np.int64))
        firsts.append(first)
        lasts.append(last)
    entry, first, last = np.concatenate(entries), np.concatenate(firsts), np.concatenate(lasts)
    if overlap == "longest":
        # Each category on a stretch of its own, so that those of different ones never overlap.
        shift = _categories(dictionary)[entry] * (len(tokens) + 1)
        taken = _longest(first + shift, last - first + 1)
        entry, first, last = entry[taken], first[taken], last[taken]
    order = np.lexsort([entry, last, first])
    return entry[order], first[order], last[order]


def _longest(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return which spans to take, the longest first, then from left to right, so that none overlap."""
    taken = np.zeros(0, dtype=np.int64)
    for length in np.unique(lengths)[::-1]:
        alike = np.flatnonzero(lengths == length)
        alike = alike[np.argsort(starts[alike], kind="stable")]
        if len(taken):
            before = taken[np.searchsorted(starts[taken], starts[alike] + length - 1, side="right") - 1]
            free = (starts[before] + lengths[before] <= starts[alike]) | (starts[before] >= starts[alike] + length)
            alike = alike[free]
        alike = alike[apart(starts[alike], lengths[alike])]
        taken = np.concatenate([taken, alike])
        taken = taken[np.argsort(starts[taken], kind="stable")]
    return taken


def _negated(
    tokens: Tokens,
    first: np.ndarray,
    negation: Collection[str] | None,
    window: int,
    sentence_of: np.ndarray | None,
) -> np.ndarray:
    """Return whether a negation stands among the tokens before each hit."""
    check_collection("negation", negation)
    check_count("negation_window", window)
    terms = [matching_terms(tokens.vocabulary, word) for word in negation or []]
    places = tokens.places(np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *terms])))
    if not len(places) or not len(first):
        return np.zeros(len(first), dtype=bool)
    before = np.searchsorted(places, first) - 1
    nearest = np.where(before >= 0, places[before], -1)
    near = nearest >= np.maximum(first - window, tokens.offsets[tokens.document_of(first)])
    if sentence_of is None:
        return near
    return near & (sentence_of[nearest] == sentence_of[first]) & (sentence_of[first] >= 0)


def _terms(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    terms = tokens.vocabulary[tokens.ids[first]]
    for hit in np.flatnonzero(last > first):
        terms[hit] = " ".join(tokens.vocabulary[tokens.ids[first[hit] : last[hit] + 1]])
    return terms
