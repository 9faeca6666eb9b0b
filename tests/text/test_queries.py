"""What a query means, and where it matches."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import finding, split_sentences, tokenize
from analysis.text.finding import apart, as_hits, find
from analysis.text.queries import Condition, Query, Slot, parse_query
from analysis.text.tokens import Tokens

often = settings(deadline=None, max_examples=300)
LETTERS = "abc"
TEXTS = st.lists(st.text(LETTERS, max_size=9), max_size=4)


def corpus(texts: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": texts}, dtype=str)


def tokens_of(*texts: str) -> Tokens:
    return tokenize(corpus(list(texts)))


def spaced(letters: str) -> str:
    return " ".join(letters)


def found(query: Query | str, *texts: str, **options) -> list[str]:
    """List what a query matches, as it stands in the texts."""
    documents = corpus(list(texts))
    tokens = tokenize(documents)
    hits = as_hits(tokens, *find(tokens, query, **options))
    text_of = documents.set_index("doc_id")["text"]
    return [text_of[row.doc_id][row.start : row.end] for row in hits.itertuples()]


def shape(query: str, **options) -> list[tuple]:
    return [
        (slot.minimum, slot.maximum, [(one.pattern, one.negated) for one in slot.conditions])
        for slot in parse_query(query, **options).slots
    ]


# Reading a query


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("road", ["road"]),
        ("human rights", ["human", "rights"]),
        ("U.N.", ["U", "N"]),
        ("l'Azerbaïdjan", ["l'Azerbaïdjan"]),
        ("“Human rights!” (2023)", ["Human", "rights", "2023"]),
        ("right* of", ["right*", "of"]),
        ("l’*", ["l’*"]),
        ("120,*", ["120,*"]),
        ("#art*", ["#art*"]),
        ("#*", ["#*"]),
        ("@un_*", ["@un_*"]),
        (r"https://un.org/a\?b=*", [r"https://un.org/a\?b=*"]),
        (r"Il\-76", ["Il-76"]),
    ],
)
def test_a_phrase_is_cut_as_texts_are(query, words):
    assert shape(query) == [(1, 1, [(word, False)]) for word in words]


def test_a_star_alone_is_any_word():
    assert shape("the * of") == [(1, 1, [("the", False)]), (1, 1, []), (1, 1, [("of", False)])]


def test_words_in_brackets_have_repetitions_and_exceptions():
    query = '[word="genocid.*"] [] [word!="of"] [word = "a|b"]{0,2}"c"?[]{3}[word="d.*" & word!="de"]{ 1 , 2 }'
    assert shape(query) == [
        (1, 1, [("genocid.*", False)]),
        (1, 1, []),
        (1, 1, [("of", True)]),
        (0, 2, [("a|b", False)]),
        (0, 1, [("c", False)]),
        (3, 3, []),
        (1, 2, [("d.*", False), ("de", True)]),
    ]


def test_the_flag_for_ignoring_case_changes_nothing():
    assert shape('"UN"%c [word="EU"%c]') == shape('"UN" [word="EU"]')


def test_regular_expressions_stand_between_spaces():
    assert shape("human [Rr]ights?", regex=True) == shape('"human" "[Rr]ights?"')


@pytest.mark.parametrize(
    ("query", "place", "message"),
    [
        ('[lemma="go"]', 1, "no attribute lemma: only word"),
        ('[word="go"', 10, "] or & is expected"),
        ("[word=go]", 6, "a text in straight quotation marks"),
        ('[word~"go"]', 5, "no meaning here"),
        ("[word]", 5, "= or != is expected"),
        ('["go"]', 1, 'word="…" or word!="…" is expected'),
        ('"human" rights', 8, "a word, such as"),
        ('"human rights"', 0, "one word is in quotation marks"),
        ('"human', 0, "quotation mark is not closed"),
        ('"a" []* "b"', 6, "no end: say how often at most"),
        ('"a"+', 3, "no end: say how often at most"),
        ('"a" []{2,} "b"', 6, "repetitions are written"),
        ('"a" []{3,2}', 6, "repetitions run from a number up"),
        ('"a" []{0}', 6, "repetitions run from a number up"),
        ('"a" []{9999999}', 6, "repetitions are written"),
        ('"a" []{101}', 6, "at most to 100"),
        ('"a"%d', 3, "only flag is %c"),
        ('"(a" "b"', 0, "no regular expression: missing )"),
        ('{2} "a"', 0, "a word, such as"),
        ('"a" [word="b" &]', 15, 'word="…" or word!="…" is expected'),
        ('"a" ]', 4, "a word, such as"),
        ('"a"\n\t[lemma="b"]', 6, "no attribute lemma"),
    ],
)
def test_an_error_shows_the_place_and_what_is_allowed(query, place, message):
    with pytest.raises(ValueError, match="the query cannot be read") as caught:
        parse_query(query)
    first, shown, caret, syntax = str(caught.value).split("\n")
    assert message in first
    assert (len(shown), caret.index("^")) == (len(query) + 2, place + 2)
    assert '[word="human"]' in syntax


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "has no word"),
        (" …! ", "has no word"),
        ("a\\", "ends with a backslash"),
        ("a " * 21, "21 words: at most 20"),
        ("a " * 9000, "18,000 characters: at most 10,000"),
        ('he said "no"', "a phrase has no quotation marks"),
        ("[]{0,3}", "matches nothing at all too"),
        ('"a"? "b"?', "matches nothing at all too"),
        ('"a" []{0,60} "b" []{0,60} "c"', "3,721 ways: at most 500"),
        (7, "must be a text"),
        (None, "must be a text"),
    ],
)
def test_a_query_that_is_none_is_an_error(query, message):
    with pytest.raises(ValueError, match=message):
        parse_query(query)


# Finding


def test_a_phrase_is_found_whatever_stands_between_its_words_and_in_whatever_case():
    text = "Human\nrights, HUMAN-RIGHTS and human, “rights”"
    assert found("human rights", text) == ["Human\nrights", "human, “rights"]
    assert found("U.N.", "the UN, the U.N., and u n") == ["U.N", "u n"]


def test_a_gap_reaches_to_the_nearest_word_and_words_as_far_as_they_can():
    text = "human rights and human and civil rights, state party, state"
    assert found('"human" []{0,3} "rights"', text) == ["human rights", "human and civil rights"]
    assert found('"state" "party"?', text) == ["state party", "state"]


def test_a_word_fulfils_all_conditions():
    assert found('[word="h.*" & word!="human" & word!="her"]', "her human house hers") == ["house", "hers"]


def test_matches_do_not_overlap_unless_they_may():
    assert found("a a", "a a a a a") == ["a a", "a a"]
    assert found("a a", "a a a a a", overlapping=True) == ["a a"] * 4


def test_no_match_runs_over_the_end_of_a_document():
    assert found("a b", "a", "b", "", "a b", "b a") == ["a b"]
    assert found('"a" []{0,2} "b"', "a x", "b") == []


def test_a_word_in_sentences_may_not_be_in_two():
    text = "He left the road. Open it. The road is open."
    sentences = split_sentences(corpus([text]))
    assert found('"road" []{0,3} "open"', text) == ["road. Open", "road is open"]
    assert found('"road" []{0,3} "open"', text, within="sentence", sentences=sentences) == ["road is open"]


def test_words_outside_of_every_sentence_are_in_none():
    sentences = pd.DataFrame({"doc_id": ["d0", "other"], "start": [4, 0], "end": [7, 9]})
    assert found("a b", "a b a b", "a b", within="sentence", sentences=sentences) == ["a b"]
    assert found("a b", "a b a b", within="sentence", sentences=sentences.assign(end=[6, 9])) == []


def test_sentences_must_be_given_and_the_unit_be_known():
    with pytest.raises(ValueError, match=r"give the sentences too"):
        found("a b", "a b", within="sentence")
    with pytest.raises(ValueError, match=r"within is 'paragraph': choose from document, sentence"):
        found("a b", "a b", within="paragraph")
    with pytest.raises(ValueError, match=r"limit is -1"):
        found("a", "a", limit=-1)


@pytest.mark.parametrize("texts", [[], [""], ["", "…"], ["b"]])
@pytest.mark.parametrize("query", ["a", "a a", "*", '"a" []{0,3} "b"', "a*"])
def test_nothing_found_is_empty_and_of_whole_numbers(query, texts):
    tokens = tokens_of(*texts)
    first, last = find(tokens, query) if query != "*" else find(tokens, "* *")
    assert (first.dtype, last.dtype, len(first), len(last)) == (np.int64, np.int64, 0, 0)
    hits = as_hits(tokens, first, last)
    assert hits.dtypes.astype(str).to_dict() == {"doc_id": "str", "start": "int64", "end": "int64", "position": "int64"}


def test_tokens_are_of_the_documents_between_whose_borders_they_stand():
    assert tokens_of("a b", "", "c", "").document_of(np.array([0, 1, 2])).tolist() == [0, 0, 2]


# Against slow oracles

conditions = st.tuples(st.text(LETTERS, min_size=1, max_size=2), st.booleans())
slots = st.tuples(st.integers(0, 2), st.integers(0, 2), st.none() | conditions)
queries = st.lists(slots, min_size=1, max_size=4).filter(lambda some: any(low for low, _, _ in some))


def as_query(some: list[tuple]) -> Query:
    return Query(
        "",
        tuple(
            Slot(low, low + more, () if rule is None else (Condition(f"[{rule[0]}]", True, rule[1]),))
            for low, more, rule in some
        ),
    )


def as_expression(some: list[tuple]) -> str:
    """Write a query as a regular expression over letters, of which each is a token."""
    parts = []
    for low, more, rule in some:
        sign = "." if rule is None else f"[^{rule[0]}]" if rule[1] else f"[{rule[0]}]"
        parts.append(f"{sign}{{{low},{low + more}}}" + ("?" if rule is None else ""))
    return "".join(parts)


@often
@given(TEXTS, queries)
def test_matches_are_those_of_a_regular_expression_over_letters(texts, some):
    tokens = tokens_of(*map(spaced, texts))
    expected = [
        (offset + match.start(), offset + match.end() - 1)
        for offset, text in zip(tokens.offsets.tolist()[:-1], texts, strict=True)
        for match in regex.finditer(as_expression(some), text)
    ]
    first, last = find(tokens, as_query(some))
    assert list(zip(first.tolist(), last.tolist(), strict=True)) == expected


@often
@given(TEXTS, queries, st.integers(0, 5), st.integers(1, 4))
def test_a_limit_and_small_steps_give_the_same_matches_as_one_step(texts, some, limit, step):
    tokens = tokens_of(*map(spaced, texts))
    whole = [places.tolist() for places in find(tokens, as_query(some))]
    assert [places.tolist() for places in find(tokens, as_query(some), limit=limit)] == [all_[:limit] for all_ in whole]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "AT_ONCE", step)
        patch.setattr(finding, "MOST_TERMS", 1)
        assert [places.tolist() for places in find(tokens, as_query(some))] == whole


@often
@given(TEXTS, queries)
def test_overlapping_matches_are_those_that_begin_at_each_token(texts, some):
    tokens = tokens_of(*map(spaced, texts))
    expected = [
        (offset + start, offset + match.end() - 1)
        for offset, text in zip(tokens.offsets.tolist()[:-1], texts, strict=True)
        for start in range(len(text))
        if (match := regex.compile(as_expression(some)).match(text, start))
    ]
    first, last = find(tokens, as_query(some), overlapping=True)
    assert list(zip(first.tolist(), last.tolist(), strict=True)) == expected


@often
@given(TEXTS, queries, st.data())
def test_within_sentences_the_matches_are_those_of_each_sentence_alone(texts, some, data):
    """A sentence is a document of its own, for queries without a choice of where to end."""
    fixed = [(max(low, 1), 0, rule) for low, _, rule in some]
    tokens = tokens_of(*map(spaced, texts))
    rows, expected = [], []
    for number, text in enumerate(texts):
        cuts = sorted(data.draw(st.sets(st.integers(0, len(text)))) | {0, len(text)})
        for begin, end in pairwise(cuts):
            rows.append((f"d{number}", 2 * begin, 2 * end - 1))
            for match in regex.finditer(as_expression(fixed), text[begin:end]):
                place = int(tokens.offsets[number]) + begin
                expected.append((place + match.start(), place + match.end() - 1))
    sentences = pd.DataFrame(rows, columns=["doc_id", "start", "end"]).astype({"start": "int64", "end": "int64"})
    first, last = find(tokens, as_query(fixed), within="sentence", sentences=sentences.iloc[::-1])
    assert list(zip(first.tolist(), last.tolist(), strict=True)) == expected


@often
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4))))
def test_spans_are_taken_from_left_to_right(spans):
    spans = sorted(spans)
    taken, done = [], 0
    for start, length in spans:
        taken.append(start >= done)
        done = start + length if start >= done else done
    starts, lengths = np.array([s for s, _ in spans], dtype=int), np.array([n for _, n in spans], dtype=int)
    assert apart(starts, lengths).tolist() == taken


@pytest.mark.parametrize("query", ["human_rights", "Human_Rights", "human_right*", "the human_rights", "*_rights"])
def test_a_compound_is_found_as_it_is_written_in_the_tokens(query):
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["On the human rights of all"]})
    first, last = find(tokenize(documents).compound(["human rights"]), parse_query(query))
    assert last.tolist() == [2] and len(first) == 1


def test_signs_of_a_regular_expression_in_a_plain_query_are_told_how_to_ask():
    with pytest.raises(ValueError, match="give regex=True for regular expressions"):
        parse_query("block(ade|ed)")
