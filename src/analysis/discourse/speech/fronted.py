"""A reporting verb -> what is reported before it: a quotation, or a clause and a comma."""

from analysis.discourse.speech.clauses import Content
from analysis.discourse.speech.cues import Cue
from analysis.discourse.speech.lists import BIT
from analysis.discourse.speech.other_subjects import INTRODUCES, opens_as_participle
from analysis.discourse.speech.phrases import DETERMINING, is_word
from analysis.discourse.speech.words import ENDS_SPEECH, QUOTED, Words, last_mark

FRONTED = frozenset(("zero", "object-zero", "that", "object-that"))


def content_before(words: Words, first: int, edge: int, cue: Cue) -> Content | None:
    """Find what is reported before a verb and its subject: a quotation, or a clause and a comma.

    Parameters
    ----------
    words : Words
        The paragraph.
    first, edge : int
        Where the sentence begins, and the first word of verb and subject.
    cue : Cue
        The verb.
    """
    place = edge - 1
    while place >= first and words.lower[place] in (",", "—", "–", "-"):
        place -= 1
    if place < first:
        return None
    if words.lower[place] == QUOTED:
        begin = _lead(words, first, place)
        if begin < place and not (words.lower[place + 1] in ",—–" or last_mark(words, place) in ENDS_SPEECH):
            return None
        return Content(begin, place + 1, quoted=True)
    if words.lower[edge - 1] != "," or not cue.verb.takes & FRONTED:
        return None
    begin = first
    while begin < place and (not is_word(words, begin) and words.quotation[begin] < 0):
        begin += 1
    return Content(begin, place + 1) if begin < place + 1 else None


def _lead(words: Words, first: int, place: int) -> int:
    """Return where the clause begins that a quotation ends: The plan is “a mistake,”."""
    before = place - 1
    if before < first or not is_word(words, before):
        return place
    if words.has(before, BIT["conjunction"]) and before == first:
        return place
    return first


def is_introduction(words: Words, first: int, last: int) -> bool:
    """Say whether a passage before a comma only leads to what follows: In a statement on Monday."""
    if words.has(first, DETERMINING | BIT["pronoun"]):
        return False
    return words.has(first, INTRODUCES) or opens_as_participle(words, first)
