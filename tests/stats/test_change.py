"""How often terms stand in each period."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats import frequencies
from analysis.stats.change import trends, undated_documents
from analysis.text import Tokens, tokenize

from .given import rows

COLUMNS = [
    "term",
    "period",
    "count",
    "per_million",
    "per_million_low",
    "per_million_high",
    "documents",
    "period_tokens",
    "period_documents",
]
TYPES = ["str", "datetime64[us]", "int64", "float64", "float64", "float64", "int64", "int64", "int64"]
CORPORA = st.lists(
    st.tuples(st.lists(st.sampled_from("abc"), max_size=6).map(" ".join), st.integers(1, 6), st.booleans()), max_size=8
)

often = settings(deadline=None, max_examples=40)


def corpus_of(texts: list[str], dates: list, **columns) -> tuple[Tokens, pd.DataFrame]:
    names = [f"d{i}" for i in range(len(texts))]
    documents = pd.DataFrame({"doc_id": names, "text": texts}, dtype=str).assign(date=dates, **columns)
    return tokenize(documents), documents


def dated(texts: list[str], dates: list[str], **columns) -> tuple[Tokens, pd.DataFrame]:
    return corpus_of(texts, list(pd.to_datetime(dates)), **columns)


def starts(frame: pd.DataFrame) -> list[str]:
    return frame["period"].dt.strftime("%Y-%m-%d").tolist()


def test_counts_and_rates_are_those_worked_out_by_hand_and_a_month_without_documents_is_a_gap():
    tokens, documents = dated(["road road b", "b c", "road"], ["2023-01-31", "2023-01-01", "2023-03-15"])
    found = trends(tokens, documents, ["road", "c"])
    assert found.columns.tolist() == COLUMNS
    assert found.dtypes.astype(str).tolist() == TYPES
    assert starts(found) == ["2023-01-01", "2023-02-01", "2023-03-01"] * 2
    assert rows(found, "term", "count", "documents", "period_tokens", "period_documents") == [
        ("road", 2, 1, 5, 2),
        ("road", 0, 0, 0, 0),
        ("road", 1, 1, 1, 1),
        ("c", 1, 1, 5, 2),
        ("c", 0, 0, 0, 0),
        ("c", 0, 0, 1, 1),
    ]
    assert found["per_million"].fillna(-1).tolist() == [400_000, -1, 1_000_000, 200_000, -1, 0]


@pytest.mark.parametrize(
    ("freq", "expected"),
    [
        ("day", ["2022-12-31", "2023-01-01", "2023-01-02"]),
        ("week", ["2022-12-26", "2023-01-02"]),
        ("MS", ["2022-12-01", "2023-01-01"]),
        ("quarter", ["2022-10-01", "2023-01-01"]),
        ("YS", ["2022-01-01", "2023-01-01"]),
    ],
)
def test_periods_begin_on_their_first_day_and_weeks_on_monday(freq, expected):
    tokens, documents = dated(["a", "a"], ["2022-12-31", "2023-01-02"])
    assert starts(trends(tokens, documents, "a", freq=freq)) == expected


def test_the_interval_is_that_of_frequencies_of_the_documents_of_the_period():
    texts = ["x y y", "x x y", "y y y y", "x", "y x"]
    tokens, documents = dated(texts, ["2023-01-01", "2023-01-05", "2023-01-09", "2023-02-01", "2023-02-02"])
    expected = frequencies(tokens, pd.Series([1, 1, 1, 2, 2])).query("term == 'x'")
    found = trends(tokens, documents, "x")
    for bound in ("per_million_low", "per_million_high"):
        assert found[bound].tolist() == expected[bound].tolist()


def test_a_period_of_one_document_has_no_interval():
    found = trends(*dated(["a b", "a", "b"], ["2023-01-01", "2023-02-01", "2023-02-01"]), "a")
    assert found["per_million_low"].isna().tolist() == [True, False]
    assert trends(*dated(["a", "b"], ["2023-01-01"] * 2), "a", resamples=0)["per_million_low"].isna().all()


def test_patterns_and_phrases_have_rows_like_terms():
    tokens, documents = dated(["Human rights, genocide and genocidal", "human RIGHTS"], ["2023-01-01", "2023-01-02"])
    found = trends(tokens, documents, ["genocid*", "human rights", "absent", "Human"])
    assert rows(found, "term", "count", "documents") == [
        ("genocid*", 2, 1),
        ("human rights", 2, 2),
        ("absent", 0, 0),
        ("Human", 2, 2),
    ]


def test_a_date_known_to_the_month_or_year_is_left_out_of_finer_periods():
    precision = ["day", "month", "year", ""]
    dates = ["2023-01-03", "2023-01-01", "2023-01-01", None]
    tokens, documents = dated(["a"] * 4, dates, date_precision=precision)
    for freq, kept in (("week", 1), ("month", 2), ("quarter", 2), ("year", 3)):
        assert trends(tokens, documents, "a", freq=freq)["count"].tolist() == [kept]
        assert undated_documents(documents, freq)["doc_id"].tolist() == ["d0", "d1", "d2", "d3"][kept:]
    assert undated_documents(documents)["date_precision"].tolist() == ["year", ""]


def test_dates_of_several_time_zones_are_those_of_utc():
    dates = [
        pd.Timestamp("2023-01-31 23:30", tz="America/New_York"),
        pd.Timestamp("2023-02-01 01:00", tz="Asia/Baku"),
        pd.Timestamp("2023-02-01 00:30"),
        pd.NaT,
    ]
    found = trends(*corpus_of(["a", "a a", "a a a a", "a"], pd.Series(dates, dtype=object)), "a")
    assert starts(found) == ["2023-01-01", "2023-02-01"]
    assert found["count"].tolist() == [2, 5]


def test_dates_may_be_texts_of_several_precisions_of_which_no_more_is_known_than_they_say():
    tokens, documents = corpus_of(
        ["a", "a a", "a a a", "a a a a"], ["2021-01-01", "2020-12-31T23:00:00-04:00", "2020-05", "2020"]
    )
    found = trends(tokens, documents, "a", freq="quarter")
    assert rows(found, "count") == [(3,), (0,), (0,), (3,)]
    assert starts(found)[0] == "2020-04-01"
    assert trends(tokens, documents, "a", freq="year")["count"].tolist() == [7, 3]
    assert rows(undated_documents(documents), "doc_id", "date_precision") == [("d3", "year")]
    said = documents.assign(date_precision="day")
    assert trends(tokens, said, "a", freq="quarter")["count"].tolist() == [4, 3, 0, 0, 3]


def test_one_date_far_off_is_refused_with_the_first_and_the_last_date():
    tokens, documents = corpus_of(["a", "a"], ["0001-01-01", "2023-05-02"])
    with pytest.raises(ValueError, match="from 0001-01-01 to 2023-05-02 there are 738,642 periods: correct the date"):
        trends(tokens, documents, "a", freq="day")
    assert len(trends(tokens, documents, "a", freq="year")) == 2023


def test_documents_without_a_group_are_one_when_they_are_asked_for():
    tokens, documents = dated(["a", "a a"], ["2023-01-01", "2023-01-01"], actor=["X", None])
    found = trends(tokens, documents, "a", by="actor", dropna=False)
    assert found["actor"].isna().tolist() == [False, True]
    assert found["count"].tolist() == [1, 2]


def test_all_groups_have_the_same_periods():
    tokens, documents = dated(["a", "a b", "a"], ["2023-01-01", "2023-03-01", "2023-02-01"], actor=["X", "Y", None])
    for by in ("actor", documents["actor"], documents["actor"].to_numpy()):
        found = trends(tokens, documents, "a", by=by)
        assert found.iloc[:, 0].tolist() == ["X"] * 3 + ["Y"] * 3
        assert found["count"].tolist() == [1, 0, 0, 0, 0, 1]
        assert found["per_million"].isna().tolist() == [False, True, True, True, True, False]


def test_documents_may_be_some_of_those_of_the_tokens_in_any_order():
    tokens, documents = dated(["a", "a a", "b"], ["2023-01-01", "2023-02-01", "2023-03-01"])
    assert trends(tokens, documents.iloc[[1, 0]], "a")["count"].tolist() == [1, 2]


@often
@given(CORPORA)
def test_the_counts_of_two_halves_add_up_to_those_of_the_whole(corpus):
    texts, months, half = zip(*corpus, strict=True) if corpus else ((), (), ())
    tokens, documents = corpus_of(list(texts), pd.to_datetime([f"2023-{month:02}-01" for month in months]))
    columns = ["count", "documents", "period_tokens", "period_documents"]

    def counts(chosen: pd.DataFrame) -> pd.DataFrame:
        return trends(tokens, chosen, ["a", "b"], resamples=0).set_index(["term", "period"])[columns]

    side = np.array(half, dtype=bool)
    parts = counts(documents[side]).add(counts(documents[~side]), fill_value=0)
    whole = counts(documents)
    pd.testing.assert_frame_equal(parts.reindex(whole.index, fill_value=0).astype("int64"), whole)


@often
@given(CORPORA, st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(corpus, random):
    texts, months, side = zip(*corpus, strict=True) if corpus else ((), (), ())
    dates = pd.to_datetime([f"2023-{month:02}-01" for month in months])
    tokens, documents = corpus_of(list(texts), dates, side=np.array(side, dtype=bool))
    order = random.sample(range(len(texts)), len(texts))
    whole, shuffled = (
        trends(tokens, each, "a", by="side", resamples=50) for each in (documents, documents.iloc[order])
    )
    pd.testing.assert_frame_equal(whole, shuffled)


@pytest.mark.parametrize(("texts", "dates"), [([], []), ([""], [None]), (["a", "b"], [None, None])])
def test_a_corpus_without_a_date_gives_an_empty_table_of_the_same_columns(texts, dates):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = trends(*corpus_of(texts, pd.to_datetime(dates)), "a")
    assert found.empty
    assert found.dtypes.astype(str).tolist() == TYPES


def test_without_terms_there_is_no_row_and_a_document_without_tokens_is_counted():
    tokens, documents = dated(["", ""], ["2023-01-01", "2023-01-02"])
    assert trends(tokens, documents, []).empty
    found = trends(tokens, documents, "a")
    assert rows(found, "count", "period_tokens", "period_documents") == [(0, 0, 2)]
    assert found["per_million"].isna().all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"freq": "months"}, "did you mean month"),
        ({"by": "actr"}, "did you mean actor"),
        ({"by": ["x"]}, "1 values for 2 documents"),
        ({"by": pd.Series([1, 2], name="count")}, "rename it"),
        ({"confidence": 1.0}, "between 0 and 1"),
        ({"resamples": -1}, "0 or more"),
        ({"resamples": 9.5}, "resamples is 9.5: it must be a whole number"),
        ({"seed": -1}, "seed is -1"),
        ({"terms": ""}, "query|pattern|empty"),
        ({"terms": 3}, "the query is 3: it must be a text"),
        ({"terms": ["a", 3]}, "the query is 3: it must be a text"),
        ({"documents": pd.DataFrame({"doc_id": ["d0"]})}, "no column 'date'"),
        ({"documents": pd.DataFrame({"doc_id": ["d0", "d0"], "date": [None, None]})}, "twice"),
        ({"documents": pd.DataFrame({"doc_id": ["z"], "date": [None]})}, "no document 'z'"),
        ({"documents": pd.DataFrame({"doc_id": ["d0"], "date": ["soon"]})}, "in the column date, 'soon' is no date"),
        ({"documents": pd.DataFrame({"doc_id": ["d0"], "date": [2023]})}, "2023 is no date"),
    ],
)
def test_a_wrong_option_is_refused_with_what_to_do(options, message):
    tokens, documents = dated(["a", "b"], ["2023-01-01", "2023-02-01"], actor=["X", "Y"])
    with pytest.raises(ValueError, match=message):
        trends(**{"tokens": tokens, "documents": documents, "terms": "a"} | options)
