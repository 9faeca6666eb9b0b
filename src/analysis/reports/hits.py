"""Rows that were counted -> the sentences behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import pandas as pd

from analysis.discourse import grouping
from analysis.reports.display import TEMPLATES
from analysis.reports.rows import NAMES
from analysis.reports.words import count_of, date_text
from analysis.reports.writing import cell, cut, label
from analysis.study import Study
from analysis.text import in_sentences

# What a sentence is shown with.
SOURCE = ("title", "date", "date_precision", "actor", "source", "url")
LONGEST_TITLE, LONGEST_LINK = 200, 2_000
LONGEST_MARK, MOST_MARKS = 1_000, 100
AROUND = 400  # characters that are shown before a mark, between two, and after one


@dataclass(frozen=True, repr=False)
class Evidence:
    """The sentences behind counts, each with its hit marked and its source; folded by group."""

    caption: str
    note: str
    groups: list[dict]
    names: str = ""

    def __repr__(self) -> str:
        return f"<Evidence: {self.caption}>"

    def _repr_html_(self) -> str:
        template = TEMPLATES.get_template("evidence.html.j2")
        return template.render(caption=self.caption, note=self.note, groups=self.groups, names=self.names)


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
    placed = located(hits, study)
    groups = _groups(placed, study.documents, by)
    parts = sorted(placed.groupby(groups), key=lambda part: (-len(part[1]), part[0]))
    shown = [_group_of_sentences(name, part, study.documents, limit) for name, part in parts]
    caption = f"Evidence: {count_of(len(placed), 'mention')} in {count_of(placed['doc_id'].nunique(), 'document')}."
    note = "Open a line to read the sentences that it counts." if shown else ""
    return Evidence(caption, note, shown, NAMES.get(by, ""))


def located(hits: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return hits with the number and the place of their sentence, the earliest documents first.

    No text is added: thousands of hits may be of one document whose title is a megabyte.

    Parameters
    ----------
    hits : DataFrame
        With doc_id, start, end.
    study : Study
        The corpus, for sentences and dates.
    """
    placed = in_sentences(hits, study.sentences.assign(text=""))
    order = study.documents[["doc_id", "date"]].sort_values(["date", "doc_id"])["doc_id"]
    placed["document_rank"] = placed["doc_id"].map(pd.Series(range(len(order)), index=order))
    return placed.sort_values(["document_rank", "start"], kind="stable", ignore_index=True)


def _groups(hits: pd.DataFrame, documents: pd.DataFrame, by: str) -> pd.Series:
    """Return what the group of each hit is called, by a column of its own or of its document."""
    if not by:
        return pd.Series("all", index=hits.index)
    own = by in hits and by not in ("month", "year")
    values = hits[by] if own else grouping(documents, by)
    names = values.map(lambda group: label(group, by), na_action="ignore").astype(object).fillna("(none)")
    return names if own else hits["doc_id"].map(pd.Series(names.to_numpy(), index=documents["doc_id"]))


def _group_of_sentences(name: str, hits: pd.DataFrame, documents: pd.DataFrame, limit: int) -> dict:
    """Return what the template shows of some hits: a name, how many they are, and the first sentences."""
    number = sentence_numbers(hits)
    count = f"{count_of(len(hits), 'mention')} in {count_of(hits['doc_id'].nunique(), 'document')}"
    shown = sentences_by(hits[number <= limit], documents).get((), [])
    return {"label": name, "count": count, "hits": shown, "left_out": max(0, int(number.max() or 0) - limit)}


def sentence_numbers(hits: pd.DataFrame, keys: Sequence[str] = ()) -> pd.Series:
    """Number the sentences that hits stand in from 1; hits of one sentence follow each other.

    Parameters
    ----------
    hits : DataFrame
        With doc_id and sentence, sorted.
    keys : sequence of str
        Columns; the numbers begin anew where one of them changes.

    >>> hits = pd.DataFrame({"doc_id": list("aab"), "sentence": [0, 0, 0]})
    >>> sentence_numbers(hits).tolist()
    [1, 1, 2]
    """
    place = hits[["doc_id", "sentence", *keys]]
    begins = (place != place.shift()).any(axis=1)
    numbers = begins.groupby([hits[name] for name in keys]).cumsum() if keys else begins.cumsum()
    return numbers.astype("int64")


def sentences_by(hits: pd.DataFrame, documents: pd.DataFrame, keys: Sequence[str] = ()) -> dict[tuple, list[dict]]:
    """Return the sentences of some hits as the templates show them, with every hit marked and their source.

    Parameters
    ----------
    hits : DataFrame
        As `located` gives it.
    documents : DataFrame
        Those of the corpus, for texts and sources.
    keys : sequence of str
        Columns of whose values each list is.

    Returns
    -------
    dict of tuple to list of dict
        By the values of the keys, in the order of the hits.
    """
    shown: dict[tuple, list[dict]] = {}
    spans: dict[tuple, list[tuple[int, int]]] = {}
    known = documents.loc[documents["doc_id"].isin(hits["doc_id"]), ["doc_id", "text", *_source(documents)]]
    document = {row["doc_id"]: row for row in known.to_dict("records")}
    for row in hits.to_dict("records"):
        group = tuple(row[name] for name in keys)
        place = (group, row["doc_id"], row["sentence"])
        if place not in spans:
            spans[place] = []
            bounds = row["sentence_start"], row["sentence_end"]
            shown.setdefault(group, []).append(source_of(document[row["doc_id"]]) | {"pieces": (place, bounds)})
        spans[place].append((row["start"], row["end"]))
    for sentence in (sentence for sentences in shown.values() for sentence in sentences):
        place, bounds = sentence["pieces"]
        sentence["pieces"] = list(_pieces(spans[place], bounds, document[place[1]]["text"]))
    return shown


def _source(documents: pd.DataFrame) -> list[str]:
    return [name for name in SOURCE if name in documents]


def source_of(row: dict) -> dict:
    """Return what a document is named by: its title, who and when, and its address on the web.

    Parameters
    ----------
    row : dict
        A row of documents, or one with some of their columns.

    >>> source_of({"doc_id": "d1", "title": "A call", "actor": "UN"})
    {'title': 'A call', 'about': ['UN', 'd1'], 'url': ''}
    """
    doc_id = cut(row["doc_id"], LONGEST_TITLE)
    title = cut(cell(row.get("title")), LONGEST_TITLE) or doc_id
    about = [
        cut(cell(row.get("actor")) or cell(row.get("source")), LONGEST_TITLE),
        date_text(row.get("date", pd.NaT), cell(row.get("date_precision"))),
        doc_id if title != doc_id else "",
    ]
    return {"title": title, "about": [part for part in about if part], "url": safe_link(cell(row.get("url")))}


def _pieces(spans: list[tuple[int, int]], bounds: tuple[int, int], text: str) -> Iterator[dict]:
    """Cut a sentence into the parts that are hits and those that are not; a hit that runs over its end is whole.

    Of an endless sentence only what stands around the hits is shown.
    """
    done, end = bounds
    for number, (start, stop) in enumerate(spans[:MOST_MARKS]):
        yield {"text": _between(text[done:start], number > 0, True), "hit": False}
        yield {"text": cut(text[start:stop], LONGEST_MARK), "hit": True}
        done = stop
    yield {"text": _between(text[done:end], True, False), "hit": False}


def _between(text: str, after: bool, before: bool) -> str:
    """Shorten what stands after one mark, before the next, or both."""
    longest = AROUND * (after + before)
    if len(text) <= longest:
        return text
    return f"{text[:AROUND] if after else ''} … {text[-AROUND:] if before else ''}"


def safe_link(url: str) -> str:
    """Return a link that leads to a web page, or nothing; no address that works is longer than 2,000 characters.

    >>> safe_link("https://example.org/a"), safe_link("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    if len(url) > LONGEST_LINK:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
