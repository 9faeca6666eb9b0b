"""Signatures cut into bands, so that only texts that share a band are compared (locality-sensitive hashing).

Leskovec, J., Rajaraman, A., & Ullman, J. D. (2020). Mining of Massive Datasets (3rd ed.), chapter 3.4.
Cambridge University Press.
"""

import numpy as np

MISSED = 0.01  # highest share of pairs at the threshold that may be overlooked
LARGEST_BUCKET = 256  # originals; those beyond share the band through what all texts of a source share
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
MIXER = np.uint64(0xBF58476D1CE4E5B9)


def bands_for(threshold: float, values: int) -> tuple[int, int]:
    """Choose how many bands of how many rows a signature is cut into.

    Two texts of similarity s share one of b bands of r rows with probability 1 - (1 - s^r)^b. Chosen is
    the largest r that overlooks at most one in a hundred pairs at the threshold.

    Parameters
    ----------
    threshold : float
        Similarity, above 0 and up to 1.
    values : int
        Values in a signature.

    Returns
    -------
    (int, int)
        Bands and rows.

    >>> bands_for(0.7, 128)
    (32, 4)
    """
    fit = [rows for rows in range(1, values + 1) if (1 - threshold**rows) ** (values // rows) <= MISSED]
    rows = max(fit, default=1)
    return values // rows, rows


def band_groups(signatures: np.ndarray, positions: np.ndarray, threshold: float) -> np.ndarray:
    """Number the groups of texts that share a band.

    Parameters
    ----------
    signatures : ndarray of uint32, shape (texts, values)
        MinHash signatures.
    positions : ndarray of int, shape (n,)
        Which texts.
    threshold : float
        Least similarity of pairs that are to be found.

    Returns
    -------
    ndarray of int32, shape (n, bands)
        Number of the group that a text is in, by band, from 0; -1 where it shares the band with none.
    """
    bands, rows = bands_for(threshold, signatures.shape[1])
    groups = np.full((len(positions), bands), -1, dtype=np.int32)
    total = 0
    for band in range(bands):
        hashed = np.zeros(len(positions), dtype=np.uint64)
        for row in range(band * rows, (band + 1) * rows):
            hashed = (hashed ^ signatures[positions, row]) * MULTIPLIER
            hashed = (hashed ^ (hashed >> np.uint64(31))) * MIXER
        numbers, sizes = np.unique(hashed, return_inverse=True, return_counts=True)[1:]
        shared = sizes > 1
        names = np.full(len(sizes), -1, dtype=np.int32)
        names[shared] = np.arange(total, total + shared.sum())
        groups[:, band] = names[numbers]
        total += int(shared.sum())
    return groups


class Buckets:
    """The originals met so far, by the groups they are in; as many slots as groups have members."""

    def __init__(self, groups: np.ndarray) -> None:
        """Make room for the originals among texts whose groups `band_groups` has numbered."""
        self._groups = groups
        sizes = np.minimum(np.bincount(groups[groups >= 0]), LARGEST_BUCKET)
        self._ends = np.cumsum(sizes)
        self._starts = self._ends - sizes
        self._filled = self._starts.copy()
        self._slots = np.empty(int(sizes.sum()), dtype=np.int32)

    def originals_near(self, text: int) -> np.ndarray:
        """Return the originals that share a band with a text, ascending."""
        own = self._own(text)
        starts, filled = self._starts[own], self._filled[own]
        met = filled > starts
        pieces = [self._slots[a:b] for a, b in zip(starts[met].tolist(), filled[met].tolist(), strict=True)]
        return np.unique(np.concatenate(pieces)) if pieces else np.empty(0, dtype=np.int32)

    def add(self, text: int) -> None:
        """Add a text as an original."""
        own = self._own(text)
        own = own[self._filled[own] < self._ends[own]]
        self._slots[self._filled[own]] = text
        self._filled[own] += 1

    def _own(self, text: int) -> np.ndarray:
        groups = self._groups[text]
        return groups[groups >= 0]
