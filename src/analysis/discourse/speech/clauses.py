"""A reporting verb -> what is reported: where its content begins and ends, and whom it is said to."""

from dataclasses import dataclass

from analysis.discourse.speech.cues import Cue
from analysis.discourse.speech.lists import BIT, FINITE, Language
from analysis.discourse.speech.phrases import (
    AND,
    DETERMINING,
    LINKING,
    LINKS,
    VERBAL,
    is_core,
    is_word,
    noun_phrase,
)
from analysis.discourse.speech.subjects import Span
from analysis.discourse.speech.words import Words

MOST_SKIPPED = 5
COMPLEMENTS = ("of", "for", "about", "against", "as")
OBJECTS = frozenset(("object-that", "object-zero", "object-to", "object-of", "object-for", "object-as"))
CLAUSE_BEGINS = DETERMINING | BIT["pronoun"] | BIT["object pronoun"]
FEWEST_WORDS = 3
FARTHEST_VERB = 14
NO_VERB = DETERMINING | BIT["preposition"] | BIT["pronoun"] | BIT["object pronoun"] | BIT["time"]
NO_OBJECT = BIT["preposition"] | BIT["object pronoun"] | BIT["subordinator"] | BIT["conjunction"]


@dataclass(slots=True)
class Content:
    """What is reported, from which word up to which, and whom it is said to."""

    first: int
    last: int
    addressee: Span | None = None
    quoted: bool = False


def content_after(
    words: Words, place: int, last: int, cue: Cue, language: Language, zero: bool = True
) -> Content | None:
    """Find what is reported after a verb, its subject, or both.

    Parameters
    ----------
    words : Words
        The paragraph.
    place, last : int
        The word after verb and subject, and where the clause must end at the latest.
    cue : Cue
        The verb.
    language : Language
        Whose titles are known.
    zero : bool
        Whether a clause may follow without that.
    """
    takes = cue.verb.takes
    addressee = _object_before(words, cue)
    while place < last and cue.negated and words.has(place, BIT["negation"]):
        place += 1
    if addressee and place < last and introduces(words, place, takes, of_object=True):
        return Content(place + 1, clause_end(words, place + 1, last), addressee)
    here = place
    for _ in range(MOST_SKIPPED):
        if here >= last:
            return None
        found = _begin(words, here, last, cue, language)
        if found:
            found.addressee = found.addressee or addressee
            return found
        opens = zero and "zero" in takes and words.has(here, BIT["clause opener"])
        if _skips(words, here) and not opens:
            here += 1
            continue
        if takes & OBJECTS:
            found = _after_object(words, here, last, cue, language)
            if found:
                return found
        if "object" in takes and not words.has(here, NO_OBJECT) and is_word(words, here):
            end = clause_end(words, here, _object_limit(words, here, last))
            return Content(here, end) if end > here else None
        if (
            zero
            and "zero" in takes
            and _begins_clause(words, here, last)
            and _has_verb(words, here, last, cue, language)
        ):
            return Content(here, clause_end(words, here, last))
        end = _after_place(words, here, last, language)
        if end == here:
            break
        if words.has(here, BIT["infinitive marker"] | BIT["addressing preposition"]):
            addressee = here + 1, end
        here = end
    return _quoted_within(words, place, last)


def _object_before(words: Words, cue: Cue) -> Span | None:
    """Return the object that stands before its verb: l'a accusé, leur a dit."""
    for place in range(cue.group, cue.first):
        if words.has(place, BIT["clitic"]) and not words.has(place, BIT["reflexive"] | BIT["enclitic"]):
            return place, place + 1
    return None


def _object_limit(words: Words, here: int, last: int) -> int:
    """Return where a noun phrase with what hangs on it ends: at a comma after which no list goes on."""
    for place in range(here + 1, last - 1):
        if words.lower[place] in (",", "—", "–"):
            after = words.classes[place + 1]
            if after & (LINKS | BIT["pronoun"] | VERBAL) or words.ends_as(place + 1, "participle"):
                return place
    return last


def _begin(words: Words, here: int, last: int, cue: Cue, language: Language) -> Content | None:
    takes = cue.verb.takes
    word = words.lower[here]
    if words.quotation[here] >= 0:
        return _quotation(words, here, last)
    if word in ",:—–" and here + 1 < last and words.quotation[here + 1] >= 0:
        return _quotation(words, here + 1, last)
    if word == "," and here + 2 < last and words.lower[here + 1] in "—–-" and words.quotation[here + 2] >= 0:
        return _quotation(words, here + 2, last)
    if word == ":" and here + 2 < last and "quote" in takes:
        return Content(here + 1, clause_end(words, here + 1, last))
    dated = here + 1 < last and words.has(here + 1, BIT["time"]) and not words.capital[here + 1]
    if words.has(here, BIT["complementizer"]) and takes & {"that", "zero", "object-that"} and not dated:
        return _clause(words, here + 1, last)
    if words.has(here, BIT["question"] | BIT["hypothesis"]) and takes & {"wh", "that", "zero"}:
        return _clause(words, here, last)
    if "to" in takes and is_infinitive(words, here, last):
        return _clause(words, here, last)
    if word == "," and here + 1 < last and _opens_after_comma(words, here + 1, last, takes):
        return _begin(words, here + 1, last, cue, language) or _clause(words, here + 1, last)
    if words.has(here, BIT["preposition"]) and introduces(words, here, takes):
        return _clause(words, here + 1, last)
    return None


def introduces(words: Words, here: int, takes: frozenset[str], of_object: bool = False) -> bool:
    """Say whether a word brings in what a verb takes: warned of, accused X of."""
    return any(
        words.has(here, BIT[name]) and (f"object-{name}" if of_object else name) in takes for name in COMPLEMENTS
    )


def _opens_after_comma(words: Words, here: int, last: int, takes: frozenset[str]) -> bool:
    """Say whether a comma parts a verb from the clause that it reports: сказал, что; спросил, открыт ли."""
    if words.has(here, BIT["complementizer"]):
        return bool(takes & {"that", "zero", "object-that"})
    if "wh" not in takes:
        return False
    asks = words.has(here, BIT["question"]) and not words.has(here, BIT["relative"])
    return asks or any(words.has(place, BIT["question particle"]) for place in range(here + 1, min(here + 4, last)))


def _clause(words: Words, here: int, last: int) -> Content | None:
    if here < last and words.lower[here] == ",":
        here += 1
    end = clause_end(words, here, last)
    if end <= here:
        return None
    return Content(here, end)


def _quotation(words: Words, here: int, last: int) -> Content:
    """Return a quotation, and the clause that it begins, if the clause goes on after it."""
    quotation = words.passage.quotations[words.quotation[here]]
    inside = words.text[quotation.first : quotation.last].rstrip()
    after = here + 1
    goes_on = (
        after + 2 < last
        and inside[-1:] not in tuple(".,!?…—")
        and is_word(words, after)
        and not words.has(after, BIT["conjunction"] | BIT["preposition"] | BIT["subordinator"] | BIT["time"])
        and not words.ends_as(after, "participle")
    )
    if goes_on:
        return Content(here, clause_end(words, here, last), quoted=True)
    return Content(here, after, quoted=True)


def _skips(words: Words, here: int) -> bool:
    classes = words.classes[here]
    if classes & BIT["preposition"] and here + 1 < len(words.lower) and words.has(here + 1, DETERMINING):
        return False
    if classes & DETERMINING and here + 1 < len(words.lower) and words.has(here + 1, BIT["time"]):
        return True
    return (bool(classes & (BIT["adverb"] | BIT["time"])) and not classes & (DETERMINING | BIT["pronoun"])) or (
        words.lower[here][0].isdigit()
    )


def _after_object(words: Words, here: int, last: int, cue: Cue, language: Language) -> Content | None:
    """Read whom it is said to, and what follows: told reporters that, urged X to, accused X of."""
    takes = cue.verb.takes
    end = read_object(words, here, last, language)
    if end == here:
        return None
    addressee = (here, end)
    end = _with_owner(words, end, last, takes, language) if takes & OBJECTS else end
    addressee = (here, end)
    after = _after_relative(words, end, last) if "object-to" in takes else end
    for _ in range(MOST_SKIPPED):
        if after >= last:
            return None
        word = words.lower[after]
        if word == "," and after + 1 < last and _opens_after_comma(words, after + 1, last, takes):
            after, word = after + 1, words.lower[after + 1]
        is_quotation = words.quotation[after] >= 0
        if is_quotation or (word in ",:" and after + 1 < last and words.quotation[after + 1] >= 0):
            if "object-as" in takes and "quote" not in takes:
                break
            content = _quotation(words, after + (not is_quotation), last)
            content.addressee = addressee
            return content
        asks = words.has(after, BIT["question"] | BIT["hypothesis"]) and "wh" in takes
        if asks or (words.has(after, BIT["complementizer"] | BIT["question"]) and "object-that" in takes):
            begin = after + words.has(after, BIT["complementizer"])
            return Content(begin, clause_end(words, begin, last), addressee)
        if "object-to" in takes and is_infinitive(words, after, last):
            return Content(after, clause_end(words, after, last), addressee)
        taken = after == end and words.has(after, BIT["preposition"]) and introduces(words, after, takes)
        taken |= introduces(words, after, takes, of_object=True)
        if taken and after + 1 < last and not words.has(after, BIT["as"]):
            return Content(after + 1, clause_end(words, after + 1, last), addressee)
        if words.has(after, BIT["as"]) and "object-as" in takes:
            return Content(here, clause_end(words, here, last))
        if _skips(words, after):
            after += 1
            continue
        if "object-zero" in takes and words.has(after, CLAUSE_BEGINS) | words.capital[after]:
            return Content(after, clause_end(words, after, last), addressee)
        reached = _after_place(words, after, last, language)
        if reached == after:
            break
        if words.has(after, LINKING):
            addressee = (here, reached)
        after = reached
    return None


def _with_owner(words: Words, end: int, last: int, takes: frozenset[str], language: Language) -> int:
    """Return where an object with of and its like ends, if what is said comes after it: the government of Northland."""
    if end + 1 >= last or not words.has(end, LINKING) or f"object-{words.lower[end]}" in takes:
        return end
    if not (words.capital[end + 1] or words.has(end + 1, DETERMINING)):
        return end
    reached = owner = _after_place(words, end, last, language)
    for _ in range(MOST_SKIPPED):
        if reached >= last or words.has(reached, BIT["complementizer"]) or is_infinitive(words, reached, last):
            break
        if f"object-{words.lower[reached]}" in takes:
            break
        moved = reached + 1 if _skips(words, reached) else _after_place(words, reached, last, language)
        if moved == reached:
            return end
        reached = moved
    return owner if reached < last else end


def _after_relative(words: Words, place: int, last: int) -> int:
    """Return where the infinitive begins after a relative clause: the groups, which have seen it, to act."""
    begin = place + 1 if place < last and words.lower[place] == "," else place
    if begin < last and words.has(begin, BIT["relative"]):
        for here in range(begin + 2, last):
            if is_infinitive(words, here, last) and not words.has(here - 1, VERBAL):
                return here
    return place


def is_infinitive(words: Words, here: int, last: int) -> bool:
    """Say whether an infinitive begins: to act, not to act."""
    if words.has(here, BIT["negation"]) and here + 1 < last:
        here += 1
    if "infinitive" in words.language.endings:
        return words.has(here, BIT["infinitive marker"])
    if here + 1 >= last or not words.has(here, BIT["infinitive marker"]):
        return False
    return is_word(words, here + 1) and not words.capital[here + 1] and not words.has(here + 1, NO_VERB)


def read_object(words: Words, here: int, last: int, language: Language) -> int:
    """Return where the noun phrase ends that a verb has as its object; the word itself if there is none."""
    if words.has(here, BIT["object pronoun"]):
        return here + 1
    if words.has(here, BIT["preposition"] | LINKS | VERBAL) and not words.has(here, DETERMINING | BIT["pronoun"]):
        return here
    end = noun_phrase(words, here, last, language, links=False, bare=True)
    if end > here and end + 1 < last and words.has(end, AND):
        other = noun_phrase(words, end + 1, last, language, links=False)
        end = other if other > end + 1 else end
    return end


def _after_place(words: Words, here: int, last: int, language: Language) -> int:
    """Return where a phrase of place, time or occasion ends: on Monday, in a statement; the word itself if none is."""
    if not words.has(here, BIT["preposition"] | BIT["infinitive marker"]):
        return here
    place = here + 1
    while place < last and (words.has(place, BIT["time"]) or words.lower[place][0].isdigit()):
        place += 1
    if place > here + 1:
        return place
    if place < last and words.has(place, BIT["object pronoun"]):
        return place + 1
    end = noun_phrase(words, place, last, language)
    return end if end > place else here


def fewest_words(words: Words) -> int:
    """Return how many words a clause has at least: one less where there are no articles."""
    return FEWEST_WORDS if words.language.has_articles else FEWEST_WORDS - 1


def _begins_clause(words: Words, here: int, last: int) -> bool:
    if last - here < FEWEST_WORDS or not is_word(words, here):
        return False
    if words.has(here, CLAUSE_BEGINS) or words.has(here, BIT["clause opener"]):
        return True
    if words.has(here, BIT["preposition"]):
        return False
    if words.capital[here]:
        return True
    end = min(last, here + 8)
    return is_core(words, here) and any(words.has(place, VERBAL) for place in range(here + 1, end))


def _has_verb(words: Words, here: int, last: int, cue: Cue, language: Language) -> bool:
    """Say whether what follows can be a clause: for most verbs, a noun phrase alone could follow as well."""
    # Say, ask, think and the like, which name nothing but their act, seldom have a noun phrase after them.
    if cue.verb.verb == cue.verb.act or words.has(here, BIT["pronoun"]) or not language.has_articles:
        return True
    return any(
        words.has(place, VERBAL)
        or words.ends_as(place, "past")
        or any(
            form.kind & FINITE and not form.rest and not form.is_noun
            for form in language.cues.get(words.lower[place], ())
        )
        for place in range(here + 1, min(last, here + FARTHEST_VERB))
    )


def _quoted_within(words: Words, place: int, last: int) -> Content | None:
    """Return the complement of a verb in which only some words are quoted: called the plan “a mistake”."""
    for here in range(place, min(place + 14, last)):
        if words.quotation[here] >= 0:
            begin = place
            while begin < here and (not is_word(words, begin) or words.has(begin, BIT["adverb"])):
                begin += 1
            return Content(begin, clause_end(words, begin, last))
        if words.lower[here] in ",;:" and here + 1 < last and words.quotation[here + 1] < 0:
            return None
    return None


def clause_end(words: Words, first: int, last: int) -> int:
    """Return where a reported clause ends, at the end of its sentence at the latest.

    Parameters
    ----------
    words : Words
        The paragraph.
    first, last : int
        Where the clause begins, and up to which word it can go.
    """
    end = last
    for here in range(first + 1, last):
        if words.lower[here] == ";":
            end = here
            break
    while end > first and words.lower[end - 1] in (",", ".", ";", ":", "—", "–", "-", "…", "(", "["):
        if words.lower[end - 1] == "." and words.starts[end - 1] == words.ends[end - 2] and end < last:
            break
        end -= 1
    while end > first and words.has(end - 1, BIT["conjunction"]):
        end -= 1
        while end > first and words.lower[end - 1] == ",":
            end -= 1
    return end
