"""Who names whom, when first and last, over time, and within quotation marks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, bootstrap

from analysis.discourse.counts import mention_counts
from analysis.discourse.naming import first_and_last, trend, who_names_whom
from analysis.discourse.organizations import own_organizations
from analysis.discourse.quoted import mark_quoted, quoted_share
from analysis.text.quoting import quotation_spans

DOCUMENTS = pd.DataFrame(
    {
        "doc_id": ["a", "b", "c", "d", "e"],
        "actor": ["UN", "Holy See", "UN", None, "Holy See"],
        "date": pd.to_datetime(["2023-02-22", "2023-02-01", "2023-05-01", None, "2023-01-01"]),
        "date_precision": ["day", "month", "day", "", "year"],
    }
)
NAMED = pd.DataFrame(
    [
        *[("a", 5, "United Nations"), ("a", 0, "United Nations"), ("a", 9, "EU"), ("b", 3, "EU"), ("c", 0, "EU")],
        *[("d", 0, "EU"), ("e", 0, "EU"), ("e", 4, "EU"), ("d", 7, "OSCE")],
    ],
    columns=["doc_id", "start", "organization"],
)
GAZETTEER = pd.DataFrame(
    [("United Nations", "UN", "exact"), ("EU", "EU", "exact"), ("OSCE", "OSCE", "exact")],
    columns=["organization", "alias", "match"],
)


def rows(frame, *columns):
    return list(frame[list(columns)].itertuples(index=False, name=None))


# Who names whom


def test_every_speaker_has_its_own_documents_as_denominator():
    frame = who_names_whom(NAMED, DOCUMENTS, gazetteer=GAZETTEER)
    columns = ["actor", "organization", "mentions", "documents", "group_documents", "share", "own"]
    assert rows(frame, *columns) == [
        ("Holy See", "EU", 3, 2, 2, 1.0, False),
        ("UN", "EU", 2, 2, 2, 1.0, False),
        ("UN", "United Nations", 2, 1, 2, 0.5, True),
    ]
    wilson = binomtest(1, 2).proportion_ci(method="wilson")
    assert frame[["share_low", "share_high"]].iloc[2].tolist() == [
        pytest.approx(wilson.low),
        pytest.approx(wilson.high),
    ]


def test_whoever_knows_which_organizations_the_actors_are_gets_the_same():
    known = own_organizations(DOCUMENTS, GAZETTEER)
    frame = who_names_whom(NAMED, DOCUMENTS, gazetteer=GAZETTEER, own=known)
    assert rows(frame[frame["own"]], "actor", "organization") == [("UN", "United Nations")]


def test_without_a_gazetteer_only_the_standard_name_is_the_organization_itself():
    documents = DOCUMENTS.assign(actor=["UN", "EU", "United Nations", None, "EU"])
    frame = who_names_whom(NAMED, documents)
    assert rows(frame[frame["own"]], "actor", "organization") == [("EU", "EU")]
    own = who_names_whom(NAMED, documents, gazetteer=GAZETTEER).query("own")
    assert rows(own, "actor", "organization") == [("EU", "EU"), ("UN", "United Nations")]


def test_speakers_may_stand_in_another_column():
    frame = who_names_whom(NAMED, DOCUMENTS.rename(columns={"actor": "source"}), speaker="source")
    assert frame.columns[0] == "source"
    with pytest.raises(ValueError, match="no column 'actor'"):
        who_names_whom(NAMED, DOCUMENTS.drop(columns="actor"))


@pytest.mark.parametrize("gazetteer", [None, GAZETTEER])
def test_nobody_named_makes_an_empty_table_of_the_same_columns(gazetteer):
    full = who_names_whom(NAMED, DOCUMENTS, gazetteer=gazetteer)
    frame = who_names_whom(NAMED.head(0), DOCUMENTS, gazetteer=gazetteer)
    assert frame.empty
    assert frame.dtypes.to_dict() == full.dtypes.to_dict()


# First and last


def test_the_first_and_the_last_mention_are_found_with_what_is_known_of_their_dates():
    frame = first_and_last(NAMED, DOCUMENTS).set_index("organization")
    assert frame.loc["EU"].tolist() == [
        *[6, 5, pd.Timestamp("2023-01-01"), "year", "e", 0, pd.Timestamp("2023-05-01"), "day", "c", 0, 1]
    ]
    assert frame.loc["United Nations", ["first_start", "last_start"]].tolist() == [0, 5]
    assert frame.loc["OSCE", ["mentions", "documents", "undated"]].tolist() == [1, 1, 1]
    assert frame.loc["OSCE"].drop(["mentions", "documents", "undated"]).isna().all()


def test_of_equal_dates_the_one_that_is_known_best_is_first_and_last():
    documents = pd.DataFrame(
        {
            "doc_id": ["a", "b", "c"],
            "date": pd.to_datetime(["2023-01-01"] * 3),
            "date_precision": ["year", "day", "month"],
        }
    )
    named = pd.DataFrame({"doc_id": ["a", "b", "c"], "start": 0, "organization": "UN"})
    frame = first_and_last(named, documents)
    assert rows(frame, "first_doc_id", "first_precision", "last_doc_id", "last_precision") == [("b", "day", "b", "day")]


@pytest.mark.parametrize("columns", [["doc_id"], ["doc_id", "date"]])
def test_dates_may_be_missing_altogether_or_all_be_days(columns):
    frame = first_and_last(NAMED, DOCUMENTS[columns])
    assert frame["undated"].tolist() == ([6, 1, 2] if len(columns) == 1 else [1, 1, 0])
    assert set(frame["first_precision"].dropna()) == ({"day"} if len(columns) == 2 else set())


def test_no_mention_makes_an_empty_table_of_the_same_columns_and_types():
    frame = first_and_last(NAMED.head(0), DOCUMENTS)
    assert frame.empty
    assert frame.dtypes.to_dict() == first_and_last(NAMED, DOCUMENTS).dtypes.to_dict()


# Over time


def test_every_month_from_the_first_document_to_the_last_has_a_row_and_a_gap_no_share():
    frame = trend(NAMED, DOCUMENTS, "EU")
    assert rows(frame, "period", "organization", "mentions", "documents", "group_documents") == [
        (pd.Timestamp("2023-02-01"), "EU", 2, 2, 2),
        (pd.Timestamp("2023-03-01"), "EU", 0, 0, 0),
        (pd.Timestamp("2023-04-01"), "EU", 0, 0, 0),
        (pd.Timestamp("2023-05-01"), "EU", 1, 1, 1),
    ]
    measures = ["share", "share_low", "share_high", "mentions_low", "mentions_high"]
    assert frame.loc[[1, 2], measures].isna().all(axis=None)
    assert frame.loc[[0, 3], ["share", "share_low", "share_high"]].notna().all(axis=None)


def test_a_month_whose_documents_name_nobody_has_a_share_of_zero():
    frame = trend(NAMED, DOCUMENTS, ["United Nations", "WHO"], tokens=[100, 50, 10, 10, 10])
    may = frame[frame["period"] == "2023-05-01"]
    assert rows(may, "organization", "share", "per_thousand") == [("United Nations", 0, 0), ("WHO", 0, 0)]
    who = frame[frame["organization"] == "WHO"].iloc[0]
    assert who[["mentions_low", "mentions_high", "per_thousand_low", "per_thousand_high"]].tolist() == [0] * 4
    assert who["share_high"] == pytest.approx(binomtest(0, 2).proportion_ci(method="wilson").high)


def test_a_rate_over_time_is_that_of_the_tokens_of_the_period():
    frame = trend(NAMED, DOCUMENTS, "EU", tokens=[100, 100, 10, 10, 10])
    assert frame["group_tokens"].tolist() == [200, 0, 0, 10]
    assert rows(frame.dropna(subset="per_thousand"), "per_thousand") == [(10.0,), (100.0,)]


def test_by_year_documents_of_which_only_the_year_is_known_count():
    frame = trend(NAMED, DOCUMENTS, freq="year")
    assert rows(frame, "organization", "mentions", "group_documents") == [("EU", 5, 4), ("United Nations", 2, 4)]


def test_where_there_is_no_gap_a_trend_is_the_count_by_month():
    documents = DOCUMENTS.assign(date=DOCUMENTS["date"].replace(pd.Timestamp("2023-05-01"), pd.Timestamp("2023-03-01")))
    tokens = np.array([10, 20, 30, 40, 50])
    by_month = mention_counts(NAMED, documents, "month", tokens=tokens, zeros=True).rename(columns={"month": "period"})
    frame = trend(NAMED, documents, tokens=tokens)
    wanted = by_month[by_month["organization"] != "OSCE"].sort_values(["period", "organization"], ignore_index=True)
    pd.testing.assert_frame_equal(frame, wanted)


@pytest.mark.parametrize("documents", [DOCUMENTS.head(0), DOCUMENTS.iloc[[3]]])
def test_no_dated_document_makes_an_empty_table_of_the_same_columns(documents):
    frame = trend(NAMED, documents)
    assert frame.empty
    assert frame.columns.tolist() == trend(NAMED, DOCUMENTS).columns.tolist()
    assert trend(NAMED, documents, "EU").empty


def test_another_step_of_time_is_refused():
    with pytest.raises(ValueError, match="freq is 'week': choose from month, year"):
        trend(NAMED, DOCUMENTS, freq="week")


def test_repeats_of_a_document_count_once_in_every_table():
    repeated = DOCUMENTS.assign(duplicate_of=[None, None, None, None, "b"], similarity=[np.nan] * 4 + [1])
    assert who_names_whom(NAMED, repeated)["group_documents"].tolist() == [1, 2, 2]
    assert first_and_last(NAMED, repeated).set_index("organization").loc["EU", "first_doc_id"] == "b"
    assert trend(NAMED, repeated, "EU", "year")["mentions"].tolist() == [3]
    assert trend(NAMED, repeated, "EU", "year", duplicates="all")["mentions"].tolist() == [5]


# Within quotation marks


def corpus(*texts):
    return pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": list(texts)}, dtype=str)


def named_in(documents, *names):
    places = [
        (doc_id, place, place + len(name), name)
        for doc_id, text in rows(documents, "doc_id", "text")
        for name in names
        for place in range(len(text))
        if text.startswith(name, place)
    ]
    return pd.DataFrame(places, columns=["doc_id", "start", "end", "organization"])


def marked(text, name="HRW"):
    documents = corpus(text)
    return mark_quoted(named_in(documents, name), quotation_spans(documents)).tolist()


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("HRW said: “The road is closed.”", [False]),
        ("“HRW says the road is closed,” she said.", [True]),
        ("“We asked ‘HRW’ to come,” she said.", [True]),
        ("She said: “The road is closed.” HRW agreed. “It is,” HRW said.", [False, False]),
        ("“We met HRW.\n\n“HRW came to us.” HRW left.", [True, True, False]),
    ],
)
def test_a_mention_is_quoted_where_it_stands_within_marks_of_speech(text, quoted):
    assert marked(text) == quoted


@pytest.mark.parametrize("text", ["“HRW”", "the so-called “HRW”", "“the HRW”", "the “HRW’s” view", "“so-called HRW”"])
def test_a_name_that_marks_set_off_is_no_quoted_speech(text):
    assert marked(text) == [False]


@pytest.mark.parametrize("text", ["“HRW is here”", "“the HRW’s view”", "“we and HRW”"])
def test_two_words_more_than_the_name_are_speech(text):
    assert marked(text) == [True]


def test_letters_count_as_words_where_a_script_knows_no_spaces():
    assert marked("「联合国」", "联合国") == [False]
    assert marked("他说「联合国表示遗憾」", "联合国") == [True]


def test_the_marks_of_another_document_quote_nothing():
    documents = corpus("“It is a long word of HRW”", "and the HRW is named here without marks, HRW.")
    assert mark_quoted(named_in(documents, "HRW"), quotation_spans(documents)).tolist() == [True, False, False]


def test_the_share_of_quoted_mentions_is_that_counted_by_hand():
    documents = corpus("“The UN is here,” the UN said. “And HRW is too.”", "The UN left.")
    frame = quoted_share(named_in(documents, "UN", "HRW"), documents)
    assert rows(frame, "organization", "mentions", "quoted", "share") == [("UN", 3, 1, 1 / 3), ("HRW", 1, 1, 1.0)]
    assert frame["share_low"].isna().tolist() == [False, True]


def test_the_interval_of_the_share_is_that_of_scipy_within_the_error_of_chance():
    quoted, others = [0, 1, 0, 2, 4, 1, 0, 3, 1, 5], [1, 2, 3, 1, 1, 0, 4, 2, 1, 0]
    documents = corpus(*["“The UN is here.” " * k + "The UN left. " * n for k, n in zip(quoted, others, strict=True)])
    row = quoted_share(named_in(documents, "UN"), documents, resamples=20_000).iloc[0]
    theirs = bootstrap(
        (np.array(quoted), np.array(quoted) + np.array(others)),
        lambda some, of, axis: some.sum(axis) / of.sum(axis),
        paired=True,
        vectorized=True,
        method="percentile",
        n_resamples=20_000,
        rng=np.random.default_rng(1),
    )
    assert row["share"] == sum(quoted) / (sum(quoted) + sum(others))
    assert row["share_low"] == pytest.approx(theirs.confidence_interval.low, abs=0.15 * theirs.standard_error)
    assert row["share_high"] == pytest.approx(theirs.confidence_interval.high, abs=0.15 * theirs.standard_error)


@given(st.lists(st.sampled_from(["“The UN is here.” ", "The UN left. ", "“UN” ", "\n\n“ "]), max_size=5), st.randoms())
def test_a_share_lies_within_its_bounds_and_the_order_of_documents_never_matters(pieces, random):
    documents = corpus("".join(pieces), "The UN stayed.", "“The UN is here.”", *pieces)
    shuffled = documents.sample(frac=1, random_state=random.randint(0, 99))
    one = quoted_share(named_in(documents, "UN"), documents, resamples=50)
    pd.testing.assert_frame_equal(quoted_share(named_in(shuffled, "UN"), shuffled, resamples=50), one)
    assert (one["quoted"] <= one["mentions"]).all()
    assert (one["share_low"] <= one["share_high"]).all()
    assert one[["share_low", "share_high"]].stack().between(0, 1).all()


@pytest.mark.parametrize("documents", [corpus(), corpus("no marks")])
def test_nothing_named_has_no_share_of_quoted_mentions(documents):
    frame = quoted_share(named_in(documents, "UN"), documents)
    full = quoted_share(named_in(corpus("The UN left."), "UN"), corpus("The UN left."))
    assert frame.empty
    assert frame.columns.tolist() == full.columns.tolist()
