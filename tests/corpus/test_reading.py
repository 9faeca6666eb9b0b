"""Folders and tables of raw texts -> documents and problems."""

import gzip
import hashlib
import json
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.corpus import CorpusError, clean, read, readable_endings
from analysis.corpus.schemas import DOCUMENTS, PROBLEMS, check


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_folder_of_mixed_files_is_read_in_the_order_of_names(read_files):
    documents, problems = read_files(
        {
            "c.jsonl": '{"text": "four", "id": "C1"}',
            "b/b.csv": "text\ntwo\nthree\n",
            "a.txt": "one",
            "d.md.gz": gzip.compress(b"five", mtime=0),
        }
    )
    assert documents["text"].tolist() == ["one", "two", "three", "four", "five"]
    assert documents["doc_id"].tolist() == ["a.txt", "b/b.csv#1", "b/b.csv#2", "C1", "d.md.gz"]
    assert problems.empty


def test_a_single_file_is_read_as_it_is_without_its_neighbors(raw, write):
    write("metadata.csv", "file,actor\na.csv,UN\n")
    write("b.txt", "no")
    documents, problems = read(write("a.csv", "text,actor\none,EU\n"))
    assert documents[["doc_id", "actor", "text"]].values.tolist() == [["a.csv#1", "EU", "one"]]
    assert problems.empty


def test_a_path_may_be_given_as_a_string(raw, write):
    write("a.txt", "one")
    assert read(str(raw))[0]["text"].tolist() == ["one"]


def test_the_hash_is_that_of_the_raw_bytes_of_a_file_and_of_the_raw_text_of_a_row(read_files):
    raw_text = b"\xef\xbb\xbfMe\xcc\x81decins\r\n"
    documents, _ = read_files({"a.txt": raw_text, "b.csv": 'text\n"M\u00c3\u00a9decins\r\n"\n'})
    assert documents["text"].tolist() == ["Médecins", "Médecins"]
    assert documents["sha256"].tolist() == [sha256(raw_text), sha256("M\u00c3\u00a9decins\r\n".encode())]
    assert documents["repairs"].tolist() == ["composition", "encoding"]
    assert documents["encoding"].tolist() == ["utf-8-sig", "utf-8"]


def test_packing_a_file_changes_its_name_alone(raw, write):
    write("a.txt", "Me\u0301decins\r\n")
    plain, _ = read(raw)
    (raw / "a.txt").unlink()
    write("a.txt.gz", gzip.compress("Me\u0301decins\r\n".encode()))
    packed, _ = read(raw)
    rest = [column for column in plain if column not in ("doc_id", "path")]
    assert plain[rest].equals(packed[rest])


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl"])
def test_every_format_is_read_in_every_encoding_with_a_mark(read_files, codec, name):
    content = {"a.txt": "Դպրոց, école", "a.csv": 'text\n"Դպրոց, école"', "a.jsonl": '{"text": "Դպրոց, école"}'}[name]
    documents, problems = read_files({name: content.encode(codec)})
    assert documents[["text", "encoding"]].values.tolist() == [["Դպրոց, école", codec]]
    assert problems.empty


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Médecins Sans Frontières said: “déjà vu”, and nothing more than that.", "cp1252"),
        ("Дорога закрыта с декабря, и никто не может проехать по ней, сообщили власти.", "koi8-r"),
    ],
)
def test_a_guessed_encoding_is_a_warning_and_its_text_a_document(read_files, text, codec):
    documents, problems = read_files({"a.txt": text.encode(codec), "b.txt": "sound"})
    assert documents["text"].tolist() == [text, "sound"]
    assert problems[["path", "kind", "severity"]].values.tolist() == [["a.txt", "encoding-guessed", "warning"]]
    assert documents.loc[0, "encoding"] in problems.loc[0, "message"]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "unreadable"),
        ("a.txt.gz", b"not packed", "unreadable"),
        ("a.csv.gz", gzip.compress(b"text\none", mtime=0)[:-4], "unreadable"),
        ("a.json", b"{", "unreadable"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\n", "empty"),
        ("a.txt", b"\xef\xbb\xbf", "empty"),
        ("a.jsonl", b"", "empty"),
        ("a.json", b"[]", "empty"),
        ("a.json", b"[{}]", "no-text-column"),
        ("a.mp3", b"ID3", "unsupported"),
        ("a", b"one", "unsupported"),
        ("a.gz", gzip.compress(b"one", mtime=0), "unsupported"),
    ],
)
def test_a_file_that_gives_no_document_becomes_one_problem_and_stops_nothing(read_files, name, data, kind):
    documents, problems = read_files({name: data, "z.txt": "sound"})
    assert documents["path"].tolist() == ["z.txt"]
    assert problems[["path", "kind", "severity"]].values.tolist() == [[name, kind, "error"]]
    assert problems["row"].isna().all()
    assert len(problems.loc[0, "message"]) > 20


def test_a_file_that_cannot_be_opened_becomes_a_problem_and_stops_nothing(raw, write, monkeypatch):
    write("a.txt", "one")
    write("b.txt", "two")
    openly = Path.open
    denied = PermissionError(13, "Permission denied")
    monkeypatch.setattr(
        Path,
        "open",
        lambda path, *rest, **more: _refuse(denied) if path.name == "a.txt" else openly(path, *rest, **more),
    )
    documents, problems = read(raw)
    assert documents["text"].tolist() == ["two"]
    assert problems[["path", "kind"]].values.tolist() == [["a.txt", "unreadable"]]
    assert "Permission denied" in problems.loc[0, "message"]


def _refuse(error: Exception):
    raise error


def test_an_unsupported_file_says_what_to_save_it_as(read_files):
    _, problems = read_files({"a.mp3": b"ID3", "b.txt": "one"})
    assert readable_endings() in problems.loc[0, "message"]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"a.pdf": b"%PDF-1.7", "b.txt": ""},
        {"README.md": "about", ".hidden.txt": "x", "metadata.csv": "file\na.txt\n"},
    ],
    ids=["empty folder", "nothing readable", "nothing but what is about it"],
)
def test_a_folder_with_nothing_readable_is_one_error_with_folder_and_endings(read_files, raw, files):
    with pytest.raises(CorpusError) as caught:
        read_files(files)
    assert str(raw) in str(caught.value)
    assert readable_endings() in str(caught.value)


def test_the_error_of_an_unreadable_folder_lists_its_first_problems(read_files):
    with pytest.raises(CorpusError, match=r"(?s)a0\.pdf: .*a4\.pdf: .*and 2 more$"):
        read_files({f"a{number}.pdf": b"%PDF" for number in range(7)})


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CorpusError, match=r"there is no folder or file .*nowhere"):
        read(tmp_path / "nowhere")


def test_standard_columns_are_taken_by_their_synonyms(read_files):
    names = "id,headline,published,publisher,link,speaker,lang,body"
    values = "X1,Closed,2023-02-22,TASS,https://example.org,Lee,en,one"
    documents, problems = read_files({"a.csv": f"{names}\n{values}\n"})
    assert documents.loc[0, ["doc_id", "title", "source", "url", "actor", "language", "text"]].tolist() == [
        *("X1", "Closed", "TASS", "https://example.org", "Lee", "en", "one")
    ]
    assert documents.loc[0, "date"].isoformat() == "2023-02-22T00:00:00"
    assert problems.empty


def test_a_choice_of_columns_goes_before_the_synonyms_and_the_rest_is_kept(read_files):
    documents, _ = read_files(
        {"a.csv": "text,statement,actor,country\na summary,the statement,Lee,Norway\n"},
        columns={"text": "statement", "actor": "country"},
    )
    assert documents.loc[0, ["text", "actor", "actor_given", "text_given", "country"]].tolist() == [
        *("the statement", "Norway", "Lee", "a summary", "Norway")
    ]


@pytest.mark.parametrize(("standard", "own"), [("doc_id", "path"), ("title", "source"), ("actor", "sha256")])
def test_a_choice_may_fall_on_a_column_with_a_name_of_the_house(read_files, standard, own):
    documents, _ = read_files({"a.csv": f"text,{own}\none,mine\n"}, columns={standard: own})
    assert documents[standard].tolist() == ["mine"]


def test_a_choice_may_fall_on_a_column_of_the_metadata(read_files):
    documents, _ = read_files(
        {"metadata.csv": "file,country\na.txt,Norway\n", "a.txt": "one"}, columns={"actor": "country"}
    )
    assert documents["actor"].tolist() == ["Norway"]


def test_a_choice_for_the_text_is_for_tables_and_leaves_whole_files_alone(read_files):
    documents, problems = read_files({"a.csv": "speech\none\n", "b.txt": "two"}, columns={"text": "speech"})
    assert documents["text"].tolist() == ["one", "two"]
    assert problems.empty


@pytest.mark.parametrize("standard", ["actor", "date", "doc_id", "text"])
def test_a_choice_that_no_file_has_is_an_error_with_the_columns_found(read_files, standard):
    with pytest.raises(CorpusError, match=r"columns found: .*actor") as caught:
        read_files({"a.csv": "text,actor\none,Lee\n"}, columns={standard: "contry"})
    assert "contry" in str(caught.value)


def test_a_choice_for_the_text_that_no_table_has_is_an_error_beside_whole_files_too(read_files):
    with pytest.raises(CorpusError, match="no file has the column 'speech' to take text from"):
        read_files({"a.txt": "one"}, columns={"text": "speech"})


def test_a_choice_for_a_column_that_is_no_standard_one_is_an_error_with_the_standard_ones(read_files):
    with pytest.raises(CorpusError, match=r"'country' is no standard column: choose from text, doc_id"):
        read_files({"a.txt": "one"}, columns={"country": "actor"})


def test_own_columns_keep_their_types(read_files):
    rows = [
        {"text": "one", "code": "007", "count": 3, "share": 0.5, "core": True, "tags": ["a", "б"], "mixed": 1},
        {"text": "two", "code": "12", "count": 4, "share": 2, "core": False, "tags": None, "mixed": "x"},
    ]
    documents, _ = read_files({"a.json": json.dumps(rows)})
    assert documents["code"].tolist() == ["007", "12"]
    assert documents["count"].dtype == "int64"
    assert documents["share"].tolist() == [0.5, 2.0]
    assert documents["core"].tolist() == ["True", "False"]
    assert documents["tags"].fillna("none").tolist() == ['["a", "б"]', "none"]
    assert documents["mixed"].tolist() == ["1", "x"]


def test_own_columns_of_a_csv_are_text_and_their_empty_cells_missing(read_files):
    documents, _ = read_files({"a.csv": "text,code,note\none,007,\ntwo,1,yes\n"})
    assert documents["code"].tolist() == ["007", "1"]
    assert documents["note"].isna().tolist() == [True, False]


def test_own_columns_with_names_of_computed_ones_are_kept_beside_them(read_files):
    names = ["row", "path", "encoding", "repairs", "sha256", "date_precision", "duplicate_of", "format", "script"]
    documents, _ = read_files({"a.csv": f"text,{','.join(names)}\none,{','.join('abcdefghi')}\n"})
    assert documents.loc[0, [f"{name}_given" for name in names]].tolist() == list("abcdefghi")
    assert documents.loc[0, ["row", "path", "encoding"]].tolist() == [1, "a.csv", "utf-8"]


def test_a_second_bearer_of_an_id_gets_a_number_and_a_problem(read_files):
    documents, problems = read_files({"a.csv": "id,text\nA,1\nA,2\nA~2,3\nA,4\n", "b.csv": "id,text\nA,5\n"})
    assert documents["doc_id"].tolist() == ["A", "A~3", "A~2", "A~4", "A~5"]
    assert problems[["path", "row", "kind", "severity"]].values.tolist() == [
        ["a.csv", 2, "duplicate-id", "warning"],
        ["a.csv", 4, "duplicate-id", "warning"],
        ["b.csv", 1, "duplicate-id", "warning"],
    ]


def test_a_document_with_the_text_of_an_earlier_one_names_it(read_files):
    documents, problems = read_files({"a.txt": "same\r\n", "b.txt": "other", "c.txt": "same", "d.txt": "same"})
    assert documents["duplicate_of"].fillna("").tolist() == ["", "", "a.txt", "a.txt"]
    assert problems[["path", "kind", "severity"]].values.tolist() == [
        ["c.txt", "duplicate-text", "warning"],
        ["d.txt", "duplicate-text", "warning"],
    ]


def test_a_date_that_is_none_or_two_is_a_warning_and_leaves_the_date_empty(read_files):
    dates = ["2023-02-22", "soon", "03/04/2023", "", "9999-12-31T23:00:00-05:00"]
    table = "text,date\n" + "".join(f"t{i},{date}\n" for i, date in enumerate(dates))
    documents, problems = read_files({"a.csv": table})
    assert documents["date"].isna().tolist() == [False, True, True, True, True]
    assert documents["date_precision"].tolist() == ["day", "", "", "", ""]
    assert problems[["row", "kind", "severity"]].values.tolist() == [[row, "bad-date", "warning"] for row in (2, 3, 5)]


@pytest.mark.parametrize(("value", "precision"), [(2023, "year"), (2023.0, "year"), (20230101, "day")])
def test_a_date_may_be_a_number_in_json(read_files, value, precision):
    documents, problems = read_files({"a.json": json.dumps({"text": "one", "year": value})})
    assert documents["date"].dt.strftime("%Y-%m-%d").tolist() == ["2023-01-01"]
    assert documents["date_precision"].tolist() == [precision]
    assert problems.empty


def test_ids_do_not_depend_on_the_order_or_the_composition_in_which_files_were_made(tmp_path):
    names = ["a.txt", "é/ü.txt", "b.txt"]
    for folder, form, order in (("one", "NFC", names), ("two", "NFD", names[::-1])):
        for name in order:
            path = tmp_path / folder / unicodedata.normalize(form, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(unicodedata.normalize("NFC", name))
    one, two = (read(tmp_path / folder)[0] for folder in ("one", "two"))
    assert one["doc_id"].tolist() == ["a.txt", "b.txt", "é/ü.txt"]
    assert one.equals(two)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse file names that are no text")
def test_a_file_whose_name_is_no_text_is_read(raw):
    (raw / b"a\xff.txt".decode("utf-8", "surrogateescape")).write_text("one")
    documents, _ = read(raw)
    assert documents["doc_id"].tolist() == ["a\ufffd.txt"]


def test_progress_counts_every_file(raw, write):
    for name in "abc":
        write(f"{name}.txt", name)
    seen = []
    read(raw, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()))
RECORDS = st.dictionaries(
    st.one_of(st.sampled_from([*DOCUMENTS.columns, "Text", "id", "body", "own"]), st.text(max_size=5)),
    CELLS,
    max_size=6,
)


@settings(max_examples=30)
@given(records=st.lists(st.one_of(RECORDS, CELLS), max_size=5))
def test_whatever_json_holds_both_frames_keep_to_their_schemas(records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    (folder / "a.json").write_text(json.dumps(records))
    (folder / "b.txt").write_text("sound")
    documents, problems = read(folder)
    assert documents["path"].iloc[-1] == "b.txt"
    check(documents, DOCUMENTS)
    check(problems, PROBLEMS)


@settings(max_examples=30)
@given(
    data=st.binary(max_size=80), name=st.sampled_from(["a.txt", "a.csv", "a.json", "a.jsonl", "a.txt.gz", "metadata"])
)
def test_whatever_bytes_a_file_holds_the_others_are_read(data, name, tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    (folder / name).write_bytes(data)
    (folder / "z.txt").write_text("sound")
    documents, problems = read(folder)
    assert "sound" in documents["text"].tolist()
    assert set(documents["path"]) | set(problems["path"]) == {name, "z.txt"}


@example("\ufeff")
@example("Ã\x00©")
@settings(max_examples=30)
@given(st.text())
def test_any_text_comes_back_from_jsonl_up_to_cleaning(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("raw") / "a.jsonl"
    path.write_text(json.dumps({"text": "first"}) + "\n" + json.dumps({"text": text}), encoding="utf-8")
    documents, problems = read(path)
    kept = documents.loc[1:, "text"].tolist()
    assert kept == ([clean(text)[0]] if clean(text)[0] else [])
    assert problems["kind"].tolist() == ([] if kept else ["empty"])


@settings(max_examples=30)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_text_comes_back_from_a_text_file_up_to_cleaning(tmp_path_factory, text, codec):
    path = tmp_path_factory.mktemp("raw") / "a.txt"
    path.write_bytes(f"T {text}".encode(codec))
    documents, problems = read(path)
    assert documents["text"].tolist() == [clean(f"T {text}")[0]]
    assert problems.empty
