"""What one side says more often than another -> a figure of log ratios, and a table whose counts open sentences."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from analysis.reports.display import Chart, Table, first_rows
from analysis.reports.drawing import BLUE, ORANGE, axes_with_rows, shortened, styled
from analysis.reports.openings import FEW_SENTENCES, MOST_SENTENCES, OpeningTable
from analysis.reports.sides import Sides, strongest
from analysis.reports.term_evidence import chance, hits_of, quoted_term, token_openings
from analysis.reports.words import count_of
from analysis.study import Study

ALPHA = 0.05
NO_SIDES = "There are no two groups of documents to compare."
TARGET, REFERENCE = "●", "■"
SHOWN = ["term", "count_target", "count_reference", "documents_target", "documents_reference"]


def keyness_chart(keys: pd.DataFrame, sides: Sides, top: int = 20, *, study: Study | None = None) -> Chart:
    """Draw the log ratios of the terms that tell two sets of documents apart, with their intervals.

    Parameters
    ----------
    keys : DataFrame
        As `stats.keyness` gives it with both_sides=True, alpha=None and the measure log_ratio.
    sides : Sides
        The documents compared.
    top : int
        How many terms to draw: those with the clearest evidence, as many of either side.
    study : Study, optional
        The corpus; with it each count opens its sentences.
    """
    shown = strongest(first_rows(keys, top) if top < 1 else keys, min(top, 100))
    if shown.empty:
        return Chart(None, _nothing(sides))
    figure, axes = axes_with_rows(shown["term"], lines=len(shown) + 1.5)
    with styled():
        _draw(axes, shown)
        _write_documents(axes, shown)
        _legend(figure, sides)
    known = " with their intervals" if shown["log_ratio_low"].notna().any() else ""
    alt = f"Log ratios of {len(shown)} terms{known}, {_named(sides)}: " + "; ".join(
        f"{row.term} {_signed(row.log_ratio)}" for row in shown.itertuples()
    )
    data = shown[[*SHOWN, "log_ratio", "log_ratio_low", "log_ratio_high", "p", "p_adjusted", "dp_norm"]]
    opened = _open(shown["term"], sides, study, FEW_SENTENCES) if study else []
    return Chart(figure, _finding(keys, sides), f"{alt}.", _note(keys, shown, sides), data, opened)


def keyness_table(keys: pd.DataFrame, sides: Sides, study: Study, top: int = 20) -> Table:
    """Show the terms that tell two sets of documents apart with counts, effect and evidence; rows open sentences.

    Parameters
    ----------
    keys, sides, top
        As `keyness_chart` takes them.
    study : Study
        The corpus.
    """
    shown = strongest(first_rows(keys, top) if top < 1 else keys, min(top, 100))
    if shown.empty:
        return Table(pd.DataFrame(columns=SHOWN), _nothing(sides))
    table = shown[["term"]].assign(
        target=_tokens_and_documents(shown, "target"),
        reference=_tokens_and_documents(shown, "reference"),
        **shown[["log_ratio", "log_ratio_low", "log_ratio_high"]].round(2),
        p=shown["p_adjusted"].map(chance),
        dp_norm=shown["dp_norm"].round(2),
    )
    clear = int((shown["p_adjusted"] <= ALPHA).sum())
    caption = (
        f"{clear or 'None'} of the {count_of(len(shown), 'term')} shown {'differ' if clear > 1 else 'differs'} clearly."
    )
    note = (
        f"Target: {sides.target}; reference: {sides.reference}; of each, tokens and (documents). log ratio: binary "
        f"logarithm of the ratio of rates, below it its 95% interval. p: G², adjusted (Holm) for "
        f"{count_of(len(keys), 'term')}. dp norm: how unevenly the term is spread over the target’s documents, from 0 "
        "(evenly) to 1 (all in one)."
    )
    return OpeningTable(table, caption, note, _open(shown["term"], sides, study), every=keys)


def _open(terms: pd.Series, sides: Sides, study: Study, limit: int = MOST_SENTENCES) -> list[list[dict]]:
    """Return the sentences of each term, those of the target and those of the reference apart."""
    ids = study.documents["doc_id"]
    of_side = {sides.target: ids[sides.in_target], sides.reference: ids[sides.in_reference]}
    found = [hits_of(study.tokens, term) for term in terms]
    parts = [{name: hits[hits["doc_id"].isin(members)] for name, members in of_side.items()} for hits in found]
    return token_openings(parts, study, limit=limit)


def _tokens_and_documents(shown: pd.DataFrame, side: str) -> list[str]:
    counts = zip(shown[f"count_{side}"], shown[f"documents_{side}"], strict=True)
    return [f"{tokens:,} ({documents:,})" for tokens, documents in counts]


def _draw(axes: Axes, shown: pd.DataFrame) -> None:
    rows, more = np.arange(len(shown)), (shown["log_ratio"] > 0).to_numpy()
    absent = (shown[["count_target", "count_reference"]] == 0).any(axis=1).to_numpy()
    clear = (shown["p_adjusted"] <= ALPHA).to_numpy()
    for side, color, marker in ((more, BLUE, "o"), (~more, ORANGE, "s")):
        for some, line in ((side & ~absent, "solid"), (side & absent, (0, (1.5, 1.5)))):
            low, high = shown["log_ratio_low"][some], shown["log_ratio_high"][some]
            axes.hlines(rows[some], low, high, color=color, linewidth=2, alpha=0.7, linestyle=line)
        for some, face in ((side & clear, color), (side & ~clear, "white")):
            values = shown["log_ratio"][some]
            axes.plot(values, rows[some], marker, color=color, markerfacecolor=face, markersize=6, zorder=3)
    axes.axvline(0, color="#666666", linewidth=1)
    axes.grid(axis="x", color="#e3e6e8", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("log ratio: 1 is twice as often, 2 four times, 3 eight times")


def _write_documents(axes: Axes, shown: pd.DataFrame) -> None:
    """Write beside each row in how many documents of either side the term stands."""
    place = {"xycoords": ("axes fraction", "data"), "fontsize": 8, "annotation_clip": False}
    axes.annotate("documents\nthat have it", (1.02, -0.7), va="bottom", **place)
    for x, side, mark, color in ((1.02, "reference", REFERENCE, ORANGE), (1.1, "target", TARGET, BLUE)):
        for row, count in enumerate(shown[f"documents_{side}"]):
            axes.annotate(mark, (x, row), va="center", color=color, **place)
            axes.annotate(f"{count:,}", (x, row), xytext=(10, 0), textcoords="offset points", va="center", **place)


def _legend(figure: Figure, sides: Sides) -> None:
    handles = [
        Line2D([], [], color=BLUE, marker="o", label=f"more in: {shortened(sides.target, 60)}"),
        Line2D([], [], color=ORANGE, marker="s", label=f"more in: {shortened(sides.reference, 60)}"),
        Line2D([], [], color="#666666", marker="o", markerfacecolor="white", label="hollow: not clear of chance"),
        Line2D([], [], color="#666666", linestyle=(0, (1.5, 1.5)), label="dotted: one side never has it"),
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=2, frameon=False, fontsize=8.5)


def _named(sides: Sides) -> str:
    return f"{sides.target} against {sides.reference}"


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def _nothing(sides: Sides) -> str:
    if not sides.target:
        return NO_SIDES
    return f"No term is frequent enough to compare {_named(sides)}."


def _finding(keys: pd.DataFrame, sides: Sides) -> str:
    clear = keys[keys["p_adjusted"] <= ALPHA].sort_values("p", kind="stable")
    parts = []
    for name, some in (
        (sides.target, clear[clear["log_ratio"] > 0]),
        (sides.reference, clear[clear["log_ratio"] < 0]),
    ):
        terms = [quoted_term(term) for term in some["term"].head(4)]
        more = f" and {len(some) - 4} more" if len(some) > 4 else ""
        parts.append(f"{name}: {', '.join(terms) or 'none'}{more}")
    if clear.empty:
        return f"No term is clearly more frequent on one side: {_named(sides)}."
    return f"Clearly more frequent in {'; in '.join(parts)}."


def _note(keys: pd.DataFrame, shown: pd.DataFrame, sides: Sides) -> str:
    sizes = [int(keys[f"{side}_tokens"].iloc[0]) for side in ("target", "reference")]
    of_side = [
        f"{name}: {count_of(tokens, 'token')} in {count_of(int(members.sum()), 'document')}"
        for name, tokens, members in zip(
            (sides.target, sides.reference), sizes, (sides.in_target, sides.in_reference), strict=True
        )
    ]
    chosen = f"The {len(shown)} terms with the smallest p, of {len(keys):,} tested, by log ratio. "
    chosen = chosen if len(shown) < len(keys) else ""
    known = shown["log_ratio_low"].notna().any()
    lines = "Lines are 95% intervals from a bootstrap over documents" if known else "One document alone has no interval"
    return (
        f"{'; '.join(of_side)}. {chosen}{lines}; filled marks have a p of at most {ALPHA} (G², which takes tokens as "
        f"independent, adjusted by Holm). A count of 0 is taken as half a token: where the line is dotted, the log "
        "ratio would be higher in a larger corpus."
    )
