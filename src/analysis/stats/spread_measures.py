"""The formulas of dispersion, of the occupied cells of a table of parts and terms."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class Cells:
    """The occupied cells of a table of parts and terms, and the sums over its rows and columns."""

    term: np.ndarray  # of each cell
    part: np.ndarray
    v: np.ndarray
    rate: np.ndarray
    count: np.ndarray  # of each term
    range: np.ndarray
    share: np.ndarray  # of each part

    @property
    def parts(self) -> int:
        return len(self.share)

    @property
    def observed(self) -> np.ndarray:
        return self.v / self.count[self.term]

    @property
    def expected(self) -> np.ndarray:
        return self.share[self.part]

    def sum(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.term, weights=values, minlength=len(self.count))


def cells_of(counts: sparse.sparray | np.ndarray, lengths: np.ndarray) -> Cells:
    """Return the cells of a table of shape (parts, terms), without the parts of length 0; ValueError if misshapen."""
    lengths = np.asarray(lengths, dtype=float)
    table = sparse.csr_array(counts)
    if table.ndim != 2 or lengths.shape != table.shape[:1]:
        raise ValueError(f"counts has the shape {table.shape}, lengths {lengths.shape}: give one length for each row")
    table.sum_duplicates()
    cells = table.tocsc().tocoo()
    part, term = cells.coords
    held = cells.data != 0
    part, term, v = part[held], term[held], cells.data[held].astype(float)
    if (v < 0).any() or (v > lengths[part]).any():
        raise ValueError("a part has more of a term than it has tokens, or less than none: see counts and lengths")
    number = np.cumsum(lengths > 0) - 1
    share = lengths[lengths > 0] / max(lengths.sum(), 1)
    sums = np.bincount(term, weights=v, minlength=table.shape[1])
    return Cells(term, number[part], v, v / lengths[part], sums, np.bincount(term, minlength=table.shape[1]), share)


def _range_share(cells: Cells) -> np.ndarray:
    return cells.range / cells.parts


def _variation(cells: Cells, values: np.ndarray) -> np.ndarray:
    """Return the standard deviation of the population of parts, over its mean."""
    n, total = cells.parts, cells.sum(values)
    apart = cells.sum((values - total[cells.term] / n) ** 2) + (n - cells.range) * (total / n) ** 2
    return np.sqrt(apart / n) / (total / n)


def _juilland_d(cells: Cells) -> np.ndarray:
    return 1 - _variation(cells, cells.rate) / np.sqrt(np.float64(cells.parts - 1))


def _carroll_d2(cells: Cells) -> np.ndarray:
    of_rates = cells.rate / cells.sum(cells.rate)[cells.term]
    return -cells.sum(of_rates * np.log2(of_rates)) / np.log2(cells.parts)


def _rosengren_s(cells: Cells) -> np.ndarray:
    return cells.sum(np.sqrt(cells.expected * cells.v)) ** 2 / cells.count


def _lyne_d3(cells: Cells) -> np.ndarray:
    return 1 - (cells.sum(cells.v**2 / cells.expected) / cells.count - cells.count) / (4 * cells.count)


def _zhang_dc(cells: Cells) -> np.ndarray:
    return cells.sum(np.sqrt(cells.rate)) ** 2 / cells.parts / cells.sum(cells.rate)


def _da(cells: Cells) -> np.ndarray:
    # The sum of |p - p'| over all pairs is that of (2 rank - n - 1) p over the sorted p, absent terms ranking first.
    order = np.lexsort((cells.rate, cells.term))
    first = np.cumsum(cells.range) - cells.range
    rank = np.empty(len(order))
    rank[order] = np.arange(len(order)) - first[cells.term[order]] + 1
    rank += (cells.parts - cells.range)[cells.term]
    apart = cells.sum((2 * rank - cells.parts - 1) * cells.rate)
    return 1 - apart / (np.float64(cells.parts - 1) * cells.sum(cells.rate))


def _dp(cells: Cells) -> np.ndarray:
    elsewhere = 1 - cells.sum(cells.expected)
    return np.maximum(cells.sum(np.abs(cells.observed - cells.expected)) + elsewhere, 0) / 2


def _dp_norm(cells: Cells) -> np.ndarray:
    return _dp(cells) / (1 - cells.share.min(initial=1))


def _dp_norm_egbert(cells: Cells) -> np.ndarray:
    smallest = np.ones(len(cells.count))
    np.minimum.at(smallest, cells.term, cells.expected)
    return _dp(cells) / (1 - smallest)


def _kld(cells: Cells) -> np.ndarray:
    return np.maximum(cells.sum(cells.observed * np.log2(cells.observed / cells.expected)), 0)


def _jsd(cells: Cells) -> np.ndarray:
    o, s = cells.observed, cells.expected
    middle = (o + s) / 2
    elsewhere = 1 - cells.sum(s)  # there the middle is s / 2, of which s is the double: 1 bit
    return np.maximum(cells.sum(o * np.log2(o / middle) + s * np.log2(s / middle)) + elsewhere, 0) / 2


def _hellinger(cells: Cells) -> np.ndarray:
    return np.sqrt(np.maximum(1 - cells.sum(np.sqrt(cells.observed * cells.expected)), 0))


def _carroll_um(cells: Cells) -> np.ndarray:
    d2 = _carroll_d2(cells)
    return d2 * cells.count + (1 - d2) * cells.sum(cells.expected * cells.v)


MEASURES: dict[str, Callable[[Cells], np.ndarray]] = {
    "range_share": _range_share,
    "juilland_d": _juilland_d,
    "carroll_d2": _carroll_d2,
    "rosengren_s": _rosengren_s,
    "lyne_d3": _lyne_d3,
    "zhang_dc": _zhang_dc,
    "da": _da,
    "vc": lambda cells: _variation(cells, cells.v),
    "dp": _dp,
    "dp_norm": _dp_norm,
    "dp_norm_egbert": _dp_norm_egbert,
    "kld": _kld,
    "jsd": _jsd,
    "hellinger": _hellinger,
    "juilland_u": lambda cells: _juilland_d(cells) * cells.count,
    "carroll_um": _carroll_um,
    "rosengren_kf": lambda cells: _rosengren_s(cells) * cells.count,
}


def distances_of(ids: np.ndarray, terms: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the term of each hit, how far its next hit is, around the corpus's end, and the hits of each term."""
    order = np.argsort(ids, kind="stable")
    count = np.bincount(ids, minlength=terms)
    last = np.cumsum(count)[count > 0] - 1
    following = np.roll(order, -1)
    following[last] = order[last - count[count > 0] + 1] + len(ids)
    return ids[order], (following - order).astype(float), count


def _arf(term: np.ndarray, distance: np.ndarray, count: np.ndarray) -> np.ndarray:
    equal = len(term) / count
    return np.bincount(term, weights=np.minimum(distance, equal[term]), minlength=len(count)) / equal


def _f_awt(term: np.ndarray, distance: np.ndarray, count: np.ndarray) -> np.ndarray:
    return len(term) ** 2 / np.bincount(term, weights=distance**2, minlength=len(count))


def _awt(term: np.ndarray, distance: np.ndarray, count: np.ndarray) -> np.ndarray:
    return (1 + len(term) / _f_awt(term, distance, count)) / 2


def _ald(term: np.ndarray, distance: np.ndarray, count: np.ndarray) -> np.ndarray:
    return np.bincount(term, weights=distance * np.log10(distance), minlength=len(count)) / len(term)


def _f_ald(term: np.ndarray, distance: np.ndarray, count: np.ndarray) -> np.ndarray:
    return len(term) / 10 ** _ald(term, distance, count)


OF_DISTANCES: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]] = {
    "arf": _arf,
    "awt": _awt,
    "f_awt": _f_awt,
    "ald": _ald,
    "f_ald": _f_ald,
}
