"""Counts and inverted indexes of many tokens, by compiled code in linear time."""

import numpy as np

from analysis.text.compiling import compiled


@compiled
def count_rows(ids, offsets, terms):  # pragma: no cover - compiled
    """Return how often each term stands in each row, as the parts of a sparse array whose columns are unsorted.

    Parameters
    ----------
    ids : int32 array, shape (tokens,)
        Numbers of terms.
    offsets : int64 array, shape (rows + 1,)
        Where each row begins, and the last ends.
    terms : int
        How many terms there are.

    Returns
    -------
    (int64 array, int32 array, int64 array)
        The counts, their columns, and where each row begins.
    """
    rows = len(offsets) - 1
    seen_at = np.full(terms, -1, dtype=np.int64)
    begins = np.zeros(rows + 1, dtype=np.int64)
    # Room for tokens that are all different; what stays unused never becomes memory.
    counts, columns = np.empty(len(ids), dtype=np.int64), np.empty(len(ids), dtype=np.int32)
    used = 0
    for row in range(rows):
        first = used
        for place in range(offsets[row], offsets[row + 1]):
            term = ids[place]
            if seen_at[term] < first:
                seen_at[term] = used
                columns[used] = term
                counts[used] = 1
                used += 1
            else:
                counts[seen_at[term]] += 1
        begins[row + 1] = used
    return counts[:used], columns[:used], begins


@compiled
def order_by_term(ids, bounds):  # pragma: no cover - compiled
    """Return where each term stands, term by term, each ascending.

    Parameters
    ----------
    ids : int32 array, shape (tokens,)
        Numbers of terms.
    bounds : int64 array, shape (terms + 1,)
        How many tokens there are of the terms before each.
    """
    nexts = bounds[:-1].copy()
    order = np.empty(len(ids), dtype=np.int32)
    for place in range(len(ids)):
        order[nexts[ids[place]]] = place
        nexts[ids[place]] += 1
    return order
