"""Which documents are compared, and which terms are looked at, when the user says so and when he does not."""

import pandas as pd
import pytest

from analysis.reports import both_sides, choose_sides, choose_terms, first_keyword

from .two_sides import built

ROWS = [
    {"id": "d0", "actor": "A", "text": "one two three four"},
    {"id": "d1", "actor": "B", "text": "one two three"},
    {"id": "d2", "actor": "B", "text": "one two"},
    {"id": "d3", "actor": "C", "text": "one two"},
    {"id": "d4", "text": "one two three four five six seven"},
]
KEYS = pd.DataFrame({"term": list("abcd"), "p": [0.5, 0.1, 0.2, 0.3], "log_ratio": [1.0, 2.0, -1.0, -3.0]})
NONE = KEYS.head(0)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return built(tmp_path_factory.mktemp("sides"), ROWS)


def members(study, chosen):
    return list(study.documents.loc[chosen, "doc_id"])


def test_the_two_groups_with_most_tokens_are_compared(study):
    sides = choose_sides(study, "actor")
    assert (sides.target, sides.reference) == ("B", "A")
    assert members(study, sides.in_target) == ["d1", "d2"]
    assert members(study, sides.in_reference) == ["d0"]


def test_a_group_alone_is_compared_with_all_other_documents_also_those_without_a_group(study):
    sides = choose_sides(study, "actor", "C")
    assert members(study, sides.in_target) == ["d3"]
    assert members(study, sides.in_reference) == ["d0", "d1", "d2", "d4"]


def test_two_groups_can_be_chosen_and_a_reference_alone_meets_the_largest_other(study):
    sides = choose_sides(study, "actor", "C", "A")
    assert (members(study, sides.in_target), members(study, sides.in_reference)) == (["d3"], ["d0"])
    assert choose_sides(study, "actor", "", "B").target == "A"


def test_without_two_groups_there_are_no_sides(study, tmp_path):
    alone = built(tmp_path, ROWS[:1])
    for sides in (choose_sides(study, ""), choose_sides(alone, "actor")):
        assert (sides.target, sides.reference) == ("", "")
        assert not sides.in_target.any()
        assert not sides.in_reference.any()


@pytest.mark.parametrize(
    ("by", "target", "reference", "message"),
    [
        ("actor", "X", "", "no value of actor 'X'.* There are: B, A, C"),
        ("actor", "A", "A", "both 'A'"),
        ("", "A", "", "no column to find 'A' in"),
        ("actors", "", "", "no column 'actors'"),
    ],
)
def test_a_group_or_column_that_there_is_not_is_refused(study, by, target, reference, message):
    with pytest.raises(ValueError, match=message):
        choose_sides(study, by, target, reference)


def test_the_first_keyword_is_that_with_the_clearest_evidence_or_else_the_most_frequent_term():
    counts = pd.DataFrame({"term": ["the", "a"]})
    assert first_keyword(KEYS, counts) == "b"
    assert first_keyword(KEYS, counts, reference=True) == "c"
    assert first_keyword(NONE, counts) == "the"
    assert first_keyword(NONE, counts.head(0)) == ""


def test_keywords_of_both_sides_take_turns():
    assert both_sides(KEYS, 3) == ["b", "c", "a"]
    assert both_sides(NONE) == []


def test_terms_that_a_user_writes_go_before_others():
    assert choose_terms("road, human rights , road,", ["x"]) == ["road", "human rights"]
    assert choose_terms(" , ", ["x", "", "x", "y", "z"], most=2) == ["x", "y"]
    assert choose_terms("", []) == []
