"""Mentions -> the shorter names that they are taken up by: the Institute, the organization."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import pandas as pd
import regex

from analysis.corpus.schemas import MENTIONS, empty, typed
from analysis.discourse.nouns import noun_key, organization_nouns

# The rules of `mentions` that name an organization; "unconfirmed" and "out of period" do not.
NAMING = frozenset({"exact", "name", "any", "plural", "coordinated", "confirmed", "appositive"})
GAP = r"(?=\s)[^\S\n]*\n?[^\S\n]*"  # white space without an empty line
CAPITALIZED = r"(?:(?:\p{Lu}\.)+|\p{Lu}[\p{L}\p{M}\p{N}'’&‐‑-]*)"
DAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b"
)
BEFORE_NOUN = regex.compile(
    rf"(?:\b(?P<article>[Tt]he|[Tt]his|[Aa]n?|[Aa]nother){GAP})?(?P<words>(?:{CAPITALIZED}{GAP})*)$"
)
ARTICLE = regex.compile(rf"\b(?:[Tt]he|[Tt]his){GAP}$")
# "the Committee on Budgets" is another committee, "thanked the Committee for its work" is not.
GOES_ON = regex.compile(
    rf"[‐‑-]\p{{Lu}}|{GAP}(?:\p{{Lu}}|(?:of|against)\b|to{GAP}(?:the{GAP})?\p{{Lu}}"
    rf"|for\b(?!{GAP}(?:its|their|this|that|\p{{Ll}}+ing)\b)"
    rf"|on\b(?!{GAP}(?:{DAY}|\p{{N}}|its\b|this\b|that\b|behalf\b)))"
)
IS_ANOTHER = regex.compile(
    rf"[‐‑-]\p{{L}}|{GAP}(?:\p{{Lu}}|(?:of|for|against|that|which|who|whose|where|called|named|known|behind|represent"
    r"ing|consisting|leaders?|members?|committee|chart|chat|photo)\b)"
)
PARAGRAPH = regex.compile(r"\n[^\S\n]*\n\s*")
ACRONYM = regex.compile(r"\b\p{Lu}{3,}\b")
OF_NAMES = frozenset({"of", "for", "on", "to", "in", "against", "de", "des", "du", "pour"})
LOOK_BACK = 120  # characters


def local_names(documents: pd.DataFrame, mentions: pd.DataFrame, gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Find the shorter names by which a document takes up an organization that it has named in full.

    A full name is an alias of several words. Three kinds of shorter names are resolved, after "the" or "this":
    the full name up to its head noun ("the Lemkin Institute"), if that fits one organization; the capitalized
    head noun alone ("the Committee"), if no other organization with that noun was named before; and a generic
    noun ("the organization"), if one organization alone was named before it in its paragraph, or none there
    and one alone in the paragraph before. Where a noun goes on to a longer name ("the Committee on Budgets"),
    and wherever there are two to choose from, nothing is resolved. The rules are our own, for English.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str).
    mentions : DataFrame
        As `mentions` gives it for these documents; undecided ones name nothing, but their place is taken.
    gazetteer : DataFrame
        As `load_gazetteer` gives it.

    Returns
    -------
    DataFrame
        One row a mention, by document and start: doc_id, start, end, surface (without the article), alias (of
        the full name that it goes back to), organization, rule ("local").

    >>> text = "The Lemkin Institute for Genocide Prevention wrote. The Institute’s letter is long."
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    >>> name = "Lemkin Institute for Genocide Prevention"
    >>> gazetteer = pd.DataFrame([(name, name, "name")], columns=["organization", "alias", "match"])
    >>> named = pd.DataFrame([("a", 4, 44, name, name, name, "name")], columns=list(MENTIONS.columns))
    >>> local_names(documents, named, gazetteer)[["start", "surface", "organization"]].values.tolist()
    [[56, 'Institute', 'Lemkin Institute for Genocide Prevention']]
    """
    named: dict[str, list[_Mention]] = defaultdict(list)
    columns = (mentions[name] for name in ("start", "end", "alias", "organization", "rule"))
    for doc_id, start, end, alias, organization, rule in zip(mentions["doc_id"], *columns, strict=True):
        named[doc_id].append(_Mention(start, end, alias, organization, rule in NAMING))
    names = _Names.of(gazetteer)
    rows = [
        (doc_id, place.start, place.end, text[place.start : place.end], place.alias, place.organization, "local")
        for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True)
        if any(mention.naming and mention.alias in names.full for mention in named.get(doc_id, ()))
        for place in _Reading(text, names, sorted(named[doc_id])).shorter_names()
    ]
    return typed(pd.DataFrame(rows, columns=list(MENTIONS.columns)), MENTIONS) if rows else empty(MENTIONS)


class _Mention(NamedTuple):
    start: int
    end: int
    alias: str
    organization: str
    naming: bool


class _Full(NamedTuple):
    """A full name: the key of its head noun and the words up to it; nothing where it has none."""

    head: str
    shortened: str


@dataclass(frozen=True)
class _Names:
    """What the gazetteer says about names: full ones by alias, and by organization its head nouns."""

    full: dict[str, _Full]
    heads: dict[str, set[str]]
    called_nothing: set[str]  # organizations that nobody calls "the organization" or "the group"

    @classmethod
    def of(cls, gazetteer: pd.DataFrame) -> "_Names":
        words = {alias: _words(alias) for alias in gazetteer["alias"]}
        owners = {
            tuple(words[alias]): name for alias, name in zip(gazetteer["alias"], gazetteer["organization"], strict=True)
        }
        states = organization_nouns("state")
        full, heads, called_nothing = {}, defaultdict(set), set()
        for alias, organization in zip(gazetteer["alias"], gazetteer["organization"], strict=True):
            if len(words[alias]) > 1:
                full[alias] = _full_name(words[alias], organization, owners)
                heads[organization].add(full[alias].head)
            if states.keys() & set(words[alias]) or _is_organ(words[alias], organization, owners):
                called_nothing.add(organization)
        return cls(full, {name: found - {""} for name, found in heads.items()}, called_nothing)

    def calls(self, organization: str, noun: str, stands_for: frozenset[str]) -> bool:
        """Whether a generic noun may stand for the organization."""
        heads = self.heads.get(organization, set())
        if noun in heads or stands_for:
            return bool(heads & (stands_for | {noun}))
        return organization not in self.called_nothing


def _words(alias: str) -> list[str]:
    return [noun_key(word).removesuffix("'s") for word in regex.findall(r"[\p{L}\p{M}\p{N}'’‐‑-]+", alias)]


def _full_name(words: list[str], organization: str, owners: dict[tuple[str, ...], str]) -> _Full:
    """Find the head noun: the last word before "of", "for", ..., if it is a noun for an organization."""
    end = next((place for place, word in enumerate(words) if word in OF_NAMES), len(words))
    end -= words[end - 1] == "international"
    # The head of "Council of Europe Commissioner" is not "Council", which belongs to another's name.
    others = any(owners.get(tuple(words[:stop]), organization) != organization for stop in range(end, len(words)))
    if not end or others or words[end - 1] not in _heads():
        return _Full("", "")
    return _Full(words[end - 1], " ".join(words[:end]))


def _is_organ(words: list[str], organization: str, owners: dict[tuple[str, ...], str]) -> bool:
    """Whether another organization's name stands within this one, as UN does in UN Security Council."""
    return any(
        owners.get(tuple(words[start:stop]), organization) != organization
        for start in range(len(words))
        for stop in range(start + 1, len(words) + 1)
    )


@cache
def _heads() -> frozenset[str]:
    return frozenset(map(noun_key, organization_nouns("head", "en")))


@cache
def _nouns() -> regex.Pattern:
    words = organization_nouns("head", "en") | organization_nouns("name", "en") | organization_nouns("generic", "en")
    return regex.compile(rf"(?<![\w‐‑-])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![\w])")


@dataclass
class _Reading:
    """One document, read from its beginning: who has been named so far, and by which nouns."""

    text: str
    names: _Names
    taken: list[_Mention]  # what the gazetteer finds in it, by start
    named: list[_Mention] = field(default_factory=list)  # organizations so far, by full and shorter names
    strangers: list[int] = field(default_factory=list)  # where names of organizations begin that no gazetteer has
    full: dict[str, str] = field(default_factory=dict)  # organization -> alias of its last full name
    # Which organizations a noun, or the words up to it, could stand for; the strangers among them as nothing.
    by_noun: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def shorter_names(self) -> list[_Mention]:
        """Return the shorter names of the document, by start."""
        found = []
        paragraphs = [0, *(match.end() for match in PARAGRAPH.finditer(self.text))]
        coming = iter([*self.taken, _Mention(len(self.text) + 1, 0, "", "", False)])
        mention = next(coming)
        last_end = 0
        for match in _nouns().finditer(self.text):
            while mention.start < match.end():
                self._name(mention)
                last_end = mention.end
                mention = next(coming)
            if match.start() < last_end:
                continue
            if match[0][0].isupper() and match[0] != "NGO":
                local = self._capitalized(match, last_end)
            else:
                local = self._generic(match, paragraphs)
            if local:
                found.append(local)
        return found

    def _name(self, mention: _Mention) -> None:
        if not mention.naming:
            return
        self.named.append(mention)
        for head in self.names.heads.get(mention.organization, ()):
            self.by_noun[head].add(mention.organization)
        if mention.alias in self.names.full:
            self.full[mention.organization] = mention.alias
            shortened = self.names.full[mention.alias].shortened
            self.by_words[shortened].add(mention.organization)

    def _capitalized(self, match: regex.Match, last_end: int) -> _Mention | None:
        """Resolve "the Committee" and "the Lemkin Institute"; note names that the gazetteer has not."""
        before = BEFORE_NOUN.search(self.text, max(last_end, match.start() - LOOK_BACK), match.start())
        goes_on = bool(GOES_ON.match(self.text, match.end()))
        article, start = (before["article"] or "").lower(), before.start("words")
        noun, words = noun_key(match[0]), " ".join(_words(self.text[start : match.end()]))
        if article in {"the", "this"} and not goes_on and noun in _heads():
            known = self.by_words[words] if before["words"] else self.by_noun[noun]
            if len(known) == 1 and (local := self._local(*known, noun, start, match.end())):
                self.named.append(local)
                return local
        if before["words"] or (goes_on and noun in _heads()) or article in {"a", "an", "another"}:
            self.strangers.append(start)
            self.by_noun[noun].add("")
            self.by_words[words].add("")
        return None

    def _local(self, organization: str, noun: str, start: int, end: int) -> _Mention | None:
        alias = self.full.get(organization, "")
        if not alias or self.names.full[alias].head != noun:
            return None
        return _Mention(start, end, alias, organization, True)

    def _generic(self, match: regex.Match, paragraphs: list[int]) -> _Mention | None:
        """Resolve "the organization" to the only one that was named lately."""
        start, end = match.span()
        if not ARTICLE.search(self.text, max(0, start - 20), start) or IS_ANOTHER.match(self.text, end):
            return None
        paragraph = bisect_right(paragraphs, start) - 1
        begin = paragraphs[paragraph]
        if not self._named_since(begin) and paragraph and not any(place >= begin for place in self.strangers):
            begin = paragraphs[paragraph - 1]
        lately = self._named_since(begin)
        organizations = {mention.organization for mention in lately}
        if len(organizations) != 1 or self._another_since(begin, start, lately, match[0]):
            return None
        organization = organizations.pop()
        stands_for = organization_nouns("generic")[match[0]]
        if organization not in self.full or not self.names.calls(organization, noun_key(match[0]), stands_for):
            return None
        return _Mention(start, end, self.full[organization], organization, True)

    def _named_since(self, begin: int) -> list[_Mention]:
        return [mention for mention in self.named if mention.start >= begin]

    def _another_since(self, begin: int, start: int, lately: list[_Mention], noun: str) -> bool:
        """Whether the text since then speaks of what the gazetteer does not know and the noun may stand for."""
        if any(place >= begin for place in self.strangers):
            return True
        inside = [(mention.start, mention.end) for mention in self.taken if mention.start >= begin]
        for acronym in ACRONYM.finditer(self.text, begin, start):
            if not any(first <= acronym.start() < last for first, last in inside):
                return True
        introduced = (
            rf"(?<!,\s|[–—-]\s|\b(?:is|as|was)\s)\b(?:an?|another|some|other|two|new)\s+(?:[\w'’-]+\s+){{0,3}}?{noun}"
            rf"|{noun}\s+of\b"
        )
        return bool(regex.search(introduced, self.text, pos=lately[0].end, endpos=start, flags=regex.IGNORECASE))
