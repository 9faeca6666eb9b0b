"""What each character is to the search for names: its plain form, whether it belongs to a word, how it joins."""

import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np
import regex

CODES = 0x110000
LAST = 0x32400  # no letter or mark is beyond, so far
# What a reader sees as nothing, and what joins the letters to its sides.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
INTONATION = "\u055b\u055c\u055e"  # Armenian marks that stand within a word
BREAKS = "\n\r\v\f\x1c-\x1e\u0085\u2028\u2029"
HYPHENS = "-‐‑"
PLAIN = (
    dict.fromkeys("’‘ʼ‛´`ʹ′՚׳", "'")
    | dict.fromkeys("“”„‟«»״", '"')
    | dict.fromkeys("‐‑‒–−־֊", "-")
    | {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ə": "e", "æ": "ae", "œ": "oe"}
    # Arabic as Lucene's ArabicNormalizer folds it, and the Persian forms of two of its letters.
    | {"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا", "ـ": ""}
)

# Letters written on to the word that follows: Arabic and, so, in, for, as; Hebrew and, that, in, to, from, as, the.
PREFIXES = "وفبلك" + "ושבלמכה"

# Kinds of characters, the last of them capitals and hyphens. A word character may be of a script that writes words
# without spaces between them.
# A mark of one more script, such as a small letter above another of Glagolitic, is a letter there.
ACCENTS = regex.compile(r"[\p{Inherited}\p{Common}\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}\p{Syriac}]")
ORDINARY, SPACE, BREAK, HIDDEN, MARK, SEVERAL, SPECIAL = range(7)
NO_WORD, WORD, SPACELESS, KATAKANA, HANGUL, TRAILING = range(6)
SCRIPTS = {
    SPACELESS: r"[\p{Han}\p{Hiragana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u3005\u3007]",
    KATAKANA: r"[\p{Katakana}ー]",
    HANGUL: r"\p{Hangul}",
    TRAILING: r"[\p{M}&&[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]",  # vowels and tones of the letter before them
}


class Characters(NamedTuple):
    """Tables over all code points.

    `kind` and `word` (uint8) hold the constants of this module. Four tables (bool) say whether a letter is a
    `capital` or a `small` one, whether it may be a `prefix`, and whether a character is a `mark` on one. `plain`
    (uint32) is the folded character, or for the kind SEVERAL the place in `several_at`, which bounds its characters
    in `several`.
    """

    kind: np.ndarray
    word: np.ndarray
    capital: np.ndarray
    small: np.ndarray
    prefix: np.ndarray
    mark: np.ndarray
    plain: np.ndarray
    several_at: np.ndarray
    several: np.ndarray


@cache
def characters() -> Characters:
    """Return the tables, made once a process from the Unicode data of Python.

    >>> chr(characters().plain[ord("É")])
    'e'
    """
    every = "".join(map(chr, range(LAST)))
    kind, word = np.zeros(CODES, dtype=np.uint8), np.zeros(CODES, dtype=np.uint8)
    plain = np.arange(CODES, dtype=np.uint32)
    kind[_places(r"[\s\x1c-\x1f]", every)] = SPACE
    kind[_places(f"[{BREAKS}]", every)] = BREAK
    kind[_places(f"[{INVISIBLE}{INTONATION}]", every)] = HIDDEN
    word[_places(r"[\p{L}\p{M}\p{Nd}\p{Nl}_]", every)] = WORD
    for script, pattern in SCRIPTS.items():
        word[_places(rf"(?V1)(?=[\p{{L}}\p{{M}}\p{{N}}]){pattern}", every)] = script
    word[[ord(mark) for mark in "ʼʹ"]] = NO_WORD
    word[_places(f"[{INVISIBLE}]", every)] = NO_WORD
    places: list[int] = [0]
    several: list[int] = []
    for code in _foldable(every):
        folded = _fold(chr(code))
        if kind[code] == HIDDEN or folded == chr(code):
            continue
        if not folded:
            kind[code] = MARK
        elif len(folded) == 1:
            plain[code] = ord(folded)
        else:
            kind[code], plain[code] = SEVERAL, len(places) - 1
            several.extend(map(ord, folded))
            places.append(len(several))
    wanted = (r"\p{Lu}\p{Lt}", r"\p{Ll}", PREFIXES, r"\p{M}")
    capital, small, prefix, mark = (_marked(f"[{characters}]", every) for characters in wanted)
    kind[(kind == ORDINARY) & (capital | (plain == ord("-")))] = SPECIAL
    several_at, folded = np.array(places), np.array(several, dtype=np.uint32)
    return Characters(kind, word, capital, small, prefix, mark, plain, several_at, folded)


def _places(pattern: str, every: str) -> np.ndarray:
    found = [match.span() for match in regex.finditer(f"(?:{pattern})+", every)]
    return np.concatenate([np.arange(start, end) for start, end in found])


def _marked(pattern: str, every: str) -> np.ndarray:
    marked = np.zeros(CODES, dtype=bool)
    marked[_places(pattern, every)] = True
    return marked


def _foldable(every: str) -> list[int]:
    """Return the code points that may fold to something else."""
    cased = _places(r"[\p{Lu}\p{Lt}\p{M}\p{Changes_When_Casefolded}]", every).tolist()
    composed = [code for code in range(LAST) if unicodedata.decomposition(chr(code)) or 0xAC00 <= code <= 0xD7A3]
    return sorted({*cased, *composed, *map(ord, PLAIN)} - set(range(0xD800, 0xE000)))


def _fold(character: str) -> str:
    """Fold one character, whatever stands beside it."""
    if character.isspace():
        return character
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", PLAIN.get(character, character)).casefold())
    return "".join(PLAIN.get(part, part) for part in parts if not is_accent(part))


def is_accent(character: str) -> bool:
    """Say whether a mark may be missing in writing: accents, Arabic and Hebrew points, not the vowels of other scripts.

    >>> is_accent("\\u0301"), is_accent("\\u0941")
    (True, False)
    """
    combining = unicodedata.combining(character)
    return (combining == 1 or 10 <= combining <= 35 or 200 <= combining <= 240) and bool(ACCENTS.match(character))
