"""A document with its statements marked: what is said, by which verb, by whom and to whom."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from rapidfuzz import process

from analysis.corpus.schemas import STATEMENT_KINDS, STATEMENTS, check
from analysis.discourse import named_speech
from analysis.reports.csv_links import data_link
from analysis.reports.display import TEMPLATES
from analysis.reports.hits import safe_link
from analysis.reports.marking import CONTENT, Span, Window, pieces_of, spans_of, windows_of
from analysis.reports.words import count_of, date_text, verb_name
from analysis.reports.writing import cell, cut, showable
from analysis.study import Study

NO_DOCUMENT = "No statement was found, so there is no document to show."
READING = (
    "A number leads from a statement to its row in the table, and from there to its cue and its speaker; the numbers "
    "of cue, speaker and addressee lead back to the statement."
)
KIND_NAMES = {"direct": "direct quotation", "mixed": "mixed quotation", "indirect": "indirect statement"}
MOST_CHARACTERS = 60_000
MOST_NUMBERS = 4  # at a mention that many statements share
LANGUAGE = re.compile(r"[a-z]{2,3}")
PLAIN_MARKS = {"cue": "_", "speaker": "<>", "addressee": "~"}
PLAIN_LEGEND = "[1 content 1], _cue_1, <speaker>1, ~addressee~1"


@dataclass(frozen=True, repr=False)
class MarkedDocument:
    """A document with its statements marked, as HTML and as plain text.

    Attributes
    ----------
    doc_id : str
        The document.
    caption : str
        How many statements it holds, and of which kinds.
    note : str
        How to read it, and what is not shown.
    data : DataFrame
        The statements shown, each with its number.
    about : dict of str to str
        Title, date, source, address and language of the document; empty what is not known.
    paragraphs : list of dict
        The paragraphs shown, in pieces.
    left_out : int
        How many paragraphs are left out after the last one.
    """

    doc_id: str
    caption: str
    note: str
    data: pd.DataFrame
    about: dict[str, str] = field(default_factory=dict)
    paragraphs: list[dict] = field(default_factory=list)
    left_out: int = 0

    def to_text(self) -> str:
        """Return the document as plain text, its statements marked and listed below."""
        heading = [self.about.get("title", ""), " · ".join(self._source())]
        listed = [
            f"{row['number']}. {row['kind']}, {row['name']}: "
            f"{', '.join(filter(None, [row['verb'], row['act'], row['stance']])) or 'no cue'} "
            f"({row['rule']}, confidence {row['confidence']})"
            for row in self._rows()
        ]
        legend = [PLAIN_LEGEND] if listed else []
        parts = ["\n".join(filter(None, [*heading, self.caption, *legend])), *self._plain(), "\n".join(listed)]
        return "\n\n".join(filter(None, parts))

    def __repr__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        rows = self._rows()
        return TEMPLATES.get_template("marked_document.html.j2").render(
            document=self,
            prefix=self._prefix(),
            source=self._source(),
            rows=rows,
            statements={row["number"]: row for row in rows},
            kinds=KIND_NAMES,
            most=MOST_NUMBERS,
            link=data_link(self.data),
        )

    def _source(self) -> list[str]:
        return [part for name in ("date", "source") if (part := self.about.get(name))]

    def _prefix(self) -> str:
        """Name the document's parts so that two documents, or two readings of one, can stand on a page."""
        shown = [self.doc_id, self.data["statement_id"].tolist(), self.data["number"].tolist(), len(self.paragraphs)]
        return f"doc-{hashlib.sha256(ascii(shown).encode()).hexdigest()[:10]}"

    def _rows(self) -> list[dict]:
        """Return what the table says of each statement, and where its cue and speaker stand."""
        anchors = {}
        for paragraph in self.paragraphs:
            for span in (piece["closes"] for piece in paragraph["pieces"] if "closes" in piece):
                for number in span.numbers:
                    anchors.setdefault((span.layer, number), span.anchor)
        return [
            _row(statement)
            | {layer: anchors.get((layer, statement["number"]), "") for layer in ("content", "cue", "speaker")}
            for statement in self.data.to_dict("records")
        ]

    def _plain(self) -> Iterator[str]:
        for paragraph in self.paragraphs:
            if paragraph["left_out"]:
                yield f"[… {count_of(paragraph['left_out'], 'paragraph')} left out]"
            text = "".join(map(_plain_piece, paragraph["pieces"])).strip("\n")
            cut = ("… " if paragraph["cut_before"] else "", " …" if paragraph["cut_after"] else "")
            yield f"{cut[0]}{text}{cut[1]}"
        if self.left_out:
            yield f"[… {count_of(self.left_out, 'paragraph')} left out]"


def marked_document(
    doc_id: str, study: Study, statements: pd.DataFrame | None = None, *, characters: int = MOST_CHARACTERS
) -> MarkedDocument:
    """Show a document with its statements marked: content, cue, speaker and addressee, numbered and listed.

    The marks differ in line and shape as well as in color, and are named for screen readers.

    Parameters
    ----------
    doc_id : str
        The document; empty shows that there is none.
    study : Study
        The corpus.
    statements : DataFrame, optional
        As `discourse.statements` gives it, or some of its rows; those of the study when left out.
    characters : int
        How many characters to show at most. Of a longer document only paragraphs with statements are shown, the
        first ones; the note says how many are left out.

    Raises
    ------
    ValueError
        There is no such document, the statements are no table of statements, or `characters` is below 1.
    """
    if characters < 1:
        raise ValueError(f"characters is {characters}: it must be at least 1")
    found = check(study.statements if statements is None else statements, STATEMENTS)
    if not doc_id:
        return MarkedDocument("", NO_DOCUMENT, "", found.head(0).assign(number=[]))
    document = _document(doc_id, study.documents)
    text = document["text"]
    numbered, misfits = _numbered(found[found["doc_id"] == doc_id], text)
    windows, left_out = windows_of(text, spans_of(numbered, len(text)), characters)
    last = windows[-1].end if windows else 0
    shown = numbered[numbered["start"] < last]
    pieces = pieces_of(text, windows, spans_of(shown, len(text)))
    return MarkedDocument(
        doc_id,
        _caption(numbered),
        _note(len(shown), len(numbered), misfits, sum(window.left_out for window in windows) + left_out),
        shown,
        _about(document),
        [_paragraph(window, parts) for window, parts in zip(windows, pieces, strict=True)],
        left_out,
    )


def document_with_most_statements(statements: pd.DataFrame) -> str:
    """Return the doc_id of the document with the most statements; of several the first by name, of none nothing.

    Parameters
    ----------
    statements : DataFrame
        As `discourse.statements` gives it, or some of its rows.

    >>> document_with_most_statements(pd.DataFrame({"doc_id": ["c", "b", "a", "b", "a"]}))
    'a'
    """
    counts = statements.groupby("doc_id").size()
    return str(counts.index[counts.argmax()]) if len(counts) else ""


def _document(doc_id: str, documents: pd.DataFrame) -> dict:
    found = documents[documents["doc_id"] == doc_id]
    if found.empty:
        close = process.extractOne(str(doc_id), documents["doc_id"], score_cutoff=60)
        meant = f"did you mean {close[0]}? " if close else ""
        raise ValueError(f"there is no document {doc_id!r}: {meant}study.documents['doc_id'] lists all there are")
    return found.iloc[0].to_dict()


def _numbered(statements: pd.DataFrame, text: str) -> tuple[pd.DataFrame, int]:
    """Number the statements by place; return also how many do not fit the text, which get no number."""
    places = zip(statements["start"], statements["end"], statements["content"], strict=True)
    fitting = [0 <= start < end <= len(text) and text[start:end] == content for start, end, content in places]
    fits = np.array(fitting, dtype=bool)
    fitting = statements[fits].sort_values(["start", "end"], kind="stable", ignore_index=True)
    numbered = fitting.assign(number=range(1, len(fitting) + 1), confidence=fitting["confidence"].round(2))
    return numbered, len(fits) - len(fitting)


def _caption(statements: pd.DataFrame) -> str:
    if statements.empty:
        return "No statement was found in this document."
    names = set(named_speech(statements)["speaker_name"])
    by = f" by {count_of(len(names), 'named speaker')}" if names else ""
    counts = statements["kind"].value_counts()
    kinds = ", ".join(f"{counts[kind]:,} {kind}" for kind in STATEMENT_KINDS if kind in counts)
    return f"{count_of(len(statements), 'statement')}{by}: {kinds}."


def _note(shown: int, total: int, misfits: int, left_out: int) -> str:
    notes = [READING if shown else ""]
    if shown < total:
        notes.append(f"Shown: the first {shown:,} of {count_of(total, 'statement')}.")
    if left_out:
        notes.append(f"The document is long: {count_of(left_out, 'paragraph')} left out.")
    if misfits:
        do = "does" if misfits == 1 else "do"
        notes.append(f"{count_of(misfits, 'statement')} {do} not fit the text as it is now and cannot be marked.")
    return " ".join(filter(None, notes))


def _about(document: dict) -> dict[str, str]:
    language = cell(document.get("language"))
    return {
        "title": _showable(cut(cell(document.get("title")) or document["doc_id"])),
        "date": date_text(document.get("date", pd.NaT), cell(document.get("date_precision"))),
        "source": _showable(cut(cell(document.get("source")))),
        "url": _showable(safe_link(cell(document.get("url")))),
        "language": language if LANGUAGE.fullmatch(language) else "",
    }


def _paragraph(window: Window, pieces: list[dict]) -> dict:
    shown = [piece | {"text": _showable(piece["text"])} if "text" in piece else piece for piece in pieces]
    return {"pieces": shown} | window._asdict()


def _row(statement: dict) -> dict:
    name, mention = _showable(statement["speaker_name"]), _showable(statement["speaker"])
    denied = "not" if statement["negated"] else ""
    verb = " ".join(filter(None, [statement["modal"], denied, verb_name(statement["verb"])]))
    row = {name: _showable(statement[name]) for name in ("kind", "act", "stance", "rule")}
    return row | {
        "number": statement["number"],
        "name": name or (f"“{mention}”" if mention else "unknown"),
        "by": name or (f"“{mention}”" if mention else "an unknown speaker"),
        "verb": _showable(verb),
        "confidence": f"{statement['confidence']:.2f}",
    }


def _plain_piece(piece: dict) -> str:
    if "text" in piece:
        return re.sub(r"[^\S\n]", " ", piece["text"])
    span = piece.get("opens") or piece["closes"]
    if span.layer == CONTENT:
        return f"[{span.numbers[0]} " if "opens" in piece else f" {span.numbers[0]}]"
    mark = PLAIN_MARKS[span.layer]
    return mark[0] if "opens" in piece else f"{mark[-1]}{_plain_numbers(span)}"


def _plain_numbers(span: Span) -> str:
    more = len(span.numbers) - MOST_NUMBERS
    return ",".join(map(str, span.numbers[:MOST_NUMBERS])) + (f"+{more}" if more > 0 else "")


def _showable(text: str) -> str:
    return str(showable(text))
