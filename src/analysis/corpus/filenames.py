"""Dates in the names of files and of the folders they are in."""

from collections.abc import Iterator

import regex

from analysis.corpus.dates import Parts, read_parts
from analysis.corpus.months import month_number

FIRST_YEAR, LAST_YEAR = 1900, 2100  # numbers below are numbers more often than years
ARCHIVE = regex.compile(r"\.(?:zip|tar|tgz|7z|rar)$", regex.IGNORECASE)
ENDINGS = regex.compile(r"(?:\.\p{L}[\p{L}\d]{0,7}){1,2}$")
UUID = regex.compile(r"\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b", regex.IGNORECASE)
EDGE, END = r"(?<![\p{L}\p{N}+])", r"(?![\p{L}\p{N}])"
NOT_OF_A_NUMBER = r"(?<!\d[-_. ]?\d{3,}[-_. ]|\+\d*[-_. ])"  # as phone numbers are written
NUMERIC = (
    regex.compile(rf"(?<![\p{{N}}+]){NOT_OF_A_NUMBER}\d{{4}}([-_.])\d{{1,2}}\1\d{{1,2}}(?!\d)"),
    regex.compile(rf"{EDGE}(?<!\d[-. ])\d{{8}}(?=T\d{{4}}|[^\p{{L}}\p{{N}}]|$)(?![-. ]\d{{3}})"),
    regex.compile(r"(?<![\p{N}+])(?<!\d[-_.])\d{1,2}([-_.])\d{1,2}\1\d{4}(?![\p{N}])(?![-_.]\d)"),
)
YEAR_MONTH = regex.compile(rf"{EDGE}{NOT_OF_A_NUMBER}\d{{4}}[-_.](?:0[1-9]|1[0-2]){END}(?![-_.]\d)")
MONTH = r"(\p{L}[\p{L}\p{M}]{2,}\.?)"
NAMED = regex.compile(
    rf"{EDGE}(?:\d{{1,2}}\p{{L}}{{0,2}}[-_. ]*{MONTH}[-_., ]*\d{{4}}|{MONTH}[-_. ]*\d{{1,2}}[-_., ]+\d{{4}}"
    rf"|\d{{4}}[-_. ]*{MONTH}(?:[-_. ]*\d{{1,2}})?|{MONTH}[-_. ]*\d{{4}}){END}"
)
YEAR = regex.compile(rf"{EDGE}(?:19|20)\d\d{END}")
ONLY_YEAR = regex.compile(r"(?:19|20)\d\d")
ONLY_MONTH = regex.compile(r"(\d{1,2})(?:[-_. ]+\p{L}+)?|(\p{L}+)")
COUNTER = regex.compile(
    r"\b(?:docs?|documents?|files?|texts?|articles?|pages?|items?|img|image|scan|id|no|nr|num|number|n|msg|message"
    r"|records?|rows?|story|stories|part|p|s|resolution|res)[-_. #]*$",
    regex.IGNORECASE,
)


def date_in_name(path: str) -> tuple[Parts, str] | None:
    """Read the date in the name of a file, else in those of its folders; of two that agree, the more precise.

    A folder gives a date only when its whole name is one (2023, 2023/02, 2023-02-22, 2023/February): others
    name the day of a download more often. A year within a name counts when it stands apart from letters and
    figures, is the only one, and does not look like the number of a text (document_1999).

    Parameters
    ----------
    path : str
        As it is below the raw folder, with slashes.

    Returns
    -------
    (Parts, str) or None
        What is known of the date, and the characters it was read from.

    >>> date_in_name("statements/2023-02-22_road.txt")
    (Parts(year=2023, month=2, day=22), '2023-02-22')
    >>> date_in_name("2023/02/road.txt")
    (Parts(year=2023, month=2, day=0), '2023/02')
    """
    *folders, name = path.split("/")
    stem = ENDINGS.sub("", name)
    in_folders = _in_folders(folders, stem)
    in_stem = _in_stem(stem)
    if in_stem and in_folders and in_folders[0][:2] == (in_stem[0].year, in_stem[0].month or in_folders[0].month):
        return max(in_stem, in_folders, key=lambda found: sum(part > 0 for part in found[0]))
    return in_stem or in_folders


def _in_stem(stem: str) -> tuple[Parts, str] | None:
    if UUID.search(stem):
        return None
    for patterns in (NUMERIC, (NAMED,), (YEAR_MONTH,)):
        found = {written: parts for pattern in patterns for written, parts in _dates(pattern, stem)}
        if len(set(found.values())) == 1:
            written, parts = next(iter(found.items()))
            return parts, written
        if found:
            return None
    return _bare_year(stem)


def _dates(pattern: regex.Pattern, stem: str) -> Iterator[tuple[str, Parts]]:
    for found in pattern.finditer(stem):
        written = found[0].strip("_-. ")
        mark = "." if pattern is NUMERIC[2] and "." in written else "-"
        spaced = regex.sub(r"[-_.,\s]+", " " if pattern is NAMED else mark, written)
        try:
            parts = read_parts(spaced)
        except ValueError:  # day and month cannot be told apart
            continue
        if parts and FIRST_YEAR <= parts.year <= LAST_YEAR:
            yield written, parts


def _bare_year(stem: str) -> tuple[Parts, str] | None:
    years = {found[0]: found.start() for found in YEAR.finditer(stem)}
    if len(years) != 1 or not regex.search(r"\p{L}{2}", stem):
        return None
    year, start = next(iter(years.items()))
    beside = regex.search(rf"\d[-_.]{year}|{year}[-_.]\d", stem)
    if beside or COUNTER.search(stem[:start]) or int(year) > LAST_YEAR:
        return None
    return Parts(int(year)), year


def _in_folders(folders: list[str], stem: str) -> tuple[Parts, str] | None:
    """Read a year and the month and day below it from the nearest folders that hold them."""
    folders = ["" if ARCHIVE.search(folder) else folder for folder in folders]
    for place in range(len(folders) - 1, -1, -1):
        folder = folders[place]
        if ONLY_YEAR.fullmatch(folder) and int(folder) <= LAST_YEAR:
            return _below_year([*folders[place:], stem])
        for pattern in (*NUMERIC, NAMED, YEAR_MONTH):
            whole = [parts for written, parts in _dates(pattern, folder) if written == folder]
            if whole:
                return whole[0], folder
    return None


def _below_year(names: list[str]) -> tuple[Parts, str]:
    year, below = int(names[0]), names[1:]
    month = _month(below[0]) if len(below) > 1 else 0
    if not month:
        return Parts(year), names[0]
    if regex.fullmatch(r"\d\d?", below[1]):
        parts = read_parts(f"{year}-{month}-{below[1]}")
        if parts:
            return parts, "/".join(names[:3])
    return Parts(year, month), "/".join(names[:2])


def _month(folder: str) -> int:
    found = ONLY_MONTH.fullmatch(folder)
    if not found:
        return 0
    number = int(found[1]) if found[1] else month_number(found[2])
    return number if 1 <= number <= 12 else 0
