"""The two stages of a build that processes share: files -> parts of raw texts, and parts -> what is made of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd

from analysis.corpus.contents import Fault, RawText, read_content, to_json
from analysis.corpus.layout import Layout, source_of
from analysis.corpus.preparing import prepare
from analysis.corpus.reading import place_of
from analysis.corpus.records import FIRST_LINES
from analysis.discourse.forms import forms
from analysis.discourse.matching import match_aliases
from analysis.pipeline.extracting import extract_statements, in_pieces
from analysis.pipeline.store import (
    FOUND_TYPES,
    SENTENCE_TYPES,
    TEXT_TYPES,
    Derived,
    Part,
    Piece,
    found_path,
    read_found,
    read_raw,
    read_sentences,
    read_signatures,
    read_texts,
    read_tokens,
    remove_derived,
    write_derived,
    write_found,
    write_part,
)
from analysis.text import Tokens, split_sentences, tokenize
from analysis.text.joining import concatenate

MOST_CHARACTERS = 4_000_000  # of one part: what is made of them must fit into memory several times
MOST_TEXTS = 5_000
SIGN_OF_LIFE = 500
UNKNOWN = -1


@dataclass(frozen=True)
class ReadTask:
    """Files to be read: the content of each (its bytes and ending, by name), its name and its path."""

    store: Path
    files: tuple[tuple[str, str, Path], ...]
    layout: Layout
    tries: int = 0


@dataclass(frozen=True)
class Started:
    """A worker has begun with a file (by its content), or with a text (by its number; UNKNOWN for all at once)."""

    on: str | int


@dataclass(frozen=True)
class Alive:
    """A worker is still at work on a large file."""


@dataclass(frozen=True)
class Finished:
    """A part has been written; `contents` are the files that have been read to their ends since the last one."""

    part: Part
    contents: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DeriveTask:
    """A part, under which settings to process it, and the parts that may hold the same texts already processed.

    `digests` say of all that is found in the texts alone what decides it beside them.
    `harmful` texts have ended a process, for the reason given, and are left out; with `careful` every text is
    tried alone first, so that it is known which one ends the process.
    """

    part: Part
    settings: str
    layout: Layout
    steps: tuple[str, ...]
    gazetteer: pd.DataFrame
    digests: Mapping[str, str]
    earlier: tuple[Part, ...] = ()
    harmful: Mapping[int, str] = field(default_factory=dict)
    careful: bool = False


@dataclass(frozen=True)
class Processed:
    """What was made of a part: the numbers of the texts that were new."""

    fresh: frozenset[int]


def read_files(task: ReadTask) -> Iterator[Started | Alive | Finished]:
    """Read files into parts of the store.

    Parameters
    ----------
    task : ReadTask
        What to read.

    Yields
    ------
    Started, Alive or Finished
    """
    pending = _Pending(task.store)
    for content, name, path in task.files:
        yield Started(content)
        pending.begin(content)
        for number, found in enumerate(read_content(path, task.layout.columns.get("text")), start=1):
            pending.add(content, found, source_of_text(task.layout, name, found))
            if pending.full:
                yield pending.write()
            elif number % SIGN_OF_LIFE == 0:
                yield Alive()
        pending.end(content)
    if pending.pieces:
        yield pending.write()


def source_of_text(layout: Layout, name: str, found: RawText | Fault) -> str:
    """Name a text's source, where lines are to be removed by source."""
    if isinstance(found, Fault) or not layout.unwanted:
        return ""
    return source_of(layout, place_of(name, found.member), found.fields)


class _Pending:
    """The rows of the part that will be written next."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._attempts: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._clear()

    def _clear(self) -> None:
        self._texts: list[dict[str, Any]] = []
        self._faults: list[dict[str, Any]] = []
        self._characters = 0
        self._ended: set[str] = set()
        self.pieces: dict[str, Piece] = {}

    @property
    def full(self) -> bool:
        return self._characters >= MOST_CHARACTERS or len(self._texts) + len(self._faults) >= MOST_TEXTS

    def begin(self, content: str) -> None:
        self._attempts[content] = uuid4().hex
        self._numbers[content] = 0
        self._hold(content)

    def _hold(self, content: str, last: bool = False) -> None:
        self.pieces[content] = Piece(self._attempts[content], self._numbers[content], last)

    def add(self, content: str, found: RawText | Fault, source: str) -> None:
        self._hold(content)
        place = {"content": content, "member": found.member, "number": found.number}
        if isinstance(found, Fault):
            self._faults.append(place | {"kind": found.kind, "message": found.message, "severity": found.severity})
            return
        self._characters += len(found.text)
        self._texts.append(
            place
            | {
                name: getattr(found, name)
                for name in ("format", "encoding", "text_field", "dated_by", "sha256", "text")
            }
            | {"fields": to_json(found.fields), "source": source}
        )

    def end(self, content: str) -> None:
        self._hold(content, last=True)
        self._ended.add(content)

    def write(self) -> Finished:
        finished = Finished(write_part(self._store, self._texts, self._faults, self.pieces), frozenset(self._ended))
        for content in self.pieces:
            self._numbers[content] += 1
        self._clear()
        return finished


def process_part(task: DeriveTask) -> Iterator[Started | Processed]:
    """Clean the texts of a part and find their sentences, tokens, aliases and statements, as far as it is not done.

    Parameters
    ----------
    task : DeriveTask
        What to process.

    Yields
    ------
    Started or Processed
    """
    if task.harmful:  # found when all else was done
        remove_derived(task.part, task.settings)
    if not task.part.derived(task.settings).is_dir():
        raw = read_raw(task.part)
        known = _find_known(raw, task)
        fresh = frozenset(range(len(raw))) - set(known["number"]) - set(task.harmful)
        texts, signatures = yield from _texts(raw, known, fresh, task)
        new = _documents(texts).loc[sorted(fresh)]
        if task.careful:
            yield from _try_each(new, task)
        yield Started(UNKNOWN)
        derived = Derived(
            texts,
            signatures,
            _sentences(new, known, task),
            _tokens(new, known, len(texts), task),
        )
        write_derived(task.part, task.settings, derived)
        yield Processed(fresh)
        for name in FOUND_TYPES:
            earlier = [found_path(part, task.settings, task.digests, name) for part, _ in _by_part(known, task)]
            if all(path.is_file() for path in earlier):
                yield from _find(name, new, known, task)
    missing = [name for name in FOUND_TYPES if not found_path(task.part, task.settings, task.digests, name).is_file()]
    if missing:
        documents = _documents(read_texts(task.part, task.settings, ["text", "language"]))
        if task.careful:
            yield from _try_each(documents, task)
        for name in missing:
            yield from _find(name, documents, _none_known(), task)


def _documents(texts: pd.DataFrame) -> pd.DataFrame:
    """Return the texts of a part as documents that bear their numbers as ids."""
    return texts[["text", "language"]].assign(doc_id=[str(number) for number in range(len(texts))])


def _try_each(documents: pd.DataFrame, task: DeriveTask) -> Iterator[Started]:
    """Do with each text alone what is done with all of them after this; statements are found one by one anyway."""
    searched = forms(task.gazetteer)
    for number in range(len(documents)):
        one = documents.iloc[number : number + 1]
        yield Started(int(one["doc_id"].iloc[0]))
        split_sentences(one)
        tokenize(one)
        match_aliases(one, task.gazetteer, searched)


def _none_known() -> pd.DataFrame:
    return pd.DataFrame({"number": [], "there": [], "part": []}, dtype="int64")


def _find_known(raw: pd.DataFrame, task: DeriveTask) -> pd.DataFrame:
    """Find the texts that an earlier part holds too: number here, number there, and which part."""
    found = [_none_known()]
    wanted = _keys(raw).to_frame("key").assign(number=range(len(raw)))
    for place, part in enumerate(task.earlier):
        if part.derived(task.settings).is_dir():
            there = _keys(read_raw(part, ["sha256", "number", "format", "source"])).to_frame("key")
            there = there.assign(there=range(len(there)), part=place).drop_duplicates("key")
            failed = read_texts(part, task.settings, ["fault"])["fault"] != ""
            there = there[~failed.to_numpy()[there["there"]]]
            found.append(wanted.merge(there, on="key")[["number", "there", "part"]])
    return pd.concat(found).drop_duplicates("number").astype("int64").sort_values("number", ignore_index=True)


def _keys(raw: pd.DataFrame) -> pd.Series:
    """Say what decides a text: its raw bytes, the format of a whole file, and whose boilerplate it may hold."""
    form = raw["format"].where(raw["number"].isna(), "")
    return raw["sha256"] + "." + form + "." + raw["source"]


def _texts(raw: pd.DataFrame, known: pd.DataFrame, fresh: frozenset[int], task: DeriveTask) -> Iterator[Any]:
    rows: list[Any] = [_no_text(task.harmful.get(number, "")) for number in range(len(raw))]
    signatures = np.zeros((len(raw), 128), dtype=np.uint32)
    for place, part in enumerate(task.earlier):
        of = known[known["part"] == place]
        if len(of):
            there = read_texts(part, task.settings).to_dict("records")
            signed = read_signatures(part, task.settings)
            for number, other in zip(of["number"], of["there"], strict=True):
                rows[number], signatures[number] = there[other], signed[other]
    for number in sorted(fresh):
        yield Started(number)
        text = raw["text"].iloc[number].decode("utf-8", "surrogatepass")
        try:
            prepared = prepare(text, task.steps, task.layout.lines_of(raw["source"].iloc[number]))
        except Exception as error:  # one text must not end a build of thousands
            rows[number] = _no_text(f"the text cannot be processed ({type(error).__name__}: {error})"[:300])
            continue
        signatures[number] = prepared.signature
        rows[number] = {
            "text": prepared.text,
            "first_lines": prepared.text[:FIRST_LINES],
            "changes": json.dumps(prepared.changes),
            "language": prepared.language,
            "probability": prepared.probability,
            "script": prepared.script,
            "fingerprint": prepared.fingerprint,
            "fault": "",
        }
    return pd.DataFrame(rows, columns=list(TEXT_TYPES)), signatures


def _no_text(fault: str) -> dict[str, Any]:
    empty = dict.fromkeys(TEXT_TYPES, "")
    return empty | {"changes": "{}", "probability": 0.0, "fault": fault}


def _sentences(new: pd.DataFrame, known: pd.DataFrame, task: DeriveTask) -> pd.DataFrame:
    found = split_sentences(new)
    parts = [found.assign(document=found["doc_id"].astype("int64"))[list(SENTENCE_TYPES)]]
    parts += [_renumbered(read_sentences(part, task.settings), of) for part, of in _by_part(known, task)]
    return pd.concat(parts).sort_values(["document", "sentence"], ignore_index=True)


def _tokens(new: pd.DataFrame, known: pd.DataFrame, texts: int, task: DeriveTask) -> Tokens:
    parts, labels = [tokenize(new)], dict(zip(map(int, new["doc_id"]), new["doc_id"], strict=True))
    for place, (part, of) in enumerate(_by_part(known, task)):
        tokens = read_tokens(part, task.settings)
        names = np.array([f"{place}:{doc_id}" for doc_id in tokens.doc_ids], dtype=object)
        parts.append(tokens.renamed(names))
        labels |= {number: names[there] for number, there in zip(of["number"], of["there"], strict=True)}
    nothing = Tokens.none(np.array(["nothing"], dtype=object))
    joined = concatenate([*parts, nothing], [labels.get(number, "nothing") for number in range(texts)])
    return joined.renamed(np.array([str(number) for number in range(texts)], dtype=object))


def _find(name: str, new: pd.DataFrame, known: pd.DataFrame, task: DeriveTask) -> Iterator[Started]:
    """Write what is found in new texts, and for those that an earlier part holds too what was found there."""
    yield Started(UNKNOWN)
    found = [match_aliases(new, task.gazetteer)] if name == "matches" else (yield from _statements(new, task))
    parts = [piece.assign(document=piece["doc_id"].astype("int64")) for piece in found]
    parts += [
        _renumbered(read_found(part, task.settings, task.digests, name), of) for part, of in _by_part(known, task)
    ]
    both = pd.concat([piece[list(FOUND_TYPES[name])] for piece in parts]) if parts else _nothing(name)
    both = both.sort_values(["document", "start"], kind="stable", ignore_index=True)
    write_found(task.part, task.settings, task.digests, name, both)


def _nothing(name: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(FOUND_TYPES[name]))


def _statements(documents: pd.DataFrame, task: DeriveTask) -> Iterator[Any]:
    """Find the statements in texts piece by piece; text by text where it is to be known which one does harm."""
    ones = (documents.iloc[number : number + 1] for number in range(len(documents)))
    found = []
    for piece in ones if task.careful else in_pieces(documents):
        yield Started(int(piece["doc_id"].iloc[0]) if task.careful else UNKNOWN)
        found.append(extract_statements(piece, task.gazetteer))
    yield Started(UNKNOWN)
    return found


def _by_part(known: pd.DataFrame, task: DeriveTask) -> list[tuple[Part, pd.DataFrame]]:
    return [(task.earlier[int(place)], of) for place, of in known.groupby("part")]


def _renumbered(table: pd.DataFrame, of: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the texts that are known, under the numbers that these have here."""
    found = table.rename(columns={"document": "there"}).merge(of[["number", "there"]], on="there")
    return found.rename(columns={"number": "document"})[list(table.columns)]


def settings_digest(steps: Sequence[str], layout: Layout) -> str:
    """Name the settings under which texts are processed.

    >>> len(settings_digest(["encoding"], Layout({}, {}, {}, [])))
    16
    """
    lines = {source: sorted(unwanted) for source, unwanted in sorted(layout.unwanted.items())}
    return hashlib.sha256(json.dumps([list(steps), lines]).encode()).hexdigest()[:16]
