"""Figures of statements: captions say what was counted by hand, notes what is left out."""

import csv
import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.discourse import statements_of, with_names
from analysis.reports import (
    choose_speakers,
    quoting_chart,
    reporting_table,
    speaker_keyness_chart,
    speaker_keywords,
    speech_organization_chart,
    speech_organization_table,
    stance_chart,
    stance_table,
    voice_by_chart,
    voice_chart,
    voice_trend,
)

from .named import page_of
from .spoken import ROWS, built

VERBS = Path(__file__).parents[2] / "src" / "analysis" / "data" / "languages" / "en" / "verbs.csv"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return built(tmp_path_factory.mktemp("speech")).without_duplicates("near")


@pytest.fixture(scope="module")
def named(study):
    return with_names(study.statements)


def test_shares_over_time_have_a_gap_where_nobody_speaks(named, study):
    chart = voice_trend(named, study)
    data = chart.data[chart.data["speaker"] == "Tom Lee"]
    assert data["words"].tolist() == [6, 4, 0, 3]
    assert data["share"].tolist()[:2] == [6 / 14, 1.0]
    assert pd.isna(data["share"].iloc[2])
    assert chart.series == {"2023-01": 6, "2023-02": 4, "2023-03": None, "2023-04": 3}  # none is dated in March
    assert "1 month in which nobody with a name speaks: hatched gaps." in chart.note
    assert "1 document without a known month left out." in chart.note
    assert chart.caption.startswith(
        "Tom Lee says most of all; the largest share of voice is that of February 2023: 4 of 4"
    )


def test_one_speaker_over_time_is_one_panel(named, study):
    chart = voice_trend(named, study, "Ana Ruiz")
    assert set(chart.data["speaker"]) == {"Ana Ruiz"}
    assert chart.caption.startswith("Ana Ruiz: the largest share of voice is that of January 2023: 8 of 14 words (57%")
    assert chart.alt.startswith("Lines of the share of voice by month of Ana Ruiz, January 2023 to April 2023.")


def test_shares_by_source_name_who_has_the_word_where_most_is_said(named, study):
    chart = voice_chart(named, study, "source")
    assert chart.caption.startswith(
        "Where most is said, in Post, Ana Ruiz has the largest share of voice: 10 of 19 words (53%"
    )
    assert chart.data[["source", "speaker", "words"]].values.tolist() == [
        ["Post", "Ana Ruiz", 10],
        ["Post", "Tom Lee", 9],
        ["News", "Tom Lee", 4],
    ]


def test_the_share_of_one_speaker_is_drawn_for_each_group(named, study):
    chart = voice_by_chart(named, study, "Tom Lee", "source")
    assert chart.caption == "Tom Lee has the largest share of voice in News: 4 of 4 words (100%)."
    assert chart.data["source"].tolist() == ["News", "Post"]


def test_stances_are_drawn_with_the_speakers_who_are_reported_most(named, study):
    chart = stance_chart(named, study)
    none = "1 of 6 statements with a cue is reported with distance, none of them of a speaker with 5 or more."
    assert chart.caption == none
    distancing = chart.data[chart.data["stance"] == "distancing"].set_index("speaker")
    assert distancing["share"].to_dict() == {"Ana Ruiz": 1 / 3, "Tom Lee": 0.0}


def test_no_distance_is_said_to_be_none(named, study):
    none = "No speaker with a name is reported with a distancing verb."
    assert stance_chart(statements_of(named, "Tom Lee"), study).caption == none


def test_the_verbs_given_as_examples_of_a_stance_have_it_in_the_list_of_verbs(named, study):
    rows = csv.DictReader(VERBS.open(encoding="utf-8"))
    stances = {form: row["stance"] for row in rows for form in row["finite"].split(";")}
    note = stance_chart(named, study).note
    for stance, examples in (("distancing", r"Distancing verbs \((.*?)\)"), ("assertive", r"assertive ones \((.*?)\)")):
        assert {stances[verb] for verb in re.search(examples, note).group(1).split(", ")} == {stance}


def test_intervals_over_statements_say_that_those_of_a_document_depend_on_each_other(named, study):
    for shown in (
        stance_chart(named, study),
        reporting_table(named, study),
        stance_table(named, study, minimum=1),
        speech_organization_table(named, study.mentions, study),
    ):
        assert "take statements as independent: where few documents hold them, they are too narrow." in shown.note


def test_a_grid_shows_the_documents_in_which_each_source_lets_each_speak(named, study):
    chart = quoting_chart(named, study, "source")
    assert chart.caption == "2 speakers in 2 sources; the most, 2 documents each: Ana Ruiz in Post and Tom Lee in Post."
    alone = quoting_chart(statements_of(named, "Tom Lee"), study, "source")
    assert alone.caption == "Tom Lee speaks in most documents in Post: 2 of 3 documents."
    once = quoting_chart(named[named["doc_id"] == "d1"], study, "source")
    assert once.caption == "Tom Lee speaks in 1 of 1 document in News."


def test_equals_are_said_to_be_equal(named, study):
    tom = statements_of(named, "Tom Lee")
    once = tom[tom["doc_id"].isin(["d1", "d2"])].drop_duplicates("doc_id")
    assert quoting_chart(once, study, "source").caption == (
        "Tom Lee speaks in 2 sources; most often in News and Post, in 1 document each."
    )
    alone = voice_by_chart(tom, study, "Tom Lee", "source")  # of nobody else, 4 of 4 words and 9 of 9
    assert alone.caption == "Tom Lee has the largest shares of voice, 100% each, in Post and News."
    same = named[named["content"].isin(["to help", "he is late", "the UN is here", "the UN is late"])]
    said = same[same["content"].str.startswith("the UN")]  # four words each, in News and in Post
    assert voice_chart(said, study, "source").caption == "Most is said in News and Post, 4 words each."
    assert voice_trend(said, study).caption == "Ana Ruiz and Tom Lee say most of all, 4 words each."


def test_documents_without_a_value_are_not_said_to_be_counted(tmp_path):
    rows = [{name: value for name, value in row.items() if name != "source" or row["id"] != "d2"} for row in ROWS]
    study = built(tmp_path, rows).without_duplicates("near")
    named = with_names(study.statements)
    for chart in (
        voice_chart(named, study, "source"),
        voice_by_chart(named, study, "Tom Lee", "source"),
        quoting_chart(named, study, "source"),
    ):
        assert "Counted over the 3 of 4 documents that have a value of source, exact repeats once." in chart.note


def test_a_source_that_lets_itself_speak_is_framed(tmp_path):
    study = built(tmp_path, [row | {"source": "Tom Lee"} for row in ROWS])
    assert (
        "Framed: the source and the speaker have the same name."
        in quoting_chart(study.statements, study, "source").note
    )


def test_a_grid_shows_whom_speakers_bring_up(named, study):
    chart = speech_organization_chart(named, study.mentions, study)
    assert chart.caption == (
        "Brought up most often, in 1 statement each: United Nations by Ana Ruiz and United Nations by Tom Lee."
    )
    alone = speech_organization_chart(statements_of(named, "Tom Lee"), study.mentions, study)
    assert alone.caption == "Tom Lee brings up United Nations most often: in 1 of 3 statements."
    assert "Mentions by the rule exact." in chart.note


def test_keyness_names_both_sides_and_their_documents(named, study):
    keys = speaker_keywords(named, study, "Tom Lee", minimum=1)
    chart = speaker_keyness_chart(keys, named, study, "Tom Lee")
    assert "Tom Lee: 13 tokens in 3 documents; all other speakers: 10 tokens in 2 documents." in chart.note
    assert "Indirect speech is told in the words of who reports." in chart.note
    quoted = speaker_keywords(named, study, "Tom Lee", minimum=1, quoted=True)
    assert quoted.empty  # nobody else is quoted


def test_the_speaker_who_is_looked_at_is_given_or_who_says_most(named, study):
    assert choose_speakers(named, study) == ("Tom Lee", "")
    assert choose_speakers(named, study, reference="Tom Lee") == ("Ana Ruiz", "Tom Lee")
    assert choose_speakers(named, study, "Ana Ruiz") == ("Ana Ruiz", "")
    assert choose_speakers(named.head(0), study) == ("", "")
    with pytest.raises(ValueError, match="Did you mean Tom Lee"):
        choose_speakers(named, study, "Tom Leigh")
    with pytest.raises(ValueError, match="both 'Tom Lee'"):
        choose_speakers(named, study, "Tom Lee", "Tom Lee")


def test_no_statement_gives_figures_that_say_so(named, study):
    nothing = named.head(0)
    keys = speaker_keywords(nothing, study, "")
    for chart in (
        voice_trend(nothing, study),
        voice_chart(nothing, study, "source"),
        voice_chart(named, study, ""),
        voice_by_chart(nothing, study, "Tom Lee", "source"),
        stance_chart(nothing, study),
        quoting_chart(nothing, study, "source"),
        quoting_chart(named, study, ""),
        speech_organization_chart(nothing, study.mentions, study),
        speaker_keyness_chart(keys, nothing, study, ""),
    ):
        assert chart.figure is None
        assert page_of(chart).text.strip()


def test_a_speaker_reported_with_distance_once_differs_from_nobody_and_always_from_all(named, study):
    ana = pd.concat([named[named["speaker_name"] == "Ana Ruiz"].head(1)] * 6, ignore_index=True)
    tom = pd.concat([named[named["speaker_name"] == "Tom Lee"].head(1)] * 6, ignore_index=True)
    said = pd.concat([ana, tom], ignore_index=True)
    said["statement_id"] = [f"d0:{number}-9" for number in range(12)]
    once = said.assign(stance=["distancing"] + ["neutral"] * 11)
    caption = stance_chart(once, study).caption
    assert caption == "1 of 12 statements with a cue is reported with distance, none of a speaker with 5 or more twice."
    always = said.assign(stance=["distancing"] * 6 + ["neutral"] * 6)
    caption = stance_chart(always, study).caption
    assert "most often Ana Ruiz: 6 of 6 (100%), a clear difference from all others (0%)." in caption
