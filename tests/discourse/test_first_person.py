"""I and we: in a speech they are whoever the document is by, in a quotation and in a report of nobody known no one."""

import pandas as pd

from analysis.discourse import statements

SPEECH = "I call on all parties to stop. We welcome the offer. Mayor Tom Lee said that we had waited."


def said(text, **columns):
    found = statements(
        pd.DataFrame({"doc_id": ["a"], "text": [text]} | {name: [value] for name, value in columns.items()})
    )
    return found[["content", "speaker_name", "name_rule"]].values.tolist()


def test_the_actor_of_a_document_is_its_i_and_its_we():
    assert said(SPEECH, actor="Ana Ruiz") == [
        ["to stop", "Ana Ruiz", "first person"],
        ["the offer", "Ana Ruiz", "first person"],
        ["we had waited", "Tom Lee", "full name"],
    ]


def test_without_an_actor_nobody_knows_who_says_i():
    assert [name for _, name, _ in said(SPEECH)] == ["", "", "Tom Lee"]
    assert [name for _, name, _ in said(SPEECH, actor=None)] == ["", "", "Tom Lee"]


def test_i_within_a_quotation_is_not_the_actor_of_the_document():
    assert said("“I say that we must wait,” Tom Lee said.", actor="Ana Ruiz") == [
        ["I say that we must wait,", "Tom Lee", "full name"]
    ]


def test_i_and_we_of_other_languages_are_the_actor_too():
    assert said("Nous affirmons que la route est fermée.", actor="Ana Ruiz", language="fr")[0][1] == "Ana Ruiz"
    assert said("Мы считаем, что дорога закрыта.", actor="Ana Ruiz", language="ru")[0][1] == "Ana Ruiz"
