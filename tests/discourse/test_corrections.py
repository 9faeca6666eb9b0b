"""Corrections in later builds: they follow their words, and are never applied to others."""

import pandas as pd
import pytest

from analysis.corpus.schemas import PROBLEMS, STATEMENTS, check, empty
from analysis.discourse.coding_files import (
    completed,
)
from analysis.discourse.correction_files import (
    no_corrections,
)
from analysis.discourse.corrections import apply_corrections

from .coding import (
    DOCUMENTS,
    FOUND,
    TEXT,
    assert_offsets_hold,
    built,
    changed,
    corrected,
    exported,
    statement,
    with_text,
)


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
