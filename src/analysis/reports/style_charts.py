"""How varied the words are, and how long the sentences -> a figure with intervals by group."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.discourse import grouping
from analysis.reports.display import Chart
from analysis.reports.document_evidence import documents_below, open_documents
from analysis.reports.drawing import BLUE, ORANGE, WIDTH, shortened, styled, wrapped
from analysis.reports.rules import resamples_for
from analysis.reports.words import count_of
from analysis.reports.writing import label
from analysis.stats import lexical_diversity, readability
from analysis.study import Study

PANELS = {
    "mattr": "different words in\nany {window} (share)",
    "mean_sentence_length": "words in a\nsentence (mean)",
    "flesch": "Flesch reading ease\n(higher: easier)",
}
EASE = ["mean_sentence_length", "flesch"]
ENDS = ("", "_low", "_high")
MOST_GROUPS, FEWEST = 10, 5


def style_chart(study: Study, by: str = "", window: int = 50) -> Chart:
    """Draw lexical diversity, sentence length and reading ease of each group, with intervals over documents.

    The intervals are those of `stats.lexical_diversity` and `stats.readability`: bootstraps over documents.

    Parameters
    ----------
    study : Study
        The corpus.
    by : str
        The column of the groups; empty for the corpus as a whole. The ten groups with most tokens are drawn.
    window : int
        Tokens of the window of the moving-average type-token ratio; shorter documents are left out of it.
    """
    values = grouping(study.documents, by) if by else None
    resamples = resamples_for(study.documents)
    found = lexical_diversity(study.tokens, values, measures=["mattr"], window=window, resamples=resamples)
    of_study = {"tokens": study.tokens, "sentences": study.sentences}
    ease = readability(study.documents, values, measures=EASE, resamples=resamples, **of_study)
    found = pd.concat([found, ease[["sentences", *(f"{name}{end}" for name in EASE for end in ENDS)]]], axis=1)
    if found.empty or not found["tokens"].any():
        return Chart(None, "There are no words to measure.")
    shown = found.sort_values("tokens", ascending=False, kind="stable").head(MOST_GROUPS).reset_index(drop=True)
    names = [label(group, by) for group in shown[by]] if by else ["all documents"]
    rows = [f"{shortened(name, 60)} (n={count})" for name, count in zip(names, shown["documents"], strict=True)]
    with styled():
        figure = Figure(figsize=(WIDTH, 1.35 + 0.36 * len(rows)), layout="constrained")
        panels = figure.subplots(1, len(PANELS), sharey=True, squeeze=False)[0]
        panels[0].set_yticks(range(len(rows)), [wrapped(name) for name in rows], fontsize=8.5)
        panels[0].set_ylim(len(rows) - 0.4, -0.6)
        for axes, (name, title) in zip(panels, PANELS.items(), strict=True):
            _draw(axes, shown, name)
            axes.set_title(title.format(window=window), fontsize=8.5, loc="left")
    alt = "Lexical diversity, sentence length and reading ease: " + "; ".join(
        f"{name} {row.mattr:.2f}, {row.mean_sentence_length:.1f}, {row.flesch:.0f}"
        for name, row in zip(names, shown.itertuples(), strict=True)
    )
    note = _note(found, shown, window, by)
    columns = [f"{name}{end}" for name in PANELS for end in ENDS]
    data = shown[[*([by] if by else []), "documents", "long_documents", "tokens", "sentences", *columns]]
    opened = open_documents(shown[by], values, study.documents) if by else [documents_below(study.documents)]
    return Chart(figure, _finding(shown, names), f"{alt}.", note, data, opened)


def _draw(axes: Axes, shown: pd.DataFrame, name: str) -> None:
    rows = np.arange(len(shown))
    axes.hlines(rows, shown[f"{name}_low"], shown[f"{name}_high"], color=BLUE, linewidth=2, alpha=0.55)
    axes.plot(shown[name], rows, "o", color=ORANGE, markersize=5, zorder=3)
    axes.grid(axis="x", color="#e3e6e8", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=8.5)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=3))


def _finding(shown: pd.DataFrame, names: list[str]) -> str:
    known = shown.assign(name=names).dropna(subset=["mattr"]).sort_values("mattr", ascending=False, kind="stable")
    if known.empty:
        return "No document is long enough to measure how varied its words are."
    enough = known[known["long_documents"] >= FEWEST]
    known, among = (enough, f" among groups of {FEWEST} documents or more") if len(enough) > 1 else (known, "")
    first, last = known.iloc[0], known.iloc[-1]
    if len(known) == 1:
        return f"{first['name']}: {first['mattr']:.2f} of the words in a window are different{_bounds(first)}."
    return (
        f"The most varied words{among}: {first['name']}, {first['mattr']:.2f}{_bounds(first)}; the least varied: "
        f"{last['name']}, {last['mattr']:.2f}{_bounds(last)}."
    )


def _bounds(row: pd.Series) -> str:
    low, high = row["mattr_low"], row["mattr_high"]
    return f" (95% interval {low:.2f} to {high:.2f})" if low == low else " (one document, no interval)"


def _note(found: pd.DataFrame, shown: pd.DataFrame, window: int, by: str) -> str:
    short = int((found["documents"] - found["long_documents"]).sum())
    parts = [
        "Axes do not begin at 0. Lines are 95% intervals from a bootstrap over documents; a group of one document has "
        "none, and of two or three documents it says little (n).",
        "Reading ease sees lengths of words and sentences only; it is of English alone.",
    ]
    if short:
        parts.append(f"{count_of(short, 'document')} shorter than {window} tokens left out of the first panel.")
    if len(found) > len(shown):
        parts.append(f"The {len(shown)} of {len(found)} values of {label(by)} with most tokens.")
    return " ".join(parts)
