"""The table beside a coding by hand: its counts are those of the two codings, and a bad file is told plainly."""

import pytest

from analysis.reports import gold_table

from .spoken import built

CODED = "doc_id,actor,act\nd0,Ana Ruiz (mayor),report\nd1,Tom Lee,deny\nd2,Rosa Klein,urge\nelsewhere,Ana Ruiz,say\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return built(tmp_path_factory.mktemp("gold"))


def coding(folder, text):
    path = folder / "gold.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_actors_and_acts_are_counted_over_the_coded_documents_of_the_corpus(study, tmp_path):
    table = gold_table(study.statements, study, coding(tmp_path, CODED))
    counts = dict(zip(table.data["measure"], table.data["documents"], strict=True))
    # d0: Ruiz speaks, and says; d1: Lee speaks, but denies nothing; d2: Klein does not speak.
    assert (counts["actor"], counts["act"]) == ("2 of 3", "1 of 3")
    assert table.caption.startswith("The coded actor is among the speakers of 2 of 3 documents (67%)")
    assert table.note.endswith("Documents whose actor is missed: d2.")


def project_with(monkeypatch, folder, text):
    """Make a project of which the raw folder holds these texts and a coding, and stand in it."""
    (folder / "notebooks").mkdir()
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / "gold.csv").write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return raw


def test_the_coding_beside_the_texts_is_taken_by_itself(monkeypatch, tmp_path):
    study = built(project_with(monkeypatch, tmp_path, CODED))
    assert gold_table(study.statements, study, "auto").data["documents"].tolist()[1] == "2 of 3"


def test_the_coding_of_other_texts_is_not_held_against_these_even_where_documents_have_the_same_names(
    monkeypatch, tmp_path, study
):
    raw = project_with(monkeypatch, tmp_path, CODED)
    (raw / "texts.jsonl").write_text('{"id": "d0", "text": "Another text."}', encoding="utf-8")
    table = gold_table(study.statements, study, "auto")
    assert table.data.empty
    assert table.caption == "There is no coding by hand to compare the statements with."


def test_no_coding_beside_the_texts_is_no_failure(monkeypatch, tmp_path):
    raw = project_with(monkeypatch, tmp_path, CODED)
    (raw / "gold.csv").unlink()
    study = built(raw)
    assert gold_table(study.statements, study, "auto").caption.startswith("There is no coding by hand")


def test_a_path_is_looked_for_in_the_current_folder_and_then_in_the_projects(monkeypatch, tmp_path, study):
    project_with(monkeypatch, tmp_path, "doc_id,actor,act\nx,Ana Ruiz,say\n")
    (tmp_path / "data" / "raw" / "own.csv").write_text(CODED, encoding="utf-8")
    assert not gold_table(study.statements, study, "data/raw/own.csv").data.empty
    monkeypatch.chdir(tmp_path / "data")
    assert not gold_table(study.statements, study, "data/raw/own.csv").data.empty
    monkeypatch.chdir(tmp_path / "data" / "raw")
    assert not gold_table(study.statements, study, "own.csv").data.empty


def test_coded_documents_that_the_corpus_lacks_are_counted(study, tmp_path):
    table = gold_table(study.statements, study, coding(tmp_path, CODED))
    assert "Left out: 1 coded document that the corpus has not." in table.note


def test_without_a_coding_there_is_nothing_to_compare(study):
    table = gold_table(study.statements, study)
    assert table.data.empty
    assert table.caption == "There is no coding by hand to compare the statements with."


def test_a_coding_of_other_documents_is_no_coding_of_these(study, tmp_path):
    table = gold_table(study.statements, study, coding(tmp_path, "doc_id,actor,act\nx,Ana Ruiz,say\n"))
    assert table.data.empty
    assert "None of the documents" in table.caption


@pytest.mark.parametrize(("text", "told"), [("doc_id,actor\nd0,Ana\n", "has no column act"), ("", "cannot be read")])
def test_a_file_that_is_no_coding_is_refused_with_a_word_on_what_it_needs(study, tmp_path, text, told):
    with pytest.raises(ValueError, match=told):
        gold_table(study.statements, study, coding(tmp_path, text))


def test_a_file_that_is_not_there_is_named(study):
    with pytest.raises(ValueError, match=r"gold: nowhere/gold\.csv cannot be read"):
        gold_table(study.statements, study, "nowhere/gold.csv")
