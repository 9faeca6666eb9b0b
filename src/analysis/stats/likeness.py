"""How alike the vocabularies of documents, or of groups of documents, are."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.bootstrap import blocks
from analysis.stats.checking import check_count
from analysis.text.tokens import Tokens

MOST_PAIRS = 20_000_000


@named_in_methods
def similarity(
    tokens: Tokens,
    by: pd.Series | np.ndarray | None = None,
    *,
    measure: str = "cosine",
    minimum: float | None = None,
    top: int | None = None,
    dropna: bool = True,
) -> pd.DataFrame:
    """Compare the words of every two documents, or of every two groups of them.

    Bare counts are compared, so common words weigh most; weighted ones, such as tf-idf, go to `similarity_of_rows`,
    which has the formulas.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    by : Series or array of shape (n,), optional
        The group of each document, in the order of the documents. The documents themselves are compared when left
        out.
    measure, minimum, top
        As `similarity_of_rows` takes them.
    dropna : bool
        Whether documents without a group are left out; else they are a group of their own.

    Returns
    -------
    DataFrame
        As `similarity_of_rows` gives it; the first column bears the name of `by`, or doc_id.

    Raises
    ------
    ValueError
        As `similarity_of_rows`; or `by` has several columns, or not one value for each document.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b", "c"], "text": ["open the road", "close the road", "peace"]})
    >>> similarity(tokenize(documents), measure="jaccard").values.tolist()
    [['a', 'b', 0.5], ['a', 'c', 0.0], ['b', 'c', 0.0]]
    """
    table = tokens.dtm(by, dropna=dropna)
    if table.rows.shape[1] != 1:
        raise ValueError(f"by has the columns {', '.join(table.rows)}: give one, such as the groups' names joined")
    return similarity_of_rows(table.counts, table.rows.iloc[:, 0], measure=measure, minimum=minimum, top=top)


def similarity_of_rows(
    rows: sparse.sparray | np.ndarray,
    names: pd.Series,
    *,
    measure: str = "cosine",
    minimum: float | None = None,
    top: int | None = None,
) -> pd.DataFrame:
    """Compare every two rows of a table.

    Of two rows x and y, over the columns that some row has (N columns; t are in both rows, a in x, b in y):

    - cosine: x·y / (|x| |y|) (Salton and McGill 1983); correlation: Pearson's, over all N columns, so that absent
      words count as agreement;
    - ejaccard: x·y / (|x|² + |y|² - x·y) (Tanimoto 1958); edice: 2 x·y / (|x|² + |y|²): of the counts, so rows of
      unequal size are unlike;
    - jaccard: t / (a + b - t) (Jaccard 1912); dice: 2 t / (a + b) (Dice 1945): of what is there at all;
    - simple_matching: (t + columns in neither) / N (Sokal and Michener 1958); hamann: 2 simple_matching - 1 (Hamann
      1961): both count absent words as agreement and depend on which other rows there are;
    - euclidean: |x - y|, a distance: 0 for equal rows.

    Parameters
    ----------
    rows : array or sparse array, shape (n, columns)
        Counts or weights, not negative.
    names : Series of length n
        What the rows are.
    measure : str
        One of those above.
    minimum : float, optional
        Pairs that are less alike get no row; not for euclidean.
    top : int, optional
        Of each row only so many others, the most alike, get a row (by order where they are equally alike); a pair
        may then stand twice, once under each.

    Returns
    -------
    DataFrame
        One row a pair, in the order of the rows, each pair once (but see `top`): the name of the one, in a column
        that bears the name of `names`, other, and the measure. It is missing where a row has nothing in it (cosine),
        does not vary (correlation), or neither has anything (jaccard, dice and their like); with minimum or top,
        such pairs are left out.

    Raises
    ------
    ValueError
        There is no such measure, the names do not fit, minimum is given for a distance, or there are more than
        20 million pairs and neither minimum nor top.

    >>> names = pd.Series(["a", "b"], name="actor")
    >>> similarity_of_rows(np.array([[1, 1, 0], [1, 1, 2]]), names, measure="ejaccard").values.tolist()
    [['a', 'b', 0.3333333333333333]]
    """
    table = _table(rows, choose(measure, FORMULAS, "measure of similarity"))
    names = pd.Series(names, name="name" if getattr(names, "name", None) is None else names.name)
    _check(table, names, measure, minimum, top)
    n = table.rows.shape[0]
    found = [_pairs(table, some, measure, minimum, top) for some in blocks(n, n)]
    nothing = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))
    one, other, value = (np.concatenate(part) for part in zip(nothing, *found, strict=True))
    columns = {names.name: names.iloc[one].array, "other": names.iloc[other].array, measure: value}
    return pd.DataFrame(columns)


@dataclass(frozen=True)
class _Table:
    """The rows to compare, each one's product with itself and sum, and how many columns are not empty."""

    rows: sparse.csr_array
    own: np.ndarray
    sums: np.ndarray
    columns: int


def _table(rows: sparse.sparray | np.ndarray, measure: str) -> _Table:
    table = sparse.csr_array(rows).astype(np.float64)
    table.sum_duplicates()
    table.eliminate_zeros()
    if measure in OF_PRESENCE:
        table.data[:] = 1
    own = np.asarray(table.multiply(table).sum(axis=1)).ravel()
    return _Table(table, own, np.asarray(table.sum(axis=1)).ravel(), len(np.unique(table.indices)))


def _check(table: _Table, names: pd.Series, measure: str, minimum: float | None, top: int | None) -> None:
    n = table.rows.shape[0]
    if len(names) != n:
        raise ValueError(f"{len(names)} names for {n} rows: give one for each")
    if names.name in ("other", measure):
        raise ValueError(f"the groups are called {names.name!r}, as a column of the result is: rename them")
    if minimum is not None and measure == "euclidean":
        raise ValueError("minimum is for similarities, and euclidean is a distance: give top")
    if top is not None:
        check_count("top", top, 1)
    if minimum is None and top is None and n * (n - 1) // 2 > MOST_PAIRS:
        raise ValueError(f"{n * (n - 1) // 2:,} pairs are too many to list: give top, minimum, or larger groups")


def _pairs(
    table: _Table, some: slice, measure: str, minimum: float | None, top: int | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of some rows with all, as numbers of rows, and their values."""
    product = (table.rows[some] @ table.rows.T).toarray()
    with np.errstate(invalid="ignore", divide="ignore"):
        values = FORMULAS[measure](product, table, some)
    here, all_rows = np.arange(some.start, some.stop)[:, None], np.arange(table.rows.shape[0])[None, :]
    wanted = all_rows != here if top is not None else all_rows > here
    if minimum is not None:
        wanted &= values >= minimum
    if top is not None:
        wanted &= ~np.isnan(values)
        distance = np.where(wanted, values if measure == "euclidean" else -values, np.inf)
        one = np.repeat(np.arange(len(values)), min(top, values.shape[1]))
        other = np.argsort(distance, axis=1, kind="stable")[:, :top].ravel()
        one, other = one[wanted[one, other]], other[wanted[one, other]]
    else:
        one, other = np.nonzero(wanted)
    return one + some.start, other, values[one, other]


def _cosine(product: np.ndarray, table: _Table, some: slice) -> np.ndarray:
    return np.minimum(product / np.sqrt(table.own[some, None] * table.own), 1)


def _correlation(product: np.ndarray, table: _Table, some: slice) -> np.ndarray:
    together = product - table.sums[some, None] * table.sums / table.columns
    apart = table.own - table.sums**2 / table.columns
    # What rounding leaves of the variance of a row that does not vary is none.
    apart = np.where(apart > 1e-12 * table.own, apart, np.nan)
    return np.clip(together / np.sqrt(apart[some, None] * apart), -1, 1)


def _jaccard(product: np.ndarray, table: _Table, some: slice) -> np.ndarray:
    return product / (table.own[some, None] + table.own - product)


def _dice(product: np.ndarray, table: _Table, some: slice) -> np.ndarray:
    return 2 * product / (table.own[some, None] + table.own)


def _simple_matching(product: np.ndarray, table: _Table, some: slice) -> np.ndarray:
    return 1 - (table.own[some, None] + table.own - 2 * product) / table.columns


def _hamann(product: np.ndarray, table: _Table, some: slice) -> np.ndarray:
    return 2 * _simple_matching(product, table, some) - 1


def _euclidean(product: np.ndarray, table: _Table, some: slice) -> np.ndarray:
    return np.sqrt(np.maximum(table.own[some, None] + table.own - 2 * product, 0))


OF_PRESENCE = ("jaccard", "dice", "simple_matching", "hamann")
FORMULAS: dict[str, Callable[[np.ndarray, _Table, slice], np.ndarray]] = {
    "cosine": _cosine,
    "correlation": _correlation,
    "jaccard": _jaccard,
    "ejaccard": _jaccard,
    "dice": _dice,
    "edice": _dice,
    "simple_matching": _simple_matching,
    "hamann": _hamann,
    "euclidean": _euclidean,
}
