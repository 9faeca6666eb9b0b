"""Columns of dates, however they are written."""

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest

from analysis.stats.times import read_dates, written_precision

EAST = timezone(timedelta(hours=4))


def read(*values) -> list[str]:
    return read_dates(pd.Series(list(values), dtype=object)).astype("str").fillna("").tolist()


def test_texts_of_any_precision_and_zone_are_moments_in_utc():
    assert read("2021", "2021-05", "2021-05-02", "2020-12-31T23:00:00+04:00") == [
        "2021-01-01 00:00:00",
        "2021-05-01 00:00:00",
        "2021-05-02 00:00:00",
        "2020-12-31 19:00:00",
    ]


def test_dates_of_several_kinds_may_stand_in_one_column():
    values = [datetime(2021, 1, 1, 2, tzinfo=EAST), pd.Timestamp("2021-01-01"), date(2021, 1, 1), "2021", None, " "]
    assert read(*values) == ["2020-12-31 22:00:00", *["2021-01-01 00:00:00"] * 3, "", ""]


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([None, pd.NaT], dtype=object),
        pd.Series([np.nan, np.nan]),
        pd.Series([None, ""], dtype="str"),
        pd.Series(pd.to_datetime([None, None])),
        pd.Series(pd.to_datetime([None, None], utc=True)).dt.tz_convert("Asia/Baku"),
        pd.Series([], dtype=object),
        pd.Series([], dtype="str"),
    ],
)
def test_what_is_missing_stays_missing(column):
    dates = read_dates(column)
    assert dates.dtype == "datetime64[us]"
    assert dates.isna().all() and len(dates) == len(column)


@pytest.mark.parametrize("wrong", ["1 May 2023", "05/01/2023", "soon", 2023, 2023.5, True])
def test_what_is_no_date_is_named(wrong):
    with pytest.raises(ValueError, match=f"{wrong!r} is no date: give dates, or texts such as"):
        read("2023", None, wrong)
    with pytest.raises(ValueError, match="is no date"):
        read_dates(pd.Series([wrong]))


def test_how_much_of_a_date_is_known_is_seen_by_how_it_is_written():
    written = ["2021", "2021-05", "2021-05-02", "2021-05-02T10:00Z", None, pd.Timestamp("2021-01-01")]
    assert written_precision(pd.Series(written, dtype=object)).tolist() == ["year", "month", *["day"] * 4]
    assert written_precision(pd.Series(pd.to_datetime(["2021-01-01"]))).tolist() == ["day"]
