"""Statements whose speakers and clauses come from a dependency tree, beside those that the rules find alone."""

import importlib

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.schemas import STATEMENTS, check
from analysis.discourse import statements
from analysis.discourse.speech import parsing

PARSE = " (parse)"
PIECES = [
    *"“”\"'’‘«» .,:;!?—-()\n\u00a0\u00adaé\U0001f600",
    " said ",
    " told ",
    " that ",
    "Ana Ruiz",
    " he ",
    "``",
    "''",
]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def frame(*texts, **columns):
    return pd.DataFrame({"doc_id": [str(number) for number in range(len(texts))], "text": texts, **columns})


def parsed(*texts):
    return statements(frame(*texts), parse=True)


def said(found):
    return found[["content", "speaker"]].values.tolist()


def test_a_reported_clause_without_that_is_found_and_the_rule_says_that_a_parse_found_it():
    text = "The head of the clinics going through a merger says she would close two of them."
    found = parsed(text)
    assert said(found) == [["she would close two of them", "The head of the clinics"]]
    assert found.loc[0, "rule"].endswith(PARSE)


def test_a_rule_that_the_parse_confirms_is_named_without_it():
    found = parsed("Mayor Ana Ruiz said that the road was open.")
    assert found["rule"].tolist() == ["speaker before"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The harbor master, a friend of the mayor, said the pier was closed.", "The harbor master"),
        ("Tom Lee, who had met the minister in May, said the pier was closed.", "Tom Lee"),
        ("A woman who had been a student in Riverton said the pier was closed.", "A woman"),
        ("Four in ten residents of the old town said the pier was closed.", "Four in ten residents of the old town"),
        ("Ana Ruiz, Tom Lee and Rosa Klein said the pier was closed.", "Ana Ruiz, Tom Lee and Rosa Klein"),
    ],
)
def test_the_speaker_is_the_subject_without_what_is_said_about_it(text, speaker):
    assert said(parsed(text)) == [["the pier was closed", speaker]]


def test_a_quotation_keeps_its_marks_as_borders_and_takes_its_speaker_from_the_parse():
    found = parsed("“The pier is closed. It is not safe,” said a spokesman for the port who was not named.")
    assert said(found) == [["The pier is closed. It is not safe,", "a spokesman for the port"]]
    assert found["kind"].tolist() == ["direct"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ana Ruiz said the pier was closed, citing two reports by engineers.", "the pier was closed"),
        ("Ana Ruiz said the pier was closed, while boats went in and out.", "the pier was closed"),
        ("When Ana Ruiz said the pier was closed, the crowd went home.", "the pier was closed"),
        ("Ana Ruiz, who says the pier is closed, went home by bus.", "the pier is closed"),
    ],
)
def test_what_belongs_to_the_reporting_sentence_stays_out_of_what_is_reported(text, content):
    assert content in parsed(text)["content"].tolist()


def test_an_aside_at_the_end_is_not_part_of_what_is_reported():
    found = parsed("Ana Ruiz said the harbor would need a new wall, a demand that the board rejects.")
    assert found.loc[0, "content"] == "the harbor would need a new wall"


def test_what_a_source_tells_is_not_lost_to_an_act_that_it_tells_of():
    found = parsed("Voters who oppose the new harbor live inland, according to a survey of the university.")
    assert said(found) == [["Voters who oppose the new harbor live inland", "a survey of the university"]]


def test_an_infinitive_with_a_clause_reports():
    found = parsed("The pilots, angry at the board, went on strike to say they would not be moved.")
    assert said(found) == [["they would not be moved", "The pilots"]]


def test_a_relative_clause_is_not_taken_for_what_is_said():
    assert parsed("The board answered with a plan that would have closed the school.").empty


def test_an_object_is_not_taken_for_what_is_said():
    assert parsed("The pilots said the same of the old pier in Riverton.").empty


def test_a_headline_in_title_case_reports():
    assert said(parsed("Mayor Ruiz Says She Will Close The Old Pier"))[0] == [
        "She Will Close The Old Pier",
        "Mayor Ruiz",
    ]


def test_a_condition_reports_nothing():
    assert parsed("If the mayor says that the pier is safe, the boats will come back.").empty


def test_offsets_hold_where_marks_and_spaces_are_not_those_that_the_parser_sees():
    texts = [
        "“Yes.\u00a0We will,” Ana\u00a0Ruiz told\nreporters in Riverton. She said the pier’s gate wasn’t ‘open’.",
        "``It is shut,'' Tom Lee said\u2014he told the board that Ana\u00adRuiz had shut “the ‘old’ pier” at 5 a.m.",
    ]
    found = parsed(*texts)
    assert len(found) >= len(texts)
    for row in found.itertuples():
        text = texts[int(row.doc_id)]
        assert text[row.start : row.end] == row.content
        assert row.speaker_start < 0 or text[row.speaker_start : row.speaker_end] == row.speaker
        assert row.cue_start < 0 or text[row.cue_start : row.cue_end] == row.cue


def test_the_result_does_not_depend_on_what_is_parsed_together():
    texts = ["Ana Ruiz said the pier was closed.", "", "No one spoke.", "“Never,” said Tom Lee, a pilot."] * 3
    together = parsed(*texts)
    alone = pd.concat([parsed(text) for text in texts], ignore_index=True)
    pd.testing.assert_frame_equal(
        together.drop(columns=["doc_id", "statement_id"]), alone.drop(columns=["doc_id", "statement_id"])
    )


def test_a_sentence_too_long_to_parse_is_left_to_the_rules():
    text = "Ana Ruiz said that the pier was closed" + " and then the gate was shut" * 200 + "."
    assert said(parsed(text)) == said(statements(frame(text)))


def test_documents_in_other_languages_go_the_default_way():
    texts = ["La maire Ana Ruiz a dit que la route était ouverte."], ["Mayor Ana Ruiz said the road was open."]
    documents = frame(*texts[0], *texts[1], language=["fr", "en"])
    french = statements(frame(*texts[0], language=["fr"]))
    found = statements(documents, parse=True)
    assert said(found[found["doc_id"] == "0"]) == said(french)
    assert "1" in found["doc_id"].tolist()


def test_another_language_asked_for_by_name_is_refused():
    with pytest.raises(ValueError, match="English"):
        statements(frame("Bonjour."), language="fr", parse=True)


def test_no_documents_give_an_empty_table_of_the_same_columns():
    found = statements(frame(), parse=True)
    assert found.empty
    assert list(found.columns) == list(statements(frame()).columns)


@pytest.fixture
def without_the_extra(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    parsing.load_parser.cache_clear()
    monkeypatch.setattr(parsing, "import_module", missing)
    yield
    parsing.load_parser.cache_clear()


def test_without_the_extra_the_error_says_how_to_install_it(without_the_extra):
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'discourse-analysis\[parse\]'"):
        parsed("Ana Ruiz said the pier was closed.")


def test_without_the_extra_the_rules_work_as_ever(without_the_extra):
    assert said(statements(frame("Ana Ruiz said the pier was closed."))) == [["the pier was closed", "Ana Ruiz"]]


def test_the_extra_stays_unused_unless_asked_for(monkeypatch):
    asked = []
    monkeypatch.setattr(parsing, "import_module", lambda name: asked.append(name) or importlib.import_module(name))
    parsing.load_parser.cache_clear()
    statements(frame("Ana Ruiz said the pier was closed."))
    assert asked == []


@settings(max_examples=25, deadline=None)
@given(st.lists(HOSTILE, max_size=4))
def test_no_text_whatever_breaks_a_parse(texts):
    found = check(statements(frame(*texts), parse=True), STATEMENTS)
    for row in found.itertuples():
        assert texts[int(row.doc_id)][row.start : row.end] == row.content
