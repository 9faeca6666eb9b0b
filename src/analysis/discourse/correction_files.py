"""What persons have corrected, as a file beside the raw texts: read, and added to without losing a row of others."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import pandas as pd

from analysis.corpus.files import CorpusError
from analysis.corpus.schemas import STATEMENT_KINDS
from analysis.corpus.ticking import read_ticked, write_ticking
from analysis.discourse.coding_columns import misspelt_message
from analysis.discourse.coding_files import FIELDS, LABELS, PASSAGES, columns_of

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

ROW = "row"
ACTIONS = ("change", "delete", "add")
FOUND = ("found_content", "found_speaker", "found_cue")  # what the decision rests on: when it changes, so may that
TYPES: dict[str, str] = {
    **dict.fromkeys(("doc_id", "statement_id", "action", "changed"), "str"),
    **{
        name: kind
        for passage in (*PASSAGES, *FOUND)
        for name, kind in zip(columns_of(passage), ("str", "int64", "int64"), strict=True)
    },
    **dict.fromkeys((*LABELS, "coder", "date", "note"), "str"),
}
LARGEST = 2**53  # a place that no text has; a larger number fits no column
NEEDED = ("doc_id", "statement_id", "action", "changed", "content", "found_content", "coder", "date")


class CorrectionsError(ValueError):
    """What is wrong with the file of corrections: row, column and mend."""


def no_corrections() -> pd.DataFrame:
    """Return a table of corrections without a row.

    >>> len(no_corrections())
    0
    """
    return pd.DataFrame(columns=[*TYPES, ROW]).astype(TYPES | {ROW: "int64"})


def read_corrections(path: Path | str) -> pd.DataFrame:
    """Read what persons have corrected.

    To take a correction back, remove its row from the file.

    Parameters
    ----------
    path : path
        A CSV as `write_corrections` writes it; one that is not there has no row.

    Returns
    -------
    DataFrame
        One row a statement that somebody has corrected, in the file's order: doc_id, statement_id (as it was when it
        was corrected), action (change, delete, add), changed (the names of the fields that were changed, parted by
        spaces); content, speaker, cue, addressee (the words as corrected), each with its _start and _end (int64, code
        points; -1 for none); found_content, found_speaker, found_cue with theirs (what stood there when it was
        corrected, by which a changed text is known); kind, speaker_name, verb, act; coder, date (ISO 8601), note;
        row (int64), its row in the file, from 1, the header not counted; and the file's other columns.

    Raises
    ------
    CorrectionsError
        The file cannot be read, a column is missing or misspelt, or a cell is not allowed.

    >>> len(read_corrections("/no/such/corrections.csv"))
    0
    """
    path = Path(path)
    if not path.exists():
        return no_corrections()
    try:
        read = list(read_ticked(path, NEEDED))
    except (CorpusError, OSError) as error:
        raise CorrectionsError(str(error)) from None
    if not read:
        return no_corrections()
    if fault := misspelt_message(read[0][1], TYPES):
        raise CorrectionsError(f"{path.name}, row 1: {fault}")
    rows = [_checked(cells, f"{path.name}, row {number}") | {ROW: number - 1} for number, cells in read]
    others = [name for name in rows[0] if name and name not in (*TYPES, ROW)]
    return pd.DataFrame(rows, columns=[*TYPES, ROW, *others]).astype(TYPES | dict.fromkeys(others, "str"))


def _checked(cells: dict[str, str], place: str) -> dict[str, str | int]:
    row: dict[str, str | int] = {**{name: "" if kind == "str" else -1 for name, kind in TYPES.items()}, **cells}
    for name, kind in TYPES.items():
        if kind == "int64":
            row[name] = _whole(row[name], f"{place}, column {name}")
    for name in ("doc_id", "statement_id", "coder"):
        if not row[name]:
            raise CorrectionsError(f"{place}, column {name}: it is empty: fill it in, or remove the row")
    _refuse_others(str(row["action"]), ACTIONS, f"{place}, column action")
    for name in str(row["changed"]).split():
        _refuse_others(name, FIELDS, f"{place}, column changed")
        if name not in cells:
            raise CorrectionsError(f"{place}, column changed: there is no column {name!r}: put it back into the file")
    if row["action"] != "delete":
        _refuse_others(str(row["kind"]), STATEMENT_KINDS, f"{place}, column kind")
    with_words = ["found_content"] if row["action"] == "delete" else ["content", "found_content"]
    for name in with_words:
        if not row[name]:
            raise CorrectionsError(f"{place}, column {name}: it is empty: import the coded file again")
    try:  # days that are written otherwise would not sort
        row["date"] = datetime.fromisoformat(str(row["date"])).date().isoformat()
    except ValueError:
        raise CorrectionsError(f"{place}, column date: {row['date']!r} is no date: write it as 2024-05-31") from None
    return row


def _whole(cell: str | int, place: str) -> int:
    try:
        number = int(cell) if cell != "" else -1
    except ValueError:
        number = -2
    if not -1 <= number <= LARGEST:
        raise CorrectionsError(
            f"{place}: {str(cell)[:40]!r} is no place: write a whole number, counted in the text from 0, or -1 for none"
        )
    return number


def _refuse_others(value: str, allowed: tuple[str, ...], place: str) -> None:
    if value not in allowed:
        raise CorrectionsError(f"{place}: {value!r} is not allowed: write one of {', '.join(allowed)}")


def write_corrections(corrections: pd.DataFrame, path: Path | str) -> int:
    """Add corrections after those that a file has, none of which is lost.

    The new file takes the place of the old one at once. Of commands that add at one time, one waits for the other.
    A row that says what the coder said of the statement last is left out, so that importing twice adds nothing.

    Parameters
    ----------
    corrections : DataFrame
        As `corrections_from` gives it.
    path : path
        The CSV, which begins with these rows when it is not there.

    Returns
    -------
    int
        How many rows were added.

    Raises
    ------
    CorrectionsError
        The file that is there cannot be read; it is as it was.
    """
    path = Path(path).resolve()
    with _alone(path.parent):
        old = read_corrections(path)
        new = corrections[_is_news(old, corrections)]
        if len(new):
            _replace(path, pd.concat([old, new], ignore_index=True) if len(old) else new)
    return len(new)


def _is_news(old: pd.DataFrame, new: pd.DataFrame) -> list[bool]:
    """Say of each row whether its coder's last word on its statement was another one."""
    names = ["coder", *(name for name in TYPES if name not in ("coder", "date", "note"))]
    last = {row[:3]: row for row in old[names].itertuples(index=False, name=None)}
    news = []
    for row in new[names].itertuples(index=False, name=None):
        news.append(last.get(row[:3]) != row)
        last[row[:3]] = row
    return news


def _replace(path: Path, table: pd.DataFrame) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    others = [name for name in table if name not in (*TYPES, ROW)]
    cells = table[[*TYPES, *others]].astype(TYPES).fillna(dict.fromkeys(others, ""))
    try:
        write_ticking(cells, temporary)
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other command adds to a file of the folder."""
    if fcntl is None:
        yield
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks know no locks
            fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)
