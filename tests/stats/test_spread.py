"""How evenly terms are spread over the parts of a corpus."""

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis.stats.spread import dispersion, dispersion_of_counts, dispersion_places, dp, dp_norm, dp_weighted
from analysis.stats.spread_measures import MEASURES, OF_DISTANCES

from .given import reference, tokens_of

EVEN_IS_ONE = ["range_share", "juilland_d", "carroll_d2", "rosengren_s", "lyne_d3", "zhang_dc", "da"]
EVEN_IS_ZERO = ["vc", "dp", "dp_norm", "dp_norm_egbert", "kld", "jsd", "hellinger"]
# Gries 2008 (International Journal of Corpus Linguistics 13: 403-437), p. 410, without its spaces and parts
LETTERS = "bamnibeupk basatbewqn bcagabesta baghabeaat bahaabeaxa"

often = settings(deadline=None, max_examples=100)


def measured(v: list[int], s: list[int], *measures: str) -> pd.Series:
    return dispersion_of_counts(np.array(v)[:, None], s, measures=measures or list(MEASURES)).iloc[0]


@st.composite
def spread_counts(draw) -> tuple[list[int], list[int]]:
    """Draw the counts of a term in at least two parts, and the parts' lengths."""
    lengths = draw(st.lists(st.integers(1, 30), min_size=2, max_size=8))
    counts = [draw(st.integers(0, length)) for length in lengths]
    counts[0] = max(counts[0], 1)
    return counts, lengths


# Equal to other programs and to what is printed


@pytest.mark.parametrize("case", reference("dispersion_corpus_dispersion")["results"].values())
def test_measures_are_those_of_corpus_dispersion(case):
    ours = measured(case["v"], case["s"])
    theirs = {
        "range": case["range"],
        "range_share": case["pervasiveness_pt"],
        "vc": case["vc_population"],
        "juilland_d": case["juilland_d"],
        "carroll_d2": case["carroll_d2"],
        "rosengren_s": case["roschengren_s_adj"],
        "dp": case["dp"],
        "dp_norm": case["dp_norm"],
        "kld": case["kl_divergence"],
        "jsd": 1 - case["jsd_dispersion"],  # it reports evenness, we the divergence
        "hellinger": 1 - case["hellinger_dispersion"],
        "da": case["evenness_da"],
    }
    assert ours[list(theirs)].to_dict() == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("case", reference("dispersion_tlda")["results"].values())
def test_measures_are_those_of_tlda_which_calls_1_even_throughout(case):
    ours, theirs = measured(case["v"], case["s"]), case["all_conventional"]
    same = {"Rrel": "range_share", "D": "juilland_d", "D2": "carroll_d2", "S": "rosengren_s", "DA": "da"}
    assert {name: ours[same[name]] for name in same} == pytest.approx({name: theirs[name] for name in same}, abs=1e-9)
    assert 1 - ours["dp"] == pytest.approx(theirs["DP"], abs=1e-9)
    assert ours["dp_norm"] == pytest.approx(case["DP_lijffijt_gries_2012"]["DP"], abs=1e-9)
    assert ours["dp_norm_egbert"] == pytest.approx(case["DP_egbert_2020"]["DP"], abs=1e-9)
    assert 1 / (1 + ours["kld"]) == pytest.approx(theirs["DKL"], abs=1e-9)
    assert 2 ** -ours["kld"] == pytest.approx(case["DKL_base2"]["DKL"], abs=1e-9)
    assert math.exp(-ours["kld"]) == pytest.approx(case["DKL_base_e"]["DKL"], abs=1e-9)


@pytest.mark.parametrize("case", reference("textacy_scattertext")["dispersion_scattertext"].values())
def test_measures_are_those_of_scattertext(case):
    same = {
        "range": "dispersion_range",
        "vc": "vc",
        "juilland_d": "jullands_d",
        "rosengren_s": "rosengrens",
        "dp": "dp",
        "dp_norm": "dp_norm",
        "kld": "kl_divergence",
        "da": "da",
    }
    ours = measured(case["v"], case["s"])
    assert {name: ours[name] for name in same} == pytest.approx({name: case[same[name]] for name in same}, abs=1e-9)


@pytest.mark.parametrize("case", reference("pycorpdiff_dispersion_lexdiv")["dispersion"].values())
def test_measures_are_those_of_pycorpdiff(case):
    ours = measured(case["v"], case["s"], "juilland_d", "dp")
    assert ours[["juilland_d", "dp"]].tolist() == pytest.approx([case["juilland_d"], case["dp"]], abs=1e-9)


@pytest.mark.parametrize(
    ("measure", "v", "printed"),
    [
        ("carroll_d2", [2, 1, 1, 1, 0], 0.8277),  # Carroll 1970: 13
        ("juilland_d", [0, 4, 3, 2, 1], 0.6464),  # Carroll 1970: 14
        ("rosengren_s", [1, 2, 3, 4, 5], 0.937),  # Gries 2008: 407
        ("lyne_d3", [1, 2, 3, 4, 5], 0.944),  # Gries 2008: 408
        ("zhang_dc", [1, 2, 3, 4, 5], 0.937),  # Gries 2008: 408
        ("dp", [3, 3, 3], 0),  # Gries 2008: 416
        ("dp_norm", [2, 1, 0], 0.5),  # Lijffijt and Gries 2012: 148
        ("carroll_um", [2, 1, 1, 1, 0], 4.31),  # Carroll 1970
        ("carroll_um", [4, 2, 1, 1, 0], 6.424),  # Engwall 1974
        ("carroll_um", [1, 2, 3, 4, 5], 14.108),  # Gries 2008: 409
        ("juilland_u", [0, 4, 3, 2, 1], 6.46),  # Carroll 1970
        ("juilland_u", [2, 2, 2, 2, 2], 10),  # Rosengren 1971
        ("juilland_u", [4, 2, 1, 1, 0], 4.609),  # Engwall 1974
        ("rosengren_kf", [2, 2, 2, 2, 1], 8.86),  # Rosengren 1971
        ("rosengren_kf", [4, 2, 1, 1, 0], 5.863),  # Engwall 1974
        ("rosengren_kf", [1, 2, 3, 4, 5], 14.053),  # Gries 2008: 409
    ],
)
def test_measures_are_those_printed_for_parts_of_equal_size(measure, v, printed):
    digits = len(str(printed).partition(".")[2])
    assert measured(v, [10] * len(v), measure)[measure] == pytest.approx(printed, abs=10**-digits)


def test_measures_of_distances_are_those_printed():
    letters = tokens_of(" ".join(LETTERS.replace(" ", "")))
    row = dispersion(letters, ["a"], measures=["arf", "awt", "ald", "f_ald", "f_awt"]).iloc[0]
    assert row["count"] == 15
    # Gries 2008: 410, whose last digits are cut off, not rounded
    printed = {"arf": 10.8, "awt": 3.18, "ald": 0.628, "f_ald": 11.764, "f_awt": 9.328}
    assert row[list(printed)].to_dict() == pytest.approx(printed, abs=1e-3)


# What holds whatever the counts are


@often
@given(spread_counts())
def test_dp_and_da_are_those_of_a_plain_loop(drawn):
    v, s = drawn
    expected = sum(abs(x / sum(v) - length / sum(s)) for x, length in zip(v, s, strict=True)) / 2
    rates = [x / length for x, length in zip(v, s, strict=True)]
    apart = [abs(p - q) for i, p in enumerate(rates) for q in rates[:i]]
    evenness = 1 - sum(apart) / len(apart) / (2 * sum(rates) / len(rates))
    ours = measured(v, s, "dp", "da")
    assert ours["dp"] == pytest.approx(expected, abs=1e-12)
    assert ours["da"] == pytest.approx(evenness, abs=1e-9)


@often
@given(spread_counts(), st.randoms())
def test_the_order_of_the_parts_and_empty_parts_do_not_matter(drawn, random):
    pairs = [*zip(*drawn, strict=True), (0, 0)]
    random.shuffle(pairs)
    assert measured(*zip(*pairs, strict=True)).to_dict() == pytest.approx(measured(*drawn).to_dict(), nan_ok=True)


@often
@given(st.lists(st.integers(1, 9), min_size=2, max_size=8), st.integers(1, 5))
def test_a_term_in_proportion_to_the_parts_is_perfectly_even(shares, factor):
    row = measured(shares, [share * factor for share in shares])
    assert row[EVEN_IS_ONE].tolist() == pytest.approx([1] * len(EVEN_IS_ONE))
    zero = [name for name in EVEN_IS_ZERO if name != "vc"]
    assert row[zero].tolist() == pytest.approx([0] * len(zero), abs=1e-7)


@often
@given(st.integers(2, 20), st.integers(1, 9))
def test_a_term_in_one_of_many_equal_parts_is_as_uneven_as_can_be(n, count):
    row = measured([count, *[0] * (n - 1)], [10] * n)
    assert row[["juilland_d", "carroll_d2", "da"]].tolist() == pytest.approx([0, 0, 0], abs=1e-9)
    assert row[["rosengren_s", "zhang_dc", "range_share"]].tolist() == pytest.approx([1 / n] * 3)
    assert row["dp"] == pytest.approx(1 - 1 / n)
    assert row[["dp_norm", "dp_norm_egbert"]].tolist() == pytest.approx([1, 1])
    assert row["kld"] == pytest.approx(math.log2(n))


@often
@given(spread_counts())
def test_bounded_measures_stay_within_0_and_1(drawn):
    row = measured(*drawn)
    bounded = ["range_share", "juilland_d", "carroll_d2", "rosengren_s", "zhang_dc", "da", "dp", "dp_norm", "jsd"]
    assert row[bounded].between(-1e-9, 1 + 1e-9).all()


@often
@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=30))
def test_measures_of_distances_are_those_of_a_plain_loop(letters):
    frame = dispersion(tokens_of(" ".join(letters)), measures=list(OF_DISTANCES)).set_index("term")
    n = len(letters)
    for letter in set(letters):
        places = [i for i, other in enumerate(letters) if other == letter]
        gaps = [(q - p) % n or n for p, q in zip(places, [*places[1:], places[0]], strict=True)]
        f, row = len(places), frame.loc[letter]
        assert row["arf"] == pytest.approx(sum(min(gap, n / f) for gap in gaps) * f / n)
        assert row["awt"] == pytest.approx((1 + sum(gap**2 for gap in gaps) / n) / 2)
        assert row["ald"] == pytest.approx(sum(gap * math.log10(gap) for gap in gaps) / n)
        assert row["f_awt"] == pytest.approx(n * n / sum(gap**2 for gap in gaps))
        assert row["f_ald"] == pytest.approx(n * math.exp(-sum(gap * math.log(gap) for gap in gaps) / n))


# Of a corpus


def test_every_document_is_a_part_but_an_empty_one():
    frame = dispersion(tokens_of("peace talks", "—", "peace now"), measures=["range_share", "dp"])
    assert frame.columns.tolist() == ["term", "count", "range", "parts", "range_share", "dp"]
    assert frame.values.tolist() == [["peace", 2, 2, 2, 1, 0], ["now", 1, 1, 2, 0.5, 0.5], ["talks", 1, 1, 2, 0.5, 0.5]]


def test_documents_are_gathered_to_parts_and_those_without_one_are_left_out():
    months = pd.Series(["2024-01", "2024-02", "2024-01", None], name="month")
    frame = dispersion(tokens_of("peace", "war war", "peace", "peace"), parts=months, measures=["dp"])
    assert frame.values.tolist() == [["peace", 2, 1, 2, 0.5], ["war", 2, 1, 2, 0.5]]


def test_a_number_of_parts_cuts_the_tokens_evenly_across_documents():
    frame = dispersion(tokens_of("a a a", "b b b"), parts=2, measures=["dp"])
    assert frame.values.tolist() == [["a", 3, 1, 2, 0.5], ["b", 3, 1, 2, 0.5]]
    thirds = dispersion(tokens_of("a a a", "b b b"), parts=3, measures=["range_share"])
    assert thirds["range"].tolist() == [2, 2]
    with pytest.raises(ValueError, match="parts is 100000000, but there are 2 tokens: a part has one token or more"):
        dispersion(tokens_of("a", "b"), parts=10**8)


def test_terms_asked_for_get_a_row_each_even_if_they_do_not_occur():
    frame = dispersion(tokens_of("peace talks", "talks"), ["war", "talks"], minimum=5)
    assert frame["term"].tolist() == ["war", "talks"]
    assert frame["count"].tolist() == [0, 2]
    assert frame.iloc[0, 4:].isna().all() and frame.iloc[1, 4:].notna().all()
    assert dispersion(tokens_of("peace"), "peace", measures="dp").values.tolist() == [["peace", 1, 1, 1, 0]]
    assert dispersion(tokens_of("peace"), ["war"], measures=["arf", "awt"]).iloc[0, 4:].isna().all()


def test_terms_are_asked_for_in_any_case():
    tokens = tokens_of("Peace talks", "peace—ARMENIA’S")
    frame = dispersion(tokens, ["PEACE", "Armenia’s"])
    assert frame[["term", "count"]].values.tolist() == [["PEACE", 2], ["Armenia’s", 1]]
    assert len(dispersion_places(tokens, "Peace")) == 2


@pytest.mark.parametrize("term", ["human rights", "human right*", "r?ghts"])
def test_a_phrase_or_pattern_is_no_term_unless_the_tokens_are_phrases(term):
    tokens = tokens_of("Human rights", "human rights now")
    for look in (dispersion, dispersion_places):
        with pytest.raises(ValueError, match=r"is no term of the corpus: make a phrase one by tokens\.compound"):
            look(tokens, term)
    assert dispersion(tokens.ngrams(2), "Human rights")["count"].tolist() == [2]
    assert dispersion(tokens.compound(["human rights"]), "human_rights")["count"].tolist() == [2]


@pytest.mark.parametrize("term", [3, None, "", " "])
def test_what_is_no_word_is_refused(term):
    with pytest.raises(ValueError, match=r"a term is .*: give a word, such as road"):
        dispersion(tokens_of("peace"), ["peace", term])
    with pytest.raises(ValueError, match="a term is 3"):
        dispersion(tokens_of("peace"), 3)
    with pytest.raises(ValueError, match="a term is"):
        dispersion_places(tokens_of("peace"), term)


def test_documents_without_a_part_are_one_when_they_are_asked_for():
    frame = dispersion(tokens_of("peace", "peace"), parts=pd.Series(["x", None]), measures=["dp"], dropna=False)
    assert frame.values.tolist() == [["peace", 2, 2, 2, 0]]


def test_rare_terms_get_no_row():
    assert dispersion(tokens_of("peace talks", "talks"), minimum=2)["term"].tolist() == ["talks"]


def test_one_part_has_no_measure_that_needs_two():
    row = dispersion(tokens_of("peace now"), ["peace"], measures=list(MEASURES)).iloc[0]
    assert row[["juilland_d", "carroll_d2", "dp_norm", "da"]].isna().all()
    assert row[["dp", "kld", "jsd"]].tolist() == [0, 0, 0]


@pytest.mark.parametrize("texts", [(), ("—",)])
@pytest.mark.parametrize("parts", [None, 3])
def test_a_corpus_without_tokens_gives_an_empty_frame_of_the_same_types(texts, parts):
    every = [*MEASURES, *OF_DISTANCES]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        empty = dispersion(tokens_of(*texts), parts=parts, measures=every)
        asked = dispersion(tokens_of(*texts), ["peace"], parts=parts, measures=every)
    full = dispersion(tokens_of("peace", "war"), measures=every)
    assert len(empty) == 0 and empty.dtypes.equals(full.dtypes)
    assert asked["count"].tolist() == [0] and asked.iloc[0, 4:].isna().all()


def test_sparse_and_dense_tables_and_any_order_of_measures_are_taken():
    counts = np.array([[1, 0], [2, 0], [0, 3]])
    dense = dispersion_of_counts(counts, [4, 4, 4], measures=["dp", "da"])
    for table in (sparse.csr_array(counts), sparse.csc_array(counts), sparse.coo_array(counts)):
        pd.testing.assert_frame_equal(dispersion_of_counts(table, [4, 4, 4], measures=["dp", "da"]), dense)
    assert dp(counts, [4, 4, 4]).tolist() == dense["dp"].tolist()
    assert dp_norm(counts, [4, 4, 4]).tolist() == pytest.approx([0.5, 1])


def test_a_frequency_is_lowered_by_the_deviation_of_proportions():
    assert dp_weighted(np.array([8, 8]), np.array([0.25, np.nan])).tolist() == pytest.approx([6, np.nan], nan_ok=True)


def test_errors_say_what_to_do():
    tokens = tokens_of("peace", "war")
    with pytest.raises(ValueError, match="did you mean carroll_d2"):
        dispersion(tokens, measures=["carroll_d"])
    with pytest.raises(ValueError, match="parts is 0: give 1 or more"):
        dispersion(tokens, parts=0)
    with pytest.raises(ValueError, match="minimum is -1: it must be 0 or more"):
        dispersion(tokens, minimum=-1)
    with pytest.raises(ValueError, match="3 values for 2 documents"):
        dispersion(tokens, parts=pd.Series([1, 2, 3]))
    with pytest.raises(ValueError, match="one length for each row"):
        dp(np.array([[1], [2]]), [4])
    with pytest.raises(ValueError, match="more of a term than it has tokens"):
        dp(np.array([[5], [2]]), [4, 4])


# Where a term stands


def test_places_lead_back_to_the_text_of_each_hit():
    texts = ["Peace! And again peace.", "—", "War"]
    frame = dispersion_places(tokens_of(*texts), "peace")
    assert frame["doc_id"].tolist() == ["d0", "d0"]
    assert [texts[0][start:end] for start, end in zip(frame["start"], frame["end"], strict=True)] == ["Peace", "peace"]
    assert frame["place"].tolist() == [0, 0.75]
    assert frame["corpus_place"].tolist() == pytest.approx([0, 0.6])


def test_a_term_that_does_not_occur_has_no_places():
    full = dispersion_places(tokens_of("peace"), "peace")
    for texts in (["peace"], []):
        empty = dispersion_places(tokens_of(*texts), "war")
        assert len(empty) == 0 and empty.dtypes.equals(full.dtypes)
