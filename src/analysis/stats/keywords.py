"""Which terms a set of documents has more often, or less, than another."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.choices import choose
from analysis.stats import adjusting
from analysis.stats.contingency import (
    Contingency,
    chi2,
    contingency,
    departure,
    fisher_p,
    g2,
    g2_two_cell,
    measure_named,
    p_of_chi2,
)
from analysis.stats.resampled_keyness import log_ratio_bounds, permutation_p
from analysis.stats.spread import dp_norm
from analysis.text.groups import group_documents
from analysis.text.tokens import Tokens

MILLION = 1_000_000
AT_ONCE = 2**20
EVIDENCE = {
    "g2": lambda table: p_of_chi2(g2(table)),
    "g2_two_cell": lambda table: p_of_chi2(g2_two_cell(table)),
    "chi2": lambda table: p_of_chi2(chi2(table)),
    "fisher_p": fisher_p,
}
SMALLEST_FIRST = ("fisher_p",)
Mask = pd.Series | np.ndarray | Sequence[bool]


class Side(NamedTuple):
    """The target or the reference: its documents, its tokens, and how often and in how many documents terms stand."""

    documents: np.ndarray  # in the order of their names
    tokens: int
    count: np.ndarray
    held: np.ndarray


def keyness(
    tokens: Tokens,
    target: Mask,
    reference: Mask | None = None,
    *,
    measures: Sequence[str] = ("log_ratio", "g2"),
    rank_by: str = "log_ratio",
    evidence: str = "g2",
    adjust: str = "holm",
    alpha: float | None = 0.05,
    minimum: int = 1,
    minimum_documents: int = 1,
    exclude: Collection[str] = (),
    numbers: bool = True,
    both_sides: bool = False,
    resamples: int = 1000,
    permutations: int = 0,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """List the keywords of some documents: filtered by evidence, ranked by the size of the effect.

    Evidence says how surely a difference is not chance, and grows with the corpus; the effect says how great it is
    (Gabrielatos 2018, Keyness analysis, in Taylor and Marchi, Corpus Approaches to Discourse: 225-258). The tests
    take tokens as independent, which words of one document are not (Lijffijt et al. 2016, Digital Scholarship in the
    Humanities 31(2)): the interval of the log ratio and, when asked for, the p of permutations are over documents.
    The p values are adjusted for all terms that `minimum`, `minimum_documents`, `exclude` and `numbers` leave, be
    they more or less frequent in the target. The two minima are of both sides together, so that they do not favor
    one of them.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    target : bool Series or array of shape (n,)
        Which documents are looked at, in the order of the documents; a missing value is False.
    reference : bool Series or array of shape (n,), optional
        Which documents they are compared with; all others when left out.
    measures : sequence of str
        Which columns there are, of `contingency.MEASURES`; `rank_by` is added when it is not among them.
    rank_by : str
        The measure that sorts the terms, strongest first.
    evidence : str
        The test that gives p: "g2", "g2_two_cell", "chi2" or "fisher_p".
    adjust : str
        How p is adjusted for the number of terms: as `adjust` takes it.
    alpha : float, optional
        Terms whose adjusted p is above it get no row; None keeps all.
    minimum : int
        Terms that stand less often in target and reference together are not tested.
    minimum_documents : int
        Terms that stand in fewer documents of target and reference together are not tested.
    exclude : collection of str
        Terms that are not tested, such as `text.stop_words()`. They still count as tokens.
    numbers : bool
        Whether terms without a letter, as 2023 or 120,000, are tested. They count as tokens anyway.
    both_sides : bool
        Whether terms that are less frequent in the target get a row too, not only those that are more frequent.
    resamples : int
        How many bootstrap samples of the documents are drawn; 0 leaves the interval empty.
    permutations : int
        How often the documents are dealt out at random to the two sides; 0 leaves the column p_permutation out.
    confidence : float
        Between 0 and 1.
    seed : int
        Seed of the random draws; the same seed gives the same result, in whatever order the documents are.

    Returns
    -------
    DataFrame
        One row a term: term, count_target, count_reference (tokens), per_million_target, per_million_reference,
        documents_target, documents_reference (that have the term), the measures, p, p_adjusted, log_ratio_low,
        log_ratio_high (bounds of the log ratio; missing where a side has fewer than two documents), p_permutation,
        dp_norm (how unevenly the term is spread over the target's documents: 0 even, 1 most uneven), target_tokens,
        reference_tokens (the denominators). Sorted by `rank_by`, count_target, term. No row where a side has no
        tokens.

    Raises
    ------
    ValueError
        Target and reference overlap, have not one value for each document or are not bools; there is no such
        measure, test or adjustment; or a number is out of its range.

    >>> from analysis.text import tokenize
    >>> texts = ["tax tax tax cut", "tax the tax tax", "peace the peace", "the peace of the peace"]
    >>> documents = pd.DataFrame({"doc_id": list("abcd"), "text": texts})
    >>> keys = keyness(tokenize(documents), [True, True, False, False], alpha=0.05)
    >>> keys[["term", "count_target", "count_reference", "documents_target"]].values.tolist()
    [['tax', 6, 0, 2]]
    """
    _check(measures, exclude, alpha, resamples, permutations, confidence)
    choose(evidence, EVIDENCE, "test of evidence")
    columns = {name: measure_named(name) for name in dict.fromkeys([*measures, rank_by])}
    sides = _sides(tokens, target, reference)
    tested = _tested(tokens, sides, minimum, minimum_documents, exclude, numbers)
    table = _table(sides, tested)
    p = EVIDENCE[evidence](table)
    adjusted = adjusting.adjust(p, adjust)
    kept = np.flatnonzero((adjusted <= (1 if alpha is None else alpha)) & (both_sides | (departure(table) > 0)))
    kept = kept[_strongest_first(_table(sides, tested[kept]), rank_by)]
    terms = tested[kept]
    table = _table(sides, terms)
    frame = {
        "term": pd.array(tokens.vocabulary[terms], dtype="str"),
        **_counted(sides, terms),
        **{name: measure(table) for name, measure in columns.items()},
        "p": p[kept],
        "p_adjusted": adjusted[kept],
        **_over_documents(tokens, terms, sides, resamples, permutations, confidence, seed),
        "target_tokens": sides[0].tokens,
        "reference_tokens": sides[1].tokens,
    }
    return pd.DataFrame(frame)


def keyness_by(
    tokens: Tokens, by: pd.Series | pd.DataFrame | np.ndarray, *, dropna: bool = True, **options: object
) -> pd.DataFrame:
    """List the keywords of each group of documents, compared with all other groups.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    by : Series or array of shape (n,), or DataFrame of n rows
        The group of each document, in the order of the documents.
    dropna : bool
        Whether documents without a group are left out, of the references too; else they are a group of their own.
    **options
        As `keyness` takes them, but for target and reference. p is adjusted within each group.

    Returns
    -------
    DataFrame
        The group's columns, then those of `keyness`. Sorted by group, then as there.

    Raises
    ------
    ValueError
        `by` has not one value for each document, or a column that the result has too; or as `keyness` does.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": list("ab"), "text": ["tax tax tax tax", "peace peace peace"]})
    >>> keyness_by(tokenize(documents), ["left", "right"], resamples=0)[["group", "term"]].values.tolist()
    [['left', 'tax'], ['right', 'peace']]
    """
    group_of, groups = group_documents(by, len(tokens.doc_ids), dropna=dropna)
    nobody = np.zeros(len(tokens.doc_ids), dtype=bool)
    nothing = keyness(tokens, nobody, nobody, **options)
    if clash := set(groups.columns) & set(nothing.columns):
        raise ValueError(f"by has a column {min(clash)!r}, which the result has too: rename it")
    numbers = range(len(groups))
    parts = [keyness(tokens, group_of == i, (group_of >= 0) & (group_of != i), **options) for i in numbers]
    repeated = groups.iloc[np.repeat(np.arange(len(groups)), [len(part) for part in parts])].reset_index(drop=True)
    return pd.concat([repeated, pd.concat([nothing, *parts], ignore_index=True)], axis=1)


def _check(
    measures: Sequence[str],
    exclude: Collection[str],
    alpha: float | None,
    resamples: int,
    permutations: int,
    confidence: float,
) -> None:
    for name, given in (("measures", measures), ("exclude", exclude)):
        if isinstance(given, str):
            raise ValueError(f"{name} is the text {given!r}: give a collection, as [{given!r}]")
    if alpha is not None and not 0 < alpha <= 1:
        raise ValueError(f"alpha is {alpha}: it must lie between 0 and 1, as 0.05, or be None to keep all terms")
    for name, number in (("resamples", resamples), ("permutations", permutations)):
        if number < 0:
            raise ValueError(f"{name} is {number}: it must be 0 or more")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}: it must lie between 0 and 1, as 0.95")


def _sides(tokens: Tokens, target: Mask, reference: Mask | None) -> tuple[Side, Side]:
    in_target = _mask(target, len(tokens.doc_ids), "target")
    in_reference = ~in_target if reference is None else _mask(reference, len(tokens.doc_ids), "reference")
    if shared := int((in_target & in_reference).sum()):
        raise ValueError(f"target and reference share {shared} documents: each must be in one of them, or in none")
    # In the order of their names, documents are drawn alike in whatever order they are given.
    by_name, counts = np.argsort(tokens.doc_ids, kind="stable"), tokens.counts()
    masks = (in_target, in_reference)
    return tuple(Side(by_name[m[by_name]], int(tokens.lengths[m].sum()), *_sums(counts, m)) for m in masks)


def _mask(chosen: Mask, documents: int, name: str) -> np.ndarray:
    try:
        mask = pd.array(np.asarray(chosen, dtype=object), dtype="boolean").fillna(False).to_numpy(dtype=bool)
    except (TypeError, ValueError):
        raise ValueError(f"{name} holds other values than True and False: give a mask, as years == 2023") from None
    if mask.shape != (documents,):
        raise ValueError(f"{name} has {len(mask)} values for {documents} documents: give one for each, in their order")
    return mask


def _sums(counts: sparse.csr_array, side: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how often each term stands in the documents of a side, and in how many of them."""
    if 2 * side.sum() > len(side):  # fewer documents are left to take from all
        return tuple(of_all - others for of_all, others in zip(_column_sums(counts), _sums(counts, ~side), strict=True))
    return _column_sums(counts[side])


def _column_sums(rows: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    held = np.zeros(rows.shape[1], dtype=np.int64)
    # Some at a time, they stay in the processor's cache while they are widened and counted.
    for first in range(0, rows.nnz, AT_ONCE):
        held += np.bincount(rows.indices[first : first + AT_ONCE], minlength=rows.shape[1])
    return np.asarray(rows.sum(axis=0)).ravel().astype(np.int64), held


def _tested(
    tokens: Tokens,
    sides: tuple[Side, Side],
    minimum: int,
    minimum_documents: int,
    exclude: Collection[str],
    numbers: bool,
) -> np.ndarray:
    """Return the numbers of the terms to compare: none where there is nothing to compare with."""
    target, reference = sides
    if not (target.tokens and reference.tokens):
        return np.zeros(0, dtype=np.int64)
    enough = target.count + reference.count >= max(minimum, 1)
    enough &= target.held + reference.held >= minimum_documents
    enough[[number for number in map(tokens.number_of, exclude) if number >= 0]] = False
    tested = np.flatnonzero(enough)
    if not numbers:
        tested = tested[[any(map(str.isalpha, term)) for term in tokens.vocabulary[tested]]]
    return tested


def _table(sides: tuple[Side, Side], terms: np.ndarray) -> Contingency:
    target, reference = sides
    return contingency(target.count[terms], target.tokens, reference.count[terms], reference.tokens)


def _strongest_first(table: Contingency, rank_by: str) -> np.ndarray:
    strength = measure_named(rank_by)(table)
    return np.lexsort((-table.o11, strength if rank_by in SMALLEST_FIRST else -strength))


def _counted(sides: tuple[Side, Side], terms: np.ndarray) -> dict[str, np.ndarray]:
    named = dict(zip(("target", "reference"), sides, strict=True))
    counts = {f"count_{name}": side.count[terms] for name, side in named.items()}
    rates = {f"per_million_{name}": side.count[terms] * MILLION / max(side.tokens, 1) for name, side in named.items()}
    return counts | rates | {f"documents_{name}": side.held[terms] for name, side in named.items()}


def _over_documents(
    tokens: Tokens,
    terms: np.ndarray,
    sides: tuple[Side, Side],
    resamples: int,
    permutations: int,
    confidence: float,
    seed: int,
) -> dict[str, np.ndarray]:
    rows = tokens.counts()[:, terms]
    target, reference = (rows[side.documents] for side in sides)
    lengths = tuple(tokens.lengths[side.documents] for side in sides)
    draws = {"resamples": resamples, "confidence": confidence, "seed": seed}
    low, high = log_ratio_bounds(target, reference, lengths, **draws).T
    columns = {"log_ratio_low": low, "log_ratio_high": high}
    if permutations:
        columns["p_permutation"] = permutation_p(target, reference, lengths, permutations=permutations, seed=seed)
    return columns | {"dp_norm": dp_norm(target, lengths[0])}
