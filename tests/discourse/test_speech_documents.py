"""Which documents are read, in which language, by which gazetteer; and what a paragraph is."""

import pandas as pd
import pytest

from analysis.corpus.schemas import STATEMENTS, check, empty
from analysis.discourse import statements
from analysis.discourse.speech.passages import read_passages

from .hostile_speech import GAZETTEER, corpus

SAID = "Ana Ruiz said the road is open."
FRENCH = "Ana Ruiz a déclaré que le pont était ouvert."


def contents(text, **given):
    return statements(corpus(text), **given)["content"].tolist()


def names(text, gazetteer):
    found = statements(corpus(text), gazetteer)
    return found[["speaker_name", "name_rule"]].values.tolist()


@pytest.mark.parametrize("language", ["xx", "EN", "", "english"])
def test_an_unknown_language_is_refused_with_those_that_there_are(language):
    with pytest.raises(ValueError, match=r"there is no language .*There are: en, fr, ru"):
        statements(corpus(SAID), language=language)


def test_an_unknown_language_is_refused_even_if_there_is_no_document():
    with pytest.raises(ValueError, match="There are: en, fr, ru"):
        statements(corpus(), language="xx")


def test_documents_in_a_language_without_lists_have_no_rows_and_the_others_have_theirs():
    documents = corpus(SAID, SAID, FRENCH, language=["hy", "en", "fr"])
    assert statements(documents)[["doc_id", "content"]].values.tolist() == [
        ["d1", "the road is open"],
        ["d2", "le pont était ouvert"],
    ]


@pytest.mark.parametrize("missing", [None, "", float("nan"), pd.NA])
def test_a_document_whose_language_is_not_known_is_read_as_english(missing):
    documents = corpus(SAID, language=pd.Series([missing], dtype=object))
    assert statements(documents)["content"].tolist() == ["the road is open"]


def test_the_language_asked_for_holds_for_all_documents_whatever_their_column_says():
    documents = corpus(FRENCH, FRENCH, language=["en", "hy"])
    assert statements(documents, language="fr")["doc_id"].tolist() == ["d0", "d1"]


def test_without_a_column_of_languages_documents_are_english():
    assert statements(corpus(SAID, FRENCH))["doc_id"].tolist() == ["d0"]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, "", " \n "])
def test_a_document_without_a_text_has_no_statement_and_disturbs_no_other(missing):
    assert statements(corpus(missing, SAID))["doc_id"].tolist() == ["d1"]


def test_a_text_that_is_none_is_refused_with_its_document():
    with pytest.raises(ValueError, match="'d1' is 7"):
        statements(corpus(SAID, 7))


@pytest.mark.parametrize("column", ["doc_id", "text"])
def test_a_missing_column_is_named(column):
    with pytest.raises(ValueError, match=column):
        statements(corpus(SAID).drop(columns=column))


@pytest.mark.parametrize("texts", [[], [None], ["The bridge was built of stone."]])
def test_no_statement_is_an_empty_table_with_all_columns_and_their_types(texts):
    found = statements(corpus(*texts), GAZETTEER)
    pd.testing.assert_frame_equal(found, empty(STATEMENTS))
    assert len(check(found, STATEMENTS)) == 0


def test_rows_that_a_user_has_filtered_keep_their_documents():
    documents = corpus(SAID, "The bridge was built of stone.", SAID).iloc[[2, 0]]
    assert statements(documents)["doc_id"].tolist() == ["d2", "d0"]


def test_the_documents_are_left_as_they_are():
    documents = corpus("Ana Ruiz said it is \ud800 late.", None, language=["en", None])
    before = documents.copy(deep=True)
    statements(documents, GAZETTEER)
    pd.testing.assert_frame_equal(documents, before)


def test_half_a_surrogate_pair_shows_as_the_sign_for_what_cannot_be_shown_and_moves_nothing():
    found = statements(corpus("Ana Ruiz said it was \ud83d late.")).iloc[0]
    assert (found["start"], found["end"], found["content"]) == (14, 27, "it was \ufffd late")


def test_places_are_counted_in_code_points():
    found = statements(corpus("😀👩‍👧 Ana Ruiz said it is 😀 late.")).iloc[0]
    assert (found["speaker_start"], found["start"], found["content"]) == (5, 19, "it is 😀 late")


def test_an_alias_is_resolved_to_its_organization_whatever_its_case_article_and_apostrophe():
    gazetteer = GAZETTEER.iloc[:1].assign(organization="Nurses’ Union of Norland", alias="The Nurses’ Union")
    for written in ("The Nurses' Union", "the nurses’ union", "Nurses' Union"):
        assert names(f"{written} said the road is open.", gazetteer) == [["Nurses’ Union of Norland", "gazetteer"]]


def test_an_alias_that_is_never_to_be_counted_is_not_resolved():
    text = "HAN said the road is open."
    assert names(text, GAZETTEER) == [["Human Aid Network", "gazetteer"]]
    assert names(text, GAZETTEER.assign(ambiguous="never")) == [["HAN", "single name"]]


def test_an_alias_that_is_never_to_be_counted_leaves_the_others_of_its_organization():
    gazetteer = GAZETTEER.assign(ambiguous=["never", "", ""])
    text = "HAN said the road is open. The Human Aid Network said the road is closed."
    assert names(text, gazetteer)[1] == ["Human Aid Network", "gazetteer"]


@pytest.mark.parametrize("gazetteer", [None, GAZETTEER.iloc[:0]])
def test_without_a_gazetteer_and_with_an_empty_one_names_are_those_of_the_document(gazetteer):
    assert names("HAN said the road is open.", gazetteer) == [["HAN", "single name"]]


def test_an_organization_of_the_gazetteer_is_no_person_who_could_be_meant_by_a_word_of_its_name():
    gazetteer = GAZETTEER.iloc[:1].assign(organization="Anna Lindt", alias="Anna Lindt")
    text = "Anna Lindt, a charity, helped. Lindt said the road is open."
    assert names(text, gazetteer) == [["Lindt", "single name"]]


def test_hard_wrapped_lines_are_one_paragraph():
    text = (
        "Mayor Ana Ruiz said on Monday that the road along the river would be\n"
        "closed until the end of the month, and “the council is sorry for all\n"
        "that it has cost the people who live there,” as she put it.\n"
        "Nobody was hurt.\n"
    )
    assert [text[one.start : one.end].count("\n") for one in read_passages(text)] == [2, 0]


def test_a_line_that_goes_on_in_small_letters_is_the_same_paragraph():
    text = "Ana Ruiz said the road\nis open. “It is,\nand will be,” she added."
    assert contents(text) == ["the road\nis open", "It is,\nand will be,"]


def test_lines_that_begin_anew_are_paragraphs_though_no_line_is_empty():
    text = "“We agree on it,” said Ana Ruiz.\nTom Lee: “We do not agree.”"
    assert contents(text) == ["We agree on it,", "We do not agree."]


def test_line_ends_of_windows_give_the_same_statements_in_the_same_places_but_for_their_length():
    text = "Ana Ruiz said:\n\n“We agree on it.\n\n“And we go on,\nas ever,” she added.\n\nTom Lee said it was\nlate.\n"
    found, windows = statements(corpus(text)), statements(corpus(text.replace("\n", "\r\n")))
    assert len(found) >= 2
    assert [content.replace("\r\n", "\n") for content in windows["content"]] == found["content"].tolist()
    assert windows[["speaker", "speaker_name", "rule"]].equals(found[["speaker", "speaker_name", "rule"]])


def test_an_unclosed_mark_does_not_swallow_the_paragraphs_after_it():
    text = "Ana Ruiz said: “We agree on it.\n\nThe road is closed.\n\n“It is late,” said Tom Lee."
    found = statements(corpus(text))
    assert found["content"].tolist() == ["We agree on it.", "It is late,"]
    assert found["speaker_name"].tolist() == ["Ana Ruiz", "Tom Lee"]


def test_a_quotation_of_several_paragraphs_is_one_statement_that_closes_at_the_last():
    text = "“We agree on it.\n\n“We go on.\n\n“We end here,” Ana Ruiz said.\n\n“No,” said Tom Lee."
    found = statements(corpus(text))
    assert found["content"].tolist() == ["We agree on it.\n\n“We go on.\n\n“We end here,", "No,"]
    assert found["speaker_name"].tolist() == ["Ana Ruiz", "Tom Lee"]


def test_a_title_above_a_text_is_no_part_of_its_first_statement():
    assert contents("ROAD CLOSED\n\nMayor says no\n\nAna Ruiz said the road is open.")[-1] == "the road is open"


def test_an_apostrophe_opens_no_quotation():
    text = "The workers’ union said the mayors’ plan is late. It’s the union’s view, Tom O’Neil said."
    found = statements(corpus(text))
    assert found["kind"].tolist() == ["indirect", "indirect"]
    assert found["speaker"].tolist() == ["The workers’ union", "Tom O’Neil"]
