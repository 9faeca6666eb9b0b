"""What a corpus is made of -> figures and tables: lengths, repeated texts, what cleaning changed."""

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator

from analysis.corpus.counting import count_changes, count_problems, count_repeats
from analysis.reports.display import DATA_ROWS, Chart, Table
from analysis.reports.document_evidence import documents_below, open_documents
from analysis.reports.drawing import BLUE, axes_of_height, axes_with_rows, styled
from analysis.reports.openings import MOST_SENTENCES, OpeningTable
from analysis.reports.words import count_of, most
from analysis.reports.writing import cut, percent
from analysis.text import Tokens

MOST_BINS = 40
MOST_REPRINTS = 100


def document_lengths(tokens: Tokens, documents: pd.DataFrame | None = None) -> Chart:
    """Draw how long the documents are, in tokens, on an axis of equal ratios.

    Parameters
    ----------
    tokens : Tokens
        Of all documents.
    documents : DataFrame, optional
        The documents; with them each number opens the one that it is of.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b", "c"], "text": ["Closed.", "The road is closed.", "Open."]})
    >>> document_lengths(tokenize(documents)).caption
    'Half of the 3 documents have 1 token or fewer; the longest, b, has 4.'
    """
    lengths = pd.Series(tokens.lengths, index=pd.Index(tokens.doc_ids, name="doc_id"), name="tokens")
    if lengths.empty or lengths.max() == 0:
        return Chart(None, "No document has a token.")
    middle = float(lengths.median())
    caption = (
        f"Half of the {count_of(len(lengths), 'document')} have {count_of(int(middle), 'token')} or fewer; "
        f"the longest, {cut(lengths.idxmax())}, has {lengths.max():,}."
    )
    bounds = _bounds(lengths[lengths > 0])
    figure, axes = axes_of_height(2.6)
    with styled():
        axes.hist(lengths[lengths > 0], bins=bounds, color=BLUE, edgecolor="white", linewidth=0.5)
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.xaxis.set_minor_formatter(FuncFormatter(lambda value, _: ""))
        axes.set_xlabel("tokens in a document")
        axes.set_ylabel("documents")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    empty = int((lengths == 0).sum())
    note = "Each bar is as many times as long as the one before it."
    note += f" {count_of(empty, 'document')} without a token left out." if empty else ""
    alt = f"Histogram of tokens in a document: {lengths.min():,} to {lengths.max():,}, median {middle:,.0f}."
    data = lengths.sort_values(ascending=False, kind="stable").reset_index()
    ids = data["doc_id"].head(DATA_ROWS)
    opened = [] if documents is None else open_documents(ids, documents["doc_id"], documents)
    return Chart(figure, caption, alt, note, data, opened)


def _bounds(lengths: pd.Series) -> np.ndarray:
    """Return the borders of the bars: whole numbers in equal ratios, few where there are few documents."""
    bars = int(np.clip(np.sqrt(len(lengths)) * 2, 5, MOST_BINS))
    return np.unique(np.floor(np.geomspace(lengths.min(), lengths.max() + 1, bars + 1)))


def repeated_texts(documents: pd.DataFrame) -> Chart:
    """Draw how many documents repeat another, wholly or nearly.

    Parameters
    ----------
    documents : DataFrame
        With duplicate_of and similarity.
    """
    counts = count_repeats(documents)
    repeated = int(counts["documents"].iloc[1:].sum())
    total = len(documents)
    same = (documents["similarity"] == 1).map({True: "same words", False: "nearly the same"})
    kind = same.where(documents["duplicate_of"].notna(), "repeats no other")
    opened = open_documents(counts["text"], kind, documents)
    if not repeated:
        return Chart(None, "No document repeats another, wholly or nearly.", data=counts, openings=opened)
    share = percent(repeated / total)
    caption = f"{count_of(repeated, 'document')} of {total:,} ({share}) repeat another, wholly or nearly."
    figure, axes = axes_with_rows(counts["text"], lines=len(counts))
    with styled():
        axes.barh(range(len(counts)), counts["documents"], color=BLUE, height=0.7)
        for row, count in enumerate(counts["documents"]):
            place = {"xytext": (4, 0), "textcoords": "offset points", "va": "center", "fontsize": 9}
            axes.annotate(f"{count:,}", (count, row), **place)
        axes.set_xlabel("documents")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    alt = "Bar chart: " + "; ".join(f"{row.text} {row.documents:,}" for row in counts.itertuples()) + "."
    note = "Repeated texts stay in the corpus; load(duplicates='none') and the parameter duplicates leave them out."
    return Chart(figure, caption, alt, note, counts, opened)


def reprint_table(reprints: pd.DataFrame, documents: pd.DataFrame | None = None) -> Table:
    """Show the clusters of documents that repeat each other, the earliest of each first.

    Parameters
    ----------
    reprints : DataFrame
        As `corpus.reprint_clusters` gives it.
    documents : DataFrame, optional
        The documents; with them each row opens its own.
    """
    clusters = reprints["cluster"].nunique()
    caption = f"{count_of(clusters, 'cluster')} of documents that repeat each other." if clusters else "No reprints."
    note = "similarity: share of word 5-grams that stand in both texts, of all in either (Jaccard)."
    if len(reprints) > MOST_REPRINTS:
        note += f" The first {MOST_REPRINTS} rows; study.reprints has all {len(reprints):,}."
    shown = reprints.head(MOST_REPRINTS).dropna(axis="columns", how="all") if clusters else reprints
    if documents is None or not clusters:
        return Table(shown, caption, note if clusters else "", every=reprints)
    opened = open_documents(shown["doc_id"], documents["doc_id"], documents)
    return OpeningTable(shown, caption, note, opened, every=reprints)


def cleaning_changes(cleaning: pd.DataFrame, documents: pd.DataFrame) -> Chart:
    """Draw in how many documents each cleaning step changed something.

    Parameters
    ----------
    cleaning : DataFrame
        One row a document and step: doc_id, step, changes.
    documents : DataFrame
        All documents, for the total.
    """
    counts = count_changes(cleaning)
    if counts.empty:
        return Chart(None, f"Cleaning changed nothing in {count_of(len(documents), 'document')}.", data=counts)
    changed = counts.set_index("step")["documents"].rename(index=lambda step: f"“{step}”")
    caption = most("document", changed, len(documents), verb="changed")
    figure, axes = axes_with_rows(counts["step"], lines=len(counts))
    with styled():
        axes.barh(range(len(counts)), counts["documents"], color=BLUE, height=0.7)
        for row, (number, changes) in enumerate(zip(counts["documents"], counts["changes"], strict=True)):
            text = f"{number:,}  ({count_of(int(changes), 'character')})"
            axes.annotate(text, (number, row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9)
        axes.set_xlabel("documents that the step changed")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.margins(x=0.3)
    alt = "Bar chart of documents that each cleaning step changed: " + "; ".join(
        f"{row.step} {row.documents:,}" for row in counts.itertuples()
    )
    note = "In brackets the characters removed or replaced. The column repairs of a document names its steps."
    changes = [cleaning[cleaning["step"] == step] for step in counts["step"]]
    return Chart(figure, caption, f"{alt}.", note, counts, [_changed(found, documents) for found in changes])


def _changed(changes: pd.DataFrame, documents: pd.DataFrame) -> list[dict]:
    """Return the documents that a step changed, those with most changes first, each with how many."""
    known = [name for name in documents.columns if name not in ("step", "changes")]
    found = changes.merge(documents[known], on="doc_id").sort_values("changes", ascending=False, kind="stable")
    return documents_below(found, order=(), about=lambda row: count_of(int(row["changes"]), "character"))


def problem_kinds(problems: pd.DataFrame) -> Table:
    """Show the problems of the raw files by severity and kind, each kind with an example; rows open the problems.

    Parameters
    ----------
    problems : DataFrame
        As `corpus.read` gives it.
    """
    counts = count_problems(problems)
    caption = (
        f"{count_of(len(problems), 'problem')} of {count_of(len(counts), 'kind')}." if len(counts) else "No problems."
    )
    kinds = counts[["severity", "kind"]].itertuples(index=False, name=None)
    return OpeningTable(counts, caption, "", [_problems_below(problems, *of) for of in kinds], every=problems)


def _problems_below(problems: pd.DataFrame, severity: str, kind: str) -> list[dict]:
    """Return the first problems of a kind, each with the file and the row that it is of."""
    found = problems[(problems["severity"] == severity) & (problems["kind"] == kind)]
    shown = [
        {
            "pieces": [{"text": cut(row["message"]), "hit": False}],
            "title": cut(row["path"]),
            "about": [] if pd.isna(row["row"]) else [f"row {row['row']}"],
            "url": "",
        }
        for row in found.head(MOST_SENTENCES).to_dict("records")
    ]
    left_out = {"left_out": len(found) - len(shown), "what": "problems", "rest": "the table of problems has all"}
    count = {"label": "", "count": count_of(len(found), "problem"), "number": len(found), "documents": 0}
    return [count | {"hits": shown} | left_out]
