"""The `by=` of every count: one group for each document."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from scipy import sparse


def group_documents(
    by: pd.Series | pd.DataFrame | np.ndarray | None, documents: int, *, dropna: bool = True
) -> tuple[np.ndarray, pd.DataFrame]:
    """Number the groups of the documents.

    Parameters
    ----------
    by : Series or array of shape (documents,), DataFrame of that many rows, or None
        The group of each document; None makes one group of all.
    documents : int
        How many documents there are.
    dropna : bool
        Whether documents with a missing group belong to none (-1); else missing is a group, sorted last.

    Returns
    -------
    (int64 array of shape (documents,), DataFrame)
        Each document's group number, and the groups as plain columns, sorted; no columns when `by` is None.

    Raises
    ------
    ValueError
        `by` has not one value for each document.

    >>> numbers, groups = group_documents(pd.Series(["b", None, "a"], name="actor"), 3)
    >>> numbers.tolist(), groups["actor"].tolist()
    ([1, -1, 0], ['a', 'b'])
    """
    if by is None:
        return np.zeros(documents, dtype=np.int64), pd.DataFrame(index=range(1))
    frame = _as_frame(by)
    if len(frame) != documents:
        raise ValueError(f"by has {len(frame)} values for {documents} documents: give one for each, in their order")
    grouped = frame.groupby(list(frame.columns), dropna=dropna, sort=True, observed=True)
    numbers = grouped.ngroup().fillna(-1).to_numpy(dtype=np.int64)
    groups = grouped.size().index.to_frame(index=False)
    return numbers, groups


def members_of(group_of: np.ndarray, groups: int, order: np.ndarray | None = None) -> list[np.ndarray]:
    """Return the numbers of each group's documents.

    Parameters
    ----------
    group_of : int array, shape (documents,)
        As `group_documents` numbers them; -1 is none.
    groups : int
        How many groups there are.
    order : int array, shape (documents,), optional
        The order in which each group's documents come; their own when left out.

    >>> [some.tolist() for some in members_of(np.array([1, -1, 0, 1]), 2)]
    [[2], [0, 3]]
    """
    order = np.arange(len(group_of)) if order is None else order
    grouped = order[np.argsort(group_of[order], kind="stable")]
    begins = np.searchsorted(group_of[grouped], np.arange(groups))
    return np.split(grouped, begins)[1:]  # those of no group come first


def membership(group_of: np.ndarray, groups: int) -> "sparse.csr_array":
    """Return the table by which rows of documents are summed by group: int64, shape (groups, documents).

    Parameters
    ----------
    group_of, groups
        As `members_of` takes them.

    >>> (membership(np.array([1, -1, 0, 1]), 2) @ np.array([1, 10, 100, 1000])).tolist()
    [100, 1001]
    """
    from scipy import sparse

    known = np.flatnonzero(group_of >= 0)
    cells = (np.ones(len(known), dtype=np.int64), (group_of[known], known))
    return sparse.csr_array(cells, shape=(groups, len(group_of)))


def under_groups(groups: pd.DataFrame, parts: list[pd.DataFrame], nothing: pd.DataFrame) -> pd.DataFrame:
    """Put the rows of each group one below another, with the group's columns before them.

    Parameters
    ----------
    groups : DataFrame
        As `group_documents` gives them.
    parts : list of DataFrame
        The rows of each group.
    nothing : DataFrame
        As the parts, without a row: what there is if there is no group.

    >>> parts = [pd.DataFrame({"n": [1, 2]}), pd.DataFrame({"n": [3]})]
    >>> under_groups(pd.DataFrame({"side": ["x", "y"]}), parts, parts[0].head(0)).values.tolist()
    [['x', 1], ['x', 2], ['y', 3]]
    """
    repeated = groups.iloc[np.repeat(np.arange(len(groups)), [len(part) for part in parts])].reset_index(drop=True)
    return pd.concat([repeated, pd.concat([nothing, *parts], ignore_index=True)], axis=1)


def document_mask(chosen: Iterable[bool], documents: int, name: str) -> np.ndarray:
    """Return which documents are chosen: bool, shape (documents,).

    Parameters
    ----------
    chosen : bool Series or array of shape (documents,)
        A missing value is False.
    documents : int
        How many documents there are.
    name : str
        What the user calls the choice, for the message.

    Raises
    ------
    ValueError
        There is not one value for each document, or there are others than True and False.

    >>> document_mask([True, None], 2, "keep").tolist()
    [True, False]
    """
    try:
        mask = pd.array(np.asarray(chosen, dtype=object), dtype="boolean").fillna(False).to_numpy(dtype=bool)
    except (TypeError, ValueError):
        raise ValueError(f"{name} holds other values than True and False: give a mask, as years == 2023") from None
    if mask.shape != (documents,):
        raise ValueError(f"{name} has {len(mask)} values for {documents} documents: give one for each, in their order")
    return mask


def _as_frame(by: pd.Series | pd.DataFrame | np.ndarray) -> pd.DataFrame:
    if isinstance(by, str):
        raise ValueError(f"by is the text {by!r}: give the values themselves, as documents[{by!r}]")
    if isinstance(by, pd.DataFrame):
        if not len(by.columns) or not by.columns.is_unique:
            raise ValueError(
                f"by has the columns {', '.join(map(str, by.columns)) or '(none)'}: give one or more, each once"
            )
        return by.reset_index(drop=True)
    series = by if isinstance(by, pd.Series) else pd.Series(by)
    return series.reset_index(drop=True).to_frame(series.name if series.name is not None else "group")
