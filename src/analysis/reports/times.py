"""Documents -> the months or years that figures over time have on their axis."""

import pandas as pd

from analysis.discourse import grouping
from analysis.reports.words import count_of

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


def undated_note(times: pd.Series, period: str) -> str:
    """Say how many documents have no known month or year.

    >>> undated_note(pd.Series([pd.NaT]), "month")
    '1 document without a known month left out.'
    """
    undated = int(times.isna().sum())
    return f"{count_of(undated, 'document')} without a known {period} left out." if undated else ""
