"""How varied the vocabulary of documents is."""

import math
import warnings
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats.diversity import OF_COUNTS, WITHIN_DOCUMENTS, lexical_diversity
from analysis.text import Tokens, tokenize

from .given import inaugural_addresses, reference, tokens_of

ADDRESSES = ["1789-Washington", "1861-Lincoln", "1961-Kennedy", "2009-Obama"]
EVERY = [*OF_COUNTS, *WITHIN_DOCUMENTS]
WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=40)

often = settings(deadline=None, max_examples=80)


def measured(*texts: str, **options) -> pd.Series:
    """Measure the documents as one group."""
    return lexical_diversity(tokens_of(*texts), **{"measures": EVERY, "resamples": 0} | options).iloc[0]


@pytest.fixture(scope="module")
def addresses() -> Tokens:
    return tokenize(inaugural_addresses())


def of_addresses(tokens: Tokens, **options) -> pd.DataFrame:
    by = pd.Series(tokens.doc_ids, name="address")
    return lexical_diversity(tokens, by, **{"measures": EVERY, "resamples": 0} | options).set_index("address")


def assert_same(ours: pd.DataFrame, theirs: dict[str, dict], names: dict[str, str]) -> None:
    """Compare the columns of ours (keys) with the figures of theirs (values), for each address."""
    for address in ADDRESSES:
        expected = {name: theirs[address][names[name]] for name in names}
        assert ours.loc[address, list(names)].to_dict() == pytest.approx(expected, rel=1e-6), address


# Equal to other programs and to what is printed


def test_measures_are_those_of_quanteda(addresses):
    blocks = reference("lexdiv_quanteda")
    log10, ln = ({row["document"]: row for row in blocks[block]} for block in ("log10", "ln"))
    same = {"ttr": "TTR", "herdan_c": "C", "root_ttr": "R", "corrected_ttr": "CTTR", "dugast_u": "U", "somers_s": "S"}
    same |= {"yule_k": "K", "yule_i": "I", "simpson_d": "D", "herdan_vm": "Vm", "mattr": "MATTR", "msttr": "MSTTR"}
    same |= {"lgv0": "lgV0", "lgev0": "lgeV0", "root_maas": "Maas"}
    for base, theirs, names in ((10, log10, same), (math.e, ln, ["herdan_c", "dugast_u", "somers_s", "root_maas"])):
        ours = of_addresses(addresses, base=base)
        ours["root_maas"] = np.sqrt(ours["maas"])  # quanteda gives a, we give Maas's a squared
        assert_same(ours, theirs, {name: same[name] for name in names})


def test_measures_are_those_of_lexicalrichness_whose_logarithms_are_natural(addresses):
    theirs = {name: row["lexicalrichness"] for name, row in reference("lexdiv_python")["results"].items()}
    same = {"tokens": "words", "types": "terms", "ttr": "ttr", "root_ttr": "rttr", "corrected_ttr": "cttr"}
    same |= {"herdan_c": "Herdan", "somers_s": "Summer", "dugast_u": "Dugast", "maas": "Maas", "yule_k": "yulek"}
    same |= {"yule_i": "yulei", "herdan_vm": "herdanvm", "simpson_d": "simpsond", "msttr": "msttr100"}
    same |= {"mattr": "mattr100", "mtld": "mtld72", "hdd": "hdd42"}
    assert_same(of_addresses(addresses, base=math.e), theirs, same)
    assert_same(of_addresses(addresses, window=50), theirs, {"mattr": "mattr50"})


def test_measures_are_those_of_lexical_diversity_whose_factors_have_10_tokens_at_least(addresses):
    theirs = {name: row["lexical_diversity"] for name, row in reference("lexdiv_python")["results"].items()}
    same = {"ttr": "ttr", "root_ttr": "root_ttr", "herdan_c": "log_ttr", "maas": "maas", "mattr": "mattr100"}
    same |= {"hdd": "hdd", "mtld": "mtld"}
    assert_same(of_addresses(addresses, mtld_rule="below_after_10"), theirs, same)
    assert_same(of_addresses(addresses, window=50), theirs, {"mattr": "mattr50", "msttr": "msttr50"})


def test_measures_are_those_of_textacy_whose_factors_end_below_the_threshold(addresses):
    theirs = reference("textacy_scattertext")["lexdiv_textacy"]
    same = {"ttr": "ttr", "root_ttr": "rttr", "corrected_ttr": "cttr", "herdan_c": "log_ttr_herdan", "mtld": "mtld"}
    same |= {"somers_s": "summer", "dugast_u": "dugast", "mattr": "mattr100", "msttr": "msttr100", "hdd": "hdd"}
    assert_same(of_addresses(addresses, mtld_rule="below"), theirs, same)


def test_measures_are_those_of_pycorpdiff_whose_hdd_is_a_sum(addresses):
    theirs = reference("pycorpdiff_dispersion_lexdiv")["lexdiv"]
    ours = of_addresses(addresses).assign(hdd=lambda frame: 42 * frame["hdd"])
    assert_same(ours, theirs, {"ttr": "ttr", "mattr": "mattr", "hdd": "hdd"})
    # A last stretch without a repetition is no part of a factor. It leaves the tokens of such a stretch out too, though
    # McCarthy and Jarvis divide all tokens: 2 after 48 factors of Lincoln read backward, 4 after 27 of Obama.
    left_out = {"1789-Washington": 0, "1861-Lincoln": 2 / 48 / 2, "1961-Kennedy": 0, "2009-Obama": 4 / 27 / 2}
    for address in ADDRESSES:
        assert ours.loc[address, "mtld"] - left_out[address] == pytest.approx(theirs[address]["mtld"], rel=1e-6)


def test_alpha_is_that_printed_by_fisher():
    # Fisher, Corbet and Williams 1943 (Journal of Animal Ecology 12: 42-58): 15,609 moths of 240 species
    singles = " ".join(f"species{i}" for i in range(239))
    row = measured(singles + " common" * (15_609 - 239), measures=["fisher_alpha"])
    assert (row["tokens"], row["types"]) == (15_609, 240)
    assert row["fisher_alpha"] == pytest.approx(40.247, abs=0.001)


# Equal to what is slow and obvious


def plain_mtld(words: list[str], threshold: float) -> float:
    factors, seen, size = 0.0, set(), 0
    for word in words:
        seen, size = seen | {word}, size + 1
        if len(seen) / size <= threshold:
            factors, seen, size = factors + 1, set(), 0
    if size:
        factors += (1 - len(seen) / size) / (1 - threshold)
    return len(words) / factors if factors else math.nan


def plain_mean(values: list[Fraction]) -> float:
    return float(sum(values) / len(values)) if values else math.nan


@often
@given(WORDS, st.integers(1, 12), st.sampled_from([0.5, 0.72]))
def test_measures_within_a_document_are_those_of_plain_python(words, size, threshold):
    row = measured(" ".join(words), window=size, mtld_threshold=threshold, hdd_sample=size)
    windows = [words[i : i + size] for i in range(len(words) - size + 1)]
    shares = [Fraction(len(set(some)), size) for some in windows]
    assert row["mattr"] == pytest.approx(plain_mean(shares), nan_ok=True)
    assert row["msttr"] == pytest.approx(plain_mean(shares[::size]), nan_ok=True)
    both = (plain_mtld(words, threshold) + plain_mtld(words[::-1], threshold)) / 2
    assert row["mtld"] == pytest.approx(both, nan_ok=True)
    samples = math.comb(len(words), size)
    present = [1 - Fraction(math.comb(len(words) - words.count(word), size), samples or 1) for word in set(words)]
    expected = float(sum(present) / size) if samples else math.nan
    assert row["hdd"] == pytest.approx(expected, nan_ok=True)


@often
@given(WORDS.filter(lambda words: len(words) > 1))
def test_measures_of_counts_are_those_of_plain_python(words):
    row = measured(" ".join(words))
    pairs = [a == b for i, a in enumerate(words) for j, b in enumerate(words) if i != j]
    assert row["simpson_d"] == pytest.approx(sum(pairs) / len(pairs))
    assert row["yule_k"] == pytest.approx(10_000 * sum(pairs) / len(words) ** 2)
    assert row["hapaxes"] == sum(words.count(word) == 1 for word in words)
    if len(set(words)) < len(words):
        alpha = row["fisher_alpha"]
        assert alpha * math.log(1 + len(words) / alpha) == pytest.approx(len(set(words)))


@often
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_no_window_crosses_from_a_document_to_the_next(texts):
    row = measured(*[" ".join(words) for words in texts], window=5, hdd_sample=5)
    shares = [len(set(words[i : i + 5])) / 5 for words in texts for i in range(len(words) - 4)]
    assert row["mattr"] == pytest.approx(np.mean(shares) if shares else math.nan, nan_ok=True)
    assert row["long_documents"] == sum(len(words) >= 5 for words in texts)
    alone = [measured(" ".join(words), hdd_sample=5)["hdd"] for words in texts]
    long = [(value, len(words)) for value, words in zip(alone, texts, strict=True) if len(words) >= 5]
    weighted = sum(value * n for value, n in long) / sum(n for _, n in long) if long else math.nan
    assert row["hdd"] == pytest.approx(weighted, nan_ok=True)


# What holds whatever the words are


def test_mtld_of_documents_is_their_tokens_over_their_factors():
    # By hand, with the threshold 0.5: "a a" is a factor, "b c" none; "d d d" a factor and the rest "d", of share 1.
    row = measured("a a b c", "d d d", measures=["mtld"], mtld_threshold=0.5)
    # Backward, "c b a a" has the share 3/4: half of a factor; "d d d" one factor.
    assert row["mtld"] == pytest.approx((7 / 2 + 7 / 1.5) / 2)


@often
@given(WORDS.filter(bool), st.integers(2, 4))
def test_a_text_repeated_has_the_same_types_and_a_lower_share_of_them(words, times):
    once, repeated = measured(" ".join(words)), measured(" ".join(words * times))
    assert repeated["types"] == once["types"] and repeated["hapaxes"] == 0
    assert repeated["ttr"] == pytest.approx(once["ttr"] / times)


@often
@given(st.lists(WORDS, max_size=4), st.randoms())
def test_the_order_of_the_documents_does_not_matter(texts, random):
    tokens, order = tokens_of(*map(" ".join, texts)), random.sample(range(len(texts)), len(texts))
    options = {"measures": EVERY, "window": 5, "hdd_sample": 5, "resamples": 30}
    for by in (None, np.array(list("xyxx"))[: len(texts)]):
        one = lexical_diversity(tokens, by, **options)
        other = lexical_diversity(tokens.take(order), by if by is None else by[order], **options)
        pd.testing.assert_frame_equal(one, other)


# Groups and intervals


def test_groups_are_measured_apart_and_documents_without_one_are_left_out():
    by = pd.Series(["un", "eu", None, "un"], name="actor")
    frame = lexical_diversity(tokens_of("a b", "c c", "d", "a a"), by, measures=["ttr"])
    assert frame.columns.tolist() == ["actor", "documents", "long_documents", "tokens", "types", "hapaxes", "ttr"]
    assert frame.values.tolist() == [["eu", 1, 0, 2, 1, 0, 0.5], ["un", 2, 0, 4, 2, 1, 0.5]]


def test_a_group_has_the_values_and_intervals_that_it_has_alone():
    tokens = tokens_of("a b a c", "b b c", "d e f d", "—", "a a b")
    by = np.array(["x", "y", "x", "y", "y"])
    options = {"measures": EVERY, "window": 2, "hdd_sample": 2, "resamples": 50}
    frame = lexical_diversity(tokens, by, **options).drop(columns="group")
    for i, group in enumerate("xy"):
        alone = lexical_diversity(tokens.select(by == group), **options)
        pd.testing.assert_frame_equal(frame.iloc[[i]].reset_index(drop=True), alone)


def test_one_measure_can_be_named_without_a_list():
    assert lexical_diversity(tokens_of("a b"), measures="ttr")["ttr"].tolist() == [1]


def test_intervals_hold_the_value_and_come_again_with_the_seed(addresses):
    first, again = (lexical_diversity(addresses, resamples=200, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    for name in ("mattr", "mtld", "hdd"):
        low, value, high = first.loc[0, [f"{name}_low", name, f"{name}_high"]]
        assert low < value < high
    assert "ttr_low" not in first


def test_bounds_are_the_quantiles_of_resampled_documents():
    # Two documents, of which mattr is 1/2 and 1: a resample has 1/2, 3/4 or 1, with 1/4, 1/2 and 1/4.
    frame = lexical_diversity(tokens_of("a a", "b c"), measures=["mattr"], window=2, confidence=0.8)
    assert frame.loc[0, ["mattr", "mattr_low", "mattr_high"]].tolist() == [0.75, 0.5, 1]


def test_one_document_that_is_long_enough_has_no_interval():
    frame = lexical_diversity(tokens_of("a b c", "a", "b", "c"), measures=["mattr"], window=3)
    assert frame.loc[0, "mattr"] == 1 and math.isnan(frame.loc[0, "mattr_low"])


# Ordinary edges


@pytest.mark.parametrize("texts", [(), ("—",), ("peace",)])
def test_a_corpus_of_no_token_or_one_has_missing_measures_and_no_warning(texts):
    full = lexical_diversity(tokens_of("a b a", "a b b"), measures=EVERY)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = lexical_diversity(tokens_of(*texts), measures=EVERY)
    assert frame.dtypes.equals(full.dtypes)
    assert frame["types"].tolist() == [len(tokens_of(*texts))]
    assert frame[["mtld", "mattr", "hdd", "herdan_c", "fisher_alpha", "mtld_low"]].isna().all(axis=None)


def test_no_documents_in_groups_give_an_empty_frame():
    frame = lexical_diversity(tokens_of(), pd.Series([], name="actor", dtype=str))
    assert len(frame) == 0 and {"actor", "mtld", "mtld_high"} <= set(frame.columns)


def test_a_text_without_a_repetition_has_no_factor_and_so_no_mtld():
    row = measured("every word is another")
    assert math.isnan(row["mtld"]) and row["ttr"] == 1


def test_values_of_growing_text_fall_for_ttr_and_stay_for_mattr():
    rows = [measured("a b c d e " * times, window=5) for times in (2, 4, 8)]
    assert all(a["ttr"] > b["ttr"] and a["mattr"] == b["mattr"] == 1 for a, b in pairwise(rows))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measures": ["matrr"]}, "did you mean mattr"),
        ({"mtld_rule": "under"}, "There are: reaches, below"),
        ({"window": 0}, "window is 0: it must be 1 or more"),
        ({"window": 2.5}, "window is 2.5: it must be a whole number"),
        ({"hdd_sample": 0}, "hdd_sample is 0"),
        ({"mtld_threshold": 1}, "mtld_threshold is 1: it must lie between 0 and 1"),
        ({"confidence": 95}, "confidence is 95"),
        ({"base": 1}, "base is 1"),
        ({"resamples": -1}, "resamples is -1"),
        ({"by": [1, 2, 3]}, "3 values for 1 documents"),
        ({"by": pd.Series(["a"], name="ttr")}, "rename it"),
    ],
)
def test_errors_say_what_to_do(options, message):
    with pytest.raises(ValueError, match=message):
        lexical_diversity(tokens_of("peace"), **options)
