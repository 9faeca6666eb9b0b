"""JSON: lists, objects, lists within objects and one object a line, whole and broken."""

import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.files import unpacked
from analysis.corpus.readers import objects, read_json, read_jsonl
from analysis.corpus.rows import UnreadableError


def read_rows(content: str | bytes) -> list:
    data = content if isinstance(content, bytes) else content.encode()
    return list(read_json(io.BytesIO(data)))


def fields(content: str | bytes) -> list[dict]:
    return [row.fields for row in read_rows(content)]


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


def test_a_list_that_is_cut_off_gives_its_items_before_the_cut_and_says_where_it_breaks():
    rows = read_json(io.BytesIO(b'[{"text": "one"}, {"text": "two"}, {"text": "thr'))
    assert [next(rows).fields["text"], next(rows).fields["text"]] == ["one", "two"]
    with pytest.raises(UnreadableError, match="after its item 2"):
        next(rows)


@pytest.mark.parametrize("name", ["articles", "data", "Items", "results"])
def test_a_list_within_an_object_is_the_list_of_texts(name):
    content = json.dumps({"status": "ok", "total": 2, name: [{"text": "one"}, {"text": "two"}]})
    assert [row.number for row in read_rows(content)] == [1, 2]
    assert fields(content) == [{"text": "one"}, {"text": "two"}]


def test_the_only_list_of_objects_is_the_list_of_texts_whatever_its_name():
    assert fields('{"speeches": [{"text": "one"}], "tags": ["a", "b"]}') == [{"text": "one"}]


def test_an_object_with_a_text_is_one_text_whatever_lists_it_holds():
    content = '{"comments": [{"by": "A"}], "text": "one", "data": [{"n": 1}]}'
    rows = read_rows(content)
    assert [row.number for row in rows] == [None]
    assert rows[0].fields == {"comments": [{"by": "A"}], "text": "one", "data": [{"n": 1}]}


def test_a_list_within_an_object_that_is_cut_off_gives_its_items_before_the_cut():
    rows = read_json(io.BytesIO(b'{"articles": [{"text": "one"}, {"text": "tw'))
    assert next(rows).fields == {"text": "one"}
    with pytest.raises(UnreadableError, match="after its item 1"):
        next(rows)


def test_objects_one_after_the_other_are_read_although_the_file_is_named_json():
    rows = read_rows('{"text": "one"}\n{"text": "two"}\n')
    assert [(row.number, row.fields["text"]) for row in rows] == [(1, "one"), (2, "two")]


def test_numbers_keep_their_kind_and_length():
    content = '[{"whole": 1, "long": 1234567890123456789012, "part": 1.5, "one": 1.0, "yes": true, "none": null}]'
    found = fields(content)[0]
    assert found == {"whole": 1, "long": 1234567890123456789012, "part": 1.5, "one": 1.0, "yes": True, "none": None}
    assert [type(value) for value in found.values()] == [int, int, float, float, bool, type(None)]


def test_a_number_that_is_none_is_read_and_of_a_name_given_twice_the_last_counts():
    found = fields('[{"text": "one", "n": NaN, "id": "A", "id": "B"}]')[0]
    assert found["n"] != found["n"]
    assert found["id"] == "B"


def test_line_ends_within_a_string_and_a_comma_after_the_last_item_cost_nothing():
    assert fields('[{"text": "one\ntwo"},]') == [{"text": "one\ntwo"}]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_json_in_any_unicode_encoding_is_read(codec):
    assert fields('[{"text": "caf\u00e9 fermé"}]'.encode(codec)) == [{"text": "café fermé"}]


def test_values_longer_than_what_is_read_at_once_come_whole(monkeypatch):
    monkeypatch.setattr(objects, "PIECE", 8)
    values = [{"text": "x" * 100, "n": 1234567}, {"text": "y", "n": 12}, {"text": "z" * 33}]
    assert fields(json.dumps(values, indent=1)) == values
    assert fields(json.dumps({"data": values}, indent=1)) == values


def test_a_gigantic_value_is_refused_in_words_after_the_rows_before_it(monkeypatch):
    monkeypatch.setattr(objects, "LARGEST_ITEM", 1000)
    monkeypatch.setattr(objects, "PIECE", 100)
    rows = read_json(io.BytesIO(b'[{"text": "one"},\n{"text": "' + b"x\n" * 100_000 + b'"}]'))
    assert next(rows).fields == {"text": "one"}
    with pytest.raises(UnreadableError, match="more than 1,000 characters"):
        next(rows)


def test_a_gigantic_line_of_jsonl_is_a_fault_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(objects, "LARGEST_ITEM", 1000)
    rows = list(read_jsonl(io.BytesIO(b'{"text": "one"}\n{"text": "' + b"x" * 1000 + b'"}\n{"text": "three"}\n')))
    assert [row.fields.get("text") for row in rows] == ["one", None, "three"]
    assert "more than 1,000 characters" in rows[1].fault


def test_values_nested_deeper_than_anyone_writes_are_a_fault():
    deep = '{"text": "one", "own": ' + "[" * 200 + "]" * 200 + "}"
    assert [bool(row.fault) for row in read_rows(f'[{deep}, {{"text": "two"}}]')] == [True, False]
    assert ["nested" in row.fault for row in read_jsonl(io.BytesIO(deep.encode()))] == [True]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04\x14\x00\x08\x08" * 20, b"<html></html>", b"id,text\nA,one\n"])
def test_another_kind_of_file_that_is_named_json_is_refused_in_words(content):
    with pytest.raises(UnreadableError, match=r"JSON|text"):
        read_rows(content)


@pytest.mark.parametrize(("read", "mark"), [(read_json, ","), (read_jsonl, "")])
def test_a_packed_file_that_is_cut_off_gives_the_rows_before_the_cut_and_says_so(read, mark):
    lines = f"{mark}\n".join(json.dumps({"text": f"{number**5}"}) for number in range(5000))
    packed = gzip.compress(f"[{lines}]".encode() if mark else lines.encode(), mtime=0)
    found = []
    with pytest.raises(UnreadableError, match="cut off"):
        for row in read(unpacked(io.BytesIO(packed[: len(packed) // 2]))):
            found.append(row.fields["text"])
    assert len(found) > 1500
    assert found == [f"{number**5}" for number in range(len(found))]


@settings(max_examples=30)
@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_a_refusal_in_words(data):
    for read in (read_json, read_jsonl):
        try:
            assert all(row.fault or isinstance(row.fields, dict) for row in read(io.BytesIO(data)))
        except UnreadableError as error:
            assert str(error)


@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=5),
            st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5),
            max_size=3,
        ),
        max_size=5,
    )
)
def test_what_the_json_module_writes_comes_back(values):
    assert fields(json.dumps(values)) == values
    assert [row.fields for row in read_jsonl(io.BytesIO("\n".join(map(json.dumps, values)).encode()))] == values
