"""The word lists of a language: reporting verbs, closed classes of words, titles and offices."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from analysis.choices import choose

FINITE, PARTICIPLE, PASSIVE = 1, 2, 4
CLASSES = (
    *("determiner", "possessive", "pronoun", "preposition", "conjunction", "subordinator", "complementizer"),
    *("question", "relative", "auxiliary", "modal", "negation", "adverb", "time", "speech noun", "abbreviation"),
    *("name particle", "addressee", "object pronoun", "linking preposition", "agent preposition"),
    *("passive auxiliary", "infinitive marker", "hypothesis", "comparison", "refusal", "continuation"),
    "attributing preposition",
)
BIT = {name: 1 << number for number, name in enumerate(CLASSES)}
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Verb:
    """An entry of the lexicon of reporting verbs."""

    verb: str
    tier: str
    act: str
    stance: str
    takes: frozenset[str]


@dataclass(frozen=True)
class CueForm:
    """One form of a reporting verb, after its first word: the words that follow, and what kind of form it is."""

    rest: Phrase
    verb: Verb
    kind: int
    is_noun: bool


@dataclass(frozen=True)
class Title:
    """A form of address, an office, a role or a kind of body."""

    words: Phrase
    kind: str
    gender: str
    number: str


@dataclass(frozen=True)
class Language:
    """All that the extraction knows of a language; words are in lower case, with a straight apostrophe."""

    code: str
    classes: dict[str, int]
    genders: dict[str, str]
    numbers: dict[str, str]
    cues: dict[str, list[CueForm]]
    titles: dict[str, list[Title]]
    sources: dict[str, list[Phrase]] = field(default_factory=dict)


SOURCE = Verb("according to", "source", "say", "neutral", frozenset({"quote", "zero"}))
COLON = Verb(":", "source", "say", "neutral", frozenset({"quote", "zero"}))


def language_codes() -> list[str]:
    """Return the codes of the languages that statements can be found in.

    >>> "en" in language_codes()
    True
    """
    return sorted(folder.name for folder in _folder().iterdir() if folder.is_dir())


@lru_cache
def read_language(code: str) -> Language:
    """Read the word lists of a language.

    Parameters
    ----------
    code : str
        ISO 639-1 code, one of `language_codes`.

    Raises
    ------
    ValueError
        There are no word lists of this language.

    >>> read_language("en").cues["said"][0].verb.verb
    'say'
    """
    choose(code, language_codes(), "language")
    folder = _folder() / code
    classes: dict[str, int] = defaultdict(int)
    genders, numbers, sources = {}, {}, defaultdict(list)
    for row in _rows(folder / "words.csv"):
        first, *rest = plain(row["word"]).split()
        if row["class"] == "source phrase":
            sources[first].append(tuple(rest))
        elif not rest:
            classes[first] |= BIT[row["class"]]
            genders[first], numbers[first] = row["gender"], row["number"]
    titles = defaultdict(list)
    for row in _rows(folder / "titles.csv"):
        words = tuple(plain(row["title"]).rstrip(".").split())
        titles[words[0]].append(Title(words, row["kind"], row["gender"], row["number"]))
    longest_first(titles, lambda title: title.words)
    longest_first(sources, lambda rest: rest)
    return Language(code, dict(classes), genders, numbers, _cues(folder / "verbs.csv"), dict(titles), dict(sources))


def plain(word: str) -> str:
    """Return a word in lower case with a straight apostrophe, as the lists are looked up.

    >>> plain("Didn’t")
    "didn't"
    """
    return word.replace("’", "'").lower()


def longest_first(lists: dict[str, list], words) -> None:
    for found in lists.values():
        found.sort(key=lambda entry: -len(words(entry)))


def _cues(path: Traversable) -> dict[str, list[CueForm]]:
    forms: dict[tuple[str, Phrase, str], tuple[Verb, int, bool]] = {}
    for row in _rows(path):
        verb = Verb(row["verb"], row["tier"], row["act"], row["stance"], frozenset(_values(row["takes"])))
        nouns = {plain(form) for form in _values(row["note"].partition("noun:")[2])}
        for column, kind in (("finite", FINITE), ("participle", PARTICIPLE), ("passive", PASSIVE)):
            for form in _values(row[column]):
                first, *rest = plain(form).split()
                key = first, tuple(rest), verb.verb
                before = forms.get(key, (verb, 0, False))[1]
                forms[key] = verb, before | kind, plain(form) in nouns
    cues = defaultdict(list)
    for (first, rest, _), (verb, kind, is_noun) in forms.items():
        cues[first].append(CueForm(rest, verb, kind, is_noun))
    longest_first(cues, lambda form: form.rest)
    return dict(cues)


def _values(cell: str) -> list[str]:
    return [value.strip() for value in cell.split(";") if value.strip()]


def _rows(path: Traversable) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _folder() -> Traversable:
    return files("analysis") / "data" / "languages"
