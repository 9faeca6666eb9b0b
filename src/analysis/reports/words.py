"""Numbers, dates and findings as words in captions."""

import pandas as pd

from analysis.reports.writing import cut, label, percent


def count_of(number: int, noun: str) -> str:
    """Write a number with its noun.

    >>> count_of(1, "document"), count_of(1234, "document"), count_of(2, "country")
    ('1 document', '1,234 documents', '2 countries')
    """
    many = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
    return f"{number:,} {noun if number == 1 else many}"


def verb_name(verb: str) -> str:
    """Write a reporting verb for people: the colon of a turn or a headline is no word.

    >>> verb_name("say"), verb_name(":")
    ('say', 'colon (:)')
    """
    return "colon (:)" if verb == ":" else verb


def date_text(date: pd.Timestamp, precision: str) -> str:
    """Write as much of a date as is known.

    >>> date_text(pd.Timestamp("2022-12-01"), "month"), date_text(pd.NaT, "")
    ('December 2022', '')
    """
    if date is pd.NaT or not precision:
        return ""
    day = f"{date:%B} {date.day}, {date.year}"
    return {"day": day, "month": f"{date:%B} {date.year}", "year": f"{date.year}"}[precision]


def time_name(time: pd.Timestamp, period: str) -> str:
    """Write a month or a year.

    >>> time_name(pd.Timestamp("2023-08-01"), "month"), time_name(pd.Timestamp("2023-01-01"), "year")
    ('August 2023', '2023')
    """
    return date_text(time, period)


def span_of(times: pd.DatetimeIndex, period: str) -> str:
    """Write the first and the last of some months or years.

    >>> span_of(pd.DatetimeIndex(["2022-12-01", "2023-01-01"]), "month")
    'December 2022 to January 2023'
    """
    return f"{time_name(times.min(), period)} to {time_name(times.max(), period)}"


def most(noun: str, counts: pd.Series, total: int, verb: str = "has", which: str = "") -> str:
    """Say which has the largest count, and whether others share it.

    Parameters
    ----------
    noun : str
        What is counted.
    counts : Series of int
        By name.
    total : int
        Of how many.
    verb, which : str
        How the sentence goes: NAME verb the most NOUNs which.

    >>> most("document", pd.Series({"A": 2, "B": 1}), 3)
    'A has the most documents, 2 of 3.'
    >>> most("document", pd.Series({"A": 1, "B": 1, "C": 0}), 2, verb="is named in", which="that name X")
    'The most documents that name X, 1 of 2 each: A and B.'
    """
    counts = counts.rename(index=cut)
    first = counts[counts == counts.max()]
    nouns = f"{noun}s {which}".strip()
    if counts.max() == 0:
        return f"None of {total:,} {nouns} is counted here."
    if len(first) == 1:
        return f"{first.index[0]} {verb} the most {nouns}, {first.iloc[0]:,} of {total:,}."
    return f"The most {nouns}, {first.iloc[0]:,} of {total:,} each: {some_of(list(first.index))}."


def highest(shares: pd.Series, what: str) -> str:
    """Say which has the largest share, and whether others share it.

    >>> highest(pd.Series({"A": 0.5, "B": 0.25}), "share of documents")
    'The largest share of documents: A, 50%.'
    """
    first = shares[shares == shares.max()]
    return f"The largest {what}: {some_of(list(first.index))}, {percent(float(first.iloc[0]))}."


def with_counts(names: pd.Series, counts: pd.DataFrame) -> pd.Series:
    """Add to each name how many of how many its share is, and the bounds of its interval.

    Parameters
    ----------
    names : Series of str
        One for each row of the counts.
    counts : DataFrame
        As `discourse.mention_counts` gives it.
    """
    parts = zip(
        names, *(counts[name] for name in ("documents", "group_documents", "share_low", "share_high")), strict=True
    )
    texts = [f"{name} ({k} of {n}; 95% interval {percent(low)} to {percent(high)})" for name, k, n, low, high in parts]
    return pd.Series(texts, index=names.index, dtype=object)


def listed(values: pd.Series, unit: str = "") -> str:
    """List the first five values by name, for those who cannot see the figure.

    >>> listed(pd.Series({"UN": 3.0, "EU": 1.0}), "documents")
    'UN 3 documents; EU 1 documents.'
    """
    parts = [f"{label(name)} {value:,.0f}{' ' + unit if unit else ''}" for name, value in values.head(5).items()]
    return "; ".join(parts) + ("; and others." if len(values) > 5 else ".")


def some_of(names: list[str], longest: int = 3) -> str:
    """List the first names, and how many more there are.

    >>> some_of(["A", "B"]), some_of(["A", "B", "C", "D"])
    ('A and B', 'A, B, C and 1 more')
    """
    shown = [cut(name) for name in names[:longest]]
    if len(names) > longest:
        return f"{', '.join(shown)} and {len(names) - longest} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
