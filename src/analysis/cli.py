"""The `discourse` command: thin; each subcommand calls one function of the library."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from analysis import __version__, project
from analysis.cli_export import export
from analysis.cli_organizations import organizations
from analysis.cli_reports import report
from analysis.cli_statements import statements
from analysis.cli_verify import verify
from analysis.messages import FOLDER, errors_as_messages, pair, shown

CLEAN, PROBLEMS, UNUSABLE = 0, 1, 2


def _read_options(command):
    """Add the options that say how raw files are read."""
    for option in reversed(
        [
            click.option(
                "--column",
                "columns",
                multiple=True,
                metavar="STANDARD=YOURS",
                help="Take a standard column (text, doc_id, title, date, source, url, actor, language) from yours.",
            ),
            click.option("--skip", multiple=True, metavar="STEP", help="Leave out a cleaning step (see --steps)."),
            click.option("--add", multiple=True, metavar="STEP", help="Add a cleaning step that is off by default."),
            click.option(
                "--steps", is_flag=True, is_eager=True, expose_value=False, callback=_show_steps, help="List the steps."
            ),
            click.option(
                "--similarity",
                type=click.FloatRange(0, 1, min_open=True),
                default=0.7,
                show_default=True,
                help="Share of word 5-grams in both from which a text counts as a reprint.",
            ),
            click.option(
                "--jobs",
                type=click.IntRange(1),
                default=min(4, os.cpu_count() or 1),
                show_default=True,
                help="Processes that read and process.",
            ),
        ]
    ):
        command = option(command)
    return command


def _show_steps(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from analysis.corpus.cleaning import STEPS

        width = max(map(len, STEPS))
        for name, step in STEPS.items():
            click.echo(f"  {name:<{width}}  {'' if step.default else '(off by default) '}{step.about}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="discourse-analysis")
def main() -> None:
    """Discourse analysis of statements and news reports.

    Build tables from a folder of raw texts, then render reports from them:

    \b
      discourse build --raw my-texts --processed my-tables
      discourse report --processed my-tables --out my-reports
    """


main.add_command(export)
main.add_command(organizations)
main.add_command(report)
main.add_command(statements)
main.add_command(verify)


@main.command()
@click.option("--raw", type=FOLDER, help="Folder of raw texts, or one file  [default: data/raw]")
@click.option("--processed", type=FOLDER, help="Folder for the tables  [default: data/processed]")
@click.option(
    "--gazetteer",
    type=FOLDER,
    help="CSV of organizations and aliases  [default: organizations.csv in the raw folder, else the shipped one]",
)
@_read_options
def build(
    raw: Path | None,
    processed: Path | None,
    gazetteer: Path | None,
    **options: Any,
) -> None:
    """Build the processed tables from raw files; only what changed is processed again.

    \b
    Example: discourse build --raw speeches --processed tables --column actor=country
    """
    from analysis import pipeline

    with errors_as_messages():
        raw = raw or _project().raw
        processed = processed or _project().processed
        choices = _choices(**options)
        gazetteer = gazetteer or _default_gazetteer(raw)
        with _Progress() as progress:
            built = pipeline.build(raw, processed, gazetteer=gazetteer, progress=progress, **choices)
    counts = built.study.manifest["counts"]
    found = ", ".join(f"{name} {counts[name]:,}" for name in ("tokens", "sentences", "mentions", "statements"))
    done = f"{built.processed:,} processed, {built.unchanged:,} unchanged"
    click.echo(f"{shown(processed)}: documents {counts['documents']:,} ({done}), {found}")
    click.echo(f"gazetteer: {_shown_gazetteer(gazetteer, raw)}")
    if built.corrections:
        click.echo(f"corrections.csv: {_shown_corrections(built.corrections, built.study.problems)}")
    _echo_problems(built.study.problems)


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for machines.")
@click.option("--repeated-lines", type=FOLDER, metavar="FILE", help="Write lines that repeat, for review, to a CSV.")
@_read_options
def check(
    folder: Path,
    as_json: bool,
    repeated_lines: Path | None,
    **options: Any,
) -> None:
    """Say what would be read from FOLDER, and what is wrong with it; nothing is kept.

    The exit code is 0 when nothing is wrong, 1 when there are problems, and 2 when nothing can be read.

    \b
    Example: discourse check my-texts
    """
    from analysis import ledger

    if repeated_lines is not None and not repeated_lines.parent.is_dir():
        raise click.UsageError(f"--repeated-lines: there is no folder {repeated_lines.parent}: make it first")
    with errors_as_messages(UNUSABLE), _Progress() as progress:
        choices = _choices(**options)
        found = ledger.take(folder, repeated_lines=repeated_lines is not None, progress=progress, **choices)
    if repeated_lines is not None:
        with errors_as_messages(UNUSABLE):
            ledger.write_repeated_lines(found, repeated_lines)
            count = f"{len(found.repeated):,} {'line' if len(found.repeated) == 1 else 'lines'}"
            todo = f"mark those to be removed with yes, and put it into {folder} as boilerplate.csv"
            click.echo(f"{repeated_lines}: {count} that repeat; {todo}", err=True)
    click.echo(ledger.as_json(found) if as_json else ledger.as_text(found))
    if not as_json and len(found.problems):
        click.echo("\nEvery problem with its place: the same command with --json.")
    sys.exit(CLEAN if found.problems.empty else PROBLEMS)


def _project() -> project.Project:
    return project.find()


def _default_gazetteer(raw: Path) -> Path:
    from analysis.corpus.files import find_about
    from analysis.discourse.gazetteer import SHIPPED

    found = find_about(raw, ["organizations.csv"]) if raw.is_dir() else []
    return next(iter(found), SHIPPED)


def _shown_gazetteer(gazetteer: Path, raw: Path) -> str:
    from analysis.discourse.gazetteer import SHIPPED

    return f"the shipped one ({shown(raw)} has no organizations.csv)" if gazetteer == SHIPPED else shown(gazetteer)


def _shown_corrections(count: int, problems) -> str:
    outdated = problems.loc[problems["kind"] == "correction-outdated", "row"].nunique()
    ties = (problems["kind"] == "correction-tie").sum()
    told = f"{count - outdated:,} of {count:,} {'correction' if count == 1 else 'corrections'} applied"
    told += f", {outdated:,} no longer {'holds' if outdated == 1 else 'hold'}" if outdated else ""
    where = f"{ties:,} {'place' if ties == 1 else 'places'}"
    return told + (f"; in {where} coders differ on one day, and none of them counts" if ties else "")


def _choices(
    columns: tuple[str, ...], skip: tuple[str, ...], add: tuple[str, ...], similarity: float, jobs: int
) -> dict[str, Any]:
    from analysis.corpus.cleaning import choose_steps

    pairs = dict(pair(column, "--column") for column in columns)
    try:
        steps = choose_steps(skip, add)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return {"columns": pairs, "steps": steps, "threshold": similarity, "jobs": jobs}


def _echo_problems(problems) -> None:
    if problems.empty:
        return
    from pandas import isna

    from analysis.ledger import visible

    errors = int((problems["severity"] == "error").sum())
    click.echo(f"raw files: errors {errors:,}, warnings {len(problems) - errors:,}")
    for fault in problems.sort_values("severity", kind="stable").head(10).itertuples():
        place = fault.path if isna(fault.row) else f"{fault.path}, row {fault.row}"
        click.echo(visible(f"  {fault.severity}: {place}: {fault.message}"))
    if len(problems) > 10:
        click.echo(f"  and {len(problems) - 10:,} more: the notebook 01-corpus and the report overview list all")


class _Progress:
    """A progress bar on a terminal, and nothing in a pipe."""

    def __enter__(self):
        from rich.console import Console
        from rich.progress import Progress

        console = Console(stderr=True)
        self._bars = Progress(console=console, transient=True, disable=not console.is_terminal)
        self._tasks: dict[str, int] = {}
        self._bars.start()
        return self._show

    def __exit__(self, *_error) -> None:
        self._bars.stop()

    def _show(self, step: str, done: int, total: int) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step, total=total)
        self._bars.update(self._tasks[step], completed=done, total=total)
