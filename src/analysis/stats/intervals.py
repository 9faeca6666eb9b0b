"""Intervals for shares."""

import numpy as np
from scipy.special import ndtri

from analysis.methods import named_in_methods
from analysis.stats.checking import check_confidence


@named_in_methods
def wilson_interval(
    successes: np.ndarray, trials: np.ndarray, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Return the score interval of shares (Wilson 1927, JASA 22: 209-212; no continuity correction).

    Parameters
    ----------
    successes, trials : int arrays of one shape
        How many of how many; no trials give NaN.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    (float array, float array)
        Lower and upper bounds, as shares between 0 and 1.

    Raises
    ------
    ValueError
        `confidence` does not lie between 0 and 1.

    >>> low, high = wilson_interval(np.array([1]), np.array([10]))
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.0179, 0.4042)
    """
    check_confidence(confidence)
    z = ndtri(0.5 + confidence / 2)
    n = np.asarray(trials, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.asarray(successes, dtype=float) / n
        center = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    # The share itself bounds both: rounding must not put 0 or 1 outside of its own interval.
    return np.clip(center - half, 0, share), np.clip(center + half, share, 1)
