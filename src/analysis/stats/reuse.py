"""Text reuse: passages that stand word for word in two documents."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.methods import named_in_methods
from analysis.stats.bootstrap import CELLS_AT_ONCE
from analysis.stats.bundles import recurring_ngrams
from analysis.stats.checking import check_count
from analysis.text.tokens import Tokens

STEP = 32
TYPES = {
    "doc_id": "str",
    "start": "int64",
    "end": "int64",
    "other_doc_id": "str",
    "other_start": "int64",
    "other_end": "int64",
    "tokens": "int64",
}
TEXTS = {"text": "str", "other_text": "str"}
COUNT_TYPES = {
    "doc_id": "str",
    "other_doc_id": "str",
    "passages": "int64",
    "tokens": "int64",
    "other_tokens": "int64",
    "share": "float64",
    "other_share": "float64",
}


@named_in_methods
def text_reuse(
    tokens: Tokens,
    documents: pd.DataFrame | None = None,
    *,
    size: int = 5,
    minimum: int | None = None,
    most_documents: int = 50,
    most_places: int = 100,
    across: pd.Series | np.ndarray | None = None,
) -> pd.DataFrame:
    """Find the passages that two documents share, word for word, each as long as it is.

    The n-grams of `size` words that stand in several documents are found (word n-grams as the fingerprints of reused
    text: Lyon, Malcolm and Dickerson 2001, Proceedings of EMNLP), compared as words and not by their hashes, and
    extended to both sides as far as the documents agree. Case and punctuation do not matter, and passages pass over
    the borders of sentences. Passages within one document are not sought.

    N-grams of more than `most_documents` documents are formulas, such as a letterhead, and so are those that stand at
    more than `most_places` places, such as a refrain, every two places of which would be a passage: they lead to no
    passage, but are part of one that they stand in. `lexical_bundles(tokens, size, per_million=0,
    minimum_documents=most_documents + 1)` lists those of many documents. The time that it takes grows with the
    corpus and with `most_places`, however often documents repeat themselves.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    documents : DataFrame, optional
        With doc_id and text, in any order: adds what the passages say.
    size : int
        How many words two documents must share in a row.
    minimum : int, optional
        How many words a passage has at least; `size` when left out.
    most_documents : int
        In how many documents an n-gram may stand.
    most_places : int
        At how many places, in all documents together, an n-gram may stand.
    across : Series or array of shape (n,), optional
        Such as the source of each document, in their order: only pairs whose values differ; documents without a value
        are left out.

    Returns
    -------
    DataFrame
        One row a pair of places that agree and cannot be extended: doc_id, start, end, other_doc_id, other_start,
        other_end (code points of each text), tokens (the passage's words); with `documents` also text and other_text,
        the passage as it is written in each. Every pair once, with doc_id the first by the alphabet, which says
        nothing of who copied. Sorted by tokens, longest first, then by the documents and places.

    Raises
    ------
    ValueError
        A number is out of its range, `across` has not one value for each document, or `documents` lacks one.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["He said: we need peace now.", "We need peace, now!"]})
    >>> text_reuse(tokenize(documents), documents, size=3)[["start", "end", "tokens", "other_text"]].values.tolist()
    [[9, 26, 4, 'We need peace, now']]
    """
    minimum = size if minimum is None else minimum
    _check_sizes(size, minimum, most_documents, most_places)
    side = _sides(across, len(tokens.doc_ids))
    rank = np.argsort(np.argsort(tokens.doc_ids.astype(str), kind="stable"))
    of_token = tokens.documents
    seeds = _seeds(tokens, size, most_documents, most_places)
    found = [np.zeros((3, 0), dtype=np.int64)]
    for one, other in _pairs(seeds):
        apart = (of_token[one] != of_token[other]) & (side[of_token[one]] != side[of_token[other]])
        apart &= (side[of_token[one]] >= 0) & (side[of_token[other]] >= 0)
        first = apart & ~_continue(seeds, of_token, one, other)
        found.append(_extended(tokens, one[first], other[first], size))
    passages = np.unique(np.concatenate(found, axis=1), axis=1)
    frame = _placed(tokens, passages[:, passages[2] >= minimum], rank)
    return frame if documents is None else _with_texts(frame, documents)


@named_in_methods
def reuse_counts(passages: pd.DataFrame, tokens: Tokens) -> pd.DataFrame:
    """Count what each pair of documents shares.

    Parameters
    ----------
    passages : DataFrame
        As `text_reuse` gives it.
    tokens : Tokens
        Of the same documents.

    Returns
    -------
    DataFrame
        One row a pair with a passage: doc_id, other_doc_id, passages (rows), tokens and other_tokens (of each
        document that stand in a passage, each counted once though passages overlap), share and other_share (of all
        tokens of the document: containment, Broder 1997, Proceedings of SEQUENCES: 21-29). Sorted by the greater of
        the two shares, highest first, then by the documents.

    Raises
    ------
    ValueError
        The tokens lack a document of the passages.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["He said: we need peace now.", "We need peace, now!"]})
    >>> tokens = tokenize(documents)
    >>> reuse_counts(text_reuse(tokens, size=3), tokens)[["tokens", "share", "other_share"]].round(2).values.tolist()
    [[4.0, 0.67, 1.0]]
    """
    keys = ["doc_id", "other_doc_id"]
    pair = passages.groupby(keys, sort=True).ngroup().to_numpy(dtype=np.int64)
    pairs = passages[keys].drop_duplicates().sort_values(keys, ignore_index=True)
    counts = pairs.assign(passages=np.bincount(pair, minlength=len(pairs)))
    for prefix in ("", "other_"):
        spans = passages[[f"{prefix}doc_id", f"{prefix}start", f"{prefix}end"]].set_axis(
            ["doc_id", "start", "end"], axis=1
        )
        counts[f"{prefix}tokens"] = _covered(tokens, spans, pair, len(pairs))
        lengths = tokens.lengths[_numbers(tokens, pairs[f"{prefix}doc_id"])]
        counts[f"{prefix}share"] = counts[f"{prefix}tokens"] / lengths
    counts = counts.astype(COUNT_TYPES)[list(COUNT_TYPES)]
    highest = counts[["share", "other_share"]].max(axis=1)
    order = counts.assign(highest=highest).sort_values(["highest", *keys], ascending=[False, True, True]).index
    return counts.loc[order].reset_index(drop=True)


def _check_sizes(size: int, minimum: int, most_documents: int, most_places: int) -> None:
    for name, value, least in (
        ("size", size, 1),
        ("minimum", minimum, 0),
        ("most_documents", most_documents, 2),
        ("most_places", most_places, 2),
    ):
        check_count(name, value, least)
    if minimum < size:
        raise ValueError(
            f"minimum is {minimum}, below size {size}: passages are not shorter than the n-grams they grow of"
        )


def _sides(across: pd.Series | np.ndarray | None, documents: int) -> np.ndarray:
    """Return a number for each document, so that only documents of different numbers are compared; -1 is left out."""
    if across is None:
        return np.arange(documents)
    if len(across) != documents:
        raise ValueError(
            f"across has {len(across)} values for {documents} documents: give one for each, in their order"
        )
    return pd.factorize(np.asarray(across, dtype=object))[0]


def _seeds(tokens: Tokens, size: int, most_documents: int, most_places: int) -> np.ndarray:
    """Return the number of the n-gram that begins at each token, -1 where there is none to look for."""
    places, numbers = recurring_ngrams(tokens, size, minimum=2)
    cells = np.unique(np.stack([numbers, tokens.document_of(places)]), axis=1) if len(places) else np.zeros((2, 0), int)
    documents = np.bincount(cells[0], minlength=1)
    shared = (documents > 1) & (documents <= most_documents)
    shared &= np.bincount(numbers, minlength=1) <= most_places
    seeds = np.full(len(tokens), -1, dtype=np.int64)
    if len(places):
        seeds[places[shared[numbers]]] = numbers[shared[numbers]]
    return seeds


def _pairs(seeds: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Give the pairs of places of the same n-gram, the earlier first, so many at a time as fit into memory."""
    places = np.flatnonzero(seeds >= 0)
    places = places[np.argsort(seeds[places], kind="stable")]
    sizes = np.bincount(seeds[places]) if len(places) else np.zeros(0, dtype=np.int64)
    sizes = sizes[sizes > 0]
    later = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(places)) - 1
    total = np.concatenate([[0], np.cumsum(later)])
    begin = 0
    while begin < len(places):
        end = max(begin + 1, int(np.searchsorted(total, total[begin] + CELLS_AT_ONCE, side="right")) - 1)
        count = later[begin:end]
        one = np.repeat(np.arange(begin, end), count)
        ahead = np.arange(len(one)) - np.repeat(total[begin:end] - total[begin], count) + 1
        yield places[one], places[one + ahead]
        begin = end


def _continue(seeds: np.ndarray, of_token: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return which pairs come right behind another pair, so that they belong to the same passage."""
    before = (one > 0) & (seeds[one - 1] >= 0) & (seeds[one - 1] == seeds[other - 1])
    return before & (of_token[one - 1] == of_token[one]) & (of_token[other - 1] == of_token[other])


def _extended(tokens: Tokens, one: np.ndarray, other: np.ndarray, size: int) -> np.ndarray:
    """Return the passages that hold these n-grams: first token, other first token, length; shape (3, pairs)."""
    begin, end = tokens.offsets[:-1], tokens.offsets[1:]
    document, other_document = tokens.document_of(one), tokens.document_of(other)
    ahead = np.minimum(end[document] - one, end[other_document] - other) - size
    behind = np.minimum(one - begin[document], other - begin[other_document])
    forward = _agreeing(tokens.ids, one + size, other + size, ahead, 1)
    backward = _agreeing(tokens.ids, one - 1, other - 1, behind, -1)
    return np.stack([one - backward, other - backward, backward + size + forward])


def _agreeing(ids: np.ndarray, one: np.ndarray, other: np.ndarray, room: np.ndarray, direction: int) -> np.ndarray:
    """Return for how many tokens, from two places on, the terms are the same."""
    length = np.zeros(len(one), dtype=np.int64)
    active = np.flatnonzero(room > 0)
    while len(active):
        at = length[active, None] + np.arange(STEP)
        inside = at < room[active, None]
        shift = direction * np.where(inside, at, 0)
        same = inside & (ids[one[active, None] + shift] == ids[other[active, None] + shift])
        whole = same.all(axis=1)
        length[active] += np.where(whole, STEP, np.argmin(same, axis=1))
        active = active[whole]
    return length


def _placed(tokens: Tokens, passages: np.ndarray, rank: np.ndarray) -> pd.DataFrame:
    """Return the passages by their documents and offsets, with the document first whose name is first."""
    one, other, length = passages
    swapped = rank[tokens.document_of(one)] > rank[tokens.document_of(other)]
    columns = {"tokens": length}
    for prefix, first in (("", np.where(swapped, other, one)), ("other_", np.where(swapped, one, other))):
        columns[f"{prefix}doc_id"] = tokens.doc_ids[tokens.document_of(first)]
        columns[f"{prefix}start"] = tokens.starts[first]
        columns[f"{prefix}end"] = tokens.ends[first + length - 1]
    frame = pd.DataFrame(columns, columns=list(TYPES)).astype(TYPES)
    by = ["tokens", "doc_id", "start", "other_doc_id", "other_start"]
    return frame.sort_values(by, ascending=[False, True, True, True, True], ignore_index=True)


def _with_texts(frame: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    if missing := (set(frame["doc_id"]) | set(frame["other_doc_id"])) - set(texts):
        raise ValueError(f"documents has no {min(missing)!r}, which the tokens have: give the documents they are of")
    for prefix in ("", "other_"):
        spans = zip(frame[f"{prefix}doc_id"], frame[f"{prefix}start"], frame[f"{prefix}end"], strict=True)
        frame[f"{prefix}text"] = [texts[doc_id][start:end] for doc_id, start, end in spans]
    return frame.astype(TEXTS)


def _numbers(tokens: Tokens, doc_ids: pd.Series) -> np.ndarray:
    numbers = pd.Index(tokens.doc_ids).get_indexer(doc_ids)
    if (numbers < 0).any():
        raise ValueError(f"tokens has no document {doc_ids[numbers < 0].iloc[0]!r}: give the tokens of the passages")
    return numbers


def _covered(tokens: Tokens, spans: pd.DataFrame, pair: np.ndarray, pairs: int) -> np.ndarray:
    """Return how many tokens of its document the spans of each pair cover."""
    document = _numbers(tokens, spans["doc_id"])
    width = int(tokens.ends.max(initial=0)) + 1
    starts = tokens.documents * width + tokens.starts
    first = np.searchsorted(starts, document * width + spans["start"].to_numpy())
    last = np.searchsorted(starts, document * width + spans["end"].to_numpy())
    order = np.lexsort([first, pair])
    # Far enough apart that the spans of one pair never reach into the next.
    shift = pair[order] * (len(tokens) + 1)
    begin, end = first[order] + shift, last[order] + shift
    reached = np.concatenate([[0], np.maximum.accumulate(end)[:-1]]) if len(end) else end
    fresh = np.maximum(end - np.maximum(begin, reached), 0)
    return np.bincount(pair[order], weights=fresh, minlength=pairs).astype(np.int64)
