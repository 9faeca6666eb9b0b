"""Bytes of web pages and e-mails -> text, where the page or the e-mail says which encoding it is in."""

import codecs

import regex

from analysis.corpus.encodings import BYTE_ORDER_MARKS, decode

SEARCHED = 8192  # bytes; browsers look at the first 1024
DECLARED = regex.compile(
    rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([\w.:-]{1,40})""",
    regex.IGNORECASE,
)
# What the Web means by a name (WHATWG Encoding Standard), where Python takes it more narrowly.
MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Python's codecs that are no encodings of text, or that hide text in another one.
REFUSED = frozenset({"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})


def decode_declared(data: bytes, declared: str) -> tuple[str, str]:
    """Turn bytes into text by what they are declared as, and say by which encoding.

    A byte order mark decides; else UTF-8 when every byte fits it, as other encodings do not look like it by
    chance; else what is declared, if every byte fits that; else the guess of `analysis.corpus.encodings.decode`.

    Parameters
    ----------
    data : bytes
        What is to be read.
    declared : str
        The name of an encoding, as pages and e-mails write it; may be empty or nonsense.

    Returns
    -------
    (str, str)
        The text, and the encoding: with " (declared)" behind it where the declaration decided.

    Raises
    ------
    UnreadableError
        The bytes are no text.

    >>> decode_declared("Дорога".encode("koi8-r"), "KOI8-R")
    ('Дорога', 'koi8-r (declared)')
    >>> decode_declared("«Дорога»".encode(), "windows-1251")
    ('«Дорога»', 'utf-8')
    """
    name = _known(declared)
    if any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        return decode(data)
    if name.startswith("iso2022"):  # looks like plain ASCII to every other one
        return _decode_as(data, name) or decode(data)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return (_decode_as(data, name) if name else None) or decode(data)
    return decode(data)


def _decode_as(data: bytes, name: str) -> tuple[str, str] | None:
    try:
        text = data.decode(name)
    except UnicodeError:
        return None
    return None if "\0" in text else (text, f"{name} (declared)")


def _known(declared: str) -> str:
    """Return Python's name of an encoding; empty for what is none, or is in effect UTF-8."""
    try:
        found = codecs.lookup(declared.strip().lower())
        "".encode(found.name)  # refused for what turns bytes into bytes
    except (LookupError, UnicodeError, ValueError):
        return ""
    if found.name in REFUSED or found.name.startswith("utf"):
        return ""
    return MEANT.get(found.name, found.name)


def declared_in_page(data: bytes) -> str:
    """Return the encoding that a page's first elements name, as it is written; empty where they name none.

    >>> declared_in_page(b'<html><head><meta charset="windows-1251">')
    'windows-1251'
    """
    found = DECLARED.search(data[:SEARCHED])
    return (found[1] or found[2]).decode("ascii", "ignore") if found else ""
