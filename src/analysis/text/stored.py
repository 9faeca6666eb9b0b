"""Tokens as Parquet: one row a document, whose columns are read when they are first wanted."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.text.tokens import Tokens, cumulated

LISTS = ("ids", "starts", "ends")


class StoredTokens(Tokens):
    """The tokens that a Parquet file holds, of which each column is read when it is first wanted.

    Parameters
    ----------
    path : Path
        A file of tables as `tokens_table` gives them.
    vocabulary_path : Path
        A Parquet file with the column term.
    reading : callable, optional
        Called with each function that reads; by default it calls it.
    """

    def __init__(
        self, path: Path, vocabulary_path: Path, reading: Callable[[Callable[[], Any]], Any] = lambda read: read()
    ) -> None:
        # The fields of the frozen class are properties here.
        self.__dict__ |= {"_path": path, "_vocabulary_path": vocabulary_path, "_reading": reading}
        self.__dict__ |= reading(self._outline)

    def _outline(self) -> dict[str, np.ndarray]:
        table = pq.read_table(self._path, columns=["doc_id", "length"])
        return {
            "doc_ids": table["doc_id"].to_pandas().to_numpy(dtype=object),
            "offsets": cumulated(table["length"].to_numpy()),
        }

    def __len__(self) -> int:
        return int(self.offsets[-1])

    @cached_property
    def ids(self) -> np.ndarray:
        return self._reading(lambda: self._column("ids"))

    @cached_property
    def starts(self) -> np.ndarray:
        return self._reading(lambda: self._column("starts"))

    @cached_property
    def ends(self) -> np.ndarray:
        return self._reading(lambda: self._column("ends"))

    @cached_property
    def vocabulary(self) -> np.ndarray:
        return self._reading(lambda: pq.read_table(self._vocabulary_path)["term"].to_pandas().to_numpy(dtype=object))

    def _column(self, name: str) -> np.ndarray:
        """Read a column piece by piece, so that it is in memory only once."""
        values, used = np.empty(len(self), dtype=np.int32), 0
        with pq.ParquetFile(self._path) as file:
            for batch in file.iter_batches(columns=[name], batch_size=1024):
                some = batch.column(0).flatten().to_numpy(zero_copy_only=False)
                values[used : used + len(some)] = some
                used += len(some)
        return values


def tokens_table(tokens: Tokens) -> pa.Table:
    """Return tokens as a table of one row a document, to be written as Parquet.

    Parameters
    ----------
    tokens : Tokens
        Any; their vocabulary is written apart.

    >>> tokens_table(Tokens.none(np.array(["a"], dtype=object))).to_pydict()
    {'doc_id': ['a'], 'length': [0], 'ids': [[]], 'starts': [[]], 'ends': [[]]}
    """
    offsets = pa.array(tokens.offsets, type=pa.int64())
    columns = {
        name: pa.LargeListArray.from_arrays(offsets, pa.array(getattr(tokens, name), type=pa.int32())) for name in LISTS
    }
    doc_ids = pa.array(tokens.doc_ids, type=pa.large_string())
    return pa.table({"doc_id": doc_ids, "length": pa.array(tokens.lengths, type=pa.int64()), **columns})
