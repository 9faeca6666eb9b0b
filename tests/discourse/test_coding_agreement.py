"""How far two codings agree: spans matched one to one, κ and α as published, intervals; and the gold coding."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.discourse.coding_agreement import alpha, compare_codings, kappa, match_codings
from analysis.discourse.coding_gaps import without_places
from analysis.discourse.gold_scores import gold_hits, score_gold

COLUMNS = ["doc_id", "start", "end", "kind", "speaker_name", "act"]


def coding(*rows):
    return pd.DataFrame(rows, columns=COLUMNS[: len(rows[0])] if rows else COLUMNS)


def labeled(labels):
    """A coding of one statement a document, each with a label."""
    return pd.DataFrame({"doc_id": [f"d{n}" for n in range(len(labels))], "start": 0, "end": 9, "act": list(labels)})


def values(measures, units="matched"):
    rows = measures[measures["units"] == units]
    return {(row.measure, row.field): row.value for row in rows.itertuples()}


# Matching


def test_spans_match_one_to_one_and_those_that_overlap_most_first():
    first = coding(("a", 0, 10), ("a", 2, 12))
    second = coding(("a", 2, 11), ("a", 0, 12))
    # Overlaps: 8/11, 10/12; 9/10, 10/12. The best pair is second and first, which leaves first and second.
    assert match_codings(first, second).values.tolist() == [[0, 1, 10 / 12], [1, 0, 9 / 10]]


def test_spans_of_different_documents_or_with_too_little_in_common_do_not_match():
    first = coding(("a", 0, 10), ("b", 0, 10))
    second = coding(("a", 10, 20), ("c", 0, 10))
    assert match_codings(first, second).empty
    assert match_codings(coding(("a", 0, 10)), coding(("a", 5, 10)))["overlap"].tolist() == [0.5]
    assert match_codings(coding(("a", 0, 10)), coding(("a", 6, 10))).empty
    assert len(match_codings(coding(("a", 0, 10)), coding(("a", 6, 10)), least_overlap=0.4)) == 1


def test_a_long_span_does_not_hide_shorter_ones_that_begin_after_it():
    second = coding(("a", 0, 500), ("a", 100, 110), ("a", 200, 210))
    assert match_codings(coding(("a", 200, 210), ("a", 1, 499)), second)["second"].tolist() == [2, 0]


@pytest.mark.parametrize("least", [0, 1.5, -1])
def test_an_overlap_out_of_range_is_refused(least):
    with pytest.raises(ValueError, match="above 0 and be at most 1"):
        match_codings(coding(("a", 0, 1)), coding(("a", 0, 1)), least_overlap=least)


SPANS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 30), st.integers(1, 30)).map(
        lambda row: (row[0], row[1], row[1] + row[2])
    ),
    max_size=8,
).map(lambda rows: pd.DataFrame(rows, columns=COLUMNS[:3]).astype({"start": "int64", "end": "int64"}))


@given(SPANS, SPANS)
def test_matching_takes_each_span_once_and_only_pairs_that_overlap_enough_and_leaves_none_over(first, second):
    pairs = match_codings(first, second)
    assert pairs["first"].is_unique
    assert pairs["second"].is_unique

    def share(one, other):
        a, b = first.loc[one], second.loc[other]
        both = len(set(range(a["start"], a["end"])) & set(range(b["start"], b["end"])))
        either = len(set(range(a["start"], a["end"])) | set(range(b["start"], b["end"])))
        return both / either if a["doc_id"] == b["doc_id"] else 0.0

    for row in pairs.itertuples():
        assert row.overlap == pytest.approx(share(row.first, row.second))
        assert row.overlap >= 0.5
    left = [
        (one, other) for one in set(first.index) - {*pairs["first"]} for other in set(second.index) - {*pairs["second"]}
    ]
    assert all(share(*pair) < 0.5 for pair in left)


def test_a_statement_is_left_out_for_a_row_that_cannot_be_read_only_when_no_readable_row_has_it():
    machine = coding(("a", 0, 10), ("a", 20, 30), ("b", 0, 10))
    readable = coding(("a", 0, 10), ("b", 0, 10))
    silent = coding(("a", 1, 10), ("a", 21, 30))
    assert without_places(machine, silent, readable).values.tolist() == [["a", 0, 10], ["b", 0, 10]]
    assert without_places(machine, silent.iloc[:0], readable).equals(machine)


# Agreement on labels


def test_cohens_kappa_of_fifty_decisions_is_as_calculated_by_hand():
    # 20 both yes, 5 yes and no, 10 no and yes, 15 both no: observed 0.7, by chance 0.5 × 0.6 + 0.5 × 0.4 = 0.5.
    one = ["yes"] * 25 + ["no"] * 25
    other = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert kappa(pd.Series(one), pd.Series(other)) == pytest.approx(0.4)
    measures = compare_codings(labeled(one), labeled(other), fields=["act"])
    assert values(measures)["kappa", "act"] == pytest.approx(0.4)


# K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, examples A and B.
@pytest.mark.parametrize(
    ("one", "other", "published"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
)
def test_krippendorffs_alpha_is_as_published(one, other, published):
    assert alpha(pd.Series(list(one)), pd.Series(list(other))) == pytest.approx(published, abs=0.0005)
    measures = compare_codings(labeled(one), labeled(other), fields=["act"])
    assert values(measures)["alpha", "act"] == pytest.approx(published, abs=0.0005)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=12))
def test_the_sums_that_are_resampled_give_the_same_measures_as_nltk(pairs):
    from analysis.discourse.coding_agreement import AGREEMENTS

    one, other = (pd.Series(labels) for labels in zip(*pairs, strict=True))
    counts = [len(one), (one == other).sum(), *((side == label).sum() for side in (one, other) for label in "abc")]
    for _, of_labels, of_sums in AGREEMENTS:
        expected, found = of_labels(one, other), of_sums(np.array([counts]))[0]
        assert found == pytest.approx(expected, nan_ok=True)


def test_labels_that_never_differ_say_nothing_of_agreement():
    measures = compare_codings(labeled("aaa"), labeled("aaa"), fields=["act"])
    assert np.isnan(values(measures)["kappa", "act"])
    assert np.isnan(values(measures)["alpha", "act"])


def test_labels_are_compared_whatever_their_case_and_speakers_in_any_order():
    first = coding(("a", 0, 9, "direct", "Ana Ruiz; Tom  Lee", "say"), ("b", 0, 9, "mixed", "", "say"))
    second = coding(("a", 0, 9, "Direct", "Tom Lee; ana ruiz", "say"), ("b", 0, 9, "mixed", None, "say"))
    measures = compare_codings(first, second)
    assert values(measures, "all")["f1", "span and speaker"] == 1
    assert values(measures)["kappa", "kind"] == 1


def test_a_statement_that_one_coding_lacks_has_a_label_of_its_own_there():
    first = coding(("a", 0, 9, "direct", "Ana", "say"), ("b", 0, 9, "mixed", "Eva", "deny"))
    second = first.iloc[:1]
    matched, whole = (values(compare_codings(first, second), units) for units in ("matched", "all"))
    assert np.isnan(matched["kappa", "act"])  # one pair, one label
    # say-say and deny-nothing: observed 1/2; by chance 1/2 × 1/2 of say; κ = (1/2 − 1/4) / (1 − 1/4).
    assert whole["kappa", "act"] == pytest.approx(1 / 3)


# Precision, recall and their uncertainty


def test_precision_recall_and_f1_are_as_counted_by_hand():
    first = coding(("a", 0, 9, "", "Ana", ""), ("a", 20, 29, "", "Eva", ""), ("b", 0, 9, "", "", ""))
    second = coding(
        ("a", 0, 9, "", "Ana", ""), ("a", 21, 29, "", "Tom", ""), *[("c", n, n + 5, "", "", "") for n in (0, 9)]
    )
    measures = compare_codings(first, second)
    found = values(measures, "all")
    assert found["precision", "span"] == pytest.approx(2 / 3)
    assert found["recall", "span"] == pytest.approx(2 / 4)
    assert found["f1", "span"] == pytest.approx(2 * 2 / 7)
    assert found["precision", "span and speaker"] == pytest.approx(1 / 3)
    assert found["recall", "span and speaker"] == pytest.approx(1 / 4)
    precision = measures.iloc[0]
    # Wilson (1927) for 2 of 3: (2/3 + z²/6 ± z √(2/27 + z²/36)) / (1 + z²/3) with z = 1.96.
    assert (precision["low"], precision["high"]) == pytest.approx((0.2077, 0.9385), abs=0.0001)
    assert measures["n"].tolist()[:3] == [3, 4, 7]


def test_only_the_documents_that_both_looked_at_count_when_they_are_named():
    first, second = coding(("a", 0, 9), ("b", 0, 9)), coding(("a", 0, 9))
    assert values(compare_codings(first, second, fields=[]), "all")["precision", "span"] == 0.5
    assert values(compare_codings(first, second, fields=[], doc_ids=["a"]), "all")["precision", "span"] == 1
    among = compare_codings(first, second, fields=[], doc_ids=["a", "b", "c"])
    assert among["n"].tolist() == [2, 1, 3]


def test_intervals_hold_the_value_and_do_not_depend_on_the_order_of_rows():
    labels = "abcabcabcabcaabbcc"
    first, second = labeled(labels), labeled(labels[:9] + "cba" * 3)
    measures = compare_codings(first, second, fields=["act"])
    assert (measures["low"] <= measures["value"]).all()
    assert (measures["value"] <= measures["high"]).all()
    assert (measures.loc[measures["measure"].isin(["kappa", "alpha"]), "low"] < measures["value"].min()).any()
    shuffled = compare_codings(first.iloc[::-1], second.sample(frac=1, random_state=1), fields=["act"])
    pd.testing.assert_frame_equal(shuffled, measures)


def test_codings_of_nothing_give_the_same_rows_without_values():
    nothing = coding().astype({"start": "int64", "end": "int64"})
    measures = compare_codings(nothing, nothing)
    assert len(measures) == 6 + 3 * 2 * 2
    assert measures["value"].isna().all()
    assert (measures["n"] == 0).all()


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="no column 'act'"):
        compare_codings(coding(("a", 0, 9)), coding(("a", 0, 9)), fields=["act"])


# The gold coding of documents

GOLD = pd.DataFrame(
    [
        ("a", "Ana Ruiz, Minister of Health of Sylvania", "call", "warn"),
        ("b", "Ministry of Health of Sylvania", "reject", ""),
        ("c", "Tom Lee, spokesperson, Ministry of Health of Sylvania", "report", None),
        ("z", "Nobody", "call", ""),
    ],
    columns=["doc_id", "actor", "act", "act_also"],
)
DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b", "c"], "actor": ["Ministry of Health", None, "Ministry of Health"]})


def hits(*rows):
    said = pd.DataFrame(rows, columns=["doc_id", "speaker_name", "act"]).astype("str")
    return gold_hits(said, GOLD, DOCUMENTS).set_index("doc_id")


@pytest.mark.parametrize(
    ("doc_id", "name", "is_actor"),
    [
        ("a", "Ana Ruiz", True),
        ("a", "Ruíz", True),
        ("a", "Eva Sol; Ruiz", True),
        ("a", "Ministry of Health", True),
        ("a", "Sylvania", False),  # all three actors are of Sylvania
        ("a", "the minister", False),
        ("a", "Tom Lee", False),
        ("b", "Sylvania’s Ministry of Health", True),
        ("b", "Ministry of Defense", False),
        ("c", "Lee", True),
        ("c", "", False),
    ],
)
def test_the_actor_is_found_by_a_word_that_tells_it_from_others_or_by_all_words_of_a_name(doc_id, name, is_actor):
    assert hits((doc_id, name, "say")).loc[doc_id, "found_actor"] == is_actor


def test_an_act_is_found_among_those_of_the_actor_alone_and_by_what_means_the_same():
    found = hits(("a", "Ana Ruiz", "warn"), ("a", "Eva Sol", "urge"), ("b", "Ministry of Health", "disagree"))
    assert found.loc["a", ["found_act", "found_either", "found_anyone"]].tolist() == [False, True, True]
    assert found.loc["b", ["found_act", "found_either", "found_anyone"]].tolist() == [True, True, True]
    assert found.loc["c"].tolist()[3:] == ["", "", False, False, False, False, False]
    assert found.loc["a", ["speakers", "acts"]].tolist() == ["Ana Ruiz; Eva Sol", "warn"]


def test_scores_count_the_documents_that_there_are():
    said = pd.DataFrame(
        [("a", "Ana Ruiz", "urge"), ("b", "Eva Sol", "reject")], columns=["doc_id", "speaker_name", "act"]
    )
    scores = score_gold(said, GOLD, DOCUMENTS).set_index("measure")
    assert scores["found"].tolist() == [2, 1, 1, 1, 1, 2]
    assert scores["n"].tolist() == [3, 3, 3, 1, 3, 3]
    assert scores.loc["actor", ["low", "high"]].tolist() == pytest.approx([0.0615, 0.7923], abs=0.0001)


def test_without_statements_nothing_is_found_and_a_missing_column_is_named():
    nothing = pd.DataFrame(columns=["doc_id", "speaker_name", "act"]).astype("str")
    assert score_gold(nothing, GOLD, DOCUMENTS)["found"].tolist() == [0] * 6
    with pytest.raises(ValueError, match="column of gold 'actor'"):
        gold_hits(nothing, GOLD.drop(columns="actor"), DOCUMENTS)
