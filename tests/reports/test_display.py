"""Findings, tables and charts as HTML: what is shown, and that no text can become markup."""

import base64
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image

from analysis.reports.display import Chart, Finding, Table
from analysis.reports.rows import rendered_cells, shown_rows
from analysis.reports.writing import cell, label, percent

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "</td></table></figure></details><h1>",
    "&amp; &lt;b&gt; & &#60;",
    "$x$ \\frac{1}{2} $$",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "W" * 500,
    "ONE \u202eevil\u202c TWO \x1b[31m THREE \x00 \u200f\u2066",
    "<!-- --> <![CDATA[ ]]>",
    "<style>*{display:none}</style><a href=javascript:alert(1)>",
]


class Page(HTMLParser):
    """The tags of some HTML with their attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data

    def names(self):
        return [(tag, sorted(attributes)) for tag, attributes in self.tags]

    def of(self, wanted):
        return [attributes for tag, attributes in self.tags if tag == wanted]


def figure():
    drawn = Figure(figsize=(2, 1))
    drawn.subplots().plot([1, 2], [3, 4])
    return drawn


def csv_behind(shown):
    (link,) = [link for link in Page(shown._repr_html_()).of("a") if link.get("class") == "csv"]
    head, _, encoded = link["href"].partition(",")
    assert (head, link["download"]) == ("data:text/csv;charset=utf-8;base64", "data.csv")
    text = base64.b64decode(encoded).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def shown_with(text):
    frame = pd.DataFrame({text: [text], "n": [1]})
    return {
        "finding": Finding(text),
        "table": Table(frame, text, text),
        "chart": Chart(figure(), text, text, text, frame),
        "chart without a figure": Chart(None, text, text, text),
    }


@pytest.mark.parametrize("kind", ["finding", "table", "chart", "chart without a figure"])
@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_markup(kind, text):
    hostile, harmless = (Page(shown_with(words)[kind]._repr_html_()) for words in (text, "x"))
    assert hostile.names() == harmless.names()
    shown = re.sub("[\u202e\u202c\u2066\x1b\x00]", "\ufffd", text)
    assert shown in hostile.text
    assert [image["alt"] for image in hostile.of("img")] == [shown for _ in harmless.of("img")]


@pytest.mark.parametrize("kind", ["finding", "table", "chart", "chart without a figure"])
def test_a_text_of_a_megabyte_is_cut_and_the_page_says_so(kind):
    html = shown_with("long " * 200_000)[kind]._repr_html_()
    assert len(html) < 40_000
    assert "…" in html


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", " =1", "＝1"])
def test_no_cell_of_the_data_of_a_figure_or_table_is_a_formula(text):
    frame = pd.DataFrame({text: [text], "n": [-1]})
    for shown in (Table(frame, "A table."), Chart(figure(), "A figure.", data=frame)):
        header, row = csv_behind(shown)
        assert (header[0][0], row[0][0]) == ("'", "'")
        assert row[1] == "-1"


def test_the_data_behind_a_table_are_all_rows_and_the_same_bytes_every_time():
    every = pd.DataFrame({"term": [f"t{n}" for n in range(500)], "share": [1 / 3] * 500})
    table = Table(every.head(3), "Three of many.", every=every)
    rows = csv_behind(table)
    assert rows[0] == ["term", "share"]
    assert len(rows) == 501
    assert rows[1] == ["t0", "0.333333"]
    assert table._repr_html_() == Table(every.head(3), "Three of many.", every=every)._repr_html_()


def test_data_too_large_for_a_page_are_cut_at_a_row_and_the_page_says_how_many_are_missing():
    many = Table(pd.DataFrame({"n": range(2_500)}).head(2), "Many.", every=pd.DataFrame({"n": range(2_500)}))
    assert len(csv_behind(many)) == 2_001
    assert "without the last 500 rows" in many._repr_html_()
    wide = pd.DataFrame({"text": ["é" * 900] * 1_000})
    rows = csv_behind(Table(wide.head(1), "Long.", every=wide))
    assert {len(row[0]) for row in rows[1:]} == {900}
    assert f"without the last {1_000 - len(rows) + 1} rows" in Table(wide.head(1), "Long.", every=wide)._repr_html_()


def test_every_figure_and_table_has_a_place_for_its_number_first_in_its_caption():
    frame = pd.DataFrame({"a": [1]})
    for shown, counts in ((Table(frame, "One."), "table"), (Chart(figure(), "One.", data=frame), "figure")):
        start = f'<figcaption><span class="number" data-counts="{counts}"></span>'
        assert shown._repr_html_().count(start) == 1


def test_a_cell_that_is_an_organization_or_a_speaker_says_whose_name_it_is():
    frame = pd.DataFrame({"organization": ['"A" & B'], "speaker": ["Ana"], "term": ["road"]})
    marked = [{"data-names": "organization", "data-name": '"A" & B'}, {"data-names": "speaker", "data-name": "Ana"}]
    for shown in (Table(frame, "Names."), Chart(figure(), "Names.", data=frame)):
        spans = [span for span in Page(shown._repr_html_()).of("span") if "data-names" in span]
        assert spans == marked


def test_a_figure_over_time_holds_its_line_for_small_pictures():
    page = Page(Chart(figure(), "Rising.", series={"2022-12": 3, "2023-01": 0})._repr_html_())
    (shown,) = page.of("figure")
    assert json.loads(shown["data-series"]) == {"2022-12": 3, "2023-01": 0}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        ("", ""),
        (0, "0"),
        (1234567, "1,234,567"),
        (-1234, "-1,234"),
        (np.int64(12345), "12,345"),
        (np.uint8(7), "7"),
        (3.0, "3"),
        (1234.56, "1,235"),
        (999.7, "1,000"),
        (-999.9, "-1,000"),
        (12.34, "12.3"),
        (0.12345, "0.123"),
        (True, "yes"),
        (False, "no"),
        ("007", "007"),
        ("1.10", "1.10"),
        (pd.Timestamp("2023-02-03"), "2023-02-03"),
    ],
)
def test_a_value_is_written_for_people(value, text):
    assert cell(value) == text


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (0.256, "share", "26%"),
        (1.0, "share_high", "100%"),
        (0.0, "share_low", "0%"),
        (0.004, "share", "0.4%"),
        (pd.Timestamp("2023-02-01"), "month", "2023-02"),
        (pd.Timestamp("2023-01-01"), "year", "2023"),
        (2023, "year", "2,023"),
    ],
)
def test_a_columns_name_decides_how_shares_and_dates_are_written(value, column, text):
    assert cell(value, column) == text


@pytest.mark.parametrize(("value", "text"), [("ann", "ann"), (12, "12"), (None, "")])
def test_a_users_own_column_that_begins_like_share_is_no_share(value, text):
    assert cell(value, "shared_by") == cell(value, "shares") == text


def test_the_numbers_of_a_measure_have_the_same_digits_and_a_minus_that_is_no_hyphen():
    data = pd.DataFrame({"term": ["a-b"], "log_ratio": [-4.1], "log_ratio_low": [-8.0], "log_ratio_high": [0.02]})
    ((term, log_ratio),) = (row["cells"] for row in shown_rows(data)["rows"])
    assert (term["text"], log_ratio["text"], log_ratio["interval"]) == ("a-b", "−4.10", "−8.00 to 0.02")


def test_percents_are_whole_from_one_percent_on():
    assert [percent(share) for share in (0, 0.001, 0.0099, 0.01, 0.5, 1)] == ["0%", "0.1%", "1.0%", "1%", "50%", "100%"]


def test_underscores_in_names_are_spaces():
    assert label("per_million") == "per million"
    assert label(2023) == label(2023.0) == "2023"
    assert label(0.5) == "0.5"


def test_a_period_as_a_label_is_written_as_in_a_table():
    assert label(pd.Timestamp("2023-02-01"), "month") == "2023-02"
    assert label(pd.Timestamp("2023-01-01"), "year") == "2023"


def test_a_table_shows_header_rows_caption_and_note():
    frame = pd.DataFrame({"organization": ["UN", "EU"], "documents": [1200, 3], "share": [0.5, 0.25]}, index=[7, 9])
    page = Page(Table(frame, "Two bodies.", "How to read it.")._repr_html_())
    words = [word for word in page.text.split("\n") if word]
    assert "Two bodies. How to read it." in words
    assert rendered_cells(frame)["rows"] == [["UN", "1,200", "50%"], ["EU", "3", "25%"]]
    assert ["right" in attributes["style"] for attributes in page.of("th")] == [False, True, True, False, False]
    assert [attributes["scope"] for attributes in page.of("th")] == ["col"] * 3 + ["row"] * 2
    assert len(page.of("td")) == 4


def test_the_name_of_a_row_is_its_header_and_looks_like_its_other_cells():
    page = Page(Table(pd.DataFrame({"organization": ["UN"], "documents": [3]}), "One body.")._repr_html_())
    (header,) = [attributes for attributes in page.of("th") if attributes["scope"] == "row"]
    assert "font-weight:normal" in header["style"]
    assert "text-align:left" in header["style"]
    numbers = Page(Table(pd.DataFrame({"x": [1, 2], "y": [3, 4]}), "No names.")._repr_html_())
    assert [attributes["scope"] for attributes in numbers.of("th")] == ["col", "col"]


def test_a_table_without_rows_shows_its_caption():
    assert Page(Table(pd.DataFrame({"a": []}), "Nothing here.")._repr_html_()).text.strip() == "Nothing here."


def test_a_chart_is_an_image_with_alt_text_size_and_its_data():
    chart = Chart(figure(), "Rising.", "A line from 3 to 4.", "Note.", pd.DataFrame({"x": [1, 2], "y": [3, 4]}))
    page = Page(chart._repr_html_())
    (image,) = page.of("img")
    assert image["alt"] == "A line from 3 to 4."
    assert image["src"].startswith("data:image/png;base64,")
    assert (int(image["width"]), int(image["height"])) == (2 * 96, 96)
    assert len(page.of("td")) == 4


def test_a_chart_without_a_figure_has_no_image_and_no_data():
    page = Page(Chart(None, "Nothing to draw.")._repr_html_())
    assert page.of("img") == page.of("table") == []
    assert "Nothing to draw." in page.text


def test_a_picture_is_a_png_and_the_same_bytes_on_every_call():
    chart = Chart(figure(), "", data=pd.DataFrame())
    first = chart.png()
    assert first == chart.png()
    with Image.open(io.BytesIO(first)) as picture:
        assert picture.format == "PNG"
        assert not picture.info.get("Software")


DRAW = """
import hashlib, pandas as pd
from analysis.reports import organizations
counts = pd.DataFrame({"organization": ["UN", "Médecins $x$"], "mentions": [3, 2], "documents": [2, 1],
    "group_documents": [4, 4], "share": [0.5, 0.25], "share_low": [0.1, 0.05], "share_high": [0.9, 0.7]})
digest = hashlib.sha256(organizations(counts).png()).hexdigest()
"""


def test_a_picture_is_the_same_bytes_in_another_process():
    here = {"hashlib": hashlib}
    exec(DRAW, here)
    environment = os.environ | {"PYTHONHASHSEED": "17", "TZ": "Asia/Yerevan"}
    there = subprocess.run(
        [sys.executable, "-c", DRAW + "print(digest)"], capture_output=True, text=True, check=True, env=environment
    )
    assert there.stdout.strip() == here["digest"]
