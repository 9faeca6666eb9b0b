"""Text -> a plain form in which names are looked up, with the way back to every character."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import regex

from analysis.discourse.borders import PARAGRAPH, SOFT_HYPHEN, count_breaks, word_after, word_before
from analysis.discourse.characters import (
    BREAK,
    HIDDEN,
    INVISIBLE,
    KATAKANA,
    MARK,
    NO_WORD,
    ORDINARY,
    SEVERAL,
    SPACE,
    SPACELESS,
    SPECIAL,
    WORD,
    characters,
)
from analysis.text.compiling import compiled

UNSEEN = regex.compile(f"[{INVISIBLE}]+")
DOT, HYPHEN = ord("."), ord("-")
NOT_FIRST, NOT_LAST = 1, 2
BORDER = ord("\n")


class Folded(NamedTuple):
    """The folded characters of a text (uint32), and of each where in the text it begins and ends (int32).

    `within` (uint8) tells what no name may begin (NOT_FIRST) or end with (NOT_LAST): a letter after another one,
    half of a letter that folds to several, or of a chain as U.N.
    """

    codes: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    within: np.ndarray


def fold(text: str) -> str:
    """Fold case, accents, white space, apostrophes, quotation marks, hyphens, dotted capitals and invisible marks.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        A form that is the same for all ways of writing that a reader takes for one. An empty line becomes a
        line break, other white space a space.

    >>> fold("The\\n U.N.’s Hu\\u00adman Rights Coun-\\ncil, Médecins"), fold("ＵＮ")
    ("the un's human rights council, medecins", 'un')
    """
    return to_text(fold_codes(to_codes(text), characters()).codes)


def fold_all(texts: Sequence[str]) -> list[str]:
    """Fold many texts at once, which hold no NUL.

    >>> fold_all(["UN", "Médecins"])
    ['un', 'medecins']
    """
    return fold("\0".join(texts)).split("\0") if len(texts) else []


def to_codes(text: str) -> np.ndarray:
    """Return the code points of a text: uint32, shape (characters,).

    >>> to_codes("UN").tolist()
    [85, 78]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def to_text(codes: np.ndarray) -> str:
    """Return the text of code points.

    >>> to_text(np.array([85, 78], dtype=np.uint32))
    'UN'
    """
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@compiled
def fold_codes(codes, table):  # pragma: no cover - compiled
    """Fold the code points of a text.

    Parameters
    ----------
    codes : uint32 array, shape (characters,)
        As `to_codes` gives them.
    table : Characters
        As `characters` gives them.

    Returns
    -------
    Folded
    """
    kinds, plain, capital, words, prefix = table.kind, table.plain, table.capital, table.word, table.prefix
    size = len(codes)
    for code in codes:
        if kinds[code] == SEVERAL:
            number = plain[code]
            size += table.several_at[number + 1] - table.several_at[number]
    out = np.empty(size, dtype=np.uint32)
    starts = np.empty(size, dtype=np.int32)
    ends = np.empty(size, dtype=np.int32)
    within = np.zeros(size, dtype=np.uint8)
    here, filled, joined = 0, 0, False  # whether a letter that follows at once goes on with a word
    while here < len(codes):
        code = codes[here]
        kind = kinds[code]
        if kind == ORDINARY:
            out[filled] = plain[code]
            starts[filled], ends[filled] = here, here + 1
            of_word = words[code] == WORD
            if joined and of_word:
                within[filled] = NOT_FIRST
            joined = of_word and not prefix[code]
            filled += 1
            here += 1
            continue
        follows = codes[here + 1] if here + 1 < len(codes) else 0
        if kind in (SPACE, BREAK):
            after, breaks = here + 1, 1 if kind == BREAK else 0
            if kinds[follows] in (SPACE, BREAK, HIDDEN) or code == PARAGRAPH:
                after, breaks = _white_space(codes, here, table)
            if breaks == 1 and here and after < len(codes) and _unspaced(words[codes[here - 1]], words[codes[after]]):
                here, joined = after, False
                continue
            out[filled] = BORDER if breaks > 1 else ord(" ")
            starts[filled], ends[filled] = here, after
            filled += 1
            here, joined = after, False
        elif kind == HIDDEN:
            begin, soft, joined = here, False, False
            while here < len(codes) and kinds[codes[here]] == HIDDEN:
                soft = soft or codes[here] == SOFT_HYPHEN
                here += 1
            if soft and _hyphenated(codes, begin, here, table):
                here, _ = _white_space(codes, here, table)
        elif kind == SPECIAL and plain[code] == HYPHEN and _hyphenated(codes, here, here + 1, table):
            here, _ = _white_space(codes, here + 1, table)
            joined = False
        elif kind == MARK:
            before = here
            while before > 0 and kinds[codes[before - 1]] == HIDDEN:
                before -= 1
            if filled and ends[filled - 1] == before:  # the accent belongs to the letter before it
                ends[filled - 1] = here + 1
            here += 1
        elif kind == SEVERAL:
            number = plain[code]
            first, last = table.several_at[number], table.several_at[number + 1]
            for place in range(first, last):
                out[filled] = table.several[place]
                starts[filled], ends[filled] = here, here + 1
                within[filled] = (NOT_FIRST if place > first else 0) | (NOT_LAST if place < last - 1 else 0)
                filled += 1
            joined = words[code] == WORD
            here += 1
        else:
            may_be_dotted = capital[code] and (follows == DOT or kinds[follows] in (MARK, HIDDEN))
            length = _dotted(codes, here, table) if may_be_dotted else 0
            for number in range(max(length, 1)):
                out[filled] = plain[codes[here]]
                starts[filled], ends[filled] = here, here + 1
                if joined and length == 0 and words[code] == WORD:
                    within[filled] = NOT_FIRST
                here += 1
                if length:
                    here = _unmarked(codes, here, table)
                    if here < len(codes) and codes[here] == DOT:
                        here += 1
                    ends[filled] = here
                    within[filled] = (NOT_FIRST if number else 0) | (NOT_LAST if number < length - 1 else 0)
                if number < length - 1:
                    here = _unmarked(codes, here, table)
                filled += 1
            joined = length == 0 and words[code] == WORD
            if length and here < len(codes) and words[codes[here]] != NO_WORD:  # no name goes on over the last dot
                out[filled] = BORDER
                starts[filled], ends[filled] = here - 1, here
                filled += 1
    return Folded(out[:filled], starts[:filled], ends[:filled], within[:filled])


@compiled
def _white_space(codes, here, table):  # pragma: no cover - compiled
    """Return where the white space from here on ends, and how many lines end in it."""
    breaks, after = 0, here
    while here < len(codes) and table.kind[codes[here]] in (SPACE, BREAK, HIDDEN):
        breaks += count_breaks(codes, here, table)
        here += 1
        if table.kind[codes[here - 1]] != HIDDEN:
            after = here
    return after, breaks


@compiled
def _unspaced(one, other):  # pragma: no cover - compiled
    """Say whether two word characters are of scripts without spaces, where a line break means nothing."""
    return one in (SPACELESS, KATAKANA) and other in (SPACELESS, KATAKANA)


@compiled
def _hyphenated(codes, begin, end, table):  # pragma: no cover - compiled
    """Say whether a hyphen, or a run of what is not seen, divides a word at a line end."""
    before = begin - 1
    while before > 0 and table.kind[codes[before]] == HIDDEN:
        before -= 1
    if before < 0 or table.word[codes[before]] == NO_WORD:
        return False
    after, breaks = _white_space(codes, end, table)
    while after < len(codes) and table.kind[codes[after]] == HIDDEN:
        after += 1
    return breaks == 1 and after < len(codes) and table.word[codes[after]] != NO_WORD and not table.mark[codes[after]]


@compiled
def _unmarked(codes, here, table):  # pragma: no cover - compiled
    """Return where accents and hidden characters end."""
    while here < len(codes) and table.kind[codes[here]] in (MARK, HIDDEN):
        here += 1
    return here


@compiled
def _dotted(codes, here, table):  # pragma: no cover - compiled
    """Return how many capitals with dots between them begin here; none if it is but one, or not a word's begin."""
    place = _unmarked(codes, here + 1, table)
    if place >= len(codes) or codes[place] != DOT or (here and word_before(codes, here, table)):
        return 0
    length, place = 0, here
    while place < len(codes) and table.capital[codes[place]] and table.kind[codes[place]] != SEVERAL:
        after = _unmarked(codes, place + 1, table)
        dotted = after < len(codes) and codes[after] == DOT
        if not dotted and word_after(codes, place + 1, table):
            break
        length += 1
        if not dotted:
            break
        place = _unmarked(codes, after + 1, table)
    return length if length > 1 else 0
