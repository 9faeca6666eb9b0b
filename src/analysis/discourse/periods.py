"""In which documents an alias may count, by when it was in use and when they were written."""

import numpy as np
import pandas as pd

ALWAYS, FOREVER = np.iinfo(np.int64).min, np.iinfo(np.int64).max


def is_in_period(matches: pd.DataFrame, documents: pd.DataFrame, gazetteer: pd.DataFrame) -> np.ndarray:
    """Say of each match whether its alias was in use at the document's date, or on some day of its month or year.

    Parameters
    ----------
    matches : DataFrame
        With doc_id and `row` of the gazetteer.
    documents : DataFrame
        With doc_id, and if known date (datetime64) and date_precision (day, month, year); one that is undated
        is in every period.
    gazetteer : DataFrame
        With valid_from and valid_to, if any: text as 1999, 1999-05, 1999-05-31, or nothing; both included.

    Returns
    -------
    bool array, shape (matches,)

    >>> documents = pd.DataFrame({"doc_id": ["a"], "date": pd.to_datetime(["2006-06-16"])})
    >>> gazetteer = pd.DataFrame({"valid_from": ["1946"], "valid_to": ["2006-05"]})
    >>> is_in_period(pd.DataFrame({"doc_id": ["a"], "row": [0]}), documents, gazetteer)
    array([False])
    """
    written = [gazetteer[name].tolist() if name in gazetteer else [] for name in ("valid_from", "valid_to")]
    if "date" not in documents or not any(any(of) for of in written):
        return np.ones(len(matches), dtype=bool)
    begins = np.array([first_day(of) if of else ALWAYS for of in written[0]] or [ALWAYS] * len(gazetteer))
    ends = np.array([last_day(of) if of else FOREVER for of in written[1]] or [FOREVER] * len(gazetteer))
    first, last = (days.reindex(matches["doc_id"]).to_numpy() for days in _days(documents))
    rows = matches["row"].to_numpy()
    return (last >= begins[rows]) & (first <= ends[rows])


def first_day(written: str) -> int:
    """Return the first day of a year, a month or a day, as days since 1970.

    >>> first_day("1970-02")
    31
    """
    return int(np.datetime64(written).astype("datetime64[D]").astype("int64"))


def last_day(written: str) -> int:
    """Return the last day of a year, a month or a day, as days since 1970.

    >>> last_day("1970-01")
    30
    """
    return int((np.datetime64(written) + 1).astype("datetime64[D]").astype("int64")) - 1


def _days(documents: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the first and the last day that each document may be of; all days for one that is undated."""
    dates = documents["date"].to_numpy("datetime64[D]")
    first = dates.astype("int64")
    last = first.copy()
    precision = documents["date_precision"].to_numpy(dtype=object) if "date_precision" in documents else None
    for name, unit in (("year", "Y"), ("month", "M")) if precision is not None else ():
        of_unit = precision == name
        units = dates[of_unit].astype(f"datetime64[{unit}]")
        first[of_unit] = units.astype("datetime64[D]").astype("int64")
        last[of_unit] = (units + 1).astype("datetime64[D]").astype("int64") - 1
    undated = np.isnat(dates)
    first[undated], last[undated] = ALWAYS, FOREVER
    return pd.Series(first, index=documents["doc_id"]), pd.Series(last, index=documents["doc_id"])
