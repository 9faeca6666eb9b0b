"""Who quotes whom, and whom speakers bring up -> grids, and tables whose counts open their statements."""

import pandas as pd
from matplotlib.figure import Figure

from analysis.discourse import mentions_in_speech, named_speech, organizations_in_speech, who_quotes_whom
from analysis.reports.display import DATA_ROWS, Chart, Table, first_rows
from analysis.reports.drawing import grid_of_counts
from analysis.reports.openings import FEW_SENTENCES, MOST_SENTENCES, OpeningTable
from analysis.reports.rules import counting_rule
from analysis.reports.speech_evidence import NOBODY, open_statements
from analysis.reports.speech_verbs import UNSURE
from analysis.reports.words import count_of, some_of
from analysis.reports.writing import label
from analysis.study import Study

MOST_ROWS, MOST_COLUMNS = 15, 12
SOURCE_COLUMNS = ("source", "publisher", "outlet", "newspaper")
NONE_MENTIONED = "No organization is mentioned within a statement of a speaker with a name."
INSIDE = "Counted are mentions within what is said; not the speaker’s own name beside it."


def choose_source(documents: pd.DataFrame, source: str = "", otherwise: str = "") -> str:
    """Return the column that says who publishes.

    Parameters
    ----------
    documents : DataFrame
        With the user's own columns.
    source : str
        A column; when empty, the first of source, publisher, outlet and newspaper that has a value.
    otherwise : str
        The column to take when there is none.

    Raises
    ------
    ValueError
        There is no such column; all are listed.

    >>> choose_source(pd.DataFrame({"source": [None], "outlet": ["News"]}))
    'outlet'
    """
    if source and source not in documents:
        raise ValueError(f"there is no column {source!r}. Choose from {', '.join(map(str, documents.columns))}.")
    known = (name for name in SOURCE_COLUMNS if name in documents and documents[name].notna().any())
    return source or next(known, otherwise)


def quoting_chart(statements: pd.DataFrame, study: Study, source: str, top: int = 12) -> Chart:
    """Draw in how many documents each source lets each speaker speak: a number in every cell, darker for more.

    Parameters
    ----------
    statements : DataFrame
        Those that count; of one speaker, or of several.
    study : Study
        The corpus.
    source : str
        The column of documents that says who publishes.
    top : int
        How many speakers to draw: those who speak in most documents.
    """
    found = _quoting(statements, study, source)
    if isinstance(found, str):
        return Chart(None, found)
    cells, own = _cells(found, "speaker_name", source, "documents", top)
    figure = _grid(cells, own, source)
    caption = _quoted_most(found, source)
    alt = f"Grid of documents: {count_of(len(cells), 'speaker')} by {label(source)}. {caption}"
    note = f"Cells are documents of the {label(source)} (column) in which the speaker (row) speaks, darker for more."
    note = f"{note} {_framed(own, 'the source and the speaker have the same name')}{_some(found, cells, source)}"
    data = found if source == "speaker" else found.rename(columns={"speaker_name": "speaker"})
    opened = _open_quoting(found.head(DATA_ROWS), statements, study, source)
    return Chart(figure, caption, alt, f"{note}{counting_rule(study.documents, by=source)}", data, opened)


def quoting_table(statements: pd.DataFrame, study: Study, source: str, top: int = 15) -> Table:
    """Show which source lets which speaker speak in most documents; each row opens its statements.

    Parameters
    ----------
    statements, study, source
        As `quoting_chart` takes them.
    top : int
        How many rows to show.
    """
    found = _quoting(statements, study, source)
    if isinstance(found, str):
        return Table(pd.DataFrame(), found)
    shown = first_rows(found, top).reset_index(drop=True)
    opened = _open_quoting(shown, statements, study, source, MOST_SENTENCES)
    table = shown.assign(**{source: shown[source].map(lambda name: label(name, source))})
    table = _with_own(table, source, "itself")
    table = table if found["speaker_name"].nunique() > 1 else table.drop(columns="speaker_name")
    table = table if source == "speaker" else table.rename(columns={"speaker_name": "speaker"})
    note = (
        f"{len(shown):,} of {count_of(len(found), 'row')}, by documents (of all that the {label(source)} has). share: "
        f"of these documents, with its 95% Wilson interval. {counting_rule(study.documents, by=source)}"
    )
    return OpeningTable(table, _quoted_most(found, source), note, opened, every=found)


def speech_organization_chart(
    statements: pd.DataFrame, mentions: pd.DataFrame, study: Study, top: int = MOST_ROWS
) -> Chart:
    """Draw in how many statements each speaker brings up each organization: a number in every cell, darker for more.

    Parameters
    ----------
    statements : DataFrame
        Those that count; of one speaker, or of several.
    mentions : DataFrame
        Those that count.
    study : Study
        The corpus.
    top : int
        How many speakers to draw: those who bring up organizations in most statements.
    """
    found = _in_speech(statements, mentions, study)
    if found.empty:
        return Chart(None, NOBODY if statements.empty else NONE_MENTIONED)
    cells, own = _cells(found, "speaker_name", "organization", "statements", top)
    figure = _grid(cells, own, "organization")
    caption = _brought_up(found)
    size = f"{count_of(len(cells), 'speaker')} by {count_of(cells.shape[1], 'organization')}"
    alt = f"Grid of statements: {size}. {caption}"
    note = (
        f"Cells are statements of the speaker (row) that mention the organization (column), darker for more. {INSIDE}"
    )
    note = f"{note} {_framed(own, 'the organization is the speaker')}{_some(found, cells, 'organization')}"
    data = found.rename(columns={"speaker_name": "speaker"})
    inside = mentions_in_speech(statements, mentions, study.documents, duplicates="all", as_written=True)
    keys = ["speaker_name", "organization"]
    opened = open_statements(found.head(DATA_ROWS), inside, study, keys, noun="mention", limit=FEW_SENTENCES)
    return Chart(figure, caption, alt, f"{note}{counting_rule(study.documents, mentions)}", data, opened)


def speech_organization_table(statements: pd.DataFrame, mentions: pd.DataFrame, study: Study, top: int = 15) -> Table:
    """Show who brings up which organization in most statements; each row opens the sentences, the names marked.

    Parameters
    ----------
    statements, mentions, study
        As `speech_organization_chart` takes them.
    top : int
        How many rows to show.
    """
    found = _in_speech(statements, mentions, study)
    if found.empty:
        return Table(pd.DataFrame(), NOBODY if statements.empty else NONE_MENTIONED)
    shown = first_rows(found, top).reset_index(drop=True)
    inside = mentions_in_speech(statements, mentions, study.documents, duplicates="all", as_written=True)
    opened = open_statements(shown, inside, study, ["speaker_name", "organization"], noun="mention")
    several = found["speaker_name"].nunique() > 1
    table = _with_own(shown, "organization", "the speaker")
    table = table.drop(columns=["group_statements"] + ([] if several else ["speaker_name"]))
    note = (
        f"{len(shown):,} of {count_of(len(found), 'row')}, by statements. {INSIDE} share: of the speaker’s statements, "
        f"with its 95% Wilson interval. {UNSURE} {counting_rule(study.documents, mentions)}"
    )
    table = table.rename(columns={"speaker_name": "speaker"})
    return OpeningTable(table, _brought_up(found), note, opened, every=found)


def _open_quoting(
    rows: pd.DataFrame, statements: pd.DataFrame, study: Study, source: str, limit: int = FEW_SENTENCES
) -> list[list[dict]]:
    """Return the statements of the speaker and the source of each row, whatever the user's column is called."""
    said = named_speech(statements, as_written=True)
    said = said.assign(_source=said["doc_id"].map(study.documents.set_index("doc_id")[source]))
    keys = ["_source", "speaker_name"]
    return open_statements(rows.assign(_source=rows[source]), said, study, keys, limit=limit)


def _quoting(statements: pd.DataFrame, study: Study, source: str) -> pd.DataFrame | str:
    """Return who quotes whom, most documents first, or why there is nothing to show."""
    if statements.empty:
        return NOBODY
    if source not in study.documents or study.documents[source].isna().all():
        return f"No document has a value of {label(source)}." if source else "There is no column of sources."
    found = who_quotes_whom(statements, study.documents, source, duplicates="all", as_written=True)
    if found.empty:
        return f"Nobody with a name speaks in a document with a value of {label(source)}."
    return found.sort_values(["documents", "statements"], ascending=False, kind="stable", ignore_index=True)


def _in_speech(statements: pd.DataFrame, mentions: pd.DataFrame, study: Study) -> pd.DataFrame:
    found = organizations_in_speech(statements, mentions, study.documents, duplicates="all", as_written=True)
    return found.sort_values(["statements", "mentions"], ascending=False, kind="stable", ignore_index=True)


def _cells(found: pd.DataFrame, rows: str, columns: str, value: str, top: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the numbers of each row and column drawn, those with most first, and whether both are the same."""
    first = found.groupby(rows)[value].sum().sort_index().sort_values(ascending=False, kind="stable")
    among = found[found[rows].isin(first_rows(first, top).index)]
    second = among.groupby(columns)[value].sum().sort_index().sort_values(ascending=False, kind="stable")
    place = {"index": first.head(top).index, "columns": second.head(MOST_COLUMNS).index}
    numbers = among.pivot(index=rows, columns=columns, values=value).reindex(**place)
    own = among.pivot(index=rows, columns=columns, values="own").reindex(**place)
    return numbers.fillna(0).astype(int), own.eq(True)


def _grid(cells: pd.DataFrame, own: pd.DataFrame, columns: str) -> Figure:
    """Draw numbers as cells, framed where row and column are one."""
    return grid_of_counts(cells, own, list(cells.index), [label(name, columns) for name in cells.columns])


def _with_own(table: pd.DataFrame, column: str, itself: str) -> pd.DataFrame:
    """Say beside the name where row and column are one: a column of its own would make the table too wide."""
    names = table[column] + table["own"].map({True: f" ({itself})", False: ""})
    return table.assign(**{column: names}).drop(columns="own")


def _framed(own: pd.DataFrame, what: str) -> str:
    return f"Framed: {what}. " if own.to_numpy().any() else ""


def _some(found: pd.DataFrame, cells: pd.DataFrame, columns: str) -> str:
    rows, names = found["speaker_name"].nunique(), found[columns].nunique()
    if rows == len(cells) and names == cells.shape[1]:
        return ""
    return f"{len(cells)} of {rows:,} speakers and {cells.shape[1]} of {names:,} columns. "


def _quoted_most(found: pd.DataFrame, source: str) -> str:
    """Say where most documents let whom speak, or that several are equal in that."""
    first = found[found["documents"] == found["documents"].max()]
    of_all = f"{first['documents'].iloc[0]:,} of {count_of(int(first['group_documents'].iloc[0]), 'document')}"
    each = f"{count_of(int(first['documents'].iloc[0]), 'document')} each"
    places = [label(name, source) for name in first[source]]
    speaker = first["speaker_name"].iloc[0]
    sources = count_of(found[source].nunique(), label(source))
    if found["speaker_name"].nunique() == 1:
        if len(found) == 1:
            return f"{speaker} speaks in {of_all} in {places[0]}."
        if len(first) > 1:
            return f"{speaker} speaks in {sources}; most often in {some_of(places)}, in {each}."
        return f"{speaker} speaks in most documents in {places[0]}: {of_all}."
    where = f"{count_of(found['speaker_name'].nunique(), 'speaker')} in {sources}"
    if len(first) > 1:
        pairs = [f"{name} in {place}" for name, place in zip(first["speaker_name"], places, strict=True)]
        return f"{where}; the most, {each}: {some_of(pairs)}."
    return f"{where}; most often {speaker} in {places[0]}: {of_all}."


def _brought_up(found: pd.DataFrame) -> str:
    """Say who brings up what in most statements, or that several are equal in that."""
    others = found[~found["own"]]
    if others.empty:
        return "Speakers mention nobody but themselves."
    first = others[others["statements"] == others["statements"].max()]
    number = int(first["statements"].iloc[0])
    if len(first) > 1:
        pairs = [f"{row.organization} by {row.speaker_name}" for row in first.itertuples()]
        what = list(first["organization"]) if found["speaker_name"].nunique() == 1 else pairs
        return f"Brought up most often, in {count_of(number, 'statement')} each: {some_of(what)}."
    of_all = f"{number:,} of {count_of(int(first['group_statements'].iloc[0]), 'statement')}"
    return f"{first['speaker_name'].iloc[0]} brings up {first['organization'].iloc[0]} most often: in {of_all}."
