"""Candidates for organizations that the gazetteer lacks: what is one name, and what is none."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.schemas import MENTIONS
from analysis.discourse.candidates import unlisted

KNOWN = {
    "Amnesty International": "Amnesty International",
    "Human Rights Watch": "Human Rights Watch",
    "Lemkin Institute": "Lemkin Institute for Genocide Prevention",
    "UN Security Council": "United Nations Security Council",
    "European Union": "European Union",
    "Freedom House": "Freedom House",
}
GAZETTEER = pd.DataFrame(
    [(name, alias, "name") for alias, name in KNOWN.items()], columns=["organization", "alias", "match"]
)


def search(*texts, **options):
    documents = pd.DataFrame({"doc_id": [f"d{number}" for number in range(len(texts))], "text": list(texts)})
    rows = [
        (doc_id, text.index(alias), text.index(alias) + len(alias), alias, alias, name, "name")
        for doc_id, text in documents.itertuples(index=False)
        for alias, name in KNOWN.items()
        if alias in text
    ]
    return unlisted(documents, pd.DataFrame(rows, columns=list(MENTIONS.columns)), GAZETTEER, **options)


def names(*texts):
    return search(*texts)["name"].tolist()


@pytest.mark.parametrize(
    "name",
    [
        "Caucasus Heritage Watch",
        "Bureau of Democracy, Human Rights and Labor",
        "Center for Law and Justice",
        "Committee to Protect Journalists",
        "Economic and Social Council",
        "Committee on the Rights of the Child",
        "Organization for Security and Co-operation in Europe",
        "Lemkin Institute of Armenia",
        "Helsinki Citizens’ Assembly of Baku",
        "Women’s League",
        "Partnership for Africa’s Development",
        "Alliance Against Genocide",
        "Transparency International",
        "Global Fund to Fight AIDS, Tuberculosis and Malaria",
        "Fédération Internationale",
        "Consejo de Derechos Humanos",
        "Ministère des Affaires Étrangères",
    ],
)
def test_a_capitalized_run_with_a_noun_for_an_organization_is_a_candidate(name):
    assert names(f"They wrote to the {name} in vain.") == [name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Amnesty International and Human Rights Watch met.", []),
        ("The Heritage Council and the Peace Forum met.", ["Heritage Council", "Peace Forum"]),
        ("The Heritage Council and Peace Forum met.", ["Heritage Council", "Peace Forum"]),
        ("NATO and Heritage Council met.", ["Heritage Council"]),
        ("The Peace Forum and the Economic and Social Council met.", ["Economic and Social Council", "Peace Forum"]),
        ("Armenia's Heritage Council met.", ["Heritage Council"]),
        ("The President of the Heritage Council left.", ["Heritage Council"]),
        ("Heritage Council President Anna Bell left.", ["Heritage Council"]),
        ("In the Heritage Council. Our Union left.", ["Heritage Council"]),
        ("Briefing the UN Security Council, he left.", []),
        ("He thanked the European Union in Armenia.", []),
        ("We met the Heritage\nCouncil.", ["Heritage Council"]),
        ("We met the Heritage\n\nCouncil.", []),
        ("We met the Non-\nAligned Movement.", ["Non-Aligned Movement"]),
        ("On Monday Heritage Council Monday left.", ["Heritage Council"]),
    ],
)
def test_names_are_cut_where_another_begins_or_the_sentence_goes_on(text, found):
    assert sorted(names(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "HERITAGE COUNCIL OF EUROPE",
        "The Council met.",
        "the international Community",
        "International Criminal Law",
        "The Association Agreement stands.",
        "The West Bank and the Soviet Union.",
        "Anna Bell of New York left.",
        "UN Security Council members left.",
    ],
)
def test_headings_single_nouns_places_and_things_are_none(text):
    assert names(text) == []


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Southern African Development Community", "SADC"),
        ("Conference on Security and Cooperation in Europe", "CSCE"),
        ("Doctors of the World", "DoW"),
        ("Azerbaijan Red Crescent", "AzRC"),
        ("Anti-Land Mine Circle", "ALMC"),
    ],
)
def test_an_acronym_in_brackets_that_a_name_spells_is_evidence_enough(name, acronym):
    found = search(f"We met the {name} ({acronym}).")
    assert found[["name", "acronym", "evidence"]].values.tolist() == [[name, acronym, "acronym"]]


def test_an_acronym_takes_of_the_words_before_it_those_that_it_spells():
    found = search("When Armenia and Southern African Development Community (SADC) met")
    assert found["name"].tolist() == ["Southern African Development Community"]


@pytest.mark.parametrize("text", ["Anna Bell (Baku)", "New York Times Daily (LATER)", "Anna Bell (A)"])
def test_brackets_that_spell_nothing_are_no_evidence(text):
    assert names(text) == []


def test_both_kinds_of_evidence_are_told():
    found = search("The Caucasus Heritage Watch (CHW) met. Caucasus Heritage Watch left.")
    assert found[["acronym", "evidence", "mentions", "documents"]].values.tolist() == [["CHW", "noun, acronym", 2, 1]]


def test_spellings_that_differ_by_case_space_and_diacritics_are_one():
    found = search(
        "The Fédération Lémkin met.", "Federation Lemkin", "Fédération\nLémkin", "Fe\u0301de\u0301ration Lémkin"
    )
    assert found[["name", "mentions", "documents"]].values.tolist() == [["Fédération Lémkin", 4, 4]]


def test_a_name_with_a_place_after_it_counts_as_the_name_if_that_stands_alone_as_often():
    found = search("The Press Institute met.", "The Press Institute in Vienna met.", "The Food Institute in Rome met.")
    assert found[["name", "mentions"]].values.tolist() == [["Press Institute", 2], ["Food Institute in Rome", 1]]


def test_what_the_gazetteer_has_is_none_though_no_mention_counts_it():
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["Human Rights Watch wrote."]})
    assert unlisted(documents, pd.DataFrame(columns=list(MENTIONS.columns)), GAZETTEER).empty


def test_candidates_are_ranked_by_documents_and_then_by_mentions():
    found = search("Red Council, Red Council, Red Council, Blue Council", "Blue Council, Gray Council, Gray Council")
    assert found[["name", "documents", "mentions"]].values.tolist() == [
        ["Blue Council", 2, 2],
        ["Red Council", 1, 3],
        ["Gray Council", 1, 2],
    ]
    assert search("Red Council, Blue Council", "Blue Council", minimum=2)["name"].tolist() == ["Blue Council"]


def test_the_nearest_organization_is_named_with_its_similarity():
    found = search("The Lemkin Institute of Armenia met. The Yerevan Food Bank met.").set_index("name")
    # By sorted words: "armenia institute lemkin of" and "institute lemkin" share 16 of 27 + 16 letters, twice.
    near = found.loc["Lemkin Institute of Armenia"]
    assert near["nearest"] == "Lemkin Institute for Genocide Prevention"
    assert near["similarity"] == pytest.approx(32 / 43)
    assert found.loc["Yerevan Food Bank", "nearest"] == ""
    assert pd.isna(found.loc["Yerevan Food Bank", "similarity"])


def test_contexts_are_three_from_different_documents_and_mark_the_name():
    found = search("Red Council, Red Council", *["We met\nthe Red Council today."] * 4)
    assert found["examples"].tolist() == ["d0; d1; d2"]
    contexts = found["contexts"].iloc[0].split(" | ")
    assert contexts == ["⟦Red Council⟧, Red Council", *["We met the ⟦Red Council⟧ today."] * 2]


def test_a_context_reaches_eighty_characters_each_way():
    context = search("a " * 100 + "Red Council" + " b" * 100)["contexts"].iloc[0]
    before, after = context.split("⟦Red Council⟧")
    assert len(before) == 80
    assert len(after) == 80


def test_no_documents_and_no_gazetteer_give_an_empty_table_of_the_same_columns():
    columns = search("Red Council").columns.tolist()
    none = unlisted(
        pd.DataFrame({"doc_id": [], "text": []}), pd.DataFrame(columns=["doc_id", "start", "end"]), GAZETTEER
    )
    assert none.empty
    assert none.columns.tolist() == columns
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["Red Council"]})
    alone = unlisted(documents, pd.DataFrame(columns=["doc_id", "start", "end"]), GAZETTEER.head(0))
    assert alone["name"].tolist() == ["Red Council"]


WORDS = [
    "Red",
    "Council",
    "Institute",
    "of",
    "and",
    "the",
    "The",
    "for",
    "Human Rights Watch",
    "Lemkin Institute",
    "in",
]
WORDS += [
    "Armenia's",
    "President",
    "(RC)",
    "(RCI)",
    ",",
    ".",
    "\n",
    "\n\n",
    "UN",
    "U.N.",
    "É",
    "Co-",
    "’",
    "to",
    "women's",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_whatever_the_text_candidates_begin_and_end_with_capitalized_words_and_are_no_aliases(text):
    found = search(text)
    for name in found["name"]:
        assert name[0].isupper()
        assert name not in KNOWN
        assert not name.startswith(("The ", "In "))
    assert (found["documents"] <= found["mentions"]).all()
