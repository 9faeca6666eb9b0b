"""Which token positions stand near a node, and how often each term stands there."""

from collections.abc import Iterator
from numbers import Integral
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.choices import choose
from analysis.text.sentences import token_sentences
from analysis.text.tokens import Tokens, cumulated

UNITS = ("document", "sentence")
POSITIONS_AT_ONCE = 4_000_000
RIGHT, LEFT, LEFT_TOO = 0, 1, 2  # after a node; before one; before one and also after another, as whose it counts
SIDE_BITS = 2
WIDEST = 2**31  # no document has more tokens


class Borders(NamedTuple):
    """Runs of tokens that no window leaves: int64 arrays, shape (runs,), ascending.

    Attributes
    ----------
    begins, ends : int64 arrays
        The positions of the first token of each run, and one after its last.
    documents : int64 array
        The number of the document that each run lies in.
    """

    begins: np.ndarray
    ends: np.ndarray
    documents: np.ndarray


class Positions(NamedTuple):
    """Token positions in the windows of nodes: arrays of shape (positions,).

    Attributes
    ----------
    places : int64 array
        Token positions. One that stands after a node and before another is in it twice, as RIGHT and as LEFT_TOO.
    nodes : int64 array
        The place of its node among the nodes given.
    sides : int8 array
        RIGHT, LEFT or LEFT_TOO.
    """

    places: np.ndarray
    nodes: np.ndarray
    sides: np.ndarray


class Tally(NamedTuple):
    """How often each pair stands together: int64 arrays, shape (pairs,), sorted by node, then collocate.

    Attributes
    ----------
    nodes, collocates : int64 arrays
        Numbers of terms.
    count : int64 array
        Token positions of the collocate in the windows of the node, each once.
    left, right : int64 arrays
        How many of them stand before a node, and after one; some do both.
    documents : int64 array
        How many documents have such a position.
    """

    nodes: np.ndarray
    collocates: np.ndarray
    count: np.ndarray
    left: np.ndarray
    right: np.ndarray
    documents: np.ndarray


def window_sides(window: int | tuple[int, int]) -> tuple[int, int]:
    """Return how many tokens a window has to the left and to the right of the node.

    Parameters
    ----------
    window : int or (int, int)
        As many tokens on either side, or so many to the left and to the right; more than a document has are all of it.

    Raises
    ------
    ValueError
        It is neither, or there is not at least one token on one side.

    >>> window_sides(5), window_sides((0, 1))
    ((5, 5), (0, 1))
    """
    sides = (window, window) if np.ndim(window) == 0 else tuple(window)
    if len(sides) != 2 or not all(isinstance(side, Integral) and not isinstance(side, bool) for side in sides):
        raise ValueError(f"window is {window!r}: give a whole number, as 5, or two, as (0, 1) for left and right")
    if min(sides) < 0 or max(sides) < 1:
        raise ValueError(f"window is {window!r}: it must be at least 1 on one side, and not negative on the other")
    return min(int(sides[0]), WIDEST), min(int(sides[1]), WIDEST)


def window_borders(tokens: Tokens, within: str = "document", sentences: pd.DataFrame | None = None) -> Borders:
    """Return the runs of tokens that no window leaves.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    within : str
        "document" or "sentence".
    sentences : DataFrame, optional
        As `text.split_sentences` gives it; needed for sentences only. A token stands in the sentence that it
        begins in; one outside of every sentence has no window and stands in none.

    Raises
    ------
    ValueError
        `within` is neither of the two, or the sentences are missing.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["Open the road", "It is open"]})
    >>> window_borders(tokenize(documents)).ends.tolist()
    [3, 6]
    """
    choose(within, UNITS, "unit")
    if within == "document":
        return Borders(tokens.offsets[:-1], tokens.offsets[1:], np.arange(len(tokens.doc_ids)))
    if sentences is None:
        raise ValueError("within is 'sentence': give the sentences too, as text.split_sentences gives them")
    numbers = token_sentences(tokens, sentences)
    edges = np.flatnonzero(np.diff(numbers, prepend=-2, append=-2))
    begins, ends = edges[:-1], edges[1:]
    inside = numbers[begins] >= 0
    begins, ends = begins[inside], ends[inside]
    return Borders(begins, ends, tokens.document_of(begins))


def positions_near(
    nodes: np.ndarray,
    runs: np.ndarray,
    borders: Borders,
    window: tuple[int, int],
    *,
    terms: np.ndarray | None = None,
    own: bool = False,
) -> Positions:
    """Return the token positions in the windows of nodes.

    A position that lies in the windows of several nodes is that of the nearest node before it and of the nearest
    after it, so that it is there at most once on each side.

    Parameters
    ----------
    nodes : int64 array, shape (nodes,)
        Token positions of the nodes, ascending (within each term, if there are several).
    runs : int array, shape (nodes,)
        The run of `borders` that each node lies in.
    borders : Borders
        As `window_borders` gives it.
    window : (int, int)
        Tokens to the left and to the right.
    terms : int array, shape (nodes,), optional
        The term of each node, ascending, when each has windows of its own.
    own : bool
        Whether nodes count in the windows of others. It needs a window of one token.

    >>> borders = Borders(np.array([0]), np.array([6]), np.array([0]))
    >>> positions_near(np.array([1, 3]), np.array([0, 0]), borders, (1, 1)).places.tolist()
    [2, 4, 0, 2]
    """
    left, right = window
    begins, ends = borders.begins[runs], borders.ends[runs]
    same = np.ones(max(len(nodes) - 1, 0), dtype=bool) if terms is None else terms[1:] == terms[:-1]
    right_ends = np.minimum(nodes + right + 1, ends)
    left_begins = np.maximum(nodes - left, begins)
    if not own:
        right_ends[:-1] = np.where(same, np.minimum(right_ends[:-1], nodes[1:]), right_ends[:-1])
        left_begins[1:] = np.where(same, np.maximum(left_begins[1:], nodes[:-1] + 1), left_begins[1:])
    places, owners = _ranges(nodes + 1, right_ends)
    sides = np.zeros(len(places), dtype=np.int8)
    if left == 0:
        return Positions(places, owners, sides)
    before, before_owners = _ranges(left_begins, nodes)
    reached = np.zeros(len(nodes), dtype=np.int64)
    if right:
        reached[1:] = np.where(same, right_ends[:-1], 0)
    before_sides = np.where(before < reached[before_owners], np.int8(LEFT_TOO), np.int8(LEFT))
    return Positions(
        np.concatenate([places, before]),
        np.concatenate([owners, before_owners]),
        np.concatenate([sides, before_sides]),
    )


def nodes_in_runs(nodes: np.ndarray, borders: Borders) -> tuple[np.ndarray, np.ndarray]:
    """Return the nodes that lie in a run, and the run of each: `nodes` is an ascending int64 array.

    >>> nodes_in_runs(np.array([0, 4]), Borders(np.array([3]), np.array([6]), np.array([0])))[0].tolist()
    [4]
    """
    if len(borders.begins) == 0:
        return nodes[:0], nodes[:0]
    runs = np.searchsorted(borders.begins, nodes, side="right") - 1
    inside = (runs >= 0) & (nodes < borders.ends[runs])
    return nodes[inside], runs[inside]


def tally(
    nodes: np.ndarray, collocates: np.ndarray, documents: np.ndarray, sides: np.ndarray, shape: tuple[int, int]
) -> Tally:
    """Count the positions of each pair of a node and a collocate.

    Parameters
    ----------
    nodes, collocates : int arrays, shape (positions,)
        Numbers of terms.
    documents, sides : int arrays, shape (positions,)
        The document of each position, and its side, as `positions_near` gives it.
    shape : (int, int)
        How many terms and documents there are. The nodes must be of few enough terms for a key of 63 bits.

    >>> tally(*np.array([[0, 0], [1, 1], [0, 0], [RIGHT, LEFT]]), (2, 1)).count.tolist()
    [2]
    """
    terms, bits = shape[0], _document_bits(shape[1])
    first = int(nodes.min()) if len(nodes) else 0
    keys = ((((nodes - first) * terms + collocates) << bits | documents) << SIDE_BITS) | sides
    # One sort brings the positions of a pair together, and within them those of a document.
    keys.sort()
    in_documents, side = keys >> SIDE_BITS, keys & (2**SIDE_BITS - 1)
    pairs = in_documents >> bits
    begins = np.flatnonzero(_differs(pairs))
    every = np.diff(begins, append=len(keys))
    counted = side == RIGHT, side == LEFT_TOO, _differs(in_documents)
    right, left_too, in_all = (_sums(true, begins) for true in counted)
    pairs = pairs[begins]
    return Tally(pairs // max(terms, 1) + first, pairs % max(terms, 1), every - left_too, every - right, right, in_all)


def tally_near(
    tokens: Tokens, node: np.ndarray, borders: Borders, window: tuple[int, int], *, own: bool = False
) -> tuple[Tally, int]:
    """Count what stands near one node.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    node : int array
        Numbers of the terms that are the node.
    borders, window, own
        As `positions_near` takes them.

    Returns
    -------
    (Tally, int)
        The collocates, whose nodes are all 0, and how many positions the windows have.

    >>> from analysis.text import tokenize
    >>> tokens = tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["Open the road"]}))
    >>> tally_near(tokens, np.array([1]), window_borders(tokens), (2, 2))[0].collocates.tolist()
    [0, 2]
    """
    shape, window = (len(tokens.vocabulary), len(tokens.doc_ids)), _clipped(window, tokens)
    parts, positions = [], 0
    for near, documents in _near_parts(tokens.places(node), borders, window, own):
        parts.append(tally(np.zeros_like(near.places), tokens.ids[near.places], documents, near.sides, shape))
        positions += int(np.count_nonzero(near.sides != LEFT_TOO))
    return _added(parts, shape[0]), positions


def tally_pairs(
    tokens: Tokens, wanted: np.ndarray, borders: Borders, window: tuple[int, int], *, own: bool = False
) -> Iterator[tuple[Tally, np.ndarray]]:
    """Count all pairs of terms, some nodes at a time, so that memory stays bounded.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    wanted : bool array, shape (terms,)
        Which terms are nodes and collocates.
    borders, window, own
        As `positions_near` takes them.

    Yields
    ------
    (Tally, int64 array of shape (terms,))
        The pairs of some nodes, each node in one part only, and how many positions the windows of these nodes have,
        whatever stands there.
    """
    terms, documents, window = len(tokens.vocabulary), len(tokens.doc_ids), _clipped(window, tokens)
    run_of = _run_of_positions(borders, len(tokens))
    nodes = np.flatnonzero(wanted[tokens.ids] & (run_of >= 0)) if len(tokens) else np.zeros(0, dtype=np.int64)
    # Much faster than a stable argsort: term and position in one number.
    nodes = np.sort((tokens.ids[nodes].astype(np.int64) << 32) | nodes)
    node_terms, nodes = nodes >> 32, nodes & 0xFFFFFFFF
    most = max(2**62 // (max(terms, 1) << _document_bits(documents) + SIDE_BITS), 1)
    for part in _parts(cumulated(np.bincount(node_terms, minlength=terms)), POSITIONS_AT_ONCE // sum(window), most):
        some = nodes[part]
        near = positions_near(some, run_of[some], borders, window, terms=node_terms[part], own=own)
        first, second = node_terms[part][near.nodes], tokens.ids[near.places]
        sizes = np.bincount(first[near.sides != LEFT_TOO], minlength=terms)
        kept = wanted[second]
        document = borders.documents[run_of[near.places[kept]]]
        yield tally(first[kept], second[kept], document, near.sides[kept], (terms, documents)), sizes


def _clipped(window: tuple[int, int], tokens: Tokens) -> tuple[int, int]:
    """Return the window cut to the longest document, as memory is planned by its width."""
    longest = max(int(tokens.lengths.max(initial=0)), 1)
    return min(window[0], longest), min(window[1], longest)


def _near_parts(
    places: np.ndarray, borders: Borders, window: tuple[int, int], own: bool
) -> Iterator[tuple[Positions, np.ndarray]]:
    """Yield the positions near the node and their documents, some documents at a time."""
    nodes, runs = nodes_in_runs(places, borders)
    documents = borders.documents[runs]
    first, most = 0, POSITIONS_AT_ONCE // sum(window)
    while first < len(nodes):
        last = len(nodes)
        if last - first > most:
            last = max(int(np.searchsorted(documents, documents[first + most])), first)
        if last == first:
            last = int(np.searchsorted(documents, documents[first], side="right"))
        some = slice(first, last)
        near = positions_near(nodes[some], runs[some], borders, window, own=own)
        yield near, documents[some][near.nodes]
        first = last


def _added(parts: list[Tally], terms: int) -> Tally:
    """Add the counts of one node in different documents."""
    if len(parts) == 1:
        return parts[0]
    sums = np.zeros((len(Tally._fields) - 2, terms), dtype=np.int64)
    for part in parts:
        sums[:, part.collocates] += part[2:]
    collocates = np.flatnonzero(sums[0])
    return Tally(np.zeros_like(collocates), collocates, *sums[:, collocates])


def _ranges(begins: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the whole numbers of each range, one range after the other, and the range of each."""
    lengths = np.maximum(ends - begins, 0)
    offsets = cumulated(lengths)
    owners = np.repeat(np.arange(len(begins)), lengths)
    return np.arange(offsets[-1]) + (begins - offsets[:-1])[owners], owners


def _document_bits(documents: int) -> int:
    return max(documents - 1, 0).bit_length()


def _differs(values: np.ndarray) -> np.ndarray:
    """Return which values differ from the one before them; the first does."""
    differs = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs


def _sums(true: np.ndarray, begins: np.ndarray) -> np.ndarray:
    if len(begins) == 0:
        return np.zeros(0, dtype=np.int64)
    return np.add.reduceat(true, begins, dtype=np.int64)


def _run_of_positions(borders: Borders, total: int) -> np.ndarray:
    """Return the run that each token position lies in, or -1."""
    runs = np.arange(len(borders.begins), dtype=np.int32)
    edges = np.column_stack([borders.begins, borders.ends]).ravel()
    numbers = np.append(np.column_stack([np.full_like(runs, -1), runs]).ravel(), np.int32(-1))
    return np.repeat(numbers, np.diff(edges, prepend=0, append=total))


def _parts(bounds: np.ndarray, nodes_at_once: int, terms_at_once: int) -> Iterator[slice]:
    """Cut nodes sorted by term between terms; a part has at least one term."""
    first, terms = 0, len(bounds) - 1
    while first < terms:
        last = int(np.searchsorted(bounds, bounds[first] + nodes_at_once, side="right")) - 1
        last = min(max(last, first + 1), first + terms_at_once, terms)
        if bounds[last] > bounds[first]:
            yield slice(int(bounds[first]), int(bounds[last]))
        first = last
