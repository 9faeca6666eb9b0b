"""p values of many tests."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.adjusting import METHODS, adjust

from .given import reference

chances = st.lists(st.one_of(st.floats(0, 1), st.just(np.nan)), max_size=12).map(np.array)
methods = st.sampled_from(METHODS)


@pytest.mark.parametrize(
    ("method", "theirs"), [("holm", "holm"), ("bonferroni", "bonferroni"), ("bh", "BH"), ("by", "BY")]
)
def test_adjusted_p_are_those_of_r(method, theirs):
    r = reference("p_adjust_R")
    assert adjust(r["p"], method).tolist() == pytest.approx(r["adjusted"][theirs], rel=1e-12)


@pytest.mark.parametrize("method", ["bh", "by"])
def test_rates_of_false_discovery_are_those_of_scipy(method):
    scipy = reference("p_adjust_scipy")
    assert adjust(scipy["p"], method).tolist() == pytest.approx(scipy[method.upper()], rel=1e-12)


def test_the_example_of_holm_is_that_worked_out_by_hand():
    # Sorted 0.005, 0.01, 0.03, 0.04, times 4, 3, 2, 1: 0.02, 0.03, 0.06, 0.04, which must not fall.
    assert adjust([0.01, 0.04, 0.03, 0.005], "holm").tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert adjust([0.01, 0.04, 0.03, 0.005], "bonferroni").tolist() == pytest.approx([0.04, 0.16, 0.12, 0.02])


@given(chances, methods)
def test_what_is_missing_is_no_test(p, method):
    tested = ~np.isnan(p)
    adjusted = adjust(p, method)
    assert (np.isnan(adjusted) == ~tested).all()
    assert adjusted[tested].tolist() == adjust(p[tested], method).tolist()


@given(chances, methods, st.randoms(use_true_random=False))
def test_the_order_of_the_tests_does_not_matter(p, method, random):
    order = list(range(len(p)))
    random.shuffle(order)
    assert adjust(p[order], method).tolist() == pytest.approx(adjust(p, method)[order].tolist(), nan_ok=True)


@given(chances, methods)
def test_adjusted_p_are_never_smaller_never_above_one_and_in_the_same_order(p, method):
    p = p[~np.isnan(p)]
    adjusted = adjust(p, method)
    assert ((adjusted >= p) | np.isclose(adjusted, p)).all() and (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= -1e-12).all()


@given(chances)
def test_holm_is_between_no_adjustment_and_bonferroni(p):
    p = p[~np.isnan(p)]
    assert (adjust(p, "holm") <= adjust(p, "bonferroni")).all()
    assert adjust(p, "none").tolist() == p.tolist()


def test_what_is_given_stays_as_it_is():
    p = np.array([0.5, 0.01])
    adjust(p, "none")[0] = 0
    adjust(p, "holm")
    assert p.tolist() == [0.5, 0.01]


@pytest.mark.parametrize("method", METHODS)
def test_no_tests_or_one_need_no_adjustment(method):
    assert adjust([], method).tolist() == []
    assert adjust([0.25], method).tolist() == [0.25]


def test_a_statistic_in_place_of_a_p_is_an_error():
    with pytest.raises(ValueError, match="below 0 or above 1"):
        adjust([0.1, 3.84])


def test_a_misspelt_method_is_an_error_that_names_the_right_one():
    with pytest.raises(ValueError, match="did you mean bonferroni"):
        adjust([0.1], "bonferoni")
