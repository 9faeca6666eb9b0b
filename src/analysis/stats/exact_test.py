"""Fisher's exact test of many tables at once, for corpora of millions of tokens."""

import numpy as np
from scipy.special import gammaln, xlogy

from analysis.stats.contingency_tables import Contingency
from analysis.stats.evidence_measures import g2

ROUNDING = 1e-7  # the logarithms of equal probabilities differ by less (R's fisher.test allows as much)
NEGLIGIBLE = 1e-17


def fisher_p(table: Contingency) -> np.ndarray:
    """Return the two-sided p of Fisher's exact test: of all tables of the same sums that are no likelier.

    (Fisher 1934, Statistical Methods for Research Workers, 5th ed.; for terms Pedersen 1996, Fishing for Exactness.)

    Parameters
    ----------
    table : Contingency
        The counts observed, whole numbers.

    Returns
    -------
    float array
        Between 0 and 1; 1 where a row or column is empty, 0 where it is too small for a float.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(fisher_p(from_margins(1, 4, 4, 8))), 3)
    0.486
    """
    # Rare terms share few tables: each is computed once.
    cells = np.stack([cell.ravel() for cell in table])
    unlike, number = np.unique(cells, axis=1, return_inverse=True)
    return _p_of(Contingency(*unlike))[number].reshape(table.o11.shape)


def _p_of(table: Contingency) -> np.ndarray:
    least, most = -np.minimum(table.o11, table.o22), np.minimum(table.o12, table.o21)
    peak = np.floor((table.count + 1) * (table.target_total + 1) / (table.total + 2)) - table.o11
    peak = np.clip(peak, least, most)
    observed = _log_probability(table)
    limit = observed + ROUNDING
    at_peak = _log_probability(_moved(table, peak)) <= limit
    above = peak < 0
    # Where the other tail begins, by bisection: probabilities fall away from the peak on both sides.
    likelier, rarer = peak, np.where(above, least - 1, most + 1)
    while (np.abs(rarer - likelier) > 1).any():
        middle = np.trunc((likelier + rarer) / 2)
        in_tail = _log_probability(_moved(table, middle)) <= limit
        likelier, rarer = np.where(in_tail, likelier, middle), np.where(in_tail, middle, rarer)
    own = np.exp(observed) * _tail(_turned(table, above))
    there = (rarer >= least) & (rarer <= most)
    outward = np.where(there, ~above, above)
    opposite = _turned(_moved(table, np.where(there, rarer, 0)), outward)
    other = np.where(there, np.exp(_log_probability(opposite)) * _tail(opposite), 0.0)
    return np.where(at_peak, 1.0, np.minimum(own + other, 1.0))


def _moved(table: Contingency, by: np.ndarray) -> Contingency:
    return Contingency(table.o11 + by, table.o12 - by, table.o21 - by, table.o22 + by)


def _turned(table: Contingency, keep: np.ndarray) -> Contingency:
    """Mirror the tables that are not to be kept: what was a tail of few in the first cell is one of many."""
    o11, o12, o21, o22 = table
    pairs = ((o11, o12), (o12, o11), (o21, o22), (o22, o21))
    return Contingency(*[np.where(keep, one, other) for one, other in pairs])


def _log_probability(table: Contingency) -> np.ndarray:
    """Return the logarithm of the hypergeometric probability.

    Of its factorials, ln x! = x ln x - x + s(x), the first parts make -G2 / 2 together; the small rests keep their
    digits, which the factorials themselves lose to rounding (the idea of Loader 2000 for the binomial).
    """
    others = table.o12 + table.o22
    margins = sum(_rest(margin) for margin in (table.target_total, table.reference_total, table.count, others))
    return margins - _rest(table.total) - sum(_rest(cell) for cell in table) - g2(table) / 2


def _rest(x: np.ndarray) -> np.ndarray:
    """Return ln x! - (x ln x - x), for large x by Stirling's series."""
    large = np.maximum(x, 16.0)
    inverse = 1 / large
    square = inverse**2
    series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
    small = np.minimum(x, 16.0)
    return np.where(x < 16, gammaln(small + 1) - xlogy(small, small) + small, np.log(2 * np.pi * large) / 2 + series)


def _tail(table: Contingency) -> np.ndarray:
    """Sum the probabilities of this table and those with more in the first cell, in terms of its own."""
    sums = np.ones_like(table.o11)
    active = np.arange(len(sums))
    o11, o12, o21, o22 = table
    part, total = sums.copy(), sums.copy()
    while len(active):
        o11, o22 = o11 + 1, o22 + 1
        part = part * (o12 * o21 / (o11 * o22))
        total = total + part
        o12, o21 = o12 - 1, o21 - 1
        going = part > total * NEGLIGIBLE
        if not going.all():
            sums[active] = total
            active = active[going]
            o11, o12, o21, o22, part, total = (some[going] for some in (o11, o12, o21, o22, part, total))
    return sums
