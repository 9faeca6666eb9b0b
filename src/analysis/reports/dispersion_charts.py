"""Where terms stand in the course of a corpus -> a figure of marks by date, and a table of their dispersion."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.reports.context_evidence import open_terms
from analysis.reports.display import Chart, Table
from analysis.reports.drawing import BLUE, axes_with_rows, shortened, styled
from analysis.reports.openings import OpeningTable
from analysis.reports.term_evidence import NO_TERM, hits_of, quoted_term, token_openings
from analysis.reports.times import period_of
from analysis.reports.words import count_of
from analysis.stats.spread import dispersion_of_counts
from analysis.study import Study

NARROWEST = 0.05  # a share of the axis that the name of a month needs


def dispersion_chart(terms: list[str], study: Study) -> Chart:
    """Draw a mark for every place where terms stand, along all documents one after another, the earliest first.

    Parameters
    ----------
    terms : list of str
        Terms, or queries as `text.parse_query` takes them; one row each.
    study : Study
        The corpus.
    """
    order = _by_date(study.documents)
    places = pd.concat([_places(term, study, order) for term in terms]) if terms else pd.DataFrame(columns=["term"])
    if places.empty:
        return Chart(None, _nothing(terms))
    spread = _spread(terms, study)
    rows = [f"{shortened(row.term, 24)} ({count_of(row.documents, 'document')})" for row in spread.itertuples()]
    figure, axes = axes_with_rows(rows, lines=1.15 * len(terms) + 1.2)
    with styled():
        for row, term in enumerate(terms):
            marks = places.loc[places["term"] == term, "corpus_place"]
            axes.vlines(marks, row - 0.36, row + 0.36, color=BLUE, linewidth=0.9, alpha=0.8)
        axes.hlines(np.arange(len(terms)) + 0.5, 0, 1, color="#e3e6e8", linewidth=0.8)
        axes.set_xlim(0, 1)
        _label_times(axes, study, order)
    counts = zip(spread["term"], spread["count"], spread["documents"], strict=True)
    alt = "Marks of where terms stand in the corpus by date: " + "; ".join(
        f"{term} {count_of(tokens, 'token')} in {count_of(documents, 'document')}" for term, tokens, documents in counts
    )
    listed = spread.assign(dp_norm=spread["dp_norm"].round(2), juilland_d=spread["juilland_d"].round(2))
    opened = open_terms(terms, study)
    return Chart(figure, _finding(spread), f"{alt}.", _note(study), places.reset_index(drop=True), opened, listed)


def dispersion_table(terms: list[str], study: Study) -> Table:
    """Show how evenly terms are spread over the documents; each row opens its sentences.

    Parameters
    ----------
    terms, study
        As `dispersion_chart` takes them.
    """
    if not terms:
        return Table(pd.DataFrame(), NO_TERM)
    spread = _spread(terms, study)
    parts = [{"": hits_of(study.tokens, term)} for term in terms]
    table = spread.assign(dp_norm=spread["dp_norm"].round(2), juilland_d=spread["juilland_d"].round(2))
    note = (
        "dp norm: 0 is spread evenly over the documents, 1 all in one (Gries); Juilland’s D: 1 is even. In short "
        "documents even a common word stands in some and not in others, so both look uneven: compare terms of like "
        "frequency."
    )
    return OpeningTable(table, _finding(spread), note, token_openings(parts, study))


def _by_date(documents: pd.DataFrame) -> np.ndarray:
    """Return the documents' numbers, the earliest first, those without a date last."""
    return documents["date"].reset_index(drop=True).sort_values(kind="stable", na_position="last").index.to_numpy()


def _begins(study: Study, order: np.ndarray) -> np.ndarray:
    """Return how many tokens stand before each document when they are put in an order."""
    lengths = study.tokens.lengths
    begins = np.zeros(len(lengths), dtype=np.int64)
    begins[order] = np.cumsum(lengths[order]) - lengths[order]
    return begins


def _places(term: str, study: Study, order: np.ndarray) -> pd.DataFrame:
    hits = hits_of(study.tokens, term)
    number = pd.Index(study.tokens.doc_ids).get_indexer(hits["doc_id"])
    place = (_begins(study, order)[number] + hits["position"].to_numpy()) / max(len(study.tokens), 1)
    date = study.documents["date"].to_numpy()[number]
    columns = {"term": term, "doc_id": hits["doc_id"], "date": date, "start": hits["start"], "end": hits["end"]}
    return pd.DataFrame(columns | {"corpus_place": place}).sort_values("corpus_place", kind="stable")


def _spread(terms: list[str], study: Study) -> pd.DataFrame:
    size = len(study.tokens.doc_ids)
    counts = np.zeros((size, len(terms)), dtype=np.int64)
    for column, term in enumerate(terms):
        number = pd.Index(study.tokens.doc_ids).get_indexer(hits_of(study.tokens, term)["doc_id"])
        counts[:, column] = np.bincount(number, minlength=size)
    found = dispersion_of_counts(counts, study.tokens.lengths, measures=["dp_norm", "juilland_d"])
    columns = {"term": pd.array(terms, dtype="str"), "count": found["count"], "documents": (counts > 0).sum(axis=0)}
    return pd.DataFrame(columns | {name: found[name] for name in ("dp_norm", "juilland_d")}).assign(
        group_documents=size
    )


def _label_times(axes: Axes, study: Study, order: np.ndarray) -> None:
    """Mark where months or years begin, and name those that have room for it."""
    axes.set_xticks([])
    period = period_of(study.documents)
    dated = study.documents["date"].notna().to_numpy()
    times = study.documents["date"].dt.to_period({"month": "M", "year": "Y"}[period]) if dated.any() else None
    if times is None:
        axes.set_xlabel("documents in the order of the corpus")
        return
    begins, total = _begins(study, order), max(len(study.tokens), 1)
    names, edges = [], []
    for time, members in pd.Series(begins).groupby(times.reset_index(drop=True)):
        names.append(time.to_timestamp())
        edges.append(members.min() / total)
    ends = [*edges[1:], (begins[~dated].min() if not dated.all() else total) / total]
    axes.vlines(
        [edge for edge in [*edges, ends[-1]] if 0 < edge < 1], -0.6, axes.get_ylim()[0], color="#8a949b", lw=0.7
    )
    shown, year = [], None
    for time, begin, end in zip(names, edges, ends, strict=True):
        if end - begin >= NARROWEST:
            text = f"{time.year}" if period == "year" else f"{time:%b}"
            shown.append(
                ((begin + end) / 2, text + (f"\n{time.year}" if period == "month" and time.year != year else ""))
            )
            year = time.year
    if not dated.all() and 1 - ends[-1] >= NARROWEST:
        shown.append(((ends[-1] + 1) / 2, "no\ndate"))
    axes.set_xticks([place for place, _ in shown], [text for _, text in shown], fontsize=8.5)
    axes.tick_params(axis="x", length=0)
    axes.set_xlabel("documents one after another, as wide as they are long, the earliest first")


def _nothing(terms: list[str]) -> str:
    return f"None of these occurs: {', '.join(map(quoted_term, terms))}." if terms else NO_TERM


def _finding(spread: pd.DataFrame) -> str:
    known = spread[spread["count"] > 0].sort_values(["documents", "count"], ascending=False, kind="stable")
    if known.empty:
        return _nothing(list(spread["term"]))
    first, last = known.iloc[0], known.iloc[-1]
    total = count_of(int(first["group_documents"]), "document")
    text = f"{quoted_term(first['term'])} stands in {first['documents']:,} of {total}"
    if len(known) == 1:
        return f"{text}, {count_of(int(first['count']), 'time')} in all."
    return f"Of the terms shown, {text}, {quoted_term(last['term'])} in {last['documents']:,}."


def _note(study: Study) -> str:
    undated = int(study.documents["date"].isna().sum())
    last = (
        f" {count_of(undated, 'document')} without a date at the right end, behind the last line."
        if 0 < undated < len(study.documents)
        else ""
    )
    return (
        "Each mark is one place of the term; wide white stretches are documents without it. Vertical lines: a month or "
        f"year begins.{last}"
    )
