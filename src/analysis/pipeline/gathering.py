"""Parts -> the records of all documents, in their order, without their texts: what must be known of all at once."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.corpus.assembling import (
    column_types,
    earliest_first,
    mark_repeated,
    own_types,
    record_frame,
    repeated_text_problems,
    unique_ids,
)
from analysis.corpus.contents import NO_TEXT, to_json
from analysis.corpus.duplicates import find_duplicates, shingles
from analysis.corpus.layout import Layout, without_metadata
from analysis.corpus.problems import guessed_encoding, problem
from analysis.corpus.reading import place_of
from analysis.corpus.records import Told, make_record
from analysis.pipeline.store import RAW_TYPES, TEXT_TYPES, Part, read_faults, read_raw, read_signatures, read_texts

AT_ONCE = 2_000
PARTS_IN_MEMORY = 4


@dataclass(frozen=True)
class Gathered:
    """All documents of a build, in their order.

    `records` has a row a document, without its text, and the columns `own` (the user's own columns, as
    JSON), `changes` (of the cleaning steps, as JSON), `part` (its place in `parts`) and `number` (its row
    there). `own_types` gives the user's own columns with the type of each; `names` are all columns found.
    """

    records: pd.DataFrame
    parts: list[Part]
    own_types: dict[str, str]
    names: frozenset[str]
    problems: list[dict]


def gather(
    layout: Layout,
    contents: Mapping[str, str],
    pieces: Mapping[str, Sequence[Part]],
    failed: Mapping[str, dict],
    settings: str,
    threshold: float,
    progress: Callable[[int, int], None],
) -> Gathered:
    """Gather what is known of every document beside its text.

    Parameters
    ----------
    layout : Layout
        The files, in their order, and the metadata.
    contents : mapping of str to str
        File name -> the content that it holds.
    pieces : mapping of str to sequence of Part
        Content -> the parts that hold its pieces, in their order.
    failed : mapping of str to dict
        Content -> kind, message and severity of what kept it from being read.
    settings : str
        Digest of the settings that the texts were processed under.
    threshold : float
        From which similarity a text counts as a reprint.
    progress : callable
        Called with the number of files gathered and of all files.
    """
    parts = list({part.folder: part for held in pieces.values() for part in held}.values())
    places = {part.folder: place for place, part in enumerate(parts)}
    open_part = lru_cache(PARTS_IN_MEMORY)(lambda place: _OpenPart(parts[place], settings))
    found = _Collected()
    for done, (name, content) in enumerate(contents.items(), start=1):
        if content in failed:
            found.problems.append(problem(name, None, **failed[content]))
        held = [(places[part.folder], open_part(places[part.folder])) for part in pieces.get(content, ())]
        _gather_file(name, content, held, layout, found)
        progress(done, len(contents))
    records, problems = _finish(found, parts, settings, threshold)
    types = column_types(own_types(json.loads(own) for own in records["own"]))
    return Gathered(records, parts, types, frozenset(found.names), [*layout.problems, *problems])


class _OpenPart:
    """A part's rows without their texts, and its faults, by content."""

    def __init__(self, part: Part, settings: str) -> None:
        raw = read_raw(part, [name for name in RAW_TYPES if name != "source"])
        texts = read_texts(part, settings, [name for name in TEXT_TYPES if name != "text"])
        rows = pd.concat([raw, texts], axis=1).assign(place=range(len(raw)))
        self.signatures = read_signatures(part, settings)
        self.rows = _by_content(rows)
        self.faults = _by_content(read_faults(part))


def _by_content(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return dict(iter(rows.groupby("content", sort=False)))


class _Collected:
    """Records, kept as frames, since as many dictionaries would fill the memory."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.problems: list[dict] = []
        self._waiting: list[dict] = []
        self._frames: list[pd.DataFrame] = []
        self._signatures: list[np.ndarray] = []

    def add(self, record: dict, signature: np.ndarray, more: dict) -> None:
        self.names.update(record.pop("names"))
        self._waiting.append(record | more | {"own": to_json(record["own"])})
        self._signatures.append(signature)
        if len(self._waiting) >= AT_ONCE:
            self._pack()

    def _pack(self) -> None:
        if self._waiting:
            self._frames.append(record_frame(self._waiting))
            self._signatures = [np.vstack(self._signatures)]
            self._waiting = []

    def result(self) -> tuple[pd.DataFrame, np.ndarray]:
        self._pack()
        if not self._frames:
            return pd.DataFrame(), np.zeros((0, 128), dtype=np.uint32)
        return pd.concat(self._frames, ignore_index=True), self._signatures[0]


def _gather_file(name: str, content: str, held: list[tuple[int, _OpenPart]], layout: Layout, found: _Collected) -> None:
    """Collect the records of one file, from the parts that hold its rows."""
    encodings: dict[str, str] = {}
    untold: set[str] = set()
    for place, part in held:
        for fault in _rows(part.faults, content):
            path = place_of(name, fault["member"])
            number = _or_none(fault["number"])
            found.problems.append(problem(path, number, fault["kind"], fault["message"], fault["severity"]))
        for row in _rows(part.rows, content):
            path = place_of(name, row["member"])
            encodings.setdefault(path, row["encoding"])
            if row["fault"] or not row["first_lines"]:
                kind, message = ("not-processed", row["fault"]) if row["fault"] else ("empty", NO_TEXT)
                found.problems.append(problem(path, _or_none(row["number"]), kind, message, "error"))
                continue
            record, doubts = make_record(_told(path, row), layout.metadata_of(path), layout.columns)
            found.problems += doubts
            if not record["actor"] and not record["date_source"]:
                untold.add(path)
            more = {"changes": row["changes"], "fingerprint": row["fingerprint"], "part": place, "number": row["place"]}
            found.add(record, part.signatures[row["place"]], more)
    for path, encoding in encodings.items():
        found.problems += guessed_encoding(path, encoding)
        found.problems += without_metadata(layout, path, path not in untold)


def _rows(of: Mapping[str, pd.DataFrame], content: str) -> list[dict]:
    return of[content].to_dict("records") if content in of else []


def _or_none(number: object) -> int | None:
    return None if pd.isna(number) else int(number)


def _told(path: str, row: Mapping) -> Told:
    return Told(
        path,
        _or_none(row["number"]),
        row["format"],
        row["encoding"],
        row["sha256"],
        json.loads(row["fields"]),
        row["text_field"],
        row["dated_by"],
        row["first_lines"],
        json.loads(row["changes"]),
        row["language"],
        row["probability"],
        row["script"],
    )


def _finish(found: _Collected, parts: list[Part], settings: str, threshold: float) -> tuple[pd.DataFrame, list[dict]]:
    """Give every record its id, and mark those that repeat an earlier one."""
    records, signatures = found.result()
    if records.empty:
        return records.assign(own=[]), found.problems
    ids, problems = unique_ids(records["doc_id"], records["path"], records["row"])
    records = records.assign(doc_id=ids)
    repeated = find_duplicates(
        records["fingerprint"].tolist(),
        signatures,
        earliest_first(records["date"]),
        lambda wanted: _shingles(wanted, records, parts, settings),
        threshold,
    )
    records = mark_repeated(records, repeated)
    return records, found.problems + problems + repeated_text_problems(records)


def _shingles(wanted: Sequence[int], records: pd.DataFrame, parts: list[Part], settings: str) -> Iterator[np.ndarray]:
    """Yield the word 5-grams of some texts, reading each part as seldom as their order allows."""
    texts_of = lru_cache(PARTS_IN_MEMORY)(lambda place: read_texts(parts[place], settings, ["text"])["text"])
    places, numbers = records["part"].to_numpy(), records["number"].to_numpy()
    for position in wanted:
        yield shingles(texts_of(int(places[position])).iloc[numbers[position]])
