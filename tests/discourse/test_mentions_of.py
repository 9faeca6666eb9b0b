"""The mentions of one organization, and those that others make of it."""

import pandas as pd
import pytest

from analysis.discourse import by_others, mentions_of
from analysis.discourse.organizations import own_organizations

from .test_counts import DOCUMENTS, NAMED, rows

# One organization, and what others say


def test_the_mentions_of_one_organization_are_its_rows():
    assert mentions_of(NAMED, "EU")["doc_id"].tolist() == ["b", "d"]


def test_an_organization_that_is_named_nowhere_is_refused_with_the_nearest_names():
    named = NAMED.replace({"UN": "United Nations", "EU": "European Union"})
    with pytest.raises(ValueError, match=r"'Unitd Nations' is no organization .* Did you mean United Nations\?$"):
        mentions_of(named, "Unitd Nations")
    with pytest.raises(ValueError, match=r"'zzz' is no organization of the gazetteer\.$"):
        mentions_of(named, "zzz")


def test_an_organization_of_the_gazetteer_that_no_document_names_has_no_mentions():
    assert mentions_of(NAMED, "Freedom House", GAZETTEER).empty


def test_an_alias_given_for_an_organization_is_answered_with_the_standard_name():
    with pytest.raises(ValueError, match="'UN' is an alias of 'United Nations'"):
        mentions_of(NAMED.head(0), "UN", GAZETTEER)


def test_documents_without_an_actor_are_those_of_others_only_if_wanted():
    documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": [None, "Freedom House"]})
    named = pd.DataFrame({"doc_id": ["a", "b"], "organization": ["United Nations"] * 2})
    assert by_others(named, documents, GAZETTEER)["doc_id"].tolist() == ["a", "b"]
    assert by_others(named, documents, GAZETTEER, unknown=False)["doc_id"].tolist() == ["b"]


GAZETTEER = pd.DataFrame(
    [
        ("United Nations", "UN", "exact"),
        ("Freedom House", "Freedom House", "name"),
        ("UN experts", "UN experts", "any"),
    ],
    columns=["organization", "alias", "match"],
)


@pytest.mark.parametrize(
    ("actor", "own"),
    [
        ("UN", ["United Nations"]),
        ("UN; Freedom House", ["United Nations", "Freedom House"]),
        ("UN experts", ["UN experts"]),
        ("UNESCO", []),
        ("freedom house", []),
        (None, []),
        ("", []),
    ],
)
def test_a_mention_by_others_is_one_whose_organization_is_not_among_the_actors(actor, own):
    documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": [actor, "somebody"]}, dtype=object)
    names = ["United Nations", "Freedom House", "UN experts"]
    named = pd.DataFrame({"doc_id": ["a"] * 3 + ["b"] * 3, "organization": names * 2, "start": range(6)})
    left = by_others(named, documents, GAZETTEER)
    assert rows(left[left["doc_id"] == "a"], "organization") == [(name,) for name in names if name not in own]
    assert left.loc[left["doc_id"] == "b", "start"].tolist() == [3, 4, 5]


def test_documents_without_an_actor_are_of_no_organization():
    documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": [None, "the UN and Freedom House"]}, dtype=object)
    own = own_organizations(documents, GAZETTEER)
    assert sorted(rows(own, "doc_id", "organization")) == [("b", "Freedom House"), ("b", "United Nations")]
    assert own_organizations(documents.head(1), GAZETTEER).empty
    named = pd.DataFrame({"doc_id": ["a", "b"], "organization": ["United Nations"] * 2})
    assert by_others(named, documents, GAZETTEER, own=own)["doc_id"].tolist() == ["a"]


def test_no_mentions_are_none_by_others():
    assert by_others(NAMED.head(0), DOCUMENTS, GAZETTEER).empty


def test_the_red_cross_speaks_of_itself_in_its_own_statements(sample):
    name = "International Committee of the Red Cross"
    own = sample.documents.loc[sample.documents["actor"] == name, "doc_id"]
    left = by_others(mentions_of(sample.mentions, name), sample.documents, sample.gazetteer)
    assert len(own) == 5
    assert not set(own) & set(left["doc_id"])
    assert len(left) > 0
