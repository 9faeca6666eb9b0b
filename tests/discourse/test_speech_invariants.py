"""Whatever stands in a text, statements keep their form, and what they say of the text is there."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.corpus.schemas import STATEMENTS, check
from analysis.discourse import statements

from .hostile_speech import GAZETTEER, LINE_ENDS, PIECES, TEXTS, articles, corpus

MENTIONS = ("cue", "speaker", "addressee")
PRONOUNS = {"they", "we", "he", "she", "it", "i", "who", "ils", "elles", "nous", "они", "мы"}
MANY = st.lists(TEXTS, min_size=1, max_size=6)
TIDY = st.lists(articles(tidy=True), min_size=1, max_size=6)

often = settings(max_examples=40)
seldom = settings(max_examples=25)


def found_in(texts, gazetteer=None, **columns):
    """Return the statements of some texts, by document."""
    found = check(statements(corpus(*texts, **columns), gazetteer), STATEMENTS)
    return [found[found["doc_id"] == f"d{number}"] for number in range(len(texts))]


def spans_of(row):
    return [tuple(map(int, span.split(":"))) for span in row["speaker_spans"].split()]


def assert_stands_in_its_text(row, text):
    assert text[row["start"] : row["end"]] == row["content"]
    assert row["content"] and row["content"] == row["content"].strip()
    for mention in MENTIONS:
        start, end = row[f"{mention}_start"], row[f"{mention}_end"]
        assert ("" if start == end == -1 else text[start:end]) == row[mention]
        assert (start >= 0) == (row[mention] != "")


def assert_speakers_fit(row, text):
    spans = spans_of(row)
    names = row["speaker_name"].split("; ") if row["speaker_name"] else []
    assert bool(spans) == bool(row["speaker"])
    assert all(row["speaker_start"] <= start < end <= row["speaker_end"] for start, end in spans)
    assert spans == sorted(spans) and all(one[1] <= two[0] for one, two in pairwise(spans))
    stands_for_several = any(text[start:end].lower() in PRONOUNS for start, end in spans)
    assert not names or len(names) == len(spans) or (stands_for_several and len(names) > len(spans))
    assert all(names)
    assert bool(names) == bool(row["name_rule"])


def assert_sound(found, text, doc_id):
    rows = found.to_dict("records")
    for row in rows:
        assert_stands_in_its_text(row, text)
        assert_speakers_fit(row, text)
        assert row["statement_id"] == f"{doc_id}:{row['start']}-{row['end']}"
        assert (row["cue"] == "") == (row["verb"] == "") == (row["act"] == "")
        assert (row["rule"] == "no speaker") == (row["speaker"] == "")
    assert found["start"].is_monotonic_increasing
    assert all(one["end"] <= two["start"] for one, two in pairwise(rows))


@pytest.mark.parametrize("gazetteer", [None, GAZETTEER], ids=["without a gazetteer", "with one"])
@often
@given(MANY)
@example(["\ud800", "Ana Ruiz said it was \udc00 late.", "“\udfff go on,” she said."])
@example(["\0", "Ana\0Ruiz said\0it is late.", "said", "“", "’", "—", ":", "\x85", "\u2028“\u2029”"])
@example(["Ana R\u0301uiz said it is late.", "أنا said it is late.", "\u202eAna said it is late.", "😀 said so."])
@example(["Lee was told that", "The mayor was urged to", "As the mayor said", "according to the", "She said: “"])
def test_every_statement_of_any_text_is_sound(gazetteer, texts):
    readable = ["".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text) for text in texts]
    for number, found in enumerate(found_in(texts, gazetteer)):
        assert_sound(found, readable[number], f"d{number}")


@seldom
@given(MANY, st.sampled_from(["fr", "ru"]))
def test_every_statement_of_any_text_is_sound_in_other_languages_too(texts, language):
    readable = ["".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text) for text in texts]
    for number, found in enumerate(found_in(texts, language=language)):
        assert_sound(found, readable[number], f"d{number}")


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_any_line_end_is_read_without_a_loss_of_statements(end):
    text = f"Ana Ruiz said the road is open.{end}“We agree on it,” said Tom Lee."
    assert found_in([text])[0]["content"].tolist() == ["the road is open", "We agree on it,"]


@settings(max_examples=20)
@given(st.lists(TEXTS, min_size=2, max_size=5))
def test_what_is_found_in_a_document_does_not_depend_on_the_others(texts):
    documents = corpus(*texts)
    alone = [statements(documents.iloc[[number]], GAZETTEER) for number in range(len(texts))]
    pd.testing.assert_frame_equal(pd.concat(alone, ignore_index=True), statements(documents, GAZETTEER))


@seldom
@given(MANY)
def test_the_order_of_documents_is_the_order_of_their_statements_and_changes_nothing_else(texts):
    documents = corpus(*texts)
    there, back = statements(documents), statements(documents.iloc[::-1])
    assert back["doc_id"].drop_duplicates().tolist() == there["doc_id"].drop_duplicates().tolist()[::-1]
    pd.testing.assert_frame_equal(
        there, back.sort_values("doc_id", kind="stable", ignore_index=True), check_index_type=False
    )


@seldom
@given(MANY, st.sampled_from(["\n\n", " ", "\n\n \n\n", "\r\n\r\n", "\u2028"]))
def test_blanks_at_the_end_of_a_document_change_nothing(texts, blanks):
    pd.testing.assert_frame_equal(statements(corpus(*texts)), statements(corpus(*[text + blanks for text in texts])))


@seldom
@given(MANY)
def test_blank_lines_at_its_beginning_only_move_it(texts):
    moved = statements(corpus(*["\n\n" + text for text in texts]))
    assert (moved["start"] - 2).tolist() == statements(corpus(*texts))["start"].tolist()


@seldom
@given(TIDY)
def test_a_paragraph_without_speech_after_a_text_adds_no_statement(texts):
    longer = [text + "\n\nThe bridge was built of stone.\n\n" for text in texts]
    assert statements(corpus(*longer))["content"].tolist() == statements(corpus(*texts))["content"].tolist()


def without_quotations(text):
    """Return what stands outside of “ and ”."""
    return "".join(part.rpartition("”")[2] if number else part for number, part in enumerate(text.split("“")))


@often
@given(TIDY)
def test_what_kind_a_statement_is_can_be_seen_from_its_marks(texts):
    for text, found in zip(texts, found_in(texts), strict=True):
        for row in found.itertuples():
            opening = text.rfind("“", 0, row.start) > text.rfind("”", 0, row.start)
            widened = text[row.start - opening : row.end + (text[row.end : row.end + 1] == "”")]
            outside = without_quotations(widened)
            if row.kind == "direct":
                assert "“" in widened and not any(letter.isalnum() for letter in outside)
            elif row.kind == "mixed":
                assert "“" in row.content and any(letter.isalnum() for letter in outside)
            else:
                assert not set("“”") & set(row.content.replace("“”", ""))


@often
@given(TIDY, st.sampled_from(['""', "«»", "„“", "„”"]))
def test_other_quotation_marks_give_the_same_statements(texts, marks):
    other = str.maketrans("“”", marks)
    curly = statements(corpus(*texts))
    written = ["content", *MENTIONS]
    curly[written] = curly[written].apply(lambda column: column.str.translate(other))
    curly["speaker_name"] = curly["speaker_name"].str.translate(other)
    found = statements(corpus(*[text.translate(other) for text in texts]))
    pd.testing.assert_frame_equal(found, curly)


@seldom
@given(st.lists(PIECES, min_size=1, max_size=12), st.integers(1, 3))
def test_a_text_twice_as_often_never_gives_a_statement_twice(pieces, times):
    found = found_in([" ".join(pieces * times)])[0]
    assert found["statement_id"].is_unique
    assert not found[["start", "end"]].duplicated().any()


def test_a_strange_letter_within_a_clause_does_not_hide_the_statement():
    letters = [*map(chr, range(0x21, 0x2070)), *map(chr, range(0x2070, 0x11000, 89)), "\U0010ffff"]
    texts = [f"Ana Ruiz said the road is open {letter} and wi{letter}de." for letter in letters]
    found = statements(corpus(*texts))
    shown = set(found.loc[found["content"].str.startswith("the road is open"), "doc_id"])
    assert [letter for number, letter in enumerate(letters) if f"d{number}" not in shown] == []
