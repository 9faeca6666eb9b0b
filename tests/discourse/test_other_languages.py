"""Statements in French and Russian: another language is one folder of lists.

The cases are in statements/french.yaml and russian.yaml; test_statements.py tries them with all others.
"""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.discourse import statements

FILES = [Path(__file__).parent / "statements" / name for name in ("french.yaml", "russian.yaml")]
CASES = [case for path in FILES for case in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)]


@pytest.mark.parametrize("language", ["fr", "ru"])
def test_each_language_is_tried_with_cases_of_many_kinds(language):
    cases = [case for case in CASES if case["language"] == language]
    assert len(cases) >= 45
    assert sum("limit" not in case for case in cases) >= 40
    assert len({case["phenomenon"] for case in cases}) >= 20


def test_a_document_is_read_by_the_lists_of_its_own_language():
    text = "Ana Ruiz a déclaré que le pont était ouvert."
    documents = pd.DataFrame({"doc_id": ["a", "b"], "text": [text, text], "language": ["fr", "en"]})
    assert statements(documents)["doc_id"].tolist() == ["a"]


def names_of(text, language):
    found = statements(pd.DataFrame({"doc_id": ["a"], "text": [text]}), language=language)
    return found["speaker_name"].tolist()


def test_a_surname_in_another_case_that_fits_two_persons_names_neither():
    text = "Анна Петрова и Елена Петрова строят мост. По словам Петровой, сталь подорожала."
    assert names_of(text, "ru") == ["Петровой"]


def test_a_surname_in_another_case_is_none_of_a_person_with_a_similar_name():
    assert names_of("Елена Петрова строит мост. По словам Петренко, сталь подорожала.", "ru") == ["Петренко"]


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_an_elided_word_is_known_with_either_apostrophe(apostrophe):
    text = "L'opposition exige qu'il parte.".replace("'", apostrophe)
    found = statements(pd.DataFrame({"doc_id": ["a"], "text": [text]}), language="fr")
    assert found["content"].tolist() == ["il parte"]


def test_english_words_with_an_apostrophe_are_not_cut():
    text = "The d'Arcy firm's owner said that rock'n'roll was dead."
    found = statements(pd.DataFrame({"doc_id": ["a"], "text": [text]}))
    assert found["speaker"].tolist() == ["The d'Arcy firm's owner"]


@pytest.mark.parametrize("language", ["fr", "ru"])
@pytest.mark.parametrize("text", ["", "«", "« , »", "— — —", "l' d' qu'", "— , — ", "-t-il", "«, a dit»", "по словам"])
def test_a_text_of_marks_and_scraps_has_no_statement(language, text):
    assert names_of(text, language) == []
