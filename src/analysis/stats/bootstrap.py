"""The bootstrap over documents: how much a count would vary with other documents of the kind."""

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from analysis.stats.checking import check_confidence, check_count

CELLS_AT_ONCE = 4_000_000


def bootstrap_bounds(
    rows: sparse.csr_array,
    draws: np.ndarray,
    confidence: float = 0.95,
    *,
    totals: np.ndarray | None = None,
    per: int = 1,
) -> np.ndarray:
    """Return the bounds of the sum of each column, or of its rate, by the percentile bootstrap.

    The interval lies between two quantiles of the resamples (Efron and Tibshirani 1993, An Introduction to the
    Bootstrap, ch. 13). A rate is a ratio of sums, formed anew in each resample.

    With few documents it is too narrow. In a simulation of 2000 corpora with normally distributed counts, intervals
    of nominally 95 % held the true value in 52 % of corpora of 2 documents, 75 % of 3, 85 % of 5, 90 % of 10 and
    94 % of 50; in fewer where counts are skewed (48, 70, 78, 85 and 93 % if exponentially distributed), and in more
    where they are so small that documents tie (70, 89, 87, 90 and 94 % if Poisson distributed about 3).

    Parameters
    ----------
    rows : int64 sparse array, shape (documents, columns)
        What is counted in each document.
    draws : int array, shape (resamples, documents)
        As `draw_documents` gives it.
    confidence : float
        Between 0 and 1.
    totals : int array, shape (documents,), optional
        The denominator of each document, such as its tokens; left out for bounds of the sums themselves.
    per : int
        Rates are per so many: 1000 for a rate per thousand.

    Returns
    -------
    float array, shape (columns, 2)
        Lower and upper bounds; NaN where there is no resample.

    >>> rows = sparse.csr_array(np.array([[1], [1], [1]]))
    >>> bootstrap_bounds(rows, draw_documents(3), totals=np.array([10, 10, 10]), per=1000).tolist()
    [[100.0, 100.0]]
    """
    bounds = np.full((rows.shape[1], 2), np.nan)
    if len(draws) == 0:
        return bounds
    below = None if totals is None else resampled_sums(sparse.csr_array(np.reshape(totals, (-1, 1))), draws)
    by_column = rows.tocsc()
    for some in blocks(rows.shape[1], len(draws)):
        values = resampled_sums(by_column[:, some], draws) * per
        if below is not None:
            with np.errstate(invalid="ignore", divide="ignore"):
                values = values / below
        bounds[some] = percentile_bounds(values, confidence)
    return bounds


def draw_documents(documents: int, resamples: int = 1000, seed: int = 0) -> np.ndarray:
    """Draw as many documents as there are, with replacement, many times.

    Documents, not tokens or mentions, are drawn, as what stands within a document depends on the rest of it
    (Lijffijt et al. 2016, Digital Scholarship in the Humanities 31(2)). Few documents vary less from resample to
    resample than others of their kind would: intervals from fewer than ten are too narrow (see `bootstrap_bounds`).

    Parameters
    ----------
    documents : int
        How many documents there are.
    resamples : int
        How many bootstrap samples are drawn.
    seed : int
        Seed of the random draws; the same seed gives the same draws.

    Returns
    -------
    unsigned int array, shape (resamples, documents)
        How often each document is in each resample. No resample for fewer than two documents: one document
        tells nothing of how documents vary.

    Raises
    ------
    ValueError
        `resamples` is negative or no whole number.

    >>> draw_documents(4, resamples=2).sum(axis=1).tolist(), len(draw_documents(1))
    ([4, 4], 0)
    """
    check_count("resamples", resamples)
    if documents < 2:
        resamples = 0
    random = np.random.default_rng(seed)
    draws = np.zeros((resamples, documents), dtype=np.min_scalar_type(min(documents, 255)))
    for some in blocks(resamples, documents):
        drawn = random.multinomial(documents, np.full(documents, 1 / documents), size=some.stop - some.start)
        if drawn.max() > np.iinfo(draws.dtype).max:  # one document 256 times: never, but a wrap-around would go unseen
            draws = draws.astype(np.uint32)
        draws[some] = drawn
    return draws


def resampled_sums(rows: sparse.csr_array, draws: np.ndarray) -> np.ndarray:
    """Sum each column over the documents of each resample.

    Parameters
    ----------
    rows : int64 sparse array, shape (documents, columns)
        What is counted in each document.
    draws : int array, shape (resamples, documents)
        As `draw_documents` gives it.

    Returns
    -------
    int64 array, shape (resamples, columns)

    >>> resampled_sums(sparse.csr_array(np.array([[1], [10]])), np.array([[2, 0], [1, 1]])).tolist()
    [[2], [11]]
    """
    columns = rows.T.tocsr()
    sums = np.zeros((len(draws), rows.shape[1]), dtype=np.int64)
    # The draws are kept small; only some of them at a time are widened to what a product needs.
    for some in blocks(len(draws), max(rows.shape)):
        sums[some] = (columns @ np.ascontiguousarray(draws[some].T, dtype=np.int64)).T
    return sums


def percentile_bounds(values: np.ndarray, confidence: float = 0.95) -> np.ndarray:
    """Return the quantiles of the resamples between which an interval lies.

    Parameters
    ----------
    values : float array, shape (resamples, columns)
        The measure in each resample; NaN where the resample has no value, which leaves it out.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    float array, shape (columns, 2)
        Lower and upper bounds; NaN where no resample has a value.

    Raises
    ------
    ValueError
        `confidence` does not lie between 0 and 1.

    >>> percentile_bounds(np.array([[1.0], [2.0], [3.0]]), 0.5).tolist()
    [[1.5, 2.5]]
    """
    check_confidence(confidence)
    tail = (1 - confidence) / 2
    bounds = np.full((values.shape[1], 2), np.nan)
    missing = np.isnan(values)
    whole = ~missing.any(axis=0) & (len(values) > 0)
    partly = ~whole & ~missing.all(axis=0)
    for columns, quantile in ((whole, np.quantile), (partly, np.nanquantile)):  # nanquantile is slow
        if columns.any():
            bounds[columns] = quantile(values[:, columns], [tail, 1 - tail], axis=0).T
    return bounds


def blocks(length: int, width: int) -> Iterator[slice]:
    """Cut a length into slices of which each fits into memory, when all of it would not.

    Parameters
    ----------
    length : int
        How many rows or columns to cut.
    width : int
        How many cells each of them has.

    >>> [(some.start, some.stop) for some in blocks(5, 2_000_000)]
    [(0, 2), (2, 4), (4, 5)]
    """
    step = max(1, CELLS_AT_ONCE // max(width, 1))
    for first in range(0, length, step):
        yield slice(first, min(first + step, length))
