"""The command `discourse export`: tables of the corpus as files."""

import re

import pandas as pd
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from analysis.cli import main
from analysis.corpus import read
from analysis.exporting import read_exported


@pytest.fixture
def export(sample, tmp_path, monkeypatch):
    """Run the command on the sample in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def export(*arguments, processed=sample.folder):
        return CliRunner().invoke(main, ["export", *arguments, "--processed", str(processed)])

    return export


def refused(result, *parts):
    """The command said in one message what is wrong, and wrote nothing."""
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (1, 2)
    message = " ".join(result.output.split())
    assert len(re.findall("Error: ", message)) == 1
    assert all(part in message for part in parts), message


TABLES = ["documents", "sentences", "mentions", "undecided", "statements", "gazetteer", "problems", "cleaning"]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_exported_with_all_its_rows_and_columns(export, sample, table):
    result = export(table, "table.csv")
    assert result.exit_code == 0, result.output
    frame = getattr(sample, table)
    rows = f"{len(frame):,} {'row' if len(frame) == 1 else 'rows'}"
    assert result.output == f"table.csv: {table}, {rows}, {frame.shape[1]} columns\n"
    written = read_exported("table.csv")
    assert written.shape == frame.shape
    assert written.columns.tolist() == frame.columns.tolist()


def test_tokens_are_exported_a_row_each(export, sample):
    assert export("tokens", "tokens.parquet").exit_code == 0
    pd.testing.assert_frame_equal(pd.read_parquet("tokens.parquet"), sample.tokens.frame())


def test_a_workbook_has_the_statements_word_for_word(export, sample):
    assert export("statements", "statements.xlsx").exit_code == 0
    header, *rows = CalamineWorkbook.from_path("statements.xlsx").get_sheet_by_index(0).to_python()
    assert [row[header.index("content")] for row in rows] == sample.statements["content"].tolist()


def test_only_documents_of_a_period_are_exported_and_that_is_said(export, sample, tmp_path):
    result = export("statements", "february.csv", "--start", "2023-02", "--end", "2023-02")
    assert result.exit_code == 0
    assert "Only documents dated from 2023-02 to 2023-02" in result.output
    dates = sample.documents.set_index("doc_id")["date"]
    of_rows = dates[read_exported("february.csv")["doc_id"]]
    assert len(of_rows)
    assert set(of_rows.dt.strftime("%Y-%m")) == {"2023-02"}


def test_exported_documents_can_be_built_from_again(export, sample, tmp_path):
    (tmp_path / "raw").mkdir()
    export("documents", "raw/texts.jsonl")
    documents, problems = read(tmp_path / "raw")
    assert documents["text"].tolist() == sample.documents["text"].tolist()
    assert documents["doc_id"].tolist() == sample.documents["doc_id"].tolist()
    assert problems.empty


def test_a_file_that_is_there_is_written_over_only_by_force(export, tmp_path):
    (tmp_path / "table.csv").write_text("mine")
    refused(export("mentions", "table.csv"), "table.csv is there", "--force")
    assert (tmp_path / "table.csv").read_text() == "mine"
    assert export("mentions", "table.csv", "--force").exit_code == 0
    assert read_exported("table.csv").columns[0] == "doc_id"


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["statement", "a.csv"], ["no table 'statement'", "did you mean statements?"]),
        (["statements", "a.xls"], ["no ending '.xls'", "did you mean .xlsx?", ".parquet"]),
        (["statements", "statements"], ["ends in none of .csv, .xlsx, .parquet, .jsonl"]),
        (["statements", "nowhere/a.csv"], ["no folder nowhere", "make it first"]),
        (["statements", "a.csv", "--start", "soon"], ["'soon' is not a date", "2023-02-22"]),
        (["statements", "a.csv", "--start", "2040"], ["no document is dated from 2040"]),
        (["statements", "a.csv", "--duplicates", "some"], ["'some' is not one of 'all', 'near', 'none'"]),
    ],
)
def test_what_cannot_be_exported_is_refused_and_nothing_is_written(export, tmp_path, arguments, parts):
    refused(export(*arguments), *parts)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_tables_is_refused(export, tmp_path):
    refused(export("statements", "a.csv", processed=tmp_path), "holds no built corpus", "discourse build")
    assert list(tmp_path.iterdir()) == []


def test_the_example_in_the_help_works(export, sample):
    text = CliRunner().invoke(main, ["export", "--help"]).output
    (example,) = re.findall(r"Example: discourse export (.*)", text)
    assert export(*example.split()).exit_code == 0
    assert CalamineWorkbook.from_path("statements.xlsx").get_sheet_by_index(0).height > 1
