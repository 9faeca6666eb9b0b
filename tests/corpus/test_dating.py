"""Where a date is found: metadata, page, file name, first lines, properties; and which of them is believed."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.datelines import date_in_first_lines
from analysis.corpus.dates import Parts
from analysis.corpus.dating import Dating, settle_date
from analysis.corpus.filenames import date_in_name


def settled(given, name="", text=""):
    dating = settle_date(given, name, text)
    return ("" if dating.date is pd.NaT else f"{dating.date:%Y-%m-%d}"), dating.precision, dating.source


YEREVAN = "YEREVAN, AUGUST 9 – The road is closed."


def test_metadata_goes_before_page_file_name_first_lines_and_properties():
    told = [("properties", "2023-02-26"), ("page", "2023-02-23"), ("metadata", "2023-02-22")]
    name, text = "2023-02-24.txt", "GENEVA, 25 February 2023 – The road is closed."
    assert settled(told, name, text) == ("2023-02-22", "day", "metadata")
    assert settled(told[:2], name, text) == ("2023-02-23", "day", "page")
    assert settled(told[:1], name, text) == ("2023-02-24", "day", "file name")
    assert settled(told[:1], "", text) == ("2023-02-25", "day", "first lines")
    assert settled(told[:1]) == ("2023-02-26", "day", "properties")
    assert settled([]) == ("", "", "")


def test_what_the_date_was_read_from_is_kept_as_written():
    assert settle_date([("metadata", " 22  February 2023")], "", "").written == "22 February 2023"
    assert settle_date([], "news_22.02.2023.txt", "").written == "22.02.2023"
    assert settle_date([], "", "Paris, le 9 août 2023 – La route").written == "9 août 2023"
    assert settle_date([], "", "The road is closed.") == Dating(pd.NaT, "", "", "", None)


@pytest.mark.parametrize(
    ("given", "name", "expected"),
    [
        ([("metadata", "2023")], "road.txt", ("2023-08-09", "day", "metadata and first lines")),
        ([("page", "August 2023")], "road.txt", ("2023-08-09", "day", "page and first lines")),
        ([], "2023/road.txt", ("2023-08-09", "day", "file name and first lines")),
        ([("metadata", "2023")], "2023-08.txt", ("2023-08-09", "day", "metadata and file name and first lines")),
        ([("metadata", "2023-07")], "road.txt", ("2023-07-01", "month", "metadata")),
    ],
)
def test_a_year_or_month_is_completed_by_a_dateline_that_agrees(given, name, expected):
    assert settled(given, name, YEREVAN) == expected
    assert settle_date(given, name, YEREVAN).problem is None


def test_a_leap_day_is_not_put_into_a_common_year():
    assert settled([("metadata", "2023")], "", "YEREVAN, FEBRUARY 29 – The road") == ("2023-01-01", "year", "metadata")


def test_a_dateline_whose_year_nothing_tells_leaves_the_date_empty_and_says_so():
    dating = settle_date([], "road.txt", YEREVAN)
    assert dating.date is pd.NaT
    assert dating.problem[0] == "date-without-year"
    assert "YEREVAN, AUGUST 9" in dating.problem[1]


def test_a_time_stamp_gives_a_dateline_its_year_only_when_it_is_of_that_day():
    assert settled([("properties", "2023-08-10")], "", YEREVAN) == ("2023-08-09", "day", "first lines and properties")
    dating = settle_date([("properties", "2024-01-15")], "", YEREVAN)
    assert dating.date is pd.NaT
    assert dating.problem[0] == "date-without-year"
    assert "2024-01-15" in dating.problem[1]


def test_a_time_stamp_completes_no_year():
    assert settled([("metadata", "2023"), ("properties", "2023-05-17")]) == ("2023-01-01", "year", "metadata")


def test_a_date_from_a_time_stamp_alone_is_doubted():
    kind, message = settle_date([("properties", "D:20230222103000")], "", "").problem
    assert kind == "date-from-properties"
    assert "D:20230222103000" in message


def test_what_is_no_date_is_reported_and_the_next_source_tried():
    dating = settle_date([("metadata", "03/04/2023")], "2023-04-03_road.txt", "")
    assert (dating.date, dating.source) == (pd.Timestamp(2023, 4, 3), "file name")
    kind, message = dating.problem
    assert kind == "bad-date"
    assert "'03/04/2023' may be 3 April or March 4" in message
    assert "taken from the file name ('2023-04-03')" in message
    undated = settle_date([("metadata", "yesterday")], "", "")
    assert undated.date is pd.NaT
    assert undated.problem[0] == "bad-date"


def test_what_a_less_trusted_source_gives_for_a_date_is_no_problem_when_it_is_not_needed():
    assert settle_date([("metadata", "2023-02-22"), ("page", "yesterday")], "", "").problem is None


def test_sources_more_than_a_day_apart_are_reported_with_both():
    kind, message = settle_date([("metadata", "2023-02-22"), ("page", "2023-03-01")], "", "").problem
    assert kind == "dates-disagree"
    assert "2023-02-22" in message
    assert "2023-03-01" in message
    assert settle_date([("metadata", "2023-02-22")], "2021-02-22.txt", "").problem[0] == "dates-disagree"
    assert settle_date([("metadata", "2023-02"), ("page", "2022")], "", "").problem[0] == "dates-disagree"


def test_sources_of_centuries_ago_are_compared_too():
    assert settle_date([("metadata", "1500-03-02"), ("page", "1500-03-05")], "", "").problem[0] == "dates-disagree"


@pytest.mark.parametrize(
    "given",
    [
        [("metadata", "2023-02-22"), ("page", "2023-02-23T03:00:00Z")],
        [("metadata", "2023-02-22"), ("page", "2023-02")],
        [("metadata", "2023-02-22"), ("properties", "2024-02-22")],
    ],
)
def test_sources_that_may_both_be_right_are_not_reported(given):
    assert settle_date(given, "", "").problem is None


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("2023-02-22_road.txt", (2023, 2, 22)),
        ("news/20230222.txt", (2023, 2, 22)),
        ("22.02.2023.html", (2023, 2, 22)),
        ("IMG_20230222_103000.txt", (2023, 2, 22)),
        ("9_August_2023.txt", (2023, 8, 9)),
        ("дорога 9 августа 2023.txt", (2023, 8, 9)),
        ("2023/02/22/road.txt", (2023, 2, 22)),
        ("2023/02/22.txt", (2023, 2, 22)),
        ("2023-02-22/road.txt", (2023, 2, 22)),
        ("2023/02/road.txt", (2023, 2, 0)),
        ("2023/February/road.txt", (2023, 2, 0)),
        ("2023_02.txt", (2023, 2, 0)),
        ("feb-2023.md", (2023, 2, 0)),
        ("statements/2023/road.txt", (2023, 0, 0)),
        ("report-2023.pdf", (2023, 0, 0)),
        ("annual report (2023).docx", (2023, 0, 0)),
        ("2023/road_2022-12-31.txt", (2022, 12, 31)),
    ],
)
def test_a_date_in_the_name_of_a_file_or_its_folders_is_read(path, parts):
    assert date_in_name(path)[0] == Parts(*parts)


@pytest.mark.parametrize(
    "path",
    [
        "road.txt",
        "S2023001.txt",
        "+37410202302.txt",
        "0037499202302.txt",
        "374-10-20230222.txt",
        "555-20230222-1234.txt",
        "d41d8cd98f00b204e9800998ecf8427e.txt",
        "f81d4fae-7dec-11d0-a765-20230222bf6a.html",
        "20230222-7dec-11d0-a765-00a0c91e6bf6.html",
        "1999.txt",
        "document_1999.txt",
        "2022-2023 report.txt",
        "S_RES_2334_2016.pdf",
        "03-04-2023.txt",
        "20231345.txt",
        "road_2023-02-22_2023-02-25.txt",
        "download 2023-05-01/road.txt",
        "export-2023-05-01.zip/road.txt",
    ],
)
def test_numbers_in_names_that_may_be_no_date_are_left_alone(path):
    assert date_in_name(path) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("YEREVAN, AUGUST 9 – The road is closed.", (0, 8, 9)),
        ("The road is closed\n\nYEREVAN, August 9. /Agency/ The road", (0, 8, 9)),
        ("GENEVA (22 February 2023) – The road is closed.", (2023, 2, 22)),
        ("(GENEVA, 22 February 2023) The road is closed.", (2023, 2, 22)),
        ("**NEW YORK/GENEVA, 22 February 2023** – The road", (2023, 2, 22)),
        ("STEPANAKERT, 9 August 2023 /Agency/. The road", (2023, 8, 9)),
        ("WASHINGTON, D.C., August 9, 2023 — The road", (2023, 8, 9)),
        ("BAKU, Azerbaijan, August 9 (Agency) – The road", (0, 8, 9)),
        ("YEREVAN, Wednesday, August 9 - The road", (0, 8, 9)),
        ("Paris, le 9 août 2023\n\nLa route est fermée.", (2023, 8, 9)),
        ("Berlin, den 9. August 2023 (Agentur) Die Straße", (2023, 8, 9)),
        ("Madrid, 9 de agosto de 2023.- La carretera", (2023, 8, 9)),
        ("Ереван. 9 августа 2023\nДорога закрыта.", (2023, 8, 9)),
        ("ЕРЕВАН, 9 августа. /Агентство/ Дорога закрыта.", (0, 8, 9)),
        ("Bakı, 9 avqust, AGENTLİK", (0, 8, 9)),
        ("ԵՐԵՎԱՆ, 9 ՕԳՈՍՏՈՍԻ, ԳՈՐԾԱԿԱԼՈՒԹՅՈՒՆ: Ճանապարհը փակ է։", (0, 8, 9)),
        ("بيروت، 9 آب 2023 – الطريق مغلق", (2023, 8, 9)),
        ("9 August 2023, Yerevan\nThe road is closed.", (2023, 8, 9)),
        ("9 August 2023 – The road is closed.", (2023, 8, 9)),
        ("For immediate release – August 9, 2023", (2023, 8, 9)),
        ("Published: 22.02.2023 14:30", (2023, 2, 22)),
        ("Posted on February 22, 2023 by the editors", (2023, 2, 22)),
        ("Publié le 9 août 2023 à 10h30", (2023, 8, 9)),
        ("Дата: 22.02.2023", (2023, 2, 22)),
        ("Updated 2 March 2023\nPublished 1 March 2023", (2023, 3, 1)),
        ("The road is closed\n22 February 2023\nIt has been since Monday.", (2023, 2, 22)),
        ("2023-02-22\nThe road is closed.", (2023, 2, 22)),
        ("August 2023\nThe road is closed.", (2023, 8, 0)),
    ],
)
def test_a_dateline_a_label_or_a_line_of_its_own_gives_the_day(text, parts):
    assert date_in_first_lines(text).parts == Parts(*parts)


@pytest.mark.parametrize(
    "text",
    [
        "On 12 December 2022 the road was closed.",
        "In March 2023, the road was closed.",
        "12 December 2022 was a cold day.",
        "12 December 2022 – The road is closed.\n13 December 2022 – It is open.",
        "Last Friday, August 9 – a warm day – the road was closed.",
        "Monday, August 9, the road was closed.",
        "Yerevan, 9 August 2023 was a day of rest.",
        "The ministry, 22 February 2023 the last day, said",
        "Statement on the events of 22 February 2023",
        "May 9 is a holiday.",
        "Data from 22 February 2023 show",
        "Published in 2023 by the ministry",
        "Date: 03/04/2023",
        "2023",
        "page 20230222",
        "20230222",
        "one\ntwo\nthree\nfour\nfive\n22 February 2023",
        "The road is closed. " * 40 + "\n22 February 2023",
        "",
    ],
)
def test_a_day_of_which_a_sentence_speaks_is_not_taken(text):
    assert date_in_first_lines(text) is None


@given(
    st.lists(st.tuples(st.sampled_from(["metadata", "page", "properties"]), st.text(max_size=30)), max_size=3),
    st.text(max_size=60),
    st.text(max_size=200),
)
def test_any_other_texts_settle_to_a_date_or_none(given_dates, name, text):
    dating = settle_date(given_dates, name, text)
    assert (dating.precision == "") == (dating.source == "") == (dating.date is pd.NaT)
