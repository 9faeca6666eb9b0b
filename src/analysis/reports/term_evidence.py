"""Terms -> the places where they stand, and the sentences that open below a count of them."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.reports.openings import MOST_SENTENCES, openings
from analysis.stats.checking import has_letter
from analysis.study import Study
from analysis.text import Tokens, as_hits, find

NO_TERM = "There is no term to look at."


def hits_of(tokens: Tokens, term: str) -> pd.DataFrame:
    """Return where a term, or whatever a query matches, stands: doc_id, start, end, position.

    Parameters
    ----------
    tokens : Tokens
        Of the corpus.
    term : str
        As the vocabulary has it; or a query, as `text.parse_query` takes it. Empty stands nowhere.

    >>> from analysis.text import tokenize
    >>> hits_of(tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["Open the road"]})), "the road").values.tolist()
    [['a', 5, 13, 1]]
    """
    number = tokens.number_of(term)
    if number >= 0 or not term.strip():
        places = tokens.places(np.array([number] if number >= 0 else [], dtype=np.int64))
        return as_hits(tokens, places, places)
    return as_hits(tokens, *find(tokens, term))


def token_openings(
    parts: Sequence[Mapping[str, pd.DataFrame]], study: Study, noun: str = "token", limit: int = MOST_SENTENCES
) -> list[list[dict]]:
    """Return the sentences that open below each row of a table of counts of tokens.

    Parameters
    ----------
    parts : sequence of mapping of str to DataFrame
        For each row, what it counts (doc_id, start, end) by what it is called. Rows with a false `counted`, where
        there is such a column, are marked in the sentences but not counted.
    study : Study
        The corpus.
    noun : str
        What is counted.
    limit : int
        How many sentences of each to show.
    """
    return openings(parts, study, limit, noun)


def number_terms(tokens: Tokens) -> list[str]:
    """Return the terms without a letter, as 2023.

    >>> from analysis.text import tokenize
    >>> number_terms(tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["May 16, 2023"]})))
    ['16', '2023']
    """
    return tokens.vocabulary[~has_letter(tokens.vocabulary)].tolist()


def quoted_term(term: str) -> str:
    """Write a term as captions do.

    >>> quoted_term("road")
    '“road”'
    """
    return f"“{term}”"


def literal(term: str) -> str:
    """Write a term of the vocabulary as a pattern that stands for nothing else.

    >>> literal("c*")
    'c\\\\*'
    """
    return re.sub(r"([\\*?])", r"\\\1", term)


def chance(p: float) -> str:
    """Write a p value.

    >>> chance(0.0004), chance(0.0312), chance(float("nan"))
    ('<0.001', '0.031', '')
    """
    if p != p:
        return ""
    return "<0.001" if p < 0.001 else f"{p:.3f}"
