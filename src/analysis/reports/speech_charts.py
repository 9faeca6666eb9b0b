"""Who is heard, and with which verbs -> figures of shares with their intervals."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.discourse import grouping, named_speech, share_of_voice, statements_of
from analysis.reports.display import DATA_ROWS, Chart, first_rows
from analysis.reports.drawing import (
    BLUE,
    GRAY,
    ORANGE,
    WIDTH,
    axes_with_rows,
    distinct,
    draw_grid_of_shares,
    draw_shares,
    label_periods,
    styled,
)
from analysis.reports.openings import FEW_SENTENCES, groups_of, without_flat_intervals
from analysis.reports.rules import counting_rule, resamples_for
from analysis.reports.speech_evidence import NOBODY, open_statements
from analysis.reports.times import count_over_time, period_of, series_of, undated_note
from analysis.reports.trends import LONGEST, MOST_PANELS, NO_DOCUMENTS
from analysis.reports.words import count_of, listed, some_of, span_of, time_name
from analysis.reports.writing import cut, label, percent
from analysis.study import Study

SHARE = ["share", "share_low", "share_high"]
MOST_GROUPS, LONGEST_GROUP = 8, 32
OF_WORDS = "Shares are of the words of all speakers with a name"
BAND = "The band is the 95% interval from a bootstrap over its documents; one document alone has none."
OWN_SCALE = "Each panel has its own scale."
BOOTSTRAP = "95% intervals from a bootstrap over documents, none where one document alone is counted"


def voice_trend(statements: pd.DataFrame, study: Study, speaker: str = "", top: int = 4) -> Chart:
    """Draw the share of voice by month or year, a panel a speaker, above how many words are said in all.

    Parameters
    ----------
    statements : DataFrame
        Those that count, of all speakers; shares are of what they say together.
    study : Study
        The corpus.
    speaker : str
        The one to draw; empty for those who say most.
    top : int
        How many speakers to draw, six at most, when none is given.
    """
    if statements.empty:
        return Chart(None, NOBODY)
    documents, rule = study.documents, counting_rule(study.documents)
    period = period_of(documents)
    found = _over_time(statements, documents, period)
    undated = undated_note(count_over_time(documents, period)[0], period)
    if found.empty:
        return Chart(None, "No statement of a speaker with a name has a known date.", note=rule)
    words = found.groupby("speaker_name")["words"].sum().sort_index().sort_values(ascending=False, kind="stable")
    names = [speaker] if speaker else list(first_rows(words, top).head(MOST_PANELS).index)
    parts = {name: found[found["speaker_name"] == name].reset_index(drop=True) for name in names}
    times = pd.DatetimeIndex(next(iter(parts.values()))["period"])
    figure, panels = _panels(len(names))
    with styled():
        for axes, title, part in zip(panels, distinct(names, LONGEST), parts.values(), strict=False):
            _draw_panel(axes, part, min(1.03, max(0.05, float(part[SHARE].max().max()) * 1.05)))
            title = f"{title} ({count_of(int(part['words'].sum()), 'word')})"
            axes.set_title(title, loc="left", fontsize=9.5, pad=4)
        _draw_sizes(panels[-1], next(iter(parts.values())))
        label_periods(panels[-1], times, period)
        if len(names) > 1:
            figure.supylabel("share of the words said", fontsize=9)
        else:
            panels[0].set_ylabel("share", fontsize=9)
        _trend_legend(figure, found)
    caption = _highest_share(parts, period)
    alt = (
        f"Lines of the share of voice by {period} of {', '.join(map(cut, names))}, {span_of(times, period)}. {caption}"
    )
    gaps = int((found.drop_duplicates("period")["group_words"] == 0).sum())
    note = f"{OF_WORDS} in the {period}. {BAND}"
    hatched = f"{count_of(gaps, period)} in which nobody with a name speaks: hatched gaps." if gaps else ""
    data = pd.concat(parts.values(), ignore_index=True).rename(columns={"period": period, "speaker_name": "speaker"})
    data = data[[period, "speaker", "statements", "words", "group_words", *SHARE, "documents"]]
    times_of = groups_of(documents.drop(columns=period, errors="ignore"), period)
    opened = _open(data.rename(columns={"speaker": "speaker_name"}), statements, study, period, times_of)
    note = " ".join(filter(None, [note, OWN_SCALE, hatched, undated, rule]))
    first = next(iter(parts.values()))
    dated = count_over_time(documents, period)[1].reindex(times, fill_value=0)
    series = series_of(times, first["words"].where(dated.to_numpy() > 0), period)
    return Chart(figure, caption, alt, note, data, opened, series=series)


def voice_chart(statements: pd.DataFrame, study: Study, by: str, top: int = 10) -> Chart:
    """Draw which share of voice each speaker has in each group of documents, such as a source.

    Parameters
    ----------
    statements : DataFrame
        Those that count, of all speakers; shares are of what they say together.
    study : Study
        The corpus.
    by : str
        A column of documents; the eight groups in which most is said are drawn.
    top : int
        How many speakers to draw: those who say most.
    """
    counts = _by_group(statements, study, by)
    if isinstance(counts, str):
        return Chart(None, counts)
    words = counts.groupby("speaker_name")["words"].sum().sort_index().sort_values(ascending=False, kind="stable")
    speakers = first_rows(words, top).index
    size = counts.groupby(by)["group_words"].first().sort_values(ascending=False, kind="stable")
    drawn = size.head(MOST_GROUPS)
    among = counts[counts[by].isin(drawn.index)]
    cells = among.pivot(index="speaker_name", columns=by, values="share").reindex(speakers)[drawn.index].fillna(0)
    names = distinct([label(group, by) for group in drawn.index], LONGEST_GROUP)
    columns = [f"{name} (n={size:,})" for name, size in zip(names, drawn, strict=True)]
    figure, axes = axes_with_rows(speakers, lines=len(speakers) * 1.05 + max(map(len, columns)) * 0.14)
    draw_grid_of_shares(axes, cells.to_numpy(), columns)
    caption = _where_most_is_said(among, drawn, by)
    some = f" {len(drawn)} of {len(size)} groups and {len(speakers)} of {len(words)} speakers, by words."
    note = (
        f"Cells are percent of the words (n) that speakers with a name say in documents of the {label(by)}; the data "
        f"give their intervals.{some} {counting_rule(study.documents, by=by)}"
    )
    alt = f"Grid of shares of voice: {count_of(len(speakers), 'speaker')} by {label(by)}. {caption}"
    data = among[among["speaker_name"].isin(speakers) & (among["words"] > 0)]
    data = data[[by, "speaker_name", "statements", "words", "group_words", *SHARE, "documents"]]
    data = data.sort_values("words", ascending=False, kind="stable", ignore_index=True)
    opened = _open(data, statements, study, by, groups_of(study.documents, by))
    data = data if by == "speaker" else data.rename(columns={"speaker_name": "speaker"})
    return Chart(figure, caption, alt, note, data, opened)


def voice_by_chart(statements: pd.DataFrame, study: Study, speaker: str, by: str, top: int = 12) -> Chart:
    """Draw one speaker's share of voice in each group of documents, with intervals.

    Parameters
    ----------
    statements : DataFrame
        Those that count, of all speakers; shares are of what they say together.
    study : Study
        The corpus.
    speaker : str
        A name of the column speaker_name.
    by : str
        A column of documents.
    top : int
        How many groups to draw: those in which most is said.
    """
    counts = _by_group(statements, study, by)
    if isinstance(counts, str):
        return Chart(None, counts)
    own = without_flat_intervals(counts[(counts["speaker_name"] == speaker) & (counts["group_words"] > 0)], "share")
    if not own["words"].any():
        return Chart(None, f"{speaker} says nothing in a document with a value of {label(by)}.")
    largest = first_rows(own.sort_values("group_words", ascending=False, kind="stable"), top)
    shown = largest.sort_values(["share", "group_words"], ascending=False, kind="stable").reset_index(drop=True)
    rows = [f"{label(row[by], by)} (n={row['group_words']:,})" for row in shown.to_dict("records")]
    figure, axes = axes_with_rows(rows, lines=len(rows))
    with styled():
        draw_shares(axes, shown.assign(share_high=shown["share_high"].fillna(shown["share"])))
        axes.set_xlabel("share of the words said")
    caption = _largest_share(speaker, shown, by)
    some = f" {len(shown)} of {len(own)} groups, by words." if len(shown) < len(own) else ""
    note = f"{OF_WORDS} (n) in the group; {BOOTSTRAP}.{some} {counting_rule(study.documents, by=by)}"
    named = pd.Series((shown["share"] * 100).round().to_numpy(), index=rows)
    alt = f"Shares of voice of {speaker} by {label(by)}: {listed(named, 'percent')}"
    data = shown[[by, "statements", "words", "group_words", *SHARE, "documents"]]
    own = statements_of(statements, speaker)
    rows = data.assign(speaker_name=speaker)
    return Chart(figure, caption, alt, note, data, _open(rows, own, study, by, groups_of(study.documents, by)))


def _open(rows: pd.DataFrame, statements: pd.DataFrame, study: Study, by: str, group: pd.Series) -> list[list[dict]]:
    """Return the statements of the speaker and the group of each row, whatever the user's column is called."""
    said = named_speech(statements, as_written=True)
    said = said.assign(_group=said["doc_id"].map(group))
    listed = rows.head(DATA_ROWS)
    listed = pd.DataFrame({"_group": listed[by], "speaker_name": listed["speaker_name"]})
    return open_statements(listed, said, study, ["_group", "speaker_name"], limit=FEW_SENTENCES)


def _over_time(statements: pd.DataFrame, documents: pd.DataFrame, period: str) -> pd.DataFrame:
    """Return the shares of voice of each period from the first to the last, also of those without a statement."""
    by = grouping(documents.drop(columns=period, errors="ignore"), period).rename("period")
    counts = share_of_voice(
        statements, documents, by, zeros=True, duplicates="all", as_written=True, resamples=resamples_for(documents)
    )
    if counts.empty:
        return counts
    times = count_over_time(documents, period)[1].index.astype(counts["period"].dtype)
    every = pd.MultiIndex.from_product(
        [times, sorted(counts["speaker_name"].unique())], names=["period", "speaker_name"]
    )
    found = counts.set_index(every.names).reindex(every).reset_index()
    numbers = ["statements", "words", "documents", "group_documents", "group_statements", "group_words"]
    found[numbers] = found[numbers].fillna(0).astype("int64")
    return without_flat_intervals(found, "share")


def _by_group(statements: pd.DataFrame, study: Study, by: str) -> pd.DataFrame | str:
    """Return the shares of voice by group, or why there are none."""
    if statements.empty:
        return NOBODY
    if not by:
        return "There is no column to group documents by."
    documents = study.documents
    counts = share_of_voice(
        statements, documents, by, zeros=True, duplicates="all", as_written=True, resamples=resamples_for(documents)
    )
    if counts.empty:
        return f"Nobody with a name speaks in a document with a value of {label(by)}."
    return counts


def _panels(rows: int) -> tuple[Figure, list[Axes]]:
    with styled():
        figure = Figure(figsize=(WIDTH, 1.5 + 1.15 * rows), layout="constrained")
        heights = {"height_ratios": [1.6] * rows + [1]}
        return figure, list(figure.subplots(rows + 1, 1, sharex=True, squeeze=False, gridspec_kw=heights)[:, 0])


def _draw_panel(axes: Axes, part: pd.DataFrame, highest: float) -> None:
    """Draw the shares of one speaker with their intervals, broken and hatched where nobody speaks."""
    places = pd.RangeIndex(len(part)).to_numpy()
    for place in places[(part["group_words"] == 0).to_numpy()]:
        axes.axvspan(place - 0.5, place + 0.5, zorder=0, **NO_DOCUMENTS)
    axes.fill_between(places, part["share_low"], part["share_high"], color=BLUE, alpha=0.16, linewidth=0)
    # The band of a period between two without an interval has no width: its bounds are drawn as a line.
    axes.vlines(places, part["share_low"], part["share_high"], color=BLUE, linewidth=1.6, alpha=0.4)
    axes.plot(places, part["share"], "-o", color=BLUE, markerfacecolor=ORANGE, markeredgecolor=ORANGE, markersize=4)
    axes.set_ylim(-0.03 * highest, highest)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=3, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=0))
    axes.grid(axis="y", color="#e3e6e8", linewidth=0.8)
    axes.set_axisbelow(True)


def _draw_sizes(axes: Axes, part: pd.DataFrame) -> None:
    """Draw how many words all speakers say, of which the shares are."""
    axes.bar(range(len(part)), part["group_words"], color=GRAY, width=0.8)
    axes.set_title("words of all speakers with a name", loc="left", fontsize=9.5, pad=4)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=3))


def _trend_legend(figure: Figure, found: pd.DataFrame) -> None:
    handles = [Patch(color=BLUE, alpha=0.25, label="95% interval of the share")]
    if (found["group_words"] == 0).any():
        handles.append(Patch(label="nobody with a name speaks", **NO_DOCUMENTS))
    figure.legend(handles=handles, loc="outside upper left", ncols=len(handles), frameon=False, fontsize=8.5)


def _highest_share(parts: dict[str, pd.DataFrame], period: str) -> str:
    """Say of whom most is heard, and in which period the largest share of that speaker was."""
    name, part = next(iter(parts.items()))
    if not part["words"].any():
        return f"{name} says nothing in a document with a known {period}."
    words = pd.Series({name: int(part["words"].sum()) for name, part in parts.items()})
    loudest = words.index[words == words.max()]
    if len(loudest) > 1:
        return f"{some_of(list(loudest))} say most of all, {count_of(int(words.max()), 'word')} each."
    peaks = part[part["share"] == part["share"].max()]
    most_of_all = f"{name} says most of all; the largest" if len(parts) > 1 else f"{name}: the largest"
    if len(peaks) > 1:
        times = some_of([time_name(time, period) for time in peaks["period"]])
        return f"{most_of_all} shares of voice, {percent(peaks['share'].iloc[0])} each, are those of {times}."
    peak = peaks.iloc[0]
    return f"{most_of_all} share of voice is that of {time_name(peak['period'], period)}: {_of_words(peak)}."


def _where_most_is_said(among: pd.DataFrame, sizes: pd.Series, by: str) -> str:
    """Say who has the largest share where most is said, or that several are equal in that."""
    groups = sizes.index[sizes == sizes.max()]
    if len(groups) > 1:
        names = some_of([label(group, by) for group in groups])
        return f"Most is said in {names}, {count_of(int(sizes.max()), 'word')} each."
    here = among[among[by] == groups[0]]
    first = here[here["words"] == here["words"].max()]
    where = f"Where most is said, in {label(groups[0], by)},"
    if len(first) > 1:
        return f"{where} {some_of(list(first['speaker_name']))} have equal shares of voice: {_of_words(first.iloc[0])}."
    return f"{where} {first['speaker_name'].iloc[0]} has the largest share of voice: {_of_words(first.iloc[0])}."


def _largest_share(speaker: str, shown: pd.DataFrame, by: str) -> str:
    """Say in which group one speaker has the largest share of voice, or that several are equal in that."""
    first = shown[shown["share"] == shown["share"].max()]
    where = some_of([label(group, by) for group in first[by]])
    if len(shown) == 1:
        return f"{speaker} has this share of voice in {where}: {_of_words(first.iloc[0])}."
    if len(first) > 1:
        return f"{speaker} has the largest shares of voice, {percent(first['share'].iloc[0])} each, in {where}."
    return f"{speaker} has the largest share of voice in {where}: {_of_words(first.iloc[0])}."


def _of_words(row: pd.Series) -> str:
    known = row["share_low"] < row["share_high"]
    bounds = f"; 95% interval {percent(row['share_low'])} to {percent(row['share_high'])}" if known else ""
    return f"{row['words']:,} of {count_of(int(row['group_words']), 'word')} ({percent(row['share'])}{bounds})"
