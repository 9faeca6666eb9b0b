"""Builds: what they write and record, and that an incremental one equals one from scratch."""

import hashlib
import json
import os
import platform
import shutil
import zipfile
from collections import Counter
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.corpus import CorpusError
from analysis.discourse.gazetteer import GazetteerError
from analysis.pipeline import build, manifest, stages
from analysis.study import Study

TABLES = {
    "documents",
    "problems",
    "cleaning",
    "sentences",
    "tokens",
    "vocabulary",
    "mentions",
    "undecided",
    "gazetteer",
}
STEPS = ("prepare", "split_sentences", "tokenize", "match_aliases")
UN = "organization,alias,match\nUnited Nations,UN,exact\n"
UN_AND_EU = UN + "European Union,EU,exact\n"
FILES = {
    "a.txt": "The UN left. The EU stayed.",
    "b.txt": "Nobody passes, the UN said.",
    "t.jsonl": '{"id": "T1", "text": "The road is closed."}\n{"id": "T2", "text": "The EU left."}',
    "organizations.csv": UN,
}


def put(folder: Path, files: dict[str, str | None]) -> Path:
    """Write files, and remove those that have no content."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content.encode())
    return folder


@pytest.fixture
def corpus(raw):
    return put(raw, FILES)


@pytest.fixture
def processed(tmp_path):
    return tmp_path / "processed"


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("once")
    put(folder / "raw", FILES)
    build(folder / "raw", folder / "tables")
    return folder / "tables"


@pytest.fixture
def built(tables, tmp_path):
    """The tables of `corpus`, built."""
    return shutil.copytree(tables, tmp_path / "built")


@pytest.fixture
def work(monkeypatch):
    """Count the documents that each step is given."""
    counts = Counter()

    def count(module, name, size):
        step = getattr(module, name)
        monkeypatch.setattr(module, name, lambda given, *rest: counts.update({name: size(given)}) or step(given, *rest))

    count(stages, "prepare", lambda text: 1)
    for name in STEPS[1:]:
        count(stages, name, len)
    return counts


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
        st.characters(), st.sampled_from(["UN", "İ", "ß", "\u0307", "\u00ad", "\n\n", ". ", "'s ", "’", "-", "👩‍👧"])
    ),
    max_size=30,
).map("".join)


@settings(max_examples=20)
@example(["İUN UN’s", "the UN\u00ad, ﬁrst"])
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
    straight = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00ad": None})
    for row in study.tokens.frame().itertuples():
        assert of[row.doc_id][row.start : row.end].translate(straight).casefold() == row.term


EDITS = {
    "a changed text": {"b.txt": "The EU said so."},
    "a changed text of the same length": {"b.txt": "Nobody passes, the EU said."},
    "an added file first": {"0.txt": "The UN came first."},
    "an added file last": {"z/z.txt": "The UN came last."},
    "a removed file": {"a.txt": None},
    "a renamed file": {"b.txt": None, "y.txt": FILES["b.txt"]},
    "two files that swap their texts": {"a.txt": FILES["b.txt"], "b.txt": FILES["a.txt"]},
    "rows in another order": {"t.jsonl": "\n".join(FILES["t.jsonl"].split("\n")[::-1])},
    "a row that becomes a file": {"t.jsonl": FILES["t.jsonl"].split("\n")[0], "c.txt": "The EU left."},
    "metadata that give other names": {"metadata.csv": "file,doc_id,actor\na.txt,T9,UN\nb.txt,a.txt,EU\n"},
    "a duplicate": {"c.txt": FILES["a.txt"]},
    "a problem": {"c.txt": "\x00\x01\x02", "a.txt": ""},
    "another gazetteer": {"organizations.csv": UN_AND_EU},
    "no gazetteer": {"organizations.csv": None},
    "another gazetteer and another text": {"organizations.csv": UN_AND_EU, "b.txt": "The EU, the UN."},
    "nothing": {},
    "all": {"a.txt": "One.", "b.txt": None, "t.jsonl": '{"text": "Two."}', "organizations.csv": UN_AND_EU},
}


@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_an_incremental_build_equals_one_from_scratch(corpus, built, tmp_path, assert_same, edit):
    put(corpus, EDITS[edit])
    assert_same(build(corpus, built).study, build(corpus, tmp_path / "scratch").study)


def test_bytes_that_move_to_another_format_are_read_anew(raw, processed, tmp_path, assert_same):
    put(raw, {"a.json": '{"text": "The UN left."}'})
    build(raw, processed)
    put(raw, {"a.json": None, "a.txt": '{"text": "The UN left."}'})
    study = build(raw, processed).study
    assert study.documents["text"].tolist() == ['{"text": "The UN left."}']
    assert_same(study, build(raw, tmp_path / "scratch").study)


ROWS = [
    '{"id": "A", "text": "The UN left."}',
    '{"id": "B", "text": "MÃ©decins\\r\\n"}',
    '{"id": "C", "text": "The EU."}',
]
CONTENTS = {
    "a.txt": ["The UN left.", "\ufeffThe UN left.", "MÃ©decins\r\n", '{"text": "The EU."}', ""],
    "b/a.txt": ["The UN left.", "The EU came. The UN left.", "…"],
    "a.json": ['{"text": "The EU."}', '[{"id": "A", "text": "The UN left."}]', "{"],
    "t.jsonl": ["\n".join(rows) for rows in (ROWS, ROWS[::-1], ROWS[:2], ROWS[1:], [*ROWS, ROWS[0]])],
    "metadata.csv": ["file,doc_id,date\na.txt,A,2023\n", "file,text\na.json,a summary\nb/a.txt,two\n"],
    "organizations.csv": [UN, UN_AND_EU],
}
ONE_EDIT = st.one_of([st.tuples(st.just(n), st.one_of(st.none(), st.sampled_from(CONTENTS[n]))) for n in CONTENTS])


@settings(max_examples=6)
@given(st.lists(st.lists(ONE_EDIT, min_size=1, max_size=3).map(dict), min_size=2, max_size=5))
def test_after_any_series_of_edits_an_incremental_build_equals_one_from_scratch(tmp_path_factory, assert_same, series):
    folder = tmp_path_factory.mktemp("edited")
    put(folder, {"raw/z.txt": "The UN stands here."})
    for number, edit in enumerate(series):
        put(folder / "raw", edit)
        incremental = build(folder / "raw", folder / "tables")
        assert_same(incremental.study, build(folder / "raw", folder / f"scratch{number}").study)


def test_a_first_build_processes_every_document_once(corpus, processed, work):
    built = build(corpus, processed)
    assert work == Counter(dict.fromkeys(STEPS, 4))
    assert (built.processed, built.unchanged, built.all_mentions) == (4, 0, True)


def test_an_unchanged_rebuild_processes_nothing(corpus, built, work):
    done = build(corpus, built)
    assert work.total() == 0
    assert (done.processed, done.unchanged, done.all_mentions) == (0, 4, False)


@pytest.mark.parametrize(
    ("edit", "fresh"),
    [
        ({"b.txt": "The EU said so."}, 1),
        ({"c.txt": "New.", "d.txt": "Also new."}, 2),
        ({"a.txt": None}, 0),
        ({"t.jsonl": '{"id": "T0", "text": "New."}\n' + FILES["t.jsonl"]}, 1),
        ({"metadata.csv": "file,doc_id,actor\na.txt,a.txt,UN\nb.txt,b.txt,EU\n"}, 0),
    ],
    ids=["changed", "added", "removed", "added above other rows", "described"],
)
def test_after_an_edit_only_what_changed_is_processed(corpus, built, work, edit, fresh):
    put(corpus, edit)
    done = build(corpus, built)
    assert done.processed == fresh
    assert work == Counter(dict.fromkeys(STEPS, fresh))


def test_a_changed_gazetteer_looks_for_all_mentions_anew_and_does_nothing_else(corpus, built, work):
    put(corpus, {"organizations.csv": UN_AND_EU})
    done = build(corpus, built)
    assert work == Counter(match_aliases=4)
    assert (done.processed, done.unchanged, done.all_mentions) == (0, 4, True)


@pytest.mark.parametrize("change", ["columns", "program", "the parts lost"])
def test_what_may_change_every_table_builds_all_anew(corpus, built, work, monkeypatch, change):
    if change == "program":
        monkeypatch.setattr(manifest, "__version__", "999")
    if change == "the parts lost":
        shutil.rmtree(built / ".parts")
    build(corpus, built, columns={"text": "text"} if change == "columns" else None)
    assert work == Counter(dict.fromkeys(STEPS, 4))


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
    manifest = build(corpus, processed).study.manifest
    names = ["metadata.csv", "a.txt", "b.txt", "t.jsonl"]
    assert manifest["inputs"] == {name: hashlib.sha256((corpus / name).read_bytes()).hexdigest() for name in names}
    assert manifest["gazetteer"] == hashlib.sha256(UN.encode()).hexdigest()
    assert manifest["counts"] == {
        **{"documents": 4, "problems": 0, "cleaning": 0, "sentences": 5, "tokens": 18, "mentions": 2},
        **{"undecided": 0, "vocabulary": 11, "gazetteer": 1, "organizations": 1},
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


def test_a_copy_in_the_place_of_a_removed_text_leaves_no_term_of_it_behind(raw, processed, tmp_path, assert_same):
    put(raw, {"a.txt": "alpha beta", "c.txt": "gamma delta"})
    build(raw, processed)
    put(raw, {"c.txt": None, "b.txt": "alpha beta"})
    assert_same(build(raw, processed).study, build(raw, tmp_path / "scratch").study)


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


def test_an_archive_of_another_name_has_another_source_of_boilerplate(raw, processed, tmp_path, assert_same):
    with zipfile.ZipFile(raw / "a.zip", "w") as archive:
        archive.writestr("x.txt", "It rained.\n\nRead more\n\nIt snowed.")
    put(raw, {"boilerplate.csv": "source,line,remove\na.zip,Read more,yes\n"})
    assert build(raw, processed).study.documents["text"].tolist() == ["It rained.\n\nIt snowed."]
    (raw / "a.zip").rename(raw / "b.zip")
    assert_same(build(raw, processed).study, build(raw, tmp_path / "scratch").study)
    assert "Read more" in Study(processed).documents["text"][0]
