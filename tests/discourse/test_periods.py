"""Whether an alias was in use when a document was written, as far as its date is known."""

import pandas as pd
import pytest

from analysis.discourse.periods import is_in_period


def in_period(date, precision, valid_from, valid_to):
    documents = pd.DataFrame({"doc_id": ["a"], "date": pd.to_datetime([date]), "date_precision": [precision]})
    gazetteer = pd.DataFrame({"valid_from": [valid_from], "valid_to": [valid_to]})
    return is_in_period(pd.DataFrame({"doc_id": ["a"], "row": [0]}), documents, gazetteer).tolist() == [True]


@pytest.mark.parametrize(
    ("date", "precision", "valid_from", "valid_to", "expected"),
    [
        ("2006-06-16", "day", "1946", "2006-06-16", True),
        ("2006-06-17", "day", "1946", "2006-06-16", False),
        ("1945-12-31", "day", "1946", "", False),
        ("2004-02-29", "day", "", "2004-02", True),
        ("2004-03-01", "day", "", "2004-02", False),
        ("2006-06-01", "month", "2006-06-30", "", True),
        ("2006-05-01", "month", "2006-06-01", "", False),
        ("2006-01-01", "year", "2006-12-31", "", True),
        ("2005-01-01", "year", "2006-01-01", "", False),
        (None, "", "2006", "2007", True),
        ("1999-01-01", "day", "", "", True),
    ],
)
def test_a_date_counts_if_some_day_of_it_lies_within_the_period(date, precision, valid_from, valid_to, expected):
    assert in_period(date, precision, valid_from, valid_to) == expected


def test_a_date_of_unknown_precision_is_a_day():
    documents = pd.DataFrame({"doc_id": ["a"], "date": pd.to_datetime(["2006-06-17"])})
    gazetteer = pd.DataFrame({"valid_from": [""], "valid_to": ["2006-06-16"]})
    assert is_in_period(pd.DataFrame({"doc_id": ["a"], "row": [0]}), documents, gazetteer).tolist() == [False]


def test_documents_without_dates_are_in_every_period():
    gazetteer = pd.DataFrame({"valid_from": ["1999"], "valid_to": ["1999"]})
    matches = pd.DataFrame({"doc_id": ["a"], "row": [0]})
    assert is_in_period(matches, pd.DataFrame({"doc_id": ["a"]}), gazetteer).tolist() == [True]
