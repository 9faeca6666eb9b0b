"""Who quotes whom, and whom speakers bring up -> grids, and tables whose counts open their statements."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.discourse import mentions_in_speech, named_speech, organizations_in_speech, who_quotes_whom
from analysis.reports.display import Chart, Table, first_rows, label
from analysis.reports.drawing import ORANGE, axes_with_rows, distinct, styled, write_in_cells
from analysis.reports.openings import OpeningTable
from analysis.reports.rules import counting_rule
from analysis.reports.speech_evidence import open_statements
from analysis.reports.words import count_of
from analysis.study import Study

MOST_ROWS, MOST_COLUMNS = 15, 12
LONGEST, LINES_PER_LETTER = 40, 0.17  # of the names that stand aslant over the grid
SOURCE_COLUMNS = ("source", "publisher", "outlet", "newspaper")
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
        return Chart(None, found, note=counting_rule(study.documents))
    cells, own = _cells(found, "speaker_name", source, "documents", top)
    figure = _grid(cells, own, source)
    caption = _quoted_most(found, source)
    alt = f"Grid of documents: {count_of(len(cells), 'speaker')} by {label(source)}. {caption}"
    note = f"Cells are documents of the {label(source)} (column) in which the speaker (row) speaks, darker for more."
    note = f"{note} {_framed(own, 'the source and the speaker have the same name')}{_some(found, cells, source)}"
    data = found.rename(columns={"speaker_name": "speaker"})
    return Chart(figure, caption, alt, f"{note}{counting_rule(study.documents)}", data)


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
        return Table(pd.DataFrame(), found, counting_rule(study.documents))
    shown = first_rows(found, top).reset_index(drop=True)
    said = named_speech(statements, as_written=True)
    of_document = study.documents.set_index("doc_id")[source]
    said = said.assign(_source=said["doc_id"].map(of_document))
    opened = open_statements(shown.assign(_source=shown[source]), said, study, ["_source", "speaker_name"])
    table = shown.assign(**{source: shown[source].map(lambda name: label(name, source))})
    table = _marked(table, "itself").rename(columns={"speaker_name": "speaker"})
    table = table if found["speaker_name"].nunique() > 1 else table.drop(columns="speaker")
    note = (
        f"{len(shown):,} of {count_of(len(found), 'row')}, by documents (of all that the {label(source)} has). share: "
        f"of these documents, with its 95% Wilson interval. {counting_rule(study.documents)}"
    )
    return OpeningTable(table, _quoted_most(found, source), note, opened)


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
        return Chart(None, "No organization is mentioned within a statement.", note=counting_rule(study.documents))
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
    return Chart(figure, caption, alt, f"{note}{counting_rule(study.documents, mentions)}", data)


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
        return Table(pd.DataFrame(), "No organization is mentioned within a statement.", counting_rule(study.documents))
    shown = first_rows(found, top).reset_index(drop=True)
    inside = mentions_in_speech(statements, mentions, study.documents, duplicates="all", as_written=True)
    opened = open_statements(shown, inside, study, ["speaker_name", "organization"], noun="mention")
    several = found["speaker_name"].nunique() > 1
    table = _marked(shown, "the speaker").drop(columns=["group_statements"] + ([] if several else ["speaker_name"]))
    note = (
        f"{len(shown):,} of {count_of(len(found), 'row')}, by statements. {INSIDE} share: of the speaker’s statements, "
        f"with its 95% Wilson interval. {counting_rule(study.documents, mentions)}"
    )
    return OpeningTable(table.rename(columns={"speaker_name": "speaker"}), _brought_up(found), note, opened)


def _quoting(statements: pd.DataFrame, study: Study, source: str) -> pd.DataFrame | str:
    """Return who quotes whom, most documents first, or why there is nothing to show."""
    if not source or study.documents[source].isna().all():
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
    """Draw numbers as cells, darker for more, under the names of the columns; framed where row and column are one."""
    names = distinct([label(name, columns) for name in cells.columns], LONGEST)
    lines = len(cells) * 1.1 + max(map(len, names)) * LINES_PER_LETTER
    figure, axes = axes_with_rows(list(cells.index), lines)
    with styled():
        darkest = max(int(cells.to_numpy().max()), 1)
        drawn = axes.imshow(cells.to_numpy(), cmap="Blues", vmin=0, vmax=darkest * 1.1, aspect="auto")
        write_in_cells(drawn, "{:,}".format)
        for row, column in np.argwhere(own.to_numpy()):
            frame = Rectangle((column - 0.46, row - 0.44), 0.92, 0.88, fill=False, edgecolor=ORANGE, linewidth=1.6)
            axes.add_patch(frame)
        axes.set_xticks(range(len(names)), names, fontsize=8, rotation=60, ha="left", rotation_mode="anchor")
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    return figure


def _marked(table: pd.DataFrame, itself: str) -> pd.DataFrame:
    """Write the column own for people, or leave it out where it says nothing."""
    return (
        table.assign(own=table["own"].map({True: itself, False: ""}))
        if table["own"].any()
        else table.drop(columns="own")
    )


def _framed(own: pd.DataFrame, what: str) -> str:
    return f"Framed: {what}. " if own.to_numpy().any() else ""


def _some(found: pd.DataFrame, cells: pd.DataFrame, columns: str) -> str:
    rows, names = found["speaker_name"].nunique(), found[columns].nunique()
    if rows == len(cells) and names == cells.shape[1]:
        return ""
    return f"{len(cells)} of {rows:,} speakers and {cells.shape[1]} of {names:,} columns. "


def _quoted_most(found: pd.DataFrame, source: str) -> str:
    first = found.iloc[0]
    of_all = f"{first['documents']:,} of {count_of(int(first['group_documents']), 'document')}"
    if found["speaker_name"].nunique() == 1:
        return f"{first['speaker_name']} speaks in most documents in {label(first[source], source)}: {of_all}."
    speakers, sources = count_of(found["speaker_name"].nunique(), "speaker"), found[source].nunique()
    where = f"{speakers} in {sources:,} {'value' if sources == 1 else 'values'} of {label(source)}"
    return f"{where}; most often {first['speaker_name']} in {label(first[source], source)}: {of_all}."


def _brought_up(found: pd.DataFrame) -> str:
    others = found[~found["own"]]
    if others.empty:
        return "Speakers mention nobody but themselves."
    first = others.iloc[0]
    of_all = f"{first['statements']:,} of {count_of(int(first['group_statements']), 'statement')}"
    return f"{first['speaker_name']} brings up {first['organization']} most often: in {of_all}."
