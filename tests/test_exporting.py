"""Exported tables: every text arrives as text, in spreadsheets as in programs, and nothing is lost unsaid."""

import csv
import re
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from analysis.exporting import CUT, LONGEST_CELL, ExportError, read_exported, write_table

from .browser.hostile import PAYLOADS

# Openings by which spreadsheets know a formula (OWASP, CSV Injection), also in full width.
FORMULAS = ["=1+1", "+1", "-1+cmd|' /C calc'!A1", "@SUM(1)", "\t=1", "\r=1", "  =1", "'=1", "''=1", "＝1", "\n=1"]
HARMLESS = [
    "",
    "UN",
    "'tis",
    "007",
    "1.10",
    "NO",
    "2023-01",
    "a=b",
    "“-”",
    "<b>",
    "a,b;c",
    'say "no"',
    "a\nb",
    "Ա",
    "😀",
]


@pytest.fixture
def written(tmp_path):
    """Write a frame to a file with an ending, and return its path."""

    def written(frame, ending):
        return write_table(frame, tmp_path / f"table{ending}").path

    return written


def sheet(path):
    """The cells of a workbook as another program reads them."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def xml_of(path):
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_takes_for_a_formula_is_text_in_a_csv_and_comes_back_as_it_was(written, text):
    path = written(pd.DataFrame({text: [text]}), ".csv")
    cells = pd.read_csv(path, header=None, dtype=str)
    guarded = re.sub("(?<=[\t\r\n])=", "'=", text)  # a program may begin a cell there
    assert cells.iloc[:, 0].tolist() == [f"'{guarded}"] * 2
    back = read_exported(path)
    assert back.columns.tolist() == [text]
    assert back.iloc[0, 0] == text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_none_is_written_as_it_is(written, text):
    path = written(pd.DataFrame({"text": [text, "x"]}), ".csv")
    assert pd.read_csv(path, dtype=str, keep_default_na=False)["text"].tolist() == [text, "x"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1))
def test_every_text_comes_back_from_a_csv(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    write_table(pd.DataFrame({"text": texts}), path)
    assert read_exported(path)["text"].tolist() == [
        text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for text in texts
    ]


@given(st.lists(st.text("x;\t'\"=-@＝, "), min_size=2, max_size=2))
@example(["a", "x;=1+1;"]).via("a cell that quotation marks would not hold together")
@example(["a", 'x;"=1+1'])
def test_no_cell_is_a_formula_whatever_sign_a_spreadsheet_parts_cells_by(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    write_table(pd.DataFrame([texts], columns=["a", "b"]), path)
    written = path.read_text(encoding="utf-8-sig").splitlines()
    cells = [cell for sign in ",;\t" for row in csv.reader(written, delimiter=sign) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "-", "@", "＝"))]
    assert read_exported(path).iloc[0].tolist() == texts


def test_every_hostile_text_is_text_in_a_workbook_which_holds_no_formula_and_no_link(written):
    texts = [*FORMULAS, *PAYLOADS.values(), "http://127.0.0.1:9/", "mailto:a@example.org", "{=1+1}", "_x0041_"]
    path = written(pd.DataFrame({"text": texts, **dict.fromkeys(texts, "x")}), ".xlsx")
    header, *rows = sheet(path)
    seen = [row[0] for row in rows]
    assert header[1:] == seen
    for text, cell in zip(texts, seen, strict=True):
        assert isinstance(cell, str)
        assert len(cell) == len(text)
        assert all(was == became or became == "\ufffd" for was, became in zip(text, cell, strict=True))
    xml = xml_of(path)
    assert not any(sign in xml for sign in ("<f>", "<f ", "hyperlink", 'TargetMode="External"'))


def test_a_formula_like_text_stays_one_when_its_cell_is_edited(written):
    path = written(pd.DataFrame({"text": ["=1+1", "UN"]}), ".xlsx")
    assert xml_of(path).count('quotePrefix="1"') >= 1


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_control_characters_are_shown_as_such_and_move_no_offset(written, ending):
    text = "a\x00b\x1b[31mc\x9bd\ufffee"
    path = written(pd.DataFrame({"text": [text]}), ending)
    cell = read_exported(path)["text"][0] if ending == ".csv" else sheet(path)[1][0]
    assert cell == "a\ufffdb\ufffd[31mc\ufffdd\ufffde"


FRAME = pd.DataFrame(
    {
        "name": ["UN", None],
        "day": pd.to_datetime(["2023-02-22", None]),
        "count": pd.array([3, None], "Int64"),
        "share": [0.1, np.nan],
        "negated": [True, False],
    }
)


def test_a_workbook_has_dates_as_dates_numbers_as_numbers_and_nothing_for_nothing(written):
    path = written(FRAME, ".xlsx")
    header, first, second = sheet(path)
    assert header == ["name", "day", "count", "share", "negated"]
    assert [str(cell) for cell in first] == ["UN", "2023-02-22", "3.0", "0.1", "True"]
    assert second == ["", "", "", "", False]


def test_a_csv_has_days_as_days_and_nothing_for_nothing(written):
    content = written(FRAME, ".csv").read_bytes()
    assert content == b"\xef\xbb\xbfname,day,count,share,negated\r\nUN,2023-02-22,3,0.1,True\r\n,,,,False\r\n"


def test_json_lines_hold_an_object_a_row(written):
    assert written(FRAME, ".jsonl").read_text(encoding="utf-8").splitlines() == [
        '{"name":"UN","day":"2023-02-22","count":3,"share":0.1,"negated":true}',
        '{"name":null,"day":null,"count":null,"share":null,"negated":false}',
    ]


def test_parquet_holds_the_table_as_it_is(written):
    pd.testing.assert_frame_equal(pd.read_parquet(written(FRAME, ".parquet")), FRAME)


def test_days_that_a_sheet_does_not_know_and_numbers_that_it_would_change_are_text(written):
    frame = pd.DataFrame({"day": pd.to_datetime(["1789-04-30", "1900-03-01"]), "count": [2**53 + 1, 7]})
    rows = sheet(written(frame, ".xlsx"))[1:]
    assert rows[0] == ["1789-04-30", "9007199254740993"]
    assert str(rows[1][0]) == "1900-03-01"


@pytest.mark.parametrize("letter", ["w", "😀"])
def test_a_text_too_long_for_a_cell_is_cut_with_a_mark_and_counted(tmp_path, letter):
    exported = write_table(pd.DataFrame({"text": [letter * LONGEST_CELL * 2, "short"]}), tmp_path / "table.xlsx")
    assert exported.cut == 1
    cell = sheet(exported.path)[1][0]
    assert len(cell.encode("utf-16-le")) in (2 * LONGEST_CELL, 2 * LONGEST_CELL - 2)
    assert set(cell.removesuffix(CUT)) == {letter}
    assert write_table(pd.DataFrame({"text": [letter * LONGEST_CELL * 2]}), tmp_path / "table.csv").cut == 0


def test_more_rows_than_a_sheet_has_are_refused_with_what_to_do_and_an_earlier_file_stays(tmp_path):
    path = tmp_path / "table.xlsx"
    path.write_bytes(b"earlier")
    with pytest.raises(ExportError, match=r"1,048,576 rows .* has room for 1,048,575 .* Write \.csv or \.parquet"):
        write_table(pd.DataFrame({"n": np.zeros(1_048_576, dtype="int8")}), path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["table.xlsx"]
    assert path.read_bytes() == b"earlier"


@pytest.mark.parametrize("name", ["table.xls", "table.cvs", "table"])
def test_an_ending_that_is_none_is_refused_with_those_that_are(tmp_path, name):
    with pytest.raises(ExportError, match=r"\.csv, \.xlsx, \.parquet, \.jsonl"):
        write_table(FRAME, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_the_same_table_gives_the_same_bytes(written, ending):
    assert written(FRAME, ending).read_bytes() == written(FRAME, ending).read_bytes()


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
@pytest.mark.parametrize("frame", [FRAME.head(0), pd.DataFrame()])
def test_a_table_of_no_rows_is_written_with_its_header(written, frame, ending):
    path = written(frame, ending)
    if ending == ".csv":
        assert path.read_bytes() == b"\xef\xbb\xbf" + ",".join(frame.columns).encode() + b"\r\n"
    elif ending == ".xlsx":
        assert sheet(path) == ([frame.columns.tolist()] if len(frame.columns) else [])
    elif ending == ".parquet":
        assert pd.read_parquet(path).columns.tolist() == frame.columns.tolist()
    else:
        assert path.read_bytes() == b""


def test_two_columns_of_one_name_are_both_written(written):
    frame = pd.DataFrame([[1, "a"]], columns=["x", "x"])
    assert written(frame, ".csv").read_text(encoding="utf-8-sig") == "x,x\n1,a\n"
    assert sheet(written(frame, ".xlsx")) == [["x", "x"], [1.0, "a"]]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl"])
def test_a_folder_that_is_not_there_is_an_error_of_the_disk_which_commands_tell_in_a_line(tmp_path, ending):
    with pytest.raises(OSError, match="nowhere"):
        write_table(FRAME, tmp_path / "nowhere" / f"table{ending}")
