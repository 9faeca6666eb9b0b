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
