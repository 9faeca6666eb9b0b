"""Counts -> tables of two rows and two columns, one for each term."""

from typing import NamedTuple

import numpy as np


class Contingency(NamedTuple):
    """Tables of observed counts, one for each place of the arrays: float64, all of one shape.

    Attributes
    ----------
    o11, o12 : float arrays
        In the target, or near the node: the term, and all other terms.
    o21, o22 : float arrays
        In the reference, or elsewhere: the term, and all other terms.
    """

    o11: np.ndarray
    o12: np.ndarray
    o21: np.ndarray
    o22: np.ndarray

    @property
    def target_total(self) -> np.ndarray:
        """The sum of the first row."""
        return self.o11 + self.o12

    @property
    def reference_total(self) -> np.ndarray:
        """The sum of the second row."""
        return self.o21 + self.o22

    @property
    def count(self) -> np.ndarray:
        """The sum of the first column: the term in both."""
        return self.o11 + self.o21

    @property
    def total(self) -> np.ndarray:
        """The sum of all four cells."""
        return self.target_total + self.reference_total


def contingency(
    count: np.ndarray, target_total: np.ndarray, reference_count: np.ndarray, reference_total: np.ndarray
) -> Contingency:
    """Make the tables of terms in a target and a reference.

    Parameters
    ----------
    count, reference_count : int arrays or numbers
        How often each term stands in the target and in the reference.
    target_total, reference_total : int arrays or numbers
        How many tokens they have.

    Returns
    -------
    Contingency
        Of the shape that the four have together.

    Raises
    ------
    ValueError
        A count is negative, or greater than its total.

    >>> contingency([12, 3], 100, [4, 0], 200).o22.tolist()
    [196.0, 200.0]
    """
    count, total, reference_count, reference_total = _floats(count, target_total, reference_count, reference_total)
    table = Contingency(count, total - count, reference_count, reference_total - reference_count)
    if any((cells < 0).any() for cells in table):
        raise ValueError("a count is negative or greater than its total: counts must lie between 0 and their total")
    return table


def from_margins(joint: np.ndarray, first: np.ndarray, second: np.ndarray, total: np.ndarray) -> Contingency:
    """Make the tables of pairs from how often each of the two stands, together and in all.

    Parameters
    ----------
    joint : int array or number
        How often both stand together.
    first, second : int arrays or numbers
        How often the node stands, and the collocate, with and without the other.
    total : int array or number
        How many chances to stand there are: tokens, pairs or sentences.

    Returns
    -------
    Contingency
        Of the shape that the four have together; the node makes the rows, the collocate the columns.

    Raises
    ------
    ValueError
        The counts contradict each other, as when both stand together more often than one of them stands.

    >>> from_margins(8, 15828, 4675, 14307668).o22.tolist()
    14287173.0
    """
    joint, first, second, total = _floats(joint, first, second, total)
    table = Contingency(joint, first - joint, second - joint, total - first - second + joint)
    if any((cells < 0).any() for cells in table):
        raise ValueError(
            "counts contradict each other: joint must not exceed first or second, nor first + second - joint the total"
        )
    return table


def expected(table: Contingency) -> Contingency:
    """Return the counts to expect if rows and columns did not depend on each other: row sum x column sum / total.

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    Contingency
        0 in an empty row or column.

    >>> [cells.tolist() for cells in expected(contingency(6, 10, 4, 30))]
    [2.5, 7.5, 7.5, 22.5]
    """
    total = np.where(table.total > 0, table.total, 1.0)
    others = table.o12 + table.o22
    return Contingency(
        table.target_total * (table.count / total),
        table.target_total * (others / total),
        table.reference_total * (table.count / total),
        table.reference_total * (others / total),
    )


def departure(table: Contingency) -> np.ndarray:
    """Return O11 - E11, which is as much as the other cells depart from what is expected, up to the sign.

    Parameters
    ----------
    table : Contingency
        The counts observed.

    Returns
    -------
    float array
        Computed from the products of the diagonals, which loses nothing to rounding where both are near each other.

    >>> departure(contingency(6, 10, 4, 30)).tolist()
    3.5
    """
    total = np.where(table.total > 0, table.total, 1.0)
    return (table.o11 * table.o22 - table.o12 * table.o21) / total


def ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Divide, without a warning where the divisor is 0.

    Parameters
    ----------
    above, below : float arrays of one shape

    Returns
    -------
    float array
        inf or -inf where the divisor alone is 0, NaN where both are.

    >>> ratio(np.array([1.0, 0.0]), np.array([0.0, 0.0])).tolist()
    [inf, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(above, below)


def _floats(*counts: np.ndarray) -> list[np.ndarray]:
    return [np.array(part) for part in np.broadcast_arrays(*[np.asarray(count, dtype=np.float64) for count in counts])]
