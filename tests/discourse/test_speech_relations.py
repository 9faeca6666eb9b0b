"""Who quotes whom, and which organizations are brought up in whose speech: counted by hand."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.discourse import mentions_in_speech, organizations_in_speech, who_quotes_whom
from analysis.discourse.named_speakers import holding

from .said import DOCUMENTS, SAID, TEXTS, frame, statement


def rows(table, *columns):
    return list(table[list(columns)].itertuples(index=False, name=None))


def mentions(texts, organization="United Nations", surface="UN"):
    """Return a mention for every place of a surface."""
    found = [
        (doc_id, place, place + len(surface), organization, "exact")
        for doc_id, text in texts.items()
        for place in range(len(text))
        if text.startswith(surface, place)
    ]
    return pd.DataFrame(found, columns=["doc_id", "start", "end", "organization", "rule"])


def test_sources_are_counted_by_the_documents_in_which_each_speaker_speaks():
    found = who_quotes_whom(SAID, DOCUMENTS)
    columns = ["source", "speaker_name", "statements", "words", "documents", "group_documents", "share", "own"]
    assert rows(found, *columns) == [
        ("News", "Ana Ruiz", 1, 7, 1, 1, 1.0, False),
        ("Post", "Ana Ruiz", 3, 10, 2, 2, 1.0, False),
        ("Post", "Tom Lee", 2, 5, 2, 2, 1.0, False),
    ]


def test_a_source_that_lets_itself_speak_is_marked():
    found = who_quotes_whom(SAID, DOCUMENTS.assign(source="ANA RUIZ"))
    assert rows(found, "speaker_name", "own") == [("Ana Ruiz", True), ("Tom Lee", False)]


def test_a_source_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="no column 'paper'"):
        who_quotes_whom(SAID, DOCUMENTS, "paper")


def test_organizations_count_within_what_is_said_and_not_as_those_it_is_said_to():
    found = organizations_in_speech(SAID, mentions(TEXTS), DOCUMENTS)
    columns = ["speaker_name", "organization", "mentions", "statements", "documents", "group_statements", "share"]
    assert rows(found, *columns) == [("Ana Ruiz", "United Nations", 1, 1, 1, 4, 0.25)]


def test_a_speaker_named_within_its_own_statement_is_not_brought_up_by_it():
    text = "The road, the UN said, is the UN’s."
    said = frame(statement("x", "The road, the UN said, is the UN’s", "the UN", "United Nations", "said", text))
    found = mentions_in_speech(said, mentions({"x": text}), pd.DataFrame({"doc_id": ["x"]}))
    assert found["start"].tolist() == [text.index("UN’s")]
    assert organizations_in_speech(said, mentions({"x": text}), pd.DataFrame({"doc_id": ["x"]}))["own"].tolist() == [
        True
    ]


def test_a_mention_in_two_statements_of_a_speaker_counts_once_and_of_two_speakers_for_both():
    text = "Ana said Tom wanted the UN to come."
    outer = statement("x", "Tom wanted the UN to come", "Ana", "Ana", text=text)
    documents, named = pd.DataFrame({"doc_id": ["x"]}), mentions({"x": text})
    own = frame(outer, statement("x", "the UN to come", name="Ana", text=text))
    other = frame(outer, statement("x", "the UN to come", "Tom", "Tom", text=text))
    assert rows(organizations_in_speech(own, named, documents), "speaker_name", "mentions") == [("Ana", 1)]
    assert mentions_in_speech(own, named, documents)["statement_id"].tolist() == [own["statement_id"][1]]
    both = organizations_in_speech(other, named, documents)
    assert rows(both, "speaker_name", "mentions") == [("Ana", 1), ("Tom", 1)]


def test_reprints_bring_up_nothing_new():
    every = organizations_in_speech(SAID, mentions(TEXTS), DOCUMENTS, duplicates="all")
    assert rows(every, "mentions", "statements", "documents") == [(2, 2, 2)]


def test_nothing_to_count_gives_tables_without_rows_of_the_same_columns_and_types():
    named = mentions(TEXTS)
    whole = organizations_in_speech(SAID, named, DOCUMENTS)
    for nothing in (
        organizations_in_speech(frame(), named, DOCUMENTS),
        organizations_in_speech(SAID, named.head(0), DOCUMENTS),
        organizations_in_speech(SAID, named, DOCUMENTS.head(0)),
    ):
        assert nothing.empty
        assert nothing.dtypes.equals(whole.dtypes)
    quoting = who_quotes_whom(SAID, DOCUMENTS)
    assert who_quotes_whom(frame(), DOCUMENTS).dtypes.equals(quoting.dtypes)


SPANS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 20), st.integers(1, 12)), max_size=12)


@given(SPANS, SPANS)
def test_a_statement_holds_the_hits_that_begin_and_end_in_it(statements, hits):
    tables = []
    for spans in (statements, hits):
        table = pd.DataFrame(
            [(doc, start, start + size) for doc, start, size in spans], columns=["doc_id", "start", "end"]
        )
        tables.append(table.astype({"doc_id": str, "start": int, "end": int}))
    said, found = tables[0], tables[1].sort_values(["doc_id", "start"], ignore_index=True)
    wanted = {
        (row, column)
        for row, one in enumerate(said.itertuples())
        for column, hit in enumerate(found.itertuples())
        if one.doc_id == hit.doc_id and one.start <= hit.start and hit.end <= one.end
    }
    assert set(zip(*(numbers.tolist() for numbers in holding(said, found)), strict=True)) == wanted
