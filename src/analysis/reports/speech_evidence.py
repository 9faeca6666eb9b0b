"""Statements -> the sentences that open below a count of them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.reports.openings import MOST_SENTENCES, PLACE, openings, rows_like
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
    rows = rows_like(table, said[list(dict.fromkeys([*PLACE, *keys]))], keys)
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
    return openings(parts, study, limit, noun, apart=True)
