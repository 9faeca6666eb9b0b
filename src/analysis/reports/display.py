"""What a notebook cell shows: findings, figures and tables, as HTML that is safe to print and to read aloud."""

import base64
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import jinja2
import pandas as pd
from markupsafe import Markup
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from analysis.reports.csv_links import data_link
from analysis.reports.palettes import with_palette
from analysis.reports.rows import rendered_cells, shown_rows
from analysis.reports.writing import LONGEST_TEXT, cut, showable

TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("analysis.reports"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
    finalize=showable,
)
TEMPLATES.filters["bounded"] = lambda text: cut(text, LONGEST_TEXT)
PIXELS_PER_INCH = 160
DATA_ROWS = 100
MOST_ROWS = 100


@dataclass(frozen=True)
class Finding:
    """One sentence that says what a report found; the first one is the report's line in the index.

    Attributes
    ----------
    text : str
        The sentence.
    openings : list of dict
        What its numbers count, one entry a number, as `openings` gives them.

    >>> Finding("3 documents by <b>X</b>")._repr_html_()
    '<p class="finding">3 documents by &lt;b&gt;X&lt;/b&gt;</p>'
    """

    text: str
    openings: list[dict] = field(default_factory=list)

    def _repr_html_(self) -> str:
        return TEMPLATES.get_template("finding.html.j2").render(finding=self)


@dataclass(frozen=True, repr=False)
class Table:
    """A frame as a table with a caption.

    Attributes
    ----------
    data : DataFrame
        Its columns become the header; the index is not shown.
    caption : str
        What the table finds.
    note : str
        How to read it.
    every : DataFrame or None
        All rows where data are only the first of them, for the CSV.
    """

    data: pd.DataFrame
    caption: str
    note: str = ""
    every: pd.DataFrame | None = field(default=None, kw_only=True)

    @property
    def link(self):
        """The link to the table as CSV."""
        return data_link(self.data if self.every is None else self.every) if len(self.data) else None

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.caption}>"

    def _repr_html_(self) -> str:
        return TEMPLATES.get_template("table.html.j2").render(table=self, **rendered_cells(self.data))


@dataclass(frozen=True, repr=False)
class Chart:
    """A figure with what it finds, how to read it, and the data behind it, whose counts open what they count.

    Attributes
    ----------
    figure : matplotlib.figure.Figure or None
        None when there is nothing to draw.
    caption : str
        What the figure finds.
    alt : str
        What the figure shows, for those who cannot see it.
    note : str
        How to read it.
    data : DataFrame
        The numbers drawn.
    openings : list of list of dict
        What opens below each row that is listed, as `openings` gives it; may be shorter.
    counts : DataFrame or None
        The rows to list, where data are places of which each is one: counts of them.
    series : mapping of str to float or None
        Of a figure over time its main line, by month or year; None where nothing is known.
    """

    figure: Figure | None
    caption: str
    alt: str = ""
    note: str = ""
    data: pd.DataFrame = field(default_factory=pd.DataFrame)
    openings: list[list[dict]] = field(default_factory=list)
    counts: pd.DataFrame | None = None
    series: Mapping[str, float | None] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Chart: {self.caption}>"

    def png(self) -> bytes:
        """Return the figure as a PNG file, the same bytes every time."""
        few = io.BytesIO()
        with style.context(["default", {"text.parse_math": False}]):
            self.figure.set_dpi(PIXELS_PER_INCH)
            canvas = FigureCanvasAgg(self.figure)
            canvas.draw()  # savefig would draw all of it twice
        picture = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
        with_palette(picture.convert("RGB")).save(few, format="PNG", dpi=(PIXELS_PER_INCH, PIXELS_PER_INCH))
        return few.getvalue()

    def _repr_html_(self) -> str:
        image = Markup(base64.b64encode(self.png()).decode()) if self.figure else ""  # noqa: S704 only letters
        width, height = (self.figure.get_size_inches() * 96).round().astype(int) if self.figure else (0, 0)
        listed = self.data if self.counts is None else self.counts
        return TEMPLATES.get_template("chart.html.j2").render(
            chart=self,
            left_out=max(0, len(listed) - DATA_ROWS),
            link=data_link(self.data),
            image=image,
            width=width,
            height=height,
            series=json.dumps(dict(self.series)) if self.series else "",
            **shown_rows(listed.head(DATA_ROWS), self.openings[:DATA_ROWS]),
        )


def first_rows(data: pd.DataFrame | pd.Series, top: int) -> pd.DataFrame | pd.Series:
    """Return the first rows, as many as a reader can look at.

    Raises
    ------
    ValueError
        `top` is not 1 to 100.

    >>> first_rows(pd.Series([3, 2, 1]), 2).tolist()
    [3, 2]
    """
    if not 1 <= top <= MOST_ROWS:
        raise ValueError(f"top is {top}: it must be 1 to {MOST_ROWS}")
    return data.head(top)
