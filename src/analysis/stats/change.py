"""How often terms stand in every week, month, quarter or year, with intervals; a time without words is a gap."""

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.bootstrap import bootstrap_bounds, draw_documents
from analysis.stats.checking import MILLION, check_confidence, check_count, check_no_clash, draw_order
from analysis.stats.times import read_dates, written_precision
from analysis.text.finding import find
from analysis.text.groups import group_documents, members_of, membership
from analysis.text.tokens import Tokens

MOST_PERIODS = 100_000
# How pandas calls a period, and which dates are known well enough for it.
PERIODS = {
    "day": ("D", ["day"]),
    "week": ("W", ["day"]),
    "month": ("M", ["day", "month"]),
    "quarter": ("Q", ["day", "month"]),
    "year": ("Y", ["day", "month", "year"]),
}
ALIASES = {
    "D": "day",
    "W": "week",
    **dict.fromkeys(["M", "MS", "ME"], "month"),
    **dict.fromkeys(["Q", "QS", "QE"], "quarter"),
    **dict.fromkeys(["Y", "YS", "YE"], "year"),
}
TYPES = {
    "term": "str",
    "period": "datetime64[us]",
    "count": "int64",
    "per_million": "float64",
    "per_million_low": "float64",
    "per_million_high": "float64",
    "documents": "int64",
    "period_tokens": "int64",
    "period_documents": "int64",
}


@named_in_methods
def trends(
    tokens: Tokens,
    documents: pd.DataFrame,
    terms: str | Collection[str],
    *,
    freq: str = "month",
    by: str | pd.Series | pd.DataFrame | np.ndarray | None = None,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
    dropna: bool = True,
) -> pd.DataFrame:
    """Count terms in every period from the first document to the last, as such and per million tokens.

    A period without tokens has a row too, without a rate: nothing is known of it, which is something other than a
    period whose documents never use the term. Documents whose period is not known are left out, as a month's is of
    which only the year is known: `undated_documents` lists them.

    The interval is the percentile bootstrap over the documents of the period (Efron and Tibshirani 1993, ch. 13),
    which a period of one document lacks. Where no document has the term, no resample has it either: an interval
    from 0 to 0 does not say that it was avoided.

    Parameters
    ----------
    tokens : Tokens
        Of these documents, in any order, and perhaps of others.
    documents : DataFrame
        With doc_id and date (dates, or ISO 8601 texts of any precision; those with a time zone are converted to UTC,
        those without are taken for UTC), and if there is one date_precision ("day", "month", "year": what of the date
        is known). Without that column, of the text 2023 the year is known, of 2023-05 the month.
    terms : str or collection of str
        Terms, phrases or patterns, as `parse_query` takes them: road, human rights, genocid*. Each gets rows, also
        when it stands nowhere.
    freq : str
        "day", "week" (from Monday), "month", "quarter" or "year"; or as pandas calls them: "D", "W", "MS", "QS",
        "YS".
    by : str, Series or array of shape (documents,), or DataFrame of that many rows, optional
        A column of the documents, or the group of each, in the order of `documents`. All groups have the same
        periods.
    resamples : int
        How many bootstrap samples are drawn; 0 leaves the interval empty.
    confidence : float
        Between 0 and 1.
    seed : int
        Seed of the random draws; the same seed gives the same interval, in whatever order the documents are.
    dropna : bool
        Whether documents without a group are left out; else they are a group of their own.

    Returns
    -------
    DataFrame
        One row a group, term and period: the group's columns, then term (as given), period (its first day, UTC),
        count, per_million (missing in a period without tokens), per_million_low and per_million_high (bounds of its
        interval), documents (of the period that have it), period_tokens and period_documents (of the group). Sorted
        by group, then term in the order given, then period.

    Raises
    ------
    ValueError
        The documents lack a column, have a doc_id twice or none of the tokens; a date is none; `by` or `freq` is
        unknown; a term is no query; a number is out of its range; or there are more than 100,000 periods, as when
        one date is centuries off.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["Open the road", "The road is open"],
    ...                           "date": pd.to_datetime(["2023-01-09", "2023-03-01"])})
    >>> trends(tokenize(documents), documents, "road")[["count", "period_tokens", "per_million"]].values.tolist()
    [[1.0, 3.0, 333333.3333333333], [0.0, 0.0, nan], [1.0, 4.0, 250000.0]]
    """
    check_confidence(confidence)
    check_count("resamples", resamples)
    check_count("seed", seed)
    several = isinstance(terms, Iterable) and not isinstance(terms, str)
    terms = list(dict.fromkeys(terms if several else [terms]))
    placed = _in_tokens(documents, tokens)
    periods = _periods(documents, freq)
    group_of, groups = group_documents(_grouping(documents, by), len(documents), dropna=dropna)
    check_no_clash(groups, TYPES)
    counted = periods.notna().to_numpy() & (group_of >= 0)
    # In an order of their own, so that the same documents are drawn however the frame is sorted.
    chosen = np.flatnonzero(counted)[draw_order(documents["doc_id"].to_numpy(dtype=object)[counted])]
    every = _every_period(periods.iloc[chosen], freq)
    cell = group_of[chosen] * len(every) + every.get_indexer(periods.iloc[chosen])
    rows = _count_terms(tokens, terms)[placed[chosen]]
    totals = tokens.lengths[placed[chosen]]
    table = _count_cells(rows, totals, cell, len(groups) * len(every))
    low, high = _bounds(rows, totals, cell, len(groups) * len(every), resamples, confidence, seed)
    shape = (len(groups), len(every), len(terms))
    counts = _as_rows({**table, "per_million_low": low, "per_million_high": high}, shape)
    counts["per_million"] = _rate(counts["count"], counts["period_tokens"])
    counts["term"] = np.tile(np.repeat(np.array(terms, dtype=object), len(every)), len(groups))
    counts["period"] = np.tile(every.to_numpy(), len(groups) * len(terms))
    repeated = groups.iloc[np.repeat(np.arange(len(groups)), len(every) * len(terms))].reset_index(drop=True)
    return pd.concat([repeated, pd.DataFrame(counts, columns=list(TYPES)).astype(TYPES)], axis=1)


def undated_documents(documents: pd.DataFrame, freq: str = "month") -> pd.DataFrame:
    """List the documents that a trend leaves out, as their period is not known.

    Parameters
    ----------
    documents, freq
        As `trends` takes them.

    Returns
    -------
    DataFrame
        One row a document, in their order: doc_id, date (UTC, missing when there is none), date_precision (empty
        when there is no date).

    Raises
    ------
    ValueError
        As `trends` raises it for the documents and `freq`.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "date": pd.to_datetime(["2023-01-01", "2023-01-01"]),
    ...                           "date_precision": ["year", "day"]})
    >>> undated_documents(documents, "month")[["doc_id", "date_precision"]].values.tolist()
    [['a', 'year']]
    """
    _check_columns(documents)
    dates = _utc(documents)
    left_out = _periods(documents, freq).isna().to_numpy()
    columns = {
        "doc_id": documents["doc_id"].to_numpy(dtype=object)[left_out],
        "date": dates.to_numpy()[left_out],
        "date_precision": _precision(documents).where(dates.notna(), "").to_numpy(dtype=object)[left_out],
    }
    return pd.DataFrame(columns).astype({"doc_id": "str", "date": "datetime64[us]", "date_precision": "str"})


def _check_columns(documents: pd.DataFrame) -> None:
    if not isinstance(documents, pd.DataFrame):
        raise ValueError(f"documents is of the kind {type(documents).__name__}: give the table with doc_id and date")
    for name in ("doc_id", "date"):
        if name not in documents:
            raise ValueError(f"documents has no column {name!r}: it has {', '.join(map(str, documents.columns))}")
    if (twice := documents["doc_id"].duplicated()).any():
        raise ValueError(f"documents has {documents['doc_id'][twice].iloc[0]!r} twice: give each document once")


def _in_tokens(documents: pd.DataFrame, tokens: Tokens) -> np.ndarray:
    """Return the number of each document in the tokens."""
    _check_columns(documents)
    placed = pd.Index(tokens.doc_ids).get_indexer(documents["doc_id"])
    if (placed < 0).any():
        missing = documents["doc_id"].to_numpy()[placed < 0]
        raise ValueError(f"tokens has no document {missing[0]!r} ({len(missing)} in all): take those of the corpus")
    return placed


def _grouping(documents: pd.DataFrame, by: str | pd.Series | pd.DataFrame | np.ndarray | None):
    if isinstance(by, str):
        return documents[choose(by, map(str, documents.columns), "column")]
    return by


def _utc(documents: pd.DataFrame) -> pd.Series:
    try:
        return read_dates(documents["date"])
    except ValueError as error:
        raise ValueError(f"in the column date, {error}") from None


def _precision(documents: pd.DataFrame) -> pd.Series:
    if "date_precision" not in documents:
        return written_precision(documents["date"])
    return documents["date_precision"].reset_index(drop=True).fillna("").astype("str")


def _pandas_name(freq: str) -> tuple[str, list[str]]:
    return PERIODS[choose(ALIASES.get(freq, freq), PERIODS, "freq")]


def _periods(documents: pd.DataFrame, freq: str) -> pd.Series:
    """Return the first day of each document's period, missing where that is not known."""
    name, precise = _pandas_name(freq)
    known = _utc(documents).where(_precision(documents).isin(precise))
    return known.dt.to_period(name).dt.to_timestamp().astype("datetime64[us]")


def _every_period(periods: pd.Series, freq: str) -> pd.DatetimeIndex:
    if periods.empty:
        return pd.DatetimeIndex([], dtype="datetime64[us]")
    every = pd.period_range(periods.min(), periods.max(), freq=_pandas_name(freq)[0])
    if len(every) > MOST_PERIODS:
        raise ValueError(
            f"from {periods.min().date()} to {periods.max().date()} there are {len(every):,} periods: correct the "
            "date that is far off, or take a longer freq, such as year"
        )
    return every.to_timestamp().astype("datetime64[us]")


def _count_terms(tokens: Tokens, terms: list[str]) -> sparse.csr_array:
    """Return how often each document has each term."""
    documents = [tokens.document_of(find(tokens, term)[0]) for term in terms]
    column = np.repeat(np.arange(len(terms)), [len(each) for each in documents])
    row = np.concatenate([np.zeros(0, dtype=np.int64), *documents])
    shape = (len(tokens.doc_ids), len(terms))
    return sparse.coo_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=shape).tocsr()


def _count_cells(rows: sparse.csr_array, totals: np.ndarray, cell: np.ndarray, cells: int) -> dict[str, np.ndarray]:
    """Return the counts of each cell, a group and period, by column: shape (cells, terms)."""
    of_cell = membership(cell, cells)
    sizes = np.stack([of_cell @ totals, np.bincount(cell, minlength=cells)])
    repeated = np.broadcast_to(sizes[:, :, None], (2, cells, rows.shape[1]))
    return {
        "count": (of_cell @ rows).toarray(),
        "documents": (of_cell @ (rows > 0).astype(np.int64)).toarray(),
        "period_tokens": repeated[0],
        "period_documents": repeated[1],
    }


def _bounds(
    rows: sparse.csr_array,
    totals: np.ndarray,
    cell: np.ndarray,
    cells: int,
    resamples: int,
    confidence: float,
    seed: int,
) -> np.ndarray:
    """Return the bounds of each cell's rates: shape (2, cells, terms)."""
    bounds = np.full((2, cells, rows.shape[1]), np.nan)
    for number, members in enumerate(members_of(cell, cells)):
        draws = draw_documents(len(members), resamples, seed)
        if len(draws):
            found = bootstrap_bounds(rows[members], draws, confidence, totals=totals[members], per=MILLION)
            bounds[:, number] = found.T
    return bounds


def _as_rows(columns: dict[str, np.ndarray], shape: tuple[int, int, int]) -> dict[str, np.ndarray]:
    """Return columns by group, term and period, of those by group and period, and term."""
    return {name: np.swapaxes(np.reshape(values, shape), 1, 2).ravel() for name, values in columns.items()}


def _rate(count: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    return np.where(tokens > 0, count * MILLION / np.maximum(tokens, 1), np.nan)
