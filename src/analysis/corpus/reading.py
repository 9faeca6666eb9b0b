"""A folder or a table of raw texts -> the documents frame and the problems frame, all in memory."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.corpus.assembling import (
    assemble,
    column_types,
    earliest_first,
    mark_repeated,
    own_columns,
    own_types,
    record_frame,
    repeated_text_problems,
    unique_ids,
)
from analysis.corpus.cleaning import DEFAULT_STEPS
from analysis.corpus.contents import NO_TEXT, Fault, RawText, read_content
from analysis.corpus.duplicates import find_duplicates, shingles
from analysis.corpus.files import CorpusError
from analysis.corpus.layout import Layout, lay_out, source_of, without_metadata
from analysis.corpus.preparing import PreparedText, prepare
from analysis.corpus.problems import guessed_encoding, problem
from analysis.corpus.readers import readable_endings
from analysis.corpus.records import FIRST_LINES, Told, make_record
from analysis.corpus.schemas import DOCUMENTS, PROBLEMS, check, empty, typed

THRESHOLD = 0.7


def read(
    raw: Path | str,
    columns: Mapping[str, str] | None = None,
    *,
    steps: Collection[str] = DEFAULT_STEPS,
    threshold: float = THRESHOLD,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read a corpus into a frame of documents and a frame of problems.

    Every file below a folder is read by its ending; a metadata table at the folder's top is joined by file
    name; a single file is read as it is. What cannot be read becomes a row of problems and never stops the
    rest. Columns of the user's own are kept. All is held in memory; `pipeline.build` is for what does not fit.

    Parameters
    ----------
    raw : path
        A folder of texts and tables, or one file.
    columns : mapping of str to str, optional
        Standard column -> the user's column to take it from, as {"actor": "country"}. Standard columns:
        text, doc_id, title, date, source, url, actor, language.
    steps : collection of str
        The cleaning steps, of those in `cleaning.STEPS`.
    threshold : float
        From which share of word 5-grams in both (Jaccard, 0 to 1) a text counts as a reprint of another.
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
    layout = lay_out(raw, columns)
    records, texts, problems = [], [], list(layout.problems)
    for number, (name, path) in enumerate(layout.files.items(), start=1):
        own, prepared, faults = _read_file(path, name, layout, steps)
        records += own
        texts += prepared
        problems += faults
        if progress:
            progress(number, len(layout.files))
    if not records:
        raise CorpusError(nothing_readable(raw, problems))
    require_columns(layout.columns, {name for record in records for name in record["names"]})
    documents, more = _documents(records, texts, threshold)
    return check(documents, DOCUMENTS), problem_frame(problems + more)


def _read_file(
    path: Path, name: str, layout: Layout, steps: Collection[str]
) -> tuple[list[dict], list[PreparedText], list[dict]]:
    """Read one file into records and their texts."""
    records, texts, problems = [], [], []
    encodings: dict[str, str] = {}
    for found in read_content(path, layout.columns.get("text")):
        place = place_of(name, found.member)
        if isinstance(found, Fault):
            problems.append(problem(place, found.number, found.kind, found.message, found.severity))
            continue
        encodings.setdefault(place, found.encoding)
        lines = layout.lines_of(source_of(layout, place, found.fields)) if layout.unwanted else ()
        prepared = prepare(found.text, steps, lines)
        if prepared.text:
            record, doubts = make_record(told_of(place, found, prepared), layout.metadata_of(place), layout.columns)
            records.append(record)
            texts.append(prepared)
            problems += doubts
        else:
            problems.append(problem(place, found.number, "empty", NO_TEXT, "error"))
    for place, encoding in encodings.items():
        problems += guessed_encoding(place, encoding)
        told = all(record["actor"] or record["date_source"] for record in records if record["path"] == place)
        problems += without_metadata(layout, place, told)
    return records, texts, problems


def place_of(name: str, member: str) -> str:
    """Name a file, or a member of an archive, as the tables do.

    >>> place_of("a.zip", "b/c.txt"), place_of("a.txt", "")
    ('a.zip/b/c.txt', 'a.txt')
    """
    return f"{name}/{member}" if member else name


def told_of(place: str, found: RawText, prepared: PreparedText) -> Told:
    """Gather what is known of a text beside the text."""
    return Told(
        place,
        found.number,
        found.format,
        found.encoding,
        found.sha256,
        found.fields,
        found.text_field,
        found.dated_by,
        prepared.text[:FIRST_LINES],
        prepared.changes,
        prepared.language,
        prepared.probability,
        prepared.script,
    )


def _documents(records: list[dict], texts: list[PreparedText], threshold: float) -> tuple[pd.DataFrame, list[dict]]:
    frame = record_frame(records, without=("own", "names"))
    ids, problems = unique_ids(frame["doc_id"], frame["path"], frame["row"])
    frame = frame.assign(doc_id=ids, text=[prepared.text for prepared in texts])
    repeated = find_duplicates(
        [prepared.fingerprint for prepared in texts],
        np.stack([prepared.signature for prepared in texts]),
        earliest_first(frame["date"]),
        lambda wanted: (shingles(texts[number].text) for number in wanted),
        threshold,
    )
    frame = mark_repeated(frame, repeated)
    owns = [record["own"] for record in records]
    documents = assemble(frame, own_columns(owns, column_types(own_types(owns))))
    return documents, problems + repeated_text_problems(documents)


def problem_frame(rows: list[dict]) -> pd.DataFrame:
    """Return the problems table, in the order of paths and rows."""
    frame = typed(pd.DataFrame(rows), PROBLEMS) if rows else empty(PROBLEMS)
    ordered = frame.sort_values(["path", "row"], kind="stable", na_position="first", ignore_index=True)
    return check(ordered, PROBLEMS)


def require_columns(columns: Mapping[str, str], found: Collection[str]) -> None:
    """Refuse a column that no file has, before it silently leaves the standard one empty.

    Raises
    ------
    CorpusError
        One of the user's columns is not among those found.
    """
    for standard, own in columns.items():
        if own not in found:
            names = ", ".join(sorted(found))
            raise CorpusError(f"no file has the column {own!r} to take {standard} from (columns found: {names})")


def nothing_readable(raw: Path, problems: list[dict]) -> str:
    """Say that a folder holds no text that can be read, and why."""
    lines = [f"nothing in {raw} can be read as a text. Files that can be read: {readable_endings()}."]
    lines += [f"  {fault['path']}: {fault['message']}" for fault in problems[:5]]
    if len(problems) > 5:
        lines.append(f"  and {len(problems) - 5:,} more")
    return "\n".join(lines)
