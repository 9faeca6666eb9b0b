"""Measures of tables at zeros and margins, and what must hold for every table."""

import warnings
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats.contingency import (
    MEASURES,
    Contingency,
    chi2,
    contingency,
    delta_p,
    delta_p_reverse,
    expected,
    fisher_p,
    from_margins,
    g2,
    g2_two_cell,
    liddell,
    log_ratio,
    log_ratio_interval,
    measure_named,
    mi,
    p_of_chi2,
    percent_diff,
    simple_maths,
)

often = settings(deadline=None, max_examples=150)
cells = st.integers(0, 40)
tables = st.tuples(cells, cells, cells, cells)


def table_of(o11: float, o12: float, o21: float, o22: float) -> Contingency:
    return Contingency(*[np.float64(cell) for cell in (o11, o12, o21, o22)])


# Zeros

NAN, INF = np.nan, np.inf
# Five of a hundred tokens against none of a hundred
G2_OF_FIVE = 2 * (100 * np.log(100 / 97.5) + 5 * np.log(2) + 95 * np.log(95 / 97.5))
FISHER_OF_FIVE = 2 * comb(100, 5) / comb(200, 5)
LOG_ODDS_OF_FIVE = np.log(5.5 * 100.5 / (95.5 * 0.5))


@pytest.mark.parametrize(
    ("name", "only_reference", "only_target", "nowhere", "no_target"),
    [
        ("log_ratio", np.log2(0.1), np.log2(10), NAN, NAN),
        ("percent_diff", -100, INF, NAN, NAN),
        ("odds_ratio", 0, INF, NAN, NAN),
        ("log_odds_ratio", -LOG_ODDS_OF_FIVE, LOG_ODDS_OF_FIVE, 0, np.log(95.5 / 5.5)),
        ("simple_maths", 1 / 50_001, 50_001, 1, NAN),
        ("difference_coefficient", -1, 1, NAN, NAN),
        ("g2", G2_OF_FIVE, G2_OF_FIVE, 0, 0),
        ("g2_two_cell", 10 * np.log(2), 10 * np.log(2), 0, 0),
        ("chi2", 200 / 39, 200 / 39, 0, 0),
        ("phi2", 1 / 39, 1 / 39, 0, 0),
        ("fisher_p", FISHER_OF_FIVE, FISHER_OF_FIVE, 1, 1),
        ("simple_ll", 5, 2 * (5 * np.log(2) - 2.5), 0, 0),
        ("bic", 10 * np.log(2) - np.log(200), 10 * np.log(2) - np.log(200), -np.log(200), -np.log(100)),
        ("ell", 10 * np.log(2) / (200 * np.log(2.5)), 10 * np.log(2) / (200 * np.log(2.5)), NAN, NAN),
        ("mi", -INF, 1, NAN, NAN),
        ("mi2", -INF, np.log2(10), NAN, NAN),
        ("mi3", -INF, np.log2(50), NAN, NAN),
        ("npmi", -1, 1 / np.log2(40), NAN, NAN),
        ("t_score", -INF, 2.5 / np.sqrt(5), NAN, NAN),
        ("z_score", -np.sqrt(2.5), np.sqrt(2.5), NAN, NAN),
        ("dice", 0, 10 / 105, 0, 0),
        ("log_dice", -INF, 14 + np.log2(10 / 105), -INF, -INF),
        ("jaccard", 0, 0.05, 0, 0),
        ("min_sensitivity", 0, 0.05, NAN, NAN),
        ("delta_p", -0.05, 0.05, 0, NAN),
        ("delta_p_reverse", -100 / 195, 1 - 95 / 195, NAN, 0),
        ("liddell", -100 / 195, 1 - 95 / 195, NAN, 0),
    ],
)
def test_zeros_have_the_value_that_is_documented_and_no_warning(name, only_reference, only_target, nowhere, no_target):
    table = contingency([0, 5, 0, 0], [100, 100, 100, 0], [5, 0, 0, 5], [100, 100, 100, 100])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        values = measure_named(name)(table)
    assert values.tolist() == pytest.approx([only_reference, only_target, nowhere, no_target], nan_ok=True)


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("shape", [(), (0,), (2, 3)])
def test_a_measure_has_the_shape_of_its_table_also_where_all_is_zero(name, shape):
    nothing = contingency(np.zeros(shape), 0, 0, 0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value = measure_named(name)(nothing)
    assert (np.shape(value), np.asarray(value).dtype) == (shape, np.float64)


def test_a_log_ratio_of_zero_has_a_finite_interval_and_one_of_nothing_has_none():
    low, high = log_ratio_interval(contingency([0, 25, 0], 1000, [30, 0, 0], 1000))
    assert np.isfinite([low[:2], high[:2]]).all()
    assert np.isnan([low[2], high[2]]).all()
    # Of the rates 0.5 / 1000 and 30 / 1000, by Katz's formula.
    half = 1.959964 * np.sqrt(1 / 0.5 - 1 / 1000 + 1 / 30 - 1 / 1000) / np.log(2)
    assert (low[0], high[0]) == pytest.approx((np.log2(0.5 / 30) - half, np.log2(0.5 / 30) + half), rel=1e-6)


def test_npmi_says_nothing_where_both_words_stand_everywhere():
    assert np.isnan(measure_named("npmi")(from_margins(10, 10, 10, 10)))


def test_equal_rates_give_exactly_no_effect_and_no_evidence_in_a_corpus_of_any_size():
    table = contingency([7, 7_000_001], [70, 70_000_010], [21, 14_000_002], [210, 140_000_020])
    for measure in (g2, g2_two_cell, chi2, log_ratio, percent_diff):
        assert measure(table).tolist() == [0, 0]


def test_g2_keeps_its_digits_where_millions_of_tokens_differ_by_a_few():
    # With d = O11 - E11 far below all cells, G2 is d^2 sum 1/E up to terms of the order of d^3 / E^2.
    table = table_of(10_000_100, 20_000_000, 10_000_000, 20_000_000)
    apart = float(table.o11 - expected(table).o11)
    assert g2(table) == pytest.approx(apart**2 * sum(1 / float(e) for e in expected(table)), rel=1e-4)
    assert g2(table) == pytest.approx(float(chi2(table)), rel=1e-4)


# Fisher's exact test


def slow_fisher(o11: int, o12: int, o21: int, o22: int) -> Fraction:
    """Sum, in whole numbers, over all tables of the same sums that are no likelier."""
    row, other, column = o11 + o12, o21 + o22, o11 + o21
    ways = [comb(row, k) * comb(other, column - k) for k in range(column + 1)]
    return Fraction(sum(way for way in ways if way <= ways[o11]), sum(ways))


@often
@given(st.lists(tables, min_size=1, max_size=5))
def test_fishers_p_is_that_of_whole_numbers(several):
    p = fisher_p(Contingency(*np.array(several, dtype=float).T))
    assert p.tolist() == pytest.approx([float(slow_fisher(*table)) for table in several], rel=1e-11)


@pytest.mark.parametrize(
    "table",
    [(2, 0, 0, 30_000), (300, 9_000, 150, 9_000), (40, 3_000, 2, 9_000), (1, 99_999, 12, 200_000), (900, 100, 5, 995)],
)
def test_fishers_p_is_that_of_whole_numbers_for_larger_tables_too(table):
    assert fisher_p(table_of(*table)) == pytest.approx(float(slow_fisher(*table)), rel=1e-10)


def test_fishers_p_of_a_common_word_among_many_millions_nears_that_of_chi2():
    table = table_of(200_700, 3_099_300, 1_800_000, 27_900_000)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        p = float(fisher_p(table))
    assert p == pytest.approx(float(p_of_chi2(chi2(table, yates=True))), rel=0.01)
    assert 0.05 < p < 0.3


# What holds for every table


@often
@given(tables)
def test_swapping_target_and_reference_turns_the_effect_around_and_leaves_the_evidence(table):
    o11, o12, o21, o22 = table
    one, other = table_of(*table), table_of(o21, o22, o11, o12)
    for evidence in (g2, g2_two_cell, chi2, fisher_p):
        assert evidence(one) == pytest.approx(float(evidence(other)), rel=1e-9, abs=1e-9)
    assert log_ratio(one) == pytest.approx(-float(log_ratio(other)), abs=1e-12, nan_ok=True)
    (low, high), (other_low, other_high) = log_ratio_interval(one), log_ratio_interval(other)
    assert (low, high) == pytest.approx((-float(other_high), -float(other_low)), abs=1e-9, nan_ok=True)


@often
@given(tables, st.integers(2, 1000))
def test_evidence_grows_with_the_corpus_and_the_effect_does_not(table, times):
    one, more = table_of(*table), table_of(*[cell * times for cell in table])
    for evidence in (g2, g2_two_cell, chi2):
        assert evidence(more) == pytest.approx(times * float(evidence(one)), rel=1e-9, abs=1e-9)
    for effect in (percent_diff, measure_named("odds_ratio"), measure_named("log_dice"), delta_p, mi):
        assert effect(more) == pytest.approx(float(effect(one)), rel=1e-9, abs=1e-9, nan_ok=True)


@often
@given(tables)
def test_corrections_only_ever_lessen_the_evidence(table):
    one = table_of(*table)
    assert chi2(one, yates=True) <= chi2(one)
    assert g2(one, correction="yates") <= g2(one) + 1e-9
    assert g2(one, correction="williams") <= g2(one)


@often
@given(tables)
def test_measures_stay_within_their_ranges(table):
    one = table_of(*table)
    ranges = {"npmi": (-1, 1), "dice": (0, 1), "jaccard": (0, 1), "min_sensitivity": (0, 1), "delta_p": (-1, 1)}
    ranges |= {"log_dice": (-INF, 14), "phi2": (0, 1 + 1e-9), "difference_coefficient": (-1, 1), "fisher_p": (0, 1)}
    for name, (least, most) in ranges.items():
        value = float(measure_named(name)(one))
        assert np.isnan(value) or least <= value <= most


@often
@given(tables)
def test_liddells_difference_is_delta_p_the_other_way_round(table):
    one = table_of(*table)
    assert liddell(one) == pytest.approx(float(delta_p_reverse(one)), abs=1e-12, nan_ok=True)


@often
@given(tables)
def test_the_counts_to_expect_have_the_sums_of_those_observed(table):
    one = table_of(*table)
    likely = expected(one)
    for margin in ("target_total", "reference_total", "count", "total"):
        assert getattr(likely, margin) == pytest.approx(float(getattr(one, margin)), rel=1e-12, abs=1e-12)


@often
@given(st.lists(tables, max_size=4))
def test_many_tables_at_once_give_what_each_gives_alone(several):
    together = Contingency(*np.array(several, dtype=float).reshape(-1, 4).T)
    for measure in MEASURES.values():
        alone = [float(measure(table_of(*table))) for table in several]
        assert measure(together).tolist() == pytest.approx(alone, nan_ok=True, rel=1e-9)


# Mistakes


@pytest.mark.parametrize(("count", "total"), [(-1, 10), (11, 10)])
def test_a_count_outside_of_its_total_is_an_error(count, total):
    with pytest.raises(ValueError, match="between 0 and their total"):
        contingency(count, total, 0, 10)


@pytest.mark.parametrize("margins", [(3, 2, 5, 10), (3, 5, 2, 10), (0, 6, 6, 10), (-1, 5, 5, 10)])
def test_margins_that_contradict_each_other_are_an_error(margins):
    with pytest.raises(ValueError, match="contradict each other"):
        from_margins(*margins)


def test_a_misspelt_measure_or_correction_is_an_error_that_names_the_right_one():
    with pytest.raises(ValueError, match="did you mean log_ratio"):
        measure_named("logratio")
    with pytest.raises(ValueError, match="did you mean yates"):
        g2(table_of(1, 2, 3, 4), correction="yate")


def test_a_k_or_a_confidence_out_of_range_is_an_error():
    with pytest.raises(ValueError, match="k is 0"):
        simple_maths(table_of(1, 2, 3, 4), k=0)
    with pytest.raises(ValueError, match="confidence is 95"):
        log_ratio_interval(table_of(1, 2, 3, 4), confidence=95)


def test_p_of_chi2_has_the_quantiles_of_the_tables_of_the_distribution():
    for statistic, df, p in ((3.841459, 1, 0.05), (10.827566, 1, 0.001), (9.487729, 4, 0.05), (0, 1, 1)):
        assert p_of_chi2(statistic, df) == pytest.approx(p, rel=1e-6)
    assert np.isnan(p_of_chi2(np.nan))
