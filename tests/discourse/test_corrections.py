"""The coding round trip: exported, corrected by a person, kept, and applied to whatever is extracted later."""

import csv
import io
from importlib.resources import files

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.schemas import PROBLEMS, STATEMENTS, check, empty
from analysis.discourse.coding_checks import known_acts
from analysis.discourse.coding_files import (
    COLUMNS,
    CodingError,
    coding_table,
    completed,
    read_coding,
    write_coding,
)
from analysis.discourse.correction_files import (
    CorrectionsError,
    no_corrections,
    read_corrections,
    write_corrections,
)
from analysis.discourse.corrections import apply_corrections, coded_statements, corrections_from, mark_missing
from analysis.text import split_sentences

TEXT = (
    "Mayor Ana Ruiz said the road was open. “We agree,” she said.\n\n"
    "The Ministry of Health urged the council to act. Tom Lee and Eva Novak warned of a flood."
)
DAY = "2024-05-31"


def place(words, text=TEXT):
    start = text.index(words)
    return start, start + len(words)


def statement(content, speaker="", cue="", text=TEXT, doc_id="a", **others):
    start, end = place(content, text)
    row = {"doc_id": doc_id, "start": start, "end": end, "content": content, "speaker": speaker, "cue": cue, **others}
    for name in ("speaker", "cue", "addressee"):
        if row.get(name):
            row[f"{name}_start"], row[f"{name}_end"] = place(row[name], text)
    if speaker:
        row["speaker_spans"] = f"{row['speaker_start']}:{row['speaker_end']}"
    return row


ROWS = (
    statement("the road was open", "Mayor Ana Ruiz", "said", verb="say", act="say", speaker_name="Ana Ruiz",
              kind="indirect", stance="neutral", confidence=0.9, rule="speaker before", name_rule="full name",
              negated=True, modal="may", addressee="the council"),
    statement("We agree,", "she", "said", verb="say", act="say", speaker_name="Ana Ruiz", kind="direct",
              stance="neutral", confidence=0.8, rule="speaker after", name_rule="pronoun", negated=False, modal="",
              addressee="the council"),
    statement("to act", "The Ministry of Health", "urged", verb="urge", act="urge", kind="indirect",
              speaker_name="Ministry of Health", addressee="the council", stance="neutral", confidence=0.9,
              rule="speaker before", name_rule="as written", negated=False, modal=""),
)  # fmt: skip
FOUND = completed(pd.DataFrame(ROWS))
DOCUMENTS = pd.DataFrame({"doc_id": ["a"], "text": [TEXT]})


def exported(statements=FOUND, documents=DOCUMENTS):
    return coding_table(statements, documents, split_sentences(documents))


def through_a_file(coded, tmp_path, delimiter=","):
    path = tmp_path / "coded.csv"
    write_coding(coded, path)
    if delimiter != ",":
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
        written = io.StringIO(newline="")
        csv.writer(written, delimiter=delimiter).writerows(rows)
        path.write_text(written.getvalue(), encoding="utf-8", newline="")
    return read_coding(path)


def changed(row, **cells):
    """The export, in which a person has changed some cells of one row."""
    coded = exported().astype({"start": "str", "end": "str"})
    for name, cell in cells.items():
        coded.loc[row, name] = cell
    return coded


def corrected(coded, statements=FOUND, documents=DOCUMENTS, coder="Lee", date=DAY):
    made, problems = corrections_from(coded, statements, documents, coder, date)
    assert problems["message"].tolist() == []
    return made


def built(made, statements=FOUND, documents=DOCUMENTS):
    after, problems = apply_corrections(statements, documents, made)
    assert problems["message"].tolist() == []
    return check(after, STATEMENTS)


def faults(coded, statements=FOUND, documents=DOCUMENTS):
    made, problems = corrections_from(coded, statements, documents, "Lee", DAY)
    check(problems, PROBLEMS)
    return made, problems["message"].tolist()


def assert_offsets_hold(statements, documents):
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    for row in statements.to_dict("records"):
        text = texts[row["doc_id"]]
        assert text[row["start"] : row["end"]] == row["content"]
        assert row["statement_id"] == f"{row['doc_id']}:{row['start']}-{row['end']}"
        for name in ("speaker", "cue", "addressee"):
            if row[f"{name}_start"] >= 0:
                assert text[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]
            else:
                assert row[name] == ""


# What a coder gets


def test_each_statement_is_a_row_with_its_sentence_and_its_cue_even_where_that_stands_in_another_sentence():
    text = "“We agree. We do,” said Ana Ruiz. Rain fell."
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    found = completed(pd.DataFrame([statement("We agree.", "Ana Ruiz", "said", text=text)]))
    coded = exported(found, documents)
    assert coded.columns.tolist() == list(COLUMNS)
    assert coded["sentence"].tolist() == ["“We agree. We do,” said Ana Ruiz."]


def test_an_export_of_nothing_has_the_same_columns(tmp_path):
    coded = exported(empty(STATEMENTS))
    assert coded.columns.tolist() == list(COLUMNS)
    back = through_a_file(coded, tmp_path)
    assert back.empty
    assert corrected(back).empty


def test_no_cell_of_the_file_is_a_formula(tmp_path):
    text = "=cmd|1 said: @all must go."
    documents = pd.DataFrame({"doc_id": ["=1+1"], "text": [text]})
    found = completed(pd.DataFrame([statement("@all must go", text=text, doc_id="=1+1")]))
    coded = exported(found, documents)
    back = through_a_file(coded, tmp_path)
    rows = list(csv.reader(io.StringIO((tmp_path / "coded.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert back["content"].tolist() == ["@all must go"]
    assert corrected(back, found, documents).empty


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_an_export_that_comes_back_as_it_was_corrects_nothing(tmp_path, delimiter):
    assert corrected(through_a_file(exported(), tmp_path, delimiter)).empty


def test_a_file_that_lost_columns_and_order_corrects_nothing(tmp_path):
    coded = exported()[["content", "statement_id", "doc_id"]].iloc[::-1]
    assert corrected(through_a_file(coded, tmp_path)).empty


def test_white_space_that_a_spreadsheet_changed_corrects_nothing():
    text = "Ana Ruiz said the road\nwas  open."
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    found = completed(pd.DataFrame([statement("the road\nwas  open", "Ana Ruiz", text=text)]))
    coded = exported(found, documents).assign(content="the road was open")
    assert corrected(coded, found, documents).empty


def test_a_content_too_long_for_a_cell_comes_back_as_unchanged(tmp_path):
    text = "word " * 20_000 + "end"
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    found = completed(pd.DataFrame([{"doc_id": "a", "start": 0, "end": len(text), "content": text}]))
    coded = through_a_file(exported(found, documents), tmp_path)
    assert coded["content"].str.len().max() < 32_767
    assert corrected(coded, found, documents).empty
    assert built(corrected(coded.assign(act="say"), found, documents), found, documents)["end"].tolist() == [len(text)]


def test_a_file_without_the_needed_columns_is_refused_with_their_names(tmp_path):
    (tmp_path / "other.csv").write_text("doc_id,notes\na,x\n", encoding="utf-8")
    with pytest.raises(CodingError, match=r"'content' is missing.*doc_id, notes"):
        read_coding(tmp_path / "other.csv")
    with pytest.raises(CodingError, match=r"none\.csv"):
        read_coding(tmp_path / "none.csv")


# What a coder may change


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


# What later builds do


def with_text(text):
    return pd.DataFrame({"doc_id": ["a"], "text": [text]})


def moved_by(shift, *contents):
    """The statements as the machine finds them in a text before which something was put."""
    columns = [name for name in FOUND if name.endswith(("start", "end")) and (FOUND[name] >= 0).all()]
    later = FOUND.assign(**{name: FOUND[name] + shift for name in columns})
    return completed(later[later["content"].isin(contents or later["content"])].reset_index(drop=True))


def test_a_correction_of_words_that_moved_moves_along():
    before = "Rain fell in the north.\n\n"
    documents = with_text(before + TEXT)
    made = corrected(changed(0, speaker_name="Eva Novak", content="road was open"))
    after, problems = apply_corrections(moved_by(len(before)), documents, made)
    assert problems.empty
    assert after.loc[0, ["content", "speaker_name"]].tolist() == ["road was open", "Eva Novak"]
    assert_offsets_hold(after, documents)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("the road was open", "the road was closed", "the statement 'the road was open' is no longer in the text"),
        ("Mayor Ana Ruiz", "Mayor Eva Sol", "the speaker 'Mayor Ana Ruiz' is no longer in the text"),
        ("Ruiz said", "Ruiz denied", "reporting expression 'said' is no longer"),
    ],
)
def test_a_correction_whose_text_changed_is_reported_and_not_applied(old, new, part):
    text = TEXT.replace(old, new).replace("she said", "she added")
    documents = with_text(text)
    found = completed(pd.DataFrame([statement("to act", text=text)]))
    after, problems = apply_corrections(found, documents, corrected(changed(0, act="deny")))
    pd.testing.assert_frame_equal(after, found)
    assert problems[["path", "row", "kind", "severity"]].values.tolist() == [
        ["corrections.csv", 1, "correction-outdated", "warning"]
    ]
    assert part in check(problems, PROBLEMS)["message"][0]


def test_words_that_have_become_parts_of_others_are_not_the_same():
    text = TEXT.replace("was open.", "was opened.")
    _, problems = apply_corrections(empty(STATEMENTS), with_text(text), corrected(changed(0, act="deny")))
    assert problems["kind"].tolist() == ["correction-outdated"]


def test_in_a_script_without_spaces_words_are_found_too():
    text = "市长说道路已经开放。"
    documents = with_text(text)
    found = completed(pd.DataFrame([statement("道路已经开放", text=text)]))
    made = corrected(exported(found, documents).assign(speaker="市长"), found, documents)
    after = built(made, found, documents)
    assert after.loc[0, ["content", "speaker", "speaker_start"]].tolist() == ["道路已经开放", "市长", 0]


def test_words_that_stand_twice_since_are_not_guessed():
    text = "Rain fell. " + TEXT + " She said the road was open."
    _, problems = apply_corrections(empty(STATEMENTS), with_text(text), corrected(changed(0, act="deny")))
    assert "stands in several places" in problems["message"][0]


def test_a_correction_of_a_document_that_is_gone_is_reported():
    made = corrected(changed(0, act="deny"))
    after, problems = apply_corrections(empty(STATEMENTS), DOCUMENTS.iloc[:0], made)
    assert after.empty
    assert "no such document" in problems["message"][0]


def test_what_a_later_version_finds_anew_is_left():
    flood = completed(pd.DataFrame([statement("of a flood", act="warn", rule="speaker before")]))
    new = pd.concat([FOUND, flood], ignore_index=True)
    after = built(corrected(changed(1, action="delete")), new)
    assert after["content"].tolist() == ["the road was open", "to act", "of a flood"]
    assert after["rule"].tolist() == ["speaker before"] * 3


def test_a_statement_that_is_found_with_another_span_by_now_is_taken_for_the_same():
    later = FOUND.copy()
    later.loc[0, ["end", "content"]] = [later.loc[0, "end"] + 1, "the road was open."]
    after = built(corrected(changed(0, speaker_name="Eva Novak")), completed(later))
    assert after.loc[0, ["content", "speaker_name"]].tolist() == ["the road was open.", "Eva Novak"]
    assert len(after) == len(FOUND)


def nested():
    text = "Ana Ruiz said Tom Lee claimed that the road between the two towns was closed all day."
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    outer = statement(text[text.index("Tom") : -1], "Ana Ruiz", "said", text=text, speaker_name="Ana Ruiz")
    inner = statement(text[text.index("the road") : -1], "Tom Lee", "claimed", text=text, speaker_name="Tom Lee")
    return completed(pd.DataFrame([outer])), completed(pd.DataFrame([inner])), documents


def test_a_statement_that_is_added_within_another_one_takes_nothing_away():
    outer, inner, documents = nested()
    coded = pd.DataFrame({"doc_id": ["a"], "content": inner["content"], "speaker_name": ["Tom Lee"]})
    made = corrected(coded, outer, documents)
    after = built(made, outer, documents)
    assert after["speaker_name"].tolist() == ["Ana Ruiz", "Tom Lee"]
    pd.testing.assert_frame_equal(built(made, after, documents), after)


def test_a_correction_of_a_statement_that_is_no_longer_found_is_not_given_to_one_of_another_cue_within_it():
    outer, inner, documents = nested()
    coded = exported(outer, documents).assign(speaker_name="Eva Novak")
    after = built(corrected(coded, outer, documents), inner, documents)
    assert after["speaker_name"].tolist() == ["Eva Novak", "Tom Lee"]


def test_a_statement_that_is_no_longer_found_is_put_back_as_it_was_coded():
    after = built(corrected(changed(0, act="announce")), FOUND.iloc[1:])
    row = after.loc[0]
    assert row[["content", "speaker", "speaker_name", "cue", "act"]].tolist() == [
        *("the road was open", "Mayor Ana Ruiz", "Ana Ruiz", "said", "announce")
    ]


def test_a_deletion_of_a_statement_that_is_found_with_another_span_is_reported_and_not_applied():
    later = FOUND.copy()
    later.loc[1, ["end", "content"]] = [later.loc[1, "end"] - 1, "We agree"]
    later = completed(later)
    after, problems = apply_corrections(later, DOCUMENTS, corrected(changed(1, action="delete")))
    pd.testing.assert_frame_equal(after, later)
    assert later.loc[1, "statement_id"] in problems["message"][0]


def test_the_last_days_word_counts_field_by_field():
    first = corrected(changed(0, speaker_name="Eva Novak", act="deny"), coder="Eva", date="2024-05-01")
    second = corrected(changed(0, speaker_name="Tom Lee"), coder="Tom", date="2024-06-01")
    for order in ([first, second], [second, first]):
        row = built(pd.concat(order, ignore_index=True)).loc[0]
        assert row[["speaker_name", "act"]].tolist() == ["Tom Lee", "deny"]


def test_where_two_coders_differ_on_one_day_neither_counts_and_it_is_reported():
    first = corrected(changed(0, speaker_name="Eva Novak", kind="mixed"), coder="Eva")
    second = corrected(changed(0, speaker_name="Tom Lee", kind="mixed"), coder="Tom")
    after, problems = apply_corrections(FOUND, DOCUMENTS, pd.concat([first, second], ignore_index=True))
    assert after.loc[0, ["speaker_name", "kind"]].tolist() == ["Ana Ruiz", "mixed"]
    assert problems[["row", "kind"]].values.tolist() == [[2, "correction-tie"]]
    assert "Eva: 'Eva Novak'; Tom: 'Tom Lee'" in problems["message"][0]


def test_where_one_coder_deletes_what_another_corrects_on_one_day_the_statement_stays():
    first = corrected(changed(0, action="delete"), coder="Eva")
    second = corrected(changed(0, act="deny"), coder="Tom")
    after, problems = apply_corrections(FOUND, DOCUMENTS, pd.concat([first, second], ignore_index=True))
    assert after.loc[0, "act"] == "deny"
    assert "whether it is a statement" in problems["message"][0]


def test_a_coder_who_corrects_twice_on_a_day_means_the_last():
    first = corrected(changed(0, act="deny"))
    second = corrected(changed(0, act="warn"))
    assert built(pd.concat([first, second], ignore_index=True)).loc[0, "act"] == "warn"


def test_a_statement_corrected_before_can_be_corrected_again_under_its_new_name():
    first = corrected(changed(0, content="the road"), date="2024-05-01")
    once = built(first)
    coded = exported(once)
    coded.loc[0, "act"] = "announce"
    second = corrected(coded, once, date="2024-06-01")
    assert second["statement_id"][0] != first["statement_id"][0]
    after = built(pd.concat([first, second], ignore_index=True))
    assert after.loc[0, ["content", "act"]].tolist() == ["the road", "announce"]
    deleted = corrected(exported(after).assign(action=["delete", "", ""]), after, date="2024-07-01")
    assert len(built(pd.concat([first, second, deleted], ignore_index=True))) == 2


def test_two_statements_that_a_coder_made_one_are_one():
    coded = changed(0, content="the road was open. “We agree,")
    coded.loc[1, "content"] = "the road was open. “We agree,"
    after = built(corrected(coded))
    assert after["content"].tolist() == ["the road was open. “We agree,", "to act"]


def test_without_corrections_the_statements_are_as_they_were():
    after, problems = apply_corrections(FOUND, DOCUMENTS, no_corrections())
    pd.testing.assert_frame_equal(after, FOUND)
    assert problems.empty


# The file that keeps them


def test_what_is_written_is_read_as_it_was(tmp_path):
    coded = changed(0, content="the road", speaker_name="=Eva", note="two\nlines; “so”")
    coded.loc[1, "action"] = "delete"
    made = corrected(coded)
    path = tmp_path / "corrections.csv"
    assert write_corrections(made, path) == 2
    back = read_corrections(path)
    pd.testing.assert_frame_equal(back.drop(columns="row"), made)
    assert back["row"].tolist() == [1, 2]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_rows_of_others_and_columns_of_ones_own_are_never_lost(tmp_path):
    path = tmp_path / "corrections.csv"
    write_corrections(corrected(changed(0, act="deny"), coder="Eva"), path)
    own = read_corrections(path).assign(checked="by Tom").drop(columns="row")
    own.to_csv(path, index=False, sep=";")
    assert write_corrections(corrected(changed(1, act="warn"), coder="Tom"), path) == 1
    back = read_corrections(path)
    assert back[["coder", "act", "checked"]].values.tolist() == [["Eva", "deny", "by Tom"], ["Tom", "warn", ""]]
    assert [file.name for file in tmp_path.iterdir()] == ["corrections.csv"]


def test_importing_twice_adds_nothing_and_overrules_nobody_who_came_after(tmp_path):
    path = tmp_path / "corrections.csv"
    eva = corrected(changed(0, act="deny"), coder="Eva")
    assert write_corrections(eva, path) == 1
    assert write_corrections(eva.assign(date="2024-06-02"), path) == 0
    assert write_corrections(corrected(changed(0, act="warn"), coder="Tom", date="2024-06-02"), path) == 1
    assert write_corrections(eva.assign(date="2024-06-03"), path) == 0
    assert built(read_corrections(path)).loc[0, "act"] == "warn"
    assert write_corrections(corrected(changed(0, act="accuse"), coder="Eva", date="2024-06-03"), path) == 1
    assert built(read_corrections(path)).loc[0, "act"] == "accuse"


def test_a_misspelt_or_lost_column_of_the_kept_file_is_refused_as_names_would_be_emptied(tmp_path):
    path = tmp_path / "corrections.csv"
    made = corrected(changed(0, speaker_name="Eva Novak"))
    write_coding(made.rename(columns={"speaker_name": "speakername"}), path)
    with pytest.raises(CorrectionsError, match=r"corrections\.csv, row 1.*did you mean speaker_name\?"):
        read_corrections(path)
    write_coding(made.drop(columns="speaker_name"), path)
    with pytest.raises(CorrectionsError, match=r"row 2, column changed: there is no column 'speaker_name'"):
        read_corrections(path)


def test_days_are_told_from_each_other_however_they_are_written(tmp_path):
    path = tmp_path / "corrections.csv"
    write_corrections(corrected(changed(0, act="deny"), coder="Eva", date="2024-06-01"), path)
    write_corrections(corrected(changed(0, act="warn"), coder="Tom", date="2024-05-31"), path)
    path.write_text(path.read_text(encoding="utf-8-sig").replace("'2024-05-31", "'20240531"), encoding="utf-8")
    assert built(read_corrections(path)).loc[0, "act"] == "deny"


@pytest.mark.parametrize(
    ("name", "cell", "parts"),
    [
        ("action", "remove", ["column action", "'remove'", "change, delete, add"]),
        ("date", "31 May", ["column date", "'31 May'", "2024-05-31"]),
        ("changed", "act source", ["column changed", "'source'", "speaker_name"]),
        ("kind", "spoken", ["column kind", "direct, mixed, indirect"]),
        ("start", "x", ["column start", "'x' is no place", "whole number"]),
        ("start", "9" * 30, ["column start", "is no place"]),
        ("cue_end", "-7", ["column cue_end", "'-7' is no place"]),
        ("coder", "", ["column coder", "empty"]),
        ("found_content", "", ["column found_content", "import the coded file again"]),
    ],
)
def test_a_wrong_cell_of_the_file_is_refused_with_row_column_and_mend_and_nothing_is_written(
    tmp_path, name, cell, parts
):
    path = tmp_path / "corrections.csv"
    made = corrected(changed(0, act="deny"))
    made.astype("str").assign(**{name: cell}).to_csv(path, index=False)
    before = path.read_bytes()
    with pytest.raises(CorrectionsError) as error:
        write_corrections(made, path)
    assert all(part in str(error.value) for part in ["corrections.csv, row 2", *parts]), error.value
    assert path.read_bytes() == before


# Whatever happens

WORDS = st.sampled_from(["the", "road", "she", "said", "“", "”", "open.", "Ruiz", "\n\n", "no", "=1"])
TEXTS = st.lists(WORDS, min_size=1, max_size=25).map(" ".join).filter(str.strip)


@st.composite
def corpora(draw):
    """A document with statements somewhere in it."""
    text = draw(TEXTS)
    words = [(match, match + len(word)) for match, word in _words(text)]
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        first, last = sorted(draw(st.tuples(*[st.integers(0, len(words) - 1)] * 2)))
        row = {"doc_id": "a", "start": words[first][0], "end": words[last][1]}
        for name in ("speaker", "cue"):
            row[f"{name}_start"], row[f"{name}_end"] = draw(st.sampled_from([(-1, -1), *words]))
            row[name] = text[row[f"{name}_start"] : row[f"{name}_end"]] if row[f"{name}_start"] >= 0 else ""
        row |= {"content": text[row["start"] : row["end"]], "act": draw(st.sampled_from(["", "say", "deny"]))}
        rows.append(row)
    found = completed(pd.DataFrame(rows)).drop_duplicates("statement_id") if rows else empty(STATEMENTS)
    found = found.sort_values(["start", "end"], ignore_index=True)
    return with_text(text), found


def _words(text):
    place = 0
    for word in text.split():
        place = text.index(word, place)
        yield place, word
        place += len(word)


@st.composite
def codings(draw):
    """A corpus, and corrections of it by two coders on two days."""
    documents, found = draw(corpora())
    text = documents["text"][0]
    parts, whole = [], exported(found, documents).astype({"start": "str", "end": "str"})
    for coder, date in draw(
        st.lists(st.tuples(st.sampled_from("EF"), st.sampled_from([DAY, "2024-06-01"])), max_size=3)
    ):
        coded = whole.copy()
        for row in coded.index:
            for name in draw(st.sets(st.sampled_from(["content", "speaker", "act", "kind", "action"]))):
                words = st.sampled_from(text.split())
                values = {"act": st.sampled_from(["warn", ""]), "kind": st.just("mixed"), "action": st.just("delete")}
                coded.loc[row, name] = draw(values.get(name, words))
        parts.append(corrections_from(coded, found, documents, coder, date)[0])
    return documents, found, pd.concat(parts, ignore_index=True) if parts else no_corrections()


@given(corpora())
def test_whatever_is_exported_and_imported_unchanged_corrects_nothing(tmp_path_factory, corpus):
    documents, found = corpus
    coded = through_a_file(exported(found, documents), tmp_path_factory.mktemp("coded"))
    assert corrected(coded, found, documents).empty


@given(codings())
def test_corrections_applied_twice_are_as_applied_once_and_every_offset_holds(coding):
    documents, found, made = coding
    once, _ = apply_corrections(found, documents, made)
    assert_offsets_hold(check(once, STATEMENTS), documents)
    twice, _ = apply_corrections(once, documents, made)
    pd.testing.assert_frame_equal(twice, once)


@given(codings(), TEXTS, st.integers(0, 60))
def test_whatever_becomes_of_a_text_no_correction_gives_words_that_do_not_stand_there(coding, inserted, where):
    documents, _, made = coding
    text = documents["text"][0]
    later = with_text(text[:where] + inserted + text[where + 5 :])
    after, problems = apply_corrections(empty(STATEMENTS), later, made)
    assert_offsets_hold(check(after, STATEMENTS), later)
    for name in ("content", "speaker", "cue"):
        coded = {tuple(words.split()) for words in made[name]}
        assert {tuple(words.split()) for words in after[name]} <= coded
    whole = " ".join(later["text"][0].split())
    gone = [words for words in made["found_content"] if " ".join(words.split()) not in whole]
    assert len(problems) >= len(gone)
