"""Where quotation marks open and close, and which marks are none."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.quoting import quotation_spans, split_paragraphs

PIECES = [*'“”„"«»‹›「」『』‘’.,(5s', "word", " ", "\n", "\n\n", "\n \n"]
ANY_TEXT = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text()


def corpus(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": list(texts)}, dtype=str)


def quoted(text: str) -> list[str]:
    return quotation_spans(corpus(text))["text"].tolist()


def paragraphs(text: str) -> list[str]:
    return [text[start:end] for start, end in split_paragraphs(corpus(text))[["start", "end"]].to_numpy()]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He said: “We will stay.”", ["We will stay."]),
        ('He said: "We will stay."', ["We will stay."]),
        ("Il a dit : « Nous restons. »", [" Nous restons. "]),
        ("Er sagte: „Wir bleiben.“ Dann ging er.", ["Wir bleiben."]),
        ("Powiedział: „Zostajemy”. Wyszedł.", ["Zostajemy"]),
        ("Er sagte: »Wir bleiben.« Dann ging er.", ["Wir bleiben."]),
        ("Er sagte: ›Wir bleiben.‹", ["Wir bleiben."]),
        ("Il dit ‹oui› et part", ["oui"]),
        ("彼は「残る」と言った", ["残る"]),
        ("He said: ‘We will stay.’", ["We will stay."]),
        ("(‘We stay’)", ["We stay"]),
    ],
)
def test_every_kind_of_mark_holds_what_is_quoted(text, wanted):
    assert quoted(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“He said ‘no’ to us,” she said.", ["He said ‘no’ to us,"]),
        ("‘He said “no” to us,’ she said.", ["He said “no” to us,"]),
        ('“He said "no" to us,” she said.', ['He said "no" to us,']),
        ("„Sie rief ‚nein‘ und «ja» und ging“, sagte er.", ["Sie rief ‚nein‘ und «ja» und ging"]),
        ("“One “two” three” four", ["One “two” three"]),
    ],
)
def test_a_quotation_within_another_belongs_to_the_outer_one(text, wanted):
    assert quoted(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The UN’s envoy didn’t come in ’92, ‘tis said.",
        "the ‘90s and the states’ rights",
        "The delegates’ chairs weren’t theirs.",
        'A pipe of 6" and a board of 12" by 10".',
        "He said: “We will stay.",
        "We will stay.” He left.",
        'One " mark alone',
        "citation ». Puis il part",
        "no marks at all",
        '“” "" « »',
    ],
)
def test_an_apostrophe_and_a_mark_without_its_partner_quote_nothing(text):
    assert quoted(text) == []


def test_an_apostrophe_within_single_marks_closes_nothing():
    assert quoted("‘It’s the UN’s view of the states’ rights.’ He left.") == [
        "It’s the UN’s view of the states’ rights."
    ]


def test_a_mark_that_is_left_open_does_not_swallow_the_next_quotation():
    assert quoted("“Lost. He said: “We stay.” She left.") == ["We stay."]
    assert quoted("Fin de citation ». Puis « autre » suit") == [" autre "]


def test_straight_marks_open_and_close_by_turns_in_each_paragraph():
    assert quoted('"One" two "three" four "five') == ["One", "three"]
    assert quoted("''One'' two ''three'' four") == ["One", "three"]


def test_a_straight_mark_between_a_gap_and_a_word_opens_a_quotation():
    assert quoted('"One two\n\nthree" four "five"') == ["five"]
    assert quoted('"He said "no" to me," she said.') == ['He said "no" to me,']


def test_straight_single_marks_quote_where_they_cannot_be_apostrophes():
    assert quoted("'We don't know whose it is,' she said. In the '80s it was the boys' mill.") == [
        "We don't know whose it is,"
    ]


def test_marks_of_different_keys_make_a_pair():
    assert quoted('“The train is full," he said. ”So is the bus,” she said.') == [
        "The train is full,",
        "So is the bus,",
    ]


def test_a_quotation_of_several_paragraphs_opens_each_and_closes_the_last():
    text = "He said: “We stay.\n\n“We fight.\n\n“We win.” Then he left.\n\nShe left."
    assert quoted(text) == ["We stay.", "We fight.", "We win."]
    assert quoted('He said: "We stay.\n\n"We win." Then he left.') == ["We stay.", "We win."]


def test_no_quotation_goes_on_over_an_empty_line_without_a_mark():
    assert quoted("He said: “We stay.\n\nWe win.” Then he left.") == []


def test_a_quotation_may_run_over_a_line_end():
    assert quoted("He said: “We\nstay.”") == ["We\nstay."]


def test_paragraphs_are_the_blocks_between_empty_lines():
    assert paragraphs("\n\nOne\ntwo\n \t\n\nthree\r\n\r\nfour\n") == ["One\ntwo", "three", "four"]
    assert paragraphs(" \n\n ") == paragraphs("") == []


def test_paragraphs_are_numbered_in_every_document():
    frame = split_paragraphs(corpus("a\n\nb", "", "c"))
    assert frame.values.tolist() == [["d0", 0, 0, 1], ["d0", 1, 3, 4], ["d2", 0, 0, 1]]


@pytest.mark.parametrize("documents", [corpus(), corpus(""), corpus("no marks")])
def test_nothing_quoted_makes_an_empty_table_of_the_same_columns_and_types(documents):
    frame = quotation_spans(documents)
    assert frame.empty
    assert frame.dtypes.to_dict() == quotation_spans(corpus("“a b”")).dtypes.to_dict()


@given(ANY_TEXT)
def test_quotations_are_the_text_between_their_offsets_in_order_and_apart(text):
    frame = quotation_spans(corpus(text))
    assert frame["text"].tolist() == [text[start:end] for start, end in frame[["start", "end"]].to_numpy()]
    assert (frame["start"] < frame["end"]).all()
    assert (frame["end"].iloc[:-1].to_numpy() < frame["start"].iloc[1:].to_numpy()).all()


@given(ANY_TEXT)
def test_a_quotation_lies_within_one_paragraph_and_between_two_marks_or_to_its_end(text):
    blocks = split_paragraphs(corpus(text))[["start", "end"]].to_numpy().tolist()
    for start, end in quotation_spans(corpus(text))[["start", "end"]].to_numpy():
        last = next(block[1] for block in blocks if block[0] <= start - 1 and end <= block[1])
        assert text[start - 1] in "“”„\"«»‹›「『‘'"
        assert end == last or text[end] in "”“\"«»‹›」』’'"


@given(ANY_TEXT)
def test_paragraphs_lose_no_letter(text):
    assert "".join("".join(paragraphs(text)).split()) == "".join(text.split())


def test_many_open_marks_take_no_longer_than_their_number():
    assert quoted("“ word " * 50_000 + "„" * 50_000) == []
