"""The lines of a concordance: typed, sorted, and each of them leads to its document."""

import re

import pytest

from analysis import reports
from analysis.reports.exploring.lines import aligned, lines_of, sorts_of

from ..named import HOSTILE, Page
from .widgets import field, parts_of, shown


@pytest.fixture
def fields(study):
    explorer = reports.explore_concordance(study, "UN", 20)
    return explorer.fields(explorer.html)


def lines_in(fields):
    return next(part for part in parts_of(fields) if type(part).__name__ == "Select")


def test_where_nobody_can_type_it_is_the_concordance_of_the_term(study):
    assert reports.explore_concordance(study, "UN", 3).html == reports.concordance("UN", study, 3)._repr_html_()


def test_the_lines_of_the_first_term_are_there_and_the_first_one_is_open(fields):
    assert len(lines_in(fields).options) == 5
    assert "“UN” stands 5 times in 4 documents." in shown(fields)
    assert '<section class="tex2jax_ignore mathjax_ignore passage"' in shown(fields)


def test_a_typed_word_shows_its_lines(fields):
    field(fields, "Search for").value = "nobody"
    assert "“nobody” stands 2 times in 2 documents." in shown(fields)
    assert [label.replace("\u00a0", " ") for label, _ in lines_in(fields).options] == [
        "2023-02                [Nobody] came",  # a line without a word after comes last
        "2023-02-09  The EU met [nobody]",
    ]


def test_a_line_leads_to_its_document_where_the_match_is_marked(fields):
    field(fields, "Search for").value = "nobody"
    lines_in(fields).value = 0
    page = Page(shown(fields))
    assert page.marks == ["Nobody"]
    assert "Press · February 2023 · d6" in " ".join(page.text.split())
    lines_in(fields).value = 1
    assert Page(shown(fields)).marks == ["nobody"]


def test_other_lines_of_the_same_document_are_marked_too(fields):
    lines = lines_in(fields)
    of_d1 = [number for label, number in lines.options if label.startswith("2023-02-01")]
    lines.value = of_d1[0]
    assert Page(shown(fields)).marks == ["UN", "UN"]


def test_a_query_that_cannot_be_read_is_explained_and_shows_no_lines(fields):
    field(fields, "Search for").value = '"the UN'
    assert "the query cannot be read" in shown(fields)
    assert "Traceback" not in shown(fields)
    assert len(lines_in(fields).options) == 0
    field(fields, "Search for").value = ""
    assert "type a word" in shown(fields)
    field(fields, "Search for").value = "met"
    assert "“met” stands 3 times" in shown(fields)


def test_a_word_that_does_not_occur_is_said(fields):
    field(fields, "Search for").value = "<i>unheard"
    assert "<i>" not in shown(fields)
    field(fields, "Search for").value = "unheard"
    assert "“unheard” does not occur" in shown(fields)


def test_regular_expressions_are_read_as_such(fields):
    field(fields, "regular expressions").value = True
    field(fields, "Search for").value = "m[ae]t"
    assert "stands 3 times" in shown(fields)


def test_lines_are_sorted_by_the_words_around_them_by_date_and_by_actor(study):
    after = lines_of(study, "UN", sort="the word after").lines
    words = [re.findall(r"\w+", text)[0].casefold() for text in after["right"]]
    assert words == ["again", "met", "met", "stay", "stayed"]
    dated = lines_of(study, "UN", sort="date").lines["doc_id"].tolist()
    assert dated == ["d0", "d1", "d1", "d3", "d4"]
    before = lines_of(study, "UN", sort="the word before").lines["left"].str.split().str[-1].str.casefold().tolist()
    assert before == ["the"] * 5


def test_orders_that_a_corpus_has_nothing_for_are_not_offered(study):
    assert {"date", "actor"} <= set(sorts_of(study.documents))
    assert not {"date", "actor"} & set(sorts_of(study.documents.assign(date=None, actor=None)))
    assert not {"date", "actor"} & set(sorts_of(study.documents[["doc_id", "text"]]))


def test_of_more_lines_than_wanted_the_same_are_drawn_each_time_and_it_is_said(study):
    found = lines_of(study, "UN", limit=2)
    assert len(found.lines) == 2 and found.total == 5
    assert "2 lines are drawn at random" in found.summary("UN")
    assert found.lines.equals(lines_of(study, "UN", limit=2).lines)


def test_every_line_is_one_line_whatever_stands_in_it(study):
    found = lines_of(study, "the", width=40)
    assert len(aligned(found.lines, 40)) == found.total
    assert not any(sign in line for line in aligned(found.lines, 40) for sign in "\n\r\u202e\x1b")


def test_a_hostile_document_is_text(fields):
    field(fields, "Search for").value = "alert"
    page = Page(shown(fields))
    assert not {"script", "img"} & page.tags
    assert HOSTILE.split(" ")[0] in page.text
