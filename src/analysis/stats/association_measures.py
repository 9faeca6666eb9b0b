"""How strongly two words attract each other: the node makes the rows of a table, the collocate its columns.

Church and Hanks 1990 is Computational Linguistics 16(1); Daille 1994 is Approche mixte pour l'extraction automatique
de terminologie; Evert 2009 is Corpora and collocations; Gries 2013 is International Journal of Corpus Linguistics
18(1); Liddell 1976 is The Statistician 25(4); Pedersen and Bruce 1996 is What to infer from a description.
"""

import numpy as np

from analysis.stats.contingency_tables import Contingency, departure, expected, ratio


def mi(table: Contingency) -> np.ndarray:
    """Return the pointwise mutual information, log2(O11 / E11) (Church and Hanks 1990: 22-29).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        -inf where the two never stand together, NaN where one of them stands nowhere.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(mi(from_margins(8, 15828, 4675, 14307668))), 2)
    0.63
    """
    return _mi_of_power(table, 1)


def mi2(table: Contingency) -> np.ndarray:
    """Return the mutual information with the joint count squared, log2(O11^2 / E11) (Daille 1994).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        -inf where the two never stand together, NaN where one of them stands nowhere.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(mi2(from_margins(30, 150, 400, 100_000))), 3)
    10.551
    """
    return _mi_of_power(table, 2)


def mi3(table: Contingency) -> np.ndarray:
    """Return the mutual information with the joint count cubed, log2(O11^3 / E11) (Daille 1994).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        -inf where the two never stand together, NaN where one of them stands nowhere.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(mi3(from_margins(30, 150, 400, 100_000))), 3)
    15.458
    """
    return _mi_of_power(table, 3)


def npmi(table: Contingency) -> np.ndarray:
    """Return the normalized pointwise mutual information, `mi` / -log2(O11 / N) (Bouma 2009, GSCL: 31-40).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        From -1 (never together) over 0 (as often as by chance) to 1 (never apart); NaN where one of the two stands
        nowhere, or both stand everywhere.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> npmi(from_margins([10, 1, 0], 10, 10, 100)).tolist()
    [1.0, 0.0, -1.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        measure = mi(table) / -np.log2(table.o11 / table.total)
    # Rounding must not put a pair outside of the measure's own range.
    measure = np.where(table.o11 < table.total, np.clip(measure, -1.0, 1.0), np.nan)
    return np.where((table.o11 == 0) & (expected(table).o11 > 0), -1.0, measure)


def t_score(table: Contingency) -> np.ndarray:
    """Return (O11 - E11) / sqrt(O11) (Church et al. 1991; Manning and Schütze 1999: 163-166).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        -inf where the two never stand together, NaN where one of them stands nowhere.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(t_score(from_margins(8, 15828, 4675, 14307668))), 6)
    0.999932
    """
    return ratio(departure(table), np.sqrt(table.o11))


def z_score(table: Contingency) -> np.ndarray:
    """Return (O11 - E11) / sqrt(E11) (after Berry-Rogghe 1973; in this form Evert 2009).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        NaN where one of the two stands nowhere.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> z_score(from_margins(10, 10, 10, 100)).tolist()
    9.0
    """
    return ratio(departure(table), np.sqrt(expected(table).o11))


def dice(table: Contingency) -> np.ndarray:
    """Return twice the joint count by the sum of both counts (Dice 1945, Ecology 26: 297-302).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        Between 0 and 1; NaN where neither stands anywhere.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(dice(from_margins(130, 3121, 143, 1_000_000))), 2)
    0.08
    """
    return ratio(2 * table.o11, table.target_total + table.count)


def log_dice(table: Contingency) -> np.ndarray:
    """Return 14 + log2 of `dice`, which does not depend on the size of the corpus (Rychlý 2008, RASLAN: 6-9).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        At most 14; -inf where the two never stand together, NaN where neither stands anywhere.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> log_dice(from_margins([10, 5], 10, 10, 100)).tolist()
    [14.0, 13.0]
    """
    with np.errstate(divide="ignore"):
        return 14 + np.log2(dice(table))


def jaccard(table: Contingency) -> np.ndarray:
    """Return the joint count by how often at least one of both stands (Jaccard 1912, New Phytologist 11: 37-50).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        Between 0 and 1; NaN where neither stands anywhere.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> jaccard(from_margins(2, 3, 3, 100)).tolist()
    0.5
    """
    return ratio(table.o11, table.o11 + table.o12 + table.o21)


def min_sensitivity(table: Contingency) -> np.ndarray:
    """Return the smaller of O11 by the node's count and O11 by the collocate's (Pedersen and Bruce 1996).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        Between 0 and 1; NaN where one of the two stands nowhere.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(min_sensitivity(from_margins(17, 257, 1018, 1_300_000))), 6)
    0.016699
    """
    return np.minimum(ratio(table.o11, table.target_total), ratio(table.o11, table.count))


def delta_p(table: Contingency) -> np.ndarray:
    """Return how much likelier the collocate is with the node than without it (Gries 2013: 144).

    P(collocate | node) - P(collocate | no node).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        Between -1 and 1; NaN where a row is empty.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(delta_p(from_margins(5610, 174548, 7867, 10409868))), 3)
    0.032
    """
    return ratio(table.o11, table.target_total) - ratio(table.o21, table.reference_total)


def delta_p_reverse(table: Contingency) -> np.ndarray:
    """Return how much likelier the node is with the collocate than without it (Gries 2013: 144).

    P(node | collocate) - P(node | no collocate).

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        Between -1 and 1; NaN where a column is empty.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(delta_p_reverse(from_margins(5610, 174548, 7867, 10409868))), 3)
    0.697
    """
    return ratio(table.o11, table.count) - ratio(table.o12, table.o12 + table.o22)


def liddell(table: Contingency) -> np.ndarray:
    """Return Liddell's difference of proportions, (O11 O22 - O12 O21) / (C1 C2) (Liddell 1976: 295-304).

    C1 and C2 are the sums of the columns. It is `delta_p_reverse` under its older name.

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        Between -1 and 1; NaN where a column is empty.

    >>> from analysis.stats.contingency_tables import from_margins
    >>> round(float(liddell(from_margins(30, 150, 400, 100_000))), 5)
    0.0738
    """
    return ratio(table.o11 * table.o22 - table.o12 * table.o21, table.count * (table.o12 + table.o22))


def _mi_of_power(table: Contingency, power: int) -> np.ndarray:
    likely = expected(table).o11
    with np.errstate(divide="ignore"):
        return power * np.log2(table.o11) - np.log2(np.where(likely > 0, likely, np.nan))
