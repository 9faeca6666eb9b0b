"""Tables that sort and search: in a notebook alone, without a network, and hostile cells are text in them."""

import json
import re

import pandas as pd
import pytest

from analysis import reports
from analysis.reports.exploring.sorting import LONGEST_CELL, MOST_ROWS, plain_rows
from analysis.reports.openings import OpeningTable

from ..named import HOSTILE
from .widgets import parts_of, shown

ROWS = pd.DataFrame({"term": ["road", "aid"], "per_million": [1234.5678, None]})


@pytest.fixture(scope="module", autouse=True)
def shell():
    """IPython, which catches what a package displays."""
    from IPython.core.interactiveshell import InteractiveShell

    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def tables_in(widget):
    """Return the HTML that the browser gets to run: the code of the tables, and each table."""
    outputs = [part.outputs for part in parts_of(widget) if type(part).__name__ == "Output"]
    return ["\n".join(output["data"]["text/html"] for output in each) for each in outputs]


def test_where_nobody_sits_it_is_the_table_as_it_was():
    table = reports.Table(ROWS.head(1), "The first of two.")
    assert reports.sortable(table, ROWS)._repr_html_() == table._repr_html_()


def test_all_rows_can_be_sorted_and_not_only_the_first_ones():
    explorer = reports.sortable(reports.Table(ROWS.head(1), "The first of two."), ROWS)
    fields = explorer.fields(explorer.html)
    assert "2 rows." in shown(fields)
    assert "road" in tables_in(fields)[0] and "aid" in tables_in(fields)[0]


def test_a_table_whose_rows_open_stays_and_the_rows_to_sort_are_made_when_they_are_unfolded():
    explorer = reports.sortable(OpeningTable(ROWS.head(1), "The first."), ROWS)
    fields = explorer.fields(explorer.html)
    assert explorer.html in shown(fields)
    assert tables_in(fields) == []
    folded = next(part for part in parts_of(fields) if type(part).__name__ == "Accordion")
    folded.selected_index = 0
    folded.selected_index = None
    folded.selected_index = 0
    assert len(tables_in(fields)) == 1


def test_nothing_is_loaded_from_a_network():
    explorer = reports.sortable(reports.Table(ROWS, "Two."))
    html = tables_in(explorer.fields(explorer.html))[0]
    code = re.sub(r'"[A-Za-z0-9+/=]{10000,}"', "", html)  # the packed code itself; a browser test watches what it does
    assert not re.findall(r"""(?:src|import|from|fetch\(|rel=\S+ href)\s*=?\s*["'(]*https?:""", code)


def test_hostile_cells_and_names_of_columns_are_text():
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    explorer = reports.sortable(reports.Table(pd.DataFrame({hostile: [hostile], "n": [1]}), hostile))
    html = tables_in(explorer.fields(explorer.html))[0]
    assert "alert(1)" in html
    assert "<script>alert" not in html and "<img src=x" not in html


def test_cells_are_cut_and_signs_that_turn_the_writing_are_seen():
    rows = plain_rows(pd.DataFrame({"text": ["x" * 1_000_000, HOSTILE]}))
    assert len(rows["text"][0]) == LONGEST_CELL
    assert "\u202e" not in rows["text"][1]


def test_a_missing_number_is_an_empty_cell_and_no_word_of_a_programmer():
    counts = pd.DataFrame({"term": ["road", "aid"], "share": [0.25, None], "n": pd.array([3, None], dtype="Int64")})
    explorer = reports.sortable(reports.Table(counts, "Two."))
    (data,) = re.findall(r'"data_json": "(.*)"', tables_in(explorer.fields(explorer.html))[0])
    assert json.loads(data.replace('\\"', '"')) == [["road", 0.25, 3], ["aid", None, None]]


def test_columns_keep_their_order_and_those_of_one_name_are_told_apart():
    twice = pd.DataFrame([[1, True, "x"]], columns=["a_b", "a_b", "c"])
    assert plain_rows(twice).to_dict("records") == [{"a b": 1, "a b (2)": "yes", "c": "x"}]


def test_more_rows_than_a_page_can_hold_are_left_out_and_it_is_said():
    explorer = reports.sortable(reports.Table(ROWS, "Many."), pd.DataFrame({"n": range(MOST_ROWS + 1)}))
    assert f"The first {MOST_ROWS:,} of {MOST_ROWS + 1:,} rows." in shown(explorer.fields(explorer.html))


def test_a_table_without_rows_is_the_table():
    assert reports.sortable(reports.Table(ROWS.head(0), "Nothing.")).fields is None
