"""Which terms stand near a node, how surprising that is, and the tokens that show it."""

import warnings
from collections import Counter
from math import log2

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats.collocates import collocation_hits, collocations
from analysis.stats.contingency import MEASURES, Contingency, g2
from analysis.text import Tokens, split_sentences, tokenize

from .given import documents_of, reference, rows, tokens_of

COUNTS = ["node", "collocate", "count", "left", "right", "documents"]
TEXTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=12).map(" ".join), max_size=4)
WINDOWS = st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(any)

often = settings(deadline=None, max_examples=60)


def inaugurals() -> dict[str, str]:
    return reference("inaugural_tokens")["tokens"]


def row_of(frame: pd.DataFrame, collocate: str) -> pd.Series:
    return frame.set_index("collocate").loc[collocate]


def counted_slowly(texts: list[str], nodes: set[str], left: int, right: int) -> dict[str, tuple]:
    """Look at every token that is no node, and whether a node is near."""
    count, before, after, documents = Counter(), Counter(), Counter(), Counter()
    for text in texts:
        words, here = text.split(), set()
        for place, word in enumerate(words):
            if word in nodes:
                continue
            is_after = any(other in nodes for other in words[max(place - right, 0) : place])
            is_before = any(other in nodes for other in words[place + 1 : place + 1 + left])
            count[word] += is_before or is_after
            before[word] += is_before
            after[word] += is_after
            if is_before or is_after:
                here.add(word)
        documents.update(here)
    return {word: (count[word], before[word], after[word], documents[word]) for word in +count}


def all_collocates(tokens: Tokens, *node: str, **options) -> pd.DataFrame:
    return collocations(tokens, *node, both_sides=True, **options)


def found(frame: pd.DataFrame) -> dict[str, tuple]:
    return {row[0]: row[1:] for row in rows(frame, *COUNTS[1:])}


# Counts


def test_counts_and_measures_are_those_worked_out_by_hand():
    tokens = tokens_of("The road is closed and the road stays closed", "The end")
    frame = all_collocates(tokens, "road", window=3, minimum=1, measures=["log_dice", "mi", "log_ratio"])
    assert sorted(rows(frame, *COUNTS)) == [
        ("road", "and", 1, 1, 1, 1),
        ("road", "closed", 2, 1, 2, 1),
        ("road", "is", 1, 0, 1, 1),
        ("road", "stays", 1, 0, 1, 1),
        ("road", "the", 2, 2, 0, 1),
    ]
    # Of the 9 tokens that are not road, 7 lie in its windows; 3 are "the", of which 2 lie there.
    the = row_of(frame, "the")
    assert the[["node_count", "collocate_count", "window_tokens"]].tolist() == [2, 3, 7]
    assert the["expected"] == pytest.approx(7 * 3 / 9)
    assert the["mi"] == pytest.approx(log2(2 / (7 * 3 / 9)))
    assert the["log_ratio"] == pytest.approx(log2((2 / 7) / (1 / 2)))
    assert the["log_ratio_low"] < the["log_ratio"] < the["log_ratio_high"]
    assert the["log_dice"] == pytest.approx(14 + log2(2 * 2 / (2 + 3)))


def test_a_token_in_the_windows_of_two_nodes_counts_once():
    frame = all_collocates(tokens_of("freedom and freedom"), "freedom", minimum=1)
    assert rows(frame, *COUNTS, "window_tokens") == [("freedom", "and", 1, 1, 1, 1, 1)]


def test_a_node_in_the_window_of_another_is_not_counted_and_takes_no_room_from_what_follows():
    frame = all_collocates(tokens_of("road road closed"), "road", window=(0, 2), minimum=1)
    assert rows(frame, "collocate", "count", "window_tokens", "node_count") == [("closed", 1, 1, 2)]


def test_windows_end_with_the_document():
    frame = all_collocates(tokens_of("open road", "closed", "road"), "road", minimum=1)
    assert rows(frame, "collocate", "count") == [("open", 1)]


@often
@given(TEXTS, WINDOWS, st.sets(st.sampled_from("abcde"), min_size=1, max_size=2))
def test_counts_are_those_of_looking_at_each_token(texts, window, nodes):
    frame = all_collocates(tokens_of(*texts), sorted(nodes), window=window, minimum=1)
    assert found(frame) == counted_slowly(texts, nodes, *window)


@often
@given(TEXTS, WINDOWS)
def test_all_pairs_are_the_collocates_of_each_node_in_turn(texts, window):
    tokens = tokens_of(*texts)
    pairs = all_collocates(tokens, window=window, minimum=1, measures=list(MEASURES))
    alone = [all_collocates(tokens, term, window=window, minimum=1, measures=list(MEASURES)) for term in "abcd"]
    by_name = ["node", "collocate"]
    expected = pd.concat(alone).sort_values(by_name, ignore_index=True)
    pd.testing.assert_frame_equal(pairs.sort_values(by_name, ignore_index=True), expected)
    assert all(
        found(frame) == counted_slowly(texts, {term}, *window) for term, frame in zip("abcd", alone, strict=True)
    )


@often
@given(TEXTS, WINDOWS)
def test_reversing_every_document_swaps_left_and_right(texts, window):
    backward = [text[::-1] for text in texts]
    frame = all_collocates(tokens_of(*texts), window=window, minimum=1)
    mirrored = all_collocates(tokens_of(*backward), window=window[::-1], minimum=1)
    mirrored = mirrored.rename(columns={"left": "right", "right": "left"})[frame.columns]
    pd.testing.assert_frame_equal(frame, mirrored)


@often
@given(TEXTS, st.randoms())
def test_the_order_of_documents_does_not_matter(texts, random):
    shuffled = random.sample(texts, len(texts))
    frames = [all_collocates(tokens_of(*some), window=2, minimum=1) for some in (texts, shuffled)]
    pd.testing.assert_frame_equal(*frames)


def test_windows_within_sentences_do_not_leave_them():
    documents = documents_of("The road is open. It was closed. A road!", "No.")
    tokens, sentences = tokenize(documents), split_sentences(documents)
    frame = all_collocates(tokens, "road", within="sentence", sentences=sentences, minimum=1)
    assert sorted(frame["collocate"]) == ["a", "is", "open", "the"]
    assert frame["window_tokens"].unique().tolist() == [4]
    pairs = all_collocates(tokens, within="sentence", sentences=sentences, minimum=1)
    assert sorted(pairs.loc[pairs["node"] == "road", "collocate"]) == ["a", "is", "open", "the"]
    outside = sentences[sentences["sentence"] != 0]
    frame = all_collocates(tokens, "road", within="sentence", sentences=outside, minimum=1)
    assert rows(frame, "collocate", "node_count") == [("a", 2)]


# Nodes and rows


def test_a_pattern_and_a_list_make_one_node():
    tokens = tokens_of("roads and a road", "The ROAD")
    for node, name in (("road*", "road*"), (["road", "roads"], "road, roads"), (["roads", "ROAD", "road?"], None)):
        frame = all_collocates(tokens, node, minimum=1)
        assert sorted(rows(frame, "collocate", "count", "node_count")) == [("a", 1, 3), ("and", 1, 3), ("the", 1, 3)]
        assert name is None or set(frame["node"]) == {name}


def test_floors_and_exclusions_take_rows_and_leave_the_figures():
    tokens = tokens_of("a x b", "a x 2", "b a x 2")
    full = all_collocates(tokens, "x", minimum=1).set_index("collocate")
    for options, left in (
        ({"minimum": 3}, ["a"]),
        ({"minimum": 0}, ["2", "a", "b"]),
        ({"minimum_documents": 3}, ["a"]),
        ({"exclude": {"a", "absent"}}, ["2", "b"]),
        ({"exclude": ["A"]}, ["2", "b"]),
        ({"numbers": False}, ["a", "b"]),
    ):
        frame = all_collocates(tokens, "x", **{"minimum": 1} | options).set_index("collocate")
        assert sorted(frame.index) == left
        pd.testing.assert_frame_equal(frame, full.loc[frame.index])
    pairs = all_collocates(tokens, minimum=2, exclude=["b"], numbers=False)
    assert sorted(rows(pairs, "node", "collocate", "window_tokens")) == [("a", "x", 7), ("x", "a", 7)]


def test_rows_are_sorted_by_what_is_asked_and_by_fisher_p_from_the_smallest():
    tokens = tokens_of(*inaugurals().values())
    measures = ["fisher_p", "g2"]
    for sort_by, falling in (("g2", True), ("left", True), ("fisher_p", False)):
        frame = all_collocates(tokens, "freedom", minimum=2, measures=measures, sort_by=sort_by)
        values = frame[sort_by] if falling else -frame[sort_by]
        assert values.is_monotonic_decreasing and values.nunique() > 1
    assert all_collocates(tokens, "freedom", minimum=2, measures=measures)["fisher_p"].is_monotonic_increasing
    ties = all_collocates(tokens_of("c b x a d"), "x", minimum=1)
    assert ties["collocate"].tolist() == ["a", "b", "c", "d"]
    ties = all_collocates(tokens_of("a b b x"), "x", minimum=1, sort_by="documents")
    assert ties["collocate"].tolist() == ["b", "a"]
    assert all_collocates(tokens_of("a x b"), "x", minimum=1, measures=[])["collocate"].tolist() == ["a", "b"]


def test_one_measure_can_be_named_without_a_list():
    tokens = tokens_of("a x b", "a x")
    one, listed = (all_collocates(tokens, "x", minimum=1, measures=given) for given in ("g2", ["g2"]))
    pd.testing.assert_frame_equal(one, listed)


# Evidence


@often
@given(TEXTS, WINDOWS)
def test_there_is_a_hit_for_every_count(texts, window):
    tokens = tokens_of(*texts)
    pairs = all_collocates(tokens, window=window, minimum=1)
    for row in pairs.itertuples():
        hits = collocation_hits(tokens, row.node, row.collocate, window=window)
        assert (len(hits), hits["left"].sum(), hits["right"].sum()) == (row.count, row.left, row.right)
        assert hits["doc_id"].nunique() == row.documents
        assert not hits.duplicated(["doc_id", "start"]).any()
        for hit in hits.itertuples():
            text = texts[int(hit.doc_id[1:])]
            assert (text[hit.node_start : hit.node_end], text[hit.start : hit.end]) == (row.node, row.collocate)
            # One-letter words: two code points a token.
            assert hit.start - hit.node_start == 2 * hit.distance
            others = [place for place, sign in enumerate(text) if sign == row.node]
            within = [o for o in others if -window[0] <= (hit.start - o) // 2 <= window[1]]
            assert abs(hit.distance) * 2 == min(abs(hit.start - other) for other in within)


def test_of_two_nodes_equally_near_a_hit_names_the_one_before():
    hits = collocation_hits(tokens_of("road and road"), "road", "and")
    assert rows(hits, "node_start", "start", "distance", "left", "right") == [(0, 5, 1, True, True)]


def test_a_collocate_without_hits_has_an_empty_frame():
    for tokens in (tokens_of("a b"), tokens_of(), tokens_of("")):
        hits = collocation_hits(tokens, "a", "zz")
        assert len(hits) == 0
        assert hits["start"].dtype == np.int64 and hits["left"].dtype == bool and hits["doc_id"].dtype == "str"


# Bigrams


def test_margins_of_bigrams_are_those_worked_out_by_hand():
    tokens = tokens_of("no no yes", "yes no")
    options = {"window": (0, 1), "minimum": 1}
    by_margins = {m: all_collocates(tokens, margins=m, **options) for m in ("window", "position", "term")}
    expected = {
        # Two tokens are not "no"; one of them follows a "no".
        "window": {("no", "yes"): 1 * 2 / 2, ("yes", "no"): 1 * 3 / 3},
        # Three bigrams: no no, no yes, yes no.
        "position": {("no", "no"): 2 * 2 / 3, ("no", "yes"): 2 * 1 / 3, ("yes", "no"): 1 * 2 / 3},
        "term": {("no", "no"): 3 * 3 / 5, ("no", "yes"): 3 * 2 / 5, ("yes", "no"): 2 * 3 / 5},
    }
    for margins, frame in by_margins.items():
        pairs = {(node, collocate): value for node, collocate, value in rows(frame, "node", "collocate", "expected")}
        assert pairs == pytest.approx(expected[margins])
        assert set(frame["count"]) == {1}
        alone = all_collocates(tokens, "no", margins=margins, **options)
        pd.testing.assert_frame_equal(alone, frame[frame["node"] == "no"].reset_index(drop=True))
    backward = all_collocates(tokens, margins="position", window=(1, 0), minimum=1)
    mirrored = {pair[::-1]: value for pair, value in expected["position"].items()}
    assert {row[:2]: row[2] for row in rows(backward, "node", "collocate", "expected")} == pytest.approx(mirrored)
    assert len(collocation_hits(tokens, "no", "no", window=(0, 1), margins="position")) == 1


@often
@given(TEXTS, st.sampled_from([(0, 1), (1, 0)]))
def test_the_table_of_positions_is_that_of_counting_bigrams(texts, window):
    step = 1 if window == (0, 1) else -1
    bigrams = [pair[::step] for text in texts for pair in zip(text.split(), text.split()[1:], strict=False)]
    nodes, collocates = Counter(node for node, _ in bigrams), Counter(collocate for _, collocate in bigrams)
    frame = all_collocates(tokens_of(*texts), window=window, margins="position", minimum=1, measures=["g2"])
    assert {row[:2]: row[2] for row in rows(frame, "node", "collocate", "count")} == dict(Counter(bigrams))
    for row in frame.itertuples():
        assert row.expected == pytest.approx(nodes[row.node] * collocates[row.collocate] / len(bigrams))


def test_bigrams_by_term_are_those_of_nltk():
    expected = reference("collocations_nltk")["all_docs"]
    tokens = tokens_of(*inaugurals().values())
    frame = all_collocates(tokens, window=(0, 1), margins="term", minimum=2, measures=["g2", "mi", "t_score"])
    assert len(frame) == len(expected["n"]) == 855
    frame = frame.set_index(["node", "collocate"]).loc[list(zip(expected["w1"], expected["w2"], strict=True))]
    for ours, theirs in (("count", "n"), ("node_count", "n1"), ("collocate_count", "n2")):
        assert frame[ours].tolist() == expected[theirs]
    for ours, theirs in (("g2", "ll"), ("mi", "pmi"), ("t_score", "t")):
        np.testing.assert_allclose(frame[ours], expected[theirs], rtol=1e-6, atol=1e-8)


def test_a_table_that_cannot_be_has_no_measures():
    frame = all_collocates(tokens_of("no no"), window=(0, 1), margins="term", minimum=1, measures=["g2", "fisher_p"])
    assert rows(frame, "node", "collocate", "count") == [("no", "no", 1)]
    assert frame[["expected", "g2", "fisher_p"]].isna().all(axis=None)


# Other programs


def test_wide_windows_count_tokens_where_nltk_counts_pairs_and_takes_their_mean():
    expected = reference("collocations_nltk")["lincoln_window5"]
    text = inaugurals()["1861-Lincoln"]
    words = text.split()
    pairs, counts = Counter(), Counter(words)
    for place, word in enumerate(words):
        pairs.update((word, other) for other in words[place + 1 : place + 5])
    frame = all_collocates(tokens_of(text), window=(0, 4), minimum=1).set_index(["node", "collocate"])["count"]
    different = 0
    for first, second, count, ll in zip(*expected.values(), strict=True):
        assert pairs[first, second] == count
        # NLTK divides the pairs by the window less one, as if each distance were a corpus of its own: its score is
        # that of a quarter of the observations, and ignores three quarters of the evidence.
        one, other, joint = counts[first], counts[second], count / 4
        table = Contingency(*map(np.float64, (joint, one - joint, other - joint, len(words) - one - other + joint)))
        assert float(g2(table)) == pytest.approx(ll, rel=1e-6, abs=1e-8)
        if first != second:
            # "the … the … of" are two pairs, but one token "of" near "the".
            assert frame[first, second] == counted_slowly([text], {first}, 0, 4)[second][0] <= count
            different += frame[first, second] < count
    assert different > 0


def test_windows_are_those_of_quanteda_where_none_overlap():
    # Its fcm() counts pairs, so that a token between two nodes counts twice; here no two nodes are that near.
    expected = reference("window_counts_quanteda_fcm")
    frame = all_collocates(tokens_of(*inaugurals().values()), expected["node"], window=expected["window"], minimum=1)
    assert dict(rows(frame.assign(both=frame["left"] + frame["right"]), "collocate", "both")) == expected["counts"]
    assert dict(rows(frame, "collocate", "count")) == expected["counts"]


# At the edges


@pytest.mark.parametrize("node", ["absent", None, "absent*"])
@pytest.mark.parametrize("texts", [[], [""], ["", "road"], ["road"]], ids=str)
@pytest.mark.parametrize("margins", ["window", "position", "term"])
def test_without_hits_the_frame_is_empty_and_of_the_same_columns(node, texts, margins):
    options = {"window": (0, 1), "margins": margins, "measures": list(MEASURES), "minimum": 0}
    full = all_collocates(tokens_of("a road a road a"), "road", **options)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = all_collocates(tokens_of(*texts), node, **options)
    assert len(frame) == 0 < len(full)
    assert frame.dtypes.to_dict() == full.dtypes.to_dict()
    assert frame["node"].dtype == frame["collocate"].dtype == "str" and frame["count"].dtype == np.int64


@pytest.mark.parametrize("margins", ["window", "position", "term"])
def test_no_measure_warns_however_small_the_corpus(margins):
    window = (0, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for texts in (["a a"], ["a b"], ["a", "b a"], ["a b a b"]):
            frame = all_collocates(
                tokens_of(*texts), window=window, margins=margins, measures=list(MEASURES), minimum=1
            )
            assert set(frame["count"]) <= {1, 2}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"window": 0}, "window is 0: it must be at least 1 on one side"),
        ({"measures": ["logdice"]}, "did you mean log_dice?"),
        ({"measures": "logdice"}, "did you mean log_dice?"),
        ({"exclude": "the"}, r"give a collection, as \['the'\]"),
        ({"sort_by": "lodg_dice"}, "no column to sort by 'lodg_dice': did you mean log_dice?"),
        ({"sort_by": "g2", "measures": ["mi"]}, "no column to sort by 'g2'"),
        ({"margins": "terms"}, "did you mean term?"),
        ({"margins": "term"}, r"take them with the window \(0, 1\) or \(1, 0\)"),
        ({"within": "sentences"}, "did you mean sentence?"),
        ({"within": "sentence"}, "give the sentences too"),
        ({"minimum": -1}, "minimum is -1"),
        ({"minimum_documents": -1}, "minimum_documents is -1"),
        ({"confidence": 95}, "confidence is 95"),
        ({"node": []}, "there is no node: give a term"),
        ({"node": ""}, "the pattern is empty"),
        ({"node": "the road"}, "stands for single terms: make the phrase one"),
    ],
    ids=str,
)
def test_a_wrong_choice_says_which_there_are(options, message):
    with pytest.raises(ValueError, match=message):
        all_collocates(tokens_of("the road"), **{"node": "road"} | options)
