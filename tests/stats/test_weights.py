"""Which terms set a document apart, by tf-idf."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats.weights import tf_idf
from analysis.text import Tokens

from .given import reference, tokens_of

TEXTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=8).map(" ".join), max_size=6)


def inaugurals() -> tuple[Tokens, list[str]]:
    """Make documents with the counts that the peers were given: the first 60 features of four addresses."""
    peer = reference("tfidf_quanteda")
    counts = pd.DataFrame(peer["counts"], columns=peer["features"])
    ids = [np.repeat(np.arange(len(counts.columns)), row) for row in counts.to_numpy()]
    vocabulary = np.array(sorted(counts.columns), dtype=object)
    numbers = np.searchsorted(vocabulary, counts.columns.to_numpy(dtype=object))
    lengths = [len(each) for each in ids]
    places = np.concatenate([np.arange(length) for length in lengths]).astype(np.int32)
    doc_ids = np.array([f"d{i}" for i in range(len(ids))], dtype=object)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    whole = numbers[np.concatenate(ids)].astype(np.int32)
    return Tokens(whole, places, places + 1, offsets, doc_ids, vocabulary), peer["features"]


@pytest.mark.parametrize(
    ("peer", "part", "variant"),
    [
        ("tfidf_quanteda", "tfidf_default", {}),
        ("tfidf_quanteda", "tfidf_prop_ln", {"tf": "proportion", "idf": "ln"}),
        ("tfidf_sklearn", "smooth_l2_default", {"idf": "smooth", "norm": "l2"}),
        ("tfidf_sklearn", "no_smooth_no_norm", {"idf": "plus_one"}),
    ],
)
def test_weights_are_those_of_the_peer_whose_variant_it_is(peer, part, variant):
    tokens, features = inaugurals()
    found = tf_idf(tokens, **variant).pivot(index="doc_id", columns="term", values="tf_idf").fillna(0)[features]
    np.testing.assert_allclose(found.to_numpy(), reference(peer)[part], rtol=1e-6, atol=1e-12)


def weight(term: str, **variant) -> float:
    """Return the weight in a document of two a, one b, of four documents of which two have a, one b, four c."""
    frame = tf_idf(tokens_of("a a b c", "a c", "c", "c d"), **variant)
    return float(frame[frame["doc_id"] == "d0"].set_index("term").loc[term, "tf_idf"])


def test_the_other_variants_are_those_worked_out_by_hand():
    assert weight("a", tf="boolean", idf="log2") == 1
    assert weight("a", tf="log10", idf="none") == pytest.approx(1.30103)
    assert weight("a", tf="ln", idf="none") == pytest.approx(1.693147)
    assert weight("b", tf="augmented", idf="none") == 0.75
    assert weight("b", idf="probabilistic") == pytest.approx(0.477121)
    assert weight("c", idf="probabilistic") == 0
    assert weight("c") == 0


def test_a_group_is_taken_for_one_document():
    frame = tf_idf(tokens_of("a b", "a", "b", "c"), pd.Series(["X", "X", "Y", None], name="actor"), idf="log2")
    assert frame.values.tolist() == [["X", "a", 2, 1, 2.0], ["X", "b", 1, 2, 0.0], ["Y", "b", 1, 2, 0.0]]
    assert frame.columns.tolist() == ["actor", "term", "count", "document_frequency", "tf_idf"]


def test_only_the_weightiest_terms_are_kept_of_each_document():
    frame = tf_idf(tokens_of("a a b c", "b c d", ""), top=1)
    assert frame[["doc_id", "term"]].values.tolist() == [["d0", "a"], ["d1", "d"]]
    assert tf_idf(tokens_of("a"), top=0).empty


def test_a_document_of_terms_that_weigh_nothing_has_no_nan():
    assert tf_idf(tokens_of("a", "a"), norm="l2")["tf_idf"].tolist() == [0, 0]


@pytest.mark.parametrize("texts", [[], [""], ["", ""]])
@pytest.mark.filterwarnings("error")
def test_a_corpus_without_tokens_gives_an_empty_table_of_the_same_columns(texts):
    frame = tf_idf(tokens_of(*texts), norm="l2", tf="augmented")
    assert frame.empty
    assert frame.dtypes.astype(str).tolist() == ["str", "str", "int64", "int64", "float64"]


@settings(deadline=None, max_examples=40)
@given(TEXTS)
def test_the_order_of_documents_does_not_matter(texts):
    tokens = tokens_of(*texts)
    back = tokens.take(np.arange(len(texts))[::-1])
    frames = [tf_idf(each, norm="l2").sort_values(["doc_id", "term"], ignore_index=True) for each in (tokens, back)]
    pd.testing.assert_frame_equal(*frames)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tf": "proportoin"}, "did you mean proportion"),
        ({"idf": "log_10"}, "did you mean log10"),
        ({"norm": "l1"}, "There are: none, l2"),
        ({"top": -1}, "0 or more"),
        ({"by": ["x"]}, "1 values for 2 documents"),
        ({"by": pd.Series([1, 2], name="count")}, "rename it"),
    ],
)
def test_a_wrong_option_is_refused_with_what_to_do(options, message):
    with pytest.raises(ValueError, match=message):
        tf_idf(tokens_of("a", "b"), **options)
