"""How much more often a term stands in the target than in the reference: measures that do not grow with the corpus."""

import numpy as np
from scipy.special import ndtri

from analysis.stats.checking import MILLION, check_confidence
from analysis.stats.contingency_tables import Contingency, expected, ratio
from analysis.stats.evidence_measures import chi2, g2_two_cell


def log_ratio(table: Contingency) -> np.ndarray:
    """Return the binary logarithm of the ratio of the relative frequencies (Hardie 2014, Log Ratio).

    A step of 1 is twice as often. A count of 0 is taken as 0.5, as Hardie does, all others stay as they are.

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        NaN where the term is in neither, or a row is empty.

    >>> from analysis.stats.contingency_tables import contingency
    >>> log_ratio(contingency([40, 25], 1000, [10, 0], 1000)).round(3).tolist()
    [2.0, 5.644]
    """
    target, reference = _without_zeros(table)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log2(target * table.reference_total / (reference * table.target_total))


def log_ratio_interval(table: Contingency, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of the log ratio, as if tokens were independent (Katz et al. 1978, Biometrics 34: 469-474).

    Words within a document are not independent, so the interval is too narrow for most corpora; the bootstrap over
    documents of `keyness` is not. A count of 0 is taken as 0.5, as in `log_ratio`, so that the interval is finite.

    Parameters
    ----------
    table : Contingency
        The counts observed.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    (float array, float array)
        Lower and upper bounds; NaN where the log ratio is.

    Raises
    ------
    ValueError
        `confidence` does not lie between 0 and 1.

    >>> from analysis.stats.contingency_tables import contingency
    >>> low, high = log_ratio_interval(contingency(12_000, 1_000_000, 10_000, 1_000_000))
    >>> round(float(2**low), 3), round(float(2**high), 3)
    (1.169, 1.232)
    """
    check_confidence(confidence)
    target, reference = _without_zeros(table)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = 1 / target - 1 / table.target_total + 1 / reference - 1 / table.reference_total
        half = ndtri(0.5 + confidence / 2) * np.sqrt(np.maximum(variance, 0.0)) / np.log(2)
    middle = log_ratio(table)
    return middle - half, middle + half


def percent_diff(table: Contingency) -> np.ndarray:
    """Return the difference of the relative frequencies in percent of the reference's (Gabrielatos and Marchi 2011).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        -100 or more; inf where the term is not in the reference, NaN where it is in neither or a row is empty.

    >>> from analysis.stats.contingency_tables import contingency
    >>> percent_diff(contingency([12, 0, 5], 1000, [10, 10, 0], 1000)).round(6).tolist()
    [20.0, -100.0, inf]
    """
    target, reference = _shares(table)
    return ratio(100 * (target - reference), reference)


def odds_ratio(table: Contingency) -> np.ndarray:
    """Return the ratio of the odds, O11 O22 / (O12 O21).

    (For keywords Pojanapunya and Todd 2018, Corpus Linguistics and Linguistic Theory 14(1): 133-167.)

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        inf where the divisor alone is 0, NaN where both are.

    >>> from analysis.stats.contingency_tables import contingency
    >>> round(float(odds_ratio(contingency(16_217, 2_796_938, 735, 2_087_946))), 1)
    16.6
    """
    return ratio(table.o11 * table.o22, table.o12 * table.o21)


def log_odds_ratio(table: Contingency) -> np.ndarray:
    """Return the natural logarithm of the odds ratio, with 0.5 added to every cell, be it 0 or not.

    (Haldane 1956, Annals of Human Genetics 20: 309-311.)

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        Always finite.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(log_odds_ratio(from_margins(10, 10, 10, 100))), 3)
    8.243
    """
    o11, o12, o21, o22 = (cell + 0.5 for cell in table)
    return np.log(o11) + np.log(o22) - np.log(o12) - np.log(o21)


def simple_maths(table: Contingency, k: float = 1) -> np.ndarray:
    """Return the ratio of the frequencies per million, with k added to each (Kilgarriff 2009, Simple maths).

    Parameters
    ----------
    table : Contingency
        The counts observed.
    k : float
        Above 0; the greater, the more common the terms that come first.

    Returns
    -------
    float array
        NaN where a row is empty.

    Raises
    ------
    ValueError
        `k` is not above 0.

    >>> from analysis.stats.contingency_tables import contingency
    >>> round(float(simple_maths(contingency(35, 112_289_811, 263, 1_559_717_242))), 4)
    1.1224
    """
    if not k > 0:
        raise ValueError(f"k is {k}: it must be above 0, as 1 (per million)")
    target, reference = _shares(table)
    return (target * MILLION + k) / (reference * MILLION + k)


def difference_coefficient(table: Contingency) -> np.ndarray:
    """Return the difference of the relative frequencies by their sum (Hofland and Johansson 1982).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        Between -1 (only in the reference) and 1 (only in the target); NaN where the term is in neither.

    >>> from analysis.stats.contingency_tables import contingency
    >>> round(float(difference_coefficient(contingency(18, 1_000_000, 35, 1_000_000))), 2)
    -0.32
    """
    target, reference = _shares(table)
    return ratio(target - reference, target + reference)


def ell(table: Contingency) -> np.ndarray:
    """Return the effect size of the log-likelihood, G2 / (N ln min E).

    (Johnston, Berry and Mielke 2006, Perceptual and Motor Skills 103: 412-414.) G2 is that of `g2_two_cell`, min E
    the smaller of its two expected counts.

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        Between 0 and 1 for all but rare terms; NaN where the expected count is 1 or less, for which it has no meaning.

    >>> from analysis.stats.contingency_tables import contingency
    >>> round(float(ell(contingency(206_523, 959_641, 178_174, 1_562_358))), 6)
    0.001285
    """
    likely = expected(table)
    least = np.minimum(likely.o11, likely.o21)
    return g2_two_cell(table) / (table.total * np.log(np.where(least > 1, least, np.nan)))


def phi2(table: Contingency) -> np.ndarray:
    """Return chi-squared by the total (for words Gale and Church 1991, Speech and Natural Language: 152-157).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        Between 0 and 1; NaN where both rows are empty.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(phi2(from_margins(10, 10, 10, 100))), 12)
    1.0
    """
    return ratio(chi2(table), table.total)


def _without_zeros(table: Contingency) -> tuple[np.ndarray, np.ndarray]:
    target, reference = (np.where(counted == 0, 0.5, counted) for counted in (table.o11, table.o21))
    nowhere = (table.count == 0) | (table.target_total == 0) | (table.reference_total == 0)
    return np.where(nowhere, np.nan, target), np.where(nowhere, np.nan, reference)


def _shares(table: Contingency) -> tuple[np.ndarray, np.ndarray]:
    return ratio(table.o11, table.target_total), ratio(table.o21, table.reference_total)
