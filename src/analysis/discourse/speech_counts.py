"""Statements -> who speaks: how often, how much, and with which share of all that is said."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.corpus.schemas import STATEMENT_KINDS
from analysis.discourse.counts import By, counted_documents, grouping
from analysis.discourse.named_speakers import named_speech, words_by_speaker
from analysis.methods import named_in_methods
from analysis.stats.bootstrap import bootstrap_bounds, draw_documents
from analysis.text.groups import group_documents, members_of

# Of equal days, the one that is known best comes first.
EXACTNESS = {"day": 0, "month": 1, "year": 2}
SPEAKER = ["speaker_name", "statements", *STATEMENT_KINDS, "words", "words_quoted", "documents"]
GROUP = ["group_documents", "group_statements", "group_words"]
DATES = ["first_date", "first_precision", "last_date", "last_precision"]
SHARES = [f"{share}{bound}" for share in ("share", "share_of_statements") for bound in ("", "_low", "_high")]


class Voices(NamedTuple):
    """What is counted: documents and their groups; who says what, and which words, in which of them."""

    documents: pd.DataFrame  # doc_id, group, date, precision; sorted by doc_id
    groups: pd.DataFrame
    names: np.ndarray  # of the speakers, sorted
    said: pd.DataFrame  # one row a statement and speaker: place, group, name (a number), kind
    words: pd.DataFrame  # one row a word and speaker: place, group, name, quoted


@named_in_methods
def speaker_counts(
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    by: By = None,
    *,
    duplicates: str = "near",
    as_written: bool = False,
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Count what each speaker says: statements, words, documents, dates, and the share of voice.

    Words are tokens of the contents, without a cue or a speaker's name that stands between them; a word that stands
    in two statements of a speaker, of which one reports the other, counts once. What several say together counts for
    each of them.

    The share of voice is that of the words (of the statements) of all speakers with a name. Its interval is the
    percentile bootstrap (`stats.bootstrap`) over the documents of the group in which somebody with a name speaks; one
    such document gives none. It treats the documents as drawn from a larger population, and has no width where one
    speaker alone is heard.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it; those in other documents than `documents`, and those of speakers without a name,
        are left out.
    documents : DataFrame
        With doc_id and the columns that `by` names; date and date_precision for the dates.
    by : str, Series or DataFrame, optional
        What `grouping` takes: a column of documents, "document", "month" or "year", or one value for each
        document, in their order. Documents without a group are left out.
    duplicates : str
        Which documents that repeat another count, as `counted_documents` takes it.
    as_written : bool
        Whether mentions that no name could be found for count as a name, as `named_speech` takes it.
    confidence : float
        Between 0 and 1.
    resamples : int
        How many bootstrap samples are drawn; 0 leaves the intervals empty.
    seed : int
        Seed of the random draws; the same seed gives the same intervals, in whatever order the documents are.

    Returns
    -------
    DataFrame
        One row a group and speaker: the group's columns, then speaker_name, statements, direct, mixed, indirect (of
        each kind), words, words_quoted (within quotation marks), documents (in which the speaker speaks),
        group_documents (all of the group), group_statements, group_words (of all speakers with a name), first_date,
        first_precision, last_date, last_precision, share (words / group_words), share_low, share_high,
        share_of_statements, share_of_statements_low, share_of_statements_high. Sorted by group, then words, then name.

    Raises
    ------
    ValueError
        `by` names no column or one that the counts have too, or has not one value for each document; or an option is
        out of its range.

    >>> said = pd.DataFrame({"doc_id": ["a", "b"], "statement_id": ["a:0-9", "b:0-5"], "kind": ["direct", "indirect"],
    ...                      "start": [0, 0], "content": ["We go now", "to go"], "speaker": ["Ana", "Tom"],
    ...                      "speaker_start": [16, 20], "speaker_end": [19, 23], "speaker_spans": ["16:19", "20:23"],
    ...                      "speaker_name": ["Ana", "Tom"]})
    >>> counts = speaker_counts(said, pd.DataFrame({"doc_id": ["a", "b"]}))
    >>> counts[["speaker_name", "statements", "words", "words_quoted", "share"]].values.tolist()
    [['Ana', 1, 3, 3, 0.6], ['Tom', 1, 2, 0, 0.4]]
    """
    found = _voices(statements, documents, by, duplicates, as_written)
    counts = _with_dates(_counts(found, False, confidence, resamples, seed), found)
    return _as_table(counts, found, [*SPEAKER, *GROUP, *DATES, *SHARES])


@named_in_methods
def share_of_voice(
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    by: By = "month",
    *,
    zeros: bool = False,
    duplicates: str = "near",
    as_written: bool = False,
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return which share each speaker has of what is said in each group of documents: in each month, or source.

    Parameters
    ----------
    statements, documents, by, duplicates, as_written, confidence, resamples, seed
        As `speaker_counts` takes them, where words, shares and intervals are explained.
    zeros : bool
        Whether a speaker who is silent in a group gets a row for it; the share is missing where nobody is heard.

    Returns
    -------
    DataFrame
        The columns of `speaker_counts`, without kinds and dates. The shares of a group sum to 1. Sorted by group,
        then words, then name.

    Raises
    ------
    ValueError
        As `speaker_counts` does.

    >>> said = pd.DataFrame({"doc_id": ["a", "b"], "statement_id": ["a:0-9", "b:0-5"], "kind": ["direct", "indirect"],
    ...                      "start": [0, 0], "content": ["We go now", "to go"], "speaker": ["Ana", "Tom"],
    ...                      "speaker_start": [16, 20], "speaker_end": [19, 23], "speaker_spans": ["16:19", "20:23"],
    ...                      "speaker_name": ["Ana", "Tom"]})
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "source": ["News", "Post"]})
    >>> share_of_voice(said, documents, "source")[["source", "speaker_name", "share"]].values.tolist()
    [['News', 'Ana', 1.0], ['Post', 'Tom', 1.0]]
    """
    found = _voices(statements, documents, by, duplicates, as_written)
    counts = _counts(found, zeros, confidence, resamples, seed)
    columns = [name for name in SPEAKER if name not in STATEMENT_KINDS]
    return _as_table(counts, found, [*columns, *GROUP, *SHARES])


def _voices(statements: pd.DataFrame, documents: pd.DataFrame, by: By, duplicates: str, as_written: bool) -> Voices:
    placed, groups = _placed(documents, by, duplicates)
    pairs = named_speech(statements, as_written=as_written)
    pairs = pairs[pairs["doc_id"].isin(placed["doc_id"])]
    names = np.unique(pairs["speaker_name"].to_numpy(dtype=object))
    words = words_by_speaker(statements, pairs)
    frames = []
    for frame, kept in ((pairs, "kind"), (words, "quoted")):
        place = pd.Index(placed["doc_id"]).get_indexer(frame["doc_id"])
        number = pd.Index(names, dtype=object).get_indexer(frame["speaker_name"].to_numpy(dtype=object))
        group = placed["group"].to_numpy()[place]
        columns = {"place": place, "group": group, "name": number, kept: frame[kept].to_numpy()}
        frames.append(pd.DataFrame(columns))
    return Voices(placed, groups, names, *frames)


def _placed(documents: pd.DataFrame, by: By, duplicates: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the documents that count, each with the number of its group and its date, and the groups."""
    values = grouping(documents, by)
    group_documents(values, len(documents))  # refuses values that are not one for each document
    counted = counted_documents(documents, duplicates)
    numbers, groups = group_documents(values[counted] if values is not None else None, int(counted.sum()))
    if taken := [name for name in groups.columns if name in [*SPEAKER, *GROUP, *DATES, *SHARES]]:
        raise ValueError(f"cannot count by {taken[0]!r}: the counts have a column of that name; give yours another")
    placed = pd.DataFrame({"doc_id": documents["doc_id"], "date": documents.get("date", pd.NaT)})
    placed["precision"] = documents.get("date_precision", "day")
    placed = placed.astype({"date": "datetime64[us]"})[counted].assign(group=numbers)
    # In an order of their own, so that the same documents are drawn however the frame is sorted.
    return placed[placed["group"] >= 0].sort_values("doc_id", ignore_index=True), groups


def _counts(found: Voices, zeros: bool, confidence: float, resamples: int, seed: int) -> pd.DataFrame:
    """Return one row a group and speaker, both by their numbers, with what is counted and its shares."""
    key = ["group", "name"]
    kinds = {kind: found.said["kind"] == kind for kind in STATEMENT_KINDS}
    rows = found.said.assign(**kinds).groupby(key)
    counts = rows.agg(statements=("place", "size"), documents=("place", "nunique"), **{k: (k, "sum") for k in kinds})
    words = found.words.groupby(key)["quoted"].agg(words="size", words_quoted="sum")
    counts = counts.join(words, how="left")
    if zeros:
        every = pd.MultiIndex.from_product([range(len(found.groups)), range(len(found.names))], names=key)
        counts = counts.reindex(every)
    counts = counts.fillna(0).reset_index().astype("int64")
    size = np.bincount(found.documents["group"], minlength=len(found.groups))
    counts["group_documents"] = size[counts["group"]]
    for name in ("statements", "words"):
        counts[f"group_{name}"] = counts.groupby("group")[name].transform("sum")
    for name, share in (("words", "share"), ("statements", "share_of_statements")):
        counts[share] = counts[name] / counts[f"group_{name}"].where(lambda total: total > 0)
    return counts.join(_bounds(counts, found, confidence, resamples, seed))


def _bounds(counts: pd.DataFrame, found: Voices, confidence: float, resamples: int, seed: int) -> pd.DataFrame:
    """Return the bounds of both shares for each row of the counts."""
    bounds = np.full((len(counts), 4), np.nan)
    shape = (len(found.documents), len(found.names))
    rows = [_matrix(part, shape) for part in (found.words, found.said)]
    spoken = np.asarray(rows[1].sum(axis=1)).ravel() > 0
    members = members_of(np.where(spoken, found.documents["group"].to_numpy(), -1), len(found.groups))
    for group, places in counts.groupby("group").indices.items():
        draws = draw_documents(len(members[group]), resamples, seed)
        names = counts["name"].to_numpy()[places]
        for column, said in zip((0, 2), rows, strict=True):
            some = said[members[group]]
            totals = np.asarray(some.sum(axis=1)).ravel()
            if len(draws) and totals.any():
                within = bootstrap_bounds(some.tocsc()[:, names], draws, confidence, totals=totals)
                bounds[places, column : column + 2] = within
    columns = [name for name in SHARES if name.endswith(("_low", "_high"))]
    return pd.DataFrame(bounds, columns=columns)


def _matrix(part: pd.DataFrame, shape: tuple[int, int]) -> sparse.csr_array:
    ones = np.ones(len(part), dtype=np.int64)
    return sparse.coo_array((ones, (part["place"].to_numpy(), part["name"].to_numpy())), shape=shape).tocsr()


def _with_dates(counts: pd.DataFrame, found: Voices) -> pd.DataFrame:
    """Add the first and the last date of each row, with their precision."""
    key = ["group", "name"]
    dated = found.said[["place", *key]].join(found.documents[["doc_id", "date", "precision"]], on="place")
    dated = dated[dated["date"].notna()].assign(exactness=lambda row: row["precision"].map(EXACTNESS).fillna(3))
    for which, ascending in (("first", True), ("last", False)):
        ordered = dated.sort_values(["date", "exactness", "doc_id"], ascending=[ascending, True, ascending])
        ends = ordered.drop_duplicates(key).set_index(key)[["date", "precision"]].add_prefix(f"{which}_")
        counts = counts.join(ends, on=key)
    return counts.astype({"first_precision": "str", "last_precision": "str"})


def _as_table(counts: pd.DataFrame, found: Voices, columns: list[str]) -> pd.DataFrame:
    """Return the counts with the names of groups and speakers, which are sorted as their numbers are."""
    ordered = counts.sort_values(["group", "words", "name"], ascending=[True, False, True], ignore_index=True)
    ordered["speaker_name"] = pd.array(found.names[ordered["name"]], dtype="str")
    groups = found.groups.iloc[ordered["group"]].reset_index(drop=True)
    return pd.concat([groups, ordered[columns]], axis=1)
