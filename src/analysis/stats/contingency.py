"""Tables of two rows and two columns, and every measure of them by its name."""

from collections.abc import Callable

import numpy as np

from analysis.choices import choose
from analysis.stats.association_measures import (
    delta_p,
    delta_p_reverse,
    dice,
    jaccard,
    liddell,
    log_dice,
    mi,
    mi2,
    mi3,
    min_sensitivity,
    npmi,
    t_score,
    z_score,
)
from analysis.stats.contingency_tables import Contingency, contingency, departure, expected, from_margins
from analysis.stats.effect_sizes import (
    difference_coefficient,
    ell,
    log_odds_ratio,
    log_ratio,
    log_ratio_interval,
    odds_ratio,
    percent_diff,
    phi2,
    simple_maths,
)
from analysis.stats.evidence_measures import bic, chi2, g2, g2_two_cell, p_of_chi2, simple_ll
from analysis.stats.exact_test import fisher_p

Measure = Callable[[Contingency], np.ndarray]

MEASURES: dict[str, Measure] = {
    "g2": g2,
    "g2_two_cell": g2_two_cell,
    "chi2": chi2,
    "fisher_p": fisher_p,
    "simple_ll": simple_ll,
    "bic": bic,
    "log_ratio": log_ratio,
    "percent_diff": percent_diff,
    "odds_ratio": odds_ratio,
    "log_odds_ratio": log_odds_ratio,
    "simple_maths": simple_maths,
    "difference_coefficient": difference_coefficient,
    "ell": ell,
    "phi2": phi2,
    "mi": mi,
    "mi2": mi2,
    "mi3": mi3,
    "npmi": npmi,
    "t_score": t_score,
    "z_score": z_score,
    "dice": dice,
    "log_dice": log_dice,
    "jaccard": jaccard,
    "min_sensitivity": min_sensitivity,
    "delta_p": delta_p,
    "delta_p_reverse": delta_p_reverse,
    "liddell": liddell,
}

# As other programs and books call them.
KNOWN_AS = {
    **dict.fromkeys(("ll", "log_likelihood", "loglikelihood", "g", "lr"), "g2"),
    **dict.fromkeys(("chi_square", "chi_squared", "x2"), "chi2"),
    **dict.fromkeys(("pmi", "mutual_information"), "mi"),
    **dict.fromkeys(("t", "tscore"), "t_score"),
    **dict.fromkeys(("z", "zscore"), "z_score"),
    **dict.fromkeys(("diff", "%diff"), "percent_diff"),
    "fisher": "fisher_p",
    "bayes_factor": "bic",
}

__all__ = [
    "MEASURES",
    "Contingency",
    "Measure",
    "contingency",
    "departure",
    "expected",
    "from_margins",
    "log_ratio_interval",
    "measure_named",
    "p_of_chi2",
    *MEASURES,
]


def measure_named(name: str) -> Measure:
    """Return the measure of a name: a function of a table that gives a float array of the table's shape.

    Parameters
    ----------
    name : str
        One of `MEASURES`.

    Raises
    ------
    ValueError
        There is no such measure; the nearest name is suggested.

    >>> measure_named("log_ratio")(contingency([2, 8], 100, [1, 1], 100)).tolist()
    [1.0, 3.0]
    """
    return MEASURES[choose(name, MEASURES, "measure", KNOWN_AS)]
