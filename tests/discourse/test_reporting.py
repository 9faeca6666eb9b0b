"""With which verbs speakers are reported: counted by hand, with intervals from papers and other programs."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from analysis.discourse import reporting_verbs, stance_contrasts
from analysis.discourse.reporting import difference_interval

from .said import DOCUMENTS, SAID, frame, statement


def rows(table, *columns):
    return list(table[list(columns)].itertuples(index=False, name=None))


def test_verbs_are_counted_of_the_statements_that_a_cue_reports():
    counts = reporting_verbs(SAID, DOCUMENTS)
    assert rows(counts, "speaker_name", "verb", "statements", "documents", "group_statements", "share") == [
        ("Ana Ruiz", "say", 2, 2, 4, 0.5),
        ("Ana Ruiz", "claim", 1, 1, 4, 0.25),
        ("Ana Ruiz", "urge", 1, 1, 4, 0.25),
        ("Tom Lee", "say", 1, 1, 2, 0.5),
        ("Tom Lee", "urge", 1, 1, 2, 0.5),
    ]


def test_quotations_without_a_cue_of_their_own_are_left_out():
    inherited = pd.concat([SAID, frame(statement("a", "the UN", "She", "Ana Ruiz", rule="same paragraph"))])
    pd.testing.assert_frame_equal(reporting_verbs(inherited, DOCUMENTS), reporting_verbs(SAID, DOCUMENTS))


def test_acts_and_stances_are_counted_like_verbs_or_together_with_them():
    stances = reporting_verbs(SAID, DOCUMENTS, "stance")
    assert rows(stances, "speaker_name", "stance", "statements") == [
        ("Ana Ruiz", "neutral", 3),
        ("Ana Ruiz", "distancing", 1),
        ("Tom Lee", "neutral", 2),
    ]
    both = reporting_verbs(SAID, DOCUMENTS, ["act", "stance"])
    assert rows(both.head(1), "act", "stance", "statements") == [("say", "neutral", 2)]


def test_zeros_show_what_a_speaker_is_never_reported_with():
    counts = reporting_verbs(SAID, DOCUMENTS, "stance", zeros=True)
    silent = counts[(counts["speaker_name"] == "Tom Lee") & (counts["stance"] == "distancing")]
    assert rows(silent, "statements", "group_statements", "share", "share_low") == [(0, 2, 0.0, 0.0)]


def test_the_bounds_of_a_share_are_wilsons():
    wanted = binomtest(1, 4).proportion_ci(method="wilson")
    claim = reporting_verbs(SAID, DOCUMENTS).query("verb == 'claim'").iloc[0]
    assert (claim["share_low"], claim["share_high"]) == pytest.approx((wanted.low, wanted.high))


def test_denied_cues_count_and_are_told_apart():
    counts = reporting_verbs(SAID, DOCUMENTS, as_written=True)
    assert rows(counts[counts["speaker_name"] == "The minister"], "verb", "statements", "negated") == [("say", 1, 1)]


def test_a_column_that_is_none_of_a_cue_is_refused():
    with pytest.raises(ValueError, match="no column of a cue 'verbs': did you mean verb"):
        reporting_verbs(SAID, DOCUMENTS, "verbs")


# Newcombe 1998, table II, method 10.
PUBLISHED = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0)),
    ((10, 10, 0, 10), (0.6075, 1.0)),
]


@pytest.mark.parametrize(("counts", "wanted"), PUBLISHED)
def test_the_interval_of_a_difference_is_that_of_the_paper(counts, wanted):
    assert difference_interval(*counts) == pytest.approx(wanted, abs=0.00005)


def test_each_speaker_is_compared_with_all_others():
    found = stance_contrasts(SAID, DOCUMENTS)
    columns = ["speaker_name", "statements", "of_stance", "others_statements", "others_of_stance", "difference"]
    assert rows(found, *columns) == [("Ana Ruiz", 4, 1, 2, 0, 0.25), ("Tom Lee", 2, 0, 4, 1, -0.25)]
    assert found["odds_ratio"].tolist() == [np.inf, 0.0]


def test_few_documents_give_an_interval_at_least_as_wide_as_newcombes():
    found = stance_contrasts(SAID, DOCUMENTS).iloc[0]
    low, high = difference_interval(1, 4, 0, 2)
    assert found["difference_low"] <= low < found["difference"] < high <= found["difference_high"]


def test_one_document_has_newcombes_interval():
    found = stance_contrasts(SAID[SAID["doc_id"] == "a"], DOCUMENTS).iloc[0]
    assert (found["difference_low"], found["difference_high"]) == pytest.approx(difference_interval(1, 2, 0, 1))


def claims(documents, ana, tom):
    """Return a corpus in which each document has one claim or report of Ana and one of Tom."""
    said = []
    for number in range(documents):
        for name, claiming in (("Ana", ana(number)), ("Tom", tom(number))):
            verb, stance = ("claim", "distancing") if claiming else ("say", "neutral")
            text = f"{name} {verb} it is so"
            about = {"verb": verb, "act": "say", "stance": stance, "statement_id": f"{number}:{name}"}
            said.append(statement(str(number), "it is so", name, name, verb, text, **about))
    return frame(*said), pd.DataFrame({"doc_id": [str(number) for number in range(documents)]})


def test_documents_that_report_several_others_with_distance_count_once():
    # Ana with distance in 20 of 40 documents; of the others, two speakers each in the same 3 documents.
    ana, documents = claims(40, lambda n: n < 20, lambda n: n < 3)
    eva, _ = claims(40, lambda n: False, lambda n: n < 3)
    eva = eva[eva["speaker_name"] == "Tom"].assign(speaker_name="Eva", statement_id=lambda row: row["doc_id"] + ":Eva")
    found = stance_contrasts(pd.concat([ana, eva], ignore_index=True), documents).set_index("speaker_name").loc["Ana"]
    assert (found["statements"], found["of_stance"], found["others_of_stance"]) == (40, 20, 6)
    low, high = difference_interval(20, 40, 6, 80)
    assert found["difference_low"] <= low and found["difference_high"] >= high


def test_with_many_documents_the_interval_is_that_of_resampled_documents():
    said, documents = claims(40, lambda n: n % 2 == 0, lambda n: n % 4 == 0)
    found = stance_contrasts(said, documents, resamples=4000).set_index("speaker_name").loc["Ana"]
    # One document adds 1, 0 or 0 to the difference of counts: of four, one has both, one only Ana's, two neither.
    per_document = np.array([0, 0, 1, 0] * 10)
    draws = np.random.default_rng(1).choice(per_document, (20_000, 40)).mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    assert found["difference"] == 0.25
    assert (found["difference_low"], found["difference_high"]) == pytest.approx((low, high), abs=0.03)


def test_a_reference_is_compared_with_each_of_the_others_and_not_with_itself():
    found = stance_contrasts(SAID, DOCUMENTS, "Ana Ruiz")
    assert rows(found, "speaker_name", "others_statements", "difference") == [("Tom Lee", 4, -0.25)]


def test_a_reference_whom_no_cue_reports_is_refused():
    with pytest.raises(ValueError, match=r"nobody named 'Ana Ruis' speaks\. Did you mean Ana Ruiz"):
        stance_contrasts(SAID, DOCUMENTS, "Ana Ruis")


def test_speakers_with_too_few_statements_have_no_row():
    assert stance_contrasts(SAID, DOCUMENTS, minimum=3)["speaker_name"].tolist() == ["Ana Ruiz"]


def test_a_stance_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="no stance 'distance': did you mean distancing"):
        stance_contrasts(SAID, DOCUMENTS, stance="distance")


@pytest.mark.parametrize("count", [reporting_verbs, stance_contrasts])
def test_nothing_to_count_gives_a_table_without_rows_of_the_same_columns_and_types(count):
    whole, nothing = count(SAID, DOCUMENTS), count(frame(), DOCUMENTS)
    assert nothing.empty
    assert nothing.dtypes.equals(whole.dtypes)


def test_who_is_the_only_speaker_is_compared_with_nobody():
    assert stance_contrasts(SAID[SAID["doc_id"] == "c"], DOCUMENTS).empty
