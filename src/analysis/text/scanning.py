"""Texts -> tokens by compiled code over the bytes of many texts."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import regex

from analysis.text.compiling import compiled
from analysis.text.tokenizing import INNER_CLASSES, JOINTS, TRAILING, URL_ENDS, filled, number_terms
from analysis.text.tokens import Tokens, cumulated

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
URLS, HANDLES, TAGS = 1, 2, 4
KINDS = {"urls": URLS, "handles": HANDLES, "tags": TAGS}
POINTS = 0x110000
BYTES_AT_ONCE = 2_000_000
START_SLOTS, START_BYTES = 1 << 16, 1 << 20


def scan(frames: Iterable[pd.DataFrame], whole: Collection[str]) -> Tokens:
    """Cut documents into tokens, as `tokenize` says, some megabytes at a time.

    Parameters
    ----------
    frames : iterable of DataFrame
        With the columns doc_id and text.
    whole : collection of str
        As for `tokenize`.

    >>> frame = pd.DataFrame({"doc_id": ["a"], "text": ["It’s İ!"]})
    >>> scan([frame], []).vocabulary.tolist()
    ["it's", 'i̇']
    """
    kinds = sum(KINDS[kind] for kind in set(whole))
    surfaces, columns = _Surfaces(), [_Growing() for _ in range(3)]
    lengths: list[np.ndarray] = [np.zeros(0, dtype=np.int64)]
    doc_ids: list[np.ndarray] = [np.zeros(0, dtype=object)]
    for frame in frames:
        doc_ids.append(frame["doc_id"].to_numpy(dtype=object))
        for data, bounds in _blocks(frame["text"]):
            *found, counted = surfaces.tokens_of(data, bounds, kinds)
            lengths.append(counted)
            for column, values in zip(columns, found, strict=True):
                column.add(values)
    vocabulary, numbers = number_terms(surfaces.texts())
    ids, starts, ends = (column.values() for column in columns)
    if len(ids):
        np.take(numbers, ids, out=ids, mode="clip")
    return Tokens(ids, starts, ends, cumulated(np.concatenate(lengths)), np.concatenate(doc_ids), vocabulary)


class _Growing:
    """An int32 array to which values are added; unlike a list of arrays, it never stands in memory twice."""

    def __init__(self) -> None:
        self._values = np.zeros(0, dtype=np.int32)

    def add(self, values: np.ndarray) -> None:
        length = len(self._values)
        self._values.resize(length + len(values), refcheck=False)
        self._values[length:] = values

    def values(self) -> np.ndarray:
        return self._values


class _Surfaces:
    """The different surfaces met so far, with their ASCII letters in lower case, in a hash table."""

    def __init__(self) -> None:
        self._table = np.full(START_SLOTS, -1, dtype=np.int32)
        self._hashes = np.zeros(START_SLOTS, dtype=np.uint64)
        self._begins = np.zeros(START_SLOTS + 1, dtype=np.int64)
        self._bytes = np.zeros(START_BYTES, dtype=np.uint8)
        self._room = np.empty((3, 0), dtype=np.int32)
        self._count = 0

    def tokens_of(self, data: np.ndarray, bounds: np.ndarray, kinds: int) -> tuple[np.ndarray, ...]:
        """Return surface numbers, starts and ends of the tokens of some texts, and how many each text has.

        The first three are overwritten by the next call.
        """
        room = int(bounds[-1] - bounds[0]) // 2 + len(bounds)
        if room > self._room.shape[1]:
            self._room = np.empty((3, room), dtype=np.int32)
        ids, starts, ends = self._room
        lengths = np.zeros(len(bounds) - 1, dtype=np.int64)
        done = used = 0
        while done < len(lengths):
            done, used, self._count = _scan(
                *(data, bounds, done, used, kinds, classes(), self._table, self._hashes, self._begins, self._bytes),
                *(self._count, ids, starts, ends, lengths),
            )
            if done < len(lengths):
                self._grow()
        return ids[:used], starts[:used], ends[:used], lengths

    def _grow(self) -> None:
        if self._count >= len(self._table) >> 1:
            self._table = np.full(2 * len(self._table), -1, dtype=np.int32)
            self._hashes = np.resize(self._hashes, len(self._table))
            self._begins = np.resize(self._begins, len(self._table) + 1)
            _fill(self._table, self._hashes, self._count)
        else:
            self._bytes = np.resize(self._bytes, 2 * len(self._bytes))

    def texts(self) -> Iterator[str]:
        data = self._bytes.tobytes()
        for begin, end in zip(
            self._begins[: self._count].tolist(), self._begins[1 : self._count + 1].tolist(), strict=True
        ):
            yield data[begin:end].decode("utf-8", "surrogatepass")


@cache
def classes() -> np.ndarray:
    """Return what each code point may be in a token: uint8 array of shape (1114112,).

    >>> int(classes()[ord("a")] & LETTER), int(classes()[ord("1")] & DIGIT)
    (1, 2)
    """
    every = "".join(map(chr, range(POINTS)))
    table = np.zeros(POINTS, dtype=np.uint8)
    for bit, pattern in CLASSES.items():
        for run in regex.finditer(f"[{pattern}]+", every):
            table[run.start() : run.end()] |= bit
    return table


def _blocks(texts: pd.Series) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the bytes of some texts and where each begins, and the last ends."""
    for chunk in _as_arrow(texts).iterchunks():
        _, bounds, data = chunk.buffers()
        if not len(chunk):
            continue
        begins = np.frombuffer(bounds, dtype=np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
        everything = np.frombuffer(data, dtype=np.uint8) if data else np.zeros(0, dtype=np.uint8)
        first = 0
        while first < len(chunk):
            last = int(np.searchsorted(begins, begins[first] + BYTES_AT_ONCE, side="right")) - 1
            last = min(max(last, first + 1), len(chunk))
            yield everything, begins[first : last + 1]
            first = last


def _as_arrow(texts: pd.Series) -> pa.ChunkedArray:
    texts = filled(texts)
    try:
        array = pa.array(texts, type=pa.large_string())
    except (UnicodeEncodeError, pa.ArrowException):  # half of a surrogate pair
        array = pa.array([text.encode("utf-8", "surrogatepass") for text in texts], type=pa.large_binary())
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


@compiled
def _lower(byte):  # pragma: no cover - compiled
    return byte | np.uint8(32) if 65 <= byte <= 90 else byte


@compiled
def _decode(data, at, end):  # pragma: no cover - compiled
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
def _word(data, at, end, classes):  # pragma: no cover - compiled
    """Return where the word that begins at a byte ends, and how many characters it has."""
    length, before = 0, np.uint8(0)
    while at < end:
        if data[at] < 0x80:
            point, size = np.int64(data[at]), 1
        else:
            point, size = _decode(data, at, end)
        kind = classes[point]
        if not kind & INNER:
            if not kind & (JOINT | POINT) or at + size >= end:
                break
            after = classes[_decode(data, at + size, end)[0]]
            joins = (kind & JOINT and after & (LETTER | DIGIT)) or (kind & POINT and before & DIGIT and after & DIGIT)
            if not joins:
                break
        at += size
        length += 1
        before = kind
    return at, length


@compiled
def _name(data, at, end, classes, needs_letter):  # pragma: no cover - compiled
    """Return where the handle or tag whose sign stands at a byte ends, and its length, which is 0 if it is none."""
    begin, length, has_letter = at, 1, False
    at += 1
    while at < end:
        point, size = _decode(data, at, end)
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
    if at + len(word) > end:
        return False
    for place in range(len(word)):
        if _lower(data[at + place]) != word[place]:
            return False
    return True


@compiled
def _url(data, at, end, classes):  # pragma: no cover - compiled
    """Return where the web address that begins at a byte ends, and its length, which is 0 if there is none."""
    first, width = _lower(data[at]), 0
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
    if width == 0 or at >= end or not classes[_decode(data, at, end)[0]] & (LETTER | DIGIT):
        return begin, 0
    length = kept = width
    stop = at
    while at < end:
        point, size = _decode(data, at, end)
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
        point, size = _decode(data, at, end)
        if point == closing:
            return at + 1, length
        if classes[point] & URL_END:
            break
        at += size
        length += 1
    return at, -1


@compiled
def _scan(  # pragma: no cover - compiled
    data, bounds, done, used, kinds, classes, table, hashes, begins, kept, count, ids, starts, ends, lengths
):
    """Find the tokens of the texts from number `done` on; stop before a text for whose surfaces there is no room."""
    mask = len(table) - 1
    most = len(table) >> 1
    for text in range(done, len(lengths)):
        at, end = bounds[text], bounds[text + 1]
        place, before, first = np.int64(0), np.uint8(0), used
        while at < end:
            if data[at] < 0x80:
                point, size = np.int64(data[at]), 1
            else:
                point, size = _decode(data, at, end)
            kind = classes[point]
            stop, length = at, np.int64(0)
            if kind & (LETTER | DIGIT):
                if kinds & URLS:
                    stop, length = _url(data, at, end, classes)
                if length == 0:
                    stop, length = _word(data, at, end, classes)
            elif ((point == 64 and kinds & HANDLES) or (point == 35 and kinds & TAGS)) and not before & BESIDE:
                stop, length = _name(data, at, end, classes, point == 35)
            if length == 0:
                at += size
                place += 1
                before = kind
                continue
            width = stop - at
            if count >= most or begins[count] + width > len(kept):
                break
            value = np.uint64(14695981039346656037)
            for byte in range(at, stop):
                value = (value ^ np.uint64(_lower(data[byte]))) * np.uint64(1099511628211)
            value ^= value >> np.uint64(29)
            slot = np.int64(value & np.uint64(mask))
            while True:
                number = table[slot]
                if number < 0:
                    table[slot] = count
                    number = count
                    hashes[count] = value
                    begin = begins[count]
                    for byte in range(width):
                        kept[begin + byte] = _lower(data[at + byte])
                    count += 1
                    begins[count] = begin + width
                    break
                if hashes[number] == value and begins[number + 1] - begins[number] == width:
                    begin = begins[number]
                    same = True
                    for byte in range(width):
                        if kept[begin + byte] != _lower(data[at + byte]):
                            same = False
                            break
                    if same:
                        break
                slot = (slot + 1) & mask
            ids[used] = number
            starts[used] = place
            place += length
            ends[used] = place
            used += 1
            at = stop
            # A handle may not follow a token at once, nor a tag.
            before = np.uint8(BESIDE)
        if at < end:
            return text, first, count
        lengths[text] = used - first
    return len(lengths), used, count


@compiled
def _fill(table, hashes, count):  # pragma: no cover - compiled
    mask = len(table) - 1
    for number in range(count):
        slot = np.int64(hashes[number] & np.uint64(mask))
        while table[slot] >= 0:
            slot = (slot + 1) & mask
        table[slot] = number
