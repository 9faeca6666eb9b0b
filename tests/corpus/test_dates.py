"""Dates: what is read, how much of it is known, and what is refused."""

from datetime import date, datetime, timedelta, timezone

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import parse_date
from analysis.corpus.months import LOCALES, month_number

MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
MONTHS += ["August", "September", "October", "November", "December"]


@pytest.mark.parametrize(
    "written",
    [
        "2023-02-22",
        "2023/02/22",
        "20230222",
        "22.02.2023",
        "22.2.2023",
        "22 February 2023",
        "22 Feb 2023",
        "February 22, 2023",
        "Feb 22, 2023",
        "February 22 2023",
        "22/02/2023",
        "02/22/2023",
        "  22   february\t2023 ",
        "2023-02-22T10:30:00",
        "2023-02-22 10:30",
        "2023-02-22T10:30:00Z",
        "Wed, 22 Feb 2023 10:30:00 +0000",
        "Wed, 22 Feb 2023 10:30:00 GMT",
        "22-02-2023",
        "22nd of February, 2023",
        "Wednesday, February 22nd, 2023",
        "22-Feb-2023",
        "22 de febrero de 2023",
        "22 février 2023",
        "mer. 22 févr. 2023",
        "mercredi 22 FEVRIER 2023 à 10h30",
        "Mittwoch, den 22. Februar 2023, 10:30 Uhr",
        "22 febbraio 2023",
        "22 de fevereiro de 2023",
        "22 февраля 2023 г.",
        "среда, 22 февраля 2023 года, 10:30",
        "22 лютого 2023 року",
        "22 փետրվարի 2023",
        "2023 թ. փետրվարի 22",
        "2023 թվականի փետրվարի 22-ին",
        "22 fevral 2023-cü il",
        "22 ŞUBAT 2023 Çarşamba",
        "22 فبراير 2023",
        "٢٢ شباط/فبراير ٢٠٢٣",
        "22 فوریهٔ 2023",
        "22 თებერვალი 2023",
        "22 lutego 2023 r.",
        "22 februari 2023",
        "22 בפברואר 2023",
        "2023. február 22.",
        "Feb. 22, 2023, 10:30 p.m.",
        "22.02.2023 10.30",
        "20230222T103000",
        "20230222103000",
        "2023:02:22 10:30:00",
        "D:20230222103000",
        "D:20230222",
        "2023-02-22T10:30:00.123Z",
        "\u200e22\u00a0February\u00a02023",
    ],
)
def test_a_day_is_read_however_it_is_written(written):
    assert parse_date(written) == (pd.Timestamp(2023, 2, 22), "day")


@pytest.mark.parametrize(
    "written", ["2022-12", "2022/12", "12/2022", "December 2022", "Dec 2022", "décembre 2022", "D:202212"]
)
def test_a_month_gives_its_first_day_and_says_so(written):
    assert parse_date(written) == (pd.Timestamp(2022, 12, 1), "month")


@pytest.mark.parametrize("written", ["2023", "2023.0", " 2023 ", 2023, "D:2023"])
def test_a_year_gives_its_first_day_and_says_so(written):
    assert parse_date(written) == (pd.Timestamp(2023, 1, 1), "year")


@pytest.mark.parametrize("written", ["", "   ", "\n"])
def test_nothing_written_gives_no_date_and_no_fault(written):
    day, precision = parse_date(written)
    assert day is pd.NaT
    assert precision == ""


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-02-22T23:30:00-05:00", 23),
        ("2023-02-22T01:00:00+04:00", 21),
        ("2023-02-22T23:59:59Z", 22),
        ("Wed, 22 Feb 2023 23:30:00 -0500", 23),
        ("22 Feb 2023 23:30 EST", 23),
        ("22 February 2023, 01:30 UTC+4", 21),
        ("D:20230222013000+04'00'", 21),
        ("D:20230222233000-05'00'", 23),
    ],
)
def test_a_time_with_a_zone_is_taken_in_utc(written, day):
    assert parse_date(written) == (pd.Timestamp(2023, 2, day), "day")


def test_a_slashed_date_that_may_be_two_days_is_refused_with_both():
    with pytest.raises(ValueError, match=r"3 April or March 4: write it as 2023-04-03 or 2023-03-04"):
        parse_date("03/04/2023")


def test_a_slashed_date_whose_day_and_month_are_alike_is_no_riddle():
    assert parse_date("05/05/2023") == (pd.Timestamp(2023, 5, 5), "day")


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "undated",
        "nan",
        "2023-02-30",
        "30/02/2023",
        "13/13/2023",
        "2023-13",
        "32 January 2023",
        "1700000000",
        "0",
        "01/02/0000",
        "1499-12-31",
        "2101-01-01",
        "22.02.23",
        "9 August",
        "10:30",
        "2023-W08",
        "2023-02-22 – 2023-02-24",
        "22 May June 2023",
        "22 Winter 2023",
        "2023-02-22T25:00:00",
        "D:20231345",
        "+374 10 20 23 02",
    ],
)
def test_what_is_no_date_is_refused_in_words(written):
    with pytest.raises(ValueError, match="write it like 2023-02-22"):
        parse_date(written)


@pytest.mark.parametrize("written", ["202212", "2023111", "123456"])
def test_a_number_too_short_for_a_day_is_not_stretched_into_one(written):
    with pytest.raises(ValueError, match="is not a date"):
        parse_date(written)


@pytest.mark.parametrize("written", ["9999-12-31T23:00:00-05:00", "0001-01-01T00:00:00+05:00"])
def test_a_moment_beyond_the_calendar_is_refused_like_any_other_fault(written):
    with pytest.raises(ValueError, match="is not a date"):
        parse_date(written)


def test_a_long_value_is_cut_in_the_message():
    with pytest.raises(ValueError, match="is not a date") as caught:
        parse_date("x" * 10_000)
    assert len(str(caught.value)) < 300


WAYS_OF_WRITING = {
    "ISO": lambda day: day.isoformat(),
    "ISO without marks": lambda day: day.isoformat().replace("-", ""),
    "slashes, year first": lambda day: day.isoformat().replace("-", "/"),
    "points": lambda day: f"{day.day}.{day.month}.{day.year:04}",
    "English": lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year:04}",
    "American": lambda day: f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year:04}",
}


@pytest.mark.parametrize("way", WAYS_OF_WRITING)
@given(day=st.dates(min_value=date(1500, 1, 1), max_value=date(2100, 12, 31)))
def test_any_day_is_read_back_as_itself(way, day):
    read, precision = parse_date(WAYS_OF_WRITING[way](day))
    assert read.date() == day
    assert precision == "day"


@given(day=st.dates(min_value=date(1500, 1, 1), max_value=date(2100, 12, 31)))
def test_any_slashed_day_is_read_as_itself_or_refused(day):
    for written in (f"{day.day}/{day.month}/{day.year}", f"{day.month}/{day.day}/{day.year}"):
        if day.day <= 12 and day.day != day.month:
            with pytest.raises(ValueError, match="may be"):
                parse_date(written)
        else:
            assert parse_date(written)[0].date() == day


@given(
    moment=st.datetimes(min_value=datetime(1500, 1, 2), max_value=datetime(2100, 12, 30)),
    hours=st.integers(min_value=-12, max_value=14),
)
def test_any_moment_with_a_zone_is_the_day_it_was_in_utc(moment, hours):
    written = moment.replace(tzinfo=timezone(timedelta(hours=hours))).isoformat()
    assert parse_date(written)[0].date() == (moment - timedelta(hours=hours)).date()


@given(st.text())
def test_any_other_text_is_a_day_or_a_value_error(written):
    try:
        day, precision = parse_date(written)
    except ValueError:
        return
    assert (precision == "") == (day is pd.NaT)


# Gregorian months as the Unicode CLDR charts list them, in the form used with a day.
@pytest.mark.parametrize(
    ("names", "number"),
    [
        ("January Jan janvier enero Januar Jänner gennaio января січня հունվարի yanvar Ocak يناير იანვარი stycznia", 1),
        ("May mai mayo Mai maggio maio мая травня մայիսի may Mayıs مايو მაისი maja mei", 5),
        ("August août agosto August agosto августа серпня օգոստոսի avqust Ağustos أغسطس აგვისტო sierpnia", 8),
        ("November novembre noviembre листопада նոյեմբերի noyabr Kasım نوفمبر ნოემბერი listopada", 11),
        ("December Dec décembre diciembre Dezember декабря грудня դեկտեմբերի dekabr Aralık ديسمبر grudnia", 12),
    ],
)
def test_months_are_known_in_the_languages_of_the_corpus(names, number):
    assert {name: month_number(name) for name in names.split()} == dict.fromkeys(names.split(), number)


def test_a_month_that_is_another_one_in_another_language_is_not_guessed():
    assert "hr" not in LOCALES  # its listopad is October
    assert month_number("siječanj") == 0
