"""Many reports to render, each in a process of its own, so that one that fails or dies stops no other."""

import signal
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from analysis.reports.publishing.faults import Failure, failure, full_disk, remove_error_page, write_error_page
from analysis.reports.publishing.jobs import Job
from analysis.reports.publishing.leftovers import remove_dead_folders, remove_parts
from analysis.reports.publishing.nursery import CAN_FORK, Child, Ended, Nursery
from analysis.reports.publishing.spawning import Spawned


@dataclass(frozen=True)
class Outcome:
    """What came of a job.

    Attributes
    ----------
    job : Job
        What was asked for.
    paths : tuple of Path
        The files of the report; none when it failed.
    unchanged : bool
        Whether they were there already, and nothing has changed since.
    failure : Failure or None
        What went wrong.
    page : Path or None
        The page that tells of it.
    """

    job: Job
    paths: tuple[Path, ...] = ()
    unchanged: bool = False
    failure: Failure | None = None
    page: Path | None = None

    @property
    def error(self) -> str:
        """What went wrong, in one line; empty when nothing did."""
        return self.failure.message if self.failure else ""


def run(
    jobs: Sequence[Job],
    out: Path,
    *,
    processes: int = 1,
    formats: Sequence[str] = ("html",),
    engine: str = "forked",
    timeout: float | None = None,
    force: bool = False,
    done: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Render reports, and a page of what went wrong for each that fails.

    Parameters
    ----------
    jobs : sequence of Job
        What to render.
    out : Path
        The folder to write to.
    processes : int
        How many at a time.
    formats, engine, timeout, force
        As `rendering.publish` takes them.
    done : callable
        Called with each outcome as it comes.

    Returns
    -------
    list of Outcome
        In the order of the jobs.

    Raises
    ------
    FullDiskError
        The disk is full; what was written until then is whole.
    """
    settings = {"formats": tuple(formats), "engine": engine, "timeout": timeout, "force": force}
    waiting = deque(range(len(jobs)))
    running: dict[int, Child | Spawned] = {}
    outcomes: dict[int, Outcome] = {}

    def settle(number: int, result: Any) -> None:
        outcomes[number] = _settled(jobs[number], result, out)
        if outcomes[number].failure and outcomes[number].failure.full:
            waiting.clear()
        else:
            done(outcomes[number])

    remove_dead_folders()
    remove_parts(out)
    try:
        while waiting or running:
            while waiting and len(running) < max(1, processes):
                number = waiting.popleft()
                if there := None if force else _unchanged(jobs[number], out, formats):
                    settle(number, there)
                else:
                    running[number] = _begin(jobs[number], out, settings)
            for number in _ready(running):
                settle(number, _hear(running.pop(number)))
    finally:
        for process in running.values():
            process.end()
        remove_parts(out)
    return _in_order(jobs, outcomes, out)


def _unchanged(job: Job, out: Path, formats: Sequence[str]) -> Any:
    """Return the files of a report if nothing is to do; what is wrong with it is told when it is rendered."""
    from analysis.reports.publishing.rendering import unchanged

    with suppress(Exception):
        return unchanged(job.notebook, job.parameters, out, formats)


def _begin(job: Job, out: Path, settings: dict[str, Any]) -> Child | Spawned:
    if CAN_FORK and settings["engine"] == "forked":
        return Nursery.of_this_process().fork(_publish, job, out, settings)
    return Spawned(_publish, job, out, settings)


def _ready(running: dict[int, Child | Spawned]) -> list[int]:
    """Return those who have something to say."""
    lines = wait([process.line for process in running.values()]) if running else []
    return [number for number, process in running.items() if process.line in lines]


def _hear(process: Child | Spawned) -> Any:
    """Return what came of a process, and end it."""
    try:
        message = process.receive()
    finally:
        process.end()
    return _death(message.code) if isinstance(message, Ended) else message


def _death(code: int | None) -> Failure:
    """Tell why a process has ended without a word.

    >>> _death(-9).message
    'the process that rendered it was ended by the system (SIGKILL): perhaps there was no memory left; try --jobs 1'
    """
    if code is not None and code < 0:
        with suppress(ValueError):
            name = signal.Signals(-code).name
            hint = ": perhaps there was no memory left; try --jobs 1" if name == "SIGKILL" else ""
            return Failure(f"the process that rendered it was ended by the system ({name}){hint}")
    return Failure("the process that rendered it ended without a word")


def _publish(line: Connection, job: Job, out: Path, settings: dict[str, Any]) -> None:
    """Render one report in this process, and tell what came of it."""
    from analysis.reports.publishing.rendering import publish

    try:
        line.send(publish(job.notebook, job.parameters, out, **settings))
    except Exception as error:
        line.send(failure(error))


def _settled(job: Job, result: Any, out: Path) -> Outcome:
    """Write or remove the page that tells of a failure."""
    try:
        if isinstance(result, Failure):
            page = None if result.full else write_error_page(job, result, out)
            return Outcome(job, failure=result, page=page)
        remove_error_page(job, out)
        return Outcome(job, result.paths, result.unchanged)
    except OSError as error:
        found = result if isinstance(result, Failure) and not failure(error).full else failure(error)
        return Outcome(job, failure=found)


def _in_order(jobs: Sequence[Job], outcomes: dict[int, Outcome], out: Path) -> list[Outcome]:
    if any(outcome.failure and outcome.failure.full for outcome in outcomes.values()):
        written = {number for number, outcome in outcomes.items() if not outcome.failure}
        raise full_disk(
            out,
            [job for number, job in enumerate(jobs) if number in written],
            [job for number, job in enumerate(jobs) if number not in written],
        )
    return [outcomes[number] for number in range(len(jobs))]
