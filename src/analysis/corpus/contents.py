"""One file -> the raw texts in it, each with what the file says of it, and the faults of the file."""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipFile

from ftfy.fixes import fix_surrogates

from analysis.corpus.archives import Member, list_members, open_archive, read_member
from analysis.corpus.files import ending, opened, unpacked
from analysis.corpus.readers import READERS, TABLES, readable_endings
from analysis.corpus.rows import Row, UnreadableError, plain

ARCHIVE = ".zip"
# What other names a standard column goes by; the first that a row has is taken.
SYNONYMS = {
    "text": ("text", "content", "body", "full_text", "fulltext"),
    "doc_id": ("doc_id", "id"),
    "title": ("title", "headline"),
    "date": ("date", "published", "publication_date", "pub_date", "year"),
    "source": ("source", "publisher", "outlet"),
    "url": ("url", "link"),
    "actor": ("actor", "speaker", "author"),
    "language": ("language", "lang"),
}
LONGEST_TEXT = 20_000_000  # characters: three times the longest novels
NO_TEXT = "there is no text in it: remove it, or look whether the text was lost on the way"


@dataclass(frozen=True)
class RawText:
    """One text as its file gives it.

    `member` is its name within an archive, empty outside of one; `number` its row in a table, from 1, and
    None for a whole file. `fields` is what the file says beside the text, and `text_field` the name that the
    text went by. `sha256` is that of a whole file's unpacked bytes, or of a row's text.
    """

    member: str
    number: int | None
    format: str
    encoding: str
    fields: dict[str, Any]
    text_field: str
    dated_by: str
    sha256: str
    text: str


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file: an error where no document was made of it, a warning where one was."""

    member: str
    number: int | None
    kind: str
    message: str
    severity: str = "error"


def read_content(path: Path, text_column: str | None = None) -> Iterator[RawText | Fault]:
    """Read the texts of one file, and of every file in it when it is an archive.

    Parameters
    ----------
    path : Path
        The file.
    text_column : str, optional
        The column of tables that holds the texts, when it has no usual name.

    Yields
    ------
    RawText or Fault
        In the order of the file. Nothing is raised: what cannot be read is a Fault.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.txt"
    >>> _ = path.write_text("The road is closed.")
    >>> [found.text for found in read_content(path)]
    ['The road is closed.']
    """
    try:
        with opened(path) as file:
            if ending(path) == ARCHIVE:
                yield from _read_archive(file, text_column)
            else:
                yield from _read_member("", ending(path), file, text_column)
    except UnreadableError as error:
        yield Fault("", None, "unreadable", str(error))


def _read_archive(file: BinaryIO, text_column: str | None) -> Iterator[RawText | Fault]:
    with open_archive(file) as archive:
        members = list_members(archive)
        for member in members:
            if member.problem:
                yield Fault(member.name, None, "refused-member", member.problem)
            else:
                yield from _read_packed(archive, member, text_column)
        if not members:
            yield Fault("", None, "empty", "the archive holds no files")


def _read_packed(archive: ZipFile, member: Member, text_column: str | None) -> Iterator[RawText | Fault]:
    try:
        file = io.BytesIO(read_member(archive, member.info))
        if member.name.lower().endswith(".gz"):
            file = unpacked(file)
        yield from _read_member(member.name, ending(Path(member.name)), file, text_column)
    except UnreadableError as error:
        yield Fault(member.name, None, "unreadable", str(error))


def _read_member(member: str, kind: str, file: BinaryIO, text_column: str | None) -> Iterator[RawText | Fault]:
    reader = READERS.get(kind)
    if reader is None:
        message = f"files of this kind are not read: save it as one of {readable_endings()}"
        yield Fault(member, None, "unsupported", message)
        return
    chosen = text_column if kind in TABLES else None  # a whole file is its text, whatever tables have theirs in
    waiting: list[Row] = []  # rows without a text column, until one that has it shows that the table has one
    found = rows = 0
    try:
        for row in _safely(reader(file)):
            rows += 1
            yield from (Fault(member, row.number, note, message, "warning") for note, message in row.notes)
            if row.fault:
                yield Fault(member, row.number, "bad-row", row.fault)
            elif (column := pick("text", row.fields, {"text": chosen} if chosen else {})) is None:
                waiting.append(Row(row.number, "", dict.fromkeys(row.fields)))
            else:
                found += 1
                yield _raw_text(member, kind, row, column, file)
            if found:
                yield from (Fault(member, lacking.number, "empty", NO_TEXT) for lacking in waiting)
                waiting.clear()
    except UnreadableError as error:
        yield Fault(member, None, "unreadable", str(error))
        rows += 1
    if waiting:
        yield Fault(member, None, "no-text-column", _no_text_column(waiting[0], chosen))
    elif not rows:
        yield Fault(member, None, "empty", "the file holds no texts")


def _safely(rows: Iterator[Row]) -> Iterator[Row]:
    """Pass rows on; whatever a reader stumbles over is one file that cannot be read, and stops nothing."""
    try:
        yield from rows
    except (UnreadableError, GeneratorExit):
        raise
    except OSError as error:
        raise UnreadableError(f"the file cannot be read ({error.strerror or error})") from error
    except MemoryError:
        raise UnreadableError("the file needs more memory than there is: split it") from None
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"[:200]
        raise UnreadableError(f"the file is damaged, or of another kind than its name says ({reason})") from error


def _raw_text(member: str, kind: str, row: Row, column: str, file: BinaryIO) -> RawText | Fault:
    value = row.fields[column]
    if not _is_text(value):
        return Fault(member, row.number, "bad-row", "its text is no text: give a string, or a list of paragraphs")
    text = _paragraphs(value)
    if len(text) > LONGEST_TEXT:
        message = f"its text has {len(text):,} characters, and {LONGEST_TEXT:,} at most can be one document: split it"
        return Fault(member, row.number, "too-long", message)
    if row.number is None:
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    else:
        sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    rest = {fix_surrogates(str(name)): value for name, value in row.fields.items() if name != column}
    name = fix_surrogates(str(column))
    return RawText(member, row.number, kind[1:], row.encoding, rest, name, row.dated_by, sha256, text)


def _is_text(value: Any) -> bool:
    parts = value if isinstance(value, list) else [value]
    return not any(isinstance(part, (dict, list)) for part in parts)


def _paragraphs(value: Any) -> str:
    """Make one text of what a row gives as such; a list is one of paragraphs."""
    if isinstance(value, str):
        return value
    return "\n\n".join(map(plain, value)) if isinstance(value, list) else plain(value)


def pick(standard: str, fields: Mapping[str, Any], columns: Mapping[str, str]) -> str | None:
    """Name the field that a standard column is taken from; None where there is none.

    Parameters
    ----------
    standard : str
        One of SYNONYMS.
    fields : mapping
        What is known of a text, by the names that its file uses.
    columns : mapping of str to str
        Standard column -> the user's choice, which goes before the usual names.

    >>> pick("title", {"Headline": "Closed", "title": ""}, {})
    'Headline'
    """
    if columns.get(standard) in fields:
        return columns[standard]
    lowered = {str(name).lower(): name for name in reversed(list(fields))}
    there = [lowered[name] for name in SYNONYMS[standard] if name in lowered]
    return next((name for name in there if plain(fields[name])), there[0] if there else None)


def _no_text_column(row: Row, chosen: str | None) -> str:
    wanted = chosen or " or ".join(SYNONYMS["text"])
    found = ", ".join(map(str, row.fields)) or "none"
    return f"there is no column with the texts (columns found: {found}): name it {wanted}, or use --column text=NAME"


def to_json(value: Any) -> str:
    """Write what a file says of a text as JSON that any reader of UTF-8 can hold.

    >>> to_json({"tags": ["road"]})
    '{"tags": ["road"]}'
    """
    return json.dumps(value, ensure_ascii=True)
