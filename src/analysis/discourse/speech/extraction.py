"""A text -> its statements, each with the words that name who speaks: paragraph by paragraph, sentence by sentence."""

from collections.abc import Callable
from bisect import bisect_left
from dataclasses import dataclass, field

from analysis.discourse.speech.aliases import Names, name_tokens
from analysis.discourse.speech.clauses import (
    fewest_words,
    FRONTED,
    Content,
    content_after,
    content_before,
    introduces,
    is_introduction,
    read_object,
)
from analysis.discourse.speech.cues import Cue, find_cues
from analysis.discourse.speech.interposed import divide_quotations
from analysis.discourse.speech.lists import BIT, COLON, SOURCE, Language
from analysis.discourse.speech.passages import read_passages
from analysis.discourse.speech.phrases import DETERMINING, is_core, is_nominal, is_possessive, is_word, noun_phrase, title_at
from analysis.discourse.speech.subjects import Span, acting_subject, leading_subject, speaking_noun, subject_after, subject_before
from analysis.discourse.speech.words import QUOTED, Words, after_dateline, read_sentences, read_words


TURN_ENDS = frozenset((".", "!", "?", "…", QUOTED))
MOST_LATER = 6  # how many cues further on a clause may end at one
JOINS_CLAUSES = BIT["conjunction"] | BIT["subordinator"]
KEPT_OUT = frozenset(",.;:—–-…”\"'’»")


@dataclass(slots=True)
class Statement:
    """A statement by words of its paragraph: content, cue, speaker and addressee, and how they were found."""

    words: Words
    content: Span
    cue: Cue | None
    speaker: Span | None
    addressee: Span | None
    rule: str
    speaker_words: Words | None = None
    paragraph: int = 0
    until: int = 0
    cue_words: Words | None = None

    @property
    def end(self) -> int:
        """Where its last word ends: in a later paragraph, if the quotation goes on there."""
        return self.until or self.words.ends[self.content[1] - 1]


@dataclass(slots=True)
class Reading:
    """What is known while a paragraph is read."""

    words: Words
    language: Language
    names: Names
    number: int = 0
    is_transcript: bool = False
    announced_before: "Statement | None" = None
    found: list[Statement] = field(default_factory=list)
    announced: tuple[Cue, Span] | None = None
    taken: set[int] = field(default_factory=set)

    def add(self, content: Content, cue: Cue, speaker: Span | None, rule: str, addressee: Span | None = None) -> bool:
        """Add a statement, unless its content meets that of another."""
        first, last = content.first, content.last
        if first >= last or any(s.content[0] < last and first < s.content[1] for s in self.found[-6:]):
            return False
        self.found.append(Statement(self.words, (first, last), cue, speaker, content.addressee or addressee, rule))
        for place in range(first, last):
            if self.words.quotation[place] >= 0:
                self.taken.add(self.words.quotation[place])
        return True


Revise = Callable[[Reading, int], None]


def read_paragraphs(text: str, language: Language) -> list[Words]:
    """Read the paragraphs of a text.

    Parameters
    ----------
    text : str
        A document.
    language : Language
        Whose word lists are used.
    """
    passages = read_passages(text, language.dashes)
    return [read_words(text, divide_quotations(text, passage, language), language) for passage in passages]


def find_statements(
    paragraphs: list[Words], language: Language, names: Names, revise: Revise | None = None
) -> list[Statement]:
    """Find the statements of a text, in order.

    Parameters
    ----------
    paragraphs : list of Words
        As `read_paragraphs` gives them.
    language : Language
        Whose word lists are used.
    names : Names
        Those of the text: they may stand before a colon.
    revise : callable, optional
        Called after each sentence with what is read of its paragraph, and the sentence's first word.
    """
    statements: list[Statement] = []
    spoken = _is_transcript(paragraphs)
    announced: Statement | None = None
    for number, words in enumerate(paragraphs):
        reading = Reading(words, language, names, number, spoken, announced)
        found = _read_paragraph(reading, statements, revise)
        announced = _announced(reading)
        for statement in found:
            statement.paragraph = number
            statement.speaker_words = statement.speaker_words or statement.words
        statements.extend(_without_continued(statements, found) if words.passage.continued else found)
    return statements


def _is_transcript(paragraphs: list[Words]) -> bool:
    """Say whether several paragraphs begin with a name and a colon."""
    return sum(_is_turn(words) for words in paragraphs) > 1


def _is_turn(words: Words) -> bool:
    colon = next((place for place, word in enumerate(words.lower[:5]) if word == ":"), 0)
    return colon > 0 and all(words.capital[:colon]) and words.lower[-1] in TURN_ENDS and colon + 1 < len(words.lower)


def _without_continued(statements: list[Statement], found: list[Statement]) -> list[Statement]:
    """Join a quotation that goes on in this paragraph to its beginning; return the other statements."""
    first = next((statement for statement in found if statement.content == (0, 1)), None)
    before = statements[-1] if statements else None
    if first is None or before is None or not before.words.passage.unclosed:
        return found
    before.until = first.until or first.words.passage.quotations[0].last
    if before.cue is None and first.cue is not None:
        before.cue, before.cue_words = first.cue, first.words
        before.speaker, before.speaker_words, before.rule = first.speaker, first.speaker_words, first.rule
    return [statement for statement in found if statement is not first]


def _announced(reading: Reading) -> Statement | None:
    """Return who is to speak in the next paragraph, after a colon at the end of this one."""
    words = reading.words
    if not words.lower or words.lower[-1] != ":":
        return None
    if reading.announced:
        cue, speaker = reading.announced
    else:
        first, last = read_sentences(words, reading.language)[-1]
        place = last - 1
        cue, speaker = Cue(COLON, "colon", place, place, last), leading_subject(words, first, place, reading.language)
        if speaker is None:
            return None
    return Statement(words, (0, 0), cue, speaker, None, "speaker before" if reading.announced else "colon")


def _read_paragraph(reading: Reading, earlier: list[Statement], revise: Revise | None) -> list[Statement]:
    words, language = reading.words, reading.language
    for first, last in read_sentences(words, language):
        _read_sentence(reading, first, last)
        if revise:
            revise(reading, first)
    _take_left_quotations(reading, earlier)
    return sorted(reading.found, key=lambda statement: statement.content)


def _read_sentence(reading: Reading, first: int, last: int) -> None:
    words, language = reading.words, reading.language
    first = after_dateline(words, first, last)
    cues = find_cues(words, first, last, language)
    if not cues:
        _read_heading(reading, first, last) or _read_words_of(reading, first, last)
        return
    subject: Span | None = None
    if len(cues) > 1:
        for cue in cues:
            _read_parenthetical(reading, first, cue, last)
    for number, cue in enumerate(cues):
        if any(s.content[0] <= cue.first < s.content[1] for s in reading.found[-3:]):
            continue
        limit = _limit(words, cues, number, last, language)
        if cue.form == "source":
            _read_source(reading, first, cue, last, limit)
        elif cue.form == "passive":
            _read_passive(reading, first, cue, limit)
        else:
            subject = _read_verb(reading, first, cue, limit, last, subject) or subject


def _read_parenthetical(reading: Reading, first: int, cue: Cue, last: int) -> None:
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


def _read_verb(
    reading: Reading, sentence: int, cue: Cue, limit: int, last: int, known: Span | None
) -> Span | None:
    """Read the subject and the content of an active verb; return the subject."""
    words, language = reading.words, reading.language
    before = subject_before(words, sentence, cue, language) if cue.form == "finite" and not cue.subject else None
    after = None
    if cue.form == "finite" and (before is None or words.lower[cue.group - 1] in (QUOTED, ",")):
        after = _inverted(words, sentence, cue, last, language)
    if before and before[0] > sentence and words.has(before[0] - 1, BIT["hypothesis"]):
        return None
    compares = cue.last >= last or words.lower[cue.last] in ",." or words.has(cue.last, BIT["time"])
    if compares and before and before[0] > sentence and words.has(before[0] - 1, BIT["comparison"]):
        return _read_comparison(reading, sentence, cue, before, before[0] - 1, last)
    if before is None and cue.group > sentence and words.has(cue.group - 1, BIT["comparison"]):
        after = cue.subject or subject_after(words, cue.last, last, language)
        return after and _read_comparison(reading, sentence, cue, after, cue.group - 1, last)
    rule = ""
    inverted = bool(after and (before is None or _is_final(words, after[1], last)))
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
        end = _end(words, last)
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
    return _end(words, last)


def _is_tail(words: Words, reach: int, last: int) -> bool:
    """Say whether nothing that is said can follow: the end, or a phrase of place or time."""
    if reach >= last or words.lower[reach] in ".,;!?":
        return True
    return words.has(reach, BIT["preposition"] | BIT["time"] | BIT["adverb"] | BIT["relative"]) or (
        words.has(reach, BIT["determiner"]) and reach + 1 < last and words.has(reach + 1, BIT["time"])
    )


def _read_source(reading: Reading, first: int, cue: Cue, last: int, limit: int) -> None:
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
        end = _end(words, limit)
        goes_on = words.lower[edge] == "," and words.lower[after : after + 1] == [","] and after + 1 < end
        if goes_on and not words.has(after + 1, BIT["relative"]) and words.quotation[begin] < 0:
            edge = end
        reading.add(Content(begin, edge), cue, speaker, "according to")
        return
    place = after
    while place < limit and words.lower[place] != ",":
        place += 1
    end = _end(words, limit)
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


def _read_passive(reading: Reading, first: int, cue: Cue, limit: int) -> None:
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
    if place < limit:
        if (words.has(place, BIT["complementizer"]) and takes & {"that", "object-that"}) or (
            words.has(place, BIT["of"] | BIT["for"]) and introduces(words, place, takes, of_object=True)
        ):
            content = content_after(words, place + 1, limit, cue, language) and Content(place + 1, _end(words, limit))
            content = Content(place + 1, _end(words, limit))
        elif words.has(place, BIT["infinitive marker"]) and "object-to" in takes:
            content = Content(place, _end(words, limit))
    if content is None and agent and patient and "object" in takes:
        content, patient = Content(*patient), None
    if content and content.last > content.first:
        reading.add(content, cue, agent, "passive" if agent else "no speaker", patient)


def _end(words: Words, last: int) -> int:
    while last > 0 and words.lower[last - 1] in KEPT_OUT:
        last -= 1
    return last


def _read_words_of(reading: Reading, first: int, last: int) -> None:
    """Read a statement that a noun attributes: in the mayor's words; the ministry's position is that."""
    words, language = reading.words, reading.language
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
                reading.add(Content(after + 1, _end(words, last)), cue, speaker, "according to")
            elif before > first and words.lower[before - 1] == ",":
                goes_on = after + 1 < last and words.lower[after] == ","
                reading.add(Content(first, _end(words, last) if goes_on else before - 1), cue, speaker, "according to")
        elif after + 1 < last and words.has(after, BIT["passive auxiliary"]) and words.has(after + 1, BIT["complementizer"]):
            reading.add(Content(after + 2, _end(words, last)), cue, speaker, "speaker before")


def _read_heading(reading: Reading, first: int, last: int) -> bool:
    """Read a line that names who speaks before a colon: Minister: Road is open."""
    words, language = reading.words, reading.language
    colon = next((place for place in range(first, min(first + 40, last)) if words.lower[place] == ":"), -1)
    if colon <= first or colon + 1 >= last:
        return False
    quoted = words.quotation[colon + 1] >= 0
    turn = reading.is_transcript and first == 0 and _is_turn(words)
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
    end = colon + 2 if quoted else _end(words, last)
    if end > colon + 1:
        return reading.add(Content(colon + 1, end), cue, (first, colon), "colon")
    return False


def _names_speaker(reading: Reading, first: int, last: int) -> bool:
    """Say whether words before a colon name an office, a body, or somebody whose full name the text has."""
    words = reading.words
    if any(title_at(words, place, last, reading.language) == last for place in range(first, last)):
        return True
    tokens = name_tokens(words, first, last)
    return bool(tokens) and tokens[-1] in reading.names.persons


def _take_left_quotations(reading: Reading, earlier: list[Statement]) -> None:
    """Give the quotations that no verb has taken to the speaker of the paragraph, or of those before."""
    words = reading.words
    announced = reading.announced_before
    spoken = [statement for statement in reading.found if statement.speaker]
    own = sorted(spoken, key=lambda statement: statement.content)
    begins = [statement.content[0] for statement in own]
    for place, number in enumerate(words.quotation):
        if number < 0 or number in reading.taken:
            continue
        quotation = words.passage.quotations[number]
        inside = words.text[quotation.first : quotation.last].strip()
        continues = number == 0 and words.passage.continued
        if not continues and not _is_speech(words, place, inside):
            continue
        at = bisect_left(begins, place)
        before, after = own[max(at - 1, 0) : at], own[at : at + 1]
        if number == 0 and words.passage.continued and earlier:
            source, rule = earlier[-1], "running speaker"
        elif place == 0 and announced:
            source, rule = announced, announced.rule
        elif before or after:
            source, rule = (before[-1] if before else after[0]), "same paragraph"
        elif _goes_on(reading, earlier) and _is_floating(words, quotation):
            source, rule = earlier[-1], "running speaker"
        elif _is_floating(words, quotation):
            source, rule = None, "no speaker"
        else:
            continue
        statement = Statement(words, (place, place + 1), None, source and source.speaker, None, rule)
        statement.speaker_words = source and (source.speaker_words or source.words)
        if source is announced and source:
            statement.cue, statement.cue_words = source.cue, source.words
            own.insert(0, statement)
            begins.insert(0, statement.content[0])
        reading.found.append(statement)


def _goes_on(reading: Reading, earlier: list[Statement]) -> bool:
    """Say whether the paragraph before is somebody's speech, who can be speaking still."""
    if not earlier or not earlier[-1].speaker or earlier[-1].paragraph != reading.number - 1:
        return False
    words, (first, last) = earlier[-1].words, earlier[-1].content
    alone = len(earlier) == 1 or earlier[-2].paragraph != earlier[-1].paragraph
    return any(words.quotation[place] >= 0 for place in range(first, last)) or (
        alone and last + 1 >= len(words.lower) and first < 12
    )


def _is_speech(words: Words, place: int, inside: str) -> bool:
    """Say whether marks hold a sentence, not a term, a title, or words used with distance."""
    count = inside.count(" ") + 1
    quotation = words.passage.quotations[words.quotation[place]]
    if count < 2:
        return False
    whole = inside[-1:] in tuple(".!?,…—”’\"'") or quotation.last == quotation.end or quotation.first == quotation.start
    opens = place == 0 or words.lower[place - 1] in TURN_ENDS
    whole |= count > 2 and opens and words.lower[place + 1 : place + 2] in (["."], ["!"], ["?"], ["…"])
    return whole and not _is_title(inside)


def _is_title(inside: str) -> bool:
    """Say whether all long words within marks are capitalized, as in the title of a work."""
    long = [word for word in inside.split() if len(word) > 3]
    return len(inside) < 80 and inside[-1:] == "," and all(word[0].isupper() for word in long)


def _is_floating(words: Words, quotation) -> bool:
    """Say whether a quotation is most of its paragraph."""
    return quotation.end - quotation.start > 0.6 * (words.passage.end - words.passage.start)
