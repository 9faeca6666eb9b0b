"""The command that renders reports."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis import project
from analysis.messages import FOLDER, SECONDS, errors_as_messages, pair, shown

if TYPE_CHECKING:
    from analysis.reports.publishing.batch import Outcome

INTERRUPTED = 130  # what a shell gives to a command that Ctrl-C has ended


@dataclass
class Tally:
    """What came of the reports that are wanted.

    >>> str(Tally())
    '0 of 0 reports rendered'
    """

    wanted: int = 0
    outcomes: list[Outcome] = field(default_factory=list)

    def __str__(self) -> str:
        """Say how many are done, and how."""
        counts = Counter(map(_word, self.outcomes))
        others = [f"{counts[word]:,} {word}" for word in ("unchanged", "failed") if counts[word]]
        return ", ".join([f"{counts['rendered']:,} of {self.wanted:,} reports rendered", *others])


class ReportCommand(click.Command):
    """Its help lists the reports that there are, and of a report that is named it tells the parameters."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[__name__], *_ = self.make_parser(ctx).parse_args(args=list(args))  # --help is answered before NAME is
        return super().parse_args(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        given = ctx.meta.get(__name__, {})
        name, folder = (given[key] if isinstance(given.get(key), str) else "" for key in ("name", "notebooks"))
        if name:
            return _help_of(name, folder)
        try:
            return f"{super().get_help(ctx)}\n\n{_list_of(folder)}"
        except FileNotFoundError:  # outside of a project there is none to list
            return super().get_help(ctx)


def _help_of(name: str, folder: str) -> str:
    from analysis.reports.publishing.describing import describe, find_notebook

    with errors_as_messages():
        return describe(find_notebook(name, Path(folder) if folder else project.find().notebooks))


def _list_of(folder: str) -> str:
    from analysis.reports.publishing.describing import overview

    return overview(Path(folder) if folder else project.find().notebooks)


@click.command(cls=ReportCommand)
@click.argument("name", required=False)
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a parameter of the notebook NAME.")
@click.option("--processed", type=FOLDER, help="Folder of the tables  [default: data/processed]")
@click.option("--notebooks", type=FOLDER, help="Folder of the notebooks  [default: notebooks]")
@click.option("--out", type=FOLDER, help="Folder for the reports  [default: reports]")
@click.option(
    "--sets",
    type=FOLDER,
    multiple=True,
    help="YAML file that lists reports, or a folder of such files; may be given several times.  [default: reports]",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=min(4, os.cpu_count() or 1),
    show_default=True,
    help="Processes that render, each one report at a time.",
)
@click.option(
    "--to",
    "formats",
    multiple=True,
    type=click.Choice(["html", "pdf", "notebook", "md"]),
    help="Write this format too, beside the HTML; may be given several times.",
)
@click.option("--force", is_flag=True, help="Render also what has not changed since it was rendered.")
@click.option(
    "--timeout",
    type=SECONDS,
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="Stop a cell that takes longer; its report then fails.",
)
@click.option(
    "--engine",
    type=click.Choice(["forked", "stock"]),
    default="forked",
    show_default=True,
    help="Start kernels by a fork, or as papermill does; the reports are the same.",
)
def report(
    name: str | None,
    settings: tuple[str, ...],
    processed: Path | None,
    notebooks: Path | None,
    out: Path | None,
    sets: tuple[Path, ...],
    jobs: int,
    **how: Any,
) -> None:
    """Render the report NAME, or all reports that YAML files list.

    A report is rendered if its notebook, its parameters, the data, or the program have changed. One that fails does
    not stop the others: beside them a page tells what went wrong, and the exit code is 1.

    Without NAME, every .yaml file in reports/ is read; what is wrong with any of them is told before anything runs.
    `discourse report NAME --help` tells what NAME shows, and its parameters.

    \b
    Example: discourse report organization-report --set "organization=Human Rights Watch"
    """
    tally = Tally()
    try:
        with errors_as_messages():
            index = _render(name, settings, processed, notebooks, out, sets, jobs, tally, how)
    except KeyboardInterrupt:
        click.echo(f"Stopped: {tally}. What is rendered is whole; the same command goes on.", err=True)
        sys.exit(INTERRUPTED)
    failed = [outcome for outcome in tally.outcomes if outcome.error]
    click.echo(f"{tally}.")
    for outcome in failed:
        click.echo(f"  failed: {_visible(outcome.job)}\n    {_visible(outcome.error)}", err=True)
        if outcome.page:
            click.echo(f"    the cell and the traceback: {shown(outcome.page.resolve())}", err=True)
    click.echo(f"Open {index.resolve()}")
    sys.exit(1 if failed else 0)


def _render(
    name: str | None,
    settings: tuple[str, ...],
    processed: Path | None,
    notebooks: Path | None,
    out: Path | None,
    sets: tuple[Path, ...],
    processes: int,
    tally: Tally,
    how: dict[str, Any],
) -> Path:
    """Render what is asked for, count what comes of it, and return the index."""
    from analysis import study
    from analysis.reports.publishing import batch, faults, linking, site
    from analysis.reports.publishing import jobs as listed
    from analysis.reports.publishing.locking import alone_in
    from analysis.reports.publishing.ownership import refuse_foreign

    if name is not None and not name.strip():
        raise click.UsageError("the NAME is empty: write the name of one report, or leave it out to render all lists")
    if settings and not name:
        raise click.UsageError("--set needs the NAME of the report whose parameter it sets")
    if sets and name:
        raise click.UsageError("give either the NAME of one report or lists of reports with --sets")
    given = _given(settings)
    opened = study.load(processed or "")
    notebooks = notebooks or project.find().notebooks
    out = out or project.find().reports
    if name:
        tasks = [listed.single_job(name, given, notebooks, opened)]
    else:
        tasks = listed.read_jobs(sets or [project.find().reports], notebooks, opened)

    tally.wanted = len(tasks)

    def tell(outcome: Outcome) -> None:
        tally.outcomes.append(outcome)
        click.echo(f"  {_word(outcome)}: {_visible(outcome.job)}")

    refuse_foreign(out / site.INDEX)
    batch.run(tasks, out, processes=processes, done=tell, **how)
    try:
        with alone_in(out):
            linking.link_reports(out)
            return site.write_index(out, opened.manifest["data"])
    except OSError as error:
        raise faults.full_disk(out, tasks, []) if faults.failure(error).full else error from None


def _given(settings: tuple[str, ...]) -> dict[str, str]:
    given: dict[str, str] = {}
    for key, value in (pair(setting, "--set") for setting in settings):
        if key in given:
            raise click.UsageError(f"--set {key} is given twice: of a list, write all entries with commas")
        given[key] = value
    return given


def _visible(told: object) -> str:
    """Write values that people gave so that a terminal obeys none of them."""
    from analysis.ledger import visible

    return visible(str(told))


def _word(outcome: Outcome) -> str:
    return "failed" if outcome.error else "unchanged" if outcome.unchanged else "rendered"
