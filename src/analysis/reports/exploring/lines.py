"""A concordance to read along: a word is typed, its lines are sorted, and each line leads to its document."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.reports.concordances import concordance
from analysis.reports.exploring.live import Explorer, fault, fields_box, message, said_html, shown_html
from analysis.reports.exploring.passages import passage
from analysis.reports.naming_tables import SHORT_DATES
from analysis.reports.words import count_of
from analysis.reports.writing import cell
from analysis.stats import kwic
from analysis.stats.concordance_display import Concordance
from analysis.study import Study
from analysis.text import find, parse_query

SORTED_BY = {
    "in the order of the corpus": (),
    "the word after": ("R1", "R2"),
    "the second word after": ("R2", "R3"),
    "the third word after": ("R3",),
    "the word before": ("L1", "L2"),
    "the second word before": ("L2", "L3"),
    "the third word before": ("L3",),
    "the match itself": ("node", "R1"),
    "date": ("date",),
    "actor": ("actor", "date"),
}
COUNTS = (20, 50, 100, 200, 500)
MOST_WIDTH = 40
CHARACTERS = 9  # that a token takes, with the space before it, at most of the time
LONGEST_SOURCE = 24
ROWS = 14
WHOLE = {"description_width": "initial"}


@dataclass(frozen=True)
class Found:
    """The lines of a query.

    Attributes
    ----------
    lines : DataFrame
        As `stats.kwic` gives them, with date, date_precision and actor where the corpus has them.
    total : int
        How many lines there are; more than those given when so many were drawn at random.
    documents : int
        In how many documents they stand.
    """

    lines: pd.DataFrame
    total: int
    documents: int

    def summary(self, query: str) -> str:
        """Say how many lines there are, and how many of them are shown."""
        if not self.total:
            return f"“{query}” does not occur. Try a pattern, as road*, or fewer words."
        counted = f"“{query}” stands {count_of(self.total, 'time')} in {count_of(self.documents, 'document')}."
        drawn = f" {len(self.lines):,} lines are drawn at random." if len(self.lines) < self.total else ""
        return f"{counted}{drawn} Choose a line, also with the arrow keys, to read its document below."


def explore_concordance(study: Study, term: str, top: int = 20, width: int = 7) -> Explorer:
    """Show a term in its contexts; another can be typed, its lines sorted, and each line leads to its document.

    Parameters
    ----------
    study : Study
        The corpus.
    term : str
        The term, or the query as `text.parse_query` takes it, that is shown first.
    top : int
        How many lines to show first, 1 to 100; of more, so many are drawn at random.
    width : int
        How many tokens stand on either side at first.

    Raises
    ------
    ValueError
        The query cannot be read, or `top` is not 1 to 100.
    """
    begin = concordance(term, study, top, width)
    return Explorer(begin._repr_html_(), lambda _html: _fields(study, term, top, width))


def lines_of(
    study: Study, query: str, *, sort: str = "the word after", width: int = 7, limit: int = 100, regex: bool = False
) -> Found:
    """Return the lines of a query with what they are shown and sorted by.

    Parameters
    ----------
    study : Study
        The corpus.
    query : str
        As `text.parse_query` takes it.
    sort : str
        A name of `sorts_of`.
    width : int
        How many tokens stand on either side.
    limit : int
        How many lines to return; of more, so many are drawn at random, always the same.
    regex : bool
        Whether the query consists of regular expressions.

    Raises
    ------
    ValueError
        The query is empty or cannot be read.
    """
    if not query.strip():
        raise ValueError("type a word, a phrase or a pattern, as road*, and press Enter")
    parsed = parse_query(query.strip(), regex=regex)
    first, _ = find(study.tokens, parsed)
    about = [name for name in ("date", "date_precision", "actor") if name in study.documents]
    lines = kwic(
        study.tokens,
        study.documents,
        parsed,
        width=width,
        sample=limit,
        sort=[key for key in SORTED_BY[sort] if key[0].isupper() or key in ("node", *about)],
        columns=about,
    )
    return Found(lines, len(first), len(set(study.tokens.document_of(first).tolist())))


def sorts_of(documents: pd.DataFrame) -> list[str]:
    """Return the orders that lines of a corpus can be sorted in: by date and actor only where some are known.

    >>> sorts_of(pd.DataFrame({"doc_id": ["a"], "date": [pd.NaT], "actor": ["Ana"]}))[-2:]
    ['the match itself', 'actor']
    """
    missing = [name for name in ("date", "actor") if name not in documents or documents[name].isna().all()]
    return [name for name in SORTED_BY if name not in missing]


def aligned(lines: pd.DataFrame, width: int) -> list[str]:
    """Write lines as plain text, aligned at the match, each with its date or document.

    Parameters
    ----------
    lines : DataFrame
        As `lines_of` gives them.
    width : int
        How many tokens stand on either side.
    """
    if lines.empty:
        return []
    source = [_source(row)[:LONGEST_SOURCE] for row in lines.to_dict("records")]
    shown = Concordance({"source": source} | {name: lines[name].tolist() for name in ("left", "node", "right")})
    text = shown.to_text(width * CHARACTERS, len(lines))
    return text.replace(" ", "\u00a0").split("\n")  # a list would make one space of several


def _source(row: dict) -> str:
    precision = cell(row.get("date_precision"))
    known = precision in SHORT_DATES and pd.notna(row["date"])
    return f"{row['date']:{SHORT_DATES[precision]}}" if known else str(row["doc_id"])


def _fields(study: Study, term: str, top: int, width: int) -> Any:
    from ipywidgets import BoundedIntText, Button, Checkbox, Dropdown, HBox, Layout, Select, Text

    query = Text(
        term, description="Search for", style=WHOLE, placeholder="a word, a phrase, road*", continuous_update=False
    )
    search = Button(description="Search", button_style="primary")
    regex = Checkbox(False, description="regular expressions", indent=False)
    sort = Dropdown(options=sorts_of(study.documents), value="the word after", description="Sorted by", style=WHOLE)
    counts = sorted({*COUNTS, top})
    limit = Dropdown(options=[(f"{count:,}", count) for count in counts], value=top, description="Lines", style=WHOLE)
    wide = BoundedIntText(width, min=1, max=MOST_WIDTH, description="Words around", style=WHOLE)
    rows = Select(rows=ROWS, tooltip="Lines: choose one to read its document", layout=Layout(width="100%"))
    rows.add_class("discourse-lines")
    said, text = said_html(), shown_html("")
    found: dict[str, Found] = {}

    def look(_event: object = None) -> None:
        said.value, text.value = message("Looking …"), ""
        try:
            choices = {"sort": sort.value, "width": wide.value, "limit": limit.value, "regex": regex.value}
            found["now"] = lines_of(study, query.value, **choices)
        except Exception as error:  # a callback's traceback would be seen by nobody
            found.clear()
            rows.options, rows.layout.display = [], "none"
            said.value = message(fault(error))
            return
        rows.layout.display = "" if found["now"].total else "none"
        rows.options = [(line, number) for number, line in enumerate(aligned(found["now"].lines, wide.value))]
        rows.value = 0 if rows.options else None
        read()  # the first line may have been chosen before, in other lines
        said.value = message(found["now"].summary(query.value.strip()))

    def read(_event: object = None) -> None:
        text.value = "" if rows.value is None or not found else _document(found["now"].lines, rows.value, study)

    for field in (query, sort, limit, wide, regex):
        field.observe(look, "value")
    search.on_click(look)
    rows.observe(read, "value")
    look()
    return fields_box([HBox([query, search, regex]), HBox([sort, limit, wide]), said, rows, text])


def _document(lines: pd.DataFrame, number: int, study: Study) -> str:
    """Show the document of a line, with the other lines of the same document marked."""
    row = lines.iloc[number]
    same = lines[lines["doc_id"] == row["doc_id"]]
    hits = [place for place in zip(same["start"], same["end"], strict=True) if place != (row["start"], row["end"])]
    return passage(row["doc_id"], row["start"], row["end"], study, hits)._repr_html_()
