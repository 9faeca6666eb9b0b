"""A folder or a table of raw texts -> the documents frame and the problems frame."""

import hashlib
import io
import json
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from ftfy.fixes import fix_surrogates

from analysis.corpus.cleaning import repair
from analysis.corpus.dating import parse_date
from analysis.corpus.files import (
    CorpusError,
    ending,
    list_files,
    read_bytes,
    relative_name,
)
from analysis.corpus.metadata import guessed_encoding, problem, read_metadata
from analysis.corpus.readers import READERS, read_text, readable_endings
from analysis.corpus.rows import Row, UnreadableError
from analysis.corpus.schemas import DOCUMENTS, PROBLEMS, check, empty, typed

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
COMPUTED = ("date_precision", "path", "row", "encoding", "repairs", "sha256", "duplicate_of")


def read(
    raw: Path | str,
    columns: Mapping[str, str] | None = None,
    *,
    known: Mapping[tuple[str, str], tuple[str, str]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a corpus into a frame of documents and a frame of problems.

    Every file below a folder is read by its ending; a metadata table at the folder's top is joined by file
    name; a single file is read as it is. What cannot be read becomes a row of problems and never stops the
    rest. Columns of the user's own are kept.

    Parameters
    ----------
    raw : path
        A folder of texts and tables, or one file.
    columns : mapping of str to str, optional
        Standard column -> the user's column to take it from, as {"actor": "country"}. Standard columns:
        text, doc_id, title, date, source, url, actor, language.
    known : mapping of (str, str) to (str, str), optional
        `repair_key` of a raw text -> its repaired text and repairs, taken over instead of repairing again.
    progress : callable, optional
        Called with the number of files read and of all files.

    Returns
    -------
    (DataFrame, DataFrame)
        documents and problems, as `analysis.corpus.schemas` describes them.

    Raises
    ------
    CorpusError
        There is no such folder, nothing in it can be read, its metadata table names no files, or `columns`
        names what is not there.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("The road is closed.")
    >>> documents, problems = read(folder)
    >>> documents.loc[0, "text"], len(problems)
    ('The road is closed.', 0)
    """
    raw = Path(raw)
    columns = dict(columns or {})
    if unknown := set(columns) - set(SYNONYMS):
        raise CorpusError(f"{min(unknown)!r} is no standard column: choose from {', '.join(SYNONYMS)}")
    if not raw.exists():
        raise CorpusError(f"there is no folder or file {raw}: give the folder of your raw texts")
    folder, files = (raw.parent, [raw]) if raw.is_file() else (raw, list(list_files(raw)))
    metadata, problems = ({}, []) if raw.is_file() else read_metadata(folder)
    records = []
    for number, path in enumerate(files, start=1):
        name = relative_name(path, folder)
        own, faults = _read_file(path, name, metadata.get(name), columns, known or {})
        records += own
        problems += faults
        if metadata and name not in metadata and any(not record["actor"] and not record["date"] for record in own):
            message = "the metadata table has no row for this file: add one, or its actor and date stay empty"
            problems.append(problem(name, None, "file-without-metadata", message, "warning"))
        if progress:
            progress(number, len(files))
    if not records:
        raise CorpusError(_nothing_readable(raw, problems))
    _require_columns(columns, records)
    documents, more = _documents(records)
    return check(documents, DOCUMENTS), check(_problems(problems + more), PROBLEMS)


def _read_file(
    path: Path,
    name: str,
    metadata: dict | None,
    columns: dict[str, str],
    known: Mapping[tuple[str, str], tuple[str, str]],
) -> tuple[list[dict], list[dict]]:
    """Read one file into records (standard columns, computed ones, and the user's own under "own")."""
    reader = READERS.get(ending(path))
    if reader is None:
        message = f"files of this kind are not read: save it as one of {readable_endings()}"
        return [], [problem(name, None, "unsupported", message, "error")]
    try:
        data = read_bytes(path)
        rows = list(reader(io.BytesIO(data)))
    except UnreadableError as error:
        return [], [problem(name, None, "unreadable", str(error), "error")]
    if reader is read_text:  # the whole file is its text, whatever column tables have theirs in
        columns = {standard: own for standard, own in columns.items() if standard != "text"}
    readable = [row for row in rows if not row.fault]
    problems = [problem(name, row.number, "bad-row", row.fault, "error") for row in rows if row.fault]
    if readable and not any(_pick("text", row.fields, columns) for row in readable):
        problems.append(problem(name, None, "no-text-column", _no_text_column(readable[0], columns), "error"))
        return [], problems
    if not rows:
        problems.append(problem(name, None, "empty", "the file holds no texts", "error"))
    records = []
    for row in readable:
        if not _is_text(row.fields.get(_pick("text", row.fields, columns))):
            message = "its text is no text: give a string, or a list of paragraphs"
            problems.append(problem(name, row.number, "bad-row", message, "error"))
            continue
        record = _record(name, row, metadata or {}, data, columns, known)
        if record["text"]:
            records.append(record)
        else:
            message = "there is no text in it: remove it, or look whether the text was lost on the way"
            problems.append(problem(name, row.number, "empty", message, "error"))
    return records, problems + (guessed_encoding(name, rows[0].encoding) if rows else [])


def _record(
    name: str,
    row: Row,
    metadata: dict[str, Any],
    data: bytes,
    columns: dict[str, str],
    known: Mapping[tuple[str, str], tuple[str, str]],
) -> dict:
    text_column = _pick("text", row.fields, columns)
    said = {column: value for column, value in metadata.items() if _plain(value) or column not in row.fields}
    given = {f"{column}_given" if column == text_column else column: value for column, value in said.items()}
    fields = row.fields | given
    standard = {column: _pick(column, fields, columns) for column in SYNONYMS} | {"text": text_column}
    text = _paragraphs(row.fields.get(text_column))
    raw = data if row.number is None else text.encode("utf-8", "surrogatepass")
    sha256 = hashlib.sha256(raw).hexdigest()
    key = repair_key(sha256, name, row.number)
    repaired, repairs = known[key] if key in known else repair(text)
    taken = {column: _plain(fields.get(own)) for column, own in standard.items() if column != "text"}
    own = {
        _own_name(column): fix_surrogates(value) if isinstance(value, str) else value
        for column, value in fields.items()
        if column != standard["text"] and column != standard.get(column)
    }
    computed = {
        "path": name,
        "row": row.number,
        "encoding": row.encoding,
        "repairs": repairs,
        "sha256": sha256,
    }
    return {**taken, "text": repaired, **computed, "own": own, "fields": list(fields)}


def _is_text(value: Any) -> bool:
    parts = value if isinstance(value, list) else [value]
    return not any(isinstance(part, (dict, list)) for part in parts)


def _paragraphs(value: Any) -> str:
    """Make one text of what a row gives as such; a list is one of paragraphs."""
    if isinstance(value, str):
        return value
    return "\n\n".join(map(_plain, value)) if isinstance(value, list) else _plain(value)


def repair_key(sha256: str, path: str, row: int | None) -> tuple[str, str]:
    """Say what decides a raw text: its bytes and, for a whole file, the format that they are read in.

    >>> repair_key("2c26b4", "a/b.json.gz", None), repair_key("2c26b4", "table.csv", 1)
    (('2c26b4', '.json'), ('2c26b4', ''))
    """
    return sha256, ending(Path(path)) if pd.isna(row) else ""


def _pick(standard: str, fields: Mapping[str, Any], columns: dict[str, str]) -> str | None:
    """Name the field that a standard column is taken from."""
    if standard in columns:
        return columns[standard] if columns[standard] in fields else None
    lowered = {str(name).lower(): name for name in reversed(list(fields))}
    there = [lowered[name] for name in SYNONYMS[standard] if name in lowered]
    return next((name for name in there if _plain(fields[name])), there[0] if there else None)


def _own_name(column: str) -> str:
    return f"{column}_given" if column in COMPUTED or column in SYNONYMS else column


def _plain(value: Any) -> str:
    """One field as a string: nothing for nothing, JSON for what is nested."""
    if value is None or value != value:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value).strip()
    return unicodedata.normalize("NFC", fix_surrogates(text))


def _documents(records: list[dict]) -> tuple[pd.DataFrame, list[dict]]:
    inner = ("own", "fields")
    frame = pd.DataFrame([{key: record[key] for key in record if key not in inner} for record in records])
    ids, problems = _unique_ids(records)
    dates, more = _dates(records)
    first = _first_with_the_same_text(frame["text"], ids)
    repeated = [(record, same) for record, same in zip(records, first, strict=True) if same]
    problems += [_repeated_text(record, same) for record, same in repeated]
    frame = frame.assign(doc_id=ids, **dates, duplicate_of=first)
    optional = ["title", "source", "url", "actor", "language"]
    frame[optional] = frame[optional].replace("", None)
    return pd.concat([typed(frame, DOCUMENTS), _own_columns(records)], axis=1), problems + more


def _first_with_the_same_text(texts: pd.Series, ids: list[str]) -> list[str | None]:
    first: dict[str, str] = {}
    for text, doc_id in zip(texts, ids, strict=True):
        first.setdefault(text, doc_id)
    return [None if first[text] == doc_id else first[text] for text, doc_id in zip(texts, ids, strict=True)]


def _repeated_text(record: dict, first: str) -> dict:
    message = f"the same text as {first!r}, and counted again: remove it, or leave it out by its duplicate_of"
    return problem(record["path"], record["row"], "duplicate-text", message, "warning")


def _unique_ids(records: list[dict]) -> tuple[list[str], list[dict]]:
    """Give every record an id of its own; a second bearer of an id gets a number behind it and a problem."""
    wanted = [record["doc_id"] or _place(record) for record in records]
    given, taken, problems = [], set(wanted), []
    seen: set[str] = set()
    numbers: dict[str, int] = defaultdict(lambda: 2)
    for doc_id, record in zip(wanted, records, strict=True):
        unique = doc_id
        if doc_id in seen:
            while (unique := f"{doc_id}~{numbers[doc_id]}") in taken:
                numbers[doc_id] += 1
            taken.add(unique)
            message = (
                f"an earlier document has the id {doc_id!r}; this one is called {unique!r}: give it an id of its own"
            )
            problems.append(problem(record["path"], record["row"], "duplicate-id", message, "warning"))
        seen.add(unique)
        given.append(unique)
    return given, problems


def _place(record: dict) -> str:
    return record["path"] if record["row"] is None else f"{record['path']}#{record['row']}"


def _dates(records: list[dict]) -> tuple[dict[str, list], list[dict]]:
    dates: dict[str, list] = {"date": [], "date_precision": []}
    problems = []
    for record in records:
        try:
            day, precision = parse_date(record["date"])
        except ValueError as error:
            day, precision = pd.NaT, ""
            problems.append(problem(record["path"], record["row"], "bad-date", str(error), "warning"))
        dates["date"].append(day)
        dates["date_precision"].append(precision)
    return dates, problems


def _own_columns(records: list[dict]) -> pd.DataFrame:
    """The user's own columns: numbers where every value is one, else text; empty is missing."""
    frame = pd.DataFrame([record["own"] for record in records], index=range(len(records)))
    for name in frame.columns:
        values = frame[name]
        given = [record["own"].get(name) for record in records]
        if {type(value) for value in given} == {int, type(None)}:  # a float would round long numbers
            frame[name] = pd.array(given, dtype="Int64")
            continue
        if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
            texts = pd.Series([_plain(value) for value in values], index=frame.index, dtype=str)
            frame[name] = texts.where(texts != "")
    return frame


def _problems(rows: list[dict]) -> pd.DataFrame:
    frame = typed(pd.DataFrame(rows), PROBLEMS) if rows else empty(PROBLEMS)
    return frame.sort_values(["path", "row"], kind="stable", na_position="first", ignore_index=True)


def _require_columns(columns: dict[str, str], records: list[dict]) -> None:
    """Refuse a column that no file has, before it silently leaves the standard one empty."""
    for standard, own in columns.items():
        if not any(own in record["fields"] for record in records):
            found = ", ".join(sorted({name for record in records for name in record["fields"]}))
            raise CorpusError(f"no file has the column {own!r} to take {standard} from (columns found: {found})")


def _no_text_column(row: Row, columns: dict[str, str]) -> str:
    wanted = columns.get("text") or " or ".join(SYNONYMS["text"])
    found = ", ".join(map(str, row.fields)) or "none"
    return f"there is no column with the texts (columns found: {found}): name it {wanted}, or use --column text=NAME"


def _nothing_readable(raw: Path, problems: list[dict]) -> str:
    lines = [f"nothing in {raw} can be read as a text. Files that can be read: {readable_endings()}."]
    lines += [f"  {fault['path']}: {fault['message']}" for fault in problems[:5]]
    if len(problems) > 5:
        lines.append(f"  and {len(problems) - 5:,} more")
    return "\n".join(lines)
