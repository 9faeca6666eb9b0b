"""A mention of several speakers -> each of them: Ana Ruiz and Tom Lee."""

from analysis.discourse.speech.lists import Language
from analysis.discourse.speech.phrases import AND, DETERMINING, LINKING, is_pronoun, title_at
from analysis.discourse.speech.subjects import Span
from analysis.discourse.speech.words import Words


def split_speakers(words: Words, span: Span, language: Language) -> list[Span]:
    """Divide a mention into the speakers that it joins: Ana Ruiz and Tom Lee.

    Parameters
    ----------
    words : Words
        The paragraph.
    span : tuple of int
        The mention.
    language : Language
        Whose titles are known.
    """
    first, last = span
    cuts = [
        place
        for place in range(first + 1, last - 1)
        if words.has(place, AND) and _divides(words, first, place, language)
    ]
    if not cuts:
        return [span]
    parts, begin = [], first
    for place in range(first, last):
        if place in cuts or words.lower[place] == ",":
            if begin < place:
                parts.append((begin, place))
            begin = place + 1
    return [*parts, (begin, last)] if begin < last else parts


def _divides(words: Words, first: int, place: int, language: Language) -> bool:
    """Say whether and joins two speakers, and not two words of the name of one."""
    if words.has(place + 1, DETERMINING) or is_pronoun(words, place + 1, place + 2):
        return True
    if words.capital[place + 1] and title_at(words, place - 1, place, language) == place:
        return True
    linked = any(words.has(here, LINKING) and words.capital[here - 1] for here in range(first + 1, place))
    return words.capital[place + 1] == words.capital[place - 1] and not linked
