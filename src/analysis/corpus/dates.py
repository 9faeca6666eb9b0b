"""Dates as people and programs write them, in many languages -> a day, and how much of it is known."""

import unicodedata
from calendar import month_name
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple

import pandas as pd
import regex

from analysis.corpus.months import fold, is_weekday, month_number

FIRST_YEAR, LAST_YEAR = 1500, 2100
LONGEST = 100  # characters
ALLOWED = "2023-02-22, 22 February 2023, February 22, 2023, 22.02.2023, 2023-02 or 2023"
YEAR = regex.compile(r"\d{4}(?:\.0)?")
YEAR_FIRST = regex.compile(r"(\d{4}) ?([-/.:]) ?(\d{1,2})(?: ?\2 ?(\d{1,2})\.?)?")
YEAR_LAST = regex.compile(r"(?:(\d{1,2}) ?([-/.]) ?)?(\d{1,2}) ?(?(2)\2|[-/.]) ?(\d{4})\.?")
COMPACT = regex.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)\d\d)?")
PDF = regex.compile(r"D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)?(?:\d\d)?)?(?:Z|([+-]\d\d)'?(\d\d)?'?)?[\dZ']*")
ISO = regex.compile(r"\d{4}-\d\d-\d\d[T ]\d|\d{8}T\d")
CLOCK = regex.compile(
    r"""[\s,T|–—-]* (?:\b(?:at|um|à|ore|kl|klo|saat|в|о|об|ժամը)\b\.?\s*)?
    (?<![\d.:]) (?: (?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?::\d\d(?:[.,]\d+)?)?
      | (?<=\d{4},?\s) (?P<hour>\d{1,2})\.(?P<minute>\d\d)(?=\s*$) ) (?!\d)
    (?:\s*(?P<half>[ap])\.?m\b\.?)? (?:\s*(?:Uhr|hrs?|h)\b)?
    (?:\s*(?:(?:UTC|GMT)?\s*(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?|(?P<zone>[A-Z]{1,5})\b))?
    (?:\s*\([\p{L} ]*\))?""",
    regex.VERBOSE | regex.IGNORECASE,
)
ZONES = {
    **{"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6},
    **{"PST": -8, "PDT": -7, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3},
}
TOKEN = regex.compile(r"\d+|\p{L}[\p{L}\p{M}]*")
GAP = regex.compile(r"[\s,.;/()\[\]،'’ʼ‘–—-]*")
TWO_WORDS = regex.compile(r"(?:كانون|تشرين)\s+ال(?:أ|ا)?\p{L}+")
# What stands between the parts of a date and behind its numbers: articles, prepositions, ordinals, "year".
FILLERS = """of the on st nd rd th le du er re de del di da do dos el la a al dia den der dem am vom og d year dated
    г год года году р рік року році го е й թ թվական թվականի թվականին ի ին ը ից
    il ili ilin ilinda ildə ilinin tarixində tarixli cı ci cu cü yılı yil tarihi tarihli dnia r roku dne
    წ წელი წლის წელს في عام سنة م سال ب η του"""
SHAPES = ("DMY", "MDY", "YMD", "YDM", "MY", "YM", "DM", "MD")


class Parts(NamedTuple):
    """What is known of a date, 0 for what is not."""

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def precision(self) -> str:
        """Return "day", "month" or "year"."""
        return "day" if self.day else "month" if self.month else "year"


def parse_date(value: str) -> tuple[pd.Timestamp, str]:
    """Read a date and its precision.

    Months may be named in any of some forty languages (CLDR). The time of day is dropped; a time with a
    zone is first taken to UTC, which may be another day. A month or a year alone gives its first day, with
    the precision that says so.

    Parameters
    ----------
    value : str
        A date as written; empty gives no date.

    Returns
    -------
    (Timestamp, str)
        The day (NaT when empty) and "day", "month", "year" or "".

    Raises
    ------
    ValueError
        The value is no date from 1500 to 2100, or its day and month cannot be told apart.

    >>> parse_date("February 22, 2023")
    (Timestamp('2023-02-22 00:00:00'), 'day')
    >>> parse_date("22 февраля 2023 г.")
    (Timestamp('2023-02-22 00:00:00'), 'day')
    >>> parse_date("2022-12")
    (Timestamp('2022-12-01 00:00:00'), 'month')
    >>> parse_date("03/04/2023")
    Traceback (most recent call last):
    ValueError: '03/04/2023' may be 3 April or March 4: write it as 2023-04-03 or 2023-03-04
    """
    value = " ".join(str(value).split())
    if not value:
        return pd.NaT, ""
    parts = read_parts(value)
    if parts is None or not parts.year:
        raise ValueError(f"{value[:60]!r} is not a date that can be read: write it like {ALLOWED}")
    return first_day(parts), parts.precision


def first_day(parts: Parts) -> pd.Timestamp:
    """Return the first day of what is known.

    >>> first_day(Parts(2023, 2))
    Timestamp('2023-02-01 00:00:00')
    """
    return pd.Timestamp(parts.year, parts.month or 1, parts.day or 1)


def read_parts(value: str) -> Parts | None:
    """Read what a date says, be it a day without a year; None for what is no date.

    Raises
    ------
    ValueError
        Day and month cannot be told apart.

    >>> read_parts("AUGUST 9")
    Parts(year=0, month=8, day=9)
    """
    if len(value) > LONGEST:
        return None
    written = _plain_signs(value)
    parts, clock = _program_date(written), None
    if parts is None:
        clock = CLOCK.search(written)
        rest = f"{written[: clock.start()]} {written[clock.end() :]}" if clock else written
        parts = _numbers(rest.strip(" ,"), value) or _words(rest)
    return _checked(parts, clock)


def _plain_signs(value: str) -> str:
    """Write digits of all scripts as 0-9, and drop marks of direction and the like."""
    if value.isascii():
        return " ".join(value.split())
    signs = []
    for sign in unicodedata.normalize("NFKC", value):
        kind = unicodedata.category(sign)
        if kind != "Cf":
            signs.append(str(unicodedata.decimal(sign)) if kind == "Nd" else sign)
    return " ".join("".join(signs).split())


def _program_date(written: str) -> Parts | None:
    """Read ISO 8601 with a time, and the time stamps of PDF (ISO 32000-1, 7.9.4), in UTC."""
    if ISO.match(written):
        try:
            moment = datetime.fromisoformat(written)
            return Parts(*_in_utc(moment).timetuple()[:3])
        except (ValueError, OverflowError):
            return None
    stamp = PDF.fullmatch(written)
    if not stamp:
        return None
    year, month, day, hour, minute, hours, minutes = (int(number or 0) for number in stamp.groups())
    parts = Parts(year, month, day)
    shift = timedelta(hours=hours, minutes=-minutes if hours < 0 else minutes)
    return _shifted(parts, hour, minute, shift) if day and stamp[4] else parts


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(UTC)


def _shifted(parts: Parts, hour: int, minute: int, zone: timedelta) -> Parts | None:
    try:
        return Parts(*(datetime(*parts, hour, minute) - zone).timetuple()[:3])
    except (ValueError, OverflowError):
        return None


def _numbers(written: str, value: str) -> Parts | None:
    if YEAR.fullmatch(written):
        return Parts(int(written[:4]))
    if compact := COMPACT.fullmatch(written):
        return Parts(*(int(part) for part in compact.groups()[:3]))
    if found := YEAR_FIRST.fullmatch(written):
        year, mark, month, day = found.groups()
        return Parts(int(year), int(month), int(day or 0)) if day or mark in "-/" else None
    if found := YEAR_LAST.fullmatch(written):
        first, mark, second, year = found.groups()
        return _day_and_month(int(first or 0), mark or "", int(second), int(year), value)
    return None


def _day_and_month(first: int, mark: str, second: int, year: int, value: str) -> Parts:
    """Tell day and month apart: with points the day is first, with other marks the larger number is."""
    if mark in ("", "."):
        return Parts(year, second, first)
    if 1 <= first <= 12 and 1 <= second <= 12 and first != second and FIRST_YEAR <= year <= LAST_YEAR:
        a, b = date(year, second, first), date(year, first, second)
        raise ValueError(f"{value!r} may be {a.day} {a:%B} or {b:%B} {b.day}: write it as {a} or {b}")
    return Parts(year, first, second) if second > 12 else Parts(year, second, first)


def _words(written: str) -> Parts | None:
    """Read a date that names its month."""
    written = TWO_WORDS.sub(lambda found: f" {month_name[month_number(found[0])]} ", written)
    tokens = _tokens(written)
    if sum(kind == "M" for kind, _ in tokens) > 1:  # "mar" may be a Tuesday beside another month
        tokens = [(kind, word) for kind, word in tokens if kind != "M" or not is_weekday(word)]
    shape = regex.sub("M+", "M", "".join(kind for kind, _ in tokens))
    months = {month_number(word) for kind, word in tokens if kind == "M"}
    if shape not in SHAPES or len(months) != 1:
        return None
    numbers = {kind: int(word) for kind, word in tokens if kind != "M"}
    return Parts(numbers.get("Y", 0), months.pop(), numbers.get("D", 0))


def _tokens(written: str) -> list[tuple[str, str]]:
    """Cut a date into days (D), months (M) and years (Y); anything else in it is one "?"."""
    tokens, end = [], 0
    for token in TOKEN.finditer(written):
        kind = _kind(token[0]) if GAP.fullmatch(written, end, token.start()) else "?"
        tokens += [(kind, token[0])] if kind else []
        end = token.end()
    return tokens if GAP.fullmatch(written, end) else [("?", written)]


def _kind(token: str) -> str:
    """Sort a word or number: D, M or Y; nothing for what may stand beside them; ? for what may not."""
    if token.isdigit():
        return "Y" if len(token) == 4 else "D" if len(token) <= 2 else "?"
    if month_number(token):
        return "M"
    return "" if fold(token) in _fillers() or is_weekday(token) else "?"


@cache
def _fillers() -> frozenset[str]:
    return frozenset(map(fold, FILLERS.split()))


def _checked(parts: Parts | None, clock: regex.Match | None) -> Parts | None:
    """Return a date of the calendar, in UTC if its time has a zone; None for any other."""
    if parts is None:
        return None
    try:
        date(parts.year or 2000, parts.month or 1, parts.day or 1)
    except ValueError:
        return None
    if clock and parts.day:
        parts = _at_time(parts, clock)
    if parts is None or not (FIRST_YEAR <= parts.year <= LAST_YEAR or not parts.year):
        return None
    return parts


def _at_time(parts: Parts, clock: regex.Match) -> Parts | None:
    hour, minute = int(clock["hour"]), int(clock["minute"])
    if hour > 23 or minute > 59:
        return None
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    zone = timedelta(hours=ZONES.get((clock["zone"] or "").upper(), 0))
    known = (clock["zone"] or "").upper() in ZONES
    if clock["sign"]:
        zone = timedelta(hours=int(clock["hours"]), minutes=int(clock["minutes"] or 0))
        zone, known = (-zone if clock["sign"] == "-" else zone), True
    return _shifted(parts, hour, minute, zone) if known and parts.year else parts
