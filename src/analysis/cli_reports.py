"""The command that renders reports."""

import os
import sys
from pathlib import Path

import click

from analysis import project
from analysis.messages import FOLDER, errors_as_messages, pair


@click.command()
@click.argument("name", required=False)
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a parameter of the notebook NAME.")
@click.option("--processed", type=FOLDER, help="Folder of the tables  [default: data/processed]")
@click.option("--notebooks", type=FOLDER, help="Folder of the notebooks  [default: notebooks]")
@click.option("--out", type=FOLDER, help="Folder for the reports  [default: reports]")
@click.option("--sets", type=FOLDER, help="YAML file that lists the reports  [default: reports/reports.yaml]")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=min(4, os.cpu_count() or 1),
    show_default=True,
    help="Reports rendered at a time.",
)
def report(
    name: str | None,
    settings: tuple[str, ...],
    processed: Path | None,
    notebooks: Path | None,
    out: Path | None,
    sets: Path | None,
    jobs: int,
) -> None:
    """Render the report NAME, or all reports that the YAML file lists.

    One report that fails does not stop the others; the exit code is then 1.

    \b
    Example: discourse report organization-report --set "organization=Human Rights Watch"
    """
    from analysis import study
    from analysis.reports.publishing import batch, parameters, site
    from analysis.reports.publishing import jobs as listed

    with errors_as_messages():
        if settings and not name:
            raise click.UsageError("--set needs the NAME of the report whose parameter it sets")
        opened = study.load(processed or "")
        notebooks = notebooks or project.find().notebooks
        out = out or project.find().reports
        if name:
            given = dict(pair(setting, "--set") for setting in settings)
            tasks = [listed.single_job(name, given, notebooks, opened)]
        else:
            tasks = listed.read_jobs(sets or project.find().reports / "reports.yaml", notebooks, opened)
        for task in tasks:
            parameters.checked(parameters.declared(task.notebook), task.parameters)
        outcomes = batch.run(tasks, out, jobs, _echo_outcome)
        index = site.write_index(out, opened.manifest["data"])
    failed = [outcome for outcome in outcomes if outcome.error]
    click.echo(f"{len(outcomes) - len(failed)} of {len(outcomes)} reports rendered.")
    for outcome in failed:
        click.echo(f"  failed: {outcome.job}\n    {outcome.error}", err=True)
    click.echo(f"Open {index.resolve()}")
    sys.exit(1 if failed else 0)


def _echo_outcome(outcome) -> None:
    click.echo(f"  {'failed' if outcome.error else 'rendered'}: {outcome.job}")
