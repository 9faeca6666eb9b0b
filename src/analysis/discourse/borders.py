"""Where words end, in every script: whether what stands beside a name makes it part of a longer word."""

from unicodedata import normalize

import numpy as np

from analysis.discourse.characters import (
    BREAK,
    HANGUL,
    HIDDEN,
    KATAKANA,
    MARK,
    NO_WORD,
    SPACE,
    SPACELESS,
    TRAILING,
    WORD,
)
from analysis.text.compiling import compiled

LINE_FEED, CARRIAGE_RETURN, SOFT_HYPHEN, PARAGRAPH, TATWEEL = 0x0A, 0x0D, 0xAD, 0x2029, 0x640
MOST_PREFIXES = 2
# Korean particles in the letters that they fold to, of which several may follow each other.
PARTICLES = np.array(
    [
        list(map(ord, normalize("NFD", particle).ljust(6, "\0")))
        for particle in "은 는 이 가 을 를 의 에 와 과 도 로 만 으로 에서 에게 까지 부터 처럼 보다".split()
    ],
    dtype=np.uint32,
)
MOST_PARTICLES, LONGEST_PARTICLE = 3, 6


@compiled
def word_before(codes, here, table):  # pragma: no cover - compiled
    """Say whether what begins here continues a word, also one that a line's end divides."""
    place, breaks, spaces, divided = here - 1, 0, False, False
    while place >= 0 and (table.kind[codes[place]] in (SPACE, BREAK, HIDDEN) or codes[place] == TATWEEL):
        if table.kind[codes[place]] in (SPACE, BREAK):
            spaces, divided = True, False
            breaks += count_breaks(codes, place, table)
        else:
            divided = divided or codes[place] == SOFT_HYPHEN
        place -= 1
    if place < 0 or table.word[codes[place]] == NO_WORD:
        return False
    return _joined(_base(codes, place, table), table.word[codes[here]], spaces, breaks, divided)


@compiled
def word_after(codes, here, table):  # pragma: no cover - compiled
    """Say whether a word goes on where something ends, also behind a line's end that divides it."""
    place, breaks, spaces, divided = here, 0, False, False
    while place < len(codes) and table.kind[codes[place]] in (SPACE, BREAK, HIDDEN):
        if table.kind[codes[place]] == HIDDEN:
            divided = divided or (not spaces and codes[place] == SOFT_HYPHEN)
        else:
            spaces = True
            breaks += count_breaks(codes, place, table)
        place += 1
    if place >= len(codes) or table.word[codes[place]] == NO_WORD:
        return False
    return _joined(_base(codes, here - 1, table), table.word[codes[place]], spaces, breaks, divided)


@compiled
def _base(codes, place, table):  # pragma: no cover - compiled
    """Return the kind of the word character that an accent is on, or of the character itself."""
    base = place
    while base > 0 and table.kind[codes[base]] == MARK:
        base -= 1
    kind = table.word[codes[base]]
    return kind if kind != NO_WORD else table.word[codes[place]]


@compiled
def count_breaks(codes, place, table):  # pragma: no cover - compiled
    """Count the line ends of a white space: two of a paragraph's end, one of a pair, none of a mere space."""
    if table.kind[codes[place]] != BREAK:
        return 0
    if codes[place] == LINE_FEED and place and codes[place - 1] == CARRIAGE_RETURN:
        return 0
    return 2 if codes[place] == PARAGRAPH else 1


@compiled
def _joined(one, other, spaces, breaks, divided):  # pragma: no cover - compiled
    """Say whether two neighbors are of one word; a soft hyphen divides one at a line's end, in Katakana nothing does.

    In scripts that leave no spaces between words, only Katakana and what hangs on a letter are not apart.
    """
    if spaces and not (breaks == 1 and (divided or one == other == KATAKANA)):
        return False
    if one == KATAKANA or other == KATAKANA:
        return one == other
    return other == TRAILING or not (one in (SPACELESS, TRAILING) or other == SPACELESS)


@compiled
def behind_prefixes(folded, place, codes, table):  # pragma: no cover - compiled
    """Say whether between a folded character and the border of a word are only letters that are written on to words."""
    script = _script(folded.codes[place])
    for length in range(1, MOST_PREFIXES + 1):
        if place < length or not table.prefix[folded.codes[place - length]]:
            return False
        if script == 0 or _script(folded.codes[place - length]) != script:
            return False
        start = folded.starts[place - length]
        if start == 0 or not word_before(codes, start, table):
            return True
    return False


@compiled
def _script(code):  # pragma: no cover - compiled
    """Tell Hebrew from Arabic, by their blocks, and both from the others."""
    if code < 0x590 or code > 0x6FF:
        return 0
    return 1 if code < 0x600 else 2


@compiled
def before_particles(folded, place, table):  # pragma: no cover - compiled
    """Say whether between a folded character and the border of a word are only particles of Korean."""
    last = place
    while last < len(folded.codes) and table.word[folded.codes[last]] == HANGUL:
        last += 1
    size = last - place
    if size == 0 or size > MOST_PARTICLES * LONGEST_PARTICLE:
        return False
    if last < len(folded.codes) and table.word[folded.codes[last]] == WORD:
        return False
    reached = np.zeros(size + 1, dtype=np.uint8)  # 1 + how many particles end there
    reached[0] = 1
    for begin in range(size):
        if not 0 < reached[begin] <= MOST_PARTICLES:
            continue
        for number in range(len(PARTICLES)):
            length = 0
            while length < LONGEST_PARTICLE and PARTICLES[number, length] != 0:
                if begin + length >= size or folded.codes[place + begin + length] != PARTICLES[number, length]:
                    break
                length += 1
            if length == LONGEST_PARTICLE or PARTICLES[number, length] == 0:
                reached[begin + length] = reached[begin] + 1
    return reached[size] > 0
