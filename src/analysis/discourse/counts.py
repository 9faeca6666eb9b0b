"""Mentions -> counts: how often, and in how many documents, an organization is named."""

from difflib import get_close_matches

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.discourse.organizations import own_organizations
from analysis.methods import named_in_methods
from analysis.stats.bootstrap import bootstrap_bounds, draw_documents
from analysis.stats.intervals import wilson_interval
from analysis.text.groups import group_documents, membership
from analysis.text.tokens import Tokens

# How pandas calls a period, and which dates are known well enough for it.
PERIODS = {"month": ("M", ["day", "month"]), "year": ("Y", ["day", "month", "year"])}
DUPLICATES = ("all", "near", "none")
THOUSAND = 1000
COUNTS = [
    "organization",
    "mentions",
    "mentions_low",
    "mentions_high",
    "documents",
    "group_documents",
    "share",
    "share_low",
    "share_high",
]
RATES = ["group_tokens", "per_thousand", "per_thousand_low", "per_thousand_high"]
By = str | pd.Series | pd.DataFrame | None
Lengths = Tokens | pd.Series | np.ndarray | None


@named_in_methods
def mention_counts(
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    by: By = None,
    *,
    tokens: Lengths = None,
    zeros: bool = False,
    duplicates: str = "near",
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Count mentions, and the documents with at least one, by any grouping of the documents.

    The intervals of mentions and of their rate are percentile bootstraps over documents
    (`stats.bootstrap.bootstrap_bounds`); a group of one document has none. The interval of the share of
    documents is Wilson's (1927), since a bootstrap would give [0, 0] where no document of a group names an
    organization, as if it were sure that none does; so read a row without mentions by its share_high. All of
    them treat the documents as drawn from a larger population; for a corpus that is complete they only show
    how few documents a number rests on.

    Parameters
    ----------
    mentions : DataFrame
        As `mentions` gives it; those in other documents than `documents` are left out.
    documents : DataFrame
        With doc_id and the columns that `by` names; it gives the denominators.
    by : str, Series or DataFrame, optional
        What `grouping` takes: a column of documents, "document", "month" or "year", or one value for each
        document, in their order. Documents without a group are left out.
    tokens : Tokens, or int Series or array of shape (documents,), optional
        The tokens of the documents, or how many each has, in their order; it adds the rate.
    zeros : bool
        Whether a group without a mention of an organization gets a row for it.
    duplicates : str
        Which documents that repeat another count, as `counted_documents` takes it.
    confidence : float
        Between 0 and 1.
    resamples : int
        How many bootstrap samples are drawn; 0 leaves the intervals of mentions and of their rate empty.
    seed : int
        Seed of the random draws; the same seed gives the same intervals, in whatever order the documents are.

    Returns
    -------
    DataFrame
        The group's columns, then organization, mentions, mentions_low and mentions_high (bounds of its
        interval), documents (of the group that name it), group_documents, share (documents /
        group_documents), share_low and share_high; with `tokens` also group_tokens, per_thousand (mentions
        per thousand tokens of the group), per_thousand_low and per_thousand_high.
        Sorted by group, then mentions, then organization.

    Raises
    ------
    ValueError
        `by` names no column or one that the counts have too, or has not one value for each document; neither
        have the tokens; or an option is out of its range.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": ["X", "Y"]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a"], "organization": ["UN", "UN"]})
    >>> mention_counts(named, documents, by="actor")[["actor", "organization", "mentions", "share"]].values.tolist()
    [['X', 'UN', 2, 1.0]]
    """
    placed, groups = _placed(documents, by, tokens, duplicates)
    matrix, names = _matrix(mentions, placed)
    counts = _count(matrix, placed, len(groups), zeros)
    counts["share"] = counts["documents"] / counts["group_documents"]
    counts["share_low"], counts["share_high"] = wilson_interval(
        counts["documents"], counts["group_documents"], confidence
    )
    if tokens is not None:
        total = placed.groupby("group")["tokens"].sum()
        counts["group_tokens"] = total.reindex(counts["group"]).to_numpy(dtype=np.int64)
        counts["per_thousand"] = counts["mentions"] * THOUSAND / counts["group_tokens"].where(lambda total: total > 0)
    counts = counts.join(_bounds(counts, matrix, placed, confidence, resamples, seed))
    counts["organization"] = pd.array(names[counts["organization"]], dtype="str")
    # The numbers of groups and organizations are sorted as they are.
    columns = groups.iloc[counts["group"]].reset_index(drop=True)
    return pd.concat([columns, counts[COUNTS if tokens is None else COUNTS + RATES]], axis=1)


def counted_documents(documents: pd.DataFrame, duplicates: str = "near") -> np.ndarray:
    """Choose the documents that count, of those that repeat another.

    Parameters
    ----------
    documents : DataFrame
        If it has no column duplicate_of, no document repeats another; if it has no similarity, each that does
        is taken for an exact repeat.
    duplicates : str
        "all": all documents count. "near": exact repeats (of the same words, similarity 1) are left out, as they
        are one text printed twice; near repeats count, as somebody has changed them. "none": both are left out.

    Returns
    -------
    bool array, shape (documents,)

    Raises
    ------
    ValueError
        `duplicates` is something else.

    >>> documents = pd.DataFrame({"duplicate_of": [None, "a", "a"], "similarity": [None, 1.0, 0.8]})
    >>> counted_documents(documents).tolist()
    [True, False, True]
    """
    if duplicates not in DUPLICATES:
        raise ValueError(f"duplicates is {duplicates!r}: choose from {', '.join(DUPLICATES)}")
    if duplicates == "all" or "duplicate_of" not in documents:
        return np.ones(len(documents), dtype=bool)
    repeats = documents["duplicate_of"].notna().to_numpy()
    if duplicates == "near" and "similarity" in documents:
        repeats = repeats & (documents["similarity"].fillna(1) == 1).to_numpy()
    return ~repeats


def document_lengths(tokens: Lengths, documents: pd.DataFrame) -> np.ndarray:
    """Return how many tokens each document has.

    Parameters
    ----------
    tokens : Tokens, or int Series or array of shape (documents,), or None
        The tokens (of these documents, in any order, and perhaps of others), or their numbers in the order of
        the documents; None is none.
    documents : DataFrame
        With doc_id.

    Returns
    -------
    int64 array, shape (documents,)

    Raises
    ------
    ValueError
        A document has no number.

    >>> document_lengths([3, 4], pd.DataFrame({"doc_id": ["a", "b"]})).tolist()
    [3, 4]
    """
    if tokens is None:
        return np.zeros(len(documents), dtype=np.int64)
    if isinstance(tokens, Tokens):
        place = pd.Index(tokens.doc_ids).get_indexer(documents["doc_id"])
        if (place < 0).any():
            missing = documents["doc_id"].to_numpy()[place < 0]
            raise ValueError(f"tokens has no document {missing[0]!r} ({len(missing)} in all): take those of the corpus")
        return tokens.lengths[place]
    if len(tokens) != len(documents):
        raise ValueError(f"tokens has {len(tokens)} values for {len(documents)} documents: give one for each")
    return np.asarray(tokens, dtype=np.int64)


def _placed(documents: pd.DataFrame, by: By, tokens: Lengths, duplicates: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return each document that counts with its group's number and its tokens, and the groups."""
    values = grouping(documents, by)
    group_documents(values, len(documents))  # refuses values that are not one for each document
    counted = counted_documents(documents, duplicates)
    numbers, groups = group_documents(values[counted] if values is not None else None, int(counted.sum()))
    if taken := [name for name in groups.columns if name in COUNTS + RATES]:
        raise ValueError(f"cannot count by {taken[0]!r}: the counts have a column of that name; give yours another")
    columns = {"doc_id": documents["doc_id"].to_numpy(), "tokens": document_lengths(tokens, documents)}
    placed = pd.DataFrame(columns)[counted].assign(group=numbers)
    # In an order of their own, so that the same documents are drawn however the frame is sorted.
    return placed[placed["group"] >= 0].sort_values("doc_id", ignore_index=True), groups


def _matrix(mentions: pd.DataFrame, placed: pd.DataFrame) -> tuple[sparse.csr_array, np.ndarray]:
    """Return how often each document names each organization, and the organizations' names, sorted."""
    row = pd.Index(placed["doc_id"]).get_indexer(mentions["doc_id"])
    column, names = pd.factorize(mentions["organization"].to_numpy(dtype=object)[row >= 0], sort=True)
    ones = np.ones(len(column), dtype=np.int64)
    return sparse.coo_array((ones, (row[row >= 0], column)), shape=(len(placed), len(names))).tocsr(), names


def _count(matrix: sparse.csr_array, placed: pd.DataFrame, groups: int, zeros: bool) -> pd.DataFrame:
    """Return one row a group and organization, both by their numbers, with what is counted."""
    of_group = membership(placed["group"].to_numpy(), groups)
    mentions, naming = (of_group @ matrix).tocoo(), (of_group @ (matrix > 0).astype(np.int64)).tocoo()
    index = [pd.MultiIndex.from_arrays(found.coords, names=["group", "organization"]) for found in (mentions, naming)]
    counts = pd.DataFrame({"mentions": pd.Series(mentions.data, index[0])})
    counts["documents"] = pd.Series(naming.data, index[1])
    if zeros:
        every = pd.MultiIndex.from_product([range(groups), range(matrix.shape[1])], names=counts.index.names)
        counts = counts.reindex(every, fill_value=0)
    counts = counts.reset_index().astype(np.int64)
    counts["group_documents"] = np.bincount(placed["group"], minlength=groups)[counts["group"]]
    return counts.sort_values(["group", "mentions", "organization"], ascending=[True, False, True], ignore_index=True)


def _bounds(
    counts: pd.DataFrame,
    matrix: sparse.csr_array,
    placed: pd.DataFrame,
    confidence: float,
    resamples: int,
    seed: int,
) -> pd.DataFrame:
    """Return the bounds of mentions and of their rate, for each row of the counts."""
    names = ["mentions_low", "mentions_high", "per_thousand_low", "per_thousand_high"]
    bounds = np.full((len(counts), 4), np.nan)
    members = placed.groupby("group").indices
    lengths = placed["tokens"].to_numpy()
    for group, places in counts.groupby("group").indices.items():
        draws = draw_documents(len(members[group]), resamples, seed)
        if len(draws):
            rows = matrix[members[group]].tocsc()[:, counts["organization"].to_numpy()[places]]
            bounds[places, :2] = bootstrap_bounds(rows, draws, confidence)
            if lengths.any():
                totals = lengths[members[group]]
                bounds[places, 2:] = bootstrap_bounds(rows, draws, confidence, totals=totals, per=THOUSAND)
    return pd.DataFrame(bounds, columns=names)


def grouping(documents: pd.DataFrame, by: By) -> pd.Series | pd.DataFrame | None:
    """Return the values that documents are grouped by.

    Parameters
    ----------
    documents : DataFrame
        With the columns that `by` names.
    by : str, Series or DataFrame, optional
        A column; "document" for each document apart; "month" or "year" for the first day of the date's,
        missing where the date is not known so precisely (a column of the same name goes before); anything else
        is returned as it is.

    Raises
    ------
    ValueError
        There is no such column; all columns are listed.

    >>> documents = pd.DataFrame({"date": pd.to_datetime(["2023-02-22"]), "date_precision": ["day"]})
    >>> grouping(documents, "month").tolist()
    [Timestamp('2023-02-01 00:00:00')]
    """
    if not isinstance(by, str):
        return by
    if by in documents:
        return documents[by]
    if by == "document":
        return documents["doc_id"].rename(by)
    if by in PERIODS:
        known = documents["date"].where(documents["date_precision"].isin(PERIODS[by][1]))
        return known.dt.to_period(PERIODS[by][0]).dt.to_timestamp().rename(by)
    names = ["document", "month", "year", *map(str, documents.columns)]
    raise ValueError(f"there is no column {by!r} to group by.{_meant(by, names)} Choose from {', '.join(names)}.")


def mentions_of(mentions: pd.DataFrame, organization: str, gazetteer: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the mentions of one organization: none, if the gazetteer knows it and no document names it.

    Parameters
    ----------
    mentions : DataFrame
        As `mentions` gives it.
    organization : str
        The organization's standard name.
    gazetteer : DataFrame, optional
        As `load_gazetteer` gives it, to tell an organization that is never named from one that is unknown.

    Raises
    ------
    ValueError
        The organization is unknown: its standard name or the nearest names are suggested.

    >>> named = pd.DataFrame({"doc_id": ["a"], "organization": ["Human Rights Watch"]})
    >>> mentions_of(named, "Human Right Watch")
    Traceback (most recent call last):
    ValueError: 'Human Right Watch' is no organization of the gazetteer. Did you mean Human Rights Watch?
    """
    known = set(mentions["organization"]) | (set() if gazetteer is None else set(gazetteer["organization"]))
    if organization in known:
        return mentions[mentions["organization"] == organization].reset_index(drop=True)
    if gazetteer is not None and organization in set(gazetteer["alias"]):
        standard = gazetteer.loc[gazetteer["alias"] == organization, "organization"].iloc[0]
        raise ValueError(f"{organization!r} is an alias of {standard!r}: give the standard name")
    raise ValueError(f"{organization!r} is no organization of the gazetteer.{_meant(organization, sorted(known))}")


def _meant(given: str, names: list[str]) -> str:
    near = get_close_matches(given, names, n=3, cutoff=0.5)
    return f" Did you mean {' or '.join(near)}?" if near else ""


@named_in_methods
def by_others(
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    gazetteer: pd.DataFrame,
    *,
    unknown: bool = True,
    own: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the mentions of organizations in documents whose actor is not the organization itself.

    Whether the actor is the organization is decided by the gazetteer: one of its aliases stands in the
    document's actor.

    Parameters
    ----------
    mentions, documents, gazetteer : DataFrame
        As the functions of this package give them; documents with doc_id and actor.
    unknown : bool
        Whether documents without an actor count as those of others.
    own : DataFrame, optional
        Which organizations the documents are of, as `own_organizations` of these documents and this gazetteer
        gives it; found if it is not given.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": ["UN", "Holy See"]})
    >>> gazetteer = pd.DataFrame([("United Nations", "UN", "exact")], columns=["organization", "alias", "match"])
    >>> named = pd.DataFrame({"doc_id": ["a", "b"], "organization": ["United Nations"] * 2})
    >>> by_others(named, documents, gazetteer)["doc_id"].tolist()
    ['b']
    """
    known = documents[documents["actor"].notna()]
    own = own_organizations(documents, gazetteer) if own is None else own
    marked = mentions.merge(own[["doc_id", "organization"]], on=["doc_id", "organization"], how="left", indicator=True)
    others = (marked["_merge"] == "left_only").to_numpy()
    if not unknown:
        others = others & mentions["doc_id"].isin(known["doc_id"]).to_numpy()
    return mentions[others].reset_index(drop=True)
