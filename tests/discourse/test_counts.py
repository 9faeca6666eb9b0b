"""Counts of mentions, checked against plain counting of the rows of the mentions table."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, bootstrap

from analysis.discourse import grouping, mention_counts
from analysis.discourse.counts import counted_documents, document_lengths
from analysis.text import tokenize

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
        "mentions_low",
        "mentions_high",
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


# Rates and intervals

NAMINGS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["UN", "EU", "OSCE"])), max_size=15)
GROUPS = st.lists(st.sampled_from(["X", "Y", None]), min_size=6, max_size=6)
LENGTHS = np.array([10, 20, 30, 40, 50, 60])


def corpus(groups):
    return pd.DataFrame({"doc_id": list("abcdef"), "actor": pd.array(groups, dtype="str")})


def named(pairs):
    return pd.DataFrame(pairs, columns=["doc_id", "organization"], dtype=str)


def test_the_rate_is_mentions_per_thousand_tokens_of_the_group():
    tokens = np.array([100, 50, 300, 10, 10])
    counts = mention_counts(NAMED, DOCUMENTS, by="actor", tokens=tokens)
    assert counts.columns[-4:].tolist() == ["group_tokens", "per_thousand", "per_thousand_low", "per_thousand_high"]
    assert rows(counts, "actor", "organization", "group_tokens", "per_thousand") == [
        *[("X", "UN", 400, 7.5), ("Y", "EU", 50, 20.0), ("Y", "UN", 50, 20.0)]
    ]


def test_tokens_are_those_of_the_documents_in_whatever_order():
    documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["one two three", "one"]})
    tokens = tokenize(documents.iloc[::-1])
    assert document_lengths(tokens, documents).tolist() == [3, 1]
    assert mention_counts(named([("a", "UN")]), documents, tokens=tokens)["group_tokens"].tolist() == [4]


def test_tokens_of_other_documents_and_too_few_numbers_are_refused():
    documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["one", "two"]})
    with pytest.raises(ValueError, match="tokens has no document 'b'"):
        mention_counts(NAMED, documents, tokens=tokenize(documents.head(1)))
    with pytest.raises(ValueError, match="tokens has 1 values for 2 documents"):
        mention_counts(NAMED, documents, tokens=[1])


def test_documents_without_a_token_have_no_rate():
    counts = mention_counts(NAMED, DOCUMENTS, tokens=[0] * 5)
    assert counts[["per_thousand", "per_thousand_low", "per_thousand_high"]].isna().all(axis=None)


def test_bounds_of_mentions_and_of_the_rate_are_those_of_scipy_within_the_error_of_chance():
    times, lengths = [0, 1, 0, 2, 14, 1, 0, 3, 1, 9], [40, 12, 90, 55, 60, 20, 35, 80, 15, 33]
    documents = pd.DataFrame({"doc_id": list("abcdefghij")})
    hits = documents.loc[np.repeat(range(10), times)].assign(organization="UN")
    row = mention_counts(hits, documents, tokens=lengths, resamples=20_000).iloc[0]
    measures = {
        "mentions": lambda some, of, axis: 1.0 * some.sum(axis),
        "per_thousand": lambda some, of, axis: 1000 * some.sum(axis) / of.sum(axis),
    }
    for name, measure in measures.items():
        theirs = bootstrap(
            (np.array(times), np.array(lengths)),
            measure,
            paired=True,
            vectorized=True,
            method="percentile",
            n_resamples=20_000,
            rng=np.random.default_rng(1),
        )
        low, high = theirs.confidence_interval
        assert row[f"{name}_low"] == pytest.approx(low, abs=0.15 * theirs.standard_error)
        assert row[f"{name}_high"] == pytest.approx(high, abs=0.15 * theirs.standard_error)


def test_a_group_of_one_document_has_no_bounds_of_mentions_but_of_its_share():
    counts = mention_counts(NAMED, DOCUMENTS, by="actor", tokens=[10] * 5, resamples=50)
    bounds = ["mentions_low", "mentions_high", "per_thousand_low", "per_thousand_high"]
    assert counts[bounds].isna().all(axis=1).tolist() == (counts["actor"] == "Y").tolist()
    assert counts[["share_low", "share_high"]].notna().all(axis=None)


def test_where_nobody_names_it_only_the_share_says_how_unsure_that_is():
    documents = pd.DataFrame({"doc_id": list("abc"), "actor": ["X", "Y", "Y"]})
    row = mention_counts(named([("a", "UN")]), documents, by="actor", zeros=True).set_index("actor").loc["Y"]
    assert row[["mentions", "mentions_low", "mentions_high"]].tolist() == [0, 0, 0]
    assert row["share_high"] == pytest.approx(binomtest(0, 2).proportion_ci(method="wilson").high)


def test_no_resamples_leave_only_the_bounds_of_the_share():
    counts = mention_counts(NAMED, DOCUMENTS, resamples=0)
    assert counts[["mentions_low", "mentions_high"]].isna().all(axis=None)
    assert counts["share_low"].notna().all()


def test_by_document_is_by_its_doc_id():
    by_document, by_id = (mention_counts(NAMED, DOCUMENTS, by=name) for name in ("document", "doc_id"))
    pd.testing.assert_frame_equal(by_document.rename(columns={"document": "doc_id"}), by_id)


@given(NAMINGS, GROUPS)
def test_counts_by_group_sum_to_those_of_all_documents_that_have_one(pairs, groups):
    documents = corpus(groups)
    known = documents[documents["actor"].notna()]
    columns = ["mentions", "documents"]
    together = mention_counts(named(pairs), known, resamples=0).set_index("organization")[columns].sort_index()
    apart = mention_counts(named(pairs), documents, by="actor", resamples=0).groupby("organization")[columns].sum()
    pd.testing.assert_frame_equal(apart, together)


@given(NAMINGS, GROUPS, st.permutations(range(6)), st.randoms())
def test_the_order_of_documents_and_of_mentions_never_matters(pairs, groups, order, random):
    documents, shuffled = corpus(groups), random.sample(pairs, len(pairs))
    options = {"by": "actor", "zeros": True, "resamples": 20}
    one = mention_counts(named(pairs), documents, tokens=LENGTHS, **options)
    other = mention_counts(named(shuffled), documents.iloc[order], tokens=LENGTHS[order], **options)
    pd.testing.assert_frame_equal(one, other)


@given(NAMINGS, GROUPS)
def test_a_group_has_the_numbers_that_its_documents_have_alone(pairs, groups):
    documents = corpus(groups)
    together = mention_counts(named(pairs), documents, by="actor", tokens=LENGTHS, resamples=20)
    for group in ("X", "Y"):
        mine = (documents["actor"] == group).to_numpy(dtype=bool, na_value=False)
        alone = mention_counts(named(pairs), documents[mine], tokens=LENGTHS[mine], resamples=20)
        rows_of_group = together[together["actor"] == group].drop(columns="actor").reset_index(drop=True)
        pd.testing.assert_frame_equal(rows_of_group, alone)


# Documents that repeat another

REPEATED = pd.DataFrame(
    {
        "doc_id": ["first", "same", "near", "other"],
        "duplicate_of": pd.array([None, "first", "first", None], dtype="str"),
        "similarity": [np.nan, 1.0, 0.8, np.nan],
    }
)


@pytest.mark.parametrize(
    ("duplicates", "counted"),
    [
        ("all", ["first", "same", "near", "other"]),
        ("near", ["first", "near", "other"]),
        ("none", ["first", "other"]),
    ],
)
def test_which_repeats_count_is_a_choice_of_three(duplicates, counted):
    assert REPEATED["doc_id"][counted_documents(REPEATED, duplicates)].tolist() == counted
    hits = REPEATED[["doc_id"]].assign(organization="UN")
    columns = ("mentions", "documents", "group_documents")
    assert rows(mention_counts(hits, REPEATED, duplicates=duplicates), *columns) == [(len(counted),) * 3]


def test_a_repeat_of_unknown_similarity_is_an_exact_one():
    for documents in (REPEATED.drop(columns="similarity"), REPEATED.assign(similarity=np.nan)):
        assert counted_documents(documents).tolist() == [True, False, False, True]


def test_without_a_column_of_repeats_all_documents_count():
    assert all(counted_documents(REPEATED[["doc_id"]], choice).all() for choice in ("all", "near", "none"))


@pytest.mark.parametrize("duplicates", ["some", "", None, 1])
def test_another_choice_of_repeats_is_refused_with_those_allowed(duplicates):
    with pytest.raises(ValueError, match="choose from all, near, none"):
        mention_counts(NAMED, REPEATED, duplicates=duplicates)


@given(NAMINGS, GROUPS)
def test_an_exact_copy_of_a_document_changes_no_count(pairs, groups):
    documents = corpus(groups).assign(duplicate_of=None, similarity=np.nan)
    copies = documents.assign(doc_id=documents["doc_id"] + "2", duplicate_of=documents["doc_id"], similarity=1.0)
    doubled = pd.concat([documents.astype({"duplicate_of": "str"}), copies], ignore_index=True)
    twice = named(pairs + [(f"{doc_id}2", organization) for doc_id, organization in pairs])
    pd.testing.assert_frame_equal(
        mention_counts(twice, doubled, by="actor", resamples=20),
        mention_counts(named(pairs), documents, by="actor", resamples=20),
    )
