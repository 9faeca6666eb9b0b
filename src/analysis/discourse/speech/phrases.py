"""Words -> noun phrases: read from left to right, or known to end where a verb begins."""

from analysis.discourse.speech.lists import BIT, Language
from analysis.discourse.speech.words import QUOTED, TERM, Words

DETERMINING = BIT["determiner"] | BIT["possessive"]
VERBAL = BIT["auxiliary"] | BIT["modal"] | BIT["negation"] | BIT["passive auxiliary"]
LINKS = BIT["conjunction"] | BIT["subordinator"] | BIT["complementizer"] | BIT["question"] | BIT["relative"]
LINKING = BIT["linking preposition"]
STOPS = VERBAL | LINKS | BIT["infinitive marker"] | BIT["object pronoun"]
MARKS = frozenset(",;:.!?…—–-()[]/\"'‘’")
LONGEST_PHRASE = 16
AND = BIT["joining conjunction"]


def is_word(words: Words, place: int) -> bool:
    """Say whether there is a word of letters or figures."""
    return words.lower[place][0].isalnum() or words.lower[place] == TERM


def is_core(words: Words, place: int) -> bool:
    """Say whether a word can be an adjective or a noun: it belongs to no closed class, or is a name."""
    classes = words.classes[place]
    if not is_word(words, place):
        return words.lower[place] == TERM or words.lower[place] in ("$", "%", "#", "@", "&")
    if words.capital[place]:
        return not classes & (STOPS | DETERMINING | BIT["preposition"] | BIT["pronoun"])
    return not classes & ~(BIT["speech noun"] | BIT["addressee"] | BIT["abbreviation"] | BIT["name particle"])


def is_pronoun(words: Words, place: int, last: int) -> bool:
    """Say whether a word is a subject pronoun that stands alone, as he, or some who have no noun after them."""
    if not words.has(place, BIT["pronoun"]):
        return False
    if not words.has(place, DETERMINING | BIT["adverb"]):
        return True
    return place + 1 >= last or not is_core(words, place + 1)


def abbreviates(words: Words, place: int) -> bool:
    """Say whether a full stop belongs to the word before it."""
    if words.lower[place] != "." or place == 0 or words.ends[place - 1] != words.starts[place]:
        return False
    before = words.lower[place - 1]
    initial = words.capital[place - 1] and (len(before) < 2 or "." in before)
    return initial or words.has(place - 1, BIT["abbreviation"])


def is_apostrophe(words: Words, place: int) -> bool:
    """Say whether a mark ends the possessive of the word before it: the workers' union."""
    return (
        words.lower[place] in "'’"
        and place > 0
        and words.ends[place - 1] == words.starts[place]
        and words.lower[place - 1][-1] == "s"
    )


def is_possessive(words: Words, place: int) -> bool:
    """Say whether a word is a possessive: Ruiz's, the workers'."""
    return words.ends_as(place, "possessive") or is_apostrophe(words, place)


def title_at(words: Words, place: int, last: int, language: Language) -> int:
    """Return where a title ends that begins at a word; the word itself if none does."""
    for title in language.titles.get(words.lower[place], ()):
        end = place + len(title.words)
        if end <= last and tuple(words.lower[place:end]) == title.words:
            if title.kind == "courtesy" and end < last and words.lower[end] == ".":
                end += 1
            return end
    return place


def closing_title(words: Words, first: int, last: int, language: Language) -> str:
    """Return of which kind the title is that some words end with; empty if none does."""
    for place in range(first, last):
        for title in language.titles.get(words.lower[place], ()):
            if place + len(title.words) == last and tuple(words.lower[place:last]) == title.words:
                return title.kind
    return ""


def noun_phrase(
    words: Words,
    place: int,
    last: int,
    language: Language,
    whole: bool = False,
    links: bool = True,
    bare: bool = False,
) -> int:
    """Return where the noun phrase ends that begins at a word; the word itself if none does.

    Parameters
    ----------
    words : Words
        The paragraph.
    place, last : int
        Where it begins, and up to which word to read.
    language : Language
        Whose titles are known.
    whole : bool
        Whether all words up to `last` belong to the phrase, so that no word in it can be a verb.
    links : bool
        Whether of and its like, and what follows them, belong to it.
    bare : bool
        Whether it can be several words without an article: international rights groups.
    """
    if place >= last:
        return place
    if is_pronoun(words, place, last):
        return place + 1
    start = here = place
    while here < last and (
        words.has(here, DETERMINING) or words.lower[here][0].isdigit() or (
            words.has(here, BIT["adverb"] | BIT["time"]) and here > start and not words.has(here, BIT["pronoun"])
        )
    ):  # fmt: skip
        here += 1
    determined = here > start
    named = ended = False
    core = here
    while here < last and here - start < LONGEST_PHRASE:
        if abbreviates(words, here) or is_apostrophe(words, here):
            here += 1
            continue
        titled = title_at(words, here, last, language)
        if titled > here:
            here = titled
            determined = ended = True
            continue
        if (
            words.has(here, BIT["name particle"])
            and named
            and not words.capital[here]
            and leads_to_name(words, here, last)
        ):
            here += 1
            continue
        if not is_core(words, here):
            break
        modifies = (
            here > core
            and (ended or not named)
            and words.ends_as(here, "modifier")
            and (words.lower[here] not in language.cues)
        )
        joined = modifies or is_possessive(words, here - 1) or words.has(here, BIT["addressee"])
        if (named or ended) and not words.capital[here] and not whole and not joined:
            break
        if not words.capital[here] and not whole and not determined and not bare and not modifies and here > core:
            break
        if not whole and here > core and not words.capital[here] and is_verb_like(words, here, last, language):
            break
        named |= words.capital[here]
        here += 1
    if here == core:
        return place
    return _with_links(words, here, last, language) if links else here


def leads_to_name(words: Words, here: int, last: int) -> bool:
    """Say whether only particles stand before the next capitalized word: van der Berg."""
    while here < last and words.has(here, BIT["name particle"]) and not words.capital[here]:
        here += 1
    return here < last and words.capital[here]


def is_verb_like(words: Words, place: int, last: int, language: Language) -> bool:
    """Say whether a word looks like a verb: a form of a reporting verb, or ending as the past does."""
    word = words.lower[place]
    forms = [form for form in language.cues.get(word, ()) if not form.rest and not form.is_noun]
    if place + 1 >= last or not is_word(words, place + 1):
        return any(form.verb.tier == "say" for form in forms)
    if forms:
        return True
    return len(word) > 4 and words.ends_as(place, "past") and not is_core(words, place + 1)


def _with_links(words: Words, here: int, last: int, language: Language) -> int:
    """Go on over of and its like, and the noun phrase after it."""
    if here + 1 >= last or words.has(here, BIT["infinitive marker"]):
        return here
    if words.has(here, LINKING) and not words.has(here + 1, BIT["time"]):
        end = noun_phrase(words, here + 1, last, language, bare=words.has(here, DETERMINING))
        if end > here + 1:
            return end
    return here


def is_nominal(words: Words, place: int, last: int) -> bool:
    """Say whether a passage could be a noun phrase: it begins as one and holds no verb that is known as one."""
    if place >= last or last - place > LONGEST_PHRASE:
        return False
    first = words.classes[place]
    if first & (BIT["preposition"] | LINKS | VERBAL | BIT["infinitive marker"]) and not first & DETERMINING:
        return False
    return not any(words.classes[here] & VERBAL or words.lower[here] == QUOTED for here in range(place, last))
