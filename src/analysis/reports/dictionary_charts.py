"""How often the categories of a dictionary are named by each group -> a figure of dots, and a table that opens hits."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from analysis.reports.display import DATA_ROWS, Chart, Table
from analysis.reports.drawing import axes_with_rows, shortened, styled
from analysis.reports.openings import (
    FEW_SENTENCES,
    MOST_SENTENCES,
    OpeningTable,
    groups_of,
    open_rows,
    without_flat_intervals,
)
from analysis.reports.term_evidence import quoted_term
from analysis.reports.words import count_of, most
from analysis.reports.writing import label
from analysis.study import Study

# Okabe and Ito's colors, each with a shape of its own.
LOOKS = (("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"), ("#555555", "D"))
RATE = ["per_million", "per_million_low", "per_million_high"]


def dictionary_chart(
    counts: pd.DataFrame, by: str = "", hits: pd.DataFrame | None = None, study: Study | None = None
) -> Chart:
    """Draw the rate of each category in each group with intervals.

    Parameters
    ----------
    counts : DataFrame
        As `stats.dictionary_counts` gives it.
    by : str
        The column of the groups; empty when there are none. The four groups with most tokens are drawn.
    hits : DataFrame, optional
        As `stats.dictionary_hits` gives it; with it and the study the counts open their sentences.
    study : Study, optional
        The corpus.
    """
    if counts.empty or not counts["count"].any():
        return Chart(None, "No entry of the dictionary occurs.")
    shown = without_flat_intervals(_largest(counts, by), "per_million")
    categories = list(dict.fromkeys(shown["category"]))
    groups = list(dict.fromkeys(shown[by])) if by else [""]
    figure, axes = axes_with_rows(categories, lines=len(categories) * max(1.0, 0.42 * len(groups)) + len(groups) * 0.6)
    with styled():
        for number, group in enumerate(groups):
            part = shown[shown[by] == group] if by else shown
            shift = (number - (len(groups) - 1) / 2) * 0.2
            _draw(axes, part, np.arange(len(categories)) + shift, LOOKS[number], _name(part, group, by))
        axes.hlines(
            np.arange(len(categories) - 1) + 0.5, 0, 1, transform=axes.get_yaxis_transform(), color="#e3e6e8", lw=0.8
        )
        axes.set_xlim(left=0)
        axes.grid(axis="x", color="#e3e6e8", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.set_xlabel("hits per million tokens")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        if by:
            figure.legend(loc="outside upper left", ncols=1, frameon=False, fontsize=8.5)
    known = " with their intervals" if shown["per_million_low"].notna().any() else ""
    alt = f"Rates of the categories{known}: " + "; ".join(
        f"{category}{f', {label(group, by)}' if by else ''} {rate:,.0f}"
        for category, group, rate in zip(
            shown["category"], shown[by] if by else shown["category"], shown["per_million"], strict=True
        )
    )
    caption = _first_choices(shown, by) if by else _finding(counts)
    opened = [] if hits is None or study is None else _open(counts.head(DATA_ROWS), hits, study, by, FEW_SENTENCES)
    return Chart(figure, caption, f"{alt}.", _note(counts, shown, by), counts, opened)


def dictionary_table(counts: pd.DataFrame, hits: pd.DataFrame, study: Study, by: str = "") -> Table:
    """Show the hits of each category in each group; each row opens its sentences.

    Parameters
    ----------
    counts : DataFrame
        As `stats.dictionary_counts` gives it.
    hits : DataFrame
        As `stats.dictionary_hits` gives it.
    study : Study
        The corpus.
    by : str
        The column of the groups; the four groups with most tokens are shown.
    """
    shown = _largest(counts, by)
    shown = shown[shown["count"] > 0].reset_index(drop=True) if len(shown) else shown
    if shown.empty:
        return Table(pd.DataFrame(), "No entry of the dictionary occurs.")
    columns = ["category", *([by] if by else []), "count", *RATE, "documents", "group_documents"]
    table = without_flat_intervals(shown, "per_million")[columns]
    if by:
        table = table.assign(**{by: [label(group, by) for group in table[by]]})
        order = table["category"].map({name: place for place, name in enumerate(dict.fromkeys(counts["category"]))})
        order = order.sort_values(kind="stable").index
        table, shown = table.loc[order].reset_index(drop=True), shown.loc[order].reset_index(drop=True)
    note = f"Categories without a hit in a group have no row. {_note(counts, shown, by)}"
    return OpeningTable(table, _finding(counts), note, _open(shown, hits, study, by), every=counts)


def _open(
    rows: pd.DataFrame, hits: pd.DataFrame, study: Study, by: str, limit: int = MOST_SENTENCES
) -> list[list[dict]]:
    """Return the sentences of the category and the group of each row, whatever the user's column is called."""
    if not by:
        return open_rows(rows, hits, study, ["category"], limit=limit, noun="hit")
    grouped = hits.assign(_group=hits["doc_id"].map(groups_of(study.documents, by)))
    return open_rows(rows.assign(_group=rows[by]), grouped, study, ["category", "_group"], limit=limit, noun="hit")


def _largest(counts: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the rows of the groups with most tokens, the largest first."""
    if not by or counts.empty:
        return counts
    sizes = counts.groupby(by)["group_tokens"].first().sort_values(ascending=False, kind="stable").head(len(LOOKS))
    rank = counts[by].map({group: place for place, group in enumerate(sizes.index)})
    kept = rank.dropna().sort_values(kind="stable").index
    return counts.loc[kept].reset_index(drop=True)


def _draw(axes: Axes, part: pd.DataFrame, rows: np.ndarray, look: tuple[str, str], name: str) -> None:
    color, marker = look
    axes.hlines(rows, part["per_million_low"], part["per_million_high"], color=color, linewidth=1.8, alpha=0.6)
    axes.plot(
        part["per_million"],
        rows,
        marker,
        color=color,
        markersize=5,
        clip_on=False,
        zorder=3,
        label=name or "_nolegend_",
    )


def _name(part: pd.DataFrame, group: object, by: str) -> str:
    if not by:
        return ""
    return f"{shortened(label(group, by), 60)} (n={int(part['group_documents'].iloc[0])})"


def _first_choices(shown: pd.DataFrame, by: str) -> str:
    """Say which category each group names most."""
    parts = []
    for group, part in shown.groupby(by, sort=False):
        first = part[(part["count"] == part["count"].max()) & (part["count"] > 0)]
        hits = count_of(int(part["count"].max()), "hit") + (" each" if len(first) > 1 else "")
        names = " and ".join(map(quoted_term, first["category"]))
        parts.append(f"{label(group, by)}: {f'{names} ({hits})' if len(first) else 'none'}")
    return f"Most hits: {'; '.join(parts)}."


def _finding(counts: pd.DataFrame) -> str:
    hits = counts.groupby("category", sort=False)["count"].sum().rename(index=quoted_term)
    return most("hit", hits, int(hits.sum()))


def _note(counts: pd.DataFrame, shown: pd.DataFrame, by: str) -> str:
    note = (
        "A category is a list of words and phrases; a hit says that one stands there, not what is said with it. Lines "
        "are 95% intervals from a bootstrap over documents; a rate of 0 has none."
    )
    if not by:
        return note
    groups = counts[by].nunique()
    several = f" The {shown[by].nunique()} of {groups} groups with most tokens." if groups > len(LOOKS) else ""
    return f"{note} n: the documents of a group.{several}"
