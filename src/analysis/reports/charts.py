"""Frames of counts -> figures. Each function returns a Chart: the figure, its finding, its alt text, its data."""

from dataclasses import replace

import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.discourse import grouping, mention_counts
from analysis.reports.context_evidence import open_terms
from analysis.reports.display import Chart, first_rows
from analysis.reports.document_evidence import open_documents
from analysis.reports.drawing import (
    BLUE,
    LINES_PER_LETTER,
    axes_of_height,
    axes_with_rows,
    draw_grid_of_shares,
    draw_intervals,
    draw_shares,
    label_periods,
    shortened,
    styled,
)
from analysis.reports.openings import FEW_SENTENCES, Corpus, documents_of, groups_of, open_groups, open_rows
from analysis.reports.rules import counting_rule
from analysis.reports.times import count_over_time, period_of, series_of, undated_note
from analysis.reports.words import count_of, highest, listed, most, span_of, time_name, with_counts
from analysis.reports.writing import cut, label
from analysis.study import Study


def documents_over_time(documents: pd.DataFrame) -> Chart:
    """Draw how many documents there are of each month, or of each year where months are too many or unknown.

    Parameters
    ----------
    documents : DataFrame
        With date and date_precision; documents that are not dated so precisely are left out and counted in
        the note.

    >>> documents_over_time(pd.DataFrame({"date": pd.to_datetime(["2023-02-22", "2023-04-03"]),
    ...                                   "date_precision": ["day", "day"]})).data["documents"].tolist()
    [1, 0, 1]
    """
    period = period_of(documents)
    times, counts = count_over_time(documents, period)
    note = undated_note(times, period)
    if counts.empty:
        return Chart(None, "No document has a date.", note=note)
    figure, axes = axes_of_height(2.6)
    with styled():
        axes.bar(range(len(counts)), counts, color=BLUE, width=0.8)
        label_periods(axes, counts.index, period)
        axes.set_ylabel("documents")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    caption = most("document", counts.rename(index=lambda time: time_name(time, period)), counts.sum())
    span = span_of(counts.index, period)
    alt = f"Bars of documents by {period}, {span}: {counts.min():,} to {counts.max():,} each. {caption}"
    data = counts.rename("documents").rename_axis(period).reset_index()
    opened = open_documents(counts.index, times, documents)
    return Chart(figure, caption, alt, note, data, opened, series=series_of(counts.index, counts, period))


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
    'A has the most documents, 2 of 3.'
    """
    if by == "documents":
        raise ValueError("cannot count by 'documents': the counts have a column of that name; give yours another")
    values = grouping(documents, by) if by else pd.Series(dtype=str)
    counts = values.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if counts.empty:
        why = f"No document has a value of {label(by)}." if by else "There is no column to group documents by."
        return Chart(None, why)
    missing = int(values.isna().sum())
    notes = [f"The {top} largest of {len(counts)} shown."] if len(counts) > top else []
    notes += [f"{count_of(missing, 'document')} without a value of {label(by)} left out."] if missing else []
    named = counts.rename(index=lambda group: label(group, by))
    caption = most("document", named, counts.sum())
    if len(counts) == 1 and counts.sum() > 1:
        caption = f"All {counts.sum():,} documents have the same {label(by)}: {named.index[0]}."
    shown = first_rows(named, top)
    figure, axes = axes_with_rows(shown.index, lines=len(shown))
    with styled():
        axes.barh(range(len(shown)), shown, color=BLUE, height=0.7)
        for row, count in enumerate(shown):
            axes.annotate(
                f"{count:,}", (count, row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9
            )
        axes.set_xlabel("documents")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    alt = f"Bar chart of documents by {label(by)}: " + listed(shown)
    data = first_rows(counts, top).rename("documents").rename_axis(by).reset_index()
    return Chart(figure, caption, alt, " ".join(notes), data, open_documents(data[by], values, documents))


def terms(
    frequencies: pd.DataFrame,
    top: int = 20,
    where: str = "the corpus",
    *,
    study: Study | None = None,
    around: pd.DataFrame | None = None,
) -> Chart:
    """Draw the most frequent terms with the intervals of their rates.

    Parameters
    ----------
    frequencies : DataFrame
        As `stats.frequencies` gives it, of one group.
    top : int
        How many terms to draw.
    where : str
        What the terms were counted in, for the caption.
    study : Study, optional
        The corpus; with it each count opens its sentences.
    around : DataFrame, optional
        The mentions in whose sentences the terms were counted (`discourse.contexts`); left out, in all of them.

    >>> from analysis.stats import frequencies
    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["open road", "open"]})
    >>> terms(frequencies(tokenize(documents))).caption
    'Of the words listed, “open” has the most tokens in the corpus, 2 of 3.'
    """
    shown = first_rows(frequencies, top).reset_index(drop=True)
    if shown.empty:
        return Chart(None, f"No term stands often enough in {where} to be listed.")
    first = frequencies[frequencies["count"] == frequencies["count"].max()]
    total = int(first["group_tokens"].iloc[0])
    counted = first.set_index("term")["count"].rename(index=lambda term: f"“{term}”")
    finding = most("token", counted, total, which=f"in {where}")
    caption = f"Of the words listed, {finding[0].lower()}{finding[1:]}"
    figure, axes = axes_with_rows(shown["term"], lines=len(shown))
    with styled():
        draw_intervals(axes, shown["per_million"], shown["per_million_low"], shown["per_million_high"])
        axes.set_xlabel("per million tokens")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    note = "Points are rates; lines are 95% intervals from a bootstrap over documents."
    known = " with their intervals"
    if shown["per_million_low"].isna().all():
        note, known = "Points are rates; one document alone gives no interval.", ""
    alt = f"Rates of the {len(shown)} most frequent terms{known}: " + listed(shown.set_index("term")["per_million"])
    opened = open_terms(list(shown["term"]), study, around) if study else []
    return Chart(figure, caption, alt, note, shown, opened)


def organizations(
    counts: pd.DataFrame, top: int = 15, corpus: Corpus | None = None, mentions: pd.DataFrame | None = None
) -> Chart:
    """Draw the organizations that most documents name, with the intervals of the shares.

    Parameters
    ----------
    counts : DataFrame
        As `discourse.mention_counts` gives it without groups.
    top : int
        How many organizations to draw.
    corpus : Study or DataFrame, optional
        The corpus, whose sentences the counts open, or its documents; with either the note says how was counted.
    mentions : DataFrame, optional
        Those counted, where they are not all of the study.
    """
    ranked = counts.sort_values(["documents", "mentions", "organization"], ascending=[False, False, True])
    shown = first_rows(ranked, top).reset_index(drop=True)
    if shown.empty:
        return Chart(None, "No organization of the gazetteer is named.")
    naming = ranked.set_index("organization")["documents"]
    caption = most("document", naming, int(shown["group_documents"].iloc[0]), verb="is named in")
    figure, axes = axes_with_rows(shown["organization"], lines=len(shown))
    with styled():
        draw_shares(axes, shown)
        axes.set_xlabel("share of documents that name it")
    note = "Points are shares of documents; lines are 95% Wilson intervals."
    note += "" if corpus is None else f" A document counts once. {counting_rule(documents_of(corpus))}"
    alt = f"Shares of documents that name each of {len(shown)} organizations: " + listed(
        shown.set_index("organization")["documents"], "documents"
    )
    mentions = corpus.mentions if mentions is None and isinstance(corpus, Study) else mentions
    opened = [] if corpus is None or mentions is None else open_rows(shown, mentions, corpus, limit=FEW_SENTENCES)
    return Chart(figure, caption, alt, note, shown, opened)


def share_by(mentions: pd.DataFrame, corpus: Corpus, by: str, name: str, top: int = 15) -> Chart:
    """Draw the share of each group's documents that name an organization, with intervals.

    Parameters
    ----------
    mentions : DataFrame
        Those of one organization.
    corpus : Study or DataFrame
        The corpus, whose sentences the counts open, or its documents; they give the denominators.
    by : str
        The column of documents to group by.
    name : str
        The organization's name, for the caption.
    top : int
        How many groups to draw: those with most documents.
    """
    if not by:
        return Chart(None, "There is no column to group documents by.")
    documents = documents_of(corpus)
    counts = mention_counts(mentions, documents, by=by, zeros=True, duplicates="all")
    if counts.empty:
        return Chart(None, f"No document that names {name} has a value of {label(by)}.")
    largest = first_rows(counts.sort_values("group_documents", ascending=False, kind="stable"), top)
    shown = largest.sort_values(["share", "group_documents"], ascending=False, kind="stable").reset_index(drop=True)
    groups = shown[by].map(lambda group: label(group, by))
    among = " among the groups shown" if len(shown) < len(counts) else ""
    caption = highest(
        shown.set_index(with_counts(groups, shown))["share"], f"share of documents that name {name}{among}"
    )
    rows = [f"{group} (n={count})" for group, count in zip(groups, shown["group_documents"], strict=True)]
    figure, axes = axes_with_rows(rows, lines=len(rows))
    with styled():
        draw_shares(axes, shown)
        axes.set_xlabel("share of the group’s documents that name it")
    note = "Points are shares, lines 95% Wilson intervals, n the documents of the group; wide lines mean few documents."
    note += f"{_left_out(documents, by, len(shown), len(counts))} {counting_rule(documents, mentions)}"
    alt = f"Shares of documents that name {name} by {label(by)}: " + listed(
        (shown.set_index(groups)["share"] * 100).round(), "percent"
    )
    opened = open_groups(shown, mentions, corpus, by, groups_of(documents, by), limit=FEW_SENTENCES)
    return Chart(figure, caption, alt, note, shown, opened)


def named_beside(mentions: pd.DataFrame, name: str, corpus: Corpus, top: int = 12) -> Chart:
    """Draw which other organizations are named in the documents that name one.

    Parameters
    ----------
    mentions : DataFrame
        Those of all organizations.
    name : str
        The organization beside which the others are named.
    corpus : Study or DataFrame
        The corpus, whose sentences the counts open, or its documents.
    top : int
        How many organizations to draw.
    """
    documents = documents_of(corpus)
    naming = documents[documents["doc_id"].isin(mentions.loc[mentions["organization"] == name, "doc_id"])]
    of_others = mentions[(mentions["organization"] != name) & mentions["doc_id"].isin(naming["doc_id"])]
    others = mention_counts(of_others, naming, duplicates="all")
    if others.empty:
        return Chart(None, f"No other organization is named in documents that name {name}.")
    beside = others.sort_values("documents", ascending=False, kind="stable").set_index("organization")["documents"]
    caption = most("document", beside, len(naming), verb="is named in", which=f"that name {name}")
    chart = organizations(others, top, naming)
    opened = open_rows(chart.data, of_others, corpus, limit=FEW_SENTENCES)
    alt = f"{chart.alt} All are documents that name {cut(name)}."
    return replace(chart, caption=caption, alt=alt, openings=opened)


def organizations_by_group(mentions: pd.DataFrame, corpus: Corpus, by: str, top: int = 12) -> Chart:
    """Draw which share of each group's documents names each of the most-named organizations.

    Parameters
    ----------
    mentions : DataFrame
        Those that count.
    corpus : Study or DataFrame
        The corpus, whose sentences the counts open, or its documents.
    by : str
        The column of documents to group by; the eight groups with most documents are drawn.
    top : int
        How many organizations to draw.
    """
    if not by:
        return Chart(None, "There is no column to group documents by.")
    documents = documents_of(corpus)
    counts = mention_counts(mentions, documents, by=by, zeros=True, duplicates="all")
    if counts.empty:
        return Chart(None, f"No organization is named in documents with a value of {label(by)}.")
    groups = counts[by].nunique()
    size = counts.groupby(by)["group_documents"].first().nlargest(8)
    counts = counts[counts[by].isin(size.index)]
    sums = counts.groupby("organization")["documents"].sum().sort_values(ascending=False, kind="stable")
    named = first_rows(sums, top).index
    counts = counts[counts["organization"].isin(named)].reset_index(drop=True)
    shares = counts.pivot(index="organization", columns=by, values="share").loc[named, size.index]
    names = [f"{shortened(label(group, by), 32)} (n={count})" for group, count in size.items()]
    figure, axes = axes_with_rows(named, lines=len(named) * 1.05 + max(2.5, max(map(len, names)) * LINES_PER_LETTER))
    draw_grid_of_shares(axes, shares.to_numpy(), names)
    pairs = with_counts(counts[by].map(lambda group: label(group, by)) + " naming " + counts["organization"], counts)
    caption = highest(counts.set_index(pairs)["share"], "share among the cells shown")
    note = "Cells are percent of the group’s documents (n) that name the organization; the data give their intervals."
    note += f" The {len(named)} most-named organizations." + _left_out(documents, by, len(size), groups)
    note += f" {counting_rule(documents, mentions)}"
    alt = f"Table of shares: {len(named)} organizations by {len(size)} values of {label(by)}. {caption}"
    order = counts["documents"].sort_values(ascending=False, kind="stable").index
    data = counts.loc[order].reset_index(drop=True)
    opened = open_groups(data, mentions, corpus, by, groups_of(documents, by), limit=FEW_SENTENCES)
    return Chart(figure, caption, alt, note, data, opened)


def _left_out(documents: pd.DataFrame, by: str, shown: int, groups: int) -> str:
    """Say which groups and documents are not drawn."""
    missing = int(grouping(documents, by).isna().sum())
    some = f" The {shown} of {groups} groups with most documents." if shown < groups else ""
    return some + (f" {count_of(missing, 'document')} without a value of {label(by)} left out." if missing else "")
