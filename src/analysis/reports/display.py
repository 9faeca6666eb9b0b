"""What a notebook cell shows: findings, figures and tables, as HTML that is safe to print and to read aloud."""

import base64
import io
from dataclasses import dataclass, field

import jinja2
import pandas as pd
from matplotlib import style
from matplotlib.figure import Figure

TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("analysis.reports"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
PIXELS_PER_INCH = 160
DATA_ROWS = 200
MOST_ROWS = 100
SHARES = ("share", "share_low", "share_high")
DATE_FORMATS = {"month": "%Y-%m", "year": "%Y"}


@dataclass(frozen=True)
class Finding:
    """One sentence that says what a report found; the first one is the report's line in the index.

    >>> Finding("3 documents by <b>X</b>")._repr_html_()
    '<p class="finding">3 documents by &lt;b&gt;X&lt;/b&gt;</p>'
    """

    text: str

    def _repr_html_(self) -> str:
        return TEMPLATES.get_template("finding.html.j2").render(finding=self)


@dataclass(frozen=True)
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
    """

    data: pd.DataFrame
    caption: str
    note: str = ""

    def _repr_html_(self) -> str:
        return TEMPLATES.get_template("table.html.j2").render(table=self, **rendered_cells(self.data))


@dataclass(frozen=True)
class Chart:
    """A figure with what it finds, how to read it, and the data behind it.

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
    """

    figure: Figure | None
    caption: str
    alt: str = ""
    note: str = ""
    data: pd.DataFrame = field(default_factory=pd.DataFrame)

    def png(self) -> bytes:
        """Return the figure as a PNG file, the same bytes every time."""
        buffer = io.BytesIO()
        with style.context(["default", {"text.parse_math": False}]):
            self.figure.savefig(buffer, format="png", dpi=PIXELS_PER_INCH, metadata={"Software": None})
        return buffer.getvalue()

    def _repr_html_(self) -> str:
        image = base64.b64encode(self.png()).decode() if self.figure else ""
        width, height = (self.figure.get_size_inches() * 96).round().astype(int) if self.figure else (0, 0)
        return TEMPLATES.get_template("chart.html.j2").render(
            chart=self,
            left_out=max(0, len(self.data) - DATA_ROWS),
            image=image,
            width=width,
            height=height,
            **rendered_cells(self.data.head(DATA_ROWS)),
        )


def rendered_cells(data: pd.DataFrame) -> dict:
    """Return the header and rows of a frame as text, and which columns hold numbers.

    >>> rendered_cells(pd.DataFrame({"per_million": [1234.5], "share": [0.25]}))["rows"]
    [['1,234', '25%']]
    """
    numeric = [pd.api.types.is_numeric_dtype(data[name]) for name in data.columns]
    columns = [[cell(value, str(name)) for value in data[name]] for name in data.columns]
    return {
        "header": [label(name) for name in data.columns],
        "numeric": numeric,
        "rows": [list(row) for row in zip(*columns, strict=True)],
    }


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


def cell(value: object, column: str = "") -> str:
    """Write one value for people: thousands with commas, shares in percent, days as dates, nothing for nothing.

    >>> cell(12345), cell(0.1234, "share"), cell(pd.Timestamp("2023-02-22")), cell(None)
    ('12,345', '12%', '2023-02-22', '')
    """
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:{DATE_FORMATS.get(column, '%Y-%m-%d')}}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column in SHARES and isinstance(value, float):
        return percent(value)
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() or abs(value) >= 999.5 else f"{value:,.3g}"
    return f"{value:,}" if isinstance(value, int) or hasattr(value, "bit_count") else str(value)


def percent(share: float) -> str:
    """Write a share in percent; one near none or all keeps a digit behind the point.

    >>> percent(0.256), percent(0.004), percent(0.997)
    ('26%', '0.4%', '99.7%')
    """
    return f"{share * 100:.1f}%" if 0 < share < 0.01 or 0.99 < share < 1 else f"{share * 100:.0f}%"


def label(name: object, column: str = "") -> str:
    """Write a column's name for people, or a group's, of the column that it is a value of.

    >>> label("per_million"), label(pd.Timestamp("2023-02-01"), "month"), label(2023.0)
    ('per million', '2023-02', '2023')
    """
    if isinstance(name, pd.Timestamp):
        return cell(name, column)
    if isinstance(name, float) and name.is_integer():
        return f"{name:.0f}"
    return str(name) if column else str(name).replace("_", " ")
