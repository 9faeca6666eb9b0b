"""Folded names -> a trie of them, as a hash table that compiled code can walk."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit

from analysis.discourse.folding import to_codes
from analysis.text.compiling import compiled

NOTHING = -1
BITS = 21  # of a code point
OPENINGS = 1 << 18
SOME, ANYHOW, SHORT = 1, 2, 4
LONG = 6
SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: Fibonacci hashing, Knuth, TAOCP 3, 6.4


class Trie(NamedTuple):
    """A trie of names as a hash table: (state, character) -> state, as far as names share their beginnings.

    `steps` (int64, shape (slots, 2)) holds the state and the character of a step, or NOTHING, and where it leads:
    side by side, since each look is one into far memory. Where but one name is left, its other characters are
    `codes` (uint32) from `tails` to `tail_ends` (int64, both by state). `names` (int32) gives for each state the
    number of the name that ends there, after its tail if it has one, or NOTHING. `first` (uint8) says for a hash
    of one, two, three and LONG characters whether names begin so: SOME, ANYHOW if some of those may begin with a
    small letter, and SHORT if some are shorter than LONG (the first of all: some name is but one character).
    """

    steps: np.ndarray
    names: np.ndarray
    tails: np.ndarray
    tail_ends: np.ndarray
    codes: np.ndarray
    first: np.ndarray


def build_trie(names: Sequence[str], capitalized: Sequence[bool]) -> Trie:
    """Build the trie of some folded names.

    Parameters
    ----------
    names : sequence of str
        Different folded names, none empty, and none with a NUL.
    capitalized : sequence of bool
        Whether a name is found only where its first letter is a capital.

    >>> build_trie(["un", "unhcr"], [True, True]).names.tolist()
    [-1, -1, 0, 1]
    """
    order = sorted(range(len(names)), key=names.__getitem__)
    ordered = [names[number] for number in order]
    codes = to_codes("".join(ordered))
    ends = np.cumsum(np.fromiter(map(len, ordered), dtype=np.int64, count=len(ordered)))
    kept, steps = _kept(codes, ends)
    slots = 1 << int(np.ceil(np.log2(steps * 1.5 + 2)))
    hows = np.where(np.array(capitalized, dtype=bool)[order], SOME, SOME | ANYHOW).astype(np.uint8)
    return _build(codes, ends, np.array(order, dtype=np.int32), kept, hows, steps, slots)


@compiled
def _kept(codes, ends):  # pragma: no cover - compiled
    """Count how many characters of each name stand in the table: one more than it shares with a neighbor in order.

    Count too how many they are for all names together, as those that are shared stand there once.
    """
    kept, steps, shared_before = np.zeros(len(ends), dtype=np.int64), 0, 0
    for name in range(len(ends)):
        begin = ends[name - 1] if name else 0
        length = ends[name] - begin
        kept[name] = max(kept[name], 1)
        shared = 0
        if name + 1 < len(ends):
            other = ends[name]
            while shared < min(length, ends[name + 1] - other) and codes[begin + shared] == codes[other + shared]:
                shared += 1
            kept[name] = max(kept[name], shared + 1)
            kept[name + 1] = shared + 1
        kept[name] = min(kept[name], length)
        steps += kept[name] - shared_before
        shared_before = shared
    return kept, steps


@compiled
def _build(codes, ends, order, kept, hows, steps, slots):  # pragma: no cover - compiled
    table = np.full((slots, 2), NOTHING, dtype=np.int64)
    names = np.full(steps + 1, NOTHING, dtype=np.int32)
    tails = np.zeros(steps + 1, dtype=np.int64)
    tail_ends = np.zeros(steps + 1, dtype=np.int64)
    first = np.zeros(OPENINGS, dtype=np.uint8)
    made, begin = 0, 0
    for name in range(len(ends)):
        length = ends[name] - begin
        first[opening(codes, begin, 1)] |= hows[name]
        how = hows[name] if length >= LONG else hows[name] | SHORT
        if length == 1:
            first[0] |= how
        else:
            first[opening(codes, begin, min(length, 3))] |= how
        if length >= LONG:
            first[opening(codes, begin, LONG)] |= how
        state = 0
        for place in range(begin, begin + kept[name]):
            key = (np.int64(state) << BITS) | np.int64(codes[place])
            slot = _slot(table, key)
            if table[slot, 0] == NOTHING:
                made += 1
                table[slot, 0], table[slot, 1] = key, made
            state = table[slot, 1]
        names[state] = order[name]
        tails[state], tail_ends[state] = begin + kept[name], ends[name]
        begin = ends[name]
    return Trie(table, names[: made + 1], tails[: made + 1], tail_ends[: made + 1], codes, first)


@njit(cache=True, inline="always")
def opening(codes, here, length):  # pragma: no cover - compiled
    """Number the first characters of a name: most words are known by them to begin none."""
    number = np.uint64(length)
    for place in range(here, min(here + length, len(codes))):
        number = (number ^ np.uint64(codes[place])) * SPREAD
    return number >> np.uint64(46)


@compiled
def _slot(table, key):  # pragma: no cover - compiled
    """Return the slot that holds a key, or the empty one where it belongs."""
    last = np.uint64(len(table) - 1)
    slot = ((np.uint64(key) * SPREAD) >> np.uint64(32)) & last
    while table[slot, 0] != key and table[slot, 0] != NOTHING:
        slot = (slot + np.uint64(1)) & last
    return slot
