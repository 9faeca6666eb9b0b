"""Every format, plain and packed, with the faults its files come with."""

import csv
import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import readable_endings
from analysis.corpus.files import unpacked
from analysis.corpus.readers import READERS, read_csv, read_tsv, sources, tables
from analysis.corpus.rows import UnreadableError

TEXTS = ["The road is closed.", "Nobody passes; “nobody”, they say."]
TABLES = {
    "comma.csv": 'id,text\nA,The road is closed.\nB,"Nobody passes; “nobody”, they say."\n',
    "semicolon.csv": 'id;text\nA;The road is closed.\nB;"Nobody passes; “nobody”, they say."\n',
    "bar.csv": "id|text\nA|The road is closed.\nB|Nobody passes; “nobody”, they say.\n",
    "tab.csv": "id\ttext\nA\tThe road is closed.\nB\tNobody passes; “nobody”, they say.\n",
    "mark.csv": '\ufeffid,text\nA,The road is closed.\nB,"Nobody passes; “nobody”, they say."\n',
    "windows.csv": 'id,text\r\nA,The road is closed.\r\nB,"Nobody passes; “nobody”, they say."\r\n',
    "padded.csv": 'id , text\nA,The road is closed.\nB,"Nobody passes; “nobody”, they say."',
    "tabs.tsv": "id\ttext\nA\tThe road is closed.\nB\tNobody passes; “nobody”, they say.\n",
    "list.json": json.dumps([{"id": "A", "text": TEXTS[0]}, {"id": "B", "text": TEXTS[1]}]),
    "lines.jsonl": "\n".join(json.dumps({"id": name, "text": text}) for name, text in zip("AB", TEXTS, strict=True)),
    "UPPER.JSONL": "\r\n\r\n".join(json.dumps({"id": n, "text": t}) for n, t in zip("AB", TEXTS, strict=True)),
}
SINGLE = {"a.txt": "The road is closed.", "a.md": "The road is closed.", "a.json": '{"text": "The road is closed."}'}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_gives_one_document_a_row(read_files, name):
    documents, problems = read_files({name: TABLES[name]})
    assert documents["text"].tolist() == TEXTS
    assert documents["doc_id"].tolist() == ["A", "B"]
    assert documents["row"].tolist() == ([1, 3] if name == "UPPER.JSONL" else [1, 2])
    assert problems.empty


@pytest.mark.parametrize("name", SINGLE)
def test_a_whole_file_gives_one_document_named_by_its_path(read_files, name):
    documents, problems = read_files({name: SINGLE[name]})
    assert documents[["doc_id", "text", "path"]].values.tolist() == [[name, "The road is closed.", name]]
    assert documents["row"].isna().all()
    assert problems.empty


@pytest.mark.parametrize("name", [*TABLES, *SINGLE])
def test_a_packed_file_reads_like_the_plain_one(read_files, name):
    packed = gzip.compress((TABLES | SINGLE)[name].encode())
    documents, problems = read_files({f"{name}.gz": packed})
    assert documents["text"].tolist() == (TEXTS if name in TABLES else TEXTS[:1])
    assert set(documents["path"]) == {f"{name}.gz"}
    assert problems.empty


def test_the_message_of_readable_endings_names_every_reader_and_archives():
    named = readable_endings().removesuffix(" (each also with .gz)").split(", ")
    assert named == [*READERS, ".zip"]
    asked_for = "html htm mhtml pdf docx odt rtf epub eml txt md csv tsv xlsx parquet json jsonl tei xml zip"
    assert {f".{ending}" for ending in asked_for.split()} <= set(named)


def test_a_quoted_field_may_hold_line_ends_separators_and_quotes():
    rows = list(read_csv(io.BytesIO(b'text,id\n"one\ntwo, ""three"";\n\nfour",A\n')))
    assert [row.fields for row in rows] == [{"text": 'one\ntwo, "three";\n\nfour', "id": "A"}]


def test_quotation_marks_that_do_not_fit_cost_their_row_alone_and_are_a_problem(read_files):
    documents, problems = read_files({"a.csv": 'id,text\nA,one\nB,"He said "no" to us"\nC,three\n'})
    assert documents["doc_id"].tolist() == ["A", "C"]
    assert problems[["row", "kind", "severity"]].values.tolist() == [[2, "bad-row", "error"]]
    assert "line 3" in problems.loc[0, "message"]
    assert "twice" in problems.loc[0, "message"]


def test_a_column_without_a_name_is_left_out_where_it_is_empty(read_files):
    documents, problems = read_files({"a.csv": "id,text,,\nA,one,,\nB,two,,more\n"})
    assert documents["doc_id"].tolist() == ["A", "B"]
    assert documents["column 4"].fillna("").tolist() == ["", "more"]
    assert problems.empty


def test_a_table_of_tabs_keeps_commas_and_semicolons_as_text():
    rows = list(read_tsv(io.BytesIO(b"id\ttext\nA\tone, two; three\n")))
    assert rows[0].fields == {"id": "A", "text": "one, two; three"}


def test_a_table_of_one_column_needs_no_separator(read_files):
    documents, _ = read_files({"a.csv": "text\nThe road is closed.\nIt is open.\n"})
    assert documents["text"].tolist() == ["The road is closed.", "It is open."]


def test_a_field_longer_than_the_csv_module_likes_is_read_and_its_limit_put_back():
    usual = csv.field_size_limit()
    rows = list(read_csv(io.BytesIO(b"id,text\nA," + b"x" * (usual + 10))))
    assert len(rows[0].fields["text"]) == usual + 10
    assert csv.field_size_limit() == usual


@pytest.mark.parametrize("line", ["B", "B,too,many", "B,split, by a comma"])
def test_a_row_of_the_wrong_length_is_a_problem_and_the_others_are_read(read_files, line):
    documents, problems = read_files({"a.csv": f"id,text\nA,one\n{line}\nC,three\n"})
    assert documents["doc_id"].tolist() == ["A", "C"]
    assert problems[["path", "row", "kind", "severity"]].values.tolist() == [["a.csv", 2, "bad-row", "error"]]
    assert "2 columns" in problems.loc[0, "message"]


def test_an_empty_line_in_a_table_is_no_problem(read_files):
    documents, problems = read_files({"a.csv": "id,text\nA,one\n\nC,three\n\n"})
    assert documents["doc_id"].tolist() == ["A", "C"]
    assert problems.empty


def test_a_trailing_separator_on_every_line_is_no_problem(read_files):
    documents, problems = read_files({"a.csv": "id,text,\nA,one,\n"})
    assert documents["text"].tolist() == ["one"]
    assert problems.empty


def test_a_column_that_stands_twice_makes_the_table_a_problem(read_files):
    documents, problems = read_files({"a.csv": "text,text\none,two\n", "b.txt": "three"})
    assert documents["text"].tolist() == ["three"]
    assert problems[["path", "kind"]].values.tolist() == [["a.csv", "unreadable"]]
    assert "'text' stands twice" in problems.loc[0, "message"]


def test_a_table_without_a_text_column_is_a_problem_that_names_its_columns(read_files):
    documents, problems = read_files({"a.csv": "id,speech\nA,one\n", "b.txt": "two"})
    assert documents["path"].tolist() == ["b.txt"]
    assert problems[["path", "kind", "severity"]].values.tolist() == [["a.csv", "no-text-column", "error"]]
    assert "columns found: id, speech" in problems.loc[0, "message"]


@pytest.mark.parametrize("content", ["", "id,text\n"])
def test_a_table_without_rows_is_a_problem(read_files, content):
    documents, problems = read_files({"a.csv": content, "b.txt": "two"})
    assert documents["path"].tolist() == ["b.txt"]
    assert problems[["path", "kind"]].values.tolist() == [["a.csv", "empty"]]


@pytest.mark.parametrize("name", ["text", "content", "body", "full_text", "fulltext", "Text", "BODY"])
def test_the_text_column_goes_by_several_names(read_files, name):
    documents, problems = read_files({"a.csv": f"id,{name}\nA,one\n"})
    assert documents["text"].tolist() == ["one"]
    assert problems.empty


def read_rows(content: str | bytes) -> list:
    data = content if isinstance(content, bytes) else content.encode()
    return list(read_csv(io.BytesIO(data)))


def texts(rows: list) -> list[str]:
    return [row.fields["text"] for row in rows if not row.fault]


def test_a_quotation_mark_that_is_never_closed_costs_its_line_alone_when_rows_follow(read_files):
    documents, problems = read_files({"a.csv": 'id,text\nA,one\nB,"two\nC,three\nD,four\n'})
    assert documents["doc_id"].tolist() == ["A", "C", "D"]
    assert problems[["row", "kind"]].values.tolist() == [[2, "bad-row"]]
    assert "line 3" in problems.loc[0, "message"]
    assert "the 2 lines after it are read as rows" in problems.loc[0, "message"]


def test_a_stray_quotation_mark_that_another_one_far_below_seems_to_close_costs_its_line_alone():
    rows = read_rows('id,text\nA,"one\nB,two\nC,three\nD,"four" more\nE,five\n')
    assert texts(rows) == ["two", "three", "five"]
    assert [row.number for row in rows if row.fault] == [1, 4]


def test_a_text_of_many_lines_that_is_cut_off_is_no_rows_and_says_which_lines_are_lost():
    rows = read_rows('id,text\nA,one\nB,"It is closed.\nNobody, they say, passes.\n\nAnd then')
    assert texts(rows) == ["one"]
    assert [row.number for row in rows if row.fault] == [2]
    assert "lines 3 to 6 are not read" in rows[1].fault


def test_a_gigantic_value_is_a_fault_and_the_rows_around_it_are_read(monkeypatch):
    monkeypatch.setattr(tables, "LARGEST_VALUE", 1000)
    long = "x y\n" * 400
    rows = read_rows(f'id,text\nA,one\nB,"{long}"\nC,{"z" * 1001}\nD,four\n')
    assert texts(rows) == ["one", "four"]
    assert [row.number for row in rows if row.fault] == [2, 3]
    assert "lines 3 to 403" in rows[1].fault
    assert "more than 1,000 characters" in rows[2].fault


def test_the_limit_of_the_csv_module_is_put_back_while_a_table_is_read_and_after_a_fault():
    usual = csv.field_size_limit()
    rows = read_csv(io.BytesIO(b'id,text\nA,one\nB,"two" x\nC,three\n'))
    limits = [csv.field_size_limit() for _ in rows]
    assert limits == [usual] * 3


def test_the_separator_is_found_beside_quoted_names_with_other_marks_in_them():
    rows = read_rows('"id, as given, by us";"text"\nA;one\n')
    assert rows[0].fields == {"id, as given, by us": "A", "text": "one"}


def test_the_line_by_which_excel_names_the_separator_is_followed():
    rows = read_rows("sep=;\nid;text, in full, if known\nA;one\n")
    assert rows[0].fields == {"id": "A", "text, in full, if known": "one"}


def test_commas_in_a_table_of_one_column_are_text():
    assert texts(read_rows('text\nNobody, they say, passes.\n"One, two"\n')) == [
        "Nobody, they say, passes.",
        "One, two",
    ]


def test_empty_lines_above_the_names_are_passed_over():
    assert texts(read_rows("\n\nid,text\nA,one\n")) == ["one"]


def test_separators_too_many_at_the_end_of_a_row_cost_nothing():
    assert texts(read_rows("id,text\nA,one,,\nB,two\n")) == ["one", "two"]


def test_a_null_character_in_a_table_stays_for_the_repair():
    assert texts(read_rows(b"id,text\n" + b"A,The road is closed.\n" * 20 + b"B,clo\x00sed\n"))[-1] == "clo\x00sed"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_end_as_on_every_system(end):
    assert texts(read_rows(end.join(["id,text", "A,one", "B,two"]))) == ["one", "two"]


def test_a_first_line_whose_quotation_marks_do_not_fit_is_refused_in_words():
    with pytest.raises(UnreadableError, match="first line"):
        read_rows('id,"te"xt"\nA,one\n')


def test_a_line_of_separators_alone_is_no_table():
    with pytest.raises(UnreadableError, match=r"16,384 columns"):
        read_rows("a" + "," * 20_000 + "b\n1,2\n")


@pytest.mark.parametrize("content", [b"PK\x03\x04\x14\x00\x08\x08" * 20, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"])
def test_another_kind_of_file_that_is_named_csv_is_refused_in_words(content):
    with pytest.raises(UnreadableError, match=r"text"):
        read_rows(content)


@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_a_refusal_in_words(data):
    try:
        rows = read_rows(data)
    except UnreadableError as error:
        assert str(error)
    else:
        assert all(row.fault or row.fields for row in rows)


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=3, max_size=3), max_size=5))
def test_what_the_csv_module_writes_comes_back(values):
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["id", "text", "own"], *values])
    rows = list(read_csv(io.BytesIO(file.getvalue().encode("utf-8-sig"))))
    assert [list(row.fields.values()) for row in rows] == values


def test_a_packed_table_that_is_cut_off_gives_the_rows_before_the_cut_and_says_so():
    content = "id,text\n" + "".join(f"{number},text {number**5}\n" for number in range(5000))
    packed = gzip.compress(content.encode(), mtime=0)
    found = []
    with pytest.raises(UnreadableError, match="cut off"):
        for row in read_csv(unpacked(io.BytesIO(packed[: len(packed) // 2]))):
            found.append(row.fields)
    assert len(found) > 2000
    assert found == [{"id": str(number), "text": f"text {number**5}"} for number in range(len(found))]


def test_a_line_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(sources, "LONGEST_LINE", 1 << 17)
    with pytest.raises(UnreadableError, match="a line has more than"):
        read_rows("id,text\nA," + "x" * (1 << 19))
