"""How varied the vocabulary of documents is."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import gammaln

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.bootstrap import blocks, draw_documents, percentile_bounds
from analysis.stats.checking import check_confidence, check_count, check_no_clash, draw_order
from analysis.text.groups import group_documents, membership
from analysis.text.tokens import Tokens

COMMON = ("ttr", "yule_k", "mattr", "mtld", "hdd")
WITHIN_DOCUMENTS = ("mattr", "msttr", "mtld", "hdd")
MTLD_RULES = {"reaches": (True, 1), "below": (False, 1), "below_after_10": (False, 10)}
SIZES = ["documents", "long_documents", "tokens", "types", "hapaxes"]


@named_in_methods
def lexical_diversity(
    tokens: Tokens,
    by: pd.Series | pd.DataFrame | np.ndarray | None = None,
    *,
    measures: Sequence[str] | str = COMMON,
    window: int = 100,
    mtld_threshold: float = 0.72,
    mtld_rule: str = "reaches",
    hdd_sample: int = 42,
    base: float = 10,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
    dropna: bool = True,
) -> pd.DataFrame:
    """Measure how varied the vocabulary of each group of documents is.

    Some measures depend on the order of the words, or are made to be compared between texts of any length. They
    are taken within each document, so that no window crosses from one document to the next, and are pooled:

    - mattr: the mean share of types in all windows of so many tokens (moving-average type-token ratio, Covington
      and McFall 2010); msttr: in successive segments of that size, an incomplete one left out (Johnson 1944);
    - mtld: tokens per factor, a factor being a stretch in which the types fall to the threshold's share; the rest
      of a document is the part of a factor (1 - its share) / (1 - threshold); the mean of reading forward and
      backward (McCarthy and Jarvis 2010);
    - hdd: the expected share of types in a random sample of 42 tokens of the document, from the hypergeometric
      distribution (McCarthy and Jarvis 2007). Times 42, it is the sum that some programs give. The mean over
      documents, weighted by their tokens.

    Documents shorter than the window (mattr, msttr) or the sample (hdd) say nothing of these and are left out. In
    short documents mtld rests on parts of factors and is unsure (McCarthy and Jarvis advise 100 tokens or more).

    The other measures are of all N tokens of the group, of V types, of which i stand f(i) times. All but yule_k
    and simpson_d depend on N strongly: compare them only between groups of like size.

    - ttr: V / N; root_ttr: V / sqrt(N) (Guiraud 1954); corrected_ttr: V / sqrt(2 N) (Carroll 1964);
    - herdan_c: log V / log N (Herdan 1960); somers_s: log log V / log log N (Somers 1966,
      Statistical methods in literary analysis, in Leed, The Computer and Literary Style; some programs write Summer);
    - dugast_u: log² N / (log N - log V) (Dugast 1978); maas: a² = (log N - log V) / log² N (Maas 1972), of which
      some programs give the root a; lgv0: log V / sqrt(1 - (log V / log N)²) (Maas 1972), with logarithms of base
      10, and lgev0, with natural ones;
    - yule_k: 10,000 (sum of i² f(i) - N) / N² (Yule 1944); yule_i: V² / (sum of i² f(i) - V) (Yule 1944);
      simpson_d: sum of f(i) i (i - 1) / (N (N - 1)) (Simpson 1949); herdan_vm: sqrt(sum of f(i) i² / N² - 1 / V)
      (Herdan 1955);
    - fisher_alpha: alpha of V = alpha ln(1 + N / alpha) (Fisher, Corbet and Williams 1943).

    Intervals are the percentile bootstrap over documents, for the measures within documents only. A resample
    repeats some documents and lacks others, so it has fewer types than the group: the bootstrap of ttr and its
    like would lie beside the value, not around it.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    by : Series or array of shape (n,), or DataFrame of n rows, optional
        The group of each document, in the order of the documents; all documents are one group when left out. For a
        row a document, give `tokens.doc_ids`.
    measures : sequence of str, or str
        Which of those above.
    window : int
        Tokens of a window (mattr) or segment (msttr).
    mtld_threshold : float
        Between 0 and 1.
    mtld_rule : str
        When a factor is full: "reaches" (its share of types is at the threshold or below), "below", or
        "below_after_10" (below, and it has 10 tokens at least).
    hdd_sample : int
        Tokens of the sample.
    base : float
        The base of the logarithms of somers_s, dugast_u and maas; the others do not depend on it.
    resamples : int
        How many bootstrap samples are drawn; 0 leaves the intervals empty.
    confidence : float
        Between 0 and 1.
    seed : int
        Seed of the random draws; the same seed gives the same interval, in whatever order the documents are.
    dropna : bool
        Whether documents without a group are left out; else they are a group of their own.

    Returns
    -------
    DataFrame
        One row a group, sorted: the group's columns, documents, long_documents (of at least the window's tokens),
        tokens, types, hapaxes (types that stand once), and the measures; those within documents are followed by
        <measure>_low and <measure>_high, missing when fewer than two documents have a value. A measure that has no
        value, as of no token or of no repetition, is missing.

    Raises
    ------
    ValueError
        There is no such measure or rule, a number is out of its range, or `by` has not one value for each document
        or a column that the result has too.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["peace now, peace", "war or peace"]})
    >>> frame = lexical_diversity(tokenize(documents), measures=["ttr", "mattr"], window=2)
    >>> frame[["tokens", "types", "ttr", "mattr"]].round(3).values.tolist()
    [[6.0, 4.0, 0.667, 1.0]]
    """
    measures = [measures] if isinstance(measures, str) else measures
    measures = [choose(name, [*OF_COUNTS, *WITHIN_DOCUMENTS], "measure of diversity") for name in measures]
    choose(mtld_rule, MTLD_RULES, "mtld_rule")
    _check_numbers(window, mtld_threshold, hdd_sample, base, resamples, confidence)
    group_of, groups = group_documents(by, len(tokens.doc_ids), dropna=dropna)
    check_no_clash(groups, [*SIZES, *OF_COUNTS, *WITHIN_DOCUMENTS])
    order = draw_order(tokens.doc_ids)
    counts = tokens.counts()
    frame = _sizes(tokens, counts, group_of, len(groups), window)
    before = _previous(tokens) if set(measures) & set(WITHIN_DOCUMENTS) else None
    within = {
        "mattr": lambda: [_in_windows(tokens, before, window)],
        "msttr": lambda: [_in_segments(tokens, before, window)],
        "mtld": lambda: _mtld(tokens, before, mtld_threshold, *MTLD_RULES[mtld_rule]),
        "hdd": lambda: [_hdd(counts, hdd_sample)],
    }
    for name in measures:
        if name in OF_COUNTS:
            frame[name] = _of_counts(name, frame, base)
        else:
            pooled = _pooled(within[name](), group_of, order, len(groups), resamples, confidence, seed)
            frame[[name, f"{name}_low", f"{name}_high"]] = pooled
    return pd.concat([groups, frame.drop(columns="squares")], axis=1)


def _check_numbers(
    window: int, mtld_threshold: float, hdd_sample: int, base: float, resamples: int, confidence: float
) -> None:
    for name, value in {"window": window, "hdd_sample": hdd_sample}.items():
        check_count(name, value, least=1)
    if not 0 < mtld_threshold < 1:
        raise ValueError(f"mtld_threshold is {mtld_threshold}: it must lie between 0 and 1")
    if not base > 1:
        raise ValueError(f"base is {base}: the base of a logarithm must be above 1, as 10 or math.e")
    check_count("resamples", resamples)
    check_confidence(confidence)


def _sizes(tokens: Tokens, counts: sparse.csr_array, group_of: np.ndarray, groups: int, window: int) -> pd.DataFrame:
    """Return the sizes of each group, and the sum of its squared counts."""
    kept = np.flatnonzero(group_of >= 0)
    together = (membership(group_of, groups) @ counts).tocoo()
    group, count = together.coords[0], together.data
    sizes = {
        "documents": np.bincount(group_of[kept], minlength=groups),
        "long_documents": np.bincount(group_of[kept], tokens.lengths[kept] >= window, minlength=groups),
        "tokens": np.bincount(group, count, minlength=groups),
        "types": np.bincount(group, minlength=groups),
        "hapaxes": np.bincount(group[count == 1], minlength=groups),
        "squares": np.bincount(group, count.astype(float) ** 2, minlength=groups),
    }
    return pd.DataFrame(sizes).astype(dict.fromkeys(SIZES, "int64"))


def _of_counts(name: str, sizes: pd.DataFrame, base: float) -> np.ndarray:
    n, v, squares = (sizes[column].to_numpy(dtype=float) for column in ("tokens", "types", "squares"))
    with np.errstate(invalid="ignore", divide="ignore"):
        values = OF_COUNTS[name](n, v, squares, base)
    return np.where(np.isfinite(values), values, np.nan)


def _maas(n: np.ndarray, v: np.ndarray, squares: np.ndarray, base: float) -> np.ndarray:
    return np.log(n / v) / np.log(n) ** 2 * np.log(base)


def _somers_s(n: np.ndarray, v: np.ndarray, squares: np.ndarray, base: float) -> np.ndarray:
    return np.log(np.log(v) / np.log(base)) / np.log(np.log(n) / np.log(base))


def _lgv0(n: np.ndarray, v: np.ndarray, squares: np.ndarray, base: float) -> np.ndarray:
    return np.log10(v) / np.sqrt(1 - (np.log(v) / np.log(n)) ** 2)


def _fisher_alpha(n: np.ndarray, v: np.ndarray, squares: np.ndarray, base: float) -> np.ndarray:
    low, high = np.full(len(n), -30.0), np.full(len(n), 60.0)  # of the logarithm of alpha, which halving brackets
    for _ in range(70):
        middle = (low + high) / 2
        enough = np.exp(middle) * np.log1p(n / np.exp(middle)) >= v
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where((v > 0) & (v < n), np.exp(high), np.nan)


OF_COUNTS: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray, float], np.ndarray]] = {
    "ttr": lambda n, v, squares, base: v / n,
    "root_ttr": lambda n, v, squares, base: v / np.sqrt(n),
    "corrected_ttr": lambda n, v, squares, base: v / np.sqrt(2 * n),
    "herdan_c": lambda n, v, squares, base: np.log(v) / np.log(n),
    "somers_s": _somers_s,
    "dugast_u": lambda n, v, squares, base: 1 / _maas(n, v, squares, base),
    "maas": _maas,
    "lgv0": _lgv0,
    "lgev0": lambda n, v, squares, base: _lgv0(n, v, squares, base) * np.log(10),
    "yule_k": lambda n, v, squares, base: 10_000 * (squares - n) / n**2,
    "yule_i": lambda n, v, squares, base: v**2 / (squares - v),
    "simpson_d": lambda n, v, squares, base: (squares - n) / (n * (n - 1)),
    "herdan_vm": lambda n, v, squares, base: np.sqrt(np.maximum(squares / n**2 - 1 / v, 0)),
    "fisher_alpha": _fisher_alpha,
}


def _previous(tokens: Tokens) -> np.ndarray:
    """Return the place of each token's term before it in the same document, or one before the document."""
    document = tokens.documents
    before = tokens.offsets[:-1][document] - 1
    order = np.argsort(tokens.ids, kind="stable")
    again = np.diff(tokens.ids[order]) == 0
    again &= np.diff(document[order]) == 0
    before[order[1:][again]] = order[:-1][again]
    return before


def _in_windows(tokens: Tokens, before: np.ndarray, window: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the types of all windows, and their tokens, of each document."""
    document, place = tokens.documents, np.arange(len(tokens))
    last = np.minimum(place, tokens.offsets[1:][document] - window)
    # A token is the first of its type in as many windows as begin after the one before it.
    windows = last - np.maximum(place - window, before)
    types = np.bincount(document, np.maximum(windows, 0), minlength=len(tokens.doc_ids))
    return types, np.maximum(tokens.lengths - window + 1, 0) * float(window)


def _in_segments(tokens: Tokens, before: np.ndarray, window: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the types of all segments, and their tokens, of each document."""
    document = tokens.documents
    first = tokens.offsets[:-1][document]
    segment = (np.arange(len(tokens)) - first) // window
    whole = tokens.lengths // window
    new = (before < first + segment * window) & (segment < whole[document])
    return np.bincount(document, new, minlength=len(tokens.doc_ids)), whole * float(window)


def _mtld(
    tokens: Tokens, before: np.ndarray, threshold: float, at_threshold: bool, shortest: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the tokens and factors of each document, read forward and read backward."""
    # Read backward, the token before is the next: each points back at the one that it is before of.
    after = np.repeat(tokens.offsets[1:], tokens.lengths)
    pointed = before >= np.repeat(tokens.offsets[:-1], tokens.lengths)
    after[before[pointed]] = np.flatnonzero(pointed)
    lengths = tokens.lengths.astype(float)
    forward = _factors(before, tokens.lengths, threshold, at_threshold, shortest)
    backward = _factors(len(tokens) - 1 - after[::-1], tokens.lengths[::-1], threshold, at_threshold, shortest)[::-1]
    return [(lengths, forward), (lengths, backward)]


def _factors(
    before: np.ndarray, lengths: np.ndarray, threshold: float, at_threshold: bool, shortest: int
) -> np.ndarray:
    factors, previous, begin = [], before.tolist(), 0
    for length in lengths.tolist():
        count, first, types, end = 0.0, begin, 0, begin + length
        for place in range(begin, end):
            types += previous[place] < first
            size = place + 1 - first
            share = types / size
            if size >= shortest and (share < threshold or (at_threshold and share == threshold)):
                count, first, types = count + 1, place + 1, 0
        if first < end:
            count += (1 - types / (end - first)) / (1 - threshold)
        factors.append(count)
        begin = end
    return np.array(factors, dtype=float)


def _hdd(counts: sparse.csr_array, sample: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the expected share of types in a sample of each document, times its tokens, and its tokens."""
    lengths = np.asarray(counts.sum(axis=1), dtype=float).ravel()
    document, count = counts.tocoo().coords[0], counts.data
    n, others = lengths[document], lengths[document] - count
    with np.errstate(invalid="ignore"):
        absent = gammaln(others + 1) - gammaln(others - sample + 1) - gammaln(n + 1) + gammaln(n - sample + 1)
    present = np.where(others >= sample, -np.expm1(absent), 1)
    expected = np.bincount(document, present, minlength=len(lengths)) / sample
    long = lengths >= sample
    return np.where(long, expected * lengths, 0), np.where(long, lengths, 0)


def _pooled(
    shares: list[tuple[np.ndarray, np.ndarray]],
    group_of: np.ndarray,
    order: np.ndarray,
    groups: int,
    resamples: int,
    confidence: float,
    seed: int,
) -> np.ndarray:
    """Return the mean of the ratios of sums over the documents of each group, and its bounds: shape (groups, 3)."""
    table = np.stack([column for share in shares for column in share], axis=1)
    rows = order[((group_of >= 0) & (table > 0).any(axis=1))[order]]
    rows = rows[np.argsort(group_of[rows], kind="stable")]
    sizes = np.bincount(group_of[rows], minlength=groups)
    sums = np.stack([np.bincount(group_of[rows], column, minlength=groups) for column in table[rows].T], axis=1)
    pooled = np.full((groups, 3), np.nan)
    pooled[:, 0] = _mean_ratio(sums)
    ends = np.cumsum(sizes)
    for group in np.flatnonzero((sizes > 1) & (resamples > 0)):
        members = table[rows[ends[group] - sizes[group] : ends[group]]]
        draws = draw_documents(len(members), resamples, seed)
        drawn = sum(draws[:, some].astype(float) @ members[some] for some in blocks(len(members), len(draws)))
        pooled[group, 1:] = percentile_bounds(_mean_ratio(drawn)[:, None], confidence)[0]
    return pooled


def _mean_ratio(sums: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios = (sums[:, 0::2] / sums[:, 1::2]).mean(axis=1)
    return np.where(np.isfinite(ratios), ratios, np.nan)
