"""A mention of a speaker -> the name behind it, or nothing: by the names of the document, and by who spoke before."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from analysis.discourse.speech.aliases import Names, Person, after_charge, alias_key, name_tokens, without_possessive
from analysis.discourse.speech.inflected import share_nominative
from analysis.discourse.speech.lists import BIT, Language, Phrase
from analysis.discourse.speech.name_rules import AS_WRITTEN, PRONOUN, pronoun_rule
from analysis.discourse.speech.phrases import (
    DETERMINING,
    LINKING,
    closing_title,
    is_possessive,
    is_pronoun,
    is_word,
    title_at,
)
from analysis.discourse.speech.subjects import Span
from analysis.discourse.speech.words import Words

SHORTEST_MISSPELT, LONGEST_MISSPELT = 5, 30
MOST_COMPARED = 400  # surnames with a letter fewer in common: one of so many cannot be meant, and they take time
NEAREST = 12  # how many of the names before a pronoun are looked at
PLURAL = "plural"
Resolved = tuple[str, str]


@dataclass(slots=True)
class Resolver:
    """Resolves the mentions of a document in their order."""

    names: Names
    language: Language
    aliases: Mapping[str, str]
    last: str = ""
    last_person: Person | None = None
    last_paragraph: int = -9
    bodies: dict[str, str] = field(default_factory=dict)
    shortened: dict[str, set[str]] | None = None
    spoken: set[int] = field(default_factory=set)
    unnamed: set[str] = field(default_factory=set)

    def resolve(self, words: Words, span: Span, paragraph: int) -> Resolved:
        """Return the name behind a mention, and the rule that found it; of several names, if they differ, the rules.

        Parameters
        ----------
        words : Words
            The paragraph of the mention.
        span : tuple of int
            From which word, up to which.
        paragraph : int
            Its number.
        """
        found = self._find(words, *span, paragraph)
        name, person, rule = found
        if name:
            self.remember(name, person, paragraph)
        if person:
            self.spoken.add(id(person))
        if name and person is None and rule not in (AS_WRITTEN, PRONOUN):
            for place in range(*span):
                if self._is_group(words, place):
                    self.bodies[without_possessive(words.lower[place])] = name
        if rule == AS_WRITTEN:
            self.unnamed.add(name)
        return name, pronoun_rule(name, self.unnamed) if rule == PRONOUN else rule

    def _is_group(self, words: Words, place: int) -> bool:
        titles = self.language.titles.get(without_possessive(words.lower[place]), ())
        return any(title.kind == "group" and len(title.words) == 1 for title in titles)

    def remember(self, name: str, person: Person | None, paragraph: int) -> None:
        """Hold who spoke last."""
        self.last, self.last_person, self.last_paragraph = name, person, paragraph

    def _find(self, words: Words, first: int, last: int, paragraph: int) -> tuple[str, Person | None, str]:
        if last - first == 1 and is_pronoun(words, first, last):
            return self._pronoun(words, first, paragraph)
        written = _plain_name(words, first, last)
        listed = self._listed(words, first, last)
        if listed:
            return listed, None, "gazetteer"
        comma = next((place for place in range(last - 1, first, -1) if words.lower[place] == ","), -1)
        if comma > 0 and words.capital[comma + 1]:
            return self._find(words, comma + 1, last, paragraph)
        issuer = self._issuer(words, first, last)
        if issuer:
            return self._find(words, issuer, last, paragraph)
        begin, end = self._head(words, first, last)
        tokens = name_tokens(words, begin, end)
        if tokens and words.capital[end - 1] and not self._is_office(words, begin, end):
            found = self._named(words, begin, end, tokens)
            if found:
                return found
        found = self._office(words, first, last) or self._body(words, first, last)
        if found:
            return found
        return self._as_written(words, first, last, begin, end, written)

    def _listed(self, words: Words, first: int, last: int) -> str:
        if words.has(first, BIT["determiner"]) and first + 1 < last:
            first += 1
        written = alias_key(words.surface(first, last))
        return self.aliases.get(written) or self.aliases.get(without_possessive(written), "")

    def _head(self, words: Words, first: int, last: int) -> Span:
        """Return the name that a mention ends with, without titles, and without of and what follows."""
        for place in range(first, last):
            after = title_at(words, place, last, self.language)
            linked = any(words.has(here, LINKING) for here in range(place, after))
            if linked and after < last and words.capital[after]:
                return after, last
            if (
                place < after < last
                and words.has(after, LINKING)
                and after_charge(words, after + 1, last, self.language) > after + 1
            ):
                return last - 2, last
        end = last
        for place in range(first + 1, last):
            if words.lower[place] in ",(" or (
                words.has(place, LINKING) and not self._name_after_title(words, place, last)
            ):
                end = place
                break
        begin = first
        while begin < end and not (words.capital[begin] and is_word(words, begin)):
            begin += 1
        for place in range(begin, end):
            if not words.capital[place] and words.lower[place] != "." and not words.has(place, BIT["name particle"]):
                begin = place + 1
        while begin < end:
            after = title_at(words, begin, end, self.language)
            if after == begin:
                break
            begin = after
        for place in range(begin, end):
            after = title_at(words, place, end, self.language)
            if place < after < end:
                begin = after
            if words.ends_as(place, "possessive") and place + 1 < end:
                begin = max(begin, place + 1)
        return begin, end

    def _issuer(self, words: Words, first: int, last: int) -> int:
        """Return where whoever speaks in a document begins: a statement of the ministry."""
        for place in range(first + 1, last - 1):
            if words.has(place, LINKING | BIT["agent preposition"]):
                told = words.has(place - 1, BIT["speech noun"]) and not words.capital[place - 1]
                return place + 1 if told else 0
        return 0

    def _name_after_title(self, words: Words, first: int, last: int) -> bool:
        """Say whether a name ends a mention, after an office: Ministry of Health spokeswoman Ana Ruiz."""
        for place in range(first + 1, last - 1):
            for title in self.language.titles.get(words.lower[place], ()):
                after = place + len(title.words)
                if title.kind != "group" and after < last and words.capital[after] and not words.capital[place]:
                    return True
        return False

    def _is_office(self, words: Words, begin: int, end: int) -> bool:
        return begin >= end or title_at(words, end - 1, end, self.language) == end

    def _named(self, words: Words, begin: int, end: int, tokens: Phrase) -> tuple[str, Person | None, str] | None:
        same = self.names.persons.get(tokens[-1], [])
        if len(tokens) > 1:
            found = self._full(same, tokens)
            inflected = self.names.named_in_case(tokens) if not found and self.names.cases else []
            return (inflected[0].name, inflected[0], "full name") if len(inflected) == 1 else found
        word = tokens[0]
        if not same and self.names.cases:
            same = self.names.named_in_case(tokens)
        gender = self._gender(words, begin)
        fitting = [person for person in same if not gender or person.gender in ("", gender)]
        if len(fitting) == 1:
            return fitting[0].name, fitting[0], "surname"
        if same:
            return None
        if word in self.names.acronyms:
            return self.names.acronyms[word], None, "acronym"
        called = self.names.first_names.get(word, [])
        if len(called) == 1:
            return called[0].name, called[0], "first name"
        near = self._misspelt(word)
        return (near.name, near, "misspelling") if near else None

    def _full(self, same: list[Person], tokens: Phrase) -> tuple[str, Person | None, str] | None:
        """Return who is named by several words: the full name, its last words, or one with a letter wrong."""
        rarer = [person for person in same if person.tokens[0] == tokens[0] and person.tokens != tokens]
        for person in same:
            if person.tokens[0] == tokens[0]:
                near = self._earlier_spelling(person, tokens)
                return (near.name, near, "misspelling") if near and not rarer else (person.name, person, "full name")
        ending = [person for person in same if person.tokens[-len(tokens) :] == tokens]
        return (ending[0].name, ending[0], "surname") if len(ending) == 1 else None

    def _earlier_spelling(self, person: Person, tokens: Phrase) -> Person | None:
        """Return a person with the same first name, and a surname one edit away, who is named before."""
        for other in self.names.first_names.get(tokens[0], []):
            if other is person:
                return None
            apart = OSA.distance(other.tokens[-1], tokens[-1])
            if apart == 1 and len(tokens[-1]) >= SHORTEST_MISSPELT:
                return other
        return None

    def _gender(self, words: Words, begin: int) -> str:
        for place in range(max(0, begin - 2), begin):
            for title in self.language.titles.get(words.lower[place], ()):
                if title.gender and len(title.words) == 1:
                    return title.gender
        return ""

    def _misspelt(self, word: str) -> Person | None:
        """Return the one person whose surname is one edit away."""
        if len(word) < SHORTEST_MISSPELT or word in self.language.titles:
            return None
        if self.shortened is None:
            self.shortened = defaultdict(set)
            for surname in self.names.persons:
                for variant in _shortened(surname):
                    self.shortened[variant].add(surname)
        held = [self.shortened.get(variant, ()) for variant in _shortened(word)]
        if sum(map(len, held)) > MOST_COMPARED:
            return None
        alike = {surname for surnames in held for surname in surnames}
        near = [
            person
            for surname in alike
            if surname[:1] == word[:1] and len(surname) >= SHORTEST_MISSPELT and OSA.distance(surname, word) == 1
            for person in self.names.persons[surname]
        ]
        return near[0] if len(near) == 1 else None

    def _office(self, words: Words, first: int, last: int) -> tuple[str, Person | None, str] | None:
        """Return who holds the office that a definite mention names."""
        definite = words.has(first, DETERMINING) or is_possessive(words, first) or words.capital[first]
        definite |= not self.language.has_articles
        if not definite or words.has(first, BIT["indefinite article"]) or not self.names.offices:
            return None
        end = next((place for place in range(first + 1, last) if words.has(place, LINKING)), last)
        wanted = tuple(word for word in words.lower[first:end] if word[0].isalnum())
        if not wanted or not any(title_at(words, here, end, self.language) == end for here in range(first, end)):
            return None
        if any(title.number == PLURAL for title in self.language.titles.get(wanted[-1], ())):
            return None
        place = words.starts[first]
        holders = self._holders(wanted, place)
        return (holders[0].name, holders[0], "office") if len(holders) == 1 else None

    def _share_head(self, office: Phrase, wanted: Phrase) -> bool:
        """Say whether two offices have the same noun: the last word, or the first where what belongs to it follows."""
        if office[-1] == wanted[-1]:
            return True
        if self.language.cases and share_nominative(office, wanted, self.language.cases):
            return True
        return len(wanted) == 1 and "modifier" in self.language.endings and office[0] == wanted[0]

    def _holders(self, wanted: Phrase, place: int) -> list[Person]:
        """Return who can be meant: by the whole office, by its last word, by a word that tells more of it."""
        offices = self.names.offices
        exact = [entry for office, held in offices.items() if wanted[-len(office) :] == office for entry in held]
        by_head = [entry for office, held in offices.items() if self._share_head(office, wanted) for entry in held]
        telling = [
            entry
            for office, held in offices.items()
            if len(office) > 1 and {*office[:-1]} & {*wanted[:-1]}
            for entry in held
        ]
        longest = max((len(office) for office in offices if wanted[-len(office) :] == office), default=0)
        if longest > 1:
            exact = [
                entry
                for office, held in offices.items()
                if len(office) == longest and wanted[-longest:] == office
                for entry in held
            ]
        for entries in (exact, by_head, telling):
            if entries:
                before = [entry for entry in entries if entry[0] < place] or entries
                unique = {id(person): person for _, person in before}
                return list(unique.values())
        return []

    def _body(self, words: Words, first: int, last: int) -> tuple[str, Person | None, str] | None:
        """Return the full name of a body that is named by what it is: the ministry."""
        alone = last - first == 1 and words.capital[first] and self._is_group(words, first)
        if not (alone or (words.has(first, DETERMINING) and last - first == 2)):
            return None
        head = words.lower[last - 1]
        if head in self.bodies:
            return self.bodies[head], None, "short form"
        named = self.names.bodies.get(head, [])
        before = bisect_left(named, words.starts[first], key=lambda entry: entry[0])
        if not before:
            return None
        full = named[before - 1][1]
        return self.aliases.get(alias_key(full), full), None, "short form"

    def _as_written(
        self, words: Words, first: int, last: int, begin: int, end: int, written: str
    ) -> tuple[str, Person | None, str]:
        tokens = name_tokens(words, begin, end)
        named = tokens and words.capital[end - 1] and words.capital[begin] and not self._is_office(words, begin, end)
        if named and (end == last or not words.has(end, LINKING)):
            shared = len(tokens) == 1 and bool(self.names.persons.get(tokens[0]))
            rule = AS_WRITTEN if shared else "full name" if len(tokens) > 1 else "single name"
            return _plain_name(words, begin, end), None, rule
        if last - first == 1 and len(written) > 1 and written.isupper():
            return written, None, "single name"
        bare = first + words.has(first, BIT["determiner"])
        titled = closing_title(words, bare, last, self.language)
        named = titled == "group" and bare + 1 < last if bare == first else titled in ("", "group")
        if named and words.capital[last - 1]:
            name = _plain_name(words, bare, last)
            return self.aliases.get(alias_key(name), name), None, "full name"
        return written, None, AS_WRITTEN

    def _pronoun(self, words: Words, place: int, paragraph: int) -> tuple[str, Person | None, str]:
        word = words.lower[place]
        if words.has(place, BIT["first person"]):
            return "", None, ""
        gender, number = self.language.genders.get(word, ""), self.language.numbers.get(word, "")
        if gender in ("m", "f"):
            person = self._antecedent(words, place, gender, paragraph)
            return (person.name, person, "pronoun") if person else ("", None, "")
        recent = self.last and paragraph - self.last_paragraph <= 1
        fits = gender == "n" or number == PLURAL
        if recent and fits and not self.last_person and (";" not in self.last or number == PLURAL):
            return self.last, None, "pronoun"
        return "", None, ""

    def _antecedent(self, words: Words, place: int, gender: str, paragraph: int) -> Person | None:
        """Return the one person that he or she can be: named before in the paragraph, else who spoke last."""
        start, here = words.passage.start, words.starts[place]
        mentioned = self.names.mentioned
        low = bisect_left(mentioned, start, key=lambda entry: entry[0])
        high = bisect_left(mentioned, here, key=lambda entry: entry[0])
        near = {
            id(person): person
            for _, person in mentioned[max(low, high - NEAREST) : high]
            if person.gender in ("", gender)
        }
        known = {key: person for key, person in near.items() if key in self.spoken or person.known}
        near = known or near
        if len(near) == 1:
            return next(iter(near.values()))
        last = self.last_person
        fits = last is not None and last.gender in ("", gender) and paragraph - self.last_paragraph <= 2
        if fits and (not near or id(last) in near):
            return last
        known = [person for person in near.values() if person.gender == gender]
        return known[0] if len(known) == 1 else None


def _plain_name(words: Words, first: int, last: int) -> str:
    return words.surface(first, last).removesuffix("’s").removesuffix("'s")


def _shortened(word: str) -> set[str]:
    """Return a word and what is left of it without one letter: words one edit apart have one of these in common."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(min(len(word), LONGEST_MISSPELT)))}
