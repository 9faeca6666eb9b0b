"""Mentions -> which organizations are named together, and the rows that show it."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.discourse.counts import counted_documents, mentions_of
from analysis.methods import named_in_methods
from analysis.stats.bootstrap import blocks, draw_documents, percentile_bounds, resampled_sums
from analysis.text.quoting import split_paragraphs
from analysis.text.sentences import in_sentences

WITHIN = ("document", "paragraph", "sentence")
TYPES = {
    "organization": "str",
    "other": "str",
    "together": "int64",
    "units": "int64",
    "other_units": "int64",
    "all_units": "int64",
    "jaccard": "float64",
    "jaccard_low": "float64",
    "jaccard_high": "float64",
    "npmi": "float64",
    "documents": "int64",
}


@named_in_methods
def co_mentions(
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    within: str = "document",
    sentences: pd.DataFrame | None = None,
    minimum: int = 1,
    duplicates: str = "near",
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Count how often two organizations are named in the same document, paragraph or sentence.

    Of a units that name the one, b that name the other, t that name both and n in all, the Jaccard index
    (Jaccard 1912, New Phytologist 11: 37-50) is t / (a + b - t), and the normalized pointwise mutual information
    (Bouma 2009, Proceedings of GSCL: 31-40) is ln(t n / (a b)) / ln(n / t): 1 where neither is named without the
    other, 0 where they are named together as often as by chance, toward -1 where they shun each other. It is
    missing where every unit names both.

    The interval of the index is the percentile bootstrap over documents (`stats.bootstrap`), whatever the unit,
    as the sentences of a document depend on each other. It is missing where one document alone names either of
    the two, and has no width where they are never named apart, which says little when they are few.

    Parameters
    ----------
    mentions : DataFrame
        As `mentions` gives it; those in other documents than `documents` are left out.
    documents : DataFrame
        With doc_id; for paragraphs also text.
    within : str
        The unit: "document"; "paragraph" (between empty lines); or "sentence". A mention stands in the unit that
        it begins in.
    sentences : DataFrame, optional
        As `text.split_sentences` gives it (doc_id, sentence, start, end); needed for sentences only.
    minimum : int
        Pairs that are named together in fewer units get no row.
    duplicates : str
        Which documents that repeat another count, as `counted_documents` takes it.
    confidence : float
        Between 0 and 1.
    resamples : int
        How many bootstrap samples are drawn; 0 leaves the interval empty.
    seed : int
        Seed of the random draws; the same seed gives the same interval, in whatever order the documents are.

    Returns
    -------
    DataFrame
        One row a pair, the names in the order of the alphabet: organization, other, together (units that name
        both), units, other_units (that name the one, the other), all_units, jaccard, jaccard_low, jaccard_high,
        npmi, documents (with such a unit). Sorted by together, most first, then by the names.

    Raises
    ------
    ValueError
        `within` or `duplicates` is not one of those allowed, or the sentences are missing.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a", "b"], "organization": ["UN", "EU", "UN"]})
    >>> co_mentions(named, documents)[["organization", "other", "together", "jaccard"]].values.tolist()
    [['EU', 'UN', 1, 0.5]]
    """
    documents = documents[counted_documents(documents, duplicates)].sort_values("doc_id")
    placed, all_units = _in_units(mentions, documents, within, sentences)
    naming, document_of, names = _incidence(placed, documents)
    first, second, together = _pairs(naming, minimum)
    counted = np.asarray(naming.sum(axis=0)).ravel()
    one, other = counted[first], counted[second]
    pairs = {
        "organization": names[first],
        "other": names[second],
        "together": together,
        "units": one,
        "other_units": other,
        "all_units": all_units,
        "jaccard": together / (one + other - together),
        "npmi": _npmi(together, one, other, all_units),
    }
    draws = draw_documents(len(documents), resamples, seed)
    bounds, within_documents = _by_document(naming, document_of, first, second, draws, confidence)
    pairs |= {"jaccard_low": bounds[:, 0], "jaccard_high": bounds[:, 1], "documents": within_documents}
    frame = pd.DataFrame(pairs, columns=list(TYPES)).astype(TYPES)
    return frame.sort_values(["together", "organization", "other"], ascending=[False, True, True], ignore_index=True)


def mentions_of_pair(
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    organization: str,
    other: str,
    *,
    within: str = "document",
    sentences: pd.DataFrame | None = None,
    duplicates: str = "near",
) -> pd.DataFrame:
    """Return the mentions that the count of a pair rests on.

    Parameters
    ----------
    mentions, documents, within, sentences, duplicates
        As `co_mentions` takes them.
    organization, other : str
        The standard names of the two.

    Returns
    -------
    DataFrame
        The mentions of both in the units that name both, by document and place, with the column unit added: the
        number of the paragraph or sentence in its document (0 for the document itself).

    Raises
    ------
    ValueError
        One of the two is named nowhere; the nearest names are suggested.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a", "b"], "start": [0, 9, 0], "organization": ["UN", "EU", "UN"]})
    >>> mentions_of_pair(named, documents, "EU", "UN")["start"].tolist()
    [0, 9]
    """
    for name in (organization, other):
        mentions_of(mentions, name)
    pair = pd.DataFrame({"organization": [organization], "other": [other]})
    return mentions_of_pairs(pair, mentions, documents, within=within, sentences=sentences, duplicates=duplicates)[0]


def mentions_of_pairs(
    pairs: pd.DataFrame,
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    within: str = "document",
    sentences: pd.DataFrame | None = None,
    duplicates: str = "near",
) -> list[pd.DataFrame]:
    """Return for each of several pairs the mentions that its count rests on, as `mentions_of_pair` does for one.

    Parameters
    ----------
    pairs : DataFrame
        With organization and other, both standard names.
    mentions, documents, within, sentences, duplicates
        As `co_mentions` takes them.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a", "b"], "start": [0, 9, 0], "organization": ["UN", "EU", "UN"]})
    >>> pairs = pd.DataFrame({"organization": ["EU"], "other": ["UN"]})
    >>> [found["start"].tolist() for found in mentions_of_pairs(pairs, named, documents)]
    [[0, 9]]
    """
    of_any = mentions[mentions["organization"].isin([*pairs["organization"], *pairs["other"]])]
    counted = documents[counted_documents(documents, duplicates)]
    if within != "document":  # no document that names one of them alone needs to be cut into units
        several = of_any.groupby("doc_id")["organization"].nunique() > 1
        counted = counted[counted["doc_id"].isin(several.index[several])]
    placed, _ = _in_units(of_any, counted, within, sentences)
    placed = placed.sort_values(["doc_id", "start"], ignore_index=True)
    unit = placed.groupby(["doc_id", "unit"], sort=False).ngroup().to_numpy()
    rows = placed.groupby("organization").indices
    none = np.zeros(0, dtype=np.int64)
    found = []
    for names in zip(pairs["organization"], pairs["other"], strict=True):
        one, other = (rows.get(name, none) for name in names)
        both = np.unique(np.concatenate([one, other]))
        shared = np.isin(unit[both], np.intersect1d(unit[one], unit[other]))
        found.append(placed.iloc[both[shared]].reset_index(drop=True))
    return found


@named_in_methods
def co_mention_network(pairs: pd.DataFrame, counts: pd.DataFrame | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the network of organizations that are named together.

    Parameters
    ----------
    pairs : DataFrame
        As `co_mentions` gives it.
    counts : DataFrame, optional
        As `mention_counts` gives it without groups: then organizations that are named with no other are nodes
        too, and nodes have the number of their documents.

    Returns
    -------
    (DataFrame, DataFrame)
        The nodes: organization, documents (that name it; missing without `counts`), degree (how many others it
        is named with), strength (the sum of `together` over them: Barrat et al. 2004, PNAS 101: 3747-3752).
        Sorted by strength, then name. And the edges: organization, other, together, jaccard, npmi.

    Raises
    ------
    ValueError
        The counts have several rows for an organization, as those by a group have.

    >>> pairs = pd.DataFrame({"organization": ["EU", "EU"], "other": ["OSCE", "UN"], "together": [1, 4],
    ...                       "jaccard": [0.1, 0.5], "npmi": [0.0, 0.4]})
    >>> co_mention_network(pairs)[0][["organization", "degree", "strength"]].values.tolist()
    [['EU', 2, 5], ['UN', 1, 4], ['OSCE', 1, 1]]
    """
    both = pd.concat([pairs, pairs.assign(organization=pairs["other"])])
    nodes = both.groupby("organization")["together"].agg(degree="size", strength="sum").astype("int64")
    if counts is None:
        documents = pd.Series(pd.NA, index=nodes.index, dtype="Int64")
    else:
        if counts["organization"].duplicated().any():
            raise ValueError("counts has several rows for an organization: give those of mention_counts without by=")
        documents = counts.set_index("organization")["documents"].astype("Int64")
        nodes = nodes.reindex(nodes.index.union(documents.index), fill_value=0)
    nodes = nodes.assign(documents=documents).rename_axis("organization").reset_index()
    nodes = nodes.sort_values(["strength", "organization"], ascending=[False, True], ignore_index=True)
    edges = pairs[["organization", "other", "together", "jaccard", "npmi"]].reset_index(drop=True)
    return nodes[["organization", "documents", "degree", "strength"]].astype({"organization": str}), edges


def _in_units(
    mentions: pd.DataFrame, documents: pd.DataFrame, within: str, sentences: pd.DataFrame | None
) -> tuple[pd.DataFrame, int]:
    """Return the mentions of these documents with the number of the unit they begin in, and how many units are."""
    if within not in WITHIN:
        raise ValueError(f"within is {within!r}: choose from {', '.join(WITHIN)}")
    found = mentions[mentions["doc_id"].isin(documents["doc_id"])].reset_index(drop=True)
    if within == "document":
        return found.assign(unit=0), len(documents)
    if within == "paragraph":
        units = split_paragraphs(documents).rename(columns={"paragraph": "sentence"})
    elif sentences is None:
        raise ValueError("within is 'sentence': give the sentences too, as text.split_sentences gives them")
    else:
        units = sentences[sentences["doc_id"].isin(documents["doc_id"])]
    placed = in_sentences(found, units.assign(text=""))
    return placed[[*found.columns]].assign(unit=placed["sentence"].astype("int64")), len(units)


def _incidence(placed: pd.DataFrame, documents: pd.DataFrame) -> tuple[sparse.csc_array, sparse.csr_array, np.ndarray]:
    """Return which units with a mention name which organizations, which documents they are of, and the names."""
    column, names = pd.factorize(placed["organization"].to_numpy(dtype=object), sort=True)
    unit = placed.groupby(["doc_id", "unit"], sort=False).ngroup().to_numpy()
    units = int(unit.max()) + 1 if len(unit) else 0
    cells = np.unique(np.stack([unit, column]), axis=1) if len(unit) else np.zeros((2, 0), dtype=np.int64)
    naming = sparse.coo_array((np.ones(cells.shape[1], dtype=np.int64), tuple(cells)), shape=(units, len(names)))
    places = pd.Index(documents["doc_id"]).get_indexer(placed["doc_id"][~pd.Series(unit).duplicated().to_numpy()])
    ones, shape = np.ones(units, dtype=np.int64), (len(documents), units)
    document_of = sparse.coo_array((ones, (places, np.arange(units))), shape=shape)
    return naming.tocsc(), document_of.tocsr(), names


def _pairs(naming: sparse.csc_array, minimum: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the numbers of the two organizations of each pair, and how many units name both."""
    product = sparse.triu(naming.T @ naming, k=1).tocoo()
    enough = product.data >= max(minimum, 1)
    return product.coords[0][enough], product.coords[1][enough], product.data[enough]


def _npmi(together: np.ndarray, one: np.ndarray, other: np.ndarray, units: int) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        measure = np.log(together * units / (one * other)) / np.log(units / together)
    # Rounding must not put a pair outside of the measure's own range.
    return np.where(together < units, np.clip(measure, -1, 1), np.nan)


def _by_document(
    naming: sparse.csc_array,
    document_of: sparse.csr_array,
    first: np.ndarray,
    second: np.ndarray,
    draws: np.ndarray,
    confidence: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds of each pair's index, and how many documents have a unit that names both."""
    units = (document_of @ naming).tocsc()
    sums = resampled_sums(units, draws)
    in_documents = (units > 0).astype(np.int64)
    shared = in_documents.T @ in_documents
    each = np.asarray(in_documents.sum(axis=0)).ravel()
    bounds, documents = np.full((len(first), 2), np.nan), np.zeros(len(first), dtype=np.int64)
    for some in blocks(len(first), max(len(draws), 1)):
        one, other = first[some], second[some]
        both = (document_of @ _naming_both(naming, one, other)).tocsc()
        documents[some] = np.diff(both.indptr)
        if len(draws):
            together = resampled_sums(both, draws)
            with np.errstate(invalid="ignore"):
                values = together / (sums[:, one] + sums[:, other] - together)
            alone = each[one] + each[other] - np.asarray(shared[one, other]).ravel() < 2
            bounds[some] = np.where(alone[:, None], np.nan, percentile_bounds(values, confidence))
    return bounds, documents


def _naming_both(naming: sparse.csc_array, one: np.ndarray, other: np.ndarray) -> sparse.csc_array:
    """Return which units name both of each pair, shape (units, pairs)."""
    longest = int(np.diff(naming.indptr).max(initial=1))
    parts = [naming[:, one[some]].multiply(naming[:, other[some]]) for some in blocks(len(one), longest)]
    return sparse.hstack(parts, format="csc")
