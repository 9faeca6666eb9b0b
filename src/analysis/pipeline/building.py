"""The whole way from raw files to processed tables."""

import json
import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.corpus.cleaning import DEFAULT_STEPS, STEPS
from analysis.corpus.files import METADATA_NAMES, CorpusError, find_about
from analysis.corpus.layout import BOILERPLATE_NAME, CORRECTIONS_NAME, Layout, lay_out
from analysis.corpus.reading import THRESHOLD, nothing_readable, problem_frame, require_columns
from analysis.corpus.schemas import GAZETTEER, empty
from analysis.discourse import load_gazetteer
from analysis.discourse.correction_files import no_corrections, read_corrections
from analysis.pipeline.attributing import Attribution
from analysis.pipeline.gathering import gather
from analysis.pipeline.manifest import SPEECH, digest_of, make_manifest
from analysis.pipeline.planning import carry_out, make_plan
from analysis.pipeline.store import remove_other_than
from analysis.pipeline.tables import write_tables
from analysis.pipeline.workers import PATIENCE, Pool
from analysis.study import READY, Study, building, finish_interrupted_move

NEXT = ".next-"
STORE = ".parts"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Build:
    """What a build has done.

    `study` opens its tables; `processed` documents were new or changed, `unchanged` ones were taken over,
    `all_mentions` says whether the mentions were all looked for anew, and `corrections` how many rows
    corrections.csv has; those that do not count are among the problems.
    """

    study: Study
    processed: int
    unchanged: int
    all_mentions: bool
    corrections: int = 0


def build(
    raw: Path | str,
    processed: Path | str,
    *,
    gazetteer: Path | str | None = None,
    columns: Mapping[str, str] | None = None,
    steps: Collection[str] = DEFAULT_STEPS,
    threshold: float = THRESHOLD,
    jobs: int = 0,
    patience: float = PATIENCE,
    progress: Progress | None = None,
) -> Build:
    """Build the processed tables of a corpus.

    Documents whose text did not change are not processed again; a changed gazetteer looks for all mentions and
    statements anew and for nothing else, changed rules of speech for all statements; a changed program builds
    all anew. Where raw/corrections.csv is there, what was found is corrected by it. All tables are written aside
    and moved into place together, so that an interrupted build leaves the last good state; what it had done
    already is taken up by the next one. The memory needed does not grow with the length of the texts.

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
    steps : collection of str
        The cleaning steps, of those in `corpus.cleaning.STEPS`.
    threshold : float
        From which share of word 5-grams in both (0 to 1) a text counts as a reprint of another.
    jobs : int
        How many processes read and process; a file that ends one of them is a row of problems. 0 works in
        this process.
    patience : float
        Seconds after which a process that says nothing is ended, and its file is a row of problems.
    progress : callable, optional
        Called with the name of a step, what is done and what is to do.

    Raises
    ------
    CorpusError
        Nothing in `raw` can be read, its metadata or `columns` are wrong, or `processed` lies within it.
    GazetteerError
        The gazetteer is wrong.
    CorrectionsError
        The corrections cannot be read.
    ValueError
        There is no such cleaning step, or the threshold is none.

    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("The road is closed.")
    >>> build(folder, folder / ".tables").study.manifest["counts"]["tokens"]
    4
    """
    raw, processed = Path(raw), Path(processed)
    if jobs and getattr(multiprocessing.current_process(), "_inheriting", False):
        raise RuntimeError("a process of a build would start a build: call it under `if __name__ == '__main__':`")
    _refuse_tables_among_texts(raw, processed)
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold is {threshold}: it must lie above 0 and be at most 1, as 0.7")
    report = progress or (lambda step, done, total: None)
    layout = lay_out(raw, columns)
    aliases = _gazetteer_path(raw, gazetteer)
    names = load_gazetteer(aliases) if aliases else empty(GAZETTEER)
    corrections = _beside(raw, CORRECTIONS_NAME)
    corrected = read_corrections(corrections) if corrections else no_corrections()
    attribution = Attribution(names, corrected)
    chosen = tuple(name for name in STEPS if name in set(steps))
    choices = {"columns": layout.columns, "steps": list(chosen), "threshold": threshold}
    inputs, gazetteer_digest = _inputs(raw, layout), digest_of(aliases)
    with _store_of(processed) as store:
        previous = _previous_manifest(processed)
        plan = make_plan(store, layout, inputs, previous.get("inputs", {}), chosen, names, gazetteer_digest)
        with Pool(jobs, patience) as pool:
            carry_out(plan, pool, report)
        gathered = gather(
            layout,
            plan.contents,
            plan.pieces,
            plan.failed,
            plan.settings,
            threshold,
            lambda done, total: report("gathering", done, total),
        )
        if gathered.records.empty:
            raise CorpusError(nothing_readable(raw, gathered.problems))
        require_columns(layout.columns, gathered.names)
        with _moved_into(processed) as folder:
            counts = write_tables(
                folder,
                gathered,
                plan.settings,
                names,
                plan.digests,
                attribution,
                lambda done, total: report("writing", done, total),
            )
            problems = problem_frame(gathered.problems + attribution.problems())
            tables = {"problems": problems, "gazetteer": names}
            for name, table in tables.items():
                table.to_parquet(folder / f"{name}.parquet", index=False, compression="zstd")
            counts |= {name: len(table) for name, table in tables.items()}
            counts["organizations"] = names["organization"].nunique()
            manifest = make_manifest(inputs, choices, gazetteer_digest, counts)
            text = json.dumps(manifest, indent=2, ensure_ascii=False)
            (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
        remove_other_than(store, gathered.parts, plan.settings, plan.digests)
    fresh = plan.count_fresh(gathered.records, gathered.parts)
    was_found = previous.get("gazetteer") == gazetteer_digest and _parts_of(previous) == _parts_of(manifest)
    return Build(Study(processed), fresh, len(gathered.records) - fresh, not was_found, len(corrected))


def _parts_of(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return what of the program decides all but the statements."""
    return {name: value for name, value in manifest.get("made_by", {}).items() if name != SPEECH}


def _refuse_tables_among_texts(raw: Path, processed: Path) -> None:
    if processed.resolve().is_relative_to(raw.resolve()):
        inside = processed.resolve().relative_to(raw.resolve()).parts
        if not any(part.startswith(".") for part in inside):
            raise CorpusError(f"{processed} lies within the raw folder {raw}: put the tables beside it, not in it")


def _gazetteer_path(raw: Path, gazetteer: Path | str | None) -> Path | None:
    if gazetteer is not None:
        return Path(gazetteer)
    return _beside(raw, "organizations.csv")


def _beside(raw: Path, name: str) -> Path | None:
    return next(iter(find_about(raw, [name])), None) if raw.is_dir() else None


def _inputs(raw: Path, layout: Layout) -> dict[str, str]:
    """Return the SHA-256 of every file that the tables are made of, by name."""
    beside = [] if raw.is_file() else find_about(raw, [*METADATA_NAMES, BOILERPLATE_NAME, CORRECTIONS_NAME])
    return {path.name: digest_of(path) for path in beside} | {
        name: digest_of(path) for name, path in layout.files.items()
    }


def _previous_manifest(processed: Path) -> dict[str, Any]:
    try:
        return json.loads((processed / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


@contextmanager
def _store_of(processed: Path) -> Iterator[Path]:
    """Hold the folder of parts for one build; a refused first build leaves no folder behind."""
    new = not processed.exists()
    store = processed / STORE
    try:
        store.mkdir(parents=True, exist_ok=True)
        with building(store):
            yield store
    except (CorpusError, ValueError):
        if new:
            shutil.rmtree(processed, ignore_errors=True)
        raise


@contextmanager
def _moved_into(processed: Path) -> Iterator[Path]:
    """Give a folder to write to, whose files are moved into place together; only a complete set ever is."""
    with building(processed):
        finish_interrupted_move(processed)
        for leftover in processed.glob(f"{NEXT}*"):
            shutil.rmtree(leftover)
        aside = Path(tempfile.mkdtemp(prefix=NEXT, dir=processed))
    yield aside
    with building(processed):
        finish_interrupted_move(processed)
        aside.rename(processed / READY)
        finish_interrupted_move(processed)
