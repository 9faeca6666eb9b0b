"""The command `discourse organizations`: what the gazetteer may lack, and what of it a person wants."""

import shlex
import shutil
from pathlib import Path

import click

from analysis import project
from analysis.messages import FOLDER, errors_as_messages, shown

REVIEW = Path("organizations-review.csv")


@click.group()
def organizations() -> None:
    """Find out what the gazetteer lacks, and add what you want of it."""


@organizations.command()
@click.option("--processed", type=FOLDER, help="Folder of the tables  [default: data/processed]")
@click.option("--out", type=FOLDER, default=REVIEW, show_default=True, help="The CSV to write.")
@click.option(
    "--gazetteer", type=FOLDER, help="CSV that may know more names by now  [default: as the tables were built]"
)
@click.option("--force", is_flag=True, help="Write over a CSV in which rows are ticked.")
def review(processed: Path | None, out: Path, gazetteer: Path | None, force: bool) -> None:
    """Write what the gazetteer may lack to a CSV, for you to tick; nothing of it is counted.

    Its rows are names that look like those of organizations, misspelt names, and aliases that stand in the texts but
    were not counted, each with how often and where it stands.

    \b
    Example: discourse organizations review --out to-review.csv
    """
    from analysis import study
    from analysis.discourse import load_gazetteer, review_table, write_review

    with errors_as_messages():
        if not out.absolute().parent.is_dir():
            raise click.UsageError(f"--out: there is no folder {out.parent}: make it first")
        if out.exists() and not force:
            _refuse_to_lose(out)
        opened = study.load(processed or "", appositives=True)
        names = load_gazetteer(gazetteer) if gazetteer else opened.gazetteer
        table = review_table(opened.documents, opened.mentions, opened.undecided, names)
        write_review(table, out)
    counts = table["kind"].value_counts()
    for kind, what in (
        ("unlisted", "names that the gazetteer does not have"),
        ("misspelling", "names that look misspelt"),
        ("unconfirmed", "ambiguous aliases that nothing confirms (for information)"),
        ("out of period", "aliases outside of their period (for information)"),
    ):
        click.echo(f"{counts.get(kind, 0):>7,}  {what}")
    click.echo(f"{shown(out)}: write yes into the column accept of the rows you want, and change their cells at will.")
    whose = f" --gazetteer {shlex.quote(shown(gazetteer))}" if gazetteer else " --raw YOUR_TEXTS" if processed else ""
    click.echo(f"Then: discourse organizations accept {shlex.quote(shown(out))}{whose}")


@organizations.command()
@click.argument("file", type=FOLDER)
@click.option("--raw", type=FOLDER, help="Folder of the raw texts, whose organizations.csv it is  [default: data/raw]")
@click.option("--gazetteer", type=FOLDER, help="The CSV to add to  [default: organizations.csv in the raw folder]")
def accept(file: Path, raw: Path | None, gazetteer: Path | None) -> None:
    """Add the ticked rows of FILE to the gazetteer.

    Without an organizations.csv among the raw texts, it begins as a copy of the shipped gazetteer.

    \b
    Example: discourse organizations accept organizations-review.csv
    """
    from analysis.discourse import accept as add
    from analysis.discourse import load_gazetteer, read_review
    from analysis.discourse.gazetteer import SHIPPED

    with errors_as_messages():
        path = gazetteer or _gazetteer_of(raw or _project_here().raw)
        is_new = gazetteer is None and not path.exists()
        rows = read_review(file, load_gazetteer(SHIPPED if is_new else path))
        if is_new and len(rows):
            shutil.copyfile(SHIPPED, path)
        try:
            added = add(rows, path) if len(rows) else 0
        except BaseException:
            if is_new:  # a copy to which nothing could be added is nobody's gazetteer
                path.unlink(missing_ok=True)
            raise
    if rows.empty:
        click.echo(f"{shown(file)}: no row is ticked; write yes into the column accept of those you want")
        return
    if is_new:
        click.echo(f"{shown(path)}: begun as a copy of the shipped gazetteer")
    there = len(rows) - added
    click.echo(f"{shown(path)}: {added:,} {'row' if added == 1 else 'rows'} added, {there:,} there already")
    if added:
        click.echo("They count once you have built again: discourse build, with the options you built with before")


def _project_here() -> project.Project:
    """Find the project around the working directory; the one this package is installed from is no place to write to."""
    found = project.find()
    if not Path.cwd().resolve().is_relative_to(found.root):
        raise click.UsageError("name the folder of your raw texts by --raw, or your gazetteer by --gazetteer")
    return found


def _gazetteer_of(raw: Path) -> Path:
    from analysis.corpus.files import find_about

    if not raw.is_dir():
        raise click.UsageError(
            f"{raw} is no folder: name the folder of your raw texts, or your gazetteer by --gazetteer"
        )
    return next(iter(find_about(raw, ["organizations.csv"])), raw / "organizations.csv")


def _refuse_to_lose(out: Path) -> None:
    """Refuse to write over a file that holds a person's work."""
    from analysis.corpus.files import CorpusError
    from analysis.corpus.ticking import NO, read_ticked

    try:
        ticked = any(row["accept"].strip().lower() not in NO for _, row in read_ticked(out, ("accept", "alias")))
    except CorpusError:
        raise click.UsageError(
            f"{out} is there and is no review: give another --out, or write over it by --force"
        ) from None
    if ticked:
        raise click.UsageError(
            f"{out} has ticked rows: accept them first, and then write over it by --force, or give another --out"
        )
