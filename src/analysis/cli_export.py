"""The command `discourse export`: a table of the corpus as a file for spreadsheets and other programs."""

from pathlib import Path

import click

from analysis.messages import FOLDER, errors_as_messages, shown

TABLES = (
    *("documents", "sentences", "tokens", "mentions", "undecided", "statements"),
    *("gazetteer", "reprints", "problems", "cleaning"),
)


@click.command(no_args_is_help=True)
@click.argument("table", metavar="TABLE")
@click.argument("file", type=FOLDER)
@click.option("--processed", type=FOLDER, help="Folder of the tables  [default: data/processed]")
@click.option(
    "--duplicates",
    type=click.Choice(["all", "near", "none"]),
    default="all",
    show_default=True,
    help="Which documents that repeat another count: all, near (exact repeats count once) or none.",
)
@click.option("--start", default="", metavar="DATE", help="Only documents from this day, month or year on.")
@click.option("--end", default="", metavar="DATE", help="Only documents to this day, month or year.")
@click.option("--local-names", is_flag=True, help="With mentions by shorter names, as the Committee.")
@click.option("--appositives", is_flag=True, help="With a name in brackets right after another: Name (ACRONYM).")
@click.option("--force", is_flag=True, help="Write over FILE if it is there.")
def export(
    table: str,
    file: Path,
    processed: Path | None,
    duplicates: str,
    start: str,
    end: str,
    local_names: bool,
    appositives: bool,
    force: bool,
) -> None:
    """Write a TABLE of the corpus to FILE, for spreadsheets and other programs.

    \b
    TABLE: documents, sentences, tokens, mentions, undecided (aliases not counted), statements, gazetteer,
           reprints, problems or cleaning
    FILE:  ends in .xlsx or .csv (for spreadsheets), .parquet or .jsonl (for programs)

    Text stays text: a cell that looks like a formula is none in an .xlsx, and has an apostrophe before it in a .csv.

    \b
    Example: discourse export statements statements.xlsx --start 2023-01 --duplicates none
    """
    from analysis import study
    from analysis.choices import choose
    from analysis.exporting import chosen_ending, write_table

    with errors_as_messages():
        name = _as_usage(choose, table, TABLES, "table")
        chosen_ending(file)
        _refuse_place(file, force)
        whole = study.load(processed or "", duplicates=duplicates, local_names=local_names, appositives=appositives)
        part = _as_usage(whole.between, start, end)
        frame = getattr(part, name)
        written = write_table(frame.frame() if name == "tokens" else frame, file)
    rows = f"{written.rows:,} {'row' if written.rows == 1 else 'rows'}"
    click.echo(f"{shown(file)}: {name}, {rows}, {written.columns:,} columns")
    if part.scope:
        click.echo(part.scope)
    if written.cut:
        cells = f"{written.cut:,} {'cell is' if written.cut == 1 else 'cells are'}"
        click.echo(f"{cells} longer than a sheet can hold and cut, marked [cut]: .csv, .parquet and .jsonl hold all")


def _as_usage(function, *arguments):
    """Call a function of the library whose plain ValueError says what is wrong with a choice."""
    try:
        return function(*arguments)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _refuse_place(file: Path, force: bool) -> None:
    if not file.absolute().parent.is_dir():
        raise click.UsageError(f"there is no folder {file.parent}: make it first")
    if file.is_dir():
        raise click.UsageError(f"{shown(file)} is a folder: name a file in it")
    if file.exists() and not force:
        raise click.UsageError(f"{shown(file)} is there: give another name, or write over it by --force")
