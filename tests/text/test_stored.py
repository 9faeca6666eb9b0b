"""Tokens on disk: the same ones come back, and only what is wanted is read."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import tokenize
from analysis.text.stored import StoredTokens, tokens_table
from analysis.text.tokens import COLUMNS, Tokens


def store(tokens: Tokens, folder) -> None:
    pq.write_table(tokens_table(tokens), folder / "tokens.parquet", row_group_size=2)
    pq.write_table(pa.table({"term": pa.array(tokens.vocabulary, pa.large_string())}), folder / "vocabulary.parquet")


def opened(folder, **options) -> StoredTokens:
    return StoredTokens(folder / "tokens.parquet", folder / "vocabulary.parquet", **options)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text("ab ’İ-1.", max_size=12), max_size=6))
def test_stored_tokens_are_those_that_were_written(tmp_path_factory, texts):
    documents = pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": texts}, dtype=str)
    folder, tokens = tmp_path_factory.mktemp("stored"), tokenize(documents)
    store(tokens, folder)
    again = opened(folder)
    assert len(again) == len(tokens)
    for name in COLUMNS:
        ours, theirs = getattr(again, name), getattr(tokens, name)
        assert (ours.dtype, ours.tolist()) == (theirs.dtype, theirs.tolist()), name


def test_only_the_columns_that_are_wanted_are_read(tmp_path):
    documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["open the road", "the road"]})
    store(tokenize(documents), tmp_path)
    reads = []

    def reading(read):
        reads.append(read)
        return read()

    tokens = opened(tmp_path, reading=reading)
    assert (len(tokens), tokens.lengths.tolist(), len(reads)) == (5, [3, 2], 1)
    assert tokens.ids.tolist() == [0, 2, 1, 2, 1]
    assert len(reads) == 2


def test_stored_tokens_can_be_chosen_renamed_and_changed(tmp_path):
    documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["open the road", "the road"]})
    tokens = tokenize(documents)
    store(tokens, tmp_path)
    again = opened(tmp_path)
    assert again.select([False, True]).frame().equals(tokens.select([False, True]).frame())
    assert again.ngrams(2).frame().equals(tokens.ngrams(2).frame())
    assert again.renamed(tokens.doc_ids[::-1]).doc_ids.tolist() == ["b", "a"]


def test_a_file_that_is_gone_is_an_error_that_names_it(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"tokens\.parquet"):
        opened(tmp_path)
