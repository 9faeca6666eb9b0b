"""Every format, plain and packed, with the faults its files come with."""

import csv
import gzip
import io
import json

import pytest

from analysis.corpus import readable_endings
from analysis.corpus.readers import READERS, read_csv, read_json, read_jsonl, read_tsv
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


def test_the_message_of_readable_endings_names_every_reader():
    assert readable_endings() == ".txt, .md, .csv, .tsv, .json, .jsonl (each also with .gz)"
    assert list(READERS) == [".txt", ".md", ".csv", ".tsv", ".json", ".jsonl"]


def test_a_quoted_field_may_hold_line_ends_separators_and_quotes():
    rows = list(read_csv(io.BytesIO(b'text,id\n"one\ntwo, ""three"";\n\nfour",A\n')))
    assert [row.fields for row in rows] == [{"text": 'one\ntwo, "three";\n\nfour', "id": "A"}]


def test_quotation_marks_that_do_not_fit_cost_their_row_alone_and_are_a_problem(read_files):
    documents, problems = read_files({"a.csv": 'id,text\nA,one\nB,"He said "no" to us"\nC,three\n'})
    assert documents["doc_id"].tolist() == ["A", "C"]
    assert problems[["row", "kind", "severity"]].values.tolist() == [[2, "bad-row", "error"]]
    assert "line 3" in problems.loc[0, "message"]
    assert "twice" in problems.loc[0, "message"]


def test_a_quotation_mark_that_is_never_closed_says_where_it_was_opened_and_what_is_lost(read_files):
    documents, problems = read_files({"a.csv": 'id,text\nA,one\nB,"two\nC,three\nD,four\n'})
    assert documents["doc_id"].tolist() == ["A"]
    assert problems[["row", "kind"]].values.tolist() == [[2, "bad-row"]]
    assert "line 3" in problems.loc[0, "message"]
    assert "all lines after it are lost" in problems.loc[0, "message"]


def test_a_column_without_a_name_is_left_out_where_it_is_empty(read_files):
    documents, problems = read_files({"a.csv": "id,text,,\nA,one,,\nB,two,,more\n"})
    assert documents["doc_id"].tolist() == ["A", "B"]
    assert documents["column 4"].fillna("").tolist() == ["", "more"]
    assert problems.empty


def test_an_object_given_as_text_is_a_problem_and_no_document(read_files):
    documents, problems = read_files({"a.jsonl": '{"text": {"en": "one"}}\n{"text": [{"p": 1}]}\n{"text": "three"}\n'})
    assert documents["text"].tolist() == ["three"]
    assert problems[["row", "kind"]].values.tolist() == [[1, "bad-row"], [2, "bad-row"]]


def test_long_whole_numbers_stay_whole_beside_missing_ones(read_files):
    documents, _ = read_files(
        {"a.jsonl": '{"text": "one", "post": 1234567890123456789}\n{"text": "two", "post": null}\n'}
    )
    assert documents["post"].tolist()[0] == 1234567890123456789
    assert documents["post"].isna().tolist() == [False, True]


def test_a_json_text_in_parts_is_read_as_paragraphs(read_files):
    documents, problems = read_files({"a.jsonl": '{"text": ["One paragraph.", "Another."]}\n'})
    assert documents["text"].tolist() == ["One paragraph.\n\nAnother."]
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


def test_a_json_list_may_hold_faulty_items_beside_sound_ones():
    rows = list(read_json(io.BytesIO(b'[{"text": "one"}, "two", null, {"text": "four"}]')))
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert [bool(row.fault) for row in rows] == [False, True, True, False]


@pytest.mark.parametrize(
    "content",
    ['{"text": "one"', "", "[1, 2", '"a text alone"', "12", '{"n": ' + "1" * 5000 + "}", "[" * 100_000],
    ids=["cut off", "nothing", "cut list", "a string", "a number", "a number too long", "nested too deep"],
)
def test_a_json_file_that_is_none_is_refused_in_words(content):
    with pytest.raises(UnreadableError, match=r"JSON|object"):
        list(read_json(io.BytesIO(content.encode())))


def test_bad_lines_of_jsonl_are_problems_by_line_and_the_others_are_read(read_files):
    lines = [
        '{"text": "one"}',
        "{text: two}",
        "[3]",
        "",
        '{"text": "five", "n": ' + "1" * 5000 + "}",
        '{"text": "six"}',
    ]
    documents, problems = read_files({"a.jsonl": "\n".join(lines)})
    assert documents[["row", "text"]].values.tolist() == [[1, "one"], [6, "six"]]
    assert problems[["row", "kind"]].values.tolist() == [[2, "bad-row"], [3, "bad-row"], [5, "bad-row"]]


def test_a_line_of_jsonl_nested_too_deep_is_a_bad_line():
    faults = [row.fault for row in read_jsonl(io.BytesIO(b"[" * 100_000 + b'\n{"text": "two"}'))]
    assert "no valid JSON" in faults[0]
    assert faults[1] == ""


@pytest.mark.parametrize("name", ["text", "content", "body", "full_text", "fulltext", "Text", "BODY"])
def test_the_text_column_goes_by_several_names(read_files, name):
    documents, problems = read_files({"a.csv": f"id,{name}\nA,one\n"})
    assert documents["text"].tolist() == ["one"]
    assert problems.empty


@pytest.mark.parametrize("value", ["null", '""', '" \\n "', "NaN"])
def test_a_row_whose_text_is_missing_is_a_problem(read_files, value):
    documents, problems = read_files({"a.jsonl": f'{{"text": "one"}}\n{{"text": {value}}}\n{{"other": 1}}'})
    assert documents["text"].tolist() == ["one"]
    assert problems[["row", "kind", "severity"]].values.tolist() == [[2, "empty", "error"], [3, "empty", "error"]]


def test_broken_halves_of_characters_in_json_stop_nothing(read_files):
    row = {"text": "a \ud800", "id": "\ud801", "title": "\udc00", "own": "\ud802", "\ud803": 1, "list": ["\ud804"]}
    documents, problems = read_files({"a.jsonl": json.dumps(row)})
    mended = ["a \ufffd", "\ufffd", "\ufffd", "\ufffd", '["\ufffd"]']
    assert documents.loc[0, ["text", "doc_id", "title", "own", "list"]].tolist() == mended
    assert documents.loc[0, "repairs"] == "encoding"
    assert problems.empty
