"""Bytes -> text: which encoding a file is in."""

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

import regex

from analysis.corpus.guessing import WESTERN_PAGE, decode_as, guess_encoding, guess_plausibly
from analysis.corpus.rows import UnreadableError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DAMAGED = "damaged utf-8"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
HEAD = 1 << 16  # bytes to look at for what can be told from a part
BLOCK = 1 << 20  # bytes to hold at a time
LARGEST_SAMPLE = 1 << 14  # bytes of words to guess by
ENOUGH_BROKEN = 1 << 17  # bytes that are no UTF-8, after which no more are counted
CONTROLS = bytes([*range(9), *range(0x0E, 0x20)])
BINARY = "the file holds binary data, not text: look at what it is, and name it so"
FEWEST_WHOLE, WHOLE_SHARE = 3, 0.05  # characters of UTF-8 in whole words, to believe in it beside broken ones
MOSTLY_OLDER = 4  # broken characters a whole one, to read all of a line as of the older encoding
FEWEST_OLDER = 4  # bytes of an older encoding within UTF-8, to believe in another than Windows' Western page
READABLE = regex.compile(r"[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\t\n\r\f\u200b-\u200f\ufeff]")
UNSEEN = regex.compile(r"[\x00-\x08\x0e-\x1f]")
PLAIN = regex.compile(r"[\x00-\x7f、。，「」]")
WORDS_AND_GAPS = regex.compile(rb"\s+|\S+")


def decode(data: bytes) -> tuple[str, str]:
    """Turn bytes into text, and say by which encoding.

    A byte order mark decides; else UTF-8 when every byte fits it; else UTF-16 or UTF-32 when the bytes would be
    text in it; else UTF-8 with other words in it: words that fit another encoding are read as such ("mixed
    utf-8 and cp1252"), the bytes of others become U+FFFD ("damaged utf-8"); else the guess of
    `guessing.guess_encoding`, or where that finds nothing plausible, of charset-normalizer. Bytes that do not
    fit become U+FFFD, and "damaged" stands before the name. Whatever does not begin with "utf" should be shown
    to the user.

    Raises
    ------
    UnreadableError
        The bytes are no text.

    >>> decode("Médecins".encode())
    ('Médecins', 'utf-8')
    >>> decode("Дорога закрыта с декабря".encode("koi8-r"))
    ('Дорога закрыта с декабря', 'koi8-r')
    """
    way = _find_way(io.BytesIO(data))
    return way.function(data), way.encoding


def decoded_lines(file: BinaryIO) -> tuple[Iterator[str], str]:
    r"""Decode a file line by line, as `decode` would, for files that are too large to hold.

    The file is read twice or more often: to decide, and while the lines are taken. What is held is a line,
    and at least a megabyte.

    Parameters
    ----------
    file : binary file
        It can seek, is read from its start, and must stay open as long as lines are taken.

    Returns
    -------
    (iterator of str, str)
        The lines with their ends as they are (\n, \r or \r\n); the encoding.

    Raises
    ------
    UnreadableError
        The bytes are no text. It is raised at once, not while the lines are taken.

    >>> lines, encoding = decoded_lines(io.BytesIO(b"caf\xe9\r\nclosed"))
    >>> list(lines), encoding
    (['café\r\n', 'closed'], 'cp1252')
    """
    file.seek(0)
    way = _find_way(file)
    file.seek(0)
    return (_wrapped_lines(file, way.codec) if way.codec else _lines(file, way.function)), way.encoding


@dataclass(frozen=True)
class _Way:
    """How bytes become text; `codec` is Python's name where it is one of Unicode's, whose characters cross lines."""

    encoding: str
    function: Callable[[bytes], str]
    codec: str = ""


def _unicode_way(encoding: str, codec: str) -> _Way:
    return _Way(encoding, lambda data: data.decode(codec, "replace"), codec)


def _wrapped_lines(file: BinaryIO, codec: str) -> Iterator[str]:
    wrapper = io.TextIOWrapper(file, codec, "replace", newline="")
    try:
        while line := wrapper.readline():
            yield line
    finally:
        wrapper.detach()  # else the file is closed with it


def _lines(file: BinaryIO, function: Callable[[bytes], str]) -> Iterator[str]:
    while block := file.read(BLOCK):
        yield from io.StringIO(function(block + file.readline()), newline="")


def _find_way(file: BinaryIO) -> _Way:
    head = file.read(HEAD)
    encoding = next((encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)), "") or _wide(head)
    if encoding and encoding != "utf-8-sig":
        return _checked_unicode(file, encoding)
    if _is_binary(head):
        raise UnreadableError(BINARY)
    if _is_utf8(file):
        return _unicode_way(encoding or "utf-8", encoding or "utf-8")
    words = _count_words(file)
    return _mixed_way(words) or _older_way(file, words)


def _is_binary(head: bytes) -> bool:
    return len(head.translate(None, CONTROLS)) < 0.99 * len(head)


def _wide(head: bytes) -> str:
    """Say in which of UTF-16 and UTF-32 the bytes would be text, if in any; they have no mark."""
    if b"\x00" not in head and not _is_binary(head):
        return ""
    shares = {}
    for encoding, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head[: len(head) // width * width])
        except UnicodeDecodeError:
            continue
        plain = len(PLAIN.findall(text))  # in the wrong order of bytes there is next to none
        if text and plain > len(text) / 100 and len(READABLE.findall(text)) > 0.98 * len(text):
            shares[encoding] = plain / len(text)
    return max(shares, key=shares.__getitem__, default="")


def _checked_unicode(file: BinaryIO, encoding: str) -> _Way:
    broken = characters = controls = 0
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for block in _blocks(file):
        text = decoder.decode(block, final=not block)
        characters += len(text)
        broken += text.count(REPLACEMENT)
        controls += len(UNSEEN.findall(text))
    if controls > characters / 100:
        raise UnreadableError(BINARY)
    if broken > characters / 20:
        raise UnreadableError(f"the file begins as {encoding} but {broken:,} of its characters are broken")
    return _unicode_way(f"damaged {encoding}" if broken else encoding, encoding)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file in blocks, the last of them empty."""
    while block := file.read(BLOCK):
        yield block
    yield b""


def _is_utf8(file: BinaryIO) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(file):
            decoder.decode(block, final=not block)
    except UnicodeDecodeError:
        return False
    return True


@dataclass
class _Words:
    """What the words beyond ASCII are.

    `whole` counts the characters of words that are UTF-8; `torn` and `held` the broken and the whole
    characters of words that hold both; `older` the broken ones of words that hold no others. `sample` has
    words of every kind, `older_sample` those of the last, up to a bound.
    """

    whole: int = 0
    torn: int = 0
    held: int = 0
    older: int = 0
    sample: bytes = b""
    older_sample: bytes = b""

    def add(self, words: list[bytes]) -> None:
        for word in words:
            text = word.decode("utf-8", "replace")
            broken = text.count(REPLACEMENT)
            held = sum(character > "\x7f" for character in text) - broken
            if not broken:
                self.whole += held
            elif held or len(word) == 1:  # one byte alone may be the first of a character that was cut off
                self.torn += broken
                self.held += held
            else:
                self.older += broken
                self.older_sample = _enlarged(self.older_sample, word)
            self.sample = _enlarged(self.sample, word)


def _enlarged(sample: bytes, word: bytes) -> bytes:
    return sample if len(sample) > LARGEST_SAMPLE else sample + b" " + word[:LARGEST_SAMPLE]


def _count_words(file: BinaryIO) -> _Words:
    file.seek(len(codecs.BOM_UTF8) if file.seek(0) == 0 and file.read(3) == codecs.BOM_UTF8 else 0)
    words = _Words()
    while (block := file.read(BLOCK)) and words.older + words.torn < ENOUGH_BROKEN:
        block += file.readline(BLOCK)
        words.add([word for word in block.split() if not word.isascii()])
    return words


def _mixed_way(words: _Words) -> _Way | None:
    """Return how to decode UTF-8 with something else in it, None for what is no UTF-8."""
    broken = words.torn + words.older
    mostly = words.whole + words.held > 9 * broken
    if not mostly and words.whole < max(FEWEST_WHOLE, WHOLE_SHARE * broken):
        return None
    older = guess_plausibly(words.older_sample) if words.older else None
    if older and (older == WESTERN_PAGE or words.older >= FEWEST_OLDER):
        return _Way(f"mixed utf-8 and {older}", partial(_decode_mixed, older=older))
    return _Way(DAMAGED, partial(_decode_mixed, older=None)) if mostly else None


def _decode_mixed(data: bytes, older: str | None) -> str:
    """Decode UTF-8, and words that hold none of it beyond ASCII by another encoding."""
    return "".join(
        _decode_mixed_line(line, older) for line in data.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
    )


def _decode_mixed_line(line: bytes, older: str | None) -> str:
    text = line.decode("utf-8", "replace")
    broken = text.count(REPLACEMENT)
    if not broken:
        return text
    if older and broken > MOSTLY_OLDER * (sum(character > "\x7f" for character in text) - broken):
        return decode_as(line, older)  # with a word or two that happen to be UTF-8 as well
    return "".join(_decode_word(piece, older) for piece in WORDS_AND_GAPS.findall(line))


def _decode_word(word: bytes, older: str | None) -> str:
    text = word.decode("utf-8", "replace")
    if older and REPLACEMENT in text and all(character in REPLACEMENT or character.isascii() for character in text):
        return decode_as(word, older)
    return text


def _older_way(file: BinaryIO, words: _Words) -> _Way:
    encoding = guess_encoding(words.sample)
    function = partial(_decode_older, encoding=encoding)
    file.seek(0)
    fits = all(REPLACEMENT not in function(block + file.readline(BLOCK)) for block in _blocks(file))
    return _Way(encoding if fits else f"damaged {encoding}", function)


def _decode_older(data: bytes, encoding: str) -> str:
    return decode_as(data.removeprefix(codecs.BOM_UTF8), encoding)
