"""Figures of terms: what is drawn is what was counted, and gaps, chance and few documents are visible."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.reports import (
    choose_sides,
    dictionary_chart,
    dispersion_chart,
    keyness_chart,
    style_chart,
    trend_chart,
)
from analysis.stats import dictionary, dictionary_counts, keyness

from .two_sides import built

ROWS = [
    {"id": f"{actor}{number}", "actor": actor, "text": f"{word} " * 5 + "gate"}
    for actor, word in (("A", "road"), ("B", "lane"))
    for number in range(3)
]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return built(tmp_path_factory.mktemp("charts"), ROWS)


@pytest.fixture(scope="module")
def sides(study):
    return choose_sides(study, "actor", "A", "B")


def keys_of(study, sides, **options):
    return keyness(study.tokens, sides.in_target, sides.in_reference, both_sides=True, alpha=None, **options)


def texts(axes):
    return [text.get_text() for text in axes.texts]


def drawn(chart):
    assert chart.png().startswith(b"\x89PNG")
    assert chart.caption
    assert chart.alt
    return chart.figure.axes


def test_keyness_is_drawn_from_the_target_to_the_reference_with_documents_of_both(study, sides):
    chart = keyness_chart(keys_of(study, sides), sides)
    (axes,) = drawn(chart)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["road", "lane"]
    # 15 tokens of 18 against none, which counts as half a one: log2(15 / 0.5).
    assert chart.data["log_ratio"].tolist() == pytest.approx([np.log2(30), -np.log2(30)])
    assert [text for text in texts(axes) if text.isdigit()] == ["0", "3", "3", "0"]
    assert chart.caption == "Clearly more frequent in A: “road”; in B: “lane”."
    assert "A: 18 tokens in 3 documents; B: 18 tokens in 3 documents." in chart.note


def test_what_chance_may_have_done_is_hollow_and_told_so(study, sides):
    (axes,) = drawn(keyness_chart(keys_of(study, sides).assign(p_adjusted=[0.5, 0.5, 1.0]), sides))
    marks = [line for line in axes.lines if line.get_marker() in "os" and len(line.get_xdata())]
    assert [mark.get_markerfacecolor() for mark in marks] == ["white", "white"]
    (axes,) = drawn(keyness_chart(keys_of(study, sides), sides))
    marks = [line for line in axes.lines if line.get_marker() in "os" and len(line.get_xdata())]
    assert "white" not in [mark.get_markerfacecolor() for mark in marks]
    unclear = keyness_chart(keys_of(study, sides).assign(p_adjusted=0.5), sides)
    assert unclear.caption == "No term is clearly more frequent on one side: A against B."


def test_as_many_terms_of_either_side_are_drawn_as_asked_for(study, sides):
    assert keyness_chart(keys_of(study, sides), sides, 2).data["term"].tolist() == ["road", "lane"]
    with pytest.raises(ValueError, match="top is 0"):
        keyness_chart(keys_of(study, sides), sides, 0)


def test_no_two_groups_or_no_frequent_term_is_said(study, sides):
    nothing = keys_of(study, sides, minimum=99)
    assert keyness_chart(nothing, choose_sides(study, "")).caption == "There are no two groups of documents to compare."
    assert keyness_chart(nothing, sides).caption == "No term is frequent enough to compare A against B."


def test_marks_of_dispersion_stand_in_the_order_of_the_dates_and_undated_documents_last(tmp_path):
    rows = [
        {"id": "a", "date": "2023-03-01", "text": "one road"},
        {"id": "b", "date": "2023-01-01", "text": "road two three"},
        {"id": "c", "text": "road"},
    ]
    study = built(tmp_path, rows)
    chart = dispersion_chart(["road", "three", "nowhere"], study)
    (axes,) = drawn(chart)
    assert chart.data["doc_id"].tolist() == ["b", "a", "c", "b"]
    assert chart.data["corpus_place"].tolist() == pytest.approx([0, 4 / 6, 5 / 6, 2 / 6])
    assert [label.get_text() for label in axes.get_xticklabels()] == ["Jan\n2023", "Mar", "no\ndate"]
    assert "1 document without a date" in chart.note
    assert chart.caption == "Of the terms shown, “road” stands in 3 of 3 documents, “three” in 1."


def test_months_without_documents_are_gaps_and_only_clear_changes_are_marked():
    months = pd.date_range("2023-01-01", periods=4, freq="MS")
    found = pd.DataFrame(
        {"term": "road", "period": months, "count": [1, 0, 2, 0], "per_million": [10.0, np.nan, 20.0, 0.0],
         "per_million_low": [5.0, np.nan, 10.0, 0.0], "per_million_high": [15.0, np.nan, 30.0, 0.0],
         "documents": [1, 0, 1, 0], "period_tokens": [10, 0, 10, 9], "period_documents": [2, 0, 3, 2]}
    )  # fmt: skip
    changes = pd.DataFrame(
        {"term": "road", "period": months[[2, 3]], "before": [10.0, 20], "after": [20.0, 0], "p": [0.01, 0.4]}
    )
    dates = pd.DataFrame({"date": pd.to_datetime(["2023-01-02", "2023-03-02", "2023-04-02"]), "date_precision": "day"})
    chart = trend_chart(found, changes, dates, "month")
    (axes,) = drawn(chart)
    assert [span.get_x() for span in axes.patches] == [0.5]
    assert [line.get_xdata()[0] for line in axes.lines if len(set(line.get_xdata())) == 1] == [1.5]
    assert texts(axes) == ["p = 0.010"]
    assert chart.series == {"2023-01": 1, "2023-02": None, "2023-03": 2, "2023-04": 0}
    bounds = axes.collections[1].get_segments()
    assert [tuple(line[:, 1]) for line in bounds if len(line)] == [(5, 15), (10, 30)]
    assert chart.caption == ("The level of “road” changes in March 2023, from 10 to 20 per million tokens (p = 0.010).")
    assert "1 month without documents" in chart.note
    calm = trend_chart(found, changes.head(0), dates, "month").caption
    assert calm == (
        "No clear change of level is found. “road” has its highest rate in March 2023: 2 of 10 tokens in 3 documents."
    )
    assert trend_chart(found.head(0), changes.head(0), dates, "month").figure is None


def test_the_categories_of_a_dictionary_are_drawn_for_each_group(study):
    words = dictionary({"way": ["road", "lane"], "door": ["gate"], "sea": ["ship"]})
    counts = dictionary_counts(study.tokens, words, study.documents["actor"])
    chart = dictionary_chart(counts, "actor")
    (axes,) = drawn(chart)
    points = {line.get_label(): line.get_xdata().tolist() for line in axes.lines}
    assert points["A (n=3)"] == points["B (n=3)"] == pytest.approx([15e6 / 18, 3e6 / 18, 0])
    assert chart.caption == "Most hits: A: “way” (15 hits); B: “way” (15 hits)."
    together = dictionary_chart(dictionary_counts(study.tokens, words))
    assert together.caption == "“way” has the most hits, 30 of 36."
    nothing = dictionary_chart(dictionary_counts(study.tokens, dictionary({"sea": ["ship"]})))
    assert (nothing.figure, nothing.caption) == (None, "No entry of the dictionary occurs.")


def test_no_more_than_the_four_largest_groups_are_drawn_and_that_is_told(tmp_path):
    rows = [{"id": f"d{n}", "actor": f"G{n}", "text": "road " * (n + 1)} for n in range(6)]
    study = built(tmp_path, rows)
    counts = dictionary_counts(study.tokens, dictionary({"way": ["road"]}), study.documents["actor"])
    chart = dictionary_chart(counts, "actor")
    (axes,) = drawn(chart)
    assert [line.get_label() for line in axes.lines] == ["G5 (n=1)", "G4 (n=1)", "G3 (n=1)", "G2 (n=1)"]
    assert "The 4 of 6 groups with most tokens." in chart.note
    assert len(chart.data) == 6


def test_reading_ease_has_intervals_over_documents_and_one_document_has_none(tmp_path):
    four, eight = "We met them here. " * 3, "We met all of them here this morning. " * 3
    texts = [("A", four), ("A", eight), ("B", four)]
    study = built(
        tmp_path, [{"id": f"d{n}", "actor": a, "text": t, "language": "en"} for n, (a, t) in enumerate(texts)]
    )
    data = style_chart(study, "actor", window=10).data.set_index("actor")
    # Two documents are drawn as the first twice in a quarter of all samples, and as the second twice in another.
    columns = ["mean_sentence_length", "mean_sentence_length_low", "mean_sentence_length_high"]
    assert data.loc["A", columns].tolist() == [6, 4, 8]
    assert data.loc["B", columns].isna().tolist() == [False, True, True]
    # Four words of one syllable: 206.835 - 1.015 * 4 - 84.6.
    assert data.loc["B", "flesch"] == pytest.approx(118.175)
    assert drawn(style_chart(study))


def test_reading_ease_of_another_language_than_english_is_missing(tmp_path):
    study = built(tmp_path, [{"id": f"d{n}", "text": "Wir waren hier. " * 9, "language": "de"} for n in range(2)])
    data = style_chart(study).data
    assert data["mean_sentence_length"].tolist() == [3]
    assert data[["flesch", "flesch_low", "flesch_high"]].isna().all(axis=None)


def test_names_like_formulas_are_drawn_as_they_are(tmp_path):
    rows = [{**row, "actor": f"${row['actor']}_\\frac{{1}}$"} for row in ROWS]
    study = built(tmp_path, rows)
    sides = choose_sides(study, "actor")
    chart = keyness_chart(keys_of(study, sides), sides)
    drawn(chart)
    named = [text.get_text() for legend in chart.figure.legends for text in legend.get_texts()]
    assert any(re.search(r"\$A_\\frac\{1\}\$", name) for name in named)
    drawn(style_chart(study, "actor", window=5))
