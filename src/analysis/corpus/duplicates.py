"""Texts that repeat others: the same words, or nearly the same text.

Near duplicates share most of their word 5-grams (Broder 1997). Pairs that may do so are found through
MinHash signatures cut into bands (Leskovec, Rajaraman & Ullman 2020, chapter 3) and then compared by
their true Jaccard coefficient.

Broder, A. Z. (1997). On the resemblance and containment of documents. Compression and Complexity of
Sequences, 21-29.
Leskovec, J., Rajaraman, A., & Ullman, J. D. (2020). Mining of Massive Datasets (3rd ed.). Cambridge
University Press.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import pandas as pd
import regex
from rensa import RMinHash

from analysis.corpus.assembling import earliest_first, mark_repeated
from analysis.corpus.banding import Buckets, band_groups
from analysis.corpus.spooling import SpooledSets

SHINGLE = 5  # words
LEAST_SHINGLES = 4  # those of eight words; shorter texts share theirs by chance
SIGNATURE = 128  # hash values
SEED = 1997
THRESHOLD = 0.7
MARGIN = 0.2  # five standard errors of a signature's estimate near the threshold
MOST_COMPARED = 32  # originals, those with the highest estimates
MULTIPLIER = 0x9E3779B97F4A7C15
ASCII_WORD = regex.compile(r"[a-z0-9]+")
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
CLUSTER_COLUMNS = ("doc_id", "duplicate_of", "similarity", "date", "source", "title")


def words(text: str) -> list[str]:
    """Return the words of a text without case, punctuation and white space (Unicode NFKC and case folding).

    >>> words("“The Road” is CLOSED – since the 12th.")
    ['the', 'road', 'is', 'closed', 'since', 'the', '12th']
    """
    if text.isascii():
        return ASCII_WORD.findall(text.lower())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return WORD.findall(folded)


def fingerprint(text: str) -> str:
    """Return what texts of the same words have in common: 32 hex digits, none for a text without words.

    >>> fingerprint("The road is closed.") == fingerprint("“The road” – is closed!")
    True
    >>> fingerprint("…")
    ''
    """
    found = words(text)
    return blake2b(" ".join(found).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest() if found else ""


def shingles(text: str, size: int = SHINGLE) -> np.ndarray:
    """Return the word n-grams of a text as hash values.

    Parameters
    ----------
    text : str
        The text.
    size : int
        Words in an n-gram. A text with fewer words is one n-gram of what it has.

    Returns
    -------
    ndarray of uint64
        Sorted, each once; the same on every machine. Empty for a text without words.

    >>> len(shingles("the road is closed and the road is closed"))
    5
    """
    found = words(text)
    hashes = np.fromiter(map(_word_hash, found), dtype=np.uint64, count=len(found))
    size = min(size, len(hashes))
    if not size:
        return hashes
    combined = np.zeros(len(hashes) - size + 1, dtype=np.uint64)
    for place in range(size):
        combined = combined * np.uint64(MULTIPLIER) + hashes[place : place + len(combined)]
    return np.unique(combined)


@lru_cache(maxsize=1 << 16)
def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def signature(shingles: np.ndarray) -> np.ndarray:
    """Return the MinHash signature of a set: the share of equal values estimates the Jaccard coefficient.

    Parameters
    ----------
    shingles : ndarray of uint64
        As `shingles` gives them.

    Returns
    -------
    ndarray of uint32, shape (128,)

    >>> first, second = shingles("the road is closed since Monday"), shingles("the road is closed since Friday")
    >>> bool(0 < np.mean(signature(first) == signature(second)) < 1)
    True
    """
    offsets = np.array([0, len(shingles)], dtype=np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(shingles, offsets, SIGNATURE, SEED)
    return np.array(matrix.to_rows()[0], dtype=np.uint32)


def find_duplicates(
    fingerprints: Sequence[str],
    signatures: np.ndarray,
    order: Sequence[int],
    shingles_of: Callable[[Sequence[int]], Iterable[np.ndarray]],
    threshold: float = THRESHOLD,
) -> pd.DataFrame:
    """Find the texts that repeat an earlier one, wholly or nearly.

    A text is compared with originals alone, never with texts that repeat others, so that every text of a
    cluster is as similar to its original as the threshold says. Of several it repeats the most similar,
    then the earliest. Texts of fewer than four different 5-grams (eight words) repeat others only word
    for word. Signatures overlook a pair at the threshold less than once in a hundred times, at 0.7 about
    once in 6,000, and seldom one above it.

    Parameters
    ----------
    fingerprints : sequence of str
        As `fingerprint` gives them, one a text; texts without words ("") are left alone.
    signatures : ndarray of uint32, shape (texts, 128)
        As `signature` gives them.
    order : sequence of int
        The positions of the texts, those first that are to count as originals.
    shingles_of : function
        Positions, ascending -> the shingles of each, in turn. It is called once, for the texts that may
        repeat another.
    threshold : float
        Least Jaccard coefficient of the sets of word 5-grams, above 0 and up to 1.

    Returns
    -------
    DataFrame
        One row a text: original (Int64, position of the text that it repeats; missing for originals) and
        similarity (float64: 1 for the same words, else the Jaccard coefficient; NaN for originals).

    Raises
    ------
    ValueError
        The threshold is not above 0 and up to 1.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold is {threshold}: give a number above 0 and up to 1, such as {THRESHOLD}")
    order = np.asarray(order, dtype=np.int64)
    original = np.full(len(fingerprints), -1, dtype=np.int64)
    similarity = np.full(len(fingerprints), np.nan)
    first = _first_of_same_words(fingerprints, order)
    distinct = order[first[order] == order]
    for position, of, jaccard in _near_duplicates(distinct, signatures, shingles_of, threshold):
        original[position], similarity[position] = of, jaccard
    same = np.flatnonzero((first >= 0) & (first != np.arange(len(first))))
    near = original[first[same]]
    original[same] = np.where(near < 0, first[same], near)
    similarity[same] = np.where(near < 0, 1.0, similarity[first[same]])
    repeats = pd.array(original, dtype="Int64")
    repeats[original < 0] = pd.NA
    return pd.DataFrame({"original": repeats, "similarity": similarity})


def _first_of_same_words(fingerprints: Sequence[str], order: np.ndarray) -> np.ndarray:
    """Return for each text the first in order with its fingerprint; -1 for texts without words."""
    firsts: dict[str, int] = {}
    found = np.full(len(fingerprints), -1, dtype=np.int64)
    for position in order.tolist():
        if mark := fingerprints[position]:
            found[position] = firsts.setdefault(mark, position)
    return found


def _near_duplicates(
    distinct: np.ndarray,
    signatures: np.ndarray,
    shingles_of: Callable[[Sequence[int]], Iterable[np.ndarray]],
    threshold: float,
) -> Iterable[tuple[int, int, float]]:
    """Yield (text, its original, Jaccard coefficient), in the order of the texts.

    Parameters
    ----------
    distinct : ndarray of int
        Positions of texts of different words, in the order in which they count as originals.
    """
    groups = band_groups(signatures, distinct, threshold)
    shared = (groups >= 0).any(axis=1)
    candidates, groups = distinct[shared], groups[shared]
    ascending = np.argsort(candidates)
    buckets = Buckets(groups)
    with SpooledSets() as sets:
        places = np.empty(len(candidates), dtype=np.int64)
        for place, found in enumerate(shingles_of(candidates[ascending].tolist()) if len(candidates) else ()):
            places[ascending[place]] = sets.append(found)
        sizes = np.array(sets.sizes, dtype=np.int64)[places]
        for rank, position in enumerate(candidates.tolist()):
            if sizes[rank] < LEAST_SHINGLES:
                continue
            rivals = buckets.originals_near(rank)
            rivals = _likely(rivals, rank, candidates, signatures, sizes, threshold)
            of, jaccard = _most_similar(sets, places, rank, rivals)
            if jaccard >= threshold:
                yield position, int(candidates[of]), jaccard
            else:
                buckets.add(rank)


def _likely(
    rivals: np.ndarray,
    rank: int,
    candidates: np.ndarray,
    signatures: np.ndarray,
    sizes: np.ndarray,
    threshold: float,
) -> np.ndarray:
    """Keep the originals whose size and signature allow the threshold, the likeliest first."""
    size, other = sizes[rank], sizes[rivals]
    rivals = rivals[np.minimum(size, other) >= threshold * np.maximum(size, other)]
    estimates = np.mean(signatures[candidates[rivals]] == signatures[candidates[rank]], axis=1)
    likely = estimates >= threshold - MARGIN
    return rivals[likely][np.argsort(-estimates[likely], kind="stable")[:MOST_COMPARED]]


def _most_similar(sets: SpooledSets, places: np.ndarray, rank: int, rivals: np.ndarray) -> tuple[int, float]:
    """Return the most similar original, the earliest of several, and its Jaccard coefficient."""
    if not len(rivals):
        return -1, 0.0
    own = sets.read(int(places[rank]))
    scores = {rival: _jaccard(own, sets.read(int(places[rival]))) for rival in sorted(rivals.tolist())}
    best = max(scores, key=scores.__getitem__)
    return best, scores[best]


def _jaccard(first: np.ndarray, second: np.ndarray) -> float:
    common = len(np.intersect1d(first, second, assume_unique=True))
    return common / (len(first) + len(second) - common)


def mark_duplicates(documents: pd.DataFrame, threshold: float = THRESHOLD) -> pd.DataFrame:
    """Name for each document the earlier one that it repeats, wholly or nearly.

    Parameters
    ----------
    documents : DataFrame
        With doc_id, text and date. The earliest text counts as the original; undated ones come last.
    threshold : float
        Least Jaccard coefficient of the sets of word 5-grams (Broder 1997), above 0 and up to 1.

    Returns
    -------
    DataFrame
        The documents, with duplicate_of (doc_id; missing for originals) and similarity (1 for the same
        words, else the Jaccard coefficient; missing for originals) set anew.

    Raises
    ------
    ValueError
        The threshold is not above 0 and up to 1.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["The road is closed.", "THE ROAD IS CLOSED"],
    ...                           "date": pd.to_datetime(["2023-02-22", "2023-02-21"])})
    >>> mark_duplicates(documents)["duplicate_of"].tolist()
    ['b', nan]
    """
    texts = documents["text"].tolist()
    signatures = np.empty((len(texts), SIGNATURE), dtype=np.uint32)
    for position, text in enumerate(texts):
        signatures[position] = signature(shingles(text))
    repeated = find_duplicates(
        [fingerprint(text) for text in texts],
        signatures,
        earliest_first(documents["date"].reset_index(drop=True)),
        lambda wanted: (shingles(texts[position]) for position in wanted),
        threshold,
    )
    marked = mark_repeated(documents, repeated)
    return marked.astype({"duplicate_of": "str", "similarity": "float64"})


def without_duplicates(documents: pd.DataFrame) -> pd.DataFrame:
    """Return only the documents that repeat no other.

    Parameters
    ----------
    documents : DataFrame
        With duplicate_of.

    >>> without_duplicates(pd.DataFrame({"doc_id": ["a", "b"], "duplicate_of": ["b", None]}))["doc_id"].tolist()
    ['b']
    """
    return documents[documents["duplicate_of"].isna()].reset_index(drop=True)


def reprint_clusters(documents: pd.DataFrame) -> pd.DataFrame:
    """List the clusters of documents that repeat each other, the largest first.

    Parameters
    ----------
    documents : DataFrame
        With doc_id, duplicate_of and similarity; date, source and title are taken along where they exist.

    Returns
    -------
    DataFrame
        cluster (from 1, by size, then by doc_id of the original), doc_id, duplicate_of, similarity, the
        columns taken along, and size (documents in the cluster). The original is the first row of its
        cluster, the others follow by date. A reprint whose original and other reprints are not among the
        documents makes no cluster.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "duplicate_of": ["b", None], "similarity": [1.0, None]})
    >>> reprint_clusters(documents)[["cluster", "doc_id", "size"]].values.tolist()
    [[1, 'b', 2], [1, 'a', 2]]
    """
    columns = [name for name in CLUSTER_COLUMNS if name in documents.columns]
    rows = documents[columns].assign(original=documents["duplicate_of"].fillna(documents["doc_id"]))
    rows["size"] = rows.groupby("original")["original"].transform("size").astype("int64")
    rows = rows[rows["size"] > 1].assign(repeats=lambda rows: rows["duplicate_of"].notna())
    if "date" in columns:
        rows = rows.sort_values("date", kind="stable", na_position="last")
    rows = rows.sort_values(["size", "original", "repeats"], ascending=[False, True, True], kind="stable")
    clusters = pd.factorize(rows["original"])[0].astype("int64") + 1
    return rows.assign(cluster=clusters)[["cluster", *columns, "size"]].reset_index(drop=True)
