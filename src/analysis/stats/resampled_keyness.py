"""How much keyness would vary with other documents of the kind, and with documents dealt out at random."""

import numpy as np
from scipy import sparse

from analysis.stats.bootstrap import blocks, draw_documents, percentile_bounds, resampled_sums
from analysis.stats.contingency import contingency, g2, log_ratio

ROUNDING = 1e-9
CELLS = 4  # of a table


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
        Lower and upper bounds; NaN where a side has fewer than two documents, or the term is in no resample.

    >>> one, two = sparse.csr_array(np.array([[2], [2]])), sparse.csr_array(np.array([[1], [1]]))
    >>> log_ratio_bounds(one, two, (np.array([9, 9]), np.array([9, 9]))).tolist()
    [[1.0, 1.0]]
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
    return bounds


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


def _column(values: np.ndarray) -> sparse.csr_array:
    return sparse.csr_array(np.reshape(values, (-1, 1)))


def _sums(rows: sparse.sparray) -> np.ndarray:
    return np.asarray(rows.sum(axis=0)).ravel()
