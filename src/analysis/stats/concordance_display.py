"""Concordances that show themselves: aligned at the match, as plain text and as HTML."""

import unicodedata
from html import escape

import pandas as pd

LINE = ("left", "node", "right", "start", "end", "position")
MOST_SHOWN = 100
MOST_SHOWN_AS_TEXT = 30
LONGEST_CONTEXT = 300
# What turns the direction of writing beyond its own text, and what a terminal would obey.
TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "�")
CONTROLS = TURNS | dict.fromkeys([*range(32), *range(127, 160), 0x2028, 0x2029], " ")


class Concordance(pd.DataFrame):
    """Lines of a concordance, as `kwic` gives them: a DataFrame that shows itself aligned at the match.

    >>> lines = Concordance({"doc_id": ["a"], "left": ["the "], "node": ["road"], "right": [" is"]})
    >>> lines
    a    the [road] is
    """

    @property
    def _constructor(self) -> type:
        return Concordance

    def to_text(self, characters: int = 40, lines: int = MOST_SHOWN_AS_TEXT) -> str:
        """Return the lines as plain text, aligned at the match.

        Parameters
        ----------
        characters : int
            How much context to show on either side.
        lines : int
            How many lines to show.

        >>> lines = Concordance({"doc_id": ["a", "b"], "left": ["the ", "no "], "node": ["road", "road"],
        ...                      "right": [" is", "."]})
        >>> print(lines.to_text(characters=3, lines=1))
        a    …e [road] is
        … and 1 more line
        """
        if not len(self):
            return "No lines."
        shown = self.head(lines)
        about = [[_printable(value) for value in shown[name]] for name in self._about()]
        left = [_clipped(_printable(text), characters, end=True) for text in shown["left"]]
        right = [_clipped(_printable(text), characters, end=False) for text in shown["right"]]
        nodes = [_printable(text) for text in shown["node"]]
        columns = [_filled(cells, after=True) for cells in about]
        middle = [f"{a}[{b}]{c}" for a, b, c in zip(_filled(left, after=False), nodes, right, strict=True)]
        rows = ["  ".join(cells).rstrip() for cells in zip(*columns, middle, strict=True)]
        return "\n".join([*rows, *_left_out(len(self) - len(shown))])

    def __repr__(self) -> str:
        return self.to_text() if self._is_whole() else super().__repr__()

    def _repr_html_(self) -> str | None:
        if not self._is_whole():
            return super()._repr_html_()
        shown, about = self.head(MOST_SHOWN), self._about()
        names = [*about, "left", "node", "right"]
        header = "".join(
            f'<th scope="col" style="text-align:{_side(name)}">{_safe(str(name).replace("_", " "))}</th>'
            for name in names
        )
        rows = [
            "".join(f'<td style="text-align:left"><bdi>{_safe(_written(value))}</bdi></td>' for value in values[:-3])
            + _line(*values[-3:])
            for values in shown[names].itertuples(index=False, name=None)
        ]
        body = "\n".join(f"<tr>{row}</tr>" for row in rows)
        notes = "".join(f'<p class="note">{note}</p>' for note in _left_out(len(self) - len(shown)))
        table = f"<table>\n<thead><tr>{header}</tr></thead>\n<tbody>\n{body}\n</tbody></table>" if rows else ""
        caption = f"<strong>{_lines(len(self)) if len(self) else 'No lines'}.</strong>"
        return (
            f'<figure class="tex2jax_ignore mathjax_ignore concordance"><figcaption>{caption}</figcaption>\n'
            f'<div class="table">{table}</div>{notes}</figure>'
        )

    def _is_whole(self) -> bool:
        return self.columns.is_unique and {"left", "node", "right"} <= set(self.columns)

    def _about(self) -> list[str]:
        return [name for name in self.columns if name not in LINE]


def _line(left: object, node: object, right: object) -> str:
    before = _clipped(_written(left), LONGEST_CONTEXT, end=True)
    after = _clipped(_written(right), LONGEST_CONTEXT, end=False)
    return (
        f'<td style="text-align:right"><bdi>{_safe(before)}</bdi></td>'
        f'<td style="text-align:center"><mark><strong><bdi>{_safe(_written(node))}</bdi></strong></mark></td>'
        f'<td style="text-align:left"><bdi>{_safe(after)}</bdi></td>'
    )


def _side(name: str) -> str:
    return {"left": "right", "node": "center"}.get(name, "left")


def _lines(count: int) -> str:
    return f"{count:,} line{'' if count == 1 else 's'}"


def _left_out(count: int) -> list[str]:
    return [f"… and {count:,} more line{'' if count == 1 else 's'}"] if count > 0 else []


def _safe(text: str) -> str:
    return escape(text.translate(TURNS))


def _written(value: object) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return str(value)


def _printable(value: object) -> str:
    return _written(value).translate(CONTROLS)


def _clipped(text: str, most: int, *, end: bool) -> str:
    """Cut a text to so many characters, of which … is one; keep its end or its beginning."""
    if len(text) <= most:
        return text
    kept = max(most - 1, 0)
    return f"…{text[len(text) - kept :]}" if end else f"{text[:kept]}…"


def _filled(cells: list[str], *, after: bool) -> list[str]:
    widths = [_columns(cell) for cell in cells]
    widest = max(widths, default=0)
    gaps = [" " * (widest - width) for width in widths]
    return [cell + gap if after else gap + cell for cell, gap in zip(cells, gaps, strict=True)]


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: East Asian letters two, marks and joiners none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(sign) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(sign) in "WF"
        else 1
        for sign in text
    )
