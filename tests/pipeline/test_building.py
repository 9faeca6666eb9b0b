"""Builds: what they write, record and refuse."""

import hashlib
import json
import os
import platform
import shutil
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.corpus import CorpusError
from analysis.discourse.gazetteer import GazetteerError
from analysis.pipeline import build, manifest, stages
from analysis.study import Study

from .small import FILES, TABLES, UN, UN_AND_EU, put


def test_a_build_writes_its_tables_its_manifest_and_its_parts_and_nothing_else(corpus, processed):
    build(corpus, processed)
    tables = {f"{name}.parquet" for name in TABLES}
    assert {path.name for path in processed.iterdir()} == tables | {"manifest.json", ".parts"}


def test_a_build_leaves_the_raw_folder_as_it_is(corpus, processed):
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in corpus.rglob("*")}
    build(corpus, processed)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in corpus.rglob("*")} == before


def test_the_tables_hold_what_the_texts_say(corpus, processed):
    study = build(corpus, processed).study
    assert study.documents["doc_id"].tolist() == ["a.txt", "b.txt", "T1", "T2"]
    assert study.sentences[["doc_id", "sentence", "start", "end", "text"]].values.tolist() == [
        ["a.txt", 0, 0, 12, "The UN left."],
        ["a.txt", 1, 13, 27, "The EU stayed."],
        ["b.txt", 0, 0, 27, "Nobody passes, the UN said."],
        ["T1", 0, 0, 19, "The road is closed."],
        ["T2", 0, 0, 12, "The EU left."],
    ]
    assert study.mentions[["doc_id", "start", "end", "surface", "organization"]].values.tolist() == [
        ["a.txt", 4, 6, "UN", "United Nations"],
        ["b.txt", 19, 21, "UN", "United Nations"],
    ]
    terms = study.tokens.frame().groupby("doc_id")["term"].agg(" ".join)
    assert terms.to_dict() == {
        "a.txt": "the un left the eu stayed",
        "b.txt": "nobody passes the un said",
        "T1": "the road is closed",
        "T2": "the eu left",
    }


def test_problems_are_kept_with_the_tables(corpus, processed):
    put(corpus, {"c.mp3": "ID3"})
    assert build(corpus, processed).study.problems[["path", "kind"]].values.tolist() == [["c.mp3", "unsupported"]]


def test_without_a_gazetteer_nobody_is_looked_for(corpus, processed):
    put(corpus, {"organizations.csv": None})
    study = build(corpus, processed).study
    assert study.mentions.empty
    assert study.gazetteer.empty
    assert study.manifest["gazetteer"] == ""


def test_a_gazetteer_that_is_named_goes_before_the_one_in_the_folder(corpus, processed, tmp_path):
    put(tmp_path, {"other.csv": UN_AND_EU})
    study = build(corpus, processed, gazetteer=tmp_path / "other.csv").study
    assert study.mentions["surface"].tolist() == ["UN", "EU", "UN", "EU"]


def test_a_gazetteer_is_found_whatever_the_case_of_its_name(corpus, processed):
    put(corpus, {"organizations.csv": None, "Organizations.CSV": UN})
    assert build(corpus, processed).study.mentions["surface"].tolist() == ["UN", "UN"]


def test_a_single_file_can_be_built(corpus, processed):
    study = build(corpus / "t.jsonl", processed).study
    assert study.documents["doc_id"].tolist() == ["T1", "T2"]
    assert list(study.manifest["inputs"]) == ["t.jsonl"]


def test_paths_may_be_strings_and_folders_are_made(corpus, tmp_path):
    build(str(corpus), str(tmp_path / "deep" / "er"))
    assert (tmp_path / "deep" / "er" / "manifest.json").is_file()


def test_texts_without_a_word_can_be_built(raw, processed):
    put(raw, {"a.txt": "…!?"})
    study = build(raw, processed).study
    assert len(study.tokens) == 0
    assert study.tokens.doc_ids.tolist() == ["a.txt"]
    assert study.manifest["counts"]["vocabulary"] == 0


def test_every_step_reports_its_progress_to_the_end(corpus, processed):
    seen = {}
    build(corpus, processed, progress=lambda step, done, total: seen.update({step: (done, total)}))
    assert seen == {"reading": (3, 3), "processing": (4, 4), "gathering": (3, 3), "writing": (4, 4)}


HOSTILE = st.lists(
    st.one_of(
        st.characters(),
        st.sampled_from(
            ["UN", "İ", "ß", "\u0307", "\u00ad", "\n\n", ". ", "'s ", "’", "-", "👩‍👧", "“", "” ", " said "]
        ),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=20)
@example(["İUN UN’s", "the UN\u00ad, ﬁrst", "“İUN” said UN\u00ad that ß"])
@given(st.lists(HOSTILE, min_size=1, max_size=8))
def test_every_offset_leads_to_its_surface_however_hostile_the_text(tmp_path_factory, texts):
    folder = put(tmp_path_factory.mktemp("raw"), {"organizations.csv": UN, "z.txt": "The UN left."})
    put(folder, {"t.jsonl": "\n".join(json.dumps({"text": text}) for text in texts)})
    study = build(folder, folder / ".tables").study
    of = study.documents.set_index("doc_id")["text"]
    for row in study.sentences.itertuples():
        assert of[row.doc_id][row.start : row.end] == row.text
    for row in study.mentions.itertuples():
        assert of[row.doc_id][row.start : row.end] == row.surface
        assert row.surface.replace("\u00ad", "") == "UN"
    for row in study.statements.itertuples():
        assert of[row.doc_id][row.start : row.end] == row.content != ""
    straight = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00ad": None})
    for row in study.tokens.frame().itertuples():
        assert of[row.doc_id][row.start : row.end].translate(straight).casefold() == row.term


def test_a_build_that_is_refused_leaves_the_last_good_state(corpus, built, tmp_path, assert_same):
    with pytest.raises(CorpusError):
        build(tmp_path / "nowhere", built)
    put(corpus, {"organizations.csv": "organization,alias\nUnited Nations,UN\n"})
    with pytest.raises(GazetteerError):
        build(corpus, built)
    put(corpus, {"organizations.csv": UN})
    assert_same(Study(built), build(corpus, tmp_path / "scratch").study)


def test_a_file_that_cannot_be_opened_stops_no_build(corpus, processed, monkeypatch):
    openly = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *rest, **more: openly(_allowed(path), *rest, **more))
    study = build(corpus, processed).study
    assert study.problems[["path", "kind"]].values.tolist() == [["b.txt", "unreadable"]]
    assert study.manifest["inputs"]["b.txt"] == ""


def _allowed(path: Path) -> Path:
    if path.name == "b.txt":
        raise PermissionError(13, "Permission denied")
    return path


def test_the_manifest_records_inputs_versions_and_counts(corpus, processed):
    put(corpus, {"metadata.csv": "file,actor\na.txt,UN\nb.txt,EU\nt.jsonl,EU\n", "README.md": "about"})
    study = build(corpus, processed).study
    manifest = study.manifest
    names = ["metadata.csv", "a.txt", "b.txt", "t.jsonl"]
    assert manifest["inputs"] == {name: hashlib.sha256((corpus / name).read_bytes()).hexdigest() for name in names}
    assert manifest["gazetteer"] == hashlib.sha256(UN.encode()).hexdigest()
    assert manifest["counts"] == {
        **{"documents": 4, "problems": 0, "cleaning": 0, "sentences": 5, "tokens": 18, "mentions": 2},
        **{"undecided": 0, "statements": len(study.statements), "vocabulary": 11, "gazetteer": 1, "organizations": 1},
    }
    assert manifest["columns"] == {}
    assert manifest["made_by"]["python"] == platform.python_version()
    for package in ("discourse-analysis", "ftfy", "nupunkt", "pandas", "regex"):
        assert manifest["made_by"][package] == metadata.version(package)


def test_the_manifest_names_no_place_on_this_machine(corpus, processed, tmp_path):
    build(corpus, processed, gazetteer=corpus / "organizations.csv")
    text = (processed / "manifest.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert str(Path.home()) not in text


@pytest.fixture
def data_hash(corpus, tmp_path):
    def data_hash(raw: Path = corpus, **options) -> str:
        return build(raw, tmp_path / "hashed", **options).study.manifest["data"]

    return data_hash


@pytest.mark.parametrize(
    "edit",
    [
        {"a.txt": "The UN left. The EU stayed!"},
        {"a.txt": "The UN left. The EU stayed.\n"},
        {"c.txt": "New."},
        {"c.pdf": "%PDF"},
        {"a.txt": None},
        {"a.txt": None, "aa.txt": FILES["a.txt"]},
        {"metadata.csv": "file,actor\na.txt,UN\n"},
        {"organizations.csv": UN_AND_EU},
        {"organizations.csv": None},
    ],
    ids=["text", "line end", "added", "unreadable", "removed", "renamed", "described", "gazetteer", "no gazetteer"],
)
def test_the_data_hash_changes_with_every_input(corpus, data_hash, edit):
    before = data_hash()
    put(corpus, edit)
    assert data_hash() != before


def test_the_data_hash_changes_with_the_choice_of_columns(data_hash):
    assert len({data_hash(), data_hash(columns={"title": "id"}), data_hash(columns={"actor": "id"})}) == 3


def test_the_data_hash_changes_with_nothing_else(corpus, data_hash, tmp_path, monkeypatch):
    before = data_hash()
    os.utime(corpus / "a.txt", (0, 0))
    put(corpus, {"README.md": "about", ".hidden": "x", "gold.csv": "x"})
    assert data_hash() == before
    assert data_hash(shutil.copytree(corpus, tmp_path / "elsewhere"), columns={}) == before
    assert data_hash(gazetteer=shutil.copy(corpus / "organizations.csv", tmp_path / "same.csv")) == before
    monkeypatch.setattr(manifest, "__version__", "999")
    assert data_hash() == before


def test_half_a_character_stops_no_build_whatever_the_steps(raw, processed):
    put(raw, {"t.jsonl": '{"text": "hello \\ud800 there"}'})
    assert build(raw, processed, steps=()).study.documents["text"].tolist() == ["hello \ufffd there"]


def test_a_text_that_cannot_be_processed_is_a_row_and_tried_again(raw, processed, monkeypatch):
    put(raw, {"a.txt": "sound", "b.txt": "bad"})
    whole = stages.prepare
    monkeypatch.setattr(stages, "prepare", lambda text, *rest: 1 / 0 if text == "bad" else whole(text, *rest))
    study = build(raw, processed).study
    assert study.documents["path"].tolist() == ["a.txt"]
    assert study.problems[["path", "kind"]].values.tolist() == [["b.txt", "not-processed"]]
    monkeypatch.undo()
    assert build(raw, processed).study.documents["path"].tolist() == ["a.txt", "b.txt"]
