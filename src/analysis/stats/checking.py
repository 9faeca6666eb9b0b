"""What users give: checks that say what was wrong, and terms and documents in the form that counts need."""

import operator
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from analysis.text.tokens import Tokens

MILLION = 1_000_000


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that does not lie between 0 and 1.

    Raises
    ------
    ValueError
        It does not.

    >>> check_confidence(95)
    Traceback (most recent call last):
    ValueError: confidence is 95: it must lie between 0 and 1, as 0.95
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}: it must lie between 0 and 1, as 0.95")


def check_count(name: str, value: int, least: int = 0) -> None:
    """Refuse what is no whole number, or too small a one.

    Parameters
    ----------
    name : str
        What the user calls it, for the message.
    value : int
        What the user gave.
    least : int
        The smallest number allowed.

    Raises
    ------
    ValueError
        It is no whole number, or below `least`.

    >>> check_count("resamples", -1)
    Traceback (most recent call last):
    ValueError: resamples is -1: it must be 0 or more
    """
    try:
        number = operator.index(value)
    except TypeError:
        raise ValueError(f"{name} is {value!r}: it must be a whole number, {least} or more") from None
    if number < least:
        raise ValueError(f"{name} is {value}: it must be {least} or more")


def check_collection(name: str, value: Collection[str]) -> None:
    """Refuse a text in the place of a collection of texts, which would be taken for its letters.

    Parameters
    ----------
    name : str
        What the user calls it, for the message.
    value : collection of str
        What the user gave.

    Raises
    ------
    ValueError
        It is a text.

    >>> check_collection("exclude", "the")
    Traceback (most recent call last):
    ValueError: exclude is the text 'the': give a collection, as ['the']
    """
    if isinstance(value, str):
        raise ValueError(f"{name} is the text {value!r}: give a collection, as [{value!r}]")


def check_no_clash(groups: pd.DataFrame, columns: Iterable[str]) -> None:
    """Refuse groups with a column that the result has too.

    Parameters
    ----------
    groups : DataFrame
        The groups, as `group_documents` gives them.
    columns : iterable of str
        The other columns of the result.

    Raises
    ------
    ValueError
        A name is in both.

    >>> check_no_clash(pd.DataFrame({"term": ["x"]}), ["term", "count"])
    Traceback (most recent call last):
    ValueError: by has a column 'term', which the result has too: rename it
    """
    if clash := set(groups.columns) & set(columns):
        raise ValueError(f"by has a column {min(clash)!r}, which the result has too: rename it")


def has_letter(terms: np.ndarray) -> np.ndarray:
    """Return which terms have a letter of any script, which numbers such as 2023 or 120,000 have not.

    Parameters
    ----------
    terms : object array of str, shape (terms,)

    Returns
    -------
    bool array, shape (terms,)

    >>> has_letter(np.array(["road", "2023", "9th"], dtype=object)).tolist()
    [True, False, True]
    """
    return np.array([any(map(str.isalpha, term)) for term in terms], dtype=bool)


def term_numbers(tokens: Tokens, terms: Iterable[str]) -> np.ndarray:
    """Return the numbers of those terms that the corpus has, however the user writes them: The is the.

    Parameters
    ----------
    tokens : Tokens
        The tokens of a corpus.
    terms : iterable of str
        The terms, in whatever case.

    Returns
    -------
    int64 array
        Ascending, each once.

    >>> from analysis.text import tokenize
    >>> tokens = tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["Open the road"]}))
    >>> term_numbers(tokens, ["The", "absent"]).tolist()
    [2]
    """
    numbers = {tokens.number_of(term) for term in terms} - {-1}
    return np.array(sorted(numbers), dtype=np.int64)


def draw_order(doc_ids: np.ndarray) -> np.ndarray:
    """Return the order in which documents are drawn: that of their names, so that the order given never matters.

    Parameters
    ----------
    doc_ids : array of str, shape (documents,)

    Returns
    -------
    int64 array, shape (documents,)
        The place of the first document by name, of the second, and so on.

    >>> draw_order(np.array(["b", "c", "a"], dtype=object)).tolist()
    [2, 0, 1]
    """
    return np.argsort(np.array([str(name) for name in doc_ids], dtype=object), kind="stable")
