"""What a coded file does not say: rows that were removed, documents without a row, rows that could not be taken."""

import pandas as pd

from analysis.discourse.coded_rows import mark_missing
from analysis.discourse.coding_agreement import match_codings

PLACE = {"doc_id": "str", "start": "int64", "end": "int64"}


def keep_missing(coded: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Add the statements that a coded file lacks to it as they are, since a row that is not there says nothing.

    Parameters
    ----------
    coded : DataFrame
        As `read_coding` gives it.
    statements : DataFrame
        What was exported, or is found and corrected by now.

    Returns
    -------
    DataFrame
        The coded rows, and one row without any change for each statement that `mark_missing` would delete.

    >>> from analysis.discourse.coding_files import completed
    >>> statements = completed(pd.DataFrame([["a", 0, 3, "Go!"], ["a", 9, 14, "Stay!"]],
    ...     columns=["doc_id", "start", "end", "content"]))
    >>> coded = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:0-3"], "content": ["Go!"], "action": ["delete"]})
    >>> keep_missing(coded, statements)[["statement_id", "action"]].values.tolist()
    [['a:0-3', 'delete'], ['a:9-14', '']]
    """
    whole = mark_missing(coded, statements)
    if len(whole) > len(coded):
        whole.loc[len(coded) :, "action"] = ""
    return whole


def documents_without_rows(coded: pd.DataFrame, statements: pd.DataFrame) -> list[str]:
    """Name the documents that have statements, and no row in a coded file: not exported, or all rows removed.

    >>> statements = pd.DataFrame({"doc_id": ["a", "b", "b"]})
    >>> documents_without_rows(pd.DataFrame({"doc_id": ["a"]}), statements)
    ['b']
    """
    there = set(coded["doc_id"])
    return [doc_id for doc_id in statements["doc_id"].unique().tolist() if doc_id not in there]


def places_left_out(coded: pd.DataFrame, problems: pd.DataFrame) -> pd.DataFrame:
    """Return the statements on which a coded file is silent, as their rows could not be taken.

    Parameters
    ----------
    coded : DataFrame
        As `read_coding` gives it, with row and statement_id.
    problems : DataFrame
        As `coded_statements` gives it for the file.

    Returns
    -------
    DataFrame
        doc_id (str), start, end (int64, code points), as they were exported; a row that a person added has none.

    >>> coded = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:0-3"], "content": ["Oh"], "row": [2]})
    >>> places_left_out(coded, pd.DataFrame({"row": [2], "severity": ["error"]})).values.tolist()
    [['a', 0, 3]]
    """
    wrong = problems.loc[problems["severity"] == "error", "row"]
    ids = coded.loc[coded["row"].isin(wrong), "statement_id"] if "statement_id" in coded else pd.Series(dtype="str")
    parts = ids.astype("str").str.extract(r"^(?P<doc_id>.*):(?P<start>[0-9]{1,15})-(?P<end>[0-9]{1,15})$")
    return parts.dropna().astype(PLACE).drop_duplicates(ignore_index=True)


def without_places(coding: pd.DataFrame, places: pd.DataFrame, partner: pd.DataFrame) -> pd.DataFrame:
    """Leave the statements out of a coding on which the other one is silent.

    Parameters
    ----------
    coding : DataFrame
        Statements: doc_id (str), start, end (int64).
    places : DataFrame
        As `places_left_out` gives it for the partner.
    partner : DataFrame
        The coding that it is compared with, whose own statements are matched at the same time, so that none of them
        loses its match.

    Returns
    -------
    DataFrame
        The coding without the statements that match a place.

    >>> coding = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 9], "end": [3, 14]})
    >>> silent = pd.DataFrame({"doc_id": ["a"], "start": [0], "end": [3]})
    >>> without_places(coding, silent, coding.iloc[1:]).values.tolist()
    [['a', 9, 14]]
    """
    if places.empty:
        return coding
    coding = coding.reset_index(drop=True)
    both = pd.concat([partner[list(PLACE)], places], ignore_index=True)
    pairs = match_codings(coding, both)
    silent = pairs.loc[pairs["second"] >= len(partner), "first"]
    return coding.drop(index=silent).reset_index(drop=True)
