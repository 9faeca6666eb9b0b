"""Tables whose counts open the sentences that they are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.reports.display import SHARES, TEMPLATES, Table, cell, label, percent
from analysis.reports.hits import group_of_sentences, located
from analysis.study import Study

MOST_SENTENCES = 20
PLACE = ["doc_id", "start", "end"]
BOUNDS = ("low", "high")
MEASURES = ("per_thousand", "Jaccard", "NPMI")


@dataclass(frozen=True)
class OpeningTable(Table):
    """A table of which each row opens its sentences; the bounds of an interval stand below their number.

    Attributes
    ----------
    data, caption, note
        As those of a Table; the columns X_low and X_high are shown below the number X.
    openings : list of list of dict
        What opens below each row of data, as `openings` gives it.
    """

    openings: list[list[dict]] = field(default_factory=list)

    def _repr_html_(self) -> str:
        names = [str(name) for name in self.data.columns]
        shown = [name for name in names if not _is_bound(name, names)]
        if "documents" in shown:  # what they are of stands below them
            shown = [name for name in shown if name != "group_documents"]
        columns = [{"label": label(name), "align": _align(self.data[name])} for name in shown]
        records = self.data.to_dict("records")
        opened = self.openings or [[] for _ in records]
        rows = [
            {"cells": [_cell(row, name) for name in shown], "openings": below}
            for row, below in zip(records, opened, strict=True)
        ]
        return TEMPLATES.get_template("openings.html.j2").render(table=self, columns=columns, rows=rows)


def openings(hits: Sequence[Mapping[str, pd.DataFrame]], study: Study, limit: int = MOST_SENTENCES) -> list[list[dict]]:
    """Return the sentences that open below each row of a table.

    Parameters
    ----------
    hits : sequence of mapping of str to DataFrame
        For each row, the rows that it counts (doc_id, start, end) by what they are called; the same mention may
        be counted in several rows.
    study : Study
        The corpus, for sentences and sources.
    limit : int
        How many sentences of each to show.

    Returns
    -------
    list of list of dict
        For each row one entry for each name with at least one hit.
    """
    shown: list[list[dict]] = [[] for _ in hits]
    parts = [
        found[PLACE].assign(table_row=row, name_number=number)
        for row, named in enumerate(hits)
        for number, found in enumerate(named.values())
        if len(found)
    ]
    if not parts:
        return shown
    placed = located(pd.concat(parts, ignore_index=True), study)
    texts = study.documents.set_index("doc_id")["text"]
    for (row, number), found in placed.groupby(["table_row", "name_number"]):
        shown[row].append(group_of_sentences(list(hits[row])[number], found, texts, limit))
    return shown


def open_rows(
    table: pd.DataFrame, mentions: pd.DataFrame, study: Study, keys: Sequence[str] = ("organization",), name: str = ""
) -> list[list[dict]]:
    """Return the sentences of the mentions that have the values of each row of a table.

    Parameters
    ----------
    table, mentions : DataFrame
        Both with the columns `keys`.
    study : Study
        The corpus.
    keys : sequence of str
        The columns that rows and mentions are matched by.
    name : str
        What the mentions are called.
    """
    places = mentions.groupby(list(keys)).indices
    values = table[list(keys)].itertuples(index=False, name=None)
    found = [places.get(value if len(keys) > 1 else value[0], []) for value in values]
    return openings([{name: mentions.iloc[rows]} for rows in found], study)


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


def _is_bound(name: str, names: list[str]) -> bool:
    stem, _, which = name.rpartition("_")
    return which in BOUNDS and stem in names


def _align(values: pd.Series) -> str:
    return "right" if pd.api.types.is_numeric_dtype(values) and values.dtype != bool else "left"


def _cell(row: Mapping[str, object], name: str) -> dict[str, str]:
    below = [row.get(f"{name}_{which}") for which in BOUNDS]
    interval = " to ".join(_written(bound, name) for bound in below) if all(map(_is_known, below)) else ""
    if name == "documents" and _is_known(row.get("group_documents")):
        interval = f"of {cell(row['group_documents'])}"
    return {"text": _written(row[name], name), "interval": interval}


def _is_known(value: object) -> bool:
    return value is not None and value is not pd.NA and value == value


def _written(value: object, name: str) -> str:
    """Write a value for people; all numbers of a column of measures with the same digits."""
    if not _is_known(value):
        return ""
    if name in SHARES:
        return percent(value)
    if name == "mentions":  # a bound of a count may lie between two whole numbers
        return f"{value:,.0f}"
    return f"{value:,.2f}".replace("-", "−") if name in MEASURES else cell(value, name)
