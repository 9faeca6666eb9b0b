"""How often terms, n-grams and collocates stand -> tables whose counts open their sentences."""

import pandas as pd

from analysis.discourse import grouping
from analysis.reports.display import Table, first_rows
from analysis.reports.openings import OpeningTable
from analysis.reports.term_evidence import NO_TERM, hits_of, literal, quoted_term, token_openings
from analysis.reports.words import count_of
from analysis.reports.writing import label
from analysis.stats import collocation_hits, collocations
from analysis.study import Study
from analysis.text import stop_words

RATES = ["count", "per_million", "per_million_low", "per_million_high"]
OF_TERMS = ["size", "term", *RATES, "documents", "dp_norm", "dp_weighted", "group_tokens", "group_documents"]
MEASURES = ("log_dice", "log_ratio")
COLLOCATION = ["collocate", "count", "left", "right", "documents", "expected", "log_dice"]
BOUNDS = ["log_ratio", "log_ratio_low", "log_ratio_high"]


def frequency_table(counts: pd.DataFrame, study: Study, top: int = 20, by: str = "") -> Table:
    """Show the most frequent terms or n-grams with rates and intervals; each row opens its sentences.

    Parameters
    ----------
    counts : DataFrame
        As `stats.frequencies` or `stats.ngram_frequencies` gives it.
    study : Study
        The corpus.
    top : int
        How many rows to show, of each group and each size of n-grams.
    by : str
        The column of the groups, if there are any.
    """
    keys = [name for name in (by, "size") if name and name in counts]
    first_rows(counts, top)
    shown = (counts.groupby(keys, sort=False).head(top) if keys else counts.head(top)).reset_index(drop=True)
    if shown.empty:
        return Table(shown, "No term stands often enough to be listed.")
    group_of = pd.Series(grouping(study.documents, by).to_numpy(), study.documents["doc_id"]) if by else None
    parts = [_of_group(hits_of(study.tokens, row["term"]), row, by, group_of) for row in shown.to_dict("records")]
    columns = [name for name in counts.columns if name not in OF_TERMS]
    several = ["size"] if "size" in shown and shown["size"].nunique() > 1 else []
    table = shown[[*columns, "term", *several, *RATES, "documents", "group_documents"]]
    if by in columns:
        table = table.assign(**{by: [label(group, by) for group in table[by]]})
    note = (
        f"{len(shown):,} of {len(counts):,} rows, by number of tokens{' in each group' if by else ''}. Below each rate "
        "per million tokens its 95% interval from a bootstrap over documents; a group of one document has none."
    )
    return OpeningTable(table, _most_frequent(shown, by), note, token_openings(parts, study), every=counts)


def collocation_table(term: str, study: Study, top: int = 20, window: int = 5, minimum: int = 3) -> Table:
    """Show which terms stand near a term more often than elsewhere; each row opens its sentences.

    Parameters
    ----------
    term : str
        A term or a pattern, such as genocid*.
    study : Study
        The corpus.
    top : int
        How many collocates to show.
    window : int
        How many tokens on either side, of the same sentence, are looked at.
    minimum : int
        How often, at least, a collocate stands near the term.
    """
    if not term.strip() or len(term.split()) > 1:
        why = f"{quoted_term(term)} is a phrase: collocates are looked for of one word or pattern."
        return Table(pd.DataFrame(), why if term.strip() else NO_TERM)
    within = {"window": window, "within": "sentence", "sentences": study.sentences}
    found = collocations(
        study.tokens, term, exclude=stop_words("en"), numbers=False, minimum=minimum, measures=MEASURES, **within
    )
    shown = first_rows(found, top).reset_index(drop=True)
    if shown.empty:
        return Table(
            pd.DataFrame(), f"No term stands near {quoted_term(term)} {minimum} times and more than by chance."
        )
    parts = [{"": _pairs(study, term, collocate, within)} for collocate in shown["collocate"]]
    table = shown[[*COLLOCATION, *BOUNDS]].copy()
    numbers = ["expected", "log_dice", *BOUNDS]
    table[numbers] = table[numbers].round(2)
    first = shown.iloc[0]
    tokens = count_of(int(first["count"]), "token")
    caption = (
        f"{quoted_term(first['collocate'])} is bound most strongly to {quoted_term(term)}: {tokens} near it, where "
        f"chance would put {first['expected']:.1f}."
    )
    note = (
        f"{len(shown)} of {count_of(len(found), 'collocate')}, up to {count_of(window, 'word')} before (left) or after "
        "(right) in the same sentence. log dice: 14 is the most, 1 more is twice as strong. log ratio: how much more "
        "often near it than elsewhere (1: twice), with its 95% interval, which takes tokens as independent and is thus "
        "rather narrow. Stop words and numbers have no row."
    )
    return OpeningTable(table, caption, note, token_openings(parts, study), every=found)


def _most_frequent(shown: pd.DataFrame, by: str) -> str:
    """Say which term of all, or of the largest group, stands most often."""
    first = shown.loc[shown["group_tokens"].idxmax() if by else shown["count"].idxmax()]
    where = f"In {label(first[by], by)}, " if by else ""
    documents = f"{first['documents']:,} of {count_of(int(first['group_documents']), 'document')}"
    verb = "stands most often" if by else "stands most often of those listed"
    return f"{where}{quoted_term(first['term'])} {verb}: {count_of(int(first['count']), 'time')}, in {documents}."


def _of_group(hits: pd.DataFrame, row: dict, by: str, group_of: pd.Series | None) -> dict[str, pd.DataFrame]:
    if group_of is None:
        return {"": hits}
    return {"": hits[(hits["doc_id"].map(group_of) == row[by]).to_numpy(dtype=bool)]}


def _pairs(study: Study, term: str, collocate: str, within: dict) -> pd.DataFrame:
    """Return the tokens of a collocate, which count, and the nodes near them, which are marked too."""
    hits = collocation_hits(study.tokens, term, literal(collocate), **within)
    near = hits[["doc_id", "node_start", "node_end"]].drop_duplicates()
    near = near.rename(columns={"node_start": "start", "node_end": "end"})
    return pd.concat([hits[["doc_id", "start", "end"]].assign(counted=True), near.assign(counted=False)])
