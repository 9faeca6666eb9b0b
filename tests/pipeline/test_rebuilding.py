"""A build after some change equals one from scratch, and does again only what changed."""

import shutil
import zipfile
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.pipeline import build, manifest
from analysis.study import Study

from .small import FILES, STEPS, UN, UN_AND_EU, put

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


def test_a_changed_gazetteer_looks_for_all_mentions_and_speakers_anew_and_does_nothing_else(corpus, built, work):
    put(corpus, {"organizations.csv": UN_AND_EU})
    done = build(corpus, built)
    assert work == Counter(match_aliases=4, statements=4)
    assert (done.processed, done.unchanged, done.all_mentions) == (0, 4, True)


@pytest.mark.parametrize("change", ["columns", "program", "the parts lost"])
def test_what_may_change_every_table_builds_all_anew(corpus, built, work, monkeypatch, change):
    if change == "program":
        monkeypatch.setattr(manifest, "__version__", "999")
    if change == "the parts lost":
        shutil.rmtree(built / ".parts")
    build(corpus, built, columns={"text": "text"} if change == "columns" else None)
    assert work == Counter(dict.fromkeys(STEPS, 4))


def test_a_copy_in_the_place_of_a_removed_text_leaves_no_term_of_it_behind(raw, processed, tmp_path, assert_same):
    put(raw, {"a.txt": "alpha beta", "c.txt": "gamma delta"})
    build(raw, processed)
    put(raw, {"c.txt": None, "b.txt": "alpha beta"})
    assert_same(build(raw, processed).study, build(raw, tmp_path / "scratch").study)


def test_an_archive_of_another_name_has_another_source_of_boilerplate(raw, processed, tmp_path, assert_same):
    with zipfile.ZipFile(raw / "a.zip", "w") as archive:
        archive.writestr("x.txt", "It rained.\n\nRead more\n\nIt snowed.")
    put(raw, {"boilerplate.csv": "source,line,remove\na.zip,Read more,yes\n"})
    assert build(raw, processed).study.documents["text"].tolist() == ["It rained.\n\nIt snowed."]
    (raw / "a.zip").rename(raw / "b.zip")
    assert_same(build(raw, processed).study, build(raw, tmp_path / "scratch").study)
    assert "Read more" in Study(processed).documents["text"][0]
