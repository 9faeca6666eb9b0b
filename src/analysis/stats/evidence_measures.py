"""How surely a term stands more or less often than by chance: measures that grow with the size of the corpus.

None has a sign: the direction is that of an effect size, such as `log_ratio`. (quanteda's lr and chi2 are `g2` and
`chi2` with that sign; asked to correct after Yates, it does so only where fewer than 5 are expected in a cell.)

Dunning 1993 is Computational Linguistics 19(1); Wilson 2013 is Embracing Bayes factors for key item analysis in corpus
linguistics; Evert 2009 is Corpora and collocations.
"""

import numpy as np
from scipy.special import chdtrc, erfc, xlog1py, xlogy

from analysis.choices import choose
from analysis.stats.contingency_tables import Contingency, departure, expected

CORRECTIONS = ("yates", "williams")


def g2(table: Contingency, correction: str | None = None) -> np.ndarray:
    """Return the log-likelihood ratio of all four cells, 2 sum O ln(O / E) (Dunning 1993: 61-74).

    Parameters
    ----------
    table : Contingency
        The counts observed.
    correction : str, optional
        For small counts: "yates" moves each cell by 0.5 toward its expectation, though not beyond (Yates 1934, JRSS
        Supplement 1: 217-235); "williams" divides by Williams's q (Williams 1976, Biometrika 63: 33-37).

    Returns
    -------
    float array
        0 or more; 0 where a row or column is empty.

    Raises
    ------
    ValueError
        There is no such correction.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(g2(from_margins(10, 10, 13, 31777))), 2)
    167.23
    """
    if correction is not None:
        choose(correction, CORRECTIONS, "correction")
    likely, apart = expected(table), _departures(table, yates=correction == "yates")
    parts = []
    for cell, difference in zip(likely, apart, strict=True):
        # ln(O / E) as log1p((O - E) / E): exact also where O is millions and differs from E by less than one.
        relative = np.divide(difference, cell, out=np.zeros_like(cell), where=cell > 0)
        parts.append(xlog1py(np.maximum(cell + difference, 0.0), np.maximum(relative, -1.0)))
    statistic = np.maximum(2 * (parts[0] + parts[1] + parts[2] + parts[3]), 0.0)
    return statistic / _williams(table) if correction == "williams" else statistic


def g2_two_cell(table: Contingency) -> np.ndarray:
    """Return the log-likelihood ratio of the term's two cells only, as the keyness of Rayson and Garside is.

    2 (O11 ln(O11 / E11) + O21 ln(O21 / E21)) (Rayson and Garside 2000, Workshop on Comparing Corpora: 1-6). It is a
    little below `g2`, the less so the rarer the term.

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        0 or more; 0 where a row or column is empty.

    >>> from analysis.stats.contingency_tables import contingency
    >>> round(float(g2_two_cell(contingency(620, 1017879, 267, 1007532))), 2)
    140.87
    """
    likely = expected(table)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [xlogy(o, np.where(e > 0, o / e, 1.0)) for o, e in ((table.o11, likely.o11), (table.o21, likely.o21))]
    return np.maximum(2 * (parts[0] + parts[1]), 0.0)


def chi2(table: Contingency, yates: bool = False) -> np.ndarray:
    """Return Pearson's chi-squared statistic, sum (O - E)^2 / E (Pearson 1900, Philosophical Magazine 50: 157-175).

    Parameters
    ----------
    table : Contingency
        The counts observed.
    yates : bool
        Whether each difference is made smaller by 0.5, though not beyond 0 (Yates 1934, JRSS Supplement 1: 217-235).

    Returns
    -------
    float array
        0 or more; 0 where a row or column is empty.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> chi2(from_margins(1, 4, 4, 8), yates=True).tolist()
    0.5
    """
    likely, apart = expected(table), _departures(table, yates)
    parts = [np.divide(d**2, e, out=np.zeros_like(e), where=e > 0) for e, d in zip(likely, apart, strict=True)]
    return parts[0] + parts[1] + parts[2] + parts[3]


def simple_ll(table: Contingency) -> np.ndarray:
    """Return the log-likelihood of the first cell alone, 2 (O11 ln(O11 / E11) - (O11 - E11)) (Evert 2009).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        0 or more; 0 where a row or column is empty.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(simple_ll(from_margins(30, 150, 400, 100_000))), 3)
    175.921
    """
    likely, apart = expected(table).o11, departure(table)
    relative = np.divide(apart, likely, out=np.zeros_like(likely), where=likely > 0)
    return np.maximum(2 * (xlog1py(table.o11, np.maximum(relative, -1.0)) - apart), 0.0)


def bic(table: Contingency) -> np.ndarray:
    """Return the Bayesian information criterion of a keyword, G2 - ln N (Wilson 2013: 3-11).

    G2 is that of `g2_two_cell`, N the tokens of both sides. Above 2 there is positive, above 6 strong and
    above 10 very strong evidence of a difference, below 0 evidence against one; exp(bic / 2) approximates the Bayes
    factor.

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        NaN where both rows are empty.

    >>> from analysis.stats.contingency_tables import contingency
    >>> round(float(bic(contingency(12_000, 1_000_000, 10_000, 1_000_000))), 2)
    167.56
    """
    return g2_two_cell(table) - np.log(np.where(table.total > 0, table.total, np.nan))


def p_of_chi2(statistic: np.ndarray, df: int = 1) -> np.ndarray:
    """Return how likely a statistic that is distributed as chi-squared is at least so great by chance.

    Parameters
    ----------
    statistic : float array
        As `g2`, `g2_two_cell` or `chi2` give it, which have one degree of freedom.
    df : int
        Degrees of freedom.

    Returns
    -------
    float array
        Between 0 and 1; NaN stays NaN.

    >>> round(float(p_of_chi2(3.841459)), 4)
    0.05
    """
    statistic = np.asarray(statistic, dtype=np.float64)
    # With one degree of freedom it is the square of a normal variate, whose tail is much faster to compute.
    return erfc(np.sqrt(statistic / 2)) if df == 1 else chdtrc(df, statistic)


def _departures(table: Contingency, yates: bool) -> Contingency:
    apart = departure(table)
    if yates:
        apart = np.sign(apart) * np.maximum(np.abs(apart) - 0.5, 0.0)
    return Contingency(apart, -apart, -apart, apart)


def _williams(table: Contingency) -> np.ndarray:
    total = table.total
    with np.errstate(divide="ignore", invalid="ignore"):
        by_row = total / table.target_total + total / table.reference_total - 1
        by_column = total / table.count + total / (total - table.count) - 1
        q = 1 + by_row * by_column / (6 * total)
    return np.where(np.isfinite(q), q, 1.0)
