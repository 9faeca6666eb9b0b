"""Statements -> with which verbs a speaker is reported: who "claims", and who "says"."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.choices import choose
from analysis.discourse.named_speakers import check_speaker, in_counted, named_speech
from analysis.methods import named_in_methods
from analysis.stats.bootstrap import blocks, draw_documents, percentile_bounds, resampled_sums
from analysis.stats.contingency import contingency, odds_ratio
from analysis.stats.intervals import wilson_interval
from analysis.stats.resampled_keyness import FEW_DOCUMENTS

CUE = ("verb", "act", "stance")
DISTANCING = "distancing"
COUNTED = ["statements", "negated", "documents", "group_statements", "share", "share_low", "share_high"]
CONTRAST = {
    "speaker_name": "str",
    "statements": "int64",
    "of_stance": "int64",
    **dict.fromkeys(("share", "share_low", "share_high"), "float64"),
    "others_statements": "int64",
    "others_of_stance": "int64",
    **dict.fromkeys(("others_share", "difference", "difference_low", "difference_high", "odds_ratio"), "float64"),
}


def reported(
    statements: pd.DataFrame, documents: pd.DataFrame, *, duplicates: str = "near", as_written: bool = False
) -> pd.DataFrame:
    """Return the statements that a cue gives to a speaker with a name, one row a statement and speaker.

    Parameters
    ----------
    statements, documents, duplicates, as_written
        As `reporting_verbs` takes them.

    >>> said = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:9-20"], "verb": [""], "speaker": ["Ana Ruiz"],
    ...                      "speaker_start": [0], "speaker_end": [8], "speaker_spans": ["0:8"],
    ...                      "speaker_name": ["Ana Ruiz"]})
    >>> len(reported(said, pd.DataFrame({"doc_id": ["a"]})))
    0
    """
    pairs = in_counted(named_speech(statements, as_written=as_written), documents, duplicates)
    return pairs[pairs["verb"] != ""].reset_index(drop=True)


@named_in_methods
def reporting_verbs(
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    of: str | Collection[str] = "verb",
    *,
    zeros: bool = False,
    duplicates: str = "near",
    as_written: bool = False,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Count with which verbs, acts or stances each speaker is reported.

    The share is of the speaker's statements that a cue reports; quotations without a cue of their own are left out.
    Its interval is Wilson's (1927), which takes statements as independent: those of one document are not, so that it
    is too narrow where few documents report a speaker.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it; those in other documents than `documents`, and those of speakers without a name,
        are left out.
    documents : DataFrame
        With doc_id.
    of : str or collection of str
        What to count: "verb", "act", "stance", or several of them together.
    zeros : bool
        Whether a speaker gets a row for what others are reported with, and the speaker never is.
    duplicates : str
        Which documents that repeat another count, as `counted_documents` takes it.
    as_written : bool
        Whether mentions that no name could be found for count as a name, as `named_speech` takes it.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    DataFrame
        One row a speaker and verb (act, stance): speaker_name, the columns counted, statements, negated (of which
        the cue is denied: did not say), documents, group_statements (of the speaker that a cue reports), share
        (statements / group_statements), share_low, share_high. Sorted by speaker, statements, then by what is counted.

    Raises
    ------
    ValueError
        `of` is none of those allowed, or an option is out of its range.

    >>> said = pd.DataFrame({"doc_id": ["a", "a"], "statement_id": ["a:9-20", "a:30-42"], "verb": ["say", "claim"],
    ...                      "negated": [False, False], "speaker": ["Ana Ruiz"] * 2, "speaker_start": [0, 21],
    ...                      "speaker_end": [8, 29], "speaker_spans": ["0:8", "21:29"],
    ...                      "speaker_name": ["Ana Ruiz"] * 2})
    >>> counts = reporting_verbs(said, pd.DataFrame({"doc_id": ["a"]}))
    >>> counts[["verb", "statements", "share"]].values.tolist()
    [['claim', 1, 0.5], ['say', 1, 0.5]]
    """
    columns = [choose(name, CUE, "column of a cue") for name in ([of] if isinstance(of, str) else of)]
    pairs = reported(statements, documents, duplicates=duplicates, as_written=as_written)
    rows = pairs.groupby(["speaker_name", *columns])
    counts = rows.agg(statements=("doc_id", "size"), negated=("negated", "sum"), documents=("doc_id", "nunique"))
    if zeros:
        values = pairs[columns].drop_duplicates()
        every = pairs[["speaker_name"]].drop_duplicates().merge(values, how="cross")
        counts = counts.reindex(pd.MultiIndex.from_frame(every), fill_value=0)
    counts = counts.reset_index().astype({**dict.fromkeys(COUNTED[:3], "int64"), "speaker_name": "str"})
    counts["group_statements"] = counts.groupby("speaker_name")["statements"].transform("sum").astype("int64")
    counts["share"] = counts["statements"] / counts["group_statements"]
    counts["share_low"], counts["share_high"] = wilson_interval(
        counts["statements"], counts["group_statements"], confidence
    )
    order = counts.sort_values(
        ["speaker_name", "statements", *columns], ascending=[True, False, *[True] * len(columns)]
    )
    return order[["speaker_name", *columns, *COUNTED]].reset_index(drop=True)


@named_in_methods
def stance_contrasts(
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    reference: str | None = None,
    *,
    stance: str = DISTANCING,
    minimum: int = 1,
    duplicates: str = "near",
    as_written: bool = False,
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare how often each speaker is reported with distance ("claimed") with how often all others are.

    The difference of the shares has a percentile bootstrap interval over documents (`stats.bootstrap`). Where either
    side is reported so in fewer than 5 documents, it is the outer one of that and of Newcombe's (1998, Statistics in
    Medicine 17: 873-890, method 10), which takes statements as independent but knows how unsure a small count is: a
    bootstrap repeats a 0 each time, as if it were sure. One document alone gives Newcombe's.

    Parameters
    ----------
    statements, documents, duplicates, as_written
        As `reporting_verbs` takes them.
    reference : str, optional
        The speaker that all others are compared with; left out, each is compared with all others together.
    stance : str
        "distancing", "assertive" or "neutral".
    minimum : int
        Speakers with fewer statements that a cue reports get no row.
    confidence : float
        Between 0 and 1.
    resamples : int
        How many bootstrap samples are drawn; 0 leaves Newcombe's interval alone.
    seed : int
        Seed of the random draws; the same seed gives the same interval, in whatever order the documents are.

    Returns
    -------
    DataFrame
        One row a speaker: speaker_name, statements (that a cue reports), of_stance, share, share_low, share_high
        (Wilson's), others_statements, others_of_stance, others_share, difference (share - others_share),
        difference_low, difference_high, odds_ratio (missing or infinite where a cell is 0). Sorted by difference,
        largest first, then by name.

    Raises
    ------
    ValueError
        Nobody speaks under the name of the reference, or an option is out of its range.

    >>> said = pd.DataFrame({"doc_id": ["a", "b"], "statement_id": ["a:9-20", "b:9-20"], "verb": ["claim", "say"],
    ...                      "stance": ["distancing", "neutral"], "speaker": ["Ana", "Tom"], "speaker_start": [0, 0],
    ...                      "speaker_end": [3, 3], "speaker_spans": ["0:3", "0:3"], "speaker_name": ["Ana", "Tom"]})
    >>> found = stance_contrasts(said, pd.DataFrame({"doc_id": ["a", "b"]}))
    >>> found[["speaker_name", "share", "others_share", "difference"]].values.tolist()
    [['Ana', 1.0, 0.0, 1.0], ['Tom', 0.0, 1.0, -1.0]]
    """
    choose(stance, ("neutral", "assertive", DISTANCING), "stance")
    pairs = reported(statements, documents, duplicates=duplicates, as_written=as_written)
    if reference is not None:
        check_speaker(reference, pairs["speaker_name"])
    place, names = pd.factorize(pairs["speaker_name"].to_numpy(dtype=object), sort=True)
    against = None if reference is None else int(np.searchsorted(names, reference))
    every = _by_document(pairs, place, len(names))
    chosen = _by_document(pairs.assign(counted=pairs["stance"] == stance), place, len(names))
    totals, counts = _sides(_sums(every), against), _sides(_sums(chosen), against)
    kept = np.flatnonzero((totals[0] >= max(minimum, 1)) & (totals[1] > 0) & (np.arange(len(names)) != against))
    table = _compared(names[kept], [part[kept] for part in counts], [part[kept] for part in totals], confidence)
    few = np.minimum(*_documents_of_sides(chosen, against))[kept] < FEW_DOCUMENTS
    draws = draw_documents(every.shape[0], resamples, seed)
    low, high = _difference_bounds(chosen, every, kept, against, draws, confidence).T
    outer = few | np.isnan(low)  # one document has no resample
    table["difference_low"] = np.where(outer, np.fmin(low, table["difference_low"]), low)
    table["difference_high"] = np.where(outer, np.fmax(high, table["difference_high"]), high)
    table = table[list(CONTRAST)].astype(CONTRAST)
    return table.sort_values(["difference", "speaker_name"], ascending=[False, True], ignore_index=True)


def difference_interval(
    successes: np.ndarray, trials: np.ndarray, others: np.ndarray, other_trials: np.ndarray, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of the difference of two shares (Newcombe 1998, Statistics in Medicine 17: 873-890).

    It is the hybrid score interval (method 10), made of the two Wilson intervals, without continuity correction.

    Parameters
    ----------
    successes, trials, others, other_trials : int arrays of one shape
        How many of how many, of the one and of the other; no trials give NaN.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    (float array, float array)
        Lower and upper bounds of the first share less the second.

    >>> low, high = difference_interval(*map(np.array, ([56], [70], [48], [80])))
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.0524, 0.3339)
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        one, other = np.asarray(successes) / np.asarray(trials), np.asarray(others) / np.asarray(other_trials)
    low, high = wilson_interval(successes, trials, confidence)
    other_low, other_high = wilson_interval(others, other_trials, confidence)
    difference = one - other
    below = np.sqrt((one - low) ** 2 + (other_high - other) ** 2)
    above = np.sqrt((high - one) ** 2 + (other - other_low) ** 2)
    return difference - below, difference + above


def _compared(names: np.ndarray, counts: list[np.ndarray], totals: list[np.ndarray], confidence: float) -> pd.DataFrame:
    """Return the shares of each speaker and of those compared with, their difference, and Newcombe's interval."""
    low, high = wilson_interval(counts[0], totals[0], confidence)
    below, above = difference_interval(counts[0], totals[0], counts[1], totals[1], confidence)
    share, others_share = counts[0] / totals[0], counts[1] / totals[1]
    frame = {
        "speaker_name": pd.array(names, dtype="str"),
        **{"statements": totals[0], "of_stance": counts[0], "share": share, "share_low": low, "share_high": high},
        **{"others_statements": totals[1], "others_of_stance": counts[1], "others_share": others_share},
        **{"difference": share - others_share, "difference_low": below, "difference_high": above},
        "odds_ratio": odds_ratio(contingency(counts[0], totals[0], counts[1], totals[1])),
    }
    return pd.DataFrame(frame)


def _by_document(pairs: pd.DataFrame, speaker: np.ndarray, speakers: int) -> sparse.csr_array:
    """Return how many statements of each speaker each document reports: all, or those that are counted."""
    place, documents = pd.factorize(pairs["doc_id"].to_numpy(dtype=object), sort=True)
    counted = pairs["counted"].to_numpy() if "counted" in pairs else np.ones(len(pairs), dtype=bool)
    cells = (np.ones(int(counted.sum()), dtype=np.int64), (place[counted], speaker[counted]))
    return sparse.coo_array(cells, shape=(len(documents), speakers)).tocsr()


def _sums(rows: sparse.sparray) -> np.ndarray:
    return np.asarray(rows.sum(axis=0)).ravel().astype(np.int64)


def _sides(sums: np.ndarray, against: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the sums of each speaker, and those of whom each is compared with."""
    return sums, sums.sum() - sums if against is None else np.full_like(sums, sums[against])


def _documents_of_sides(chosen: sparse.csr_array, against: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Return in how many documents each speaker is reported so, and in how many whom each is compared with is."""
    own = _sums(chosen.sign())
    if against is not None:
        return _sides(own, against)
    cells, together = chosen.tocoo(), np.asarray(chosen.sum(axis=1)).ravel()
    alone = np.bincount(cells.col[cells.data == together[cells.row]], minlength=chosen.shape[1])
    return own, (together > 0).sum() - alone


def _difference_bounds(
    chosen: sparse.csr_array,
    every: sparse.csr_array,
    kept: np.ndarray,
    against: int | None,
    draws: np.ndarray,
    confidence: float,
) -> np.ndarray:
    """Return the bounds of the differences of some speakers over the resamples: shape (speakers, 2)."""
    bounds = np.full((len(kept), 2), np.nan)
    if not len(draws):
        return bounds
    below = [resampled_sums(_compared_with(rows, against), draws) for rows in (chosen, every)]
    for some in blocks(len(kept), len(draws)):
        own = [resampled_sums(rows[:, kept[some]], draws) for rows in (chosen.tocsc(), every.tocsc())]
        others = [total - part if against is None else total for total, part in zip(below, own, strict=True)]
        with np.errstate(invalid="ignore", divide="ignore"):
            bounds[some] = percentile_bounds(own[0] / own[1] - others[0] / others[1], confidence)
    return bounds


def _compared_with(rows: sparse.csr_array, against: int | None) -> sparse.csr_array:
    """Return the column of the speaker whom all are compared with, or of all speakers together."""
    if against is not None:
        return rows[:, [against]].tocsr()
    return sparse.csr_array(np.reshape(rows.sum(axis=1), (-1, 1)))
