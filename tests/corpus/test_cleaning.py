"""Cleaning: what each step mends and counts, what all leave alone, and that a clean text stays as it is."""

import unicodedata

import pytest
from ftfy import fix_text
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.corpus.cleaning import DEFAULT_STEPS, MOJIBAKE, STEPS, choose_steps, clean, mend_encoding

# Pieces that the steps act on, so that random texts hit them often.
TROUBLE = [
    *"Ãâ€œ™©A\u0301\u0303\x00\x07\r\n\f\v\t\ufeff \xa0\x85\x92\u2028\u2029\u3000\ud800\xad-\u200b\u200c\u200d\u2060",
    *"\u202e\u2066\u200fﬁﬓﷲﹰب्\U000e0067\U0001f3f4👩aБ",
    *("\x1b[31m", "ï»¿", "The road is closed and nobody passes, as the\n", " of the winter before it, when also the\n"),
]
HOSTILE = st.lists(st.one_of(st.sampled_from(TROUBLE), st.characters()), max_size=30).map("".join)

WRAPPED = """THE WINTER

The road has been closed since the first snow, and nobody
passes. The bakers of the town say that their flour will
not last for another week, and that the schools may close
on Monday.

The weather is to change, as it did in the winter before;
until then they share what they have with their neigh-
bors: bread, wood and stories.

- bread
- wood for the ovens of the school

Date: 3 March 2021
Place: the old mill
"""
UNWRAPPED = """THE WINTER

The road has been closed since the first snow, and nobody passes. The bakers of the town say that their flour will \
not last for another week, and that the schools may close on Monday.

The weather is to change, as it did in the winter before; until then they share what they have with their neighbors: \
bread, wood and stories.

- bread
- wood for the ovens of the school

Date: 3 March 2021
Place: the old mill"""


@pytest.mark.parametrize(
    ("broken", "mended", "counts"),
    [
        ("The road is closed.", "The road is closed.", {}),
        ("MÃ©decins Sans FrontiÃ¨res", "Médecins Sans Frontières", {"encoding": 4}),
        ("It\x92s closed", "It’s closed", {"encoding": 1}),
        ("lone \ud800 half", "lone \ufffd half", {"encoding": 1}),
        ("\x1b[31mclosed\x1b[0m", "closed", {"terminal escapes": 9}),
        ("\x1b]0;title\x07closed", "closed", {"terminal escapes": 10}),
        ("\ufeffMay \ufeffI begin", "May I begin", {"byte order marks": 2}),
        ("one\r\ntwo\rthree", "one\ntwo\nthree", {"line ends": 2}),
        ("one\u2028two\vthree", "one\ntwo\nthree", {"line ends": 2}),
        ("one\u2029two", "one\n\ntwo", {"line ends": 1}),
        ("page one\fpage two", "page one\n\npage two", {"page breaks": 1}),
        ("clo\x00sed\x07\x7f", "closed", {"control characters": 3}),
        ("clo\ufffesed", "closed", {"control characters": 1}),
        ("hu\xadman rights", "human rights", {"soft hyphens": 1}),
        ("the com\xad\nmunity", "the community", {"soft hyphens": 2}),
        ("the com\xad\n\nThe", "the com\n\nThe", {"soft hyphens": 1}),
        ("Uni\u200bted Na\u2060tions", "United Nations", {"zero-width marks": 2}),
        ("Auf\u200clage, Na\u200dtions", "Auflage, Nations", {"zero-width marks": 2}),
        ("\u202bخبر\u202c \u200fnews", "خبر news", {"direction marks": 3}),
        ("the \u202edesolc\u202c road", "the desolc road", {"direction marks": 2}),
        ("10\xa0000\u202fkm\u3000on", "10 000 km on", {"spaces": 3}),
        ("the of\ufb01ce, \ufb14, \ufefb", "the office, մե, لا", {"ligatures": 3}),
        ("Me\u0301decins", "Médecins", {"composition": 2}),
        ("\u2126 and \u212b", "Ω and Å", {"composition": 2}),
        ("closed \t\n\t\nagain", "closed\n\nagain", {"trailing spaces": 3}),
    ],
)
def test_each_kind_of_damage_is_mended_named_and_counted_in_characters(broken, mended, counts):
    assert clean(broken) == (mended, counts)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_that_is_left_out_changes_nothing(name):
    broken = "\ufeffMÃ©decins\r\n\x1b[31mclo\x00sed\xad\x0c\u200b\u202e\xa0\ufb01e\u0301 \n" + WRAPPED
    _, counts = clean(broken, choose_steps(skip=[name]))
    assert name not in counts
    assert name in clean(broken)[1]
    assert set(counts) == set(clean(broken)[1]) - {name}
    assert clean(broken, [name])[1].keys() == {name}


def test_a_text_that_no_step_may_touch_stays_but_for_the_white_space_around_it():
    assert clean(" \ufeff\r\x00e\u0301 ", []) == ("\ufeff\r\x00e\u0301", {})


def test_counts_come_in_the_order_of_the_steps():
    _, counts = clean("e\u0301\xa0\x00\r\n.", ["composition", "spaces", "line ends", "control characters"])
    assert list(counts) == ["line ends", "control characters", "spaces", "composition"]


@pytest.mark.parametrize("choose", [lambda name: clean("a", [name]), lambda name: choose_steps(skip=[name])])
def test_a_step_that_does_not_exist_is_refused_with_the_nearest_and_all_names(choose):
    with pytest.raises(ValueError, match=r"'soft hyphen'. Did you mean soft hyphens\? Allowed: encoding, .*hard wraps"):
        choose("soft hyphen")


def test_steps_are_chosen_by_what_is_left_out():
    assert choose_steps() == DEFAULT_STEPS
    assert choose_steps(skip=["hard wraps"], add=["spaces"]) == tuple(n for n in DEFAULT_STEPS if n != "hard wraps")


@pytest.mark.parametrize(
    "text",
    [
        "“Curly” quotation marks, ‘single’ too, and an em dash — stay",
        "ＦＵＬＬ width stays, and so do æ, œ, ß, ĳ, և, ﷺ and ﷼",
        "&amp; stays, as do <b>tags</b>",
        "Степанакерт, Ստեփանակերտ, Xankəndi, خانكندي",
        "a tab\tstays, a line feed\nstays\n\nand an empty line stays",
        "می‌خواهم نان تازه",
        "क्‍ष और क्‌ष",
        "ภาษา\u200bไทย",
        "👩‍👩‍👧 ❤️‍🔥 👩🏽‍🚀 emoji and \U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f flags stay",
        "a radius of 10 Å—",
        "VOCÊ… SÓ… É…",
        "2012—∞, 5×£35",
    ],
)
def test_what_is_sound_is_left_alone(text):
    assert clean(text) == (text, {})


def garble(text: str, *encodings: str) -> str:
    """Decode UTF-8 by another encoding, again and again."""
    for encoding in encodings:
        text = text.encode().decode(encoding)
    return text


@pytest.mark.parametrize(
    "encodings", [("latin-1",), ("latin-1", "latin-1"), ("latin-1", "latin-1", "latin-1")], ids=["once", "twice", "3"]
)
@pytest.mark.parametrize(
    "text",
    [
        "Les élèves étaient à l’école; la neige tombait déjà.",
        "Die Straße war gesperrt, die Bäckerei öffnete früher.",
        "Дорога к школе была закрыта.",
        "Դպրոց տանող ճանապարհը փակ էր։",
        "وكانت الطريق مغلقة",
        "Okula giden yol kapalı kaldı; fırın erken açıldı.",
        "Piekarnia na rogu otworzyła się wcześniej.",
    ],
)
def test_text_that_was_decoded_wrongly_comes_back_from_several_levels(text, encodings):
    assert clean(garble(text, *encodings), ["encoding"])[0] == text


@pytest.mark.parametrize("encoding", ["cp1251", "cp1250", "cp437", "mac-roman"])
def test_text_that_was_decoded_by_other_pages_comes_back_too(encoding):
    text = "На углу стоит булочная" if encoding in ("cp437", "cp1251") else "Les élèves étaient à l’école déjà"
    garbled = text.encode().decode(encoding, "ignore")
    if garbled.encode(encoding) == text.encode():
        assert clean(garbled, ["encoding"])[0] == text


@given(st.text(st.characters(max_codepoint=127), max_size=200))
def test_ftfy_finds_nothing_in_ascii_that_it_is_not_asked_about(text):
    assert fix_text(text, MOJIBAKE) == text


@given(
    st.lists(st.one_of(st.sampled_from(["plain line\n", "MÃ©decins\n", "\r", "Ã \n", "caf\xe9 "]), HOSTILE)).map(
        "".join
    )
)
def test_looking_at_lines_beyond_ascii_alone_is_the_same_as_looking_at_all(text):
    assert mend_encoding(text) == fix_text(text, MOJIBAKE)


def test_white_space_around_a_text_goes_and_counts_as_no_repair():
    for text in (" \n\tThe road is closed.\n\n", "The road is closed.\r\n", "\xa0The road is closed.\f"):
        assert clean(text) == ("The road is closed.", {})


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff", "\x00\x07", "\u200b\xad", "\u202e"])
def test_a_text_of_nothing_visible_becomes_empty(text):
    assert clean(text)[0] == ""


@pytest.mark.parametrize("between", ["\x00", "\ufeff", "\u2060", "\u202e", "\x1b[0m"])
def test_what_a_late_step_brings_together_is_mended_too(between):
    assert clean(f"caf\u00c3{between}\u00a9")[0] == "café"


@example("Ã\x00©")
@example("A\u0303©")
@example("\u200c\u200bب\u200c\u200c\u200d")
@example("\xad\xad\n \nA")
@given(HOSTILE)
def test_a_clean_text_needs_no_cleaning(text):
    once, _ = clean(text)
    assert clean(once) == (once, {})


@given(HOSTILE, st.sets(st.sampled_from(sorted(STEPS))))
def test_a_clean_text_needs_no_cleaning_by_any_choice_of_steps(text, steps):
    once, counts = clean(text, steps)
    assert clean(once, steps) == (once, {})
    assert set(counts) <= steps
    assert all(count > 0 for count in counts.values())


@given(HOSTILE)
def test_a_clean_text_is_composed_and_free_of_what_no_reader_sees(text):
    mended, _ = clean(text)
    assert unicodedata.is_normalized("NFC", mended)
    assert not set(mended) & {
        *map(chr, range(9)),
        *"\r\f\v\x7f\ufeff\u2028\u2029\xad\u2060\u202e\u2066\u200f\xa0\u3000",
    }
    assert mended.encode().decode() == mended
    assert mended == mended.strip()


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_english_letters_are_never_changed(text):
    assert clean(text) == (text.strip(), {})


def test_wrapped_paragraphs_become_lines_and_headings_lists_and_fields_stay():
    text, counts = clean(WRAPPED)
    assert text == UNWRAPPED
    assert counts == {"hard wraps": 6}


@pytest.mark.parametrize(
    "text",
    [
        # verse: lines of nearly one length, each with a capital
        "The snow has come to valley, hill and mill,\nAnd every road is white and every tree;\n"
        "The baker lights the oven, and is still,\nAnd waits till it is warm, and so do we;\n"
        "The children run to school and run again,\nAnd no one asks them where and no one when.",
        # an address
        "The Bakery at the Old Mill\n12 Long Lane\nUpper Valley\nNorthern District\nPost box 17",
        # a table
        "bread          12      15      17      at the mill, sold\n"
        "flour          10      11      13      at the mill, kept\n"
        "wood           10      11      13      at the mill, sawn\n"
        "salt           10      11      13      at the mill, sold",
        # paragraphs that are one line each
        "The road has been closed since the first snow, and nobody passes.\nThe bakers say that flour will last.\n"
        "Schools close on Monday, the teacher said, and will not open before the weather changes for good.\nIt snows.",
        # a list of sentences in small letters
        "the road is open\nthe school is closed until further notice, as is the mill\nthe shop\n"
        "bread is sold at the mill",
        # quoted lines of an electronic letter
        "> The road has been closed since the first snow, and nobody\n> passes. The bakers of the town say that flour\n"
        "> will not last for another week, and that the schools may\n> close on Monday.",
    ],
    ids=["verse", "address", "table", "paragraphs", "list", "quotation"],
)
def test_lines_that_are_meant_stay(text):
    assert clean(text) == (text, {})


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        ("inter-", "national", "international"),
        ("self-", "determination", "self-determination"),
        ("Nagorno-", "Karabakh", "Nagorno-Karabakh"),
        ("2020-", "2021", "2020-2021"),
        ("well –", "known", "well – known"),
        ("long-", "lasting", "long-lasting"),
    ],
)
def test_a_hyphen_at_a_line_end_goes_only_where_it_broke_a_word(end, start, joined):
    line = "they say that the snow of this long winter is here"
    text = f"a long-lasting winter and more of it to come for us {line}"[:60].rsplit(" ", 1)[0]
    lines = [
        text,
        "and the bakers of the old mill at the river are up",
        f"{line} {end}",
        f"{start} as it was before, and",
    ]
    lines += ["the road to the school is closed until the snow melts", "again."]
    assert f" {joined} as it was before" in clean("\n".join(lines))[0]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("a" + "\xad" * 200_000 + "b", "ab"),
        ("a" + "\u200b\u200d" * 100_000 + "b", "ab"),
        ("a" + "\U000e0067" * 200_000 + "b", "ab"),
        ("a" + "\x1b[" * 100_000 + "я", "a" + "[" * 100_000 + "я"),
        ("a" + " \n" * 100_000 + "b", "a" + "\n" * 100_000 + "b"),
    ],
    ids=["soft hyphens", "zero-width marks", "tags", "escapes", "spaces"],
)
def test_long_runs_of_one_mark_take_no_more_time_than_others(text, mended):
    assert clean(text)[0] == mended
