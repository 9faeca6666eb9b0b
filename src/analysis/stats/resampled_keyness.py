"""How much keyness would vary with other documents of the kind, and with documents dealt out at random."""

import numpy as np
from scipy import sparse

from analysis.stats.bootstrap import blocks, draw_documents, percentile_bounds, resampled_sums
from analysis.stats.contingency import contingency, g2, log_ratio, log_ratio_interval

ROUNDING = 1e-9
CELLS = 4  # of a table
FEW_DOCUMENTS = 5


def log_ratio_bounds(
    target: sparse.csr_array,
    reference: sparse.csr_array,
    lengths: tuple[np.ndarray, np.ndarray],
    *,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> np.ndarray:
    """Return the bounds of each term's log ratio by the percentile bootstrap over the documents of both sides.

    The documents of either side are drawn with replacement, independently of the other side's (Efron and Tibshirani
    1993, An Introduction to the Bootstrap, chs. 8 and 13; for keywords Lijffijt et al. 2016, Digital Scholarship in
    the Humanities 31(2)). A count of 0 is taken as 0.5 in each resample, as in `log_ratio`.

    A side that has the term in few documents varies little from resample to resample, and one that has it in none not
    at all: each resample repeats the 0, as if it were sure. Where a side has the term in fewer than `FEW_DOCUMENTS`
    documents, the interval therefore is the outer one of the bootstrap's and of `log_ratio_interval` (Katz et al.
    1978), which knows how unsure a small count is, though it takes tokens as independent.

    Parameters
    ----------
    target, reference : int64 sparse arrays, shape (documents, terms)
        How often each term stands in each document.
    lengths : (int array, int array)
        How many tokens each document of the target and of the reference has.
    resamples : int
        How many bootstrap samples are drawn.
    confidence : float
        Between 0 and 1.
    seed : int
        Seed of the random draws; the same seed gives the same bounds.

    Returns
    -------
    float array, shape (terms, 2)
        Lower and upper bounds; NaN where a side has fewer than two documents, or no tokens, or neither has the term.

    >>> one, two = sparse.csr_array(np.array([[2], [2]])), sparse.csr_array(np.array([[1], [1]]))
    >>> log_ratio_bounds(one, two, (np.array([9, 9]), np.array([9, 9]))).round(3).tolist()
    [[-1.26, 3.26]]
    """
    bounds = np.full((target.shape[1], 2), np.nan)
    draws = [draw_documents(len(tokens), resamples, (seed, side)) for side, tokens in enumerate(lengths)]
    if not all(map(len, draws)):
        return bounds
    totals = [resampled_sums(_column(tokens), drawn) for tokens, drawn in zip(lengths, draws, strict=True)]
    target, reference = target.tocsc(), reference.tocsc()
    for some in blocks(target.shape[1], CELLS * resamples):
        counts = resampled_sums(target[:, some], draws[0]), resampled_sums(reference[:, some], draws[1])
        values = log_ratio(contingency(counts[0], totals[0], counts[1], totals[1]))
        bounds[some] = percentile_bounds(values, confidence)
    documents = np.minimum(np.diff(target.indptr), np.diff(reference.indptr))
    return _outer(bounds, _of_tokens(target, reference, lengths, confidence), documents < FEW_DOCUMENTS)


def permutation_p(
    target: sparse.csr_array,
    reference: sparse.csr_array,
    lengths: tuple[np.ndarray, np.ndarray],
    *,
    permutations: int = 999,
    seed: int = 0,
) -> np.ndarray:
    """Return the two-sided p of each term's `g2` when documents are dealt out to the two sides at random.

    (1 + permutations whose statistic is at least the observed one) / (1 + permutations) (Phipson and Smyth 2010,
    Statistical Applications in Genetics and Molecular Biology 9(1), article 39). As whole documents are dealt out,
    a term that one document alone is full of is no evidence, which it is if tokens are taken as independent.

    Parameters
    ----------
    target, reference : int64 sparse arrays, shape (documents, terms)
        How often each term stands in each document.
    lengths : (int array, int array)
        How many tokens each document of the target and of the reference has.
    permutations : int
        How often the documents are dealt out; the smallest p possible is 1 / (1 + permutations).
    seed : int
        Seed of the random permutations.

    Returns
    -------
    float array, shape (terms,)

    >>> one, two = sparse.csr_array(np.array([[1], [1]])), sparse.csr_array(np.array([[1], [1]]))
    >>> permutation_p(one, two, (np.array([9, 9]), np.array([9, 9]))).tolist()
    [1.0]
    """
    rows, documents = sparse.vstack([target, reference]).tocsc(), sum(map(len, lengths))
    dealt = np.tile((np.arange(documents) < len(lengths[0])).astype(np.uint8), (permutations, 1))
    np.random.default_rng((seed, 2)).permuted(dealt, axis=1, out=dealt)
    target_tokens = resampled_sums(_column(np.concatenate(lengths)), dealt)
    both, all_tokens = _sums(rows), sum(int(part.sum()) for part in lengths)
    counts = _sums(target)
    observed = g2(contingency(counts, lengths[0].sum(), both - counts, lengths[1].sum()))
    p = np.ones(rows.shape[1])
    for some in blocks(rows.shape[1], CELLS * permutations):
        sums = resampled_sums(rows[:, some], dealt)
        statistic = g2(contingency(sums, target_tokens, both[some] - sums, all_tokens - target_tokens))
        hits = (statistic >= observed[some] * (1 - ROUNDING)).sum(axis=0)
        p[some] = (1 + hits) / (1 + permutations)
    return p


def _of_tokens(
    target: sparse.sparray, reference: sparse.sparray, lengths: tuple[np.ndarray, np.ndarray], confidence: float
) -> np.ndarray:
    """Return the bounds of each term's log ratio as if all tokens were independent: shape (terms, 2)."""
    table = contingency(_sums(target), lengths[0].sum(), _sums(reference), lengths[1].sum())
    return np.stack(log_ratio_interval(table, confidence), axis=1)


def _outer(bounds: np.ndarray, others: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Return bounds that hold both intervals where chosen is true, else the first; a missing one holds nothing."""
    both = np.stack([np.fmin(bounds[:, 0], others[:, 0]), np.fmax(bounds[:, 1], others[:, 1])], axis=1)
    return np.where(chosen[:, None], both, bounds)


def _column(values: np.ndarray) -> sparse.csr_array:
    return sparse.csr_array(np.reshape(values, (-1, 1)))


def _sums(rows: sparse.sparray) -> np.ndarray:
    return np.asarray(rows.sum(axis=0)).ravel()
