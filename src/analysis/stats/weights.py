"""tf-idf: which terms set a document, or a group of documents, apart from the others."""

import numpy as np
import pandas as pd

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.checking import check_count, check_no_clash
from analysis.text.tokens import Tokens

TFS = {
    "count": lambda count, total, most: count,
    "proportion": lambda count, total, most: count / total,
    "log10": lambda count, total, most: 1 + np.log10(count),
    "ln": lambda count, total, most: 1 + np.log(count),
    "augmented": lambda count, total, most: 0.5 + 0.5 * count / most,
    "boolean": lambda count, total, most: np.ones_like(count),
}
IDFS = {
    "log10": lambda n, df: np.log10(n / df),
    "ln": lambda n, df: np.log(n / df),
    "log2": lambda n, df: np.log2(n / df),
    "plus_one": lambda n, df: np.log(n / df) + 1,
    "smooth": lambda n, df: np.log((n + 1) / (df + 1)) + 1,
    "probabilistic": lambda n, df: np.log10(np.maximum((n - df) / df, 1)),
    "none": lambda n, df: np.ones_like(df),
}
NORMS = ("none", "l2")
TYPES = {"term": "str", "count": "int64", "document_frequency": "int64", "tf_idf": "float64"}


@named_in_methods
def tf_idf(
    tokens: Tokens,
    by: pd.Series | pd.DataFrame | np.ndarray | None = None,
    *,
    tf: str = "count",
    idf: str = "log10",
    norm: str = "none",
    top: int | None = None,
    dropna: bool = True,
) -> pd.DataFrame:
    """Weigh each term of a document by how often it stands there, and in how few other documents.

    The weight is tf times idf (Spärck Jones 1972, Journal of Documentation 28: 11-21; Salton and Buckley 1988,
    Information Processing and Management 24: 513-523), of a term that stands c times in a document of t tokens, whose
    most frequent term stands m times, and in df of n documents. Programs differ in the variant:

    ============  ===========  ==========  =========  =======================================================
    tf            idf          norm        SMART      is
    ============  ===========  ==========  =========  =======================================================
    "count"       "log10"      "none"      ntn        quanteda's default, and that of this function
    "proportion"  "ln"         "none"                 tidytext's; quanteda's scheme_tf="prop", base=exp(1)
    "count"       "smooth"     "l2"                   scikit-learn's default
    "count"       "plus_one"   "none"                 scikit-learn's without smoothing and norm
    "log10"       "log10"      "l2"        ltc        Manning, Raghavan and Schütze (2008: ch. 6.4)
    ============  ===========  ==========  =========  =======================================================

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    by : Series or array of shape (n,), or DataFrame of n rows, optional
        The group of each document, in the order of the documents: each group is then taken for one document.
    tf : str
        "count": c. "proportion": c / t. "log10", "ln": 1 + log c. "augmented": 0.5 + 0.5 c / m. "boolean": 1.
    idf : str
        "log10", "ln", "log2": log(n / df), so that a term of all documents weighs nothing. "plus_one":
        ln(n / df) + 1. "smooth": ln((n + 1) / (df + 1)) + 1. "probabilistic": log10((n - df) / df), at least 0.
        "none": 1.
    norm : str
        "l2": the weights of a document are divided by the root of the sum of their squares. "none": they are not.
    top : int, optional
        How many terms of each document get a row, the weightiest; all when left out.
    dropna : bool
        Whether documents without a group are left out; else they are a group of their own.

    Returns
    -------
    DataFrame
        One row a term that stands in a document: doc_id or the group's columns, then term, count (c),
        document_frequency (df: documents, or groups with `by`, that have it) and tf_idf. Sorted by document (in their
        order) or group, then tf_idf, highest first, then term.

    Raises
    ------
    ValueError
        `tf`, `idf` or `norm` is unknown, `top` negative, or `by` has not one value for each document, or a column
        that the result has too.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["the road the road", "the peace"]})
    >>> tf_idf(tokenize(documents), top=1)[["doc_id", "term", "count", "tf_idf"]].round(2).values.tolist()
    [['a', 'road', 2, 0.6], ['b', 'peace', 1, 0.3]]
    """
    choose(tf, TFS, "tf")
    choose(idf, IDFS, "idf")
    choose(norm, NORMS, "norm")
    if top is not None:
        check_count("top", top)
    counts, groups, _ = tokens.dtm(by, dropna=dropna)
    check_no_clash(groups, TYPES)
    cells = counts.tocoo()
    row, term = cells.coords
    frequency = np.bincount(term, minlength=counts.shape[1])
    weight = _tf(tf, cells.data, row, len(groups)) * IDFS[idf](float(len(groups)), frequency[term].astype(float))
    if norm == "l2":
        weight = _normed(weight, row, len(groups))
    order = np.lexsort([term, -weight, row])
    if top is not None:
        order = order[_place_in_row(row[order]) < top]
    columns = {
        "term": pd.array(tokens.vocabulary[term[order]], dtype="str"),
        "count": cells.data[order],
        "document_frequency": frequency[term[order]],
        "tf_idf": weight[order],
    }
    repeated = groups.iloc[row[order]].reset_index(drop=True)
    return pd.concat([repeated, pd.DataFrame(columns).astype(TYPES)], axis=1)


def _tf(tf: str, count: np.ndarray, row: np.ndarray, rows: int) -> np.ndarray:
    total = np.bincount(row, weights=count, minlength=rows)
    most = np.zeros(rows)
    np.maximum.at(most, row, count)
    return TFS[tf](count.astype(float), total[row], most[row])


def _normed(weight: np.ndarray, row: np.ndarray, rows: int) -> np.ndarray:
    length = np.sqrt(np.bincount(row, weights=weight**2, minlength=rows))[row]
    # A document whose terms all weigh nothing keeps its zeros.
    return np.divide(weight, length, out=np.zeros_like(weight), where=length > 0)


def _place_in_row(row: np.ndarray) -> np.ndarray:
    """Return the place of each cell within its row, from 0; the rows ascend."""
    return np.arange(len(row)) - np.searchsorted(row, row)
