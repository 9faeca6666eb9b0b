"""Statements in French and Russian against cases written by hand: another language is one folder of lists.

The cases are in statements_fr.yaml and statements_ru.yaml, in the form of statements/*.yaml, with their language.
"""

from itertools import chain, repeat
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.corpus.schemas import STATEMENTS, check
from analysis.discourse import statements

KEYS = {"name", "phenomenon", "language", "text", "expect", "limit"}
MENTIONS = ("cue", "speaker", "addressee")
FILES = sorted(Path(__file__).parent.glob("statements_*.yaml"))
CASES = [case for path in FILES for case in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)]


def marks(case):
    return [pytest.mark.xfail(reason=case["limit"], strict=True)] if "limit" in case else []


PARAMETERS = [pytest.param(case, id=case["name"], marks=marks(case)) for case in CASES]


@pytest.fixture(scope="module")
def found():
    return statements(
        pd.DataFrame(
            {
                "doc_id": [case["name"] for case in CASES],
                "text": [case["text"] for case in CASES],
                "language": [case["language"] for case in CASES],
            }
        )
    )


@pytest.fixture(scope="module")
def texts():
    return {case["name"]: case["text"] for case in CASES}


def written(row, keys):
    """Return the columns of a found statement as a case writes them."""
    return {key: str(row[key]).lower() if key == "negated" else row[key] for key in keys}


@pytest.mark.parametrize("case", PARAMETERS)
def test_each_case_gives_its_statements_and_no_other(case, found):
    rows = found[found["doc_id"] == case["name"]].to_dict("records")
    compared = chain(case["expect"], repeat(["content", "speaker"]))
    assert [written(row, keys) for row, keys in zip(rows, compared, strict=False)] == case["expect"]


def test_the_statements_of_all_cases_keep_to_the_schema(found):
    assert len(check(found, STATEMENTS)) > 0


@pytest.mark.parametrize("mention", MENTIONS)
def test_a_mention_is_what_stands_in_its_text_and_none_has_no_place(mention, found, texts):
    places = zip(found["doc_id"], found[f"{mention}_start"], found[f"{mention}_end"], strict=True)
    cut = ["" if start == end == -1 else texts[name][start:end] for name, start, end in places]
    assert cut == found[mention].tolist()


def test_a_content_is_what_stands_in_its_text(found, texts):
    cut = [texts[row.doc_id][row.start : row.end] for row in found.itertuples()]
    assert cut == found["content"].tolist()


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


def test_no_two_cases_share_a_name_or_a_text():
    assert len({case["name"] for case in CASES}) == len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"well formed: {case['name']}")
def test_what_a_case_expects_stands_in_its_text(case):
    assert case.keys() <= KEYS
    for row in case["expect"]:
        assert row.keys() <= set(STATEMENTS.columns)
        assert all(row.get(key, "") in case["text"] for key in ("content", *MENTIONS))


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
