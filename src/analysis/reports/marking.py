"""Statements of a document -> the pieces of its text between the borders of their spans, which never overlap."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import accumulate, pairwise
from typing import NamedTuple

import pandas as pd

CONTENT = "content"
MENTIONS = ("cue", "speaker", "addressee")
BEFORE_MARK = 300  # characters that are shown before the first mark of a paragraph too long to show whole
PLACE = re.compile(r"(\d{1,18}):(\d{1,18})")


class Span(NamedTuple):
    """A part of the text and the numbers of the statements whose content, cue, speaker or addressee it is."""

    start: int
    end: int
    layer: str
    numbers: tuple[int, ...]
    anchor: str
    kind: str = ""


class Window(NamedTuple):
    """A part of the text that is shown, how many paragraphs are left out before it, and where it is cut itself."""

    start: int
    end: int
    left_out: int = 0
    cut_before: bool = False
    cut_after: bool = False


def spans_of(statements: pd.DataFrame, length: int) -> list[Span]:
    """Return the parts of a text that are to be marked; a mention that several statements share is one.

    Parameters
    ----------
    statements : DataFrame
        The statements of one document, as `corpus.schemas.STATEMENTS` says, and their number (int64).
    length : int
        Of the text, in code points; what stands beyond is left out.

    >>> from analysis.corpus.schemas import STATEMENTS, empty
    >>> spans_of(empty(STATEMENTS).assign(number=[]), 10)
    []
    """
    contents, mentions = [], defaultdict(list)
    for row in statements.to_dict("records"):
        number = int(row["number"])
        contents.append(Span(row["start"], row["end"], CONTENT, (number,), f"{CONTENT}-{number}", row["kind"]))
        for layer in MENTIONS:
            for start, end in _places(row, layer):
                if number not in mentions[layer, start, end][-1:]:
                    mentions[layer, start, end].append(number)
    named = [
        Span(start, end, layer, tuple(numbers), f"{layer}-{count}")
        for count, ((layer, start, end), numbers) in enumerate(mentions.items(), start=1)
    ]
    return [span for span in (*contents, *named) if 0 <= span.start < span.end <= length]


def _places(row: dict, layer: str) -> list[tuple[int, int]]:
    several = PLACE.findall(row["speaker_spans"]) if layer == "speaker" else []
    return [(int(start), int(end)) for start, end in several] or [(row[f"{layer}_start"], row[f"{layer}_end"])]


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    r"""Return where each paragraph of a text begins and ends, empty lines with the one before them.

    >>> paragraphs_of("One.\n\nTwo.\n")
    [(0, 6), (6, 11)]
    """
    starts, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(at)
        at += len(line) + 1
    return list(pairwise([0, *starts[1:], len(text)])) if text else []


def windows_of(text: str, spans: Sequence[Span], characters: int) -> tuple[list[Window], int]:
    r"""Return the parts of a text to show: all of it, or of a longer one the first paragraphs with marks.

    Parameters
    ----------
    text : str
        The document.
    spans : sequence of Span
        What is marked in it.
    characters : int
        How many to show at most. A paragraph that is too long for what remains of them is cut.

    Returns
    -------
    windows : list of Window
        In the order of the text.
    left_out : int
        How many paragraphs are left out after them.

    >>> span = Span(6, 9, "cue", (1,), "cue-1")
    >>> windows, left_out = windows_of("One. \nTwo.\nThree.", [span], 5)
    >>> windows[0][:3], left_out
    ((6, 11, 1), 1)
    """
    paragraphs = paragraphs_of(text)
    if len(text) <= characters:
        return [Window(start, end) for start, end in paragraphs], 0
    windows, room, shown = [], characters, -1
    for index in _marked(paragraphs, spans):
        start, end = paragraphs[index]
        left_out, shown = index - shown - 1, index
        if end - start > room:
            first, limit = _cut(text, start, end, spans, room)
            windows.append(Window(first, limit, left_out, first > start, limit < end))
            break
        windows.append(Window(start, end, left_out))
        room -= end - start
        if not room:
            break
    return windows, len(paragraphs) - shown - 1


def _marked(paragraphs: list[tuple[int, int]], spans: Sequence[Span]) -> list[int]:
    """Return which paragraphs have marks; all, where none has."""
    starts = [start for start, _ in paragraphs]
    changes = [0] * (len(paragraphs) + 1)
    for span in spans:
        changes[bisect_right(starts, span.start) - 1] += 1
        changes[bisect_left(starts, span.end)] -= 1
    covered = list(accumulate(changes))
    return [index for index in range(len(paragraphs)) if covered[index] or not spans]


def _cut(text: str, start: int, end: int, spans: Sequence[Span], room: int) -> tuple[int, int]:
    """Cut a paragraph to so many characters, from shortly before its first mark on, between words."""
    first = min((max(span.start, start) for span in spans if span.start < end and span.end > start), default=start)
    if first - start > BEFORE_MARK:
        near = first - min(BEFORE_MARK, room // 2)
        start = text.find(" ", near, first) + 1 or near
    limit = min(end, start + room)
    between = text.rfind(" ", start + room // 2, limit) + 1
    return start, between if between and limit < end else limit


def pieces_of(text: str, windows: Sequence[Window], spans: Sequence[Span]) -> Iterator[list[dict]]:
    """Yield the pieces of each window: text between two borders, and the spans that open and close between them.

    Sweeps over the borders once: of n spans, n log n steps, however they overlap.

    Parameters
    ----------
    text : str
        The document.
    windows : sequence of Window
        What to show of it; every span that begins before the last one ends must stand in windows.
    spans : sequence of Span
        What to mark; one that runs over the end of the last window is cut there.

    Yields
    ------
    list of dict
        {"opens": Span, "kind"}, {"closes": Span, "kind"}, or {"text", "kind", "edges", "layers"}: kind is that of
        the innermost content around, edges where contents begin and end, layers the other spans around the text.

    >>> span = Span(3, 6, "cue", (1,), "cue-1")
    >>> (pieces,) = pieces_of("he said", [Window(0, 7)], [span])
    >>> [piece.get("text", "|") for piece in pieces]
    ['he ', '|', 'sai', '|', 'd']
    """
    last = windows[-1].end if windows else 0
    shown = sorted(
        (span._replace(end=min(span.end, last)) for span in spans if span.start < last), key=lambda s: (s.start, -s.end)
    )
    opening, closing = defaultdict(list), defaultdict(list)
    for span in shown:
        opening[span.start].append(span)
    for span in reversed(shown):
        closing[span.end].append(span)
    borders = sorted({*opening, *closing})
    around = _Around()
    for window in windows:
        within = borders[bisect_right(borders, window.start) : bisect_left(borders, window.end)]
        pieces = []
        for start, end in pairwise([window.start, *within, window.end]):
            opened, closed = opening.get(start, []), closing.get(end, [])
            pieces += [{"opens": span, "kind": around.kind(start)} for span in opened]
            around.open(opened)
            marks = {"kind": around.kind(start), "layers": around.layers(opened, closed)}
            pieces.append({"text": text[start:end], "edges": _edges(CONTENT, opened, closed)} | marks)
            pieces += [{"closes": span, "kind": around.kind(end)} for span in closed]
            around.close(closed)
        yield pieces


class _Around:
    """The spans around the place that a sweep has come to."""

    def __init__(self) -> None:
        self.mentions = Counter()
        self.contents = []  # the innermost first; those that ended are taken out once they come first

    def open(self, spans: Sequence[Span]) -> None:
        for span in spans:
            if span.layer == CONTENT:
                heappush(self.contents, (-span.start, span.end, span.kind))
            else:
                self.mentions[span.layer] += 1

    def close(self, spans: Sequence[Span]) -> None:
        self.mentions.subtract(span.layer for span in spans if span.layer != CONTENT)

    def kind(self, place: int) -> str:
        while self.contents and self.contents[0][1] <= place:
            heappop(self.contents)
        return self.contents[0][2] if self.contents else ""

    def layers(self, opened: Sequence[Span], closed: Sequence[Span]) -> list[str]:
        within = [layer for layer in reversed(MENTIONS) if self.mentions[layer] > 0]
        return [f"{layer}{_edges(layer, opened, closed)}" for layer in within]


def _edges(layer: str, opened: Sequence[Span], closed: Sequence[Span]) -> str:
    begins = " begins" if any(span.layer == layer for span in opened) else ""
    return begins + (" ends" if any(span.layer == layer for span in closed) else "")
