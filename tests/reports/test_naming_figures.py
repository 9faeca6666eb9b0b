"""When, by whom, with whom and in whose words organizations are named: the figures, and the tables beside them."""

import json

import pandas as pd
import pytest

from analysis import pipeline
from analysis.discourse import mention_counts, mentions_of
from analysis.reports import (
    co_mention_chart,
    co_mention_table,
    group_table,
    naming_trend,
    naming_trends,
    quoted_chart,
    quoted_table,
    who_names_whom_chart,
    who_names_whom_table,
)

from .named import HOSTILE, page_of, pairs_of


def test_a_month_without_documents_is_a_gap_in_the_line_and_not_zero(study, un):
    chart = naming_trend(un, study.documents, "United Nations")
    assert chart.data["month"].dt.strftime("%m").tolist() == ["01", "02", "03", "04"]
    assert chart.data["group_documents"].tolist() == [1, 3, 0, 1]
    assert chart.data["documents"].tolist() == [1, 1, 0, 1]
    upper, lower = chart.figure.axes
    (line,) = [line for line in upper.lines if len(line.get_ydata()) == 4]
    assert [None if value != value else round(value, 2) for value in line.get_ydata()] == [1.0, 0.33, None, 1.0]
    hatched = [patch for patch in upper.patches if patch.get_hatch()]
    assert [patch.get_x() + patch.get_width() / 2 for patch in hatched] == [2]
    assert [bar.get_height() for bar in lower.patches] == [1, 3, 0, 1, 1, 1, 0, 1]
    assert chart.series == {"2023-01": 1, "2023-02": 1, "2023-03": None, "2023-04": 1}
    assert "1 month without documents" in chart.note
    assert "1 document without a known month left out" in chart.note


def test_the_trend_says_in_which_month_most_documents_name_it(study, un):
    more = pd.DataFrame({"doc_id": ["d2"], "start": [0], "end": [2], "organization": ["United Nations"]})
    both = pd.concat([un, more], ignore_index=True)
    assert naming_trend(both, study.documents, "United Nations").caption == (
        "February 2023 has the most documents that name United Nations, 2 of 4: 67% of the 3 documents of that month "
        "(95% interval 21% to 94%)."
    )
    assert naming_trend(un, study.documents, "United Nations").caption == (
        "The most documents that name United Nations, 1 of 3 each: January 2023, February 2023 and April 2023."
    )


def test_every_panel_of_the_trends_has_the_same_months_and_the_same_scale(study):
    chart = naming_trends(study.mentions, study.documents)
    assert len(chart.figure.axes) == 3
    assert len({axes.get_ylim() for axes in chart.figure.axes}) == 1
    assert chart.figure.axes[0].get_title(loc="left") == "United Nations"
    assert chart.caption.startswith("The most documents of one month, 1 each, name ")


def test_speakers_are_ranked_by_documents_and_not_by_how_many_each_document_names(tmp_path):
    rows = [("Many", "AAA met BBB and CCC."), *[("Often", f"AAA met on day {day}.") for day in (1, 2)]]
    texts = [{"id": f"d{n}", "actor": actor, "text": text} for n, (actor, text) in enumerate(rows)]
    (tmp_path / "texts.jsonl").write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
    names = "organization,alias,match\nAlpha,AAA,exact\nBeta,BBB,exact\nGamma,CCC,exact\n"
    (tmp_path / "organizations.csv").write_text(names, encoding="utf-8")
    study = pipeline.build(tmp_path, tmp_path / ".tables").study
    # One document names three organizations, two name one each.
    both, first = (who_names_whom_chart(study.mentions, study, top=top).figure.axes[0] for top in (2, 1))
    assert [name.get_text() for name in both.get_yticklabels()] == ["Often", "Many"]
    assert [text.get_text() for text in both.texts] == ["2", "0", "0", "1", "1", "1"]
    assert [name.get_text() for name in first.get_yticklabels()] == ["Often"]


def test_who_names_whom_has_a_number_in_every_cell_and_frames_speakers_that_name_themselves(study):
    chart = who_names_whom_chart(study.mentions, study)
    (axes,) = chart.figure.axes
    rows = [name.get_text() for name in axes.get_yticklabels()]
    columns = [name.get_text() for name in axes.get_xticklabels()]
    numbers = [text.get_text() for text in axes.texts]
    cells = {
        (row, column): numbers[i * len(columns) + j] for i, row in enumerate(rows) for j, column in enumerate(columns)
    }
    assert cells["Press", "United Nations"] == "1"
    assert cells["Press", "Red Cross"] == "0"
    assert cells["UN", "United Nations"] == "1"
    (frame,) = axes.patches
    assert (round(frame.get_x() + 0.46), round(frame.get_y() + 0.44)) == (
        columns.index("United Nations"),
        rows.index("UN"),
    )
    assert "1 document without a value of actor left out" in chart.note


def test_who_names_whom_opens_the_sentences_of_every_pair_others_before_oneself(study):
    table = who_names_whom_table(study.mentions, study)
    pairs = {
        (row.actor, row.organization): (row.documents, row.group_documents, row.own) for row in table.data.itertuples()
    }
    assert pairs["Press", "United Nations"] == (1, 3, "")
    assert pairs["UN", "United Nations"] == (1, 1, "itself")
    assert table.data["own"].tolist()[-1] == "itself"
    assert table.caption == "3 actors name 3 organizations, in 7 pairs; in 1 of them the actor names itself."
    assert "2 mentions in 1 document" in page_of(table).summaries


def test_counts_by_any_column_open_the_sentences_of_the_group(study, un):
    by_month = group_table(un, study, "month")
    rows = {row.month: (row.mentions, row.documents, row.group_documents) for row in by_month.data.itertuples()}
    assert rows == {"2023-01": (1, 1, 1), "2023-02": (2, 1, 3), "2023-04": (1, 1, 1)}
    assert by_month.caption == "The most documents of one month, 1 each: 2023-02; 2023-01; 2023-04."
    assert sum(len(part) for row in by_month.openings for part in row) > 0
    assert len(group_table(un, study, "document").data) == 4
    assert group_table(un, study, "").data.empty


def test_the_network_has_a_node_for_each_of_those_named_together_and_no_label_over_another(study):
    counts = mention_counts(study.mentions, study.documents, resamples=0)
    chart = co_mention_chart(pairs_of(study, "sentence"), counts, study.documents, "sentence")
    assert chart.caption == f"The pair {HOSTILE} and United Nations has the most sentences that name both, 2 of 9."
    assert chart.data[["organization", "other", "together", "documents"]].values.tolist() == [
        [HOSTILE, "United Nations", 2, 2]
    ]
    assert "Left out: 1 organization without a line." in chart.note
    assert len(chart.figure.axes[0].texts) == 2


def test_the_pairs_of_organizations_have_both_measures_and_open_both_names(study):
    table = co_mention_table(pairs_of(study), study)
    first = table.data.iloc[0]
    # Two documents name both, three the EU, four the UN, six are counted.
    assert first["together"] == 2
    assert first["Jaccard"] == pytest.approx(2 / 5)
    assert page_of(table).marks[:4] == ["UN", "EU", "UN", "EU"]
    assert "2 of 5 documents that name one of them name both" in table.caption
    of_one = co_mention_table(pairs_of(study), study, organization="Red Cross")
    assert sorted(of_one.data["other"]) == sorted([HOSTILE, "United Nations"])
    assert "organization" not in of_one.data


@pytest.mark.parametrize("unit", ["document", "paragraph", "sentence"])
def test_the_opened_sentences_of_a_pair_are_those_of_the_unit(study, unit):
    pairs = pairs_of(study, unit)
    table = co_mention_table(pairs, study, unit)
    assert len(table.data) == {"document": 3, "paragraph": 1, "sentence": 1}[unit]
    assert all(row for row in table.openings)


def test_within_quotations_and_outside_are_counted_and_opened_apart(study, un):
    table = quoted_table(un, study)
    assert table.data[["mentions", "quoted", "outside"]].values.tolist() == [[5, 1, 4]]
    assert table.caption.startswith("1 of 5 mentions stands within quotation marks: 20% (95% interval 0% to ")
    assert page_of(table).summaries == [
        "within quotation marks: 1 mention in 1 document",
        "outside: 4 mentions in 4 documents",
    ]


def test_the_figure_of_quotations_opens_both_kinds_of_mentions_of_each_and_of_all(study):
    chart = quoted_chart(study.mentions, study)
    numbers = {
        row.organization: {opening["label"]: opening["number"] for opening in below}
        for row, below in zip(chart.data.itertuples(), chart.openings, strict=True)
    }
    assert numbers["all organizations together"] == {"within quotation marks": 1, "outside": 8}
    assert numbers["United Nations"] == {"within quotation marks": 1, "outside": 4}
    assert numbers["Red Cross"] == {"outside": 1}


def test_where_nothing_is_quoted_no_figure_is_drawn(study):
    red = mentions_of(study.mentions, "Red Cross")
    assert quoted_chart(red, study.documents).figure is None
    assert quoted_chart(red, study.documents).caption == "The 1 mention does not stand within quotation marks."
    assert quoted_chart(study.mentions, study.documents).figure is not None
