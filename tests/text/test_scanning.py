"""Little text is cut by a pattern and much by compiled code: both find what a slow walk finds."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.text import scanning, tokenize, tokenizing
from analysis.text.scanning import scan
from analysis.text.tokenizing import _tokenize_plainly
from analysis.text.tokens import Tokens

from .slow_tokens import FIELDS, WHOLE, as_lists, assert_same, corpus, oracle_tokens

STATEMENTS = Path(__file__).parents[2] / "data" / "raw" / "statements"
SUBSETS = [tuple(kind for i, kind in enumerate(WHOLE) if number >> i & 1) for number in range(8)]
LETTERS = [*"aAzZkKsSſİıßΣςŉﬁé", "\u0301", "\u0327", *"אבक中한ի", "\u05b0", "\u064e", "\u093f", "\u094d", "𐐀", "𝒜", "ʰ"]
NUMBERS = [*"019٢½Ⅷ²", "𝟙", "১"]
SIGNS = [
    *"'’ʼ‘-‐‑.,_/@#&:;!?…՞՛՜()[]{}<>\"“”„«»‹›「」、。，！？；：（）【】《》`|\\^~%=+*—",
    "😀",
    "👩",
    "\ufe0f",
    "\u20e3",
]
SPACES = [*" \n\t\r\v\f\0\x1c\x7f\x85\u00a0\u2028\u3000\u00ad\u200b\u200c\u200d\u2060\ufeff"]
HALF_PAIRS = ["\ud800", "\udbff", "\udc00", "\udfff"]
CHUNKS = ["http://", "https://", "HTTPS://", "httpſ://", "ftp://", "www.", "WwW.", "http:/", "ww.", "ﬅp://"]
CHUNKS += ["&#8217;", "@a", "#a", "#1", "@_", "a.b", "(a)", "[1]", "://", "..."]
ANY_CHARACTER = st.characters(exclude_categories=["Cs", "Cn"])
PIECES = st.sampled_from([*LETTERS, *NUMBERS, *SIGNS, *SPACES, *CHUNKS])
ADDRESSES = st.sampled_from([*"aA1é中.,'’…/()[] \n", "www.", "http://"])
BRACKETS = st.sampled_from(["www.a", *"()[].b "])
NAMES = st.sampled_from([*"aß1_@#& '’-.\u0301\u00ad՛é中", "𝒜", "😀"])
WORDS = st.sampled_from([*"aé1٢.,'-\u0301 "])
FEW_PIECES = (PIECES, ADDRESSES, BRACKETS, NAMES, WORDS, PIECES | ANY_CHARACTER)
ANY_TEXT = st.one_of(
    st.text(ANY_CHARACTER),
    *(st.lists(pieces, max_size=20).map("".join) for pieces in FEW_PIECES),
)
HALVED_TEXT = st.lists(PIECES | st.sampled_from(HALF_PAIRS), max_size=15).map("".join)
ANY_DOCUMENT = ANY_TEXT | HALVED_TEXT | st.none()

often = settings(deadline=None, max_examples=250)
seldom = settings(deadline=None, max_examples=80)


def assert_all_agree(texts: list[str | None], whole: tuple[str, ...] = WHOLE) -> None:
    """Compare the pattern, compiled code and the slow walk."""
    documents = corpus(texts)
    by_pattern, by_code = tokenize(documents, whole=whole), scan([documents], whole)
    assert as_lists(by_pattern) == oracle_tokens(texts, whole)
    assert_same(by_code, by_pattern)


@pytest.mark.parametrize("whole", SUBSETS, ids="+".join)
@settings(deadline=None, max_examples=150)
@given(texts=st.lists(ANY_TEXT, max_size=3))
def test_three_ways_find_the_same_tokens_whatever_is_kept_whole(whole, texts):
    assert_all_agree(texts, whole)


@often
@given(st.lists(ANY_DOCUMENT, max_size=5), st.sampled_from(SUBSETS))
@example([None], WHOLE)
@example(["\ud83d", None, "\ude00 a"], WHOLE)
@example(["a\ud800b", "#\udfffa", "www.a\udc00."], WHOLE)
def test_missing_texts_and_half_surrogate_pairs_disturb_no_way(texts, whole):
    assert_all_agree(texts, whole)


@pytest.mark.parametrize("ending", ["", " ", ".", "\0"])
@pytest.mark.parametrize("start", ["", "a", "1", "_", "&", "@", "#", "(", " ", "\u0301", "😀", "՛", "\u00ad"])
def test_what_stands_before_and_after_matters_to_every_way_alike(start, ending):
    beginnings = ["@a", "@_", "@\u0301a", "#a", "#1", "#1a", "#_", "www.a", "http://a", "https://1", "ftp://é"]
    assert_all_agree([start + beginning + ending for beginning in beginnings])


def test_characters_of_every_block_are_judged_alike_by_the_pattern_and_by_compiled_code():
    points = [*range(0x3100), *range(0x3100, 0xD800, 97), *range(0xE000, 0x110000, 97)]
    # Alone, in a word, between digits, after and before a sign, within an address, and at its end; unassigned
    # characters too, on which the slow walk's older Unicode may differ.
    text = " ".join(f"{c} a{c}b 1{c}2 @{c}a #{c}a {c}@a www.a{c}b www.a{c}" for c in map(chr, points))
    documents = corpus([text])
    assert_same(scan([documents], WHOLE), tokenize(documents))


def test_the_statements_are_cut_alike_in_three_ways():
    texts = [path.read_text(encoding="utf-8") for path in sorted(STATEMENTS.glob("*.txt"))]
    assert len(texts) > 100
    assert_all_agree(texts)
    assert_all_agree(texts, ())


@seldom
@given(st.lists(st.lists(ANY_DOCUMENT, max_size=4), max_size=4))
@example([[], [], []])
@example([["one"], [], [None], ["One two"]])
def test_several_frames_are_one_corpus(frames):
    together = corpus([text for texts in frames for text in texts])
    parts, begin = [], 0
    for texts in frames:
        parts.append(together.iloc[begin : begin + len(texts)])
        begin += len(texts)
    assert_same(tokenize(iter(parts)), tokenize(together))


def test_no_frame_makes_no_tokens():
    assert_same(tokenize([]), tokenize(corpus([])))


@pytest.mark.parametrize("texts", [[None, None], [np.nan, "a"], [pd.NA, "a"], [float("nan")] * 2])
def test_a_missing_text_is_a_document_without_tokens(texts):
    for dtype in (object, str):
        documents = pd.DataFrame({"doc_id": ["d0", "d1"], "text": pd.Series(texts, dtype=dtype)})
        assert as_lists(tokenize(documents)) == oracle_tokens(texts)
        assert as_lists(scan([documents], WHOLE)) == oracle_tokens(texts)


def test_a_column_of_missing_numbers_is_a_column_of_missing_texts():
    documents = pd.DataFrame({"doc_id": ["d0", "d1"], "text": [np.nan, np.nan]})
    assert documents["text"].dtype == float
    assert_same(tokenize([documents]), tokenize(documents))
    assert tokenize(documents).offsets.tolist() == [0, 0, 0]


def test_every_way_makes_arrays_of_the_types_that_tokens_promises():
    for texts in ([], [""], ["one @two www.three.org"]):
        for tokens in (tokenize(corpus(texts)), tokenize([corpus(texts)])):
            assert [getattr(tokens, field).dtype for field in FIELDS] == [np.int32] * 3 + [np.int64, object, object]


@pytest.mark.parametrize("size", [1, 2, 7, 64])
@seldom
@given(texts=st.lists(ANY_DOCUMENT, max_size=8))
@example(texts=["", "a" * 100, "", "é" * 33, "b"])
def test_the_borders_of_blocks_part_nothing(size, texts):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "BYTES_AT_ONCE", size)
        assert as_lists(scan([corpus(texts)], WHOLE)) == oracle_tokens(texts)


@pytest.mark.parametrize(("slots", "size"), [(2, 1 << 20), (1 << 16, 1), (2, 1), (4, 8)])
@seldom
@given(texts=st.lists(ANY_DOCUMENT, max_size=8), block=st.sampled_from([1, 16, 1000]))
@example(texts=["a b c d e f g h i j", "k l m n o p q r", "x" * 1000], block=16)
def test_a_full_table_of_terms_grows(slots, size, texts, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "START_SLOTS", slots)
        patch.setattr(scanning, "START_BYTES", size)
        patch.setattr(scanning, "BYTES_AT_ONCE", block)
        assert as_lists(scan([corpus(texts)], WHOLE)) == oracle_tokens(texts)


def test_thousands_of_terms_in_one_document_outgrow_a_small_table(monkeypatch):
    monkeypatch.setattr(scanning, "START_SLOTS", 4)
    monkeypatch.setattr(scanning, "START_BYTES", 8)
    text = " ".join(f"Wort{number} wort{number}é" for number in range(20_000))
    tokens = scan([corpus(["first", text, "last"])], WHOLE)
    assert tokens.lengths.tolist() == [1, 40_000, 1]
    assert len(tokens.vocabulary) == 40_002
    assert_same(tokens, tokenize(corpus(["first", text, "last"])))


def test_a_document_of_five_megabytes_is_cut_by_compiled_code_as_by_the_pattern():
    texts = ["Ein", "İstanbul’da 1,200 kişi #Laçın 😀 @BM_Türkiye https://un.org/(a). " * 72_000, "Ende"]
    documents = corpus(texts)
    assert len(texts[1].encode()) > 5_000_000
    by_code = scan([documents], WHOLE)
    assert by_code.lengths.tolist() == [1, 6 * 72_000, 1]
    assert_same(by_code, _tokenize_plainly(documents["doc_id"], documents["text"], WHOLE))


def test_much_text_goes_to_compiled_code_and_little_does_not(monkeypatch):
    sent, nothing = [], Tokens.none(np.array([], dtype=object))
    monkeypatch.setattr(scanning, "scan", lambda frames, whole: sent.append(whole) or nothing)
    tokenize(corpus(["a" * 10]), whole=["tags"])
    assert sent == []
    monkeypatch.setattr(tokenizing, "LARGE", 10)
    tokenize(corpus(["a" * 10]), whole=["tags"])
    assert sent == [["tags"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.2 1.a a.1 a.b 1,2,3. 1.,2", ["1.2", "1", "a", "a", "1", "a", "b", "1,2,3", "1", "2"]),
        ("a'b 'c' d’’e f-1 g-", ["a'b", "c", "d", "e", "f-1", "g"]),
        ("e\u0301'\u0301a 1\u0301.2 2'3.4", ["e\u0301", "a", "1\u0301", "2", "2'3.4"]),
    ],
)
def test_joints_join_alike_in_every_way(text, expected):
    for tokens in (tokenize(corpus([text])), tokenize([corpus([text])])):
        assert tokens.frame()["term"].tolist() == expected


def test_offsets_count_code_points_not_bytes_or_utf16_units():
    text = "😀 é 中文 𝒜b"
    for tokens in (tokenize(corpus([text])), tokenize([corpus([text])])):
        assert [text[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)] == ["é", "中文", "𝒜b"]
        assert tokens.starts.tolist() == [2, 4, 7]


def test_a_kind_named_twice_is_kept_whole_once():
    documents = corpus(["@a #b www.c.org"])
    assert_same(scan([documents], ["urls", "urls"]), tokenize(documents, whole=["urls"]))
    assert_same(scan([documents], ["tags", "tags"]), tokenize(documents, whole=["tags"]))
