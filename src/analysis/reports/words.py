"""Numbers and dates as words in captions."""

import pandas as pd


def count_of(number: int, noun: str) -> str:
    """Write a number with its noun.

    >>> count_of(1, "document"), count_of(1234, "document")
    ('1 document', '1,234 documents')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def month_name(month: pd.Timestamp) -> str:
    """Write a month.

    >>> month_name(pd.Timestamp("2023-08-01"))
    'August 2023'
    """
    return f"{month:%B %Y}"


def span_of(months: pd.DatetimeIndex) -> str:
    """Write the first and the last of some months.

    >>> span_of(pd.DatetimeIndex(["2022-12-01", "2023-01-01"]))
    'December 2022 to January 2023'
    """
    return f"{month_name(months.min())} to {month_name(months.max())}"
