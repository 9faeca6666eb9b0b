"""Where a word, a web address, a handle or a tag ends that begins at a byte, by compiled code."""

from functools import cache

import numpy as np
import regex

from analysis.text.compiling import compiled
from analysis.text.tokenizing import INNER_CLASSES, JOINTS, TRAILING, URL_ENDS

LETTER, DIGIT, INNER, JOINT, POINT, URL_END, TRIMMED, BESIDE = 1, 2, 4, 8, 16, 32, 64, 128
CLASSES = {
    LETTER: r"\p{L}",
    DIGIT: r"\p{N}",
    INNER: INNER_CLASSES,
    JOINT: JOINTS,
    POINT: ".,",
    URL_END: URL_ENDS,
    TRIMMED: TRAILING,
    BESIDE: rf"{INNER_CLASSES}_@#&",
}
POINTS, PLANE = 0x110000, 0x10000
# The ASCII letters and digits of a short surface are its key, seven bits each; the keys of others have the first bit.
SHORT, HASHED = 9, np.uint64(1 << 63)


@cache
def classes() -> np.ndarray:
    """Return what each code point may be in a token: uint8 array of shape (1114112,).

    >>> int(classes()[ord("a")] & LETTER), int(classes()[ord("1")] & DIGIT)
    (1, 2)
    """
    table = np.zeros(POINTS, dtype=np.uint8)
    # A plane at a time: as a text each code point takes a hundred bytes for a moment.
    for first in range(0, POINTS, PLANE):
        plane, kinds = "".join(map(chr, range(first, first + PLANE))), table[first : first + PLANE]
        for bit, pattern in CLASSES.items():
            for run in regex.finditer(f"[{pattern}]+", plane):
                kinds[run.start() : run.end()] |= bit
    return table


@compiled
def lower(byte):  # pragma: no cover - compiled
    """Return an ASCII letter in lower case, and any other byte as it is."""
    return byte | np.uint8(32) if 65 <= byte <= 90 else byte


@compiled
def decode(data, at, end):  # pragma: no cover - compiled
    """Return the code point that begins at a byte, and how many bytes it has."""
    lead = np.int64(data[at])
    if lead < 0x80:
        return lead, 1
    if lead < 0xE0:
        return (lead & 0x1F) << 6 | (np.int64(data[at + 1]) & 0x3F), 2
    if lead < 0xF0:
        return (lead & 0x0F) << 12 | (np.int64(data[at + 1]) & 0x3F) << 6 | (np.int64(data[at + 2]) & 0x3F), 3
    point = (lead & 0x07) << 18 | (np.int64(data[at + 1]) & 0x3F) << 12
    return point | (np.int64(data[at + 2]) & 0x3F) << 6 | (np.int64(data[at + 3]) & 0x3F), 4


@compiled
def word_end(data, at, end, classes):  # pragma: no cover - compiled
    """Return where the word that begins at a byte ends, and how many characters it has."""
    length, before = 0, np.uint8(0)
    while at < end:
        if data[at] < 0x80:
            point, size = np.int64(data[at]), 1
        else:
            point, size = decode(data, at, end)
        kind = classes[point]
        if not kind & INNER:
            if not kind & (JOINT | POINT) or at + size >= end:
                break
            after = classes[decode(data, at + size, end)[0]]
            joins = (kind & JOINT and after & (LETTER | DIGIT)) or (kind & POINT and before & DIGIT and after & DIGIT)
            if not joins:
                break
        at += size
        length += 1
        before = kind
    return at, length


@compiled
def plain_word_end(data, at, end, classes):  # pragma: no cover - compiled
    """Return where the ASCII letters and digits that begin at a byte end, and their key, or 0 if they are many."""
    key, begin = np.uint64(0), at
    while at < end and data[at] < 0x80 and classes[data[at]] & INNER:
        key = key << np.uint64(7) | np.uint64(lower(data[at]))
        at += 1
    return at, key if at - begin <= SHORT else np.uint64(0)


@compiled
def goes_on(data, at, end, classes):  # pragma: no cover - compiled
    """Return whether a word may go on after its first ASCII letters and digits."""
    if at == end:
        return False
    kind = classes[data[at]]
    return data[at] >= 0x80 or kind & JOINT != 0 or (kind & POINT != 0 and classes[data[at - 1]] & DIGIT != 0)


@compiled
def name_end(data, at, end, classes, needs_letter):  # pragma: no cover - compiled
    """Return where the handle or tag whose sign stands at a byte ends, and its length, which is 0 if it is none."""
    begin, length, has_letter = at, 1, False
    at += 1
    while at < end:
        point, size = decode(data, at, end)
        kind = classes[point]
        if not (kind & (LETTER | DIGIT) or point == 95 or (kind & INNER and length > 1)):
            break
        has_letter = has_letter or kind & LETTER != 0
        at += size
        length += 1
    if length == 1 or (needs_letter and not has_letter):
        return begin, 0
    return at, length


@compiled
def _begins(data, at, end, word):  # pragma: no cover - compiled
    same = 0
    while same < len(word) and at + same < end and lower(data[at + same]) == word[same]:
        same += 1
    return same == len(word)


@compiled
def may_be_url(data, at, end):  # pragma: no cover - compiled
    """Return whether the first two letters are those of a web address, as those of few words are."""
    if at + 1 >= end:
        return False
    letters = np.int64(lower(data[at])) << 8 | np.int64(lower(data[at + 1]))
    return letters == 0x6874 or letters == 0x7777 or letters == 0x6674  # ht, ww, ft


@compiled
def url_end(data, at, end, classes):  # pragma: no cover - compiled
    """Return where the web address that begins at a byte ends, and its length, which is 0 if there is none."""
    first, width = lower(data[at]), 0
    if first == 104:
        if _begins(data, at, end, b"http://"):
            width = 7
        elif _begins(data, at, end, b"https://"):
            width = 8
    elif first == 119 and _begins(data, at, end, b"www."):
        width = 4
    elif first == 102 and _begins(data, at, end, b"ftp://"):
        width = 6
    begin = at
    at += width
    if width == 0 or at >= end or not classes[decode(data, at, end)[0]] & (LETTER | DIGIT):
        return begin, 0
    length = kept = width
    stop = at
    while at < end:
        point, size = decode(data, at, end)
        kind = classes[point]
        if point == 40 or point == 91:
            at, inside = _bracket(data, at + 1, end, classes, point + 1 if point == 40 else point + 2)
            if inside < 0:
                break
            length += inside + 2
            kind = np.uint8(0)
        elif kind & URL_END:
            break
        else:
            at += size
            length += 1
        if not kind & TRIMMED:
            stop, kept = at, length
    return stop, kept


@compiled
def _bracket(data, at, end, classes, closing):  # pragma: no cover - compiled
    """Return what follows a bracket that closes within an address, and how much it encloses; -1 if it does not."""
    length = 0
    while at < end:
        point, size = decode(data, at, end)
        if point == closing:
            return at + 1, length
        if classes[point] & URL_END:
            break
        at += size
        length += 1
    return at, -1
