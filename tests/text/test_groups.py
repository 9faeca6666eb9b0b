"""Which group each document is in."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text.groups import group_documents

often = settings(deadline=None, max_examples=100)


def slow_groups(keys: list[tuple], dropna: bool) -> tuple[list[int], list[tuple]]:
    """Number the distinct keys in order, missing values last; a key with one is no group when they are dropped."""
    kept = {key for key in keys if not (dropna and None in key)}
    groups = sorted(kept, key=lambda key: [(value is None, value or "") for value in key])
    return [groups.index(key) if key in kept else -1 for key in keys], groups


def plain(groups: pd.DataFrame) -> list[tuple]:
    return [tuple(None if pd.isna(v) else v for v in row) for row in groups.itertuples(index=False, name=None)]


VALUES = st.sampled_from(["b", "a", "", "Ж", "B", None])


@often
@given(st.lists(VALUES, max_size=12), st.booleans())
def test_groups_of_a_series_are_its_sorted_values(values, dropna):
    numbers, groups = group_documents(pd.Series(values, name="actor", dtype=str), len(values), dropna=dropna)
    assert (numbers.tolist(), plain(groups)) == slow_groups([(value,) for value in values], dropna)
    assert numbers.dtype == np.int64
    assert groups.columns.tolist() == ["actor"]


@often
@given(st.lists(st.tuples(VALUES, VALUES), max_size=12), st.booleans())
def test_groups_of_a_table_are_its_sorted_rows(rows, dropna):
    by = pd.DataFrame(rows, columns=["actor", "source"]).astype(str)
    numbers, groups = group_documents(by, len(rows), dropna=dropna)
    assert (numbers.tolist(), plain(groups)) == slow_groups(rows, dropna)
    assert groups.columns.tolist() == ["actor", "source"]


@pytest.mark.parametrize(
    ("values", "numbers", "groups"),
    [
        ([2023, 2020, 2023], [1, 0, 1], [2020, 2023]),
        ([True, False, True], [1, 0, 1], [False, True]),
        ([2.0, np.nan, 1.0], [1, -1, 0], [1.0, 2.0]),
        (pd.array([7, None, 3], dtype="Int64"), [1, -1, 0], [3, 7]),
        (pd.to_datetime(["2023-02-01", None, "2022-12-01"]), [1, -1, 0], list(pd.to_datetime(["2022-12", "2023-02"]))),
        (pd.Categorical(["new", "old", "new"], ["old", "new", "never"], ordered=True), [1, 0, 1], ["old", "new"]),
    ],
    ids=["whole numbers", "yes and no", "decimals", "whole numbers with gaps", "dates", "ordered categories"],
)
def test_values_of_every_type_are_groups(values, numbers, groups):
    found, table = group_documents(pd.Series(values, name="by"), 3)
    assert found.tolist() == numbers
    assert table["by"].tolist() == groups


def test_no_grouping_makes_one_group_without_columns():
    numbers, groups = group_documents(None, 3)
    assert numbers.tolist() == [0, 0, 0]
    assert groups.shape == (1, 0)


@pytest.mark.parametrize("by", [np.array(["b", "a"]), pd.Series(["b", "a"]), pd.Index(["b", "a"]), ["b", "a"]])
def test_values_without_a_name_are_called_group(by):
    numbers, groups = group_documents(by, 2)
    assert numbers.tolist() == [1, 0]
    assert groups.to_dict("list") == {"group": ["a", "b"]}


@pytest.mark.parametrize("by", [pd.Series(["b", "a"], name=0), pd.DataFrame([["b"], ["a"]])])
def test_a_column_may_be_called_by_a_number(by):
    numbers, groups = group_documents(by, 2)
    assert numbers.tolist() == [1, 0]
    assert groups.to_dict("list") == {0: ["a", "b"]}


@pytest.mark.parametrize("name", ["size", "index", "level_0", "group"])
def test_a_column_may_have_any_name(name):
    assert group_documents(pd.Series(["b", "a"], name=name), 2)[1].to_dict("list") == {name: ["a", "b"]}


def test_values_go_by_their_order_and_not_by_their_index():
    by = pd.Series(["b", "a", "b"], index=[2, 1, 1], name="actor")
    assert group_documents(by, 3)[0].tolist() == [1, 0, 1]
    assert group_documents(by.to_frame(), 3)[0].tolist() == [1, 0, 1]


def test_the_table_of_the_user_stays_as_it_was():
    by = pd.DataFrame({"actor": ["b", "a"]}, index=[5, 6])
    before = by.copy()
    group_documents(by, 2)
    pd.testing.assert_frame_equal(by, before)


@pytest.mark.parametrize("by", [pd.Series(["a"]), np.array(["a", "b", "c"]), pd.DataFrame({"x": []}), []])
def test_one_value_for_each_document_is_demanded(by):
    with pytest.raises(ValueError, match=f"by has {len(by)} values for 2 documents"):
        group_documents(by, 2)
