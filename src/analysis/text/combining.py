"""Tokens -> tokens of several words: n-grams, and multiword terms that become one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from analysis.text.terms import fold

if TYPE_CHECKING:
    from analysis.text.tokens import Tokens

SPACE = " "


def ngram_columns(tokens: "Tokens", size: int) -> dict[str, np.ndarray]:
    """Return the columns of the tokens that are runs of some tokens of a document.

    Parameters
    ----------
    tokens : Tokens
        The single tokens.
    size : int
        How many tokens a run has, from 1.

    Raises
    ------
    ValueError
        `size` is less than 1.
    """
    if size < 1:
        raise ValueError(f"size is {size}: an n-gram has 1 token or more")
    lengths = np.maximum(tokens.lengths - size + 1, 0)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    first = np.repeat(tokens.offsets[:-1] - offsets[:-1], lengths) + np.arange(offsets[-1])
    ids, runs = tokens.ids[first].astype(np.int64), np.arange(len(tokens.vocabulary))[:, None]
    for step in range(1, size):
        keys, ids = np.unique(ids * len(tokens.vocabulary) + tokens.ids[first + step], return_inverse=True)
        before, last = np.divmod(keys, max(len(tokens.vocabulary), 1))
        runs = np.column_stack([runs[before], last])
    terms = np.array([SPACE.join(words) for words in tokens.vocabulary[runs]], dtype=object)
    vocabulary, numbers = np.unique(terms, return_inverse=True)
    return {
        "ids": numbers[ids].astype(np.int32) if len(ids) else np.zeros(0, dtype=np.int32),
        "starts": tokens.starts[first],
        "ends": tokens.ends[first + size - 1],
        "offsets": offsets,
        "vocabulary": vocabulary,
    }


def cut_phrases(phrases: Iterable[str]) -> list[list[str]]:
    """Return the terms of each phrase.

    Parameters
    ----------
    phrases : iterable of str
        Each of two words or more.

    Raises
    ------
    ValueError
        A phrase has fewer than two words.

    >>> cut_phrases(["Human rights"])
    [['human', 'rights']]
    """
    from analysis.text.tokenizing import token_pattern  # which imports Tokens, which imports this

    if isinstance(phrases, str):
        raise ValueError(f"phrases is the text {phrases!r}: give a list of phrases, as [{phrases!r}]")
    phrases = list(phrases)
    cut = [[fold(surface) for surface in token_pattern().findall(phrase)] for phrase in phrases]
    for phrase, terms in zip(phrases, cut, strict=True):
        if len(terms) < 2:
            raise ValueError(f"the phrase {phrase!r} has {len(terms)} word(s): a compound needs two or more")
    return cut


def compound_columns(tokens: "Tokens", phrases: Iterable[list[str]], joiner: str) -> dict[str, np.ndarray]:
    """Return the columns of the tokens among which each phrase is one.

    Of phrases that overlap, the first counts, and of those that begin together the longest.

    Parameters
    ----------
    tokens : Tokens
        The single tokens.
    phrases : iterable of list of str
        The terms of each phrase, two or more.
    joiner : str
        What stands between its words in the new term.
    """
    phrases = sorted({tuple(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    found = [_places_of(tokens, phrase) for phrase in phrases]
    kind = np.repeat(np.arange(len(phrases)), [len(places) for places in found])
    first = np.concatenate([np.zeros(0, dtype=np.int64), *found])
    order = np.lexsort((kind, first))
    chosen, free = [], 0
    for place, phrase in zip(first[order].tolist(), kind[order].tolist(), strict=True):
        if place >= free:
            chosen.append((place, phrase))
            free = place + len(phrases[phrase])
    first, kind = np.array(chosen, dtype=np.int64).reshape(-1, 2).T
    widths = np.array([len(phrase) for phrase in phrases], dtype=np.int64)[kind]
    more = widths - 1
    keep = np.ones(len(tokens), dtype=bool)
    keep[np.repeat(first + 1 - np.cumsum(more) + more, more) + np.arange(more.sum())] = False
    ids, ends = tokens.ids.astype(np.int64), tokens.ends.copy()
    ids[first], ends[first] = len(tokens.vocabulary) + kind, ends[first + more]
    terms = np.concatenate([tokens.vocabulary, np.array([joiner.join(phrase) for phrase in phrases], dtype=object)])
    return {
        **used_terms(terms, ids[keep]),
        "starts": tokens.starts[keep],
        "ends": ends[keep],
        "offsets": np.concatenate([[0], np.cumsum(keep)])[tokens.offsets].astype(np.int64),
    }


def used_terms(terms: np.ndarray, ids: np.ndarray) -> dict[str, np.ndarray]:
    """Return a sorted vocabulary of the terms that are used, and the ids that number it.

    Parameters
    ----------
    terms : object array
        The names of the terms, in any order and perhaps more than once.
    ids : int array, shape (tokens,)
        Places among them.

    >>> used_terms(np.array(["b", "x", "a"], dtype=object), np.array([0, 2, 2]))["ids"].tolist()
    [1, 0, 0]
    """
    used = np.flatnonzero(np.bincount(ids, minlength=len(terms)))
    vocabulary, numbers = np.unique(terms[used], return_inverse=True)
    of_term = np.zeros(len(terms), dtype=np.int32)
    of_term[used] = numbers
    return {"vocabulary": vocabulary, "ids": of_term[ids]}


def _places_of(tokens: "Tokens", phrase: tuple[str, ...]) -> np.ndarray:
    """Return where the phrase begins."""
    numbers = np.array([tokens.number_of(term) for term in phrase])
    if (numbers < 0).any():
        return np.zeros(0, dtype=np.int64)
    places = tokens.places(numbers[:1])
    places = places[places + len(phrase) <= len(tokens)]
    ends = tokens.offsets[np.searchsorted(tokens.offsets, places, side="right")]
    places = places[places + len(phrase) <= ends]
    for step, number in enumerate(numbers):
        places = places[tokens.ids[places + step] == number]
    return places
