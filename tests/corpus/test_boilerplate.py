"""Lines that repeat across a source: found, reviewed in a spreadsheet, and only those ticked removed."""

import csv

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.boilerplate import (
    COLUMNS,
    load_boilerplate,
    remove_lines,
    repeated_lines,
    source_name,
    unwanted_lines,
)
from analysis.corpus.files import CorpusError
from analysis.corpus.ticking import write_ticking

# Ten reports of one source, four of another.
BREAD = [f"THE DAILY BREAD\n\nOn day {n} it {word}.\n\nRead  more\n\nPage {n}" for n, word in enumerate("abcdefghij")]
MILL = [f"Snow fell on hill {word}.\n\nRead more" for word in "klmn"]
DOCUMENTS = pd.DataFrame(
    {
        "doc_id": [f"D{number}" for number in range(14)],
        "text": BREAD + MILL,
        "source": ["Daily Bread"] * 10 + [None] * 4,
        "url": [None] * 10 + ["https://www.mill.example/1"] * 4,
        "path": ["a/x.txt"] * 14,
    }
)


def test_lines_are_counted_once_a_document_and_by_source():
    found = repeated_lines(DOCUMENTS, minimum=4)
    assert found.drop(columns="remove").values.tolist() == [
        ["Daily Bread", "Page #", 10, 10, 1.0, "last line", "D0"],
        ["Daily Bread", "Read more", 10, 10, 1.0, "within", "D0"],
        ["Daily Bread", "THE DAILY BREAD", 10, 10, 1.0, "first line", "D0"],
        ["mill.example", "Read more", 4, 4, 1.0, "last line", "D10"],
    ]
    assert found.columns.tolist() == list(COLUMNS)
    assert (found["remove"] == "").all()


def test_a_line_must_stand_in_enough_documents_and_in_enough_of_them():
    assert set(repeated_lines(DOCUMENTS)["source"]) == {"Daily Bread"}
    texts = ["Subscribe"] * 5 + [f"text {letter * 5}" for letter in "abcdefghijklmnopqrstuvwxyzäöüßéèàçñøåæœžšč" * 2][
        :55
    ]
    documents = pd.DataFrame({"doc_id": range(60), "text": texts})
    assert repeated_lines(documents).empty
    assert repeated_lines(documents, share=5 / 60)["line"].tolist() == ["Subscribe"]


def test_a_line_twice_in_one_document_counts_once():
    documents = pd.DataFrame({"doc_id": list("abcde"), "text": ["Share\nShare\n1\n2"] * 4 + ["none"]})
    assert repeated_lines(documents, minimum=4)["documents"].tolist() == [4, 4]
    assert repeated_lines(documents, minimum=5).empty


def test_numbers_are_shown_where_all_documents_have_the_same():
    texts = [f"Call 010 123 456\nPage {n} of 7\nDay 1\nDay 2" for n in range(5)]
    lines = repeated_lines(pd.DataFrame({"doc_id": range(5), "text": texts}))["line"]
    assert lines.tolist() == ["Call 010 123 456", "Day #", "Page # of #"]


def test_long_lines_are_left_out():
    documents = pd.DataFrame({"doc_id": range(5), "text": ["x" * 201 + "\n" + "y" * 200] * 5})
    assert repeated_lines(documents)["line"].tolist() == ["y" * 200]


def test_no_documents_give_no_lines_but_the_columns():
    found = repeated_lines(pd.DataFrame({"doc_id": [], "text": []}))
    assert found.empty
    assert found.columns.tolist() == list(COLUMNS)


@pytest.mark.parametrize(
    ("source", "url", "path", "name"),
    [
        (" Daily Bread ", "https://mill.example", "a/b.txt", "Daily Bread"),
        ("", "https://www.mill.example:80/x?y", "a/b.txt", "mill.example"),
        ("", "mill.example/news", "", "mill.example"),
        ("", "http://[::", "a/b/c.txt", "a"),
        ("", "", "/a/b.txt", "a"),
        ("", "", "b.txt", "(all)"),
        ("", "", "", "(all)"),
    ],
)
def test_the_source_is_named_by_what_is_known(source, url, path, name):
    assert source_name(source, url, path) == name


def test_only_the_lines_given_are_removed_and_paragraphs_stay_apart():
    text = "SLUG\n\nOne.\nRead  more \nTwo.\n\nPage 7\n\nThree.\n\nRead more about it\n\nRead more"
    assert remove_lines(text, ["SLUG", "Read more", "Page #"]) == "One.\nTwo.\n\nThree.\n\nRead more about it"
    assert remove_lines(text, []) == text
    assert remove_lines("Read more", ["Read more"]) == ""


def test_a_line_with_its_number_is_removed_with_that_number_alone():
    assert remove_lines("Page 1\nPage 2", ["Page 1"]) == "Page 2"


@given(
    st.lists(st.sampled_from(["", " ", "Read more", "read more", "One.", "Page 3", "#"]), max_size=12).map("\n".join),
    st.sets(st.sampled_from(["Read more", "Page #", "One.", ""])),
)
def test_what_is_removed_is_exactly_the_lines_given(text, lines):
    gone = lines | ({"Page 3"} if "Page #" in lines else set())
    kept = remove_lines(text, lines)
    wanted = [line for line in text.split("\n") if line.strip() and line not in gone]
    assert [line for line in kept.split("\n") if line.strip()] == wanted
    assert remove_lines(kept, lines) == kept
    if not set(text.split("\n")) & gone - {""}:
        assert kept == text


def review(lines: list[str], remove: str = "yes") -> pd.DataFrame:
    row = {"source": "=Daily", "documents": 5, "source_documents": 5, "share": 1.0, "place": "within", "example": "-1"}
    return pd.DataFrame([row | {"line": line, "remove": remove} for line in lines], columns=list(COLUMNS))


FORMULAS = [
    "=1+1",
    "+3",
    "-",
    "@SUM(A1)",
    "'=x",
    "''-x",
    "'quoted'",
    "- Read more",
    "2021-03-05",
    "1.10",
    'a "b", c;\td',
]


def test_no_cell_is_a_formula_a_number_or_a_date_to_a_spreadsheet(tmp_path):
    write_ticking(review(FORMULAS), tmp_path / "review.csv")
    with (tmp_path / "review.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for cell in (row["source"], row["line"], row["example"]):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert any(character.isalpha() for character in cell) or not cell[0].isdigit()


def test_what_was_written_for_review_reads_back_as_the_same_lines(tmp_path):
    write_ticking(review(FORMULAS), tmp_path / "review.csv")
    loaded = load_boilerplate(tmp_path / "review.csv")
    assert loaded["line"].tolist() == [" ".join(line.split()) for line in FORMULAS]
    assert set(loaded["source"]) == {"=Daily"}
    assert loaded["remove"].all()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1))
def test_any_line_reads_back_as_itself(tmp_path_factory, lines):
    lines = [" ".join(line.split()) for line in lines if line.split()]
    path = tmp_path_factory.mktemp("review") / "review.csv"
    write_ticking(review(lines), path)
    assert load_boilerplate(path)["line"].tolist() == lines


def test_nothing_is_removed_that_was_not_ticked(tmp_path):
    write_ticking(repeated_lines(DOCUMENTS, minimum=4), tmp_path / "review.csv")
    assert unwanted_lines(load_boilerplate(tmp_path / "review.csv")) == {}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_review_is_read_as_spreadsheets_save_it(tmp_path, separator, codec):
    rows = [("Remove", "Source", "line"), ("YES", "", "Lire  à la une"), ("No", "a", "Two"), ("x", "*", "Three")]
    content = "\r\n".join(separator.join(row) for row in rows)
    (tmp_path / "review.csv").write_bytes(content.encode(codec))
    loaded = load_boilerplate(tmp_path / "review.csv")
    assert unwanted_lines(loaded) == {"*": frozenset({"Lire à la une", "Three"})}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("source,line,remove\na,b,yes\na,c,maybe\n", r"review.csv, row 3, column remove: 'maybe' .* write yes .* no"),
        ("source,line\na,b\n", "the column 'remove' is missing: it needs source, line, remove"),
        ("", "the column 'source' is missing"),
        ('source,line,remove\na,"b,yes\n', "cannot be read"),
    ],
)
def test_a_review_that_cannot_be_understood_is_refused_with_its_place(tmp_path, content, message):
    (tmp_path / "review.csv").write_text(content)
    with pytest.raises(CorpusError, match=message):
        load_boilerplate(tmp_path / "review.csv")
