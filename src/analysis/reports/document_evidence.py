"""Documents that were counted -> their titles, sources and dates, which open below the count."""

from collections.abc import Callable, Hashable, Iterable, Sequence

import pandas as pd

from analysis.reports.hits import SOURCE, source_of
from analysis.reports.openings import REST
from analysis.reports.words import count_of
from analysis.reports.writing import cell, cut

MOST_DOCUMENTS = 20
LONGEST_BEGINNING = 160  # characters of a document without a title


def open_documents(
    groups: Iterable[Hashable], values: pd.Series, documents: pd.DataFrame, limit: int = MOST_DOCUMENTS
) -> list[list[dict]]:
    """Return the documents that open below each row of a table of counts of documents.

    Parameters
    ----------
    groups : iterable
        The value that the documents of each row have.
    values : Series
        The value of each document, in their order.
    documents : DataFrame
        As `Study.documents` has them; without doc_id they open nothing.
    limit : int
        How many of each row to show.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": ["UN", "EU"]})
    >>> [below[0]["count"] for below in open_documents(["UN"], documents["actor"], documents)]
    ['1 document']
    """
    rows = values.reset_index(drop=True).groupby(values.to_numpy()).indices if len(values) else {}
    return [documents_below(documents.iloc[rows.get(group, [])], limit=limit) for group in groups]


def documents_below(
    documents: pd.DataFrame,
    name: str = "",
    *,
    limit: int = MOST_DOCUMENTS,
    noun: str = "document",
    order: Sequence[str] = ("date", "doc_id"),
    count: str = "",
    about: Callable[[dict], str] | None = None,
) -> list[dict]:
    """Return the entry that shows some documents, in a list; an empty list for none.

    Parameters
    ----------
    documents : DataFrame
        Rows of `Study.documents`.
    name : str
        What they have in common.
    limit : int
        How many to show.
    noun : str
        What they are.
    order : sequence of str
        The columns that they are sorted by, where there are such; none leaves them in their order.
    count : str
        How many they are, in other words than their number and the noun.
    about : function, optional
        What else to say of each, from its row.
    """
    if "doc_id" not in documents or documents.empty:
        return []
    known = [column for column in order if column in documents]
    ranked = documents.sort_values(known, kind="stable") if known else documents
    shown = [_document(row, about) for row in ranked.head(limit).to_dict("records")]
    return [
        {
            "label": name,
            "count": count or count_of(len(documents), noun),
            "number": len(documents),
            "documents": documents["doc_id"].nunique(),
            "hits": shown,
            "left_out": len(documents) - len(shown),
            "what": f"{noun}s",
            "rest": REST["document"],
        }
    ]


def names_below(names: pd.Series, name: str, kind: str, noun: str, limit: int = 20) -> list[dict]:
    """Return the entry that lists names with how much they have, in a list; an empty list for none.

    Parameters
    ----------
    names : Series of str
        What each has, in words, by name, in the order to be shown.
    name : str
        What they have in common.
    kind : str
        "organization" or "speaker", by which a page leads on; empty for others.
    noun : str
        What they are.
    limit : int
        How many to show.
    """
    if names.empty:
        return []
    shown = [
        {"title": cut(title), "about": [said], "url": "", "pieces": [], "names": kind}
        for title, said in names.head(limit).items()
    ]
    return [
        {
            "label": name,
            "count": count_of(len(names), noun),
            "number": len(names),
            "documents": 0,
            "hits": shown,
            "left_out": len(names) - len(shown),
            "what": f"{noun}s",
            "rest": "the tables below count more of them",
        }
    ]


def _document(row: dict, about: Callable[[dict], str] | None) -> dict:
    source = source_of({name: row.get(name) for name in ("doc_id", *SOURCE)})
    beginning = "" if cell(row.get("title")) else " ".join(cell(row.get("text"))[: 2 * LONGEST_BEGINNING].split())
    pieces = [{"text": cut(beginning, LONGEST_BEGINNING), "hit": False}] if beginning else []
    said = [about(row)] if about else []
    return source | {"about": [*source["about"], *said], "pieces": pieces}
