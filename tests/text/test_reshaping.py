"""What becomes of tokens: n-grams, compounds, stems, lemmas, tables of counts, and the way to nltk."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer
from nltk.util import ngrams

from analysis.text import stop_words, tokenize
from analysis.text.tokens import Tokens

TEXTS = st.lists(st.lists(st.sampled_from("a b c dd e".split()), max_size=9).map(" ".join), max_size=5)
seldom = settings(deadline=None, max_examples=60)


def corpus(*texts: str) -> Tokens:
    return tokenize(pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": list(texts)}, dtype=str))


def terms(tokens: Tokens) -> list[str]:
    return tokens.frame()["term"].tolist()


@seldom
@given(TEXTS, st.integers(1, 4))
def test_ngrams_are_those_of_nltk_within_each_document(texts, size):
    frame = corpus(*texts).ngrams(size).frame()
    expected = [(f"d{i}", " ".join(run)) for i, text in enumerate(texts) for run in ngrams(text.split(), size)]
    assert list(frame[["doc_id", "term"]].itertuples(index=False, name=None)) == expected


def test_an_ngram_begins_and_ends_with_its_words():
    frame = corpus("Open  the road.").ngrams(2).frame()
    assert frame[["start", "end", "term"]].values.tolist() == [[0, 9, "open the"], [6, 14, "the road"]]


@seldom
@given(TEXTS, st.integers(1, 3))
def test_the_vocabulary_of_ngrams_is_sorted_so_that_they_can_be_looked_up(texts, size):
    grams = corpus(*texts).ngrams(size)
    assert grams.vocabulary.tolist() == sorted(set(terms(grams)))
    for number, term in enumerate(grams.vocabulary):
        assert grams.number_of(term) == number
        assert grams.places([number]).tolist() == [i for i, other in enumerate(terms(grams)) if other == term]


def test_an_ngram_of_no_word_is_refused():
    with pytest.raises(ValueError, match="size is 0: an n-gram has 1 token or more"):
        corpus("a b").ngrams(0)


def test_multiword_terms_become_one_token_from_the_first_word_to_the_last():
    frame = corpus("Human  rights are HUMAN rights; human, rights").compound(["human rights"]).frame()
    assert frame["term"].tolist() == ["human_rights", "are", "human_rights", "human_rights"]
    assert frame[["start", "end"]].iloc[0].tolist() == [0, 13]


def test_of_compounds_that_overlap_the_first_counts_and_of_those_that_begin_together_the_longest():
    phrases = ["b c", "a b", "a b c"]
    assert terms(corpus("a b c x a b b c").compound(phrases)) == ["a_b_c", "x", "a_b", "b_c"]


def test_a_compound_never_reaches_into_the_next_document():
    assert terms(corpus("ethnic", "cleansing").compound(["ethnic cleansing"])) == ["ethnic", "cleansing"]


def test_a_compound_is_cut_as_texts_are():
    assert terms(corpus("L’Azerbaïdjan d’aujourd’hui").compound(["l'azerbaïdjan d'aujourd'hui"])) == [
        "l'azerbaïdjan_d'aujourd'hui"
    ]


@pytest.mark.parametrize("phrase", ["road", "", "…"])
def test_a_compound_needs_two_words(phrase):
    with pytest.raises(ValueError, match="a compound needs two or more"):
        corpus("the road").compound([phrase])


def test_a_text_in_the_place_of_a_list_of_compounds_is_refused():
    with pytest.raises(ValueError, match="give a list of phrases"):
        corpus("the road").compound("the road")


def slow_compound(words: list[str], phrases: list[str]) -> list[str]:
    """Walk the words and take the longest phrase that begins at each."""
    cut = sorted((phrase.split() for phrase in phrases), key=len, reverse=True)
    found, here = [], 0
    while here < len(words):
        fitting = next((phrase for phrase in cut if words[here : here + len(phrase)] == phrase), words[here : here + 1])
        found.append("_".join(fitting))
        here += len(fitting)
    return found


@seldom
@given(TEXTS, st.lists(st.lists(st.sampled_from("a b c dd".split()), min_size=2, max_size=3).map(" ".join), max_size=4))
def test_compounds_are_those_that_a_slow_walk_finds(texts, phrases):
    expected = [term for text in texts for term in slow_compound(text.split(), phrases)]
    compounds = corpus(*texts).compound(phrases)
    assert terms(compounds) == expected
    assert compounds.vocabulary.tolist() == sorted(set(expected))


@pytest.mark.parametrize("language", [name for name in SnowballStemmer.languages if name != "porter"])
def test_each_language_of_snowball_can_be_stemmed(language):
    tokens = corpus("demands demanded demanding дороги дорога routes route")
    stemmer = SnowballStemmer(language)
    assert terms(tokens.stem(language)) == [stemmer.stem(term) or term for term in terms(tokens)]


def test_words_of_one_stem_count_together():
    table = corpus("demands demanded", "demand").stem().dtm()
    assert (table.terms.tolist(), table.counts.toarray().tolist()) == (["demand"], [[2], [1]])


def test_a_misspelt_language_gets_the_one_that_is_meant():
    with pytest.raises(ValueError, match="did you mean english"):
        corpus("a").stem("englisch")


def test_lemmas_are_those_of_simplemma():
    assert terms(corpus("They were demands").lemma("en")) == ["they", "be", "demand"]
    with pytest.raises(ValueError, match="there is no language to lemmatize 'xx'"):
        corpus("a").lemma("xx")


def test_stop_words_can_be_left_out_and_the_others_keep_their_places():
    frame = corpus("The road is not open", "the").without(stop_words()).frame()
    assert frame[["doc_id", "start", "term"]].values.tolist() == [
        ["d0", 4, "road"],
        ["d0", 12, "not"],
        ["d0", 16, "open"],
    ]
    with pytest.raises(ValueError, match="give a collection of terms"):
        corpus("the").without("the")


@seldom
@given(TEXTS, st.data())
def test_counts_by_group_are_those_of_a_counter(texts, data):
    groups = data.draw(st.lists(st.sampled_from(["x", "y", None]), min_size=len(texts), max_size=len(texts)))
    table = corpus(*texts).dtm(pd.Series(groups, name="side", dtype=object))
    expected = {side: Counter() for side in groups if side}
    for side, text in zip(groups, texts, strict=True):
        if side:
            expected[side].update(text.split())
    assert table.rows["side"].tolist() == sorted(expected)
    for side, row in zip(table.rows["side"], table.counts.toarray(), strict=True):
        assert {term: n for term, n in zip(table.terms, row, strict=True) if n} == expected[side]


def test_counts_by_document_name_their_documents():
    table = corpus("a b a", "").dtm()
    assert table.rows["doc_id"].tolist() == ["d0", "d1"]
    assert table.counts.toarray().tolist() == [[2, 1], [0, 0]]


def test_one_can_go_on_with_nltk():
    text = corpus("Hear, hear", "all").to_nltk()
    assert text.vocab().most_common(1) == [("hear", 2)]
    assert text.tokens == ["hear", "hear", "all"]


def test_nothing_is_lost_when_there_is_nothing():
    empty = corpus()
    for made in (empty.ngrams(2), empty.compound(["a b"]), empty.stem(), empty.without(["a"])):
        assert (len(made), made.vocabulary.tolist(), made.offsets.tolist()) == (0, [], [0])
        assert made.frame().dtypes.to_dict() == empty.frame().dtypes.to_dict()
    assert empty.dtm().counts.shape == (0, 0)


@seldom
@given(TEXTS)
def test_many_tokens_are_counted_and_found_by_compiled_code_alike(texts):
    from analysis.text import tokens as module

    plain, compiled = corpus(*texts), corpus(*texts)
    module.MANY, before = 0, module.MANY
    try:
        counts, inverted = compiled.counts(), [compiled.places([n]).tolist() for n in range(len(compiled.vocabulary))]
    finally:
        module.MANY = before
    assert counts.toarray().tolist() == plain.counts().toarray().tolist()
    assert counts.has_sorted_indices
    assert inverted == [plain.places([n]).tolist() for n in range(len(plain.vocabulary))]
    assert compiled.document_frequencies.tolist() == (plain.counts() > 0).sum(axis=0).tolist()
    assert compiled.totals.tolist() == np.asarray(plain.counts().sum(axis=0)).ravel().tolist()


def test_tokens_show_themselves_in_a_line():
    assert repr(corpus("a b a", "c")) == "<Tokens: 4 tokens of 3 terms in 2 documents>"


def test_a_code_of_a_language_is_answered_with_its_name():
    with pytest.raises(ValueError, match="did you mean english"):
        corpus("a").stem("en")
