"""Documents -> mentions of organizations, by the aliases of a gazetteer."""

from dataclasses import dataclass

import pandas as pd
import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.corpus.schemas import MENTIONS, empty, typed
from analysis.discourse.folding import JOINING, fold_with_index, remove_invisible

# A letter, digit or mark next to an alias, be it behind an invisible mark that joins, means that the alias is
# part of a longer word. The apostrophe ʼ is a letter to Unicode, and none here.
LETTER = r"(?!ʼ)[\p{L}\p{N}\p{M}]"
WORD_BEFORE = regex.compile(rf"(?<=(?:{LETTER}|_)[{JOINING}]*)")
WORD_AFTER = regex.compile(rf"[{JOINING}]*(?:{LETTER}|_)")
WORDS = regex.compile(rf"(?:{LETTER})+")


@dataclass(frozen=True)
class _Alias:
    alias: str
    organization: str
    match: str


def mentions(documents: pd.DataFrame, gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Find every mention of an organization.

    An alias matches where it stands as whole words, whatever white space, invisible mark or kind of
    apostrophe, quotation mark or hyphen is within it, and if its case fits: "exact", the very case of the
    alias; "name", its capitalized words are capitalized here too, or all letters are capitals; "any", case
    is ignored. Of overlapping matches that fit, the leftmost counts, and of those the longest. A possessive
    ending stays outside.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str).
    gazetteer : DataFrame
        As `load_gazetteer` gives it.

    Returns
    -------
    DataFrame
        One row a mention: doc_id, start, end, surface (text[start:end]), alias, organization, rule.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["The UN’s envoy, who is here, left."]})
    >>> gazetteer = pd.DataFrame([("United Nations", "UN", "en", "exact"),
    ...                           ("World Health Organization", "WHO", "en", "exact")],
    ...                          columns=["organization", "alias", "language", "match"])
    >>> mentions(documents, gazetteer)["surface"].tolist()
    ['UN']
    """
    patterns, aliases = _patterns(gazetteer)
    if not patterns or documents.empty:
        return empty(MENTIONS)
    automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard)
    rows = [
        (doc_id, start, end, text[start:end], alias.alias, alias.organization, alias.match)
        for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True)
        for start, end, alias in _find(text, automaton, aliases)
    ]
    if not rows:
        return empty(MENTIONS)
    return typed(pd.DataFrame(rows, columns=list(MENTIONS.columns)), MENTIONS)


def _patterns(gazetteer: pd.DataFrame) -> tuple[list[str], list[list[_Alias]]]:
    """Return the folded forms, and for each the aliases that fold to it."""
    aliases: dict[str, list[_Alias]] = {}
    for row in gazetteer.itertuples():
        folded, _ = fold_with_index(row.alias)
        aliases.setdefault(folded, []).append(_Alias(row.alias, row.organization, row.match))
    return list(aliases), list(aliases.values())


def _find(text: str, automaton: AhoCorasick, aliases: list[list[_Alias]]) -> list[tuple[int, int, _Alias]]:
    folded, index = fold_with_index(text)
    candidates = []
    for number, first, last in automaton.find_matches_as_indexes(folded, overlapping=True):
        start, end = index[first], index[last - 1] + 1
        whole_letters = index[first - 1 : first] != [start] and index[last : last + 1] != [end - 1]
        if whole_letters and _stands_alone(text, start, end):
            surface = text[start:end]
            fitting = next((alias for alias in aliases[number] if _case_fits(surface, alias)), None)
            if fitting:
                candidates.append((start, end, fitting))
    return _leftmost_longest(candidates)


def _leftmost_longest(candidates: list[tuple[int, int, _Alias]]) -> list[tuple[int, int, _Alias]]:
    kept: list[tuple[int, int, _Alias]] = []
    for candidate in sorted(candidates, key=lambda found: (found[0], -found[1])):
        if not kept or candidate[0] >= kept[-1][1]:
            kept.append(candidate)
    return kept


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not WORD_BEFORE.match(text, start) and not WORD_AFTER.match(text, end)


def _case_fits(surface: str, alias: _Alias) -> bool:
    if alias.match == "any":
        return True
    found, wanted = WORDS.findall(remove_invisible(surface)), WORDS.findall(remove_invisible(alias.alias))
    if alias.match == "exact":
        return found == wanted
    if all(word == word.upper() for word in found):
        return True
    return all(not theirs[0].isupper() or mine[0].isupper() for mine, theirs in zip(found, wanted, strict=False))
