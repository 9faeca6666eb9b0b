"""A place in a document -> its paragraph with the place marked, and what stands before and after it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.reports.display import TEMPLATES
from analysis.reports.hits import safe_link
from analysis.reports.marking import paragraphs_of
from analysis.reports.words import count_of, date_text
from analysis.reports.writing import cell, cut
from analysis.study import Study

LONGEST_PARAGRAPH = 4_000
MOST_AROUND = 30_000

Piece = dict[str, str]


@dataclass(frozen=True, repr=False)
class Passage:
    """A paragraph of a document with its marks, the paragraphs around it folded, and where it is from.

    Attributes
    ----------
    about : dict of str to str
        Title, and address of the source, empty where there is none.
    details : list of str
        What else is known of the document: who, when, its id.
    before, here, after : list of list of dict
        Paragraphs in pieces of text, each with its mark: "" for none, "hit", or "place" for the place looked at.
    """

    about: dict[str, str]
    details: list[str]
    before: list[list[Piece]]
    here: list[list[Piece]]
    after: list[list[Piece]]

    def _repr_html_(self) -> str:
        names = {"before": count_of(len(self.before), "paragraph"), "after": count_of(len(self.after), "paragraph")}
        return TEMPLATES.get_template("passage.html.j2").render(passage=self, counts=names)


def passage(doc_id: str, start: int, end: int, study: Study, hits: Sequence[tuple[int, int]] = ()) -> Passage:
    """Show the paragraph of a document that holds a place, with the rest of the document folded before and after it.

    Parameters
    ----------
    doc_id : str
        The document.
    start, end : int
        The place, in code points of the document's text.
    study : Study
        The corpus.
    hits : sequence of (int, int)
        Other places to mark.
    """
    row = study.documents[study.documents["doc_id"] == doc_id].iloc[0].to_dict()
    text = row["text"]
    marks = _without_overlap([(start, end, "place"), *((low, high, "hit") for low, high in hits)])
    places = paragraphs_of(text)
    number = next((n for n, (_, stop) in enumerate(places) if start < stop), len(places) - 1)
    before = [_pieces(text, low, high, marks) for low, high in _last_few(places[:number])]
    after = [_pieces(text, low, high, marks) for low, high in _first_few(places[number + 1 :])]
    here = _pieces(text, *_around(*places[number], start), marks)
    return Passage(_about(row), _details(row), before, [here], after)


def _about(row: dict) -> dict[str, str]:
    return {"title": cut(cell(row.get("title")) or row["doc_id"]), "url": safe_link(cell(row.get("url")))}


def _details(row: dict) -> list[str]:
    date = date_text(row.get("date", pd.NaT), cell(row.get("date_precision")))
    return [cut(part) for part in (cell(row.get("actor")), date, row["doc_id"]) if part]


def _without_overlap(marks: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Keep the marks that do not overlap one before them; the first of all comes before any other."""
    first, kept, done = marks[0], [], 0
    others = [mark for mark in marks[1:] if mark[1] <= first[0] or mark[0] >= first[1]]
    for mark in sorted([first, *others]):
        if mark[0] >= done:
            kept.append(mark)
            done = mark[1]
    return kept


def _around(low: int, high: int, start: int) -> tuple[int, int]:
    """Cut a paragraph that is too long to show around the place."""
    if high - low <= LONGEST_PARAGRAPH:
        return low, high
    half = LONGEST_PARAGRAPH // 2
    return max(low, start - half), min(high, start + half)


def _first_few(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the first paragraphs, with so much text as can be shown; the last of them may be cut."""
    shown: list[tuple[int, int]] = []
    for low, high in places:
        if places[0][0] + MOST_AROUND <= low:
            break
        shown.append((low, min(high, places[0][0] + MOST_AROUND)))
    return shown


def _last_few(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the last paragraphs, with so much text as can be shown; the first of them may be cut."""
    if not places:
        return []
    first = places[-1][1] - MOST_AROUND
    return [(max(low, first), high) for low, high in places if high > first]


def _pieces(text: str, low: int, high: int, marks: list[tuple[int, int, str]]) -> list[Piece]:
    return [piece for piece in _cut(text, low, high, marks) if piece["text"]]


def _cut(text: str, low: int, high: int, marks: list[tuple[int, int, str]]) -> Iterator[Piece]:
    done = low
    for start, end, mark in marks:
        if start < high and end > low:  # a hit that runs over the end of a paragraph goes on in the next
            yield {"text": text[done : max(start, low)], "mark": ""}
            done = min(end, high)
            yield {"text": text[max(start, low) : done], "mark": mark}
    yield {"text": text[done:high].rstrip(), "mark": ""}
