"""Documents -> names of organizations that the gazetteer lacks."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from statistics import mode
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex
from rapidfuzz import fuzz, process

from analysis.discourse.nouns import noun_key, organization_nouns, plain
from analysis.discourse.shortened import DAY, GAP
from analysis.discourse.surroundings import examples, is_covered, places
from analysis.methods import named_in_methods
from analysis.text import stop_words

CANDIDATES = ["name", "acronym", "evidence", "mentions", "documents", "nearest", "similarity", "contexts", "examples"]
TYPES = dict.fromkeys(CANDIDATES, "str") | {"mentions": "int64", "documents": "int64", "similarity": "float64"}
SMALL = frozenset(regex.findall(r"\w+", "of for and on the to in against de des du la las los del y et di e da do"))
WORD = (
    rf"(?!{DAY})(?:(?:\p{{Lu}}\.){{2,}}|\p{{Lu}}[\p{{L}}\p{{M}}]*+"
    rf"(?:(?:['’]|[‐‑-](?:{GAP}(?=\p{{Lu}}))?)\p{{L}}[\p{{L}}\p{{M}}]*+)*+(?:(?<=s)['’](?=\s+\p{{Lu}}))?+)"
)
RUN = regex.compile(rf"\b{WORD}(?:{GAP}(?:(?:{'|'.join(sorted(SMALL))}){GAP}){{0,3}}{WORD})+")
LIST = regex.compile(rf"(?:,{GAP}{WORD}(?:{GAP}{WORD})*){{1,4}},?{GAP}and{GAP}{WORD}(?:{GAP}{WORD})*")
PIECE = regex.compile(r"[\p{L}\p{M}\p{N}.'’‐‑-]+,?")
AND = frozenset({"and", "y", "et", "e"})
POSSESSIVE = regex.compile(r"(?<!\b(?:[Cc]hildren|[Ww]omen|[Mm]en|[Pp]eople|[Kk]ing|[Qq]ueen|[Ss]t))['’]s$")
IN_BRACKETS = regex.compile(r"\s?[(\[][\"“«']?(\p{Lu}[\p{L}&-]{1,11})[\"”»']?[)\]]")
OPENING = frozenset({"of", "for", "on", "to", "in", "with", "without", "and", "from", "by", "between", "under"})
PRONOUNS = frozenset({"our", "we", "they", "their", "us", "all", "both", "some", "any", "no", "every", "not"})
NEAR = 70  # likeness, of 100


@named_in_methods
def unlisted(
    documents: pd.DataFrame, mentions: pd.DataFrame, gazetteer: pd.DataFrame, *, minimum: int = 1
) -> pd.DataFrame:
    """Find names that look like those of organizations and that the gazetteer does not find.

    A candidate is a run of capitalized words, small words within it, that holds a noun for an organization
    (Institute, Watch, Ministerio) or is followed by an acronym in brackets that its first letters spell. Spellings
    that differ by case, white space or diacritics count as one.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str).
    mentions : DataFrame
        As `mentions` gives it for these documents: a run that one of them covers is no candidate.
    gazetteer : DataFrame
        As `load_gazetteer` gives it.
    minimum : int
        In how many documents a candidate must stand.

    Returns
    -------
    DataFrame
        One row a candidate, by documents, then mentions: name (its most frequent spelling), acronym, evidence
        ("noun", "acronym" or "noun, acronym"), mentions, documents, nearest (organization of the most similar
        alias), similarity (0.7 to 1; missing where nothing is near: the normalized Indel similarity of the sorted
        words, 2 * longest common subsequence / letters of both, as rapidfuzz.fuzz.token_sort_ratio), contexts and
        examples (doc_ids; up to three of each).

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["It met the Ruritanian Heritage Watch (RHW) today."]})
    >>> gazetteer = pd.DataFrame({"organization": ["UN"], "alias": ["UN"], "match": ["exact"]})
    >>> found = unlisted(documents, pd.DataFrame(columns=["doc_id", "start", "end"]), gazetteer)
    >>> found[["name", "acronym", "evidence", "mentions"]].values.tolist()
    [['Ruritanian Heritage Watch', 'RHW', 'noun, acronym', 1]]
    """
    covered = places(mentions)
    aliases = {plain(alias): name for alias, name in zip(gazetteer["alias"], gazetteer["organization"], strict=True)}
    groups: dict[str, list[_Found]] = defaultdict(list)
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        for found in _candidates(doc_id, text, covered.get(doc_id, [])):
            groups[plain(found.name)].append(found)
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    rows = [
        _candidate_row(key, group, aliases, texts)
        for key, group in _without_places(groups, aliases).items()
        if key not in aliases and len({found.doc_id for found in group}) >= minimum
    ]
    rows.sort(key=lambda row: (-row[4], -row[3], row[0]))
    return pd.DataFrame(rows, columns=CANDIDATES).astype(TYPES)


class _Word(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def small(self) -> bool:
        return self.text in SMALL

    @property
    def key(self) -> str:
        return noun_key(self.text.rstrip(","))


class _Found(NamedTuple):
    doc_id: str
    start: int
    end: int
    name: str
    acronym: str = ""
    noun: bool = True


def _candidates(doc_id: str, text: str, covered: list[tuple[int, int]]) -> Iterator[_Found]:
    for run in RUN.finditer(text):
        words = [_Word(*word.span(), word[0]) for word in PIECE.finditer(text, *run.span())]
        acronym = IN_BRACKETS.match(text, run.end())
        spelled = _spelled_by(words, acronym[1]) if acronym else []
        pieces = [_with_list(text, piece) for piece in _pieces(words, covered)]
        for piece in [*(piece for piece in pieces if not spelled or piece[-1].end < run.end()), spelled]:
            if piece and not _within(piece, covered) and not _is_no_name(piece):
                name = " ".join(word.text for word in piece).replace("- ", "-")
                said = acronym[1] if piece is spelled else ""
                yield _Found(doc_id, piece[0].start, piece[-1].end, name, said, _has_noun(piece))


def _pieces(words: list[_Word], covered: list[tuple[int, int]]) -> Iterator[list[_Word]]:
    """Cut a run into names, and off each what is no part of it; those with a noun for an organization remain."""
    for part in _parts(words):
        for piece in _split_at_and(part, covered):
            name = _trimmed(piece)
            if sum(not word.small for word in name) > 1 and _has_noun(name) and not _goes_beyond(name, covered):
                yield name


def _parts(words: list[_Word]) -> Iterator[list[_Word]]:
    """Cut where a sentence or another name begins: at "The", and after a possessive ending."""
    opening = (stop_words() | PRONOUNS) - OPENING
    part: list[_Word] = []
    for word in words:
        ending = POSSESSIVE.search(word.text)
        if not word.small and word.text.casefold() in opening:
            yield part
            part = []
        elif ending and not (part and part[-1].text == "for"):  # Partnership for Africa's Development
            yield [*part, _Word(word.start, word.end - len(ending[0]), word.text[: ending.start()])]
            part = []
        else:
            part.append(word)
    yield part


def _split_at_and(words: list[_Word], covered: list[tuple[int, int]]) -> Iterator[list[_Word]]:
    """Cut "Amnesty International and Human Rights Watch", not "Center for Law and Justice"."""
    begin = 0
    for place, word in enumerate(words[:-1]):
        if word.text in AND and begin < place and not _is_one_name(words[begin:place], words[place + 1 :], covered):
            yield words[begin:place]
            begin = place + 1
    yield words[begin:]


def _is_one_name(left: list[_Word], right: list[_Word], covered: list[tuple[int, int]]) -> bool:
    following = right[: next((place for place, word in enumerate(right) if word.text in AND), None)]
    if _within([left[-1], following[0]], covered):
        return True
    if not following or following[0].text == "the" or _within(left, covered) or _within(following, covered):
        return False
    noun = next((place for place, word in enumerate(left) if _is_noun(word, place == len(left) - 1)), None)
    if noun is None:  # Economic and Social Council
        return not any(word.small for word in left[1:]) and not left[-1].text.isupper() and _has_noun(following)
    return any(word.small for word in left[noun:]) and not _has_noun(following)


def _trimmed(words: list[_Word]) -> list[_Word]:
    """Take off what stands around a name: "In", "President of the", and "Director" after it."""
    titles, last_noun = _keys("title", "thing"), None
    while words and (words[0].small or words[0].text.casefold() in OPENING):
        words = words[1:]
    for place, word in enumerate(words):
        if _is_noun(word, last=False):
            last_noun = place
        elif last_noun is None and place and word.small and _has_noun(words[place:]):
            apart = {word.text, words[place + 1].text} & {"to", "in", "on", "against", "the"}
            if apart or words[place - 1].key in titles:
                return _trimmed(words[place:])
        elif (
            last_noun is not None and word.key in titles and not any(before.small for before in words[last_noun:place])
        ):
            return words[:place]
    while words and (words[-1].small or words[-1].key in titles or POSSESSIVE.search(words[-1].text)):
        words = words[:-1]
    return words


def _has_noun(words: list[_Word]) -> bool:
    return any(_is_noun(word, place == len(words) - 1) for place, word in enumerate(words))


def _is_noun(word: _Word, last: bool) -> bool:
    # "International" is a noun at the end alone: Transparency International, International Criminal Law.
    return not word.small and word.key in _keys("head", "name") and (last or word.key != "international")


@cache
def _keys(*kinds: str) -> frozenset[str]:
    return frozenset(noun_key(word) for kind in kinds for word in organization_nouns(kind))


def _is_no_name(words: list[_Word]) -> bool:
    """Whether it is a heading, a place (West Bank), or ends as no organization does (Association Agreement)."""
    end = next((place for place, word in enumerate(words) if word.small), len(words))
    heading = all(word.text.isupper() for word in words if not word.small)
    return (
        heading or words[end - 1].key in _keys("thing") or plain(" ".join(word.text for word in words)) in _keys("none")
    )


def _with_list(text: str, words: list[_Word]) -> list[_Word]:
    """Go on over the commas of "Bureau of Democracy, Human Rights and Labor"."""
    noun = next((place for place, word in enumerate(words) if _is_noun(word, last=False)), len(words))
    goes_on = any(word.text in {"of", "for", "on", "to"} for word in words[noun:])
    more = LIST.match(text, words[-1].end) if goes_on else None
    rest = [_Word(*word.span(), word[0]) for word in PIECE.finditer(text, *more.span())] if more else []
    if not rest or _has_noun(rest) or any(POSSESSIVE.search(word.text) for word in rest):
        return words
    return [*words[:-1], words[-1]._replace(text=f"{words[-1].text},"), *rest]


def _spelled_by(words: list[_Word], acronym: str) -> list[_Word]:
    """Return the last words that an acronym spells by their first letters, if there are such."""
    letters = "".join(letter for letter in plain(acronym) if letter.isalnum())
    endings = (words[begin:] for begin in range(len(words) - 1) if not words[begin].small)
    return next((ending for ending in endings if _spells(ending, letters)), [])


def _spells(words: list[_Word], letters: str) -> bool:
    if not words:
        return not letters
    first, *parts = plain(words[0].text).split("-")
    ways = ["" if words[0].small else first[:2], first[0], first[0] + "".join(part[:1] for part in parts)]
    return any(letters.startswith(way) and _spells(words[1:], letters[len(way) :]) for way in ways)


def _within(words: list[_Word], covered: list[tuple[int, int]]) -> bool:
    return bool(words) and is_covered(words[0].start, words[-1].end, covered)


def _goes_beyond(words: list[_Word], covered: list[tuple[int, int]]) -> bool:
    """Whether a mention is all of the name, and only a place or an addressee comes after it: "the EU in Armenia"."""
    ends = {end for start, end in covered if start <= words[0].start < end}
    return any(one.end in ends and two.text in {"to", "in", "on", "against", "and"} for one, two in pairwise(words))


def _without_places(groups: dict[str, list[_Found]], aliases: dict[str, str]) -> dict[str, list[_Found]]:
    """Count "Press Institute in Vienna" as "Press Institute", if that stands by itself as often."""
    kept: dict[str, list[_Found]] = {}
    for key, group in sorted(groups.items(), key=lambda item: (len(item[0]), item[0])):
        match = None if any(found.acronym for found in group) else regex.match(r"(.+?) (?:in|to|on|against) ", key)
        name = match[1] if match else ""
        if len(kept.get(name, ())) >= len(group):
            kept[name] = [*kept[name], *group]
        elif name not in aliases:
            kept[key] = group
    return kept


def _candidate_row(key: str, group: list[_Found], aliases: dict[str, str], texts: dict[str, str]) -> tuple:
    name = mode(found.name for found in group if plain(found.name) == key)
    acronym = mode([found.acronym for found in group if found.acronym] or [""])
    evidence = ["noun"] * any(found.noun for found in group) + ["acronym"] * bool(acronym)
    near = process.extractOne(key, list(aliases), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR)
    nearest, similarity = (aliases[near[0]], near[1] / 100) if near else ("", np.nan)
    documents = len({found.doc_id for found in group})
    return name, acronym, ", ".join(evidence), len(group), documents, nearest, similarity, *examples(group, texts)
