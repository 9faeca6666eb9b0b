"""Charts: what is drawn is what was counted, and caption, alt text and note say it."""

import io

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from analysis.discourse import mention_counts
from analysis.reports import (
    documents_by,
    documents_over_time,
    named_beside,
    naming_trend,
    organizations,
    organizations_by_group,
    share_by,
    terms,
)
from analysis.reports.drawing import SOFT
from analysis.stats import frequencies
from analysis.text import tokenize

NAMES = [
    "$x$ & $\\frac{1}{2}$",
    "_hidden",
    "W" * 300,
    "two\nlines",
    "<b>",
    "مجلس",
    "%s {0}",
    " ".join(["long name"] * 30),
]


def documents(actors, dates, precision="day"):
    frame = pd.DataFrame({"doc_id": [f"d{n}" for n in range(len(actors))], "actor": actors}, dtype=object)
    return frame.assign(date=pd.to_datetime(dates), date_precision=precision)


def named(*pairs):
    return pd.DataFrame(pairs, columns=["doc_id", "organization"], dtype=object)


DOCUMENTS = documents(
    ["A", "A", "A", "B", "B", None], ["2023-02-01", "2023-02-28", "2023-04-03", "2023-04-04", "2023-02-05", None]
)
NAMED = named(("d0", "UN"), ("d0", "UN"), ("d1", "UN"), ("d3", "UN"), ("d0", "EU"), ("d5", "OSCE"))
UN = NAMED[NAMED["organization"] == "UN"]


def axes_of(chart):
    (axes,) = chart.figure.axes
    return axes


def heights(chart):
    return [bar.get_height() for bar in axes_of(chart).patches]


def points(chart):
    return axes_of(chart).lines[0].get_xdata().tolist()


def bounds(chart):
    return [tuple(line[:, 0]) for line in axes_of(chart).collections[0].get_segments()]


def row_names(chart):
    return [name.get_text() for name in axes_of(chart).get_yticklabels()]


def says(text, *parts):
    assert all(part in text for part in parts), text
    return True


def draws(chart):
    with Image.open(io.BytesIO(chart.png())) as picture:
        assert picture.format == "PNG"
        assert min(picture.size) > 100
    assert chart.caption
    assert chart.alt


def test_documents_over_time_are_one_bar_a_month_empty_months_included():
    chart = documents_over_time(DOCUMENTS)
    assert heights(chart) == chart.data["documents"].tolist() == [3, 0, 2]
    assert chart.data["month"].dt.strftime("%Y-%m").tolist() == ["2023-02", "2023-03", "2023-04"]
    assert says(chart.caption, "February 2023", "3 of 5")
    assert says(chart.alt, "February 2023 to April 2023", "0 to 3")
    assert says(chart.note, "1 document ")


def test_documents_over_many_years_are_one_bar_a_year():
    chart = documents_over_time(documents(["A"] * 3, ["1990-05-01", "1996-01-01", "1996-07-01"]))
    assert heights(chart) == [1, 0, 0, 0, 0, 0, 2]
    assert chart.data["year"].dt.year.tolist() == list(range(1990, 1997))
    assert says(chart.caption, "1996", "2 of 3")


def test_dates_of_which_only_the_year_is_known_are_not_put_in_january():
    known = documents(["A"] * 3, ["2023-01-01", "2023-02-03", "2023-02-04"], ["year", "day", "day"])
    chart = documents_over_time(known)
    assert heights(chart) == [2]
    assert says(chart.note, "1 document ", "month")


def test_documents_by_a_column_are_one_bar_a_group_the_largest_first():
    chart = documents_by(DOCUMENTS, "actor")
    assert [bar.get_width() for bar in axes_of(chart).patches] == chart.data["documents"].tolist() == [3, 2]
    assert row_names(chart) == chart.data["actor"].tolist() == ["A", "B"]
    assert [text.get_text() for text in axes_of(chart).texts] == ["3", "2"]
    assert says(chart.caption, "A has the most documents", "3 of 5")
    assert says(chart.alt, "A 3", "B 2")
    assert says(chart.note, "1 document without a value of actor")


def test_groups_that_are_not_drawn_are_told():
    chart = documents_by(documents(list("abbccc"), [None] * 6), "actor", top=2)
    assert chart.data["actor"].tolist() == ["c", "b"]
    assert says(chart.note, "2 largest of 3")
    assert says(chart.caption, "3 of 6")


def test_a_month_or_year_as_a_group_is_written_as_such():
    assert row_names(documents_by(DOCUMENTS, "month")) == ["2023-02", "2023-04"]
    assert row_names(documents_by(DOCUMENTS, "year")) == ["2023"]
    assert says(documents_by(DOCUMENTS, "month").caption, "2023-02")
    assert row_names(share_by(UN, DOCUMENTS, "month", "UN")) == ["2023-02 (n=3)", "2023-04 (n=2)"]
    columns = axes_of(organizations_by_group(NAMED, DOCUMENTS, "month")).get_xticklabels()
    assert [name.get_text() for name in columns] == ["2023-02 (n=3)", "2023-04 (n=2)"]


def test_terms_are_points_with_their_intervals():
    texts = pd.DataFrame({"doc_id": ["a", "b", "c"], "text": ["road road aid", "road aid", "road truce"]})
    counts = frequencies(tokenize(texts))
    chart = terms(counts, top=2, where="three texts")
    assert row_names(chart) == ["road", "aid"]
    assert points(chart) == pytest.approx([4 / 7 * 1e6, 2 / 7 * 1e6])
    assert bounds(chart) == list(
        counts[["per_million_low", "per_million_high"]].head(2).itertuples(index=False, name=None)
    )
    assert says(chart.caption, "three texts", "“road”", "4 of 7")
    assert says(chart.alt, "road 571,429")


def test_terms_that_share_the_first_place_are_named_in_one_sentence():
    texts = pd.DataFrame({"doc_id": ["a", "b"], "text": ["road aid", "aid road call"]})
    expected = "Of the words listed, the most tokens in the corpus, 2 of 5 each: “aid” and “road”."
    assert terms(frequencies(tokenize(texts))).caption == expected


def test_terms_of_one_document_have_no_interval_and_the_note_says_so():
    chart = terms(frequencies(tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["road aid"]}))))
    draws(chart)
    assert says(chart.note, "no interval")
    assert "interval" not in chart.alt


def test_organizations_are_points_with_their_intervals_most_documents_first():
    counts = mention_counts(NAMED, DOCUMENTS)
    chart = organizations(counts)
    assert row_names(chart) == ["UN", "EU", "OSCE"]
    assert points(chart) == pytest.approx([3 / 6, 1 / 6, 1 / 6])
    wanted = counts.set_index("organization").loc[["UN", "EU", "OSCE"], ["share_low", "share_high"]]
    assert np.allclose(bounds(chart), wanted)
    assert says(chart.caption, "UN", "3 of 6")
    assert says(chart.alt, "UN 3 documents", "EU 1 documents")


def test_all_that_share_the_first_place_are_counted_though_few_are_drawn():
    counts = mention_counts(named(*[("d0", name) for name in "abcdefgh"]), DOCUMENTS)
    chart = organizations(counts, top=3)
    assert len(points(chart)) == 3
    assert says(chart.caption, "1 of 6 each", "a, b, c and 5 more")


def test_shares_of_groups_are_points_with_their_intervals_and_sizes():
    chart = share_by(UN, DOCUMENTS, "actor", "the UN")
    assert row_names(chart) == ["A (n=3)", "B (n=2)"]
    assert points(chart) == pytest.approx([2 / 3, 1 / 2])
    assert says(chart.caption, "the UN", "A", "67%")
    assert says(chart.alt, "A 67 percent", "B 50 percent")


def test_a_group_that_never_names_it_is_drawn_at_zero():
    chart = share_by(UN, DOCUMENTS.fillna({"actor": "C"}), "actor", "UN")
    assert dict(zip(row_names(chart), points(chart), strict=True))["C (n=1)"] == 0


def test_beside_an_organization_stand_the_others_of_its_documents():
    chart = named_beside(NAMED, "UN", DOCUMENTS)
    assert row_names(chart) == ["EU"]
    assert points(chart) == pytest.approx([1 / 3])
    assert says(chart.caption, "EU", "1 of 3", "UN")


def test_an_organization_that_only_undated_documents_name_is_told():
    chart = naming_trend(named(("d5", "UN")), DOCUMENTS, "UN")
    assert chart.data["documents"].tolist() == [0, 0, 0]
    assert says(chart.caption, "No document that names UN", "month")


def test_a_table_of_shares_has_a_cell_for_every_organization_and_group():
    chart = organizations_by_group(NAMED, DOCUMENTS, "actor")
    shares = axes_of(chart).images[0].get_array()
    assert row_names(chart) == ["UN", "EU"]
    assert np.allclose(shares, [[2 / 3, 1 / 2], [1 / 3, 0]])
    assert [text.get_text() for text in axes_of(chart).texts] == ["67", "50", "33", "0"]
    columns = [name.get_text() for name in axes_of(chart).get_xticklabels()]
    assert columns == ["A (n=3)", "B (n=2)"]
    assert [text.get_color() for text in axes_of(chart).texts] == ["white", "white", "black", SOFT]
    drawn = {(row.organization, row.actor): row.share for row in chart.data.itertuples()}
    assert drawn == pytest.approx({("UN", "A"): 2 / 3, ("UN", "B"): 1 / 2, ("EU", "A"): 1 / 3, ("EU", "B"): 0})
    assert says(chart.caption, "UN", "A", "67%")
    assert says(chart.alt, "2 organizations by 2 values of actor")


def every_chart(documents, mentions, name):
    of_one = mentions[mentions["organization"] == name]
    texts = pd.DataFrame({"doc_id": documents["doc_id"], "text": documents["actor"].fillna("")}, dtype=object)
    return {
        "documents_over_time": documents_over_time(documents),
        "documents_by": documents_by(documents, "actor"),
        "terms": terms(frequencies(tokenize(texts)), where=name),
        "organizations": organizations(mention_counts(mentions, documents)),
        "share_by": share_by(of_one, documents, "actor", name),
        "named_beside": named_beside(mentions, name, documents),
        "naming_trend": naming_trend(of_one, documents, name),
        "organizations_by_group": organizations_by_group(mentions, documents, "actor"),
    }


def test_names_that_are_long_or_look_like_formulas_are_drawn_as_they_are():
    hostile = documents(NAMES, ["2023-02-01"] * len(NAMES))
    mentions = named(*[(doc_id, name) for doc_id in hostile["doc_id"] for name in NAMES])
    for chart in every_chart(hostile, mentions, NAMES[0]).values():
        draws(chart)
    assert NAMES[0] in row_names(organizations(mention_counts(mentions, hostile)))


@pytest.mark.parametrize("name", NAMES)
def test_an_organization_of_any_name_can_be_drawn(name):
    for chart in (naming_trend(UN, DOCUMENTS, name), share_by(UN, DOCUMENTS, "actor", name)):
        draws(chart)
        assert name in chart.caption


def test_nothing_to_draw_is_said_and_not_drawn():
    empty = documents([], [])
    for kind, chart in every_chart(empty, NAMED.head(0), "UN").items():
        assert chart.figure is None, kind
        assert chart.caption.endswith("."), kind
        assert "<img" not in chart._repr_html_()


def test_one_document_is_enough_for_every_chart():
    one = documents(["A"], ["2023-02-01"])
    for chart in every_chart(one, named(("d0", "UN"), ("d0", "EU")), "UN").values():
        draws(chart)
        assert chart.png() == chart.png()


@pytest.mark.parametrize("draw", [share_by, organizations_by_group])
def test_without_a_column_to_group_by_nothing_is_drawn(draw):
    rest = ("UN",) if draw is share_by else ()
    assert draw(UN, DOCUMENTS, "", *rest).figure is None
    assert documents_by(DOCUMENTS, "").figure is None
    assert draw(UN, DOCUMENTS.assign(empty=None), "empty", *rest).figure is None


@pytest.mark.parametrize("column", ["month", "year"])
def test_a_users_own_column_of_that_name_does_not_change_the_time(column):
    chart = documents_over_time(DOCUMENTS.assign(**{column: "May"}))
    assert heights(chart) == [3, 0, 2]


def test_charts_of_the_sample_draw_its_counts(sample):
    dated = sample.documents[sample.documents["date_precision"].isin(["day", "month"])]
    chart = documents_over_time(sample.documents)
    assert sum(heights(chart)) == len(dated) == 120
    assert says(chart.note, "3 documents")
    groups = documents_by(sample.documents, "group").data
    assert dict(zip(groups["group"], groups["documents"], strict=True))["Azerbaijani side"] == 28
