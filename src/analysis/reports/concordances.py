"""A term -> its lines in context, aligned at the term, each with its source."""

from dataclasses import dataclass, field

import pandas as pd

from analysis.reports.csv_links import data_link
from analysis.reports.display import TEMPLATES, first_rows
from analysis.reports.drawing import shortened
from analysis.reports.hits import safe_link
from analysis.reports.naming_tables import SHORT_DATES
from analysis.reports.term_evidence import NO_TERM, hits_of, quoted_term
from analysis.reports.words import count_of
from analysis.reports.writing import cell, cut
from analysis.stats import kwic
from analysis.study import Study

ABOUT = ("date", "date_precision", "actor", "url", "title")
LONGEST_ACTOR, LONGEST_SIDE = 44, 400


@dataclass(frozen=True, repr=False)
class Lines:
    """The lines of a concordance with their sources."""

    caption: str
    note: str
    data: pd.DataFrame
    lines: list[dict] = field(default_factory=list)

    @property
    def link(self):
        """The link to the lines as CSV."""
        return data_link(self.data)

    def __repr__(self) -> str:
        return f"<Lines: {self.caption}>"

    def _repr_html_(self) -> str:
        return TEMPLATES.get_template("concordance.html.j2").render(concordance=self)


def concordance(term: str, study: Study, top: int = 20, width: int = 7) -> Lines:
    """Show a term in its contexts, sorted by the words after it, with date, actor and link of each line.

    Parameters
    ----------
    term : str
        A term, or a query as `text.parse_query` takes it.
    study : Study
        The corpus.
    top : int
        How many lines to show; of more, so many are drawn at random.
    width : int
        How many tokens stand on either side.
    """
    if not term.strip():
        return Lines(NO_TERM, "", pd.DataFrame())
    hits = hits_of(study.tokens, term)
    first_rows(hits, top)
    if hits.empty:
        return Lines(f"{quoted_term(term)} does not occur in {count_of(len(study.documents), 'document')}.", "", hits)
    documents = study.documents
    about = [name for name in ABOUT if name in documents]
    found = kwic(study.tokens, documents, term, width=width, sample=top, sort=["R1", "R2"], columns=about)
    where = f"in {count_of(hits['doc_id'].nunique(), 'document')}"
    caption = f"{quoted_term(term)} stands {count_of(len(hits), 'time')} {where}."
    note = "Lines are sorted by the words that follow; the date leads to the source."
    if len(found) < len(hits):
        note = f"{len(found)} lines drawn at random of {len(hits):,}. {note}"
    return Lines(caption, note, pd.DataFrame(found), [_line(row) for row in found.to_dict("records")])


def _line(row: dict) -> dict:
    precision = cell(row.get("date_precision"))
    date = f"{row['date']:{SHORT_DATES[precision]}}" if precision and pd.notna(row["date"]) else ""
    return {
        "left": row["left"][-LONGEST_SIDE:],
        "node": cut(row["node"], LONGEST_SIDE),
        "right": cut(row["right"], LONGEST_SIDE),
        "source": date or cut(row["doc_id"], LONGEST_ACTOR),
        "title": cut(cell(row.get("title")) or row["doc_id"]),
        "actor": shortened(cell(row.get("actor")), LONGEST_ACTOR),
        "url": safe_link(cell(row.get("url"))),
    }
