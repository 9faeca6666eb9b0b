"""Tables of separated values: csv and tsv; one row a text."""

import csv
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import BinaryIO

import regex

from analysis.corpus.readers.sources import open_lines, up_to_break
from analysis.corpus.rows import Row, UnreadableError

MARKS = ",;\t|"
NO_MARK = "\x1f"  # of a table of one column, whose commas are text
LARGEST_VALUE = 1 << 24  # characters
MOST_COLUMNS = 16_384  # as in a spreadsheet
ROWS_AGAIN = 0.9  # share of the lines behind a stray quotation mark that must look like rows to be read as such
QUOTED = regex.compile(r'"(?:[^"]|"")*+(?:"|$)')
NAMED_MARK = regex.compile(r"sep=(.)\s*$", regex.IGNORECASE)
MEND_QUOTES = 'put a value with quotation marks into quotation marks, and write each one within it twice ("")'


def read_csv(file: BinaryIO) -> Iterator[Row]:
    """Read a table of values separated by the mark that its first line uses most: comma, semicolon, tab or bar.

    >>> import io
    >>> [row.fields for row in read_csv(io.BytesIO(b"id;text\\nA1;Closed"))]
    [{'id': 'A1', 'text': 'Closed'}]
    """
    yield from _read_separated(file, None)


def read_tsv(file: BinaryIO) -> Iterator[Row]:
    """Read a table of values separated by tabs.

    >>> import io
    >>> [row.fields for row in read_tsv(io.BytesIO(b"id\\ttext\\nA1\\tClosed, again"))]
    [{'id': 'A1', 'text': 'Closed, again'}]
    """
    yield from _read_separated(file, "\t")


def _read_separated(file: BinaryIO, mark: str | None) -> Iterator[Row]:
    lines, encoding, source = open_lines(file)
    with closing(lines):
        yield from up_to_break(_rows(_Lines(lines), mark, encoding), source)


def _rows(lines: "_Lines", mark: str | None, encoding: str) -> Iterator[Row]:
    mark = mark or _find_mark(lines)
    table = csv.reader(lines, delimiter=mark, strict=True)
    names = _column_names(table)
    for number, values in enumerate(_records(table, lines, len(names), mark), start=1):
        if isinstance(values, str):
            yield Row(number, encoding, fault=values)
        elif len(values) == len(names) or (len(values) > len(names) and not any(values[len(names) :])):
            yield Row(number, encoding, _named(names, values))
        elif values:
            fault = f"{len(values)} values where the first line names {len(names)} columns: check quotes and separators"
            yield Row(number, encoding, fault=fault)


class _Lines:
    """Lines that can be given back to be read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.taken: list[str] = []  # since `taken` was last emptied
        self.number = 0  # of the line that was taken last, from 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        self.number += 1
        return line

    def give_back(self, lines: list[str]) -> None:
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)


def _find_mark(lines: _Lines) -> str:
    """Find the separator by the first line that is not empty, outside of its quotation marks."""
    first = next((line for line in lines if line.strip()), "")
    if named := NAMED_MARK.match(first):  # as Excel writes it
        return named[1]
    lines.give_back([first])
    counts = Counter(character for character in QUOTED.sub("", first) if character in MARKS)
    return counts.most_common(1)[0][0] if counts else NO_MARK


def _column_names(table: Iterator[list[str]]) -> list[str]:
    try:
        with _large_values():
            names = [name.strip() for name in next((values for values in table if any(values)), [])]
    except csv.Error as error:
        raise UnreadableError(f"the first line cannot be read ({error}): {MEND_QUOTES}") from None
    if len(names) > MOST_COLUMNS:
        raise UnreadableError(f"the first line names more than {MOST_COLUMNS:,} columns: look whether it is a table")
    repeated = [name for name, count in Counter(filter(None, names)).items() if count > 1]
    if repeated:
        raise UnreadableError(f"the column {repeated[0]!r} stands twice in the first line: rename one")
    return names


@contextmanager
def _large_values() -> Iterator[None]:
    """Let the csv module read long values; its limit holds for the whole process, so it is put back at once."""
    usual = csv.field_size_limit(LARGEST_VALUE)
    try:
        yield
    finally:
        csv.field_size_limit(usual)


def _named(names: list[str], values: list[str]) -> dict[str, str]:
    """Name the values; a column without a name counts where it holds something."""
    named = {name or f"column {place}": value for place, (name, value) in enumerate(zip(names, values), 1)}  # noqa: B905
    return {name: value for name, value in named.items() if value or name in names}


def _records(table: Iterator[list[str]], lines: _Lines, columns: int, mark: str) -> Iterator[list[str] | str]:
    """Yield the values of each row, or what is wrong with it."""
    while True:
        lines.taken.clear()
        first = lines.number + 1
        try:
            with _large_values():
                values = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield _mend(lines, first, columns, mark, too_large="field larger" in str(error))
        else:
            yield values


def _mend(lines: _Lines, first: int, columns: int, mark: str, *, too_large: bool) -> str:
    """Say what is wrong with the lines that were taken for one row, and give back those that look like rows."""
    later = lines.taken[1:]
    full = [line for line in later if line.strip()]
    fitting = sum(QUOTED.sub("", line).count(mark) == columns - 1 for line in full)
    if full and fitting >= ROWS_AGAIN * len(full):
        lines.give_back(later)
        return (
            f"a quotation mark of line {first} is not closed where it should be, and the line is not read; "
            f"the {len(later):,} lines after it are read as rows of their own, look at them: {MEND_QUOTES}"
        )
    if too_large:
        while later and lines.taken[-1].count('"') % 2 == 0:  # the value goes on
            lines.taken.clear()
            if next(lines, None) is None:
                break
        return (
            f"a value of lines {first:,} to {lines.number:,} has more than {LARGEST_VALUE:,} characters, "
            f"and the row is not read: split it, or look for a quotation mark that is not closed"
        )
    lost = "and it is not read" if not later else f"and lines {first:,} to {lines.number:,} are not read"
    return f"the quotation marks of line {first} do not fit, {lost}: {MEND_QUOTES}"
