"""A study: tables opened when they are looked at, and the part of them that a period holds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import analysis
from analysis.pipeline import build
from analysis.study import NotBuiltError, RebuiltError, Study, building, load

ROWS = [
    {"id": "A", "date": "2022-12-13", "text": "The UN left. It was cold."},
    {"id": "B", "date": "2023-01", "text": "The EU stayed."},
    {"id": "C", "date": "2023", "text": "Nobody passes."},
    {"id": "D", "date": "", "text": "The UN and the EU came."},
    {"id": "E", "date": "2023-09-19", "text": "The UN said so."},
]
NAMES = "organization,alias,match\nUnited Nations,UN,exact\nEuropean Union,EU,exact\n"


def make(folder: Path, rows: list[dict]) -> Study:
    (folder / "t.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (folder / "organizations.csv").write_text(NAMES, encoding="utf-8")
    return build(folder, folder / ".tables").study


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return make(tmp_path_factory.mktemp("raw"), ROWS)


def ids(study: Study) -> str:
    return "".join(study.documents["doc_id"])


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("2022-12-13", "", "ABCE"),
        ("2022-12-14", "", "BCE"),
        ("", "2022-12-13", "A"),
        ("2023-01-01", "2023-01-01", "BC"),
        ("2023-09-19", "2023-09-19", "E"),
        ("2023", "2023-12-31", "BCE"),
        ("December 13, 2022", "2023-01", "ABC"),
        ("2022-12", "2022-12", "A"),
        ("2022", "2022", "A"),
        ("", "2023-08", "ABC"),
        ("", "September 2023", "ABCE"),
        ("2023", "2023", "BCE"),
        ("", "", "ABCDE"),
    ],
)
def test_a_period_takes_its_first_and_last_day_in_and_leaves_undated_documents_out(study, start, end, wanted):
    assert ids(study.between(start, end)) == wanted


def test_an_open_period_is_the_study_itself(study):
    assert study.between() is study


def test_a_period_takes_the_rows_of_its_documents_from_every_table(study):
    part = study.between("2022-12-13", "2023-01-31")
    assert ids(part) == "ABC"
    assert part.sentences["text"].tolist() == ["The UN left.", "It was cold.", "The EU stayed.", "Nobody passes."]
    assert part.mentions["surface"].tolist() == ["UN", "EU"]
    assert " ".join(part.tokens.frame()["term"]) == "the un left it was cold the eu stayed nobody passes"
    assert part.tokens.doc_ids.tolist() == ["A", "B", "C"]
    terms = ["cold", "eu", "it", "left", "nobody", "passes", "stayed", "the", "un", "was"]
    assert part.tokens.vocabulary.tolist() == terms


def test_the_rows_of_a_part_are_numbered_anew(study):
    part = study.between("2023-09-19")
    assert [table.index.tolist() for table in (part.documents, part.sentences, part.mentions)] == [[0], [0], [0]]


def test_a_part_keeps_what_belongs_to_the_whole(study):
    part = study.between("2023-09-01")
    assert part.manifest == study.manifest
    assert part.gazetteer.equals(study.gazetteer)
    assert part.problems.equals(study.problems)


def test_a_part_can_be_parted_again(study):
    assert ids(study.between("2022-12-13", "2023-01-31").between("2023")) == "BC"


def test_a_period_without_documents_is_an_error_that_says_which_dates_there_are(study):
    message = "no document is dated from 2030 to the last: they have 2022-12-13 to 2023-09-19"
    with pytest.raises(ValueError, match=message):
        study.between("2030")
    with pytest.raises(ValueError, match="from the first to 2020-01-01: they have"):
        study.between(end="2020-01-01")


def test_a_period_of_undated_documents_is_an_error_that_says_so(tmp_path):
    with pytest.raises(ValueError, match="they have no dates at all"):
        make(tmp_path, [{"text": "one"}]).between("2023")


def test_a_period_whose_end_is_no_date_is_an_error(study):
    with pytest.raises(ValueError, match="'soon' is not a date"):
        study.between("2023", "soon")


def test_tokens_come_back_with_their_places(study):
    tokens = study.tokens
    assert tokens.doc_ids.tolist() == ["A", "B", "C", "D", "E"]
    assert tokens.lengths.tolist() == [6, 3, 2, 6, 4]
    first = tokens.frame().head(3)[["start", "end", "term"]].values.tolist()
    assert first == [[0, 3, "the"], [4, 6, "un"], [7, 11, "left"]]


def test_a_table_is_read_when_it_is_first_looked_at_and_kept(study):
    again = Study(study.folder)
    assert "documents" not in vars(again)
    assert again.documents is again.documents


@pytest.mark.parametrize("make_path", [str, Path])
def test_load_opens_a_folder_of_tables(study, make_path):
    assert ids(load(make_path(study.folder))) == "ABCDE"
    assert ids(analysis.load(make_path(study.folder))) == "ABCDE"


@pytest.mark.parametrize("there", [True, False])
def test_load_of_what_is_not_built_says_what_to_run(tmp_path, there):
    folder = tmp_path / "tables"
    if there:
        folder.mkdir()
    with pytest.raises(NotBuiltError) as caught:
        load(folder)
    assert f"{folder} holds no built corpus: run `discourse build` first" in str(caught.value)
    assert f"--processed {folder}" in str(caught.value)
    assert folder.exists() == there


def test_load_without_a_folder_opens_the_tables_of_the_project_around(tmp_path, monkeypatch):
    for folder in ("data/raw", "notebooks/deep"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data" / "raw" / "a.txt").write_text("one")
    build(tmp_path / "data" / "raw", tmp_path / "data" / "processed")
    monkeypatch.chdir(tmp_path / "notebooks" / "deep")
    assert load().documents["text"].tolist() == ["one"]


def test_a_study_that_was_opened_before_a_new_build_refuses_to_mix_old_and_new_tables(tmp_path):
    make(tmp_path, ROWS)
    opened = Study(tmp_path / ".tables")
    assert len(opened.documents) == 5
    make(tmp_path, ROWS[1:])
    with pytest.raises(RebuiltError, match="load it again"):
        _ = opened.mentions


def test_a_part_of_a_study_says_which_and_how_many_documents_have_no_date(study):
    assert study.scope == ""
    assert study.between("2023", "").scope == "Only documents dated from 2023; 1 without a date left out."


def test_whoever_opens_a_study_while_it_is_built_waits_for_the_builder(tmp_path):
    make(tmp_path, ROWS)
    tables = tmp_path / ".tables"
    waiting = "import sys; from analysis import load; load(sys.argv[1])"
    with building(tables):
        reader = subprocess.Popen([sys.executable, "-c", waiting, tables])
        with pytest.raises(subprocess.TimeoutExpired):
            reader.wait(timeout=3)
    assert reader.wait(timeout=60) == 0


@pytest.mark.parametrize("damaged", ["manifest.json", "documents.parquet", "tokens.parquet"])
def test_damaged_tables_are_built_anew(tmp_path, damaged):
    make(tmp_path, ROWS)
    (tmp_path / ".tables" / damaged).write_bytes(b"{ half")
    assert ids(make(tmp_path, ROWS)) == "ABCDE"


ORIGINAL = "The UN left the town on Monday, and the road over the hill has been closed to all since then."
REPRINTED = [
    {"id": "late", "date": "2023-03-02", "text": ORIGINAL},
    {"id": "first", "date": "2023-03-01", "text": ORIGINAL.upper()},
    {"id": "near", "date": "2023-03-03", "text": f"{ORIGINAL} It is so."},
    {"id": "other", "date": "2023-03-04", "text": "The EU stayed."},
]


@pytest.fixture(scope="module")
def reprinted(tmp_path_factory):
    return make(tmp_path_factory.mktemp("reprinted"), REPRINTED)


def test_reprints_name_the_earliest_text_and_how_like_it_they_are(reprinted):
    documents = reprinted.documents.set_index("doc_id")
    assert documents["duplicate_of"].fillna("").to_dict() == {
        "late": "first",
        "first": "",
        "near": "first",
        "other": "",
    }
    # 20 words have 16 runs of five, and three words more have three more: 16 of 19 stand in both.
    assert documents["similarity"].round(6).fillna(0).to_dict() == {
        **{"late": 1.0, "first": 0.0, "near": round(16 / 19, 6), "other": 0.0}
    }
    assert reprinted.reprints["doc_id"].tolist() == ["first", "late", "near"]


def test_one_argument_leaves_reprints_out_of_every_table(reprinted):
    study = load(reprinted.folder, duplicates="none")
    assert study.documents["doc_id"].tolist() == ["first", "other"]
    assert set(study.sentences["doc_id"]) == set(study.tokens.doc_ids) == {"first", "other"}
    assert study.mentions["doc_id"].tolist() == ["first", "other"]
    assert "2 documents left out as repeats of others" in study.scope
    assert load(reprinted.folder).documents["doc_id"].tolist() == ["late", "first", "near", "other"]
    near = load(reprinted.folder, duplicates="near")
    assert near.documents["doc_id"].tolist() == ["first", "near", "other"]
    assert "1 document left out as exact repeats of others" in near.scope
    with pytest.raises(ValueError, match="choose from all, near, none"):
        load(reprinted.folder, duplicates="some")


def test_one_argument_leaves_reprints_out_of_a_count(reprinted):
    def counted(**how):
        counts = analysis.discourse.mention_counts(reprinted.mentions, reprinted.documents, by="month", **how)
        return counts.set_index("organization")[["mentions", "group_documents"]].T.to_dict("list")

    assert counted() == {"United Nations": [2, 3], "European Union": [1, 3]}
    assert counted(duplicates="all") == {"United Nations": [3, 4], "European Union": [1, 4]}
    assert counted(duplicates="none") == {"United Nations": [1, 2], "European Union": [1, 2]}


def test_a_corpus_without_reprints_is_the_same_without_them(study):
    assert study.without_duplicates() is study
    assert study.reprints.empty
