"""Plain texts."""

from collections.abc import Iterator
from typing import BinaryIO

from analysis.corpus.encodings import decode
from analysis.corpus.rows import Row, read_all


def read_text(file: BinaryIO) -> Iterator[Row]:
    """Read a plain text or Markdown file as one document.

    >>> import io
    >>> [row.fields for row in read_text(io.BytesIO(b"The road is closed."))]
    [{'text': 'The road is closed.'}]
    """
    text, encoding = decode(read_all(file))
    yield Row(None, encoding, {"text": text})
