"""What goes wrong with one report, and the page that tells of it beside the reports that went well."""

import errno
import json
import shlex
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.reports.publishing.files import file_name, write_atomically
from analysis.reports.publishing.jobs import Job
from analysis.reports.publishing.ownership import is_ours

FULL = (errno.ENOSPC, errno.EDQUOT)
ENDING = ".error.html"
LONGEST_MESSAGE = 500
LONGEST_PART = 100_000  # characters of a source or a traceback that a page shows
MOST_NAMED = 20


@dataclass(frozen=True)
class Failure:
    """Why a report was not rendered.

    Attributes
    ----------
    message : str
        One line.
    cell : int
        The number of the cell that failed, from 1; 0 when it was none.
    source, traceback : str
        The cell's code, and where in it and below it the error was raised.
    full : bool
        Whether the disk is full.
    """

    message: str
    cell: int = 0
    source: str = ""
    traceback: str = ""
    full: bool = False


class FullDiskError(OSError):
    """The disk is full; says which reports are written and which are not."""


def failure(error: BaseException) -> Failure:
    """Return what an error says to a person.

    Parameters
    ----------
    error : BaseException
        Raised by rendering a report.

    >>> failure(OSError(errno.ENOSPC, "No space left on device", "a.html")).message
    'the disk is full: a.html could not be written'
    """
    if isinstance(error, OSError) and error.errno in FULL:
        what = Path(error.filename).name if error.filename else "a file"
        return Failure(f"the disk is full: {what} could not be written", full=True)
    message = shorten(" ".join(str(error).split()) or type(error).__name__)
    if hasattr(error, "cell"):
        return Failure(message, error.cell, error.source[:LONGEST_PART], error.traceback[-LONGEST_PART:])
    if isinstance(error, OSError) or type(error).__module__.startswith("analysis"):
        return Failure(message)
    told = "".join(traceback.format_exception(error))
    return Failure(f"{type(error).__name__}: {message}", traceback=told[-LONGEST_PART:])


def shorten(message: str) -> str:
    """Cut a message to what a terminal can show.

    >>> len(shorten("a" * 9999))
    500
    """
    return message if len(message) <= LONGEST_MESSAGE else f"{message[: LONGEST_MESSAGE - 1]}…"


def write_error_page(job: Job, failure: Failure, out: Path) -> Path:
    """Write a page that tells why a report was not rendered; the report as it was before stays.

    Parameters
    ----------
    job : Job
        The report.
    failure : Failure
        What went wrong.
    out : Path
        The folder of the reports.
    """
    from analysis.reports.display import TEMPLATES

    title, given, command = _about(job)
    path = error_page(job, out)
    earlier = f"{path.name.removesuffix(ENDING)}.html"
    told = {"title": title, "notebook": job.notebook.stem, "given": given, "error": failure.message}
    page = TEMPLATES.get_template("error.html.j2").render(
        title=title,
        notebook=job.notebook.name,
        given=given,
        command=command,
        failure=failure,
        earlier=earlier if is_ours(out / earlier) else "",
        about=json.dumps(told, default=str),
    )
    write_atomically(path, page.encode("utf-8", errors="backslashreplace"))
    return path


def remove_error_page(job: Job, out: Path) -> None:
    """Remove the page that told why a report was not rendered before."""
    error_page(job, out).unlink(missing_ok=True)


def error_page(job: Job, out: Path) -> Path:
    """Return where the page of a report that was not rendered stands."""
    return out / f"{file_name(job.notebook.stem, job.parameters)}{ENDING}"


def _about(job: Job) -> tuple[str, Mapping[str, Any], str]:
    """Return a report's title, its parameters and the command that renders it, also where its notebook is at fault."""
    with suppress(Exception):
        from analysis.reports.publishing.rendering import planned

        about = planned(job.notebook, job.parameters, Path()).about
        return about.title, about.given, about.command
    given = {name: value for name, value in job.parameters.items() if name != "processed"}
    settings = [f"--set {shlex.quote(f'{name}={value}')}" for name, value in given.items()]
    return str(job), given, " ".join(["discourse report", job.notebook.stem, *settings])


def full_disk(out: Path, done: list[Job], left: list[Job]) -> FullDiskError:
    """Return the error that says which reports a full disk has room for and which not.

    Parameters
    ----------
    out : Path
        The folder of the reports.
    done, left : list of Job
        The reports that are there, and those that are not.
    """
    parts = [f"the disk of {out} is full."]
    parts.append(f"Written and whole: {_named(done)}." if done else "No report could be written.")
    parts.append(f"Not written: {_named(left) or 'the index, and the links between the reports'}.")
    parts.append("Make room there, then run the same command again: what is written is not rendered again.")
    return FullDiskError(" ".join(parts))


def _named(jobs: list[Job]) -> str:
    names = ", ".join(str(job) for job in jobs[:MOST_NAMED])
    return f"{names} and {len(jobs) - MOST_NAMED} more" if len(jobs) > MOST_NAMED else names
