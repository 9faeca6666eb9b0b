"""Fields to choose a name and a period by; each can be used with the keyboard alone."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.reports.times import count_over_time, period_of
from analysis.study import Study

MOST_NAMES = 2_000
ROWS = 6
WRITTEN = {"month": "%Y-%m", "year": "%Y"}
SHOWN = {"month": "%b %Y", "year": "%Y"}


@dataclass(frozen=True)
class NameChooser:
    """A list of names with a field to search it.

    Attributes
    ----------
    box : widget
        Both together.
    search : widget
        The field; what it holds narrows the list once it is entered.
    names : widget
        The list; its value is the name chosen, or None where no name holds what is searched for.
    """

    box: Any
    search: Any
    names: Any


def name_chooser(counts: pd.Series, noun: str, chosen: str) -> NameChooser:
    """Make a list of names, those with the highest counts first.

    Parameters
    ----------
    counts : Series of int
        How many documents name each; by name.
    noun : str
        What the names are of.
    chosen : str
        The one chosen first.
    """
    from ipywidgets import Select, Text, VBox

    labels = [(f"{name} ({count:,})", name) for name, count in ranked(counts).items()]
    search = Text(description="Search", placeholder="part of a name, then Enter", continuous_update=False)
    names = Select(options=_with(chosen, labels), value=chosen, rows=ROWS, description=noun.capitalize())
    names.layout.width = search.layout.width = "28rem"
    names.style.description_width = search.style.description_width = "7rem"

    def narrow(change: dict) -> None:
        words = change["new"].casefold().split()
        kept = [entry for entry in labels if all(word in entry[1].casefold() for word in words)][:MOST_NAMES]
        names.options = kept
        names.value = kept[0][1] if kept else None

    search.observe(narrow, "value")
    return NameChooser(VBox([search, names]), search, names)


def _with(chosen: str, labels: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the first names, and the one chosen wherever it stands."""
    return labels[:MOST_NAMES] + [entry for entry in labels[MOST_NAMES:] if entry[1] == chosen]


def ranked(counts: pd.Series) -> pd.Series:
    """Sort names by their counts, the highest first, and those of the same count by name.

    >>> list(ranked(pd.Series({"b": 1, "a": 1, "c": 2})).index)
    ['c', 'a', 'b']
    """
    return counts.sort_index().sort_values(ascending=False, kind="stable")


def period_slider(documents: pd.DataFrame) -> Any | None:
    """Make a slider with two handles for the first and the last month or year; None where there are not two.

    Parameters
    ----------
    documents : DataFrame
        With date and date_precision.
    """
    from ipywidgets import SelectionRangeSlider

    period = period_of(documents)
    index = count_over_time(documents, period)[1].index
    times = [(f"{time:{SHOWN[period]}}", f"{time:{WRITTEN[period]}}") for time in index]
    if len(times) < 2:
        return None
    slider = SelectionRangeSlider(
        options=times, index=(0, len(times) - 1), description="Period", continuous_update=False
    )
    slider.layout.width = "32rem"
    return slider


def chosen_part(study: Study, slider: Any | None) -> Study:
    """Return the part of a study within the period of a slider; all of it, undated documents too, as it begins.

    Parameters
    ----------
    study : Study
        The corpus.
    slider : widget or None
        As `period_slider` gives it.
    """
    if slider is None or slider.index == (0, len(slider.options) - 1):
        return study
    return study.between(*slider.value)
