"""Tables whose counts open the sentences that they are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.discourse import grouping
from analysis.reports.display import TEMPLATES, Table
from analysis.reports.hits import located, sentence_numbers, sentences_by
from analysis.reports.rows import BOUNDS, shown_rows
from analysis.reports.words import count_of
from analysis.study import Study

FEWEST = 5  # documents of a group, for an interval by bootstrap to say something
MOST_SENTENCES = 20  # that a row of a table opens
FEW_SENTENCES = 5  # that a row of the data behind a figure opens, beside which the table has more
PLACE = ["doc_id", "start", "end"]
ROW = ["table_row", "name_number"]
COUNTED = "counted"  # a column of hits that says which count; the others are marked only
REST = {
    "mention": "the table of mentions has all",
    "statement": "the table of statements has all",
    "document": "the table of documents has all",
}
Corpus = Study | pd.DataFrame  # documents alone have no sentences to open


@dataclass(frozen=True, repr=False)
class OpeningTable(Table):
    """A table of which each row opens its sentences; the bounds of an interval stand below their number.

    Attributes
    ----------
    data, caption, note, every
        As those of a Table; the columns X_low and X_high are shown below the number X.
    openings : list of list of dict
        What opens below each row of data, as `openings` gives it.
    """

    openings: list[list[dict]] = field(default_factory=list)

    def _repr_html_(self) -> str:
        return TEMPLATES.get_template("openings.html.j2").render(table=self, **shown_rows(self.data, self.openings))


def documents_of(corpus: Corpus) -> pd.DataFrame:
    """Return the documents of a corpus, or those that are given alone.

    >>> documents_of(pd.DataFrame({"doc_id": ["a"]}))["doc_id"].tolist()
    ['a']
    """
    return corpus if isinstance(corpus, pd.DataFrame) else corpus.documents


def openings(
    hits: Sequence[Mapping[str, pd.DataFrame]],
    corpus: Corpus,
    limit: int = MOST_SENTENCES,
    noun: str = "mention",
    *,
    apart: bool = False,
) -> list[list[dict]]:
    """Return the sentences that open below each row of a table.

    Parameters
    ----------
    hits : sequence of mapping of str to DataFrame
        For each row, the rows that it counts (doc_id, start, end) by what they are called; the same mention may
        be counted in several rows. Rows with a false `counted`, where there is such a column, are marked in the
        sentences but not counted.
    corpus : Study or DataFrame
        The corpus, for sentences and sources. Documents alone open nothing.
    limit : int
        How many sentences of each to show.
    noun : str
        What is counted.
    apart : bool
        Whether rows may stand within others, as a statement in another: each character is then marked once.

    Returns
    -------
    list of list of dict
        For each row one entry for each name with at least one hit: label, count (in words), number and documents
        counted, hits (the sentences shown), left_out (how many are not).
    """
    shown: list[list[dict]] = [[] for _ in hits]
    if isinstance(corpus, pd.DataFrame):
        return shown
    parts = {
        (row, number): found
        for row, named in enumerate(hits)
        for number, found in enumerate(named.values())
        if len(found)
    }
    if not parts:
        return shown
    places = _together(parts)
    placed, left_out = _first_sentences(_apart(places) if apart else places, corpus, limit)
    for (row, number), sentences in sentences_by(placed, corpus.documents, ROW).items():
        name, counted = list(hits[row].items())[number]
        shown[row].append(opening(name, counted, sentences, left_out[row, number], noun))
    return shown


def _together(parts: Mapping[tuple[int, int], pd.DataFrame]) -> pd.DataFrame:
    """Return the places of several frames in one, with the row and the name of each: thousands of frames may come."""
    columns = {name: np.concatenate([found[name].to_numpy() for found in parts.values()]) for name in PLACE}
    lengths = [len(found) for found in parts.values()]
    keys = {name: np.repeat([key[place] for key in parts], lengths) for place, name in enumerate(ROW)}
    return pd.DataFrame(columns | keys)


def _apart(places: pd.DataFrame) -> pd.DataFrame:
    """Return places cut so that none covers another of the same row and name: each character is shown once."""
    text = [*ROW, "doc_id"]
    spans = places.sort_values([*text, "start", "end"], ignore_index=True)
    done = spans.groupby(text)["end"].cummax().groupby([spans[name] for name in text]).shift(fill_value=0)
    spans["start"] = spans["start"].clip(lower=done)
    return spans[spans["start"] < spans["end"]]


def opening(name: str, counted: pd.DataFrame, shown: list[dict], left_out: int, noun: str = "mention") -> dict:
    """Return what opens below a count: how many there are in how many documents, and the sentences to show.

    Parameters
    ----------
    name : str
        What the rows have in common.
    counted : DataFrame
        The rows counted.
    shown : list of dict
        Sentences, as `sentences_of` gives them.
    left_out : int
        How many sentences are not shown.
    noun : str
        What is counted.
    """
    return {
        "label": name,
        **counts_of(counted, noun),
        "hits": shown,
        "left_out": int(left_out),
        "what": "sentences",
        "rest": REST.get(noun, "a concordance shows more"),
    }


def counts_of(counted: pd.DataFrame, noun: str) -> dict:
    """Return how many rows are counted in how many documents, as numbers and in words.

    >>> counts_of(pd.DataFrame({"doc_id": ["a", "a"]}), "mention")
    {'count': '2 mentions in 1 document', 'number': 2, 'documents': 1}
    """
    counted = counted[counted[COUNTED]] if COUNTED in counted else counted
    number, documents = len(counted), counted["doc_id"].nunique()
    words = f"{count_of(number, noun)} in {count_of(documents, 'document')}"
    return {"count": words, "number": number, "documents": documents}


def _first_sentences(hits: pd.DataFrame, study: Study, limit: int) -> tuple[pd.DataFrame, pd.Series]:
    """Return the hits of the first sentences of each row and name, and how many are left out."""
    placed = located(hits, study).sort_values(ROW, kind="stable", ignore_index=True)
    number = sentence_numbers(placed, ROW)
    left_out = (number.groupby([placed[name] for name in ROW]).max() - limit).clip(lower=0)
    return placed[number <= limit], left_out


def open_rows(
    table: pd.DataFrame,
    mentions: pd.DataFrame,
    corpus: Corpus,
    keys: Sequence[str] = ("organization",),
    name: str = "",
    *,
    limit: int = MOST_SENTENCES,
    noun: str = "mention",
) -> list[list[dict]]:
    """Return the sentences of the mentions that have the values of each row of a table.

    Parameters
    ----------
    table, mentions : DataFrame
        Both with the columns `keys`.
    corpus : Study or DataFrame
        The corpus; documents alone open nothing.
    keys : sequence of str
        The columns that rows and mentions are matched by.
    name : str
        What the mentions are called.
    limit : int
        How many sentences of each row to show.
    noun : str
        What is counted.
    """
    return openings([{name: found} for found in rows_like(table, mentions, keys)], corpus, limit, noun)


def rows_like(table: pd.DataFrame, rows: pd.DataFrame, keys: Sequence[str]) -> list[pd.DataFrame]:
    """Return for each row of a table those other rows that have the same values.

    Parameters
    ----------
    table, rows : DataFrame
        Both with the columns `keys`.
    keys : sequence of str
        The columns that they are matched by.

    >>> table, rows = pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [2, 2]})
    >>> [len(found) for found in rows_like(table, rows, ["a"])]
    [0, 2]
    """
    places = rows.groupby(list(keys)).indices
    values = table[list(keys)].itertuples(index=False, name=None)
    return [rows.iloc[places.get(value if len(keys) > 1 else value[0], [])] for value in values]


def groups_of(documents: pd.DataFrame, by: str) -> pd.Series:
    """Return the group of each document by its doc_id.

    Parameters
    ----------
    documents : DataFrame
        With doc_id and the column.
    by : str
        A column of documents, or "document", "month" or "year".

    >>> groups_of(pd.DataFrame({"doc_id": ["a"], "actor": ["UN"]}), "actor").to_dict()
    {'a': 'UN'}
    """
    return pd.Series(grouping(documents, by).to_numpy(), index=documents["doc_id"])


def open_groups(
    table: pd.DataFrame,
    mentions: pd.DataFrame,
    corpus: Corpus,
    by: str,
    group: pd.Series,
    *,
    key: str = "organization",
    limit: int = MOST_SENTENCES,
) -> list[list[dict]]:
    """Return the sentences behind each row of a group of documents and a name, whatever the user's column is called.

    Parameters
    ----------
    table : DataFrame
        With the columns `by` and, if rows are of several names, `key`.
    mentions : DataFrame
        Those counted.
    corpus : Study or DataFrame
        The corpus; documents alone open nothing.
    by : str
        The column of the table that says the group.
    group : Series
        The group of each document, by doc_id.
    key : str
        The column of names.
    limit : int
        How many sentences of each row to show.
    """
    names = [key] if key in table else []
    if isinstance(corpus, pd.DataFrame):
        return [[] for _ in range(len(table))]
    named = mentions[[*PLACE, *names]].assign(_group=mentions["doc_id"].map(group))
    rows = table[names].assign(_group=table[by])
    return open_rows(rows, named, corpus, ["_group", *names], limit=limit)


def without_intervals_of_few(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return a table without the bootstrap intervals of groups of so few documents that they are far too narrow.

    Parameters
    ----------
    table : DataFrame
        With the columns group_documents, and NAME_low and NAME_high of each name.
    names : sequence of str
        The measures whose intervals come from a bootstrap.

    >>> table = pd.DataFrame({"group_documents": [2, 9], "mentions_low": [2.0, 3.0], "mentions_high": [2.0, 8.0]})
    >>> without_intervals_of_few(table, ["mentions"])["mentions_high"].tolist()
    [nan, 8.0]
    """
    few = table["group_documents"] < FEWEST
    bounds = [f"{name}_{which}" for name in names for which in BOUNDS if f"{name}_{which}" in table]
    return table.assign(**{bound: table[bound].mask(few) for bound in bounds})


def without_flat_intervals(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table without the bootstrap intervals that have no width: they tell of few documents, not of certainty.

    Parameters
    ----------
    table : DataFrame
        With the columns NAME_low and NAME_high.
    name : str
        The measure.

    >>> table = pd.DataFrame({"share": [0.0], "share_low": [0.0], "share_high": [0.0]})
    >>> without_flat_intervals(table, "share")["share_low"].isna().tolist()
    [True]
    """
    low, high = f"{name}_low", f"{name}_high"
    flat = table[low] == table[high]
    return table.assign(**{low: table[low].mask(flat), high: table[high].mask(flat)})
