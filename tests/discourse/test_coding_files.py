"""What a coder gets: a table of statements that survives a spreadsheet and comes back unchanged."""

import csv
import io

import pandas as pd
import pytest

from analysis.corpus.schemas import STATEMENTS, empty
from analysis.discourse.coding_files import (
    COLUMNS,
    CodingError,
    completed,
    read_coding,
)

from .coding import (
    built,
    corrected,
    exported,
    statement,
    through_a_file,
)


def test_each_statement_is_a_row_with_its_sentence_and_its_cue_even_where_that_stands_in_another_sentence():
    text = "“We agree. We do,” said Ana Ruiz. Rain fell."
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    found = completed(pd.DataFrame([statement("We agree.", "Ana Ruiz", "said", text=text)]))
    coded = exported(found, documents)
    assert coded.columns.tolist() == list(COLUMNS)
    assert coded["sentence"].tolist() == ["“We agree. We do,” said Ana Ruiz."]


def test_an_export_of_nothing_has_the_same_columns(tmp_path):
    coded = exported(empty(STATEMENTS))
    assert coded.columns.tolist() == list(COLUMNS)
    back = through_a_file(coded, tmp_path)
    assert back.empty
    assert corrected(back).empty


def test_no_cell_of_the_file_is_a_formula(tmp_path):
    text = "=cmd|1 said: @all must go."
    documents = pd.DataFrame({"doc_id": ["=1+1"], "text": [text]})
    found = completed(pd.DataFrame([statement("@all must go", text=text, doc_id="=1+1")]))
    coded = exported(found, documents)
    back = through_a_file(coded, tmp_path)
    rows = list(csv.reader(io.StringIO((tmp_path / "coded.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert back["content"].tolist() == ["@all must go"]
    assert corrected(back, found, documents).empty


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_an_export_that_comes_back_as_it_was_corrects_nothing(tmp_path, delimiter):
    assert corrected(through_a_file(exported(), tmp_path, delimiter)).empty


def test_a_file_that_lost_columns_and_order_corrects_nothing(tmp_path):
    coded = exported()[["content", "statement_id", "doc_id"]].iloc[::-1]
    assert corrected(through_a_file(coded, tmp_path)).empty


def test_white_space_that_a_spreadsheet_changed_corrects_nothing():
    text = "Ana Ruiz said the road\nwas  open."
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    found = completed(pd.DataFrame([statement("the road\nwas  open", "Ana Ruiz", text=text)]))
    coded = exported(found, documents).assign(content="the road was open")
    assert corrected(coded, found, documents).empty


def test_a_content_too_long_for_a_cell_comes_back_as_unchanged(tmp_path):
    text = "word " * 20_000 + "end"
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    found = completed(pd.DataFrame([{"doc_id": "a", "start": 0, "end": len(text), "content": text}]))
    coded = through_a_file(exported(found, documents), tmp_path)
    assert coded["content"].str.len().max() < 32_767
    assert corrected(coded, found, documents).empty
    assert built(corrected(coded.assign(act="say"), found, documents), found, documents)["end"].tolist() == [len(text)]


def test_a_file_without_the_needed_columns_is_refused_with_their_names(tmp_path):
    (tmp_path / "other.csv").write_text("doc_id,notes\na,x\n", encoding="utf-8")
    with pytest.raises(CodingError, match=r"'content' is missing.*doc_id, notes"):
        read_coding(tmp_path / "other.csv")
    with pytest.raises(CodingError, match=r"none\.csv"):
        read_coding(tmp_path / "none.csv")
