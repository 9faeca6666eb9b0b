"""Aliases of a gazetteer -> the ways in which they may be written, by their folded forms."""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex

from analysis.discourse.characters import NO_WORD, characters
from analysis.discourse.folding import fold_all, fold_codes, to_codes, to_text
from analysis.discourse.searching import (
    ANY,
    CAPITAL,
    COORDINATED,
    EXACT,
    INITIAL,
    NAME,
    OWN,
    PLURAL,
    SWALLOWED,
    UNHYPHENATED,
    Names,
)
from analysis.discourse.trie import build_trie

CLEAR, CONFIRM, NEVER = range(3)
AMBIGUITIES = {"": CLEAR, "confirm": CONFIRM, "never": NEVER}
POLICIES = {"exact": EXACT, "name": NAME, "any": ANY}
HEAD = regex.compile(r"^(.*?)(\p{Latin}+)((?: (?:of|on|for|to|in|against|at|and|with) .*)?)$")
# Words for offices and bodies of which there are several.
OFFICES = tuple(
    """
    rapporteur expert envoy representative person spokesman spokeswoman commissioner official agency committee mission
    delegation delegate observer monitor peacekeeper adviser advisor ambassador minister ministry embassy court tribunal
    commission inspector investigator judge prosecutor secretary coordinator defender advocate holder
    """.split()
)
IRREGULAR = (("person", "people"), ("man", "men"), ("woman", "women"))
HYPHEN = regex.compile("[-‐‑]")
SHARED_NAMES = ("United Nations", "European Union", "African Union")  # known without an alias of their own
MOST_HYPHENS = 4
NO_SPACES = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
UNSPACED = regex.compile(rf"(?<={NO_SPACES}) (?={NO_SPACES})")  # a line's end there is a space, or nothing
ARABIC_ARTICLE, HEBREW_ARTICLE = "ال", "ה"
BREAK = "\n"


class Writing(NamedTuple):
    """A way to write an alias: its row in the gazetteer, the text, and the kind, a constant of `searching`."""

    row: int
    text: str
    kind: int


class Forms(NamedTuple):
    """What to search for: the names as `search` takes them, and of each writing the row of the gazetteer.

    `aliases` has a row for each row of the gazetteer: `of`, the number of its organization; `form`, that of its
    folded form; `shared`, that of the beginning that a coordination may leave away, by organization where it is an
    alias, so that UN is the United Nations, or -1; `policy`, CLEAR, CONFIRM or NEVER; `stopped` (bool), whether it
    ends in a full stop that is none of an acronym; `everyday` (bool), whether it is an acronym, in this very case,
    that is a word of every day in small letters. `written` are the aliases.
    """

    names: Names
    rows: np.ndarray
    aliases: pd.DataFrame
    written: frozenset[str]


def forms(gazetteer: pd.DataFrame) -> Forms:
    """Return all ways to write the aliases of a gazetteer.

    An English name of an office, or one where case is ignored, has a plural; a name that begins with an acronym
    or with another alias may leave that away in a coordination; a hyphen may fall together with a line's end.

    Parameters
    ----------
    gazetteer : DataFrame
        With organization, alias and match, and language if known.

    >>> table = pd.DataFrame([("UN", "UN special rapporteur", "name")], columns=["organization", "alias", "match"])
    >>> forms(table).rows.tolist()
    [0, 0, 0]
    """
    writings = [Writing(row, alias.replace("\0", BREAK), OWN) for row, alias in enumerate(gazetteer["alias"])]
    languages = gazetteer["language"].tolist() if "language" in gazetteer else [""] * len(gazetteer)
    beginnings = shared_beginnings(gazetteer)
    ambiguous = gazetteer["ambiguous"] if "ambiguous" in gazetteer else [""] * len(gazetteer)
    shares = [shared if policy == "" else "" for shared, policy in zip(beginnings, ambiguous, strict=True)]
    for writing, match, language, shared in zip(list(writings), gazetteer["match"], languages, shares, strict=True):
        english = not isinstance(language, str) or language in ("", "en")
        writings += _others(writing, match, english, shared)
    names, rows = _arranged(writings, [POLICIES[match] for match in gazetteer["match"]], _dated(gazetteer))
    return Forms(names, rows, _numbered(gazetteer, beginnings), frozenset(gazetteer["alias"].tolist()))


def shared_beginnings(gazetteer: pd.DataFrame) -> list[str]:
    """Return for each alias the words that it begins with and that a coordination may leave away, or nothing.

    Parameters
    ----------
    gazetteer : DataFrame
        With alias.

    >>> shared_beginnings(pd.DataFrame({"alias": ["UN", "UN Security Council", "Red Cross", "Red Cross of Mali"]}))
    ['', 'UN', '', 'Red Cross']
    """
    written = gazetteer["alias"].tolist()
    aliases = frozenset(written)
    return [_shared_beginning(alias, aliases) for alias in written]


def _shared_beginning(alias: str, aliases: frozenset[str]) -> str:
    first, _, _ = alias.partition(" ")
    if first == alias:
        return ""
    if is_acronym(first):
        return first
    place = alias.rfind(" ")
    while place > 0:
        if alias[:place] in aliases:
            return alias[:place]
        place = alias.rfind(" ", 0, place)
    return next((name for name in SHARED_NAMES if alias.startswith(f"{name} ")), "")


def is_acronym(alias: str) -> bool:
    """Say whether an alias is one word of two to eight capitals.

    >>> is_acronym("WHO"), is_acronym("U.N."), is_acronym("UN Women")
    (True, True, False)
    """
    letters = alias.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isalpha() and letters.isupper()


def _others(own: Writing, match: str, english: bool, shared: str) -> Iterator[Writing]:
    row, alias, _ = own
    if english:
        for plural in _plurals(alias, match):
            yield Writing(row, plural, PLURAL)
    hyphens = [found.start() for found in HYPHEN.finditer(alias)]
    if 0 < len(hyphens) <= MOST_HYPHENS:
        yield Writing(row, HYPHEN.sub("", alias), UNHYPHENATED)
        if len(hyphens) > 1:
            for place in hyphens:
                yield Writing(row, alias[:place] + alias[place + 1 :], UNHYPHENATED)
    if UNSPACED.search(alias):
        yield Writing(row, UNSPACED.sub("", alias), UNHYPHENATED)
    if "\u200c" in alias:  # Persian writes a space there too
        yield Writing(row, alias.replace("\u200c", " "), OWN)
    if "և" in alias or "եւ" in alias:  # capitals write it with another letter
        yield Writing(row, alias.replace("և", "եվ").replace("եւ", "եվ"), OWN)
    if shared and " " in alias[len(shared) + 1 :]:
        yield Writing(row, alias[len(shared) + 1 :], COORDINATED)
    if alias.startswith((ARABIC_ARTICLE, HEBREW_ARTICLE)):
        yield Writing(row, alias[1:], SWALLOWED)


def _plurals(alias: str, match: str) -> Iterator[str]:
    parts = HEAD.match(alias)
    if not parts:
        return
    before, head, after = parts.groups()
    lower = head.lower()
    if lower.endswith("s") or (match != "any" and not lower.endswith(OFFICES)):
        return
    for singular, plural in IRREGULAR:
        if lower.endswith(singular) and not lower.endswith("human"):
            yield before + head[: -len(singular)] + _cased(plural, head) + after
            if singular != "person":
                return
    if lower.endswith("y") and lower[-2:-1] not in tuple("aeiou"):
        yield before + head[:-1] + _cased("ies", head) + after
    else:
        yield before + head + _cased("es" if lower.endswith(("x", "ch", "sh", "z")) else "s", head) + after


def _cased(ending: str, head: str) -> str:
    return ending.upper() if len(head) > 1 and head.isupper() else ending


def _numbered(gazetteer: pd.DataFrame, beginnings: list[str]) -> pd.DataFrame:
    forms = np.array(fold_all(gazetteer["alias"].str.replace("\0", BREAK).tolist()), dtype=object)
    organizations = pd.factorize(gazetteer["organization"])[0]
    by_form = dict(zip(forms[::-1], organizations[::-1].tolist(), strict=True))
    folded = fold_all(beginnings)
    others = {form: -2 - number for number, form in enumerate(dict.fromkeys(folded))}
    matches = zip(gazetteer["alias"].tolist(), gazetteer["match"].tolist(), strict=True)
    return pd.DataFrame(
        {
            "of": organizations,
            "form": pd.factorize(forms)[0],
            "shared": np.array([by_form.get(form, others[form]) if form else -1 for form in folded], dtype=np.int64),
            "policy": gazetteer["ambiguous"].map(AMBIGUITIES).to_numpy(np.int64) if "ambiguous" in gazetteer else CLEAR,
            "stopped": [form.endswith(".") for form in forms],
            "everyday": [match == "exact" and is_everyday_word(alias) for alias, match in matches],
        }
    )


@cache
def everyday_words() -> frozenset[str]:
    """Return English words that some acronyms look like in capitals, in small letters.

    >>> "who" in everyday_words()
    True
    """
    text = resources.files("analysis.data").joinpath("everyday-words-en.csv").read_text(encoding="utf-8")
    return frozenset(text.split()[1:])


def is_everyday_word(alias: str) -> bool:
    """Say whether an acronym is a word of every day in small letters.

    >>> is_everyday_word("WHO"), is_everyday_word("HRW")
    (True, False)
    """
    return is_acronym(alias) and alias.replace(".", "").lower() in everyday_words()


def _dated(gazetteer: pd.DataFrame) -> np.ndarray:
    written = [gazetteer[name] != "" for name in ("valid_from", "valid_to") if name in gazetteer]
    return np.logical_or.reduce(written) if written else np.zeros(len(gazetteer), dtype=bool)


def _arranged(writings: list[Writing], policies: list[int], dated: np.ndarray) -> tuple[Names, np.ndarray]:
    """Sort the writings by their folded forms, of one form an alias's own before the others, and number the forms."""
    table = characters()
    codes = to_codes("\0".join(writing.text for writing in writings) if writings else "")
    folded = fold_codes(codes, table)
    letters = _letters(codes, folded.codes, folded.starts)
    ends = np.append(np.flatnonzero(folded.codes == 0), len(folded.codes))
    begins = np.insert(ends[:-1] + 1, 0, 0)
    text = to_text(folded.codes)
    by_form: dict[str, list[tuple[int, int, int]]] = {}
    for number, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        form = text[begin:end].rstrip(" .")
        begin += len(form) - len(form := form.lstrip(" "))
        if form and "\n" not in form and writings:
            by_form.setdefault(form, []).append((writings[number].kind, number, begin))
    kept = [sorted(same, key=lambda found: found[0]) for same in by_form.values()]
    flat = [found for same in kept for found in same]
    rows = np.array([writings[number].row for _, number, _ in flat], dtype=np.int64)
    first = np.cumsum([0, *map(len, kept)]).astype(np.int32)
    policy = np.array(policies, dtype=np.uint8)[rows] if len(rows) else np.zeros(0, dtype=np.uint8)
    at = np.array([begin for _, _, begin in flat], dtype=np.int64)
    capitalized = (policy != ANY) & (letters[at] & CAPITAL > 0)
    names = Names(
        trie=build_trie(list(by_form), np.logical_and.reduceat(capitalized, first[:-1])),
        first=first,
        policy=policy,
        kind=np.array([kind for kind, _, _ in flat], dtype=np.uint8),
        dated=np.asarray(dated, dtype=bool)[rows],
        begins=at,
        letters=letters,
    )
    return names, rows


def _letters(codes: np.ndarray, folded: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Say of each folded character whether it was a capital, and whether one that begins a word."""
    table = characters()
    capital = table.capital[codes[starts]]
    of_word = table.word[folded] != NO_WORD
    begins = capital & ~np.insert(of_word[:-1], 0, False)[: len(capital)]
    return (capital * CAPITAL + begins * INITIAL).astype(np.uint8)
