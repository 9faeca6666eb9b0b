"""Statements beside a coding by hand -> how often they give the actor and the act that a person coded."""

from pathlib import Path

import pandas as pd

from analysis.discourse.gold_scores import MEASURES, gold_hits, score_gold
from analysis.reports.display import Table
from analysis.reports.document_evidence import documents_below
from analysis.reports.gold_files import coding_file
from analysis.reports.openings import OpeningTable
from analysis.reports.rules import counting_rule
from analysis.reports.words import count_of
from analysis.reports.writing import cut, percent
from analysis.study import Study

NEEDED = ("doc_id", "actor", "act")
NO_CODING = "There is no coding by hand to compare the statements with."
HOW = (
    "A person coded for each document who acts, and by which act. actor: a speaker of the document shares a telling "
    "word with the coded name; act: one of that actor’s statements has the coded act, or one that means the same. "
    "An act that only the content tells (“must open the road”, said) is none of the verb, and counts as missed. "
    "95% intervals by Wilson."
)


def gold_table(statements: pd.DataFrame, study: Study, gold: str = "") -> Table:
    """Show for how many documents the statements give the actor and the act that a person coded.

    Parameters
    ----------
    statements : DataFrame
        All, as `discourse.statements` gives it.
    study : Study
        The corpus.
    gold : str
        Path of the coding: a CSV with the columns doc_id, actor, act and, if wanted, act_also; looked for from the
        current folder, then from the project's. "auto" for the gold.csv of the project's raw folder, if the corpus
        was built from the texts beside it: a coding of other texts says nothing, even where a doc_id is the same.
        Empty for none.

    Raises
    ------
    ValueError
        There is no such file, it cannot be read, or it lacks a column.
    """
    path = coding_file(study, gold)
    if path is None:
        return Table(pd.DataFrame(), NO_CODING)
    every = _read(path, gold)
    coded = every[every["doc_id"].isin(study.documents["doc_id"])]
    if coded.empty:
        return Table(pd.DataFrame(), f"{NO_CODING} None of the documents of {path.name} is in the corpus.")
    scores = score_gold(statements, coded, study.documents)
    by_measure = scores.set_index("measure")
    shown = scores.assign(
        documents=[f"{found:,} of {n:,}" for found, n in zip(scores["found"], scores["n"], strict=True)],
        share=[percent(value) if value == value else "" for value in scores["value"]],
        interval=[
            f"{percent(low)} to {percent(high)}" if low == low else ""
            for low, high in zip(scores["low"], scores["high"], strict=True)
        ],
    )
    missed = gold_hits(statements, coded, study.documents)
    names = ", ".join(missed.loc[~missed["found_actor"], "doc_id"].head(20))
    note = f"{HOW} {counting_rule(study.documents)}"
    others = len(every) - len(coded)
    note += f" Left out: {count_of(others, 'coded document')} that the corpus has not." if others else ""
    note += f" Documents whose actor is missed: {names}." if names else ""
    caption = (
        f"The coded actor is among the speakers of {_of(by_measure, 'actor')}, the coded act among the acts of that "
        f"actor in {_of(by_measure, 'act or second act')}."
    )
    table = shown[["measure", "documents", "share", "interval"]]
    return OpeningTable(table, caption, note, [_open(missed, row, study.documents) for row in scores["measure"]])


def _of(scores: pd.DataFrame, measure: str) -> str:
    row = scores.loc[measure]
    return f"{int(row['found']):,} of {count_of(int(row['n']), 'document')} ({percent(row['value'])})"


def _open(hits: pd.DataFrame, measure: str, documents: pd.DataFrame) -> list[dict]:
    """Return the documents in which what a person coded is found and those in which it is missed, with both codings."""
    column, given = MEASURES[measure]
    coded = hits if given is None else hits[hits[given]]
    coded = coded.rename(columns={"actor": "_actor", "act": "_act"})
    known = [name for name in documents.columns if name not in coded or name == "doc_id"]
    coded = coded.merge(documents[known], on="doc_id")
    found, missed = coded[coded[column]], coded[~coded[column]]
    return [
        *documents_below(found, "found", about=_both_codings),
        *documents_below(missed, "missed", about=_both_codings),
    ]


def _both_codings(row: dict) -> str:
    coded = f"coded: {cut(row['_actor'])}, {cut(row['_act'])}"
    return f"{coded}; found: {cut(row['speakers']) or 'nobody'}, {cut(row['acts']) or 'no act'}"


def _read(path: Path, gold: str) -> pd.DataFrame:
    try:
        coded = pd.read_csv(path, dtype=str, encoding="utf-8-sig").fillna("")
    except (OSError, ValueError) as error:
        raise ValueError(f"gold: {gold} cannot be read as a CSV in UTF-8 ({error}): give its path, or none") from error
    lacking = [name for name in NEEDED if name not in coded]
    if lacking:
        raise ValueError(f"gold: {gold} has no column {', '.join(lacking)}: it needs {', '.join(NEEDED)}")
    return coded
