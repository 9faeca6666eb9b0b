"""Mentions -> whether they stand within quotation marks."""

import numpy as np
import pandas as pd
import regex
from scipy import sparse

from analysis.discourse.counts import counted_documents
from analysis.discourse.surroundings import POSSESSIVE
from analysis.methods import named_in_methods
from analysis.stats.bootstrap import draw_documents, percentile_bounds, resampled_sums
from analysis.text.quoting import quotation_spans
from analysis.text.tokenizing import token_pattern

# Scripts that are written without spaces have no words to count; each letter counts as one.
UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
WORD = regex.compile(rf"{UNSPACED}|{token_pattern().pattern}")
FEWEST_WORDS = 2


def mark_quoted(mentions: pd.DataFrame, spans: pd.DataFrame) -> np.ndarray:
    """Say of each mention whether it stands within quotation marks.

    Marks that hold the name and fewer than two words more (“HRW”, the “so-called UN”) quote nobody's speech: they
    set a name off, as a term or with distance.

    Parameters
    ----------
    mentions : DataFrame
        With doc_id, start, end.
    spans : DataFrame
        As `text.quoting.quotation_spans` gives it.

    Returns
    -------
    bool array, shape (mentions,)

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["The “UN” said: “The UN is here.”"]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a"], "start": [5, 20], "end": [7, 22]})
    >>> mark_quoted(named, quotation_spans(documents)).tolist()
    [False, True]
    """
    quoted = np.zeros(len(mentions), dtype=bool)
    if mentions.empty or spans.empty:
        return quoted
    ordered = spans.sort_values(["doc_id", "start"])
    begins, texts = ordered["start"].to_numpy(), ordered["text"].to_numpy(dtype=object)
    of_document = pd.Series(np.arange(len(ordered)), ordered["doc_id"].to_numpy()).groupby(level=0).agg(["min", "max"])
    known = np.flatnonzero(mentions["doc_id"].isin(of_document.index))
    hits = mentions.iloc[known]
    lowest, highest = of_document.loc[hits["doc_id"]].to_numpy().T
    for row, low, high, start, end in zip(known, lowest, highest, hits["start"], hits["end"], strict=True):
        place = low + np.searchsorted(begins[low : high + 1], start, side="right") - 1
        if place >= low and end <= begins[place] + len(texts[place]):
            quoted[row] = _is_speech(texts[place], start - begins[place], end - begins[place])
    return quoted


@named_in_methods
def quoted_share(
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    duplicates: str = "near",
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Count how many mentions of each organization stand within quotation marks.

    The interval is the percentile bootstrap over documents of the ratio of sums (`stats.bootstrap`): documents
    are drawn, not mentions, since a document that quotes names the same organization again and again.

    Parameters
    ----------
    mentions : DataFrame
        As `mentions` gives it; those in other documents than `documents` are left out.
    documents : DataFrame
        With doc_id and text.
    duplicates : str
        Which documents that repeat another count, as `counted_documents` takes it.
    confidence : float
        Between 0 and 1.
    resamples : int
        How many bootstrap samples are drawn; 0 leaves the interval empty.
    seed : int
        Seed of the random draws; the same seed gives the same interval, in whatever order the documents are.

    Returns
    -------
    DataFrame
        One row an organization: organization, mentions, quoted (mentions within quotation marks, as
        `mark_quoted` says), share (quoted / mentions), share_low, share_high (missing where one document alone
        names it; without width where all or none of its mentions are quoted). Sorted by mentions, then name.

    Raises
    ------
    ValueError
        `duplicates` is none of those allowed, or a number is out of its range.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["The UN said: “The UN is here.”"]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a"], "start": [4, 18], "end": [6, 20], "organization": ["UN", "UN"]})
    >>> quoted_share(named, documents)[["organization", "mentions", "quoted", "share"]].values.tolist()
    [['UN', 2, 1, 0.5]]
    """
    counted = documents[counted_documents(documents, duplicates)].sort_values("doc_id")
    place = pd.Index(counted["doc_id"]).get_indexer(mentions["doc_id"])
    found, place = mentions[place >= 0], place[place >= 0]
    naming = counted[counted["doc_id"].isin(found["doc_id"])]
    column, names = pd.factorize(found["organization"].to_numpy(dtype=object), sort=True)
    quoted = mark_quoted(found, quotation_spans(naming)).astype(np.int64)
    shape = (len(counted), len(names))
    of_all = sparse.coo_array((np.ones_like(quoted), (place, column)), shape=shape).tocsr()
    of_quoted = sparse.coo_array((quoted, (place, column)), shape=shape).tocsr()
    draws = draw_documents(len(counted), resamples, seed)
    with np.errstate(invalid="ignore"):
        bounds = percentile_bounds(resampled_sums(of_quoted, draws) / resampled_sums(of_all, draws), confidence)
    bounds[np.diff(of_all.tocsc().indptr) < 2] = np.nan
    table = pd.DataFrame({"organization": pd.array(names, dtype="str")})
    table["mentions"] = np.asarray(of_all.sum(axis=0)).ravel().astype(np.int64)
    table["quoted"] = np.asarray(of_quoted.sum(axis=0)).ravel().astype(np.int64)
    table["share"] = table["quoted"] / table["mentions"]
    table["share_low"], table["share_high"] = bounds.T
    return table.sort_values(["mentions", "organization"], ascending=[False, True], ignore_index=True)


def _is_speech(text: str, start: int, end: int) -> bool:
    """Say whether a quotation has enough words beside the name that stands there."""
    after = POSSESSIVE.match(text, end).end()
    words = len(WORD.findall(text[:start])) + len(WORD.findall(text[after:]))
    return words >= FEWEST_WORDS
