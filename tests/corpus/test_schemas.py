"""The tables' descriptions, and the check that frames keep to them."""

import pandas as pd
import pytest

from analysis.corpus.schemas import (
    DOCUMENTS,
    GAZETTEER,
    MENTIONS,
    PROBLEMS,
    SENTENCES,
    check,
    describe,
    empty,
    typed,
)

SCHEMAS = [DOCUMENTS, PROBLEMS, SENTENCES, GAZETTEER, MENTIONS]
MENTION = {
    "doc_id": "a",
    "start": 4,
    "end": 6,
    "surface": "UN",
    "alias": "UN",
    "organization": "United Nations",
    "rule": "exact",
}


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_an_empty_table_keeps_to_its_schema(schema):
    frame = empty(schema)
    assert len(frame) == 0
    assert frame.columns.tolist() == list(schema.columns)
    assert check(frame, schema) is not None


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_every_column_says_what_it_means(schema):
    meanings = describe(schema)
    assert meanings["column"].tolist() == list(schema.columns)
    assert (meanings["meaning"].str.len() > 0).all()


def test_typed_puts_the_columns_in_order_and_in_type_and_keeps_others():
    frame = typed(pd.DataFrame([{"note": 1, **dict(reversed(MENTION.items()))}]).astype({"start": object}), MENTIONS)
    assert frame.columns.tolist() == [*MENTION, "note"]
    assert frame["start"].dtype == "int64"


def test_a_frame_that_keeps_to_its_schema_comes_back_as_it_is():
    frame = typed(pd.DataFrame([MENTION | {"note": "own"}]), MENTIONS)
    pd.testing.assert_frame_equal(check(frame, MENTIONS), frame)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"start": "four"}, "start"),
        ({"surface": None}, "surface"),
        ({"end": 6.5}, "end"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_by_its_column(change, named):
    with pytest.raises(ValueError, match=f"(?s)not a table of mentions.*{named}"):
        check(pd.DataFrame([MENTION | change]), MENTIONS)


def test_all_faults_are_named_at_once():
    frame = pd.DataFrame([{"path": "a.txt", "kind": "empty", "message": 3, "severity": "fatal"}])
    with pytest.raises(ValueError, match="not a table of problems") as caught:
        check(frame, PROBLEMS)
    for fault in ("row", "message", "severity", "fatal"):
        assert fault in str(caught.value)


def test_two_documents_of_one_id_are_refused():
    frame = typed(pd.DataFrame([dict.fromkeys(DOCUMENTS.columns)] * 2), DOCUMENTS)
    texts = [name for name, column in DOCUMENTS.columns.items() if not column.nullable]
    frame[texts] = ""
    with pytest.raises(ValueError, match="doc_id"):
        check(frame, DOCUMENTS)
    assert len(check(frame.head(1), DOCUMENTS)) == 1
