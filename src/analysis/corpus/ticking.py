"""Tables that a person fills in with a spreadsheet: written so that it changes no cell, and read back."""

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd
import regex

from analysis.corpus.encodings import decode
from analysis.corpus.files import CorpusError, read_bytes
from analysis.corpus.rows import UnreadableError

YES = frozenset({"yes", "y", "true", "1", "x"})
NO = frozenset({"", "no", "n", "false", "0"})
# What a spreadsheet takes for a formula, a number or a date; apostrophes before it may be ours.
NOT_AS_WRITTEN = regex.compile(r"'*+(?:[=+\-@\t\r]|\P{L}*\p{Nd}\P{L}*$)")


def write_ticking(frame: pd.DataFrame, path: Path | str) -> None:
    """Write a table to a CSV for a spreadsheet, for a person to fill in.

    A cell that a spreadsheet would take for a formula, a number or a date gets an apostrophe before it;
    `read_ticked` takes it off.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    path : path
        The file to write, in UTF-8 with a byte order mark, by which Excel knows it.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "lines.csv"
    >>> write_ticking(pd.DataFrame({"line": ["=1+1"], "remove": [""]}), path)
    >>> path.read_text(encoding="utf-8-sig")
    "line,remove\\n'=1+1,\\n"
    """
    cells = frame.copy()
    for name in cells.columns:
        if not pd.api.types.is_numeric_dtype(cells[name]):
            cells[name] = [_guarded(str(value)) for value in cells[name].fillna("")]
    cells.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n", float_format="%.3f")


def read_ticked(path: Path | str, needed: Collection[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the rows of such a table, as a spreadsheet saves it (separated by commas, semicolons or tabs).

    Parameters
    ----------
    path : path
        The file.
    needed : collection of str
        Columns that it must have, in lower case.

    Yields
    ------
    (int, dict of str to str)
        The row's number as a spreadsheet shows it, the header being row 1, and its cells by the names of their
        columns in lower case, without white space around them. Empty rows are left out.

    Raises
    ------
    CorpusError
        It cannot be read, or a column is missing.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "lines.csv"
    >>> _ = path.write_text("Line;Remove\\n'=1+1;yes\\n")
    >>> list(read_ticked(path, ["line", "remove"]))
    [(2, {'line': '=1+1', 'remove': 'yes'})]
    """
    path = Path(path)
    try:
        text, _ = decode(read_bytes(path))
        first = text.partition("\n")[0]
        table = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
        names = [name.strip().lower() for name in next(table, [])]
        if missing := [name for name in needed if name not in names]:
            found = ", ".join(filter(None, names)) or "none"
            raise CorpusError(
                f"{path.name}: the column {missing[0]!r} is missing: it needs {', '.join(needed)} "
                f"(columns found: {found})"
            )
        for number, values in enumerate(table, start=2):
            cells = [_unguarded(value.strip(" ")) for value in values]
            if any(cells):
                yield number, dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))
    except (UnreadableError, csv.Error) as error:
        raise CorpusError(f"{path.name} cannot be read ({error}): save it as CSV in UTF-8") from None


def _guarded(cell: str) -> str:
    return f"'{cell}" if NOT_AS_WRITTEN.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and NOT_AS_WRITTEN.match(cell) else cell
