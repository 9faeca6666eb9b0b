"""The metadata table of a raw folder, joined to the files it speaks of."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ftfy.fixes import fix_surrogates

from analysis.corpus.archives import list_members, open_archive
from analysis.corpus.contents import ARCHIVE
from analysis.corpus.files import METADATA_NAMES, CorpusError, ending, find_about, opened
from analysis.corpus.problems import guessed_encoding, problem
from analysis.corpus.readers import READERS
from analysis.corpus.rows import UnreadableError

FILE_COLUMNS = ("file", "filename", "path")


def read_metadata(folder: Path, files: Mapping[str, Path]) -> tuple[dict[str, dict[str, Any]], list[dict]]:
    """Read the metadata table at the top of a raw folder.

    Parameters
    ----------
    folder : Path
        The raw folder; its metadata.csv, .tsv, .json or .jsonl is read, the first of these that stands there.
    files : mapping of str to Path
        The files of the corpus by their relative names; the table may also name the members of archives.

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
        with opened(table) as file:
            rows = list(READERS[ending(table)](file))
    except UnreadableError as error:
        raise CorpusError(f"{table}: {error}") from None
    names = _ways_of_naming(files)
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


def _ways_of_naming(files: Mapping[str, Path]) -> dict[str, list[str]]:
    """Every way of naming a file or a member of an archive: its relative name, and its bare name."""
    names: dict[str, list[str]] = {}
    for file, path in files.items():
        for relative in [file, *(f"{file}/{member}" for member in _members(path))]:
            for name in {relative, relative.rpartition("/")[2]}:
                names.setdefault(name, []).append(relative)
    return names


def _members(path: Path) -> list[str]:
    if ending(path) != ARCHIVE:
        return []
    try:
        with opened(path) as file, open_archive(file) as archive:
            return [member.name for member in list_members(archive) if not member.problem]
    except UnreadableError:
        return []  # a row of problems, when it is read


def _no_match(given: str, matches: list[str]) -> tuple[str, str]:
    if matches:
        return "metadata-ambiguous", f"{given!r} is the name of {len(matches)} files: give the folder too"
    if not given:
        return "metadata-without-file", "the row names no file: fill in its file column or remove the row"
    return (
        "metadata-without-file",
        f"the file {given!r} is not in the folder: add it, mend the name or remove the row",
    )
