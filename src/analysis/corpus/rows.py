"""What a reader gives: one row a text, from any format."""

import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from ftfy.fixes import fix_surrogates

LARGEST_WHOLE = 1 << 28


class UnreadableError(ValueError):
    """What is wrong with one file, in words for the person who owns it."""


@dataclass(frozen=True)
class Row:
    """One text as its file gives it, or what is wrong with its place in the file.

    `number` is None for a whole file, else the row in it, from 1. `encoding` says how bytes became
    characters; it is empty for formats that settle that themselves. `fields` holds what the file says by
    its own names; a whole file's text is the field "text". `fault` says why there is nothing to read.
    `notes` are warnings about what was read, each a kind and a message. `dated_by` says what its field
    "date" is: "metadata", as a cell of a table or a document's front matter; "page", as a web page gives
    it; "properties", as a program stamps its files, often with another day than that of publication.
    """

    number: int | None
    encoding: str
    fields: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    dated_by: str = "metadata"


Reader = Callable[[BinaryIO], Iterator[Row]]


def read_all(file: BinaryIO, limit: int = LARGEST_WHOLE) -> bytes:
    """Read the bytes of a file that must be held in memory as a whole.

    Raises
    ------
    UnreadableError
        The file is larger than `limit` bytes.

    >>> import io
    >>> read_all(io.BytesIO(b"The road is closed."))
    b'The road is closed.'
    """
    data = file.read(limit + 1)
    if len(data) > limit:
        raise UnreadableError(f"the file is larger than {limit:,} bytes: split it")
    return data


def plain(value: Any) -> str:
    """Write one field as a string: nothing for nothing, JSON for what is nested.

    >>> plain(None), plain(2023), plain(["road"])
    ('', '2023', '["road"]')
    """
    if value is None or value != value:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value).strip()
    return unicodedata.normalize("NFC", fix_surrogates(text))
