"""What a token is, where it stands and what it counts as."""

from collections import Counter
from pathlib import Path

import nltk
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.text import tokenize
from analysis.text.joining import concatenate
from analysis.text.terms import fold

from .slow_tokens import APOSTROPHES, FIELDS, HYPHENS, assert_same, corpus, slow_fold, slow_tokens

STATEMENTS = Path(__file__).parents[2] / "data" / "raw" / "statements"
# Letters that fold oddly, marks, numbers of several scripts, joints, and what hides between characters.
HOSTILE = "aAzİıßΣςŉﬁ\u0301\u0327é א\u05b0ب\u064eक\u093f\u094d中한1٢½Ⅷի՞՛"
HOSTILE += "'’ʼ‘-‐‑.,_/@#&\n\u00a0\u00ad\u200b\u200c\u200d\ufe0f👩😀"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cn"])) | st.text(HOSTILE, max_size=25)

often = settings(deadline=None, max_examples=300)
seldom = settings(deadline=None, max_examples=60)


def terms(text: str) -> list[str]:
    return tokenize(corpus([text])).frame()["term"].tolist()


SCRIPTS = {
    "Armenian": ("Ճանապարհը փակ է։ Արցախ", ["ճանապարհը", "փակ", "է", "արցախ"]),
    "Armenian with marks on vowels": ("Ի՞նչ է. այո՛, ճանապա՜րհ", ["ինչ", "է", "այո", "ճանապարհ"]),
    "Armenian ligature": ("Հայաստան և", ["հայաստան", "եւ"]),
    "Russian": ("МИД России: «Лачинский коридор»", ["мид", "россии", "лачинский", "коридор"]),
    "Ukrainian": ("П’ять пʼять п'ять", ["п'ять"] * 3),
    "Arabic with marks": ("السَّلَامُ عَلَيْكُمْ، نعم", ["السَّلَامُ", "عَلَيْكُمْ", "نعم"]),
    "Persian with a non-joiner": ("می\u200cخواهم بروم", ["می\u200cخواهم", "بروم"]),
    "Hebrew with points": ("שָׁלוֹם עֲלֵיכֶם!", ["שָׁלוֹם", "עֲלֵיכֶם"]),
    "Devanagari": ("नमस्ते दुनिया।", ["नमस्ते", "दुनिया"]),
    "Devanagari with a joiner": ("क्\u200dष", ["क्\u200dष"]),
    "Chinese": ("联合国安理会，今天。", ["联合国安理会", "今天"]),
    "Japanese": ("国連は「道路」と", ["国連は", "道路", "と"]),
    "Korean": ("한국 정부", ["한국", "정부"]),
    "Thai": ("สวัสดี ชาวโลก", ["สวัสดี", "ชาวโลก"]),
    "Georgian": ("საქართველო, თბილისი", ["საქართველო", "თბილისი"]),
    "Georgian capitals": ("ᲗᲑᲘᲚᲘᲡᲘ", ["თბილისი"]),
    "Azerbaijani": ("İlham Xankəndi ıslaq", ["i\u0307lham", "xankəndi", "ıslaq"]),
    "Turkish": ("Türkiye Dışişleri Bakanlığı", ["türkiye", "dışişleri", "bakanlığı"]),
    "Vietnamese composed": ("Tiếng Việt", ["tiếng", "việt"]),
    "Vietnamese decomposed": ("Vie\u0323\u0302t", ["vie\u0323\u0302t"]),
    "German": ("Straße STRASSE", ["strasse", "strasse"]),
    "Greek": ("ΟΔΟΣ οδος", ["οδοσ", "οδοσ"]),
    "French": ("l’Azerbaïdjan d'aujourd’hui", ["l'azerbaïdjan", "d'aujourd'hui"]),
    "two scripts in one word": ("COVIDом", ["covidом"]),
}


@pytest.mark.parametrize(("text", "expected"), SCRIPTS.values(), ids=SCRIPTS.keys())
def test_the_words_of_every_script_are_tokens(text, expected):
    assert terms(text) == expected


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_an_apostrophe_between_letters_belongs_to_the_token_and_is_written_plainly(apostrophe):
    assert terms(f"Armenia{apostrophe}s rock{apostrophe}n{apostrophe}roll") == ["armenia's", "rock'n'roll"]


@pytest.mark.parametrize("text", ["'road' \"road\"", "‘road’ “road”", "road’s' 'road"])
def test_an_apostrophe_at_the_end_of_a_word_is_a_quotation_mark(text):
    assert {term.removesuffix("'s") for term in terms(text)} == {"road"}


def test_two_apostrophes_part_tokens():
    assert terms("O''Neil O’’Neil") == ["o", "neil", "o", "neil"]


@pytest.mark.parametrize("hyphen", HYPHENS)
def test_a_hyphen_between_letters_belongs_to_the_token_and_is_written_plainly(hyphen):
    assert terms(f"Nagorno{hyphen}Karabakh vis{hyphen}à{hyphen}vis") == ["nagorno-karabakh", "vis-à-vis"]


def test_a_hyphen_at_an_end_or_doubled_is_no_part_of_a_token():
    assert terms("-pre post- a--b a-'b c-\nd") == ["pre", "post", "a", "b", "a", "b", "c", "d"]


@pytest.mark.parametrize("dash", "–—―−_/·…")
def test_dashes_underscores_and_slashes_part_tokens(dash):
    assert terms(f"one{dash}two") == ["one", "two"]


def test_a_soft_hyphen_stands_in_a_token_but_not_in_its_term():
    frame = tokenize(corpus(["hu\u00admani\u00adtarian"])).frame()
    assert frame[["start", "end", "term"]].values.tolist() == [[0, 14, "humanitarian"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120,000 people", ["120,000", "people"]),
        ("24.09.2023.", ["24.09.2023"]),
        ("1,2,,3 4. 5", ["1,2", "3", "4", "5"]),
        ("$2.5bn, 1.5km", ["2.5bn", "1.5km"]),
        ("10-15,000 v1.5", ["10-15,000", "v1.5"]),
        ("COVID-19 2022-23 F-16s 1990’s", ["covid-19", "2022-23", "f-16s", "1990's"]),
        ("A.1 1.a a.b a,b", ["a", "1", "1", "a", "a", "b", "a", "b"]),
        ("٢٫٥ ٢,٥", ["٢", "٥", "٢,٥"]),
        ("½ Ⅷ ²", ["½", "ⅷ", "²"]),
    ],
)
def test_points_and_commas_join_digits_and_nothing_else(text, expected):
    assert terms(text) == expected


def test_a_mark_belongs_to_the_letter_before_it_and_is_no_token_alone():
    assert terms("\u0301 e\u0301a e\u0301's \u0301e") == ["e\u0301a", "e\u0301's", "e"]


def test_emoji_are_no_tokens_even_when_joined():
    assert terms("👩\u200d👩\u200d👧 👍🏽 🇦🇲 peace✌️now ❤\u200d🔥") == ["peace", "now"]


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\u00a0", "\u2009", "\u3000", "\u200b", "\u2060", "\ufeff"])
def test_every_kind_of_space_parts_tokens(space):
    assert terms(f"one{space}two") == ["one", "two"]


@often
@given(st.text() | st.text(HOSTILE))
@example("ŉ")  # its case folding holds a modifier apostrophe
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@often
@given(ANY_TEXT)
def test_tokens_of_any_text_are_those_that_a_slow_walk_finds(text):
    frame = tokenize(corpus([text])).frame()
    assert list(frame[["start", "end", "term"]].itertuples(index=False, name=None)) == slow_tokens(text)


def test_tokens_of_the_statements_are_those_that_a_slow_walk_finds():
    texts = [path.read_text(encoding="utf-8") for path in sorted(STATEMENTS.glob("*.txt"))]
    frame = tokenize(corpus(texts)).frame()
    expected = [(f"d{i}", *token) for i, text in enumerate(texts) for token in slow_tokens(text)]
    assert len(expected) > 5000
    assert list(frame[["doc_id", "start", "end", "term"]].itertuples(index=False, name=None)) == expected


@often
@given(st.text() | st.text(HOSTILE))
def test_the_text_between_a_tokens_offsets_folds_to_its_term(text):
    frame = tokenize(corpus([text])).frame()
    assert [slow_fold(text[row.start : row.end]) for row in frame.itertuples()] == frame["term"].tolist()
    assert "" not in set(frame["term"])
    assert (frame["start"] < frame["end"]).all()
    assert (frame["end"].iloc[:-1].to_numpy() <= frame["start"].iloc[1:].to_numpy()).all()


@seldom
@given(st.lists(st.text("ab c", max_size=8), max_size=5))
def test_positions_count_from_zero_in_every_document(texts):
    frame = tokenize(corpus(texts)).frame()
    expected = [(f"d{i}", place) for i, text in enumerate(texts) for place in range(len(text.split()))]
    assert list(frame[["doc_id", "position"]].itertuples(index=False, name=None)) == expected


@seldom
@given(st.lists(st.text(HOSTILE), max_size=5))
def test_ids_number_a_sorted_vocabulary_without_doubles_or_leftovers(texts):
    tokens = tokenize(corpus(texts))
    assert tokens.vocabulary.tolist() == sorted({term for text in texts for _, _, term in slow_tokens(text)})
    assert set(tokens.ids.tolist()) == set(range(len(tokens.vocabulary)))


def test_arrays_have_the_types_that_tokens_promises():
    for texts in ([], [""], ["one two"]):
        tokens = tokenize(corpus(texts))
        assert [getattr(tokens, field).dtype for field in FIELDS] == [np.int32] * 3 + [np.int64, object, object]


@seldom
@given(st.lists(st.text("aAb ’-", max_size=12), max_size=6))
def test_counts_are_those_of_a_counter_for_each_document(texts):
    tokens = tokenize(corpus(texts))
    table = tokens.counts()
    assert table.dtype == np.int64
    assert table.shape == (len(texts), len(tokens.vocabulary))
    for row, text in zip(table.toarray(), texts, strict=True):
        expected = Counter(term for _, _, term in slow_tokens(text))
        assert {term: count for term, count in zip(tokens.vocabulary, row, strict=True) if count} == expected


def test_nltk_counts_the_terms_of_the_frame_alike():
    texts = [path.read_text(encoding="utf-8") for path in sorted(STATEMENTS.glob("*.txt"))[:20]]
    tokens = tokenize(corpus(texts))
    ours = dict(zip(tokens.vocabulary, tokens.counts().sum(axis=0).tolist(), strict=True))
    assert ours == dict(nltk.FreqDist(tokens.frame()["term"]))


def test_no_documents_make_no_tokens_and_an_empty_frame():
    tokens = tokenize(corpus([]))
    assert (len(tokens), tokens.lengths.tolist(), tokens.offsets.tolist()) == (0, [], [0])
    frame = tokens.frame()
    assert frame.empty
    assert frame.dtypes.to_dict() == tokenize(corpus(["one"])).frame().dtypes.to_dict()


def test_documents_without_tokens_stay_documents():
    tokens = tokenize(corpus(["", "one two", " …!\n", "two"]))
    assert tokens.lengths.tolist() == [0, 2, 0, 1]
    assert tokens.documents.tolist() == [1, 1, 3]
    assert tokens.doc_ids.tolist() == ["d0", "d1", "d2", "d3"]
    assert tokens.counts().toarray().tolist() == [[0, 0], [1, 1], [0, 0], [0, 1]]


def test_the_index_of_the_documents_does_not_matter():
    documents = corpus(["one", "two"])
    assert_same(tokenize(documents.set_axis([7, 7])), tokenize(documents))


@st.composite
def divided(draw):
    texts = draw(st.lists(st.text("abİß ’-1.", max_size=10), max_size=6))
    part_of = draw(st.lists(st.integers(0, 3), min_size=len(texts), max_size=len(texts)))
    order = draw(st.permutations(range(len(texts))))
    return corpus(texts), np.array(part_of, dtype=int), order[: draw(st.integers(0, len(texts)))]


@seldom
@given(divided())
def test_parts_joined_in_any_order_are_the_documents_tokenized_together(case):
    documents, part_of, order = case
    wanted = documents.iloc[order]
    parts = [tokenize(documents[part_of == part]) for part in range(4)]
    assert_same(concatenate(parts, wanted["doc_id"]), tokenize(wanted))


@seldom
@given(divided())
def test_selected_documents_have_the_tokens_they_have_alone(case):
    documents, part_of, _ = case
    tokens = tokenize(documents)
    assert_same(tokens.select(part_of < 2), tokenize(documents[part_of < 2]))


@seldom
@given(divided())
def test_selections_joined_again_are_the_whole(case):
    documents, part_of, _ = case
    tokens = tokenize(documents)
    parts = [tokens.select(part_of == part) for part in range(4)]
    assert_same(concatenate(parts, documents["doc_id"]), tokens)


def test_a_choice_of_the_wrong_length_is_an_error():
    with pytest.raises(ValueError, match="keep has 1 values for 2 documents"):
        tokenize(corpus(["one", "two"])).select([True])
