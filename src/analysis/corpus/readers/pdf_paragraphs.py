"""Lines of a page, in reading order -> paragraphs: what ends of lines, columns and pages part is joined again.

A paragraph ends where the distance to the next line is wider than usual, where letters change their size
or a bold line ends, where the next line is indented or begins an item of a list, and where a line ends although
the next word would have fitted into it: no one breaks a line there but at the end of a paragraph.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from analysis.corpus.readers.pdf_columns import Line
from analysis.corpus.readers.pdf_rows import RIGHT_TO_LEFT

SAME_SIZE = 0.12  # share by which the letters of one paragraph's lines may differ
WIDE_STEP = 1.35  # times the usual distance of lines
WIDEST_STEP = 2.5  # times the size of the letters: a little more than double spacing
INDENT = 0.7  # times the size of the letters
REACH = 0.95  # of the lines of a block end before its right edge; a few longer ones are none to measure by
MOST_NOTES = 20  # paragraphs in smaller letters that may stand between two parts of one paragraph
BULLET = regex.compile(r"[•▪▫■□●○◦‣⁃➢✓✔]")
ITEM = regex.compile(r"[-–—*]\s|\(?(?:\d{1,3}|\p{L}|[ivx]{1,5})[.)]\s")
SENTENCE_END = regex.compile(r"[.!?։؟۔。！？:;…][\p{Pe}\p{Pf}\p{Pi}\"'’”\d]*$")
GOES_ON = regex.compile(r"[\p{Ps}\p{Pi}\"'‘“]*[\p{Ll}\p{Lo}]")
HYPHENS = "-\N{HYPHEN}\N{SOFT HYPHEN}"
LETTERS = r"[\p{L}\p{M}\p{N}'’]+"
WORD = regex.compile(rf"{LETTERS}(?:[-\N{{HYPHEN}}]{LETTERS})*")
BROKEN = regex.compile(rf"(?P<first>{LETTERS}(?:[-\N{{HYPHEN}}]{LETTERS})*+)[{HYPHENS}]$")
UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\u3000-\u303f\uff00-\uffef]")
LONGEST_WORD = 200  # characters
LONGEST_ACRONYM = 3
HYPHENATED = frozenset({"non", "self", "vice"})  # far more often the first part of such words than a syllable

Paragraph = list[Line]


def join_paragraphs(pages: Iterable[list[list[Line]]]) -> list[str]:
    """Join the lines of pages, each a list of blocks in reading order, into paragraphs.

    >>> lines = [Line("The commu-", 0, 20, 60, 30, 10), Line("nity met.", 0, 8, 50, 18, 10)]
    >>> join_paragraphs([[lines]])
    ['The community met.']
    """
    paragraphs: list[Paragraph] = []
    for blocks in pages:
        for block in blocks:
            first, *others = _split(block)
            before = _part_before(paragraphs, first)
            if before is None:
                paragraphs.append(first)
            else:
                before += first
            paragraphs += others
    words = _count_words(line.text for lines in paragraphs for line in lines)
    return [_join(lines, words) for lines in paragraphs]


def _count_words(lines: Iterable[str]) -> Counter[str]:
    """Count the words that stand within a line, so not those that its end may break."""
    return Counter(word.replace("\N{HYPHEN}", "-") for line in lines for word in WORD.findall(line.casefold()))


def _part_before(paragraphs: Sequence[Paragraph], first: Paragraph) -> Paragraph | None:
    """Find the paragraph that goes on in the first one of a new column or page; notes in small letters may part it."""
    for before in reversed(paragraphs[-MOST_NOTES:]):
        if first[0].aside or before[0].aside:
            continue
        if _alike(_size(before), _size(first)):
            return before if _sentence_goes_on(before[-1], first[0]) else None
        if _size(before) > _size(first):
            return None
    return None


def _size(lines: Paragraph) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _alike(size: float, other: float) -> bool:
    return abs(size - other) <= SAME_SIZE * max(size, other)


def _sentence_goes_on(line: Line, following: Line) -> bool:
    if BROKEN.search(line.text[-LONGEST_WORD:]):
        return WORD.match(following.text) is not None
    return not SENTENCE_END.search(line.text[-LONGEST_WORD:]) and GOES_ON.match(following.text) is not None


def _split(block: list[Line]) -> Iterator[Paragraph]:
    """Split the lines of one column into paragraphs."""
    seen = [_mirrored(line) for line in block] if _is_right_to_left(block) else block
    edge = _right_edge(seen)
    usual_left = Counter(round(line.left) for line in seen).most_common(1)[0][0]
    steps = _usual_steps(seen)
    paragraph = [block[0]]
    for number, (line, following) in enumerate(pairwise(seen), start=1):
        after = seen[number + 1] if number + 1 < len(seen) else None
        ends = (
            not _alike(line.size, following.size)
            or not 0 < line.bottom - following.bottom <= WIDE_STEP * steps.get(round(line.size), 1.2 * line.size)
            or _begins_item(line, following, edge)
            or (
                not _sentence_goes_on(line, following)
                and (
                    (line.bold and not following.bold)
                    or _ends_short(line, following, edge)
                    or _is_indented(line, following, after, usual_left)
                )
            )
        )
        if ends:
            yield paragraph
            paragraph = []
        paragraph.append(block[number])
    yield paragraph


def _is_right_to_left(block: list[Line]) -> bool:
    text = "".join(line.text for line in block)
    return len(RIGHT_TO_LEFT.findall(text)) > len(text) / 3


def _mirrored(line: Line) -> Line:
    return replace(line, left=-line.right, right=-line.left)


def _right_edge(lines: list[Line]) -> float:
    rights = sorted(line.right for line in lines)
    return rights[-1] if len(rights) < 5 else rights[min(len(rights) - 1, int(REACH * len(rights)))]


def _usual_steps(lines: list[Line]) -> dict[int, float]:
    """Return the usual distance of lines, for each size of letters."""
    steps: dict[int, list[float]] = {}
    for line, following in pairwise(lines):
        step = line.bottom - following.bottom
        if _alike(line.size, following.size) and step > 0.7 * line.size:
            steps.setdefault(round(line.size), []).append(step)
    return {size: min(sorted(found)[len(found) // 4], WIDEST_STEP * size) for size, found in steps.items()}


def _begins_item(line: Line, following: Line, edge: float) -> bool:
    if BULLET.match(following.text):
        return True
    ended = (
        SENTENCE_END.search(line.text[-LONGEST_WORD:]) or ITEM.match(line.text) or _ends_short(line, following, edge)
    )
    return bool(ITEM.match(following.text) and ended)


def _ends_short(line: Line, following: Line, edge: float) -> bool:
    """Say whether the first word of the next line would still have fitted."""
    text = following.text
    share = len(text.split(" ", 1)[0]) / max(1, len(text))
    return line.right + 0.3 * line.size + share * (following.right - following.left) < edge - 0.1 * line.size


def _is_indented(line: Line, following: Line, after: Line | None, usual_left: float) -> bool:
    """Say whether a line alone is indented; where the one after it is too, it is the second of a hanging paragraph."""
    deep = INDENT * line.size
    if following.left - usual_left < deep or following.left - line.left < deep:
        return False
    return after is None or following.left - after.left >= deep


def _join(lines: Paragraph, words: Counter[str]) -> str:
    pieces = [lines[0].text]
    for line in lines[1:]:
        pieces[-1:] = [*glue(pieces[-1], line.text, words), line.text]
    return "".join(pieces).replace("\N{SOFT HYPHEN}", "")


def glue(line: str, following: str, words: Counter[str]) -> tuple[str, str]:
    """Return a line as it stands before the next, and what stands between them: a space or nothing.

    The hyphen of a broken word goes. One before a capital letter or figure stays, one after capitals or a figure,
    and that of a word which stands with it elsewhere; `words` counts the words of the document.

    >>> glue("the commu-", "nity", Counter()), glue("the UN-", "backed talks", Counter())
    (('the commu', ''), ('the UN-', ''))
    >>> glue("a long-", "term plan", Counter({"long-term": 1}))
    ('a long-', '')
    """
    broken, rest = BROKEN.search(line[-LONGEST_WORD:]), WORD.match(following[:LONGEST_WORD])
    if broken and rest:
        return (line if _keeps_hyphen(broken, rest[0], words) else line[:-1]), ""
    if broken or (UNSPACED.match(line[-1:]) and UNSPACED.match(following)):
        return line, ""
    return line, " "


def _keeps_hyphen(broken: regex.Match[str], rest: str, words: Counter[str]) -> bool:
    first = broken["first"]
    if broken[0].endswith("\N{SOFT HYPHEN}"):
        return False
    if rest[0].isdigit() or first[-1].isdigit():
        return True
    in_capitals = len(first) > 1 and first.isupper()
    all_in_capitals = in_capitals and rest.isupper() and min(len(first), len(rest)) > LONGEST_ACRONYM
    if (in_capitals or rest[0].isupper()) and not all_in_capitals:
        return True
    joined, hyphenated = (words[f"{first}{between}{rest}".casefold()] for between in ("", "-"))
    if joined != hyphenated:
        return hyphenated > joined
    return "-" in first or "-" in rest or first.casefold() in HYPHENATED
