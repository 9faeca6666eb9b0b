"""Statements -> one row a statement and speaker, and the words that each speaker says."""

from collections.abc import Sequence
from difflib import get_close_matches
from itertools import compress

import numpy as np
import pandas as pd

from analysis.discourse.counts import counted_documents
from analysis.discourse.speech.name_rules import AS_WRITTEN, JOINED, joined_rules
from analysis.discourse.spoken_words import words_said
from analysis.methods import named_in_methods


def statement_speakers(statements: pd.DataFrame) -> pd.DataFrame:
    """Give each speaker of a statement a row: of those made by several together, and of all others one.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it.

    Returns
    -------
    DataFrame
        The columns of `statements`, in which speaker, speaker_start, speaker_end, speaker_spans, speaker_name and
        name_rule are those of one speaker; statements without a speaker are kept. If there are not as many names as
        mentions, each name has the place of all mentions together.

    >>> said = pd.DataFrame({"statement_id": ["a:20-40"], "speaker": ["Ana Ruiz and Tom Lee"], "speaker_start": [0],
    ...                      "speaker_end": [20], "speaker_spans": ["0:8 13:20"],
    ...                      "speaker_name": ["Ana Ruiz; Tom Lee"]})
    >>> statement_speakers(said)[["speaker", "speaker_start", "speaker_name"]].values.tolist()
    [['Ana Ruiz', 0, 'Ana Ruiz'], ['Tom Lee', 13, 'Tom Lee']]
    """
    columns = ["speaker", "speaker_start", "speaker_end", "speaker_spans", "speaker_name"]
    several = np.flatnonzero(_may_be_several(statements))
    each = [_speakers(*row) for row in statements[columns].iloc[several].itertuples(index=False, name=None)]
    size = np.ones(len(statements), dtype=np.int64)
    size[several] = [len(found) for found in each]
    origin = np.repeat(np.arange(len(statements)), size)
    rows = statements.iloc[origin].reset_index(drop=True)
    places = zip(rows["speaker_start"].tolist(), rows["speaker_end"].tolist(), strict=True)
    rows["speaker_spans"] = [_span(start, end) for start, end in places]
    rows = rows.astype(dict.fromkeys(columns, "str") | {"speaker_start": "int64", "speaker_end": "int64"})
    split = np.flatnonzero(np.isin(origin, several))
    for place, name in enumerate(columns):
        rows.loc[split, name] = [speaker[place] for found in each for speaker in found]
    if "name_rule" in statements:
        rows["name_rule"] = rows["name_rule"].astype("str")
        joined = zip(statements["name_rule"].iloc[several], each, strict=True)
        rows.loc[split, "name_rule"] = [rule for rules, found in joined for rule in _rules(rules, found)]
    return rows


def _may_be_several(statements: pd.DataFrame) -> np.ndarray:
    """Say which statements have more than one name or mention: the others need not be taken apart."""
    marks = {"speaker_name": JOINED, "speaker_spans": " "}
    found = [statements[name].astype("str").str.contains(mark, regex=False) for name, mark in marks.items()]
    return (found[0] | found[1]).to_numpy(dtype=bool)


def _span(start: int, end: int) -> str:
    return f"{start}:{end}" if start >= 0 else ""


def _rules(rules: str, speakers: Sequence) -> list[str]:
    """Return by which rule each name was found."""
    each = rules.split(JOINED)
    return each if len(each) == len(speakers) else [rules] * len(speakers)


def _speakers(speaker: str, start: int, end: int, spans: str, names: str) -> list[tuple[str, int, int, str, str]]:
    """Return mention, place and name of each speaker."""
    name_list = names.split(JOINED)
    whole = (speaker, start, end, _span(start, end))
    places = [tuple(map(int, span.split(":"))) for span in spans.split()]
    if len(places) == 1 or (len(name_list) not in (1, len(places))):
        return [(*whole, name) for name in name_list]
    if not places or (len(name_list) == 1 < len(places) and name_list[0]):
        return [(*whole, name) for name in name_list]
    named = name_list if len(name_list) == len(places) else [""] * len(places)
    return [
        (speaker[low - start : high - start], low, high, f"{low}:{high}", name)
        for (low, high), name in zip(places, named, strict=True)
    ]


@named_in_methods
def with_names(statements: pd.DataFrame, *, as_written: bool = False) -> pd.DataFrame:
    """Return the statements whose speaker has a name; of several speakers only the names of those that have one.

    Parameters
    ----------
    statements, as_written
        As `named_speech` takes them.

    >>> said = pd.DataFrame({"speaker_name": ["", "the mayor", "Ana"], "name_rule": ["", "as written", "full name"]})
    >>> with_names(said)["speaker_name"].tolist()
    ['Ana']
    """
    named = statements["speaker_name"] != ""
    if as_written or "name_rule" not in statements:
        return statements[named.to_numpy(dtype=bool)].reset_index(drop=True)
    named &= statements["name_rule"] != AS_WRITTEN
    found = statements[named.to_numpy(dtype=bool)].reset_index(drop=True)
    mixed = np.flatnonzero(found["name_rule"].str.contains(JOINED, regex=False).to_numpy(dtype=bool))
    columns = [name for name in ("speaker_name", "name_rule", "speaker_spans") if name in found]
    # Column by column, for a row alone costs as much to set as thousands.
    kept = [_with_a_name(*row) for row in found.loc[mixed, columns].itertuples(index=False, name=None)]
    for place, name in enumerate(columns):
        found.loc[mixed, name] = [row[place] for row in kept]
    return found


def _with_a_name(names: str, rules: str, spans: str = "") -> tuple[str, ...]:
    """Return names, rules and places of several speakers without those that are known as written only."""
    parts = [names.split(JOINED), rules.split(JOINED), spans.split()]
    kept = [rule != AS_WRITTEN for rule in parts[1]]
    if len(parts[0]) != len(kept):
        return names, rules, spans
    places = parts[2] if len(parts[2]) != len(kept) else [*compress(parts[2], kept)]
    return JOINED.join(compress(parts[0], kept)), joined_rules([*compress(parts[1], kept)]), " ".join(places)


def named_speech(statements: pd.DataFrame, *, as_written: bool = False) -> pd.DataFrame:
    """Return the statements whose speaker has a name, one row a statement and speaker: those that are counted.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it.
    as_written : bool
        Whether mentions that no name could be found for, as "the minister", count as a name. Those of different
        documents may be different people.

    >>> said = pd.DataFrame({"statement_id": ["a:9-20", "b:0-9"], "speaker": ["she", "the mayor"],
    ...                      "speaker_start": [0, 12], "speaker_end": [3, 21], "speaker_spans": ["0:3", "12:21"],
    ...                      "speaker_name": ["", "the mayor"], "name_rule": ["", "as written"]})
    >>> len(named_speech(said)), named_speech(said, as_written=True)["speaker_name"].tolist()
    (0, ['the mayor'])
    """
    found = statement_speakers(with_names(statements, as_written=as_written))
    return found[found["speaker_name"] != ""].drop_duplicates(["statement_id", "speaker_name"], ignore_index=True)


def statements_of(statements: pd.DataFrame, speaker: str, *, as_written: bool = True) -> pd.DataFrame:
    """Return the statements of one speaker.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it.
    speaker : str
        A name of the column speaker_name.
    as_written : bool
        As `named_speech` takes it.

    Raises
    ------
    ValueError
        Nobody of this name speaks; the nearest names are suggested.

    >>> said = pd.DataFrame({"statement_id": ["a:9-20"], "speaker": ["Ana Ruiz"], "speaker_start": [0],
    ...                      "speaker_end": [8], "speaker_spans": ["0:8"], "speaker_name": ["Ana Ruiz"]})
    >>> statements_of(said, "Anna Ruiz")
    Traceback (most recent call last):
    ValueError: nobody named 'Anna Ruiz' speaks. Did you mean Ana Ruiz?
    """
    named = named_speech(statements, as_written=as_written)
    check_speaker(speaker, named["speaker_name"])
    return named[named["speaker_name"] == speaker].reset_index(drop=True)


def check_speaker(speaker: str, names: pd.Series) -> None:
    """Refuse a name that nobody speaks under; the message names the nearest.

    Raises
    ------
    ValueError
        The name is not among the names.

    >>> check_speaker("Ana Ruiz", pd.Series(["Ana Ruiz"]))
    """
    known = sorted(set(names))
    if speaker in known:
        return
    near = get_close_matches(str(speaker), known, n=3, cutoff=0.5)
    surname = [name for name in known if str(speaker).split(" ")[-1:] == name.split(" ")[-1:]][:3]
    meant = list(dict.fromkeys([*near, *surname]))
    hint = f"Did you mean {' or '.join(meant)}?" if meant else f"`speaker_counts` lists all {len(known):,} names."
    raise ValueError(f"nobody named {speaker!r} speaks. {hint}")


def in_counted(pairs: pd.DataFrame, documents: pd.DataFrame, duplicates: str = "near") -> pd.DataFrame:
    """Return the rows of documents that count.

    Parameters
    ----------
    pairs : DataFrame
        Any rows with doc_id.
    documents : DataFrame
        With doc_id.
    duplicates : str
        As `counted_documents` takes it.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "duplicate_of": [None, "a"]})
    >>> in_counted(pd.DataFrame({"doc_id": ["a", "b"]}), documents)["doc_id"].tolist()
    ['a']
    """
    counted = documents.loc[counted_documents(documents, duplicates), "doc_id"]
    return pairs[pairs["doc_id"].isin(counted)].reset_index(drop=True)


def words_by_speaker(statements: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the words of each speaker, each once, however many statements of the speaker it stands in.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it.
    pairs : DataFrame
        Those that count, as `named_speech` gives them.

    Returns
    -------
    DataFrame
        The columns of `words_said` and speaker_name. A word is quoted if one of the statements has it within marks.
    """
    words = words_said(statements[statements["statement_id"].isin(pairs["statement_id"])])
    words = words.merge(pairs[["statement_id", "speaker_name"]], on="statement_id")
    place = ["doc_id", "start", "speaker_name"]
    ordered = words.sort_values([*place, "quoted"], ascending=[True, True, True, False], kind="stable")
    return ordered.drop_duplicates(place, ignore_index=True)


def holding(statements: pd.DataFrame, hits: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of a statement and a hit, by their numbers, of which the one holds the other.

    Parameters
    ----------
    statements : DataFrame
        With doc_id, start, end.
    hits : DataFrame
        With doc_id, start, end; sorted by doc_id and start.

    Returns
    -------
    (int64 array, int64 array)
        The rows of the statements and of the hits, from 0.

    >>> said = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 9], "end": [20, 12]})
    >>> [rows.tolist() for rows in holding(said, pd.DataFrame({"doc_id": ["a"], "start": [9], "end": [12]}))]
    [[0, 1], [0, 0]]
    """
    if statements.empty or hits.empty:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    ids = pd.Index(np.unique(hits["doc_id"].to_numpy(dtype=object)))
    line = np.int64(max(hits["end"].max(), statements["end"].max()) + 1)
    # Places of all documents on one line, so that the hits that begin within a statement are a run.
    place = ids.get_indexer(hits["doc_id"]) * line + hits["start"].to_numpy()
    document = ids.get_indexer(statements["doc_id"])
    begin = document * line + statements["start"].to_numpy()
    first = np.searchsorted(place, begin)
    last = np.searchsorted(place, document * line + statements["end"].to_numpy())
    size = np.where(document < 0, 0, last - first)
    row = np.repeat(np.arange(len(statements)), size)
    column = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size) + first[row]
    whole = hits["end"].to_numpy()[column] <= statements["end"].to_numpy()[row]
    return row[whole], column[whole]
