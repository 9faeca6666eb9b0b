"""Measures of tables of two rows and two columns: the values of other programs, of the literature and of hands."""

from collections.abc import Collection
from functools import partial
from math import exp, log

import numpy as np
import pandas as pd
import pytest

from analysis.stats.contingency import (
    Contingency,
    bic,
    chi2,
    contingency,
    delta_p,
    delta_p_reverse,
    departure,
    dice,
    difference_coefficient,
    ell,
    expected,
    fisher_p,
    from_margins,
    g2,
    g2_two_cell,
    jaccard,
    liddell,
    log_dice,
    log_odds_ratio,
    log_ratio,
    log_ratio_interval,
    mi,
    mi2,
    mi3,
    min_sensitivity,
    npmi,
    odds_ratio,
    p_of_chi2,
    percent_diff,
    phi2,
    simple_ll,
    simple_maths,
    t_score,
    z_score,
)

from .given import reference


def close(value: float, digits: float = 1e-6) -> object:
    return pytest.approx(value, rel=digits, abs=1e-9)


INPUTS = {row["id"]: contingency(row["a"], row["n1"], row["b"], row["n2"]) for row in reference("contingency_inputs")}
PYTHON = {row["id"]: row for row in reference("keyness_tables_python")["results"]}
R = {row["id"]: row for row in reference("keyness_tables_R")["results"]}
ASSOCIATION = reference("association_python")["results"]
PYCORPDIFF = reference("pycorpdiff")
PUBLISHED = reference("published_values")["items"]
each_table = pytest.mark.parametrize("name", INPUTS)
each_pair = pytest.mark.parametrize("row", ASSOCIATION, ids=lambda row: row["id"])


def signed(table: Contingency, statistic: np.ndarray) -> float:
    """Give a statistic the sign that some programs give it: minus where the target has fewer than expected."""
    return float(np.sign(table.o11 - expected(table).o11) * statistic)


def association(table: Contingency, names: Collection[str]) -> dict[str, float]:
    """Compute what association-measures does; it takes a count of 0 as 0.001 in two of them, which is not asked for."""
    ours = {
        **dict(zip(("E11", "E12", "E21", "E22"), map(float, expected(table)), strict=True)),
        "z_score": z_score(table),
        "t_score": t_score(table),
        "log_likelihood": signed(table, g2(table)),
        "simple_ll": signed(table, simple_ll(table)),
        "min_sensitivity": min_sensitivity(table),
        "liddell": liddell(table),
        "dice": dice(table),
        "mutual_information": mi(table) * np.log10(2),
    }
    return {name: float(ours[name]) for name in names}


# Values of other programs: keyness


@each_table
def test_evidence_equals_that_of_scipy_keyflux_and_association_measures(name):
    table, row = INPUTS[name], PYTHON[name]
    assert g2(table) == close(row["scipy"]["g2_4cell"])
    assert chi2(table) == close(row["scipy"]["chi2"])
    assert chi2(table, yates=True) == close(row["scipy"]["chi2_yates"])
    assert fisher_p(table) == close(row["scipy"]["fisher_p"])
    assert g2_two_cell(table) == close(row["keyflux"]["log_likelihood"])
    assert association(table, row["association_measures"]) == close(row["association_measures"])
    assert bic(table) == close(row["formula"]["BIC_LL_minus_lnN"])
    assert ell(table) == close(row["formula"]["ELL"])


@each_table
def test_effect_sizes_equal_those_of_keyflux_and_scipy(name):
    table, row = INPUTS[name], PYTHON[name]
    assert log_ratio(table) == close(row["keyflux"]["log_ratio"])
    assert simple_maths(table, k=100) == close(row["keyflux"]["simple_maths"])
    if row["formula"]["odds_ratio"] is not None:
        assert odds_ratio(table) == close(row["formula"]["odds_ratio"])
    # keyflux takes a count of 0 as 0.5 here too; ours does not, as -100 % and infinite growth have a meaning.
    if min(table.o11, table.o21) > 0:
        assert percent_diff(table) == close(row["keyflux"]["percent_diff"])
    else:
        assert percent_diff(table) == (np.inf if table.o21 == 0 else -100)


@each_table
def test_the_interval_of_the_log_ratio_is_that_of_katz_as_scipy_has_it(name):
    table, row = INPUTS[name], PYTHON[name]
    low, high = log_ratio_interval(table)
    if row["scipy"]["rr_ci95_katz"] is not None:
        assert [2**low, 2**high] == close(row["scipy"]["rr_ci95_katz"])
        # The conservative log ratio of association-measures is the bound nearer to 0, or 0 if the interval has it.
        nearer = 0 if low < 0 < high else min(low, high, key=abs)
        assert nearer == close(row["conservative_log_ratio"])
    else:  # scipy has no interval where a count is 0
        assert low < log_ratio(table) < high


@each_table
def test_evidence_equals_that_of_quanteda_and_base_r(name):
    table, row = INPUTS[name], R[name]
    small = min(map(float, expected(table))) < 5  # quanteda corrects these only
    assert signed(table, chi2(table)) == close(row["chi2_none"])
    assert signed(table, chi2(table, yates=small)) == close(row["chi2_yates"])
    assert chi2(table) == close(row["chisq_R"])
    assert chi2(table, yates=True) == close(row["chisq_R_yates"])
    assert fisher_p(table) == close(row["fisher_p"], digits=1e-12)


@each_table
def test_quanteda_adds_a_billionth_inside_its_logarithms_which_adds_two_billionths_of_the_tokens_to_g2(name):
    table, row = INPUTS[name], R[name]
    small = min(map(float, expected(table))) < 5
    # O ln(O / E + 1e-9) = O ln(O / E) + 1e-9 E where O is not 0: that is 0.004 for two million tokens, and more than 0
    # where target and reference have the term equally often.
    surplus = 2e-9 * sum(float(e) for o, e in zip(table, expected(table), strict=True) if o > 0)
    near = partial(pytest.approx, rel=1e-3, abs=2e-9)
    assert abs(row["lr_none"]) - g2(table) == near(surplus)
    assert abs(row["lr_yates"]) - g2(table, correction="yates" if small else None) == near(surplus)
    if min(map(float, table)) > 0:  # quanteda leaves tables with a 0 as they are
        q = williams_q(*map(float, table))
        assert abs(row["lr_williams"]) - g2(table, correction="williams") == near(surplus / q)
        assert row["pmi"] == near(float(mi(table)) * log(2))  # in natural logarithms
        # Williams's q divides a statistic; quanteda multiplies chi-squared by it, which makes small counts surer.
        assert abs(row["chi2_williams"]) == close(chi2(table) * q)


def test_corrections_over_a_whole_vocabulary_are_those_of_quanteda():
    theirs, tokens = reference("keyness_quanteda"), reference("inaugural_tokens")["tokens"]
    rows = pd.DataFrame([table["row"] for table in theirs["tables"]], columns=theirs["columns"])
    totals = [len(tokens[speech].split()) for speech in ("2009-Obama", "1961-Kennedy")]
    table = contingency(rows["n_target"], totals[0], rows["n_reference"], totals[1])
    small = np.min(expected(table), axis=0) < 5
    zeros = np.min(table, axis=0) == 0
    assert small.any() and not small.all() and zeros.any() and not zeros.all()
    corrected = {"chi2": chi2(table, yates=True), "lr": g2(table, correction="yates")}
    plain = {"chi2": chi2(table), "lr": g2(table)}
    for name, slack in (("chi2", 1e-9), ("lr", 2.1e-9 * sum(totals))):
        # Where a cell is nearer than 0.5 to its expectation, quanteda corrects nothing; base R and ours correct to 0.
        yates = np.where(small & (np.abs(departure(table)) > 0.5), corrected[name], plain[name])
        assert yates == pytest.approx(rows[f"{name}_yates"].abs().to_numpy(), abs=slack)
    williams = np.where(zeros, plain["lr"], g2(table, correction="williams"))
    assert williams == pytest.approx(rows["lr_williams"].abs().to_numpy(), abs=2.1e-9 * sum(totals))


def williams_q(o11: float, o12: float, o21: float, o22: float) -> float:
    total = o11 + o12 + o21 + o22
    rows = total / (o11 + o12) + total / (o21 + o22) - 1
    return 1 + rows * (total / (o11 + o21) + total / (o12 + o22) - 1) / (6 * total)


@pytest.mark.parametrize("row", PYCORPDIFF["keyness"], ids=lambda row: row["id"])
def test_keyness_equals_that_of_pycorpdiff(row):
    table = INPUTS[row["id"]]
    assert signed(table, g2_two_cell(table)) == close(row["rayson"])
    assert signed(table, g2(table)) == close(row["dunning"])
    assert signed(table, chi2(table)) == close(row["chi2"])
    if row["percent_diff"] is not None:
        assert percent_diff(table) == close(row["percent_diff"])
    if row["bayes_factor"] is not None:
        assert exp(bic(table) / 2) == close(row["bayes_factor"])
    # It adds 0.5 to every count, also to those that are not 0, which is not Hardie's log ratio.
    halves = Contingency(table.o11 + 0.5, table.o12 - 0.5, table.o21 + 0.5, table.o22 - 0.5)
    assert log_ratio(halves) == close(row["log_ratio_add_half"])


# Values of other programs: association


@each_pair
def test_association_equals_that_of_nltk_and_association_measures(row):
    table = from_margins(row["f"], row["f1"], row["f2"], row["N"])
    assert association(table, row["association_measures"]) == close(row["association_measures"])
    theirs = {
        "chi_sq": chi2,
        "phi_sq": phi2,
        "likelihood_ratio": g2,
        "jaccard": jaccard,
        "dice": dice,
        "pmi": mi,
        "student_t": t_score,
    }
    assert {name: float(theirs[name](table)) for name in row["nltk"]} == close(row["nltk"])


@pytest.mark.parametrize("row", [row for row in ASSOCIATION if "formula" in row], ids=lambda row: row["id"])
def test_association_equals_closed_formulas_and_gensim(row):
    table, formula = from_margins(row["f"], row["f1"], row["f2"], row["N"]), row["formula"]
    theirs = {
        "pmi": mi,
        "npmi": npmi,
        "mi2": mi2,
        "mi3": mi3,
        "logdice": log_dice,
        "deltap_2_given_1": delta_p,
        "deltap_1_given_2": delta_p_reverse,
        "t": t_score,
        "z": z_score,
        "log_odds": log_odds_ratio,
        "dice": dice,
    }
    assert {name: float(theirs[name](table)) for name in formula} == close(formula)
    if "gensim_npmi" in row:
        assert npmi(table) == close(row["gensim_npmi"])


@pytest.mark.parametrize("row", PYCORPDIFF["association"], ids=lambda row: row["id"])
def test_association_equals_that_of_pycorpdiff(row):
    table = from_margins(row["f"], row["f1"], row["f2"], row["N"])
    ours = {"pmi": mi, "mi3": mi3, "t": t_score, "logdice": log_dice}
    assert {name: float(measure(table)) for name, measure in ours.items()} == close({name: row[name] for name in ours})


# Values of the literature


def published(measure: str) -> dict:
    return next(row for row in PUBLISHED if row["measure"] == measure)


@pytest.mark.parametrize(
    ("name", "measure", "digits"),
    [
        ("log_likelihood_4cell", g2, 2),
        ("chi2_uncorrected", chi2, 0),
        ("chi2_yates", lambda table: chi2(table, yates=True), 2),
        ("fisher_two_tailed_p", fisher_p, 3),
        ("t_score_1_sample", t_score, 6),
        ("delta_p", delta_p, 3),
        ("dice", dice, 2),
        ("diff_coefficient", difference_coefficient, 2),
        ("simple_maths_k1", simple_maths, 4),
        ("odds_ratio", odds_ratio, 1),
        ("min_sensitivity", min_sensitivity, 6),
        ("log_likelihood_2cell", g2_two_cell, 2),
    ],
)
def test_published_values_are_met_to_their_last_digit(name, measure, digits):
    row = published(name)
    if "o11" in row:
        table = Contingency(*[np.float64(row[cell]) for cell in ("o11", "o12", "o21", "o22")])
    elif "f" in row:
        table = from_margins(row["f"], row["f1"], row["f2"], row.get("N", 10**6))  # where N does not enter
    else:
        table = contingency(row["a"], row["n1"], row["b"], row["n2"])
    assert round(float(measure(table)), digits) == row["value"]


def test_the_worked_example_of_brezina_is_met_by_all_its_measures():
    row = published("log_likelihood_2cell")
    table = contingency(row["a"], row["n1"], row["b"], row["n2"])
    assert round(float(log_ratio(table)), 1) == row["log_ratio"]
    assert round(float(percent_diff(table)), 2) == row["percent_diff"]
    assert round(float(chi2(table)), 2) == row["chi2"]
    assert round(float(simple_maths(table, k=100)), 2) == row["simple_maths_k100"]


def test_both_delta_p_of_gries_and_the_p_of_pedersen_are_met():
    of_course = published("delta_p")
    table = from_margins(5610, 5610 + of_course["o12"], 5610 + of_course["o21"], 5610 + 168938 + 2257 + 10233063)
    assert round(float(delta_p_reverse(table)), 3) == of_course["reverse"]
    assert round(float(p_of_chi2(chi2(from_margins(1, 4, 4, 8), yates=True))), 2) == published("chi2_yates")["p"]
