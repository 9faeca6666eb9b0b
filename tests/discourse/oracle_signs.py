"""The oracle's first part: how the characters of a text are compared."""

import unicodedata
from dataclasses import dataclass, replace
from functools import cache

import regex

# ---------------------------------------------------------------------------------------------- characters

APOSTROPHES = "'’‘ʼ＇"
QUOTES = '"“”„‟«»״〝〞〟＂'
HYPHENS = "-‐‑－"
SOFT_HYPHEN = "\u00ad"
ARMENIAN_TONES = "՞՛՜"
TATWEEL = "\u0640"
LINE_BREAK = r"(?:\r\n|[\n\r\v\f\x85\u2028])"
PARAGRAPH = "\u2029"  # an empty line in itself
BLANKS = r"[^\S\n\r\v\f\x85\u2028\u2029]*"
GAP = rf"(?:(?=\s){BLANKS}(?:{LINE_BREAK}{BLANKS})?)"  # white space with at most one line break
HYPHENATION = regex.compile(
    rf"(?:{SOFT_HYPHEN}*([{HYPHENS}–]){SOFT_HYPHEN}*|{SOFT_HYPHEN}+){BLANKS}{LINE_BREAK}{BLANKS}(?=[\p{{L}}\p{{Nd}}])"
)
NEVER_SEEN = regex.compile(r"[\p{Cf}\p{Default_Ignorable_Code_Point}--[\p{L}]]", regex.V1)
UNSPACED = regex.compile(
    r"[\p{L}\p{M}&&[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]", regex.V1
)
KATAKANA = regex.compile(r"[\p{L}\p{M}&&\p{scx=Kana}]", regex.V1)
# A letter of these takes only accents; a mark of another script beside it is a neighbor like any.
ACCENTED = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{Armenian}\p{Georgian}\p{Arabic}\p{Hebrew}]")
ACCENT = regex.compile(
    r"[\p{M}&&[\p{Inherited}\p{Common}\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}\p{Syriac}]--[\u3099\u309a]]",
    regex.V1,
)
UNACCENTED = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ə": "e", "æ": "ae", "œ": "oe", "ß": "ss"}
SAME_LETTER = {"ς": "σ", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا"}
FOLDED_FORMS = ("<wide>", "<narrow>", "<compat>", "<initial>", "<medial>", "<final>", "<isolated>", "<font>")


@dataclass(frozen=True)
class Sign:
    """One letter (or space, or punctuation mark) of a text, as it is compared, and where it came from."""

    letter: str
    base: str = ""  # the character it came from, to see of what kind the neighbors are
    accents: frozenset = frozenset()
    capital: bool | None = None  # None: neither capital nor small, or (the e of Æ) either
    start: int = 0
    end: int = 0
    first: bool = True  # not the second half of a ligature
    last: bool = True
    skip: str = ""  # may be left out: "hyphen" or "soft" at a line's end, "break", "dot", "last dot", "mark"


@cache
def category(character):
    return unicodedata.category(character)


@cache
def unseen(character):
    return character in ARMENIAN_TONES + TATWEEL or bool(NEVER_SEEN.fullmatch(character))


@cache
def of_a_word(character):
    """Whether a mention cannot stand beside this character."""
    return character != "ʼ" and (
        category(character)[0] in "LM" or category(character) in ("Nd", "Nl") or character == "_"
    )


@cache
def unspaced(character):
    return bool(UNSPACED.fullmatch(character))


@cache
def katakana(character):
    return bool(KATAKANA.fullmatch(character))


@cache
def is_accent(character):
    return bool(ACCENT.fullmatch(character))


def is_on(mark, letter):
    """Whether the mark is part of the letter."""
    return category(mark)[0] == "M" and (is_accent(mark) or not ACCENTED.fullmatch(letter))


@cache
def plain(character):
    """The letters that a ligature, a full-width or a composed letter is made of."""
    form = unicodedata.decomposition(character).split(" ")[0]
    if category(character)[0] in "LMN" and (not form.startswith("<") or form in FOLDED_FORMS):
        letters = unicodedata.normalize("NFKD", character)
        if " " not in letters:
            return letters
    return character


@cache
def letters_of(cluster):
    """A character with the marks on it, as a list of [letter, accents, capital]."""
    letters = []
    for character in unicodedata.normalize("NFD", "".join(map(plain, cluster))):
        if character == TATWEEL:
            continue
        if letters and is_accent(character):
            letters[-1][1].add(character)
            continue
        capital = {"Lu": True, "Lt": True, "Ll": False}.get(category(character))
        small = character.lower()
        for number, letter in enumerate(UNACCENTED.get(small, small)):
            marks = {"other letter"} if small in UNACCENTED else set()
            either = number and capital and small in "æœ"
            letters.append([SAME_LETTER.get(letter, letter), marks, None if either else capital])
    return [(letter, frozenset(marks), capital) for letter, marks, capital in letters]


def punctuation(character):
    for kind in (APOSTROPHES, QUOTES, HYPHENS + "–"):
        if character in kind:
            return kind[0]
    return character


def signs(text):
    """The text as signs: letters folded, white space one space, and what is nothing left out."""
    where = [i for i, character in enumerate(text) if character in SOFT_HYPHEN + TATWEEL or not unseen(character)]
    seen = "".join(text[i] for i in where)
    result, p = [], 0
    while p < len(seen):
        character, start, q = seen[p], where[p], p + 1
        hyphenation = character in HYPHENS + "–" + SOFT_HYPHEN and HYPHENATION.match(seen, p)
        if hyphenation and result and of_a_word(result[-1].base):
            q, hyphen = hyphenation.end(), hyphenation[1]
            kind = "hyphen" if hyphen else "soft"
            result.append(Sign("-" if hyphen else "", "-", start=start, end=where[q - 1] + 1, skip=kind))
        elif character in SOFT_HYPHEN + TATWEEL:
            pass
        elif character.isspace():
            while q < len(seen) and (seen[q].isspace() or seen[q] == SOFT_HYPHEN):
                q += 1
            run = seen[p:q].replace(SOFT_HYPHEN, "")
            breaks = len(regex.findall(LINE_BREAK, run))
            beside = result and unspaced(result[-1].base) and q < len(seen) and unspaced(seen[q])
            between = "break" if beside and regex.fullmatch(LINE_BREAK, run) else ""
            letter = " " if breaks < 2 and PARAGRAPH not in run else "empty line"
            result.append(Sign(letter, " ", start=start, end=where[q - 1] + 1, skip=between))
        elif character != "ʼ" and (category(character)[0] == "L" or category(character) == "Nd"):
            while q < len(seen) and (is_on(seen[q], character) or seen[q] in SOFT_HYPHEN + TATWEEL):
                q += 1
            while seen[q - 1] == SOFT_HYPHEN:
                q -= 1
            letters = letters_of(seen[p:q].replace(SOFT_HYPHEN, ""))
            for number, (letter, accents, capital) in enumerate(letters):
                half = (number == 0, number == len(letters) - 1)
                result.append(Sign(letter, character, accents, capital, start, where[q - 1] + 1, *half))
        else:
            stray = "mark" if is_accent(character) else ""
            result.append(Sign(punctuation(character), character, start=start, end=start + 1, skip=stray))
        p = q
    return with_dots(result)


def with_dots(text):
    """Mark the dots of acronyms (two capitals or more, each with its dot, the last with or without)."""

    def single(i):
        if not (0 <= i < len(text) and text[i].capital and text[i].first and text[i].last):
            return False
        return not (joined(i - 1) or joined(i + 1))

    def joined(i):
        return 0 <= i < len(text) and of_a_word(text[i].base) and not unspaced(text[i].base)

    def dot(i):
        return 0 <= i < len(text) and text[i].letter == "."

    result = list(text)
    for i in range(len(text)):
        if dot(i) and single(i - 1):
            if single(i + 1):
                result[i] = replace(text[i], skip="dot")
            elif dot(i - 2) and single(i - 3):
                result[i] = replace(text[i], skip="last dot")
    return tuple(result)
