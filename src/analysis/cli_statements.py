"""The command `discourse statements`: written for a person to correct, kept as corrected, compared with one another."""

import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis import project
from analysis.messages import FOLDER, errors_as_messages, shown

if TYPE_CHECKING:
    import pandas as pd

    from analysis.study import Study

MOST_SHOWN = 10
processed_option = click.option("--processed", type=FOLDER, help="Folder of the tables  [default: data/processed]")


@click.group()
def statements() -> None:
    """Correct the statements that were extracted, and see how far people and machine agree."""


@statements.command()
@click.argument("file", type=FOLDER)
@processed_option
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Only N documents, drawn at random.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the draw; the same draws the same.")
@click.option("--force", is_flag=True, help="Write over FILE if it is there.")
def export(file: Path, processed: Path | None, sample: int | None, seed: int, force: bool) -> None:
    """Write the statements to FILE, a CSV with one row each, for you to correct.

    Change kind, content, speaker, speaker_name, cue, verb, act or addressee of a row; words must be copied from the
    same document. Write delete into the column action of what is no statement. For a statement that is missing, add
    a row with its doc_id and content.

    \b
    Example: discourse statements export to-code.csv --sample 20
    """
    from analysis import study
    from analysis.discourse.coding_files import coding_table, write_coding

    with errors_as_messages():
        if not file.absolute().parent.is_dir():
            raise click.UsageError(f"there is no folder {file.parent}: make it first")
        if file.exists() and not force:
            raise click.UsageError(f"{shown(file)} is there: give another name, or write over it by --force")
        opened = study.load(processed or "")
        documents = opened.documents
        if sample is not None:
            documents = documents.sample(min(sample, len(documents)), random_state=seed).sort_index()
        found = opened.statements[opened.statements["doc_id"].isin(documents["doc_id"])]
        write_coding(coding_table(found, documents, opened.sentences), file)
    click.echo(f"{shown(file)}: {_number(len(found), 'statement')} of {_number(len(documents), 'document')}")
    where = f" --processed {shlex.quote(shown(processed))} --raw YOUR_TEXTS" if processed else ""
    click.echo(f"Correct it, then: discourse statements import {shlex.quote(shown(file))} --coder YOUR_NAME{where}")


@statements.command("import")
@click.argument("file", type=FOLDER)
@click.option("--coder", required=True, metavar="NAME", help="Who coded it, unless its column coder says so.")
@processed_option
@click.option("--raw", type=FOLDER, help="Folder of the raw texts, whose corrections.csv it is  [default: data/raw]")
@click.option(
    "--missing-deleted",
    is_flag=True,
    help="Take statements without a row in FILE as deleted, in documents of which it has others.",
)
def import_(file: Path, coder: str, processed: Path | None, raw: Path | None, missing_deleted: bool) -> None:
    """Keep what was corrected in FILE in corrections.csv among the raw texts; every later build applies it.

    \b
    Example: discourse statements import to-code.csv --coder "Ana Ruiz"
    """
    from analysis import study
    from analysis.discourse.coding_files import read_coding
    from analysis.discourse.corrections import corrections_from, mark_missing, write_corrections

    with errors_as_messages():
        path = _corrections_of(raw or _project_here().raw)
        coded = read_coding(file)
        opened = study.load(processed or "")
        with_missing = mark_missing(coded, opened.statements)
        missing = len(with_missing) - len(coded)
        taken = with_missing if missing_deleted else coded
        made, problems = corrections_from(taken, opened.statements, opened.documents, coder, date.today())
        added = write_corrections(made, path)
    counts = made["action"].value_counts()
    told = ", ".join(f"{counts.get(action, 0):,} {word}" for action, word in _ACTIONS.items())
    click.echo(f"{shown(file)}: {_number(len(coded), 'row')}; {told}")
    if missing and not missing_deleted:
        click.echo(
            f"{_number(missing, 'statement')} of its documents without a row in it: kept. To delete one, write delete "
            f"into its column action, or give --missing-deleted if you have removed their rows"
        )
    click.echo(f"{shown(path)}: {_number(added, 'correction')} added, {len(made) - added:,} there already")
    if added:
        click.echo("They count once you have built again: discourse build, with the options you built with before")
    _end_with(problems, file)


_ACTIONS = {"change": "changed", "delete": "deleted", "add": "added"}


@statements.command()
@click.argument("first", type=FOLDER)
@click.argument("second", type=FOLDER, required=False)
@processed_option
def compare(first: Path, second: Path | None, processed: Path | None) -> None:
    """Say how far two coded files agree, or the machine and the one coded file.

    Two files are compared in the documents that both have rows of. One file is compared with what the machine extracts
    from its documents now, whatever has been corrected since.

    \b
    Example: discourse statements compare to-code.csv
    """
    from analysis import study
    from analysis.discourse.coding_agreement import compare_codings
    from analysis.discourse.coding_files import read_coding

    with errors_as_messages():
        files = [first] if second is None else [first, second]
        coded = [read_coding(file) for file in files]
        opened = study.load(processed or "")
        ids = set.intersection(*(set(rows["doc_id"]) for rows in coded)) & set(opened.documents["doc_id"])
        if not ids:
            raise click.UsageError("there is no document to compare: the files have rows of none, or of different ones")
        codings = [_coding(rows, file, opened) for rows, file in zip(coded, files, strict=True)]
        if second is None:
            codings.insert(0, _machine(opened, ids))
        measures = compare_codings(*codings, doc_ids=ids)
    names = ["the machine", shown(first)] if second is None else [shown(first), shown(second)]
    click.echo(f"{names[0]} against {names[1]}, in {_number(len(ids), 'document')}; precision is of {names[0]}")
    click.echo(measures.to_string(index=False, float_format=lambda value: f"{value:.3f}", na_rep="-"))


def _coding(coded: "pd.DataFrame", file: Path, opened: "Study") -> "pd.DataFrame":
    from analysis.discourse.corrections import coded_statements

    left, problems = coded_statements(coded, opened.documents, opened.statements)
    _tell(problems, file)
    return left


def _machine(opened: "Study", ids: set[str]) -> "pd.DataFrame":
    from analysis.ledger import visible
    from analysis.pipeline.extracting import extract_statements

    documents = opened.documents[opened.documents["doc_id"].isin(ids)]
    found = extract_statements(documents, opened.gazetteer)
    for row in found[found["fault"] != ""].itertuples():
        told = f"  the rules fail on {row.doc_id}, which counts as without statements ({row.fault})"
        click.echo(visible(told), err=True)
    return found[found["fault"] == ""]


def _project_here() -> project.Project:
    """Find the project around the working directory; the one this package is installed from is no place to write to."""
    found = project.find()
    if not Path.cwd().resolve().is_relative_to(found.root):
        raise click.UsageError("name the folder of your raw texts by --raw")
    return found


def _corrections_of(raw: Path) -> Path:
    from analysis.corpus.files import find_about

    if not raw.is_dir():
        raise click.UsageError(f"{raw} is no folder: name the folder of your raw texts by --raw")
    return next(iter(find_about(raw, ["corrections.csv"])), raw / "corrections.csv")


def _end_with(problems: "pd.DataFrame", file: Path) -> None:
    _tell(problems, file)
    if (problems["severity"] == "error").any():
        click.echo("Mend these rows and import the file again: what was kept already is not kept twice", err=True)
        raise SystemExit(1)


def _tell(problems: "pd.DataFrame", file: Path) -> None:
    from analysis.ledger import visible

    for fault in problems.head(MOST_SHOWN).itertuples():
        click.echo(visible(f"  {fault.severity}: {shown(file)}, row {fault.row}, {fault.message}"), err=True)
    if len(problems) > MOST_SHOWN:
        click.echo(f"  and {len(problems) - MOST_SHOWN:,} more", err=True)


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
