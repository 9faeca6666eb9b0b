"""Documents -> paragraphs, and what stands within quotation marks."""

from typing import NamedTuple

import pandas as pd
import regex

from analysis.methods import named_in_methods

EMPTY_LINE = regex.compile(r"\r?\n[^\S\n]*\n\s*")
MARKS = regex.compile("''|``|[“”„\"«»‹›「」『』‘’']")
# A straight mark after a figure and before no letter is a sign for inches, unless it closes something.
INCHES = regex.compile(r'(?<=\p{N})"(?!\p{L})')
# A mark that opens, with the marks that close it. “ closes only „, and « and ‹ close only » and ›, which German and
# Danish open with. Writers who have typed one mark of a pair by another key are forgiven.
CLOSERS = {
    "“": '”"',
    "”": "”",
    "„": "“”",
    '"': '"”',
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "‘": "’'",
    "'": "'’",
    "``": ("''",),
    "''": ("''",),
}
# », › and ‘ open only after a gap and before a word: » may be the end of a quotation that an earlier paragraph has
# begun, ‘ an apostrophe (‘tis).
IN_GAP = regex.compile(r"""(?<![^\s\p{Ps}\p{Pd}“„"«‹「『])(?:''|.)(?=[\p{L}\p{N}\p{Ps}“„"«‹‘])""")
UNDIRECTED = ('"', "''")
SINGLE = "’'"
ELISION = regex.compile(r"'(?:tis|twas|em|til|cause|n|round|bout|[0-9])\b", regex.IGNORECASE)
# ’ and ' close only where no word goes on and, after an s, only where none follows: the states’ rights.
WORD_DONE = regex.compile(r"(?<=\S)['’](?![\p{L}\p{N}\p{M}])(?!(?<=[sS]['’])\s+\p{L})")


class Quotation(NamedTuple):
    """Where a quotation stands: with its marks, and between them."""

    start: int
    first: int
    last: int
    end: int


class Mark(NamedTuple):
    """A quotation mark that is left without a partner, and whether it could open a quotation."""

    start: int
    end: int
    opens: bool


def split_paragraphs(documents: pd.DataFrame) -> pd.DataFrame:
    """Split every document into the blocks between its empty lines.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str).

    Returns
    -------
    DataFrame
        One row a paragraph that is not blank: doc_id, paragraph (from 0), start, end (code points).

    >>> split_paragraphs(pd.DataFrame({"doc_id": ["a"], "text": ["He left.\\n\\nShe\\nstayed."]})).values.tolist()
    [['a', 0, 0, 8], ['a', 1, 10, 21]]
    """
    rows = [
        (doc_id, number, start, end)
        for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True)
        for number, (start, end) in enumerate(_paragraphs(text))
    ]
    types = {"doc_id": str, "paragraph": "int64", "start": "int64", "end": "int64"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


@named_in_methods
def quotation_spans(documents: pd.DataFrame) -> pd.DataFrame:
    """Find the text within quotation marks.

    Marks are paired within a paragraph: “ ”, „ “ and „ ”, « » and » «, ‹ › and › ‹, 「 」, 『 』, straight ones and ''
    by the gaps around them and by turns, `` '', and ‘ ’ and ' ' where they cannot be apostrophes. A quotation within
    another belongs to the outer one. A mark without its partner is none, unless it is the last such one of its
    paragraph and the next paragraph begins with the same mark: a quotation of several paragraphs opens each of them
    and closes only the last.

    Who is quoted, and whether the marks are those of speech, of a title or of distance, is not decided here.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str).

    Returns
    -------
    DataFrame
        One row a quotation, a paragraph of it if it has several: doc_id, start, end (code points, without the
        marks), text.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["“We ‘may’ stay,” she said, and: \\"Go!\\""]})
    >>> quotation_spans(documents)["text"].tolist()
    ['We ‘may’ stay,', 'Go!']
    """
    rows = [
        (doc_id, start, end, text[start:end])
        for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True)
        if MARKS.search(text)
        for start, end in _quotations(text)
    ]
    types = {"doc_id": str, "start": "int64", "end": "int64", "text": str}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _paragraphs(text: str) -> list[tuple[int, int]]:
    begin, limit = len(text) - len(text.lstrip()), len(text.rstrip())
    gaps = [match.span() for match in EMPTY_LINE.finditer(text, begin, limit)]
    borders = [begin, *(place for gap in gaps for place in gap), limit]
    return [(start, end) for start, end in zip(borders[::2], borders[1::2], strict=True) if start < end]


def _quotations(text: str) -> list[tuple[int, int]]:
    """Return the outermost quotations of a text, paragraph by paragraph, in order."""
    spans: list[tuple[int, int]] = []
    paragraphs = _paragraphs(text)
    following = [text[start] for start, _ in paragraphs[1:]] + [""]
    for (start, end), mark in zip(paragraphs, following, strict=True):
        pairs, alone = pair_marks(text, start, end)
        going_on = [left.end for left in alone if left.opens and text[left.start : left.end] == mark]
        if going_on:
            pairs.append(Quotation(going_on[-1] - 1, going_on[-1], end, end))
        spans.extend((pair.first, pair.last) for pair in outermost(pairs) if text[pair.first : pair.last].strip())
    return spans


def pair_marks(text: str, start: int, end: int) -> tuple[list[Quotation], list[Mark]]:
    """Pair the quotation marks of a passage.

    Parameters
    ----------
    text : str
        A document.
    start, end : int
        The passage: one paragraph, within which marks are paired (code points).

    Returns
    -------
    tuple of list of Quotation and list of Mark
        The pairs, those within others too, in the order of their ends; and the marks without a partner, in order.

    >>> pair_marks("“We ‘may’ stay,” she said”", 0, 26)[0]
    [Quotation(start=4, first=5, last=8, end=9), Quotation(start=0, first=1, last=15, end=16)]
    """
    pairs = []
    opened: list[tuple[int, str]] = []
    alone: list[Mark] = []
    waiting = dict.fromkeys(CLOSERS, 0)
    for match in MARKS.finditer(text, start, end):
        place, mark = match.start(), match[0]
        closes = any(mark in closers and waiting[opener] for opener, closers in CLOSERS.items())
        if closes and (mark not in UNDIRECTED or not IN_GAP.match(text, place)) and _may_close(text, place):
            while mark not in CLOSERS[opened[-1][1]]:
                left, kind = opened.pop()
                waiting[kind] -= 1
                alone.append(Mark(left, left + len(kind), True))
            first, kind = opened.pop()
            waiting[kind] -= 1
            pairs.append(Quotation(first, first + len(kind), place, match.end()))
        elif mark in CLOSERS and _may_open(text, place):
            opened.append((place, mark))
            waiting[mark] += 1
        elif mark not in SINGLE:
            alone.append(Mark(place, match.end(), False))
    alone += [Mark(place, place + len(mark), True) for place, mark in opened if mark != "'"]
    return pairs, sorted(alone)


def _may_close(text: str, place: int) -> bool:
    return text[place] not in SINGLE or bool(WORD_DONE.match(text, place))


def _may_open(text: str, place: int) -> bool:
    if text[place] == '"':
        return not INCHES.match(text, place)
    if text[place] == "'" and ELISION.match(text, place):
        return False
    return text[place] not in "»›‘”'" or bool(IN_GAP.match(text, place))


def outermost(pairs: list[Quotation]) -> list[Quotation]:
    """Return the quotations that stand within no other, in order.

    >>> outermost([Quotation(4, 5, 8, 9), Quotation(0, 1, 15, 16)])
    [Quotation(start=0, first=1, last=15, end=16)]
    """
    kept: list[Quotation] = []
    for pair in sorted(pairs):
        if not kept or pair.start >= kept[-1].end:
            kept.append(pair)
    return kept
