"""Rows that were counted -> the sentences behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

import pandas as pd

from analysis.discourse import grouping
from analysis.reports.display import TEMPLATES, cell, label
from analysis.reports.words import count_of, date_text
from analysis.study import Study
from analysis.text import in_sentences

# What a sentence is shown with.
SOURCE = ("title", "date", "date_precision", "actor", "url")


@dataclass(frozen=True, repr=False)
class Evidence:
    """The sentences behind counts, each with its hit marked and its source; folded by group."""

    caption: str
    note: str
    groups: list[dict]

    def _repr_html_(self) -> str:
        template = TEMPLATES.get_template("evidence.html.j2")
        return template.render(caption=self.caption, note=self.note, groups=self.groups)


def evidence(hits: pd.DataFrame, study: Study, by: str = "organization", limit: int = 200) -> Evidence:
    """Show the sentences that a count is made of.

    Parameters
    ----------
    hits : DataFrame
        The rows that were counted: doc_id, start, end; mentions, or any rows of the kind.
    study : Study
        The corpus, for sentences and sources.
    by : str
        A column of hits or of documents, "month" or "year", to fold the sentences by; groups with most hits
        come first.
    limit : int
        How many sentences of a group to show.
    """
    placed = located(hits, study, by)
    groups = grouping(placed, by) if by else pd.Series("all", index=placed.index)
    groups = groups.map(lambda group: label(group, by), na_action="ignore").astype(object).fillna("(none)")
    texts = study.documents.set_index("doc_id")["text"]
    parts = sorted(placed.groupby(groups), key=lambda part: (-len(part[1]), part[0]))
    shown = [group_of_sentences(name, part, texts, limit) for name, part in parts]
    caption = f"Evidence: {count_of(len(placed), 'mention')} in {count_of(placed['doc_id'].nunique(), 'document')}."
    note = "Open a line to read the sentences that it counts." if shown else ""
    return Evidence(caption, note, shown)


def located(hits: pd.DataFrame, study: Study, by: str = "") -> pd.DataFrame:
    """Return hits with their sentence and what it is shown with, the earliest documents first.

    Parameters
    ----------
    hits : DataFrame
        With doc_id, start, end.
    study : Study
        The corpus, for sentences and sources.
    by : str
        One more column of documents to add.
    """
    placed = in_sentences(hits, study.sentences)
    wanted = ["doc_id", *(name for name in SOURCE if name not in placed)]
    wanted += [by] if by in study.documents and by not in [*wanted, *placed.columns] else []
    placed = placed.merge(study.documents[wanted], on="doc_id", how="left")
    return placed.sort_values(["date", "doc_id", "start"], ignore_index=True)


def group_of_sentences(name: str, hits: pd.DataFrame, texts: pd.Series, limit: int) -> dict:
    """Return what the templates show of some hits: a name, how many they are, and the first sentences.

    Parameters
    ----------
    name : str
        What the hits have in common.
    hits : DataFrame
        As `located` gives it.
    texts : Series of str
        The texts of the documents by doc_id.
    limit : int
        How many sentences to show.
    """
    sentences = hits.groupby(["doc_id", "sentence"], sort=False)
    count = f"{count_of(len(hits), 'mention')} in {count_of(hits['doc_id'].nunique(), 'document')}"
    shown = [_evidence_sentence(same, texts[doc_id]) for (doc_id, _), same in islice(sentences, limit)]
    return {"label": name, "count": count, "hits": shown, "left_out": max(0, sentences.ngroups - limit)}


def _evidence_sentence(hits: pd.DataFrame, text: str) -> dict:
    first = hits.iloc[0]
    title = cell(first["title"]) or first["doc_id"]
    about = [
        cell(first["actor"]),
        date_text(first["date"], first["date_precision"]),
        first["doc_id"] if title != first["doc_id"] else "",
    ]
    return {
        "pieces": list(_pieces(hits, text)),
        "title": title,
        "about": [part for part in about if part],
        "url": safe_link(cell(first["url"])),
    }


def _pieces(hits: pd.DataFrame, text: str) -> Iterator[dict]:
    """Cut a sentence into the parts that are hits and those that are not; a hit that runs over its end is whole."""
    done = hits["sentence_start"].iloc[0]
    for start, end in zip(hits["start"], hits["end"], strict=True):
        yield {"text": text[done:start], "hit": False}
        yield {"text": text[start:end], "hit": True}
        done = end
    yield {"text": text[done : hits["sentence_end"].iloc[0]], "hit": False}


def safe_link(url: str) -> str:
    """Return a link that leads to a web page, or nothing.

    >>> safe_link("https://example.org/a"), safe_link("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
