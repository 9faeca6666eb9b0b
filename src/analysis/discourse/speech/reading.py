"""What is known while a paragraph is read, and the statements found in it."""

from dataclasses import dataclass, field

from analysis.discourse.speech.aliases import Names
from analysis.discourse.speech.clauses import Content
from analysis.discourse.speech.cues import Cue
from analysis.discourse.speech.lists import Language
from analysis.discourse.speech.subjects import Span
from analysis.discourse.speech.words import QUOTED, Words

TURN_ENDS = frozenset((".", "!", "?", "…", QUOTED))
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


def content_ends(words: Words, last: int) -> int:
    while last > 0 and words.lower[last - 1] in KEPT_OUT:
        last -= 1
    return last
