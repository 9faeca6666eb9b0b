"""The `by=` of every count: one group for each document."""

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


def _as_frame(by: pd.Series | pd.DataFrame | np.ndarray) -> pd.DataFrame:
    if isinstance(by, pd.DataFrame):
        return by.reset_index(drop=True)
    series = by if isinstance(by, pd.Series) else pd.Series(by)
    return series.reset_index(drop=True).to_frame(series.name if series.name is not None else "group")
