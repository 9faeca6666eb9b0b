"""Many reports to render, of which one that fails stops no other."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from analysis.reports.publishing.jobs import Job
from analysis.reports.publishing.rendering import render


@dataclass(frozen=True)
class Outcome:
    """What came of a job: the file written, or the error."""

    job: Job
    path: Path | None
    error: str = ""


def run(jobs: list[Job], out: Path, processes: int, done: Callable[[Outcome], None]) -> list[Outcome]:
    """Render reports in several processes.

    Parameters
    ----------
    jobs : list of Job
        What to render.
    out : Path
        The folder to write to.
    processes : int
        How many at a time.
    done : callable
        Called with each outcome as it comes.

    Returns
    -------
    list of Outcome
        In the order of the jobs.
    """
    outcomes: dict[int, Outcome] = {}
    _run_together(dict(enumerate(jobs)), out, processes, outcomes, done)
    for number in sorted(set(range(len(jobs))) - set(outcomes)):  # a process that died took its pool with it
        _run_together({number: jobs[number]}, out, 1, outcomes, done)
        if number not in outcomes:
            outcomes[number] = Outcome(jobs[number], None, "the process that rendered it died twice")
            done(outcomes[number])
    return [outcomes[number] for number in range(len(jobs))]


def _run_together(
    jobs: dict[int, Job], out: Path, processes: int, outcomes: dict[int, Outcome], done: Callable[[Outcome], None]
) -> None:
    """Render jobs in one pool of processes; those that a dying process takes along get no outcome."""
    context = multiprocessing.get_context("spawn")
    workers = max(1, min(processes, len(jobs)))
    with suppress(BrokenExecutor), ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
        futures = {pool.submit(_attempt, job, out): number for number, job in jobs.items()}
        for future in as_completed(futures):
            with suppress(BrokenExecutor):
                outcomes[futures[future]] = future.result()
                done(outcomes[futures[future]])


def _attempt(job: Job, out: Path) -> Outcome:
    try:
        return Outcome(job, render(job.notebook, job.parameters, out))
    except Exception as error:
        return Outcome(job, None, f"{error}" or type(error).__name__)
