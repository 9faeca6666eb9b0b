"""A frame and what opens below its rows -> the columns and cells that templates show."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.reports.writing import LONGEST_NAME, SHARES, cell, cut, label, percent

BOUNDS = ("low", "high")
# Digits behind the point, so that the numbers of a column stand one below the other.
MEASURES = dict.fromkeys(("per_thousand", "Jaccard", "NPMI", "log_ratio", "log_dice", "dp_norm", "confidence"), 2)
MEASURES |= {"points": 1}
# Columns whose cells are the names of organizations or speakers, so that a page can lead to what it has of them.
NAMES = {
    "organization": "organization",
    "other": "organization",
    "actor": "organization",
    "speaker": "speaker",
    "speaker_name": "speaker",
}


def shown_rows(data: pd.DataFrame, openings: Sequence[list[dict]] = ()) -> dict:
    """Return the columns and rows of a frame as text; the bounds X_low and X_high stand below the number X.

    Parameters
    ----------
    data : DataFrame
        Any table.
    openings : sequence of list of dict
        What opens below each row, as `openings.openings` gives it; may be empty, or shorter than the data.

    >>> shown_rows(pd.DataFrame({"share": [0.5], "share_low": [0.25], "share_high": [1.0]}))["rows"][0]["cells"]
    [{'text': '50%', 'interval': '25% to 100%'}]
    """
    names = [str(name) for name in data.columns]
    shown = [name for name in names if not _is_bound(name, names)]
    if "documents" in shown:  # what they are of stands below them
        shown = [name for name in shown if name != "group_documents"]
    columns = [{"label": label(name), "align": _align(data[name]), "names": NAMES.get(name, "")} for name in shown]
    below = [*openings, *([] for _ in range(len(data) - len(openings)))]
    rows = [
        {"cells": [_cell(row, name) for name in shown], "openings": opened}
        for row, opened in zip(data.to_dict("records"), below, strict=True)
    ]
    return {"columns": columns, "rows": rows}


def rendered_cells(data: pd.DataFrame) -> dict:
    """Return the header and rows of a frame as text, which columns hold numbers, and which names.

    >>> rendered_cells(pd.DataFrame({"per_million": [1234.5], "share": [0.25]}))["rows"]
    [['1,234', '25%']]
    """
    numeric = [pd.api.types.is_numeric_dtype(data[name]) for name in data.columns]
    columns = [[cut(cell(value, str(name))) for value in data[name]] for name in data.columns]
    return {
        "header": [label(name) for name in data.columns],
        "numeric": numeric,
        "names": [NAMES.get(str(name), "") for name in data.columns],
        "rows": [list(row) for row in zip(*columns, strict=True)],
    }


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
    return {"text": cut(_written(row[name], name), LONGEST_NAME), "interval": interval}


def _is_known(value: object) -> bool:
    return value is not None and value is not pd.NA and value == value


def _written(value: object, name: str) -> str:
    """Write a value for people; all numbers of a column of measures with the same digits."""
    if not _is_known(value):
        return ""
    if isinstance(value, str):  # a column of the user's own may be called like one of ours
        return value
    if name in SHARES:
        return percent(value)
    if name == "mentions":  # a bound of a count may lie between two whole numbers
        return f"{value:,.0f}"
    written = f"{value:,.{MEASURES[name]}f}" if name in MEASURES else cell(value, name)
    return written.replace("-", "−") if isinstance(value, float) else written
