"""Documents -> sentences."""

import numpy as np
import nupunkt
import pandas as pd

from analysis.corpus.schemas import SENTENCES, empty, typed


def split_sentences(documents: pd.DataFrame) -> pd.DataFrame:
    """Split every document into sentences.

    The borders are those of nupunkt's English model (Punkt, Kiss and Strunk 2006, trained anew); an empty
    line ends a sentence too, unless the line before it lacks an end mark and the text goes on in lower case,
    as over a page break.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str).

    Returns
    -------
    DataFrame
        One row a sentence: doc_id, sentence (from 0), start, end (code points), text.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Mr. Lee left. He said nothing."]})
    >>> split_sentences(documents)["text"].tolist()
    ['Mr. Lee left.', 'He said nothing.']
    """
    rows = [
        (doc_id, number, start, end, text[start:end])
        for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True)
        for number, (start, end) in enumerate(nupunkt.sentence_spans(text))
    ]
    if not rows:
        return empty(SENTENCES)
    return typed(pd.DataFrame(rows, columns=list(SENTENCES.columns)), SENTENCES)


def in_sentences(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the sentence that each hit begins in.

    Parameters
    ----------
    hits : DataFrame
        With doc_id, start and end: mentions, tokens, or any rows of the kind.
    sentences : DataFrame
        As `split_sentences` gives it, for all documents of the hits.

    Returns
    -------
    DataFrame
        The hits, with sentence, sentence_start, sentence_end and sentence_text added; hits outside of every
        sentence have none and are left out.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["He left. She stayed."]})
    >>> hits = pd.DataFrame({"doc_id": ["a"], "start": [13], "end": [19]})
    >>> in_sentences(hits, split_sentences(documents))["sentence_text"].tolist()
    ['She stayed.']
    """
    numbers = {doc_id: number for number, doc_id in enumerate(sentences["doc_id"].unique())}
    known = hits[hits["doc_id"].isin(numbers)]
    document = sentences["doc_id"].map(numbers).astype("int64")
    ordered = sentences.assign(document=document).sort_values(["document", "start"])
    width = max(sentences["end"].max(), known["end"].max(), 0) + 1 if len(sentences) and len(known) else 1
    begins = (ordered["document"] * width + ordered["start"]).to_numpy()
    wanted = (known["doc_id"].map(numbers).astype("int64") * width + known["start"]).to_numpy()
    place = np.searchsorted(begins, wanted, side="right") - 1
    known, place = known[place >= 0], place[place >= 0]
    found = ordered.iloc[place].reset_index(drop=True)
    inside = (found["doc_id"].to_numpy() == known["doc_id"].to_numpy()) & (
        known["start"].to_numpy() < found["end"].to_numpy()
    )
    columns = {
        "sentence": found["sentence"],
        "sentence_start": found["start"],
        "sentence_end": found["end"],
        "sentence_text": found["text"],
    }
    return known.reset_index(drop=True).assign(**columns)[inside].reset_index(drop=True)
