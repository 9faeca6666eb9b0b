"""Gathered records and parts -> the tables of a build, written piece by piece."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.corpus.assembling import assemble, own_columns
from analysis.corpus.schemas import CLEANING, DOCUMENTS, MENTIONS, SENTENCES, STATEMENTS, check, empty, typed
from analysis.discourse.deciding import UNDECIDED, decide
from analysis.discourse.forms import forms
from analysis.discourse.organizations import with_local_names
from analysis.discourse.shortened import LocalForms, local_forms
from analysis.pipeline.attributing import Attribution
from analysis.pipeline.gathering import Gathered
from analysis.pipeline.store import (
    Part,
    read_found,
    read_sentences,
    read_texts,
    read_tokens,
    read_vocabulary,
)
from analysis.study import NOT_COUNTED
from analysis.text import Tokens
from analysis.text.stored import tokens_table

AT_ONCE = 2_000
BYTES_AT_ONCE = 32 << 20
PARTS_IN_MEMORY = 2


def write_tables(
    folder: Path,
    gathered: Gathered,
    settings: str,
    gazetteer: pd.DataFrame,
    digests: Mapping[str, str],
    attribution: Attribution,
    progress: Callable[[int, int], None],
) -> dict[str, int]:
    """Write the tables of documents, cleaning, sentences, tokens, vocabulary, mentions, undecided and statements.

    Parameters
    ----------
    folder : Path
        Where to write.
    gathered : Gathered
        All documents.
    settings : str
        The digest that says which derived tables of the parts are meant.
    gazetteer : DataFrame
        The aliases that were looked for.
    digests : mapping of str to str
        The digests that say which matches and statements of the parts are meant.
    attribution : Attribution
        Makes the statements, and keeps what is wrong with them.
    progress : callable
        Called with the number of documents written and of all.

    Returns
    -------
    dict of str to int
        How many rows each table has; of mentions, those that count of themselves.
    """
    opened = lru_cache(PARTS_IN_MEMORY)(lambda place: _Opened(gathered.parts[place], settings, digests, numbers))
    searched, local = forms(gazetteer), local_forms(gazetteer)
    vocabulary = _vocabulary(gathered, settings)
    numbers = {term: number for number, term in enumerate(vocabulary)}
    names = ("documents", "cleaning", "sentences", "tokens", "mentions", "undecided", "statements")
    counts = dict.fromkeys(names, 0)
    with ExitStack() as stack:
        writers = {name: stack.enter_context(_Writer(folder / f"{name}.parquet")) for name in counts}
        for records in _runs(gathered.records):
            part = opened(int(records["part"].iloc[0]))
            documents = _documents(records, part, gathered.own_types)
            tokens = part.tokens_of(records, documents)
            matches = _named(part.matches, records, documents)
            found = decide(matches, documents, gazetteer, searched, undecided=True)
            mentions, undecided = _apart(found, documents, gazetteer, local)
            said = attribution.statements(
                _named(part.statements, records, documents), documents, part.languages_of(records)
            )
            tables = {
                "documents": pa.Table.from_pandas(check(documents, DOCUMENTS), preserve_index=False),
                "cleaning": _arrow(_cleaning(records), CLEANING),
                "sentences": _arrow(_sentences(part.sentences, records, documents), SENTENCES),
                "tokens": tokens_table(tokens),
                "mentions": _arrow(mentions, MENTIONS),
                "undecided": _arrow(undecided, MENTIONS),
                "statements": _arrow(said, STATEMENTS),
            }
            for name, table in tables.items():
                writers[name].add(table)
                counts[name] += len(tokens) if name == "tokens" else table.num_rows
            counts["mentions"] -= int(mentions["rule"].isin(NOT_COUNTED).sum())
            progress(counts["documents"], len(gathered.records))
    terms = pd.DataFrame({"term": pd.array(vocabulary, dtype="str")})
    terms.to_parquet(folder / "vocabulary.parquet", index=False, compression="zstd")
    return counts | {"vocabulary": len(vocabulary)}


class _Writer:
    """A Parquet file that takes tables one after another, and writes enough of them at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[pa.Table] = []
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> "_Writer":
        return self

    def add(self, table: pa.Table) -> None:
        self._waiting.append(table)
        rows = sum(waiting.num_rows for waiting in self._waiting)
        if rows >= AT_ONCE or sum(waiting.nbytes for waiting in self._waiting) >= BYTES_AT_ONCE:
            self._write()

    def _write(self) -> None:
        table = pa.concat_tables(self._waiting)
        self._writer = self._writer or pq.ParquetWriter(self._path, table.schema, compression="zstd")
        self._writer.write_table(table)
        self._waiting = []

    def __exit__(self, kind: object, *_error: object) -> None:
        if self._waiting and kind is None:
            self._write()
        if self._writer:
            self._writer.close()


class _Opened:
    """The tables that were derived from a part."""

    def __init__(self, part: Part, settings: str, digests: Mapping[str, str], numbers: dict[str, int]) -> None:
        texts = read_texts(part, settings, ["text", "language"])
        self.texts, self._languages = texts["text"], texts["language"].to_numpy(dtype=object)
        self.sentences = read_sentences(part, settings)
        self.matches = read_found(part, settings, digests, "matches")
        self.statements = read_found(part, settings, digests, "statements")
        tokens = read_tokens(part, settings)
        # A term that only texts no longer wanted hold has no number, and none of the tokens taken has it.
        ids = np.array([numbers.get(term, -1) for term in tokens.vocabulary], dtype=np.int32)
        self._tokens = tokens.renumbered(ids, np.array(list(numbers), dtype=object))

    def tokens_of(self, records: pd.DataFrame, documents: pd.DataFrame) -> Tokens:
        """Return the tokens of some documents of the part, numbered by the vocabulary of all."""
        chosen = self._tokens.take(records["number"].to_numpy())
        return chosen.renamed(documents["doc_id"].to_numpy(dtype=object))

    def languages_of(self, records: pd.DataFrame) -> np.ndarray:
        """Return the languages that were detected in some documents of the part."""
        return self._languages[records["number"].to_numpy()]


def _runs(records: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Cut the records where the part changes, or goes back, or enough are together."""
    parts, numbers = records["part"].to_numpy(), records["number"].to_numpy()
    breaks = np.flatnonzero((np.diff(parts) != 0) | (np.diff(numbers) <= 0)) + 1
    bounds = [0, *breaks.tolist(), len(records)]
    for first, last in pairwise(bounds):
        for start in range(first, last, AT_ONCE):
            yield records.iloc[start : min(start + AT_ONCE, last)]


def _documents(records: pd.DataFrame, part: _Opened, types: dict[str, str]) -> pd.DataFrame:
    texts = part.texts.iloc[records["number"].to_numpy()].to_numpy(dtype=object)
    own = own_columns([json.loads(own) for own in records["own"]], types)
    return assemble(records.assign(text=texts).reset_index(drop=True), own)


def _cleaning(records: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (doc_id, step, changes)
        for doc_id, written in zip(records["doc_id"], records["changes"], strict=True)
        for step, changes in json.loads(written).items()
    ]
    return typed(pd.DataFrame(rows, columns=list(CLEANING.columns)), CLEANING) if rows else empty(CLEANING)


def _named(table: pd.DataFrame, records: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of some documents of a part, under their ids."""
    ids = pd.Series(documents["doc_id"].to_numpy(), index=records["number"].to_numpy())
    found = table[table["document"].isin(ids.index)].reset_index(drop=True)
    return found.assign(doc_id=ids.reindex(found["document"]).to_numpy())


def _sentences(table: pd.DataFrame, records: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    found = _named(table, records, documents)
    texts = dict(zip(records["number"], documents["text"], strict=True))
    spans = zip(found["document"], found["start"], found["end"], strict=True)
    return found.assign(text=pd.array([texts[document][start:end] for document, start, end in spans], dtype="str"))


def _apart(
    found: pd.DataFrame, documents: pd.DataFrame, gazetteer: pd.DataFrame, local: LocalForms
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the mentions, with the shorter names that take them up, and what is not decided."""
    both = with_local_names(found, documents, gazetteer, local)
    is_open = both["rule"].isin(UNDECIDED)
    return both[~is_open], both[is_open]


def _arrow(frame: pd.DataFrame, schema) -> pa.Table:
    kept = typed(frame[list(schema.columns)], schema) if len(frame) else empty(schema)
    return pa.Table.from_pandas(check(kept, schema), preserve_index=False)


def _vocabulary(gathered: Gathered, settings: str) -> np.ndarray:
    """Return the terms of all documents, sorted."""
    terms: set[str] = set()
    for place, of in gathered.records.groupby("part"):
        part = gathered.parts[int(place)]
        tokens_wanted = of["number"].nunique() < len(read_texts(part, settings, ["fault"]))
        if tokens_wanted:
            tokens = read_tokens(part, settings).take(of["number"].to_numpy())
            terms.update(tokens.vocabulary[np.unique(tokens.ids)])
        else:
            terms.update(read_vocabulary(part, settings))
    return np.array(sorted(terms), dtype=object)
