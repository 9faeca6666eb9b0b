"""A sentence -> the statements that a phrase or a colon attributes: according to the mayor; in her words; Ruiz: No."""

from analysis.discourse.speech.aliases import name_tokens
from analysis.discourse.speech.clauses import Content
from analysis.discourse.speech.cues import Cue
from analysis.discourse.speech.lists import BIT, COLON, SOURCE
from analysis.discourse.speech.other_subjects import leading_subject, subject_after
from analysis.discourse.speech.phrases import (
    DETERMINING,
    is_core,
    is_nominal,
    is_possessive,
    is_word,
    noun_phrase,
    title_at,
)
from analysis.discourse.speech.reading import TURN_ENDS, Reading, content_ends
from analysis.discourse.speech.words import Words


def read_source(reading: Reading, first: int, cue: Cue, last: int, limit: int) -> None:
    """Read a statement that a phrase attributes: according to the mayor."""
    words, language = reading.words, reading.language
    speaker = cue.subject or subject_after(words, cue.last, last, language, bare=True)
    if speaker is None:
        return
    by = speaker[1] < last and words.has(speaker[1], BIT["agent preposition"])
    if by and words.has(speaker[1] - 1, BIT["speech noun"]):
        issuer = subject_after(words, speaker[1] + 1, last, language, bare=True)
        speaker = (speaker[0], issuer[1]) if issuer else speaker
    after = _after_apposition(words, max(speaker[1], cue.last), limit)
    edge = cue.first
    while edge > first and words.lower[edge - 1] in (",", "—", "–"):
        edge -= 1
    if edge > first:
        begin = first
        if words.quotation[edge - 1] >= 0 and edge - 1 > first and not is_word(words, edge - 2):
            begin = edge - 1
        for statement in reading.found[-3:]:
            if statement.content[1] > begin:
                return
        end = content_ends(words, limit)
        goes_on = words.lower[edge] == "," and words.lower[after : after + 1] == [","] and after + 1 < end
        if goes_on and not words.has(after + 1, BIT["relative"]) and words.quotation[begin] < 0:
            edge = end
        reading.add(Content(begin, edge), cue, speaker, "according to")
        return
    place = after
    while place < limit and words.lower[place] != ",":
        place += 1
    end = content_ends(words, limit)
    if place + 1 < end:
        reading.add(Content(place + 1, end), cue, speaker, "according to")


def _after_apposition(words: Words, place: int, last: int) -> int:
    """Return where an apposition or a relative clause after a speaker ends, if another comma closes it."""
    if place + 1 >= last or words.lower[place] != ",":
        return place
    begins = words.has(place + 1, BIT["relative"]) or (
        words.has(place + 1, BIT["determiner"] | BIT["possessive"]) and words.capital[place - 1]
    )
    if not begins:
        return place
    closing = next((here for here in range(place + 2, min(place + 25, last)) if words.lower[here] == ","), -1)
    return closing if closing > 0 and closing + 3 < last else place


def read_words_of(reading: Reading, first: int, last: int) -> None:
    """Read a statement that a noun attributes: in the mayor's words; the ministry's position is that."""
    words = reading.words
    for place in range(first + 1, last - 1):
        if not is_possessive(words, place) or not words.has(place + 1, BIT["speech noun"]):
            continue
        begin = place
        while begin > first and (is_core(words, begin - 1) or words.has(begin - 1, DETERMINING)):
            begin -= 1
        speaker = begin, place + 1
        cue = Cue(SOURCE, "source", place + 1, place + 1, place + 2)
        before, after = speaker[0] - 1, place + 2
        if before >= first and words.has(before, BIT["attributing preposition"]):
            cue.group = cue.first = before
            if before == first and words.lower[after] == ",":
                reading.add(Content(after + 1, content_ends(words, last)), cue, speaker, "according to")
            elif before > first and words.lower[before - 1] == ",":
                goes_on = after + 1 < last and words.lower[after] == ","
                reading.add(
                    Content(first, content_ends(words, last) if goes_on else before - 1), cue, speaker, "according to"
                )
        elif (
            after + 1 < last
            and words.has(after, BIT["passive auxiliary"])
            and words.has(after + 1, BIT["complementizer"])
        ):
            reading.add(Content(after + 2, content_ends(words, last)), cue, speaker, "speaker before")


def read_heading(reading: Reading, first: int, last: int) -> bool:
    """Read a line that names who speaks before a colon: Minister: Road is open."""
    words, language = reading.words, reading.language
    colon = next((place for place in range(first, min(first + 40, last)) if words.lower[place] == ":"), -1)
    if colon <= first or colon + 1 >= last:
        return False
    quoted = words.quotation[colon + 1] >= 0
    turn = reading.is_transcript and first == 0 and is_turn(words)
    if quoted and not is_nominal(words, first, colon):
        speaker = leading_subject(words, first, colon, language)
        cue = Cue(COLON, "colon", colon, colon, colon + 1)
        return bool(speaker) and reading.add(Content(colon + 1, colon + 2), cue, speaker, "colon")
    if not (quoted or turn) and (first > 0 or not _names_speaker(reading, first, colon)):
        return False
    if not is_nominal(words, first, colon):
        return False
    if noun_phrase(words, first, colon, language, whole=True) != colon:
        return False
    cue = Cue(COLON, "colon", colon, colon, colon + 1)
    end = colon + 2 if quoted else content_ends(words, len(words.lower) if turn else last)
    if not any(letter.isalpha() for letter in words.text[words.starts[colon + 1] : words.ends[end - 1]]):
        return False
    if end > colon + 1:
        return reading.add(Content(colon + 1, end), cue, (first, colon), "colon")
    return False


def is_turn(words: Words) -> bool:
    colon = next((place for place, word in enumerate(words.lower[:5]) if word == ":"), 0)
    return colon > 0 and all(words.capital[:colon]) and words.lower[-1] in TURN_ENDS and colon + 1 < len(words.lower)


def _names_speaker(reading: Reading, first: int, last: int) -> bool:
    """Say whether words before a colon name an office, a body, or somebody whose full name the text has."""
    words = reading.words
    if any(title_at(words, place, last, reading.language) == last for place in range(first, last)):
        return True
    tokens = name_tokens(words, first, last)
    return bool(tokens) and tokens[-1] in reading.names.persons
