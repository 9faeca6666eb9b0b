"""Which runs of two or three words stand together more often than their parts let expect."""

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.methods import named_in_methods
from analysis.stats.checking import check_count
from analysis.stats.windows import Borders, window_borders
from analysis.text.tokens import Tokens

SIZES = (2, 3)


@named_in_methods
def expressions(
    tokens: Tokens,
    size: int = 2,
    *,
    minimum: int = 2,
    smoothing: float = 0.5,
    within: str = "document",
    sentences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return runs of words, with how strongly the words cling together: the lambda of a log-linear model.

    All runs of the size are put into a table by whether each of their words is that of the expression: 2 x 2, or
    2 x 2 x 2. Lambda is the interaction of the highest order in the saturated model of that table: the sum of the
    logarithms of the cells, each with the sign (-1) to the number of words that differ. For two words it is the
    logarithm of the odds ratio. z is lambda divided by the root of the sum of the cells' reciprocals (Wald). Both
    are those of Blaheta and Johnson (2001, Unsupervised learning of multi-word verbs, ACL workshop on collocation,
    54-60) with all runs of words, and of the R package quanteda.textstats.

    An expression of three words has a high lambda only when the three attract each other beyond what its pairs do:
    "the united states" may have a low one, as "united states" explains it.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    size : int
        2 or 3 words.
    minimum : int
        Expressions that stand less often get no row.
    smoothing : float
        Is added to every cell, so that an empty one has a logarithm.
    within : str
        "document" or "sentence": no expression leaves it.
    sentences : DataFrame, optional
        As `text.split_sentences` gives it; needed for sentences only.

    Returns
    -------
    DataFrame
        One row an expression: expression (its words, joined by a space), count, documents (that have it), lambda
        (in natural logarithms; as it is a word of Python, write frame["lambda"] or query with `lambda` in backticks),
        z. Sorted by z, highest first, then by expression.

    Raises
    ------
    ValueError
        `size` is not 2 or 3, `smoothing` is not positive, `minimum` is negative, `within` is neither of the two, or
        the sentences are missing.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["the road is open", "is the road closed"]})
    >>> expressions(tokenize(documents)).round(3).values.tolist()
    [['the road', 2, 2, 3.807, 1.771]]
    """
    if size not in SIZES:
        raise ValueError(f"size is {size!r}: choose from 2, 3")
    if not smoothing > 0:
        raise ValueError(f"smoothing is {smoothing}: it must be greater than 0, as 0.5")
    check_count("minimum", minimum)
    borders = window_borders(tokens, within, sentences)
    places = _begins(borders, size)
    words = [tokens.ids[places + step].astype(np.int64) for step in range(size)]
    numbers, count = _numbered(words, len(tokens.vocabulary))
    enough = count >= max(minimum, 1)
    chosen = np.flatnonzero(enough[numbers])
    example = np.zeros(len(count), dtype=np.int64)
    example[numbers[chosen]] = chosen
    example = example[enough]
    strength, error = _interaction(words, numbers, count, example, len(tokens.vocabulary), smoothing)
    documents = tokens.document_of(places[chosen])
    columns = {
        "expression": _joined(tokens, [word[example] for word in words]),
        "count": count[enough],
        "documents": _documents(numbers[chosen], documents, len(count), len(tokens.doc_ids))[enough],
        "lambda": strength,
        "z": strength / error,
    }
    frame = pd.DataFrame(columns).astype({"count": "int64", "documents": "int64"})
    return frame.sort_values(["z", "expression"], ascending=[False, True], ignore_index=True)


def _begins(borders: Borders, size: int) -> np.ndarray:
    """Return the positions at which a run of so many words begins."""
    lengths = np.maximum(borders.ends - borders.begins - (size - 1), 0)
    shifts = np.repeat(borders.begins - (np.cumsum(lengths) - lengths), lengths)
    return np.arange(len(shifts)) + shifts


def _numbered(words: list[np.ndarray], terms: int) -> tuple[np.ndarray, np.ndarray]:
    """Number the different tuples of words; return the number of each place, and how often each number stands."""
    numbers, count = words[0], np.bincount(words[0], minlength=terms)
    for word in words[1:]:
        _, numbers, count = np.unique(numbers * terms + word, return_inverse=True, return_counts=True)
    return numbers, count


def _interaction(
    words: list[np.ndarray], numbers: np.ndarray, count: np.ndarray, example: np.ndarray, terms: int, smoothing: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return lambda and its standard error for the expressions that stand at the places `example`."""
    size = len(words)
    margins = {(): np.full(len(example), len(numbers)), tuple(range(size)): count[numbers[example]]}
    for length in range(1, size):
        for kept in combinations(range(size), length):
            part, of_part = _numbered([words[place] for place in kept], terms)
            margins[kept] = of_part[part[example]]
    strength, variance = np.zeros(len(example)), np.zeros(len(example))
    for kept in margins:
        # Inclusion and exclusion: these words as in the expression, and all others different.
        cell = sum((-1) ** (len(more) - len(kept)) * margins[more] for more in margins if set(kept) <= set(more))
        strength += (-1) ** (size - len(kept)) * np.log(cell + smoothing)
        variance += 1 / (cell + smoothing)
    return strength, np.sqrt(variance)


def _documents(numbers: np.ndarray, documents: np.ndarray, expressions: int, all_documents: int) -> np.ndarray:
    """Count the documents of each expression."""
    different = np.unique(numbers * all_documents + documents)
    return np.bincount(different // max(all_documents, 1), minlength=expressions)


def _joined(tokens: Tokens, words: list[np.ndarray]) -> pd.Series:
    vocabulary = pd.array(tokens.vocabulary, dtype="str")
    first, *others = [pd.Series(vocabulary.take(word)) for word in words]
    for other in others:
        first = first + " " + other
    return first
