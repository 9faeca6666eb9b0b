"""Documents -> names of the gazetteer that are misspelt, for a person to judge."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, pairwise
from statistics import mode
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex
from rapidfuzz import distance, process

from analysis.discourse.nouns import plain
from analysis.discourse.surroundings import examples, is_covered, places
from analysis.methods import named_in_methods

TYPES = {
    **dict.fromkeys(("written", "alias", "organization"), "str"),
    **dict.fromkeys(("distance", "mentions", "documents"), "int64"),
    "contexts": "str",
}
SHORTEST, LONG, SINGLE = 5, 10, 6  # letters of words where one, or two, may be wrong; of an alias of one word
REACH = 160  # characters to look for the other words of a name
LETTERS = regex.compile(r"[\p{L}\p{M}\p{N}]+")
BETWEEN = regex.compile(r"(?!\s*\n[^\S\n]*\n)[\s'’\"“”‐‑-]{1,4}")


@named_in_methods
def misspellings(documents: pd.DataFrame, mentions: pd.DataFrame, gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Find names that differ from an alias by a letter or two.

    Compared are capitalized words with the words of aliases of two words or more, and of one word of at least 6
    letters: one letter may be wrong in words of 5 to 9 letters, two in longer ones, counted as optimal string
    alignment (Damerau, 1964; each letter edited once), and the first letter is right. Plurals, and words that
    other aliases have, are not taken for errors.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str).
    mentions : DataFrame
        As `mentions` gives it for these documents: what one of them covers is not misspelt.
    gazetteer : DataFrame
        As `load_gazetteer` gives it.

    Returns
    -------
    DataFrame
        One row a spelling and alias, by documents, then mentions: written, alias, organization, distance (of the
        whole names), mentions, documents, contexts (up to three).

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Human Right Watch wrote."]})
    >>> gazetteer = pd.DataFrame({"organization": ["HRW"], "alias": ["Human Rights Watch"], "match": ["name"]})
    >>> found = misspellings(documents, pd.DataFrame(columns=["doc_id", "start", "end"]), gazetteer)
    >>> found[["written", "alias", "distance"]].values.tolist()
    [['Human Right Watch', 'Human Rights Watch', 1]]
    """
    near = _near_words(words := set().union(*map(LETTERS.findall, documents["text"])), gazetteer)
    searched = [word for word in words if word[0].isupper() and plain(word) in near]
    pattern = regex.compile(r"(?<![\p{L}\p{M}])\L<words>(?![\p{L}\p{M}])", words=searched)
    taken, right = places(mentions), set(map(plain, gazetteer["alias"]))
    groups: dict[tuple[str, _Alias], list[_Found]] = defaultdict(list)
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        for start, end, alias in _misspelt(text, pattern, near) if searched else ():
            found = _Found(doc_id, start, end, " ".join(text[start:end].split()))
            if plain(found.name) not in right and not is_covered(start, end, taken.get(doc_id, [])):
                groups[plain(found.name), alias].append(found)
    texts = documents.set_index("doc_id")["text"].to_dict()
    rows = [_misspelling_row(alias, group, texts) for (_, alias), group in groups.items()]
    rows.sort(key=lambda row: (-row[5], -row[4], row[0], row[1]))
    return pd.DataFrame(rows, columns=list(TYPES)).astype(TYPES)


class _Found(NamedTuple):
    doc_id: str
    start: int
    end: int
    name: str


class _Alias(NamedTuple):
    alias: str
    organization: str
    words: tuple[str, ...]


def _near_words(words: set[str], gazetteer: pd.DataFrame) -> dict[str, dict[str, list[tuple[_Alias, int]]]]:
    """Return for each word that may be misspelt those that it may be, and where in which aliases they stand."""
    at: dict[str, list[tuple[_Alias, int]]] = defaultdict(list)
    for name, organization in zip(gazetteer["alias"], gazetteer["organization"], strict=True):
        alias = _Alias(name, organization, tuple(LETTERS.findall(name)))
        for place, word in enumerate(alias.words):
            if _is_compared(word, SHORTEST if len(alias.words) > 1 else SINGLE):
                at[plain(word)].append((alias, place))
    written = sorted({plain(word) for word in words if _is_compared(word, SHORTEST - 1)})
    right, near = sorted(at), defaultdict(dict)
    limits = np.array([1 + (len(word) >= LONG) for word in right], dtype=np.uint8)
    for begin in range(0, len(written), 1000) if right else ():
        distances = _distance(written[begin : begin + 1000], right)
        for row, column in zip(*np.nonzero((distances > 0) & (distances <= limits)), strict=True):
            wrong, meant = written[begin + row], right[column]
            # An everyday word is no misspelt name of one word.
            of = [(alias, place) for alias, place in at[meant] if len(alias.words) > 1 or wrong not in words]
            if of and _may_be_error(wrong, meant, at):
                near[wrong][meant] = of
    return near


def _is_compared(word: str, shortest: int) -> bool:
    return len(word) >= shortest and word.isalpha() and word[0].isupper()


def _distance(words: list[str], others: list[str]) -> np.ndarray:
    """Return the distances of optimal string alignment, 3 for all above 2: uint8, shape (words, others)."""
    return process.cdist(words, others, scorer=distance.OSA.distance, score_cutoff=2, dtype=np.uint8)


def _may_be_error(wrong: str, meant: str, known: dict[str, list]) -> bool:
    plural = wrong in {meant + "s", meant + "es", meant[:-1] + "ies"}
    begins_alike = wrong[0] == meant[0] or sorted(wrong[:2]) == sorted(meant[:2])
    return begins_alike and not plural and (wrong not in known or wrong + "s" == meant)


def _misspelt(text: str, pattern: regex.Pattern, near: dict[str, dict]) -> Iterator[tuple[int, int, _Alias]]:
    done = 0
    for match in pattern.finditer(text):
        around = list(LETTERS.finditer(text, max(0, match.start() - REACH), match.end() + REACH))
        here = next(number for number, word in enumerate(around) if word.end() >= match.end())
        found = [
            (len(name), -distance.OSA.distance(plain(alias.alias), plain(text[start:end])), start, end, alias)
            for alias, place in chain.from_iterable(near[plain(match[0])].values())
            if (name := around[here - place : here - place + len(alias.words)] if here >= place else [])
            and _is_misspelt(text, name, alias, near)
            and (start := name[0].start()) >= done < (end := name[-1].end())
        ]
        if found:  # the longest alias, and of those the nearest
            *_, start, done, alias = max(found)
            yield start, done, alias


def _is_misspelt(text: str, name: list[regex.Match], alias: _Alias, near: dict[str, dict]) -> bool:
    """Whether the words are those of the alias, at least half of them right and the others near."""
    pairs = [(word[0], meant) for word, meant in zip(name, alias.words, strict=False)]
    wrong = [(plain(word), plain(meant)) for word, meant in pairs if plain(word) != plain(meant)]
    capitals = all(word[0].isupper() or not meant[0].isupper() for word, meant in pairs)
    capitals = capitals and (pairs[0][0].isupper() or not alias.alias.isupper())
    joined = all(BETWEEN.fullmatch(text, one.end(), two.start()) for one, two in pairwise(name))
    enough = len(name) == len(alias.words) and (len(name) == 1 or 2 * len(wrong) <= len(name))
    return capitals and joined and enough and all(meant in near.get(word, {}) for word, meant in wrong)


def _misspelling_row(alias: _Alias, group: list[_Found], texts: dict[str, str]) -> tuple:
    written = mode(found.name for found in group)
    letters, documents = (
        distance.OSA.distance(plain(written), plain(alias.alias)),
        len({found.doc_id for found in group}),
    )
    return written, alias.alias, alias.organization, letters, len(group), documents, examples(group, texts)[0]
