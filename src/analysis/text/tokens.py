"""Documents -> tokens: numbered terms with their offsets."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis.text.combining import compound_columns, cut_phrases, ngram_columns, used_terms
from analysis.text.groups import document_mask, group_documents, membership
from analysis.text.terms import fold

if TYPE_CHECKING:
    import nltk
    from scipy import sparse

# From this many tokens on, compiled code that counts in linear time is worth loading.
MANY = 1_000_000
COLUMNS = ("ids", "starts", "ends", "offsets", "doc_ids", "vocabulary")


class DocumentTerms(NamedTuple):
    """How often each term stands in each document or group.

    Attributes
    ----------
    counts : int64 sparse array, shape (rows, terms)
        The counts.
    rows : DataFrame
        The documents (doc_id) or the groups.
    terms : object array, shape (terms,)
        The terms, sorted.
    """

    counts: "sparse.csr_array"
    rows: pd.DataFrame
    terms: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
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

    def __repr__(self) -> str:
        return f"<Tokens: {len(self):,} tokens of {len(self.vocabulary):,} terms in {len(self.doc_ids):,} documents>"

    @property
    def lengths(self) -> np.ndarray:
        """The number of tokens of each document."""
        return np.diff(self.offsets)

    @property
    def documents(self) -> np.ndarray:
        """The number of each token's document, in the order of doc_ids."""
        return np.repeat(np.arange(len(self.doc_ids)), self.lengths)

    def document_of(self, places: np.ndarray) -> np.ndarray:
        """Return the number of the document of each place, counted from the first token of the corpus."""
        return np.searchsorted(self.offsets, places, side="right") - 1

    def frame(self) -> pd.DataFrame:
        """Return one row a token: doc_id, position (from 0 in its document), start, end, term.

        >>> from analysis.text import tokenize
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
        return self._with(doc_ids=doc_ids)

    def renumbered(self, numbers: np.ndarray, vocabulary: np.ndarray) -> "Tokens":
        """Return the same tokens with the terms of another vocabulary.

        Parameters
        ----------
        numbers : int array, shape (terms,)
            The number in the other vocabulary of each term of this one.
        vocabulary : object array
            The other vocabulary, sorted.
        """
        return self._with(
            ids=np.asarray(numbers, dtype=np.int32)[self.ids] if len(self) else self.ids, vocabulary=vocabulary
        )

    def _with(self, **columns: np.ndarray) -> "Tokens":
        own = {name: getattr(self, name) for name in COLUMNS if name not in columns}
        return Tokens(**own, **columns)

    def select(self, keep: Iterable[bool]) -> "Tokens":
        """Return the tokens of the chosen documents, with a vocabulary of their own.

        Parameters
        ----------
        keep : bool Series or array, shape (documents,)
            Which documents to keep; a missing value is False.

        Raises
        ------
        ValueError
            `keep` has not one value for each document, or others than True and False.
        """
        keep = document_mask(keep, len(self.doc_ids), "keep")
        chosen = keep[self.documents]
        used, ids = np.unique(self.ids[chosen], return_inverse=True)
        return Tokens(
            ids.astype(np.int32),
            self.starts[chosen],
            self.ends[chosen],
            cumulated(self.lengths[keep]),
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
        offsets = cumulated(lengths)
        places = np.repeat(self.offsets[:-1][documents] - offsets[:-1], lengths) + np.arange(offsets[-1])
        return Tokens(
            self.ids[places], self.starts[places], self.ends[places], offsets, self.doc_ids[documents], self.vocabulary
        )

    @cached_property
    def document_frequencies(self) -> np.ndarray:
        """How many documents have each term: int64, shape (terms,)."""
        return np.bincount(self.counts().indices, minlength=len(self.vocabulary))

    def number_of(self, term: str) -> int:
        """Return the number in the vocabulary of a term, in whatever case it is given, or -1."""
        term = fold(term)
        place = int(np.searchsorted(self.vocabulary, term)) if len(self.vocabulary) else 0
        return place if place < len(self.vocabulary) and self.vocabulary[place] == term else -1

    @cached_property
    def totals(self) -> np.ndarray:
        """How often each term stands in the corpus: int64, shape (terms,)."""
        return np.bincount(self.ids, minlength=len(self.vocabulary))

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
        bounds = cumulated(self.totals)
        if MANY <= len(self) < np.iinfo(np.int32).max:
            from analysis.text.indexing import order_by_term

            return order_by_term(self.ids, bounds), bounds
        return np.argsort(self.ids, kind="stable"), bounds

    def ngrams(self, size: int) -> "Tokens":
        """Return every run of some tokens of a document as one token, whose term is theirs with spaces between.

        Parameters
        ----------
        size : int
            How many tokens a run has, from 1.

        >>> from analysis.text import tokenize
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Open the road!"]})
        >>> tokenize(documents).ngrams(2).frame()["term"].tolist()
        ['open the', 'the road']
        """
        return self._with(**ngram_columns(self, size))

    def compound(self, phrases: Iterable[str], joiner: str = "_") -> "Tokens":
        """Return the tokens with each phrase as one token: human rights as human_rights.

        Where phrases overlap, the one that begins first counts, and of those that begin together the longest.

        Parameters
        ----------
        phrases : iterable of str
            Each of two words or more, which are cut and folded as texts are.
        joiner : str
            What stands between the words in the new term.

        Raises
        ------
        ValueError
            A phrase has fewer than two words.

        >>> from analysis.text import tokenize
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Human rights, and rights."]})
        >>> tokenize(documents).compound(["human rights"]).frame()["term"].tolist()
        ['human_rights', 'and', 'rights']
        """
        return self._with(**compound_columns(self, cut_phrases(phrases), joiner))

    def stem(self, language: str = "english") -> "Tokens":
        """Return the tokens with stems for terms, by nltk's Snowball stemmers (Porter 2001).

        Parameters
        ----------
        language : str
            arabic, danish, dutch, english, finnish, french, german, hungarian, italian, norwegian, portuguese,
            romanian, russian, spanish or swedish.

        Raises
        ------
        ValueError
            There is no stemmer for the language.

        >>> from analysis.text import tokenize
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["She demanded, he demands."]})
        >>> tokenize(documents).stem().frame()["term"].tolist()
        ['she', 'demand', 'he', 'demand']
        """
        from analysis.text.inflection import stems

        return self._as_terms(stems(self.vocabulary, language))

    def lemma(self, language: str = "en") -> "Tokens":
        """Return the tokens with lemmas for terms, by simplemma, which knows each term without its context.

        Parameters
        ----------
        language : str
            ISO 639-1 code of one of simplemma's languages.

        Raises
        ------
        ImportError
            simplemma, which the extra `lemma` brings, is not installed.
        ValueError
            simplemma does not know the language.
        """
        from analysis.text.inflection import lemmas

        return self._as_terms(lemmas(self.vocabulary, language))

    def without(self, terms: Collection[str]) -> "Tokens":
        """Return the tokens without some terms; what stood on both sides of one is then side by side.

        Parameters
        ----------
        terms : collection of str
            Such as `stop_words()`, in whatever case.

        Raises
        ------
        ValueError
            `terms` is a text.

        >>> from analysis.text import stop_words, tokenize
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["The road is not open."]})
        >>> tokenize(documents).without(stop_words()).frame()["term"].tolist()
        ['road', 'not', 'open']
        """
        if isinstance(terms, str):
            raise ValueError(f"terms is the text {terms!r}: give a collection of terms, as [{terms!r}]")
        keep = ~np.isin(self.vocabulary, [fold(term) for term in terms])[self.ids]
        return self._with(
            **used_terms(self.vocabulary, self.ids[keep]),
            starts=self.starts[keep],
            ends=self.ends[keep],
            offsets=np.concatenate([[0], np.cumsum(keep)])[self.offsets].astype(np.int64),
        )

    def _as_terms(self, terms: np.ndarray) -> "Tokens":
        return self._with(**used_terms(terms, self.ids))

    def dtm(self, by: pd.Series | pd.DataFrame | np.ndarray | None = None, *, dropna: bool = True) -> DocumentTerms:
        """Return how often each term stands in each document, or in each group of documents.

        Parameters
        ----------
        by : Series or array of shape (documents,), or DataFrame of that many rows, optional
            The group of each document.
        dropna : bool
            Whether documents without a group are left out; else they are a group of their own.

        Returns
        -------
        DocumentTerms
            counts (scipy sparse array), rows (DataFrame with doc_id, or the groups), terms.

        Raises
        ------
        ValueError
            `by` has not one value for each document.

        >>> from analysis.text import tokenize
        >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["Open the road", "The road"]})
        >>> table = tokenize(documents).dtm()
        >>> pd.DataFrame.sparse.from_spmatrix(table.counts, table.rows["doc_id"], table.terms).loc["a", "road"]
        np.int64(1)
        """
        if by is None:
            return DocumentTerms(self.counts(), pd.DataFrame({"doc_id": self.doc_ids}, dtype=str), self.vocabulary)
        group_of, groups = group_documents(by, len(self.doc_ids), dropna=dropna)
        sums = membership(group_of, len(groups)) @ self.counts()
        sums.sort_indices()
        return DocumentTerms(sums, groups, self.vocabulary)

    def to_nltk(self) -> "nltk.Text":
        """Return the terms as nltk's Text, whose vocab() is a FreqDist, so that one can go on with nltk.

        >>> from analysis.text import tokenize
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Hear, hear!"]})
        >>> tokenize(documents).to_nltk().vocab()["hear"]
        2
        """
        from nltk.text import Text

        return Text(self.vocabulary[self.ids].tolist())

    def counts(self) -> "sparse.csr_array":
        """Return how often each term stands in each document: int64, shape (documents, terms); counted once."""
        return self._counts

    @cached_property
    def _counts(self) -> "sparse.csr_array":
        from scipy import sparse

        shape = (len(self.doc_ids), len(self.vocabulary))
        if len(self) < MANY:
            ones = np.ones(len(self), dtype=np.int64)
            return sparse.coo_array((ones, (self.documents, self.ids)), shape=shape).tocsr()
        from analysis.text.indexing import count_rows

        counts, columns, begins = count_rows(self.ids, self.offsets, shape[1])
        if len(counts) <= np.iinfo(np.int32).max:  # else scipy widens the columns
            begins = begins.astype(np.int32)
        # Turned over twice, the columns are sorted, in linear time.
        return sparse.csr_array((counts, columns, begins), shape=shape).tocsc().tocsr()


def cumulated(lengths: np.ndarray) -> np.ndarray:
    """Return where each run of some lengths begins, and the last ends: int64, shape (runs + 1,).

    >>> cumulated(np.array([2, 1])).tolist()
    [0, 2, 3]
    """
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
