"""A paragraph -> its words, with one word for each quotation, and its sentences."""

import re
from dataclasses import dataclass

from analysis.discourse.speech.lists import BIT, FINITE, Language, plain, split_word
from analysis.discourse.speech.passages import Passage

WORD = re.compile(r"[^\W_]+(?:(?:['’.&/\u2010\u2011-]|,(?=\d)|:(?=\d))[^\W_]+)*|[^\w\s]|_")
IN_DATE = ",,"  # how a comma within a date is written
DASHES = frozenset("—–-")
LONGEST_DATELINE = 14  # words
LONGEST_SENTENCE = 250  # words: a text without full stops is cut, so that its sentences take no time of its square
ENDS = frozenset(".!?…")
ENDS_SPEECH = frozenset(".,!?…—–")
# How quotations are written in the list of words, as no word is: one that may be speech, and one that can only be a
# part of a phrase, as in the “special” zone.
QUOTED, TERM = "“”", "‘’"
NAME_OF_MARKS = frozenset(",;:—–-()[]")
# What an acronym is not: US, IT, WHO.
IN_CAPITALS = BIT["pronoun"] | BIT["object pronoun"] | BIT["relative"] | BIT["question"]
SHORTEST_INFINITIVE = 4
STARTS = BIT["pronoun"] | BIT["determiner"]


@dataclass(slots=True)
class Words:
    """The words of a paragraph: each in lower case, where it stands, its classes, whether it is capitalized.

    A quotation is one word, written QUOTED or TERM, whose number among the paragraph's quotations `quotation` holds;
    it holds -1 for all others.
    """

    text: str
    lower: list[str]
    starts: list[int]
    ends: list[int]
    classes: list[int]
    capital: list[bool]
    quotation: list[int]
    passage: Passage
    language: Language

    def surface(self, first: int, last: int) -> str:
        """Return the text from one word up to another that is not in it."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def has(self, place: int, classes: int) -> bool:
        """Say whether a word is of one of some classes."""
        return bool(self.classes[place] & classes)

    def ends_as(self, place: int, kind: str) -> bool:
        """Say whether a word has an ending that shows what it is: a participle, a past form, an adverb."""
        return self.lower[place].endswith(self.language.endings.get(kind, ()))


def read_words(text: str, passage: Passage, language: Language) -> Words:
    """Read the words of a paragraph.

    Parameters
    ----------
    text : str
        The document.
    passage : Passage
        The paragraph.
    language : Language
        Whose classes the words have.
    """
    words = Words(text, [], [], [], [], [], [], passage, language)
    place = passage.start
    for number, quotation in enumerate(passage.quotations):
        _append(words, place, quotation.start, language)
        words.lower.append(QUOTED)
        words.starts.append(quotation.start)
        words.ends.append(quotation.end)
        words.classes.append(0)
        words.capital.append(False)
        words.quotation.append(number)
        place = quotation.end
    _append(words, place, passage.end, language)
    for place, number in enumerate(words.quotation):
        if number >= 0 and _is_term(words, place):
            words.lower[place] = TERM
        elif words.lower[place] == "," and _is_in_date(words, place, language):
            words.lower[place], words.classes[place] = IN_DATE, BIT["time"]
    if "infinitive" in language.endings:
        _tell_infinitives(words)
    return words


def _is_in_date(words: Words, place: int, language: Language) -> bool:
    """Say whether a comma belongs to a date: on June 16, 2023, that; on June 16, 2023, denied."""
    if place + 1 >= len(words.lower) or place < 2 or not words.lower[place - 1].isdigit():
        return False
    following = words.lower[place + 1]
    if words.has(place - 2, BIT["time"]) and len(following) == 4 and following.isdigit():
        return True
    goes_on = words.classes[place + 1] & (BIT["complementizer"] | BIT["preposition"] | BIT["infinitive marker"])
    reports = any(form.kind & FINITE and not form.rest for form in language.cues.get(following, ()))
    attributive = place > 4 and words.has(place - 5, BIT["determiner"])
    return words.lower[place - 2] == IN_DATE and (bool(goes_on) or reports or attributive)


def _is_term(words: Words, place: int) -> bool:
    """Say whether a quotation stands within a phrase: words go on before and after it, and no mark ends it."""
    if not 0 < place < len(words.lower) - 1 or not words.lower[place - 1][0].isalnum():
        return False
    return words.lower[place + 1][0].isalnum() and last_mark(words, place) not in ENDS_SPEECH


def last_mark(words: Words, place: int) -> str:
    """Return the last character within a quotation that is no mark of quotation."""
    quotation = words.passage.quotations[words.quotation[place]]
    last = quotation.last - 1
    while last > quotation.first and (words.text[last].isspace() or words.text[last] in "’'”\"»"):
        last -= 1
    return words.text[last]


def _append(words: Words, start: int, end: int, language: Language) -> None:
    text, classes = words.text, language.classes
    for match in WORD.finditer(text, start, end):
        first, last = match.span()
        written = match[0]
        lower = plain(written)
        if language.elisions and ("'" in lower or "-" in lower):
            _append_parts(words, first, written, lower)
            continue
        words.lower.append(lower)
        words.starts.append(first)
        words.ends.append(last)
        found = classes.get(lower, 0)
        words.classes.append(
            found & ~IN_CAPITALS if found & IN_CAPITALS and len(written) > 1 and written.isupper() else found
        )
        words.capital.append(written[0].isupper())
        words.quotation.append(-1)


def _append_parts(words: Words, start: int, written: str, lower: str) -> None:
    """Read a word cut at its elided article or preposition, and at the pronoun that hangs on it: l'armée, a-t-il."""
    spans = split_word(lower, words.language.elisions, words.language.enclitics)
    for first, last in spans:
        found = words.language.classes.get(lower[first:last], 0)
        words.lower.append(lower[first:last])
        words.starts.append(start + first)
        words.ends.append(start + last)
        words.classes.append(found | BIT["enclitic"] if first and lower[first - 1] == "-" else found)
        words.capital.append(written[first].isupper())
        words.quotation.append(-1)


def _tell_infinitives(words: Words) -> None:
    """Mark infinitives by their ending: where a word leads to them, that word alone, and only before one."""
    language = words.language
    if not language.marks_infinitives:
        for place in range(len(words.lower)):
            words.classes[place] |= BIT["infinitive marker"] if _is_infinitive(words, place) else 0
        return
    for place, classes in enumerate(words.classes):
        if classes & BIT["infinitive marker"]:
            here = place + 1
            while here < len(words.lower) and words.has(here, BIT["clitic"] | BIT["negation"]):
                here += 1
            if here >= len(words.lower) or not _is_infinitive(words, here):
                words.classes[place] &= ~BIT["infinitive marker"]


def _is_infinitive(words: Words, place: int) -> bool:
    if words.capital[place] or len(words.lower[place]) < SHORTEST_INFINITIVE or not words.ends_as(place, "infinitive"):
        return False
    return not words.classes[place] & ~(BIT["auxiliary"] | BIT["passive auxiliary"])


def read_sentences(words: Words, language: Language) -> list[tuple[int, int]]:
    """Divide a paragraph into sentences: from which word, up to which.

    Parameters
    ----------
    words : Words
        The paragraph.
    language : Language
        Whose abbreviations end no sentence.
    """
    sentences = []
    first = 0
    count = len(words.lower)
    for place, word in enumerate(words.lower):
        if (word in ENDS and _ends(words, place)) or (word == QUOTED and _ends_within(words, place, language)):
            if place + 1 < count and words.lower[place + 1] in ENDS:
                continue
            sentences.append((first, place + 1))
            first = place + 1
        elif place - first >= LONGEST_SENTENCE:
            sentences.append((first, place + 1))
            first = place + 1
    if first < count:
        sentences.append((first, count))
    return sentences


def _ends(words: Words, place: int) -> bool:
    """Say whether a mark such as a full stop ends its sentence."""
    following = place + 1
    while following < len(words.lower) and words.lower[following] in ")]”\"'’»":
        following += 1
    if following >= len(words.lower):
        return True
    begins = (
        words.capital[following] or words.lower[following] in (QUOTED, "(", "[") or words.lower[following].isdigit()
    )
    if not begins or words.starts[following] == words.ends[place]:
        return False
    if words.lower[place] != "." or place == 0 or words.ends[place - 1] != words.starts[place]:
        return True
    before = words.lower[place - 1]
    initial = len(before) == 1 and words.capital[place - 1]
    if initial or "." in before or words.has(place - 1, BIT["abbreviation"]):
        courtesy = words.has(place - 1, BIT["abbreviation"]) and "." not in before
        return not courtesy and not initial and words.has(following, STARTS)
    return True


def _ends_within(words: Words, place: int, language: Language) -> bool:
    """Say whether the sentence ends with the last mark within a quotation."""
    if place + 1 >= len(words.lower):
        return True
    mark = last_mark(words, place)
    if mark not in ".!?…—":
        return False
    if words.quotation[place + 1] >= 0:
        return True
    if not words.capital[place + 1]:
        return False
    return mark == "." or not _says_who(words, place + 1, language)


def _says_who(words: Words, place: int, language: Language) -> bool:
    """Say whether words tell who said what stands before them: Smith asked."""
    if words.has(place, STARTS):
        return False
    for here in range(place + 1, min(place + 7, len(words.lower))):
        forms = () if words.capital[here] else language.cues.get(words.lower[here], ())
        if any(not form.rest for form in forms):
            return True
        if words.lower[here] in ENDS or words.quotation[here] >= 0:
            return False
    return False


def after_dateline(words: Words, first: int, last: int) -> int:
    """Return where a sentence begins after the place and day that open a report: RIVERTON, May 4 (NPA) — The mayor.

    Parameters
    ----------
    words : Words
        The paragraph.
    first, last : int
        From which word, up to which the sentence goes.
    """
    if first or last < 4 or len(words.lower[0]) < 3 or not words.surface(0, 1).isupper():
        return first
    for place in range(1, min(LONGEST_DATELINE, last - 1)):
        if words.lower[place] in DASHES and words.starts[place] > words.ends[place - 1]:
            return place + 1
    return first
