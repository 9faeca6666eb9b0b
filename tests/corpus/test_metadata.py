"""The metadata table and the files that it speaks of."""

import json
import unicodedata

import pytest

from analysis.corpus import CorpusError

FACTS = ["path", "kind", "severity"]


def test_a_metadata_row_joins_its_file_by_relative_name(read_files):
    documents, problems = read_files(
        {
            "metadata.csv": "file,doc_id,date,actor\nun/a.txt,U1,2023-02-22,United Nations\nb.txt,B1,2022-12,EU\n",
            "un/a.txt": "one",
            "b.txt": "two",
        }
    )
    assert documents[["doc_id", "actor", "text", "path"]].values.tolist() == [
        ["B1", "EU", "two", "b.txt"],
        ["U1", "United Nations", "one", "un/a.txt"],
    ]
    assert documents["date"].dt.strftime("%Y-%m-%d").tolist() == ["2022-12-01", "2023-02-22"]
    assert documents["date_precision"].tolist() == ["month", "day"]
    assert problems.empty


def test_an_empty_cell_of_the_metadata_leaves_what_the_file_says_of_itself(read_files):
    row = json.dumps({"text": "one", "actor": "EU", "title": "Ours"})
    documents, _ = read_files({"metadata.csv": "file,actor,title\na.json,,Theirs\n", "a.json": row})
    assert documents[["actor", "title"]].values.tolist() == [["EU", "Theirs"]]


@pytest.mark.parametrize("given", ["a.txt", "un/a.txt", "un\\a.txt", " a.txt "])
def test_a_file_may_be_named_by_its_path_or_bare(read_files, given):
    documents, problems = read_files({"metadata.csv": f"file,actor\n{given},UN\n", "un/a.txt": "one"})
    assert documents["actor"].tolist() == ["UN"]
    assert problems.empty


@pytest.mark.parametrize("column", ["file", "filename", "path", "File", "FILENAME"])
def test_the_column_of_file_names_goes_by_several_names_and_is_not_kept(read_files, column):
    documents, problems = read_files({"metadata.csv": f"actor,{column}\nUN,a.txt\n", "a.txt": "one"})
    assert documents["actor"].tolist() == ["UN"]
    assert documents["path"].tolist() == ["a.txt"]
    assert problems.empty
    assert not {column, f"{column}_given"} & set(documents.columns) - {"path"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("metadata.csv", "file;actor;note\na.txt;UN;“first”\n"),
        ("metadata.csv", "\ufefffile,actor,note\r\na.txt,UN,“first”\r\n"),
        ("metadata.tsv", "file\tactor\tnote\na.txt\tUN\t“first”\n"),
        ("metadata.json", json.dumps([{"file": "a.txt", "actor": "UN", "note": "“first”"}])),
        ("metadata.jsonl", json.dumps({"file": "a.txt", "actor": "UN", "note": "“first”"})),
        ("Metadata.CSV", "file,actor,note\na.txt,UN,“first”\n"),
    ],
)
def test_the_table_may_stand_in_any_format_and_case(read_files, name, content):
    documents, problems = read_files({name: content, "a.txt": "one"})
    assert documents[["actor", "note", "text"]].values.tolist() == [["UN", "“first”", "one"]]
    assert problems.empty


def test_a_bare_name_that_two_files_bear_joins_neither(read_files):
    documents, problems = read_files(
        {"metadata.csv": "file,actor\na.txt,UN\nun/b.txt,EU\n", "un/a.txt": "1", "eu/a.txt": "2", "un/b.txt": "3"}
    )
    assert documents["actor"].fillna("").tolist() == ["", "", "EU"]
    ambiguous = problems[problems["path"] == "metadata.csv"]
    assert ambiguous[["row", "kind"]].values.tolist() == [[1, "metadata-ambiguous"]]
    assert "2 files" in ambiguous["message"].iloc[0]


def test_a_path_decides_where_the_bare_name_would_not(read_files):
    documents, problems = read_files(
        {"metadata.csv": "file,actor\nun/a.txt,UN\neu/a.txt,EU\n", "un/a.txt": "1", "eu/a.txt": "2"}
    )
    assert documents[["path", "actor"]].values.tolist() == [["eu/a.txt", "EU"], ["un/a.txt", "UN"]]
    assert problems.empty


@pytest.mark.parametrize("given", ["gone.txt", "", "README.md"])
def test_a_row_for_a_file_that_is_not_there_is_a_problem(read_files, given):
    _, problems = read_files(
        {"metadata.csv": f"file,actor\na.txt,UN\n{given},EU\n", "a.txt": "one", "README.md": "about"}
    )
    assert problems[[*FACTS, "row"]].values.tolist() == [["metadata.csv", "metadata-without-file", "warning", 2]]


def test_a_row_that_names_null_as_its_file_names_none(read_files):
    _, problems = read_files({"metadata.jsonl": '{"file": "a.txt"}\n{"file": null}', "a.txt": "one"})
    assert problems["message"].tolist() == ["the row names no file: fill in its file column or remove the row"]


def test_a_file_without_a_row_is_a_document_and_a_problem(read_files):
    documents, problems = read_files({"metadata.csv": "file,actor\na.txt,UN\n", "a.txt": "one", "b.txt": "two"})
    assert documents["actor"].fillna("").tolist() == ["UN", ""]
    assert problems[FACTS].values.tolist() == [["b.txt", "file-without-metadata", "warning"]]


def test_of_two_rows_for_one_file_the_first_counts(read_files):
    documents, problems = read_files({"metadata.csv": "file,actor\na.txt,UN\nun/a.txt,EU\n", "un/a.txt": "one"})
    assert documents["actor"].tolist() == ["UN"]
    assert problems[[*FACTS, "row"]].values.tolist() == [["metadata.csv", "metadata-twice", "warning", 2]]


def test_a_table_that_names_no_files_stops_the_reading_and_says_why(read_files):
    with pytest.raises(CorpusError, match=r"metadata\.csv has no column that names the file .*name, actor.*filename"):
        read_files({"metadata.csv": "name,actor\na.txt,UN\n", "a.txt": "one"})


@pytest.mark.parametrize(
    ("name", "content"),
    [("metadata.json", "[1,"), ("metadata.csv", b"\x00\x01\x02\x03"), ("metadata.csv", "file,file\na.txt,a.txt\n")],
)
def test_a_table_that_cannot_be_read_stops_the_reading_and_says_why(read_files, name, content):
    with pytest.raises(CorpusError, match=name):
        read_files({name: content, "a.txt": "one"})


def test_a_row_of_the_wrong_length_is_a_problem_and_the_others_are_joined(read_files):
    documents, problems = read_files(
        {"metadata.csv": "file,actor\na.txt,UN, New York\nb.txt,EU\n", "a.txt": "one", "b.txt": "two"}
    )
    assert documents["actor"].fillna("").tolist() == ["", "EU"]
    assert problems[["path", "kind"]].values.tolist() == [
        ["a.txt", "file-without-metadata"],
        ["metadata.csv", "bad-row"],
    ]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("form_given", ["NFC", "NFD"])
def test_a_name_with_accents_is_found_however_either_side_writes_them(read_files, form, form_given):
    on_disk, given = (unicodedata.normalize(some, "Médecins.txt") for some in (form, form_given))
    documents, problems = read_files({"metadata.csv": f"file,actor\n{given},MSF\n", on_disk: "one"})
    assert documents[["doc_id", "actor"]].values.tolist() == [["Médecins.txt", "MSF"]]
    assert problems.empty


def test_a_table_in_an_older_encoding_is_read_with_a_warning(read_files):
    table = "file,actor\na.txt,Médecins Sans Frontières\nb.txt,Comité français de la défense des libertés\n"
    documents, problems = read_files({"metadata.csv": table.encode("cp1252"), "a.txt": "one", "b.txt": "two"})
    assert documents["actor"].tolist() == ["Médecins Sans Frontières", "Comité français de la défense des libertés"]
    assert problems[FACTS].values.tolist() == [["metadata.csv", "encoding-guessed", "warning"]]


def test_the_first_of_several_tables_counts(read_files):
    documents, _ = read_files(
        {"metadata.jsonl": '{"file": "a.txt", "actor": "EU"}', "metadata.csv": "file,actor\na.txt,UN\n", "a.txt": "1"}
    )
    assert documents["actor"].tolist() == ["UN"]


def test_a_table_below_the_top_speaks_of_no_files_and_is_read_as_texts(read_files):
    documents, problems = read_files({"below/metadata.csv": "file,text\na.txt,two\n", "a.txt": "one"})
    assert documents["text"].tolist() == ["one", "two"]
    assert problems.empty


def test_a_column_of_the_table_never_takes_the_place_of_the_text(read_files):
    documents, _ = read_files(
        {
            "metadata.csv": "file,text\na.txt,a summary\nb.json,another\n",
            "a.txt": "one",
            "b.json": '{"content": "two"}',
        }
    )
    assert documents["text"].tolist() == ["one", "two"]
    assert documents["text_given"].tolist() == ["a summary", "another"]


def test_a_row_for_a_table_of_texts_holds_for_all_of_them(read_files):
    documents, _ = read_files({"metadata.csv": "file,source\nt.csv,TASS\n", "t.csv": "text\none\ntwo\n"})
    assert documents["source"].tolist() == ["TASS", "TASS"]
