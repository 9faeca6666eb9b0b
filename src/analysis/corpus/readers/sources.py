"""An open file -> its text line by line or piece by piece, up to where it breaks off."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from analysis.corpus.encodings import decoded_lines
from analysis.corpus.rows import Row, UnreadableError

BLOCK = 1 << 16
LONGEST_LINE = 1 << 28  # bytes


class Source(io.RawIOBase):
    """Passes a file on. Where it breaks off, as a packed file that is cut, it ends, and `fault` says why.

    So that what stands before the break can be decoded and read first. With `has_lines` a file is refused
    whose line would fill the memory.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Begin at the start of the file, which stays open when this is closed."""
        self._file = file
        self._since = 0  # bytes since the last line end
        self.has_lines = False
        self.fault: UnreadableError | None = None

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def close(self) -> None:
        """Do nothing: the file belongs to who opened it, and is read on after its lines are."""

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in the file."""
        self._since = 0
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place in the file."""
        return self._file.tell()

    def readinto(self, buffer: memoryview) -> int:
        """Read some bytes; none where the file ends or breaks off."""
        try:
            data = self._file.read1(len(buffer))
        except UnreadableError as error:
            self.fault = error
            return 0
        end = max(data.rfind(b"\n"), data.rfind(b"\r"))
        self._since = len(data) - end if end >= 0 else self._since + len(data)
        if self.has_lines and self._since > LONGEST_LINE:
            raise UnreadableError(f"a line has more than {LONGEST_LINE:,} bytes: look whether the file is a table")
        buffer[: len(data)] = data
        return len(data)


def open_lines(file: BinaryIO) -> tuple[Iterator[str], str, Source]:
    """Decode a file line by line.

    Returns
    -------
    (iterator of str, str, Source)
        The lines with their ends, to be closed after use; the encoding; and the source, to look at in the end.

    >>> lines, encoding, source = open_lines(io.BytesIO(b"The road\\nis closed."))
    >>> list(lines), encoding, source.fault
    (['The road\\n', 'is closed.'], 'utf-8', None)
    """
    source = Source(file)
    lines, encoding = decoded_lines(io.BufferedReader(source, BLOCK))
    source.has_lines = True
    return lines, encoding, source


def open_pieces(file: BinaryIO) -> tuple[Iterator[str], str, Source]:
    """Decode a file piece by piece, as `open_lines` does, but in pieces of bounded length where it is Unicode."""
    source = Source(file)
    buffered = io.BufferedReader(source, BLOCK)
    lines, encoding = decoded_lines(buffered)
    if encoding.startswith("utf"):
        return _pieces(buffered, encoding), encoding, source
    source.has_lines = True
    return lines, encoding, source


def _pieces(file: BinaryIO, encoding: str) -> Iterator[str]:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while block := file.read(BLOCK):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def up_to_break(rows: Iterator[Row], source: Source) -> Iterator[Row]:
    """Pass on the rows of a source; where it breaks off, all but the last, of which a part may be lost.

    Raises
    ------
    UnreadableError
        The source broke off.
    """
    waiting = None
    for row in rows:
        if waiting is not None:
            yield waiting
        waiting = row
    if source.fault:
        raise source.fault
    if waiting is not None:
        yield waiting
