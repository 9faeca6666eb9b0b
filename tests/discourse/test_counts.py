"""Counts of mentions, checked against plain counting of the rows of the mentions table."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from analysis.discourse import by_others, grouping, mention_counts, mentions_of

DATES = ["2023-02-22", "2023-02-01", "2023-03-01", "2023-01-01", None]
DOCUMENTS = pd.DataFrame(
    {
        "doc_id": ["a", "b", "c", "d", "e"],
        "actor": ["X", "Y", "X", None, "Z"],
        "date": pd.to_datetime(DATES),
        "date_precision": ["day", "month", "day", "year", ""],
    }
)
NAMED = pd.DataFrame(
    [("a", "UN"), ("a", "UN"), ("c", "UN"), ("b", "EU"), ("b", "UN"), ("d", "UN"), ("d", "EU"), ("gone", "UN")],
    columns=["doc_id", "organization"],
)


def rows(frame, *columns):
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_without_groups_all_documents_are_counted_together():
    counts = mention_counts(NAMED, DOCUMENTS)
    columns = ["organization", "mentions", "documents", "group_documents", "share"]
    assert rows(counts, *columns) == [("UN", 5, 4, 5, 0.8), ("EU", 2, 2, 5, 0.4)]


def test_by_a_column_each_group_has_its_own_denominator_and_documents_without_a_value_none():
    counts = mention_counts(NAMED, DOCUMENTS, by="actor")
    columns = ["actor", "organization", "mentions", "documents", "group_documents"]
    assert rows(counts, *columns) == [("X", "UN", 3, 2, 2), ("Y", "EU", 1, 1, 1), ("Y", "UN", 1, 1, 1)]


def test_zeros_give_every_group_a_row_for_every_organization():
    counts = mention_counts(NAMED, DOCUMENTS, by="actor", zeros=True)
    wanted = [("X", "UN", 3), ("X", "EU", 0), ("Y", "EU", 1), ("Y", "UN", 1), ("Z", "EU", 0), ("Z", "UN", 0)]
    assert rows(counts, "actor", "organization", "mentions") == wanted
    assert counts["group_documents"].tolist() == [2, 2, 1, 1, 1, 1]
    assert counts.loc[counts["mentions"] == 0, "share"].tolist() == [0, 0, 0]


def test_by_document_each_share_is_one():
    counts = mention_counts(NAMED, DOCUMENTS, by="doc_id")
    assert rows(counts, "doc_id", "organization", "mentions") == [
        *[("a", "UN", 2), ("b", "EU", 1), ("b", "UN", 1), ("c", "UN", 1), ("d", "EU", 1), ("d", "UN", 1)]
    ]
    assert set(counts["share"]) == {1}


def test_by_month_leaves_out_documents_whose_month_is_unknown():
    counts = mention_counts(NAMED, DOCUMENTS, by="month")
    february, march = pd.Timestamp("2023-02-01"), pd.Timestamp("2023-03-01")
    assert rows(counts, "month", "organization", "mentions", "group_documents") == [
        *[(february, "UN", 3, 2), (february, "EU", 1, 2), (march, "UN", 1, 1)]
    ]


def test_by_year_keeps_documents_of_which_only_the_year_is_known():
    counts = mention_counts(NAMED, DOCUMENTS, by="year")
    assert rows(counts, "organization", "mentions", "group_documents") == [("UN", 5, 4), ("EU", 2, 4)]


def test_by_a_series_takes_its_values_in_the_order_of_the_documents():
    own = pd.Series([True, False, False, True, False], index=[9, 8, 7, 6, 5], name="long")
    counts = mention_counts(NAMED, DOCUMENTS, by=own)
    assert rows(counts, "long", "organization", "documents", "group_documents") == [
        *[(False, "UN", 2, 3), (False, "EU", 1, 3), (True, "UN", 2, 2), (True, "EU", 1, 2)]
    ]


def test_by_two_columns_each_pair_is_a_group():
    counts = mention_counts(NAMED, DOCUMENTS, by=DOCUMENTS[["actor", "date_precision"]])
    assert counts.columns[:3].tolist() == ["actor", "date_precision", "organization"]
    assert rows(counts, "actor", "date_precision", "organization")[0] == ("X", "day", "UN")


@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.99])
@pytest.mark.parametrize(("documents", "total"), [(1, 1), (1, 7), (7, 7), (3, 100)])
def test_bounds_are_wilsons(documents, total, confidence):
    frame = pd.DataFrame({"doc_id": [str(number) for number in range(total)]})
    named = frame.head(documents).assign(organization="UN")
    counts = mention_counts(named, frame, confidence=confidence)
    wanted = binomtest(documents, total).proportion_ci(confidence, method="wilson")
    assert np.allclose(counts[["share_low", "share_high"]].iloc[0], [wanted.low, wanted.high], rtol=0, atol=1e-12)


def test_an_unknown_column_is_refused_with_all_columns():
    with pytest.raises(ValueError, match=r"no column 'group' .* month, year, doc_id, actor, date, date_precision"):
        mention_counts(NAMED, DOCUMENTS, by="group")


def test_values_for_other_than_every_document_are_refused():
    with pytest.raises(ValueError, match="2 values for 5 documents"):
        mention_counts(NAMED, DOCUMENTS, by=pd.Series(["a", "b"]))


@pytest.mark.parametrize("name", ["organization", "mentions", "share"])
def test_a_column_that_the_counts_have_too_is_refused(name):
    with pytest.raises(ValueError, match=f"cannot count by '{name}'"):
        mention_counts(NAMED, DOCUMENTS.assign(**{name: "x"}), by=name)


@pytest.mark.parametrize("by", [None, "actor", "month"])
def test_nothing_to_count_gives_a_table_without_rows(by):
    columns = [
        *([by] if by else []),
        "organization",
        "mentions",
        "documents",
        "group_documents",
        "share",
        "share_low",
        "share_high",
    ]
    assert mention_counts(NAMED.head(0), DOCUMENTS, by=by, zeros=True).columns.tolist() == columns
    assert mention_counts(NAMED, DOCUMENTS.head(0), by=by).empty


def test_a_column_named_month_goes_before_the_month_of_the_date():
    documents = DOCUMENTS.assign(month=["May"] * 5)
    assert grouping(documents, "month").tolist() == ["May"] * 5


@pytest.mark.parametrize("by", ["group", "actor_type", "doc_id", "month"])
def test_every_count_of_the_sample_is_that_of_the_mentions_table(sample, by):
    documents, mentions = sample.documents, sample.mentions
    of = dict(
        zip(
            documents["doc_id"],
            documents[by] if by in documents else documents["date"].dt.strftime("%Y-%m"),
            strict=True,
        )
    )
    if by == "month":
        of = {
            key: of[key] for key in documents.loc[documents["date_precision"] != "year", "doc_id"] if of[key] == of[key]
        }
    sizes = Counter(of.values())
    named = [(of[doc_id], name, doc_id) for doc_id, name in rows(mentions, "doc_id", "organization") if doc_id in of]
    times, naming = Counter(pair[:2] for pair in named), Counter(pair[:2] for pair in set(named))
    counts = mention_counts(mentions, documents, by=by)
    groups = counts["month"].dt.strftime("%Y-%m") if by == "month" else counts[by]
    keys = list(zip(groups, counts["organization"], strict=True))
    assert sorted(keys) == sorted(times)
    assert counts["mentions"].tolist() == [times[key] for key in keys]
    assert counts["documents"].tolist() == [naming[key] for key in keys]
    assert counts["group_documents"].tolist() == [sizes[group] for group in groups]
    order = list(zip(groups, -counts["mentions"], counts["organization"], strict=True))
    assert order == sorted(order)


def test_the_mentions_of_one_organization_are_its_rows():
    assert mentions_of(NAMED, "EU")["doc_id"].tolist() == ["b", "d"]


def test_an_organization_that_is_named_nowhere_is_refused_with_the_nearest_names():
    named = NAMED.replace({"UN": "United Nations", "EU": "European Union"})
    with pytest.raises(ValueError, match=r"'Unitd Nations' is no organization .* Did you mean United Nations\?$"):
        mentions_of(named, "Unitd Nations")
    with pytest.raises(ValueError, match=r"'zzz' is no organization of the gazetteer\.$"):
        mentions_of(named, "zzz")


def test_an_organization_of_the_gazetteer_that_no_document_names_has_no_mentions():
    assert mentions_of(NAMED, "Freedom House", GAZETTEER).empty


def test_an_alias_given_for_an_organization_is_answered_with_the_standard_name():
    with pytest.raises(ValueError, match="'UN' is an alias of 'United Nations'"):
        mentions_of(NAMED.head(0), "UN", GAZETTEER)


def test_documents_without_an_actor_are_those_of_others_only_if_wanted():
    documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": [None, "Freedom House"]})
    named = pd.DataFrame({"doc_id": ["a", "b"], "organization": ["United Nations"] * 2})
    assert by_others(named, documents, GAZETTEER)["doc_id"].tolist() == ["a", "b"]
    assert by_others(named, documents, GAZETTEER, unknown=False)["doc_id"].tolist() == ["b"]


GAZETTEER = pd.DataFrame(
    [
        ("United Nations", "UN", "exact"),
        ("Freedom House", "Freedom House", "name"),
        ("UN experts", "UN experts", "any"),
    ],
    columns=["organization", "alias", "match"],
)


@pytest.mark.parametrize(
    ("actor", "own"),
    [
        ("UN", ["United Nations"]),
        ("UN; Freedom House", ["United Nations", "Freedom House"]),
        ("UN experts", ["UN experts"]),
        ("UNESCO", []),
        ("freedom house", []),
        (None, []),
        ("", []),
    ],
)
def test_a_mention_by_others_is_one_whose_organization_is_not_among_the_actors(actor, own):
    documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": [actor, "somebody"]}, dtype=object)
    names = ["United Nations", "Freedom House", "UN experts"]
    named = pd.DataFrame({"doc_id": ["a"] * 3 + ["b"] * 3, "organization": names * 2, "start": range(6)})
    left = by_others(named, documents, GAZETTEER)
    assert rows(left[left["doc_id"] == "a"], "organization") == [(name,) for name in names if name not in own]
    assert left.loc[left["doc_id"] == "b", "start"].tolist() == [3, 4, 5]


def test_no_mentions_are_none_by_others():
    assert by_others(NAMED.head(0), DOCUMENTS, GAZETTEER).empty


def test_the_red_cross_speaks_of_itself_in_its_own_statements(sample):
    name = "International Committee of the Red Cross"
    own = sample.documents.loc[sample.documents["actor"] == name, "doc_id"]
    left = by_others(mentions_of(sample.mentions, name), sample.documents, sample.gazetteer)
    assert len(own) == 5
    assert not set(own) & set(left["doc_id"])
    assert len(left) > 0
