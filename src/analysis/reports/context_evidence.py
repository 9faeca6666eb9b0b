"""Terms, counted in all sentences or in those around mentions -> the sentences that open below their counts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.discourse.surroundings import POSSESSIVE
from analysis.reports.openings import FEW_SENTENCES
from analysis.reports.term_evidence import hits_of, token_openings
from analysis.study import Study
from analysis.text import in_sentences, tokenize


def open_terms(
    terms: Sequence[str], study: Study, around: pd.DataFrame | None = None, limit: int = FEW_SENTENCES
) -> list[list[dict]]:
    """Return the sentences that open below a count of each term.

    Parameters
    ----------
    terms : sequence of str
        Terms of the vocabulary, or queries.
    study : Study
        The corpus.
    around : DataFrame, optional
        Mentions; with them only what stands in their sentences counts, as `discourse.contexts` gives them.
    limit : int
        How many sentences of each term to show.
    """
    hits = [hits_of(study.tokens, term) for term in terms] if around is None else hits_around(terms, around, study)
    return token_openings([{"": found} for found in hits], study, limit=limit)


def hits_around(terms: Sequence[str], mentions: pd.DataFrame, study: Study) -> list[pd.DataFrame]:
    """Return where terms stand in the sentences of mentions: doc_id, start, end in the texts of the documents.

    A token that a mention cuts, as the second half of UN-led, is found as it was counted.

    Parameters
    ----------
    terms : sequence of str
        Terms of the vocabulary of these sentences, or queries.
    mentions : DataFrame
        With doc_id, start, end.
    study : Study
        The corpus.
    """
    parts = _parts(mentions, study.sentences)
    texts = parts.groupby("doc_id", sort=False)["text"].agg("".join).reset_index()
    tokens = tokenize(texts)
    found = [hits_of(tokens, term) for term in terms]
    moved = _in_documents(pd.concat(found, ignore_index=True), parts) if found else pd.DataFrame()
    ends = np.cumsum([len(hits) for hits in found])
    return [moved.iloc[end - len(hits) : end].reset_index(drop=True) for hits, end in zip(found, ends, strict=True)]


def _parts(mentions: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the texts of `discourse.contexts` in parts: each with where it begins there, and in its document."""
    placed = in_sentences(mentions, sentences).sort_values(["doc_id", "start"])
    rows = []
    for (doc_id, _), same in placed.groupby(["doc_id", "sentence"], sort=False):
        begin, text, done = same["sentence_start"].iloc[0], same["sentence_text"].iloc[0], 0
        for start, end in zip(same["start"] - begin, same["end"] - begin, strict=True):
            rows.append((doc_id, begin + done, f"{text[done:start]}|"))
            done = end + len(POSSESSIVE.match(text, end)[0])
        rows.append((doc_id, begin + done, f"{text[done:]}\n"))
    parts = pd.DataFrame(rows, columns=["doc_id", "begins", "text"]).astype({"doc_id": str, "text": str})
    lengths = parts["text"].str.len()
    return parts.assign(place=lengths.groupby(parts["doc_id"]).cumsum() - lengths)


def _in_documents(hits: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Move hits from the parts' texts to those of the documents; a token lies within one part."""
    numbers = {doc_id: number for number, doc_id in enumerate(parts["doc_id"].unique())}
    width = int(max(parts["place"].max(), hits["end"].max())) + 1 if len(hits) else 1
    document = (hits["doc_id"].map(numbers).astype("int64") * width).to_numpy()
    at = (parts["doc_id"].map(numbers).astype("int64") * width + parts["place"]).to_numpy()
    shift = (parts["begins"] - parts["place"]).to_numpy()

    def moved(places: pd.Series) -> pd.Series:
        return places + shift[np.searchsorted(at, document + places.to_numpy(), side="right") - 1]

    return hits.assign(start=moved(hits["start"]), end=moved(hits["end"] - 1) + 1).reset_index(drop=True)
