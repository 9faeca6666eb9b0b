"""Documents -> the months or years that figures over time have on their axis."""

import pandas as pd

from analysis.discourse import grouping
from analysis.reports.words import count_of
from analysis.reports.writing import DATE_FORMATS

MOST_MONTHS = 60
STEPS = {"month": "MS", "year": "YS"}


def period_of(documents: pd.DataFrame) -> str:
    """Say whether to draw by month or by year: years for long times, and where most months are unknown.

    Parameters
    ----------
    documents : DataFrame
        With date and date_precision.

    >>> period_of(pd.DataFrame({"date": pd.to_datetime(["1990-01-01", "2023-01-01"]), "date_precision": "day"}))
    'year'
    """
    months = grouping(documents.drop(columns="month", errors="ignore"), "month").dropna()
    dated = documents["date"].notna().sum()
    if len(months) == 0 or len(months) < dated / 2:
        return "year"
    span = (months.max().year - months.min().year) * 12 + months.max().month - months.min().month
    return "month" if span < MOST_MONTHS else "year"


def count_over_time(documents: pd.DataFrame, period: str) -> tuple[pd.Series, pd.Series]:
    """Return each document's month or year, and the counts of all from the first to the last.

    Parameters
    ----------
    documents : DataFrame
        With date and date_precision.
    period : str
        "month" or "year".
    """
    times = grouping(documents.drop(columns=period, errors="ignore"), period)
    counts = times.value_counts()
    if counts.empty:
        return times, counts
    every = pd.date_range(counts.index.min(), counts.index.max(), freq=STEPS[period])
    return times, counts.reindex(every, fill_value=0)


def series_of(times: pd.Series | pd.DatetimeIndex, values: pd.Series, period: str) -> dict[str, int | None]:
    """Return counts by the name of their month or year, for a small picture of a figure.

    Parameters
    ----------
    times : Series or DatetimeIndex
        The first day of each month or year.
    values : Series
        What is counted in each; missing where nothing is known, as of a time without documents.
    period : str
        "month" or "year".

    >>> series_of(pd.DatetimeIndex(["2022-12-01", "2023-01-01"]), pd.Series([3, None]), "month")
    {'2022-12': 3, '2023-01': None}
    """
    counts = [None if pd.isna(value) else int(value) for value in values]
    return dict(zip(pd.DatetimeIndex(times).strftime(DATE_FORMATS[period]), counts, strict=True))


def undated_note(times: pd.Series, period: str) -> str:
    """Say how many documents have no known month or year.

    >>> undated_note(pd.Series([pd.NaT]), "month")
    '1 document without a known month left out.'
    """
    undated = int(times.isna().sum())
    return f"{count_of(undated, 'document')} without a known {period} left out." if undated else ""
