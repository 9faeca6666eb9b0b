"""Within quotation marks or outside -> a figure of shares, and a table whose counts open their sentences."""

import pandas as pd
from matplotlib.ticker import PercentFormatter

from analysis.discourse import mark_quoted, quoted_share
from analysis.reports.display import Chart, Table, first_rows
from analysis.reports.drawing import axes_with_rows, draw_intervals, styled
from analysis.reports.openings import (
    FEW_SENTENCES,
    Corpus,
    OpeningTable,
    documents_of,
    openings,
    without_flat_intervals,
)
from analysis.reports.rules import counting_rule, resamples_for
from analysis.reports.words import count_of, highest
from analysis.reports.writing import cut, percent
from analysis.study import Study
from analysis.text.quoting import quotation_spans

ALL = "all organizations together"


def quoted_chart(mentions: pd.DataFrame, corpus: Corpus, top: int = 15) -> Chart:
    """Draw the share of mentions that stand within quotation marks, of each organization and of all together.

    Parameters
    ----------
    mentions : DataFrame
        Those that count.
    corpus : Study or DataFrame
        The corpus, whose sentences the counts open, or its documents, with text.
    top : int
        How many organizations to draw: those with most mentions.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["The UN said: “The UN is here.”"]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a"], "start": [4, 18], "end": [6, 20], "organization": ["UN", "UN"]})
    >>> quoted_chart(named, documents).caption
    '1 of 2 mentions stands within quotation marks: 50%.'
    """
    documents = documents_of(corpus)
    shares, together = _shares(mentions, documents)
    if shares.empty:
        return Chart(None, "There is no mention to count.", note=counting_rule(documents))
    if not shares["quoted"].any():
        return Chart(None, quoted_finding(together), note=counting_rule(documents, mentions))
    shown = first_rows(shares, top)
    shown = pd.concat([together, shown], ignore_index=True) if len(shares) > 1 else shown.reset_index(drop=True)
    rows = [f"{row.organization} ({row.quoted:,} of {row.mentions:,})" for row in shown.itertuples()]
    figure, axes = axes_with_rows(rows, lines=len(rows))
    with styled():
        draw_intervals(axes, shown["share"], shown["share_low"], shown["share_high"])
        largest = shown[["share", "share_high"]].max().max()
        axes.set_xlim(0, min(1.0, max(float(largest) * 1.05, 0.05)))
        axes.xaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=0))
        axes.set_xlabel("share of mentions within quotation marks")
    alt = "Shares of mentions within quotation marks: " + "; ".join(
        f"{cut(row.organization)} {percent(row.share)}" for row in shown.head(6).itertuples()
    )
    opened = openings(_within_and_outside(mentions, documents, shown["organization"]), corpus, FEW_SENTENCES)
    return Chart(figure, quoted_finding(together), f"{alt}.", _note(documents, mentions, shares, top), shown, opened)


def quoted_table(mentions: pd.DataFrame, study: Study, top: int = 15) -> Table:
    """Show how many mentions stand within quotation marks and how many outside; both open their sentences.

    Parameters
    ----------
    mentions : DataFrame
        Those that count; of one organization, or of several.
    study : Study
        The corpus.
    top : int
        How many organizations to show: those with most mentions.
    """
    shares, together = _shares(mentions, study.documents)
    shown = first_rows(shares, top).reset_index(drop=True)
    if shown.empty:
        return Table(shown, quoted_finding(together))
    shown.insert(3, "outside", shown["mentions"] - shown["quoted"])
    parts = _within_and_outside(mentions, study.documents, shown["organization"])
    caption = quoted_finding(together) if len(shares) == 1 else _largest(shown)
    note = _note(study.documents, mentions, shares, top)
    return OpeningTable(shown, caption, note, openings(parts, study), every=shares)


def _within_and_outside(mentions: pd.DataFrame, documents: pd.DataFrame, names: pd.Series) -> list[dict]:
    """Return the mentions of each organization, or of all, that stand within quotation marks, and the others."""
    named = mentions if ALL in set(names) else mentions[mentions["organization"].isin(names)]
    within = mark_quoted(named, quotation_spans(_documents_that_name(named, documents)))
    of_name = [(named["organization"] == name).to_numpy() | (name == ALL) for name in names]
    return [{"within quotation marks": named[within & own], "outside": named[~within & own]} for own in of_name]


def quoted_finding(together: pd.DataFrame) -> str:
    """Say how many of some mentions stand within quotation marks.

    Parameters
    ----------
    together : DataFrame
        As `discourse.quoted_share` gives it, one row or none.

    >>> quoted_finding(pd.DataFrame({"mentions": [8], "quoted": [2], "share": [0.25], "share_low": [0.1],
    ...                              "share_high": [0.5]}))
    '2 of 8 mentions stand within quotation marks: 25% (95% interval 10% to 50%).'
    """
    if together.empty:
        return "There is no mention to count."
    row = together.iloc[0]
    known = row["share_low"] == row["share_low"]
    bounds = f" (95% interval {percent(row['share_low'])} to {percent(row['share_high'])})" if known else ""
    quoted, mentions = int(row["quoted"]), int(row["mentions"])
    if not quoted:
        which = "The 1 mention does not stand" if mentions == 1 else f"None of {mentions:,} mentions stands"
        return f"{which} within quotation marks."
    verb = "stands" if quoted == 1 else "stand"
    of_all = f"{quoted:,} of {count_of(mentions, 'mention')}"
    return f"{of_all} {verb} within quotation marks: {percent(row['share'])}{bounds}."


def _largest(shown: pd.DataFrame) -> str:
    """Say which organization has the largest share within quotation marks."""
    if not shown["quoted"].any():
        return f"All mentions of the {len(shown)} organizations shown stand outside of quotation marks."
    names = [f"{row.organization} ({row.quoted:,} of {row.mentions:,})" for row in shown.itertuples()]
    return highest(pd.Series(shown["share"].to_numpy(), index=names), "share of mentions within quotation marks")


def _documents_that_name(mentions: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    return documents[documents["doc_id"].isin(mentions["doc_id"])]


def _shares(mentions: pd.DataFrame, documents: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the shares of each organization, and of all mentions in one row."""
    options = {"duplicates": "all", "resamples": resamples_for(documents)}
    together = quoted_share(mentions.assign(organization=ALL), documents, **options)
    each = quoted_share(mentions, documents, **options)
    return without_flat_intervals(each, "share"), without_flat_intervals(together, "share")


def _note(documents: pd.DataFrame, mentions: pd.DataFrame, shares: pd.DataFrame, top: int) -> str:
    parts = [
        "Whose words are quoted is not decided; marks around a name alone are none of speech.",
        "95% intervals from a bootstrap over documents; none where one document alone names the organization, or where "
        "all or none of its mentions are quoted.",
    ]
    if len(shares) > top:
        parts.insert(0, f"The {top} organizations with most mentions, of {len(shares):,}.")
    return " ".join([*parts, counting_rule(documents, mentions)])
