"""Repair: what is mended, what is left alone, and that the names of the steps tell."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.corpus import repair

# Pieces that the steps act on, so that random texts hit them often.
TROUBLE = [*"Ãâ€œ™©A\u0301\u0303\x00\x07\r\n\f\v\t\ufeff \xa0\x85\x92\u2028\u3000\ud800", "\x1b[31m", "ï»¿"]
HOSTILE = st.lists(st.one_of(st.sampled_from(TROUBLE), st.characters()), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("broken", "mended", "names"),
    [
        ("The road is closed.", "The road is closed.", ""),
        ("MÃ©decins Sans FrontiÃ¨res", "Médecins Sans Frontières", "encoding"),
        ("â€œclosedâ€\x9d", "“closed”", "encoding"),
        ("It\x92s closed", "It’s closed", "encoding"),
        ("\x1b[31mclosed\x1b[0m", "closed", "encoding"),
        ("lone \ud800 half", "lone \ufffd half", "encoding"),
        ("\ufeffMay \ufeffI begin", "May I begin", "byte order mark"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree", "line ends"),
        ("one\u2028two\u2029three", "one\ntwo\nthree", "line ends"),
        ("page one\fpage two\vpage three", "page one\n\npage two\n\npage three", "line ends"),
        ("clo\x00sed\x07\x7f", "closed", "control characters"),
        ("Me\u0301decins", "Médecins", "composition"),
        ("\u2126 and \u212b", "Ω and Å", "composition"),
    ],
)
def test_each_kind_of_damage_is_mended_and_named(broken, mended, names):
    assert repair(broken) == (mended, names)


def test_several_mends_are_named_in_the_order_of_the_steps():
    assert repair("\ufeffMe\u0301decins\r\nMÃ©decins\x00") == (
        "Médecins\nMédecins",
        "encoding; byte order mark; line ends; control characters; composition",
    )


@pytest.mark.parametrize(
    "text",
    [
        "“Curly” quotation marks, ‘single’ too, and an em dash — stay",
        "the ﬁrst ligature and ＦＵＬＬ width stay",
        "&amp; stays, as do <b>tags</b>",
        "Степанакерт, Ստեփանակերտ, Xankəndi, خانكندي",
        "a tab\tstays, a line feed\nstays\n\nand an empty line stays",
        "zero\u200dwidth joiners and soft\u00adhyphens stay",
        "👩‍👩‍👧 emoji stay",
    ],
)
def test_what_is_sound_is_left_alone(text):
    assert repair(text) == (text, "")


def test_white_space_around_a_text_goes_and_counts_as_no_repair():
    assert repair(" \n\tThe road is closed.\n\n") == ("The road is closed.", "")


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff", "\x00\x07"])
def test_a_text_of_nothing_visible_becomes_empty(text):
    assert repair(text)[0] == ""


@pytest.mark.parametrize("between", ["\x00", "\ufeff"])
def test_what_a_late_step_brings_together_is_mended_too(between):
    assert repair(f"caf\u00c3{between}\u00a9")[0] == "café"


@example("Ã\x00©")
@example("A\u0303©")
@given(HOSTILE)
def test_a_repaired_text_needs_no_repair(text):
    once, _ = repair(text)
    assert repair(once) == (once, "")


@given(HOSTILE)
def test_a_repaired_text_is_composed_and_free_of_controls(text):
    mended, _ = repair(text)
    assert unicodedata.is_normalized("NFC", mended)
    assert not set(mended) & {*map(chr, range(9)), "\r", "\f", "\v", "\x7f", "\ufeff", "\u2028", "\u2029"}
    assert mended.encode().decode() == mended
    assert mended == mended.strip()


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_english_letters_are_never_changed(text):
    assert repair(text) == (text.strip(), "")
