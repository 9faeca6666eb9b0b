"""Dates as people write them -> a day, and how much of it is known."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pandas as pd
import regex

DAY_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
)
MONTH_FORMATS = ("%Y-%m", "%Y/%m", "%B %Y", "%b %Y")
YEAR = regex.compile(r"[12]\d{3}(?:\.0)?")
MAIL = regex.compile(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}")
SLASHED = regex.compile(r"(\d{1,2})/(\d{1,2})/([12]\d{3})")
ALLOWED = "2023-02-22, 22 February 2023, February 22, 2023, 22.02.2023, 2023-02 or 2023"


def parse_date(value: str) -> tuple[pd.Timestamp, str]:
    """Read a date and its precision.

    Times are dropped; a time with a zone is taken in UTC. A month or a year alone gives its first day,
    with the precision that says so.

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
        The value is no date, or its day and month cannot be told apart.

    >>> parse_date("February 22, 2023")
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
    if YEAR.fullmatch(value):
        return pd.Timestamp(int(value[:4]), 1, 1), "year"
    if slashed := SLASHED.fullmatch(value):
        return _slashed_day(value, *(int(part) for part in slashed.groups())), "day"
    for formats, precision in ((DAY_FORMATS, "day"), (MONTH_FORMATS, "month")):
        for form in formats:
            if (day := _try_format(value, form)) is not None:
                return day, precision
    if (day := _try_iso(value) or _try_mail(value)) is not None:
        return day, "day"
    raise ValueError(f"{value[:60]!r} is not a date that can be read: write it like {ALLOWED}")


def _slashed_day(value: str, first: int, second: int, year: int) -> pd.Timestamp:
    if 1 <= first <= 12 and 1 <= second <= 12 and first != second:
        a, b = datetime(year, second, first), datetime(year, first, second)
        raise ValueError(f"{value!r} may be {a.day} {a:%B} or {b:%B} {b.day}: write it as {a:%Y-%m-%d} or {b:%Y-%m-%d}")
    month, day = (second, first) if first > 12 else (first, second)
    try:
        return pd.Timestamp(year, month, day)
    except ValueError:
        raise ValueError(f"{value!r} is not a day of the calendar: write it like {ALLOWED}") from None


def _try_format(value: str, form: str) -> pd.Timestamp | None:
    try:
        return _day(datetime.strptime(value, form))
    except (ValueError, OverflowError):
        return None


def _try_mail(value: str) -> pd.Timestamp | None:
    """Read a date as e-mails and feeds write it (RFC 5322)."""
    try:
        return _day(parsedate_to_datetime(value)) if MAIL.match(value) else None
    except (ValueError, OverflowError):
        return None


def _try_iso(value: str) -> pd.Timestamp | None:
    try:
        return _day(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        return None


def _day(moment: datetime) -> pd.Timestamp:
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return pd.Timestamp(moment.year, moment.month, moment.day)
