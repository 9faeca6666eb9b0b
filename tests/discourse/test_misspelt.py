"""Misspellings: names that differ from an alias by a letter or two, and names that are others."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.schemas import MENTIONS
from analysis.discourse.misspelt import _distance, misspellings

ALIASES = [
    "Lemkin Institute",
    "Lemkin Institute for Genocide Prevention",
    "Human Rights Watch",
    "Amnesty International",
    "Reporters Without Borders",
    "Global Centre for the Responsibility to Protect",
    "Armenian Red Cross",
    "Government of Armenia",
    "Médecins du Monde",
    "ARTICLE 19",
    "UNESCO",
    "Kurier",
    "UN experts",
    "special rapporteurs",
]
GAZETTEER = pd.DataFrame({"organization": ALIASES, "alias": ALIASES, "match": "name"})
NONE = pd.DataFrame(columns=list(MENTIONS.columns))


def search(*texts, mentions=NONE):
    documents = pd.DataFrame({"doc_id": [f"d{number}" for number in range(len(texts))], "text": list(texts)})
    return misspellings(documents, mentions, GAZETTEER)


def pairs(*texts):
    return search(*texts)[["written", "alias", "distance"]].values.tolist()


@pytest.mark.parametrize(
    ("written", "alias", "distance"),
    [
        ("Lemkin Insitute for Genocide Prevention", "Lemkin Institute for Genocide Prevention", 1),
        ("Lemkin Insitute", "Lemkin Institute", 1),
        ("Human Right Watch", "Human Rights Watch", 1),
        ("Human Rights Wacth", "Human Rights Watch", 1),
        ("Amnesty Internatonal", "Amnesty International", 1),
        ("Amnesty Internatoinl", "Amnesty International", 2),
        ("Reporters Without Boarders", "Reporters Without Borders", 1),
        ("Global Center for the Responsibility to Protect", "Global Centre for the Responsibility to Protect", 1),
        ("Medecin du Monde", "Médecins du Monde", 1),
        ("UNSECO", "UNESCO", 1),
        ("AMNESTY INTERNATONAL", "Amnesty International", 1),
    ],
)
def test_a_letter_or_two_from_an_alias_is_a_misspelling(written, alias, distance):
    assert pairs(f"They asked the {written} today.") == [[written, alias, distance]]


def test_a_name_may_be_broken_over_two_lines_and_have_a_possessive_ending():
    assert pairs("They read Human Right\nWatch’s letter.") == [["Human Right Watch", "Human Rights Watch", 1]]


@pytest.mark.parametrize(
    "text",
    [
        "Human Rights Watch, Lemkin Institute, Medecins du Monde",
        "Human Rights Watch’s letter, Human Rights Watches, Lemkin Institutes",
        "human right watch",
        "Human Right. Watch",
        "Human Right\n\nWatch",
        "Humane Right Watchs",
        "Amnesty Intrntnal",
        "Government of Armenian troops",
        "ARTICLE 18",
        "ARTICEL 18",
        "UN expert, special rapporteur, Special Raporteurs",
        "Unseco",
        "The Fumans Rights Watch",
    ],
    ids=lambda text: text[:30],
)
def test_right_names_plurals_other_words_and_more_errors_are_none(text):
    assert pairs(text) == []


def test_an_everyday_word_is_no_misspelt_name_of_one_word():
    assert pairs("Kurrier") == [["Kurrier", "Kurier", 1]]
    assert pairs("Kurrier", "a kurrier") == []


def test_a_form_that_a_mention_covers_is_none():
    text = "They asked Human Right Watch."
    row = ("d0", 11, 28, text[11:28], "Human Right Watch", "Other", "name")
    assert search(text, mentions=pd.DataFrame([row], columns=list(MENTIONS.columns))).empty


def test_spellings_are_counted_and_ranked_by_documents():
    found = search("Human Right Watch, Human Right\nWatch, Amnesty Internatonal", "HUMAN RIGHT WATCH, Lemkin Insitute")
    assert found[["written", "mentions", "documents"]].values.tolist() == [
        ["Human Right Watch", 3, 2],
        ["Amnesty Internatonal", 1, 1],
        ["Lemkin Insitute", 1, 1],
    ]
    assert found["contexts"].iloc[0].startswith("⟦Human Right Watch⟧, Human Right")


def test_nothing_gives_an_empty_table_of_the_same_columns():
    columns = search("Human Right Watch").columns.tolist()
    for none in (search(), misspellings(pd.DataFrame({"doc_id": ["a"], "text": ["Xy"]}), NONE, GAZETTEER.head(0))):
        assert none.empty
        assert none.columns.tolist() == columns


def slow_distance(one, two):
    """Optimal string alignment, as its definition says it."""
    if not one or not two:
        return len(one) + len(two)
    ways = [slow_distance(one[1:], two) + 1, slow_distance(one, two[1:]) + 1]
    ways.append(slow_distance(one[1:], two[1:]) + (one[0] != two[0]))
    if len(one) > 1 and len(two) > 1 and one[:2] == two[1::-1]:
        ways.append(slow_distance(one[2:], two[2:]) + 1)
    return min(ways)


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_distances_are_those_of_the_definition_and_three_for_all_above_two(one, two):
    assert _distance([one], [two]).tolist() == [[min(slow_distance(one, two), 3)]]
    assert _distance([one], [two]).dtype == np.uint8


@given(st.integers(1, 20), st.integers(0, 2), st.sampled_from("bqxz"))
def test_one_letter_wrong_in_a_long_word_is_found_wherever_it_is(place, kind, letter):
    name = "Amnesty International"
    at = min(8 + place, len(name) - 1 - (kind == 0))
    wrong = [name[:at] + letter + name[at:], name[:at] + name[at + 1 :], name[:at] + letter + name[at + 1 :]][kind]
    assert pairs(f"We met {wrong} today.") == [[wrong, name, 1]]
