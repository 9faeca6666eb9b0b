"""How often terms stand over time -> lines with their intervals and changes of level, and a table of months."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.reports.display import DATA_ROWS, Chart, Table
from analysis.reports.drawing import BLUE, ORANGE, WIDTH, distinct, label_periods, styled
from analysis.reports.openings import (
    FEW_SENTENCES,
    MOST_SENTENCES,
    Corpus,
    OpeningTable,
    documents_of,
    without_flat_intervals,
)
from analysis.reports.term_evidence import NO_TERM, chance, hits_of, quoted_term, token_openings
from analysis.reports.times import count_over_time, series_of, undated_note
from analysis.reports.trends import LONGEST, MOST_PANELS, NO_DOCUMENTS
from analysis.reports.words import count_of, span_of, time_name
from analysis.study import Study

ALPHA = 0.05
CHANGE = {"color": "#333333", "linewidth": 1.2, "linestyle": (0, (5, 2))}
RATE = ["per_million", "per_million_low", "per_million_high"]


def trend_chart(found: pd.DataFrame, changes: pd.DataFrame, corpus: Corpus, period: str) -> Chart:
    """Draw the rates of terms by month or year with intervals, gaps and the changes of their level, a panel a term.

    Parameters
    ----------
    found : DataFrame
        As `stats.trends` gives it without groups; the first six terms are drawn.
    changes : DataFrame
        As `stats.change_points` gives it for `found`; those with a p of at most 0.05 are drawn.
    corpus : Study or DataFrame
        The corpus, whose sentences the counts open, or its documents, with date and date_precision.
    period : str
        "month" or "year".
    """
    terms = list(found["term"].unique())
    undated = undated_note(count_over_time(documents_of(corpus), period)[0], period)
    if found.empty:
        return Chart(None, "No document has a known date.", note=undated)
    if not found["count"].any():
        return Chart(
            None, f"None of these occurs in a dated document: {', '.join(map(quoted_term, terms))}.", note=undated
        )
    drawn = terms[:MOST_PANELS]
    clear = changes[(changes["p"] <= ALPHA) & changes["term"].isin(drawn)]
    times = pd.DatetimeIndex(found.loc[found["term"] == terms[0], "period"])
    figure, panels = _panels(len(drawn))
    with styled():
        for axes, term, title in zip(panels, drawn, distinct(drawn, LONGEST), strict=True):
            part = found[found["term"] == term].reset_index(drop=True)
            _draw(axes, without_flat_intervals(part, "per_million"))
            _mark(axes, clear[clear["term"] == term], times)
            count = count_of(int(part["count"].sum()), "token")
            axes.set_title(f"{title} ({count})", loc="left", fontsize=9.5, pad=4)
        label_periods(panels[-1], times, period)
        figure.supylabel("per million tokens", fontsize=9)
        _legend(figure, found, clear)
    caption = _finding(found, clear, period)
    alt = f"Lines of rates by {period} of {', '.join(map(quoted_term, drawn))}, {span_of(times, period)}. {caption}"
    note = " ".join(filter(None, [_note(found, changes, clear, period), undated]))
    listed = found[found["term"].isin(drawn)].reset_index(drop=True)
    first = listed[listed["term"] == drawn[0]]
    opened = [] if isinstance(corpus, pd.DataFrame) else _open(listed.head(DATA_ROWS), corpus, period, FEW_SENTENCES)
    data = listed.rename(columns={"period": period})
    series = series_of(first["period"], first["count"].where(first["period_documents"] > 0), period)
    return Chart(figure, caption, alt, note, data, opened, series=series)


def trend_table(found: pd.DataFrame, term: str, study: Study, period: str) -> Table:
    """Show how often a term stands in each month or year; each row opens its sentences.

    Parameters
    ----------
    found : DataFrame
        As `stats.trends` gives it without groups.
    term : str
        One of its terms.
    study : Study
        The corpus.
    period : str
        "month" or "year".
    """
    part = found[found["term"] == term].reset_index(drop=True)
    if part.empty:
        return Table(pd.DataFrame(), "No document has a known date." if term else NO_TERM)
    part = without_flat_intervals(part, "per_million")
    table = part[["period", "count", *RATE, "documents", "period_documents"]]
    table = table.rename(columns={"period": period, "period_documents": "group_documents"})
    return OpeningTable(table, _peak(part, term, period), _rates(period), _open(part, study, period))


def _open(rows: pd.DataFrame, study: Study, period: str, limit: int = MOST_SENTENCES) -> list[list[dict]]:
    """Return the sentences of the term and the period of each row."""
    times, _ = count_over_time(study.documents, period)
    of_document = pd.Series(times.to_numpy(), index=study.documents["doc_id"])
    hits = {term: hits_of(study.tokens, term) for term in rows["term"].unique()}
    times_of = {term: found["doc_id"].map(of_document) for term, found in hits.items()}
    pairs = zip(rows["term"], rows["period"], strict=True)
    parts = [{"": hits[term][(times_of[term] == time).to_numpy(dtype=bool)]} for term, time in pairs]
    return token_openings(parts, study, limit=limit)


def _panels(rows: int) -> tuple[Figure, list[Axes]]:
    with styled():
        figure = Figure(figsize=(WIDTH, 0.8 + 1.25 * rows), layout="constrained")
        return figure, list(figure.subplots(rows, 1, sharex=True, squeeze=False)[:, 0])


def _draw(axes: Axes, part: pd.DataFrame) -> None:
    places = pd.RangeIndex(len(part)).to_numpy()
    for place in places[(part["period_documents"] == 0).to_numpy()]:
        axes.axvspan(place - 0.5, place + 0.5, zorder=0, **NO_DOCUMENTS)
    low, high = part["per_million_low"], part["per_million_high"]
    axes.fill_between(places, low, high, color=BLUE, alpha=0.16, linewidth=0)
    # The band of a period between two without an interval has no width: its bounds are drawn as a line.
    axes.vlines(places, low, high, color=BLUE, linewidth=1.6, alpha=0.4)
    axes.plot(
        places, part["per_million"], "-o", color=BLUE, markerfacecolor=ORANGE, markeredgecolor=ORANGE, markersize=4
    )
    top = max(part["per_million"].max(), high.max() if high.notna().any() else 0, 1) * 1.06
    axes.set_ylim(-0.03 * top, top)
    axes.set_xlim(-0.7, len(part) - 0.3)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.grid(axis="y", color="#e3e6e8", linewidth=0.8)
    axes.set_axisbelow(True)


def _mark(axes: Axes, changes: pd.DataFrame, times: pd.DatetimeIndex) -> None:
    """Draw the changes of level between their periods, each with its p."""
    for change in changes.itertuples():
        place = times.get_loc(change.period) - 0.5
        axes.axvline(place, **CHANGE)
        text = f"p {chance(change.p)}" if change.p < 0.001 else f"p = {chance(change.p)}"
        near_end = place > 0.8 * len(times)
        axes.annotate(
            text, (place, 0.97), xycoords=("data", "axes fraction"), xytext=(-3 if near_end else 3, 0),
            textcoords="offset points", ha="right" if near_end else "left", va="top", fontsize=8,
        )  # fmt: skip


def _legend(figure: Figure, found: pd.DataFrame, clear: pd.DataFrame) -> None:
    handles = [Patch(color=BLUE, alpha=0.25, label="95% interval of the rate")]
    if (found["period_documents"] == 0).any():
        handles.append(Patch(label="no documents", **NO_DOCUMENTS))
    if len(clear):
        handles.append(Line2D([], [], label="change of level", **CHANGE))
    figure.legend(handles=handles, loc="outside upper left", ncols=len(handles), frameon=False, fontsize=8.5)


def _finding(found: pd.DataFrame, clear: pd.DataFrame, period: str) -> str:
    if clear.empty:
        term = found["term"].iloc[0]
        return f"No clear change of level is found. {_peak(found[found['term'] == term], term, period)}"
    first = clear.sort_values("p", kind="stable").iloc[0]
    more = f" {count_of(len(clear) - 1, 'other change')} marked." if len(clear) > 1 else ""
    levels = f"from {first['before']:,.0f} to {first['after']:,.0f} per million tokens"
    p = f"p {'' if first['p'] < 0.001 else '= '}{chance(first['p'])}"
    when = time_name(first["period"], period)
    looked = f", not corrected for {found['term'].nunique()} terms" if found["term"].nunique() > 1 else ""
    return f"The level of {quoted_term(first['term'])} changes in {when}, {levels} ({p}{looked}).{more}"


def _peak(part: pd.DataFrame, term: str, period: str) -> str:
    if not part["count"].any():
        return f"{quoted_term(term)} stands in no document with a known {period}."
    peak = part.loc[part["per_million"].idxmax()]
    when = time_name(peak["period"], period)
    tokens = f"{peak['count']:,} of {count_of(int(peak['period_tokens']), 'token')}"
    documents = count_of(int(peak["period_documents"]), "document")
    return f"{quoted_term(term)} has its highest rate in {when}: {tokens} in {documents}."


def _rates(period: str) -> str:
    return (
        f"Rates are per million tokens of the {period}; 95% intervals from a bootstrap over its documents, none for "
        f"one document or where none has the term."
    )


def _note(found: pd.DataFrame, changes: pd.DataFrame, clear: pd.DataFrame, period: str) -> str:
    parts = [f"Each panel has its own scale. {_rates(period)}"]
    gaps = int((found.drop_duplicates("period")["period_documents"] == 0).sum())
    if gaps:
        parts.append(f"{count_of(gaps, period)} without documents: hatched gaps, which are not zeros.")
    parts.append(f"Changes of level are drawn where p, from permutations of the {period}s, is at most {ALPHA}.")
    terms = found["term"].nunique()
    if terms > MOST_PANELS:
        parts.append(f"The first {MOST_PANELS} of {terms} terms.")
    return " ".join(parts)
