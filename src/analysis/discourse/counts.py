"""Mentions -> counts: how often, and in how many documents, an organization is named."""

from difflib import get_close_matches

import pandas as pd

from analysis.discourse.organizations import mentions as find_mentions
from analysis.stats.groups import group_documents
from analysis.stats.intervals import wilson_interval

# How pandas calls a period, and which dates are known well enough for it.
PERIODS = {"month": ("M", ["day", "month"]), "year": ("Y", ["day", "month", "year"])}
COUNTS = ("organization", "mentions", "documents", "group_documents", "share", "share_low", "share_high")
By = str | pd.Series | pd.DataFrame | None


def mention_counts(
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    by: By = None,
    *,
    zeros: bool = False,
    duplicates: bool = True,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Count mentions, and the documents with at least one, by any grouping of the documents.

    The interval of the share of documents is Wilson's (1927). It treats the documents as drawn from a
    larger population; for a corpus that is complete it only shows how few documents a share rests on.

    Parameters
    ----------
    mentions : DataFrame
        As `mentions` gives it; those in other documents than `documents` are left out.
    documents : DataFrame
        With doc_id and the columns that `by` names; it gives the denominators.
    by : str, Series or DataFrame, optional
        A column of documents, "month" or "year" (of the date; documents that are not dated so precisely are
        left out), or one value for each document, in their order. Documents without a group are left out.
    zeros : bool
        Whether a group without a mention of an organization gets a row for it.
    duplicates : bool
        Whether documents that repeat another (their duplicate_of names it) count.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    DataFrame
        The group's columns, then organization, mentions, documents (of the group that name it),
        group_documents, share (documents / group_documents), share_low and share_high (bounds of its
        interval).
        Sorted by group, then mentions, then organization.

    Raises
    ------
    ValueError
        `by` names no column or one that the counts have too, or has not one value for each document.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": ["X", "Y"]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a"], "organization": ["UN", "UN"]})
    >>> mention_counts(named, documents, by="actor")[["actor", "organization", "mentions", "share"]].values.tolist()
    [['X', 'UN', 2, 1.0]]
    """
    values = grouping(documents, by)
    if not duplicates:
        counted = documents["duplicate_of"].isna().to_numpy()
        group_documents(values, len(documents))  # refuses values that are not one for each document
        documents, values = documents[counted], values[counted] if values is not None else None
    numbers, groups = group_documents(values, len(documents))
    if taken := [name for name in groups.columns if name in COUNTS]:
        raise ValueError(f"cannot count by {taken[0]!r}: the counts have a column of that name; give yours another")
    group_of = pd.Series(numbers, index=documents["doc_id"].to_numpy())
    group_of = group_of[group_of >= 0]
    found = mentions[mentions["doc_id"].isin(group_of.index)]
    found = found.assign(group=group_of.reindex(found["doc_id"]).to_numpy())[["group", "organization", "doc_id"]]
    counts = found.groupby(["group", "organization"])["doc_id"].agg(mentions="size", documents="nunique")
    if zeros:
        every = pd.MultiIndex.from_product(
            [range(len(groups)), sorted(found["organization"].unique())], names=counts.index.names
        )
        counts = counts.reindex(every, fill_value=0)
    counts = counts.reset_index()
    counts["group_documents"] = group_of.value_counts().reindex(counts["group"], fill_value=0).to_numpy()
    counts["share"] = counts["documents"] / counts["group_documents"]
    counts["share_low"], counts["share_high"] = wilson_interval(
        counts["documents"], counts["group_documents"], confidence
    )
    counts = counts.sort_values(["group", "mentions", "organization"], ascending=[True, False, True], ignore_index=True)
    columns = groups.iloc[counts.pop("group").astype(int)].reset_index(drop=True)
    return pd.concat([columns, counts], axis=1)


def grouping(documents: pd.DataFrame, by: By) -> pd.Series | pd.DataFrame | None:
    """Return the values that documents are grouped by.

    Parameters
    ----------
    documents : DataFrame
        With the columns that `by` names.
    by : str, Series or DataFrame, optional
        A column; "month" or "year" for the first day of the date's, missing where the date is not known so
        precisely (a column of the same name goes before); anything else is returned as it is.

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
    if by in PERIODS:
        known = documents["date"].where(documents["date_precision"].isin(PERIODS[by][1]))
        return known.dt.to_period(PERIODS[by][0]).dt.to_timestamp().rename(by)
    names = ["month", "year", *map(str, documents.columns)]
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


def by_others(
    mentions: pd.DataFrame, documents: pd.DataFrame, gazetteer: pd.DataFrame, *, unknown: bool = True
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

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": ["UN", "Holy See"]})
    >>> gazetteer = pd.DataFrame([("United Nations", "UN", "exact")], columns=["organization", "alias", "match"])
    >>> named = pd.DataFrame({"doc_id": ["a", "b"], "organization": ["United Nations"] * 2})
    >>> by_others(named, documents, gazetteer)["doc_id"].tolist()
    ['b']
    """
    known = documents[documents["actor"].notna()]
    actors = pd.DataFrame({"doc_id": known["doc_id"], "text": known["actor"]})
    own = find_mentions(actors, gazetteer)[["doc_id", "organization"]].drop_duplicates()
    marked = mentions.merge(own, on=["doc_id", "organization"], how="left", indicator=True)
    others = (marked["_merge"] == "left_only").to_numpy()
    if not unknown:
        others = others & mentions["doc_id"].isin(known["doc_id"]).to_numpy()
    return mentions[others].reset_index(drop=True)
