"""Statements -> the sentences that open below a count of them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.reports.openings import MOST_SENTENCES, PLACE, openings
from analysis.reports.words import count_of
from analysis.study import Study

NOBODY = "No statement has a speaker with a name."


def open_statements(
    table: pd.DataFrame, said: pd.DataFrame, study: Study, keys: Sequence[str], noun: str = "statement"
) -> list[list[dict]]:
    """Return the statements that open below each row of a table.

    Parameters
    ----------
    table, said : DataFrame
        Both with the columns `keys`; of `said`, doc_id, start and end are marked in the sentences.
    study : Study
        The corpus.
    keys : sequence of str
        The columns that rows and statements are matched by.
    noun : str
        What is counted.
    """
    places = said.groupby(list(keys)).indices
    values = table[list(keys)].itertuples(index=False, name=None)
    rows = [places.get(value if len(keys) > 1 else value[0], []) for value in values]
    return statement_openings([{"": said.iloc[some]} for some in rows], study, noun)


def statement_openings(
    parts: Sequence[Mapping[str, pd.DataFrame]], study: Study, noun: str = "statement", limit: int = MOST_SENTENCES
) -> list[list[dict]]:
    """Return the sentences that open below each row of a table of statements.

    Parameters
    ----------
    parts : sequence of mapping of str to DataFrame
        For each row, what it counts (doc_id, start, end) by what it is called; a statement may stand in another.
    study : Study
        The corpus.
    noun : str
        What is counted.
    limit : int
        How many sentences of each to show.
    """
    shown = openings([{name: _apart(found) for name, found in named.items()} for named in parts], study, limit)
    for named, below in zip(parts, shown, strict=True):
        for opening in below:
            found = named[opening["label"]]
            sentences = len(opening["hits"]) + opening["left_out"]
            more = f"; the first {len(opening['hits'])} of {sentences:,} sentences" if opening["left_out"] else ""
            count = f"{count_of(len(found), noun)} in {count_of(found['doc_id'].nunique(), 'document')}"
            opening |= {"count": count + more, "left_out": 0}
    return shown


def _apart(found: pd.DataFrame) -> pd.DataFrame:
    """Return spans cut so that none covers another: each character is shown once."""
    spans = found[PLACE].sort_values(PLACE, ignore_index=True)
    done = spans.groupby("doc_id")["end"].cummax().groupby(spans["doc_id"]).shift(fill_value=0)
    spans["start"] = spans["start"].clip(lower=done)
    return spans[spans["start"] < spans["end"]]
