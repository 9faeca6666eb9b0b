"""Who speaks, and how much: counts checked against a corpus counted by hand, and against plain resampling."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.discourse import (
    named_speech,
    share_of_voice,
    speaker_counts,
    statement_speakers,
    statements_of,
    with_names,
)
from analysis.discourse.spoken_words import words_said

from .said import DOCUMENTS, SAID, frame, statement


def rows(table, *columns):
    return list(table[list(columns)].itertuples(index=False, name=None))


def test_each_of_several_speakers_has_a_row_with_a_mention_and_a_name_of_its_own():
    both = statement_speakers(SAID[SAID["doc_id"] == "b"])
    assert rows(both, "speaker", "speaker_start", "speaker_end", "speaker_spans", "speaker_name") == [
        ("Tom Lee", 0, 7, "0:7", "Tom Lee"),
        ("Ana Ruiz", 12, 20, "12:20", "Ana Ruiz"),
    ]
    assert both["statement_id"].nunique() == 1


def test_statements_without_a_speaker_keep_their_row():
    alone = frame(statement("e", "no", rule="no speaker", name_rule=""))
    pd.testing.assert_frame_equal(statement_speakers(alone), alone)


def test_a_name_for_two_mentions_is_the_name_of_both_together():
    joint = frame(statement("b", "to help", "Tom Lee and Ana Ruiz", "the two mayors"))
    assert rows(statement_speakers(joint), "speaker", "speaker_name") == [("Tom Lee and Ana Ruiz", "the two mayors")]


def test_two_names_for_one_mention_have_its_place():
    joint = frame(statement("a", "the UN is late", "She", "Ana Ruiz; Tom Lee"))
    assert rows(statement_speakers(joint), "speaker", "speaker_name") == [("She", "Ana Ruiz"), ("She", "Tom Lee")]


def test_two_mentions_without_a_name_have_a_row_each():
    joint = frame(statement("b", "to help", "Tom Lee and Ana Ruiz", ""))
    assert rows(statement_speakers(joint), "speaker", "speaker_name") == [("Tom Lee", ""), ("Ana Ruiz", "")]


def test_a_speaker_named_twice_for_a_statement_speaks_once():
    joint = frame(statement("b", "to help", "Tom Lee and Ana Ruiz", "Ana Ruiz; Ana Ruiz"))
    assert len(named_speech(joint)) == 1


def test_mentions_that_no_name_was_found_for_count_only_when_asked_for():
    assert "The minister" not in set(with_names(SAID)["speaker_name"])
    assert "The minister" in set(with_names(SAID, as_written=True)["speaker_name"])
    assert "" not in set(named_speech(SAID, as_written=True)["speaker_name"])


def test_of_joined_speakers_only_those_with_a_name_count():
    said = frame(
        statement("b", "to help", "Tom Lee and Ana Ruiz", "Tom Lee; the minister", "urged", verb="urge", act="urge",
                  name_rule="full name; as written"),
    )  # fmt: skip
    assert named_speech(said)[["speaker_name", "name_rule"]].values.tolist() == [["Tom Lee", "full name"]]
    assert named_speech(said, as_written=True)["speaker_name"].tolist() == ["Tom Lee", "the minister"]
    assert named_speech(with_names(said), as_written=True)["speaker_name"].tolist() == ["Tom Lee"]


def test_the_words_of_a_statement_are_those_between_which_the_speaker_is_named_and_not_the_naming():
    words = words_said(SAID[SAID["doc_id"] == "c"])
    assert rows(words, "term", "quoted") == [
        *[
            ("the", False),
            ("aim", False),
            ("was", False),
            ("peace", True),
            ("now", True),
            ("at", False),
            ("last", False),
        ]
    ]


def test_every_word_leads_back_to_its_place_in_the_document():
    texts = DOCUMENTS.set_index("doc_id")["text"]
    for word in words_said(SAID).itertuples():
        assert texts[word.doc_id][word.start : word.end].lower() == word.term


def test_speakers_are_counted_by_statements_kinds_words_and_documents_and_reprints_once():
    counts = speaker_counts(SAID, DOCUMENTS)
    columns = ["speaker_name", "statements", "direct", "mixed", "indirect", "words", "words_quoted", "documents"]
    assert rows(counts, *columns) == [("Ana Ruiz", 4, 0, 1, 3, 17, 2, 3), ("Tom Lee", 2, 1, 0, 1, 5, 3, 2)]
    assert counts["share"].tolist() == [17 / 22, 5 / 22]
    assert counts["share_of_statements"].tolist() == [4 / 6, 2 / 6]
    assert set(counts["group_documents"]) == {4}


def test_reprints_count_when_asked_for():
    counts = speaker_counts(SAID, DOCUMENTS, duplicates="all")
    assert rows(counts, "speaker_name", "statements", "words") == [("Ana Ruiz", 6, 25), ("Tom Lee", 3, 8)]


def test_first_and_last_dates_say_how_much_of_them_is_known():
    counts = speaker_counts(SAID, DOCUMENTS)
    assert counts["first_date"].tolist() == [pd.Timestamp("2023-01-01"), pd.Timestamp("2023-01-05")]
    assert counts["first_precision"].tolist() == ["month", "day"]
    assert set(counts["last_date"]) == {pd.Timestamp("2023-02-01")}


def test_documents_without_dates_give_speakers_without_dates():
    counts = speaker_counts(SAID, DOCUMENTS[["doc_id"]])
    assert counts["first_date"].isna().all()


def test_a_word_within_two_statements_of_a_speaker_counts_once_and_of_two_speakers_twice():
    text = "Ana Ruiz said she told Tom Lee to wait."
    outer = statement("x", "she told Tom Lee to wait", "Ana Ruiz", "Ana Ruiz", text=text)
    documents = pd.DataFrame({"doc_id": ["x"]})
    own = frame(outer, statement("x", "to wait", "she", "Ana Ruiz", text=text))
    other = frame(outer, statement("x", "to wait", "Tom Lee", "Tom Lee", text=text))
    assert speaker_counts(own, documents)["words"].tolist() == [6]
    assert speaker_counts(other, documents)["words"].tolist() == [6, 2]


def test_each_source_has_its_own_shares_and_documents_without_one_none():
    shares = share_of_voice(SAID, DOCUMENTS, "source")
    assert rows(shares, "source", "speaker_name", "words", "share") == [
        ("News", "Ana Ruiz", 7, 1.0),
        ("Post", "Ana Ruiz", 10, 10 / 15),
        ("Post", "Tom Lee", 5, 5 / 15),
    ]


def test_zeros_name_who_is_silent_in_a_month():
    shares = share_of_voice(SAID, DOCUMENTS, "month", zeros=True, duplicates="all")
    months = shares["month"].dt.month
    assert rows(shares[months == 2], "speaker_name", "share") == [("Ana Ruiz", 0.5), ("Tom Lee", 0.5)]
    assert len(shares) == 3 * 2


def test_a_group_in_which_nobody_is_heard_has_no_share_rather_than_zero():
    documents = DOCUMENTS.assign(source=["Post", "Post", "Post", "Post", "Quiet"])
    shares = share_of_voice(SAID, documents, "source", zeros=True)
    assert shares.loc[shares["source"] == "Quiet", "share"].isna().all()


def test_one_document_gives_no_interval():
    shares = share_of_voice(SAID, DOCUMENTS, "source")
    assert shares.loc[shares["source"] == "News", ["share_low", "share_high"]].isna().all(axis=None)


def test_the_interval_is_that_of_shares_formed_anew_in_resamples_of_the_documents_in_which_somebody_speaks():
    said = {"a": (8, 3), "b": (2, 2), "c": (7, 0)}
    random = np.random.default_rng(0)
    shares = []
    for _ in range(20_000):
        ana, tom = np.sum([said[doc_id] for doc_id in random.choice(list(said), 3)], axis=0)
        shares.append(ana / (ana + tom))
    low, high = np.quantile(shares, [0.025, 0.975])
    counts = speaker_counts(SAID, DOCUMENTS, resamples=20_000).iloc[0]
    assert (counts["share_low"], counts["share_high"]) == pytest.approx((low, high), abs=0.01)


def test_statements_of_a_speaker_are_those_said_alone_and_together():
    assert statements_of(SAID, "Tom Lee")["content"].tolist() == ["It is open,", "to help", "It is open,"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("Ana Ruis", "Did you mean Ana Ruiz"), ("Lee", "Did you mean Tom Lee"), ("X", "lists all 3 names")],
)
def test_a_name_that_nobody_speaks_under_is_refused_with_those_that_are_near(name, said):
    with pytest.raises(ValueError, match=said):
        statements_of(SAID, name)


@pytest.mark.parametrize("name", ["speaker_name", "words", "share_low", "first_date"])
def test_a_column_that_the_counts_have_too_is_refused(name):
    with pytest.raises(ValueError, match=f"cannot count by '{name}'"):
        speaker_counts(SAID, DOCUMENTS.assign(**{name: "x"}), by=name)


def test_values_for_other_than_every_document_are_refused():
    with pytest.raises(ValueError, match="2 values for 5 documents"):
        share_of_voice(SAID, DOCUMENTS, pd.Series(["x", "y"]))


@pytest.mark.parametrize("by", [None, "source", "month"])
@pytest.mark.parametrize("count", [speaker_counts, share_of_voice])
def test_nothing_to_count_gives_a_table_without_rows_of_the_same_columns_and_types(count, by):
    whole = count(SAID, DOCUMENTS, by)
    for nothing in (
        count(frame(), DOCUMENTS, by),
        count(SAID, DOCUMENTS.head(0), by),
        count(SAID.tail(2), DOCUMENTS, by),
    ):
        assert nothing.empty
        assert nothing.columns.tolist() == whole.columns.tolist()
        assert nothing.drop(columns=by or []).dtypes.equals(whole.drop(columns=by or []).dtypes)


def test_a_content_without_a_word_has_no_share_of_words_but_one_of_statements():
    counts = speaker_counts(frame(statement("x", "…", "Ana", "Ana", text="… (Ana)")), pd.DataFrame({"doc_id": ["x"]}))
    assert counts["words"].tolist() == [0]
    assert counts["share"].isna().all()
    assert counts["share_of_statements"].tolist() == [1.0]


NAMES = st.sampled_from(["Ana", "Tom", "Ana; Tom", "Eva", ""])
STATEMENTS_OF_ONE = st.tuples(st.integers(0, 5), NAMES, st.integers(1, 9), st.sampled_from(["direct", "indirect"]))


def made(some):
    """Make a corpus of six documents in which each statement has a place of its own."""
    text = "word " * 200
    said, ends = [], dict.fromkeys(range(6), 0)
    for document, name, words, kind in some:
        start = ends[document]
        end = start + words * 5
        content = text[start:end].strip()
        row = statement(f"d{document}", content, name=name, text=text, kind=kind)
        row |= {"start": start, "end": start + len(content), "statement_id": f"d{document}:{start}-{end}"}
        said.append(row)
        ends[document] = end
    documents = pd.DataFrame({"doc_id": [f"d{n}" for n in range(6)], "group": list("xxyyyz")})
    return frame(*said), documents


@given(st.lists(STATEMENTS_OF_ONE, max_size=12))
def test_the_shares_of_each_group_sum_to_one(some):
    shares = share_of_voice(*made(some), "group", resamples=20)
    for name in ("share", "share_of_statements"):
        assert np.allclose(shares.groupby("group")[name].sum(), 1)
    assert (shares["share"] > 0).all()


@given(st.lists(STATEMENTS_OF_ONE, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_documents_and_statements_does_not_matter(some, random):
    statements, documents = made(some)
    shuffled = [table.iloc[random.sample(range(len(table)), len(table))] for table in (statements, documents)]
    one, other = speaker_counts(statements, documents, "group"), speaker_counts(*shuffled, "group")
    pd.testing.assert_frame_equal(one, other)


def test_one_document_in_which_somebody_speaks_gives_no_interval_however_many_are_silent():
    shares = share_of_voice(SAID[SAID["doc_id"] == "a"], DOCUMENTS)
    assert shares["share"].tolist() == [8 / 11, 3 / 11]
    assert shares[["share_low", "share_high"]].isna().all(axis=None)


def test_of_equal_dates_the_one_that_is_known_best_is_given():
    documents = DOCUMENTS.assign(date=pd.Timestamp("2023-01-01"), date_precision=["year", "day", "month", "day", ""])
    counts = speaker_counts(SAID, documents).set_index("speaker_name")
    assert counts.loc["Ana Ruiz", ["first_precision", "last_precision"]].tolist() == ["day", "day"]


def test_intervals_of_many_documents_do_not_depend_on_their_order():
    sizes = {"Ana": [9, 2, 5, 1, 8, 3], "Tom": [1, 7, 2, 9, 4, 6], "Eva": [3, 3, 9, 1, 2, 5]}
    some = [(number, name, size, "direct") for name, each in sizes.items() for number, size in enumerate(each)]
    statements, documents = made(some)
    one, other = (speaker_counts(statements, table) for table in (documents, documents.iloc[[3, 1, 5, 0, 2, 4]]))
    assert (one["share_low"] < one["share_high"]).all()
    pd.testing.assert_frame_equal(one, other)
