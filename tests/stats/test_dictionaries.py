"""What falls under the categories of a dictionary, and how dictionaries are read."""

from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis.stats.bootstrap import bootstrap_bounds, draw_documents
from analysis.stats.dictionaries import dictionary_counts, dictionary_hits
from analysis.stats.dictionary_files import Dictionary, dictionary, load_dictionary, shipped_dictionaries
from analysis.text import split_sentences, tokenize

from .given import reference, rows, tokens_of

INAUGURAL = reference("inaugural_tokens")["tokens"]
COUNTS = [
    "category",
    "count",
    "per_million",
    "per_million_low",
    "per_million_high",
    "documents",
    "negated",
    "group_tokens",
    "group_documents",
]
README = (resources.files("analysis") / "data" / "dictionaries" / "README.md").read_text(encoding="utf-8")

often = settings(deadline=None, max_examples=150)


def hits(categories: dict, *texts: str, **options) -> list[tuple]:
    return rows(dictionary_hits(tokens_of(*texts), dictionary(categories), **options), "category", "terms")


# Hits


def test_counts_are_those_of_quanteda_for_categories_that_do_not_see_each_other():
    theirs = reference("dictionary_quanteda")
    documents = pd.DataFrame({"doc_id": list(INAUGURAL), "text": list(INAUGURAL.values())})
    by = documents["doc_id"].rename("document")
    frame = dictionary_counts(tokenize(documents), dictionary(theirs["dict"]), by, resamples=0)
    ours = frame.pivot(index="document", columns="category", values="count").loc[theirs["docs"], list(theirs["dict"])]
    assert ours.values.tolist() == theirs["nested_scope_default"]


def test_the_longest_match_of_a_category_counts_and_categories_do_not_see_each_other():
    text = "the united states of america"
    state = ["united states of america", "united states", "states"]
    assert hits({"state": state}, text) == [("state", "united states of america")]
    assert hits({"state": state[:1], "part": state[1:]}, text) == [
        ("part", "united states"),
        ("state", "united states of america"),
    ]
    assert [terms for _, terms in hits({"state": state}, text, overlap="all")] == [
        "united states",
        "united states of america",
        "states",
    ]


def test_a_longer_match_goes_before_one_further_left_and_of_equal_ones_the_left():
    assert hits({"x": ["a b", "b c d"]}, "a b c d") == [("x", "b c d")]
    assert hits({"x": ["a b", "b c"]}, "a b c") == [("x", "a b")]
    assert hits({"x": ["a a", "c b a"]}, "c b a a a") == [("x", "c b a"), ("x", "a a")]
    assert len(hits({"x": ["a a"]}, "a a a", overlap="all")) == 2


def test_of_entries_that_match_the_same_tokens_the_first_is_named():
    frame = dictionary_hits(tokens_of("freedom"), dictionary({"x": ["free*", "freedom"]}))
    assert rows(frame, "entry", "terms") == [("free*", "freedom")]
    assert len(dictionary_hits(tokens_of("freedom"), dictionary({"x": ["free*", "freedom"]}), overlap="all")) == 2


def test_every_hit_leads_back_to_its_place():
    frame = dictionary_hits(tokens_of("", "The “United\nStates”"), dictionary({"state": {"union": ["united states"]}}))
    assert frame.to_dict("records") == [
        {
            "doc_id": "d1",
            "start": 5,
            "end": 18,
            "category": "state > union",
            "entry": "united states",
            "terms": "united states",
            "negated": False,
            "position": 1,
        }
    ]


def test_a_negation_reaches_some_tokens_far_and_not_over_the_end_of_a_document():
    words = dictionary({"liberty": ["free*"]})
    texts = ["free not", "free", "not a very free one", "not a very very free one", "They don’t feel free", "no"]
    tokens = tokens_of(*texts)
    negated = [
        rows(dictionary_hits(tokens, words, negation=["not", "*n't"], negation_window=window), "negated")
        for window in (3, 4, 0)
    ]
    assert [[value for (value,) in some] for some in negated] == [
        [False, False, True, False, True],
        [False, False, True, True, True],
        [False] * 5,
    ]
    assert not dictionary_hits(tokens, words)["negated"].any()
    assert not dictionary_hits(tokens, words, negation=["unheard"])["negated"].any()


def test_neither_a_negation_nor_a_phrase_reaches_over_the_end_of_a_sentence():
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["It did not. Genocide happened. That is no genocide."]})
    tokens, sentences = tokenize(documents), split_sentences(documents)
    words, options = {"x": ["genocide", "happened that"]}, {"negation": ["not", "no"]}
    unaware = dictionary_hits(tokens, words, **options)
    assert rows(unaware, "terms", "negated") == [("genocide", True), ("happened that", True), ("genocide", True)]
    aware = dictionary_hits(tokens, words, sentences=sentences, **options)
    assert rows(aware, "terms", "negated") == [("genocide", False), ("genocide", True)]
    counts = dictionary_counts(tokens, words, sentences=sentences, **options)
    assert rows(counts, "count", "negated") == [(2, 1)]
    outside = dictionary_hits(tokens, words, sentences=sentences.iloc[:0], **options)
    assert rows(outside, "terms", "negated") == [("genocide", False)] * 2


def test_a_mapping_is_a_dictionary():
    categories, tokens = {"state": {"union": ["united states"]}, "law": ["law*"]}, tokens_of("United States law")
    for count in (dictionary_hits, dictionary_counts):
        pd.testing.assert_frame_equal(count(tokens, categories), count(tokens, dictionary(categories)))
    with pytest.raises(ValueError, match="give a mapping"):
        dictionary_counts(tokens, ["law"])


letters = st.text("abc", max_size=8)
entries = st.lists(st.text("abc", min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4, unique=True)


def slow_hits(texts: list[str], categories: dict[str, list[str]], negation: str, window: int) -> set[tuple]:
    """Walk all matches from the longest to the shortest, then from left to right."""
    found = set()
    for number, text in enumerate(texts):
        for category, words in categories.items():
            matches = [
                (-len(entry.split()), start, place, entry)
                for place, entry in enumerate(words)
                for start in range(len(text))
                if text.startswith(entry.replace(" ", ""), start)
            ]
            taken: set[int] = set()
            for size, start, _, entry in sorted(matches):
                span = set(range(start, start - size))
                if not span & taken:
                    taken |= span
                    found.add((f"d{number}", start, category, entry, negation in text[max(start - window, 0) : start]))
    return found


@often
@given(st.lists(letters, max_size=4), entries, entries, st.sampled_from("abc"), st.integers(0, 3))
def test_hits_are_those_of_a_slow_walk(texts, one, other, negation, window):
    categories = {"one": one, "other > one": other}
    tokens = tokens_of(*map(" ".join, texts))
    frame = dictionary_hits(tokens, dictionary(categories), negation=[negation], negation_window=window)
    ours = rows(frame, "doc_id", "position", "category", "entry", "negated")
    assert len(ours) == len(set(ours))
    assert set(ours) == slow_hits(texts, categories, negation, window)
    assert ours == sorted(ours, key=lambda row: row[:2])


@often
@given(st.lists(st.lists(letters, max_size=3), max_size=3), entries, st.sampled_from("abc"))
def test_hits_within_sentences_are_those_of_the_sentences_as_documents(documents, words, negation):
    options = {"dictionary": {"x": words}, "negation": [negation]}
    places, alone = [], []
    for number, parts in enumerate(documents):
        begin = 0
        for part in parts:
            places.append((f"d{number}", begin, begin + 2 * len(part)))
            alone.append(" ".join(part))
            begin += 2 * len(part)
    tokens = tokens_of(*(" ".join("".join(parts)) for parts in documents))
    sentences = pd.DataFrame(places, columns=["doc_id", "start", "end"])
    found = dictionary_hits(tokens, sentences=sentences, **options)
    expected = [
        (places[int(doc_id[1:])][0], places[int(doc_id[1:])][1] + start, entry, negated)
        for doc_id, start, entry, negated in rows(
            dictionary_hits(tokens_of(*alone), **options), "doc_id", "start", "entry", "negated"
        )
    ]
    assert rows(found, "doc_id", "start", "entry", "negated") == expected


# Counts


def test_counts_and_rates_are_those_worked_out_by_hand_and_every_category_is_there():
    tokens = tokens_of("not free free x", "free state", "x x", "")
    words = dictionary({"liberty": ["free"], "law": ["law*"], "state": ["state", "free state"]})
    frame = dictionary_counts(tokens, words, pd.Series(["A", "A", "B", "C"], name="actor"), negation=["not"])
    assert frame.columns.tolist() == ["actor", *COUNTS]
    columns = ("actor", "category", "count", "documents", "negated", "group_tokens", "group_documents")
    assert rows(frame, *columns) == [
        ("A", "liberty", 3, 2, 2, 6, 2),
        ("A", "law", 0, 0, 0, 6, 2),
        ("A", "state", 1, 1, 0, 6, 2),
        ("B", "liberty", 0, 0, 0, 2, 1),
        ("B", "law", 0, 0, 0, 2, 1),
        ("B", "state", 0, 0, 0, 2, 1),
        ("C", "liberty", 0, 0, 0, 0, 1),
        ("C", "law", 0, 0, 0, 0, 1),
        ("C", "state", 0, 0, 0, 0, 1),
    ]
    rates = frame["per_million"].tolist()
    assert rates[:6] == [500_000, 0, pytest.approx(1e6 / 6), 0, 0, 0]
    assert np.isnan(rates[6:]).all()
    assert frame["per_million_low"].isna().tolist() == [False] * 3 + [True] * 6


def test_the_interval_is_the_bootstrap_over_documents():
    tokens = tokens_of("free x x", "free free", "x", "free x x x x")
    frame = dictionary_counts(tokens, dictionary({"liberty": ["free*"]}), resamples=200, confidence=0.8, seed=3)
    counted = sparse.csr_array(np.array([[1], [2], [0], [1]]))
    draws = draw_documents(4, 200, 3)
    expected = bootstrap_bounds(counted, draws, 0.8, totals=np.array([3, 2, 1, 5]), per=1_000_000)
    assert frame[["per_million_low", "per_million_high"]].values.tolist() == expected.tolist()
    assert frame["per_million_low"].item() < frame["per_million"].item() < frame["per_million_high"].item()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(letters, st.sampled_from("XY")), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_documents_changes_no_interval(documents, random):
    frame = pd.DataFrame(documents, columns=["text", "side"], dtype=str)
    frame = frame.assign(doc_id=[f"d{i}" for i in range(len(frame))], text=frame["text"].map(" ".join))
    shuffled = frame.iloc[random.sample(range(len(frame)), len(frame))]
    one, other = (
        dictionary_counts(tokenize(each), {"x": ["a", "b c"]}, each["side"], resamples=50) for each in (frame, shuffled)
    )
    pd.testing.assert_frame_equal(one, other)


def test_documents_without_a_group_are_left_out_unless_they_are_asked_for():
    tokens, by = tokens_of("free", "free"), pd.Series(["A", None], name="actor")
    assert dictionary_counts(tokens, dictionary({"x": ["free"]}), by)["count"].tolist() == [1]
    assert dictionary_counts(tokens, dictionary({"x": ["free"]}), by, dropna=False)["count"].tolist() == [1, 1]


@pytest.mark.parametrize("texts", [[], [""], ["other words"]])
def test_no_hit_leaves_the_columns_and_types_as_they_are(texts):
    words = dictionary({"x": ["free"], "y": ["free state"]})
    full, none = (dictionary_hits(tokens_of(*some), words, negation=["not"]) for some in (["free state"], texts))
    assert none.empty
    assert none.dtypes.to_dict() == full.dtypes.to_dict()
    counts = dictionary_counts(tokens_of(*texts), words)
    assert rows(counts, "category", "count", "group_documents") == [("x", 0, len(texts)), ("y", 0, len(texts))]
    assert counts.dtypes.to_dict() == dictionary_counts(tokens_of("free state"), words).dtypes.to_dict()


def test_documents_all_without_a_group_make_an_empty_table():
    words = dictionary({"x": ["free"]})
    frame = dictionary_counts(tokens_of("free"), words, pd.Series([None], name="actor", dtype=str))
    assert frame.empty
    assert frame.columns.tolist() == ["actor", *COUNTS]
    assert frame.drop(columns="actor").dtypes.to_dict() == dictionary_counts(tokens_of("free"), words).dtypes.to_dict()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"overlap": "longst"}, "did you mean longest"),
        ({"negation": "not"}, "negation is the text 'not'"),
        ({"negation_window": -1}, "negation_window is -1"),
        ({"confidence": 95}, "confidence is 95"),
        ({"resamples": -1}, "resamples is -1"),
        ({"resamples": 1.5}, "resamples is 1.5: it must be a whole number"),
        ({"seed": -1}, "seed is -1"),
        ({"negation_window": 1.5}, "negation_window is 1.5"),
        ({"by": ["A", "B"]}, "by has 2 values for 1 documents"),
        ({"by": pd.Series(["A"], name="count")}, "by has a column 'count'"),
    ],
)
def test_a_choice_that_there_is_not_is_an_error(options, message):
    with pytest.raises(ValueError, match=message):
        dictionary_counts(tokens_of("a"), dictionary({"x": ["a"]}), **options)


# Dictionaries


def test_a_nested_mapping_is_a_dictionary_whose_levels_can_be_taken_together():
    nested = dictionary({"state": {"union": ["united states", "union"], "land": ["nation*", "Union"]}, "law": ["law*"]})
    assert nested.categories == ["state > union", "state > land", "law"]
    assert rows(nested.at_level(1).entries, "category", "entry") == [
        ("state", "united states"),
        ("state", "union"),
        ("state", "nation*"),
        ("law", "law*"),
    ]
    assert nested.at_level(2).categories == nested.categories
    with pytest.raises(ValueError, match="level is 0"):
        nested.at_level(0)


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "mine.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_file_is_read_as_a_spreadsheet_program_writes_it(tmp_path):
    text = 'entry,category,owner,note\r\nunited states , state>union ,me,"a, b"\r\n,,,\r\nl\'État,state,,\r\n'
    path = write(tmp_path, text, "utf-8-sig")
    expected = [("state > union", "united states", "a, b"), ("state", "l'État", "")]
    for source in (path, str(path)):
        assert rows(load_dictionary(source).entries, "category", "entry", "note") == expected
    assert rows(load_dictionary(write(tmp_path, "category,entry\nx,a\n")).entries, "note") == [("",)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("category,word\nx,a\n", "has no column entry"),
        ("", "has no column category"),
        ("category,entry\n", "the dictionary has no entry"),
        ("category,entry\nx,a\n\n,b\n", "line 4, column category: '' has no name"),
        ("category,entry\nx > > y,a\n", "line 2, column category: 'x > > y' has no name"),
        ("category,entry\nx,a\nx,\n", "line 3, column entry: '' is empty"),
        ("category,entry\nx,a\nx\n", "line 3, column entry: None is empty"),
        ("category,entry\nx,a\ny,a\nx,A\n", "line 4, column entry: 'A' stands under 'x' already .*line 2"),
        ("category,entry\nx,*\n", r"line 2, column entry: '\*' matches every token"),
        ("category,entry\nx,?* *\n", "matches every token"),
        ("category,entry\nx,…\n", "line 2, column entry: the query '…' has no word"),
        ("category,entry\nx,[word=a]\n", "line 2, column entry: the query cannot be read"),
        ("category,entry,note\nx,a,b,c\n", "line 2: more cells than the header has"),
    ],
)
def test_a_fault_in_a_file_is_named_by_line_and_column(tmp_path, text, message):
    with pytest.raises(ValueError, match=message):
        load_dictionary(write(tmp_path, text))


def test_a_file_that_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(ValueError, match="not in UTF-8"):
        load_dictionary(write(tmp_path, "category,entry\nx,é\n", "latin-1"))
    with pytest.raises(ValueError, match=r"none\.csv cannot be read"):
        load_dictionary(tmp_path / "none.csv")
    with pytest.raises(ValueError, match="did you mean modality"):
        load_dictionary("modalty")


@pytest.mark.parametrize(
    ("categories", "message"),
    [
        ({}, "the dictionary has no entry"),
        ({"x": []}, "category 'x' has no entry"),
        ({"x": "free"}, r"category 'x' has 'free': give a list"),
        ({"x": {"y": 3}}, "category 'x > y' has 3: give a list"),
        ({"x": ["a", "A"]}, "category 'x', column entry: 'A' stands under 'x' already"),
        ({"x": [3]}, "3 is empty"),
        ({" ": ["a"]}, "has no name"),
        (["a"], "give a mapping"),
    ],
)
def test_a_fault_in_a_mapping_is_named_by_category(categories, message):
    with pytest.raises(ValueError, match=message):
        dictionary(categories)


@pytest.mark.parametrize("name", shipped_dictionaries())
def test_a_shipped_dictionary_can_be_read_and_its_codebook_explains_every_category(name):
    words: Dictionary = load_dictionary(name)
    codebook = README.split(f"## {name}\n")[1].split("\n## ")[0]
    explained = [line.split("|")[1].strip() for line in codebook.splitlines() if line.startswith("| ")][1:]
    assert explained == words.categories


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("modality", "They must wait, and cannot; they have to be able to.", "obligation ability obligation ability"),
        ("closed-road", "Protesters blocked it: a blockade, not a “protest”.", "protest obstruction blockade protest"),
        ("reporting-verbs", "He claims that they admitted what she said.", "distancing revealing neutral"),
    ],
)
def test_a_shipped_dictionary_finds_what_it_is_for(name, text, expected):
    found = dictionary_hits(tokens_of(text), load_dictionary(name))
    assert found["category"].tolist() == expected.split()
