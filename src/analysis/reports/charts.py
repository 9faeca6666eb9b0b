"""Frames of counts -> figures. Each function returns a Chart: the figure, its finding, its alt text, its data."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from analysis.discourse import grouping, mention_counts
from analysis.reports.display import Chart, label, percent
from analysis.reports.words import count_of, month_name, span_of

# Okabe and Ito's palette, told apart with every kind of color vision.
BLUE, ORANGE, GRAY = "#0072B2", "#D55E00", "#B8BEC4"
WIDTH = 7.2
STYLE = {
    "text.parse_math": False,
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#666666",
    "axes.labelcolor": "#333333",
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "figure.facecolor": "white",
}


def documents_by_month(documents: pd.DataFrame) -> Chart:
    """Draw how many documents there are of each month.

    Parameters
    ----------
    documents : DataFrame
        With date and date_precision; documents without a known month are left out and counted in the note.

    >>> documents_by_month(pd.DataFrame({"date": pd.to_datetime(["2023-02-22", "2023-04-03"]),
    ...                                  "date_precision": ["day", "day"]})).data["documents"].tolist()
    [1, 0, 1]
    """
    months = grouping(documents, "month")
    counts = _by_month(months.value_counts()).rename("documents")
    undated = int(months.isna().sum())
    note = f"{count_of(undated, 'document')} without a known month left out." if undated else ""
    if counts.empty:
        return Chart(None, "No document has a date of a known month.", note=note)
    top = counts.idxmax()
    caption = f"{month_name(top)} has the most documents: {counts.max():,} of {counts.sum():,}."
    figure, axes = _figure(2.6)
    with rc_context(STYLE):
        axes.bar(range(len(counts)), counts, color=BLUE, width=0.8)
        _label_months(axes, counts.index)
        axes.set_ylabel("documents")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    alt = f"Bar chart of documents by month, {span_of(counts.index)}, from {counts.min()} to {counts.max()} a month."
    return Chart(figure, caption, alt, note, counts.rename_axis("month").reset_index())


def documents_by(documents: pd.DataFrame, by: str, top: int = 15) -> Chart:
    """Draw how many documents there are of each group.

    Parameters
    ----------
    documents : DataFrame
        With the column `by`.
    by : str
        The column to group by; documents without a value are left out and counted in the note.
    top : int
        How many groups to draw, the largest first.

    >>> documents_by(pd.DataFrame({"actor": ["A", "B", "A"]}), "actor").caption
    'A has the most documents: 2 of 3.'
    """
    values = grouping(documents, by) if by else pd.Series(dtype=str)
    counts = values.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if counts.empty:
        return Chart(None, f"No document has a value of {by!r}." if by else "There is no column to group documents by.")
    missing = int(values.isna().sum())
    notes = [f"The {top} largest of {len(counts)} shown."] if len(counts) > top else []
    notes += [f"{count_of(missing, 'document')} without a value of {label(by)} left out."] if missing else []
    caption = f"{label(counts.index[0])} has the most documents: {counts.iloc[0]:,} of {counts.sum():,}."
    if len(counts) > 1 and counts.iloc[0] == counts.iloc[1]:
        caption = f"{len(counts):,} values of {label(by)}, none with more than {count_of(counts.iloc[0], 'document')}."
    shown = counts.head(top)
    figure, axes = _rows(shown.index, lines=len(shown))
    with rc_context(STYLE):
        axes.barh(range(len(shown)), shown, color=BLUE, height=0.7)
        for row, count in enumerate(shown):
            axes.annotate(f"{count:,}", (count, row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9)
        axes.set_xlabel("documents")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    alt = f"Bar chart of documents by {label(by)}: " + _listed(shown)
    return Chart(figure, caption, alt, " ".join(notes), shown.rename("documents").rename_axis(by).reset_index())


def terms(frequencies: pd.DataFrame, top: int = 20, where: str = "the corpus") -> Chart:
    """Draw the most frequent terms with the intervals of their rates.

    Parameters
    ----------
    frequencies : DataFrame
        As `stats.frequencies` gives it, of one group.
    top : int
        How many terms to draw.
    where : str
        What the terms were counted in, for the caption.

    >>> from analysis.stats import frequencies
    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["open road", "open"]})
    >>> terms(frequencies(tokenize(documents))).caption
    'The most frequent term in the corpus is “open”: 666,667 per million tokens, in 2 of 2 documents.'
    """
    shown = frequencies.head(top).reset_index(drop=True)
    if shown.empty:
        return Chart(None, f"There are no terms to count in {where}.")
    first = shown.iloc[0]
    caption = (
        f"The most frequent term in {where} is “{first['term']}”: {first['per_million']:,.0f} per million tokens, "
        f"in {first['documents']:,} of {count_of(first['group_documents'], 'document')}."
    )
    figure, axes = _rows(shown["term"], lines=len(shown))
    with rc_context(STYLE):
        _intervals(axes, shown["per_million"], shown["low"], shown["high"])
        axes.set_xlabel("per million tokens")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    note = "Points are rates; lines are 95% intervals from a bootstrap over documents."
    if shown["low"].isna().all():
        note = "Points are rates; one document alone gives no interval."
    alt = f"Rates of the {len(shown)} most frequent terms with their intervals: " + _listed(
        shown.set_index("term")["per_million"]
    )
    return Chart(figure, caption, alt, note, shown)


def organizations(counts: pd.DataFrame, top: int = 15, where: str = "documents") -> Chart:
    """Draw the organizations that most documents name, with the intervals of the shares.

    Parameters
    ----------
    counts : DataFrame
        As `discourse.mention_counts` gives it without groups.
    top : int
        How many organizations to draw.
    where : str
        What the documents are called in the caption.
    """
    shown = counts.sort_values(["documents", "mentions", "organization"], ascending=[False, False, True])
    shown = shown.head(top).reset_index(drop=True)
    if shown.empty:
        return Chart(None, "No organization of the gazetteer is named.")
    first = shown.iloc[0]
    caption = (
        f"Named in the most {where}: {first['organization']}, "
        f"in {first['documents']:,} of {first['group_documents']:,} ({percent(first['share'])})."
    )
    figure, axes = _rows(shown["organization"], lines=len(shown))
    with rc_context(STYLE):
        _shares(axes, shown)
        axes.set_xlabel(f"share of {where} that name it")
    note = "Points are shares of documents; lines are 95% Wilson intervals."
    alt = f"Shares of documents that name each of {len(shown)} organizations: " + _listed(
        shown.set_index("organization")["documents"], "documents"
    )
    return Chart(figure, caption, alt, note, shown)


def share_by(mentions: pd.DataFrame, documents: pd.DataFrame, by: str, name: str, top: int = 15) -> Chart:
    """Draw the share of each group's documents that name an organization, with intervals.

    Parameters
    ----------
    mentions : DataFrame
        Those of one organization.
    documents : DataFrame
        All documents; they give the denominators.
    by : str
        The column of documents to group by.
    name : str
        The organization's name, for the caption.
    top : int
        How many groups to draw: those with most documents.
    """
    if not by:
        return Chart(None, "There is no column to group documents by.")
    counts = mention_counts(mentions, documents, by=by, zeros=True)
    if counts.empty:
        return Chart(None, f"No document that names {name} has a value of {label(by)}.")
    largest = counts.nlargest(top, "group_documents", keep="first")
    shown = largest.sort_values(["share", "group_documents"], ascending=False, kind="stable").reset_index(drop=True)
    first = shown.iloc[0]
    caption = (
        f"By {label(by)}, “{label(first[by])}” has the largest share of documents that name {name}: "
        f"{first['documents']} of {first['group_documents']}."
    )
    rows = [f"{label(group)} (n={count})" for group, count in zip(shown[by], shown["group_documents"], strict=True)]
    figure, axes = _rows(rows, lines=len(rows))
    with rc_context(STYLE):
        _shares(axes, shown)
        axes.set_xlabel("share of the group’s documents that name it")
    note = "Points are shares, lines 95% Wilson intervals, n the documents of the group; wide lines mean few documents."
    if len(counts) > top:
        note += f" The {top} groups with most documents of {len(counts)} shown."
    alt = f"Shares of documents that name {name} by {label(by)}: " + _listed(
        (shown.set_index(by)["share"] * 100).round(), "percent"
    )
    return Chart(figure, caption, alt, note, shown)


def named_beside(mentions: pd.DataFrame, name: str, documents: pd.DataFrame, top: int = 12) -> Chart:
    """Draw which other organizations are named in the documents that name one.

    Parameters
    ----------
    mentions : DataFrame
        Those of all organizations.
    name : str
        The organization beside which the others are named.
    documents : DataFrame
        All documents.
    top : int
        How many organizations to draw.
    """
    naming = documents[documents["doc_id"].isin(mentions.loc[mentions["organization"] == name, "doc_id"])]
    others = mention_counts(mentions[mentions["organization"] != name], naming)
    if others.empty:
        return Chart(None, f"No other organization is named in documents that name {name}.")
    chart = organizations(others, top)
    first = chart.data.iloc[0]
    caption = (
        f"Named beside it in the most documents: {first['organization']}, in {first['documents']:,} "
        f"of the {count_of(first['group_documents'], 'document')} that name {name}."
    )
    return replace(chart, caption=caption)


def naming_by_month(mentions: pd.DataFrame, documents: pd.DataFrame, name: str) -> Chart:
    """Draw how many documents of each month name an organization, before all documents of the month.

    Parameters
    ----------
    mentions : DataFrame
        Those of one organization.
    documents : DataFrame
        All documents, with date and date_precision.
    name : str
        The organization's name, for the caption.
    """
    months = grouping(documents, "month")
    total = _by_month(months.value_counts())
    if total.empty:
        return Chart(None, "No document has a date of a known month.")
    named = months[documents["doc_id"].isin(mentions["doc_id"])].value_counts()
    named = named.reindex(total.index, fill_value=0)
    figure, axes = _figure(2.8)
    with rc_context(STYLE):
        axes.bar(range(len(total)), total, color=GRAY, width=0.8, label="all documents")
        axes.bar(range(len(total)), named, color=BLUE, width=0.8, label=f"documents that name {_short(name)}")
        _label_months(axes, total.index)
        axes.set_ylabel("documents")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend(frameon=False, fontsize=9, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, borderaxespad=0.2)
    top = named.idxmax()
    caption = f"Most documents that name {name} are of {month_name(top)}: {named.max()} of {total[top]} in that month."
    if named.max() == 0:
        caption = f"No document of a known month names {name}."
    alt = f"Bars of documents by month, {span_of(total.index)}; {named.sum()} of {total.sum()} name {name}."
    data = pd.DataFrame({"month": total.index, "naming": named.to_numpy(), "documents": total.to_numpy()})
    undated = int(months.isna().sum())
    note = f"{count_of(undated, 'document')} without a known month left out." if undated else ""
    return Chart(figure, caption, alt, note, data)


def organizations_by_group(mentions: pd.DataFrame, documents: pd.DataFrame, by: str, top: int = 12) -> Chart:
    """Draw which share of each group's documents names each of the most-named organizations.

    Parameters
    ----------
    mentions, documents : DataFrame
        As the other functions take them.
    by : str
        The column of documents to group by; the eight groups with most documents are drawn.
    top : int
        How many organizations to draw.
    """
    if not by:
        return Chart(None, "There is no column to group documents by.")
    counts = mention_counts(mentions, documents, by=by, zeros=True)
    if counts.empty:
        return Chart(None, f"No organization is named in documents with a value of {label(by)}.")
    size = counts.groupby(by)["group_documents"].first().nlargest(8)
    most = counts.groupby("organization")["documents"].sum().nlargest(top).index
    shares = counts.pivot(index="organization", columns=by, values="share").loc[most, size.index]
    figure, axes = _rows(most, lines=len(most) * 1.05 + 2.5)
    with rc_context(STYLE):
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=max(float(shares.max().max()), 0.01), aspect="auto")
        for (row, column), share in np.ndenumerate(shares.to_numpy()):
            dark = share > shares.max().max() * 0.6
            axes.text(column, row, f"{share * 100:.0f}", ha="center", va="center", fontsize=9, color="white" if dark else "#222222")
        names = [f"{_short(label(group), 32)} (n={count})" for group, count in size.items()]
        axes.set_xticks(range(len(size)), names, fontsize=8.5, rotation=50, ha="left", rotation_mode="anchor")
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    organization, group = shares.stack().idxmax()
    caption = (
        f"The largest share: {organization}, named in {percent(shares.loc[organization, group])} of the "
        f"{count_of(size[group], 'document')} of “{label(group)}”."
    )
    note = "Cells are percent of the group’s documents (n) that name the organization; the data give their intervals."
    alt = f"Table of shares: {len(most)} organizations by {len(size)} values of {label(by)}. {caption}"
    data = counts[counts["organization"].isin(most) & counts[by].isin(size.index)].reset_index(drop=True)
    return Chart(figure, caption, alt, note, data)


def _figure(height: float) -> tuple[Figure, Axes]:
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        return figure, figure.subplots()


def _rows(names: Sequence[str], lines: float) -> tuple[Figure, Axes]:
    """Make axes with one named row for each name, the first at the top."""
    figure, axes = _figure(0.75 + 0.32 * lines)
    with rc_context(STYLE):
        axes.set_yticks(range(len(names)), [_wrapped(label(name)) for name in names], fontsize=9)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
    return figure, axes


def _intervals(axes: Axes, values: pd.Series, low: pd.Series, high: pd.Series) -> None:
    rows = range(len(values))
    axes.hlines(rows, low, high, color=BLUE, linewidth=2, alpha=0.55)
    axes.plot(values, rows, "o", color=ORANGE, markersize=5.5, clip_on=False, zorder=3)
    axes.grid(axis="x", color="#e3e6e8", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlim(left=0)


def _shares(axes: Axes, counts: pd.DataFrame) -> None:
    _intervals(axes, counts["share"], counts["low"], counts["high"])
    axes.set_xlim(0, min(1.0, float(counts["high"].max()) * 1.05))
    axes.xaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=0))


def _by_month(counts: pd.Series) -> pd.Series:
    """Fill the months between the first and the last that have none."""
    if counts.empty:
        return counts
    return counts.reindex(pd.date_range(counts.index.min(), counts.index.max(), freq="MS"), fill_value=0)


def _label_months(axes: Axes, months: pd.DatetimeIndex) -> None:
    """Label at most twelve months, with the year where it begins."""
    every = max(1, -(-len(months) // 12))
    places = range(0, len(months), every)
    years = [months[place].year for place in places]
    texts = [
        f"{months[place]:%b}\n{year}" if i == 0 or year != years[i - 1] else f"{months[place]:%b}"
        for i, (place, year) in enumerate(zip(places, years, strict=True))
    ]
    axes.set_xticks(list(places), texts)
    axes.set_xlim(-0.7, len(months) - 0.3)


def _wrapped(name: str) -> str:
    return textwrap.fill(name, 40, max_lines=2, placeholder=" …")


def _short(name: str, longest: int = 44) -> str:
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"


def _listed(values: pd.Series, unit: str = "") -> str:
    parts = [f"{label(name)} {value:,.0f}{' ' + unit if unit else ''}" for name, value in values.head(5).items()]
    return "; ".join(parts) + ("; and others." if len(values) > 5 else ".")
