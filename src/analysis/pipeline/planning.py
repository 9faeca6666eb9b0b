"""What a build has still to do, and how its processes do it, whatever happens to them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from analysis.corpus.files import ending
from analysis.corpus.layout import Layout
from analysis.pipeline.manifest import digests_of_found, made_parts
from analysis.pipeline.stages import (
    UNKNOWN,
    DeriveTask,
    Finished,
    Processed,
    ReadTask,
    Started,
    process_part,
    read_files,
    settings_digest,
)
from analysis.pipeline.store import Part, is_derived, is_found, open_store, remove_derived
from analysis.pipeline.workers import Died, End, Pool

BYTES_AT_ONCE = 4 << 20
FILES_AT_ONCE = 200
MOST_TRIES = 3

Progress = Callable[[str, int, int], None]


@dataclass
class Plan:
    """What is to be done, and what has been done.

    `contents` gives for each file's name what it holds, whatever its name (its bytes and its endings);
    `pieces` for each content that has been read the parts that hold it; `earlier` for each that has not the
    parts that may hold some of its texts; `digests` what decides, beside a text, what is found in it; `failed`
    what kept a content from being read; `fresh` the texts of each part that were new.
    """

    store: Path
    layout: Layout
    contents: dict[str, str]
    pieces: dict[str, list[Part]]
    earlier: dict[str, list[Part]]
    steps: tuple[str, ...]
    settings: str
    gazetteer: pd.DataFrame
    digests: dict[str, str]
    failed: dict[str, dict[str, str]] = field(default_factory=dict)
    fresh: dict[Path, frozenset[int]] = field(default_factory=dict)

    def count_fresh(self, records: pd.DataFrame, parts: list[Part]) -> int:
        """Count the documents whose text was processed in this build."""
        fresh = 0
        for place, of in records.groupby("part"):
            fresh += int(of["number"].isin(self.fresh.get(parts[int(place)].folder, ())).sum())
        return fresh


def make_plan(
    store: Path,
    layout: Layout,
    inputs: Mapping[str, str],
    before: Mapping[str, str],
    steps: tuple[str, ...],
    gazetteer: pd.DataFrame,
    gazetteer_digest: str,
) -> Plan:
    """Compare what is wanted with what the store holds.

    Parameters
    ----------
    store : Path
        The folder of parts.
    layout : Layout
        The files wanted.
    inputs, before : mapping of str to str
        SHA-256 of each file by name, now and at the last build.
    steps : tuple of str
        The cleaning steps.
    gazetteer : DataFrame
        As `discourse.load_gazetteer` gives it.
    gazetteer_digest : str
        SHA-256 of its file.
    """
    parts = open_store(store, made_parts() | {"text column": layout.columns.get("text", "")})
    held = _contents_held(parts)
    contents = {name: content_of(name, inputs[name]) + layout.mark_of_source(name) for name in layout.files}
    wanted = set(contents.values())
    crowded = {part.folder for part in parts if 2 * len(wanted & set(part.pieces)) < len(part.pieces)}
    pieces = {
        content: of
        for content, of in held.items()
        if content in wanted and not any(part.folder in crowded for part in of)
    }
    earlier: dict[str, list[Part]] = {}
    for name, content in contents.items():
        if content not in pieces:
            last = content_of(name, before[name]) + layout.mark_of_source(name) if name in before else content
            earlier[content] = [part for part in parts if content in part.pieces or last in part.pieces]
    settings = settings_digest(steps, layout)
    digests = digests_of_found(gazetteer_digest)
    return Plan(store, layout, contents, pieces, earlier, steps, settings, gazetteer, digests)


def content_of(name: str, digest: str) -> str:
    """Name what a file holds: the same for two files of the same bytes that are read in the same way.

    >>> content_of("a/b.txt", "2c26"), content_of("c.TXT.gz", "2c26"), content_of("locked.txt", "")
    ('2c26.txt', '2c26.txt.gz', ' locked.txt')
    """
    if not digest:
        return f" {name}"
    return digest + ending(Path(name)) + (".gz" if name.lower().endswith(".gz") else "")


def _contents_held(parts: Iterable[Part]) -> dict[str, list[Part]]:
    """Find the contents that have been read to their ends, and the parts that hold their pieces, in order."""
    attempts: dict[tuple[str, str], dict[int, Part]] = defaultdict(dict)
    lengths: dict[tuple[str, str], int] = {}
    for part in parts:
        for content, piece in part.pieces.items():
            attempts[content, piece.attempt][piece.number] = part
            if piece.last:
                lengths[content, piece.attempt] = piece.number + 1
    held = {}
    for (content, attempt), numbered in attempts.items():
        if len(numbered) == lengths.get((content, attempt)):
            held[content] = [numbered[number] for number in sorted(numbered)]
    return held


def carry_out(plan: Plan, pool: Pool, report: Progress) -> None:
    """Read and process what is to be done, and write down in the plan what has been done.

    Parameters
    ----------
    plan : Plan
        What is to be done; its pieces, failed and fresh are filled in.
    pool : Pool
        Who does it.
    report : callable
        Called with "reading" or "processing", what is done and what is to do.
    """
    progress = _Progress(report, len(plan.contents), sum(content in plan.pieces for content in plan.contents.values()))
    for files in _batches(plan):
        pool.submit(read_files, ReadTask(plan.store, files, plan.layout.concerning([name for _, name, _ in files])))
    for part in {part.folder: part for of in plan.pieces.values() for part in of}.values():
        _submit_processing(plan, pool, part, progress)
    readers: dict[int, _Reader] = {}
    on: dict[int, int] = {}
    for task, message in pool.events():
        if isinstance(task, ReadTask):
            _hear_reader(plan, pool, task, message, readers.setdefault(id(task), _Reader()), progress)
        elif isinstance(message, Started):
            on[id(task)] = message.on
            progress.texts_done += message.on != UNKNOWN
        elif isinstance(message, Processed):
            plan.fresh[task.part.folder] = plan.fresh.get(task.part.folder, frozenset()) | message.fresh
        elif isinstance(message, Died):
            _without_the_harmful(task, on.get(id(task), UNKNOWN), message, pool)
        if isinstance(message, (End, Died)):
            readers.pop(id(task), None)
            on.pop(id(task), None)
        progress.show()
    progress.finish()


@dataclass
class _Reader:
    """What a worker has told of the files that it reads."""

    on: str = ""
    pieces: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class _Progress:
    report: Progress
    files: int
    files_done: int
    texts: int = 0
    texts_done: int = 0

    def show(self) -> None:
        self.report("reading", min(self.files_done, self.files), self.files)
        self.report("processing", min(self.texts_done, self.texts), self.texts)

    def finish(self) -> None:
        self.files_done, self.texts_done = self.files, self.texts
        self.show()


def _batches(plan: Plan) -> list[tuple[tuple[str, str, Path], ...]]:
    """Put the files to be read together, some megabytes at a time; files of the same content once."""
    batches: list[tuple[tuple[str, str, Path], ...]] = []
    batch: list[tuple[str, str, Path]] = []
    size = 0
    unread = {content: name for name, content in reversed(plan.contents.items()) if content not in plan.pieces}
    for content, name in reversed(unread.items()):
        path = plan.layout.files[name]
        more = _size(path)
        if batch and (size + more > BYTES_AT_ONCE or len(batch) >= FILES_AT_ONCE):
            batches.append(tuple(batch))
            batch, size = [], 0
        batch.append((content, name, path))
        size += more
    return [*batches, tuple(batch)] if batch else batches


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _submit_processing(plan: Plan, pool: Pool, part: Part, progress: _Progress) -> None:
    """Have a part processed, if something of it is missing."""
    if not is_derived(part, plan.settings):
        remove_derived(part, plan.settings)
        progress.texts += pq.read_metadata(part.folder / "raw.parquet").num_rows
    elif is_found(part, plan.settings, plan.digests):
        return
    earlier = {other.folder: other for content in part.pieces for other in plan.earlier.get(content, ())}
    earlier.pop(part.folder, None)
    pool.submit(
        process_part,
        DeriveTask(
            part,
            plan.settings,
            plan.layout.concerning(()),
            plan.steps,
            plan.gazetteer,
            plan.digests,
            tuple(earlier.values()),
        ),
    )


def _hear_reader(plan: Plan, pool: Pool, task: ReadTask, message: object, reader: _Reader, progress: _Progress) -> None:
    if isinstance(message, Started):
        reader.on = message.on
    elif isinstance(message, Finished):
        for content in message.part.pieces:
            reader.pieces[content].append(message.part)
        for content in message.contents:
            plan.pieces[content] = reader.pieces[content]
        progress.files_done += len(message.contents)
        _submit_processing(plan, pool, message.part, progress)
    elif isinstance(message, Died):
        if reader.on:
            text = f"{message.reason}: look whether the file is sound, or leave it out"
            plan.failed[reader.on] = {"kind": "not-read", "message": text, "severity": "error"}
        elif task.tries == MOST_TRIES:
            raise RuntimeError(f"no process can begin to read {task.files[0][1]} and what follows: {message.reason}")
        left = tuple(file for file in task.files if file[0] not in plan.pieces and file[0] not in plan.failed)
        if left:
            pool.submit(read_files, replace(task, files=left, tries=0 if reader.on else task.tries + 1))


def _without_the_harmful(task: DeriveTask, number: int, died: Died, pool: Pool) -> None:
    """Have a part processed again: text by text, to find the one that ended the process, or without that one."""
    if number != UNKNOWN:
        message = f"{died.reason}, and the text is left out: look whether it is sound"
        pool.submit(process_part, replace(task, harmful={**task.harmful, number: message}))
    elif not task.careful:
        pool.submit(process_part, replace(task, careful=True))
    else:
        raise RuntimeError(f"the texts in {task.part.folder} cannot be processed: {died.reason}")
