"""Where sentences begin and end, and which sentence a hit stands in."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.schemas import MENTIONS, SENTENCES, check, empty
from analysis.text import in_sentences, split_sentences, tokenize
from analysis.text.sentences import token_sentences

STATEMENTS = Path(__file__).parents[2] / "data" / "raw" / "statements"
PIECES = [
    *"“”\"'().?!…:-1a",
    "Mr.",
    "U.S.",
    "e.g.",
    "He",
    "left.",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u200b",
    "։",
    "。",
]
ANY_TEXT = st.text() | st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join) | st.text("aB. \n“”?!")

often = settings(deadline=None, max_examples=200)


def corpus(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": list(texts)}, dtype=str)


def sentences(text: str) -> list[str]:
    return split_sentences(corpus(text))["text"].tolist()


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Lee left.", "He said nothing."],
        ["Dr. Ko met Mrs. Roe.", "They spoke."],
        ["The U.S. Senate voted.", "The U.K. did not."],
        ["Maj. Gen. Volkov commanded them.", "Col. Lentsov came later."],
        ["About 3.5 percent stayed.", "Some 120,000 people left."],
        ["Who blocked it?", "Nobody answered!", "The road stayed closed."],
    ],
)
def test_an_end_mark_ends_a_sentence_and_the_point_of_an_abbreviation_does_not(expected):
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["“We will not leave.”", "She repeated it."],
        ['"We will not leave."', "She repeated it."],
        ["(The road was closed.)", "She repeated it."],
        ["He said: “The road is closed.”", "Nobody answered."],
    ],
)
def test_a_closing_mark_belongs_to_the_sentence_that_it_closes(expected):
    assert sentences(" ".join(expected)) == expected


def test_a_line_end_alone_does_not_end_a_sentence():
    assert sentences("The road\nwas closed.\nHe left.") == ["The road\nwas closed.", "He left."]


@pytest.mark.parametrize("gap", ["\n\n", "\n \t\n", "\n\n\n\n"])
@pytest.mark.parametrize(("before", "after"), [("Statement on the road", "The road"), ("He said:", "the road")])
def test_an_empty_line_ends_a_sentence(before, gap, after):
    assert sentences(f"{before}{gap}{after}") == [before, after]


def test_a_sentence_goes_on_over_a_page_break():
    assert sentences("The road was\n\nclosed again.") == ["The road was\n\nclosed again."]


def test_sentences_are_numbered_from_zero_in_every_document():
    frame = split_sentences(corpus("He left. She stayed.", " \n", "", "Peace."))
    assert rows(frame, "doc_id", "sentence", "start", "end") == [("d0", 0, 0, 8), ("d0", 1, 9, 20), ("d3", 0, 0, 6)]


@pytest.mark.parametrize("documents", [corpus(), corpus(""), corpus(" \n\n ", "\t"), corpus("He left.")])
def test_the_table_keeps_to_its_schema_however_few_sentences_there_are(documents):
    frame = check(split_sentences(documents), SENTENCES)
    assert len(frame) == documents["text"].str.strip().astype(bool).sum()
    assert frame.columns.tolist() == ["doc_id", "sentence", "start", "end", "text"]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_a_missing_text_has_no_sentence(missing):
    documents = pd.DataFrame({"doc_id": ["d0", "d1"], "text": pd.Series([missing, "He left."], dtype=object)})
    assert rows(split_sentences(documents), "doc_id", "text") == [("d1", "He left.")]
    assert split_sentences(documents.iloc[:1]).empty
    assert split_sentences(pd.DataFrame({"doc_id": ["d0"], "text": [missing]})).empty


@often
@given(ANY_TEXT)
def test_sentences_are_the_text_between_their_offsets_in_order_and_apart(text):
    frame = split_sentences(corpus(text))
    assert frame["text"].tolist() == [text[start:end] for start, end in rows(frame, "start", "end")]
    assert (frame["start"] < frame["end"]).all()
    assert (frame["end"].iloc[:-1].to_numpy() <= frame["start"].iloc[1:].to_numpy()).all()
    assert frame["sentence"].tolist() == list(range(len(frame)))


def tokens_outside(documents: pd.DataFrame) -> list[tuple]:
    """Find the tokens that no single sentence holds as a whole."""
    found = split_sentences(documents)
    held = {doc_id: rows(same, "start", "end") for doc_id, same in found.groupby("doc_id")}
    tokens = rows(tokenize(documents).frame(), "doc_id", "start", "end")
    return [
        (doc_id, begin, finish)
        for doc_id, begin, finish in tokens
        if not any(start <= begin and finish <= end for start, end in held.get(doc_id, []))
    ]


@often
@given(ANY_TEXT)
def test_every_token_of_any_text_stands_as_a_whole_in_one_sentence(text):
    assert tokens_outside(corpus(text)) == []


def test_every_token_of_the_statements_stands_as_a_whole_in_one_sentence():
    texts = [path.read_text(encoding="utf-8") for path in sorted(STATEMENTS.glob("*.txt"))]
    assert len(texts) > 100
    assert tokens_outside(corpus(*texts)) == []


@st.composite
def spans_and_hits(draw):
    """Draw sentences with gaps between them, and hits anywhere, in documents of any order."""
    spans = []
    for doc_id in draw(st.permutations(["b", "a", "c"])):
        borders = sorted(draw(st.sets(st.integers(0, 30), max_size=8)))
        pairs = pairwise(borders)
        kept = [(start, end) for start, end in pairs if draw(st.booleans())]
        spans += [(doc_id, number, start, end, f"{doc_id}{number}") for number, (start, end) in enumerate(kept)]
    places = st.tuples(st.sampled_from("abcx"), st.integers(0, 40), st.integers(1, 5))
    hits = [(doc_id, start, start + length) for doc_id, start, length in draw(st.lists(places, max_size=10))]
    return draw(st.permutations(spans)), hits


@often
@given(spans_and_hits())
def test_a_hit_is_in_the_sentence_that_holds_its_first_character(case):
    spans, hits = case
    expected = [
        (*hit, number, start, end, text)
        for hit in hits
        for doc_id, number, start, end, text in spans
        if doc_id == hit[0] and start <= hit[1] < end
    ]
    table = pd.DataFrame(spans, columns=list(SENTENCES.columns)) if spans else empty(SENTENCES)
    frame = pd.DataFrame(hits, columns=["doc_id", "start", "end"]).astype({"doc_id": str, "start": int, "end": int})
    found = in_sentences(frame, table)
    columns = ["doc_id", "start", "end", "sentence", "sentence_start", "sentence_end", "sentence_text"]
    assert found.columns.tolist() == columns
    assert rows(found, *columns) == expected


def test_hits_before_between_and_after_sentences_are_left_out():
    documents = corpus("  He left.  She stayed.  ", "", "He left.")
    places = [("d0", 0), ("d0", 2), ("d0", 10), ("d0", 12), ("d0", 23), ("d0", 99), ("d1", 0), ("d9", 0)]
    hits = pd.DataFrame([(doc_id, start, start + 1) for doc_id, start in places], columns=["doc_id", "start", "end"])
    found = in_sentences(hits, split_sentences(documents))
    assert rows(found, "start", "sentence_text") == [(2, "He left."), (12, "She stayed.")]


def test_sentences_without_their_places_are_refused():
    documents = corpus("He left.")
    for find_sentences, of in ((in_sentences, empty(MENTIONS)), (token_sentences, tokenize(documents))):
        with pytest.raises(ValueError, match="the sentences have no column start: give them as"):
            find_sentences(of, documents)


def test_a_hit_keeps_its_other_columns_and_its_order():
    hits = pd.DataFrame({"doc_id": "d0", "start": [9, 0], "end": [12, 2], "surface": ["She", "He"]}, index=[5, 5])
    found = in_sentences(hits, split_sentences(corpus("He left. She stayed.")))
    assert rows(found, "surface", "sentence") == [("She", 1), ("He", 0)]
    assert found.index.tolist() == [0, 1]


def test_sentences_may_come_in_any_order_and_more_documents_than_they_are_of():
    documents = corpus("He left. She stayed.", "They met. They spoke. They went.")
    sentences = split_sentences(documents).iloc[[3, 0, 4, 2, 1]]
    hits = pd.DataFrame({"doc_id": ["d1", "d0", "d9", "d1"], "start": [10, 9, 0, 0], "end": [14, 12, 2, 4]})
    found = in_sentences(hits, sentences)
    assert found["sentence_text"].tolist() == ["They spoke.", "She stayed.", "They met."]


@pytest.mark.parametrize("documents", [corpus(), corpus("He left.")])
def test_a_corpus_without_mentions_or_sentences_has_no_mentions_in_sentences(documents):
    found = in_sentences(empty(MENTIONS), split_sentences(documents))
    assert found.empty
    assert found.columns[-4:].tolist() == ["sentence", "sentence_start", "sentence_end", "sentence_text"]
