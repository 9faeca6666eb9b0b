"""A frame -> a link that holds it as a CSV file, for spreadsheets and statistics programs."""

import base64
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.exporting import guarded
from analysis.reports.writing import cut, showable

MOST_ROWS, MOST_BYTES = 2_000, 200_000
LONGEST_CELL = 1_000
BOM = b"\xef\xbb\xbf"  # by which Excel knows UTF-8


class DataLink(NamedTuple):
    """The address of a CSV file that stands in the page itself, and how many rows had no room in it."""

    href: Markup
    left_out: int


def data_link(data: pd.DataFrame) -> DataLink | None:
    """Return a link to a frame as CSV, with the first 2,000 rows or 200 KB; nothing for a frame without a cell.

    Parameters
    ----------
    data : DataFrame
        Any table; its index is left out.

    >>> data_link(pd.DataFrame({"term": ["road"], "count": [3]})).left_out
    0
    """
    if data.empty or not len(data.columns):
        return None
    content, left_out = csv_of(data)
    encoded = base64.b64encode(content).decode("ascii")
    return DataLink(Markup(f"data:text/csv;charset=utf-8;base64,{encoded}"), left_out)  # noqa: S704 only letters


def csv_of(data: pd.DataFrame) -> tuple[bytes, int]:
    r"""Return a frame as CSV that no spreadsheet takes for formulas, and how many rows are left out; always the same.

    A cell that looks like a formula gets an apostrophe before it, as those that `corpus.ticking` writes.

    Parameters
    ----------
    data : DataFrame
        Any table.

    >>> csv_of(pd.DataFrame({"name": ["=1+1", "UN"], "share": [0.5, 1 / 3]}))[0].decode("utf-8-sig")
    "name,share\r\n'=1+1,0.5\r\nUN,0.333333\r\n"
    """
    some = data.head(MOST_ROWS)
    cells = pd.DataFrame({number: _written(some.iloc[:, number]) for number in range(some.shape[1])})
    cells.columns = [_guarded(str(name)) for name in data.columns]
    written = cells.to_csv(index=False, lineterminator="\r\n", float_format="%.6g")
    content = written.encode("utf-8", "replace")
    rows = len(some)
    while len(content) > MOST_BYTES and rows:
        rows = min(rows - 1, rows * MOST_BYTES // len(content))
        written = cells.head(rows).to_csv(index=False, lineterminator="\r\n", float_format="%.6g")
        content = written.encode("utf-8", "replace")
    return BOM + content, len(data) - rows


def _written(values: pd.Series) -> list:
    if pd.api.types.is_numeric_dtype(values):
        return values.tolist()
    if pd.api.types.is_datetime64_any_dtype(values):
        return [f"{value:%Y-%m-%d}" if pd.notna(value) else "" for value in values]
    return [_text(value) for value in values]


def _text(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    return _guarded(str(value))


def _guarded(text: str) -> str:
    return guarded(str(showable(cut(text, LONGEST_CELL))))
