"""Bytes -> text: which encoding a file is in."""

import codecs

import regex
from charset_normalizer import from_bytes

from analysis.corpus.rows import UnreadableError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DAMAGED = "damaged utf-8"
WESTERN = "cp1252"  # Windows' Western page, by far the most usual of the older encodings
WESTERN_MARKS = frozenset("‚„…‘’“”•–—\xa0".encode(WESTERN))
CONTROLS = regex.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes) -> tuple[str, str]:
    """Turn bytes into text, and say by which encoding.

    A byte order mark decides; else UTF-8 when every byte fits it; else the best guess of
    charset-normalizer, which the caller should show to the user.

    Raises
    ------
    UnreadableError
        The bytes are no text.

    >>> decode("Médecins".encode())
    ('Médecins', 'utf-8')
    >>> decode("Stepanakert".encode("utf-16"))
    ('Stepanakert', 'utf-16')
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(data, encoding), encoding
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = _mostly_utf8(data) or _guess(data)
    if len(CONTROLS.findall(text[:100_000])) > len(text[:100_000]) / 100:
        raise UnreadableError("the file holds binary data, not text: look at what it is, and name it so")
    return text, encoding


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"the file begins as {encoding} but breaks at byte {error.start:,}: save it as UTF-8"
        raise UnreadableError(message) from None


def _mostly_utf8(data: bytes) -> tuple[str, str] | None:
    """Decode UTF-8 with a few broken bytes, each as a replacement character; None for anything else."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    whole = sum(character > "\x7f" for character in text) - broken
    return (text, DAMAGED) if whole > 9 * broken else None


def _guess(data: bytes) -> tuple[str, str]:
    """Guess the encoding by how the text would look; Windows' Western page where it looks nearly as well."""
    beyond_ascii = {byte for byte in set(data) if byte > 127}
    if b"\x00" not in data and beyond_ascii <= WESTERN_MARKS:
        return data.decode(WESTERN), WESTERN
    matches = [] if b"\x00" in data else list(from_bytes(data))
    if not matches:
        raise UnreadableError("the file is neither text nor in a known encoding: open it and save it as UTF-8")
    best = matches[0]
    western = next((match for match in matches if WESTERN in match.could_be_from_charset), None)
    if western and western.coherence >= best.coherence and western.chaos <= best.chaos + 0.1:
        return str(western), WESTERN
    return str(best), best.encoding
