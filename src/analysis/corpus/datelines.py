"""Dates in the first lines of a text: datelines, labels, and lines that are nothing but a date."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from analysis.corpus.dates import Parts, read_parts
from analysis.corpus.months import fold, is_weekday

MOST_LINES = 5
MOST_CHARACTERS = 600
LONGEST_LINE = 60  # that is a date and nothing else

WORD = r"\p{L}[\p{L}\p{M}]*"
ORDINAL = r"(?:st|nd|rd|th|er|re|го|ին|ի|ը|[.ºª°])?"
YEAR = r"(?:1[5-9]|20)\d\d(?:\s?(?:г\.?|года|р\.?|року|թ\.?|թվական\p{L}*|[-–]?c[iıuü]\s+il\p{L}*)(?!\p{L}))?"
OF = r"(?:\s+(?:de|of|del|d’|d'))?"
DATE = rf"""(?P<date>
    \d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?
  | \d{{4}}(?P<a>[./])\d{{1,2}}(?P=a)\d{{1,2}} | \d{{1,2}}(?P<b>[./-])\d{{1,2}}(?P=b)\d{{4}}
  | \d{{1,2}}[-‐]?{ORDINAL}{OF}(?:\s+|-)(?:{WORD}\.?|كانون\s{WORD}|تشرين\s{WORD}){OF}(?:,?(?:\s+|-){YEAR})?
  | (?:{YEAR},?\s+)?{WORD}\.?\s+\d{{1,2}}{ORDINAL}(?:-?ին)?(?:,?\s+{YEAR})?
  )(?![\p{{L}}\p{{N}}])"""
ARTICLES = r"(?:le|den|der|am|el|a|il|on|em|dne|dnia|في)\s+"
ARTICLE = rf"(?:{ARTICLES})?"
WEEKDAY = rf"(?:(?!{ARTICLES})(?P<weekday>{WORD})\.?,?\s+)?"
CAPITAL = r"(?:\p{Lu}[\p{L}\p{M}'’.]*|\p{Lo}[\p{L}\p{M}]*|\p{Lt}[\p{L}\p{M}]*)"
PLACE = rf"(?P<place>{CAPITAL}(?:[\s/-]+(?:(?:de|la|el|al|of|am|den|sur|le|les|y|and)\s+)?{CAPITAL}){{0,3}})"
REGION = rf"(?:,\s*{CAPITAL}(?:\s+{CAPITAL}){{0,2}}){{0,2}}"
DASH = r"[–—―-]"
# What ends a dateline: a dash, a mark before the agency, or the end of the line.
STOP = rf"""[*_\s]*(?:[)\]]|[,.]?\s*(?:{DASH}|[/(\[:|]|$)
    |\.\s*(?=\p{{Lu}}|\p{{Lo}}|$)|[,،]\s*(?=\p{{Lu}}{{2,}}))"""
OPENING = r"^[\s*_#>«\"“(\[]*"
LABELS = (
    *("date", "dated", "published", "published on", "posted", "posted on", "released", "release date", "issued"),
    *("date of publication", "publication date", "published date", "first published", "for immediate release"),
    *("press release", "fecha", "fecha de publicación", "publicado", "publicado el", "publicado em", "data"),
    *("publié le", "publiée le", "date de publication", "veröffentlicht", "veröffentlicht am", "datum", "stand"),
    *("pubblicato il", "дата", "дата публикации", "опубликовано", "дата публікації", "опубліковано"),
    *("տարեթիվ", "ամսաթիվ", "հրապարակվել է", "tarih", "yayın tarihi", "yayınlanma tarihi", "tarix", "data publikacji"),
    *(
        "opublikowano",
        "تاريخ",
        "التاريخ",
        "تاريخ النشر",
        "نشر في",
        "تاریخ",
        "تاریخ انتشار",
        "თარიღი",
        "תאריך",
        "geplaatst op",
    ),
)
LATER_LABELS = (
    "updated",
    "updated on",
    "last updated",
    "last update",
    "modified",
    "mis à jour le",
    "обновлено",
    "оновлено",
)
# What begins a sentence that speaks of a day, where a place would stand.
NO_PLACES = """on in at by since until till from after before during last next this that early late mid the a an for as
    between every each when while of le la les el en em am im seit vom nach vor de del desde hasta du depuis dès
    avant après il dal nel в во с со к на до после от у за з від після dne od do po w we za ve bu
    في من منذ بعد قبل یک در از"""


class FirstLines(NamedTuple):
    """A date in the first lines: what is known of it, its characters, and the line they stand in."""

    parts: Parts
    written: str
    line: str


def date_in_first_lines(text: str) -> FirstLines | None:
    """Read the day that a text gives for itself in its first lines.

    Looked for are labels ("Published: 22.02.2023"), datelines ("GENEVA, 22 February 2023 –"), days at the
    beginning of a line that a dash follows, and lines that are nothing but a date. A day of which a
    sentence speaks is none of these. Where the lines give two days, neither is taken.

    Parameters
    ----------
    text : str
        The text; five lines and 600 characters of it are looked at.

    Returns
    -------
    FirstLines or None
        The year is 0 where the dateline has none.

    >>> date_in_first_lines("YEREVAN, AUGUST 9 – The road is closed.").parts
    Parts(year=0, month=8, day=9)
    >>> date_in_first_lines("On 12 December 2022 the road was closed.") is None
    True
    """
    lines = [line.strip() for line in text[:MOST_CHARACTERS].splitlines() if line.strip()][:MOST_LINES]
    if len(text) > MOST_CHARACTERS and lines and not text[MOST_CHARACTERS - 1].isspace():
        lines[-1] = f"{lines[-1]}…"  # what is cut short is not the end of its line
    for pattern in _patterns():
        found = [date for line in lines for date in (_by(pattern, line) if pattern else _alone_or_at_start(line))]
        if found:
            return _the_one(found)
    return None


@cache
def _patterns() -> tuple[regex.Pattern | None, ...]:
    """Compile the ways of giving a date, the surest first; None stands for lines that are a date."""
    dateline = rf"{OPENING}{PLACE}{REGION}(?:\s*[,.،:/]\s*|\s*[(\[]\s*|\s*{DASH}\s*){WEEKDAY}{ARTICLE}{DATE}{STOP}"
    before_place = (
        rf"{OPENING}{DATE}(?:\s*[,./]\s*|\s+)(?:\p{{L}}{{1,2}}\.?\s+)?{PLACE}{REGION}\s*[.,]?\s*(?:{DASH}|/|\(|\||$)"
    )
    return (
        _labeled(LABELS),
        regex.compile(dateline, regex.VERBOSE),
        regex.compile(before_place, regex.VERBOSE),
        None,
        _labeled(LATER_LABELS),
    )


@cache
def _line_start() -> regex.Pattern:
    written = rf"{OPENING}{WEEKDAY}{ARTICLE}{DATE}\s*\)?\]?\s*[,.]?\s*(?:{DASH}|\||\(|$)"
    return regex.compile(written, regex.VERBOSE)


def _labeled(labels: tuple[str, ...]) -> regex.Pattern:
    names = "|".join(label.replace(" ", r"\s+") for label in sorted(labels, key=len, reverse=True))
    mark = rf"[*_\s]*(?:[:|]|{DASH})?[*_\s]*"
    written = rf"{OPENING}(?:{names})\b{mark}{WEEKDAY}{ARTICLE}{DATE}"
    return regex.compile(written, regex.VERBOSE | regex.IGNORECASE)


def _by(pattern: regex.Pattern, line: str) -> Iterator[FirstLines]:
    found = pattern.match(line)
    if not found:
        return
    named = found.groupdict()
    if _is_no_place(named.get("place")) or (named.get("weekday") and not is_weekday(named["weekday"])):
        return
    parts = _parts(named["date"])
    if parts and parts.day:
        yield FirstLines(parts, named["date"].strip(), line)


def _alone_or_at_start(line: str) -> Iterator[FirstLines]:
    whole = line.strip("*_#>()[]|–—- ")
    parts = _parts(whole) if len(whole) <= LONGEST_LINE and regex.search(r"\d[^\d]+\d|\p{L}", whole) else None
    if parts and parts.month:
        yield FirstLines(parts, whole, line)
    else:
        yield from _by(_line_start(), line)


def _is_no_place(place: str | None) -> bool:
    if not place:
        return False
    first, *others = regex.split(r"[\s/]+", place)
    return fold(first) in _no_places() or (bool(others) and is_weekday(others[-1]) and not place.isupper())


@cache
def _no_places() -> frozenset[str]:
    return frozenset(map(fold, NO_PLACES.split()))


def _parts(written: str) -> Parts | None:
    try:
        return read_parts(written)
    except ValueError:  # day and month cannot be told apart
        return None


def _the_one(found: list[FirstLines]) -> FirstLines | None:
    """Return the date that all agree on, in its fullest form."""
    best = max(found, key=lambda date: sum(part > 0 for part in date.parts))
    agreed = all(known in (0, part) for date in found for known, part in zip(date.parts, best.parts, strict=True))
    return best if agreed else None
