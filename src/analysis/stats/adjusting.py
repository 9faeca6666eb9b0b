"""p values of many tests -> p values adjusted for their number."""

import numpy as np

from analysis.choices import choose
from analysis.methods import named_in_methods

METHODS = ("holm", "bonferroni", "bh", "by", "none")


@named_in_methods
def adjust(p: np.ndarray, method: str = "holm") -> np.ndarray:
    """Adjust p values for the number of tests.

    Compared with alpha, an adjusted p holds for all tests together: those of "holm" (Holm 1979, Scandinavian Journal
    of Statistics 6: 65-70) and "bonferroni" keep the chance of one false hit or more below alpha, whatever the tests
    have to do with each other; "bh" (Benjamini and Hochberg 1995, JRSS B 57: 289-300) keeps the share of false hits
    among the hits below alpha if the tests are independent, "by" (Benjamini and Yekutieli 2001, Annals of Statistics
    29: 1165-1188) always.

    Parameters
    ----------
    p : float array, shape (tests,)
        Between 0 and 1; NaN is no test: it stays NaN and does not count.
    method : str
        "holm", "bonferroni", "bh", "by", or "none", which changes nothing.

    Returns
    -------
    float array, shape (tests,)
        In the order of `p`.

    Raises
    ------
    ValueError
        There is no such method, or a p value does not lie between 0 and 1.

    >>> adjust([0.01, 0.04, 0.03], "holm").tolist()
    [0.03, 0.06, 0.06]
    """
    choose(method, METHODS, "method")
    p = np.asarray(p, dtype=np.float64)
    tested = ~np.isnan(p)
    values = p[tested]
    if ((values < 0) | (values > 1)).any():
        raise ValueError("a p value is below 0 or above 1: give probabilities, not statistics")
    adjusted = p.copy()
    adjusted[tested] = _adjusted(values, method)
    return adjusted


def _adjusted(p: np.ndarray, method: str) -> np.ndarray:
    if method == "none" or not len(p):
        return p
    if method == "bonferroni":
        return np.minimum(p * len(p), 1.0)
    if method == "holm":
        return _holm(p)
    from scipy.stats import false_discovery_control

    return false_discovery_control(p, method=method)


def _holm(p: np.ndarray) -> np.ndarray:
    order = np.argsort(p)
    steps = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted
