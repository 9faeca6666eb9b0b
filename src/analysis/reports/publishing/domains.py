"""Which values a parameter may have, as its declaration says it in square brackets: [1 to 100], [date or empty]."""

import re
from dataclasses import dataclass

from analysis.reports.publishing.refusals import suggest

EMPTY = "empty"
KINDS = {
    "date": "a date, month or year (2023-02-22, 2023-02, 2023)",
    "organization": "a standard name of the gazetteer",
    "speaker": "the name of a speaker",
    "column": "a column of the documents",
    "grouping": "a column of the documents, document, month or year",
    "group": "a value of the column compared by",
    "dictionary": "a shipped dictionary",
    "file": "a file",
    "query": "a word, a phrase or a pattern such as genocid*",
}
NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
RANGE = re.compile(rf"({NUMBER}) to ({NUMBER})")
QUOTED = re.compile('"[^"]+"')
GRAMMAR = (
    "write choices as [a | b | c], a range as [1 to 100], and anything else as kinds of values joined by or: "
    f'[date or empty], ["auto" or file]. The kinds: {", ".join([*KINDS, EMPTY])}'
)


@dataclass(frozen=True)
class Domain:
    """The values that a parameter may have.

    Attributes
    ----------
    choices : tuple of str
        Values that are allowed by name.
    kinds : tuple of str
        What else a value may be: names of `KINDS`.
    bounds : (float, float) or None
        The smallest and the largest number.
    empty : bool
        Whether the value may be empty.
    """

    choices: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    bounds: tuple[float, float] | None = None
    empty: bool = True

    @property
    def is_open(self) -> bool:
        """Whether any value is allowed."""
        return not (self.choices or self.kinds or self.bounds)

    def __str__(self) -> str:
        """Say which values are allowed, for a person."""
        if self.bounds:
            return "from {:.15g} to {:.15g}".format(*self.bounds)
        if self.is_open:
            return ""
        parts = [*self.choices, *(KINDS[kind] for kind in self.kinds)]
        joined = " or ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
        return f"{joined}, or empty" if self.empty else joined


ANY = Domain()


def parse_domain(written: str) -> Domain:
    """Read a domain as it stands between square brackets.

    Parameters
    ----------
    written : str
        Choices parted by |; a range N to M; or kinds of values, quoted words and empty, joined by or.

    Raises
    ------
    ValueError
        It is none of these.

    >>> parse_domain("document | paragraph | sentence").choices
    ('document', 'paragraph', 'sentence')
    >>> parse_domain("1 to 100").bounds, str(parse_domain("speaker or empty"))
    ((1.0, 100.0), 'the name of a speaker, or empty')
    >>> parse_domain("dat or empty")
    Traceback (most recent call last):
    ValueError: 'dat' is no kind of value. Did you mean date? Allowed: date, organization, ...
    """
    if found := RANGE.fullmatch(written.strip()):
        low, high = map(float, found.groups())
        if low > high:
            raise ValueError(f"the range {written.strip()} begins above its end")
        return Domain(bounds=(low, high))
    if "|" in written:
        words = [word.strip() for word in written.split("|")]
        choices = [word for word in words if word != EMPTY]
        if not all(words) or len(set(words)) < len(words):
            raise ValueError(f"[{written}] has a choice twice, or one without a word: {GRAMMAR}")
        return Domain(choices=tuple(choices), empty=EMPTY in words)
    return _kinds(written)


def _kinds(written: str) -> Domain:
    parts = [part.strip() for part in re.split(r"\sor\s", f" {written} ")]
    if not all(parts):
        raise ValueError(f"[{written}] says no value: {GRAMMAR}")
    quoted = [part[1:-1] for part in parts if QUOTED.fullmatch(part)]
    kinds = [part for part in parts if part in KINDS]
    for part in parts:
        if part not in (EMPTY, *KINDS) and not QUOTED.fullmatch(part):
            raise ValueError(f"{part!r} is no kind of value.{suggest(part, [*KINDS, EMPTY])} Else {GRAMMAR}")
    if not quoted and not kinds:
        raise ValueError(f"[{written}] allows nothing: {GRAMMAR}")
    return Domain(tuple(quoted), tuple(kinds), None, EMPTY in parts)
