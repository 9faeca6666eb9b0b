"""Texts -> tokens by compiled code over the bytes of many texts."""

from collections.abc import Collection, Iterable, Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.text.compiling import compiled
from analysis.text.surfaces import (
    BESIDE,
    DIGIT,
    HASHED,
    LETTER,
    classes,
    decode,
    goes_on,
    lower,
    may_be_url,
    name_end,
    plain_word_end,
    url_end,
    word_end,
)
from analysis.text.tokenizing import number_terms, texts_of
from analysis.text.tokens import Tokens, cumulated

URLS, HANDLES, TAGS = 1, 2, 4
KINDS = {"urls": URLS, "handles": HANDLES, "tags": TAGS}
BYTES_AT_ONCE = 64_000_000
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
    surfaces = _Surfaces()
    columns: tuple[list[np.ndarray], ...] = ([], [], [], [np.zeros(0, dtype=np.int64)])
    doc_ids: list[np.ndarray] = [np.zeros(0, dtype=object)]
    for frame in frames:
        doc_ids.append(frame["doc_id"].to_numpy(dtype=object))
        for data, bounds in _blocks(texts_of(frame)):
            for column, values in zip(columns, surfaces.tokens_of(data, bounds, kinds), strict=True):
                column.append(values)
    vocabulary, numbers = number_terms(surfaces.texts())
    *_, lengths = columns
    ids, starts, ends = (_joined(column) for column in columns[:3])
    _renumber(ids, numbers)
    return Tokens(ids, starts, ends, cumulated(np.concatenate(lengths)), np.concatenate(doc_ids), vocabulary)


def _joined(pieces: list[np.ndarray]) -> np.ndarray:
    """Return the values of all pieces, of which each is forgotten on the way, so that none is in memory twice."""
    if len(pieces) == 1:
        return pieces.pop()
    values = np.empty(sum(map(len, pieces)), dtype=np.int32)
    pieces.reverse()
    begin = 0
    while pieces:
        piece = pieces.pop()
        values[begin : begin + len(piece)] = piece
        begin += len(piece)
    return values


@compiled
def _renumber(ids, numbers):  # pragma: no cover - compiled
    """Put the numbers of terms in the place of those of surfaces."""
    for place in range(len(ids)):
        ids[place] = numbers[ids[place]]


class _Surfaces:
    """The different surfaces met so far, with their ASCII letters in lower case, in a hash table."""

    def __init__(self) -> None:
        self._keys = np.zeros(START_SLOTS, dtype=np.uint64)
        self._numbers = np.zeros(START_SLOTS, dtype=np.int32)
        self._begins = np.zeros(START_SLOTS + 1, dtype=np.int64)
        self._bytes = np.zeros(START_BYTES, dtype=np.uint8)
        self._count = 0

    def tokens_of(self, data: np.ndarray, bounds: np.ndarray, kinds: int) -> tuple[np.ndarray, ...]:
        """Return surface numbers, starts and ends of the tokens of some texts, and how many each text has."""
        # Room for a token in every other byte; what stays unused never becomes memory.
        room = int(bounds[-1] - bounds[0]) // 2 + len(bounds)
        ids, starts, ends = (np.empty(room, dtype=np.int32) for _ in range(3))
        lengths = np.zeros(len(bounds) - 1, dtype=np.int64)
        done = used = 0
        while done < len(lengths):
            done, used, self._count = _scan(
                *(data, bounds, done, used, kinds, classes(), self._keys, self._numbers, self._begins, self._bytes),
                *(self._count, ids, starts, ends, lengths),
            )
            if done < len(lengths):
                self._grow()
        return ids[:used], starts[:used], ends[:used], lengths

    def _grow(self) -> None:
        if self._count >= len(self._keys) >> 1:
            keys, numbers = self._keys, self._numbers
            self._keys = np.zeros(2 * len(keys), dtype=np.uint64)
            self._numbers = np.zeros(2 * len(keys), dtype=np.int32)
            self._begins = np.resize(self._begins, len(self._keys) + 1)
            _refill(self._keys, self._numbers, keys, numbers)
        else:
            self._bytes = np.resize(self._bytes, 2 * len(self._bytes))

    def texts(self) -> Iterator[str]:
        data = self._bytes.tobytes()
        for begin, end in zip(
            self._begins[: self._count].tolist(), self._begins[1 : self._count + 1].tolist(), strict=True
        ):
            yield data[begin:end].decode("utf-8", "surrogatepass")


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
    try:
        array = pa.array(texts, type=pa.large_string())
    except (UnicodeEncodeError, pa.ArrowException):  # half of a surrogate pair
        array = pa.array([text.encode("utf-8", "surrogatepass") for text in texts], type=pa.large_binary())
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


@compiled
def _hash(data, at, stop):  # pragma: no cover - compiled
    """Return the key of a surface that is not short: by Fowler, Noll and Vo's hash, with the first bit set."""
    key = np.uint64(14695981039346656037)
    for byte in range(at, stop):
        key = (key ^ np.uint64(lower(data[byte]))) * np.uint64(1099511628211)
    return key | HASHED


@compiled
def _slot(key, mask):  # pragma: no cover - compiled
    return np.int64(key * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32)) & mask


@compiled
def _same(data, at, width, kept, begin):  # pragma: no cover - compiled
    for byte in range(width):
        if kept[begin + byte] != lower(data[at + byte]):
            return False
    return True


@compiled
def _scan(  # pragma: no cover - compiled
    data, bounds, done, used, kinds, classes, keys, numbers, begins, kept, count, ids, starts, ends, lengths
):
    """Find the tokens of the texts from number `done` on; stop before a text for whose surfaces there is no room."""
    mask = len(keys) - 1
    most = len(keys) >> 1
    for text in range(done, len(lengths)):
        at, end = bounds[text], bounds[text + 1]
        place, before, first = np.int64(0), np.uint8(0), used
        while at < end:
            if data[at] < 0x80:
                point, size = np.int64(data[at]), 1
            else:
                point, size = decode(data, at, end)
            kind = classes[point]
            stop, length, key = at, np.int64(0), np.uint64(0)
            if kind & (LETTER | DIGIT):
                if kinds & URLS and may_be_url(data, at, end):
                    stop, length = url_end(data, at, end, classes)
                if length == 0:
                    stop, key = plain_word_end(data, at, end, classes)
                    length = stop - at
                    if goes_on(data, stop, end, classes):
                        plain = stop
                        stop, length = word_end(data, at, end, classes)
                        if stop > plain:
                            key = np.uint64(0)
            elif ((point == 64 and kinds & HANDLES) or (point == 35 and kinds & TAGS)) and not before & BESIDE:
                stop, length = name_end(data, at, end, classes, point == 35)
            if length == 0:
                at += size
                place += 1
                before = kind
                continue
            width = stop - at
            if count >= most or begins[count] + width > len(kept):
                break
            if key == 0:
                key = _hash(data, at, stop)
            slot = _slot(key, mask)
            while True:
                number = numbers[slot]
                if keys[slot] == key and (
                    key < HASHED
                    or (begins[number + 1] - begins[number] == width and _same(data, at, width, kept, begins[number]))
                ):
                    break
                if keys[slot] == 0:
                    keys[slot] = key
                    numbers[slot] = number = count
                    begin = begins[count]
                    for byte in range(width):
                        kept[begin + byte] = lower(data[at + byte])
                    count += 1
                    begins[count] = begin + width
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
def _refill(keys, numbers, old_keys, old_numbers):  # pragma: no cover - compiled
    mask = len(keys) - 1
    for old in range(len(old_keys)):
        if old_keys[old] != 0:
            slot = _slot(old_keys[old], mask)
            while keys[slot] != 0:
                slot = (slot + 1) & mask
            keys[slot] = old_keys[old]
            numbers[slot] = old_numbers[old]
