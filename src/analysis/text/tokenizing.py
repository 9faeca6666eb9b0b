"""Documents -> tokens: where each begins and ends, and the term that it counts as."""

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
import regex

from analysis.methods import named_in_methods
from analysis.text.terms import fold
from analysis.text.tokens import Tokens, cumulated

WHOLE = ("urls", "handles", "tags")
LETTER = r"[\p{L}\p{N}]"
# Marks belong to the letter before them, and so do Armenian's marks of stress, exclamation and question, which
# stand on a vowel; soft hyphens and (non-)joiners are invisible parts of a word.
INNER_CLASSES = r"\p{L}\p{N}\p{M}\u055b\u055c\u055e\u00ad\u200c\u200d"
INNER = rf"[{INNER_CLASSES}]"
JOINTS = "'’ʼ‘\\-‐‑"
WORD = rf"{LETTER}{INNER}*+(?:(?:[{JOINTS}]|(?<=\p{{N}})[.,](?=\p{{N}})){LETTER}{INNER}*+)*+"
NAME = rf"[{INNER_CLASSES}_]"
NAME_START = r"[\p{L}\p{N}_]"
ALONE = rf"(?<![{INNER_CLASSES}_@#&])"
# What ends an address; a bracket belongs to it if it closes there too.
URL_ENDS = r"\s\p{Z}\p{Cc}<>\"“”„«»‹›「」『』、。，！？；：（）【】《》`|\\^{}()\[\]"
TRAILING = ".,;:!?'’…։՝،؛؟।॥۔"
URL_PART = rf"(?:[^{URL_ENDS}]|\([^{URL_ENDS}]*+\)|\[[^{URL_ENDS}]*+\])"
PATTERNS = {
    "urls": rf"(?:(?i:http)[Ss]?://|(?i:ftp)://|(?i:www)\.)(?={LETTER}){URL_PART}*(?<![{TRAILING}])",
    "handles": rf"{ALONE}@{NAME_START}{NAME}*+",
    "tags": rf"{ALONE}\#(?={NAME_START})(?={NAME}*?\p{{L}}){NAME}++",
}
# Below about this many bytes, compiled code takes longer to load than plain code takes to run.
LARGE = 4_000_000


@named_in_methods
def tokenize(documents: pd.DataFrame | Iterable[pd.DataFrame], *, whole: Collection[str] = WHOLE) -> Tokens:
    """Cut every document into tokens.

    A token is a run of letters and digits of any script with the marks on them; an apostrophe or a hyphen
    between two letters or digits belongs to it, and so does a point or a comma between two digits. Web addresses
    (http://, https://, ftp:// or www.), @handles, and #tags that have a letter are each one token. Terms are
    case-folded.

    Parameters
    ----------
    documents : DataFrame, or iterable of DataFrame
        With the columns doc_id (str) and text (str); a missing text has no token. Of several frames, only one need
        be in memory at a time.
    whole : collection of str
        Which of "urls", "handles" and "tags" are tokens of their own kind; the others are cut like any text.

    Raises
    ------
    ValueError
        `whole` names something else, a column is missing, a document's name stands twice, or a text is none.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Some 120,000 people in Nagorno-Karabakh"]})
    >>> tokenize(documents).frame()["term"].tolist()
    ['some', '120,000', 'people', 'in', 'nagorno-karabakh']
    >>> tokenize(documents.assign(text="#Lachin: https://un.org/a.")).frame()["term"].tolist()
    ['#lachin', 'https://un.org/a']
    """
    if whole is None or isinstance(whole, str) or set(whole) - set(WHOLE):
        raise ValueError(f"whole is {whole!r}: give a list of some of {', '.join(WHOLE)}, or an empty one")
    if isinstance(documents, pd.DataFrame):
        texts = texts_of(documents)
        if _size(texts) < LARGE:
            return _named_once(_tokenize_plainly(documents["doc_id"], texts, whole))
        documents = [documents]
    from analysis.text.scanning import scan  # numba is imported by those who have much text

    return _named_once(scan(documents, whole))


def filled(texts: pd.Series) -> pd.Series:
    """Return texts with an empty one for each that is missing.

    >>> filled(pd.Series([None, "a"])).tolist()
    ['', 'a']
    """
    # A column without any text comes as one of numbers, which cannot hold an empty text.
    return (texts if texts.dtype.kind == "O" else texts.astype(object)).fillna("")


def texts_of(documents: pd.DataFrame) -> pd.Series:
    """Return the texts of documents, with an empty one for each that is missing.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id and text.

    Raises
    ------
    ValueError
        A column is missing, or a text is something else.

    >>> texts_of(pd.DataFrame({"doc_id": ["a", "b"], "text": [None, "c"]})).tolist()
    ['', 'c']
    """
    for column in ("doc_id", "text"):
        if column not in documents:
            raise ValueError(f"there is no column {column!r} in the documents, which have {list(documents.columns)}")
    texts = filled(documents["text"])
    if texts.dtype == object and len(wrong := np.flatnonzero([not isinstance(text, str) for text in texts])):
        doc_id, text = documents["doc_id"].iloc[wrong[0]], texts.iloc[wrong[0]]
        raise ValueError(f"the text of document {doc_id!r} is {text!r}: give texts")
    return texts


def _size(texts: pd.Series) -> int:
    """Return about how many bytes the texts take."""
    return int(texts.map(len).sum()) if texts.dtype == object else texts.array.nbytes


def _named_once(tokens: Tokens) -> Tokens:
    names = pd.Series(tokens.doc_ids, dtype=object)
    if names.duplicated().any():
        raise ValueError(f"the doc_id {names[names.duplicated()].iloc[0]!r} stands twice: each document needs its own")
    return tokens


def token_pattern(whole: Collection[str] = WHOLE) -> regex.Pattern:
    """Return the pattern whose matches are the tokens of a text.

    Parameters
    ----------
    whole : collection of str
        As for `tokenize`.

    >>> token_pattern().findall("Hear, hear")
    ['Hear', 'hear']
    """
    return regex.compile("|".join([*(PATTERNS[kind] for kind in WHOLE if kind in whole), WORD]))


def number_terms(surfaces: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """Fold surfaces to terms.

    Parameters
    ----------
    surfaces : iterable of str
        As they stand in the text, each once.

    Returns
    -------
    (object array of shape (terms,), int32 array of shape (surfaces,))
        The terms, sorted, and the number of each surface's term.

    >>> number_terms(["UN", "Un", "the"])[1].tolist()
    [1, 1, 0]
    """
    folded = np.array([fold(surface) for surface in surfaces], dtype=object)
    vocabulary, numbers = np.unique(folded, return_inverse=True)
    return vocabulary, numbers.astype(np.int32)


def _tokenize_plainly(doc_ids: pd.Series, texts: pd.Series, whole: Collection[str]) -> Tokens:
    pattern = token_pattern(whole)
    seen: dict[str, int] = {}
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    lengths = []
    for text in texts:
        before = len(ids)
        for match in pattern.finditer(text):
            ids.append(seen.setdefault(match[0], len(seen)))
            spans.append(match.span())
        lengths.append(len(ids) - before)
    vocabulary, numbers = number_terms(seen)
    surfaces = np.array(ids, dtype=np.int32)
    bounds = np.array(spans, dtype=np.int32).reshape(-1, 2)
    return Tokens(
        numbers[surfaces] if len(surfaces) else surfaces,
        np.ascontiguousarray(bounds[:, 0]),
        np.ascontiguousarray(bounds[:, 1]),
        cumulated(np.array(lengths, dtype=np.int64)),
        doc_ids.to_numpy(dtype=object),
        vocabulary,
    )
