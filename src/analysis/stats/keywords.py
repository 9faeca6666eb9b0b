"""Which terms a set of documents has more often, or less, than another."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats import adjusting
from analysis.stats.checking import (
    MILLION,
    check_collection,
    check_confidence,
    check_count,
    check_no_clash,
    draw_order,
    has_letter,
    term_numbers,
)
from analysis.stats.contingency import (
    KNOWN_AS,
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
from analysis.text.groups import document_mask, group_documents, under_groups
from analysis.text.tokens import Tokens

AT_ONCE = 2**18
EVIDENCE = {
    "g2": lambda table: p_of_chi2(g2(table)),
    "g2_two_cell": lambda table: p_of_chi2(g2_two_cell(table)),
    "chi2": lambda table: p_of_chi2(chi2(table)),
    "fisher_p": fisher_p,
}
PERMUTATION = "permutation"
SMALLEST_FIRST = ("fisher_p",)
Mask = pd.Series | np.ndarray | Sequence[bool]


class Side(NamedTuple):
    """The target or the reference: its documents, its tokens, and how often and in how many documents terms stand."""

    documents: np.ndarray  # in the order of their names
    tokens: int
    count: np.ndarray
    held: np.ndarray


@named_in_methods
def keyness(
    tokens: Tokens,
    target: Mask,
    reference: Mask | None = None,
    *,
    measures: Sequence[str] | str = ("log_ratio", "g2"),
    sort_by: str = "log_ratio",
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

    The interval is the percentile bootstrap's. Of a term in fewer than 5 documents of a side it is the outer one of
    that and of `log_ratio_interval`, which takes tokens as independent: so few documents, drawn again, hardly vary,
    and with none there is nothing that varies, so that the bootstrap alone would hide how unsure the count is.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    target : bool Series or array of shape (n,)
        Which documents are looked at, in the order of the documents; a missing value is False.
    reference : bool Series or array of shape (n,), optional
        Which documents they are compared with; all others when left out.
    measures : sequence of str, or str
        Which columns there are, of `contingency.MEASURES`; `sort_by` is added when it is not among them.
    sort_by : str
        The measure that sorts the terms, strongest first.
    evidence : str
        The test that gives p: "g2", "g2_two_cell", "chi2" or "fisher_p", which take tokens as independent, or
        "permutation", which is over documents and needs `permutations`.
    adjust : str
        How p is adjusted for the number of terms: as `adjust` takes it.
    alpha : float, optional
        Terms whose adjusted p is above it get no row; None keeps all.
    minimum : int
        Terms that stand less often in target and reference together are not tested.
    minimum_documents : int
        Terms that stand in fewer documents of target and reference together are not tested.
    exclude : collection of str
        Terms that are not tested, such as `text.stop_words()`, in whatever case. They still count as tokens.
    numbers : bool
        Whether terms without a letter, as 2023 or 120,000, are tested. They count as tokens anyway.
    both_sides : bool
        Whether terms that are less frequent in the target get a row too, not only those that are more frequent.
    resamples : int
        How many bootstrap samples of the documents are drawn; 0 leaves the interval empty.
    permutations : int
        How often the documents are dealt out at random to the two sides; 0 leaves p_permutation out. No p is below
        1 / (1 + permutations): adjusted by "holm", none of m terms can be below alpha unless there are m / alpha
        permutations, while "bh" finds many such terms with fewer.
    confidence : float
        Between 0 and 1.
    seed : int
        Seed of the random draws; the same seed gives the same result, in whatever order the documents are.

    Returns
    -------
    DataFrame
        One row a term: term, count_target, count_reference (tokens), per_million_target, per_million_reference,
        documents_target, documents_reference (that have the term), the measures, p, p_adjusted, log_ratio_low,
        log_ratio_high (bounds of the log ratio; missing where a side has fewer than two documents), p_permutation and
        p_permutation_adjusted (of all terms tested, by `adjust`; p and p_adjusted are the same if they are the
        evidence), dp_norm (how unevenly the term is spread over the target's documents: 0 even, 1 most uneven),
        target_tokens, reference_tokens (the denominators). Sorted by `sort_by`, count_target, term. No row where a
        side has no tokens.

    Raises
    ------
    ValueError
        Target and reference overlap, have not one value for each document or are not bools; there is no such
        measure, test or adjustment; a number is out of its range; or the evidence is of permutations, and there are
        none.

    >>> from analysis.text import tokenize
    >>> texts = ["tax tax tax cut", "tax the tax tax", "peace the peace", "the peace of the peace"]
    >>> documents = pd.DataFrame({"doc_id": list("abcd"), "text": texts})
    >>> keys = keyness(tokenize(documents), [True, True, False, False], alpha=0.05)
    >>> keys[["term", "count_target", "count_reference", "documents_target"]].values.tolist()
    [['tax', 6, 0, 2]]
    """
    counts = {"minimum": minimum, "minimum_documents": minimum_documents}
    _check(exclude, alpha, counts | {"resamples": resamples, "permutations": permutations}, confidence)
    _check_evidence(evidence, permutations)
    measures = [measures] if isinstance(measures, str) else measures
    columns = {name: measure_named(name) for name in dict.fromkeys([*measures, sort_by])}
    sides = _sides(tokens, target, reference)
    tested = _tested(tokens, sides, minimum, minimum_documents, exclude, numbers)
    table = _table(sides, tested)
    dealt = _of_permutations(tokens, tested, sides, permutations, adjust, seed)
    p = dealt["p_permutation"] if evidence == PERMUTATION else EVIDENCE[evidence](table)
    adjusted = adjusting.adjust(p, adjust)
    kept = np.flatnonzero((adjusted <= (1 if alpha is None else alpha)) & (both_sides | (departure(table) > 0)))
    kept = kept[_strongest_first(_table(sides, tested[kept]), sort_by)]
    terms = tested[kept]
    table = _table(sides, terms)
    frame = {
        "term": pd.array(tokens.vocabulary[terms], dtype="str"),
        **_counted(sides, terms),
        **{name: measure(table) for name, measure in columns.items()},
        "p": p[kept],
        "p_adjusted": adjusted[kept],
        **_bounds(tokens, terms, sides, resamples, confidence, seed),
        **{name: values[kept] for name, values in dealt.items()},
        "dp_norm": dp_norm(tokens.counts()[sides[0].documents][:, terms], tokens.lengths[sides[0].documents]),
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
    check_no_clash(groups, nothing.columns)
    numbers = range(len(groups))
    parts = [keyness(tokens, group_of == i, (group_of >= 0) & (group_of != i), **options) for i in numbers]
    return under_groups(groups, parts, nothing)


def _check(exclude: Collection[str], alpha: float | None, counts: dict[str, int], confidence: float) -> None:
    check_collection("exclude", exclude)
    for name, count in counts.items():
        check_count(name, count)
    check_confidence(confidence)
    if alpha is not None and not 0 < alpha <= 1:
        raise ValueError(f"alpha is {alpha}: it must lie between 0 and 1, as 0.05, or be None to keep all terms")


def _check_evidence(evidence: str, permutations: int) -> None:
    choose(evidence, [*EVIDENCE, PERMUTATION], "test of evidence", KNOWN_AS)
    if evidence == PERMUTATION and not permutations:
        raise ValueError("evidence is 'permutation', and permutations is 0: say how many there are to be, as 9999")


def _sides(tokens: Tokens, target: Mask, reference: Mask | None) -> tuple[Side, Side]:
    in_target = document_mask(target, len(tokens.doc_ids), "target")
    in_reference = ~in_target if reference is None else document_mask(reference, len(tokens.doc_ids), "reference")
    if shared := int((in_target & in_reference).sum()):
        raise ValueError(f"target and reference share {shared} documents: each must be in one of them, or in none")
    by_name = draw_order(tokens.doc_ids)
    masks = (in_target, in_reference)
    return tuple(Side(by_name[m[by_name]], int(tokens.lengths[m].sum()), *_sums(tokens, m)) for m in masks)


def _sums(tokens: Tokens, side: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how often each term stands in the documents of a side, and in how many of them."""
    if 2 * side.sum() > len(side):  # fewer documents are left to take from all
        of_all, others = (tokens.totals, tokens.document_frequencies), _sums(tokens, ~side)
        return of_all[0] - others[0], of_all[1] - others[1]
    rows = tokens.counts()[side]
    return np.asarray(rows.sum(axis=0)).ravel().astype(np.int64), _held(rows)


def _held(rows: sparse.csr_array) -> np.ndarray:
    held = np.zeros(rows.shape[1], dtype=np.int64)
    # Some at a time, they stay in the processor's cache while they are widened and counted.
    for first in range(0, rows.nnz, AT_ONCE):
        held += np.bincount(rows.indices[first : first + AT_ONCE], minlength=rows.shape[1])
    return held


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
    enough[term_numbers(tokens, exclude)] = False
    tested = np.flatnonzero(enough)
    return tested if numbers else tested[has_letter(tokens.vocabulary[tested])]


def _table(sides: tuple[Side, Side], terms: np.ndarray) -> Contingency:
    target, reference = sides
    return contingency(target.count[terms], target.tokens, reference.count[terms], reference.tokens)


def _strongest_first(table: Contingency, sort_by: str) -> np.ndarray:
    strength = measure_named(sort_by)(table)
    return np.lexsort((-table.o11, strength if sort_by in SMALLEST_FIRST else -strength))


def _counted(sides: tuple[Side, Side], terms: np.ndarray) -> dict[str, np.ndarray]:
    named = dict(zip(("target", "reference"), sides, strict=True))
    counts = {f"count_{name}": side.count[terms] for name, side in named.items()}
    rates = {f"per_million_{name}": side.count[terms] * MILLION / max(side.tokens, 1) for name, side in named.items()}
    return counts | rates | {f"documents_{name}": side.held[terms] for name, side in named.items()}


def _bounds(
    tokens: Tokens, terms: np.ndarray, sides: tuple[Side, Side], resamples: int, confidence: float, seed: int
) -> dict[str, np.ndarray]:
    if not resamples:  # then nobody looks at the counts, which may be nearly all there are
        return dict.fromkeys(("log_ratio_low", "log_ratio_high"), np.full(len(terms), np.nan))
    target, reference, lengths = _documents(tokens, terms, sides)
    draws = {"resamples": resamples, "confidence": confidence, "seed": seed}
    low, high = log_ratio_bounds(target, reference, lengths, **draws).T
    return {"log_ratio_low": low, "log_ratio_high": high}


def _of_permutations(
    tokens: Tokens, terms: np.ndarray, sides: tuple[Side, Side], permutations: int, adjust: str, seed: int
) -> dict[str, np.ndarray]:
    if not permutations:
        return {}
    target, reference, lengths = _documents(tokens, terms, sides)
    p = permutation_p(target, reference, lengths, permutations=permutations, seed=seed)
    return {"p_permutation": p, "p_permutation_adjusted": adjusting.adjust(p, adjust)}


def _documents(
    tokens: Tokens, terms: np.ndarray, sides: tuple[Side, Side]
) -> tuple[sparse.csr_array, sparse.csr_array, tuple[np.ndarray, np.ndarray]]:
    """Return how often each document of either side has each term, and how many tokens it has."""
    target, reference = (tokens.counts()[side.documents][:, terms] for side in sides)
    return target, reference, tuple(tokens.lengths[side.documents] for side in sides)
