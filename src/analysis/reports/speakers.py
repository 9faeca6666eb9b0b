"""Who names whom -> a grid of speakers and organizations, and a table whose counts open their sentences."""

import pandas as pd

from analysis.discourse import mention_counts, who_names_whom
from analysis.reports.display import DATA_ROWS, Chart, Table, first_rows
from analysis.reports.drawing import grid_of_counts
from analysis.reports.openings import (
    FEW_SENTENCES,
    FEWEST,
    OpeningTable,
    groups_of,
    open_groups,
    without_intervals_of_few,
)
from analysis.reports.rules import counting_rule, resamples_for
from analysis.reports.words import count_of, with_counts
from analysis.reports.writing import label
from analysis.study import Study

MOST_SPEAKERS, MOST_NAMED = 15, 12
WITHOUT = "No document has a value of {}."
COUNTED = (
    "mentions and their rate per thousand tokens of the group: 95% intervals from a bootstrap over documents, none for "
    "a group of one document. share: of the documents of the group, with its 95% Wilson interval."
)


def who_names_whom_chart(
    mentions: pd.DataFrame, study: Study, speaker: str = "actor", top: int = MOST_SPEAKERS
) -> Chart:
    """Draw in how many documents each speaker names each organization: a number in every cell, darker for more.

    Parameters
    ----------
    mentions : DataFrame
        Those that count; of one organization, or of several.
    study : Study
        The corpus.
    speaker : str
        The column of documents that says who speaks.
    top : int
        How many speakers to draw: those who name organizations in most documents.
    """
    found = _naming(mentions, study, speaker)
    if isinstance(found, str):
        return Chart(None, found, note=counting_rule(study.documents))
    grid, own = _grid(found, _documents_that_name(mentions, study, speaker), top)
    rows = [label(name, speaker) for name in grid.index]
    figure = grid_of_counts(grid, own, rows, list(grid.columns))
    alt = (
        f"Grid of documents: {count_of(len(grid), label(speaker))} by {count_of(grid.shape[1], 'organization')}. "
        f"{_finding(found, speaker)}"
    )
    note = _grid_note(mentions, study, found, grid, own, speaker)
    data = found.reset_index(drop=True)
    opened = open_groups(
        data.head(DATA_ROWS), mentions, study, speaker, groups_of(study.documents, speaker), limit=FEW_SENTENCES
    )
    return Chart(figure, _finding(found, speaker), alt, note, data, opened)


def who_names_whom_table(mentions: pd.DataFrame, study: Study, speaker: str = "actor", top: int = 15) -> Table:
    """Show who names which organization in most documents; each row opens its sentences.

    Parameters
    ----------
    mentions : DataFrame
        Those that count; of one organization, or of several.
    study : Study
        The corpus.
    speaker : str
        The column of documents that says who speaks.
    top : int
        How many rows to show.
    """
    found = _naming(mentions, study, speaker)
    if isinstance(found, str):
        return Table(pd.DataFrame(), found, counting_rule(study.documents))
    # Whom others bring up goes before what speakers say of themselves.
    shown = first_rows(found.sort_values("own", kind="stable"), top).reset_index(drop=True)
    opened = open_groups(shown, mentions, study, speaker, groups_of(study.documents, speaker))
    itself = shown["own"].map({True: "itself", False: ""})
    table = shown.assign(own=itself) if shown["own"].any() else shown.drop(columns="own")
    table[speaker] = table[speaker].map(lambda name: label(name, speaker))
    table = table if found["organization"].nunique() > 1 else table.drop(columns="organization")
    note = (
        f"{len(shown):,} of {count_of(len(found), 'row')}, by documents (of all that the {label(speaker)} has). share: "
        f"of these documents, with its 95% Wilson interval. {counting_rule(study.documents, mentions)}"
    )
    return OpeningTable(table, _pairs_finding(found, speaker), note, opened, every=found)


def group_table(mentions: pd.DataFrame, study: Study, by: str, top: int = 15) -> Table:
    """Show which group names which organization how often, by all counting rules; each row opens its sentences.

    Parameters
    ----------
    mentions : DataFrame
        Those that count; of one organization, or of several.
    study : Study
        The corpus.
    by : str
        A column of documents, or "document", "month" or "year".
    top : int
        How many rows to show: those with most documents.
    """
    if not by:
        return Table(pd.DataFrame(), "There is no column to group documents by.")
    documents = study.documents
    counts = mention_counts(
        mentions, documents, by, tokens=study.tokens, duplicates="all", resamples=resamples_for(documents)
    )
    if counts.empty:
        return Table(pd.DataFrame(), f"No mention stands in a document with a value of {label(by)}.")
    ranked = counts.sort_values(["documents", "mentions"], ascending=False, kind="stable")
    shown = first_rows(ranked, top).reset_index(drop=True)
    opened = open_groups(shown, mentions, study, by, groups_of(documents, by))
    names = shown[by].map(lambda name: label(name, by))
    several = mentions["organization"].nunique() > 1
    table = shown.assign(**{by: names}).drop(columns=["group_tokens"] + ([] if several else ["organization"]))
    table = without_intervals_of_few(table, ["mentions", "per_thousand"])
    note = f"{len(shown):,} of {count_of(len(counts), 'row')}, by documents. {COUNTED} "
    if (shown["group_documents"] < FEWEST).any():
        note += f"In fewer than {FEWEST} documents, a bootstrap would feign certainty: only the share has an interval. "
    note += counting_rule(documents, mentions)
    return OpeningTable(table, _largest(shown, by, several), note, opened, every=ranked)


def _largest(shown: pd.DataFrame, by: str, several: bool) -> str:
    """Say which group names an organization in most documents."""
    first = shown[shown["documents"] == shown["documents"].max()]
    names = first[by].map(lambda name: label(name, by)) + (" naming " + first["organization"] if several else "")
    number = int(first["documents"].iloc[0])
    if len(first) > 1:
        return f"The most documents of one {label(by)}, {number:,} each: {_some(names)}."
    return f"The most documents of one {label(by)}: {with_counts(names, first).iloc[0]}."


def _some(names: pd.Series, longest: int = 3) -> str:
    return "; ".join(names.iloc[:longest]) + (f"; and {len(names) - longest:,} more" if len(names) > longest else "")


def _naming(mentions: pd.DataFrame, study: Study, speaker: str) -> pd.DataFrame | str:
    """Return who names whom, most documents first, or why there is nothing to show."""
    documents = study.documents
    if speaker not in documents or documents[speaker].isna().all():
        return WITHOUT.format(label(speaker))
    own = study.own_organizations if speaker == "actor" else None
    found = who_names_whom(mentions, documents, speaker=speaker, gazetteer=study.gazetteer, duplicates="all", own=own)
    if found.empty:
        return f"No mention stands in a document with a value of {label(speaker)}."
    return found.sort_values(["documents", "mentions"], ascending=False, kind="stable", ignore_index=True)


def _documents_that_name(mentions: pd.DataFrame, study: Study, speaker: str) -> pd.Series:
    """Return how many documents of each speaker name an organization, most first; one that names several is one."""
    naming = study.documents["doc_id"].isin(mentions["doc_id"])
    documents = study.documents[naming].groupby(speaker)["doc_id"].nunique()
    return documents.sort_values(ascending=False, kind="stable")


def _grid(found: pd.DataFrame, naming: pd.Series, top: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the documents of each speaker and organization drawn, and whether it is the speaker itself."""
    speaker, rows = naming.index.name, first_rows(naming, top).index
    among = found[found[speaker].isin(rows)]
    named = among.groupby("organization")["documents"].sum().sort_values(ascending=False, kind="stable")
    columns = named.head(MOST_NAMED).index
    cells = among.pivot(index=speaker, columns="organization", values="documents")
    own = among.pivot(index=speaker, columns="organization", values="own")
    both = {"index": rows, "columns": columns}
    return cells.reindex(**both).fillna(0).astype(int), own.reindex(**both).eq(True)


def _finding(found: pd.DataFrame, speaker: str) -> str:
    others = found[~found["own"]]
    if others.empty:
        return "Every organization is named by itself alone."
    first = others[others["documents"] == others["documents"].max()]
    pairs = first[speaker].map(lambda name: label(name, speaker)) + " naming " + first["organization"]
    if len(first) > 1:
        number = int(first["documents"].iloc[0])
        return f"The most documents of one {label(speaker)} that name another, {number:,} each: {_some(pairs)}."
    return f"The most documents of one {label(speaker)} that name another: {with_counts(pairs, first).iloc[0]}."


def _pairs_finding(found: pd.DataFrame, speaker: str) -> str:
    """Say how many speakers name how many organizations."""
    speakers, named = found[speaker].nunique(), found["organization"].nunique()
    own = int(found["own"].sum())
    what = found["organization"].iloc[0] if named == 1 else f"{named:,} organizations"
    verb = "names" if speakers == 1 else "name"
    text = f"{count_of(speakers, label(speaker))} {verb} {what}"
    pairs = f", in {len(found):,} pairs" if named > 1 else ""
    itself = f"; in {own:,} of them the {label(speaker)} names itself" if own and named > 1 else ""
    return f"{text}{pairs}{itself}."


def _grid_note(
    mentions: pd.DataFrame, study: Study, found: pd.DataFrame, grid: pd.DataFrame, own: pd.DataFrame, speaker: str
) -> str:
    missing = int(study.documents[speaker].isna().sum())
    parts = [f"Cells are documents of the {label(speaker)} (row) that name the organization (column), darker for more."]
    if own.to_numpy().any():
        parts.append("Framed: the organization is the speaker itself.")
    rows, columns = found[speaker].nunique(), found["organization"].nunique()
    if rows > len(grid) or columns > grid.shape[1]:
        parts.append(f"{len(grid)} of {rows:,} rows and {grid.shape[1]} of {columns:,} columns, by documents.")
    if missing:
        parts.append(f"{count_of(missing, 'document')} without a value of {label(speaker)} left out.")
    return " ".join([*parts, counting_rule(study.documents, mentions)])
