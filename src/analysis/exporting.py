"""A table -> a file that other programs open, in which every text stays text."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from analysis.choices import choose

# What spreadsheets take for a formula, in letters of any width; apostrophes before it may be ours.
FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]")
# Where a cell begins for a spreadsheet that parts cells by ; or tab, which no quotation marks keep it from: they hold a
# cell together only at its beginning. A line that begins with a dash is no such place: most are lists.
INNER = re.compile(r"""([;\t])(?=['"]*[=+\-@＝＋－＠])|([\r\n])(?=['"]*[=@＝＠])""")
GUARDED_INNER = re.compile(r"""([;\t])'(?=['"]*[=+\-@＝＋－＠])|([\r\n])'(?=['"]*[=@＝＠])""")
# What terminals obey, and what neither XML nor UTF-8 can hold. One sign for one: offsets into a text still hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384  # of a sheet, below its header
LONGEST_CELL = 32_767  # in UTF-16 units, as Excel counts
CUT = " … [cut]"
FIRST_DAY = pd.Timestamp("1900-03-01")  # Excel has no days before 1900, and one too many in its February
WIDEST, NARROWEST = 60, 8
ALWAYS = datetime(2000, 1, 1)  # instead of the time of writing: the same table gives the same bytes


class ExportError(ValueError):
    """Why a table cannot be written so, and how it can."""


@dataclass(frozen=True)
class Exported:
    """What was written: the file, its rows and columns, and how many cells were too long for it and are cut."""

    path: Path
    rows: int
    columns: int
    cut: int = 0


def write_table(frame: pd.DataFrame, path: Path | str) -> Exported:
    """Write a table to a file, in the format that its ending names; the file is there whole or not at all.

    Parameters
    ----------
    frame : DataFrame
        Any table; its index is left out.
    path : path
        Ends in .csv or .xlsx for spreadsheets, in .parquet or .jsonl for programs. An existing file is replaced.
        In CSV what a spreadsheet would take for a formula gets an apostrophe before it, also behind ; or a tab
        within a cell, where one that is set to those begins the next; `read_exported` takes it off. In XLSX all text is
        text, and one of more than 32,767 characters is cut with a mark. In both, control characters become U+FFFD,
        each one character as before. Parquet and JSON lines hold every text as it is.

    Returns
    -------
    Exported
        What was written, and how many cells had to be cut.

    Raises
    ------
    ExportError
        The ending is another, or the table is too large for a sheet; nothing was written.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "names.csv"
    >>> write_table(pd.DataFrame({"name": ["=1+1", "UN"], "share": [0.5, None]}), path).rows
    2
    >>> path.read_text(encoding="utf-8-sig")
    "name,share\\n'=1+1,0.5\\nUN,\\n"
    """
    path = Path(path)
    write = WRITERS[chosen_ending(path)]
    temporary = path.with_name(f".{path.name:.100}.{os.getpid()}.part")
    try:
        cut = write(frame, temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return Exported(path, len(frame), frame.shape[1], cut)


def read_exported(path: Path | str) -> pd.DataFrame:
    """Read a CSV that `write_table` has written, every cell as the text that it was before.

    Parameters
    ----------
    path : path
        The file.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "names.csv"
    >>> _ = write_table(pd.DataFrame({"name": ["=1+1", "'=1", "007"]}), path)
    >>> read_exported(path)["name"].tolist()
    ['=1+1', "'=1", '007']
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    table.columns = [_unguarded(name) for name in table.columns]
    return table.map(_unguarded)


def chosen_ending(path: Path) -> str:
    """Return the ending of a file if a table can be written so.

    Raises
    ------
    ExportError
        It is another; the message says which there are.

    >>> chosen_ending(Path("table.XLSX"))
    '.xlsx'
    """
    ending = path.suffix.lower()
    if ending in WRITERS:
        return ending
    try:
        return choose(ending, WRITERS, "ending")
    except ValueError as error:
        raise ExportError(f"{path.name}: {error}" if ending else f"{path.name} ends in none of {_endings()}") from None


def _endings() -> str:
    return ", ".join(WRITERS)


def _write_csv(frame: pd.DataFrame, path: Path) -> int:
    cells = pd.DataFrame({number: _as_csv(frame.iloc[:, number]) for number in range(frame.shape[1])})
    cells.columns = [_guarded(str(name)) for name in frame.columns]
    cells.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return 0


def _as_csv(values: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values):
        return values.reset_index(drop=True)
    return pd.Series([_guarded(text) for text in _texts(values)], dtype=object)


def _write_json_lines(frame: pd.DataFrame, path: Path) -> int:
    if frame.empty:  # pandas would write an empty line
        path.touch()
        return 0
    days = {name: _texts(frame[name]) for name in frame.columns if _is_time(frame[name])}
    written = frame.assign(
        **{name: pd.Series(texts, index=frame.index).replace("", None) for name, texts in days.items()}
    )
    written.to_json(path, orient="records", lines=True, force_ascii=False)
    return 0


def _write_parquet(frame: pd.DataFrame, path: Path) -> int:
    frame.to_parquet(path, index=False)
    return 0


def _write_sheet(frame: pd.DataFrame, path: Path) -> int:
    """Write a workbook of one sheet, row by row, in little memory; return how many cells are cut."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    if len(frame) > MOST_ROWS or frame.shape[1] > MOST_COLUMNS:
        raise ExportError(
            f"{len(frame):,} rows and {frame.shape[1]:,} columns: a sheet has room for {MOST_ROWS:,} and "
            f"{MOST_COLUMNS:,}. Write .csv or .parquet, or fewer rows (discourse export has --start and --end)"
        )
    book = Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": ALWAYS})
    cut = _fill(book, book.add_worksheet("table"), frame)
    try:
        book.close()
    except FileCreateError as error:  # a full disk, a folder without permission
        raise OSError(str(error)) from error
    return cut


def _fill(book, sheet, frame: pd.DataFrame) -> int:
    looks = {
        "header": book.add_format({"bold": True, "num_format": "@"}),
        "text": book.add_format({"num_format": "@"}),
        "formula": book.add_format({"num_format": "@", "quote_prefix": True}),  # text, also once it was edited
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    columns = [_as_cells(frame.iloc[:, number]) for number in range(frame.shape[1])]
    for number, values in enumerate(columns):
        longest = max([len(str(frame.columns[number])) + 3, *(len(str(value)) for value in values[:100])])
        sheet.set_column(number, number, min(WIDEST, max(NARROWEST, longest)))
    cut = 0
    for number, name in enumerate(frame.columns):
        cut += _write_text(sheet, 0, number, str(name), looks["header"])
    for row, values in enumerate(zip(*columns, strict=True), start=1):
        for number, value in enumerate(values):
            if isinstance(value, str) and value:
                cut += _write_text(sheet, row, number, value, looks["formula" if FORMULA.match(value) else "text"])
            elif isinstance(value, bool):
                sheet.write_boolean(row, number, value)
            elif isinstance(value, pd.Timestamp):
                look = looks["day" if value == value.normalize() else "time"]
                sheet.write_datetime(row, number, value.to_pydatetime(warn=False), look)
            elif isinstance(value, int | float):
                sheet.write_number(row, number, value)
    if len(columns):
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(frame), len(columns) - 1)
    return cut


def _as_cells(values: pd.Series) -> list:
    """Return what stands in the cells of a column: text, days, numbers, truths, or nothing."""
    if _is_time(values):
        return [_day_of_sheet(value) for value in values]
    if pd.api.types.is_bool_dtype(values):
        return [None if pd.isna(value) else bool(value) for value in values]
    if pd.api.types.is_numeric_dtype(values):
        return [_number_of_sheet(value) for value in values]
    return _texts(values)


def _day_of_sheet(value: pd.Timestamp) -> pd.Timestamp | str | None:
    if pd.isna(value):
        return None
    local = value.tz_localize(None)
    return local if local >= FIRST_DAY else _time_text(local)


def _number_of_sheet(value) -> float | int | str | None:
    """Write as text what a sheet, which knows only floating point numbers, would change."""
    if pd.isna(value):
        return None
    number = value.item() if hasattr(value, "item") else value
    fits = abs(number) <= 2**53 if isinstance(number, int) else abs(number) < float("inf")
    return number if fits else str(number)


def _write_text(sheet, row: int, number: int, text: str, look) -> bool:
    """Write a text into a cell; return whether it had to be cut."""
    written = UNWRITABLE.sub("\ufffd", text)
    units = written.encode("utf-16-le")
    is_long = len(units) > 2 * LONGEST_CELL
    if is_long:
        written = units[: 2 * (LONGEST_CELL - len(CUT))].decode("utf-16-le", "ignore") + CUT
    sheet.write_string(row, number, written, look)
    return is_long


def _texts(values: pd.Series) -> list[str]:
    """Return values as text; nothing for nothing."""
    if _is_time(values):
        return [_time_text(value) for value in values]
    missing = values.isna()
    return ["" if nothing else str(value) for value, nothing in zip(values, missing, strict=True)]


def _is_time(values: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(values)


def _time_text(value: pd.Timestamp) -> str:
    if pd.isna(value):
        return ""
    return f"{value:%Y-%m-%d}" if value == value.normalize() else value.isoformat(sep=" ")


def guarded(text: str) -> str:
    """Return a text with an apostrophe wherever a spreadsheet would take what follows for a formula.

    Parameters
    ----------
    text : str
        What a cell of a CSV file shall hold.

    >>> guarded("=1+1"), guarded("a;=1+1"), guarded("a-b; c")
    ("'=1+1", "a;'=1+1", 'a-b; c')
    """
    written = INNER.sub(r"\1\2'", text)
    return f"'{written}" if FORMULA.match(text) else written


def _guarded(text: str) -> str:
    return guarded(UNWRITABLE.sub("\ufffd", text))


def _unguarded(cell: str) -> str:
    text = cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
    return GUARDED_INNER.sub(r"\1\2", text)


WRITERS: dict[str, Callable[[pd.DataFrame, Path], int]] = {
    ".csv": _write_csv,
    ".xlsx": _write_sheet,
    ".parquet": _write_parquet,
    ".jsonl": _write_json_lines,
}
