"""The word lists of a language: reporting verbs, closed classes of words, titles and offices."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from analysis.choices import choose
from analysis.discourse.speech.list_files import read_rows

FINITE, PARTICIPLE, PASSIVE = 1, 2, 4
DASHES = ("—", "–")
CLASSES = (
    "first person",
    *("determiner", "possessive", "pronoun", "preposition", "conjunction", "subordinator", "complementizer"),
    *("question", "relative", "auxiliary", "modal", "negation", "adverb", "time", "speech noun", "abbreviation"),
    *("name particle", "addressee", "object pronoun", "linking preposition", "agent preposition"),
    *("passive auxiliary", "infinitive marker", "hypothesis", "comparison", "refusal", "continuation"),
    *("attributing preposition", "addressing preposition", "joining conjunction", "article", "indefinite article"),
    *("clitic", "enclitic", "elision", "question particle", "name joint", "noun", "clause opener", "no speaker"),
    "reflexive",
    *("of", "for", "about", "against", "as"),
)
SOURCE_PHRASES = ("source phrase", "weak source phrase")
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
    weak_sources: frozenset[str] = frozenset()
    endings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cases: tuple[tuple[str, str], ...] = ()
    elisions: frozenset[str] = frozenset()
    enclitics: tuple[str, ...] = ()
    marks_infinitives: bool = True
    has_articles: bool = True
    dashes: str = ""
    interposes: str = ""


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
        There are no word lists of this language, or one of them has a row that cannot be read.

    >>> read_language("en").cues["said"][-1].verb.verb
    'say'
    """
    choose(code, language_codes(), "language")
    folder = _folder() / code
    classes: dict[str, int] = defaultdict(int)
    genders, numbers, sources, weak = {}, {}, defaultdict(list), set()
    rows = [*_rows(folder / "words.csv")]
    elisions = frozenset(plain(row["word"]) for row in rows if row["class"] == "elision")
    for row in rows:
        first, *rest = _parts(row["word"], elisions)
        if row["class"] == "source phrase":
            sources[first].append(tuple(rest))
        elif row["class"] == "weak source phrase":
            sources[first].append(tuple(rest))
            weak.add(first)
        elif not rest:
            classes[first] |= BIT[row["class"]]
            genders[first] = row["gender"] or genders.get(first, "")
            numbers[first] = row["number"] or numbers.get(first, "")
    titles = defaultdict(list)
    for row in _rows(folder / "titles.csv"):
        words = tuple(_parts(row["title"].rstrip("."), elisions))
        titles[words[0]].append(Title(words, row["kind"], row["gender"], row["number"]))
    longest_first(titles, lambda title: title.words)
    longest_first(sources, lambda rest: rest)
    marks = [row["open"] for row in _rows(folder / "marks.csv")]
    endings, cases = _endings(folder / "endings.csv")
    return Language(
        code,
        dict(classes),
        genders,
        numbers,
        _cues(folder / "verbs.csv", elisions),
        dict(titles),
        dict(sources),
        frozenset(weak),
        endings,
        cases,
        elisions,
        tuple(sorted((word for word, found in classes.items() if found & BIT["enclitic"]), key=len, reverse=True)),
        any(found & BIT["infinitive marker"] for found in classes.values()),
        any(found & BIT["article"] for found in classes.values()),
        "".join(mark for mark in marks if mark in DASHES),
        "".join(mark for mark in marks if mark in DASHES or mark == ","),
    )


def split_word(word: str, elisions: frozenset[str], enclitics: tuple[str, ...] = ()) -> list[tuple[int, int]]:
    """Cut a word at what is elided before it and at a pronoun that hangs on it; return where the parts stand.

    >>> split_word("qu'il", frozenset({"qu'"})), split_word("a-t-il", frozenset(), ("-t-il",))
    ([(0, 3), (3, 5)], [(0, 1), (4, 6)])
    """
    spans, start = [], 0
    mark = word.find("'") + 1
    while mark and mark < len(word) and word[start:mark] in elisions:
        spans.append((start, mark))
        start, mark = mark, word.find("'", mark) + 1
    for ending in enclitics:
        if word.endswith(ending) and len(word) - start > len(ending):
            return [*spans, (start, len(word) - len(ending)), (word.rindex("-") + 1, len(word))]
    return [*spans, (start, len(word))]


def _parts(words: str, elisions: frozenset[str]) -> list[str]:
    return [word[first:last] for word in plain(words).split() for first, last in split_word(word, elisions)]


def _endings(path: Traversable) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    """Read what endings of words show, and which ending of the nominative other cases have another for."""
    if not path.is_file():
        return {}, ()
    endings, cases = defaultdict(list), []
    for row in _rows(path):
        if row["class"] == "case":
            cases.append((row["ending"], row["nominative"]))
        else:
            endings[row["class"]].append(row["ending"])
    return {name: tuple(found) for name, found in endings.items()}, tuple(cases)


def plain(word: str) -> str:
    """Return a word in lower case with a straight apostrophe, as the lists are looked up.

    >>> plain("Didn’t")
    "didn't"
    """
    return word.replace("’", "'").lower()


def longest_first(lists: dict[str, list], words) -> None:
    for found in lists.values():
        found.sort(key=lambda entry: -len(words(entry)))


def _cues(path: Traversable, elisions: frozenset[str]) -> dict[str, list[CueForm]]:
    forms: dict[tuple[str, Phrase, str], tuple[Verb, int, bool]] = {}
    for row in _rows(path):
        verb = Verb(row["verb"], row["tier"], row["act"], row["stance"], frozenset(_values(row["takes"])))
        nouns = {plain(form) for form in _values(row["note"].partition("noun:")[2])}
        for column, kind in (("finite", FINITE), ("participle", PARTICIPLE), ("passive", PASSIVE)):
            for form in _values(row[column]):
                first, *rest = _parts(form, elisions)
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


def _rows(path: Traversable) -> list[dict[str, str]]:
    return read_rows(path, CLASSES + SOURCE_PHRASES)


def _folder() -> Traversable:
    return files("analysis") / "data" / "languages"
