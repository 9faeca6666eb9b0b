"""How often organizations are named over time -> lines with their intervals, broken where there is no document."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.discourse import trend
from analysis.reports.display import DATA_ROWS, Chart, first_rows
from analysis.reports.drawing import BLUE, GRAY, ORANGE, WIDTH, distinct, label_periods, styled
from analysis.reports.openings import FEW_SENTENCES, Corpus, documents_of, groups_of, open_groups
from analysis.reports.rules import counting_rule
from analysis.reports.times import count_over_time, period_of, series_of, undated_note
from analysis.reports.words import count_of, most, span_of, time_name
from analysis.reports.writing import cut, percent

NO_DOCUMENTS = {"facecolor": "#eceff1", "edgecolor": "#9aa3a9", "hatch": "////", "linewidth": 0}
MOST_PANELS = 6
LONGEST = 80


def naming_trend(mentions: pd.DataFrame, corpus: Corpus, name: str) -> Chart:
    """Draw the share of documents that name an organization by month or year, above how many documents there are.

    A period without documents is a gap: hatched, with the line broken, as nothing is known of it.

    Parameters
    ----------
    mentions : DataFrame
        Those of one organization.
    corpus : Study or DataFrame
        The corpus, whose sentences the counts open, or its documents, with date and date_precision.
    name : str
        The organization's standard name.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "date": pd.to_datetime(["2023-02-22", "2023-04-03"]),
    ...                           "date_precision": ["day", "day"]})
    >>> named = pd.DataFrame({"doc_id": ["a"], "start": [0], "end": [2], "organization": ["UN"]})
    >>> naming_trend(named, documents, "UN").data["share"].tolist()
    [1.0, nan, 0.0]
    """
    documents = documents_of(corpus)
    period = period_of(documents)
    found = trend(mentions, documents, name, period, duplicates="all", resamples=0)
    if found.empty:
        return Chart(None, "No document has a date.", note=_note(documents, mentions, found, period))
    times = pd.DatetimeIndex(found["period"])
    figure, (upper, lower) = _panels(2, 3.9, height_ratios=[2, 1])
    with styled():
        _draw(upper, found, _highest(found))
        upper.set_ylabel("share of documents")
        lower.bar(range(len(found)), found["group_documents"], color=GRAY, width=0.8, label="all documents")
        lower.bar(range(len(found)), found["documents"], color=BLUE, width=0.8, label="documents that name it")
        lower.set_ylabel("documents")
        lower.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=3))
        label_periods(lower, times, period)
        _legend(figure, found, bars=lower)
    caption = _peak(mentions, found, name, period)
    span = span_of(times, period)
    alt = f"Line of the share of documents by {period} that name {cut(name)}, {span}; {_gaps(found, period)} {caption}"
    data = found.drop(columns=["organization", "mentions_low", "mentions_high"]).rename(columns={"period": period})
    note = _note(documents, mentions, found, period)
    opened = open_groups(data, mentions, corpus, period, _periods(documents, period), limit=FEW_SENTENCES)
    series = series_of(times, _known(found), period)
    return Chart(figure, caption, alt, note, data, opened, series=series)


def naming_trends(mentions: pd.DataFrame, corpus: Corpus, top: int = MOST_PANELS) -> Chart:
    """Draw the share of documents by month or year that name each of the most-named organizations, a panel each.

    Parameters
    ----------
    mentions : DataFrame
        Those of all organizations.
    corpus : Study or DataFrame
        The corpus, whose sentences the counts open, or its documents, with date and date_precision.
    top : int
        How many organizations to draw, six at most: those that most documents name.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "date": pd.to_datetime(["2023-02-22"]), "date_precision": ["day"]})
    >>> named = pd.DataFrame({"doc_id": ["a"], "start": [0], "end": [2], "organization": ["UN"]})
    >>> naming_trends(named, documents).caption
    'Most documents of one month name UN in February 2023: 1 of the 1 document of that month.'
    """
    documents = documents_of(corpus)
    naming = (
        mentions.groupby("organization")["doc_id"].nunique().sort_index().sort_values(ascending=False, kind="stable")
    )
    names = list(first_rows(naming, top).head(MOST_PANELS).index)
    period = period_of(documents)
    found = trend(mentions, documents, names, period, duplicates="all", resamples=0)
    if found.empty:
        why = "No document has a date." if names else "No organization of the gazetteer is named."
        return Chart(None, why, note=_note(documents, mentions, found, period))
    parts = {name: found[found["organization"] == name].reset_index(drop=True) for name in names}
    times = pd.DatetimeIndex(parts[names[0]]["period"])
    figure, panels = _panels(len(names), 0.8 + 1.15 * len(names))
    with styled():
        for axes, title, part in zip(panels, distinct(names, LONGEST), parts.values(), strict=True):
            _draw(axes, part, _highest(found))
            axes.set_title(title, loc="left", fontsize=9.5, pad=4)
        label_periods(panels[-1], times, period)
        _legend(figure, found)
    left_out = (
        f" The {len(names)} organizations that most documents name, of {len(naming)}."
        if len(naming) > len(names)
        else ""
    )
    caption, span = _peaks(found, period), span_of(times, period)
    alt = f"Lines of the share of documents by {period} that name {', '.join(map(cut, names))}; {span}. {caption}"
    note = f"{_note(documents, mentions, found, period)}{left_out}"
    data = found.drop(columns=["mentions_low", "mentions_high"]).rename(columns={"period": period})
    opened = open_groups(
        data.head(DATA_ROWS), mentions, corpus, period, _periods(documents, period), limit=FEW_SENTENCES
    )
    series = series_of(times, _known(parts[names[0]]), period)
    return Chart(figure, caption, alt, note, data, opened, series=series)


def _known(found: pd.DataFrame) -> pd.Series:
    """Return how many documents name an organization, missing where there is no document that could."""
    return found["documents"].where(found["group_documents"] > 0)


def _periods(documents: pd.DataFrame, period: str) -> pd.Series:
    """Return the month or year of each document by its doc_id, whatever the user's own columns are called."""
    return groups_of(documents.drop(columns=period, errors="ignore"), period)


def _panels(rows: int, height: float, **ratios: list[int]) -> tuple[Figure, list[Axes]]:
    with styled():
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        panels = figure.subplots(rows, 1, sharex=True, squeeze=False, **ratios)
        return figure, list(panels[:, 0])


def _draw(axes: Axes, found: pd.DataFrame, highest: float) -> None:
    """Draw the shares of one organization with their intervals, broken and hatched where there is no document."""
    places = pd.RangeIndex(len(found)).to_numpy()
    for place in places[(found["group_documents"] == 0).to_numpy()]:
        axes.axvspan(place - 0.5, place + 0.5, zorder=0, **NO_DOCUMENTS)
    axes.fill_between(places, found["share_low"], found["share_high"], color=BLUE, alpha=0.16, linewidth=0)
    # The band of a period between two gaps has no width: its bounds are drawn as a line.
    axes.vlines(places, found["share_low"], found["share_high"], color=BLUE, linewidth=1.6, alpha=0.4)
    axes.plot(places, found["share"], "-o", color=BLUE, markerfacecolor=ORANGE, markeredgecolor=ORANGE, markersize=4)
    axes.set_ylim(-0.03 * highest, highest)
    axes.set_xlim(-0.7, len(found) - 0.3)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=0))
    axes.grid(axis="y", color="#e3e6e8", linewidth=0.8)
    axes.set_axisbelow(True)


def _highest(found: pd.DataFrame) -> float:
    """Return where the axis of shares ends, the same for all panels."""
    return min(1.03, max(float(found["share_high"].max(skipna=True) or 0) * 1.05, 0.05))


def _legend(figure: Figure, found: pd.DataFrame, bars: Axes | None = None) -> None:
    handles = [Patch(color=BLUE, alpha=0.25, label="95% interval of the share")]
    if (found["group_documents"] == 0).any():
        handles.append(Patch(label="no documents", **NO_DOCUMENTS))
    if bars:
        handles += bars.get_legend_handles_labels()[0]
    figure.legend(handles=handles, loc="outside upper left", ncols=len(handles), frameon=False, fontsize=8.5)


def _peak(mentions: pd.DataFrame, found: pd.DataFrame, name: str, period: str) -> str:
    named = found.set_index(found["period"].map(lambda time: time_name(time, period)))
    if mentions.empty:
        return f"No document names {name}."
    if not named["documents"].any():
        return f"No document that names {name} has a known {period}."
    finding = most("document", named["documents"], int(named["documents"].sum()), which=f"that name {name}")
    first = named[named["documents"] == named["documents"].max()]
    if len(first) > 1:
        return finding
    peak = first.iloc[0]
    share = f"{percent(peak['share'])} of the {count_of(int(peak['group_documents']), 'document')} of that {period}"
    return f"{finding[:-1]}: {share} (95% interval {percent(peak['share_low'])} to {percent(peak['share_high'])})."


def _peaks(found: pd.DataFrame, period: str) -> str:
    if not found["documents"].any():
        return f"No document that names one of them has a known {period}."
    cells = zip(found["organization"], found["period"], strict=True)
    named = found.set_index(pd.Index([f"{name} in {time_name(time, period)}" for name, time in cells]))
    first = named[named["documents"] == named["documents"].max()]
    if len(first) == 1:
        peak = first.iloc[0]
        of_all = f"{peak['documents']:,} of the {count_of(int(peak['group_documents']), 'document')} of that {period}"
        return f"Most documents of one {period} name {first.index[0]}: {of_all}."
    names = "; ".join(first.index[:3]) + (f"; and {len(first) - 3} more" if len(first) > 3 else "")
    return f"The most documents of one {period}, {first['documents'].iloc[0]:,} each, name {names}."


def _gaps(found: pd.DataFrame, period: str) -> str:
    empty = int((found.drop_duplicates("period")["group_documents"] == 0).sum())
    return f"{count_of(empty, period)} without documents." if empty else f"no {period} without documents."


def _note(documents: pd.DataFrame, mentions: pd.DataFrame, found: pd.DataFrame, period: str) -> str:
    parts = [
        f"A document counts once a {period}, however often it names an organization.",
        "The band is the 95% Wilson interval.",
    ]
    if (found["group_documents"] == 0).any():
        parts.append(f"{_gaps(found, period)[:-1]}: hatched gaps, which are not zeros.")
    undated = undated_note(count_over_time(documents, period)[0], period)
    return " ".join(filter(None, [*parts, undated, counting_rule(documents, mentions)]))
