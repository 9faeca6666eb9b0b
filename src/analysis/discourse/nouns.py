"""The words by which names of organizations are known, and the form in which they are compared."""

from functools import cache, lru_cache
from importlib import resources

import pandas as pd

from analysis.discourse.folding import fold

SPELLINGS = {"centre": "center", "organisation": "organization", "programme": "program"}


@cache
def organization_nouns(kind: str, language: str = "") -> dict[str, frozenset[str]]:
    """Return the words of one kind from the list of nouns, each with the head nouns that it stands for.

    Parameters
    ----------
    kind : str
        head (Institute), name (Watch), generic (organization), state (ministry) or title (Director).
    language : str
        ISO 639-1 code; nothing for all languages.

    >>> organization_nouns("generic")["NGO"], "Committee" in organization_nouns("head", "en")
    (frozenset(), True)
    """
    path = resources.files("analysis") / "data" / "organization-nouns.csv"
    with path.open(encoding="utf-8") as lines:
        nouns = pd.read_csv(lines, dtype=str, keep_default_na=False)
    wanted = nouns[(nouns["kind"] == kind) & nouns["language"].isin({language} if language else set(nouns["language"]))]
    return {
        word: frozenset(map(noun_key, of.split()))
        for word, of in zip(wanted["word"], wanted["stands_for"], strict=True)
    }


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Return a text in the form in which names are compared: as in the search for aliases, on one line.

    >>> plain("Médecins\\nSans  Frontières’")
    "medecins sans frontieres'"
    """
    return " ".join(fold(text).split())


def noun_key(word: str) -> str:
    """Return a noun in one spelling, by which it is compared.

    >>> noun_key("Centre"), noun_key("Organisation")
    ('center', 'organization')
    """
    word = plain(word)
    return SPELLINGS.get(word, word)
