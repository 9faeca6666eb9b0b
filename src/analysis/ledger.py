"""What would be read from a raw folder, and what is wrong with it: as frames, as text, and as JSON."""

import io
import json
import tempfile
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table
from rich.text import Text

from analysis import pipeline
from analysis.corpus.boilerplate import repeated_lines as find_repeated_lines
from analysis.corpus.cleaning import DEFAULT_STEPS
from analysis.corpus.counting import count_changes, count_formats, count_problems, count_repeats, count_values
from analysis.corpus.files import METADATA_NAMES
from analysis.corpus.layout import BOILERPLATE_NAME, CORRECTIONS_NAME
from analysis.corpus.ticking import write_ticking

WIDTH = 110
BESIDE = (*METADATA_NAMES, BOILERPLATE_NAME, CORRECTIONS_NAME)
VALUES = ("language", "script", "date_precision", "date_source", "encoding")


@dataclass(frozen=True)
class Ledger:
    """The account of a raw folder.

    `files` counts files; `tables` gives by name the counts of documents by format, problems by kind, and the
    rest; `problems` has a row for each problem; `repeated` the lines that repeat, where they were asked for.
    """

    files: int
    documents: int
    tables: dict[str, pd.DataFrame]
    problems: pd.DataFrame
    repeated: pd.DataFrame | None


def take(
    raw: Path | str,
    *,
    columns: Mapping[str, str] | None = None,
    steps: Collection[str] = DEFAULT_STEPS,
    threshold: float = 0.7,
    jobs: int = 0,
    repeated_lines: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Ledger:
    """Read a raw folder as a build would, keep nothing, and count what was found.

    Parameters
    ----------
    raw : path
        A folder of texts, or one file.
    columns, steps, threshold, jobs, progress
        As `pipeline.build` takes them.
    repeated_lines : bool
        Whether to look for lines that repeat within a source; it holds all texts in memory.

    Raises
    ------
    CorpusError
        Nothing can be read, as `pipeline.build` raises it.

    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("The road is closed.")
    >>> take(folder).tables["formats"].values.tolist()
    [['txt', 1, 1, 19, 0, 0]]
    """
    choices = {"columns": columns, "steps": steps, "threshold": threshold, "jobs": jobs, "progress": progress}
    with tempfile.TemporaryDirectory(prefix="discourse-check-") as place:
        study = pipeline.build(raw, Path(place) / "tables", **choices).study
        documents = _without_texts(study.folder / "documents.parquet")
        tables = {
            "formats": count_formats(documents, study.problems),
            "problems": count_problems(study.problems),
            "texts": count_repeats(documents),
            **{name: count_values(documents, name) for name in VALUES},
            "cleaning": count_changes(study.cleaning),
        }
        files = sum(name not in BESIDE for name in study.manifest["inputs"])
        repeated = find_repeated_lines(study.documents) if repeated_lines else None
        return Ledger(files, len(documents), tables, study.problems, repeated)


def _without_texts(path: Path) -> pd.DataFrame:
    """Read the documents with the lengths of their texts in the texts' place."""
    file = pq.ParquetFile(path)
    names = [name for name in file.schema_arrow.names if name != "text"]
    lengths = [pc.utf8_length(batch["text"]).to_pandas() for batch in file.iter_batches(2_000, columns=["text"])]
    return pd.read_parquet(path, columns=names).assign(characters=pd.concat(lengths, ignore_index=True))


def as_json(ledger: Ledger) -> str:
    """Write a ledger as one JSON object: files, documents, each table, and every problem."""
    content = {
        "files": ledger.files,
        "documents": ledger.documents,
        **{name: _records(table) for name, table in ledger.tables.items() if name != "problems"},
        "problem_kinds": _records(ledger.tables["problems"]),
        "problems": _records(ledger.problems),
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def _records(table: pd.DataFrame) -> list[dict]:
    return json.loads(table.to_json(orient="records"))


TITLES = {
    "formats": "What was read, by format",
    "problems": "Problems, by severity and kind",
    "texts": "Texts that repeat",
    "language": "Languages",
    "script": "Scripts",
    "date_precision": "What is known of dates",
    "date_source": "Where dates were found",
    "encoding": "Encodings",
    "cleaning": "What cleaning changed (characters)",
}


def as_text(ledger: Ledger, width: int = WIDTH) -> str:
    """Write a ledger as tables for a terminal of a width in characters."""
    parts = [f"{ledger.files:,} files found, {ledger.documents:,} documents read"]
    for name, title in TITLES.items():
        table = ledger.tables[name]
        if len(table) and not (name == "texts" and table["documents"].iloc[1:].sum() == 0):
            parts.append(f"{title}\n{_drawn(table, width)}")
    if ledger.problems.empty:
        parts.append("No problems.")
    return "\n\n".join(parts)


def _drawn(frame: pd.DataFrame, width: int) -> str:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in frame.columns:
        table.add_column(name.replace("_", " "), justify="right" if frame[name].dtype == "int64" else "left")
    for row in frame.itertuples(index=False):
        table.add_row(*(Text(f"{value:,}" if isinstance(value, int) else visible(str(value))) for value in row))
    console = Console(width=width, color_system=None, highlight=False, file=io.StringIO())
    console.print(table)
    return "\n".join(f"  {line}".rstrip() for line in console.file.getvalue().splitlines())


def visible(text: str) -> str:
    r"""Write what a terminal would obey, or would not show, as an escape.

    >>> visible("a\x1b[31m\u202eb")
    'a\\x1b[31m\\u202eb'
    """
    return "".join(
        character.encode("unicode_escape").decode() if unicodedata.category(character)[0] == "C" else character
        for character in text
    )


def write_repeated_lines(ledger: Ledger, path: Path) -> None:
    """Write the lines that repeat to a CSV, in which a person marks those to be removed."""
    write_ticking(ledger.repeated, path)
