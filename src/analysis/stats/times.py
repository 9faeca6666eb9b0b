"""Columns of dates, however they are written -> moments that can be compared."""

from numbers import Number

import pandas as pd

YEAR, MONTH = r"\s*\d{4}\s*", r"\s*\d{4}-\d\d?\s*"


def read_dates(dates: pd.Series) -> pd.Series:
    """Return dates as moments in UTC.

    Parameters
    ----------
    dates : Series
        Of dates with or without a time zone, even of several, or of ISO 8601 texts of any precision (2023, 2023-05,
        2023-05-01T10:00+04:00), or of both. Those without a zone are taken for UTC.

    Returns
    -------
    Series of datetime64[us]
        Without a zone, numbered from 0; NaT where there is no date or an empty text.

    Raises
    ------
    ValueError
        A value is no date; the message names the first.

    >>> read_dates(pd.Series(["2021-01", "2020-12-31T23:00:00+04:00"])).astype(str).tolist()
    ['2021-01-01 00:00:00', '2020-12-31 19:00:00']
    """
    dates = dates.reset_index(drop=True)
    if pd.api.types.is_datetime64_any_dtype(dates):
        moments = pd.to_datetime(dates, utc=True)
    else:
        values = dates.astype(object).map(_without_blank)
        wrong = values.map(lambda value: isinstance(value, Number)).astype(bool) & values.notna()
        moments = pd.to_datetime(values.mask(wrong), utc=True, format="ISO8601", errors="coerce")
        wrong |= moments.isna() & values.notna()
        if wrong.any():
            raise ValueError(
                f"{values[wrong].tolist()[0]!r} is no date: give dates, or texts such as 2023, 2023-05 or 2023-05-01, "
                "and nothing for a date that is not known"
            )
    return moments.dt.tz_localize(None).astype("datetime64[us]")


def written_precision(dates: pd.Series) -> pd.Series:
    """Return how much of each date is written: "year" of the text 2023, "month" of 2023-05, else "day".

    >>> written_precision(pd.Series(["2023", "2023-05", "2023-05-01"])).tolist()
    ['year', 'month', 'day']
    """
    dates = dates.reset_index(drop=True)
    precision = pd.Series("day", index=dates.index, dtype="str")
    if pd.api.types.is_datetime64_any_dtype(dates):
        return precision
    texts = dates.astype(object).where(dates.map(lambda value: isinstance(value, str)).astype(bool), "").astype("str")
    return precision.mask(texts.str.fullmatch(YEAR), "year").mask(texts.str.fullmatch(MONTH), "month")


def _without_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value
