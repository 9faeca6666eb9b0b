"""A reporting verb -> who speaks if not the subject right before it: after it, or where its clause begins."""

from analysis.discourse.speech.lists import BIT, Language
from analysis.discourse.speech.phrases import (
    AND,
    DETERMINING,
    LINKS,
    VERBAL,
    is_pronoun,
    is_word,
    noun_phrase,
    title_at,
)
from analysis.discourse.speech.subjects import NO_SPEAKER, Span, last_phrase, segments_before
from analysis.discourse.speech.words import Words

INTRODUCES = BIT["preposition"] | BIT["subordinator"] | BIT["adverb"] | BIT["time"] | BIT["conjunction"]


def subject_after(
    words: Words, place: int, last: int, language: Language, links: bool = True, bare: bool = False
) -> Span | None:
    """Find the noun phrase that follows a verb as its subject: said the mayor.

    Parameters
    ----------
    words : Words
        The paragraph.
    place, last : int
        The word after the verb, and up to which the sentence goes.
    language : Language
        Whose titles are known.
    links : bool
        Whether of and its like, and what follows them, belong to the phrase.
    bare : bool
        Whether the phrase can be any noun without an article.
    """
    while place < last and words.has(place, BIT["adverb"]) and not words.has(place, DETERMINING | BIT["pronoun"]):
        place += 1
    if place >= last or not is_word(words, place):
        return None
    if words.has(place, NO_SPEAKER):
        return None
    if is_pronoun(words, place, last):
        is_object = words.has(place, BIT["object pronoun"]) and language.genders.get(words.lower[place]) != "n"
        return None if is_object else (place, place + 1)
    classes = words.classes[place]
    if classes & (BIT["preposition"] | LINKS | VERBAL | BIT["time"]) and not classes & DETERMINING:
        return None
    bare = bare and (words.ends_as(place, "plural") or "." in words.lower[place])
    if not (bare or words.capital[place] or classes & DETERMINING or words.lower[place][0].isdigit()):
        titled = title_at(words, place, last, language)
        if not bare and words.ends_as(place, "oblique"):
            return None
        named = any(words.capital[here] for here in range(place, min(place + 5, last)))
        if language.has_articles and titled == place and not named:
            return None
    end = noun_phrase(words, place, last, language, links=links)
    if end == place:
        return None
    if end + 1 < last and words.has(end, AND):
        other = noun_phrase(words, end + 1, last, language)
        known = language.has_articles or words.capital[end + 1] or title_at(words, end + 1, last, language) > end + 1
        if other > end + 1 and known and words.capital[place] == words.capital[end + 1]:
            end = other
    return place, end


def acting_subject(words: Words, first: int, last: int, language: Language) -> Span | None:
    """Find who does what a clause says before a participle, or before a verb without a subject of its own.

    Parameters
    ----------
    words : Words
        The paragraph.
    first, last : int
        Where the sentence begins, and where the participle or the verb stands.
    language : Language
        Whose titles are known.
    """
    segments = [segment for segment in segments_before(words, first, last) if segment[0] < segment[1]]
    for begin, end in reversed(segments):
        if words.has(begin, BIT["relative"] | BIT["preposition"] | BIT["conjunction"]) or words.ends_as(
            begin, "participle"
        ):
            continue
        found = leading_subject(words, begin, end, language)
        if found and found[1] < end:
            return found
    return leading_subject(words, first, last, language)


def opens_as_participle(words: Words, place: int) -> bool:
    """Say whether a word has the ending of a participle: Asked about it; Speaking in Riverton."""
    return any(words.ends_as(place, kind) for kind in ("participle", "past", "passive"))


def leading_subject(words: Words, first: int, last: int, language: Language) -> Span | None:
    """Find the noun phrase that a clause begins with, after its introduction.

    Parameters
    ----------
    words : Words
        The paragraph.
    first, last : int
        The clause.
    language : Language
        Whose titles are known.
    """
    here = first
    while (
        here < last
        and (words.has(here, INTRODUCES) or opens_as_participle(words, here))
        and not words.has(here, DETERMINING | BIT["pronoun"])
    ):
        comma = next((place for place in range(here, min(here + 25, last)) if words.lower[place] == ","), -1)
        if comma < 0:
            here += 1
        else:
            here = comma + 1
    while here < last and not is_word(words, here):
        here += 1
    end = noun_phrase(words, here, last, language)
    if end == here or words.has(end - 1, NO_SPEAKER):
        return None
    return here, end


def speaking_noun(words: Words, first: int, last: int, language: Language) -> Span | None:
    """Return the name or the office right before a participle: with Trump saying, a spokesman saying."""
    found = last_phrase(words, (first, last), language)
    if found and (words.capital[found[1] - 1] or title_at(words, found[1] - 1, found[1], language) == found[1]):
        return found
    return None
