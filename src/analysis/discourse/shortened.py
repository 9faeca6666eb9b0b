"""Mentions -> the shorter names that they are taken up by: the Institute, the organization."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

import pandas as pd
import regex

from analysis.corpus.schemas import MENTIONS, empty, typed
from analysis.discourse.nouns import noun_key, organization_nouns
from analysis.methods import named_in_methods

# The rules of `mentions` that name an organization; "unconfirmed" and "out of period" do not.
NAMING = frozenset({"exact", "name", "any", "plural", "coordinated", "confirmed", "appositive"})
GAP = r"(?=\s)[^\S\n]*+(?:\n[^\S\n]*+)?+"  # white space without an empty line; never tried in parts
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


class LocalForms(NamedTuple):
    """What a gazetteer says about names that may be taken up by shorter ones.

    `full` has the full names by alias; `heads` the head nouns of an organization's full names; `called_nothing` the
    organizations that nobody calls "the organization" or "the group".
    """

    full: dict[str, "FullName"]
    heads: dict[str, set[str]]
    called_nothing: set[str]

    def calls(self, organization: str, noun: str, stands_for: frozenset[str]) -> bool:
        """Whether a generic noun may stand for the organization."""
        heads = self.heads.get(organization, set())
        if noun in heads or stands_for:
            return bool(heads & (stands_for | {noun}))
        return organization not in self.called_nothing


class FullName(NamedTuple):
    """A full name: the key of its head noun and the words up to it; nothing where it has none."""

    head: str
    shortened: str


def local_forms(gazetteer: pd.DataFrame) -> LocalForms:
    """Return what `local_names` needs to know of a gazetteer, to be made once for many calls.

    Parameters
    ----------
    gazetteer : DataFrame
        With organization and alias.

    >>> table = pd.DataFrame([("CPJ", "Committee to Protect Journalists")], columns=["organization", "alias"])
    >>> local_forms(table).full
    {'Committee to Protect Journalists': FullName(head='committee', shortened='committee')}
    """
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
    return LocalForms(full, {name: found - {""} for name, found in heads.items()}, called_nothing)


@named_in_methods
def local_names(
    documents: pd.DataFrame, mentions: pd.DataFrame, gazetteer: pd.DataFrame, searched: LocalForms | None = None
) -> pd.DataFrame:
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
    searched : LocalForms, optional
        The same gazetteer, as `local_forms` gives it; made if it is not given.

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
    if not mentions["rule"].isin(NAMING).any():
        return empty(MENTIONS)
    searched = searched or local_forms(gazetteer)
    named: dict[str, list[_Mention]] = defaultdict(list)
    columns = (mentions[name] for name in ("start", "end", "alias", "organization", "rule"))
    for doc_id, start, end, alias, organization, rule in zip(mentions["doc_id"], *columns, strict=True):
        named[doc_id].append(_Mention(start, end, alias, organization, rule in NAMING))
    rows = [
        (doc_id, place.start, place.end, text[place.start : place.end], place.alias, place.organization, "local")
        for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True)
        if any(mention.naming and mention.alias in searched.full for mention in named.get(doc_id, ()))
        for place in _Reading(text, searched, sorted(named[doc_id])).shorter_names()
    ]
    return typed(pd.DataFrame(rows, columns=list(MENTIONS.columns)), MENTIONS) if rows else empty(MENTIONS)


class _Mention(NamedTuple):
    start: int
    end: int
    alias: str
    organization: str
    naming: bool


def _words(alias: str) -> list[str]:
    return [noun_key(word).removesuffix("'s") for word in regex.findall(r"[\p{L}\p{M}\p{N}'’‐‑-]+", alias)]


def _full_name(words: list[str], organization: str, owners: dict[tuple[str, ...], str]) -> FullName:
    """Find the head noun: the last word before "of", "for", ..., if it is a noun for an organization."""
    end = next((place for place, word in enumerate(words) if word in OF_NAMES), len(words))
    end -= words[end - 1] == "international"
    # The head of "Council of Europe Commissioner" is not "Council", which belongs to another's name.
    others = any(owners.get(tuple(words[:stop]), organization) != organization for stop in range(end, len(words)))
    if not end or others or words[end - 1] not in _heads():
        return FullName("", "")
    return FullName(words[end - 1], " ".join(words[:end]))


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


@cache
def _introducing(noun: str) -> regex.Pattern:
    """What introduces something that a generic noun may stand for: another group, a group of men."""
    return regex.compile(
        rf"(?<!,\s|[–—-]\s|\b(?:is|as|was)\s)\b(?:an?|another|some|other|two|new)\s+(?:[\w'’-]+\s+){{0,3}}?{noun}"
        rf"|{noun}\s+of\b",
        flags=regex.IGNORECASE,
    )


class _Lately(NamedTuple):
    """The organizations that a paragraph has named so far, and where the first of these names ends."""

    first_end: int
    organizations: set[str]


@dataclass
class _Reading:
    """One document, read from its beginning: who has been named so far, and by which nouns."""

    text: str
    names: LocalForms
    taken: list[_Mention]  # what the gazetteer finds in it, by start
    named: dict[int, _Lately] = field(default_factory=dict)  # by paragraph, by full and shorter names
    stranger: int = -1  # where the last name of an organization begins that the gazetteer has not
    full: dict[str, str] = field(default_factory=dict)  # organization -> alias of its last full name
    # Which organizations a noun, or the words up to it, could stand for; the strangers among them as nothing.
    by_noun: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_words: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    introduced: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def shorter_names(self) -> list[_Mention]:
        """Return the shorter names of the document, by start."""
        found = []
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
                local = self._generic(match)
            if local:
                found.append(local)
        return found

    @cached_property
    def paragraphs(self) -> list[int]:
        """Where paragraphs begin."""
        return [0, *(match.end() for match in PARAGRAPH.finditer(self.text))]

    @cached_property
    def unknown_acronyms(self) -> list[int]:
        """Where acronyms begin that the gazetteer has not."""
        unknown, end = [], 0
        coming = iter([*self.taken, _Mention(len(self.text) + 1, 0, "", "", False)])
        mention = next(coming)
        for acronym in ACRONYM.finditer(self.text):
            while mention.start <= acronym.start():
                end = max(end, mention.end)
                mention = next(coming)
            if acronym.start() >= end:
                unknown.append(acronym.start())
        return unknown

    def _name(self, mention: _Mention) -> None:
        if not mention.naming:
            return
        self._note(mention)
        for head in self.names.heads.get(mention.organization, ()):
            self.by_noun[head].add(mention.organization)
        if mention.alias in self.names.full:
            self.full[mention.organization] = mention.alias
            shortened = self.names.full[mention.alias].shortened
            self.by_words[shortened].add(mention.organization)

    def _note(self, mention: _Mention) -> None:
        paragraph = bisect_right(self.paragraphs, mention.start) - 1
        self.named.setdefault(paragraph, _Lately(mention.end, set())).organizations.add(mention.organization)

    def _capitalized(self, match: regex.Match, last_end: int) -> _Mention | None:
        """Resolve "the Committee" and "the Lemkin Institute"; note names that the gazetteer has not."""
        before = BEFORE_NOUN.search(self.text, max(last_end, match.start() - LOOK_BACK), match.start())
        goes_on = bool(GOES_ON.match(self.text, match.end()))
        article, start = (before["article"] or "").lower(), before.start("words")
        noun, words = noun_key(match[0]), " ".join(_words(self.text[start : match.end()]))
        if article in {"the", "this"} and not goes_on and noun in _heads():
            known = self.by_words[words] if before["words"] else self.by_noun[noun]
            if len(known) == 1 and (local := self._local(*known, noun, start, match.end())):
                self._note(local)
                return local
        if before["words"] or (goes_on and noun in _heads()) or article in {"a", "an", "another"}:
            self.stranger = max(self.stranger, start)
            self.by_noun[noun].add("")
            self.by_words[words].add("")
        return None

    def _local(self, organization: str, noun: str, start: int, end: int) -> _Mention | None:
        alias = self.full.get(organization, "")
        if not alias or self.names.full[alias].head != noun:
            return None
        return _Mention(start, end, alias, organization, True)

    def _generic(self, match: regex.Match) -> _Mention | None:
        """Resolve "the organization" to the only one that was named lately."""
        start, end = match.span()
        if not ARTICLE.search(self.text, max(0, start - 20), start) or IS_ANOTHER.match(self.text, end):
            return None
        paragraph = bisect_right(self.paragraphs, start) - 1
        since = paragraph
        if since not in self.named and since and self.stranger < self.paragraphs[since]:
            since -= 1
        lately = self.named.get(since)
        if not lately or len(lately.organizations) != 1:
            return None
        if self._another_since(self.paragraphs[since], start) or self._introduces(match, lately.first_end, paragraph):
            return None
        (organization,) = lately.organizations
        stands_for = organization_nouns("generic")[match[0]]
        if organization not in self.full or not self.names.calls(organization, noun_key(match[0]), stands_for):
            return None
        return _Mention(start, end, self.full[organization], organization, True)

    def _another_since(self, begin: int, start: int) -> bool:
        """Whether the text since then names what the gazetteer does not know."""
        if self.stranger >= begin:
            return True
        before = bisect_left(self.unknown_acronyms, start)
        return before > 0 and self.unknown_acronyms[before - 1] >= begin

    def _introduces(self, match: regex.Match, begin: int, paragraph: int) -> bool:
        """Whether the text from there to a generic noun introduces something else that the noun may stand for.

        The paragraph is read to its end, and once only, for all the places in it where the noun stands.
        """
        end = self.paragraphs[paragraph + 1] if paragraph + 1 < len(self.paragraphs) else len(self.text)
        key = (match[0], begin, end)
        if key not in self.introduced:
            self.introduced[key] = self._first_introduced(*key)
        return self.introduced[key] <= match.start()

    def _first_introduced(self, noun: str, begin: int, end: int) -> int:
        """Return the place by which something is introduced; one after the end if nothing is."""
        first = end + 1
        for introduced in _introducing(noun).finditer(self.text, begin, end, overlapped=True):
            if introduced.start() >= first:
                break
            first = min(first, introduced.end())
        return first
