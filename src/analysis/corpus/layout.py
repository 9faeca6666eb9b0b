"""What a raw folder holds: its texts' files, its metadata table, and the lines that a reviewer wants removed."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.corpus.boilerplate import EVERY_SOURCE, load_boilerplate, source_name, unwanted_lines
from analysis.corpus.contents import ARCHIVE, SYNONYMS, pick
from analysis.corpus.files import CorpusError, ending, find_about, relative_name, survey
from analysis.corpus.metadata import read_metadata
from analysis.corpus.problems import problem
from analysis.corpus.rows import plain

BOILERPLATE_NAME = "boilerplate.csv"
CORRECTIONS_NAME = "corrections.csv"  # of statements, by a person who coded them


@dataclass(frozen=True)
class Layout:
    """The files of a corpus, by name and in their order, with what stands beside them.

    `metadata` gives for a file's name its row of the metadata table; `unwanted` for a source the lines that
    are boilerplate of it; `problems` is what is wrong with the folder and with the metadata table.
    """

    files: dict[str, Path]
    metadata: dict[str, dict[str, Any]]
    unwanted: dict[str, frozenset[str]]
    problems: list[dict]
    columns: dict[str, str] = field(default_factory=dict)

    def lines_of(self, source: str) -> Collection[str]:
        """Return the lines to be removed from the texts of a source."""
        return self.unwanted.get(source, frozenset()) | self.unwanted.get(EVERY_SOURCE, frozenset())

    def metadata_of(self, path: str) -> Mapping[str, Any]:
        """Return the row of the metadata table for a file or a member of an archive; empty where there is none."""
        return self.metadata.get(path, {})

    def concerning(self, names: Collection[str]) -> "Layout":
        """Return what is to be known to read some files: little, so that it is quickly handed to another process."""
        some = {}
        if self.unwanted:  # only then does a file's source decide how its texts are cleaned
            some = {path: row for name in names for path, row in self._metadata_within(name)}
        return Layout({}, some, self.unwanted, [], self.columns)

    def mark_of_source(self, name: str) -> str:
        """Return what decides whose boilerplate the texts of a file hold, beside the file; "" where none is removed."""
        if not self.unwanted:
            return ""
        within = f"{name}/" if ending(Path(name)) == ARCHIVE else name  # an archive is a folder of its members
        told = [source_name("", "", within), self._metadata_within(name), self.columns]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:16]

    def _metadata_within(self, name: str) -> list[tuple[str, dict[str, Any]]]:
        """Return the rows of a file and, when it is an archive, of its members."""
        if ending(Path(name)) != ARCHIVE:
            return [(name, self.metadata[name])] if name in self.metadata else []
        return [(path, row) for path, row in self.metadata.items() if path == name or path.startswith(f"{name}/")]


def lay_out(raw: Path, columns: Mapping[str, str] | None = None) -> Layout:
    """Find the files of a corpus and what stands beside them.

    Parameters
    ----------
    raw : Path
        A folder, or one file.
    columns : mapping of str to str, optional
        Standard column -> the user's column.

    Raises
    ------
    CorpusError
        There is no such folder, its metadata table names no files, or `columns` names no standard column.
    """
    columns = dict(columns or {})
    if unknown := set(columns) - set(SYNONYMS):
        raise CorpusError(f"{min(unknown)!r} is no standard column: choose from {', '.join(SYNONYMS)}")
    if not raw.exists():
        raise CorpusError(f"there is no folder or file {raw}: give the folder of your raw texts")
    if raw.is_file():
        return Layout({relative_name(raw, raw.parent): raw}, {}, {}, [], columns)
    paths, problems = survey(raw)
    files = _named(paths, raw)
    metadata, faults = read_metadata(raw, files)
    reviewed = next(iter(find_about(raw, [BOILERPLATE_NAME])), None)
    unwanted = unwanted_lines(load_boilerplate(reviewed)) if reviewed else {}
    return Layout(files, metadata, unwanted, problems + faults, columns)


def _named(paths: list[Path], raw: Path) -> dict[str, Path]:
    """Name every file; two whose names are one once they are composed stay two."""
    files: dict[str, Path] = {}
    for path in paths:
        name, number = relative_name(path, raw), 2
        while name in files:
            name, number = f"{relative_name(path, raw)}~{number}", number + 1
        files[name] = path
    return files


def source_of(layout: Layout, path: str, fields: Mapping[str, Any]) -> str:
    """Name the source whose boilerplate a text may hold, as `boilerplate.repeated_lines` does."""
    found = {}
    for said in (fields, layout.metadata_of(path)):
        for standard in ("source", "url"):
            name = pick(standard, said, layout.columns)
            if name and plain(said[name]):
                found[standard] = plain(said[name])
    return source_name(found.get("source", ""), found.get("url", ""), path)


def without_metadata(layout: Layout, path: str, dated_or_spoken: bool) -> list[dict]:
    """Make the problem of a file that the metadata table leaves out, if nothing else says who speaks and when."""
    if not layout.metadata or path in layout.metadata or dated_or_spoken:
        return []
    message = "the metadata table has no row for this file: add one, or its actor and date stay empty"
    return [problem(path, None, "file-without-metadata", message, "warning")]
