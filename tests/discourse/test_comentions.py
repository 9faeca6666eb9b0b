"""Pairs of organizations, against plain loops over the units and calculation by hand."""

from itertools import combinations
from math import log

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.discourse.comentions import co_mention_network, co_mentions, mentions_of_pair, mentions_of_pairs
from analysis.discourse.counts import mention_counts
from analysis.text import split_sentences

TEXT = "UN and EU spoke here. EU left.\n\nUN stayed. OSCE stayed.\n\nNobody spoke."
NAMES = ["EU", "OSCE", "UN", "WHO"]
NAMINGS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(NAMES)), max_size=16)
FIVE = pd.DataFrame({"doc_id": list("abcde")})


def rows(frame, *columns):
    return list(frame[list(columns)].itertuples(index=False, name=None))


def named(pairs):
    return pd.DataFrame(pairs, columns=["doc_id", "organization"], dtype=str)


def found_in(documents):
    """Find the names in the texts, as plain strings."""
    places = [
        (doc_id, place, place + len(name), name)
        for doc_id, text in rows(documents, "doc_id", "text")
        for name in NAMES
        for place in range(len(text))
        if text.startswith(name, place)
    ]
    return pd.DataFrame(places, columns=["doc_id", "start", "end", "organization"])


DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b"], "text": [TEXT, "OSCE and UN met."]})
MENTIONS = found_in(DOCUMENTS)
SENTENCES = split_sentences(DOCUMENTS)


def test_measures_are_those_worked_out_by_hand():
    # Of five documents, three name the UN, two the EU, one of them both; one names the OSCE, alone.
    pairs = co_mentions(named([("a", "UN"), ("b", "UN"), ("c", "UN"), ("c", "EU"), ("d", "EU"), ("e", "OSCE")]), FIVE)
    assert rows(pairs, "organization", "other", "together", "units", "other_units", "all_units", "documents") == [
        ("EU", "UN", 1, 2, 3, 5, 1)
    ]
    assert pairs["jaccard"].tolist() == [1 / 4]
    assert pairs["npmi"].tolist() == [pytest.approx(log((1 / 5) / ((2 / 5) * (3 / 5))) / -log(1 / 5))]


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([("a", "UN"), ("a", "EU"), ("b", "UN"), ("b", "EU")], 1),  # never apart
        ([("a", "UN"), ("a", "EU"), ("b", "UN"), ("c", "EU")], log((1 / 4) / (1 / 4)) / -log(1 / 4)),  # by chance
    ],
)
def test_npmi_is_one_for_those_never_apart_and_none_for_those_together_by_chance(pairs, wanted):
    assert co_mentions(named(pairs), FIVE.head(4))["npmi"].tolist() == [pytest.approx(wanted)]


def test_npmi_is_missing_where_every_document_names_both():
    pairs = co_mentions(named([("a", "UN"), ("a", "EU")]), FIVE.head(1))
    assert pairs["npmi"].isna().all()
    assert pairs["jaccard"].tolist() == [1]


@pytest.mark.parametrize(
    ("within", "all_units", "wanted"),
    [
        ("document", 2, [("OSCE", "UN", 2, 2), ("EU", "OSCE", 1, 1), ("EU", "UN", 1, 1)]),
        ("paragraph", 4, [("OSCE", "UN", 2, 2), ("EU", "UN", 1, 1)]),
        ("sentence", 6, [("EU", "UN", 1, 1), ("OSCE", "UN", 1, 1)]),
    ],
)
def test_a_pair_counts_once_in_every_unit_that_names_both(within, all_units, wanted):
    pairs = co_mentions(MENTIONS, DOCUMENTS, within=within, sentences=SENTENCES)
    assert rows(pairs, "organization", "other", "together", "documents") == wanted
    assert set(pairs["all_units"]) == {all_units}


@pytest.mark.parametrize("within", ["document", "paragraph", "sentence"])
def test_the_mentions_of_a_pair_are_those_of_the_units_that_were_counted(within):
    options = {"within": within, "sentences": SENTENCES}
    for pair in co_mentions(MENTIONS, DOCUMENTS, **options).itertuples():
        hits = mentions_of_pair(MENTIONS, DOCUMENTS, pair.organization, pair.other, **options)
        assert set(hits["organization"]) == {pair.organization, pair.other}
        assert len(hits[["doc_id", "unit"]].drop_duplicates()) == pair.together
        assert hits["doc_id"].nunique() == pair.documents
        assert rows(hits, "doc_id", "start") == sorted(rows(hits, "doc_id", "start"))


def test_the_mentions_of_a_pair_by_sentence_are_those_read_in_the_text():
    hits = mentions_of_pair(MENTIONS, DOCUMENTS, "UN", "EU", within="sentence", sentences=SENTENCES)
    assert rows(hits, "doc_id", "unit", "organization", "start") == [("a", 0, "UN", 0), ("a", 0, "EU", 7)]
    assert mentions_of_pair(MENTIONS, DOCUMENTS, "EU", "OSCE", within="sentence", sentences=SENTENCES).empty


def test_several_pairs_each_have_the_mentions_that_they_have_alone():
    pairs = pd.DataFrame({"organization": ["EU", "UN", "EU"], "other": ["UN", "EU", "OSCE"]})
    found = mentions_of_pairs(pairs, MENTIONS, DOCUMENTS, within="sentence", sentences=SENTENCES)
    both = [("a", 0, "UN", 0), ("a", 0, "EU", 7)]
    assert [rows(hits, "doc_id", "unit", "organization", "start") for hits in found] == [both, both, []]


def test_an_organization_that_is_named_nowhere_has_no_pair_to_show():
    with pytest.raises(ValueError, match="'WHO' is no organization"):
        mentions_of_pair(MENTIONS, DOCUMENTS, "UN", "WHO")


def test_pairs_below_the_minimum_have_no_row():
    assert rows(co_mentions(MENTIONS, DOCUMENTS, minimum=2), "organization", "other") == [("OSCE", "UN")]


def test_another_unit_and_missing_sentences_are_refused():
    with pytest.raises(ValueError, match="choose from document, paragraph, sentence"):
        co_mentions(MENTIONS, DOCUMENTS, within="page")
    with pytest.raises(ValueError, match="give the sentences too"):
        co_mentions(MENTIONS, DOCUMENTS, within="sentence")


@pytest.mark.parametrize("within", ["document", "paragraph", "sentence"])
@pytest.mark.parametrize("documents", [DOCUMENTS, DOCUMENTS.head(0)])
def test_nothing_named_makes_an_empty_table_of_the_same_columns_and_types(within, documents):
    full = co_mentions(MENTIONS, DOCUMENTS)
    sentences = SENTENCES[SENTENCES["doc_id"].isin(documents["doc_id"])]
    frame = co_mentions(MENTIONS.head(0), documents, within=within, sentences=sentences)
    assert frame.empty
    assert frame.dtypes.to_dict() == full.dtypes.to_dict()
    nodes, edges = co_mention_network(frame)
    assert nodes.empty
    assert edges.empty


@given(NAMINGS)
def test_every_pair_is_that_of_a_loop_over_the_documents(pairs):
    naming = {doc_id: {name for other, name in pairs if other == doc_id} for doc_id in "abcde"}
    wanted = {}
    for one, other in combinations(sorted({name for _, name in pairs}), 2):
        of = [sum(name in names for names in naming.values()) for name in (one, other)]
        if both := sum({one, other} <= names for names in naming.values()):
            wanted[one, other] = (both, *of, both / (sum(of) - both))
    frame = co_mentions(named(pairs), FIVE, resamples=0)
    found = {row[:2]: row[2:] for row in rows(frame, *frame.columns[:5], "jaccard")}
    assert found == wanted
    assert (frame["organization"] < frame["other"]).all()


@given(NAMINGS)
def test_measures_keep_to_their_range_and_bounds_to_their_order(pairs):
    frame = co_mentions(named(pairs), FIVE, resamples=40)
    assert frame["jaccard"].between(0, 1).all()
    assert frame["npmi"].dropna().between(-1, 1).all()
    bounds = frame[["jaccard_low", "jaccard_high"]].dropna()
    assert ((bounds["jaccard_low"] >= 0) & (bounds["jaccard_high"] <= 1)).all()
    assert (bounds["jaccard_low"] <= bounds["jaccard_high"]).all()


@given(NAMINGS)
def test_a_pair_is_the_same_in_whatever_order_its_names_come(pairs):
    turned = {"EU": "WHO", "WHO": "EU", "OSCE": "UN", "UN": "OSCE"}
    one = co_mentions(named(pairs), FIVE, resamples=20)
    other = co_mentions(named(pairs).replace({"organization": turned}), FIVE, resamples=20)
    columns = ["together", "jaccard", "jaccard_low", "jaccard_high", "npmi"]
    keyed = {
        frozenset((turned[a], turned[b])): values for a, b, *values in rows(one, "organization", "other", *columns)
    }
    for a, b, *values in rows(other, "organization", "other", *columns):
        np.testing.assert_array_equal(values, keyed.pop(frozenset((a, b))))
    assert not keyed


@given(NAMINGS, st.permutations(range(5)), st.randoms())
def test_the_order_of_documents_and_mentions_never_matters(pairs, order, random):
    one = co_mentions(named(pairs), FIVE, resamples=20)
    other = co_mentions(named(random.sample(pairs, len(pairs))), FIVE.iloc[order], resamples=20)
    pd.testing.assert_frame_equal(one, other)


@given(NAMINGS)
def test_an_exact_copy_of_a_document_changes_nothing(pairs):
    documents = FIVE.assign(duplicate_of=pd.array([None] * 5, dtype="str"), similarity=np.nan)
    copies = FIVE.assign(doc_id=FIVE["doc_id"] + "2", duplicate_of=FIVE["doc_id"], similarity=1.0)
    doubled = pd.concat([documents, copies], ignore_index=True)
    twice = named(pairs + [(f"{doc_id}2", name) for doc_id, name in pairs])
    once = co_mentions(named(pairs), FIVE, resamples=20)
    pd.testing.assert_frame_equal(co_mentions(twice, doubled, resamples=20), once)


def test_bounds_are_quantiles_of_the_index_in_every_resample_of_the_documents():
    # Three documents: one names both, one the UN, one the EU. The index of a resample is the share of the first.
    pairs = co_mentions(named([("a", "UN"), ("a", "EU"), ("b", "UN"), ("c", "EU")]), FIVE.head(3), resamples=20_000)
    # It has 0, 1, 2, 3 of 3 with chances 8/27, 12/27, 6/27, 1/27.
    assert pairs[["jaccard_low", "jaccard_high"]].iloc[0].tolist() == [0, 1]
    narrow = co_mentions(named([("a", "UN"), ("a", "EU"), ("b", "UN"), ("c", "EU")]), FIVE.head(3), confidence=0.5)
    assert narrow[["jaccard_low", "jaccard_high"]].iloc[0].tolist() == [0, pytest.approx(2 / 3)]


def test_a_pair_that_one_document_alone_names_has_no_interval():
    pairs = co_mentions(named([("a", "UN"), ("a", "EU"), ("b", "OSCE")]), FIVE)
    assert pairs[["jaccard_low", "jaccard_high"]].isna().all(axis=None)


def test_the_network_has_the_degrees_and_strengths_of_its_pairs():
    pairs = co_mentions(MENTIONS, DOCUMENTS)
    counts = mention_counts(pd.concat([MENTIONS, named([("b", "WHO")])]), DOCUMENTS)
    nodes, edges = co_mention_network(pairs, counts)
    assert rows(nodes, "organization", "documents", "degree", "strength") == [
        *[("OSCE", 2, 2, 3), ("UN", 2, 2, 3), ("EU", 1, 2, 2), ("WHO", 1, 0, 0)]
    ]
    assert edges.columns.tolist() == ["organization", "other", "together", "jaccard", "npmi"]
    assert nodes["strength"].sum() == 2 * edges["together"].sum()
    assert co_mention_network(pairs)[0]["documents"].isna().all()


def test_counts_by_group_make_no_network():
    counts = mention_counts(MENTIONS, DOCUMENTS, by="doc_id")
    with pytest.raises(ValueError, match="several rows for an organization"):
        co_mention_network(co_mentions(MENTIONS, DOCUMENTS), counts)


@pytest.mark.parametrize("within", ["document", "paragraph", "sentence"])
def test_pairs_of_the_sample_are_those_of_a_loop(sample, within):
    options = {"within": within, "sentences": sample.sentences}
    pairs = co_mentions(sample.mentions, sample.documents, resamples=0, **options)
    assert len(pairs) > 50
    for pair in pairs.head(10).itertuples():
        hits = mentions_of_pair(sample.mentions, sample.documents, pair.organization, pair.other, **options)
        assert len(hits[["doc_id", "unit"]].drop_duplicates()) == pair.together
