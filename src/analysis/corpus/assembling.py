"""Records -> the documents table: ids of their own, columns of one type, repeated texts marked."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.problems import problem
from analysis.corpus.rows import plain
from analysis.corpus.schemas import DOCUMENTS, typed

WHOLE, WHOLE_OR_MISSING, NUMBER, TEXT = "int64", "Int64", "float64", "str"
OPTIONAL = ("title", "source", "url", "actor", "language")
LARGEST_WHOLE = np.iinfo(np.int64).max


def unique_ids(wanted: Sequence[str], paths: Sequence[str], rows: Sequence[int | None]) -> tuple[list[str], list[dict]]:
    """Give every text an id of its own; a second bearer of an id gets a number behind it and a problem.

    Parameters
    ----------
    wanted : sequence of str
        The ids that the user gives; an empty one becomes the text's place.
    paths, rows : sequences
        Where each text stands.

    >>> unique_ids(["A", "", "A"], ["a.csv", "b.txt", "a.csv"], [1, None, 2])[0]
    ['A', 'b.txt', 'A~2']
    """
    places = [path if pd.isna(row) else f"{path}#{row}" for path, row in zip(paths, rows, strict=True)]
    wanted = [given or place for given, place in zip(wanted, places, strict=True)]
    given, taken, problems = [], set(wanted), []
    seen: set[str] = set()
    numbers: dict[str, int] = defaultdict(lambda: 2)
    for doc_id, path, row in zip(wanted, paths, rows, strict=True):
        unique = doc_id
        if doc_id in seen:
            while (unique := f"{doc_id}~{numbers[doc_id]}") in taken:
                numbers[doc_id] += 1
            taken.add(unique)
            message = (
                f"an earlier document has the id {doc_id!r}; this one is called {unique!r}: give it an id of its own"
            )
            problems.append(problem(path, None if pd.isna(row) else int(row), "duplicate-id", message, "warning"))
        seen.add(unique)
        given.append(unique)
    return given, problems


def own_types(owns: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Collect which types of values each of the user's own columns holds, in the order of first sight.

    >>> {name: sorted(types) for name, types in own_types([{"n": 1, "code": "007"}, {"n": 2.5}]).items()}
    {'n': ['number', 'whole'], 'code': ['missing', 'text']}
    """
    seen: dict[str, set[str]] = {}
    counts: Counter[str] = Counter()
    texts = 0
    for own in owns:
        texts += 1
        counts.update(own.keys())
        for name, value in own.items():
            seen.setdefault(name, set()).add(_type_of(value))
    for name, types in seen.items():
        if counts[name] < texts:
            types.add("missing")
    return seen


def _type_of(value: Any) -> str:
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "text"
    if isinstance(value, int):
        return "whole" if -LARGEST_WHOLE <= value <= LARGEST_WHOLE else "text"
    return "number" if isinstance(value, float) else "text"


def column_types(seen: Mapping[str, set[str]]) -> dict[str, str]:
    """Choose a type for each of the user's own columns: numbers where every value is one, else text.

    >>> column_types({"n": {"whole", "missing"}, "code": {"text", "whole"}})
    {'n': 'Int64', 'code': 'str'}
    """
    chosen = {}
    for name, types in seen.items():
        values = types - {"missing"}
        if values == {"whole"}:
            chosen[name] = WHOLE_OR_MISSING if "missing" in types else WHOLE
        else:
            chosen[name] = NUMBER if values and values <= {"whole", "number"} else TEXT
    return chosen


def own_columns(owns: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> pd.DataFrame:
    """Return the user's own columns, each in its type; empty is missing."""
    columns = {}
    for name, kind in types.items():
        values = [own.get(name) for own in owns]
        if kind == TEXT:
            columns[name] = pd.array([plain(value) or None for value in values], dtype="str")
        elif kind == NUMBER:
            columns[name] = np.array([np.nan if value is None else value for value in values], dtype=float)
        else:
            columns[name] = pd.array(values, dtype=kind)
    return pd.DataFrame(columns, index=range(len(owns)))


def record_frame(records: Sequence[Mapping[str, Any]], without: Collection[str] = ()) -> pd.DataFrame:
    """Return one record or more as a frame, without some of their columns."""
    names = [name for name in records[0] if name not in without]
    frame = pd.DataFrame({name: [record[name] for record in records] for name in names})
    return frame.astype({"date": "datetime64[us]", "row": "Int64"})


def earliest_first(dates: pd.Series) -> np.ndarray:
    """Return the order in which texts count as the original of others: by date, undated ones last.

    >>> earliest_first(pd.Series(pd.to_datetime(["2023-02-22", None, "2023-01-01"]))).tolist()
    [2, 0, 1]
    """
    return dates.reset_index(drop=True).sort_values(kind="stable", na_position="last").index.to_numpy()


def mark_repeated(records: pd.DataFrame, repeated: pd.DataFrame) -> pd.DataFrame:
    """Name for each text the one that it repeats.

    Parameters
    ----------
    records : DataFrame
        With doc_id.
    repeated : DataFrame
        As `duplicates.find_duplicates` gives it, row by row.
    """
    has = repeated["original"].notna().to_numpy()
    ids = records["doc_id"].to_numpy(dtype=object)
    of = np.full(len(records), None, dtype=object)
    of[has] = ids[repeated.loc[has, "original"].to_numpy(dtype=int)]
    return records.assign(duplicate_of=of, similarity=repeated["similarity"].to_numpy())


def assemble(records: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Return the documents table.

    Parameters
    ----------
    records : DataFrame
        The columns of `schemas.DOCUMENTS`, with "" where an optional text is missing.
    own : DataFrame
        The user's own columns, row by row.
    """
    optional = records[list(OPTIONAL)].replace("", None)
    documents = typed(records.assign(**{name: optional[name] for name in OPTIONAL}), DOCUMENTS)
    return pd.concat([documents[list(DOCUMENTS.columns)], own], axis=1)


def repeated_text_problems(records: pd.DataFrame) -> list[dict]:
    """Make a problem of every text that repeats an earlier one.

    Parameters
    ----------
    records : DataFrame
        With path, row, duplicate_of and similarity.
    """
    repeated = records[records["duplicate_of"].notna()]
    return [_repeated_text(*values) for values in zip(*(repeated[name] for name in REPEATED), strict=True)]


REPEATED = ("path", "row", "duplicate_of", "similarity")


def _repeated_text(path: str, row: int | None, original: str, similarity: float) -> dict:
    same = (
        "the same words as"
        if similarity == 1
        else f"nearly the same text as ({similarity:.0%} of word 5-grams in both)"
    )
    kind = "duplicate-text" if similarity == 1 else "near-duplicate-text"
    message = f"{same} {original!r}: counts leave it out where they are asked to (duplicates='none')"
    return problem(path, None if pd.isna(row) else int(row), kind, message, "warning")
