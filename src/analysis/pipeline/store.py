"""The parts of a build on disk: some raw texts each, and what was derived from them; written whole or not at all."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.corpus.schemas import STATEMENTS, describe
from analysis.text import Tokens
from analysis.text.stored import StoredTokens, tokens_table

ABOUT = "part.json"
NEW = ".new-"
RAW_TYPES = {
    **dict.fromkeys(("content", "member", "format", "encoding", "fields", "text_field", "dated_by"), "str"),
    **{"sha256": "str", "source": "str", "number": "Int64"},
}
FAULT_TYPES = {
    **dict.fromkeys(("content", "member", "kind", "message", "severity"), "str"),
    "number": "Int64",
}
TEXT_TYPES = {
    **dict.fromkeys(("text", "first_lines", "changes", "language", "script", "fingerprint", "fault"), "str"),
    "probability": "float64",
}
SENTENCE_TYPES = dict.fromkeys(("document", "sentence", "start", "end"), "int64")
MATCH_TYPES = {
    **dict.fromkeys(("document", "start", "end", "row", "follows", "heading"), "int64"),
    **dict.fromkeys(("surface", "rule"), "str"),
}
STATEMENT_TYPES = {
    "document": "int64",
    **{
        row.column: row.type
        for row in describe(STATEMENTS).itertuples()
        if row.column not in ("doc_id", "statement_id")
    },
    "fault": "str",  # why no statement could be found in the text, of which this is the only row
}
# What is found in texts alone, and kept beside them under the digest of what decides it.
FOUND_TYPES = {"matches": MATCH_TYPES, "statements": STATEMENT_TYPES}


@dataclass(frozen=True)
class Piece:
    """Some rows of one file: the `number`-th piece, from 0, of one `attempt` to read it; or the last one."""

    attempt: str
    number: int
    last: bool


@dataclass(frozen=True)
class Part:
    """One part: a folder, and the piece that it holds of each of some contents (files by their bytes)."""

    folder: Path
    pieces: dict[str, Piece]

    def derived(self, settings: str) -> Path:
        """Name the folder of what was derived from the part under some settings."""
        return self.folder / f"derived-{settings}"


@dataclass(frozen=True)
class Derived:
    """What is made of the texts of a part: the n cleaned texts, and tables that number them from 0.

    `signatures` has the shape (n, 128); the documents of `tokens` are the n texts.
    """

    texts: pd.DataFrame
    signatures: np.ndarray
    sentences: pd.DataFrame
    tokens: Tokens


def write_part(store: Path, texts: list[dict], faults: list[dict], pieces: dict[str, Piece]) -> Part:
    """Write some raw texts and faults as a new part.

    Parameters
    ----------
    store : Path
        The folder of all parts.
    texts, faults : list of dict
        With the columns of RAW_TYPES and a text; with those of FAULT_TYPES.
    pieces : dict of str to Piece
        For each content, which piece of it the part is.
    """
    aside = Path(tempfile.mkdtemp(prefix=NEW, dir=store))
    data = pa.array([row["text"].encode("utf-8", "surrogatepass") for row in texts], type=pa.large_binary())
    raw = pd.DataFrame([{name: row[name] for name in RAW_TYPES} for row in texts], columns=list(RAW_TYPES))
    table = pa.Table.from_pandas(raw.astype(RAW_TYPES), preserve_index=False).append_column("text", data)
    _write(table, aside / "raw.parquet")
    _write_frame(pd.DataFrame(faults, columns=list(FAULT_TYPES)).astype(FAULT_TYPES), aside / "faults.parquet")
    about = {content: [piece.attempt, piece.number, piece.last] for content, piece in pieces.items()}
    (aside / ABOUT).write_text(json.dumps(about), encoding="utf-8")
    folder = store / aside.name.replace(NEW, "part-")
    aside.rename(folder)
    return Part(folder, pieces)


def open_part(folder: Path) -> Part:
    """Open a part."""
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    return Part(folder, {content: Piece(*piece) for content, piece in about.items()})


def open_store(store: Path, made_by: dict) -> list[Part]:
    """Open the parts that this very program has written; what another one has written is removed.

    Parameters
    ----------
    store : Path
        The folder of all parts.
    made_by : dict
        What decides the contents of a part beside its files.
    """
    mark = store / "made_by.json"
    text = json.dumps(made_by, sort_keys=True)
    if not mark.is_file() or mark.read_text(encoding="utf-8") != text:
        _remove(store.glob("part-*"))
    for place in ("", "part-*/", "part-*/derived-*/"):
        _remove(store.glob(f"{place}{NEW}*"))
    _write_text(mark, text)
    return [part for folder in sorted(store.glob("part-*")) if (part := _whole(folder))]


def _whole(folder: Path) -> Part | None:
    try:
        part = open_part(folder)
        pq.read_metadata(folder / "raw.parquet")
        pq.read_metadata(folder / "faults.parquet")
    except (OSError, ValueError, KeyError):
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return part


def read_raw(part: Part, columns: Iterable[str] | None = None) -> pd.DataFrame:
    """Read the raw texts of a part; `columns` may leave the text out."""
    wanted = [*RAW_TYPES, "text"] if columns is None else list(columns)
    return pq.read_table(part.folder / "raw.parquet", columns=wanted).to_pandas()


def read_faults(part: Part) -> pd.DataFrame:
    """Read the faults of a part."""
    return pd.read_parquet(part.folder / "faults.parquet")


def write_derived(part: Part, settings: str, derived: Derived) -> None:
    """Write what was derived from a part."""
    aside = Path(tempfile.mkdtemp(prefix=NEW, dir=part.folder))
    texts = derived.texts.astype(TEXT_TYPES)[list(TEXT_TYPES)]
    _write_frame(texts, aside / "texts.parquet")
    np.save(aside / "signatures.npy", derived.signatures)
    _write_frame(derived.sentences.astype(SENTENCE_TYPES)[list(SENTENCE_TYPES)], aside / "sentences.parquet")
    _write(tokens_table(derived.tokens), aside / "tokens.parquet")
    _write(
        pa.table({"term": pa.array(derived.tokens.vocabulary, type=pa.large_string())}), aside / "vocabulary.parquet"
    )
    folder = part.derived(settings)
    try:
        aside.rename(folder)
    except OSError:  # a process of a build that was killed has written the very same meanwhile
        if not folder.is_dir():
            raise
        shutil.rmtree(aside)


def read_texts(part: Part, settings: str, columns: Iterable[str] | None = None) -> pd.DataFrame:
    """Read the cleaned texts of a part, or some of their columns."""
    return pd.read_parquet(part.derived(settings) / "texts.parquet", columns=list(columns or TEXT_TYPES))


def remove_derived(part: Part, settings: str) -> None:
    """Remove what was derived from a part."""
    shutil.rmtree(part.derived(settings), ignore_errors=True)


def is_derived(part: Part, settings: str) -> bool:
    """Say whether all texts of a part have been processed; one that ended its process is tried again."""
    return part.derived(settings).is_dir() and not (read_texts(part, settings, ["fault"])["fault"] != "").any()


def read_signatures(part: Part, settings: str) -> np.ndarray:
    """Read the signatures of the texts of a part: uint32, shape (texts, 128)."""
    return np.load(part.derived(settings) / "signatures.npy")


def read_sentences(part: Part, settings: str) -> pd.DataFrame:
    """Read where the sentences of a part begin and end."""
    return pd.read_parquet(part.derived(settings) / "sentences.parquet")


def read_vocabulary(part: Part, settings: str) -> np.ndarray:
    """Read the terms of a part."""
    table = pq.read_table(part.derived(settings) / "vocabulary.parquet")
    return table["term"].to_pandas().to_numpy(dtype=object)


def read_tokens(part: Part, settings: str) -> Tokens:
    """Read the tokens of a part."""
    folder = part.derived(settings)
    return StoredTokens(folder / "tokens.parquet", folder / "vocabulary.parquet")


def found_path(part: Part, settings: str, digests: Mapping[str, str], name: str) -> Path:
    """Name the file of what was found in the texts of a part.

    Parameters
    ----------
    part : Part
        The part.
    settings : str
        Digest of the settings that the texts were processed under.
    digests : mapping of str to str
        For each name, the digest of what decides what is found beside the texts.
    name : str
        One of FOUND_TYPES.
    """
    return part.derived(settings) / f"{name}-{digests[name][:16] or 'none'}.parquet"


def write_found(part: Part, settings: str, digests: Mapping[str, str], name: str, found: pd.DataFrame) -> None:
    """Write what was found in the texts of a part."""
    path, types = found_path(part, settings, digests, name), FOUND_TYPES[name]
    aside = path.with_name(f"{NEW}{os.getpid()}-{path.name}")
    _write_frame(found.astype(types)[list(types)], aside)
    aside.replace(path)


def read_found(part: Part, settings: str, digests: Mapping[str, str], name: str) -> pd.DataFrame:
    """Read what was found in the texts of a part."""
    return pd.read_parquet(found_path(part, settings, digests, name))


def is_found(part: Part, settings: str, digests: Mapping[str, str]) -> bool:
    """Say whether all that is to be found in the texts of a part has been looked for."""
    return all(found_path(part, settings, digests, name).is_file() for name in FOUND_TYPES)


def remove_other_than(store: Path, parts: Iterable[Part], settings: str, digests: Mapping[str, str]) -> None:
    """Remove the parts and what was derived from them that a build has not used."""
    used = {part.folder.name: part for part in parts}
    _remove(folder for folder in store.glob("part-*") if folder.name not in used)
    for part in used.values():
        derived = part.derived(settings)
        _remove(folder for folder in part.folder.glob("derived-*") if folder != derived)
        kept = {found_path(part, settings, digests, name) for name in FOUND_TYPES}
        _remove(path for name in FOUND_TYPES for path in derived.glob(f"{name}-*") if path not in kept)


def _remove(paths: Iterable[Path]) -> None:
    for path in list(paths):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _write_frame(frame: pd.DataFrame, path: Path) -> None:
    _write(pa.Table.from_pandas(frame, preserve_index=False), path)


def _write(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd")


def _write_text(path: Path, text: str) -> None:
    aside = path.with_name(f"{NEW}{path.name}")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
