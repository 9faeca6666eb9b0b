"""Words that carry structure rather than content, for leaving out of lists of terms."""

from functools import cache
from importlib import resources

import pandas as pd

LANGUAGES = ("en",)


@cache
def stop_words(language: str = "en") -> frozenset[str]:
    """Return the stop words of a language.

    The list is short and our own: negation, modality, quantity and verbs of saying are no stop words here,
    since who denies, who may and who must is what discourse analysis looks at.

    Parameters
    ----------
    language : str
        ISO 639-1 code; "en" so far.

    Raises
    ------
    ValueError
        There is no list for the language.

    >>> "the" in stop_words(), "not" in stop_words(), "said" in stop_words()
    (True, False, False)
    """
    if language not in LANGUAGES:
        raise ValueError(f"there are no stop words for {language!r}: choose from {', '.join(LANGUAGES)}")
    path = resources.files("analysis") / "data" / f"stopwords-{language}.csv"
    with path.open(encoding="utf-8") as lines:
        return frozenset(pd.read_csv(lines, dtype=str, keep_default_na=False)["term"])
