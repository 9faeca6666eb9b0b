"""A quotation with the reporter's words within its marks -> what is said before and after them: « A, dit-elle, b. »"""

import re

from analysis.discourse.speech.lists import BIT, FINITE, Language, plain, split_word
from analysis.discourse.speech.passages import PARTING, Passage
from analysis.discourse.speech.words import WORD
from analysis.text.quoting import Quotation

COMMA, AFTER_COMMA = re.compile(r",\s"), re.compile(r"[,.!?]\s")
MOST_WORDS, FARTHEST = 7, 90
LONGEST_INSERTION = 120
BEFORE_VERB = BIT["adverb"] | BIT["negation"] | BIT["enclitic"]
NAMES = BIT["determiner"] | BIT["possessive"] | BIT["pronoun"]
Word = tuple[str, int, bool]


def divide_quotations(text: str, passage: Passage, language: Language) -> Passage:
    """Divide the quotations of a paragraph at the words of the reporter that stand within their marks.

    Parameters
    ----------
    text : str
        The document.
    passage : Passage
        The paragraph.
    language : Language
        Whose marks say how such words are parted: by dashes or by commas.
    """
    if not language.interposes:
        return passage
    divided = [part for quotation in passage.quotations for part in _parts(text, quotation, language)]
    return passage._replace(quotations=divided)


def _parts(text: str, quotation: Quotation, language: Language) -> list[Quotation]:
    separator = COMMA if "," in language.interposes else PARTING
    borders = [match.span() for match in separator.finditer(text, quotation.first, quotation.last)]
    for number, (start, end) in enumerate(borders):
        if not _reports(text, end, quotation.last, language):
            continue
        before = start + 1 if separator is COMMA else _trimmed(text, start)
        said = Quotation(quotation.start, quotation.first, before, before)
        following = AFTER_COMMA.search(text, end, quotation.last) if separator is COMMA else None
        following = following.span() if following else next(iter(borders[number + 1 :]), None)
        if following is None:
            return [said] if quotation.last - end <= LONGEST_INSERTION else [quotation]
        if following[0] - end > LONGEST_INSERTION:
            return [quotation]
        goes_on = following[1]
        return [said, Quotation(goes_on, goes_on, quotation.last, quotation.end)]
    return [quotation]


def _trimmed(text: str, end: int) -> int:
    while text[end - 1].isspace():
        end -= 1
    return end


def _reports(text: str, start: int, last: int, language: Language) -> bool:
    """Say whether a reporting verb begins here, and after it a noun phrase, or a pronoun that hangs on it."""
    words = _words(text, start, last, language)
    place = 0
    while place < len(words) and words[place][1] & BIT["clitic"]:
        place += 1
    helped = place < len(words) and bool(words[place][1] & (BIT["auxiliary"] | BIT["passive auxiliary"]))
    here = place + helped
    while helped and here < len(words) and words[here][1] & BEFORE_VERB:
        here += 1
    if here >= len(words) or words[here][2]:
        return False
    forms = [form for form in language.cues.get(words[here][0], ()) if not form.rest and "quote" in form.verb.takes]
    if not any(helped or form.kind & FINITE for form in forms):
        return False
    if any(word[1] & BIT["enclitic"] for word in words[place:here]):
        return True
    here += 1
    while here < len(words) and words[here][1] & BIT["adverb"] and not words[here][1] & NAMES:
        here += 1
    if here >= len(words):
        return False
    lower, classes, capital = words[here]
    return capital or bool(classes & NAMES) or lower in language.titles


def _words(text: str, start: int, last: int, language: Language) -> list[Word]:
    """Return the next words: in lower case, with their classes, and whether they are capitalized."""
    found: list[Word] = []
    for match in WORD.finditer(text, start, min(last, start + FARTHEST)):
        lower = plain(match[0])
        if len(found) >= MOST_WORDS or not lower[0].isalnum():
            break
        for first, end in split_word(lower, language.elisions, language.enclitics):
            hangs = BIT["enclitic"] if first and lower[first - 1] == "-" else 0
            classes = language.classes.get(lower[first:end], 0) | hangs
            found.append((lower[first:end], classes, match[0][first].isupper()))
    return found
