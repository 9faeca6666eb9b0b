"""Documents -> tokens: numbered terms with their offsets."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
import regex
from scipy import sparse

LETTER = r"[\p{L}\p{N}]"
# Marks belong to the letter before them, and so do Armenian's marks of stress, exclamation and question, which
# stand on a vowel; soft hyphens and (non-)joiners are invisible parts of a word.
INNER = r"[\p{L}\p{N}\p{M}\u055b\u055c\u055e\u00ad\u200c\u200d]"
JOINT = r"(?:['’ʼ‘\-‐‑]|(?<=\p{N})[.,](?=\p{N}))"
TOKEN = regex.compile(rf"{LETTER}{INNER}*+(?:{JOINT}{LETTER}{INNER}*+)*+")
PLAIN = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-"} | dict.fromkeys("\u00ad\u055b\u055c\u055e"))


def fold(surface: str) -> str:
    """Return the term that a token counts as: case-folded, with plain apostrophes and hyphens.

    Case folding is Unicode's (str.casefold), so ß counts as ss and a final sigma as sigma.

    >>> fold("ARMENIA’S"), fold("Straße")
    ("armenia's", 'strasse')
    """
    return surface.casefold().translate(PLAIN)


@dataclass(frozen=True)
class Tokens:
    """The tokens of a corpus.

    Attributes
    ----------
    ids : int32 array, shape (tokens,)
        Number of each token's term in the vocabulary.
    starts, ends : int32 arrays, shape (tokens,)
        Offsets into the document's text, in code points.
    offsets : int64 array, shape (documents + 1,)
        Document i has the tokens offsets[i] to offsets[i + 1].
    doc_ids : object array, shape (documents,)
        The documents, in their order.
    vocabulary : object array, shape (terms,)
        The terms, sorted.
    """

    ids: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    offsets: np.ndarray
    doc_ids: np.ndarray
    vocabulary: np.ndarray

    @classmethod
    def none(cls, doc_ids: np.ndarray) -> "Tokens":
        """Return the tokens of documents without a token: doc_ids is an object array of shape (documents,)."""
        nothing = np.zeros(0, dtype=np.int32)
        offsets = np.zeros(len(doc_ids) + 1, dtype=np.int64)
        return cls(nothing, nothing, nothing, offsets, doc_ids, np.zeros(0, dtype=object))

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.ids)

    @property
    def lengths(self) -> np.ndarray:
        """The number of tokens of each document."""
        return np.diff(self.offsets)

    @property
    def documents(self) -> np.ndarray:
        """The number of each token's document, in the order of doc_ids."""
        return np.repeat(np.arange(len(self.doc_ids)), self.lengths)

    def frame(self) -> pd.DataFrame:
        """Return one row a token: doc_id, position (from 0 in its document), start, end, term.

        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["It’s closed."]})
        >>> tokenize(documents).frame()["term"].tolist()
        ["it's", 'closed']
        """
        return pd.DataFrame(
            {
                "doc_id": self.doc_ids[self.documents],
                "position": np.arange(len(self)) - np.repeat(self.offsets[:-1], self.lengths),
                "start": self.starts,
                "end": self.ends,
                "term": self.vocabulary[self.ids],
            }
        ).astype({"doc_id": str, "term": str})

    def renamed(self, doc_ids: np.ndarray) -> "Tokens":
        """Return the same tokens under other names of their documents: an object array of shape (documents,)."""
        return replace(self, doc_ids=doc_ids)

    def select(self, keep: Iterable[bool]) -> "Tokens":
        """Return the tokens of the chosen documents, with a vocabulary of their own.

        Parameters
        ----------
        keep : bool array, shape (documents,)
            Which documents to keep.
        """
        keep = np.asarray(keep, dtype=bool)
        if len(keep) != len(self.doc_ids):
            raise ValueError(f"{len(keep)} choices for {len(self.doc_ids)} documents: give one for each")
        chosen = keep[self.documents]
        used, ids = np.unique(self.ids[chosen], return_inverse=True)
        return Tokens(
            ids.astype(np.int32),
            self.starts[chosen],
            self.ends[chosen],
            _offsets(self.lengths[keep]),
            self.doc_ids[keep],
            self.vocabulary[used],
        )

    def take(self, documents: np.ndarray) -> "Tokens":
        """Return the tokens of some documents in the order given, with the vocabulary as it is.

        Parameters
        ----------
        documents : int array
            Numbers of documents, from 0.
        """
        lengths = self.lengths[documents]
        offsets = _offsets(lengths)
        places = np.repeat(self.offsets[:-1][documents] - offsets[:-1], lengths) + np.arange(offsets[-1])
        return Tokens(
            self.ids[places], self.starts[places], self.ends[places], offsets, self.doc_ids[documents], self.vocabulary
        )

    def number_of(self, term: str) -> int:
        """Return the number of a term in the vocabulary, or -1."""
        place = int(np.searchsorted(self.vocabulary, term)) if len(self.vocabulary) else 0
        return place if place < len(self.vocabulary) and self.vocabulary[place] == term else -1

    def places(self, ids: np.ndarray) -> np.ndarray:
        """Return where some terms stand: int64, ascending, counted from the first token of the corpus.

        Parameters
        ----------
        ids : int array
            Numbers of terms, each once.
        """
        order, bounds = self._inverted
        found = [order[bounds[number] : bounds[number + 1]] for number in np.asarray(ids, dtype=np.int64)]
        places = np.concatenate([np.zeros(0, dtype=np.int64), *found])
        return np.sort(places) if len(found) > 1 else places

    @cached_property
    def _inverted(self) -> tuple[np.ndarray, np.ndarray]:
        bounds = _offsets(np.bincount(self.ids, minlength=len(self.vocabulary)))
        return np.argsort(self.ids, kind="stable"), bounds

    def counts(self) -> sparse.csr_array:
        """Return how often each term stands in each document: int64, shape (documents, terms)."""
        shape = (len(self.doc_ids), len(self.vocabulary))
        ones = np.ones(len(self), dtype=np.int64)
        return sparse.coo_array((ones, (self.documents, self.ids)), shape=shape).tocsr()


def tokenize(documents: pd.DataFrame) -> Tokens:
    """Cut every document into tokens.

    A token is a run of letters and digits of any script with the marks on them; an apostrophe or a hyphen
    between two letters or digits belongs to it, and so does a point or a comma between two digits. Terms are
    case-folded.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str).

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Some 120,000 people in Nagorno-Karabakh"]})
    >>> tokenize(documents).frame()["term"].tolist()
    ['some', '120,000', 'people', 'in', 'nagorno-karabakh']
    """
    seen: dict[str, int] = {}
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    lengths = []
    for text in documents["text"]:
        before = len(ids)
        for match in TOKEN.finditer(text):
            ids.append(seen.setdefault(match[0], len(seen)))
            spans.append(match.span())
        lengths.append(len(ids) - before)
    vocabulary, of_surface = np.unique(np.array([fold(surface) for surface in seen], dtype=object), return_inverse=True)
    surfaces = np.array(ids, dtype=np.int32)
    bounds = np.array(spans, dtype=np.int32).reshape(-1, 2)
    return Tokens(
        of_surface.astype(np.int32)[surfaces] if len(surfaces) else surfaces,
        np.ascontiguousarray(bounds[:, 0]),
        np.ascontiguousarray(bounds[:, 1]),
        _offsets(np.array(lengths, dtype=np.int64)),
        documents["doc_id"].to_numpy(dtype=object),
        vocabulary,
    )


def concatenate(parts: list[Tokens], doc_ids: Iterable[str]) -> Tokens:
    """Join the tokens of several sets of documents, in the order of `doc_ids`.

    Parameters
    ----------
    parts : list of Tokens
        Of different documents.
    doc_ids : iterable of str
        The documents wanted, in their order; each stands in one of the parts.
    """
    vocabulary = np.unique(np.concatenate([part.vocabulary for part in parts]))
    ids = np.concatenate([np.searchsorted(vocabulary, part.vocabulary)[part.ids] for part in parts])
    starts = np.concatenate([part.starts for part in parts])
    ends = np.concatenate([part.ends for part in parts])
    lengths = np.concatenate([part.lengths for part in parts])
    offsets = _offsets(lengths)
    places = {doc_id: i for i, doc_id in enumerate(np.concatenate([part.doc_ids for part in parts]))}
    wanted = np.array(list(doc_ids), dtype=object)
    order = np.array([places[doc_id] for doc_id in wanted], dtype=np.int64)
    new_offsets = _offsets(lengths[order])
    take = np.repeat(offsets[:-1][order] - new_offsets[:-1], lengths[order]) + np.arange(new_offsets[-1])
    used, ids = np.unique(ids[take], return_inverse=True)
    return Tokens(ids.astype(np.int32), starts[take], ends[take], new_offsets, wanted, vocabulary[used])


def _offsets(lengths: np.ndarray) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
