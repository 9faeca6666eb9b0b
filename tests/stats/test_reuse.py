"""Passages that two documents share."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats import reuse
from analysis.stats.reuse import reuse_counts, text_reuse
from analysis.text import tokenize

from .given import documents_of, reference, tokens_of

COLUMNS = ["doc_id", "start", "end", "other_doc_id", "other_start", "other_end", "tokens"]
TEXTS = st.lists(st.lists(st.sampled_from("abc"), max_size=12).map(" ".join), max_size=5)

often = settings(deadline=None, max_examples=80)


def rows(frame: pd.DataFrame) -> list[list]:
    return frame[COLUMNS].values.tolist()


def by_hand(texts: list[str], size: int, minimum: int, most: int, most_places: int) -> set[tuple]:
    """Compare every two places of every two documents; words have one letter."""
    words = [text.split() for text in texts]
    having = {}
    for number, each in enumerate(words):
        for i in range(len(each) - size + 1):
            having.setdefault(tuple(each[i : i + size]), []).append(number)
    formulas = {ngram for ngram, where in having.items() if len(set(where)) > most or len(where) > most_places}
    found = set()
    for a, b in combinations(range(len(words)), 2):
        for i in range(len(words[a])):
            for j in range(len(words[b])):
                if i and j and words[a][i - 1] == words[b][j - 1]:
                    continue
                n = 0
                while max(i + n - len(words[a]), j + n - len(words[b])) < 0 and words[a][i + n] == words[b][j + n]:
                    n += 1
                within = [tuple(words[a][i + k : i + k + size]) for k in range(n - size + 1)]
                if n >= minimum and set(within) - formulas:
                    found.add((f"d{a}", 2 * i, 2 * (i + n) - 1, f"d{b}", 2 * j, 2 * (j + n) - 1, n))
    return found


@often
@given(TEXTS, st.integers(1, 3), st.integers(0, 2), st.integers(2, 4), st.integers(2, 9))
def test_passages_are_those_that_comparing_every_place_finds_and_each_is_there_once(texts, size, more, most, places):
    options = {"size": size, "minimum": size + more, "most_documents": most, "most_places": places}
    found = rows(text_reuse(tokens_of(*texts), **options))
    assert sorted(map(tuple, found)) == sorted(by_hand(texts, size, size + more, most, places))


@often
@given(TEXTS)
def test_the_order_of_documents_does_not_matter(texts):
    tokens = tokens_of(*texts)
    back = tokens.take(np.arange(len(texts))[::-1])
    pd.testing.assert_frame_equal(text_reuse(tokens, size=2), text_reuse(back, size=2))


def test_few_pairs_at_a_time_give_the_same_passages(monkeypatch):
    tokens = tokens_of("a b a b a b c", "b a b a b", "a b c a b")
    whole = text_reuse(tokens, size=2)
    monkeypatch.setattr(reuse, "CELLS_AT_ONCE", 3)
    pd.testing.assert_frame_equal(text_reuse(tokens, size=2), whole)
    assert len(whole) > 3


def test_the_offsets_are_those_of_the_passage_in_each_text():
    documents = documents_of("“We urge all sides: stop the war, now”, he said.", "WE URGE ALL SIDES—stop the war. Now?")
    found = text_reuse(tokenize(documents), documents.iloc[::-1])
    assert found.columns.tolist() == [*COLUMNS, "text", "other_text"]
    assert len(found) == 1
    row = found.iloc[0]
    assert row["tokens"] == 8
    assert row["text"] == documents["text"][0][row["start"] : row["end"]] == "We urge all sides: stop the war, now"
    assert row["other_text"] == documents["text"][1][row["other_start"] : row["other_end"]]
    assert row["other_text"] == "WE URGE ALL SIDES—stop the war. Now"


def test_a_long_passage_is_found_whole():
    passage = " ".join(f"w{i}" for i in range(200))
    found = text_reuse(tokens_of(f"x {passage} y", f"z {passage}"))
    assert found["tokens"].tolist() == [200]


def test_a_formula_is_no_passage_but_part_of_one():
    formula = "for immediate release to all media"
    texts = [f"{formula} {name * 3}" for name in "abc"]
    assert text_reuse(tokens_of(*texts), most_documents=2).empty
    assert text_reuse(tokens_of(*texts), most_documents=3)["tokens"].tolist() == [6, 6, 6]
    shared = f"one two three four five {formula} six seven eight nine ten"
    found = text_reuse(tokens_of(*texts, f"{shared} x", f"y {shared}"), most_documents=2)
    assert found["tokens"].tolist() == [16]


def test_what_documents_repeat_over_and_over_is_a_formula():
    line = "one two three four five six seven eight nine ten "
    assert text_reuse(tokens_of("ha " * 2000, "ha " * 2000)).empty
    assert text_reuse(tokens_of(line * 400, line * 400)).empty
    found = text_reuse(tokens_of(f"{line * 400} a b c d e", f"a b c d e {line * 400}"))
    assert found["tokens"].tolist() == [5]
    whole = text_reuse(tokens_of(f"a b c d e {line * 400}", f"a b c d e {line * 400}"))
    assert whole["tokens"].tolist() == [4005]


def test_only_documents_of_different_sources_are_compared_when_asked():
    tokens = tokens_of(*["a b c d e"] * 4)
    found = text_reuse(tokens, across=pd.Series(["X", "X", "Y", None]))
    assert found[["doc_id", "other_doc_id"]].values.tolist() == [["d0", "d2"], ["d1", "d2"]]


def test_two_inaugural_addresses_share_what_searching_the_one_in_the_other_finds():
    words = reference("inaugural_tokens")["tokens"]
    tokens = tokens_of(*(" ".join(each) for each in words.values()))
    terms = [tokens.vocabulary[tokens.take(np.array([i])).ids].tolist() for i in range(4)]
    grams = [{tuple(each[i : i + 4]) for i in range(len(each) - 3)} for each in terms]
    found = text_reuse(tokens, size=4)
    pairs = {(f"d{a}", f"d{b}") for a, b in combinations(range(4), 2) if grams[a] & grams[b]}
    assert pairs == set(found[["doc_id", "other_doc_id"]].itertuples(index=False, name=None))
    assert len(pairs) > 1


@pytest.mark.parametrize("texts", [[], [""], ["a b c d e"], ["a b c d e a b c d e"], ["a b", "a b"]])
@pytest.mark.filterwarnings("error")
def test_where_nothing_is_shared_the_table_is_empty_and_of_the_same_columns(texts):
    documents = documents_of(*texts)
    found = text_reuse(tokenize(documents), documents)
    assert found.empty
    assert found.dtypes.astype(str).tolist() == ["str", "int64", "int64"] * 2 + ["int64", "str", "str"]
    assert reuse_counts(found, tokenize(documents)).dtypes.astype(str).tolist() == (
        ["str", "str", "int64", "int64", "int64", "float64", "float64"]
    )


# What pairs share


def test_tokens_that_stand_in_two_passages_are_counted_once():
    tokens = tokens_of("a b c d", "a b c x b c d", "y y")
    counts = reuse_counts(text_reuse(tokens, size=3), tokens)
    assert counts.values.tolist() == [["d0", "d1", 2, 4, 6, 1.0, 6 / 7]]


@often
@given(TEXTS)
def test_shared_tokens_are_those_that_marking_every_passage_marks(texts):
    tokens = tokens_of(*texts)
    found = text_reuse(tokens, size=2)
    marked = {}
    for row in found.itertuples():
        shared = marked.setdefault((row.doc_id, row.other_doc_id), (set(), set()))
        shared[0].update(range(row.start, row.end, 2))
        shared[1].update(range(row.other_start, row.other_end, 2))
    counts = reuse_counts(found, tokens)
    got = {(row.doc_id, row.other_doc_id): (row.tokens, row.other_tokens) for row in counts.itertuples()}
    assert got == {pair: (len(one), len(other)) for pair, (one, other) in marked.items()}
    assert counts["passages"].sum() == len(found)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 0}, "size is 0: it must be 1 or more"),
        ({"minimum": 3}, "below size 5"),
        ({"most_documents": 1}, "most_documents is 1: it must be 2 or more"),
        ({"most_places": 1}, "most_places is 1: it must be 2 or more"),
        ({"size": 2.5}, "must be a whole number"),
        ({"across": ["X"]}, "1 values for 2 documents"),
        ({"documents": pd.DataFrame({"doc_id": ["d0"], "text": ["a b c d e"]})}, "no 'd1'"),
    ],
)
def test_a_wrong_option_is_refused_with_what_to_do(options, message):
    with pytest.raises(ValueError, match=message):
        text_reuse(tokens_of("a b c d e", "a b c d e"), **options)


def test_counting_with_the_tokens_of_other_documents_is_refused():
    found = text_reuse(tokens_of("a b c d e", "a b c d e"))
    with pytest.raises(ValueError, match="no document 'd1'"):
        reuse_counts(found, tokens_of("a b c d e"))
