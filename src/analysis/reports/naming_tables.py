"""Who is named, how often and when -> findings, and tables whose counts open their sentences."""

import pandas as pd

from analysis.discourse import by_others, first_and_last, mention_counts
from analysis.reports.display import Finding, Table, first_rows
from analysis.reports.finding_evidence import naming_openings
from analysis.reports.openings import OpeningTable, open_rows, openings
from analysis.reports.rules import counting_rule, resamples_for
from analysis.reports.words import count_of, date_text, most
from analysis.reports.writing import percent
from analysis.stats.intervals import wilson_interval
from analysis.study import Study

SHORT_DATES = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
NOTHING = "There is no mention to count."
INTERVALS = (
    "Below each number its 95% interval: of mentions and of their rate per thousand tokens from a bootstrap over "
    "documents, of the share of documents by Wilson."
)


def naming_summary(study: Study) -> Finding:
    """Say in two sentences how much of a corpus names organizations, and which one in most documents.

    Parameters
    ----------
    study : Study
        The corpus.
    """
    mentions, total = study.mentions, len(study.documents)
    if mentions.empty:
        return Finding(
            f"No organization of the gazetteer is named in {count_of(total, 'document')}. {study.scope}".strip()
        )
    naming = mentions["doc_id"].nunique()
    low, high = wilson_interval(naming, total)
    named = count_of(mentions["organization"].nunique(), "organization")
    verb = "is" if named == "1 organization" else "are"
    share = f"{percent(naming / total)}; 95% interval {percent(float(low))} to {percent(float(high))}"
    where = f"in {naming:,} of {count_of(total, 'document')} ({share})"
    first = f"{named} {verb} named {count_of(len(mentions), 'time')} {where}."
    counts = mentions.groupby("organization")["doc_id"].nunique()
    finding = f"{first} {most('document', counts, total, verb='is named in')} {study.scope}".strip()
    return Finding(finding, naming_openings(study))


def organization_table(mentions: pd.DataFrame, study: Study, top: int = 20) -> Table:
    """Show the most-named organizations by all counting rules; each row opens its sentences.

    Parameters
    ----------
    mentions : DataFrame
        As `discourse.mentions` gives it.
    study : Study
        The corpus, for the documents, the tokens and the gazetteer.
    top : int
        How many organizations to show.
    """
    documents = study.documents
    counts = mention_counts(
        mentions, documents, tokens=study.tokens, duplicates="all", resamples=resamples_for(documents)
    )
    has_actors = documents["actor"].notna().any()
    if has_actors and len(counts):
        own = study.own_organizations
        by_other = by_others(mentions, documents, study.gazetteer, unknown=False, own=own)
        others = by_other.groupby("organization")["doc_id"].nunique()
        counts["documents_of_others"] = others.reindex(counts["organization"], fill_value=0).to_numpy()
    order = ["documents", "mentions", "organization"]
    shown = first_rows(counts.sort_values(order, ascending=[False, False, True], ignore_index=True), top)
    columns = ["organization", "mentions", "mentions_low", "mentions_high", "documents", "documents_of_others"]
    columns += ["share", "share_low", "share_high", "per_thousand", "per_thousand_low", "per_thousand_high"]
    shown = shown[[name for name in columns if name in shown]]
    if shown.empty:
        return Table(shown, NOTHING, counting_rule(documents))
    others = " Of others: of actors that are not the organization itself." if has_actors else ""
    note = f"{INTERVALS}{others} {counting_rule(documents, mentions)}"
    caption = _counted(counts, shown, len(documents))
    return OpeningTable(shown, caption, note, open_rows(shown, mentions, study), every=counts)


def _counted(counts: pd.DataFrame, shown: pd.DataFrame, documents: int) -> str:
    """Say what part of all mentions the organizations shown have; of one alone, all that is counted."""
    if len(counts) == len(shown) > 1:
        total = count_of(int(counts["mentions"].sum()), "mention")
        return f"{count_of(len(counts), 'named organization')} have {total}."
    if len(counts) > 1:
        mentions = f"{int(shown['mentions'].sum()):,} of {count_of(int(counts['mentions'].sum()), 'mention')}"
        verb = "has" if len(shown) == 1 else "have"
        return f"{len(shown):,} of {count_of(len(counts), 'named organization')} {verb} {mentions}."
    row = counts.iloc[0]
    share = f"{percent(row['share'])}, 95% interval {percent(row['share_low'])} to {percent(row['share_high'])}"
    rate = (
        f"; {row['per_thousand']:.2f} mentions per thousand tokens"
        if row["per_thousand"] == row["per_thousand"]
        else ""
    )
    of_all = f"{row['documents']:,} of {count_of(documents, 'document')}"
    return f"{row['organization']} is named in {of_all} ({share}){rate}."


def alias_table(mentions: pd.DataFrame, study: Study | None = None) -> Table:
    """Show under which names an organization is mentioned.

    Parameters
    ----------
    mentions : DataFrame
        Those of one organization.
    study : Study, optional
        The corpus; with it each row opens its sentences.

    >>> named = pd.DataFrame({"doc_id": ["a", "a"], "alias": ["UN", "UN"], "organization": ["United Nations"] * 2})
    >>> alias_table(named).data.values.tolist()
    [['UN', 2, 1]]
    """
    counts = mentions.groupby("alias")["doc_id"].agg(mentions="size", documents="nunique").reset_index()
    shown = counts.sort_values(["mentions", "alias"], ascending=[False, True], ignore_index=True)
    if shown.empty:
        return Table(shown, "No name of it is in use.")
    counted = shown.set_index("alias")["mentions"].rename(index=lambda alias: f"“{alias}”")
    caption = most("mention", counted, int(counted.sum()))
    if study is None:
        return Table(shown, caption)
    note = counting_rule(study.documents, mentions)
    return OpeningTable(shown, caption, note, open_rows(shown, mentions, study, keys=("alias",)))


def first_and_last_table(mentions: pd.DataFrame, study: Study, top: int = 15) -> Table:
    """Show when organizations are named first and last; each row opens the two sentences, with their links.

    Parameters
    ----------
    mentions : DataFrame
        Those that count; of one organization, or of several.
    study : Study
        The corpus.
    top : int
        How many organizations to show: those with most documents, of all that a dated document names.
    """
    found = first_and_last(mentions, study.documents, duplicates="all")
    dated = found[found["first_date"].notna()]
    if dated.empty:
        why = "No mention stands in a document with a date." if len(found) else NOTHING
        return Table(pd.DataFrame(), why, counting_rule(study.documents))
    ranked = dated.sort_values(["documents", "mentions"], ascending=False, kind="stable")
    shown = first_rows(ranked, top).reset_index(drop=True)
    table = shown[["organization", "mentions", "documents"]].assign(
        **{which: _dates(shown, which) for which in ("first", "last")}
    )
    if shown["undated"].any():
        table["undated"] = shown["undated"]
    parts = [{"first and last": _two_mentions(mentions, row)} for row in shown.to_dict("records")]
    note = _dates_note(study, mentions, found, shown)
    return OpeningTable(table, _ends(dated), note, openings(parts, study), every=found)


def _dates(shown: pd.DataFrame, which: str) -> pd.Series:
    """Write as much of the dates as is known, and shortly, so that the table fits on a page."""
    pairs = zip(shown[f"{which}_date"], shown[f"{which}_precision"], strict=True)
    written = [f"{date:{SHORT_DATES[precision]}}" for date, precision in pairs]
    return pd.Series(written, index=shown.index, dtype=object)


def _two_mentions(mentions: pd.DataFrame, row: dict) -> pd.DataFrame:
    """Return the first and the last mention, which may be the same."""
    same = pd.Series(False, index=mentions.index)
    for which in ("first", "last"):
        same |= (mentions["doc_id"] == row[f"{which}_doc_id"]) & (mentions["start"] == row[f"{which}_start"])
    return mentions[same & (mentions["organization"] == row["organization"])]


def _ends(dated: pd.DataFrame) -> str:
    """Say which organization is named first of all, and which is the last to be named."""
    if len(dated) == 1:
        row = dated.iloc[0]
        first, last = _when(row, "first"), _when(row, "last")
        if first == last:
            return f"{row['organization']} is named {first} only."
        return f"{row['organization']} is first named {first} and last {last}."
    return f"{_end(dated, 'first', 'earliest')} {_end(dated, 'last', 'latest')}"


def _when(row: pd.Series, which: str) -> str:
    known = date_text(row[f"{which}_date"], row[f"{which}_precision"])
    return f"on {known}" if row[f"{which}_precision"] == "day" else f"in {known}"


def _end(dated: pd.DataFrame, which: str, kind: str) -> str:
    dates = dated[f"{which}_date"]
    same = dated[dates == (dates.min() if which == "first" else dates.max())]
    row = same.sort_values("organization").iloc[0]
    more = f" and {count_of(len(same) - 1, 'other')}" if len(same) > 1 else ""
    return f"The {kind} mention is of {row['organization']}{more}, {_when(row, which)}."


def _dates_note(study: Study, mentions: pd.DataFrame, found: pd.DataFrame, shown: pd.DataFrame) -> str:
    parts = ["A document of which only the month or the year is known counts as its first day."]
    dated = int(found["first_date"].notna().sum())
    if dated > len(shown):
        parts.insert(0, f"The {count_of(len(shown), 'organization')} that most documents name, of {dated:,}.")
    if len(found) > dated:
        undated = count_of(len(found) - dated, "organization")
        parts.append(f"Left out: {undated} named in documents without a date only.")
    if shown["undated"].any():
        parts.append("undated: mentions in documents without a date.")
    return " ".join([*parts, counting_rule(study.documents, mentions)])
