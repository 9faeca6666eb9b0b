"""Raw files -> processed tables: incremental, atomic, and recorded in a manifest."""

import hashlib
import json
import platform
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from analysis import __version__, corpus
from analysis.corpus.files import METADATA_NAMES, CorpusError, find_about, list_files, relative_name
from analysis.corpus.reading import repair_key
from analysis.corpus.schemas import GAZETTEER, MENTIONS, SENTENCES, check, empty
from analysis.discourse import load_gazetteer, mentions
from analysis.study import READY, NotBuiltError, RebuiltError, Study, building, finish_interrupted_move, tokens_table
from analysis.text import Tokens, split_sentences, tokenize
from analysis.text.tokens import concatenate

# A change in one of these may change a table: all is built anew then.
DECISIVE_PACKAGES = ("ahocorasick_rs", "charset-normalizer", "ftfy", "numpy", "nupunkt", "pandas", "regex")
DECISIVE_ROOMS = ("corpus", "text", "discourse", "data")
NEXT = ".next-"
AT_ONCE = 200

Progress = Callable[[str, int, int], None]
Step = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class Build:
    """What a build has done.

    `study` opens its tables; `processed` documents were new or changed, `unchanged` ones were taken over,
    and `all_mentions` says whether the mentions were all looked for anew.
    """

    study: Study
    processed: int
    unchanged: int
    all_mentions: bool


def build(
    raw: Path | str,
    processed: Path | str,
    *,
    gazetteer: Path | str | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Build:
    """Build the processed tables of a corpus.

    Documents whose text did not change are not processed again; a changed gazetteer looks for all mentions
    anew and for nothing else; a changed program builds all anew. All tables are written aside and moved
    into place together, so that an interrupted build leaves the last good state.

    Parameters
    ----------
    raw : path
        A folder of texts, or one file.
    processed : path
        The folder to write to; made when it is not there.
    gazetteer : path, optional
        A CSV as `discourse.load_gazetteer` reads it; raw/organizations.csv when left out and there, else
        nothing is looked for and the table of mentions is empty.
    columns : mapping of str to str, optional
        Standard column -> the user's column, as in `corpus.read`.
    progress : callable, optional
        Called with the name of a step, what is done and what is to do.

    Raises
    ------
    CorpusError
        Nothing in `raw` can be read, its metadata or `columns` are wrong, or `processed` lies within it.
    GazetteerError
        The gazetteer is wrong.

    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("The road is closed.")
    >>> build(folder, folder / ".tables").study.manifest["counts"]["tokens"]
    4
    """
    raw, processed = Path(raw), Path(processed)
    _refuse_tables_among_texts(raw, processed)
    report = progress or (lambda step, done, total: None)
    aliases = _gazetteer_path(raw, gazetteer)
    names = load_gazetteer(aliases) if aliases else empty(GAZETTEER)
    previous = _usable(processed, columns)
    documents, problems = corpus.read(
        raw, columns, known=_repaired(previous), progress=lambda done, total: report("reading", done, total)
    )
    same = _unchanged(documents, previous)
    same_names = previous is not None and previous.manifest["gazetteer"] == _digest(aliases)
    kept = documents["doc_id"][same]
    fresh = documents[~same]

    sentences = _derive(split_sentences, fresh, "sentences", report)
    tokens = _tokens(fresh, report)
    if same.any():
        sentences = pd.concat([_rows_of(previous.sentences, kept), sentences])
        tokens = concatenate(
            [previous.tokens.select(pd.Series(previous.tokens.doc_ids).isin(kept)), tokens], documents["doc_id"]
        )
    to_search = fresh if same_names else documents
    named = _derive(lambda some: mentions(some, names), to_search, "mentions", report)
    if same_names:
        named = pd.concat([_rows_of(previous.mentions, kept), named])

    tables = {
        "documents": documents,
        "problems": problems,
        "sentences": check(_in_order(sentences, documents), SENTENCES),
        "mentions": check(_in_order(named, documents), MENTIONS),
        "gazetteer": names,
        "vocabulary": pd.DataFrame({"term": pd.array(tokens.vocabulary, dtype="str")}),
    }
    manifest = _manifest(raw, aliases, columns, tables, tokens)
    _write(processed, tables, tokens, manifest)
    return Build(Study(processed), len(fresh), int(same.sum()), not same_names)


def _refuse_tables_among_texts(raw: Path, processed: Path) -> None:
    if processed.resolve().is_relative_to(raw.resolve()):
        inside = processed.resolve().relative_to(raw.resolve()).parts
        if not any(part.startswith(".") for part in inside):
            raise CorpusError(f"{processed} lies within the raw folder {raw}: put the tables beside it, not in it")


def _gazetteer_path(raw: Path, gazetteer: Path | str | None) -> Path | None:
    if gazetteer is not None:
        return Path(gazetteer)
    return next(iter(find_about(raw, ["organizations.csv"])), None) if raw.is_dir() else None


def _usable(processed: Path, columns: Mapping[str, str] | None) -> Study | None:
    """Return the last build, if this program would make the same of the same documents."""
    try:
        previous = Study(processed)
        for table in ("documents", "sentences", "tokens", "mentions"):
            getattr(previous, table)
    except (NotBuiltError, RebuiltError, OSError, ValueError):  # nothing, one being replaced, or a damaged one
        return None
    made_by = previous.manifest.get("made_by") == _made_by()
    return previous if made_by and previous.manifest.get("columns") == dict(columns or {}) else None


def _repaired(previous: Study | None) -> dict[tuple[str, str], tuple[str, str]]:
    if previous is None:
        return {}
    columns = ["sha256", "path", "row", "text", "repairs"]
    rows = previous.documents[columns].itertuples(index=False)
    return {repair_key(row.sha256, row.path, row.row): (row.text, row.repairs) for row in rows}


def _unchanged(documents: pd.DataFrame, previous: Study | None) -> np.ndarray:
    """Say which documents stood in the last build with the very same text."""
    if previous is None:
        return np.zeros(len(documents), dtype=bool)
    before = previous.documents.set_index("doc_id")["text"].reindex(documents["doc_id"])
    return (before.to_numpy() == documents["text"].to_numpy()).astype(bool)


def _derive(step: Step, documents: pd.DataFrame, name: str, report: Progress) -> pd.DataFrame:
    """Run a step over some documents at a time, so that progress shows."""
    parts = [step(documents.iloc[:0])]
    for first in range(0, len(documents), AT_ONCE):
        report(name, first, len(documents))
        parts.append(step(documents.iloc[first : first + AT_ONCE]))
    report(name, len(documents), len(documents))
    return pd.concat(parts)


def _tokens(documents: pd.DataFrame, report: Progress) -> Tokens:
    parts = [tokenize(documents.iloc[:0])]
    for first in range(0, len(documents), AT_ONCE):
        report("tokens", first, len(documents))
        parts.append(tokenize(documents.iloc[first : first + AT_ONCE]))
    report("tokens", len(documents), len(documents))
    return concatenate(parts, documents["doc_id"])


def _rows_of(table: pd.DataFrame, doc_ids: pd.Series) -> pd.DataFrame:
    return table[table["doc_id"].isin(doc_ids)]


def _in_order(table: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    places = pd.Series(range(len(documents)), index=documents["doc_id"].to_numpy())
    order = np.lexsort((table["start"].to_numpy(), places.reindex(table["doc_id"]).to_numpy()))
    return table.iloc[order].reset_index(drop=True)


def _manifest(
    raw: Path,
    gazetteer: Path | None,
    columns: Mapping[str, str] | None,
    tables: dict[str, pd.DataFrame],
    tokens: Tokens,
) -> dict[str, Any]:
    counts = {name: len(table) for name, table in tables.items()}
    counts |= {"tokens": len(tokens), "organizations": tables["gazetteer"]["organization"].nunique()}
    inputs = _inputs(raw)
    decisive = json.dumps([inputs, _digest(gazetteer), dict(columns or {})], sort_keys=True)
    return {
        "data": hashlib.sha256(decisive.encode()).hexdigest(),
        "counts": counts,
        "columns": dict(columns or {}),
        "gazetteer": _digest(gazetteer),
        "inputs": inputs,
        "made_by": _made_by(),
    }


def _inputs(raw: Path) -> dict[str, str]:
    if raw.is_file():
        return {raw.name: _digest(raw)}
    paths = [*find_about(raw, METADATA_NAMES), *list_files(raw)]
    return {relative_name(path, raw): _digest_or_nothing(path) for path in paths}


def _digest_or_nothing(path: Path) -> str:
    try:
        return _digest(path)
    except OSError:
        return ""  # the file is a row of problems


def _digest(path: Path | None) -> str:
    if path is None:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _made_by() -> dict[str, str]:
    """Name all that decides what the tables hold, beside the inputs."""
    code = hashlib.sha256()
    package = Path(str(resources.files("analysis")))
    for room in DECISIVE_ROOMS:
        for path in sorted((package / room).rglob("*")):
            if path.suffix in (".py", ".csv"):
                code.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    code.update((package / "pipeline.py").read_bytes() + (package / "study.py").read_bytes())
    versions = {name: metadata.version(name) for name in DECISIVE_PACKAGES}
    return {
        "discourse-analysis": __version__,
        "code": code.hexdigest(),
        "python": platform.python_version(),
        "unicode": unicodedata.unidata_version,
        **versions,
    }


def _write(processed: Path, tables: dict[str, pd.DataFrame], tokens: Tokens, manifest: dict[str, Any]) -> None:
    """Write every file aside, then move all into place; only a complete set is ever moved."""
    processed.mkdir(parents=True, exist_ok=True)
    with building(processed):
        finish_interrupted_move(processed)
        for leftover in processed.glob(f"{NEXT}*"):
            shutil.rmtree(leftover)
        aside = Path(tempfile.mkdtemp(prefix=NEXT, dir=processed))
        for name, table in tables.items():
            table.to_parquet(aside / f"{name}.parquet", index=False, compression="zstd")
        pq.write_table(tokens_table(tokens), aside / "tokens.parquet", compression="zstd")
        text = json.dumps(manifest, indent=2, ensure_ascii=False)
        (aside / "manifest.json").write_text(text + "\n", encoding="utf-8")
        aside.rename(processed / READY)
        finish_interrupted_move(processed)
