"""Progress: seen by whoever looks, and silent where nobody does."""

import pytest

from analysis import pipeline, reports
from analysis.reports.exploring.bars import Bars

from .widgets import parts_of


def test_where_nobody_looks_nothing_is_written(capsys, raw, write, tmp_path):
    write("a.txt", "The road is closed.")
    with reports.progress_bar() as progress:
        pipeline.build(raw, tmp_path / "tables", progress=progress)
    assert capsys.readouterr() == ("", "")


def test_each_step_has_a_bar_that_ends_full():
    bars = Bars()
    for done in range(1, 1001):
        bars.show("reading", done, 1000)
    bars.show("writing", 0, 0)
    found = [part for part in parts_of(bars.box) if type(part).__name__ == "IntProgress"]
    assert [bar.description for bar in found] == ["reading", "writing"]
    assert [(bar.value, bar.max) for bar in found] == [(1000, 1000), (1, 1)]
    assert "1,000 of 1,000" in [getattr(part, "value", "") for part in parts_of(bars.box)]


def test_an_error_within_passes_through():
    with pytest.raises(ZeroDivisionError), reports.progress_bar() as progress:
        progress("reading", 1, 2)
        raise ZeroDivisionError


def test_in_a_notebook_the_bars_stand_below_the_cell(somebody, monkeypatch):
    displayed = []
    monkeypatch.setattr("IPython.display.display", displayed.append)
    with reports.progress_bar() as progress:
        progress("reading", 2, 2)
    assert len(displayed) == 1 and "2 of 2" in [getattr(part, "value", "") for part in parts_of(displayed[0])]
