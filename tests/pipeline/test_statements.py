"""Statements in a built corpus: found in texts alone, kept with them, corrected by hand, in the language given."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from analysis.corpus.schemas import STATEMENTS
from analysis.discourse.correction_files import CorrectionsError
from analysis.discourse.corrections import corrections_from, write_corrections
from analysis.pipeline import build, extracting, manifest
from analysis.study import Study

from .small import put

AGREED = "“We agree on the road,” said Ana Ruiz, the mayor of the town."
CLOSED = "The minister said: “The road is closed until the spring comes.”"
TEXTS = {"a.txt": AGREED, "b.txt": CLOSED, "c.txt": "The road is closed. Nobody has been there for a year."}
WHERE = ["doc_id", "start", "end", "content"]
FOUND = [["a.txt", 1, 22, "We agree on the road,"], ["b.txt", 20, 62, "The road is closed until the spring comes."]]


def where(study: Study) -> list[list]:
    return study.statements[WHERE].values.tolist()


@pytest.fixture
def said(raw):
    """A raw folder in which two people speak."""
    return put(raw, TEXTS)


def test_statements_stand_under_the_names_of_their_documents_with_their_speakers(said, processed):
    study = build(said, processed).study
    assert where(study) == FOUND
    assert study.statements["statement_id"].tolist() == ["a.txt:1-22", "b.txt:20-62"]
    assert study.statements["speaker"].tolist() == ["Ana Ruiz", "The minister"]
    assert study.manifest["counts"]["statements"] == 2


def test_every_offset_of_the_shipped_corpus_leads_to_what_stands_there(sample):
    texts = sample.documents.set_index("doc_id")["text"]
    for of in ("", "cue_", "speaker_", "addressee_"):
        rows = sample.statements[sample.statements[f"{of}start"] >= 0]
        surfaces = rows[of.rstrip("_") or "content"]
        spans = zip(rows["doc_id"], rows[f"{of}start"], rows[f"{of}end"], strict=True)
        assert [texts[doc_id][start:end] for doc_id, start, end in spans] == surfaces.tolist()
        assert len(rows)


def test_the_same_texts_give_the_same_bytes_whoever_builds_them(said, tmp_path):
    for name, jobs in (("one", 0), ("again", 0), ("two", 2)):
        build(said, tmp_path / name, jobs=jobs)
    one, again, two = ((tmp_path / name / "statements.parquet").read_bytes() for name in ("one", "again", "two"))
    assert one == again == two


def test_texts_of_many_parts_and_pieces_give_what_those_of_one_give(said, tmp_path, monkeypatch, assert_same):
    whole = build(said, tmp_path / "whole").study
    monkeypatch.setattr("analysis.pipeline.stages.MOST_TEXTS", 1)
    assert_same(build(said, tmp_path / "parts").study, whole)
    monkeypatch.undo()
    monkeypatch.setattr(extracting, "CHARACTERS_AT_ONCE", 10)
    assert_same(build(said, tmp_path / "pieces").study, whole)


def test_a_text_in_two_files_is_searched_once_and_speaks_in_both(said, processed, work):
    put(said, {"d.txt": AGREED})
    study = build(said, processed).study
    assert [row for row in where(study) if row[0] in ("a.txt", "d.txt")] == [FOUND[0], ["d.txt", *FOUND[0][1:]]]
    assert work["statements"] == 3


def test_a_text_that_is_known_from_another_place_is_not_searched_again(raw, processed, tmp_path, work, assert_same):
    rows = [json.dumps({"id": f"T{number}", "text": text}) for number, text in enumerate(TEXTS.values())]
    put(raw, {"t.jsonl": "\n".join(rows)})
    build(raw, processed)
    work.clear()
    new = json.dumps({"id": "N", "text": "“No road is open,” said Tom Lee."})
    put(raw, {"t.jsonl": "\n".join([new, *rows[::-1]])})
    study = build(raw, processed).study
    assert work["statements"] == 1
    assert [row[0] for row in where(study)] == ["N", "T1", "T0"]
    assert_same(study, build(raw, tmp_path / "scratch").study)


def test_changed_rules_of_speech_search_all_texts_anew_and_do_nothing_else(said, processed, work, monkeypatch):
    build(said, processed)
    work.clear()
    parts = manifest.made_parts()
    monkeypatch.setattr(manifest, "made_by", lambda: parts | {"speech": "other rules"})
    done = build(said, processed)
    assert work == Counter(statements=3)
    assert (done.processed, done.all_mentions) == (0, False)
    assert done.study.manifest["made_by"]["speech"] == "other rules"
    assert len(list(processed.glob(".parts/part-*/derived-*/statements-*"))) == 1


def test_the_rules_of_speech_are_their_modules_and_word_lists_and_the_rest_of_the_program_is_not():
    rules = {path.as_posix().partition("/analysis/")[2] for path in manifest._code(manifest.RULES_OF_SPEECH)}
    assert {"discourse/quotations.py", "data/languages/en/verbs.csv"} <= rules
    assert not any(path.startswith(("corpus/", "text/", "discourse/matching", "pipeline/")) for path in rules)


@pytest.mark.parametrize("given", ["en", "EN", "en-US", "en_GB"])
def test_a_language_that_was_detected_too_changes_nothing(said, processed, work, given):
    put(said, {"metadata.csv": f"file,language\na.txt,{given}\nb.txt,{given}\nc.txt,{given}\n"})
    assert where(build(said, processed).study) == FOUND
    assert work["statements"] == 3


def test_a_language_given_in_the_metadata_goes_before_the_detected_one(said, processed, work):
    build(said, processed)
    work.clear()
    put(said, {"metadata.csv": "file,language\na.txt,en\nb.txt,tlh\nc.txt,en\n"})
    study = build(said, processed).study
    assert where(study) == FOUND[:1]  # there are no word lists for Klingon
    assert work == Counter(statements=1)
    put(said, {"metadata.csv": "file,language\na.txt,en\nb.txt,en\nc.txt,en\n"})
    assert where(build(said, processed).study) == FOUND


def test_a_text_of_an_undetected_language_speaks_once_its_language_is_given(raw, processed):
    put(raw, {"a.txt": "“Not now,” said Ana.", "metadata.csv": "file,language\na.txt,en\n"})
    study = build(raw, processed).study
    assert study.documents["language_source"].tolist() == ["metadata"]
    assert study.statements["speaker"].tolist() == ["Ana"]


def test_a_text_on_which_the_rules_fail_loses_its_statements_alone(said, processed, monkeypatch):
    put(said, {"t.jsonl": '{"text": "It rained."}\n{"text": "Harm was said to be done."}'})
    whole = extracting.statements

    def failing(documents, *rest):
        if documents["text"].str.contains("Harm").any():
            raise IndexError("beyond the end")
        return whole(documents, *rest)

    monkeypatch.setattr(extracting, "statements", failing)
    study = build(said, processed).study
    assert where(study) == FOUND
    assert len(study.documents) == 5
    assert study.problems[["path", "row", "kind", "severity"]].values.tolist() == [
        ["t.jsonl", 2, "no-statements", "warning"]
    ]
    assert "IndexError: beyond the end" in study.problems["message"][0]


HARMED = """
import os, signal, sys
from analysis.pipeline import build, extracting

whole = extracting.statements

def harmed(documents, *rest):
    if documents["text"].str.contains("Harm").any():
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(documents, *rest)

extracting.statements = harmed
if __name__ == "__main__":
    build(sys.argv[1], sys.argv[2], jobs=2)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_text_that_ends_the_process_that_looks_for_statements_costs_itself_alone(said, processed, tmp_path):
    put(said, {"aa.txt": "Harm"})
    put(tmp_path, {"harmed.py": HARMED})
    command = [sys.executable, tmp_path / "harmed.py", said, processed]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert ended.returncode == 0, ended.stderr
    study = Study(processed)
    assert study.documents["path"].tolist() == ["a.txt", "b.txt", "c.txt"]
    assert where(study) == FOUND
    assert study.problems[["path", "kind"]].values.tolist() == [["aa.txt", "not-processed"]]
    assert "SIGKILL" in study.problems["message"][0]


def correct(raw: Path, study: Study, doc_id: str, **fields: str) -> None:
    """Have a coder give a statement other values, in the corrections of a raw folder."""
    row = study.statements[study.statements["doc_id"] == doc_id].head(1)
    coded = row[["doc_id", "statement_id", "content"]].assign(**fields)
    corrections, _ = corrections_from(coded, study.statements, study.documents, "Lee", "2024-05-31")
    write_corrections(corrections, raw / "corrections.csv")


def names(study: Study) -> list[str]:
    return study.statements["speaker_name"].tolist()


def test_a_correction_counts_in_the_next_build_and_nothing_is_searched_again(said, processed, work):
    before = build(said, processed).study
    assert names(before) == ["Ana Ruiz", "The minister"]
    correct(said, before, "b.txt", speaker_name="Tom Lee")
    work.clear()
    done = build(said, processed)
    assert names(done.study) == ["Ana Ruiz", "Tom Lee"]
    assert done.study.statements["rule"].tolist()[1] == "corrected"
    assert (work.total(), done.processed, len(done.study.documents)) == (0, 0, 3)
    (said / "corrections.csv").unlink()
    assert names(build(said, processed).study) == names(before)


def test_the_corrections_are_named_in_the_manifest_and_change_the_data_hash(said, processed):
    before = build(said, processed).study
    correct(said, before, "b.txt", speaker_name="Tom Lee")
    after = build(said, processed).study
    digest = hashlib.sha256((said / "corrections.csv").read_bytes()).hexdigest()
    assert after.manifest["inputs"] == before.manifest["inputs"] | {"corrections.csv": digest}
    assert after.manifest["data"] != before.manifest["data"]


def test_a_corrected_span_changes_the_name_of_its_statement_alone(said, processed, tmp_path, assert_same):
    study = build(said, processed).study
    correct(said, study, "b.txt", content="The road is closed")
    study = build(said, processed).study
    assert where(study) == [FOUND[0], ["b.txt", 20, 38, "The road is closed"]]
    assert study.statements["statement_id"].tolist() == ["a.txt:1-22", "b.txt:20-38"]
    assert_same(study, build(said, tmp_path / "scratch").study)


@pytest.mark.parametrize(
    "edit", [{"b.txt": "Nobody passes on that road any more."}, {"b.txt": None}], ids=["text", "file"]
)
def test_a_correction_of_what_is_gone_is_reported_once_and_stops_nothing(said, processed, monkeypatch, edit):
    monkeypatch.setattr("analysis.pipeline.tables.AT_ONCE", 1)
    correct(said, build(said, processed).study, "b.txt", speaker_name="Tom Lee")
    study = build(put(said, edit), processed).study
    assert where(study) == FOUND[:1]
    assert study.problems[["path", "row", "kind", "severity"]].values.tolist() == [
        ["corrections.csv", 1, "correction-outdated", "warning"]
    ]


def test_corrections_that_cannot_be_read_leave_the_last_good_state(said, processed, tmp_path, assert_same):
    before = build(said, processed).study
    put(said, {"corrections.csv": "doc_id,speaker_name\nb.txt,Tom Lee\n"})
    with pytest.raises(CorrectionsError, match=r"corrections\.csv"):
        build(said, processed)
    assert_same(Study(processed), before)


def test_statements_follow_their_documents_into_a_part_of_the_study(said, processed):
    put(said, {"d.txt": AGREED, "metadata.csv": "file,date\na.txt,2023-01-05\nb.txt,2023-02-05\nd.txt,2023-03-05\n"})
    study = build(said, processed).study
    assert study.between("2023-02", "2023-02").statements["doc_id"].tolist() == ["b.txt"]
    assert study.between("2023-02", "2023-02").statements.index.tolist() == [0]
    assert study.without_duplicates().statements["doc_id"].tolist() == ["a.txt", "b.txt"]


def test_a_corpus_in_which_nobody_speaks_has_the_columns_all_the_same(raw, processed):
    study = build(put(raw, {"a.txt": "The road is closed."}), processed).study
    assert study.statements.empty
    assert list(study.statements.columns) == list(STATEMENTS.columns)
    assert study.between().statements.empty
