"""Frames -> tables with captions, and findings of one sentence."""

import pandas as pd

from analysis.discourse import by_others, grouping
from analysis.reports.display import Finding, Table, first_rows
from analysis.reports.finding_evidence import mention_openings, summary_openings
from analysis.reports.words import count_of, date_text
from analysis.reports.writing import cut
from analysis.study import Study

MOST_PROBLEMS = 200
GROUPING_COLUMNS = ("group", "actor", "source", "country", "author")


def summary(study: Study) -> Finding:
    """Say in one sentence what a corpus holds; its numbers open what they count."""
    text = _summary(study)
    return Finding(" ".join(["; ".join(text) + ".", study.scope]).strip(), summary_openings(study))


def _summary(study: Study) -> list[str]:
    documents = study.documents
    parts = [count_of(len(documents), "document")]
    if actors := documents["actor"].nunique():
        parts[0] += f" by {count_of(actors, 'actor')}"
    if span := _span(documents):
        parts[0] += f", {span}"
    parts.append(f"{count_of(len(study.tokens), 'token')} in {count_of(len(study.sentences), 'sentence')}")
    if named := study.mentions["organization"].nunique():
        parts.append(f"{count_of(len(study.mentions), 'mention')} of {count_of(named, 'organization')}")
    if repeated := int(documents["duplicate_of"].notna().sum()):
        parts.append(f"{count_of(repeated, 'document')} that repeat another, counted too")
    return parts


def _span(documents: pd.DataFrame) -> str:
    """Write the first and the last date, as precisely as both are known; years alone only where all are."""
    dated = documents[documents["date"].notna()].sort_values("date")
    dated = dated[dated["date_precision"] != "year"] if (dated["date_precision"] != "year").any() else dated
    if dated.empty:
        return ""
    ends = dated.iloc[[0, -1]]
    coarsest = next(name for name in ("year", "month", "day") if (ends["date_precision"] == name).any())
    first, last = (date_text(date, coarsest) for date in ends["date"])
    return first if first == last else f"{first} to {last}"


def organization_summary(organization: str, mentions: pd.DataFrame, study: Study) -> Finding:
    """Say in one sentence how often an organization is named, and how often by others than itself; numbers open.

    Parameters
    ----------
    organization : str
        Its standard name.
    mentions : DataFrame
        Its mentions in the study.
    study : Study
        The corpus.
    """
    naming, total = mentions["doc_id"].nunique(), len(study.documents)
    others = mentions.head(0)
    text = (
        f"{cut(organization)} is named {count_of(len(mentions), 'time')} in {naming:,} of {count_of(total, 'document')}"
    )
    if study.documents["actor"].notna().any():
        own = study.own_organizations
        others = by_others(mentions, study.documents, study.gazetteer, unknown=False, own=own)
        text += f", {others['doc_id'].nunique():,} of them by other actors"
    return Finding(f"{text}. {study.scope}".strip(), mention_openings(mentions, others, study))


def choose_grouping(documents: pd.DataFrame, by: str = "") -> str:
    """Return the column to compare documents by.

    Parameters
    ----------
    documents : DataFrame
        With the user's own columns.
    by : str
        A column, or "month"; when empty, the first of group, actor, source, country and author with two
        values or more, and "" if there is none.

    Raises
    ------
    ValueError
        There is no such column; all columns are listed.

    >>> choose_grouping(pd.DataFrame({"actor": ["A", "B"]}))
    'actor'
    """
    if by:
        grouping(documents, by)
        return by
    several = (name for name in GROUPING_COLUMNS if name in documents and documents[name].nunique() > 1)
    return next(several, "")


def term_table(frequencies: pd.DataFrame, top: int = 20) -> Table:
    """Show the most frequent terms with counts, rates and intervals.

    Parameters
    ----------
    frequencies : DataFrame
        As `stats.frequencies` gives it.
    top : int
        How many rows of each group to show.
    """
    fixed = ["term", "count", "documents", "per_million", "per_million_low", "per_million_high"]
    left_out = ["dp_norm", "dp_weighted", "group_tokens", "group_documents"]
    groups = [name for name in frequencies.columns if name not in [*fixed, *left_out]]
    shown = frequencies.groupby(groups, sort=False).head(top) if groups else first_rows(frequencies, top)
    caption = f"{count_of(len(shown), 'term')} of {len(frequencies):,}, by number of tokens."
    note = "Low and high bound the 95% interval of the rate (bootstrap over documents). Stop words have no row."
    return Table(shown[[*groups, *fixed]], caption, note, every=frequencies)


def problem_table(problems: pd.DataFrame) -> Table:
    """Show what could not be read or looks wrong in the raw files.

    Parameters
    ----------
    problems : DataFrame
        As `corpus.read` gives it.
    """
    errors = int((problems["severity"] == "error").sum())
    caption = f"{count_of(errors, 'error')} and {count_of(len(problems) - errors, 'warning')} from the raw files."
    shown = problems.sort_values("severity", kind="stable").head(MOST_PROBLEMS)
    note = (
        f"The first {MOST_PROBLEMS}, errors first; the table of problems has all." if len(problems) > len(shown) else ""
    )
    return Table(shown, caption if len(problems) else "No problems in the raw files.", note, every=problems)


def document_table(documents: pd.DataFrame, top: int = 10) -> Table:
    """Show the first documents of a corpus.

    Parameters
    ----------
    documents : DataFrame
        As `corpus.read` gives it.
    top : int
        How many to show.
    """
    dates = [date_text(*known) for known in zip(documents["date"], documents["date_precision"], strict=True)]
    shown = documents[["doc_id", "date", "actor", "title"]].assign(date=dates).replace("", None)
    shown = shown.dropna(axis="columns", how="all").head(top)
    return Table(shown, f"The first {len(shown):,} of {count_of(len(documents), 'document')}.")
