"""Lines that were wrapped at a fixed width -> paragraphs of one line each."""

from collections import Counter
from collections.abc import Collection
from itertools import accumulate, groupby, pairwise

import regex

NARROWEST, WIDEST = 40, 140  # characters: what passes for a margin
FEWEST_FULL = 3  # line ends at the margin, to believe that a text is wrapped
FULL_SHARE = 0.5  # of the line ends within paragraphs
LONGER_SHARE = 0.2  # of the lines; where more run past the margin there is none
CAPITALS_SHARE = 0.7  # of the lines that follow another; more begin so in verses and lists, not in prose
LONGEST_VERSE_ENDS = 2  # line ends of a paragraph, all of whose lines may begin with a capital by chance
LONGEST_PART = 40  # characters of a broken word
UNEVEN = 1.15  # times the margin, for a line of set type, whose letters differ in width
NEARLY_FULL = 0.7  # of the margin, for a line that goes on in lower case
STANDING = regex.compile(  # begins a line of its own: a list, a quotation, a table, a field, an indented line
    r"[ \t]|[-*+•·▪‣◦–—>|#=~_]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s|\p{Lu}[\w-]*+(?: [\w-]++)?:(?:\s|$)"
)
COLUMNS = regex.compile(r"\S(?: {3,}|\t|\s\|\s)\S")
SENTENCE_END = regex.compile(r"[.!?:;…։。？！۔؟]['\")\]»”’]*+$")
CAPITAL = regex.compile(r"['\"(\[«“„‘]?\p{Lu}")
GOES_ON = regex.compile(r"['\"(\[«“„‘]?\p{Ll}")
HYPHENS = ("-", "‐")
LAST_PART = regex.compile(r"(?<!\p{L}\p{M}*)[\p{L}\p{M}]++$")
FIRST_PART = regex.compile(r"\w++")
WORD = regex.compile(r"\w++(?:[-‐]\w++)*+")
# Before these a hyphen is part of the word.
HYPHENATED = frozenset({"self", "well", "half", "cross", "vice", "ex"})


def join_wrapped_lines(text: str) -> str:
    r"""Join the lines of paragraphs that were wrapped at a fixed width, and the words hyphenated at their ends.

    A line end is a wrap when the next line's first word would not have fitted before the margin. The margin
    is the width that explains most line ends of the text; a text has none where it explains less than
    half of them. A line that ends before the margin stays a line: the end of a paragraph, a heading, a
    verse, an address; so do lists, tables, quoted lines, fields such as "Date: ...", and longer paragraphs
    whose lines all begin with a capital, as verses do. Where the joined text would look wrapped again,
    nothing is joined.

    >>> wrapped = '''The road has been closed since the winter, and nobody
    ... passes. The bakers of the town say that flour will not
    ... last for another week, and that the schools will close
    ... on Monday.'''
    >>> print(join_wrapped_lines(wrapped))  # doctest: +ELLIPSIS
    The road has been closed since the winter, and nobody passes. The bakers of the town say that flour will...
    """
    joined = _join(text)
    return joined if joined == text or _join(joined) == joined else text


def _join(text: str) -> str:
    if "\n" not in text:
        return text
    lines = text.split("\n")
    if len(lines) <= FEWEST_FULL or not (margin := _margin(lines)):
        return text
    words = set(WORD.findall(text)) if any(line.endswith(HYPHENS) for line in lines) else set()
    kept: list[str] = []
    for is_empty, group in groupby(lines, key=lambda line: not line):
        paragraph = list(group)
        kept += paragraph if is_empty or _is_verse(paragraph) else _join_paragraph(paragraph, margin, words)
    return "\n".join(kept)


def _join_paragraph(lines: list[str], margin: int, words: Collection[str]) -> list[str]:
    joined = lines[:1]
    for line, following in pairwise(lines):
        if not _is_wrap(line, following, margin):
            joined.append("\n")
        elif _breaks_a_word(line, following, words):
            joined[-1] = joined[-1][:-1]
        elif not _ends_in_a_hyphen(line, following):
            joined.append(" ")
        joined.append(following)
    return "".join(joined).split("\n")


def _ends_in_a_hyphen(line: str, following: str) -> bool:
    """Say whether two lines belong together without a space, the hyphen or dash being part of the text."""
    return line.endswith((*HYPHENS, "—")) and line[-2:-1].isalnum() and following[:1].isalnum()


def _breaks_a_word(line: str, following: str, words: Collection[str]) -> bool:
    """Say whether a line ends in a hyphen that was set because the line ended; the text's other words tell."""
    if not line.endswith(HYPHENS) or not following[:1].islower():
        return False
    found = LAST_PART.search(line[-LONGEST_PART:-1])
    if not found or found[0].casefold() in HYPHENATED:
        return False
    second = FIRST_PART.match(following)[0]
    return found[0] + second in words or f"{found[0]}-{second}" not in words


def _is_verse(lines: list[str]) -> bool:
    return len(lines) > LONGEST_VERSE_ENDS + 1 and all(map(CAPITAL.match, lines))


def _margin(lines: list[str]) -> int:
    """Return the width that explains most of the line ends within paragraphs, 0 where none explains half."""
    changes: Counter[int] = Counter()
    ends = capitals = 0
    for line, following in pairwise(lines):
        if line and following:
            ends += 1
            capitals += bool(CAPITAL.match(following))
            if NARROWEST <= len(line) <= WIDEST:  # full at each margin from here to where the next word would fit
                changes[len(line)] += 1
                changes[len(line) + 1 + _first_word(following)] -= 1
    if not changes or capitals > CAPITALS_SHARE * ends:
        return 0
    places = sorted(changes)
    full = dict(zip(places, accumulate(changes[place] for place in places), strict=True))
    margin = max(places, key=lambda place: full[place])
    longer = sum(len(line) > UNEVEN * margin and " " in line[:margin] for line in lines)
    enough = full[margin] >= max(FEWEST_FULL, FULL_SHARE * ends)
    return margin if enough and longer <= LONGER_SHARE * sum(map(bool, lines)) else 0


def _first_word(line: str) -> int:
    """Return the length of a line's first word."""
    end = line.find(" ")
    return len(line) if end < 0 else end


def _is_wrap(line: str, following: str, margin: int) -> bool:
    if len(line) > UNEVEN * margin:
        return False
    if STANDING.match(following) or COLUMNS.search(line) or COLUMNS.search(following):
        return False
    if line.isupper() != following.isupper() and (line.isupper() or len(following) > NARROWEST):
        return False  # a heading
    if len(line) + 1 + _first_word(following) > margin:
        return True
    return len(line) > NEARLY_FULL * margin and bool(GOES_ON.match(following)) and not SENTENCE_END.search(line)
