"""Mentions -> where they stand, and the words around them."""

from bisect import bisect_right
from collections import defaultdict

import pandas as pd
import regex

from analysis.methods import named_in_methods
from analysis.text import in_sentences

AROUND = 80  # characters of an example on each side
# The ending of a name belongs to the name.
POSSESSIVE = regex.compile(r"(?:['’ʼ]s\b)?")


@named_in_methods
def contexts(mentions: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences that hold mentions, without the mentions themselves.

    Parameters
    ----------
    mentions : DataFrame
        With doc_id, start, end; of one organization, or of several.
    sentences : DataFrame
        As `text.split_sentences` gives it.

    Returns
    -------
    DataFrame
        One row a document, by doc_id: doc_id, and text, its sentences with a mention, in order and each once.
        The names, with their possessive endings, are replaced by a vertical bar, so that they are not
        counted as words of their own context.

    >>> from analysis.text import split_sentences
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["We left. The UN stayed, the UN said."]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a"], "start": [13, 28], "end": [15, 30]})
    >>> contexts(named, split_sentences(documents))["text"].tolist()
    ['The | stayed, the | said.']
    """
    placed = in_sentences(mentions, sentences).sort_values(["doc_id", "start"])
    rows = [
        (doc_id, number, _without(same))
        for (doc_id, number), same in placed.groupby(["doc_id", "sentence"], sort=False)
    ]
    frame = pd.DataFrame(rows, columns=["doc_id", "sentence", "text"]).astype({"doc_id": str, "text": str})
    return frame.groupby("doc_id", sort=False)["text"].agg("\n".join).reset_index()


def _without(mentions: pd.DataFrame) -> str:
    """Return the text of the sentence that all these mentions stand in, a bar for each of them."""
    begin, text = mentions["sentence_start"].iloc[0], mentions["sentence_text"].iloc[0]
    parts, done = [], 0
    for start, end in zip(mentions["start"] - begin, mentions["end"] - begin, strict=True):
        parts.append(text[done:start])
        done = end + len(POSSESSIVE.match(text, end)[0])
    return "|".join([*parts, text[done:]])


def places(mentions: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """Return (start, end) of the mentions of each document, by start.

    >>> places(pd.DataFrame({"doc_id": ["a", "a"], "start": [9, 4], "end": [11, 6]}))
    {'a': [(4, 6), (9, 11)]}
    """
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for doc_id, start, end in zip(mentions["doc_id"], mentions["start"], mentions["end"], strict=True):
        found[doc_id].append((start, end))
    return {doc_id: sorted(spans) for doc_id, spans in found.items()}


def is_covered(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether one of the spans, which are sorted and do not overlap, holds all from start to end.

    >>> is_covered(4, 6, [(0, 3), (4, 9)]), is_covered(4, 10, [(0, 3), (4, 9)])
    (True, False)
    """
    before = bisect_right(spans, (start, end + 1))
    return any(first <= start and end <= last for first, last in spans[max(0, before - 1) : before + 1])


def examples(found: list, texts: dict[str, str], most: int = 3) -> tuple[str, str]:
    """Write the words around a few finds, from different documents where possible.

    Parameters
    ----------
    found : list
        With doc_id, start, end each.
    texts : dict
        Text by doc_id.
    most : int
        How many.

    Returns
    -------
    (str, str)
        The contexts, separated by " | ", what was found in ⟦ ⟧; the doc_ids, separated by "; ".

    >>> examples([pd.Series({"doc_id": "a", "start": 4, "end": 6})], {"a": "The UN left."})
    ('The ⟦UN⟧ left.', 'a')
    """
    first = list({one.doc_id: one for one in reversed(found)}.values())[::-1]
    chosen = [*first, *(one for one in found if one not in first)][:most] if len(first) < most else first[:most]
    contexts = [_context(texts[one.doc_id], one.start, one.end) for one in chosen]
    return " | ".join(contexts), "; ".join(dict.fromkeys(one.doc_id for one in chosen))


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return " ".join(f"{before}⟦{text[start:end]}⟧{after}".split())
