"""Where a query matches: the tokens that fill its slots, one after the other."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

from analysis.methods import named_in_methods
from analysis.text.queries import Query, Slot, parse_query
from analysis.text.sentences import token_sentences
from analysis.text.tokens import Tokens

WITHIN = ("document", "sentence")
# So many places of the rarest slot are looked at in one go.
AT_ONCE = 1_000_000
# Of more terms than this, reading all tokens finds the places sooner than gathering those of each term.
MOST_TERMS = 1000


@named_in_methods
def find(
    tokens: Tokens,
    query: Query | str,
    *,
    within: str = "document",
    sentences: pd.DataFrame | np.ndarray | None = None,
    limit: int | None = None,
    overlapping: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """Find where a query matches.

    From left to right, the first match is taken and the search goes on behind it. Where a match may begin, words
    are repeated as often as they can be, and any words, as in []{0,3}, as seldom: the nearest rights is found after
    human, and the party too in "state" "party"?. So does a regular expression whose .{0,3}? is lazy.

    Parameters
    ----------
    tokens : Tokens
        Of the corpus.
    query : Query or str
        As `parse_query` gives or takes it.
    within : str
        "document", or "sentence": a match has its first and its last token in the same one, and the sentence that
        a token begins in is its own.
    sentences : DataFrame or int64 array of shape (tokens,), optional
        As `split_sentences` gives it (doc_id, start, end), for within="sentence"; or for many searches, as
        `token_sentences` does.
    limit : int, optional
        Stop after so many matches.
    overlapping : bool
        Whether a match may also begin within another; of those that begin at the same token, one is found.

    Returns
    -------
    (int64 array, int64 array)
        The first and the last token of each match, ascending, counted from the first token of the corpus.

    Raises
    ------
    ValueError
        The query or `within` is none, or the sentences are missing.

    >>> from analysis.text import tokenize
    >>> tokens = tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["human rights, human and civil rights"]}))
    >>> [places.tolist() for places in find(tokens, '"human" []{0,3} "rights"')]
    [[0, 2], [1, 5]]
    """
    if limit is not None and limit < 0:
        raise ValueError(f"limit is {limit}: it must be 0 or more")
    search = _Search(tokens, query if isinstance(query, Query) else parse_query(query), within, sentences)
    firsts, lengths = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    done = found = 0
    for window in search.windows(limit):
        starts, sizes = search.matches(*window)
        if not overlapping:
            keep = apart(starts, sizes, done)
            starts, sizes = starts[keep], sizes[keep]
            done = int(starts[-1] + sizes[-1]) if len(starts) else done
        firsts.append(starts)
        lengths.append(sizes)
        found += len(starts)
        if limit is not None and found >= limit:
            break
    first = np.concatenate(firsts)[:limit]
    return first, first + np.concatenate(lengths)[:limit] - 1


def as_hits(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> pd.DataFrame:
    """Return where matches stand in their documents.

    Parameters
    ----------
    tokens : Tokens
        Of the corpus.
    first, last : int64 arrays, shape (matches,)
        As `find` gives them.

    Returns
    -------
    DataFrame
        One row a match: doc_id, start, end (code points), position (of its first token in the document, from 0).

    >>> from analysis.text import tokenize
    >>> tokens = tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["The human rights"]}))
    >>> as_hits(tokens, *find(tokens, "human rights")).values.tolist()
    [['a', 4, 16, 1]]
    """
    document = tokens.document_of(first)
    return pd.DataFrame(
        {
            "doc_id": pd.array(tokens.doc_ids[document], dtype="str"),
            "start": tokens.starts[first].astype(np.int64),
            "end": tokens.ends[last].astype(np.int64),
            "position": first - tokens.offsets[document],
        }
    )


def apart(starts: np.ndarray, lengths: np.ndarray, done: int = 0) -> np.ndarray:
    """Return which spans to take from left to right, so that none begins before the end of one taken.

    Parameters
    ----------
    starts, lengths : int64 arrays, shape (spans,)
        Where each begins, ascending, and how long it is.
    done : int
        Where the first may begin.

    Returns
    -------
    bool array, shape (spans,)

    >>> apart(np.array([0, 1, 2]), np.array([2, 2, 2])).tolist()
    [True, False, True]
    """
    keep = starts >= done
    ends = starts + lengths
    if not (starts[1:] < ends[:-1]).any():
        return keep
    for place, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        keep[place] = start >= done
        if start >= done:
            done = end
    return keep


class _Search:
    """A query over some tokens: its slots as masks of terms, and the rarest slot, from which matches are found."""

    def __init__(self, tokens: Tokens, query: Query, within: str, sentences: pd.DataFrame | np.ndarray | None) -> None:
        if within not in WITHIN:
            raise ValueError(f"within is {within!r}: choose from {', '.join(WITHIN)}")
        if within == "sentence" and sentences is None:
            raise ValueError("within is 'sentence': give the sentences too, as text.split_sentences gives them")
        self._tokens = tokens
        self._sentence_of = None
        if within == "sentence":
            known = isinstance(sentences, np.ndarray)
            self._sentence_of = sentences if known else token_sentences(tokens, sentences)
        self._masks = [slot.matches(tokens.vocabulary) if slot.conditions else None for slot in query.slots]
        longest = int(tokens.lengths.max(initial=0))
        self._ways = [way for way in product(*map(_repetitions, query.slots)) if sum(way) <= longest]
        sizes = [
            self._size(mask) if slot.minimum else np.inf for slot, mask in zip(query.slots, self._masks, strict=True)
        ]
        self._rarest = int(np.argmin(sizes))
        self._candidates = int(min(sizes))
        self._rarest_places = self._gathered(self._masks[self._rarest])

    def _size(self, mask: np.ndarray | None) -> int:
        """Return how many tokens a slot takes, or of many terms that it may take all."""
        if mask is None:
            return len(self._tokens)
        terms = np.flatnonzero(mask)
        if len(terms) > MOST_TERMS:
            return len(self._tokens)
        return int(self._tokens.totals[terms].sum())

    def _gathered(self, mask: np.ndarray | None) -> np.ndarray | None:
        if mask is None or np.count_nonzero(mask) > MOST_TERMS:
            return None
        return self._tokens.places(np.flatnonzero(mask))

    def windows(self, limit: int | None) -> Iterator[tuple[int, int]]:
        """Yield from where to where matches may begin: small windows first when few matches are wanted."""
        wanted = AT_ONCE if limit is None else min(2 * limit + 100, AT_ONCE)
        done = 0
        while done < len(self._tokens) and self._candidates and self._ways:
            width = max(1, len(self._tokens) * wanted // self._candidates)
            yield done, min(done + width, len(self._tokens))
            done += width
            wanted = min(4 * wanted, AT_ONCE)

    def matches(self, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        """Return where matches begin, from one token up to another, and how long each is; the preferred one of each."""
        starts, lengths = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for way in self._ways:
            found = self._matches_of(way, first, last)
            starts.append(found)
            lengths.append(np.full(len(found), sum(way), dtype=np.int64))
        if len(self._ways) == 1:
            return starts[1], lengths[1]
        distinct, preferred = np.unique(np.concatenate(starts), return_index=True)
        return distinct, np.concatenate(lengths)[preferred]

    def _matches_of(self, way: tuple[int, ...], first: int, last: int) -> np.ndarray:
        """Return where matches begin in which each slot is repeated so many times."""
        masks = [mask for mask, times in zip(self._masks, way, strict=True) for _ in range(times)]
        before = sum(way[: self._rarest])
        starts = self._places(first + before, last + before) - before
        ends = self._tokens.offsets[self._tokens.document_of(starts) + 1]
        starts = starts[starts + len(masks) <= ends]
        for place, mask in enumerate(masks):
            if mask is not None and place != before:
                starts = starts[mask[self._tokens.ids[starts + place]]]
        if self._sentence_of is not None and len(masks) > 1:
            sentence = self._sentence_of[starts]
            starts = starts[(sentence >= 0) & (sentence == self._sentence_of[starts + len(masks) - 1])]
        return starts

    def _places(self, first: int, last: int) -> np.ndarray:
        """Return the tokens that the rarest slot takes, from one token up to another."""
        if self._rarest_places is not None:
            low, high = np.searchsorted(self._rarest_places, [first, last])
            return self._rarest_places[low:high]
        mask = self._masks[self._rarest]
        last = min(last, len(self._tokens))
        if mask is None:
            return np.arange(first, last, dtype=np.int64)
        return first + np.flatnonzero(mask[self._tokens.ids[first:last]])


def _repetitions(slot: Slot) -> range:
    """Return how often a slot may be repeated, what is preferred first."""
    if slot.conditions:
        return range(slot.maximum, slot.minimum - 1, -1)
    return range(slot.minimum, slot.maximum + 1)
