"""Queries such as human rights, genocid* or "human" []{0,3} "rights" -> the slots that they ask for."""

from dataclasses import dataclass
from math import prod

import numpy as np
import regex as expressions

from analysis.text.patterns import check_expression, matching_terms, split_wildcards
from analysis.text.tokenizing import token_pattern

LONGEST = 10_000
MOST_SLOTS = 20
MOST_REPETITIONS = 100
MOST_WAYS = 500
SYNTAX = 'a word is written "human" or [word="human"] or [word!="of"], any word [], repetitions {2}, {0,3} or ?'
PARTS = expressions.compile(
    r"""(?P<gap>\s+)|(?P<open>\[)|(?P<close>\])|(?P<text>"(?:[^"\\]|\\.)*"(?:%c)?)|(?P<sign>!=|=)|(?P<and>&)"""
    r"""|(?P<name>\w+)|(?P<count>\{\s*\d{1,6}\s*(?:,\s*\d{1,6}\s*)?\}|\?)""",
    expressions.DOTALL,
)


@dataclass(frozen=True)
class Condition:
    """What a term must be like: it matches the pattern, or does not when the condition is negated."""

    pattern: str
    regex: bool
    negated: bool = False


@dataclass(frozen=True)
class Slot:
    """So many tokens in a row, `minimum` to `maximum`, that fulfil all conditions; any tokens when there is none."""

    minimum: int
    maximum: int
    conditions: tuple[Condition, ...]

    def matches(self, vocabulary: np.ndarray) -> np.ndarray:
        """Return which terms the slot takes: bool, shape (terms,).

        Parameters
        ----------
        vocabulary : object array of str, shape (terms,)
            Case-folded and sorted.

        >>> Slot(1, 1, (Condition("of", False, negated=True),)).matches(np.array(["of", "road"], dtype=object))
        array([False,  True])
        """
        mask = np.ones(len(vocabulary), dtype=bool)
        for condition in self.conditions:
            found = np.zeros(len(vocabulary), dtype=bool)
            found[matching_terms(vocabulary, condition.pattern, regex=condition.regex)] = True
            mask &= ~found if condition.negated else found
        return mask


# What joins the words of a compound parts those of a text.
COMPOUNDED = expressions.compile(r"(?<=[\p{L}\p{N}\p{M}])_(?=[\p{L}\p{N}])")


@dataclass(frozen=True)
class Query:
    """What to look for: its text, and its slots, one after the other."""

    text: str
    slots: tuple[Slot, ...]


def parse_query(text: str, *, regex: bool = False) -> Query:
    r"""Read a query.

    It is of one of three kinds.

    A word or a phrase, as human rights. It is cut into words as `tokenize` cuts a text; in each, * stands for any
    characters and ? for one, and a backslash takes the meaning from the sign after it: the right* of. An underscore
    within a word is taken for that of a compound, as human_rights, which stands only in tokens that have one.

    With `regex`, regular expressions between spaces, one a word: human rights?

    Whatever has [ or a straight quotation mark is in the query language of the IMS Corpus Workbench (CQP; Christ
    1994, A modular and flexible architecture for an integrated corpus query system), or a small part of it:
    "human" or [word="human"] is a word, [word!="of"] any other, [word="a.*" & word!="as"] both, [] any word;
    {2}, {0,3} and ? behind one say how often it stands. What is within the marks is a regular expression that
    matches the whole word, and case is ignored, with or without %c.

    Parameters
    ----------
    text : str
        The query.
    regex : bool
        Whether it consists of regular expressions.

    Raises
    ------
    ValueError
        The query is none, or may match in too many ways; the message shows where, and what is allowed.

    >>> [slot.maximum for slot in parse_query('"human" []{0,3} "rights"').slots]
    [1, 3, 1]
    >>> len(parse_query("l'Azerbaïdjan de l’U.N.").slots)
    4
    """
    if not isinstance(text, str):
        raise ValueError(f"the query is {text!r}: it must be a text, such as human rights or genocid*")
    if len(text) > LONGEST:
        raise ValueError(f"the query has {len(text):,} characters: at most {LONGEST:,} are allowed")
    if regex:
        slots = [_word(part, regex=True) for part in text.split()]
    elif expressions.search(r'(?<!\\)(?:\\\\)*+["\[]', text):
        slots = _Reader(text).slots()
    elif "|" in text:
        raise ValueError(f"the query {text!r} has a |, which no word has: give regex=True for regular expressions")
    else:
        slots = [_word(part, regex=False) for part in split_words(text)]
    if not slots:
        raise ValueError(f"the query {text!r} has no word: give a word, a phrase, or {SYNTAX}")
    _check_size(text, slots)
    return Query(text, tuple(slots))


def split_words(text: str) -> list[str]:
    r"""Return the patterns of a phrase, one for each word, as `tokenize` cuts it.

    Parameters
    ----------
    text : str
        Words with * and ?, and a backslash before a sign that is meant as such.

    Raises
    ------
    ValueError
        The text ends with a backslash.

    >>> split_words("l’U.N.: right* [sic]")
    ['l’U', 'N', 'right*', 'sic']
    """
    return [pattern for part in text.split() for pattern in _cut(part)]


def _cut(part: str) -> list[str]:
    signs: list[str | int] = []
    for piece in split_wildcards(part):
        signs.extend([piece] if isinstance(piece, int) else piece)
    # A wildcard is cut like a figure, which points and commas may join, or like a letter in a tag, which needs one.
    stand_in = "a" if part.startswith("#") else "0"
    written = "".join(stand_in if isinstance(sign, int) else sign for sign in signs)
    written = COMPOUNDED.sub("a", written)
    return [
        "".join("*?"[sign] if isinstance(sign, int) else _escaped(sign) for sign in signs[match.start() : match.end()])
        for match in token_pattern().finditer(written)
    ]


def _escaped(sign: str) -> str:
    return f"\\{sign}" if sign in "*?\\" else sign


def _word(pattern: str, *, regex: bool) -> Slot:
    if regex:
        check_expression(pattern)
    return Slot(1, 1, () if pattern == "*" and not regex else (Condition(pattern, regex),))


def _check_size(text: str, slots: list[Slot]) -> None:
    if len(slots) > MOST_SLOTS:
        raise ValueError(f"the query has {len(slots)} words: at most {MOST_SLOTS} are allowed")
    if not any(slot.minimum for slot in slots):
        raise ValueError(f"the query {text} matches nothing at all too: one word at least must be there")
    ways = prod(slot.maximum - slot.minimum + 1 for slot in slots)
    if ways > MOST_WAYS:
        raise ValueError(f"the query {text} matches in {ways:,} ways: at most {MOST_WAYS} are allowed; narrow a {{}}")


class _Reader:
    """The parts of a query with [ and quotation marks, read one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[tuple[str, str, int]] = []
        at = 0
        while at < len(text):
            match = PARTS.match(text, at)
            if match is None:
                self._fail(at, _why_unread(text[at:]))
            if match.lastgroup != "gap":
                self._parts.append((match.lastgroup, match[0], at))
            at = match.end()
        self._parts.append(("end", "", len(text)))

    def slots(self) -> list[Slot]:
        slots = []
        while not self._at("end"):
            conditions = self._conditions()
            minimum, maximum = self._repetitions()
            slots.append(Slot(minimum, maximum, conditions))
        return slots

    def _conditions(self) -> tuple[Condition, ...]:
        if self._at("text"):
            return (self._condition(negated=False),)
        self._take(
            "open", 'a word, such as "human" or [word="human"], or [] is expected here; a phrase has no quotation marks'
        )
        conditions = []
        while not self._at("close") or conditions:
            name = self._take("name", 'word="…" or word!="…" is expected')
            if name != "word":
                self._fail(self._done, f"there is no attribute {name}: only word")
            sign = self._take("sign", "= or != is expected")
            if not self._at("text"):
                self._fail(self._parts[0][2], "a text in straight quotation marks is expected")
            conditions.append(self._condition(negated=sign == "!="))
            if not self._at("and"):
                break
            self._take("and", "")
        self._take("close", "] or & is expected")
        return tuple(conditions)

    def _condition(self, *, negated: bool) -> Condition:
        pattern = expressions.sub(r'\\"', '"', self._take("text", "").removesuffix("%c")[1:-1])
        if any(map(str.isspace, pattern)):
            self._fail(
                self._done, 'one word is in quotation marks: write "human" "rights", or human rights without any'
            )
        try:
            check_expression(pattern)
        except ValueError as error:
            self._fail(self._done, str(error))
        return Condition(pattern, regex=True, negated=negated)

    def _repetitions(self) -> tuple[int, int]:
        if not self._at("count"):
            return 1, 1
        written = self._take("count", "")
        if written == "?":
            return 0, 1
        minimum, *rest = map(int, written.strip("{}").split(","))
        maximum = rest[0] if rest else minimum
        if not (minimum <= maximum and 1 <= maximum <= MOST_REPETITIONS):
            self._fail(self._done, f"repetitions run from a number up to another, and at most to {MOST_REPETITIONS}")
        return minimum, maximum

    def _at(self, kind: str) -> bool:
        return self._parts[0][0] == kind

    def _take(self, kind: str, otherwise: str) -> str:
        found, written, place = self._parts[0]
        if found != kind:
            self._fail(place, otherwise)
        self._done = place
        del self._parts[0]
        return written

    def _fail(self, place: int, why: str) -> None:
        shown = "".join(" " if sign.isspace() else sign for sign in self._text)
        raise ValueError(f"the query cannot be read: {why}\n  {shown}\n  {' ' * place}^\n{SYNTAX}")


def _why_unread(rest: str) -> str:
    if rest[0] == '"':
        return "the quotation mark is not closed"
    if rest[0] in "*+":
        return f"{rest[0]} has no end: say how often at most, as {{0,5}}"
    if rest[0] == "{":
        return "repetitions are written {2} or {0,3}"
    if rest[0] == "%":
        return "the only flag is %c, right behind a quotation mark, and case is ignored without it too"
    return "this sign has no meaning here"
