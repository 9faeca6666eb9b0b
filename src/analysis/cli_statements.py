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
MOST_NAMED = 3
LEGEND = """\
precision: share of the statements of {first} that {second} has too; recall: the other way round
matched: the statements that both have; all: those of either, where a missing one has a label of its own
n: how many statements a value rests on (for f1, those of both sides); low, high: 95% confidence interval"""
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
    same document. Names of several speakers are parted by "; ". Write delete into the column action of what is no
    statement. For a statement that is missing, add a row with its doc_id and content.

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
        _refuse_other_corpus(coded, file, opened)
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
    _tell_without_rows(coded, file, opened, "kept")
    click.echo(f"{shown(path)}: {_number(added, 'correction')} added, {len(made) - added:,} there already")
    if added:
        click.echo("They count once you have built again: discourse build, with the options you built with before")
    _end_with(problems, file)


_ACTIONS = {"change": "changed", "delete": "deleted", "add": "added"}


@statements.command()
@click.argument("first", type=FOLDER)
@click.argument("second", type=FOLDER, required=False)
@processed_option
@click.option(
    "--missing-deleted",
    is_flag=True,
    help="Take statements without a row in a file as deleted, in documents of which it has others.",
)
def compare(first: Path, second: Path | None, processed: Path | None, missing_deleted: bool) -> None:
    """Say how far two coded files agree, or the machine and the one coded file.

    Two files are compared in the documents that both have rows of. One file is compared with what the machine extracts
    from its documents now, whatever has been corrected since. A row that cannot be read is left out of both sides. A
    statement without a row is taken as it was found, as by import.

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
        for rows, file in zip(coded, files, strict=True):
            _refuse_other_corpus(rows, file, opened)
        ids = set.intersection(*(set(rows["doc_id"]) for rows in coded)) & set(opened.documents["doc_id"])
        if not ids:
            raise click.UsageError("there is no document to compare: the files have no document in common, or no row")
        read = [_coding(rows, file, opened, missing_deleted) for rows, file in zip(coded, files, strict=True)]
        if second is None:
            read.insert(0, (_machine(opened, ids), read[0][1].iloc[:0]))
        measures = compare_codings(*_on_both_sides(*read), doc_ids=ids)
    names = ["the machine", shown(first)] if second is None else [shown(first), shown(second)]
    click.echo(f"{names[0]} against {names[1]}, in {_number(len(ids), 'document')}; precision is of {names[0]}")
    click.echo(measures.to_string(index=False, float_format=lambda value: f"{value:.3f}", na_rep="-"))
    click.echo(LEGEND.format(first=names[0], second=names[1]))


def _coding(
    coded: "pd.DataFrame", file: Path, opened: "Study", missing_deleted: bool
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Return the statements as somebody left them in a file, and the places of those whose rows cannot be read."""
    from analysis.discourse.coding_gaps import keep_missing, places_left_out
    from analysis.discourse.corrections import coded_statements, corrections_from, mark_missing

    whole = (mark_missing if missing_deleted else keep_missing)(coded, opened.statements)
    missing = len(whole) - len(coded)
    left, problems = coded_statements(whole, opened.documents, opened.statements)
    made, _ = corrections_from(whole, opened.statements, opened.documents, shown(file), date.today())
    _tell(problems, file)
    wrong = int((problems["severity"] == "error").sum())
    if wrong:
        click.echo(f"{shown(file)}: {_number(wrong, 'row')} with errors left out, here and on the other side")
    if made.empty and not wrong:
        click.echo(
            f"{shown(file)}: nothing is coded, no cell was changed: the figures mean something only if somebody has "
            f"read all rows and found them right"
        )
    if missing:
        how = "deleted" if missing_deleted else "kept as found (--missing-deleted takes them as deleted)"
        click.echo(f"{shown(file)}: {_number(missing, 'statement')} of its documents without a row in it: {how}")
    _tell_without_rows(coded, file, opened, "not compared")
    return left, places_left_out(coded, problems)


def _on_both_sides(
    first: "tuple[pd.DataFrame, pd.DataFrame]", second: "tuple[pd.DataFrame, pd.DataFrame]"
) -> "list[pd.DataFrame]":
    """Return two codings without the statements of which one of them cannot be read."""
    from analysis.discourse.coding_gaps import without_places

    (one, silent), (other, silent_too) = first, second
    return [without_places(one, silent_too, other), without_places(other, silent, one)]


def _machine(opened: "Study", ids: set[str]) -> "pd.DataFrame":
    from analysis.ledger import visible
    from analysis.pipeline.extracting import extract_statements

    documents = opened.documents[opened.documents["doc_id"].isin(ids)]
    found = extract_statements(documents, opened.gazetteer)
    for row in found[found["fault"] != ""].itertuples():
        told = f"  the rules fail on {row.doc_id}, which counts as without statements ({row.fault})"
        click.echo(visible(told), err=True)
    return found[found["fault"] == ""]


def _refuse_other_corpus(coded: "pd.DataFrame", file: Path, opened: "Study") -> None:
    from analysis.ledger import visible

    if len(coded) and not coded["doc_id"].isin(opened.documents["doc_id"]).any():
        example = visible(coded["doc_id"].iloc[0])
        raise click.UsageError(
            f"{shown(file)}: none of its documents ({example!r} and so on) is in these tables: is it of another "
            f"corpus? Name the folder of that one's tables by --processed"
        )


def _tell_without_rows(coded: "pd.DataFrame", file: Path, opened: "Study", what: str) -> None:
    from analysis.discourse.coding_gaps import documents_without_rows
    from analysis.ledger import visible

    names = documents_without_rows(coded, opened.statements)
    if names:
        more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
        told = f"{', '.join(names[:MOST_NAMED])}{more}"
        count = _number(len(names), "document")
        click.echo(visible(f"{shown(file)}: {count} with statements, but without any row in it: {what} ({told})"))


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
