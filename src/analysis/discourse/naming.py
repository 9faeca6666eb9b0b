"""Mentions -> who names whom, when first and last, and how often over time."""

import numpy as np
import pandas as pd

from analysis.discourse.counts import (
    COUNTS,
    PERIODS,
    RATES,
    THOUSAND,
    Lengths,
    by_others,
    counted_documents,
    document_lengths,
    grouping,
    mention_counts,
)
from analysis.methods import named_in_methods
from analysis.stats.intervals import wilson_interval

NAMING = ["organization", "mentions", "documents", "group_documents", "share", "share_low", "share_high", "own"]
# Of equal days, the one that is known best comes first.
EXACTNESS = {"day": 0, "month": 1, "year": 2}


@named_in_methods
def who_names_whom(
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    speaker: str = "actor",
    gazetteer: pd.DataFrame | None = None,
    duplicates: str = "near",
    own: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count, for every speaker, the organizations that its documents name.

    Parameters
    ----------
    mentions : DataFrame
        As `mentions` gives it.
    documents : DataFrame
        With doc_id and the column of speakers; documents without a speaker are left out.
    speaker : str
        The column of documents that says who speaks.
    gazetteer : DataFrame, optional
        As `load_gazetteer` gives it, to tell under which names a speaker is the organization itself, as
        `by_others` does; without it, it is so only under the organization's standard name.
    duplicates : str
        Which documents that repeat another count, as `counted_documents` takes it.
    own : DataFrame, optional
        Which organizations the actors are, as `own_organizations` of these documents and this gazetteer gives it,
        where the speakers are the actors; found if it is not given.

    Returns
    -------
    DataFrame
        One row a speaker and organization: the column of speakers, organization, mentions, documents (of the
        speaker that name it), group_documents (of the speaker), share (documents / group_documents), share_low
        and share_high (its 95% Wilson interval), own (bool: the organization is the speaker itself). Sorted by
        speaker, then mentions, then organization.

    Raises
    ------
    ValueError
        There is no such column, or the counts have one of that name.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": ["UN", "Holy See"]})
    >>> gazetteer = pd.DataFrame([("United Nations", "UN", "exact")], columns=["organization", "alias", "match"])
    >>> named = pd.DataFrame({"doc_id": ["a", "b"], "organization": ["United Nations"] * 2})
    >>> who_names_whom(named, documents, gazetteer=gazetteer)[["actor", "organization", "own"]].values.tolist()
    [['Holy See', 'United Nations', False], ['UN', 'United Nations', True]]
    """
    counts = mention_counts(mentions, documents, speaker, duplicates=duplicates, resamples=0)
    if gazetteer is None:
        itself = (counts[speaker].astype(str) == counts["organization"]).to_numpy()
    else:
        # Every speaker stands for one document of its own.
        pairs = pd.DataFrame({"doc_id": counts[speaker].astype(str), "organization": counts["organization"]})
        actors = pairs[["doc_id"]].drop_duplicates().assign(actor=lambda pair: pair["doc_id"])
        if own is not None:
            own = own[["actor", "organization"]].drop_duplicates().rename(columns={"actor": "doc_id"})
        others = by_others(pairs.assign(row=np.arange(len(pairs))), actors, gazetteer, own=own)
        itself = ~np.isin(np.arange(len(pairs)), others["row"])
    return counts.assign(own=itself)[[speaker, *NAMING]]


@named_in_methods
def first_and_last(mentions: pd.DataFrame, documents: pd.DataFrame, *, duplicates: str = "near") -> pd.DataFrame:
    """Find the first and the last mention of every organization.

    A document of which only the month or the year is known counts as its first day, as everywhere in the house;
    the precision beside a date says that it may be later. Of mentions of the same day, first and last are the
    first and the last by precision, document and place.

    Parameters
    ----------
    mentions : DataFrame
        As `mentions` gives it, with doc_id, start and organization.
    documents : DataFrame
        With doc_id, and date and date_precision if anything is dated; without date_precision, all dates are
        days.
    duplicates : str
        Which documents that repeat another count, as `counted_documents` takes it.

    Returns
    -------
    DataFrame
        One row an organization, by name: organization, mentions, documents, first_date, first_precision,
        first_doc_id, first_start, last_date, last_precision, last_doc_id, last_start (all missing if no
        mention is dated), undated (mentions in documents without a date).

    Raises
    ------
    ValueError
        `duplicates` is none of those allowed.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "date": pd.to_datetime(["2023-02-22", "2023-01-31"])})
    >>> named = pd.DataFrame({"doc_id": ["a", "b"], "start": [4, 0], "organization": ["UN", "UN"]})
    >>> first_and_last(named, documents)[["organization", "first_doc_id", "last_doc_id"]].values.tolist()
    [['UN', 'b', 'a']]
    """
    counted = documents[counted_documents(documents, duplicates)]
    dated = pd.DataFrame({"doc_id": counted["doc_id"], "date": counted.get("date", pd.NaT)})
    dated["precision"] = counted.get("date_precision", "day")
    dated["date"] = dated["date"].astype("datetime64[us]")
    found = mentions[["doc_id", "start", "organization"]].merge(dated, on="doc_id")
    table = found.groupby("organization").agg(
        mentions=("doc_id", "size"), documents=("doc_id", "nunique"), undated=("date", lambda dates: dates.isna().sum())
    )
    known = found[found["date"].notna()].assign(exactness=lambda row: row["precision"].map(EXACTNESS).fillna(3))
    order = {
        "first": known.sort_values(["date", "exactness", "doc_id", "start"]),
        "last": known.sort_values(["date", "exactness", "doc_id", "start"], ascending=[False, True, False, False]),
    }
    for which, ordered in order.items():
        ends = ordered.drop_duplicates("organization").set_index("organization")
        for name, kind in (("date", None), ("precision", "str"), ("doc_id", "str"), ("start", "Int64")):
            column = ends[name] if kind is None else ends[name].astype(kind)
            table[f"{which}_{name}"] = column.reindex(table.index)
    table = table.reset_index().astype(dict.fromkeys(["mentions", "documents", "undated"], "int64"))
    return table[[name for name in table.columns if name != "undated"] + ["undated"]].astype({"organization": str})


@named_in_methods
def trend(
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    organization: str | list[str] | None = None,
    freq: str = "month",
    *,
    tokens: Lengths = None,
    duplicates: str = "near",
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Count mentions in every month or year from the first document to the last.

    A period without a document has a row too, without share and intervals: nothing is known of it, which is
    something other than a period whose documents name nobody.

    Parameters
    ----------
    mentions, documents, tokens, duplicates, confidence, resamples, seed
        As `mention_counts` takes them; documents with date and date_precision. Those whose month (year) is not
        known are left out.
    organization : str or list of str, optional
        Standard names; also those that nobody names get rows. All that are named, when left out.
    freq : str
        "month" or "year".

    Returns
    -------
    DataFrame
        One row a period and organization: period (its first day), and the columns of `mention_counts` from
        organization on. Sorted by period, then by organization.

    Raises
    ------
    ValueError
        `freq` is neither, or what `mention_counts` raises.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "date": pd.to_datetime(["2023-02-22", "2023-04-01"]),
    ...                           "date_precision": ["day", "day"]})
    >>> named = pd.DataFrame({"doc_id": ["a"], "organization": ["UN"]})
    >>> trend(named, documents)[["mentions", "group_documents", "share"]].values.tolist()
    [[1.0, 1.0, 1.0], [0.0, 0.0, nan], [0.0, 1.0, 0.0]]
    """
    if freq not in PERIODS:
        raise ValueError(f"freq is {freq!r}: choose from {', '.join(PERIODS)}")
    counted = counted_documents(documents, duplicates)
    lengths = document_lengths(tokens, documents)[counted]
    documents = documents[counted].drop(columns=freq, errors="ignore")
    names = [organization] if isinstance(organization, str) else organization
    named = mentions if names is None else mentions[mentions["organization"].isin(names)]
    period = grouping(documents, freq).rename("period")
    counts = mention_counts(
        named,
        documents,
        period,
        tokens=lengths,
        zeros=True,
        duplicates="all",
        confidence=confidence,
        resamples=resamples,
        seed=seed,
    )
    names = sorted(counts["organization"].unique() if names is None else set(names))
    rows = _every_period(counts, _sizes(period, lengths, freq), names, confidence, resamples)
    return rows[["period", *COUNTS, *([] if tokens is None else RATES)]]


def _sizes(period: pd.Series, lengths: np.ndarray, freq: str) -> pd.DataFrame:
    """Return how many documents and tokens every period from the first to the last has."""
    of_period = pd.DataFrame({"period": period.to_numpy(), "tokens": lengths}).dropna()
    sizes = of_period.groupby("period")["tokens"].agg(group_documents="size", group_tokens="sum")
    if sizes.empty:
        return sizes
    steps = pd.period_range(sizes.index.min(), sizes.index.max(), freq=PERIODS[freq][0]).to_timestamp()
    return sizes.reindex(steps.astype(sizes.index.dtype), fill_value=0).rename_axis("period")


def _every_period(
    counts: pd.DataFrame, sizes: pd.DataFrame, names: list[str], confidence: float, resamples: int
) -> pd.DataFrame:
    """Return the counts with a row for each period and name, also where there was nothing to count."""
    every = pd.MultiIndex.from_product([sizes.index, names], names=["period", "organization"])
    rows = counts.set_index(["period", "organization"]).reindex(every)
    rows = rows.drop(columns=sizes.columns).join(sizes, on="period").reset_index()
    rows[["mentions", "documents"]] = rows[["mentions", "documents"]].fillna(0).astype("int64")
    rows["share"] = rows["documents"] / rows["group_documents"].where(lambda size: size > 0)
    rows["share_low"], rows["share_high"] = wilson_interval(rows["documents"], rows["group_documents"], confidence)
    rows["per_thousand"] = rows["mentions"] * THOUSAND / rows["group_tokens"].where(lambda total: total > 0)
    # Where nobody names an organization, no resample does either.
    never = (rows["group_documents"] > 1) & (rows["mentions"] == 0) & (resamples > 0)
    rows.loc[never, ["mentions_low", "mentions_high"]] = 0.0
    rows.loc[never & (rows["group_tokens"] > 0), ["per_thousand_low", "per_thousand_high"]] = 0.0
    return rows.astype({"organization": str})
