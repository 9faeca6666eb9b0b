"""The metadata table of a raw folder, joined to the files it speaks of."""

import io
import unicodedata
from pathlib import Path
from typing import Any

import pandas as pd
from ftfy.fixes import fix_surrogates

from analysis.corpus.encodings import DAMAGED
from analysis.corpus.files import (
    METADATA_NAMES,
    CorpusError,
    ending,
    find_about,
    list_files,
    read_bytes,
    relative_name,
)
from analysis.corpus.readers import READERS
from analysis.corpus.rows import UnreadableError

FILE_COLUMNS = ("file", "filename", "path")


def read_metadata(folder: Path) -> tuple[dict[str, dict[str, Any]], list[dict]]:
    """Read the metadata table at the top of a raw folder.

    Parameters
    ----------
    folder : Path
        The raw folder; its metadata.csv, .tsv, .json or .jsonl is read, the first of these that stands there.

    Returns
    -------
    (dict, list of dict)
        For each file's relative name its own columns; and the problems found. Both empty when the folder
        has no metadata table.

    Raises
    ------
    CorpusError
        The table cannot be read at all, or has no column that names the file.
    """
    table = next(iter(find_about(folder, METADATA_NAMES)), None)
    if table is None:
        return {}, []
    try:
        rows = list(READERS[ending(table)](io.BytesIO(read_bytes(table))))
    except UnreadableError as error:
        raise CorpusError(f"{table}: {error}") from None
    names = _file_names(folder)
    entries: dict[str, dict[str, Any]] = {}
    problems = guessed_encoding(table.name, rows[0].encoding) if rows else []
    for row in rows:
        line = row.number
        if row.fault:
            problems.append(problem(table.name, line, "bad-row", row.fault, "error"))
            continue
        column = next((name for name in row.fields if name.lower() in FILE_COLUMNS), None)
        if column is None:
            found = ", ".join(row.fields) or "none"
            raise CorpusError(
                f"{table} has no column that names the file (columns found: {found}). "
                f"Add one called {' or '.join(FILE_COLUMNS)} with each text's file name."
            )
        given = unicodedata.normalize("NFC", fix_surrogates(str(row.fields[column] or "")))
        given = given.replace("\\", "/").strip()
        matches = names.get(given, [])
        if len(matches) != 1:
            problems.append(problem(table.name, line, *_no_match(given, matches), "warning"))
        elif matches[0] in entries:
            message = f"a second row for {matches[0]}: the first one counts; remove one"
            problems.append(problem(table.name, line, "metadata-twice", message, "warning"))
        else:
            entries[matches[0]] = {name: value for name, value in row.fields.items() if name != column}
    return entries, problems


def _file_names(folder: Path) -> dict[str, list[str]]:
    """Every way of naming a file: its relative name, and its bare name where folders differ."""
    names: dict[str, list[str]] = {}
    for path in list_files(folder):
        relative = relative_name(path, folder)
        for name in {relative, relative.rpartition("/")[2]}:
            names.setdefault(name, []).append(relative)
    return names


def _no_match(given: str, matches: list[str]) -> tuple[str, str]:
    if matches:
        return "metadata-ambiguous", f"{given!r} is the name of {len(matches)} files: give the folder too"
    if not given:
        return "metadata-without-file", "the row names no file: fill in its file column or remove the row"
    return (
        "metadata-without-file",
        f"the file {given!r} is not in the folder: add it, mend the name or remove the row",
    )


def guessed_encoding(path: str, encoding: str) -> list[dict]:
    """Make the problem of a file whose encoding was guessed, if it was.

    >>> guessed_encoding("a.txt", "utf-8"), len(guessed_encoding("a.txt", "cp1252"))
    ([], 1)
    """
    if encoding.startswith("utf"):
        return []
    if encoding == DAMAGED:
        message = "some bytes are not UTF-8 and stand as \N{REPLACEMENT CHARACTER} in the text: mend them"
        return [problem(path, None, "damaged-encoding", message, "warning")]
    message = f"not UTF-8; read as {encoding}, which is a guess: look at its accents, or save it as UTF-8"
    return [problem(path, None, "encoding-guessed", message, "warning")]


def problem(path: str, row: int | None, kind: str, message: str, severity: str) -> dict:
    """Make a row of the problems table.

    >>> problem("a.txt", None, "empty", "no text", "error")["kind"]
    'empty'
    """
    return {
        "path": path,
        "row": pd.NA if row is None else row,
        "kind": kind,
        "message": message,
        "severity": severity,
    }
