"""The form in which names are looked up, and the way back from it to the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.discourse.folding import fold_with_index, remove_invisible

SPECIAL = st.sampled_from([" ", "\n", "\t", "\u00a0", "\u00ad", "\u200b", "\ufeff", "’", "“", "‑", "ß", "İ", "ﬃ", "ΐ"])
TEXTS = st.lists(st.one_of(SPECIAL, st.characters(exclude_categories=["Cs"]))).map("".join)


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
        ("الأمم\u200f المتحدة\u200e", "الأمم المتحدة"),
        ("Straße", "strasse"),
        ("ОБСЕ", "обсе"),
    ],
)
def test_writings_that_a_reader_takes_for_one_fold_to_one(text, folded):
    assert fold_with_index(text)[0] == folded


@pytest.mark.parametrize("gap", ["\n\n", "\n \n", "\n\u200b\n", " \n\t\n\n "])
def test_an_empty_line_folds_to_a_border(gap):
    assert fold_with_index(f"UN{gap}envoy")[0] == "un\nenvoy"


def test_a_letter_that_folds_to_several_leads_back_to_itself():
    assert fold_with_index("aßb") == ("assb", [0, 1, 1, 2])
    assert fold_with_index("İx") == ("i̇x", [0, 0, 1])
    assert fold_with_index("eﬃc") == ("effic", [0, 1, 1, 1, 2])


@given(TEXTS)
def test_every_folded_letter_leads_back_to_the_letter_that_it_comes_from(text):
    folded, index = fold_with_index(text)
    assert len(folded) == len(index)
    assert index == sorted(index)
    for letter, place in zip(folded, index, strict=True):
        assert letter in fold_with_index(text[place])[0] or (text[place].isspace() and letter == "\n")


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_plain_english_letters_keep_their_places(text):
    assert fold_with_index(text) == (text.lower(), list(range(len(text))))


def test_invisible_marks_are_removed_and_nothing_else():
    assert remove_invisible("O\u00adS\u200bC\u2060E\ufeff é\u0301 ‑ ’") == "OSCE é\u0301 ‑ ’"
