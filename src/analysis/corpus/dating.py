"""All that is said of a text's date -> the date to trust, how much of it is known, and what is doubtful."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.corpus.datelines import date_in_first_lines
from analysis.corpus.dates import Parts, first_day, parse_date, read_parts
from analysis.corpus.filenames import date_in_name

__all__ = ["Dating", "parse_date", "settle_date"]

METADATA, PAGE, FILE_NAME, FIRST_LINES, PROPERTIES = "metadata", "page", "file name", "first lines", "properties"
TRUST = (METADATA, PAGE, FILE_NAME, FIRST_LINES, PROPERTIES)
ONE_DAY = pd.Timedelta(days=1)
AND = " and "
QUOTED = 60  # characters
SHOWN = {METADATA: "the metadata", PAGE: "the page", FILE_NAME: "the file name", FIRST_LINES: "the first lines"}
SHOWN |= {PROPERTIES: "the file's properties"}


@dataclass(frozen=True)
class Dating:
    """The date of a text.

    `date` is the day, or the first day of the month or year that is known, or NaT; `precision` says which.
    `source` names where it was found, `written` the characters it was read from. `problem` is what its owner
    should know, as a kind and a message.
    """

    date: pd.Timestamp
    precision: str
    source: str
    written: str
    problem: tuple[str, str] | None = None


@dataclass(frozen=True)
class _Found:
    source: str
    parts: Parts
    written: str
    quoted: str

    def span(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """Return the first and the last day that it may mean."""
        year, month, day = self.parts.year, self.parts.month or 12, self.parts.day
        return first_day(self.parts), pd.Timestamp(year, month, day or monthrange(year, month)[1])


def settle_date(given: Sequence[tuple[str, str]], name: str, text: str) -> Dating:
    """Settle the date of a text from all that is known of it.

    Trusted are, in this order, the metadata, the page, the file name, the first lines, and last the time
    stamp that a program gave the file, which is often the day of a conversion. A month or year is completed
    by a later source that agrees with it, though never by a time stamp alone. Metadata, page and file name
    that are more than a day apart are a problem, as is a dateline whose year nothing tells.

    Parameters
    ----------
    given : sequence of (str, str)
        Origin ("metadata", "page" or "properties") and the date as written.
    name : str
        The path of the file, with slashes; empty where it says nothing of this text, as for a table's rows.
    text : str
        The text, or its first lines.

    >>> settled = settle_date([("metadata", "2023")], "road.txt", "YEREVAN, AUGUST 9 – The road is closed.")
    >>> settled.date, settled.precision, settled.source, settled.written
    (Timestamp('2023-08-09 00:00:00'), 'day', 'metadata and first lines', '2023; AUGUST 9')
    """
    found, faults = _read_given(given)
    found += _read_name(name) + _read_first_lines(text)
    found.sort(key=lambda one: TRUST.index(one.source))
    stamped = [one for one in found if one.source == PROPERTIES]
    dateline = next((one for one in found if not one.parts.year), None)
    dated = [one for one in found if one.parts.year and one.source != PROPERTIES]
    if dated:
        settled, chosen = _complete(dated[0], found), dated[0]
    elif dateline:
        settled, chosen = _with_year_of(dateline, stamped), dateline
    else:
        settled = chosen = stamped[0] if stamped else None
    problem = _bad_date(faults, settled) or _disagreement(dated) or _doubt(settled, chosen, stamped)
    if settled is None:
        return Dating(pd.NaT, "", "", "", problem)
    return Dating(first_day(settled.parts), settled.parts.precision, settled.source, settled.written, problem)


def _read_given(given: Sequence[tuple[str, str]]) -> tuple[list[_Found], list[tuple[str, str]]]:
    """Return the dates given, and (origin, fault) of what is given for one but is none."""
    found, faults = [], []
    for origin, value in given:
        written = " ".join(value.split())
        try:
            if parse_date(value)[1]:
                found.append(_Found(origin, read_parts(written), written, written))
        except ValueError as fault:
            faults.append((origin, str(fault)))
    return found, faults


def _read_name(name: str) -> list[_Found]:
    read = date_in_name(name)
    return [_Found(FILE_NAME, *read, read[1])] if read else []


def _read_first_lines(text: str) -> list[_Found]:
    read = date_in_first_lines(text)
    return [_Found(FIRST_LINES, *read)] if read else []


def _complete(first: _Found, found: list[_Found]) -> _Found:
    """Add the month and day that less trusted sources know, where they agree."""
    for other in found:
        if other.source in (PROPERTIES, *first.source.split(AND)) or _knows(other.parts) <= _knows(first.parts):
            continue
        if parts := _joined(first.parts, other.parts):
            first = _Found(
                f"{first.source}{AND}{other.source}", parts, f"{first.written}; {other.written}", first.quoted
            )
    return first


def _joined(first: Parts, other: Parts) -> Parts | None:
    """Return what both know, if they agree and it is a day of the calendar."""
    if any(a and b and a != b for a, b in zip(first, other, strict=True)):
        return None
    year, month, day = (a or b for a, b in zip(first, other, strict=True))
    return read_parts(f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}")


def _knows(parts: Parts) -> int:
    return {"day": 3, "month": 2, "year": 1}[parts.precision]


def _with_year_of(dateline: _Found, stamped: list[_Found]) -> _Found | None:
    """Give a dateline the year of a time stamp of the same day, or the day before or after."""
    for stamp in stamped:
        day = _joined(Parts(stamp.parts.year), dateline.parts)
        if day and stamp.parts.day and abs(first_day(day) - first_day(stamp.parts)) <= ONE_DAY:
            both, written = f"{FIRST_LINES}{AND}{PROPERTIES}", f"{dateline.written}; {stamp.written}"
            return _Found(both, day, written, dateline.quoted)
    return None


def _bad_date(faults: list[tuple[str, str]], settled: _Found | None) -> tuple[str, str] | None:
    """Report a value that is no date, unless a more trusted source gives one."""
    trusted = TRUST.index(settled.source.split(AND)[0]) if settled else len(TRUST)
    faults = [fault for origin, fault in faults if TRUST.index(origin) <= trusted]
    if not faults:
        return None
    filled = f"; the date is taken from {_shown(settled)}" if settled else ""
    return "bad-date", f"{faults[0]}{filled}"


def _disagreement(dated: list[_Found]) -> tuple[str, str] | None:
    """Report sources that are more than a day apart; a year alone in a file's name may be anything."""
    compared = [one for one in dated if one.source in (METADATA, PAGE) or (one.source == FILE_NAME and one.parts.month)]
    for other in compared[1:]:
        start, end = compared[0].span()
        other_start, other_end = other.span()
        if other_start - end > ONE_DAY or start - other_end > ONE_DAY:
            message = f"{_shown(compared[0])} against {_shown(other)}: the first is taken; mend the wrong one"
            return "dates-disagree", message
    return None


def _doubt(settled: _Found | None, chosen: _Found | None, stamped: list[_Found]) -> tuple[str, str] | None:
    if settled is None and chosen is not None:
        stamp = f"; {_shown(stamped[0])} do not fit it" if stamped else ""
        quoted = chosen.quoted[:QUOTED]
        message = f"the first lines give a day without a year, {quoted!r}{stamp}: add the year to the metadata"
        return "date-without-year", message
    if settled is not None and settled.source == PROPERTIES:
        message = (
            f"the date {settled.written!r} is a program's time stamp in the file, often the day of a conversion: "
            "look whether it is the day of publication, and give that in the metadata"
        )
        return "date-from-properties", message
    return None


def _shown(found: _Found) -> str:
    names = AND.join(SHOWN[source] for source in found.source.split(AND))
    return f"{names} ({found.written[:QUOTED]!r})"
