"""Mentions -> the words around them."""

import pandas as pd
import regex

from analysis.text import in_sentences

# The ending of a name belongs to the name.
POSSESSIVE = regex.compile(r"(?:['’ʼ]s\b)?")


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
