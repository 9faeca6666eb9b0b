"""The words by which names of organizations are known, and the form in which they are compared."""

import unicodedata
from functools import cache, lru_cache
from importlib import resources

import pandas as pd
import regex

MARK = regex.compile(r"\p{M}+")
SPELLINGS = {"centre": "center", "organisation": "organization", "programme": "program"}
PLAIN = str.maketrans(dict.fromkeys("’‘ʼ", "'") | dict.fromkeys("‐‑", "-"))


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
    """Return a text in the form in which names are compared: without case, marks and runs of white space.

    >>> plain("Médecins\\nSans  Frontières’")
    "medecins sans frontieres'"
    """
    letters = MARK.sub("", unicodedata.normalize("NFKD", text)).translate(PLAIN).casefold()
    return " ".join(letters.split())


def noun_key(word: str) -> str:
    """Return a noun in one spelling, by which it is compared.

    >>> noun_key("Centre"), noun_key("Organisation")
    ('center', 'organization')
    """
    word = plain(word)
    return SPELLINGS.get(word, word)
