"""Duplicates: the same words, nearly the same text, and what is neither; nothing by chance, nothing by drift."""

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.banding import band_groups, bands_for
from analysis.corpus.duplicates import (
    find_duplicates,
    fingerprint,
    mark_duplicates,
    reprint_clusters,
    shingles,
    signature,
    without_duplicates,
    words,
)

TEN = "one two three four five six seven eight nine ten"
LONG = " ".join(f"word{number}" for number in range(60))


def found(texts, threshold=0.7, order=None):
    repeated = find_duplicates(
        [fingerprint(text) for text in texts],
        np.stack([signature(shingles(text)) for text in texts]),
        range(len(texts)) if order is None else order,
        lambda wanted: (shingles(texts[number]) for number in wanted),
        threshold,
    )
    assert len(repeated) == len(texts)
    return [
        None if pd.isna(of) else (int(of), score)
        for of, score in zip(repeated["original"], repeated["similarity"], strict=True)
    ]


def corpus(texts, dates=None, **columns):
    ids = [f"d{number}" for number in range(len(texts))]
    return pd.DataFrame({"doc_id": ids, "text": texts, "date": pd.to_datetime(dates or [None] * len(texts)), **columns})


def test_case_quotes_punctuation_and_white_space_do_not_tell_texts_apart():
    assert fingerprint("“The Road”, it’s said –\n is CLOSED.") == fingerprint('"the road" it\'s said is closed')
    assert fingerprint("ﬁle Ａ") == fingerprint("file a")
    assert fingerprint("e\u0301te\u0301") == fingerprint("été")
    assert fingerprint("the road is closed") != fingerprint("the road is close")
    assert fingerprint("a bc") != fingerprint("ab c")
    assert fingerprint(" … ") == ""


def test_words_of_every_script_are_kept_whole():
    assert words("हिन्दी में: Ճանապարհը փակ է։ الطريق مغلق") == ["हिन्दी", "में", "ճանապարհը", "փակ", "է", "الطريق", "مغلق"]


def test_shingles_are_the_different_runs_of_five_words():
    assert len(shingles(TEN)) == 6
    assert len(shingles("one two three four five")) == 1
    assert len(shingles("one two")) == 1
    assert len(shingles("…")) == 0
    assert len(shingles("a b a b a b a b")) == 2  # a b a b a, b a b a b
    assert len(shingles(TEN, size=2)) == 9
    assert len(np.intersect1d(shingles("a b c d e f"), shingles("b c d e f g"))) == 1
    assert len(np.intersect1d(shingles("a b c d e"), shingles("e d c b a"))) == 0
    assert shingles(TEN).dtype == np.uint64
    assert np.all(np.diff(shingles(LONG).astype(object)) > 0)


@given(st.integers(0, 60))
def test_signatures_estimate_the_jaccard_coefficient(common):
    first = shingles(" ".join(f"word{number}" for number in range(304)))
    second = shingles(" ".join(f"word{number}" for number in range(5 * common, 5 * common + 304)))
    union = 300 + 5 * common
    true = max(0, 300 - 5 * common) / min(union, 600)
    assert np.mean(signature(first) == signature(second)) == pytest.approx(true, abs=0.2)


def test_similarity_is_the_jaccard_coefficient_of_word_5_grams():
    # 60 words have 56 5-grams; another last word changes one of them, another word in the middle five.
    assert found([LONG, LONG.replace("word59", "other")]) == [None, (0, 55 / 57)]
    assert found([LONG, LONG.replace("word30", "other")]) == [None, (0, 51 / 61)]
    # 10 words have 6; two that differ in their last word share 5 of 7.
    assert found([TEN, TEN.replace("ten", "more")]) == [None, (0, 5 / 7)]
    assert found([TEN, TEN.replace("ten", "more")], threshold=0.72) == [None, None]


def test_a_text_that_holds_another_and_much_more_is_no_duplicate():
    assert found([LONG, f"{LONG} {' '.join(f'more{number}' for number in range(60))}"]) == [None, None]


def test_the_same_words_are_a_duplicate_however_short():
    assert found(["Road closed.", "ROAD CLOSED", "road open"]) == [None, (0, 1.0), None]


def test_short_texts_that_differ_are_no_duplicates():
    assert found(["a b c d e", "b a b a b a b a b", "a b a b a b a b a b"], threshold=0.1) == [None, None, None]
    assert found(["one two three four five six seven", "one two three four five six seven one"], threshold=0.1) == [
        None,
        None,
    ]


def test_texts_without_words_repeat_nothing():
    assert found(["…", "!", ""]) == [None, None, None]


def test_duplicates_do_not_drift_along_a_chain():
    # Each text differs from the one before it in one word more: the later ones are too far from the first.
    texts = [LONG]
    for number in (11, 19, 27, 35, 43, 51):
        texts.append(texts[-1].replace(f"word{number} ", f"other{number} "))
    repeats = found(texts)
    assert repeats[1] == (0, 51 / 61)
    assert repeats[2] is None  # 46 of 66: too far from the first, and the second is no original
    assert repeats[3] == (2, 51 / 61)
    assert all(repeats[of] is None for of, _ in filter(None, repeats))


def test_a_copy_of_a_near_duplicate_names_the_original_of_both():
    near = LONG.replace("word59", "other")
    assert found([LONG, near, near.upper()]) == [None, (0, 55 / 57), (0, 55 / 57)]


def test_of_two_originals_the_more_similar_is_named():
    other = LONG.replace("word10", "x").replace("word20", "x").replace("word30", "x").replace("word40", "x")
    assert found([LONG, other])[1] is None
    close = other.replace("word59", "y")
    assert found([LONG, other, close])[2] == (1, 55 / 57)


def test_the_order_decides_which_text_is_the_original():
    assert found([TEN, LONG, LONG], order=[2, 0, 1]) == [None, (2, 1.0), None]


def test_shingles_are_asked_for_once_and_only_for_texts_that_may_repeat():
    texts = [TEN, LONG, LONG.replace("word59", "other"), "something else is written here in more than eight words"]
    asked = []

    def shingles_of(wanted):
        asked.append(list(wanted))
        return [shingles(texts[number]) for number in wanted]

    marks, signatures = [fingerprint(text) for text in texts], np.stack([signature(shingles(text)) for text in texts])
    find_duplicates(marks, signatures, [3, 2, 1, 0], shingles_of)
    assert asked == [[1, 2]]


@pytest.mark.parametrize("threshold", [0, -1, 1.1, float("nan")])
def test_a_threshold_that_is_no_share_is_refused(threshold):
    with pytest.raises(ValueError, match="above 0 and up to 1"):
        found([TEN], threshold=threshold)


def test_no_texts_give_an_empty_table():
    repeated = find_duplicates([], np.empty((0, 128), dtype=np.uint32), [], lambda wanted: [])
    assert repeated.dtypes.astype(str).to_dict() == {"original": "Int64", "similarity": "float64"}


@pytest.mark.parametrize(("threshold", "bands", "rows"), [(0.7, 32, 4), (0.5, 42, 3), (0.9, 12, 10), (1, 1, 128)])
def test_bands_overlook_at_most_one_pair_in_a_hundred_at_the_threshold(threshold, bands, rows):
    # (1 - 0.7^4)^32 = 0.00015, (1 - 0.7^5)^25 = 0.01005; (1 - 0.5^3)^42 = 0.0037, (1 - 0.5^4)^32 = 0.127;
    # (1 - 0.9^10)^12 = 0.0058, (1 - 0.9^11)^11 = 0.016
    assert bands_for(threshold, 128) == (bands, rows)


def test_groups_hold_the_texts_that_share_a_band_and_no_others():
    signatures = np.arange(5 * 128, dtype=np.uint32).reshape(5, 128)
    signatures[3, 4:8] = signatures[1, 4:8]
    groups = band_groups(signatures, np.array([4, 3, 1, 0]), 0.7)
    assert groups.shape == (4, 32)
    assert np.argwhere(groups >= 0).tolist() == [[1, 1], [2, 1]]
    assert groups[1, 1] == groups[2, 1]


def slow_duplicates(texts, order, threshold):
    """The definition in plain Python: every text against every earlier original."""
    plain = [text.lower().split() for text in texts]
    sets = [{tuple(own[n : n + 5]) for n in range(max(1, len(own) - 4))} for own in plain]
    repeats, originals, firsts = [None] * len(texts), [], {}
    for number in order:
        if not plain[number]:
            continue
        first = firsts.setdefault(tuple(plain[number]), number)
        if first != number:
            repeats[number] = repeats[first] or (first, 1.0)
            continue
        scores = [
            (len(sets[number] & sets[of]) / len(sets[number] | sets[of]), -place, of)
            for place, of in enumerate(originals)
            if len(sets[number]) >= 4 and len(sets[of]) >= 4
        ]
        score, _, of = max(scores, default=(0, 0, 0))
        if score >= threshold:
            repeats[number] = (of, score)
        else:
            originals.append(number)
    return repeats


@st.composite
def corpora(draw):
    """Texts made of few others: cut, joined, with words replaced."""
    draw_words = st.lists(st.integers(0, 400).map(lambda number: f"w{number}"), min_size=0, max_size=60)
    bases = draw(st.lists(draw_words, min_size=1, max_size=3))
    texts = []
    for _ in range(draw(st.integers(1, 12))):
        text = list(draw(st.sampled_from(bases)))
        for place in draw(st.lists(st.integers(0, 59), max_size=3)):
            if place < len(text):
                text[place] = draw(st.sampled_from(["x", "y", "X"]))
        texts.append(" ".join(text[draw(st.integers(0, 2)) :]))
    return texts, draw(st.permutations(range(len(texts))))


@settings(derandomize=True, max_examples=300)
@given(corpora(), st.sampled_from([0.3, 0.5, 0.7, 0.9, 1.0]))
def test_the_fast_way_finds_what_the_definition_says(made, threshold):
    texts, order = made
    assert found(texts, threshold, order) == slow_duplicates(texts, order, threshold)


def test_thousands_of_forms_of_one_template_and_as_many_copies_are_all_found():
    texts = [LONG.replace("word30", f"other{number}") for number in range(2_000)] + [LONG.upper()] * 2_000
    repeats = found(texts)
    assert repeats[0] is None
    assert all(repeat == (0, 51 / 61) for repeat in repeats[1:])


def test_crowded_bands_do_not_hide_a_duplicate():
    # 900 texts of 120 words that share half: hundreds of originals stand in the same bands.
    texts = [f"{LONG} {' '.join(f'own{number}x{place}' for place in range(64))}" for number in range(900)]
    repeats = found([*texts, f"{texts[-1]} more"])
    assert repeats[:-1] == [None] * 900
    assert repeats[-1] == (899, 120 / 121)


def test_hashes_are_the_same_in_another_process_with_another_seed():
    code = (
        "from analysis.corpus.duplicates import fingerprint, shingles, signature\n"
        f"text = {LONG!r}\n"
        "print(fingerprint(text), shingles(text).tolist(), signature(shingles(text)).tolist())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert runs == {f"{fingerprint(LONG)} {shingles(LONG).tolist()} {signature(shingles(LONG)).tolist()}\n"}


def test_the_earliest_document_is_the_original_and_undated_ones_come_last():
    documents = corpus([LONG, LONG, LONG, TEN], [None, "2023-02-22", "2023-02-21", "2023-02-20"])
    marked = mark_duplicates(documents)
    assert marked["duplicate_of"].fillna("").tolist() == ["d2", "d2", "", ""]
    assert marked["similarity"].tolist() == pytest.approx([1.0, 1.0, np.nan, np.nan], nan_ok=True)
    assert marked["doc_id"].tolist() == documents["doc_id"].tolist()


def test_marking_again_changes_nothing_and_needs_no_whole_index():
    documents = corpus([LONG, TEN, LONG]).set_index(pd.Index([7, 3, 9]))
    marked = mark_duplicates(documents)
    assert marked["duplicate_of"].dropna().to_dict() == {9: "d0"}
    pd.testing.assert_frame_equal(mark_duplicates(marked), marked)


def test_documents_that_repeat_no_other_are_kept():
    marked = mark_duplicates(corpus([LONG, TEN, LONG]))
    assert without_duplicates(marked)["doc_id"].tolist() == ["d0", "d1"]


def test_clusters_are_listed_the_largest_first_each_after_its_original():
    near = LONG.replace("word59", "other")
    texts = [TEN, near, LONG, TEN, LONG, "a text of its own"]
    dates = ["2023-05-01", "2023-04-01", "2023-01-01", "2023-05-02", "2023-03-01", "2023-01-01"]
    clusters = reprint_clusters(mark_duplicates(corpus(texts, dates, source=list("ABCDEF"), title=list("abcdef"))))
    assert clusters.columns.tolist() == [
        *("cluster", "doc_id", "duplicate_of", "similarity", "date", "source", "title", "size"),
    ]
    assert clusters["doc_id"].tolist() == ["d2", "d4", "d1", "d0", "d3"]
    assert clusters["cluster"].tolist() == [1, 1, 1, 2, 2]
    assert clusters["size"].tolist() == [3, 3, 3, 2, 2]
    assert clusters["source"].tolist() == list("CEBAD")
    assert clusters["similarity"].tolist()[1:3] == [1.0, 55 / 57]


def test_a_corpus_without_reprints_has_an_empty_table_of_clusters():
    clusters = reprint_clusters(mark_duplicates(corpus([LONG, TEN])))
    assert clusters.columns.tolist() == ["cluster", "doc_id", "duplicate_of", "similarity", "date", "size"]
    assert clusters.empty
    assert mark_duplicates(corpus([])).columns.tolist() == ["doc_id", "text", "date", "duplicate_of", "similarity"]


def test_a_reprint_whose_original_is_elsewhere_makes_no_cluster_alone():
    marked = mark_duplicates(corpus([LONG, LONG, LONG]))
    assert reprint_clusters(marked.iloc[[1]]).empty
    assert reprint_clusters(marked.iloc[1:])["doc_id"].tolist() == ["d1", "d2"]
