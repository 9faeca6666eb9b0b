"""A sentence -> the statements that its reporting verbs attribute: before, after and around verb and speaker."""

from analysis.discourse.speech.clauses import Content, content_after, fewest_words, introduces, read_object
from analysis.discourse.speech.cues import Cue, find_cues
from analysis.discourse.speech.fronted import FRONTED, content_before, is_introduction
from analysis.discourse.speech.lists import BIT, Language
from analysis.discourse.speech.other_subjects import acting_subject, leading_subject, speaking_noun, subject_after
from analysis.discourse.speech.phrases import is_core, is_word
from analysis.discourse.speech.reading import Reading, content_ends
from analysis.discourse.speech.sources import read_heading, read_source, read_words_of
from analysis.discourse.speech.subjects import Span, subject_before
from analysis.discourse.speech.words import QUOTED, Words, after_dateline

MOST_LATER = 6  # how many cues further on a clause may end at one
JOINS_CLAUSES = BIT["conjunction"] | BIT["subordinator"]


def read_sentence(reading: Reading, first: int, last: int) -> None:
    words, language = reading.words, reading.language
    first = after_dateline(words, first, last)
    cues = find_cues(words, first, last, language)
    if not cues:
        read_heading(reading, first, last) or read_words_of(reading, first, last)
        return
    subject: Span | None = None
    if len(cues) > 1:
        for cue in cues:
            read_parenthetical(reading, first, cue, last)
    for number, cue in enumerate(cues):
        if any(s.content[0] <= cue.first < s.content[1] for s in reading.found[-3:]):
            continue
        limit = _limit(words, cues, number, last, language)
        if cue.form == "source":
            read_source(reading, first, cue, last, limit)
        elif cue.form == "passive":
            read_passive(reading, first, cue, limit)
        else:
            subject = read_verb(reading, first, cue, limit, last, subject) or subject


def read_parenthetical(reading: Reading, first: int, cue: Cue, last: int) -> None:
    """Read a verb that stands after or within all that is said: the road is open, the minister said."""
    words, language = reading.words, reading.language
    if cue.form != "finite" or not cue.verb.takes & FRONTED:
        return
    speaker = subject_before(words, first, cue, language)
    content = speaker and content_before(words, first, speaker[0], cue)
    if not content or content.quoted or is_introduction(words, content.first, content.last):
        return
    inside = range(content.first, content.last)
    short = sum(is_word(words, place) for place in inside) < fewest_words(words)
    if not short and not any(words.quotation[place] >= 0 for place in inside):
        _read_before(reading, first, speaker[0], cue.last, cue, speaker, False, last)


def _limit(words: Words, cues: list[Cue], number: int, last: int, language: Language) -> int:
    """Return where the content of a cue must end, for a later cue of the same speaker begins there."""
    for later in cues[number + 1 : number + 1 + MOST_LATER]:
        before = later.group - 1
        if before < cues[number].last:
            continue
        if words.has(before, BIT["conjunction"]) and later.form == "finite" and later.last + 1 < last:
            return before
        if words.lower[before] in (",", "—", "–") and later.form in ("participle", "source"):
            return before
        if words.quotation[before] >= 0 and later.form in ("participle", "source") and before >= cues[number].last:
            return before + 1
        if later.form == "finite":
            own = subject_before(words, cues[number].last, later, language)
            joint = own[0] - 1 if own else 0
            if own and joint > cues[number].last and words.has(joint, JOINS_CLAUSES) and words.lower[joint - 1] == ",":
                return joint
    return last


def read_verb(reading: Reading, sentence: int, cue: Cue, limit: int, last: int, known: Span | None) -> Span | None:
    """Read the subject and the content of an active verb; return the subject."""
    words, language = reading.words, reading.language
    before = subject_before(words, sentence, cue, language) if cue.form == "finite" and not cue.subject else None
    after = None
    if cue.form == "finite" and (before is None or words.lower[cue.group - 1] in (QUOTED, ",")):
        after = _inverted(words, sentence, cue, last, language)
    if before and before[0] > sentence and words.has(before[0] - 1, BIT["hypothesis"]):
        return None
    ended = cue.last
    while ended < last and words.has(ended, BIT["time"] | BIT["adverb"]):
        ended += 1
    compares = ended >= last or words.lower[ended] in ",."
    if compares and before and before[0] > sentence and words.has(before[0] - 1, BIT["comparison"]):
        return _read_comparison(reading, sentence, cue, before, before[0] - 1, last)
    if before is None and cue.group > sentence and words.has(cue.group - 1, BIT["comparison"]):
        after = cue.subject or subject_after(words, cue.last, last, language)
        return after and _read_comparison(reading, sentence, cue, after, cue.group - 1, last)
    rule = ""
    quoted = cue.group > sentence and words.lower[cue.group - 1] == QUOTED
    inverted = bool(after and (before is None or (quoted and _is_final(words, after[1], last))))
    if after and inverted:
        speaker, edge, reach = after, cue.group, max(after[1], cue.last)
    elif before:
        speaker, edge, reach = before, before[0], cue.last
    else:
        speaker = known or acting_subject(words, sentence, cue.group, language)
        if cue.form == "participle" and is_core(words, cue.group - 1) and cue.group > sentence:
            speaker = speaking_noun(words, sentence, cue.group, language) or speaker
        if cue.group == sentence and cue.form == "participle":
            limit = next((place for place in range(cue.last, last) if words.lower[place] == ","), sentence)
            speaker = leading_subject(words, limit + 1, last, language)
        edge, reach = cue.group, cue.last
        rule = "participle" if cue.form == "participle" else "shared verb"
        if speaker is None:
            return None
    found = not rule and _read_before(reading, sentence, edge, reach, cue, speaker, inverted, last)
    said = len(reading.found)
    if not found or words.lower[reach : reach + 1] in ([","], [":"], ["—"], ["–"]):
        content = content_after(words, reach, limit, cue, language, zero=not inverted)
        if content and (not found or (content.quoted and words.quotation[content.first] >= 0)):
            reading.add(content, cue, speaker, "speaker within" if found else rule or "speaker before")
        elif not content and last == len(words.lower) and words.lower[-1] == ":" and "quote" in cue.verb.takes:
            reading.announced = cue, speaker
    return speaker if rule != "participle" or len(reading.found) > said else None


def _read_comparison(reading: Reading, sentence: int, cue: Cue, speaker: Span, edge: int, last: int) -> Span | None:
    """Read a statement that a comparison attributes: as the mayor said."""
    words = reading.words
    while edge > sentence and words.lower[edge - 1] in (",", "—", "–"):
        edge -= 1
    begin, end = sentence, edge
    if edge == sentence:
        begin = next((place + 1 for place in range(cue.last, last) if words.lower[place] == ","), last)
        end = content_ends(words, last)
    short = sum(is_word(words, place) for place in range(begin, end)) < fewest_words(words)
    if short or (cue.verb.tier != "say" and "quote" not in cue.verb.takes):
        return None
    return speaker if reading.add(Content(begin, end), cue, speaker, "according to") else None


def _inverted(words: Words, sentence: int, cue: Cue, last: int, language: Language) -> Span | None:
    place = cue.group - 1
    if cue.subject:
        return cue.subject
    if "object-that" in cue.verb.takes and "that" not in cue.verb.takes:
        return None
    if place >= sentence and words.lower[place] not in (QUOTED, ",", "—", "–", "-"):
        return None
    return subject_after(words, cue.last, last, language)


def _is_final(words: Words, place: int, last: int) -> bool:
    return place >= last or words.lower[place] in ",.;:!?" or words.quotation[place] >= 0


def _read_before(
    reading: Reading, sentence: int, edge: int, reach: int, cue: Cue, speaker: Span, inverted: bool, last: int
) -> bool:
    """Read what stands before verb and subject: a quotation, or a clause, that may go on after them."""
    words = reading.words
    addressee = _told(reading, reach, last, cue)
    if addressee:
        reach = addressee[1]
    interposed = not inverted and words.lower[reach : reach + 1] == [","]
    content = content_before(words, sentence, edge, cue)
    if content is None or (not inverted and words.has(cue.group - 1, BIT["relative"])):
        return False
    if content.quoted:
        if words.quotation[content.last - 1] in reading.taken:
            return False
        if content.first < content.last - 1 and is_introduction(words, content.first, content.last):
            return False
        return reading.add(content, cue, speaker, "speaker after", addressee)
    end = _interposed_end(words, reach, last) if interposed else reach
    if end > reach + 1:
        if content.last - content.first == 1 and words.has(content.first, JOINS_CLAUSES | BIT["adverb"]):
            content.first = reach + 1
        return reading.add(Content(content.first, end), cue, speaker, "speaker within", addressee)
    short = sum(is_word(words, place) for place in range(content.first, content.last)) < fewest_words(words)
    if short or is_introduction(words, content.first, content.last) or not _is_tail(words, reach, last):
        return False
    if "zero" not in cue.verb.takes and not _is_final(words, reach, last) and not words.has(reach, BIT["time"]):
        return False
    return reading.add(content, cue, speaker, "speaker after", addressee)


def _told(reading: Reading, reach: int, last: int, cue: Cue) -> Span | None:
    """Return whom it is said to, if that stands right after the verb, and nothing that is said after it."""
    if reach >= last or not any(name.startswith("object-") for name in cue.verb.takes):
        return None
    end = read_object(reading.words, reach, last, reading.language)
    return (reach, end) if end > reach and _is_tail(reading.words, end, last) else None


def _interposed_end(words: Words, reach: int, last: int) -> int:
    """Return where a clause ends that goes on after the speaker; the place itself if none does."""
    after = reach + 1
    if after < last and words.quotation[after] >= 0:
        return reach
    if after < last and (words.has(after, BIT["relative"]) or words.ends_as(after, "participle")):
        return reach
    return content_ends(words, last)


def _is_tail(words: Words, reach: int, last: int) -> bool:
    """Say whether nothing that is said can follow: the end, or a phrase of place or time."""
    if reach >= last or words.lower[reach] in ".,;!?":
        return True
    return words.has(reach, BIT["preposition"] | BIT["time"] | BIT["adverb"] | BIT["relative"]) or (
        words.has(reach, BIT["determiner"]) and reach + 1 < last and words.has(reach + 1, BIT["time"])
    )


def read_passive(reading: Reading, first: int, cue: Cue, limit: int) -> None:
    """Read a verb in the passive: was urged by the union to act."""
    words, language = reading.words, reading.language
    patient = subject_before(words, first, cue, language)
    place, agent = cue.last, None
    while place < limit and words.has(place, BIT["adverb"]):
        place += 1
    if place < limit and words.has(place, BIT["agent preposition"]):
        agent = subject_after(words, place + 1, limit, language, links="object-of" not in cue.verb.takes)
        if agent:
            place = agent[1]
    takes = cue.verb.takes
    content = None
    if place + 1 < limit:
        if (words.has(place, BIT["complementizer"]) and takes & {"that", "object-that"}) or (
            words.has(place, BIT["of"] | BIT["for"]) and introduces(words, place, takes, of_object=True)
        ):
            content = Content(place + 1, content_ends(words, limit))
        elif words.has(place, BIT["infinitive marker"]) and "object-to" in takes:
            content = Content(place, content_ends(words, limit))
    if content is None and agent and patient and "object" in takes:
        content, patient = Content(*patient), None
    if patient and patient[1] - patient[0] == 1 and words.has(patient[0], BIT["object pronoun"]) and agent is None:
        patient = None
    # Who was asked to act may have been asked by nobody in particular, or not in words.
    asked = content is not None and agent is None and words.has(content.first, BIT["infinitive marker"])
    if agent is None and cue.verb.tier != "act" and content and words.has(content.first - 1, BIT["of"] | BIT["for"]):
        return
    if content and not asked and content.last > content.first:
        reading.add(content, cue, agent, "passive" if agent else "no speaker", patient)
