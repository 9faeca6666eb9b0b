"""The form in which names are looked up, and the way back from it to the text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.discourse.characters import characters
from analysis.discourse.folding import fold, fold_all, fold_codes, to_codes

SPECIAL = st.sampled_from([" ", "\n", "\t", "\u00a0", "\u00ad", "\u200b", "\ufeff", "’", "“", "‑", "ß", "İ", "ﬃ", "ΐ"])
TEXTS = st.lists(st.one_of(SPECIAL, st.characters(exclude_categories=["Cs"]))).map("".join)


def places(text):
    folded = fold_codes(to_codes(text), characters())
    return list(zip(folded.starts.tolist(), folded.ends.tolist(), strict=True))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("UNESCO", "unesco"),
        ("UN  \t\n envoy", "un envoy"),
        ("UN\u00a0envoy", "un envoy"),
        ("UN \u200b\u00ad envoy", "un envoy"),
        ("Armenia’s ‘own’ ‛way‛ Armeniaʼs", "armenia's 'own' 'way' armenia's"),
        ("“Tatoyan” „T‟ «T»", '"tatoyan" "t" "t"'),
        ("UN‑backed, UN‐backed", "un-backed, un-backed"),
        ("O\u00adS\u200bC\u200dE\ufeff", "osce"),
        ("الأمم\u200f المتحدة\u200e", "الامم المتحده"),
        ("Straße", "strasse"),
        ("ОБСЕ", "обсе"),
        ("Médecins Me\u0301decins Łódź", "medecins medecins lodz"),
        ("the U.N. and the U.N.’s", "the un and the un's"),
        ("coun-\ncil, coun\u00ad\ncil", "council, council"),
        ("国\n連 UN\n連", "国連 un 連"),
    ],
)
def test_writings_that_a_reader_takes_for_one_fold_to_one(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("gap", ["\n\n", "\n \n", "\n\u200b\n", " \n\t\n\n ", "\u2029"])
def test_an_empty_line_folds_to_a_border(gap):
    assert fold(f"UN{gap}envoy") == "un\nenvoy"


def test_a_letter_that_folds_to_several_leads_back_to_itself():
    assert (fold("aßb"), places("aßb")) == ("assb", [(0, 1), (1, 2), (1, 2), (2, 3)])
    assert (fold("eﬃc"), places("eﬃc")) == ("effic", [(0, 1), (1, 2), (1, 2), (1, 2), (2, 3)])


def test_an_accent_belongs_to_the_letter_before_it_and_the_dots_of_an_acronym_to_its_letters():
    assert (fold("e\u0301a"), places("e\u0301a")) == ("ea", [(0, 2), (2, 3)])
    assert (fold("U.N."), places("U.N.")) == ("un", [(0, 2), (2, 4)])


@given(TEXTS)
def test_every_folded_letter_leads_back_to_a_place_in_the_text_and_they_follow_each_other(text):
    found = places(text)
    assert len(found) == len(fold(text))
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert found == sorted(found)


@given(TEXTS)
def test_a_folded_text_is_folded_already_where_it_holds_no_hyphen(text):
    once = fold(text.replace("\n", " "))
    assert "-" in once or "." in once or "ՙ" in once or fold(once) == once


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters=" -.`´")))
def test_plain_english_letters_keep_their_places(text):
    assert fold(text) == text.lower()
    assert places(text) == [(place, place + 1) for place in range(len(text))]


@given(st.text(st.characters(categories=["L"], max_codepoint=0x24F)))
def test_accents_make_no_difference_however_they_are_composed(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_many_texts_fold_as_each_does_alone(texts):
    assert fold_all(texts) == [fold(text) for text in texts]


def test_a_run_of_what_is_not_seen_is_nothing_however_long():
    assert fold("UN" + "\u00ad" * 100_000 + "ESCO") == "unesco"
    assert fold("UN" + "\u00ad\u200b" * 50_000 + "\nESCO") == "unesco"


def test_no_letter_is_taken_for_a_hyphen_at_a_lines_end():
    assert fold("हिन\u095f\nकक") == fold("हिन\u095f कक")
    for code in (*range(0x900, 0xA00), *range(0xAC00, 0xAC40)):
        assert fold(f"{chr(code)}\nक").endswith("क")
        assert len(fold(f"क{chr(code)}\nक")) >= len(fold(f"क{chr(code)}")) + 1
