"""The look of all figures: size, style, and the marks that they share."""

import textwrap
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from unicodedata import east_asian_width

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter
from matplotlib.typing import ColorType

from analysis.reports.writing import cut, label, showable

# Okabe and Ito's palette, told apart with every kind of color vision.
BLUE, ORANGE, GRAY = "#0072B2", "#D55E00", "#B8BEC4"
LIGHT, DARK, SOFT = "white", "black", "#5a646b"  # of numbers in cells; any cell is far enough from one of the first two
WIDTH = 7.2
LONGEST_LINE, WIDE_LINE = 40, 24  # letters of a name beside a row, and those of capitals or of Chinese
LONGEST_ASLANT, LINES_PER_LETTER = 40, 0.17  # of the names that stand aslant over a grid
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


def styled() -> AbstractContextManager[None]:
    """Draw in the common style, whatever the user's matplotlibrc says."""
    return style.context(["default", STYLE])


def axes_of_height(height: float) -> tuple[Figure, Axes]:
    """Make a figure of the common width and of some inches of height."""
    with styled():
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        return figure, figure.subplots()


def axes_with_rows(names: Sequence[str], lines: float) -> tuple[Figure, Axes]:
    """Make axes with one named row for each name, the first at the top."""
    figure, axes = axes_of_height(0.75 + 0.32 * lines)
    with styled():
        axes.set_yticks(range(len(names)), [wrapped(label(name)) for name in names], fontsize=9)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
    return figure, axes


def draw_intervals(axes: Axes, values: pd.Series, low: pd.Series, high: pd.Series) -> None:
    """Draw a point and its interval in each row."""
    rows = range(len(values))
    axes.hlines(rows, low, high, color=BLUE, linewidth=2, alpha=0.55)
    axes.plot(values, rows, "o", color=ORANGE, markersize=5.5, clip_on=False, zorder=3)
    axes.grid(axis="x", color="#e3e6e8", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlim(left=0)


def draw_shares(axes: Axes, counts: pd.DataFrame) -> None:
    """Draw shares with their intervals, on an axis of percent."""
    draw_intervals(axes, counts["share"], counts["share_low"], counts["share_high"])
    axes.set_xlim(0, min(1.0, float(counts["share_high"].max()) * 1.05))
    axes.xaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=0))


def draw_grid_of_shares(axes: Axes, shares: np.ndarray, columns: list[str]) -> None:
    """Draw shares as cells with their percents, darker for more, under named columns."""
    darkest = max(float(shares.max()), 0.01)
    with styled():
        cells = axes.imshow(shares, cmap="Blues", vmin=0, vmax=darkest, aspect="auto")
        write_in_cells(cells, lambda share: f"{share * 100:.0f}")
        axes.set_xticks(range(len(columns)), columns, fontsize=8.5, rotation=50, ha="left", rotation_mode="anchor")
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)


def grid_of_counts(cells: pd.DataFrame, framed: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> Figure:
    """Draw counts as cells with their numbers, darker for more, the columns' names aslant over them.

    Parameters
    ----------
    cells : DataFrame of int
        The counts.
    framed : DataFrame of bool
        Of the same shape: which cells get a frame.
    rows, columns : sequence of str
        What the rows and columns are called.
    """
    names = distinct(columns, LONGEST_ASLANT)
    figure, axes = axes_with_rows(rows, len(cells) * 1.1 + max(map(len, names)) * LINES_PER_LETTER)
    with styled():
        darkest = max(int(cells.to_numpy().max()), 1)
        drawn = axes.imshow(cells.to_numpy(), cmap="Blues", vmin=0, vmax=darkest * 1.1, aspect="auto")
        write_in_cells(drawn, "{:,}".format)
        for row, column in np.argwhere(framed.to_numpy()):
            frame = Rectangle((column - 0.46, row - 0.44), 0.92, 0.88, fill=False, edgecolor=ORANGE, linewidth=1.6)
            axes.add_patch(frame)
        axes.set_xticks(range(len(names)), names, fontsize=8, rotation=60, ha="left", rotation_mode="anchor")
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    return figure


def write_in_cells(cells: AxesImage, written: Callable[[float], str]) -> None:
    """Write its number into every cell of a grid, zeros softly, all with the contrast that reading takes."""
    numbers = np.asarray(cells.get_array())
    backgrounds = cells.to_rgba(numbers)
    for (row, column), number in np.ndenumerate(numbers):
        color = text_color(backgrounds[row, column]) if number else SOFT
        cells.axes.text(column, row, written(number), ha="center", va="center", fontsize=9, color=color)


def text_color(background: ColorType) -> str:
    """Choose white or black, whichever stands out more (at least 4.5 to 1, as WCAG 2 asks for).

    >>> text_color("white"), text_color("#08306b")
    ('black', 'white')
    """
    return max((DARK, LIGHT), key=lambda color: contrast(color, background))


def contrast(one: ColorType, other: ColorType) -> float:
    """Return the contrast of two colors as WCAG 2 defines it, from 1 to 21.

    >>> round(contrast("white", "black"), 6)
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: ColorType) -> float:
    channels = np.array(to_rgb(color))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def label_periods(axes: Axes, times: pd.DatetimeIndex, period: str) -> None:
    """Label at most twelve months or years; months with the year where it begins."""
    every = max(1, -(-len(times) // 12))
    places = range(0, len(times), every)
    years = [times[place].year for place in places]
    texts = [
        f"{times[place]:%b}\n{year}" if i == 0 or year != years[i - 1] else f"{times[place]:%b}"
        for i, (place, year) in enumerate(zip(places, years, strict=True))
    ]
    axes.set_xticks(list(places), texts if period == "month" else [str(year) for year in years])
    axes.set_xlim(-0.7, len(times) - 0.3)


def wrapped(name: str) -> str:
    """Break a long name into at most two lines.

    >>> wrapped("Office of the Spokesperson for the UN Secretary-General")
    'Office of the Spokesperson for the UN\\nSecretary-General'
    """
    shown = str(showable(cut(name)))
    wide = sum(letter.isupper() or east_asian_width(letter) in "WF" for letter in shown)
    return textwrap.fill(shown, LONGEST_LINE if wide < len(shown) / 2 else WIDE_LINE, max_lines=2, placeholder=" …")


def distinct(names: Sequence[str], longest: int = 44) -> list[str]:
    """Cut long names at their end, or in their middle where only their ends tell them apart.

    >>> distinct(["Human Rights Watch", "Court of Appeal 1", "Court of Appeal 2"], 12)
    ['Human Right…', 'Court …eal 1', 'Court …eal 2']
    """
    whole = [str(showable(name)) for name in names]
    short = [cut(name, longest) for name in whole]
    last = longest * 5 // 12
    return [
        first if first == name or short.count(first) == 1 else f"{name[: longest - last - 1]}…{name[-last:]}"
        for name, first in zip(whole, short, strict=True)
    ]


def shortened(name: str, longest: int = 44) -> str:
    """Cut a long name, and make it one that can be drawn.

    >>> shortened("Human Rights Watch", 12)
    'Human Right…'
    """
    return str(showable(cut(name, longest)))
