"""Tables that programs write: spreadsheets (xlsx, xlsm, xlsb, xls, ods) and parquet; one row a text."""

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

import regex
from lxml import etree

from analysis.corpus.archives import open_zip
from analysis.corpus.rows import Row, UnreadableError, plain, read_all

if TYPE_CHECKING:
    import pyarrow as pa
    from python_calamine import CalamineWorkbook

LARGEST_UNPACKED = 1 << 29  # bytes of a packed spreadsheet's parts, which are held in memory
MOST_CELLS = 20_000_000  # of the smallest rectangle around all that is filled, which is held in memory
LARGEST_GROUP = 1 << 31  # bytes of a row group of a parquet file, unpacked
ROWS_AT_ONCE = 256
TEXT_NAMES = ("text", "content", "body", "full_text", "fulltext")
OLE = b"\xd0\xcf\x11\xe0"  # how files of Office begin that are not zip files
LOCKED_PART = "EncryptedPackage".encode("utf-16-le")
LOCKED = "the spreadsheet is locked with a password: save it without one"
CELL = regex.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
TAIL = 32  # bytes that a cell's address may be cut into


def read_sheets(file: BinaryIO) -> Iterator[Row]:
    """Read the sheets of a spreadsheet, each with the names of its columns in its first row that is not empty.

    Rows are numbered from 1 below the names, as in other tables, empty ones too; those of a second sheet
    go on from those of the first. With more than one sheet the own columns "sheet" and "sheet_row" say where
    a row stands. Formulas give the values that were saved with them; dates are ISO strings. When some sheets
    have a column with texts, by its usual names, sheets without one are left out with a note.
    """
    data = read_all(file)
    _refuse_traps(data)
    with _calamine_errors():
        from python_calamine import CalamineWorkbook

        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = _sheets_with_rows(workbook)
    chosen, notes = _sheets_with_texts(names)
    number = 0
    for sheet, columns in chosen.items():
        repeated = [name for name, count in Counter(filter(None, columns)).items() if count > 1]
        if repeated:
            number += 1
            yield Row(number, "", fault=f"the column {repeated[0]!r} stands twice in sheet {sheet!r}: rename one")
            continue
        top = number
        header = 0
        for place, values in _rows(workbook, sheet):
            if not header:
                header = place
                continue
            number = top + place - header
            where = {"sheet": sheet, "sheet_row": place} if len(names) > 1 else {}
            yield Row(number, "", where | _named(columns, values), notes=notes)
            notes = ()


def _refuse_traps(data: bytes) -> None:
    if data.startswith(b"PK"):
        with open_zip(io.BytesIO(data), LARGEST_UNPACKED) as archive, _calamine_errors():
            for info in archive.infolist():
                with archive.open(info) as part:
                    if info.filename == "content.xml":
                        _refuse_repeated_cells(part)
                    elif info.filename.endswith(".xml"):
                        _refuse_far_cells(part)
    elif data.startswith(OLE) and LOCKED_PART in data:
        raise UnreadableError(LOCKED)


def _refuse_repeated_cells(part: BinaryIO) -> None:
    """Refuse the sheet of an open document that says of a few cells or rows that they stand there a million times."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "recover": True}
    widest = rows = last = 0
    for _, element in etree.iterparse(part, events=("end",), **options):
        name = str(element.tag).rpartition("}")[2]
        if name == "table-row":
            cells = [(_repeated(cell, "columns"), len(cell) > 0 or len(cell.attrib) > 1) for cell in element]
            while cells and not cells[-1][1]:
                cells.pop()
            width = sum(times for times, _ in cells)
            rows += _repeated(element, "rows")
            widest, last = max(widest, width), rows if width else last
            element.clear()
        elif name == "table":
            _refuse_many(last * widest)
            widest = rows = last = 0
    _refuse_many(last * widest)


def _repeated(element: Any, what: str) -> int:
    values = (value for name, value in element.attrib.items() if name.endswith(f"number-{what}-repeated"))
    value = next(values, "1")
    return int(value) if value.isdecimal() and len(value) < 10 else MOST_CELLS


def _refuse_many(cells: int) -> None:
    if cells > MOST_CELLS:
        raise UnreadableError(
            f"the filled cells of a sheet span more than {MOST_CELLS:,} cells: remove stray ones, or split it"
        )


def _refuse_far_cells(part: BinaryIO) -> None:
    """Refuse a sheet whose filled cells lie so far apart that the cells between them would fill the memory."""
    rows, columns = [], []
    piece, rest = part.read(1 << 12), b""
    if b"worksheet" not in piece:
        return
    while piece:
        found = CELL.findall(rest + piece)
        rows = _ends([*rows, *(int(row) for _, row in found)])
        columns = _ends([*columns, *(_column_number(column) for column, _ in found)])
        piece, rest = part.read(1 << 16), piece[-TAIL:]
    if rows:
        _refuse_many((rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1))


def _ends(numbers: list[int]) -> list[int]:
    return [min(numbers), max(numbers)] if numbers else []


@cache
def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


@contextmanager
def _calamine_errors() -> Iterator[None]:
    """Turn what the spreadsheet library stumbles over into words for the owner of the file."""
    try:
        yield
    except (UnreadableError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        if "password" in f"{type(error).__name__} {error}".lower():
            raise UnreadableError(LOCKED) from None
        raise UnreadableError(
            "the file is no whole spreadsheet (damaged, or another kind of file under this name): "
            "open it in a spreadsheet program and save it as .xlsx"
        ) from None


def _sheets_with_rows(workbook: "CalamineWorkbook") -> dict[str, list[str]]:
    """Name the sheets that are tables and not empty, with their columns."""
    from python_calamine import SheetTypeEnum

    found = {}
    for sheet in workbook.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet:
            first = next(_rows(workbook, sheet.name), None)
            if first:
                found[sheet.name] = [plain(_cell(value)) for value in first[1]]
    return found


def _sheets_with_texts(names: dict[str, list[str]]) -> tuple[dict[str, list[str]], tuple[tuple[str, str], ...]]:
    with_texts = {
        sheet: columns for sheet, columns in names.items() if any(name.lower() in TEXT_NAMES for name in columns)
    }
    if not with_texts:
        return names, ()
    left_out = [sheet for sheet in names if sheet not in with_texts]
    message = "the sheet {!r} has no column with texts and is left out: name its column text, or ignore this"
    return with_texts, tuple(("sheet-without-texts", message.format(sheet)) for sheet in left_out)


def _rows(workbook: "CalamineWorkbook", sheet: str) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows of a sheet that are not empty, each with its number in the sheet."""
    with _calamine_errors():
        table = workbook.get_sheet_by_name(sheet)
        left = [""] * (table.start or (0, 0))[1]  # columns before the first that is not empty
        rows = table.iter_rows()
    for place, values in enumerate(rows, start=1):
        if any(value not in ("", None) for value in values):
            yield place, left + values


def _named(columns: list[str], values: list[Any]) -> dict[str, Any]:
    """Name the cells of a row; a column without a name counts where it holds something."""
    padded = chain(columns, [""] * (len(values) - len(columns)))
    cells = {name or f"column {place}": _cell(value) for place, (name, value) in enumerate(zip(padded, values), 1)}  # noqa: B905
    return {name: value for name, value in cells.items() if value is not None or name in columns}


def _cell(value: Any) -> Any:
    if value == "":
        return None
    if isinstance(value, str):
        return value.replace("_x000D_", "").replace("\r\n", "\n")
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:  # spreadsheets know no whole numbers
        return int(value)
    return _written(value)


def read_parquet(file: BinaryIO) -> Iterator[Row]:
    """Read a parquet file; dates are ISO strings, nested values lists and objects as in JSON.

    Of a damaged row group what stands before the damage is read, and the other groups are.
    """
    from pyarrow import parquet

    with _arrow_errors():
        table = parquet.ParquetFile(_with_quick_seeks(file), pre_buffer=False)
        _refuse_traps_of(table)
    number = 0
    for group in range(table.num_row_groups):
        last = number + table.metadata.row_group(group).num_rows
        try:
            for item in _items(table, group):
                number += 1
                yield Row(number, "", {name: _written(value) for name, value in item.items()})
        except UnreadableError as error:
            number += 1
            yield Row(number, "", fault=f"what follows row {number - 1:,} in its row group is not read: {error}")
        number = max(number, last)


@contextmanager
def _arrow_errors() -> Iterator[None]:
    import pyarrow as pa

    try:
        yield
    except UnreadableError:
        raise
    except (pa.ArrowException, ValueError, OSError, EOFError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise UnreadableError(f"the file is no whole parquet file ({reason}): copy or write it again") from None


def _with_quick_seeks(file: BinaryIO) -> BinaryIO:
    """Hold a file in memory that is unpacked while it is read, where each way back begins anew."""
    try:
        file.fileno()
    except OSError:
        return file if isinstance(file, io.BytesIO) else io.BytesIO(read_all(file))
    return file


def _refuse_traps_of(table: Any) -> None:
    names = table.schema_arrow.names
    repeated = [name for name, count in Counter(names).items() if count > 1]
    if repeated:
        raise UnreadableError(f"there are two columns {repeated[0]!r}: rename one")
    sizes = [table.metadata.row_group(place).total_byte_size for place in range(table.num_row_groups)]
    if sizes and max(sizes) > LARGEST_GROUP:
        raise UnreadableError(f"a row group unpacks to more than {LARGEST_GROUP:,} bytes: write it in smaller ones")


def _items(table: Any, group: int) -> Iterator[dict[str, Any]]:
    with _arrow_errors():
        batches = table.iter_batches(ROWS_AT_ONCE, row_groups=[group], use_threads=False)
    while True:
        with _arrow_errors():
            batch = next(batches, None)
            items = _plain_items(batch) if batch is not None else []
        if batch is None:
            return
        yield from items


def _plain_items(batch: "pa.RecordBatch") -> list[dict[str, Any]]:
    """Return the rows of a batch; a day that Python has no place for, as one after the year 9999, as text."""
    try:
        return batch.to_pylist()
    except (ValueError, OverflowError):
        columns = {name: [_value_or_text(value) for value in batch.column(name)] for name in batch.schema.names}
        return [{name: values[place] for name, values in columns.items()} for place in range(len(batch))]


def _value_or_text(value: "pa.Scalar") -> Any:
    try:
        return value.as_py()
    except (ValueError, OverflowError):
        return str(value.cast("string"))


def _written(value: Any) -> Any:
    """Write a value as JSON knows it: a day as an ISO string, nested values alike."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        return {str(name): _written(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_written(inner) for inner in value]
    return _iso(value)


def _iso(value: Any) -> str:
    """Write a date or time; a day without a time where the time is midnight, as spreadsheets store days."""
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        value = value.date()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
