"""What is refused, with a word on what to do, when documents, masks or groups are not what they should be."""

import numpy as np
import pandas as pd
import pytest

from analysis.text import tokenize
from analysis.text.groups import group_documents
from analysis.text.scanning import scan
from analysis.text.tokenizing import WHOLE


def documents(**columns) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": ["a", "b"], "text": ["open", "closed road"]} | columns)


@pytest.mark.parametrize("column", ["doc_id", "text"])
def test_documents_without_a_column_are_refused(column):
    with pytest.raises(ValueError, match=f"there is no column '{column}' in the documents, which have"):
        tokenize(documents().drop(columns=column))


@pytest.mark.parametrize("frames", [documents(doc_id=["a", "a"]), [documents(), documents()]])
def test_a_name_that_two_documents_have_is_refused(frames):
    with pytest.raises(ValueError, match="the doc_id 'a' stands twice"):
        tokenize(frames)


def test_a_text_that_is_a_number_is_refused_and_its_document_named():
    wrong = documents(text=pd.Series(["open", 3], dtype=object))
    for way in (tokenize, lambda frame: scan([frame], WHOLE)):
        with pytest.raises(ValueError, match="the text of document 'b' is 3"):
            way(wrong)


@pytest.mark.parametrize(
    "keep",
    [[False, True], [0, 1], pd.Series([None, True]), pd.array([pd.NA, True], "boolean"), [np.nan, True]],
)
def test_documents_are_chosen_by_any_mask_and_what_is_missing_is_not_chosen(keep):
    assert tokenize(documents()).select(keep).doc_ids.tolist() == ["b"]


@pytest.mark.parametrize("keep", [["False", "True"], [2, 3]])
def test_a_mask_of_something_else_than_truth_is_refused(keep):
    with pytest.raises(ValueError, match="keep holds other values than True and False"):
        tokenize(documents()).select(keep)


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("actor", "by is the text 'actor': give the values themselves"),
        (pd.DataFrame(index=range(2)), r"by has the columns \(none\): give one or more"),
        (pd.DataFrame([["x", "y"]] * 2, columns=["side", "side"]), "by has the columns side, side"),
    ],
)
def test_groups_that_are_none_are_refused(by, message):
    with pytest.raises(ValueError, match=message):
        group_documents(by, 2)


def test_a_term_is_found_in_whatever_case_it_is_given():
    tokens = tokenize(documents())
    assert tokens.vocabulary[tokens.number_of("ROAD")] == "road"
    assert tokens.without(["Closed"]).vocabulary.tolist() == ["open", "road"]


def test_places_know_their_document():
    assert tokenize(documents()).document_of(np.array([0, 1, 2])).tolist() == [0, 1, 1]
