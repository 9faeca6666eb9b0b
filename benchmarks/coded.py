"""What coders found beside what our rules find: which statements of the two are the same."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

MARKS = "“”„\"«»‹›‘’'`"
WORD = re.compile(r"\w+")
OVERLAP = 0.8
EMPTY = frozenset("the a an of and for in on at to his her its their mr mrs ms dr sen rep gov former s".split())


def words_at(text: str, start: int, end: int) -> frozenset[int]:
    """Return where the words of a passage begin, without that or how at its head."""
    places = [match.start() + start for match in WORD.finditer(text[start:end])]
    opening = WORD.match(text, places[0])[0].lower() if places else ""
    return frozenset(places[1:] if opening in ("that", "how", "whether") and len(places) > 1 else places)


def names_same(first: str, second: str) -> bool:
    """Say whether two mentions share a word that tells who it is, or are the same."""
    left, right = (set(WORD.findall(mention.lower())) for mention in (first, second))
    return bool(left & right - EMPTY) or (left == right and bool(left))


def spans(text: str, row: Any) -> Iterator[tuple[int, int]]:
    """Give the span of a statement as coders mark it: with its marks, or its two parts around cue and speaker."""
    start, end = row.start, row.end
    if row.kind == "direct":
        yield with_marks(text, start, end)
    elif start <= min(row.cue_start, row.speaker_start) and max(row.cue_end, row.speaker_end) <= end:
        yield start, min(row.cue_start, row.speaker_start)
        yield max(row.cue_end, row.speaker_end), end
    else:
        yield start, end


def with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span by the marks around it, which one space may part from it."""
    before, after = start, end
    while before > 0 and text[before - 1].isspace():
        before -= 1
    while before > 0 and text[before - 1] in MARKS:
        before -= 1
        start = before
    while after < len(text) and text[after] in MARKS:
        after += 1
    return start, after


def is_quoted(text: str, start: int, end: int) -> bool:
    """Say whether there is a double mark in a span."""
    return any(mark in text[start:end] for mark in ("“", "”", '"', "''", "``"))


def same(text: str, own: frozenset[int], speaker: str, quote: dict[str, Any]) -> bool:
    """Say whether a coder has a statement with these words and this speaker."""
    theirs = words_at(text, quote["quote_start"], quote["quote_end"])
    together = len(own | theirs)
    return (
        bool(together) and len(own & theirs) / together >= OVERLAP and names_same(speaker, quote["speaker_text"] or "")
    )


def scores(rows: list[dict[str, Any]], quotes: dict[str, list[dict[str, Any]]], verbs: frozenset[str]) -> pd.DataFrame:
    """Count what both have, of what either has: of statements with marks, and of those without.

    Coders of the news mark beliefs and plans too; of statements without marks only those whose cue has one of the verbs
    have to be found.
    """
    counts = {kind: [0, 0, 0, 0] for kind in ("quoted", "indirect")}
    for row in rows:
        text, given = row["text"], row["gold"]
        places = [(quote["quote_start"], quote["quote_end"], quote["speaker_text"]) for quote in quotes[row["doc_id"]]]
        ours = [(words_at(text, *span), speaker, is_quoted(text, *span)) for *span, speaker in places]
        for own, speaker, quoted in ours:
            count = counts["quoted" if quoted else "indirect"]
            count[0] += 1
            count[1] += any(same(text, own, speaker, quote) for quote in given)
        for quote in given:
            quoted = is_quoted(text, quote["quote_start"], quote["quote_end"])
            if quoted or verbs & set(WORD.findall((quote["cue"] or "").lower())):
                count = counts["quoted" if quoted else "indirect"]
                count[2] += 1
                count[3] += any(same(text, own, speaker, quote) for own, speaker, _ in ours)
    table = pd.DataFrame(counts.values(), index=list(counts), columns=["found", "right", "coded", "recalled"])
    precision, recall = table["right"] / table["found"], table["recalled"] / table["coded"]
    return table.assign(precision=precision, recall=recall, f1=2 * precision * recall / (precision + recall)).round(3)
