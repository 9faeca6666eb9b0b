"""Texts -> their statements, in pieces, so that a text that the rules fail on costs its own statements alone."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.discourse.quotations import ENGLISH, statements
from analysis.pipeline.store import STATEMENT_TYPES

CHARACTERS_AT_ONCE = 500_000  # some seconds of work, after which a process gives a sign of life
BLANKS = {"str": "", "int64": -1, "float64": 0.0, "bool": False}


def extract_statements(documents: pd.DataFrame, gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Find the statements in some texts, and say of each text that none could be found in why not.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id, text and language (str; empty or missing when unknown).
    gazetteer : DataFrame
        The aliases, or no row.

    Returns
    -------
    DataFrame
        As `discourse.statements` gives it, with the column fault: empty, or why the rules failed, in a row that
        stands for the whole text.
    """
    known = documents.assign(language=[main_language(language) for language in documents["language"]])
    try:
        return statements(known, gazetteer if len(gazetteer) else None).assign(fault="")
    except MemoryError:
        raise
    except Exception as error:  # one text must not end a build of thousands
        if len(documents) == 1:
            return _fault(documents["doc_id"].iloc[0], error)
    middle = len(documents) // 2
    halves = [extract_statements(half, gazetteer) for half in (documents.iloc[:middle], documents.iloc[middle:])]
    return pd.concat(halves, ignore_index=True)


def _fault(doc_id: str, error: Exception) -> pd.DataFrame:
    blank = {name: [BLANKS[kind]] for name, kind in STATEMENT_TYPES.items() if name != "document"}
    return pd.DataFrame(blank | {"doc_id": [doc_id], "fault": [f"{type(error).__name__}: {error}"[:300]]})


def main_language(given: object) -> str:
    """Return the ISO 639-1 code of a language, without its country; an unknown one is taken for English.

    >>> main_language("fr-CA"), main_language("FR"), main_language(None)
    ('fr', 'fr', 'en')
    """
    return given.replace("_", "-").partition("-")[0].strip().lower() if isinstance(given, str) and given else ENGLISH


def in_pieces(documents: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield documents, some hundred thousand characters at a time.

    >>> [len(piece) for piece in in_pieces(pd.DataFrame({"text": ["a" * 400_000, "b" * 400_000, "c"]}))]
    [2, 1]
    """
    begins = np.cumsum([0, *documents["text"].str.len().iloc[:-1]]) if len(documents) else []
    for _, piece in documents.groupby(np.asarray(begins) // CHARACTERS_AT_ONCE):
        yield piece
