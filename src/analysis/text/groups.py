"""The `by=` of every count: one group for each document."""

from collections.abc import Iterable

import numpy as np
import pandas as pd


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
