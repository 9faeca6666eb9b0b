"""Statements beside a coding by hand -> how often they give the actor and the act that a person coded."""

from pathlib import Path

import pandas as pd

from analysis import project
from analysis.discourse.gold_scores import gold_hits, score_gold
from analysis.reports.display import Table, percent
from analysis.reports.rules import counting_rule
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
        Path of the coding: a CSV with the columns doc_id, actor, act and, if wanted, act_also; from the project's
        folder if it is not absolute. Empty for none.

    Raises
    ------
    ValueError
        There is no such file, it cannot be read, or it lacks a column.
    """
    if not gold:
        return Table(pd.DataFrame(), NO_CODING)
    coded = _read(gold)
    coded = coded[coded["doc_id"].isin(study.documents["doc_id"])]
    if coded.empty:
        return Table(pd.DataFrame(), f"{NO_CODING} None of the documents of {gold} is in the corpus.")
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
    note = f"{HOW} {counting_rule(study.documents)}" + (f" Documents whose actor is missed: {names}." if names else "")
    caption = (
        f"The coded actor is among the speakers of {_of(by_measure, 'actor')}, the coded act among the acts of that "
        f"actor in {_of(by_measure, 'act or second act')}."
    )
    return Table(shown[["measure", "documents", "share", "interval"]], caption, note)


def _of(scores: pd.DataFrame, measure: str) -> str:
    row = scores.loc[measure]
    return f"{int(row['found']):,} of {int(row['n']):,} documents ({percent(row['value'])})"


def _read(gold: str) -> pd.DataFrame:
    path = Path(gold) if Path(gold).is_absolute() else project.find().root / gold
    try:
        coded = pd.read_csv(path, dtype=str, encoding="utf-8-sig").fillna("")
    except (OSError, ValueError) as error:
        raise ValueError(f"gold: {gold} cannot be read as a CSV in UTF-8 ({error}): give its path, or none") from error
    lacking = [name for name in NEEDED if name not in coded]
    if lacking:
        raise ValueError(f"gold: {gold} has no column {', '.join(lacking)}: it needs {', '.join(NEEDED)}")
    return coded
