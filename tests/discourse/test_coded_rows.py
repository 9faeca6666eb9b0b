"""What a person changes: taken as meant, or told with its row and the mend."""

from importlib.resources import files

import pandas as pd
import pytest

from analysis.corpus.schemas import STATEMENTS, check
from analysis.discourse.coding_checks import known_acts
from analysis.discourse.coding_files import (
    CodingError,
    completed,
    read_coding,
    write_coding,
)
from analysis.discourse.corrections import coded_statements, corrections_from, mark_missing

from .coding import (
    DAY,
    DOCUMENTS,
    FOUND,
    TEXT,
    assert_offsets_hold,
    built,
    changed,
    corrected,
    exported,
    faults,
    place,
    statement,
    through_a_file,
    with_text,
)


def test_labels_that_were_changed_are_so_in_every_later_build():
    after = built(corrected(changed(0, kind="Mixed", speaker_name="Ana  Ruiz-Sol", act="Announce")))
    row = after.loc[0]
    assert row[["kind", "speaker_name", "act"]].tolist() == ["mixed", "Ana Ruiz-Sol", "announce"]
    assert row[["rule", "name_rule", "confidence"]].tolist() == ["corrected", "corrected", 1.0]
    assert row[["speaker", "cue", "stance", "negated"]].tolist() == ["Mayor Ana Ruiz", "said", "neutral", True]
    pd.testing.assert_frame_equal(after.drop(index=0), FOUND.drop(index=0))


def test_a_name_that_was_not_changed_keeps_the_rule_by_which_it_was_found():
    row = built(corrected(changed(1, act="agree"))).loc[1]
    assert row[["rule", "name_rule", "confidence"]].tolist() == ["corrected", "pronoun", 1.0]


def test_a_span_is_changed_by_writing_other_words_of_the_document():
    row = built(corrected(changed(2, content="the council to act", addressee=""))).loc[2]
    assert TEXT[row["start"] : row["end"]] == row["content"] == "the council to act"
    assert row[["addressee", "addressee_start", "addressee_end"]].tolist() == ["", -1, -1]
    assert row["statement_id"] == f"a:{row['start']}-{row['end']}"


def test_a_span_is_changed_by_its_start_and_end():
    start, end = place("the road was open")
    row = built(corrected(changed(0, content="", start=str(start + 4), end=f"{end - 5}.0"))).loc[0]
    assert (row["content"], row["start"], row["end"]) == ("road was", start + 4, end - 5)


@pytest.mark.parametrize(
    ("cells", "column", "told"),
    [
        ({"start": "4"}, "start", "changed to 4, but the content 'We agree,' begins at 40"),
        ({"end": "60"}, "end", "changed to 60, but the content 'We agree,' ends at 49"),
        ({"content": "We agree", "start": "4"}, "start", "changed to 4, but the content 'We agree' begins at 40"),
    ],
)
def test_a_start_or_end_that_contradicts_the_content_is_refused_with_the_mend(cells, column, told):
    assert TEXT.index("We agree,") == 40
    made, problems = faults(changed(1, **cells))
    assert made.empty
    assert f"column {column}: it was {told}: change it back, or empty content" in problems[0]


def test_a_span_given_by_places_that_cut_a_word_is_refused_at_import_and_not_by_a_later_build():
    start, _ = place("the road was open")
    made, problems = faults(changed(0, content="", start=str(start + 1)))
    assert made.empty
    assert "begins or ends within a word" in problems[0]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"content": "we agree"}, "(the document has 'We agree', with other marks or capitals)"),
        ({"content": 'open. "We agree," she'}, "(the document has 'open. “We agree,” she', with other marks"),
        ({"speaker": "mayor ana ruiz"}, "(the document has 'Mayor Ana Ruiz', with other marks or capitals)"),
        ({"content": "e agree"}, "(it stands there only as a part of other words)"),
        ({"speaker": "???"}, "save it as CSV in UTF-8"),
        ({"speaker_name": "??? ????"}, "save the file as CSV in UTF-8"),
    ],
)
def test_words_that_nearly_stand_there_are_told_with_what_stands_there(cells, told):
    made, problems = faults(changed(1, **cells))
    assert made.empty
    assert told in problems[0]


def test_letters_that_an_encoding_lost_in_all_cells_of_a_row_are_told_as_such():
    text = "Она said the road was open."
    documents = with_text(text)
    found = completed(pd.DataFrame([statement("the road was open", "Она", "said", text=text)]))
    coded = exported(found, documents).map(lambda cell: cell.replace("Она", "???") if isinstance(cell, str) else cell)
    _, problems = faults(coded.assign(act="deny"), found, documents)
    assert "encoding" in problems[0]


def test_a_speaker_is_changed_by_other_words_and_a_cue_too():
    row = built(corrected(changed(0, speaker="Ana Ruiz", cue="said the"))).loc[0]
    assert (row["speaker"], row["speaker_start"], row["speaker_spans"]) == ("Ana Ruiz", 6, "6:14")
    assert (row["cue"], row["stance"], row["negated"], row["modal"]) == ("said the", "", False, "")


def test_of_words_that_stand_in_several_places_the_nearest_are_taken_and_only_whole_ones():
    text = "He said he knew the theme. Then he left; the rest, he said, was hers."
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    found = completed(pd.DataFrame([statement("the rest", text=text)]))
    row = built(corrected(exported(found, documents).assign(speaker="he"), found, documents), found, documents).loc[0]
    assert row["speaker_start"] == text.index("he left")


def test_several_speakers_have_a_place_each():
    row = {"doc_id": "a", "content": "of a flood", "speaker": "Tom Lee and Eva Novak"}
    after = built(corrected(pd.DataFrame([row | {"speaker_name": "Tom Lee; Eva Novak"}])))
    added = after[after["content"] == "of a flood"].iloc[0]
    spans = [tuple(map(int, span.split(":"))) for span in added["speaker_spans"].split()]
    assert [TEXT[slice(*span)] for span in spans] == ["Tom Lee", "Eva Novak"]


def test_a_speaker_that_nobody_knows_is_emptied():
    row = built(corrected(changed(1, speaker="", speaker_name=""))).loc[1]
    empty_cells = row[["speaker", "speaker_start", "speaker_end", "speaker_spans", "speaker_name", "name_rule"]]
    assert empty_cells.tolist() == ["", -1, -1, "", "", ""]


def test_a_deleted_row_is_no_statement_any_more():
    after = built(corrected(changed(1, action="Delete")))
    assert after["content"].tolist() == ["the road was open", "to act"]


@pytest.mark.parametrize(
    ("content", "kind"), [("We", "direct"), ("was open. “We agree,” she said.", "mixed"), ("of a flood", "indirect")]
)
def test_a_new_row_adds_a_statement_whose_kind_its_marks_say(content, kind):
    after = built(corrected(pd.DataFrame([{"doc_id": "a", "content": content, "act": "warn"}])))
    added = after[after["content"] == content].iloc[0]
    assert added[["kind", "act", "rule", "speaker_start"]].tolist() == [kind, "warn", "corrected", -1]
    assert len(after) == len(FOUND) + 1
    assert after["start"].is_monotonic_increasing


def test_a_second_copy_of_a_row_splits_the_statement():
    coded = changed(0, content="the road")
    copy = coded.loc[[0]].assign(content="was open")
    after = built(corrected(pd.concat([coded, copy], ignore_index=True)))
    assert after["content"].tolist()[:2] == ["the road", "was open"]
    assert after["speaker_name"].tolist()[:2] == ["Ana Ruiz", "Ana Ruiz"]


def test_a_second_copy_of_a_row_with_the_same_content_is_refused_and_an_equal_one_counts_once():
    coded = changed(0, speaker_name="Eva Novak")
    made, problems = faults(pd.concat([coded, coded.loc[[0]].assign(act="deny")], ignore_index=True))
    assert len(made) == 1
    assert "another row stands for the same statement" in problems[0]
    assert len(corrected(pd.concat([coded, coded], ignore_index=True))) == 1


def test_a_row_that_is_not_in_the_file_deletes_nothing():
    assert corrected(exported().iloc[[0]]).empty


def test_missing_rows_are_deletions_only_when_asked_for_and_only_in_documents_that_the_file_has():
    other = FOUND.assign(doc_id="b")
    both = completed(pd.concat([FOUND, other], ignore_index=True))
    documents = pd.DataFrame({"doc_id": ["a", "b"], "text": [TEXT, TEXT]})
    made = corrected(mark_missing(exported().iloc[[0]], both), both, documents)
    assert made[["doc_id", "action"]].values.tolist() == [["a", "delete"], ["a", "delete"]]
    assert built(made, both, documents)["doc_id"].value_counts().to_dict() == {"b": 3, "a": 1}


def test_a_statement_that_was_corrected_or_added_by_a_row_of_the_file_is_not_missing_from_it():
    coded = changed(0, content="the road")
    coded.loc[len(coded), ["doc_id", "content"]] = ["a", "of a flood"]
    after = built(corrected(coded))
    assert mark_missing(coded, after)["action"].fillna("").tolist() == [""] * 4
    marked = mark_missing(coded.iloc[[0]], after)
    assert marked["content"].tolist() == ["the road", "We agree,", "to act", "of a flood"]


def test_a_row_says_its_own_coder():
    made = corrected(changed(0, act="deny", coder="Eva"))
    assert made["coder"].tolist() == ["Eva"]


@pytest.mark.parametrize(
    ("cells", "parts"),
    [
        ({"kind": "spoken"}, ["column kind", "'spoken'", "direct, mixed, indirect"]),
        ({"action": "remove"}, ["column action", "'remove'", "write delete"]),
        ({"content": ""}, ["column content", "write delete"]),
        ({"content": "the bridge was open"}, ["column content", "does not stand in the document"]),
        ({"speaker": "Ana Maria Ruiz"}, ["column speaker", "speaker_name"]),
        ({"start": "first"}, ["column start", "'first' is no whole number"]),
        ({"content": "", "end": "1e9"}, ["no words stand from"]),
        ({"act": "complane"}, ["column act", "there is no act 'complane'", "condemn, confirm"]),
        ({"act": "urgge"}, ["column act", "did you mean urge?"]),
        ({"act": "clarify"}, ["column act", "the verb clarify has the act explain"]),
        ({"doc_id": "z"}, ["column doc_id", "'z'"]),
        ({"statement_id": "a:1-2", "found": ""}, ["column statement_id", "'a:1-2'", "export again"]),
    ],
)
def test_a_row_that_cannot_be_taken_is_reported_with_row_and_mend_and_the_others_are_kept(cells, parts):
    coded = changed(1, **cells)
    coded.loc[2, "act"] = "demand"
    made, problems = corrections_from(coded, FOUND, DOCUMENTS, "Lee", DAY)
    assert made["changed"].tolist() == ["act"]
    assert problems[["row", "severity"]].values.tolist() == [[3, "error"]]
    assert all(part in problems["message"][0] for part in parts), problems["message"][0]


def test_a_new_content_that_stands_in_several_places_is_asked_for_its_start():
    coded = pd.DataFrame([{"doc_id": "a", "content": "said"}])
    _, problems = faults(coded)
    assert "several places" in problems[0]
    second = TEXT.index("said", 30)
    assert corrected(coded.assign(start=str(second)))["start"].tolist() == [second]


def test_a_verb_that_no_list_has_is_taken_and_told_and_a_new_name_is_nothing_to_tell():
    made, problems = corrections_from(changed(0, verb="urgge"), FOUND, DOCUMENTS, "Lee", DAY)
    assert made["verb"].tolist() == ["urgge"]
    assert problems["severity"].tolist() == ["warning"]
    assert "stands in no list of verbs" in problems["message"][0]
    assert "Did you mean urge?" in problems["message"][0]
    assert corrected(changed(0, verb="according to"))["verb"].tolist() == ["according to"]
    assert corrected(changed(0, speaker_name="Zoe Quill"))["speaker_name"].tolist() == ["Zoe Quill"]


def test_acts_are_those_that_the_table_of_acts_in_the_readme_of_the_lists_names():
    table = (files("analysis") / "data/languages/README.md").read_text(encoding="utf-8")
    lines = table.partition("| act | |")[2].partition("\n\n")[0].splitlines()[2:]
    assert {act for line in lines for act in line.split("|")[2].strip().split(", ")} == set(known_acts())


@pytest.mark.parametrize("name", ["speakername", "Speaker Name", "speaker_nam"])
def test_a_misspelt_column_is_refused_with_the_one_that_is_meant_as_its_cells_would_be_lost(tmp_path, name):
    path = tmp_path / "coded.csv"
    coded = exported().rename(columns={"speaker_name": name})
    write_coding(coded, path)
    with pytest.raises(CodingError, match=r"coded\.csv, row 1.*did you mean speaker_name\?"):
        read_coding(path)
    with pytest.raises(CodingError, match=r"did you mean speaker_name\?"):
        corrections_from(coded, FOUND, DOCUMENTS, "Lee", DAY)


def test_columns_of_ones_own_are_no_misspelt_ones(tmp_path):
    coded = changed(0, act="deny").assign(speaker_name2="x", mood="glad", certainty="high")
    assert corrected(through_a_file(coded, tmp_path))["act"].tolist() == ["deny"]


def test_a_speaker_that_was_changed_without_its_name_is_told():
    _, problems = faults(changed(0, speaker="The Ministry of Health"))
    assert "speaker_name is 'Ana Ruiz' still" in problems[0]


@pytest.mark.parametrize(("coder", "date", "part"), [(" ", DAY, "no coder"), ("Lee", "May", "'May' is no date")])
def test_a_coder_and_a_day_are_needed(coder, date, part):
    with pytest.raises(CodingError, match=part):
        corrections_from(exported(), FOUND, DOCUMENTS, coder, date)


def test_what_the_machine_finds_since_the_export_is_not_taken_for_a_persons_correction():
    coded = changed(0, act="announce")
    now = FOUND.assign(kind="mixed", speaker_name="Somebody")
    assert corrected(coded, now)["changed"].tolist() == ["act"]


def test_rows_are_compared_as_the_coder_left_them():
    coded = changed(0, speaker_name="Eva Novak")
    coded.loc[1, "action"] = "delete"
    new = pd.DataFrame([{"doc_id": "a", "content": "of a flood", "act": "warn"}])
    left, problems = coded_statements(pd.concat([coded, new], ignore_index=True), DOCUMENTS)
    assert problems.empty
    assert left["content"].tolist() == ["the road was open", "to act", "of a flood"]
    assert left["speaker_name"].tolist() == ["Eva Novak", "Ministry of Health", ""]
    assert_offsets_hold(check(left, STATEMENTS), DOCUMENTS)
