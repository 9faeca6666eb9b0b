"""Tables of statements: what they say is what was counted by hand, and every count opens its statements."""

import pandas as pd
import pytest

from analysis.discourse import statements_of, with_names
from analysis.reports import (
    OpeningTable,
    attribution_table,
    choose_source,
    marked_document,
    quoting_table,
    reporting_table,
    speaker_keyness_table,
    speaker_keywords,
    speaker_summary,
    speaker_table,
    speech_dates_table,
    speech_organization_table,
    speech_summary,
    stance_table,
    statement_table,
    voice_table,
)
from analysis.reports.speech_evidence import statement_openings

from .named import page_of
from .spoken import ROWS, built


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return built(tmp_path_factory.mktemp("speech"))


@pytest.fixture(scope="module")
def study(whole):
    return whole.without_duplicates("near")


@pytest.fixture(scope="module")
def named(study):
    return with_names(study.statements)


def rows(table, *columns):
    return list(table.data[list(columns)].itertuples(index=False, name=None))


def counts(table):
    return [[opening["count"] for opening in below] for below in table.openings]


def test_the_finding_says_how_much_is_said_by_whom_and_of_how_many_nothing_is_known(study):
    text = speech_summary(study.statements, study).text
    assert text.startswith(
        "6 statements in 3 of 4 documents (75%; 95% interval 30% to 95%): 1 direct, 0 mixed, 5 indirect."
    )
    assert "2 speakers with a name have 6 of them" in text
    assert "The most statements, 3 of 6 each: Ana Ruiz and Tom Lee." in text
    assert text.endswith("1 document left out as exact repeats of others.")


def test_the_finding_of_a_speaker_gives_the_share_of_all_that_is_said(named, study):
    text = speaker_summary("Tom Lee", named, study).text
    assert text.startswith("Tom Lee has 3 statements in 3 of 4 documents (1 direct, 2 indirect), 13 words.")
    assert "They are 57% of what all speakers with a name say; 95% interval 43% to 100%." in text


def test_speakers_are_shown_by_words_and_open_their_statements(named, study):
    table = speaker_table(named, study)
    assert rows(table, "speaker", "statements", "direct", "words", "quoted", "documents") == [
        ("Tom Lee", 3, 1, 13, 6, 3),
        ("Ana Ruiz", 3, 0, 10, 0, 2),
    ]
    assert table.caption.startswith("Tom Lee says most: 13 of 23 words, 57%")
    assert counts(table) == [["3 statements in 3 documents"], ["3 statements in 2 documents"]]
    assert page_of(table).marks == [
        *["The road is open to all,", "the UN is here", "he is late", "the road is closed", "the UN is late", "to help"]
    ]


def test_reprints_are_in_the_table_of_a_study_that_has_them(whole):
    assert rows(speaker_table(with_names(whole.statements), whole, 1), "statements", "words") == [(4, 17)]


def test_the_first_and_the_last_statement_open_apart(named, study):
    table = speech_dates_table(named, study)
    assert rows(table, "speaker", "first", "last") == [
        ("Tom Lee", "2023-01-05", "2023-04-01"),
        ("Ana Ruiz", "2023-01-05", "2023-04-01"),
    ]
    assert counts(table)[0] == ["1 statement in 1 document", "1 statement in 1 document"]
    assert table.caption.endswith("statements, January 5, 2023 to April 1, 2023.")


def test_shares_by_source_are_of_what_is_said_there(named, study):
    table = voice_table(named, study, "source")
    assert rows(table, "source", "speaker", "words", "documents", "group_documents") == [
        ("Post", "Ana Ruiz", 10, 2, 3),
        ("Post", "Tom Lee", 9, 2, 3),
        ("News", "Tom Lee", 4, 1, 1),
    ]
    assert table.data["share"].tolist() == [10 / 19, 9 / 19, 1.0]
    assert counts(table)[2] == ["1 statement in 1 document"]


def test_the_shares_of_one_speaker_are_of_what_all_say(named, study):
    table = voice_table(named, study, "source", speaker="Tom Lee")
    assert rows(table, "source", "words", "share") == [("Post", 9, 9 / 19), ("News", 4, 1.0)]
    assert counts(table) == [["2 statements in 2 documents"], ["1 statement in 1 document"]]
    assert table.caption == "Tom Lee says most in one source, Post: 9 of 19 words."


def test_a_colon_is_named_and_opens_what_follows_it(tmp_path):
    turns = ["RUIZ: Thank you. The road is open. The bridge is closed.", "LEE: When?", "RUIZ: Now.", "LEE: We go."]
    turn = {"id": "t", "text": "\n\n".join(turns)}
    study = built(tmp_path, [turn])
    said = study.statements[study.statements["verb"] == ":"]
    table = reporting_table(said, study)
    assert set(table.data["verb"]) == {"colon (:)"}
    assert "The most frequent verb: “colon (:)”" in table.caption
    assert "RUIZ: Thank you. The road is open. The bridge is closed" in page_of(table).text
    assert "colon (:)" in page_of(marked_document("t", study)).text


def test_a_source_that_quotes_itself_is_named_beside_it(tmp_path):
    study = built(tmp_path, [row | {"source": "Tom Lee"} for row in ROWS])
    table = quoting_table(statements_of(study.statements, "Tom Lee"), study, "source")
    assert table.data["source"].tolist() == ["Tom Lee (itself)"]
    assert "own" not in table.data


def test_shares_by_month_are_named_by_their_month(named, study):
    table = voice_table(named, study, "month")
    assert rows(table, "month", "speaker")[0] == ("2023-01", "Ana Ruiz")
    assert len(table.data) == 5


def test_reporting_verbs_open_their_sentences_with_the_cue_marked(named, study):
    table = reporting_table(named, study)
    assert rows(table, "speaker", "verb", "stance", "statements")[0] == ("Tom Lee", "say", "neutral", 2)
    assert table.caption == "The most frequent verb: “say”, for 2 of 3 statements of Tom Lee that a cue reports."
    assert page_of(table).marks[:2] == ["said", "said"]
    assert "negated" not in table.data


def test_the_verbs_of_one_speaker_need_no_column_of_speakers(named, study):
    table = reporting_table(statements_of(named, "Ana Ruiz"), study)
    assert "speaker" not in table.data
    assert sorted(table.data["verb"]) == ["claim", "say", "urge"]
    assert "2 other rows with as many statements" in table.caption


def test_distance_is_compared_with_all_others_in_points(named, study):
    table = stance_table(named, study, minimum=1)
    assert rows(table, "speaker", "with distance", "others", "points") == [
        ("Ana Ruiz", 1, 0.0, 33.3),
        ("Tom Lee", 0, pytest.approx(1 / 3), -33.3),
    ]
    assert (
        table.caption
        == "No speaker is reported with distance clearly more or less often than all other speakers together."
    )
    assert page_of(table).marks == ["claimed"]


def test_distance_of_one_speaker_is_said_of_that_speaker(named, study):
    table = stance_table(named, study, minimum=1, speaker="Tom Lee")
    assert table.caption == (
        "Tom Lee is reported with distance for 0 of 3 statements (0%; all other speakers together 33%): no clear "
        "difference."
    )
    assert "fewer than 5 statements" in stance_table(named, study, speaker="Tom Lee").caption


def test_who_quotes_whom_counts_documents_of_each_source(named, study):
    table = quoting_table(named, study, "source")
    assert rows(table, "source", "speaker", "statements", "documents", "group_documents") == [
        ("Post", "Ana Ruiz", 3, 2, 3),
        ("Post", "Tom Lee", 2, 2, 3),
        ("News", "Tom Lee", 1, 1, 1),
    ]
    assert counts(table)[0] == ["3 statements in 2 documents"]


def test_who_brings_up_an_organization_opens_its_name_within_what_is_said(named, study):
    table = speech_organization_table(named, study.mentions, study)
    assert rows(table, "speaker", "organization", "mentions", "statements") == [
        ("Ana Ruiz", "United Nations", 1, 1),
        ("Tom Lee", "United Nations", 1, 1),
    ]
    assert counts(table) == [["1 mention in 1 document"], ["1 mention in 1 document"]]
    assert page_of(table).marks == ["UN", "UN"]


def test_keywords_open_the_words_of_both_sides(named, study):
    keys = speaker_keywords(named, study, "Tom Lee", "Ana Ruiz", minimum=1)
    table = speaker_keyness_table(keys, named, study, "Tom Lee", "Ana Ruiz")
    shown = table.data.set_index("term")
    assert shown.loc["road", ["speaker", "reference"]].tolist() == ["1 (1)", "1 (1)"]
    assert shown.loc["open", ["speaker", "reference"]].tolist() == ["1 (1)", "0 (0)"]
    opened = dict(zip(table.data["term"], table.openings, strict=True))
    assert [below["label"] for below in opened["road"]] == ["Tom Lee", "Ana Ruiz"]
    assert [below["label"] for below in opened["open"]] == ["Tom Lee"]


def test_statements_are_shown_one_by_one_by_date_with_their_rules(named, study):
    table = statement_table(named, study, speaker="Ana Ruiz")
    assert rows(table, "what is said", "cue", "date") == [
        ("the road is closed", "said", "2023-01-05"),
        ("the UN is late", "claimed", "2023-01-05"),
        ("to help", "urged", "2023-04-01"),
    ]
    assert table.data["found by"].iloc[1].startswith("speaker before; surname (0.")
    assert table.caption == "3 statements of Ana Ruiz in 2 documents."
    assert page_of(table).marks == ["the road is closed", "the UN is late", "to help"]


def test_denied_cues_and_modal_verbs_are_written_before_the_cue(named, study):
    denied = named.head(2).assign(negated=[True, False], modal=["", "may"])
    assert statement_table(denied, study).data["cue"].tolist() == ["not said", "may said"]


def test_of_more_statements_than_are_shown_the_table_says_so(named, study):
    table = statement_table(named, study, 2)
    assert len(table.data) == 2
    assert table.note.startswith("The first 2, by date.")


def test_the_rules_of_all_statements_say_how_many_have_no_speaker(study):
    one, other = study.statements.head(1), study.statements.tail(1).assign(speaker_name="", name_rule="")
    table = attribution_table(pd.concat([one, other]), study)
    assert table.caption == "Of 2 statements, 1 has no speaker with a name."
    assert rows(table, "name_rule", "statements") == [("(no name)", 1), ("full name", 1)]
    assert counts(table) == [["1 statement in 1 document"]] * 2


def test_a_speaker_as_written_only_has_no_name(tmp_path):
    study = built(tmp_path, [{"id": "d", "text": "The minister said it is late. Ana Ruiz said it is early."}])
    table = attribution_table(study.statements, study)
    assert table.caption == "Of 2 statements, 1 has no speaker with a name. 1 of these has one as written."


def test_equals_are_said_to_say_as_much(named, study):
    said = named[named["content"].isin(["the UN is here", "the UN is late"])]  # four words each, in News and in Post
    most = "The most words in one source, 4 each: Tom Lee in News and Ana Ruiz in Post."
    assert voice_table(said, study, "source").caption == most
    assert speaker_table(said, study).caption == "2 speakers, of whom none says more than another."


def test_a_statement_within_another_is_counted_but_its_words_are_shown_once(study):
    doc = study.documents.iloc[0]
    spans = pd.DataFrame({"doc_id": doc["doc_id"], "start": [0, 6, 8], "end": [10, 9, 14]})
    (opening,) = statement_openings([{"": spans}], study)[0]
    assert opening["count"] == "3 statements in 1 document"
    pieces = opening["hits"][0]["pieces"]
    assert "".join(piece["text"] for piece in pieces) == doc["text"][: len("Mayor Ana Ruiz said the road is closed.")]
    assert [piece["text"] for piece in pieces if piece["hit"]] == [doc["text"][0:10], doc["text"][10:14]]


def test_the_source_is_the_column_given_or_the_first_that_says_who_publishes(study):
    documents = study.documents
    assert choose_source(documents) == "source"
    assert choose_source(documents, "actor") == "actor"
    assert choose_source(documents.drop(columns="source"), otherwise="actor") == "actor"
    with pytest.raises(ValueError, match=r"no column 'paper'\. Choose from doc_id"):
        choose_source(documents, "paper")


@pytest.mark.parametrize("top", [0, 101])
def test_more_rows_than_a_reader_can_look_at_are_refused(named, study, top):
    with pytest.raises(ValueError, match="must be 1 to 100"):
        speaker_table(named, study, top)


def test_no_statement_gives_tables_that_say_so(study, named):
    nothing = named.head(0)
    keys = speaker_keywords(nothing, study, "")
    for table in (
        speaker_table(nothing, study),
        speech_dates_table(nothing, study),
        voice_table(nothing, study, "source"),
        voice_table(named, study, ""),
        reporting_table(nothing, study),
        stance_table(nothing, study),
        quoting_table(nothing, study, "source"),
        quoting_table(named, study, ""),
        speech_organization_table(nothing, study.mentions, study),
        speaker_keyness_table(keys, nothing, study, ""),
        statement_table(nothing, study),
        attribution_table(nothing, study),
    ):
        assert not isinstance(table, OpeningTable)
        assert page_of(table).text.strip()
    assert speech_summary(nothing, study).text.startswith("No statement is found in 4 documents.")


def test_the_corpus_counted_here_is_the_one_that_the_rules_find(study):
    assert [row["id"] for row in ROWS if "said" in row["text"] or "urged" in row["text"]] == ["d0", "d1", "d2", "d4"]
    assert study.statements["speaker_name"].tolist() == [
        "Ana Ruiz",
        "Tom Lee",
        "Ana Ruiz",
        "Tom Lee",
        "Ana Ruiz",
        "Tom Lee",
    ]
