"""Keywords: which terms a set of documents has more often than another, and how sure that is."""

import math
import warnings
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.contingency import MEASURES, p_of_chi2
from analysis.stats.keywords import EVIDENCE, keyness, keyness_by

from .given import reference, rows, tokens_of

COLUMNS = [
    "term",
    "count_target",
    "count_reference",
    "per_million_target",
    "per_million_reference",
    "documents_target",
    "documents_reference",
    "log_ratio",
    "g2",
    "p",
    "p_adjusted",
    "log_ratio_low",
    "log_ratio_high",
    "dp_norm",
    "target_tokens",
    "reference_tokens",
]
EVERYTHING = {"alpha": None, "both_sides": True, "resamples": 0}
TEXTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=8).map(" ".join), min_size=2, max_size=6)


def first(documents: int, of: int) -> np.ndarray:
    return np.arange(of) < documents


# Values of another program


def obama_and_kennedy() -> pd.DataFrame:
    tokens = reference("inaugural_tokens")["tokens"]
    speeches = tokens_of(tokens["2009-Obama"], tokens["1961-Kennedy"], "neither of the two")
    chosen = {"target": [True, False, False], "reference": [False, True, False]}
    measures = ["chi2", "g2", "mi", "fisher_p"]
    return keyness(speeches, **chosen, measures=measures, adjust="none", **EVERYTHING).set_index("term")


def test_keyness_of_a_whole_vocabulary_is_that_of_quanteda():
    ours, theirs = obama_and_kennedy(), reference("keyness_quanteda")
    assert sum(len(table["terms"].split()) for table in theirs["tables"]) == len(ours)
    total = ours["target_tokens"].iloc[0] + ours["reference_tokens"].iloc[0]
    for table in theirs["tables"]:
        row = dict(zip(theirs["columns"], table["row"], strict=True))
        for term in table["terms"].split():
            mine = ours.loc[term]
            assert (mine["count_target"], mine["count_reference"]) == (row["n_target"], row["n_reference"])
            # It signs its statistics, and adds 1e-9 inside its logarithms (see test_contingency.py).
            assert mine["chi2"] == pytest.approx(abs(row["chi2_none"]), rel=1e-9, abs=1e-12)
            assert mine["g2"] == pytest.approx(abs(row["lr_none"]), abs=2.1e-9 * total)
            assert p_of_chi2(abs(row["lr_none"])) == pytest.approx(row["lr_none_p"], rel=1e-9)
            assert mine["p"] == pytest.approx(row["lr_none_p"], rel=1e-5 if mine["g2"] > 1 else 1e-3)
            assert mine["fisher_p"] == pytest.approx(row["exact_p"], rel=1e-9)
            if row["n_target"]:
                assert mine["mi"] * math.log(2) == pytest.approx(row["pmi_none"], abs=1e-8)
            assert np.sign(mine["log_ratio"]) == np.sign(row["chi2_none"])


# Counts, rates, measures


def test_counts_rates_and_measures_are_those_worked_out_by_hand():
    tokens = tokens_of("tax cut tax", "the tax", "the peace", "peace tax the road")
    frame = keyness(tokens, first(2, 4), **EVERYTHING)
    assert frame.columns.tolist() == COLUMNS
    counted = ["term", "count_target", "count_reference", "documents_target", "documents_reference"]
    # log2 of (1 / 5) / (0.5 / 6), (3 / 5) / (1 / 6), (1 / 5) / (2 / 6), (0.5 / 5) / (1 / 6) and (0.5 / 5) / (2 / 6)
    assert rows(frame, *counted) == [
        ("tax", 3, 1, 2, 1),
        ("cut", 1, 0, 1, 0),
        ("the", 1, 2, 1, 2),
        ("road", 0, 1, 0, 1),
        ("peace", 0, 2, 0, 2),
    ]
    assert frame["log_ratio"].tolist() == pytest.approx(np.log2([3.6, 2.4, 0.6, 0.6, 0.3]))
    assert frame["per_million_target"].tolist() == [600_000, 200_000, 200_000, 0, 0]
    assert frame["per_million_reference"].tolist() == pytest.approx([1e6 / 6, 0, 2e6 / 6, 1e6 / 6, 2e6 / 6])
    assert set(rows(frame, "target_tokens", "reference_tokens")) == {(5, 6)}


@given(TEXTS, st.data())
def test_counts_are_those_of_counters_over_the_documents_chosen(texts, data):
    sides = [data.draw(st.sampled_from(["target", "reference", "neither"])) for _ in texts]
    frame = keyness(tokens_of(*texts), *[[s == side for s in sides] for side in ("target", "reference")], **EVERYTHING)
    words = {
        side: [text.split() for text, s in zip(texts, sides, strict=True) if s == side]
        for side in ("target", "reference")
    }
    counts = {side: Counter(word for text in texts for word in text) for side, texts in words.items()}
    held = {side: Counter(word for text in texts for word in set(text)) for side, texts in words.items()}
    terms = set(counts["target"]) | set(counts["reference"]) if all(c.total() for c in counts.values()) else set()
    columns = ["term", "count_target", "count_reference", "documents_target", "documents_reference"]
    assert set(rows(frame, *columns)) == {
        (t, counts["target"][t], counts["reference"][t], held["target"][t], held["reference"][t]) for t in terms
    }


@given(TEXTS)
def test_swapping_target_and_reference_turns_the_log_ratio_around_and_leaves_the_evidence(texts):
    tokens, target = tokens_of(*texts), first(1, len(texts))
    one = keyness(tokens, target, ~target, **EVERYTHING).set_index("term").sort_index()
    other = keyness(tokens, ~target, target, **EVERYTHING).set_index("term").sort_index()
    assert one["log_ratio"].tolist() == pytest.approx((-other["log_ratio"]).tolist())
    for column in ("g2", "p", "p_adjusted"):
        assert one[column].tolist() == pytest.approx(other[column].tolist(), abs=1e-9)


@given(TEXTS, st.integers(2, 5))
def test_a_corpus_repeated_has_as_many_times_the_evidence(texts, times):
    target = first(1, len(texts))
    once = keyness(tokens_of(*texts), target, **EVERYTHING).set_index("term").sort_index()
    often = keyness(tokens_of(*[f"{text} " * times for text in texts]), target, **EVERYTHING)
    often = often.set_index("term").sort_index()
    assert often["g2"].tolist() == pytest.approx((times * once["g2"]).tolist(), abs=1e-9)
    assert often["count_target"].tolist() == (times * once["count_target"]).tolist()


@given(TEXTS)
def test_documents_cut_in_two_have_the_keyness_of_the_whole(texts):
    halves = [half for text in texts for half in (text[: len(text) // 4 * 2], text[len(text) // 4 * 2 :])]
    whole = keyness(tokens_of(*texts), first(1, len(texts)), **EVERYTHING)
    cut = keyness(tokens_of(*halves), first(2, len(halves)), **EVERYTHING)
    of_documents = ["documents_target", "documents_reference", "dp_norm"]
    pd.testing.assert_frame_equal(cut.drop(columns=of_documents), whole.drop(columns=of_documents))


@pytest.mark.parametrize("name", MEASURES)
def test_any_measure_can_rank_the_keywords_and_is_then_a_column(name):
    tokens = tokens_of("a a a b c c", "a a b d c", "b b b d e", "a e e d c c")
    frame = keyness(tokens, first(2, 4), sort_by=name, measures=["mi"], **EVERYTHING)
    present = frame[name].dropna().to_numpy()
    ordered = present[::-1] if name == "fisher_p" else present
    assert (ordered[:-1] >= ordered[1:]).all()
    assert frame[name].isna().to_numpy()[: len(present)].sum() == 0
    assert set(frame.columns) - set(COLUMNS) <= {"mi", name}


def test_measures_come_in_the_order_asked_for_and_once_each():
    frame = keyness(tokens_of("a", "b"), [True, False], measures=["bic", "mi", "bic"], sort_by="mi", **EVERYTHING)
    assert frame.columns.tolist()[7:11] == ["bic", "mi", "p", "p_adjusted"]


def test_one_measure_can_be_named_without_a_list():
    tokens = tokens_of("a a b", "b")
    one, listed = (keyness(tokens, [True, False], measures=given, **EVERYTHING) for given in ("g2", ["g2"]))
    pd.testing.assert_frame_equal(one, listed)


# Filters

RIVALS = ("tax " * 30 + "cut " * 3 + "the " * 20 + "2023 " * 12, "peace " * 30 + "the " * 25 + "road")


def test_a_keyword_list_holds_terms_that_are_surely_more_frequent_in_the_target_strongest_first():
    frame = keyness(tokens_of(*RIVALS), [True, False])
    assert frame["term"].tolist() == ["tax", "2023"]
    assert (frame["p_adjusted"] <= 0.05).all()
    both = keyness(tokens_of(*RIVALS), [True, False], both_sides=True)
    assert both["term"].tolist() == ["tax", "2023", "peace"]
    assert both["log_ratio"].is_monotonic_decreasing


def test_alpha_none_keeps_what_may_be_chance():
    assert keyness(tokens_of(*RIVALS), [True, False], alpha=None)["term"].tolist() == ["tax", "2023", "cut"]


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_p_is_adjusted_for_all_terms_tested_be_they_shown_or_not(evidence):
    options = {"evidence": evidence, "adjust": "bonferroni", "alpha": None}
    shown = keyness(tokens_of(*RIVALS), [True, False], **options)
    assert shown["p_adjusted"].tolist() == pytest.approx((shown["p"] * 6).clip(upper=1).tolist())
    fewer = keyness(tokens_of(*RIVALS), [True, False], minimum=4, numbers=False, exclude=["the"], **options)
    assert rows(fewer, "term", "p_adjusted") == [("tax", pytest.approx(2 * fewer["p"].iloc[0]))]


def test_an_excluded_term_may_be_written_in_any_case():
    assert keyness(tokens_of(*RIVALS), [True, False], exclude=["Tax"])["term"].tolist() == ["2023"]


def test_excluded_terms_and_numbers_get_no_row_and_still_count_as_tokens():
    frame = keyness(tokens_of(*RIVALS), [True, False], exclude={"tax", "absent"}, numbers=False, **EVERYTHING)
    assert set(frame["term"]) == {"cut", "the", "peace", "road"}
    assert set(rows(frame, "target_tokens", "reference_tokens")) == {(65, 56)}


def test_a_term_as_frequent_on_both_sides_is_no_keyword_whatever_alpha_is():
    tokens = tokens_of("same a a", "same b b")
    assert keyness(tokens, [True, False], alpha=None)["term"].tolist() == ["a"]
    assert keyness(tokens, [True, False], alpha=None, exclude=["a"]).empty


def test_minima_are_of_both_sides_together():
    tokens = tokens_of("a a b", "b c", "a d d d", "c")
    assert set(keyness(tokens, first(2, 4), minimum=3, **EVERYTHING)["term"]) == {"a", "d"}
    assert set(keyness(tokens, first(2, 4), minimum_documents=2, **EVERYTHING)["term"]) == {"a", "b", "c"}


# Masks


@pytest.mark.parametrize(
    "target",
    [
        [True, False, False],
        np.array([1, 0, 0]),
        pd.Series([True, False, False], index=[7, 7, 9]),
        pd.Series([True, pd.NA, False], dtype="boolean"),
        pd.Series([True, None, np.nan], dtype=object),
        pd.Series([True, False, False], dtype="bool[pyarrow]"),
    ],
    ids=["list", "numbers", "other index", "missing", "objects", "arrow"],
)
def test_a_mask_may_be_of_any_kind_and_what_is_missing_is_not_chosen(target):
    frame = keyness(tokens_of("a a", "b", "b"), target, **EVERYTHING)
    assert rows(frame, "term", "count_target", "count_reference") == [("a", 2, 0), ("b", 0, 2)]


@pytest.mark.parametrize("target", [["yes", "no", "no"], [2023, 2022, 2022], [0.5, 0, 0]])
def test_a_mask_of_something_else_than_truth_is_an_error(target):
    with pytest.raises(ValueError, match="target holds other values than True and False"):
        keyness(tokens_of("a", "b", "c"), target)


def test_a_mask_of_another_length_is_an_error():
    with pytest.raises(ValueError, match="reference has 1 values for 2 documents"):
        keyness(tokens_of("a", "b"), [True, False], [False])


def test_documents_in_target_and_reference_at_once_are_an_error():
    with pytest.raises(ValueError, match="share 1 documents"):
        keyness(tokens_of("a", "b"), [True, True], [True, False])


@pytest.mark.parametrize(
    ("texts", "target", "reference"),
    [
        ([], [], None),
        (["a", "b"], [False, False], None),
        (["a", "b"], [True, True], None),
        (["", "b"], [True, False], None),
        (["a", "…"], [True, False], None),
        (["a", "b"], [None, np.nan], [True, True]),
    ],
    ids=["no corpus", "no target", "no reference", "target without tokens", "reference without tokens", "all missing"],
)
def test_a_side_without_tokens_makes_an_empty_table_of_the_same_columns_and_types(texts, target, reference):
    options = {"permutations": 9, "both_sides": True, "alpha": None}
    full = keyness(tokens_of("a", "b"), [True, False], **options)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = keyness(tokens_of(*texts), target, reference, **options)
    assert frame.empty
    assert frame.dtypes.to_dict() == full.dtypes.to_dict()


def test_one_token_on_either_side_is_a_comparison_too():
    frame = keyness(tokens_of("a", "a"), [True, False], permutations=9, **EVERYTHING)
    assert rows(frame, "term", "log_ratio", "g2", "p", "p_permutation") == [("a", 0, 0, 1, 1)]


# Groups

PARTIES = pd.Series(["left", "right", "left", None, "right", "center"], name="party", dtype=object)
SPEECHES = ("tax tax a b", "peace a", "tax c", "war war war", "peace peace b", "a b c")


def test_each_group_is_compared_with_all_other_groups():
    tokens = tokens_of(*SPEECHES)
    frame = keyness_by(tokens, PARTIES, alpha=None, resamples=50)
    assert frame.columns.tolist() == ["party", *COLUMNS]
    assert frame["party"].drop_duplicates().tolist() == ["center", "left", "right"]
    assert "war" not in set(frame["term"])
    for party, mine in frame.groupby("party"):
        known = PARTIES.notna()
        alone = keyness(tokens, party == PARTIES, known & (party != PARTIES), alpha=None, resamples=50)
        pd.testing.assert_frame_equal(mine.drop(columns="party").reset_index(drop=True), alone)


def test_documents_without_a_group_are_one_when_asked_for():
    frame = keyness_by(tokens_of(*SPEECHES), PARTIES, dropna=False, alpha=None, resamples=0)
    assert frame[frame["term"] == "war"]["party"].isna().tolist() == [True]


@pytest.mark.parametrize("by", [["x", "x"], [None, None]], ids=["one group", "no group"])
def test_nothing_to_compare_with_makes_an_empty_table(by):
    frame = keyness_by(tokens_of("a", "b"), pd.Series(by, name="party", dtype=object), resamples=0)
    assert frame.empty
    assert frame.columns.tolist() == ["party", *COLUMNS]
    assert frame["term"].dtype == "str"


def test_a_group_column_that_the_result_has_too_is_an_error():
    with pytest.raises(ValueError, match="by has a column 'term'"):
        keyness_by(tokens_of("a", "b"), pd.Series(["x", "y"], name="term"))


# Mistakes


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measures": ["logratio"]}, "did you mean log_ratio"),
        ({"measures": "logratio"}, "did you mean log_ratio"),
        ({"sort_by": "bik"}, "did you mean bic"),
        ({"evidence": "log_ratio"}, "no test of evidence 'log_ratio'"),
        ({"adjust": "bonferonni"}, "did you mean bonferroni"),
        ({"exclude": "the"}, "exclude is the text 'the'"),
        ({"alpha": 5}, "alpha is 5"),
        ({"alpha": 0}, "alpha is 0"),
        ({"minimum": -1}, "minimum is -1: it must be 0 or more"),
        ({"minimum_documents": -1}, "minimum_documents is -1: it must be 0 or more"),
        ({"resamples": -1}, "resamples is -1"),
        ({"permutations": -1}, "permutations is -1"),
        ({"confidence": 95}, "confidence is 95"),
    ],
)
def test_a_mistake_is_an_error_that_says_what_to_do(options, message):
    for documents in (("a", "b"), ("", "")):
        with pytest.raises(ValueError, match=message):
            keyness(tokens_of(*documents), [True, False], **options)
