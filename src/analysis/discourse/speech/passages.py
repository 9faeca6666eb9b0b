"""A text -> its paragraphs, each with the quotations in it: closed, left open, and going on in the next one."""

import re
from typing import NamedTuple

from analysis.text.quoting import Mark, Quotation, outermost, pair_marks

LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
LONGEST_WRAPPED, NEARLY_FULL = 100, 0.75
LINE_DONE = ".!?:…”“\"»›」』'’)"  # “ closes „
INTRODUCE = ",:.!?"
PARTING = re.compile(r"(?<=[,.!?…] )([—–]) ")


class Passage(NamedTuple):
    """A paragraph, its quotations in order, and whether the first goes on from the one before, the last in the next."""

    start: int
    end: int
    quotations: list[Quotation]
    continued: bool
    unclosed: bool


def read_passages(text: str, dashes: str = "") -> list[Passage]:
    """Divide a text into paragraphs and find the outermost quotations of each.

    A line that goes on in lower case, or that breaks off in a block of lines as long as it, is no paragraph's end. A
    quotation that nothing closes goes to the end of its paragraph if the next paragraph opens with the same mark
    again, or if its mark shows that it opens one.

    Parameters
    ----------
    text : str
        A document.
    dashes : str
        The marks that open a paragraph of speech in a language that has them, and part it from the reporter's words.

    >>> [passage.quotations for passage in read_passages("“One.\\n\\n“Two,” he said.")]
    [[Quotation(start=0, first=1, last=5, end=5)], [Quotation(start=7, first=8, last=12, end=13)]]
    """
    passages = []
    going_on = ""
    blocks = _blocks(text)
    for number, (start, end) in enumerate(blocks):
        pairs, alone = pair_marks(text, start, end)
        follows = text[blocks[number + 1][0]] if number + 1 < len(blocks) else ""
        opened, begun = going_on, []
        if alone:
            begun, going_on = _left_open(text, start, end, alone, pairs), ""
            if opened and not alone[0].opens and not any(pair.start < alone[0].start for pair in pairs):
                pairs.append(Quotation(start, start, alone[0].start, alone[0].end))
            if begun and text[begun[0].start : begun[0].first] == follows:
                going_on = follows
        else:
            going_on = ""
        if dashes and text[start] in dashes:
            pairs = _between_dashes(text, start, end) or pairs
        found = [pair for pair in outermost([*pairs, *begun]) if text[pair.first : pair.last].strip()]
        continued = bool(opened and found and found[0].start == start)
        passages.append(Passage(start, end, found, continued, bool(going_on)))
    return passages


def _between_dashes(text: str, start: int, end: int) -> list[Quotation]:
    """Return what is spoken in a paragraph that a dash opens, if the reporter's words follow: — Yes, — he said."""
    borders = [*PARTING.finditer(text, start + 1, end)]
    if not borders or not text[borders[0].end() : borders[0].end() + 1].islower():
        return []
    opens = [start, *(match.start(1) for match in borders)]
    ends = [*(match.start(1) for match in borders), end]
    spoken = zip(opens[::2], ends[::2], strict=True)
    quotations = []
    for opening, closing in spoken:
        first = opening + 1
        while first < closing and text[first].isspace():
            first += 1
        last = closing
        while last > first and text[last - 1].isspace():
            last -= 1
        quotations.append(Quotation(opening, first, last, last))
    return quotations


def _left_open(text: str, start: int, end: int, alone: list[Mark], pairs: list[Quotation]) -> list[Quotation]:
    """Return the quotation that the last mark without a partner opens, if it is one."""
    opening = [mark for mark in alone if mark.opens]
    if not opening:
        return []
    mark = opening[-1]
    if any(pair.start > mark.start for pair in pairs) or text[mark.start] == "‘" or mark.end >= end:
        return []
    before = text[start : mark.start].rstrip()
    if before and before[-1] not in INTRODUCE:
        return []
    return [Quotation(mark.start, mark.end, end, end)]


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs, without the spaces around them."""
    blocks: list[tuple[int, int]] = []
    last_line = (0, 0)
    for match in LINE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        if blocks and _goes_on(text, last_line, start, end):
            blocks[-1] = blocks[-1][0], end
        else:
            blocks.append((start, end))
        last_line = start, end
    return blocks


def _goes_on(text: str, last_line: tuple[int, int], start: int, end: int) -> bool:
    """Say whether a line belongs to the paragraph of the line before it."""
    last_start, last_end = last_line
    if start - last_end > 4 or text.count("\n", last_end, start) > 1:
        return False
    if text[start].islower():
        return True
    width = last_end - last_start
    full = max(width, end - start)
    return (
        full <= LONGEST_WRAPPED and width >= NEARLY_FULL * full and width > 40 and text[last_end - 1] not in LINE_DONE
    )
