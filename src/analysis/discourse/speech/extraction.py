"""A text -> its statements, each with the words that name who speaks: paragraph by paragraph, sentence by sentence."""

from collections.abc import Callable

from analysis.discourse.speech.aliases import Names
from analysis.discourse.speech.cues import Cue
from analysis.discourse.speech.interposed import divide_quotations
from analysis.discourse.speech.lists import COLON, Language
from analysis.discourse.speech.other_subjects import leading_subject
from analysis.discourse.speech.passages import read_passages
from analysis.discourse.speech.reading import Reading, Statement
from analysis.discourse.speech.reported import read_sentence
from analysis.discourse.speech.sources import is_turn
from analysis.discourse.speech.unattributed import take_left_quotations
from analysis.discourse.speech.words import Words, read_sentences, read_words

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
    return sum(is_turn(words) for words in paragraphs) > 1


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
        read_sentence(reading, first, last)
        if revise:
            revise(reading, first)
    take_left_quotations(reading, earlier)
    return sorted(reading.found, key=lambda statement: statement.content)
