"""Tables of many rows -> tables that sort and search where somebody sits at the notebook, without a network."""

import itertools
from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.reports.display import Table
from analysis.reports.exploring.live import STYLES, Explorer, message, said_html, shown_html
from analysis.reports.openings import OpeningTable
from analysis.reports.words import count_of
from analysis.reports.writing import cut, label, showable

MOST_ROWS = 10_000
LONGEST_CELL = 200
ROWS_A_PAGE = 10
DIGITS = 4  # of a measure; all of them stand in the table's CSV
HOW = "Click the head of a column to sort by it; hold Shift for a second column. Search looks at every column."


def sortable(table: Table, rows: pd.DataFrame | None = None) -> Explorer:
    """Show a table, with all its rows to sort and to search where somebody sits at the notebook.

    Parameters
    ----------
    table : Table
        What is shown everywhere else. One whose rows open their sentences is shown above the rows to sort.
    rows : DataFrame, optional
        All rows, where the table shows only the first ones; the first 10,000 can be sorted. Its index is not shown.
    """
    every = table.data if rows is None else rows
    return Explorer(table._repr_html_(), (lambda html: _fields(table, every, html)) if len(every) else None)


def plain_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as text and numbers that a table can hold: dates as 2023-02-22, long texts cut, no empty column.

    Parameters
    ----------
    rows : DataFrame
        Of any columns.

    >>> plain_rows(pd.DataFrame({"per_million": [2.5], "date": pd.to_datetime(["2023-02-22"])})).to_dict("records")
    [{'per million': 2.5, 'date': '2023-02-22'}]
    """
    shown = rows.head(MOST_ROWS).dropna(axis="columns", how="all")
    columns = [_plain(shown.iloc[:, number]) for number in range(shown.shape[1])]
    names = _distinct([str(showable(label(name))) for name in shown.columns])
    return pd.DataFrame(dict(zip(names, columns, strict=True)))


def _plain(values: pd.Series) -> Any:
    if pd.api.types.is_bool_dtype(values):
        return ["yes" if value else "no" for value in values]
    if pd.api.types.is_float_dtype(values):
        return _numbers(None if _is_missing(value) else float(f"{value:.{DIGITS}g}") for value in values)
    if pd.api.types.is_numeric_dtype(values):
        return _numbers(values) if values.hasnans else values.tolist()
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime("%Y-%m-%d").fillna("").tolist()
    return ["" if _is_missing(value) else str(showable(cut(value, LONGEST_CELL))) for value in values]


def _numbers(values: Iterable[float | None]) -> Any:
    """Return numbers of a type whose missing ones are shown as empty cells, and not as NaN."""
    return pd.array(list(values), dtype="Float64")


def _is_missing(value: object) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _distinct(names: list[str]) -> list[str]:
    """Number the names that stand there before."""
    seen: dict[str, Any] = {}
    counts = [next(seen.setdefault(name, itertools.count(1))) for name in names]
    return [name if count == 1 else f"{name} ({count})" for name, count in zip(names, counts, strict=True)]


def _fields(table: Table, rows: pd.DataFrame, html: str) -> Any:
    from ipywidgets import HTML, Accordion, VBox

    if not isinstance(table, OpeningTable):
        return VBox([HTML(STYLES), said_html(message(_how(rows))), searched(rows)])
    folded = Accordion([VBox()], titles=(f"All {count_of(len(rows), 'row')}: sort and search",))

    def unfold(_change: object) -> None:
        if not folded.children[0].children:
            folded.children[0].children = [HTML(STYLES), said_html(message(_how(rows))), searched(rows)]

    folded.observe(unfold, "selected_index")
    return VBox([shown_html(html), folded])


def _how(rows: pd.DataFrame) -> str:
    if len(rows) > MOST_ROWS:
        return f"The first {MOST_ROWS:,} of {count_of(len(rows), 'row')}. {HOW}"
    return f"{count_of(len(rows), 'row')}. {HOW}"


def searched(rows: pd.DataFrame) -> Any:
    """Return a widget with rows that sort and search. It holds all the code that it needs, and escapes every cell.

    Parameters
    ----------
    rows : DataFrame
        Of any columns.
    """
    from IPython.utils.capture import capture_output
    from ipywidgets import Output
    from itables import init_notebook_mode, to_html_datatable

    with capture_output() as captured:
        init_notebook_mode(all_interactive=False, connected=False)
    shown = plain_rows(rows)
    texts = [number for number, name in enumerate(shown.columns) if not pd.api.types.is_numeric_dtype(shown[name])]
    html = to_html_datatable(
        shown,
        connected=False,
        allow_html=False,
        text_in_header_can_be_selected=False,  # a click on it sorts
        format_floats_in_python=False,
        showIndex=False,
        maxBytes=0,
        pageLength=ROWS_A_PAGE,
        classes="display compact",
        columnDefs=[{"className": "dt-left", "targets": texts}],
        display_logo_when_loading=False,
    )
    code = [output.data for output in captured.outputs]
    outputs = [{"output_type": "display_data", "data": data, "metadata": {}} for data in [*code, {"text/html": html}]]
    table = Output(outputs=tuple(outputs))
    table.add_class("discourse-table")
    return table
