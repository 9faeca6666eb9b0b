"""Statements -> the sentences that open below a count of them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.reports.openings import MOST_SENTENCES, PLACE, counts_of, openings, rows_like
from analysis.study import Study

NOBODY = "No statement has a speaker with a name."


def open_statements(
    table: pd.DataFrame,
    said: pd.DataFrame,
    study: Study,
    keys: Sequence[str],
    noun: str = "statement",
    limit: int = MOST_SENTENCES,
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
    limit : int
        How many sentences of each row to show.
    """
    rows = rows_like(table, said, keys)
    return statement_openings([{"": some} for some in rows], study, noun, limit)


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
    spans = [{name: _apart(found) for name, found in named.items()} for named in parts]
    shown = openings(spans, study, limit, noun)
    for named, below in zip(parts, shown, strict=True):
        for opening in below:
            opening |= counts_of(named[opening["label"]], noun)
    return shown


def _apart(found: pd.DataFrame) -> pd.DataFrame:
    """Return spans cut so that none covers another: each character is shown once."""
    spans = found[PLACE].sort_values(PLACE, ignore_index=True)
    done = spans.groupby("doc_id")["end"].cummax().groupby(spans["doc_id"]).shift(fill_value=0)
    spans["start"] = spans["start"].clip(lower=done)
    return spans[spans["start"] < spans["end"]]
