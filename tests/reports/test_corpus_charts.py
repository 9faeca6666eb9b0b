"""Figures of what a corpus is made of: their findings, their data, and what they show when there is little."""

import pandas as pd
import pytest

from analysis.reports import cleaning_changes, document_lengths, problem_kinds, repeated_texts, reprint_table
from analysis.text import tokenize


def documents_of(texts: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": [f"d{number}" for number in range(len(texts))], "text": texts})


def test_lengths_are_counted_in_tokens_and_the_finding_names_the_longest():
    chart = document_lengths(tokenize(documents_of(["one", "one two three", "one two three four five six"])))
    assert chart.caption == "Half of the 3 documents have 3 tokens or fewer; the longest, d2, has 6."
    assert chart.data.values.tolist() == [["d2", 6], ["d1", 3], ["d0", 1]]
    drawn = sum(patch.get_height() for patch in chart.figure.axes[0].patches)
    assert drawn == 3


@pytest.mark.parametrize("texts", [[], ["…"]], ids=["no documents", "no words"])
def test_without_tokens_there_is_no_figure_of_lengths_and_it_says_so(texts):
    chart = document_lengths(tokenize(documents_of(texts)))
    assert chart.figure is None
    assert "token" in chart.caption


def test_documents_without_a_token_are_named_in_the_note():
    assert "1 document without a token left out" in document_lengths(tokenize(documents_of(["one", "…"]))).note


def test_repeated_texts_are_counted_wholly_and_nearly():
    documents = pd.DataFrame({"duplicate_of": [None, "a", "a", None], "similarity": [None, 1.0, 0.8, None]})
    chart = repeated_texts(documents)
    assert chart.caption == "2 documents of 4 (50%) repeat another, wholly or nearly."
    assert [patch.get_width() for patch in chart.figure.axes[0].patches] == [2, 1, 1]


def test_documents_that_repeat_no_other_open_also_where_none_repeats():
    documents = pd.DataFrame({"doc_id": ["a", "b"], "duplicate_of": [None, None], "similarity": [None, None]})
    chart = repeated_texts(documents)
    assert chart.figure is None
    assert [[entry["count"] for entry in below] for below in chart.openings] == [["2 documents"], [], []]


def test_the_table_of_reprints_counts_clusters_and_may_be_empty():
    rows = pd.DataFrame({"cluster": [1, 1], "doc_id": ["a", "b"], "duplicate_of": [None, "a"], "similarity": [None, 1]})
    assert reprint_table(rows).caption == "1 cluster of documents that repeat each other."
    assert reprint_table(rows.iloc[:0]).caption == "No reprints."


def test_cleaning_shows_documents_and_characters_of_each_step():
    cleaning = pd.DataFrame(
        {"doc_id": ["a", "b", "a"], "step": ["spaces", "spaces", "ligatures"], "changes": [3, 1, 2]}
    )
    chart = cleaning_changes(cleaning, documents_of(["x", "y", "z"]))
    assert chart.caption == "“spaces” changed the most documents, 2 of 3."
    assert chart.data.values.tolist() == [["spaces", 2, 4], ["ligatures", 1, 2]]
    assert cleaning_changes(cleaning.iloc[:0], documents_of(["x"])).caption == "Cleaning changed nothing in 1 document."


def test_hostile_text_in_a_problem_is_shown_and_not_obeyed():
    problems = pd.DataFrame(
        {
            "path": ["<script>.txt"],
            "row": pd.array([pd.NA], dtype="Int64"),
            "kind": ["empty"],
            "message": ["no <b>text</b>"],
            "severity": ["error"],
        }
    )
    shown = problem_kinds(problems)
    assert shown.caption == "1 problem of 1 kind."
    html = shown._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
