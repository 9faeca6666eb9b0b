"""Tables and figures of mentions: what they say is what was counted by hand, and every count opens its sentences."""

import json
from html.parser import HTMLParser

import pandas as pd
import pytest

from analysis import load, pipeline
from analysis.discourse import co_mentions, mention_counts, mentions_of
from analysis.reports import (
    OpeningTable,
    alias_table,
    co_mention_chart,
    co_mention_table,
    first_and_last_table,
    group_table,
    naming_summary,
    naming_trend,
    naming_trends,
    not_counted,
    organization_table,
    quoted_chart,
    quoted_table,
    rules_table,
    who_names_whom_chart,
    who_names_whom_table,
)
from analysis.reports.openings import openings
from analysis.reports.rules import counting_rule

HOSTILE = "<script>alert('1')</script> & $x$ \u202e"
# Seven documents, of which d5 repeats d0 word by word; nothing is dated in March, d4 not at all.
ROWS = [
    {"id": "d0", "actor": "UN", "date": "2023-01-05", "text": "The UN met the EU. It left.\n\nThe Red Cross came."},
    {"id": "d1", "actor": "Press", "date": "2023-02-01", "text": "“We of the UN stay here,” it said. The UN stayed."},
    {"id": "d2", "actor": "Press", "date": "2023-02-09", "text": "The EU met nobody."},
    {"id": "d3", "actor": HOSTILE, "date": "2023-04-01", "text": f"The UN met the EU {HOSTILE}.", "title": HOSTILE},
    {"id": "d4", "text": "The UN again.", "url": "https://example.org/4"},
    {"id": "d5", "actor": "Press", "date": "2023-05-01", "text": "The UN met the EU. It left.\n\nThe Red Cross came."},
    {"id": "d6", "actor": "Press", "date": "2023-02", "text": "Nobody came."},
]
GAZETTEER = f"""organization,alias,match,ambiguous
United Nations,UN,exact,
"{HOSTILE}",EU,exact,
Red Cross,Red Cross,name,
Somebody,Nobody,exact,confirm
Somebody,Some Body,name,
"""


class Page(HTMLParser):
    """The tags of some HTML, the text of its marks and summaries, and the links."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.marks, self.summaries, self.links, self.text = set(), [], [], [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag not in ("br", "img"):
            self.open.append(tag)
        if tag in ("mark", "summary"):
            {"mark": self.marks, "summary": self.summaries}[tag].append("")
        self.links += [value for name, value in attributes if name == "href"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        for tag, texts in (("mark", self.marks), ("summary", self.summaries)):
            if tag in self.open:
                texts[-1] += data


def page_of(shown):
    return Page(shown._repr_html_())


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("naming")
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    (folder / "organizations.csv").write_text(GAZETTEER, encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study


@pytest.fixture(scope="module")
def study(whole):
    return whole.without_duplicates("near")


@pytest.fixture(scope="module")
def un(study):
    return mentions_of(study.mentions, "United Nations")


def pairs_of(study, within="document"):
    return co_mentions(study.mentions, study.documents, within=within, sentences=study.sentences)


def test_the_finding_says_how_much_is_named_and_what_is_named_most(study):
    text = naming_summary(study).text
    assert text.startswith("3 organizations are named 9 times in 5 of 6 documents (83%; 95% interval 44% to 97%).")
    assert "United Nations is named in the most documents, 4 of 6." in text
    assert text.endswith("1 document left out as exact repeats of others.")


def test_the_counting_rule_says_whether_exact_repeats_count(study, whole):
    assert counting_rule(study.documents) == "Counted over 6 documents, exact repeats once."
    assert counting_rule(whole.documents) == "Counted over 7 documents, 1 exact repeat counted too."
    assert counting_rule(study.documents, study.mentions).endswith("Mentions by the rules exact, name.")


@pytest.mark.parametrize(
    ("repeats", "said"),
    [
        ({"duplicate_of": [None, None]}, "exact repeats once"),
        ({"duplicate_of": [None, "a"]}, "1 exact repeat counted too"),
        ({"duplicate_of": [None, "a"], "similarity": [None, 1.0]}, "1 exact repeat counted too"),
        ({"duplicate_of": [None, "a"], "similarity": [None, None]}, "1 exact repeat counted too"),
        ({"duplicate_of": [None, "a"], "similarity": [None, 0.9]}, "exact repeats once"),
    ],
)
def test_the_counting_rule_takes_the_same_documents_for_exact_repeats_as_the_counts(repeats, said):
    documents = pd.DataFrame({"doc_id": ["a", "b"], **repeats})
    assert counting_rule(documents) == f"Counted over 2 documents, {said}."


def test_organizations_are_counted_by_every_rule_and_open_their_sentences(study):
    table = organization_table(study.mentions, study)
    first = table.data.iloc[0]
    assert first[["organization", "mentions", "documents", "documents_of_others"]].tolist() == [
        "United Nations",
        5,
        4,
        2,
    ]
    assert first["per_thousand"] == pytest.approx(1000 * 5 / len(study.tokens))
    assert table.caption == "3 named organizations have 9 mentions."
    page = page_of(table)
    assert page.marks == ["UN"] * 5 + ["EU"] * 3 + ["Red Cross"]
    assert page.summaries == ["5 mentions in 4 documents", "3 mentions in 3 documents", "1 mention in 1 document"]
    assert "https://example.org/4" in page.links


def test_one_organization_alone_is_said_in_full(study, un):
    caption = organization_table(un, study).caption
    rate = 1000 * 5 / len(study.tokens)
    assert caption == (
        f"United Nations is named in 4 of 6 documents (67%, 95% interval 30% to 90%); "
        f"{rate:.2f} mentions per thousand tokens."
    )


def test_a_mention_that_names_and_titles_look_like_markup_in_stays_text(study):
    for table in (
        organization_table(study.mentions, study),
        who_names_whom_table(study.mentions, study),
        co_mention_table(pairs_of(study), study),
        first_and_last_table(study.mentions, study),
    ):
        page = page_of(table)
        assert "script" not in page.tags
        assert HOSTILE in page.text


def test_more_sentences_than_a_row_shows_are_told(study, un):
    table = organization_table(un, study)
    shown = OpeningTable(table.data, table.caption, openings=openings([{"": un}], study, limit=2))
    assert "The first 2 of 5 sentences" in page_of(shown).text
    assert len(page_of(shown).marks) == 2


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


def test_the_first_and_the_last_mention_open_with_their_dates(study, un):
    table = first_and_last_table(un, study)
    assert table.data.iloc[0].tolist() == ["United Nations", 5, 4, "2023-01-05", "2023-04-01", 1]
    assert table.caption == "United Nations is first named on January 5, 2023 and last on April 1, 2023."
    assert page_of(table).summaries == ["first and last: 2 mentions in 2 documents"]
    several = first_and_last_table(study.mentions, study).caption
    assert several.startswith("The earliest mention is of ")
    assert "on January 5, 2023." in several


def dated_study(folder, *rows):
    """A corpus of a text for each date, "" for none, and of three organizations named by their letters."""
    texts = [{"id": f"d{n}", "text": text} | ({"date": date} if date else {}) for n, (date, text) in enumerate(rows)]
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
    names = "organization,alias,match\nAlpha,AAA,exact\nBeta,BBB,exact\nGamma,CCC,exact\n"
    (folder / "organizations.csv").write_text(names, encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study


def test_the_dated_are_shown_though_more_documents_without_a_date_name_others(tmp_path):
    study = dated_study(tmp_path, ("", "AAA met."), ("", "AAA left again."), ("2023-02", "BBB met. CCC met."))
    table = first_and_last_table(study.mentions, study, top=1)
    assert table.data.values.tolist() == [["Beta", 1, 1, "2023-02", "2023-02"]]
    assert table.caption == (
        "The earliest mention is of Beta and 1 other, in February 2023. "
        "The latest mention is of Beta and 1 other, in February 2023."
    )
    assert table.note.startswith("The 1 organization that most documents name, of 2. ")
    assert "Left out: 1 organization named in documents without a date only." in table.note


def test_the_only_organization_with_a_date_is_said_in_one_sentence(tmp_path):
    study = dated_study(tmp_path, ("", "AAA met BBB."), ("2023", "BBB met."))
    table = first_and_last_table(study.mentions, study)
    assert table.data.values.tolist() == [["Beta", 2, 2, "2023", "2023", 1]]
    assert table.caption == "Beta is named in 2023 only."


def test_without_any_date_nothing_is_first_or_last(tmp_path):
    study = dated_study(tmp_path, ("", "AAA met."))
    assert first_and_last_table(study.mentions, study).caption == "No mention stands in a document with a date."


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


def test_where_nothing_is_quoted_no_figure_is_drawn(study):
    red = mentions_of(study.mentions, "Red Cross")
    assert quoted_chart(red, study.documents).figure is None
    assert quoted_chart(red, study.documents).caption == "The 1 mention does not stand within quotation marks."
    assert quoted_chart(study.mentions, study.documents).figure is not None


def test_the_rules_of_mentions_are_shown_and_what_was_not_decided(study):
    table = rules_table(study.mentions, study.undecided, study)
    rows = {row.rule: (row.counted, row.mentions, row.documents) for row in table.data.itertuples()}
    assert rows == {"exact": ("yes", 8, 5), "name": ("yes", 1, 1), "unconfirmed": ("no", 1, 1)}
    assert table.caption == ("The rule “exact” gave the most mentions, 8 of 9. 1 name stood there and did not count.")
    assert page_of(table).marks[-1] == "Nobody"


def test_names_that_count_only_where_they_are_asked_for_are_told_apart(tmp_path):
    text = "The Committee of Ministers (CM) met. The Committee agreed. CM again."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    rows = "organization,alias,match\nMinisters,Committee of Ministers,name\nMinisters,CM,exact\n"
    (tmp_path / "organizations.csv").write_text(rows, encoding="utf-8")
    study = pipeline.build(tmp_path, tmp_path / ".tables").study
    every = load(study.folder, local_names=True, appositives=True)
    few = load(study.folder)
    left_out = not_counted(few.mentions, every)
    assert left_out[["surface", "rule"]].values.tolist() == [["CM", "appositive"], ["Committee", "local"]]
    assert not_counted(every.mentions, every).empty
    assert not_counted(few.mentions, every, "Somebody else").empty
    table = rules_table(few.mentions, left_out, few)
    assert table.data[["rule", "counted", "mentions"]].values.tolist() == [
        ["exact", "yes", 1],
        ["name", "yes", 1],
        ["appositive", "no", 1],
        ["local", "no", 1],
    ]


def test_aliases_that_never_count_are_told_from_those_that_nothing_confirms(tmp_path):
    (tmp_path / "a.txt").write_text("AAA met BBB. Then CCC met AAA.", encoding="utf-8")
    rows = "organization,alias,match,ambiguous\nAlpha,AAA,exact,never\nAlpha,Alpha Club,name,\n"
    rows += "Beta,BBB,exact,confirm\nBeta,Beta Club,name,\nGamma,CCC,exact,\n"
    (tmp_path / "organizations.csv").write_text(rows, encoding="utf-8")
    study = pipeline.build(tmp_path, tmp_path / ".tables").study
    table = rules_table(study.mentions, study.undecided, study)
    assert table.data[["rule", "what it asks for", "mentions"]].values.tolist() == [
        ["exact", "The spelling of the gazetteer, capitals and all.", 1],
        ["unconfirmed (never)", "The gazetteer says that it is no name of an organization.", 2],
        ["unconfirmed", "It may mean something else, and nothing in the document confirms it.", 1],
    ]
    assert page_of(table).marks == ["CCC", "AAA", "AAA", "BBB"]
    assert table.caption == "The rule “exact” gave the most mentions, 1 of 1. 3 names stood there and did not count."


def test_the_first_cell_of_a_counted_row_is_its_header(study):
    html = organization_table(study.mentions, study)._repr_html_()
    assert html.count('<th scope="row" style="font-weight:normal;text-align:left') == 3
    rows = [row for row in html.split("\n") if 'class="counted"' in row]
    assert len(rows) == 3
    assert all(row.startswith('<tr class="counted"><th scope="row"') and "</th><td" in row for row in rows)


def test_aliases_open_their_sentences(study, un):
    assert page_of(alias_table(un, study)).summaries == ["5 mentions in 4 documents"]


def test_nothing_to_count_is_said_and_not_drawn(study):
    none, documents = study.mentions.head(0), study.documents
    counts = mention_counts(none, documents, resamples=0)
    pairs = co_mentions(none, documents)
    for chart in (
        naming_trends(none, documents),
        co_mention_chart(pairs, counts, documents),
        who_names_whom_chart(none, study),
        quoted_chart(none, documents),
    ):
        assert chart.figure is None
        assert chart.caption.endswith(".")
    for table in (
        organization_table(none, study),
        alias_table(none, study),
        first_and_last_table(none, study),
        who_names_whom_table(none, study),
        group_table(none, study, "actor"),
        co_mention_table(pairs, study),
        quoted_table(none, study),
        rules_table(none, study.undecided.head(0), study),
    ):
        assert len(table.data) == 0
        assert "<td" not in table._repr_html_()
    assert naming_trend(none, documents, "X").caption == "No document names X."


def test_without_dates_and_actors_it_is_said_what_is_missing(study, un):
    undated = study.documents.assign(date=pd.NaT, date_precision=None)
    assert naming_trend(un, undated, "UN").caption == "No document has a date."
    assert naming_trends(un, undated).caption == "No document has a date."
    assert who_names_whom_chart(un, study, speaker="nothing").caption == "No document has a value of nothing."


def test_the_intervals_below_the_numbers_are_written_once(study, un):
    page = page_of(organization_table(un, study))
    assert "30% to 90%" in page.text
    assert "share low" not in page.text
