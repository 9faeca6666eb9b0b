"""Tables of mentions: what they say is what was counted by hand, and every count opens its sentences."""

import pandas as pd
import pytest

from analysis import load, pipeline
from analysis.discourse import co_mentions, mention_counts
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

from .named import HOSTILE, dated_study, page_of, pairs_of


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
        assert HOSTILE.replace("\u202e", "\ufffd") in page.text


def test_more_sentences_than_a_row_shows_are_told(study, un):
    table = organization_table(un, study)
    shown = OpeningTable(table.data, table.caption, openings=openings([{"": un}], study, limit=2))
    assert "The first 2 of 5 sentences" in page_of(shown).text
    assert len(page_of(shown).marks) == 2


def test_the_first_and_the_last_mention_open_with_their_dates(study, un):
    table = first_and_last_table(un, study)
    assert table.data.iloc[0].tolist() == ["United Nations", 5, 4, "2023-01-05", "2023-04-01", 1]
    assert table.caption == "United Nations is first named on January 5, 2023 and last on April 1, 2023."
    assert page_of(table).summaries == ["first and last: 2 mentions in 2 documents"]
    several = first_and_last_table(study.mentions, study).caption
    assert several.startswith("The earliest mention is of ")
    assert "on January 5, 2023." in several


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
