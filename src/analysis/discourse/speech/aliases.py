"""A document -> the names in it: persons with their offices, bodies, and acronyms that a bracket explains."""

import unicodedata
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field

from analysis.discourse.speech.inflected import Cases, candidates, folded_cases, is_inflected
from analysis.discourse.speech.lists import BIT, Language, Phrase, plain
from analysis.discourse.speech.phrases import abbreviates, is_core, leads_to_name, title_at
from analysis.discourse.speech.words import Words

LONGEST_NAME = 6
MOST_ALIKE = 12  # persons of one name or office: more of them cannot be told apart, and only take time
APPOSITION = 12
SURNAMES = (("feminine name", "f"), ("masculine name", "m"))
JOINS_NAMES = BIT["name joint"]
ALIKE = BIT["pronoun"] | BIT["determiner"] | BIT["preposition"] | BIT["conjunction"] | BIT["subordinator"]
NO_NAME = ALIKE | BIT["auxiliary"] | BIT["time"] | BIT["question"] | BIT["possessive"] | BIT["adverb"]


@dataclass(slots=True)
class Person:
    """Somebody whose full name stands in a document."""

    name: str
    tokens: Phrase
    gender: str = ""
    known: bool = False


@dataclass(slots=True)
class Names:
    """The names of a document, by what they can be shortened to; places are code points of the text."""

    persons: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    first_names: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    offices: dict[Phrase, list[tuple[int, Person]]] = field(default_factory=lambda: defaultdict(list))
    bodies: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    acronyms: dict[str, str] = field(default_factory=dict)
    mentioned: list[tuple[int, Person]] = field(default_factory=list)
    cases: Cases = ()

    endings: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def gender_of(self, surname: str) -> str:
        """Return the gender that the ending of a surname shows."""
        return next((gender for gender, endings in self.endings if surname.endswith(endings)), "")

    def named_in_case(self, tokens: Phrase) -> list[Person]:
        """Return the persons whose name some words can be another case of."""
        return [
            person
            for surname in candidates(tokens[-1], self.persons, self.cases)
            for person in self.persons[surname]
            if is_inflected(tokens, person.tokens, self.cases)
        ]


def collect_names(paragraphs: list[Words], language: Language, aliases: Container[str] = ()) -> Names:
    """Collect the names of a document.

    Parameters
    ----------
    paragraphs : list of Words
        Its paragraphs.
    language : Language
        Whose titles are known.
    aliases : container of str
        What organizations are called, in lower case: none of them is a person.
    """
    shown = [(gender, tuple(map(folded, language.endings.get(kind, ())))) for kind, gender in SURNAMES]
    names = Names(cases=folded_cases(language.cases, folded), endings=tuple(shown))
    runs = [(words, *run) for words in paragraphs for run in _runs(words)]
    held = []
    for words, first, last in runs:
        charged = after_charge(words, first, last, language)
        begin, titles = _without_titles(words, charged, last, language)
        if charged > first:
            titles += _titles_before(words, first - 1, language)
        tokens = name_tokens(words, begin, last)
        particle = begin < last and words.has(begin, BIT["name particle"])
        is_person = not (particle or _is_body(words, begin, last, language) or _is_listed(words, begin, last, aliases))
        if first and not titles and words.has(first - 1, BIT["determiner"]):
            is_person = False
        is_person &= not any(_is_function_word(words, place) for place in range(begin, last))
        if len(tokens) >= 2 and is_person:
            person = _add_person(names, words.surface(begin, last), tokens)
            names.mentioned.append((words.starts[first], person))
            _add_offices(names, words, first, begin, last, person, titles, language)
        elif len(tokens) == 1 and begin < last:
            held.append((words, first, begin, last, tokens[0], titles))
    if names.cases:
        _join_cases(names)
    for words, first, begin, last, token, titles in held:
        same = names.persons.get(token, []) or (names.named_in_case((token,)) if names.cases else [])
        if not same and titles and not _is_body(words, begin, last, language):
            same = [_add_person(names, words.surface(begin, last), (token,))]
        if len(same) == 1:
            names.mentioned.append((words.starts[first], same[0]))
            _add_offices(names, words, first, begin, last, same[0], titles, language)
    names.mentioned.sort(key=lambda entry: entry[0])
    for words in paragraphs:
        _add_bodies(names, words, language)
    return names


def _join_cases(names: Names) -> None:
    """Make one person of those whose names are cases of one name, under the name in the nominative."""
    persons = {id(person): person for held in names.persons.values() for person in held}
    nominative: dict[int, Person] = {}
    for person in persons.values():
        others = [other for other in names.named_in_case(person.tokens) if other is not person]
        if len(others) == 1 and len(others[0].tokens) == len(person.tokens):
            nominative[id(person)] = others[0]
            others[0].gender, others[0].known = others[0].gender or person.gender, others[0].known or person.known
    for entries in (names.mentioned, *names.offices.values()):
        entries[:] = [(place, nominative.get(id(person), person)) for place, person in entries]
    for held in (names.persons, names.first_names):
        for key in [*held]:
            held[key] = [person for person in held[key] if id(person) not in nominative]
            if not held[key]:
                del held[key]


def _is_function_word(words: Words, place: int) -> bool:
    """Say whether a capitalized word is no part of a person's name: OF, in a line of capitals."""
    return words.has(place, ALIKE) and not words.has(place, BIT["name particle"])


def _is_listed(words: Words, first: int, last: int, aliases: Container[str]) -> bool:
    """Say whether a name is that of an organization of the gazetteer."""
    return first < last and alias_key(words.surface(first, last)) in aliases


def after_charge(words: Words, first: int, last: int, language: Language) -> int:
    """Return where a name begins after what an office is for: the commissioner for Human Rights Ana Ruiz."""
    if first < 2 or last - first < 3 or not words.has(first - 1, BIT["linking preposition"]):
        return first
    held = any(
        title_at(words, place, first - 1, language) == first - 1 for place in range(max(first - 4, 0), first - 1)
    )
    return last - 2 if held else first


def _titles_before(words: Words, last: int, language: Language) -> list[Phrase]:
    """Return the longest title that ends at a word."""
    begins = (place for place in range(max(last - 4, 0), last) if title_at(words, place, last, language) == last)
    return [tuple(words.lower[place:last]) for place in [*begins][:1]]


def head_of(title: Phrase, language: Language) -> Phrase:
    """Return an office without what it is for: commissioner, of commissioner for human rights."""
    links = [number for number, word in enumerate(title) if language.classes.get(word, 0) & BIT["linking preposition"]]
    return title[: links[0]] if links and links[0] else title


def name_tokens(words: Words, first: int, last: int) -> Phrase:
    """Return the words of a name in lower case, without marks and the ending of a possessive."""
    return tuple(
        folded(without_possessive(words.lower[place]))
        for place in range(first, last)
        if words.lower[place][0].isalnum()
    )


def alias_key(name: str) -> str:
    """Return a name as aliases are looked up: in lower case, with straight apostrophes and single spaces.

    >>> alias_key("Nurses’\\n Union")
    "nurses' union"
    """
    return " ".join(plain(name).split())


def folded(word: str) -> str:
    """Return a word without its diacritics.

    >>> folded("şahin")
    'sahin'
    """
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def without_possessive(word: str) -> str:
    """Return a word without the ending of the possessive.

    >>> without_possessive("ruiz's")
    'ruiz'
    """
    return word[:-2] if word.endswith("'s") else word.removesuffix("'")


def _runs(words: Words) -> list[tuple[int, int]]:
    """Return the runs of capitalized words, with initials and particles within."""
    runs = []
    place, count = 0, len(words.lower)
    while place < count:
        if not words.capital[place] or (words.classes[place] & NO_NAME and not _goes_on(words, place, count)):
            place += 1
            continue
        end = place + 1
        while end < count and end - place < 2 * LONGEST_NAME:
            if words.ends_as(end - 1, "possessive"):
                break
            if (
                words.capital[end]
                or abbreviates(words, end)
                or (words.has(end, BIT["name particle"]) and leads_to_name(words, end, count))
            ):
                end += 1
            else:
                break
        runs.append((place, end))
        place = end
    return runs


def _goes_on(words: Words, place: int, count: int) -> bool:
    """Say whether a capitalized function word is the first name of a run, as Will Ruiz."""
    if words.has(place, BIT["time"]):
        return False
    begins = place == 0 or not words.lower[place - 1][0].isalnum()
    return not begins and place + 1 < count and words.capital[place + 1]


def _without_titles(words: Words, first: int, last: int, language: Language) -> tuple[int, list[Phrase]]:
    titles = []
    while first < last:
        end = title_at(words, first, last, language)
        if end == first:
            break
        titles.append(tuple(word for word in words.lower[first:end] if word[0].isalnum()))
        first = end
    if not titles:
        for begin in range(first + 1, last):
            end = title_at(words, begin, last, language)
            if begin < end < last:
                titles.append(tuple(words.lower[begin:end]))
                first = end
                break
    return first, titles


def _is_body(words: Words, first: int, last: int, language: Language) -> bool:
    return any(
        title.kind == "group"
        for place in range(first, last)
        for title in language.titles.get(without_possessive(words.lower[place]), ())
        if len(title.words) == 1
    )


def _add_person(names: Names, written: str, tokens: Phrase) -> Person:
    surname = tokens[-1]
    written = written.removesuffix("’s").removesuffix("'s").rstrip("’'")
    for person in names.persons[surname]:
        if person.tokens[0] == tokens[0]:
            if len(tokens) > len(person.tokens):
                person.name, person.tokens = written, tokens
            return person
    person = Person(written, tokens, names.gender_of(surname))
    if len(names.persons[surname]) < MOST_ALIKE:
        names.persons[surname].append(person)
    if len(names.first_names[tokens[0]]) < MOST_ALIKE:
        names.first_names[tokens[0]].append(person)
    return person


def _add_offices(
    names: Names, words: Words, first: int, begin: int, last: int, person: Person, titles: list[Phrase],
    language: Language,
) -> None:  # fmt: skip
    """Note the offices that stand before and after a name, and what gender they tell."""
    place = words.starts[first]
    for back in range(max(0, first - 4), first):
        end = title_at(words, back, first, language)
        if end == first or (end > back and _is_head(words, back, end, first, language)):
            titles.append(tuple(words.lower[back:end]))
            if back and words.has(back - 1, BIT["determiner"]) and not person.gender:
                person.gender = language.genders.get(words.lower[back - 1], "")
            break
    if first > 0 and words.lower[first - 1] == "," and words.lower[last : last + 1] == [","]:
        titles.extend(_office_before(words, first - 1, language))
    if last + 1 < len(words.lower) and (words.lower[last] in (",", "(") or words.has(last, BIT["passive auxiliary"])):
        here = last + 1
        limit = min(here + APPOSITION, len(words.lower))
        while here < limit and words.lower[here] not in (",", ".", ")") and not words.has(here, BIT["relative"]):
            end = title_at(words, here, limit, language)
            if end > here:
                titles.append(tuple(words.lower[here:end]))
                break
            here += 1
    person.known |= bool(titles)
    for held in titles:
        known = next((entry for entry in language.titles.get(held[0], ()) if entry.words == held), None)
        title = head_of(held, language)
        held_by = names.offices[title] if known is None or known.kind != "courtesy" else None
        if held_by is not None and len(held_by) < MOST_ALIKE:
            held_by.append((place, person))
        if known and known.gender and known.kind != "group" and not person.gender:
            person.gender = known.gender


def _is_head(words: Words, first: int, end: int, last: int, language: Language) -> bool:
    """Say whether a title has what belongs to it after it, up to a name: le président du parti Marc Dumas."""
    if "modifier" not in language.endings:
        return False
    kinds = {title.kind for title in language.titles.get(words.lower[first], ()) if len(title.words) == end - first}
    links = BIT["linking preposition"] | BIT["determiner"]
    between = range(end, last)
    follows = all(words.has(here, links) or (is_core(words, here) and not words.capital[here]) for here in between)
    return follows and is_core(words, last - 1) and bool(kinds & {"office", "role"})


def _office_before(words: Words, comma: int, language: Language) -> list[Phrase]:
    """Return the office that a name between commas belongs to: the mayor of Riverton, Ana Ruiz, said."""
    within = BIT["linking preposition"] | BIT["determiner"]
    for here in range(comma - 1, max(comma - 10, -1), -1):
        if words.has(here, BIT["preposition"]) and not words.has(here, within):
            return []
        if not words.lower[here][0].isalnum() and not words.lower[here].endswith("'"):
            return []
        end = title_at(words, here, comma, language)
        kinds = {title.kind for title in language.titles.get(words.lower[here], ()) if len(title.words) == end - here}
        if end > here and kinds & {"office", "role"}:
            begin = here - 1 if here and words.has(here - 1, BIT["determiner"]) else here
            opens = begin == 0 or not words.lower[begin - 1][0].isalnum()
            return [tuple(words.lower[here:end])] if opens else []
    return []


def _add_bodies(names: Names, words: Words, language: Language) -> None:
    """Note the full names of bodies, and the acronyms that a bracket explains."""
    count = len(words.lower)
    place = 0
    while place < count:
        if not words.capital[place]:
            place += 1
            continue
        end = _end_of_body(words, place, count)
        begin = place
        while begin < end and words.classes[begin] & ALIKE:
            begin += 1
        if begin < end:
            written = words.surface(begin, end).removesuffix("’s").removesuffix("'s")
            if end + 2 < count and words.lower[end] == "(" and words.lower[end + 2] == ")":
                acronym = words.surface(end + 1, end + 2)
                if sum(letter.isupper() for letter in acronym) >= 2:
                    names.acronyms[acronym.lower()] = written
            if end - begin >= 2:
                for here in range(begin, end):
                    head = without_possessive(words.lower[here])
                    if any(title.kind == "group" and len(title.words) == 1 for title in language.titles.get(head, ())):
                        names.bodies[head].append((words.starts[begin], written))
        place = max(end, place + 1)


def _end_of_body(words: Words, place: int, count: int) -> int:
    end = place + 1
    while end < count and end - place < 12:
        if words.ends_as(end - 1, "possessive"):
            break
        if words.capital[end]:
            end += 1
            continue
        if (
            words.lower[end] in "'’"
            and words.ends[end - 1] == words.starts[end]
            and words.capital[end + 1 : end + 2] == [True]
        ):
            end += 2
            continue
        joined = end
        while joined < count and words.has(joined, JOINS_NAMES) and joined - end < 2:
            joined += 1
        if joined == end or joined >= count or not words.capital[joined] or words.has(joined, BIT["time"]):
            break
        end = joined + 1
    return end
