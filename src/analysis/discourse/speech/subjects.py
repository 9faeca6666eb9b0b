"""A reporting verb -> the noun phrase that names who speaks: before it, after it, or shared with a verb before."""

from analysis.discourse.speech.cues import Cue
from analysis.discourse.speech.lists import BIT, Language
from analysis.discourse.speech.phrases import (
    AND,
    DETERMINING,
    LINKING,
    LINKS,
    VERBAL,
    abbreviates,
    is_core,
    is_nominal,
    is_possessive,
    is_pronoun,
    is_word,
    noun_phrase,
    title_at,
)
from analysis.discourse.speech.words import QUOTED, Words

Span = tuple[int, int]
HARD = frozenset((QUOTED, ";", ":", "!", "?", "…"))
BREAKS = frozenset((",", "—", "–"))
CUTS = LINKS | VERBAL | BIT["infinitive marker"]
LONGEST_REACH = 60
LONGEST_PHRASE = 16
MOST_NAMES = 6  # words of a name
NO_SPEAKER = BIT["no speaker"]


def subject_before(words: Words, first: int, cue: Cue, language: Language) -> Span | None:
    """Find the noun phrase before a verb that is its subject.

    Parameters
    ----------
    words : Words
        The paragraph.
    first : int
        Where its sentence begins, or the passage in which the subject can stand.
    cue : Cue
        The verb.
    language : Language
        Whose titles are known.

    Returns
    -------
    tuple of int, or None
        From which word, up to which; None if there is no subject of its own.
    """
    segments = segments_before(words, first, cue.group)
    if not segments:
        return None
    begin, end = segments[-1]
    if begin + 1 == end and words.has(begin, BIT["relative"]) and not words.has(begin, BIT["complementizer"]):
        return _antecedent(words, segments[-2], language) if len(segments) > 1 else None
    if begin < end:
        return _coordinated(words, segments, language)
    segments.pop()
    place = len(segments) - 1
    while place > 0 and _is_insertion(words, segments[place]) and _can_be_joined(words, segments[place - 1], language):
        place -= 1
        office = last_phrase(words, segments[place], language)
        if office and _names_office(words, segments[place + 1], office, language):
            return office[0], segments[place + 1][1]
    return last_phrase(words, segments[place], language) if place < len(segments) - 1 else None


def segments_before(words: Words, first: int, stop: int) -> list[Span]:
    """Cut what stands before a verb at its commas and dashes, as far as nothing ends it altogether."""
    cuts = []
    here = stop - 1
    lowest = max(first, stop - LONGEST_REACH)
    while here >= lowest:
        word = words.lower[here]
        if word in ")]":
            opening = _opening(words, here, lowest)
            if opening < 0:
                break
            here = opening - 1
            continue
        if word in HARD or (word in "([" and word):
            break
        if word == "." and not abbreviates(words, here):
            break
        if word in BREAKS or (word == "-" and words.starts[here] > words.ends[here - 1]):
            cuts.append(here)
        here -= 1
    begin = here + 1
    if begin >= stop:
        return []
    segments, start = [], begin
    for cut in reversed(cuts):
        segments.append((start, cut))
        start = cut + 1
    return [*segments, (start, stop)]


def _opening(words: Words, closing: int, lowest: int) -> int:
    for here in range(closing - 1, max(lowest, closing - 14) - 1, -1):
        if words.lower[here] in "([":
            return here
    return -1


def _is_insertion(words: Words, segment: Span) -> bool:
    """Say whether a passage between commas can be an apposition or a relative clause."""
    first, last = segment
    if first >= last:
        return False
    if words.has(first, BIT["relative"]):
        return True
    if words.has(first, DETERMINING | BIT["preposition"]) or words.lower[first][0].isdigit():
        return not is_pronoun(words, first, last)
    if words.has(first, BIT["pronoun"] | BIT["subordinator"] | VERBAL):
        return words.has(first, BIT["subordinator"]) and not words.has(first, BIT["pronoun"])
    return is_word(words, first)


def _antecedent(words: Words, segment: Span, language: Language) -> Span | None:
    """Return the noun phrase that a relative clause belongs to: the name right before it, else the last phrase."""
    first, last = segment
    begin = last
    while begin > first and (words.capital[begin - 1] or abbreviates(words, begin - 1)):
        begin -= 1
    for back in range(max(first, begin - 3), begin):
        if title_at(words, back, begin, language) == begin:
            begin = back
            break
    if begin > first and words.has(begin - 1, DETERMINING):
        begin -= 1
    return (begin, last) if begin < last else last_phrase(words, segment, language)


def _can_be_joined(words: Words, segment: Span, language: Language) -> bool:
    """Say whether a passage can have an apposition: it ends with a noun phrase, or is an age."""
    first, last = segment
    if last - first == 1 and words.lower[first].isdigit():
        return True
    found = last_phrase(words, segment, language)
    return found is not None and not (found[0] > first and words.has(found[0] - 1, BIT["preposition"]))


def _names_office(words: Words, segment: Span, office: Span, language: Language) -> bool:
    """Say whether a passage is the name of who holds an office: the mayor of Riverton, Ana Ruiz, said."""
    first, last = segment
    titled = first
    while title_at(words, titled, last, language) > titled:
        titled = title_at(words, titled, last, language)
    named = 1 < last - titled < MOST_NAMES and all(
        words.capital[place] or abbreviates(words, place) or words.has(place, BIT["name particle"])
        for place in range(titled, last)
    )
    if not named or any(title_at(words, place, last, language) > place for place in range(titled, last)):
        return False
    owned = words.has(office[0], BIT["possessive"]) or is_possessive(words, office[0])
    return owned or any(title_at(words, place, office[1], language) > place for place in range(*office))


def last_phrase(words: Words, segment: Span, language: Language) -> Span | None:
    """Return the noun phrase that a passage ends with, without what comes before it."""
    first, last = segment
    while last > first and (words.has(last - 1, BIT["adverb"]) and not words.has(last - 1, BIT["pronoun"])):
        last -= 1
    here = last
    if last - 1 > first and words.has(last - 1, BIT["relative"]) and not words.has(last - 1, DETERMINING):
        return last_phrase(words, (first, last - 1), language)
    while here > first:
        place = here - 1
        classes = words.classes[place]
        if words.lower[place] in ")]":
            here = max(_opening(words, place, first), first)
            continue
        if classes & BIT["relative"] and not classes & DETERMINING and place > first and last > place + 1:
            if _begins_subject(words, place + 1, last, language):
                return trimmed(words, place + 1, last, language)
            return last_phrase(words, (first, place), language)
        if classes & CUTS and not (words.capital[place] and place > first) and not classes & BIT["pronoun"]:
            if words.has(place, AND) and here < last and _joins_names(words, first, place, here, language):
                here = place
                continue
            before = _relative_before(words, first, place) if classes & VERBAL else -1
            if before > first:
                return last_phrase(words, (first, before), language)
            break
        here = place
    return trimmed(words, here, last, language)


def _begins_subject(words: Words, place: int, last: int, language: Language) -> bool:
    """Say whether a relative clause has a subject of its own: when he, which officials."""
    if is_pronoun(words, place, last):
        return place + 1 == last
    opens = words.has(place, DETERMINING) or words.capital[place]
    return opens and noun_phrase(words, place, last, language) == last


def _relative_before(words: Words, first: int, place: int) -> int:
    """Return where a relative clause begins that a verb belongs to: a woman who had been; -1 if none does."""
    for here in range(place - 1, max(first, place - 12), -1):
        classes = words.classes[here]
        if classes & BIT["relative"] and not classes & DETERMINING:
            return here
        if classes & (BIT["conjunction"] | BIT["complementizer"] | VERBAL):
            return -1
    return -1


def _joins_names(words: Words, first: int, place: int, after: int, language: Language) -> bool:
    """Say whether a word for and stands between two speakers, not between two clauses."""
    if after >= len(words.lower) or after <= place:
        return False
    begin = place
    while begin > first and begin > place - 8:
        before = begin - 1
        if words.lower[before] == ")":
            before = max(_opening(words, before, first), first)
            place = before if begin == place else place
        if words.classes[before] & CUTS or words.has(before, AND) or words.lower[before] in BREAKS:
            break
        begin = before
    if begin == place:
        return False
    left = noun_phrase(words, begin, place, language)
    while begin < place and left < place:
        begin += 1
        left = noun_phrase(words, begin, place, language) if begin < place else place
    if begin == place or (begin > first and is_core(words, begin - 1)):
        return False
    if begin > first and words.has(begin - 1, BIT["preposition"]) and not words.has(begin - 1, LINKING):
        return begin - 1 > first or words.capital[place + 1]
    if begin == first:
        return True
    return words.capital[begin] == words.capital[place + 1] or words.has(place + 1, DETERMINING)


def trimmed(words: Words, first: int, last: int, language: Language) -> Span | None:
    """Return a passage known to end with a noun phrase without its introduction and what hangs on it."""
    while first < last:
        classes = words.classes[first]
        if is_pronoun(words, first, last) and first + 1 == last:
            return (first, last) if not words.has(first, NO_SPEAKER) else None
        if classes & BIT["preposition"] and not classes & DETERMINING:
            end = _after_introduction(words, first + 1, last, language)
            if end >= last:
                return None
            first = end
        elif not is_word(words, first) or (
            classes & (BIT["conjunction"] | BIT["adverb"] | BIT["subordinator"] | BIT["time"])
            and not classes & DETERMINING and first + 1 < last and title_at(words, first, last, language) == first
            and not (classes & BIT["time"] and words.capital[first + 1])
        ):  # fmt: skip
            first += 1
        else:
            break
    end = _cut(words, first, last, language)
    if first >= end or end - first > LONGEST_PHRASE or words.has(first, BIT["relative"]):
        return None
    if words.has(end - 1, NO_SPEAKER) or (end - first > 1 and words.has(end - 1, BIT["object pronoun"])):
        return None
    if not any(
        (is_core(words, place) and not words.lower[place].isdigit()) or words.has(place, BIT["pronoun"] | DETERMINING)
        for place in range(first, end)
    ):
        return None
    return first, end


def _after_introduction(words: Words, place: int, last: int, language: Language) -> int:
    """Return where the phrase after a preposition ends: On Monday, In a statement."""
    while place < last and words.has(place, BIT["time"]):
        place += 1
        if place < last and words.lower[place][0].isdigit():
            place += 1
        return place
    return max(noun_phrase(words, place, last, language), place)


def _cut(words: Words, first: int, last: int, language: Language) -> int:
    """Cut off a clause or a phrase of place or time that hangs on a noun phrase."""
    for place in range(first + 1, last):
        classes = words.classes[place]
        if words.capital[place] and words.capital[place - 1]:
            continue
        if words.lower[place] in "([" and not any(words.has(here, AND) for here in range(place, last)):
            return place
        counted = place + 1 < last and words.lower[place + 1][0].isdigit()
        issued = classes & BIT["agent preposition"] and words.has(place - 1, BIT["speech noun"])
        hangs = classes & BIT["preposition"] and not classes & LINKING and not issued
        if hangs and is_word(words, place - 1) and not counted:
            return place
        if classes & BIT["relative"]:
            return place
        if classes & LINKING and place + 1 < last and words.has(place + 1, BIT["time"]):
            return place
    while last > first and (words.has(last - 1, BIT["adverb"] | BIT["time"]) or not is_word(words, last - 1)):
        if abbreviates(words, last - 1) or words.has(last - 1, BIT["pronoun"]):
            break
        last -= 1
    return last


def _coordinated(words: Words, segments: list[Span], language: Language) -> Span | None:
    """Return the last noun phrase, with those that a list joins to it."""
    found = last_phrase(words, segments[-1], language)
    if not found:
        return None
    first = found[0]
    joins = any(words.has(place, AND) for place in range(*found))
    for before in reversed(segments[:-1]):
        phrase = last_phrase(words, before, language)
        listed = phrase and phrase[0] == before[0] and (phrase[1] == before[1] or words.lower[phrase[1]] == "(")
        if not (joins and found[0] == segments[-1][0] and listed and is_nominal(words, *phrase)):
            break
        first = phrase[0]
    return first, found[1]
