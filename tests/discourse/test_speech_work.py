"""The work grows with the length of a document, whatever stands in it: counted in lines run, never by the clock."""

import sys

import pytest

from analysis.discourse import statements

from .hostile_speech import GAZETTEER, corpus

FEW = 300
AT_MOST = 2.5  # times as much work for twice the text; work of its square would be four times as much


def letters(number):
    """Return a number in letters, so that it can stand in a name."""
    return chr(97 + number % 26) if number < 26 else letters(number // 26 - 1) + chr(97 + number % 26)


def each(count, text):
    """Write a text once for each number, with the number in letters for #, and as one strange letter for @."""
    return " ".join(text.replace("#", letters(n)).replace("@", chr(0x4E00 + n)) for n in range(count))


GROWING = {
    "straight marks": lambda n: '"' * n,
    "straight marks with gaps": lambda n: '" ' * n,
    "marks of all kinds": lambda n: "“„«‘'\"»”" * (n // 4),
    "inches": lambda n: '5" ' * n,
    "apostrophes": lambda n: "’ ' s’ " * n,
    "marks that open": lambda n: "“a " * n,
    "a mark that opens in each paragraph": lambda n: "“go on.\n\n" * n,
    "marks that open, then a quotation": lambda n: "“a " * n + "\n\n“b c.”",
    "quotations in one paragraph": lambda n: "“We agree on it.” " * n,
    "quotations and one who speaks at the end": lambda n: "“We agree on it,” " * n + "said Ana Ruiz.",
    "quotations in a paragraph each": lambda n: "“We agree on it.”\n\n" * n,
    "a quotation announced by each paragraph": lambda n: "Ana Ruiz said:\n\n“We go on.”\n\n" * n,
    "quotations that go on": lambda n: "Ana Ruiz said: “We agree.”\n\n“And go on.\n\n" * n,
    "a verb": lambda n: "said " * n,
    "a verb and a comma": lambda n: "he said, " * n,
    "clauses within clauses": lambda n: "Ana Ruiz said that " * n,
    "a name and who": lambda n: "Ana who " * n,
    "sources": lambda n: "according to Ana Ruiz, " * n,
    "passives": lambda n: "was urged by Ana to act " * n,
    "refusals": lambda n: "refused not to say " * n,
    "commas": lambda n: ", " * n,
    "full stops": lambda n: ". " * n,
    "brackets": lambda n: "(" * n + ")" * n,
    "colons": lambda n: "Ana: " * n,
    "turns of speech": lambda n: "Ana: no way.\n\n" * n,
    "lines": lambda n: "said\n" * n,
    "blank lines": lambda n: "a" + "\n" * n + "said",
    "adverbs": lambda n: "Ana " + "quickly " * n + "said it is late.",
    "auxiliaries": lambda n: "Ana " + "would have been " * n + "said it is late.",
    "particles": lambda n: "Ana " + "van " * n + "Berg said it is late.",
    "initials": lambda n: "J. R. " * n,
    "titles": lambda n: "Foreign Minister " * n + "Ana Ruiz said it is late.",
    "possessives": lambda n: "Ana's words " * n,
    "joined names": lambda n: "Ana Ruiz and " * n + "Tom Lee said it is late.",
    "listed names": lambda n: "Ana Ruiz, " * n + "and Tom Lee said it is late.",
    "they": lambda n: "Ana Ruiz and Tom Lee said it is late. They said it is so. " * n,
    "she": lambda n: "Ana Ruiz left. She said it is late. " * n,
    "names": lambda n: each(n, "A# B# said it is late."),
    "names with the same surname": lambda n: each(n, "A# Ruiz said it is late.") + "Ruiz said it is late. " * n,
    "names with the same first name": lambda n: each(n, "Ana B# said it is late.") + "Ana said it is late. " * n,
    "names, then surnames": lambda n: each(n, "A# B# said it is late.") + each(n, "B# said it is late."),
    "surnames one letter apart": lambda n: each(2 * n, "Ana Ruizz@ left.") + each(n, "Ruizza@ said it is late."),
    "offices held by many": lambda n: each(n, "Mayor A# B# left. The mayor said it is late."),
    "offices after names": lambda n: each(n, "A# B#, # minister, left. The minister said it is late."),
    "bodies": lambda n: each(n, "The Ministry of A# left. The ministry said it is late."),
    "acronyms": lambda n: each(n, "Human A# Network (HAN) left. HAN said it is late."),
    "combining marks": lambda n: "Ana R" + "\u0301" * n + " said it is late.",
    "a long word": lambda n: "Ana " + "R" * n + " said it is late. " + "R" * n + " said so.",
}


def work(text):
    """Return how many lines of Python it takes to find the statements of a text."""
    documents, lines, before = corpus(text), 0, sys.gettrace()

    def trace(frame, event, argument):
        nonlocal lines
        lines += 1
        return trace

    sys.settrace(trace)
    try:
        statements(documents, GAZETTEER)
    finally:
        sys.settrace(before)
    return lines


@pytest.fixture(scope="module")
def at_least():
    """The work for no text at all, which the lists and the frames take."""
    statements(corpus("Ana Ruiz said it is late."), GAZETTEER)
    return work("") + work("a")


@pytest.mark.parametrize("name", GROWING)
def test_twice_the_text_takes_about_twice_the_work(name, at_least):
    once, twice = (work(GROWING[name](count)) for count in (FEW, 2 * FEW))
    assert twice <= AT_MOST * once + at_least


def test_a_hundred_thousand_marks_in_one_paragraph_are_read_to_the_end():
    found = statements(corpus("the “special” zone, " * 50_000 + "“we agree on it,” said Ana Ruiz."))
    assert found.iloc[-1][["content", "speaker_name"]].tolist() == ["we agree on it,", "Ana Ruiz"]


def test_a_name_of_thousands_that_is_one_letter_wrong_is_not_guessed():
    text = each(2_000, "A# Ruizz@ left.") + " Ruizzo said it is late."
    found = statements(corpus(text))
    assert found["speaker_name"].tolist() == ["Ruizzo"]
