"""The rows of a file that a person has corrected -> what was changed, and the statements as they are then."""

import json
from collections.abc import Iterator
from datetime import date as calendar_date
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.problems import problem
from analysis.corpus.schemas import PROBLEMS, STATEMENT_KINDS, STATEMENTS, empty, typed
from analysis.discourse.anchoring import NONE, OutdatedError, Record, anchored
from analysis.discourse.coding_checks import act_fault, doubts, label_of
from analysis.discourse.coding_columns import misspelt_message
from analysis.discourse.coding_files import (
    COLUMNS,
    CORRECTED,
    FIELDS,
    LABELS,
    PASSAGES,
    CodingError,
    as_cell,
    as_found,
    columns_of,
    completed,
    digest,
    statement_id,
)
from analysis.discourse.correction_files import TYPES
from analysis.discourse.locating import LOST, is_whole, near_miss, nearest_place, same_words, shortened, stands_twice
from analysis.text.quoting import quotation_spans

ALLOWED = ("", "add", "delete")
KEPT = "keep"


class _FaultError(ValueError):
    """What is wrong with a row, and in which column."""

    def __init__(self, column: str, message: str, kind: str = "coding") -> None:
        super().__init__(f"column {column}: {message}" if column else message)
        self.kind = kind


def corrections_from(
    coded: pd.DataFrame, statements: pd.DataFrame, documents: pd.DataFrame, coder: str, date: str | calendar_date
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find out what a person has corrected: what differs in a coded file from what was exported.

    A row that is not in the file corrects nothing, as nobody knows whether it was taken out or never exported: a
    statement is deleted by writing delete into the column action (see `mark_missing` for the other way). A row without
    statement_id, or a second row of one statement with another content, adds a statement. Words that were changed are
    looked for in the document, where they stand nearest to where the old ones stood; they must stand there.

    Parameters
    ----------
    coded : DataFrame
        As `read_coding` gives it.
    statements : DataFrame
        As the machine finds them now; asked only for rows whose column found is gone.
    documents : DataFrame
        With doc_id (str) and text (str).
    coder : str
        Who coded the rows whose column coder is empty.
    date : str or date
        The day, as 2024-05-31, by which later corrections are told from earlier ones.

    Returns
    -------
    (DataFrame, DataFrame)
        One row a corrected statement, as `read_corrections` gives it, and a table of problems: rows that could not be
        taken (error) or look wrong (warning), each with its row as a spreadsheet shows it.

    Raises
    ------
    CodingError
        There is no coder, the date is none, or a column is misspelt.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Ana Ruiz said the road was open."]})
    >>> coded = pd.DataFrame({"doc_id": ["a"], "content": ["the road was open"], "speaker_name": ["Ana Ruiz"]})
    >>> made, problems = corrections_from(coded, empty(STATEMENTS), documents, "Lee", "2024-05-31")
    >>> made[["statement_id", "action", "speaker_name", "coder"]].values.tolist(), len(problems)
    ([['a:14-31', 'add', 'Ana Ruiz', 'Lee']], 0)
    """
    day = _day(date)
    if not coder.strip():
        raise CodingError("there is no coder: say by whom the rows were coded")
    records, problems = _resolved(coded, statements, documents)
    signed = [
        record | {"coder": record["coder"] or coder.strip(), "date": day}
        for record in records
        if record["action"] != KEPT
    ]
    return pd.DataFrame(signed, columns=list(TYPES)).astype(TYPES), problems


def coded_statements(
    coded: pd.DataFrame, documents: pd.DataFrame, statements: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the statements of a coded file as the person left them, to be compared with those of others.

    Parameters
    ----------
    coded : DataFrame
        As `read_coding` gives it.
    documents : DataFrame
        With doc_id (str) and text (str).
    statements : DataFrame, optional
        As the machine finds them now; asked only for rows whose column found is gone.

    Returns
    -------
    (DataFrame, DataFrame)
        The statements, without those deleted, with the columns of `corpus.schemas.STATEMENTS`, by document and start;
        and the problems, as in `corrections_from`.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Ana Ruiz said the road was open."]})
    >>> coded = pd.DataFrame({"doc_id": ["a"], "content": ["the road was open"], "act": ["Say"]})
    >>> coded_statements(coded, documents)[0][["start", "end", "act"]].values.tolist()
    [[14, 31, 'say']]
    """
    records, problems = _resolved(coded, empty(STATEMENTS) if statements is None else statements, documents)
    kept = [record for record in records if record["action"] != "delete"]
    frame = pd.DataFrame(kept, columns=list(TYPES)).astype(TYPES)
    frame = completed(frame[[name for name in STATEMENTS.columns if name in frame]])
    return frame.sort_values(["doc_id", "start", "end"], kind="stable", ignore_index=True), problems


def mark_missing(coded: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Add the statements that a coded file lacks to it, to be deleted.

    For files in which a person has removed the rows of what is no statement, instead of marking them. Only documents
    of which the file still has a row are looked at: one of which it has none may never have been exported. A statement
    that a build has corrected or added by now is not missing when a row of the file has its words.

    Parameters
    ----------
    coded : DataFrame
        As `read_coding` gives it, of an export of all statements of its documents.
    statements : DataFrame
        What was exported, or is found and corrected by now, as `statements` gives it.

    Returns
    -------
    DataFrame
        The coded rows, and one row with the action delete for each statement that is missing.

    >>> statements = completed(pd.DataFrame([["a", 0, 3, "Go!"], ["a", 9, 14, "Stay!"], ["b", 0, 3, "No!"]],
    ...     columns=["doc_id", "start", "end", "content"]))
    >>> coded = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:0-3"], "content": ["Go!"]})
    >>> mark_missing(coded, statements)[["statement_id", "action"]].fillna("").values.tolist()
    [['a:0-3', ''], ['a:9-14', 'delete']]
    """
    there = coded.get("statement_id", pd.Series(dtype="str"))
    missing = statements[statements["doc_id"].isin(coded["doc_id"]) & ~statements["statement_id"].isin(there)]
    missing = missing[~_is_corrected_by(coded, missing)]
    if missing.empty:
        return coded
    found = [as_found(row) for row in missing.to_dict("records")]
    rows = missing[["doc_id", "statement_id", "content"]].assign(action="delete", found=found)
    return pd.concat([coded, rows.assign(row=0) if "row" in coded else rows], ignore_index=True)


def _is_corrected_by(coded: pd.DataFrame, statements: pd.DataFrame) -> np.ndarray:
    """Say of each statement whether persons have made it what it is, and a row of the file has its words."""
    contents = coded["content"].fillna("").map(digest)
    said = pd.MultiIndex.from_arrays([coded["doc_id"], contents])
    now = pd.MultiIndex.from_arrays(
        [statements["doc_id"], statements["content"].map(lambda text: digest(as_cell(text)))]
    )
    return (statements["rule"] == CORRECTED).to_numpy() & now.isin(said)


def _day(date: str | calendar_date) -> str:
    try:
        return datetime.fromisoformat(str(date)).date().isoformat()
    except ValueError:
        raise CodingError(f"{date!r} is no date: write it as 2024-05-31") from None


def _resolved(
    coded: pd.DataFrame, statements: pd.DataFrame, documents: pd.DataFrame
) -> tuple[list[Record], pd.DataFrame]:
    """Return what each row says of its statement, and what is wrong with the rows."""
    if fault := misspelt_message(coded.columns, COLUMNS):
        raise CodingError(fault)
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    concerned = statements[statements["doc_id"].isin(coded["doc_id"])]
    known = {row["statement_id"]: row for row in concerned.to_dict("records")}
    verbs = set(statements["verb"])
    records: list[Record] = []
    problems: list[dict] = []
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for number, cells in _rows(coded):
        try:
            earlier = seen.setdefault((cells.get("doc_id", ""), cells.get("statement_id") or f"row {number}"), cells)
            if earlier is not cells and earlier == cells:
                continue
            record = _resolve(cells, known, texts, is_copy=earlier is not cells)
            records.append(record)
            problems += [problem("", number, "coding", said, "warning") for said in doubts(record, verbs)]
        except (_FaultError, OutdatedError) as fault:
            kind = fault.kind if isinstance(fault, _FaultError) else "coding-outdated"
            problems.append(problem("", number, kind, f"{fault}: the row was left out", "error"))
    return records, typed(pd.DataFrame(problems, columns=list(PROBLEMS.columns)), PROBLEMS)


def _rows(coded: pd.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each row and its cells; a missing cell says nothing, as one whose column is not there."""
    numbers = coded["row"] if "row" in coded else range(2, len(coded) + 2)
    for number, cells in zip(numbers, coded.drop(columns="row", errors="ignore").to_dict("records"), strict=True):
        yield int(number), {name: str(cell) for name, cell in cells.items() if not pd.isna(cell)}


def _resolve(cells: dict[str, str], known: dict[str, Record], texts: dict[str, str], is_copy: bool) -> Record:
    doc_id = cells.get("doc_id", "")
    if doc_id not in texts:
        raise _FaultError("doc_id", f"there is no document {doc_id!r}: write the doc_id of one, as in the export")
    text = texts[doc_id]
    action = cells.get("action", "").strip().lower()
    if action not in ALLOWED:
        raise _FaultError("action", f"{action!r} is not allowed: write delete, or leave it empty")
    found = None if action == "add" else _found(cells, known)
    if found is None and action == "delete":
        raise _FaultError("statement_id", "it is empty, and nothing is there to delete: remove the row")
    base = _blank(doc_id) if found is None else _base(doc_id, found, cells, text)
    base |= {"coder": " ".join(cells.get("coder", "").split()), "note": cells.get("note", "")}
    if action == "delete":
        return base | {"action": "delete"}
    changed = _changes(base, found or {}, cells, text)
    if is_copy and "content" not in changed:
        raise _FaultError("statement_id", "another row stands for the same statement: leave one, or change its content")
    if found is None or is_copy:
        return _added(base | changed, text)
    names = [name for name in FIELDS if name in changed]
    return base | changed | {"action": "change" if names else KEPT, "changed": " ".join(names)}


def _found(cells: dict[str, str], known: dict[str, Record]) -> dict[str, Any] | None:
    """Return what the machine said when the row was exported; None for a row that a person has added."""
    try:
        found = json.loads(cells.get("found", ""))
        types = {
            name: int if TYPES[name] == "int64" else str for name in {*found, "content", "start", "end"} & {*TYPES}
        }
        if all(isinstance(found[name], kind) for name, kind in types.items()):
            return found
    except (ValueError, KeyError, TypeError):  # a cell that somebody has written into
        pass
    name = cells.get("statement_id", "")
    if name in known:
        return json.loads(as_found(known[name]))
    if name:
        raise _FaultError(
            "statement_id", f"there is no statement {name!r} (any more): export again, or empty the cell to add one"
        )
    return None


def _blank(doc_id: str) -> Record:
    return {name: "" if kind == "str" else -1 for name, kind in TYPES.items()} | {"doc_id": doc_id}


def _base(doc_id: str, found: dict[str, Any], cells: dict[str, str], text: str) -> Record:
    """Return the statement as the machine gave it, where it stands in the text now."""
    start, end = found["start"], found["end"]
    content = text[start:end] if 0 <= start < end else ""
    if digest(content) != found["content"]:
        content = cells.get("content", "")
    if digest(content) != found["content"]:
        raise _FaultError(
            "", "the text has changed since the export: export it again and code it anew", "coding-outdated"
        )
    given = {name: found[name] for name in TYPES if name in found} | {"content": content}
    base = _blank(doc_id) | given | {"action": "change"}
    for name in ("content", "speaker", "cue"):
        base |= dict(zip(columns_of(f"found_{name}"), (base[column] for column in columns_of(name)), strict=True))
    return anchored(base, text)


def _changes(base: Record, found: dict[str, Any], cells: dict[str, str], text: str) -> Record:
    """Return the columns that a person has changed, with their new values."""
    changes = _changed_content(base, found, cells, text)
    begin = changes.get("start", base["start"])
    for name in PASSAGES[1:]:
        cell = cells.get(name)
        if cell is None or same_words(cell, as_cell(base[name])):
            continue
        _, start, _ = columns_of(name)
        near = base[start] if base[start] >= 0 else begin
        changes |= _written(name, cell, text, near) if cell.strip() else dict(zip(columns_of(name), NONE, strict=True))
    for name in LABELS:
        cell = cells.get(name)
        if cell is not None and not same_words(label_of(name, cell), base[name]):
            changes[name] = label_of(name, cell)
    _refuse_labels(changes, found)
    return changes


def _refuse_labels(changes: Record, found: dict[str, Any]) -> None:
    for name in LABELS:
        if LOST.search(changes.get(name, "")):
            raise _FaultError(name, f"{shortened(changes[name])} lost its letters: save the file as CSV in UTF-8")
    kind = changes.get("kind")
    if kind is not None and (kind or found) and kind not in STATEMENT_KINDS:
        raise _FaultError("kind", f"{kind!r} is not allowed: write one of {', '.join(STATEMENT_KINDS)}")
    if fault := act_fault(changes.get("act", "")):
        raise _FaultError("act", fault)


def _changed_content(base: Record, found: dict[str, Any], cells: dict[str, str], text: str) -> Record:
    cell = cells.get("content", "")
    start, end = (_offset(name, cells, found) for name in ("start", "end"))
    shift = base["start"] - found["start"] if found else 0
    if not cell.strip():
        if start is None and end is None:
            raise _FaultError(
                "content", "it is empty: write delete into the column action, or copy words of the document"
            )
        return _between(base, start, end, shift, text)
    is_other = not same_words(cell, as_cell(base["content"]))
    if is_other and not found and start is None and stands_twice(text, cell):
        raise _FaultError("content", f"{shortened(cell)} stands in several places: write into start where it begins")
    near = base["start"] if start is None else start + shift
    changes = _written("content", cell, text, near) if is_other else {}
    if found:
        _refuse_contradiction(base | changes, {"start": start, "end": end}, shift)
    return changes


def _between(base: Record, start: int | None, end: int | None, shift: int, text: str) -> Record:
    """Return the words from one place of the text to another, for a row whose content was emptied."""
    first = base["start"] if start is None else start + shift
    last = base["end"] if end is None else end + shift
    if not 0 <= first < last <= len(text) or not text[first:last].strip():
        raise _FaultError("start", f"no words stand from {first} to {last}: the text has {len(text):,} characters")
    if not is_whole(text, first, last):
        raise _FaultError("start", f"{shortened(text[first:last])} begins or ends within a word: give whole words")
    return {"content": text[first:last], "start": first, "end": last}


def _refuse_contradiction(row: Record, written: dict[str, int | None], shift: int) -> None:
    for name, number in written.items():
        if number is not None and number + shift != row[name]:
            verb = {"start": "begins", "end": "ends"}[name]
            raise _FaultError(
                name,
                f"it was changed to {number}, but the content {shortened(row['content'])} {verb} at "
                f"{row[name] - shift}: change it back, or empty content to take the words from start to end",
            )


def _offset(name: str, cells: dict[str, str], found: dict[str, Any]) -> int | None:
    """Return a place that a person has written; None where it is as it was, or empty."""
    cell = cells.get(name, "").strip()
    if not cell:
        return None
    try:
        number = int(float(cell))
    except (ValueError, OverflowError):
        raise _FaultError(
            name, f"{cell!r} is no whole number: write the place in the text, from 0, or nothing"
        ) from None
    return None if number == found.get(name) else number


def _written(name: str, cell: str, text: str, near: int) -> Record:
    place = nearest_place(text, cell, near)
    if place is None:
        other = " (or write the name into speaker_name)" if name == "speaker" else ""
        hint = near_miss(text, cell)
        why = f" ({hint})" if hint else ""
        raise _FaultError(
            name, f"{shortened(cell)} does not stand in the document{why}: copy the words as they are there{other}"
        )
    return dict(zip(columns_of(name), (text[slice(*place)], *place), strict=True))


def _added(record: Record, text: str) -> Record:
    name = statement_id(record["doc_id"], record["start"], record["end"])
    record = record | {"kind": record["kind"] or _kind_of(record["start"], record["end"], text)}
    fields = " ".join(field for field in FIELDS if record[field])
    record |= {"statement_id": name, "action": "add", "changed": fields}
    for passage in ("content", "speaker", "cue"):
        values = [record[column] for column in columns_of(passage)]
        record |= dict(zip(columns_of(f"found_{passage}"), values, strict=True))
    return record


def _kind_of(start: int, end: int, text: str) -> str:
    """Say whether a passage stands within quotation marks, has some, or none."""
    quoted = quotation_spans(pd.DataFrame({"doc_id": [""], "text": [text]}))
    if ((quoted["start"] <= start) & (end <= quoted["end"])).any():
        return "direct"
    return "mixed" if ((quoted["start"] < end) & (start < quoted["end"])).any() else "indirect"
